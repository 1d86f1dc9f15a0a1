use super::*;
use miette::{GraphicalReportHandler, GraphicalTheme};

/// Every key there is.
const FULL: &str = r#"version: 1
subject:
  name: payments
  version: "1.4.2"
  repository: https://github.com/acme/payments
  commit: 0123456789abcdef0123456789abcdef01234567
  author: ada@example.org
  artifacts:
    - path: dist/payments.tar.gz
    - name: ghcr.io/acme/payments
      digest: sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
evidence:
  - id: unit-tests
    files: ["reports/junit/*.xml"]
    format: junit
    required: false
    max_age: 24h
    min_items: 1
    bound: true
  - id: scan.trivy
    files: [trivy.json, ../other/trivy.json]
policies:
  built_in: []
  directories: [policies, /opt/policies]
  bundles:
    - path: team.tar.gz
      sha256: 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03
  data: [owners.yaml]
  rego: v1
gates:
  production:
    environment: production
    stage: deploy
    rules:
      include: [release.tests, release.vulnerabilities.no_critical]
      exclude: [release.sboms]
    params: {min_approvals: 2, teams: [a, {b: null}], ratio: 0.8, name: "x"}
  dry-run: {}
"#;

fn read(text: &str) -> Result<Config, ConfigError> {
    parse(Utf8Path::new("gatewright.yaml"), text)
}

fn shown(text: &str) -> String {
    let mut out = String::new();
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(80)
        .render_report(&mut out, &read(text).unwrap_err())
        .unwrap();
    out
}

fn as_json(text: &str) -> serde_json::Value {
    serde_saphyr::from_str(text).unwrap()
}

/// A file with one gate, and a line more.
fn with(line: &str) -> String {
    format!("version: 1\ngates: {{production: {{}}}}\n{line}\n")
}

#[test]
fn reads_every_key() {
    let config = read(FULL).unwrap();
    let Config { subject, evidence, policies, gates, .. } = &config;
    assert_eq!(subject.name.as_deref(), Some("payments"));
    assert_eq!(subject.version, Some(VersionSource::Text("1.4.2".into())));
    assert_eq!(subject.artifacts.len(), 2);
    let [tests, scan] = evidence.as_slice() else { panic!("two entries") };
    assert_eq!(tests.max_age.as_deref(), Some(&SignedDuration::from_hours(24)));
    assert_eq!(tests.format.map(|format| format.name), Some("junit"));
    assert_eq!((tests.required, tests.min_items, tests.bound), (false, 1, true));
    assert_eq!((scan.required, scan.min_items, scan.bound), (true, 0, false));
    assert_eq!(policies.directories.len(), 2);
    let gate = &gates["production"];
    assert_eq!(gate.include.as_ref().unwrap()[0].value, "release.tests");
    assert_eq!(gate.params[0].value.value, serde_json::json!(2));
    assert!(gates["dry-run"].include.is_none());
}

#[test]
fn what_is_not_said_has_a_default() {
    let config = read("version: 1\ngates: {production: {}}").unwrap();
    let built_in: Vec<_> = config.policies.built_in.iter().map(|name| name.as_str()).collect();
    assert_eq!(built_in, ["release"]);
    assert!(config.evidence.is_empty() && config.policies.directories.is_empty());
}

#[test]
fn a_later_check_can_point_at_a_rule_and_a_parameter() {
    let config = read(FULL).unwrap();
    let gate = &config.gates["production"];
    let at = |span: SourceSpan| &FULL[span.offset()..span.offset() + span.len()];
    assert_eq!(at(gate.include.as_ref().unwrap()[0].span), "release.tests");
    assert_eq!(at(gate.exclude[0].span), "release.sboms");
    assert_eq!(at(gate.params[0].name.span), "min_approvals");
    assert_eq!(at(gate.at), "production");
    let mistake = Mistake::new("no such rule", "unknown", gate.exclude[0].span);
    assert_eq!(config.refuse(vec![mistake]).to_string(), "`gatewright.yaml` has a mistake");
}

#[test]
fn durations_have_one_unit() {
    for (text, seconds) in
        [("90s", 90), ("30m", 1800), ("24h", 86_400), ("7d", 604_800), ("2w", 1_209_600)]
    {
        let line = with(&format!("evidence: [{{id: a, files: [b], max_age: {text}}}]"));
        let config = read(&line).unwrap();
        let age = config.evidence[0].max_age.unwrap();
        assert_eq!(age.value.as_secs(), seconds, "{text}");
    }
}

#[test]
fn the_schema_and_the_full_example_have_the_same_keys() {
    let schema = schema();
    let mut missing = Vec::new();
    let definitions = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    for key in definitions.flat_map(|it| it["properties"].as_object().unwrap().keys()) {
        let is_used = FULL
            .lines()
            .any(|line| line.trim_start_matches([' ', '-']).starts_with(&format!("{key}:")));
        if !is_used {
            missing.push(key.as_str());
        }
    }
    // These stand for `version`, beside which they may not stand.
    assert_eq!(missing, ["version_file", "version_tag"]);
}

#[test]
fn the_schema_accepts_what_is_read() {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    for text in [
        FULL.to_owned(),
        with(""),
        with("subject: {}"),
        with("subject: {version_file: Cargo.toml}"),
        with("subject: {version_tag: 'v*'}"),
        with("evidence: [{id: 0a, files: ['**/*.json'], format: auto}]"),
        with("policies: {}"),
    ] {
        assert!(read(&text).is_ok(), "{}", shown(&text));
        let errors: Vec<_> = schema.iter_errors(&as_json(&text)).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{text}\n{errors:?}");
    }
}

#[test]
fn the_schema_and_the_program_refuse_the_same() {
    let schema = jsonschema::validator_for(&schema()).unwrap();
    for text in [
        "{}",
        "[]",
        "version: 1",
        "gates: {production: {}}",
        "version: 2\ngates: {production: {}}",
        "version: '1'\ngates: {production: {}}",
        "version: 1\ngates: {}",
        "version: 1\ngates: {Production: {}}",
        "version: 1\ngates: {production: }",
        "version: 1\ngates: {production: {stage: 'Deploy it'}}",
        "version: 1\ngates: {production: {rules: [release]}}",
        "version: 1\ngates: {production: {rules: {include: []}}}",
        "version: 1\ngates: {production: {rules: {include: ['release.*']}}}",
        "version: 1\ngates: {production: {params: {min-approvals: 2}}}",
        &with("extra: 1"),
        &with("subject: {nmae: a}"),
        &with("subject: {name: ''}"),
        &with("subject: {name: 1}"),
        &with("subject: {name: \"a\\u001bb\"}"),
        &with("subject: {version: 1.4}"),
        &with("subject: {version: '1', version_file: VERSION}"),
        &with("subject: {version_file: VERSION, version_tag: 'v*'}"),
        &with("subject: {repository: acme/payments}"),
        &with("subject: {commit: 0123abc}"),
        &with("subject: {commit: 0123456789ABCDEF0123456789abcdef01234567}"),
        &with("subject: {repository: 'https://user:pass@github.com/acme/payments'}"),
        &with("subject: {artifacts: []}"),
        &with("subject: {artifacts: [{name: a}]}"),
        &with("subject: {artifacts: [{digest: 'sha256:12', name: a}]}"),
        &with(&format!("subject: {{artifacts: [{{digest: 'sha256:{}'}}]}}", "a".repeat(64))),
        &with(&format!(
            "subject: {{artifacts: [{{digest: 'sha256:{}', name: a, path: b}}]}}",
            "a".repeat(64)
        )),
        &with("evidence: []"),
        &with("evidence: [{files: [a]}]"),
        &with("evidence: [{id: a}]"),
        &with("evidence: [{id: a, files: a}]"),
        &with("evidence: [{id: a, files: []}]"),
        &with("evidence: [{id: a, files: ['']}]"),
        &with("evidence: [{id: A, files: [a]}]"),
        &with("evidence: [{id: a, files: [b], format: junitt}]"),
        &with("evidence: [{id: a, files: [b], max_age: 24}]"),
        &with("evidence: [{id: a, files: [b], max_age: 0h}]"),
        &with("evidence: [{id: a, files: [b], max_age: -1h}]"),
        &with("evidence: [{id: a, files: [b], max_age: 1y}]"),
        &with("evidence: [{id: a, files: [b], min_items: -1}]"),
        &with("evidence: [{id: a, files: [b], required: yes}]"),
        &with("policies: {built_in: [Release]}"),
        &with("policies: {directories: []}"),
        &with("policies: {directories: [null]}"),
    ] {
        assert!(read(text).is_err(), "read: {text}");
        let json: serde_json::Value = serde_saphyr::from_str_with_options(
            text,
            serde_saphyr::options! { strict_booleans: true },
        )
        .unwrap();
        assert!(!schema.is_valid(&json), "valid: {text}");
    }
}

#[test]
fn refuses_what_no_schema_can() {
    for text in [
        "",
        "# nothing",
        "version: 1\nversion: 1\ngates: {production: {}}",
        "version: 1\ngates: {production: {}, production: {}}",
        "version: 1\ngates: {production: {params: {a: {b: 1, b: 2}}}}",
        "version: 1\ngates: {production: {params: {a: 123456789012345678901234567890}}}",
        "version: 1\ngates: {production: {params: {a: }}}",
        "version: 1\ngates: &all {production: {}}",
        &with("evidence: [{id: a, files: [b]}, {id: a, files: [c]}]"),
        &with("evidence: [{id: a, files: ['a[']}]"),
    ] {
        assert!(read(text).is_err(), "read: {text}");
    }
}

#[test]
fn a_mark_at_the_start_and_carriage_returns_change_nothing() {
    assert!(read(&format!("\u{feff}{}", FULL.replace('\n', "\r\n"))).is_ok());
}

#[test]
fn reports_seven_mistakes_at_once() {
    insta::assert_snapshot!(shown(
        r"version: 1
subject:
  version: 1.4
evidence:
  - id: unit
    files: []
    formt: junit
  - id: unit
    files: [b.json]
    max_age: soon
gates:
  production:
    stage: deploy now
    rules: {}
    rules: [release]
"), @r#"
    gatewright::config

      × `gatewright.yaml` has 7 mistakes

    Error: 
      × `version` is a number, not text
       ╭─[gatewright.yaml:3:12]
     2 │ subject:
     3 │   version: 1.4
       ·            ─┬─
       ·             ╰── a number
     4 │ evidence:
       ╰────
      help: quote it: YAML would change it otherwise

    Error: 
      × `files` is empty
       ╭─[gatewright.yaml:6:5]
     5 │   - id: unit
     6 │     files: []
       ·     ──┬──
       ·       ╰── nothing in it
     7 │     formt: junit
       ╰────
      help: name at least one

    Error: 
      × unknown key `formt`
       ╭─[gatewright.yaml:7:5]
     6 │     files: []
     7 │     formt: junit
       ·     ──┬──
       ·       ╰── unknown
     8 │   - id: unit
       ╰────
      help: did you mean `format`?

    Error: 
      × two entries of evidence are called `unit`
       ╭─[gatewright.yaml:8:9]
     4 │ evidence:
     5 │   - id: unit
       ·         ──┬─
       ·           ╰── first here
     6 │     files: []
     7 │     formt: junit
     8 │   - id: unit
       ·         ──┬─
       ·           ╰── again here
     9 │     files: [b.json]
       ╰────
      help: give each an `id` of its own: reports and waivers name it

    Error: 
      × `soon` is not a duration
        ╭─[gatewright.yaml:10:14]
      9 │     files: [b.json]
     10 │     max_age: soon
        ·              ──┬─
        ·                ╰── not a duration
     11 │ gates:
        ╰────
      help: write a number and a unit: `30m`, `24h`, `7d`, `2w`

    Error: 
      × `deploy now` is not a name
        ╭─[gatewright.yaml:13:12]
     12 │   production:
     13 │     stage: deploy now
        ·            ─────┬────
        ·                 ╰── not a name
     14 │     rules: {}
        ╰────
      help: lower-case letters, digits, `.`, `_` and `-`, beginning with a letter
            or digit

    Error: 
      × `rules` stands twice
        ╭─[gatewright.yaml:15:5]
     13 │     stage: deploy now
     14 │     rules: {}
        ·     ──┬──
        ·       ╰── first here
     15 │     rules: [release]
        ·     ──┬──
        ·       ╰── again here
        ╰────
      help: keep one of them
    "#);
}

#[test]
fn says_which_versions_it_reads() {
    insta::assert_snapshot!(shown("version: 2\ngtes: {}\n"), @r#"
    gatewright::config

      × `gatewright.yaml` has a mistake

    Error: 
      × the file is of version 2
       ╭─[gatewright.yaml:1:10]
     1 │ version: 2
       ·          ┬
       ·          ╰── not known to this program
     2 │ gtes: {}
       ╰────
      help: this program reads `version: 1`
    "#);
}

#[test]
fn points_at_both_sources_of_a_version() {
    insta::assert_snapshot!(shown(&with("subject: {version: \"1\", version_tag: v*}")), @r#"
    gatewright::config

      × `gatewright.yaml` has a mistake

    Error: 
      × the version has two sources
       ╭─[gatewright.yaml:3:25]
     2 │ gates: {production: {}}
     3 │ subject: {version: "1", version_tag: v*}
       ·           ───┬───       ─────┬─────
       ·              │               ╰── and this
       ·              ╰── this
       ╰────
      help: keep one of `version`, `version_file` and `version_tag`
    "#);
}

#[test]
fn names_the_nearest_format_or_all() {
    let with_format = |name| with(&format!("evidence: [{{id: a, files: [b], format: {name}}}]"));
    assert!(shown(&with_format("juint")).contains("help: did you mean `junit`?"));
    assert!(shown(&with_format("clover")).contains("help: known here: auto, "));
}

#[test]
fn shows_where_the_yaml_is_broken() {
    insta::assert_snapshot!(shown("version: 1\ngates:\n  a: &x {}\n  b: *x\n"), @r#"
    gatewright::config

      × `gatewright.yaml` has a mistake

    Error: 
      × the file is not YAML that a gate file may use
       ╭─[gatewright.yaml:3:9]
     2 │ gates:
     3 │   a: &x {}
       ·         ┬
       ·         ╰── an anchor, or too much of something
     4 │   b: *x
       ╰────
      help: plain mappings, lists, text, numbers and booleans; no anchors, aliases
            or tags
    "#);
    insta::assert_snapshot!(shown("version: 1\ngates: {a: [}\n"), @r#"
    gatewright::config

      × `gatewright.yaml` has a mistake

    Error: 
      × the file is not YAML that a gate file may use
       ╭─[gatewright.yaml:2:12]
     1 │ version: 1
     2 │ gates: {a: [}
       ·            ▲
       ·            ╰── mismatched bracket '[' closed by '}'
       ╰────
      help: plain mappings, lists, text, numbers and booleans; no anchors, aliases
            or tags
    "#);
}

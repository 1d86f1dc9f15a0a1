use crate::evidence::vulnerabilities::{FixState, State, Vulnerabilities, Vulnerability};
use crate::evidence::{ProblemKind, Records, Severity, Statement, SuppressionKind};
use crate::formats::{Limits, read};

fn parse(text: &str) -> Statement {
    let (format, statement) = read(text.as_bytes(), None, Limits::DEFAULT);
    assert_eq!(format.map(|format| format.name), Some("grype"), "{:?}", statement.problems);
    statement
}

fn problems(statement: &Statement) -> Vec<ProblemKind> {
    statement.problems.iter().map(|problem| problem.kind).collect()
}

fn vulnerabilities(statement: &Statement) -> &Vulnerabilities {
    match statement.records.as_slice() {
        [Records::Vulnerabilities(all)] => all,
        other => panic!("{other:?}"),
    }
}

/// The one match whose vulnerability has these fields.
fn one(vulnerability: &str, rest: &str) -> Vulnerability {
    let statement = parse(&format!(
        r#"{{"matches":[{{"vulnerability":{{{vulnerability}}},"artifact":{{"name":"p"}}{rest}}}]}}"#
    ));
    vulnerabilities(&statement).findings[0].clone()
}

/// The one ignored match, with these rules.
fn ignored(rules: &str) -> Vulnerability {
    let statement = parse(&format!(
        r#"{{"descriptor":{{"name":"grype"}},"matches":[],"ignoredMatches":[{{
            "vulnerability":{{"id":"CVE-1"}},"artifact":{{"name":"p"}},"appliedIgnoreRules":{rules}}}]}}"#
    ));
    vulnerabilities(&statement).findings[0].clone()
}

#[test]
fn no_matches_is_clean_and_no_list_of_matches_is_empty() {
    let clean = parse(r#"{"matches":[],"descriptor":{"name":"grype","version":"0.7.0"}}"#);
    assert!(clean.complete());
    assert_eq!(vulnerabilities(&clean).summary.total, 0);
    for text in
        [r#"{"matches":null,"descriptor":{"name":"grype"}}"#, r#"{"descriptor":{"name":"grype"}}"#]
    {
        assert_eq!(problems(&parse(text)), [ProblemKind::Empty], "{text}");
    }
}

#[test]
fn is_not_taken_for_another_tool_of_the_family() {
    for text in [
        r#"{"matches":[],"descriptor":{"name":"xeol"}}"#,
        r#"{"matches":[]}"#,
        r#"{"matches":[{"artifact":{},"Cycle":{}}]}"#,
    ] {
        let (format, _) = read(text.as_bytes(), None, Limits::DEFAULT);
        assert!(format.is_none(), "{text}");
    }
}

#[test]
fn a_cve_names_the_vulnerability_where_there_is_exactly_one() {
    let related = |ids: &[&str]| {
        let ids: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
        format!(r#","relatedVulnerabilities":[{}]"#, ids.join(","))
    };
    let table: [(&str, &[&str], &str, &[&str]); 4] = [
        ("GHSA-1", &["CVE-1"], "CVE-1", &["GHSA-1"]),
        ("GHSA-1", &["CVE-1", "CVE-2"], "GHSA-1", &["CVE-1", "CVE-2"]),
        ("CVE-9", &["CVE-9", "CVE-1"], "CVE-9", &["CVE-1"]),
        ("GHSA-1", &[], "GHSA-1", &[]),
    ];
    for (own, others, id, aliases) in table {
        let found = one(&format!(r#""id":"{own}""#), &related(others));
        assert_eq!(found.id, id);
        assert_eq!(found.aliases, aliases);
    }
}

#[test]
fn severity_keeps_its_word() {
    for (word, severity) in [
        ("Negligible", Severity::Low),
        ("Unknown", Severity::Unknown),
        ("Critical", Severity::Critical),
    ] {
        let found = one(&format!(r#""id":"CVE-1","severity":"{word}""#), "");
        assert_eq!((found.severity_raw.as_str(), found.severity), (word, severity));
    }
}

#[test]
fn what_is_known_of_a_fix_is_kept() {
    let table = [
        (r#""fix":{"versions":["2"],"state":"fixed"}"#, FixState::Fixed),
        (r#""fix":{"versions":[],"state":"not-fixed"}"#, FixState::NotFixed),
        (r#""fix":{"versions":[],"state":"wont-fix"}"#, FixState::WontFix),
        (r#""fix":{"versions":null,"state":"unknown"}"#, FixState::Unknown),
        (r#""fix":{"versions":["2"],"state":"unknown"}"#, FixState::Fixed),
        (r#""fixedInVersion":"2""#, FixState::Fixed),
        (r#""severity":"Low""#, FixState::Unknown),
    ];
    for (fields, state) in table {
        let found = one(&format!(r#""id":"CVE-1",{fields}"#), "");
        assert_eq!(found.fix.state, state, "{fields}");
    }
}

#[test]
fn exploitation_and_ratings_come_from_every_source() {
    let found = one(
        r#""id":"GHSA-1","namespace":"github:go","dataSource":"https://g","description":"\nOne line.\nMore.",
           "epss":[{"cve":"CVE-1","epss":0.1}],"cvss":[{"version":"3.1","vector":"v","metrics":{"baseScore":7.5}}]"#,
        r#","relatedVulnerabilities":[{"id":"CVE-1","namespace":"nvd:cpe","epss":[{"epss":0.3}],"knownExploited":[{}],
           "cvss":[{"source":"nvd@nist.gov","version":"2.0"}],"cwes":[{"cwe":"CWE-79"}]}]"#,
    );
    assert_eq!((found.epss, found.kev), (Some(0.3), Some(true)));
    assert_eq!(found.title.as_deref(), Some("One line."));
    let sources: Vec<_> = found.cvss.iter().map(|cvss| cvss.source.as_deref().unwrap()).collect();
    assert_eq!(sources, ["github:go", "nvd@nist.gov"]);
    assert_eq!(found.cwes, ["CWE-79"]);
    assert_eq!(one(r#""id":"CVE-1""#, "").kev, None);
}

#[test]
fn an_ignored_match_is_kept_with_its_reason() {
    let table = [
        (r#"[{"vulnerability":"CVE-1","reason":"not used"}]"#, State::Suppressed, "not used"),
        (r#"[{},{"reason":"later"}]"#, State::Suppressed, "later"),
        (r#"[{"package":{"type":"gem"}}]"#, State::Suppressed, "a rule for package type `gem`"),
        (r#"[{"fix-state":"wont-fix"}]"#, State::Suppressed, "a rule for fix state `wont-fix`"),
        (
            r#"[{"vex-status":"not_affected","vex-justification":"inline_mitigations_already_exist"}]"#,
            State::NotAffected,
            "inline_mitigations_already_exist",
        ),
        (
            r#"[{"vex-status":"fixed","package":{"name":"p"}}]"#,
            State::Fixed,
            "a rule for package `p`",
        ),
        (r#"[{"vex-status":"under_investigation","reason":"r"}]"#, State::UnderInvestigation, "r"),
    ];
    for (rules, state, justification) in table {
        let found = ignored(rules);
        let by = found.suppression.unwrap();
        assert_eq!((found.state, by.justification.as_deref()), (state, Some(justification)));
        assert_eq!(by.kind == SuppressionKind::IgnoreRule, state == State::Suppressed);
        assert_eq!(found.at.unwrap().to_string(), "#/ignoredMatches/0");
    }
}

#[test]
fn an_ignored_match_without_a_rule_that_says_so_is_open() {
    for rules in
        ["[]", "null", "[{}]", r#"[{"reason":"","package":{}}]"#, r#"[{"vex-status":"affected"}]"#]
    {
        assert_eq!(ignored(rules).state, State::Open, "{rules}");
    }
}

#[test]
fn says_what_the_report_is_about_and_with_what_knowledge() {
    let digest = "a".repeat(64);
    let statement = parse(&format!(
        r#"{{"matches":[],"source":{{"type":"image","target":{{"userInput":"app:1","imageID":"sha256:{digest}",
            "manifestDigest":"sha256:{digest}","repoDigests":["r.io/app@sha256:{digest}"]}}}},
            "descriptor":{{"name":"grype","version":"0.111.0","timestamp":"2026-04-17T23:38:56.4-06:00",
            "db":{{"status":{{"built":"2026-04-17T06:58:16Z","valid":true}}}}}}}}"#
    ));
    assert_eq!(statement.about.len(), 3);
    let scan = &vulnerabilities(&statement).scan;
    assert_eq!(scan.target.as_deref(), Some("app:1"));
    assert_eq!(scan.db_updated_at.unwrap().instant.to_string(), "2026-04-17T06:58:16Z");
    assert!(statement.made_at.is_some() && statement.complete());

    let directory = parse(
        r#"{"matches":[],"source":{"type":"directory","target":"."},"descriptor":{"name":"grype","db":{"built":"2021-10-27T08:14:21Z"}}}"#,
    );
    assert_eq!(vulnerabilities(&directory).scan.target.as_deref(), Some("."));
    assert!(vulnerabilities(&directory).scan.db_updated_at.is_some());
}

#[test]
fn a_database_that_is_not_valid_is_a_failure_of_the_tool() {
    for db in [r#"{"error":{}}"#, r#"{"error":"corrupt"}"#, r#"{"status":{"valid":false}}"#] {
        let text = format!(r#"{{"matches":[],"descriptor":{{"name":"grype","db":{db}}}}}"#);
        assert_eq!(problems(&parse(&text)), [ProblemKind::ToolFailed], "{db}");
    }
    let fine = parse(r#"{"matches":[],"descriptor":{"name":"grype","db":{"error":null}}}"#);
    assert!(fine.complete());
}

#[test]
fn refuses_a_match_without_an_id() {
    let text = r#"{"matches":[{"vulnerability":{},"artifact":{"name":"p"}}],"descriptor":{"name":"grype"}}"#;
    let (_, statement) = read(text.as_bytes(), None, Limits::DEFAULT);
    assert_eq!(problems(&statement), [ProblemKind::Malformed]);
}

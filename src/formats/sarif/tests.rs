use crate::evidence::findings::{Baseline, Category, Finding, Findings, Level, State};
use crate::evidence::{About, ProblemKind, Records, Severity, Statement, SuppressionKind};
use crate::formats::{Limits, read};

fn parse(text: &str) -> Statement {
    let (format, statement) = read(text.as_bytes(), None, Limits::DEFAULT);
    assert_eq!(format.map(|format| format.name), Some("sarif"), "{:?}", statement.problems);
    statement
}

/// A log of one run with these members beside its tool, whose driver has these.
fn run_of(driver: &str, members: &str) -> Statement {
    parse(&format!(
        r#"{{"version":"2.1.0","runs":[{{"tool":{{"driver":{{{driver}}}}},{members}}}]}}"#
    ))
}

fn run(members: &str) -> Statement {
    run_of(r#""name":"Scanner""#, members)
}

/// The one result with these members, of a tool with these rules.
fn result(rules: &str, members: &str) -> Finding {
    let driver = format!(r#""name":"Scanner","rules":[{rules}]"#);
    let statement = run_of(&driver, &format!(r#""results":[{{{members}}}]"#));
    findings(&statement).findings[0].clone()
}

fn findings(statement: &Statement) -> &Findings {
    match statement.records.as_slice() {
        [Records::Findings(all)] => all,
        other => panic!("{other:?}"),
    }
}

fn problems(statement: &Statement) -> Vec<ProblemKind> {
    statement.problems.iter().map(|problem| problem.kind).collect()
}

#[test]
fn tells_absent_empty_partial_and_clean_apart() {
    let clean = run(r#""results":[]"#);
    assert_eq!((problems(&clean), findings(&clean).summary.total), (vec![], 0));
    assert_eq!(problems(&run(r#""results":null"#)), [ProblemKind::Partial]);
    assert_eq!(problems(&run(r#""artifacts":[]"#)), [ProblemKind::Partial]);
    for runs in [r#""runs":[],"#, r#""runs":null,"#, ""] {
        let text = format!(
            r#"{{{runs}"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json"}}"#
        );
        assert_eq!(problems(&parse(&text)), [ProblemKind::Empty], "{runs}");
    }
}

#[test]
fn a_tool_that_failed_says_so_even_with_results() {
    let failed = run(
        r#""results":[],"invocations":[{"executionSuccessful":false,"exitCode":3,"exitCodeDescription":"classes missing"}]"#,
    );
    assert_eq!(problems(&failed), [ProblemKind::ToolFailed]);
    assert_eq!(failed.problems[0].message, "`Scanner` failed: classes missing");
    assert_eq!(failed.problems[0].at.as_ref().unwrap().to_string(), "#/runs/0/invocations/0");
    let code = run(r#""results":[],"invocations":[{"executionSuccessful":false,"exitCode":3}]"#);
    assert_eq!(code.problems[0].message, "`Scanner` failed with exit code 3");
}

#[test]
fn whatever_says_that_a_process_failed_counts() {
    for (invocation, expected) in [
        ("", vec![]),
        (r#""exitCode":0"#, vec![]),
        (r#""exitCode":1,"executionSuccessful":true"#, vec![]),
        (r#""processStartFailureMessage":"","exitSignalName":"","exitSignalNumber":0"#, vec![]),
        (r#""exitCode":1"#, vec![ProblemKind::ToolFailed]),
        (r#""processStartFailureMessage":"no such file""#, vec![ProblemKind::ToolFailed]),
        (r#""executionSuccessful":true,"exitSignalName":"SIGKILL""#, vec![ProblemKind::ToolFailed]),
        (r#""executionSuccessful":true,"exitSignalNumber":9"#, vec![ProblemKind::ToolFailed]),
    ] {
        let direct = run(&format!(r#""results":[],"invocations":[{{{invocation}}}]"#));
        assert_eq!(problems(&direct), expected, "{invocation}");
        let converted =
            run(&format!(r#""results":[],"conversion":{{"invocation":{{{invocation}}}}}"#));
        assert_eq!(problems(&converted), expected, "{invocation}");
    }
    let conversion = r#""results":[],"conversion":{"invocation":{"executionSuccessful":false}}"#;
    assert_eq!(problems(&run(conversion)), [ProblemKind::ToolFailed]);
}

#[test]
fn a_notification_of_level_error_makes_the_run_partial() {
    let driver = r#""name":"Scanner","notifications":[
        {"id":"N1","messageStrings":{"m":{"text":"no rule '{0}'"}}},
        {"id":"N2","defaultConfiguration":{"level":"error"},"messageStrings":{"m":{"text":"'{0}' threw"}}}]"#;
    let statement = run_of(
        driver,
        r#""results":[],"invocations":[{"executionSuccessful":true,
            "toolConfigurationNotifications":[{"descriptor":{"id":"N1"},"message":{"id":"m","arguments":["R"]}}],
            "toolExecutionNotifications":[
                {"descriptor":{"id":"N2","index":1},"message":{"id":"m","arguments":["R"]}},
                {"level":"note","message":{"text":"done"}}]}]"#,
    );
    assert_eq!(problems(&statement), [ProblemKind::Partial]);
    assert_eq!(statement.problems[0].message, "`Scanner` reports an error of its own: 'R' threw");
}

#[test]
fn results_in_other_files_make_the_run_partial() {
    let other = r#""externalPropertyFileReferences":{"results":[{"guid":"g"}]}"#;
    assert_eq!(problems(&run(other)), [ProblemKind::Partial]);
    let taxonomy = r#""results":[],"externalPropertyFileReferences":{"taxonomies":[{"guid":"g"}]}"#;
    assert!(run(taxonomy).complete());
}

#[test]
fn results_that_stand_beside_the_runs_make_the_log_partial() {
    let log = |inline: &str| {
        let tool = r#"{"tool":{"driver":{"name":"S"}},"results":[]}"#;
        let inline = format!(r#""inlineExternalProperties":{inline}"#);
        problems(&parse(&format!(r#"{{"version":"2.1.0","runs":[{tool}],{inline}}}"#)))
    };
    assert_eq!(log(r#"[{"guid":"g"},{"results":[{"ruleId":"R"}]}]"#), [ProblemKind::Partial]);
    assert_eq!(log(r#"[{"guid":"g","results":[]}]"#), []);
    assert_eq!(log("null"), []);
}

#[test]
fn runs_that_name_different_commits_are_about_more_than_one() {
    let (a, b, c) = ("a".repeat(40), "b".repeat(40), "c".repeat(40));
    let log = |runs: &[&[&str]]| {
        let run = |commits: &&[&str]| {
            let commits: Vec<_> =
                commits.iter().map(|commit| format!(r#"{{"revisionId":"{commit}"}}"#)).collect();
            format!(
                r#"{{"tool":{{"driver":{{"name":"S"}}}},"results":[],"versionControlProvenance":[{}]}}"#,
                commits.join(",")
            )
        };
        let runs: Vec<_> = runs.iter().map(run).collect();
        parse(&format!(r#"{{"version":"2.1.0","runs":[{}]}}"#, runs.join(",")))
    };
    let differing = log(&[&[&a], &[&b]]);
    assert_eq!(problems(&differing), [ProblemKind::OtherSubject]);
    let message = "names more than one commit: aaaaaaaaaaaa, bbbbbbbbbbbb";
    assert_eq!(differing.problems[0].message, message);
    assert!(log(&[&[&a], &[&a], &[]]).complete());
    assert!(log(&[&[&a, &b], &[&c, &a]]).complete(), "submodules");
}

#[test]
fn level_comes_from_the_result_then_its_rule_then_the_default() {
    let rule = r#"{"id":"R","defaultConfiguration":{"level":"error"}}"#;
    let table = [
        ("", r#""ruleId":"R""#, Level::Warning, Severity::Medium),
        (rule, r#""ruleId":"R""#, Level::Error, Severity::High),
        (rule, r#""ruleIndex":0"#, Level::Error, Severity::High),
        (rule, r#""rule":{"index":0}"#, Level::Error, Severity::High),
        (rule, r#""rule":{"id":"R"}"#, Level::Error, Severity::High),
        (rule, r#""ruleId":"R/A/B""#, Level::Error, Severity::High),
        (rule, r#""ruleId":"R","ruleIndex":-1"#, Level::Error, Severity::High),
        (rule, r#""ruleId":"R","level":"note""#, Level::Note, Severity::Low),
        (rule, r#""ruleId":"Rx""#, Level::Warning, Severity::Medium),
        (rule, r#""ruleId":"X","ruleIndex":0"#, Level::Warning, Severity::Medium),
        (rule, r#""ruleId":"R","level":"none""#, Level::None, Severity::Informational),
        (rule, r#""ruleId":"R","kind":"review""#, Level::Error, Severity::High),
        (rule, r#""ruleId":"R","kind":"open""#, Level::Error, Severity::High),
        (rule, r#""ruleId":"R","kind":"Pass""#, Level::Error, Severity::High),
        ("", r#""ruleId":"R","kind":"a word of tomorrow""#, Level::Warning, Severity::Medium),
        (rule, r#""ruleId":"R","kind":"pass""#, Level::None, Severity::Informational),
        (rule, r#""ruleId":"R","level":"a word of tomorrow""#, Level::Error, Severity::High),
    ];
    for (rules, members, level, severity) in table {
        let found = result(rules, members);
        assert_eq!((found.level, found.severity), (level, severity), "{members}");
    }
}

#[test]
fn finds_the_rules_of_extensions() {
    let statement = parse(
        r#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"CodeQL","rules":[{"id":"other"}]},"extensions":[
            {"name":"empty"},
            {"name":"queries","guid":"AB","rules":[{"id":"js/xss","name":"Xss","helpUri":"https://h","defaultConfiguration":{"level":"error"}}]}]},
            "results":[
                {"rule":{"id":"js/xss","index":0,"toolComponent":{"index":1}},"message":{"text":"m"}},
                {"rule":{"index":0,"toolComponent":{"guid":"ab"}},"message":{"text":"m"}},
                {"ruleId":"js/xss","message":{"text":"m"}}]}]}"#,
    );
    for found in &findings(&statement).findings {
        assert_eq!((found.rule_id.as_str(), found.level), ("js/xss", Level::Error));
        assert_eq!(found.rule_name.as_deref(), Some("Xss"));
        assert_eq!(found.url.as_deref(), Some("https://h"));
    }
}

#[test]
fn severity_comes_from_a_score_as_number_or_text() {
    let rule =
        |score: &str| format!(r#"{{"id":"R","properties":{{"security-severity":{score}}}}}"#);
    for (score, severity) in [
        (r#""9.8""#, Severity::Critical),
        ("7.5", Severity::High),
        (r#""0.0""#, Severity::Informational),
        (r#""9,8""#, Severity::Critical),
        (r#"" High ""#, Severity::High),
        (r#""soon""#, Severity::Unknown),
        (r#""9.8.1""#, Severity::Unknown),
        ("[9.8]", Severity::Unknown),
        ("-1", Severity::Unknown),
        ("null", Severity::Medium),
    ] {
        assert_eq!(result(&rule(score), r#""ruleId":"R""#).severity, severity, "{score}");
    }
}

#[test]
fn of_two_scores_the_worse_counts() {
    for (of_rule, of_result, severity) in [
        ("9.8", "5", Severity::Critical),
        ("5", "9.8", Severity::Critical),
        ("5", "0.1", Severity::Medium),
        ("9.8", "soon", Severity::Critical),
        ("soon", "1", Severity::Unknown),
    ] {
        let rule = format!(r#"{{"id":"R","properties":{{"security-severity":"{of_rule}"}}}}"#);
        let own = format!(r#""ruleId":"R","properties":{{"security-severity":"{of_result}"}}"#);
        assert_eq!(result(&rule, &own).severity, severity, "{of_rule} {of_result}");
    }
}

#[test]
fn a_vulnerability_that_nobody_has_rated_is_unknown() {
    let statement = run_of(
        r#""name":"Trivy","rules":[{"id":"CVE-1","properties":{"security-severity":"0.0"}}]"#,
        r#""results":[{"ruleId":"CVE-1","level":"note","message":{"text":"m"}}]"#,
    );
    let found = &findings(&statement).findings[0];
    assert_eq!((found.category, found.severity), (Category::Vulnerability, Severity::Unknown));
}

#[test]
fn only_a_check_that_passed_or_did_not_apply_is_no_finding() {
    for (members, state) in [
        (r#""kind":"pass""#, State::NotAFinding),
        (r#""kind":"notApplicable""#, State::NotAFinding),
        (r#""kind":"informational""#, State::NotAFinding),
        (r#""kind":"pass","level":"error""#, State::Open),
        (r#""kind":"PASS""#, State::Open),
        (r#""kind":"notapplicable""#, State::Open),
        (r#""kind":"open""#, State::Open),
        (r#""kind":"review""#, State::Open),
        (r#""kind":"a word of tomorrow""#, State::Open),
        (r#""kind":"fail""#, State::Open),
        (r#""level":"none""#, State::Open),
        (r#""baselineState":"absent""#, State::Fixed),
        (r#""baselineState":"unchanged""#, State::Open),
    ] {
        assert_eq!(result("", members).state, state, "{members}");
    }
    assert_eq!(result("", r#""baselineState":"updated""#).baseline, Baseline::Updated);
}

#[test]
fn a_suppression_counts_only_once_it_is_accepted() {
    for (suppressions, state) in [
        (r#"[{"kind":"external"}]"#, State::Suppressed),
        (r#"[{"kind":"external","status":"accepted"}]"#, State::Suppressed),
        (r#"[{"kind":"external","status":"rejected"}]"#, State::Open),
        (r#"[{"kind":"external","status":"underReview"}]"#, State::Open),
        (r#"[{"kind":"external"},{"kind":"external","status":"rejected"}]"#, State::Open),
        ("[]", State::Open),
        ("null", State::Open),
    ] {
        let found = result("", &format!(r#""suppressions":{suppressions}"#));
        assert_eq!(found.state, state, "{suppressions}");
    }
    let found = result("", r#""suppressions":[{"kind":"inSource","justification":"a test"}]"#);
    let by = found.suppression.unwrap();
    assert_eq!((by.kind, by.justification.as_deref()), (SuppressionKind::InSource, Some("a test")));
}

#[test]
fn a_message_may_stand_with_the_rule() {
    let rule = r#"{"id":"R","messageStrings":{"m":{"text":"\"{0}\" is unset"}},"fullDescription":{"text":"About R."}}"#;
    for (members, message) in [
        (r#""message":{"text":"own"}"#, "own"),
        (r#""message":{"text":"own {0}","arguments":["a"]}"#, "own a"),
        (r#""message":{"id":"m","arguments":["count"]}"#, "\"count\" is unset"),
        (r#""message":{"markdown":"*own*"}"#, "*own*"),
        (r#""message":{"id":"gone"}"#, "About R."),
        (r#""message":{}"#, "About R."),
        (r#""level":"note""#, "About R."),
    ] {
        let members = format!(r#""ruleId":"R",{members}"#);
        assert_eq!(result(rule, &members).message, message, "{members}");
    }
    let global = run_of(
        r#""name":"S","globalMessageStrings":{"g":{"text":"from all"}}"#,
        r#""results":[{"message":{"id":"g"}}]"#,
    );
    assert_eq!(findings(&global).findings[0].message, "from all");
}

#[test]
fn a_secret_is_never_carried() {
    let statement = run_of(
        r#""name":"gitleaks","rules":[{"id":"aws","shortDescription":{"text":"AWS key"}}]"#,
        r#""results":[{"ruleId":"aws","message":{"text":"found hunter2","arguments":["hunter2"]},
            "partialFingerprints":{"commitMessage":"hunter2"},
            "locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.env"},"region":{"startLine":1,"snippet":{"text":"hunter2"}}}}]}]"#,
    );
    let found = &findings(&statement).findings[0];
    assert_eq!((found.category, found.message.as_str()), (Category::Secret, "AWS key"));
    assert!(!serde_json::to_string(&statement.records).unwrap().contains("hunter2"));
}

#[test]
fn a_location_is_a_file_or_a_logical_place() {
    let statement = run(r#""artifacts":[{"location":{"uri":"by/index.c"}}],
           "originalUriBaseIds":{"ROOT":{"uri":"file:///home/me/"},"SUB":{"uri":"sub/"}},
           "results":[
            {"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.c","uriBaseId":"ROOT"},"region":{"startLine":2.0,"endLine":3}}}]},
            {"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.c","uriBaseId":"SUB"}}}]},
            {"locations":[{"physicalLocation":{"artifactLocation":{"index":0}}}]},
            {"locations":[{"logicalLocations":[{"fullyQualifiedName":"a::b"}]}]},
            {"locations":[]}]"#);
    let uris: Vec<_> = findings(&statement)
        .findings
        .iter()
        .map(|found| found.location.as_ref().map(|location| location.uri.as_str()))
        .collect();
    assert_eq!(uris, [Some("a.c"), Some("sub/a.c"), Some("by/index.c"), Some("a::b"), None]);
    let first = findings(&statement).findings[0].location.as_ref().unwrap();
    assert_eq!((first.start_line, first.end_line), (None, Some(3)));
}

#[test]
fn a_fingerprint_never_stands_for_several_results() {
    for (members, fingerprint) in [
        (r#""fingerprints":{"1":"b","0":"a"},"partialFingerprints":{"hash":"c"}"#, Some("a")),
        (r#""fingerprints":{"matchBasedId/v1":"requires login"}"#, None),
        (
            r#""partialFingerprints":{"primaryLocationLineHash":"a:1","primaryLocationStartColumnFingerprint":"4"}"#,
            Some("a:1/4"),
        ),
        (r#""partialFingerprints":{"author":"me","date":"2020"}"#, None),
    ] {
        assert_eq!(result("", members).fingerprint.as_deref(), fingerprint, "{members}");
    }
}

#[test]
fn weaknesses_are_found_where_tools_put_them() {
    for (rule, members) in [
        (r#"{"id":"R","properties":{"tags":["security","external/cwe/cwe-079"]}}"#, ""),
        (r#"{"id":"R","properties":{"cwe":"CWE-79: Cross-site Scripting"}}"#, ""),
        (r#"{"id":"R","properties":{"cwe":["CWE-79"]}}"#, ""),
        (
            r#"{"id":"R","relationships":[{"target":{"id":"79","toolComponent":{"name":"CWE"}}}]}"#,
            "",
        ),
        (r#"{"id":"R","relationships":[{"target":{"id":"CWE-79"}}]}"#, ""),
        (
            r#"{"id":"R"}"#,
            r#","taxa":[{"id":"79","toolComponent":{"name":"CWE"}},{"id":"7","toolComponent":{"name":"X"}}]"#,
        ),
        (r#"{"id":"R"}"#, r#","properties":{"tags":"cwe-79"}"#),
    ] {
        let found = result(rule, &format!(r#""ruleId":"R"{members}"#));
        assert_eq!(found.cwes, ["CWE-79"], "{rule} {members}");
    }
}

#[test]
fn says_what_it_is_about_and_is_as_old_as_its_oldest_run() {
    let commit = "288C68D1BA1F35EBEFF1D1BDB032186A23F0EA5B";
    let one = |time: &str| {
        format!(
            r#"{{"tool":{{"driver":{{"name":"S","semanticVersion":"1.0"}}}},"results":[],"invocations":[{{"endTimeUtc":"{time}"}}],
               "versionControlProvenance":[{{"revisionId":"{commit}"}},{{"revisionId":"288c68d"}},{{}}]}}"#
        )
    };
    let runs = [one("2026-02-02T00:00:00Z"), one("2026-01-01T00:00:00Z")].join(",");
    let statement = parse(&format!(r#"{{"version":"2.1.0","runs":[{runs}]}}"#));
    assert_eq!(statement.made_at.unwrap().instant.to_string(), "2026-01-01T00:00:00Z");
    assert_eq!(statement.newest.unwrap().instant.to_string(), "2026-02-02T00:00:00Z");
    let undated = parse(&format!(r#"{{"version":"2.1.0","runs":[{runs},{}]}}"#, one("soon")));
    assert_eq!((undated.made_at, undated.newest), (None, statement.newest));
    assert_eq!(statement.about[0], About::Commit(commit.to_ascii_lowercase()));
    assert_eq!(statement.about.len(), 2);
    assert_eq!(statement.tool.unwrap().version.as_deref(), Some("1.0"));
}

#[test]
fn every_run_counts_and_every_result_has_its_place() {
    let run = |tool: &str| {
        format!(r#"{{"tool":{{"driver":{{"name":"{tool}"}}}},"results":[{{"ruleId":"R"}}]}}"#)
    };
    let statement =
        parse(&format!(r#"{{"version":"2.1.0","runs":[{},{}]}}"#, run("One"), run("Two")));
    let places: Vec<_> = findings(&statement)
        .findings
        .iter()
        .map(|found| (found.tool.as_str(), found.at.as_ref().unwrap().to_string()))
        .collect();
    let wanted = [("One", "#/runs/0/results/0"), ("Two", "#/runs/1/results/0")];
    assert_eq!(places, wanted.map(|(tool, at)| (tool, at.to_owned())));
}

#[test]
fn refuses_other_versions_and_runs_without_a_tool() {
    for text in [
        r#"{"version":"2.0.0","$schema":"http://json.schemastore.org/sarif-2.0.0","runs":[]}"#,
        r#"{"version":"2.1.0","runs":[{"results":[]}]}"#,
    ] {
        let (_, statement) = read(text.as_bytes(), None, Limits::DEFAULT);
        assert_eq!(problems(&statement), [ProblemKind::Malformed], "{text}");
    }
}

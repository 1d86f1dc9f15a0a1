use crate::evidence::findings::{Category, Finding, State as FindingState};
use crate::evidence::vulnerabilities::{FixState, State, Vulnerability};
use crate::evidence::{Family, ProblemKind, Records, Severity, Statement, SuppressionKind};
use crate::formats::{Limits, read};

fn parse(text: &str) -> Statement {
    let (format, statement) = read(text.as_bytes(), None, Limits::DEFAULT);
    assert_eq!(format.map(|format| format.name), Some("trivy"), "{:?}", statement.problems);
    statement
}

/// A report with these results.
fn report(results: &str) -> Statement {
    parse(&format!(r#"{{"SchemaVersion":2,"ArtifactName":"app","Results":{results}}}"#))
}

fn families(statement: &Statement) -> Vec<Family> {
    statement.records.iter().map(Records::family).collect()
}

fn problems(statement: &Statement) -> Vec<ProblemKind> {
    statement.problems.iter().map(|problem| problem.kind).collect()
}

fn vulnerabilities(statement: &Statement) -> &[Vulnerability] {
    let records = statement.records.iter().find_map(|records| match records {
        Records::Vulnerabilities(all) => Some(all.findings.as_slice()),
        _ => None,
    });
    records.unwrap()
}

fn findings(statement: &Statement) -> &[Finding] {
    let records = statement.records.iter().find_map(|records| match records {
        Records::Findings(all) => Some(all.findings.as_slice()),
        _ => None,
    });
    records.unwrap()
}

#[test]
fn a_target_without_vulnerabilities_is_clean_and_no_target_is_empty() {
    let clean = report(r#"[{"Target":"app (alpine 3)","Class":"os-pkgs","Type":"alpine"}]"#);
    assert_eq!((problems(&clean), vulnerabilities(&clean).len()), (vec![], 0));
    for none in ["[]", "null"] {
        let empty = report(none);
        assert_eq!(problems(&empty), [ProblemKind::Empty]);
        assert_eq!(families(&empty), [Family::Vulnerabilities]);
    }
    let absent = parse(r#"{"SchemaVersion":2,"ArtifactName":"scratch"}"#);
    assert_eq!(problems(&absent), [ProblemKind::Empty]);
}

#[test]
fn a_scan_of_configuration_alone_says_nothing_of_vulnerabilities() {
    let statement = report(r#"[{"Target":"Dockerfile","Class":"config","Type":"dockerfile"}]"#);
    assert_eq!(families(&statement), [Family::Findings]);
    assert!(statement.complete());
    let custom = report(r#"[{"Target":"x","Class":"custom"}]"#);
    assert_eq!(problems(&custom), [ProblemKind::Empty]);
}

#[test]
fn reads_a_vulnerability() {
    let statement = report(
        r#"[{"Target":"Java","Class":"lang-pkgs","Vulnerabilities":[{
            "VulnerabilityID":"CVE-2025-1","VendorIDs":["GHSA-b","GHSA-a"],"PkgName":"t:c","PkgPath":"lib/c.jar",
            "PkgIdentifier":{"PURL":"pkg:maven/t/c@9"},"InstalledVersion":"9","FixedVersion":"11.0, 10.1","Status":"fixed",
            "Severity":"MEDIUM","SeveritySource":"ghsa","CweIDs":["CWE-20"],"PublishedDate":"2026-02-17T19:21:55.31Z",
            "CVSS":{"redhat":{"V3Vector":"CVSS:3.0/AV:N","V3Score":5.3},"ghsa":{"V2Score":5,"V40Vector":"CVSS:4.0/AV:N"}}}]}]"#,
    );
    let found = &vulnerabilities(&statement)[0];
    assert_eq!((found.id.as_str(), found.severity), ("CVE-2025-1", Severity::Medium));
    assert_eq!(found.aliases, ["GHSA-a", "GHSA-b"]);
    assert_eq!(found.fix.versions, ["11.0", "10.1"]);
    assert_eq!(found.component.locations, ["lib/c.jar"]);
    let ratings: Vec<_> = found
        .cvss
        .iter()
        .map(|cvss| (cvss.source.as_deref().unwrap(), cvss.version.as_deref().unwrap()))
        .collect();
    assert_eq!(ratings, [("ghsa", "2.0"), ("ghsa", "4.0"), ("redhat", "3.0")]);
    assert_eq!(found.at.as_ref().unwrap().to_string(), "#/Results/0/Vulnerabilities/0");
}

#[test]
fn what_the_vendor_says_of_a_fix_is_kept() {
    let table = [
        (r#""Status":"fixed","FixedVersion":"2""#, FixState::Fixed),
        (r#""Status":"affected""#, FixState::NotFixed),
        (r#""Status":"fix_deferred""#, FixState::NotFixed),
        (r#""Status":"will_not_fix""#, FixState::WontFix),
        (r#""Status":"end_of_life""#, FixState::WontFix),
        (r#""Status":"will_not_fix","FixedVersion":"2""#, FixState::Fixed),
        (r#""FixedVersion":"2""#, FixState::Fixed),
        (r#""FixedVersion":"""#, FixState::Unknown),
    ];
    for (fields, wanted) in table {
        let statement = report(&format!(
            r#"[{{"Target":"t","Vulnerabilities":[{{"VulnerabilityID":"CVE-1","PkgName":"p",{fields}}}]}}]"#
        ));
        assert_eq!(vulnerabilities(&statement)[0].fix.state, wanted, "{fields}");
    }
}

#[test]
fn what_an_ignore_file_or_vex_took_out_is_kept_with_its_reason() {
    let table = [
        ("ignored", State::Suppressed, Some(SuppressionKind::IgnoreRule)),
        ("not_affected", State::NotAffected, Some(SuppressionKind::Vex)),
        ("fixed", State::Fixed, Some(SuppressionKind::Vex)),
        ("under_investigation", State::UnderInvestigation, Some(SuppressionKind::Vex)),
        ("affected", State::Open, None),
        ("a word of tomorrow", State::Open, None),
    ];
    for (status, state, kind) in table {
        let statement = report(&format!(
            r#"[{{"Target":"t","Class":"os-pkgs","ExperimentalModifiedFindings":[{{
                "Finding":{{"VulnerabilityID":"CVE-1","PkgName":"p"}},
                "Type":"vulnerability","Status":"{status}","Statement":"unreachable","Source":"vex.json"}}]}}]"#
        ));
        let found = &vulnerabilities(&statement)[0];
        assert_eq!(found.state, state, "{status}");
        assert_eq!(found.suppression.as_ref().map(|by| by.kind), kind, "{status}");
        if let Some(by) = &found.suppression {
            assert_eq!(by.justification.as_deref(), Some("unreachable"));
            assert_eq!(by.source.as_deref(), Some("vex.json"));
        }
    }
}

#[test]
fn a_modified_finding_that_cannot_be_read_makes_the_report_partial() {
    for finding in [
        r#"{"Type":"malware","Status":"ignored","Finding":{}}"#,
        r#"{"Type":"vulnerability","Status":"ignored","Finding":{}}"#,
    ] {
        let results = format!(
            r#"[{{"Target":"t","Class":"os-pkgs","ExperimentalModifiedFindings":[{finding}]}}]"#
        );
        assert_eq!(problems(&report(&results)), [ProblemKind::Partial], "{finding}");
    }
}

#[test]
fn a_vulnerability_without_an_id_is_kept_and_makes_the_report_partial() {
    let statement =
        parse(r#"[{"Target":"t","Type":"composer","Vulnerabilities":[{"PkgName":"p"}]}]"#);
    assert_eq!(problems(&statement), [ProblemKind::Partial]);
    let found = &vulnerabilities(&statement)[0];
    assert_eq!((found.severity, found.state), (Severity::Unknown, State::Open));
    assert_eq!(found.at.as_ref().unwrap().to_string(), "#/0/Vulnerabilities/0");
}

#[test]
fn misconfigurations_keep_their_status() {
    let statement = report(
        r#"[{"Target":"Dockerfile","Class":"config","Misconfigurations":[
            {"ID":"DS-0002","Title":"root","Message":"no USER","Severity":"HIGH","Status":"FAIL","CauseMetadata":{"StartLine":3,"EndLine":0}},
            {"ID":"DS-0003","Severity":"LOW","Status":"PASS"},
            {"ID":"DS-0004","Severity":"LOW","Status":"EXCEPTION"},
            {"ID":"DS-0005","Severity":"LOW"}]}]"#,
    );
    let states: Vec<_> = findings(&statement).iter().map(|found| found.state).collect();
    assert_eq!(
        states,
        [
            FindingState::Open,
            FindingState::NotAFinding,
            FindingState::Suppressed,
            FindingState::Open
        ]
    );
    let location = findings(&statement)[0].location.as_ref().unwrap();
    assert_eq!((location.start_line, location.end_line), (Some(3), None));
}

#[test]
fn a_secret_is_never_carried() {
    let statement = report(
        r#"[{"Target":"app.env","Class":"secret","Secrets":[{"RuleID":"aws-access-key-id","Category":"AWS","Severity":"CRITICAL",
            "Title":"AWS Access Key ID","StartLine":1,"EndLine":1,"Match":"KEY=hunter2","Code":{"Lines":[{"Content":"KEY=hunter2"}]}}]}]"#,
    );
    assert_eq!(findings(&statement)[0].category, Category::Secret);
    assert!(!serde_json::to_string(&statement.records).unwrap().contains("hunter2"));
}

#[test]
fn a_license_is_a_finding() {
    let statement = report(
        r#"[{"Target":"OS Packages","Class":"license","Licenses":[
            {"Severity":"HIGH","Category":"restricted","PkgName":"musl","FilePath":"","Name":"GPL-2.0","Link":""}]}]"#,
    );
    let found = &findings(&statement)[0];
    assert_eq!(found.message, "license `GPL-2.0` (restricted) of `musl`");
    assert_eq!((found.category, found.url.as_deref()), (Category::License, None));
}

#[test]
fn reads_the_reports_of_a_cluster() {
    let resource = r#"{"Kind":"Pod","Name":"a/b","Results":[{"Target":"img","Class":"os-pkgs","Vulnerabilities":[
        {"VulnerabilityID":"CVE-1","PkgName":"p"}]}]}"#;
    for list in super::RESOURCE_LISTS {
        let statement = parse(&format!(r#"{{"ClusterName":"c","{list}":[{resource}]}}"#));
        let at = vulnerabilities(&statement)[0].at.as_ref().unwrap().to_string();
        assert_eq!(at, format!("#/{list}/0/Results/0/Vulnerabilities/0"));
    }
    let failed =
        parse(r#"{"ClusterName":"c","Resources":[{"Kind":"Pod","Name":"p","Error":"timed out"}]}"#);
    assert_eq!(problems(&failed), [ProblemKind::Empty, ProblemKind::Partial]);
}

#[test]
fn says_what_the_report_is_about_and_that_the_system_is_no_longer_supported() {
    let digest = "a".repeat(64);
    let commit = "B".repeat(40);
    let statement = parse(&format!(
        r#"{{"SchemaVersion":2,"Trivy":{{"Version":"0.69.1"}},"CreatedAt":"2026-02-24T07:07:53Z","Metadata":{{
            "OS":{{"Family":"alpine","Name":"3.10","EOSL":true}},"ImageID":"sha256:{digest}",
            "RepoDigests":["","r.io/app@sha256:{digest}"],"Commit":"{commit}"}},
            "Results":[{{"Target":"t","Class":"os-pkgs"}}]}}"#
    ));
    assert_eq!(statement.about.len(), 3);
    assert_eq!(problems(&statement), [ProblemKind::Note]);
    assert_eq!(statement.tool.unwrap().version.as_deref(), Some("0.69.1"));
    assert!(statement.made_at.is_some());
}

#[test]
fn refuses_a_schema_of_tomorrow() {
    let (_, statement) = read(br#"{"SchemaVersion":3,"Results":[]}"#, None, Limits::DEFAULT);
    assert_eq!(problems(&statement), [ProblemKind::Malformed]);
}

#[test]
fn a_result_that_says_nothing_is_no_scan() {
    for result in [
        r#"{"Target":"x"}"#,
        r#"{"Target":"x","Type":""}"#,
        r#"{"Target":"x","Vulnerabilities":null}"#,
    ] {
        assert_eq!(problems(&report(&format!("[{result}]"))), [ProblemKind::Empty], "{result}");
    }
    for result in [r#"{"Target":"x","Type":"npm"}"#, r#"{"Target":"x","Vulnerabilities":[]}"#] {
        assert_eq!(problems(&report(&format!("[{result}]"))), [], "{result}");
    }
}

//! What is known of the `vuln-grype` files of the corpus.

use crate::corpus::Corpus;
use gatewright::evidence::vulnerabilities::Vulnerability;
use gatewright::evidence::{ProblemKind, Records, Statement};
use libtest_mimic::Trial;
use serde_json::Value;

/// Files for which `DefectDojo`'s tests count otherwise than we do, and why both are right.
const COUNTED_OTHERWISE: &[(&str, usize, &str)] = &[(
    "vuln-grype/dojo__anchore_grype__check_all_fields.json",
    6,
    "one match stands twice, and DefectDojo keeps one of them",
)];

/// Files that Grype scanned, not files that it wrote.
const NOT_REPORTS: &[&str] =
    &["vuln-grype/scan-action__package.json", "vuln-grype/scan-action__package~1.json"];

pub(crate) fn trials(corpus: &Corpus) -> Vec<Trial> {
    let mut trials = Vec::new();
    for file in corpus.of_kind("vuln-grype") {
        let (format, statement) = corpus.read(&file);
        let report: Value = serde_json::from_slice(&corpus.bytes(&file)).unwrap();
        let expected = corpus.expected(&file, "DefectDojo test", "findings");
        let expected = expected.map(|count| count.parse::<usize>().unwrap());
        trials.push(Trial::test(format!("grype::{file}"), move || {
            if NOT_REPORTS.contains(&file.as_str()) {
                assert_eq!(format, None);
                assert_eq!(statement.problems[0].kind, ProblemKind::Unrecognised);
                return Ok(());
            }
            assert_eq!(format, Some("grype"), "{:?}", statement.problems);
            check(&file, &statement, &report, expected);
            Ok(())
        }));
    }
    trials
}

fn check(file: &str, statement: &Statement, report: &Value, expected: Option<usize>) {
    let vulnerabilities = vulnerabilities(statement);
    let count = |key: &str| report[key].as_array().map_or(0, Vec::len);
    assert_eq!(vulnerabilities.len(), count("matches") + count("ignoredMatches"));
    if let Some(expected) = expected {
        let otherwise = COUNTED_OTHERWISE.iter().find(|(name, ..)| *name == file);
        assert_eq!(vulnerabilities.len(), otherwise.map_or(expected, |(_, count, _)| *count));
    }
    assert!(statement.complete(), "{:#?}", statement.problems);
    for (index, found) in vulnerabilities.iter().take(count("matches")).enumerate() {
        let raw = &report["matches"][index];
        assert_eq!(found.severity_raw, raw["vulnerability"]["severity"].as_str().unwrap());
        assert_eq!(found.component.name, raw["artifact"]["name"].as_str().unwrap());
        let own = raw["vulnerability"]["id"].as_str().unwrap();
        assert!(found.id == own || found.aliases.iter().any(|alias| alias == own), "{own}");
        assert!(found.state.is_open());
    }
}

fn vulnerabilities(statement: &Statement) -> &[Vulnerability] {
    match statement.records.as_slice() {
        [Records::Vulnerabilities(all)] => &all.findings,
        _ => panic!("not one list of vulnerabilities"),
    }
}

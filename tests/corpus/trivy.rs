//! What is known of the `vuln-trivy` files of the corpus, and of the scan that stands there in several formats. Nobody says
//! what these files contain, so an independent walk over the JSON does.

use crate::corpus::Corpus;
use gatewright::evidence::{ProblemKind, Records, Statement};
use libtest_mimic::Trial;
use serde_json::Value;

/// What keeps files from counting, or is worth knowing of them; there is nothing to say of the others.
const PROBLEMS: &[(&str, ProblemKind)] = &[
    ("cross-format-trivy-alpine310/trivy__alpine-310.json", ProblemKind::Note),
    ("vuln-trivy/dojo__trivy__legacy_no_vuln.json", ProblemKind::Unrecognised),
    ("vuln-trivy/dojo__trivy__legacy_trivy_mix.json", ProblemKind::Partial),
    ("vuln-trivy/trivy__alpine-39-high-critical.json", ProblemKind::Note),
];

const ONE_SCAN: &str = "cross-format-trivy-alpine310/trivy__alpine-310";

pub(crate) fn trials(corpus: &Corpus) -> Vec<Trial> {
    let mut trials = Vec::new();
    for file in corpus.of_kind("vuln-trivy").into_iter().chain([format!("{ONE_SCAN}.json")]) {
        let (format, statement) = corpus.read(&file);
        let report: Value = serde_json::from_slice(&corpus.bytes(&file)).unwrap();
        trials.push(Trial::test(format!("trivy::{file}"), move || {
            assert_eq!(format, (!report.is_null()).then_some("trivy"), "{:?}", statement.problems);
            check(&file, &statement, &report);
            Ok(())
        }));
    }
    let renderings = ["json", "sarif"].map(|form| corpus.read(&format!("{ONE_SCAN}.{form}")).1);
    trials.push(Trial::test("trivy::one_scan_has_the_same_ids_in_every_form", move || {
        let [json, sarif] = renderings.each_ref().map(ids);
        assert_eq!(json.len(), 4);
        assert_eq!(json, sarif);
        Ok(())
    }));
    trials
}

fn check(file: &str, statement: &Statement, report: &Value) {
    let wanted = PROBLEMS.iter().find(|(name, _)| *name == file).map(|(_, kind)| *kind);
    let kinds: Vec<_> = statement.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, Vec::from_iter(wanted), "{:#?}", statement.problems);

    let (mut vulnerabilities, mut findings) = (0, 0);
    for records in &statement.records {
        match records {
            Records::Vulnerabilities(all) => vulnerabilities += all.findings.len(),
            Records::Findings(all) => findings += all.findings.len(),
            _ => panic!("neither vulnerabilities nor findings"),
        }
    }
    assert_eq!(vulnerabilities, count(report, &["PkgName", "InstalledVersion"]) + nameless(report));
    assert_eq!(findings, count(report, &["ID", "Status"]) + count(report, &["Name", "Confidence"]));
}

/// How many objects have these members, at any depth.
fn count(value: &Value, keys: &[&str]) -> usize {
    match value {
        Value::Object(members) => {
            let is_one = keys.iter().all(|key| members.contains_key(*key));
            usize::from(is_one) + members.values().map(|member| count(member, keys)).sum::<usize>()
        }
        Value::Array(elements) => elements.iter().map(|element| count(element, keys)).sum(),
        _ => 0,
    }
}

/// How many vulnerabilities of a legacy report name a package and nothing else.
fn nameless(report: &Value) -> usize {
    let results = report.as_array().into_iter().flatten();
    let all = results.flat_map(|result| result["Vulnerabilities"].as_array().into_iter().flatten());
    all.filter(|vulnerability| vulnerability.as_object().unwrap().len() == 1).count()
}

/// The ids of vulnerabilities, or of the rules of findings, sorted: each stands once for each package.
fn ids(statement: &Statement) -> Vec<String> {
    let of = |records: &Records| -> Vec<String> {
        match records {
            Records::Vulnerabilities(all) => all.findings.iter().map(|v| v.id.clone()).collect(),
            Records::Findings(all) => all.findings.iter().map(|f| f.rule_id.clone()).collect(),
            _ => Vec::new(),
        }
    };
    let mut ids: Vec<_> = statement.records.iter().flat_map(of).collect();
    ids.sort();
    ids
}

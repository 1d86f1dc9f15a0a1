//! What is known of the `sarif` files of the corpus.

use crate::corpus::Corpus;
use gatewright::evidence::findings::{Finding, State};
use gatewright::evidence::{ProblemKind, Records, Statement};
use libtest_mimic::Trial;

/// Files for which `DefectDojo`'s tests count otherwise than we do, and why both are right.
const COUNTED_OTHERWISE: &[(&str, usize, &str)] = &[
    ("sarif/dojo__sarif__flawfinder.sarif", 54, "DefectDojo drops the one result of kind `pass`"),
    (
        "sarif/dojo__sarif__mobsfscan.json",
        9,
        "DefectDojo makes one finding for each location of a result",
    ),
    (
        "sarif/dojo__sarif__njsscan.sarif",
        2,
        "DefectDojo makes one finding for each location of a result",
    ),
];

/// What keeps files from counting; every other file is whole.
const PROBLEMS: &[(&str, &[ProblemKind])] = &[
    ("sarif/dojo__sarif__no_runs.sarif", &[ProblemKind::Empty]),
    ("sarif/dojo__sarif__spotbugs.sarif", &[ProblemKind::ToolFailed, ProblemKind::Partial]),
    (
        "sarif/sariftut__Catastrophic_configuration_error.sarif",
        &[ProblemKind::Partial, ProblemKind::ToolFailed, ProblemKind::Partial],
    ),
    ("sarif/sariftut__Empty_runs.sarif", &[ProblemKind::Empty]),
    ("sarif/sariftut__Notifications.sarif", &[ProblemKind::ToolFailed, ProblemKind::Partial]),
];

/// Files whose results do not all count: how many are open.
const OPEN: &[(&str, usize)] = &[
    ("sarif/dojo__sarif__SuppressionTestCurrent.sarif", 1),
    ("sarif/dojo__sarif__flawfinder.sarif", 53),
    ("sarif/dojo__sarif__suppression_test.sarif", 2),
];

pub(crate) fn trials(corpus: &Corpus) -> Vec<Trial> {
    let mut trials = Vec::new();
    for file in corpus.of_kind("sarif") {
        let (format, statement) = corpus.read(&file);
        let expected = corpus.expected(&file, "DefectDojo test", "findings");
        let expected = expected.map(|count| count.parse::<usize>().unwrap());
        let results = count_results(&corpus.bytes(&file));
        trials.push(Trial::test(format!("sarif::{file}"), move || {
            if format != Some("sarif") {
                return Err(format!("{format:?}: {:?}", statement.problems).into());
            }
            check(&file, &statement, results, expected);
            Ok(())
        }));
    }
    trials
}

fn check(file: &str, statement: &Statement, results: usize, expected: Option<usize>) {
    let findings = findings(statement);
    assert_eq!(findings.len(), results, "results in the file");
    let otherwise = COUNTED_OTHERWISE.iter().find(|(name, ..)| *name == file);
    let expected = otherwise.map(|(_, count, _)| *count).or(expected);
    assert_eq!(findings.len(), expected.unwrap_or(results), "what DefectDojo counts");

    let wanted =
        PROBLEMS.iter().find(|(name, _)| *name == file).map_or(&[][..], |(_, kinds)| kinds);
    let kinds: Vec<_> = statement.problems.iter().map(|problem| problem.kind).collect();
    assert_eq!(kinds, wanted, "{:#?}", statement.problems);

    let open = findings.iter().filter(|finding| finding.state == State::Open).count();
    let wanted = OPEN.iter().find(|(name, _)| *name == file).map_or(results, |(_, open)| *open);
    assert_eq!(open, wanted, "open findings");
    for finding in findings {
        assert!(!finding.rule_id.is_empty(), "{finding:#?}");
        assert!(!finding.message.is_empty(), "{finding:#?}");
    }
}

fn findings(statement: &Statement) -> &[Finding] {
    match statement.records.as_slice() {
        [Records::Findings(all)] => &all.findings,
        _ => panic!("not one list of findings"),
    }
}

/// The results in a file, counted without the product.
fn count_results(bytes: &[u8]) -> usize {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let log: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    let runs = log["runs"].as_array().into_iter().flatten();
    runs.map(|run| run["results"].as_array().map_or(0, Vec::len)).sum()
}

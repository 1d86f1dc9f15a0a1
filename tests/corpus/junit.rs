//! What is known of the `junit` files of the corpus: what the projects that they come from assert of them, and how many
//! elements they have.

use crate::corpus::Corpus;
use gatewright::evidence::tests::{Case, Summary, Tests};
use gatewright::evidence::{ProblemKind, Records, Statement};
use libtest_mimic::Trial;

/// Files of which others assert something else, rightly in their terms: file, key, and why it is not ours.
const DIFFERS: &[(&str, &str, &str)] = &[
    (
        "EnricoMi__junit-xml__mocha__latex-utensils.xml",
        "tests",
        "groups cases of one name that all passed; nothing says that they are one case",
    ),
    ("EnricoMi__junit-xml__mocha__latex-utensils.xml", "tests_succ", "the same"),
    (
        "EnricoMi__junit-xml__no-cases-but-tests.xml",
        "tests",
        "counts the totals of a suite without a case; here they are a problem",
    ),
    ("EnricoMi__junit-xml__no-cases-but-tests.xml", "tests_succ", "the same"),
    ("EnricoMi__junit-xml__no-cases-but-tests.xml", "tests_skip", "the same"),
    ("EnricoMi__junit-xml__no-cases-but-tests.xml", "tests_fail", "the same"),
    (
        "mikepenz__flaky_retries__flaky_success_first.xml",
        "totalCount=",
        "a pass that is followed by failures is no retry that passed",
    ),
    ("mikepenz__flaky_retries__flaky_success_first.xml", "failedCount=", "the same"),
    (
        "jenkins__gh-237__TEST-io.olamy.AlwaysFailTest.xml",
        "testcase",
        "one case with three `rerunFailure`, of which the collector counts one",
    ),
    (
        "mikepenz__junit-web-test__expected.xml",
        "wellformed",
        "`<` in an attribute; its origin reads it too",
    ),
    (
        "mikepenz__junit-web-test__expectedRetries.xml",
        "wellformed",
        "`<` in an attribute; its origin reads it too",
    ),
];

/// Files of the folder that are no reports although they are XML, and why they are not read.
const NO_REPORTS: &[(&str, ProblemKind)] = &[
    ("EnricoMi__junit-xml__pytest__corrupt-xml.xml", ProblemKind::Malformed),
    ("chainloop__junit-invalid.xml", ProblemKind::Unrecognised),
    ("jenkins__junitResult.xml", ProblemKind::Unrecognised),
    ("jenkins__testXxe-oob.xml", ProblemKind::Malformed),
    ("jenkins__testXxe-xxe.xml", ProblemKind::Unrecognised),
];

/// Files whose own totals say that cases are missing: most were shortened by hand. In the one of `PHPUnit`, the Jenkins
/// plugin has moved the cases of data providers out of the suites that count them.
const PARTIAL: &[&str] = &[
    "EnricoMi__junit-xml__no-cases-but-tests.xml",
    "EnricoMi__junit-xml__xunit__xunit.xml",
    "covmodel__junit__jest-junit.xml",
    "covmodel__junit__junit-no-message-or-type.xml",
    "dorny__junit-with-message.xml",
    "jenkins__junit-report-1233.xml",
    "jenkins__junit-report-1472.xml",
    "jenkins__junit-report-nested-testsuites.xml",
    "mikepenz__container-structure__test.xml",
    "mikepenz__multiple__test_10.xml",
    "mikepenz__multiple__test_11.xml",
    "mikepenz__nested__multi-level.xml",
    "xunitplugin__phpunit__testcase3__result.xml",
];

/// Files without a case.
const EMPTY: &[&str] = &[
    "EnricoMi__junit-xml__no-cases-but-tests.xml",
    "dorny__empty__jest-junit-empty-testsuite.xml",
    "dorny__empty__jest-junit.xml",
];

/// Files whose totals disagree with their cases, although no case is missing.
const CONTRADICTION: &[&str] = &[
    "mikepenz__flaky_retries__flaky_with_classname_file.xml",
    "mikepenz__junit-web-test__expected.xml",
    "mikepenz__nested__junit.xml",
];

/// What dorny/test-reporter renders of its fixtures: passed, failed, skipped. It joins no cases.
const RENDERED: &[(&str, [usize; 3])] = &[
    ("dorny__external__java__TEST-org.apache.pulsar.AddMissingPatchVersionTest.xml", [0, 1, 1]),
    ("dorny__external__java__pulsar-test-report.xml", [793, 1, 14]),
    ("dorny__external__phpunit__junit-basic.xml", [8, 1, 0]),
    ("dorny__external__phpunit__phpcheckstyle-phpunit.xml", [28, 2, 0]),
    ("dorny__jest-junit-eslint.xml", [1, 0, 0]),
    ("dorny__jest-junit.xml", [1, 4, 1]),
    ("dorny__junit-with-message.xml", [0, 1, 0]),
    ("dorny__python-xunit-unittest.xml", [4, 2, 2]),
    ("dorny__swift-xunit.xml", [2, 1, 0]),
];

pub(crate) fn trials(corpus: &Corpus) -> Vec<Trial> {
    let mut trials: Vec<_> = corpus
        .of_kind("junit-xml")
        .into_iter()
        .map(|file| {
            let asserted = corpus.expectations.get(&file).cloned().unwrap_or_default();
            let reading = corpus.read(&file);
            let text = String::from_utf8_lossy(&corpus.bytes(&file)).into_owned();
            Trial::test(format!("junit::{file}"), move || {
                let name = file.split_once('/').unwrap().1;
                let wrong = check(name, &text, &asserted, &reading);
                if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
            })
        })
        .collect();
    let elsewhere = corpus.files.iter().filter(|file| !file.starts_with("junit-xml/"));
    let taken: Vec<_> =
        elsewhere.filter(|file| corpus.read(file).0 == Some("junit")).cloned().collect();
    trials.push(Trial::test("junit::elsewhere_only_conversions_to_junit_are_reports", move || {
        let is_conversion = |file: &&String| CONVERSIONS.iter().any(|end| file.ends_with(end));
        let mistaken: Vec<_> = taken.iter().filter(|file| !is_conversion(file)).collect();
        if mistaken.is_empty() { Ok(()) } else { Err(format!("{mistaken:#?}").into()) }
    }));
    trials
}

/// How files of other folders end that were converted to `JUnit` from another format.
const CONVERSIONS: &[&str] = &["__result.xml", ".junit-xml", ".junit", "junitxml-report.golden"];

fn check(
    file: &str,
    text: &str,
    asserted: &[(String, String, String)],
    (format, statement): &(Option<&'static str>, Statement),
) -> Vec<String> {
    let mut wrong = Vec::new();
    let is_xml = file.rsplit('.').next() == Some("xml");
    let no_report = match NO_REPORTS.iter().find(|(name, _)| *name == file) {
        Some((_, kind)) => Some(*kind),
        None => (!is_xml).then_some(ProblemKind::Unrecognised),
    };
    for (kind, files) in [
        (ProblemKind::Partial, PARTIAL),
        (ProblemKind::Empty, EMPTY),
        (ProblemKind::Contradiction, CONTRADICTION),
    ] {
        if statement.problems.iter().any(|p| p.kind == kind) != files.contains(&file) {
            wrong.push(format!("{kind:?}: {:?}", statement.problems));
        }
    }
    let [Records::Tests(tests)] = &statement.records[..] else {
        if format.is_none() && no_report.is_some_and(|kind| statement.problems[0].kind == kind) {
            return wrong;
        }
        wrong.push(format!("not read: {:?}", statement.problems));
        return wrong;
    };
    let bad = tests.summary.failed + tests.summary.errored;
    if let Some((_, rendered)) = RENDERED.iter().find(|(name, _)| *name == file) {
        let found = [tests.summary.passed, bad, tests.summary.skipped];
        if *rendered != found {
            wrong.push(format!("{rendered:?} rendered, {found:?} found"));
        }
    }
    let count = |element: &str| {
        let next = |rest: &str| rest.starts_with(|c: char| c.is_whitespace() || "/>".contains(c));
        text.split(&format!("<{element}")).skip(1).filter(|rest| next(rest)).count()
    };
    let listed = count("failure") + count("error");
    let passed_later = count("flakyFailure") + count("flakyError");
    if bad > listed || (bad + tests.summary.flaky == 0) != (listed + passed_later == 0) {
        wrong.push(format!("{listed} failures and errors, {:?}", tests.summary));
    }
    let mut expect = |key: &str, wanted: &str, found: usize| {
        let differs = DIFFERS.iter().any(|(name, what, _)| *name == file && *what == key);
        if (wanted.parse() == Ok(found)) == differs {
            wrong.push(format!("{key}: {wanted} expected, {found} found, may differ: {differs}"));
        }
    };
    for (by, key, value) in asserted {
        match by.as_str() {
            "EnricoMi results.json" => {
                if let Some(found) = counted(&tests.summary, key) {
                    expect(key, value, found);
                }
            }
            "collector" => expect(key, "1", usize::from(value == "true")),
            "xml-elements(collector)" => {
                if key == "testcase" {
                    expect(key, value, elements(tests, asserted));
                }
            }
            _ => {
                for (word, found) in [
                    ("totalCount=", tests.summary.tests),
                    ("skippedCount=", tests.summary.skipped),
                    ("failedCount=", bad),
                    ("TESTS=", tests.summary.tests),
                    ("TEST_SUCCESS_RATE=", tests.summary.passed),
                ] {
                    if let Some(wanted) = number_after(value, word) {
                        expect(word, wanted, found);
                    }
                }
            }
        }
    }
    wrong
}

/// What a `results.json` calls by this key.
fn counted(summary: &Summary, key: &str) -> Option<usize> {
    Some(match key {
        "tests" => summary.tests,
        "tests_succ" => summary.passed,
        "tests_skip" => summary.skipped,
        "tests_fail" => summary.failed,
        "tests_error" => summary.errored,
        _ => return None,
    })
}

/// How many `testcase` elements these cases were.
fn elements(tests: &Tests, asserted: &[(String, String, String)]) -> usize {
    let within_a_case: usize = asserted
        .iter()
        .filter(|(_, key, _)| key.starts_with("rerun") || key.starts_with("flaky"))
        .map(|(_, _, value)| value.parse::<usize>().unwrap())
        .sum();
    let runs = |case: &Case| 1 + case.retries;
    let cases = tests.cases.iter().filter(|case| case.name != "(suite)");
    cases.map(runs).sum::<usize>() - within_a_case
}

fn number_after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(word)?;
    after.split(|c: char| !c.is_ascii_digit()).next()
}

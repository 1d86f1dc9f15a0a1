//! For machines.

use crate::policy::testing::{Outcomes, Status};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Results<'a> {
    kind: &'static str,
    version: u8,
    /// Whether the run is a success.
    passed: bool,
    counts: BTreeMap<&'static str, usize>,
    seconds: f64,
    /// What is wrong with files that do not load.
    broken: Option<&'a str>,
    tests: Vec<Test<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<serde_json::Value>,
}

#[derive(Serialize)]
struct Test<'a> {
    package: &'a str,
    name: &'a str,
    status: &'static str,
    path: &'a str,
    line: usize,
    seconds: f64,
    why: Option<&'a str>,
    prints: &'a [String],
}

pub(super) fn render(outcomes: &Outcomes) -> String {
    let tests = outcomes.tests.iter().map(|test| Test {
        package: &test.group,
        name: &test.name,
        status: test.status.word(),
        path: &test.path,
        line: test.line,
        seconds: test.took.as_secs_f64(),
        why: test.why.as_deref(),
        prints: &test.prints,
    });
    let results = Results {
        kind: "gatewright/tests",
        version: 1,
        passed: outcomes.is_good(),
        counts: Status::ALL.map(|status| (status.word(), outcomes.count(status))).into(),
        seconds: outcomes.took.as_secs_f64(),
        broken: outcomes.broken.as_deref(),
        tests: tests.collect(),
        coverage: outcomes.coverage.as_ref().map(super::coverage::document),
    };
    let text = serde_json::to_string_pretty(&results);
    text.expect("our own types have text keys and no failing field") + "\n"
}

//! `input.tests`: what ran, and how it ended.

use super::At;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The test cases of one report.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Tests {
    /// Counted from the cases, never taken from the report's own totals.
    pub summary: Summary,
    /// One entry per case; repeated runs of a case are one entry with `retries`.
    pub cases: Vec<Case>,
}

/// Counts of a [`Tests`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Summary {
    /// All cases.
    pub tests: usize,
    /// Cases that passed, flaky ones included.
    pub passed: usize,
    /// Cases with a failed assertion.
    pub failed: usize,
    /// Cases that could not be run to their end.
    pub errored: usize,
    /// Cases that were not run.
    pub skipped: usize,
    /// Cases that passed after a failure.
    pub flaky: usize,
    /// Sum of the cases' durations, in seconds.
    pub duration_s: f64,
}

/// One test case.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Case {
    /// `suite/class/name` as the report states them; the key of repeated runs.
    pub id: String,
    /// The enclosing suite's name.
    pub suite: Arc<str>,
    /// Class or module.
    pub classname: Arc<str>,
    /// Name of the case.
    pub name: String,
    /// Source file, where the report names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line in the source file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// How the last run ended.
    pub status: Status,
    /// Passed after a failure.
    pub flaky: bool,
    /// Runs after the first.
    pub retries: usize,
    /// In seconds.
    pub duration_s: f64,
    /// First line of the failure, error or skip message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Properties of the case.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<String, String>,
    /// Where it stands in the report.
    pub at: Option<At>,
}

/// How a test case ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It ran, and every assertion held.
    Passed,
    /// It was not run.
    Skipped,
    /// The report does not say.
    #[default]
    Unknown,
    /// An assertion failed.
    Failed,
    /// It could not be run to its end.
    Errored,
}

impl Tests {
    /// Builds the family's entry from its cases, and counts them.
    pub fn from_cases(cases: Vec<Case>) -> Self {
        let mut summary = Summary { tests: cases.len(), ..Summary::default() };
        for case in &cases {
            match case.status {
                Status::Passed => summary.passed += 1,
                Status::Skipped => summary.skipped += 1,
                Status::Failed => summary.failed += 1,
                Status::Errored | Status::Unknown => summary.errored += 1,
            }
            summary.flaky += usize::from(case.flaky);
            summary.duration_s += case.duration_s;
        }
        Self { summary, cases }
    }
}

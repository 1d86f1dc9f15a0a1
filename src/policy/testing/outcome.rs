//! What became of tests.

use super::coverage::Coverage;
use std::time::Duration;

/// What became of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It holds.
    Pass,
    /// Its author put it aside: `todo_test_…`.
    Skipped,
    /// It does not hold.
    Fail,
    /// It could not be evaluated to an end.
    Error,
    /// A file that it leads to does not load.
    NotRun,
}

impl Status {
    /// Every status, best first.
    pub const ALL: [Self; 5] = [Self::Pass, Self::Skipped, Self::Fail, Self::Error, Self::NotRun];

    /// As it is written everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Skipped => "skipped",
            Self::Fail => "fail",
            Self::Error => "error",
            Self::NotRun => "not-run",
        }
    }

    /// Whether a run with it can be a success.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Pass | Self::Skipped)
    }
}

/// A test, or one case of it, and what became of it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The package of a Rego test, without `data`; the path of a scenario's file.
    pub group: String,
    /// `test_x`, `test_x["a case"]`, or what a scenario is called.
    pub name: String,
    /// The file.
    pub path: String,
    /// The line in it, from 1.
    pub line: usize,
    /// What became of it.
    pub status: Status,
    /// Why, where that is not good: text with frames.
    pub why: Option<String>,
    /// What it printed, each with its place.
    pub prints: Vec<String>,
    /// How long it took.
    pub took: Duration,
}

impl Outcome {
    /// The name by which it is known in a run.
    pub fn full_name(&self) -> String {
        let separator = if self.group == self.path { ": " } else { "." };
        [&self.group, separator, &self.name].concat()
    }
}

/// All tests of a run, in the order of their files.
#[derive(Debug, Clone, Default)]
pub struct Outcomes {
    /// Each.
    pub tests: Vec<Outcome>,
    /// What is wrong with files that do not load, as text with frames.
    pub broken: Option<String>,
    /// What the tests reached, where that was asked for.
    pub coverage: Option<Coverage>,
    /// How long all of it took.
    pub took: Duration,
}

impl Outcomes {
    /// How many have a status.
    pub fn count(&self, status: Status) -> usize {
        self.tests.iter().filter(|test| test.status == status).count()
    }

    /// Whether every file loads, something ran, and all of it passed.
    pub fn is_good(&self) -> bool {
        self.broken.is_none()
            && self.count(Status::Pass) > 0
            && self.tests.iter().all(|test| test.status.is_good())
    }
}

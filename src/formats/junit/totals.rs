//! The totals that a suite states, held against what it shows. They are never counted; but a report that states more
//! than it shows has lost something, and one that states fewer failures than it shows deceives whoever trusts it.

use super::attempts::Attempt;
use super::{At, ProblemKind, Status, Tag};
use crate::evidence::Problem;

/// What a suite and the suites in it show.
#[derive(Debug, Default)]
pub(super) struct Shown {
    cases: Count,
    /// Only those that stand in the suite itself: some writers' totals are of these.
    own: Count,
}

#[derive(Debug, Default, Clone, Copy)]
struct Count {
    /// Runs of cases, with those that surefire lists within a case.
    runs: usize,
    skipped: usize,
    /// Cases that did not pass.
    bad: usize,
    /// Failures and errors that they list.
    results: usize,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.runs += other.runs;
        self.skipped += other.skipped;
        self.bad += other.bad;
        self.results += other.results;
    }
}

impl Shown {
    pub(super) fn add_case(&mut self, attempt: &Attempt) {
        let count = Count {
            runs: 1 + attempt.case.retries,
            skipped: usize::from(attempt.case.status == Status::Skipped),
            bad: usize::from(attempt.is_bad()),
            results: attempt.results.max(usize::from(attempt.is_bad())),
        };
        self.cases.add(count);
        self.own.add(count);
    }

    pub(super) fn add_suite(&mut self, suite: &Self) {
        self.cases.add(suite.cases);
    }
}

/// What a suite's attributes state.
#[derive(Debug)]
pub(super) struct Stated {
    tests: Option<usize>,
    /// Failures and errors.
    bad: Option<usize>,
    pub(super) skipped: usize,
    /// The first total that is no number.
    unreadable: Option<&'static str>,
}

impl Stated {
    /// Where a suite states no skipped cases, they may be among the `skipped` ones of the suite around it: mocha's are.
    pub(super) fn of(tag: &Tag, skipped: usize) -> Self {
        let attributes = tag.attributes();
        let text = |name: &'static str| {
            attributes.get(name).map(str::trim).filter(|text| !text.is_empty())
        };
        let total = |name: &'static str| number(text(name)?);
        let sum = |names: &[&'static str]| {
            let stated = names.iter().copied().filter_map(total);
            stated.reduce(usize::saturating_add)
        };
        let is_unreadable =
            |name: &&'static str| text(name).is_some_and(|text| number(text).is_none());
        Self {
            tests: total("tests"),
            bad: sum(&["failures", "errors"]),
            skipped: sum(&["skipped", "skip", "skips", "ignored", "disabled"]).unwrap_or(skipped),
            unreadable: ["failures", "errors", "tests"].into_iter().find(is_unreadable),
        }
    }
}

/// A number as tools write it: `12`, `12.0`, `1,204`. One that is too large to hold is as large as can be.
fn number(text: &str) -> Option<usize> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_grouped = whole.split(',').skip(1).all(|group| group.len() == 3);
    let digits = whole.replace(',', "");
    let is_number = !digits.is_empty()
        && digits.bytes().all(|digit| digit.is_ascii_digit())
        && fraction.bytes().all(|digit| digit == b'0');
    (is_grouped && is_number).then(|| digits.parse().unwrap_or(usize::MAX))
}

/// Disagreements between stated and shown: of each sort the first, and how many there are.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<(Problem, usize)>);

impl Problems {
    /// Compares one suite's totals with its cases.
    pub(super) fn compare(&mut self, suite: &str, stated: &Stated, shown: &Shown, at: At) {
        let Some((kind, what)) = disagreement(stated, shown) else {
            return;
        };
        let suite =
            if suite.is_empty() { "a suite".to_owned() } else { format!("suite `{suite}`") };
        let message = format!("{suite} states {what}");
        match self.0.iter_mut().find(|(problem, _)| problem.kind == kind) {
            Some((_, count)) => *count += 1,
            None => self.0.push((Problem { kind, message, at: Some(at) }, 1)),
        }
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        let with_count = |(problem, count): (Problem, usize)| {
            let others = match count {
                1 => String::new(),
                _ => format!("; {count} suites disagree with themselves"),
            };
            Problem { message: problem.message + &others, ..problem }
        };
        self.0.into_iter().map(with_count).collect()
    }
}

fn disagreement(stated: &Stated, shown: &Shown) -> Option<(ProblemKind, String)> {
    let Shown { cases, own } = shown;
    let tests = stated.tests.unwrap_or(0);
    let bad = stated.bad.unwrap_or(0);
    if bad > 0 && cases.results == 0 {
        let message = format!("failures and errors: {bad}, but shows none");
        return Some((ProblemKind::Partial, message));
    }
    if cases.runs == 0 && tests > stated.skipped {
        return Some((ProblemKind::Partial, format!("tests: {tests}, but shows none")));
    }
    let against_shown = || {
        let Count { runs, results, .. } = cases;
        format!("tests: {tests}, failures and errors: {bad}, but shows {runs} and {results}")
    };
    // Many writers count skipped tests and list none of them.
    let unlisted = stated.skipped.saturating_sub(cases.skipped);
    if tests.saturating_sub(unlisted) > cases.runs {
        return Some((ProblemKind::Partial, against_shown()));
    }
    if let Some(name) = stated.unreadable {
        let hides = name != "tests" && cases.results == 0;
        let kind = if hides { ProblemKind::Partial } else { ProblemKind::Contradiction };
        return Some((kind, format!("no number of {name}")));
    }
    let states_its_own = tests <= own.runs && (own.bad..=own.results).contains(&bad);
    let hides_failures = stated.bad.is_some() && bad < cases.bad && !states_its_own;
    (bad > cases.results || hides_failures).then(|| (ProblemKind::Contradiction, against_shown()))
}

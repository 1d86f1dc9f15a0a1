//! Repeated `testcase` elements: attempts of one case, or rows of a table that share a name?
//!
//! Nothing in the format tells. A runner repeats a case only because it failed, and stops when it passes; so elements
//! are joined only where every one but the last failed, within one suite element, under one name, file and line. Where
//! a report repeats a name in any other way, its names are no identities, and nothing in it is joined: to take a row
//! that passed for a retry of one that failed would hide the failure.

use super::{Case, Status};
use std::collections::BTreeMap;

/// One `testcase` element.
#[derive(Debug)]
pub(super) struct Attempt {
    /// The case, as this element tells it.
    pub(super) case: Case,
    /// The number of the suite element that it stands in.
    pub(super) suite: usize,
    /// How many failures and errors it lists.
    pub(super) results: usize,
}

impl Attempt {
    pub(super) fn new(case: Case, suite: usize) -> Self {
        Self { case, suite, results: 0 }
    }

    pub(super) fn is_bad(&self) -> bool {
        matches!(self.case.status, Status::Failed | Status::Errored | Status::Unknown)
    }
}

/// Joins the attempts of each case: the last one decides, and a pass after a failure is flaky.
pub(super) fn join(attempts: Vec<Attempt>) -> Vec<Case> {
    let repeated = repeated(&attempts);
    if !repeated.iter().all(|group| is_retried(group, &attempts)) {
        return attempts.into_iter().map(|attempt| attempt.case).collect();
    }
    let mut cases: Vec<_> = attempts.into_iter().map(|attempt| Some(attempt.case)).collect();
    for group in &repeated {
        let runs = group.iter().filter_map(|place| cases[*place].take()).collect();
        cases[group[0]] = last_of(runs);
    }
    cases.into_iter().flatten().collect()
}

/// The places of elements that share a name, for each name that several share. A case without a name is like no other.
fn repeated(attempts: &[Attempt]) -> Vec<Vec<usize>> {
    let mut places = BTreeMap::<_, Vec<usize>>::new();
    for (place, Attempt { case, suite, .. }) in attempts.iter().enumerate() {
        if !case.name.is_empty() {
            places.entry((suite, &case.id, &case.file, case.line)).or_default().push(place);
        }
    }
    places.into_values().filter(|group| group.len() > 1).collect()
}

fn is_retried(group: &[usize], attempts: &[Attempt]) -> bool {
    let Some((last, before)) = group.split_last() else {
        return false;
    };
    before.iter().all(|place| attempts[*place].is_bad())
        && attempts[*last].case.status != Status::Skipped
}

fn last_of(mut runs: Vec<Case>) -> Option<Case> {
    let last = runs.pop()?;
    Some(Case {
        flaky: last.status == Status::Passed,
        retries: last.retries + runs.iter().map(|run| 1 + run.retries).sum::<usize>(),
        duration_s: last.duration_s + runs.iter().map(|run| run.duration_s).sum::<f64>(),
        message: last.message.or_else(|| runs.into_iter().rev().find_map(|run| run.message)),
        ..last
    })
}

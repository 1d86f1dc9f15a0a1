//! Repeated `testcase` elements: attempts of one case, or rows of a table that share a name?
//!
//! Nothing in the format tells. A runner repeats a case only because it failed, and stops when it passes; so elements
//! are joined only where every one but the last failed, within one suite element, under one name, file and line. Where
//! a report repeats a name in any other way, its names are no identities, and nothing in it is joined: to take a row
//! that passed for a retry of one that failed would hide the failure.

use super::{Case, Status};
use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher, Hash};
use std::mem;

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

    /// What elements have in common that may be attempts of one case.
    fn name(&self) -> impl Hash + Ord + use<'_> {
        let Case { id, file, line, .. } = &self.case;
        (self.suite, id, file, line)
    }

    pub(super) fn is_bad(&self) -> bool {
        matches!(self.case.status, Status::Failed | Status::Errored | Status::Unknown)
    }
}

/// Joins the attempts of each case: the last one decides, and a pass after a failure is flaky.
pub(super) fn join(mut attempts: Vec<Attempt>) -> Vec<Case> {
    let mut repeated = repeated(&attempts);
    if !repeated.iter().all(|group| is_retried(group, &attempts)) {
        repeated.clear();
    }
    let mut joined = BTreeSet::<usize>::new();
    for group in repeated {
        let runs = group.iter().map(|place| mem::take(&mut attempts[*place].case));
        let case = runs.reduce(retried).expect("several share the name");
        attempts[group[0]].case = case;
        joined.extend(&group[1..]);
    }
    let places = attempts.into_iter().enumerate();
    places.filter(|(place, _)| !joined.contains(place)).map(|(_, attempt)| attempt.case).collect()
}

/// The places of elements that share a name, for each name that several share. A case without a name is like no other.
fn repeated(attempts: &[Attempt]) -> Vec<Vec<usize>> {
    let name = |place: usize| attempts[place].name();
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let named = (0..attempts.len()).filter(|place| !attempts[*place].case.name.is_empty());
    let mut places: Vec<_> = named.map(|place| (hasher.hash_one(name(place)), place)).collect();
    // Names are long and alike, so hashes go first; equal ones prove nothing, a report may be made to have them.
    places.sort_by(|(a_hash, a), (b_hash, b)| {
        a_hash.cmp(b_hash).then_with(|| name(*a).cmp(&name(*b)))
    });
    places
        .chunk_by(|(a_hash, a), (b_hash, b)| a_hash == b_hash && name(*a) == name(*b))
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|(_, place)| *place).collect())
        .collect()
}

fn is_retried(group: &[usize], attempts: &[Attempt]) -> bool {
    let Some((last, before)) = group.split_last() else {
        return false;
    };
    before.iter().all(|place| attempts[*place].is_bad())
        && attempts[*last].case.status != Status::Skipped
}

/// A case that failed, and the run after.
fn retried(before: Case, run: Case) -> Case {
    Case {
        flaky: run.status == Status::Passed,
        retries: before.retries + 1 + run.retries,
        duration_s: before.duration_s + run.duration_s,
        message: run.message.or(before.message),
        ..run
    }
}

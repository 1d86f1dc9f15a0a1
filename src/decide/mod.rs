//! From what the rules report, and what was gathered, to rulings; from the rulings to the verdict. Pure: the same values in
//! give the same values out.
//!
//! The verdict is never stored: [`Decision::verdict`] and [`Decision::exit`] are computed from the rulings, so the
//! two cannot disagree.

mod exit;
pub use exit::{Exit, Verdict};

mod house;
mod ruling;

use crate::collect::Gathered;
use crate::evidence::Family;
use crate::policy::{Evaluation, Rule, Violation};
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

/// Every rule that was applied, and what became of it, sorted by id.
#[derive(Debug, Clone)]
pub struct Decision {
    rulings: Vec<Ruling>,
}

/// What became of one rule.
#[derive(Debug, Clone)]
pub struct Ruling {
    /// The rule's id.
    pub id: String,
    /// What it requires, in a few words.
    pub title: String,
    /// How bad it is when it fails, in the policy's words.
    pub severity: Option<String>,
    /// How to fix what it reports.
    pub solution: Option<String>,
    /// Where to read more.
    pub url: Option<String>,
    /// Where it is written; `None` for what the program itself requires.
    pub source: Option<SourcePlace>,
    /// What became of it.
    pub status: Status,
    /// Why, where that is not said by the violations.
    pub reason: Option<String>,
    /// What it reports.
    pub violations: Vec<Violation>,
    /// What it looked at.
    pub examined: Vec<Examined>,
}

/// A place in a policy file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourcePlace {
    /// The file.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
}

/// How much evidence of one family a rule looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Examined {
    /// The family.
    pub family: Family,
    /// Documents.
    pub documents: usize,
    /// Records in them.
    pub records: usize,
}

/// What became of a rule, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It holds.
    Pass,
    /// It does not apply here.
    NotApplicable,
    /// What it reports is excepted.
    Waived,
    /// It reports something that does not stop a release.
    Warn,
    /// A person still has to act.
    Pending,
    /// It does not hold.
    Fail,
    /// The evidence that it needs is not there, or does not count.
    Missing,
    /// It could not be evaluated.
    Error,
}

impl Status {
    /// Every status, best first.
    pub const ALL: [Self; 8] = [
        Self::Pass,
        Self::NotApplicable,
        Self::Waived,
        Self::Warn,
        Self::Pending,
        Self::Fail,
        Self::Missing,
        Self::Error,
    ];

    /// The class of exit code that it leads to.
    fn exit(self) -> Exit {
        match self {
            Self::Pass | Self::NotApplicable | Self::Waived | Self::Warn => Exit::Go,
            Self::Pending | Self::Fail => Exit::NoGo,
            Self::Missing => Exit::Evidence,
            Self::Error => Exit::Policy,
        }
    }
}

impl Decision {
    /// The rulings, sorted by id.
    pub fn rulings(&self) -> &[Ruling] {
        &self.rulings
    }

    /// The class that decides: the worst of all rulings.
    pub fn exit(&self) -> Exit {
        self.rulings.iter().map(|ruling| ruling.status.exit()).max().unwrap_or(Exit::Policy)
    }

    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.exit().verdict()
    }

    /// How many rulings have a status.
    pub fn count(&self, status: Status) -> usize {
        self.rulings.iter().filter(|ruling| ruling.status == status).count()
    }
}

/// What a gate demands beyond what its rules say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// Every rule has the evidence that it needs.
    All,
    /// Without a gate file: rules apply to the families that evidence was given for.
    Given,
}

/// Decides: one ruling for each rule that was evaluated, for each item of evidence that was to be gathered, and for what no
/// release can do without (a subject, evidence, a rule). `now` decides what is in effect already.
pub fn decide(
    evaluated: Vec<(&Rule, Evaluation)>,
    excluded: &[&Rule],
    gathered: &Gathered,
    has_subject: bool,
    demand: Demand,
    now: Timestamp,
) -> Decision {
    let rules: Vec<&Rule> = evaluated.iter().map(|(rule, _)| *rule).collect();
    let mut rulings: Vec<_> = evaluated
        .into_iter()
        .map(|(rule, evaluation)| ruling::ruling(rule, evaluation, gathered, demand, now))
        .collect();
    ruling::without_consequences(&mut rulings, &rules);
    let judged = rulings.iter().any(|ruling| ruling.status != Status::NotApplicable);
    rulings.extend(excluded.iter().map(|rule| Ruling {
        status: Status::NotApplicable,
        reason: Some("excluded by the gate file".to_owned()),
        ..ruling::unjudged(rule, gathered)
    }));
    rulings.extend(gathered.items.iter().map(house::evidence));
    rulings.extend(house::subject(has_subject));
    rulings.extend(house::something(judged, !gathered.evidence.is_empty()));
    rulings.sort_by(|a, b| a.id.cmp(&b.id));
    Decision { rulings }
}

#[cfg(test)]
mod tests;

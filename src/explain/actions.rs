//! The shortest way to "go": one action for each ruling that stands in its way, most pressing first, each said once.

use crate::decide::{Decision, Ruling, Status};
use crate::policy::Violation;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Something that a person can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Action {
    /// What to do.
    pub what: String,
    /// What it is about: the first few violations, where `what` does not name them.
    pub about: Vec<String>,
    /// Who has to do it, where the policy names them.
    pub who: Vec<String>,
    /// The rulings that it would settle, or a part of them.
    pub settles: Vec<String>,
}

/// The actions that would settle every ruling that is in the way.
pub fn actions(decision: &Decision) -> Vec<Action> {
    let mut in_the_way: Vec<&Ruling> =
        decision.rulings().iter().filter(|ruling| ruling.status >= Status::Pending).collect();
    // What cannot be judged comes first, what waits for people last: people are asked once all else is in order. Rules that say
    // how to mend each record come before those that only say what is wrong with it: the same step settles both.
    in_the_way.sort_by_key(|ruling| {
        (std::cmp::Reverse(ruling.status), !mends_each(ruling), ruling.id.as_str())
    });

    let mut actions: Vec<Action> = Vec::new();
    let mut mended: BTreeMap<&str, usize> = BTreeMap::new();
    for ruling in in_the_way {
        let open = open_violations(ruling, &mended);
        for step in mending_steps(ruling, &mended) {
            actions[step].settles.push(ruling.id.clone());
        }
        if open.is_empty() && !ruling.violations.is_empty() {
            continue;
        }
        for step in steps(ruling, &open, decision) {
            match actions.iter_mut().find(|action| action.what == step.what) {
                Some(action) => {
                    action.settles.push(ruling.id.clone());
                    action.about.extend(step.about);
                }
                None => actions.push(step),
            }
        }
        for violation in ruling.violations.iter().filter(|_| mends_each(ruling)) {
            let step =
                actions.iter().position(|action| Some(&action.what) == violation.fix.as_ref());
            if let (Some(at), Some(step)) = (&violation.at, step) {
                mended.entry(at).or_insert(step);
            }
        }
    }
    for action in &mut actions {
        action.settles.dedup();
    }
    actions
}

/// Whether every violation says how to mend it.
fn mends_each(ruling: &Ruling) -> bool {
    ruling.status == Status::Fail
        && !ruling.violations.is_empty()
        && ruling.violations.iter().all(|violation| violation.fix.is_some())
}

/// The step that mends the record of a violation, if the ruling does not say itself how to mend it.
fn mended_by(
    ruling: &Ruling,
    violation: &Violation,
    mended: &BTreeMap<&str, usize>,
) -> Option<usize> {
    let says_itself = ruling.status != Status::Fail || mends_each(ruling);
    mended.get(violation.at.as_deref()?).copied().filter(|_| !says_itself)
}

/// The steps that mend records that a ruling is about.
fn mending_steps(ruling: &Ruling, mended: &BTreeMap<&str, usize>) -> BTreeSet<usize> {
    ruling.violations.iter().filter_map(|violation| mended_by(ruling, violation, mended)).collect()
}

/// The violations of a ruling that no other step mends.
fn open_violations<'a>(ruling: &'a Ruling, mended: &BTreeMap<&str, usize>) -> Vec<&'a Violation> {
    ruling
        .violations
        .iter()
        .filter(|violation| mended_by(ruling, violation, mended).is_none())
        .collect()
}

/// What settles one ruling.
fn steps(ruling: &Ruling, open: &[&Violation], decision: &Decision) -> Vec<Action> {
    let step = |what: String| Action {
        what,
        about: Vec::new(),
        who: Vec::new(),
        settles: vec![ruling.id.clone()],
    };
    let solution = || ruling.solution.clone().unwrap_or_else(|| format!("Settle `{}`.", ruling.id));
    match ruling.status {
        Status::Pending => {
            let who =
                ruling.violations.iter().flat_map(|violation| violation.pending.iter().cloned());
            vec![Action { who: who.collect(), ..step(solution()) }]
        }
        Status::Error => {
            let place = ruling
                .source
                .as_ref()
                .map(|s| format!(" ({}:{})", s.path, s.line))
                .unwrap_or_default();
            vec![step(format!(
                "Mend the rule `{}`{place}: until then it judges nothing.",
                ruling.id
            ))]
        }
        Status::Missing if is_house(ruling) && !ruling.violations.is_empty() => {
            let mend = |violation: &Violation| violation.fix.clone().unwrap_or_else(solution);
            ruling.violations.iter().map(|v| step(format!("{}. {}", v.msg, mend(v)))).collect()
        }
        // Its cause has an action of its own: the evidence that does not count.
        Status::Missing if !is_house(ruling) && evidence_is_missing(decision) => Vec::new(),
        Status::Missing if !is_house(ruling) => {
            let lacking = ruling.examined.iter().filter(|examined| examined.documents == 0);
            lacking.map(|examined| step(gather(examined.family))).collect()
        }
        Status::Fail if mends_each(ruling) => ruling
            .violations
            .iter()
            .filter_map(|violation| violation.fix.clone())
            .map(step)
            .collect(),
        _ => vec![Action { about: about(open), ..step(solution()) }],
    }
}

/// The first few violations, and how many more there are.
fn about(violations: &[&Violation]) -> Vec<String> {
    const FEW: usize = 3;
    let mut about: Vec<String> =
        violations.iter().take(FEW).map(|violation| violation.msg.clone()).collect();
    if violations.len() > FEW {
        about.push(format!("and {} more", violations.len() - FEW));
    }
    about
}

fn gather(family: crate::evidence::Family) -> String {
    let formats: Vec<_> = crate::formats::FORMATS
        .iter()
        .filter(|format| format.families.contains(&family))
        .map(|format| format.name)
        .collect();
    format!(
        "Gather evidence of {} (formats: {}), and list it in the gate file.",
        family.name(),
        formats.join(", ")
    )
}

fn is_house(ruling: &Ruling) -> bool {
    ruling.source.is_none()
}

fn evidence_is_missing(decision: &Decision) -> bool {
    decision.rulings().iter().any(|r| r.id.starts_with("evidence.") && r.status == Status::Missing)
}

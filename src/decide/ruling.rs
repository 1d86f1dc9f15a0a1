//! From what one rule reports, and the evidence that it had, to its ruling.

use super::{Demand, Examined, Ruling, SourcePlace, Status};
use crate::collect::Gathered;
use crate::evidence::{Evidence, Family, Records};
use crate::policy::{Effect, Evaluation, Rule, Violation};
use jiff::Timestamp;

/// The ruling on a rule before anything is known of it.
pub(super) fn unjudged(rule: &Rule, gathered: &Gathered) -> Ruling {
    Ruling {
        id: rule.id.clone(),
        title: rule.title.clone().unwrap_or_else(|| rule.short_name.clone()),
        severity: rule.severity.clone(),
        solution: rule.solution.clone(),
        url: rule.url.clone(),
        source: Some(SourcePlace { path: rule.path.clone(), line: rule.line, column: rule.column }),
        status: Status::Pass,
        reason: None,
        violations: Vec::new(),
        examined: rule.requires.iter().map(|family| examined(*family, gathered)).collect(),
    }
}

/// The ruling on a rule that was evaluated.
pub(super) fn ruling(
    rule: &Rule,
    evaluation: Evaluation,
    gathered: &Gathered,
    demand: Demand,
    now: Timestamp,
) -> Ruling {
    let mut ruling = unjudged(rule, gathered);
    match evaluation.outcome {
        Err(error) => {
            ruling.status = Status::Error;
            ruling.reason =
                Some(format!("{} ({}:{}:{})", error.message, error.path, error.line, error.column));
        }
        Ok(violations) => {
            (ruling.status, ruling.reason) = judge(rule, &violations, gathered, demand, now);
            let reports = matches!(ruling.status, Status::Warn | Status::Pending | Status::Fail);
            if let Some(by) = evaluation.excepted.filter(|_| reports) {
                ruling.status = Status::Waived;
                ruling.reason = Some(format!("excepted by `{by}`"));
            }
            // What a rule says of evidence that it did not have would only mislead.
            let judged = !matches!(ruling.status, Status::Missing | Status::NotApplicable);
            ruling.violations = if judged { violations } else { Vec::new() };
        }
    }
    ruling
}

/// A violation that was found stands, whatever else is missing; without one, only complete evidence makes a pass.
fn judge(
    rule: &Rule,
    violations: &[Violation],
    gathered: &Gathered,
    demand: Demand,
    now: Timestamp,
) -> (Status, Option<String>) {
    let lacking = rule.requires.iter().find(|family| examined(**family, gathered).documents == 0);
    if let Some(family) = lacking {
        let unusable: Vec<&Evidence> = of_family(*family, gathered).collect();
        if violations.is_empty() || !unusable.iter().any(|evidence| evidence.is_shown()) {
            return missing(*family, &unusable, demand);
        }
    }
    let status = match (violations, rule.effect) {
        ([], _) => Status::Pass,
        (_, Effect::Warn) => Status::Warn,
        (all, Effect::Deny)
            if all
                .iter()
                .all(|violation| effective_on(rule, violation).is_some_and(|from| from > now)) =>
        {
            let from = all.iter().filter_map(|violation| effective_on(rule, violation)).min();
            return (Status::Warn, from.map(|from| format!("it blocks from {from} on")));
        }
        (all, Effect::Deny) if all.iter().all(|violation| !violation.pending.is_empty()) => {
            Status::Pending
        }
        (_, Effect::Deny) => Status::Fail,
    };
    (status, None)
}

/// From when on a violation blocks: what itself says, as Conforma's policies have it, or what its rule says.
fn effective_on(rule: &Rule, violation: &Violation) -> Option<Timestamp> {
    match violation.details.get("effective_on") {
        // What cannot be read blocks at once.
        Some(own) => own.as_str()?.parse().ok(),
        None => rule.effective_on,
    }
}

/// Takes out what only follows from something else: rules that depend on one that stops the release. The release is stopped
/// all the same.
pub(super) fn without_consequences(rulings: &mut [Ruling], rules: &[&Rule]) {
    let stopping: Vec<String> = rulings
        .iter()
        .filter(|ruling| ruling.status >= Status::Pending)
        .map(|ruling| ruling.id.clone())
        .collect();
    for (ruling, rule) in rulings.iter_mut().zip(rules) {
        let cause = rule.depends_on.iter().find(|id| stopping.contains(id) && **id != rule.id);
        if let Some(cause) = cause.filter(|cause| !depends(rules, cause, &rule.id)) {
            ruling.status = Status::NotApplicable;
            ruling.reason = Some(format!("it depends on `{cause}`, which stops the release"));
            ruling.violations.clear();
        }
    }
}

/// Whether a rule depends on another, directly or not: rules that depend on each other would silence each other.
fn depends(rules: &[&Rule], id: &str, on: &str) -> bool {
    let mut open = vec![id];
    let mut seen = Vec::new();
    while let Some(id) = open.pop() {
        if id == on {
            return true;
        }
        if !seen.contains(&id) {
            seen.push(id);
            let found = rules.iter().filter(|rule| rule.id == id);
            open.extend(found.flat_map(|rule| rule.depends_on.iter().map(String::as_str)));
        }
    }
    false
}

fn missing(family: Family, unusable: &[&Evidence], demand: Demand) -> (Status, Option<String>) {
    let name = family.name();
    let Some(first) = unusable.first() else {
        return match demand {
            Demand::Given => {
                (Status::NotApplicable, Some(format!("no evidence of {name} was given")))
            }
            Demand::All => (Status::Missing, Some(format!("no evidence of {name} was gathered"))),
        };
    };
    let problems = first.statement.problems.iter();
    let why = problems
        .filter(|problem| problem.is_fatal())
        .map(|problem| problem.message.as_str())
        .next();
    let why = why.unwrap_or("it does not count");
    let others = match unusable.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    (Status::Missing, Some(format!("no evidence of {name} counts; `{}`: {why}{others}", first.id)))
}

fn of_family(family: Family, gathered: &Gathered) -> impl Iterator<Item = &Evidence> {
    gathered.evidence.iter().filter(move |evidence| evidence.families().contains(&family))
}

fn examined(family: Family, gathered: &Gathered) -> Examined {
    let usable: Vec<_> = of_family(family, gathered).filter(|evidence| evidence.counts()).collect();
    let of_family = |evidence: &&Evidence| -> usize {
        let records = evidence.statement.records.iter();
        records.filter(|records| records.family() == family).map(Records::count).sum()
    };
    Examined { family, documents: usable.len(), records: usable.iter().map(of_family).sum() }
}

//! The shortest way to "go": one action for each ruling that stands in its way, most pressing first, each said once.

use crate::decide::{Decision, Ruling, Status};
use schemars::JsonSchema;
use serde::Serialize;

/// Something that a person can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Action {
    /// What to do.
    pub what: String,
    /// Who has to do it, where the policy names them.
    pub who: Vec<String>,
    /// The rulings that it would settle.
    pub settles: Vec<String>,
}

/// The actions that would settle every ruling that is in the way.
pub fn actions(decision: &Decision) -> Vec<Action> {
    let mut in_the_way: Vec<&Ruling> =
        decision.rulings().iter().filter(|ruling| ruling.status >= Status::Pending).collect();
    // What cannot be judged comes first, what waits for people last: people are asked once all else is in order.
    in_the_way.sort_by_key(|ruling| (std::cmp::Reverse(ruling.status), ruling.id.as_str()));

    let mut actions: Vec<Action> = Vec::new();
    for ruling in in_the_way {
        for (what, who) in steps(ruling, decision) {
            match actions.iter_mut().find(|action| action.what == what) {
                Some(action) => {
                    if action.settles.last() != Some(&ruling.id) {
                        action.settles.push(ruling.id.clone());
                    }
                }
                None => actions.push(Action { what, who, settles: vec![ruling.id.clone()] }),
            }
        }
    }
    actions
}

/// What settles one ruling.
fn steps(ruling: &Ruling, decision: &Decision) -> Vec<(String, Vec<String>)> {
    let solution =
        || ruling.solution.clone().unwrap_or_else(|| "See what the rule says.".to_owned());
    match ruling.status {
        Status::Pending => {
            let who: Vec<String> = ruling
                .violations
                .iter()
                .flat_map(|violation| violation.pending.iter().cloned())
                .collect();
            vec![(solution(), who)]
        }
        Status::Error => {
            let place = ruling
                .source
                .as_ref()
                .map(|s| format!(" ({}:{})", s.path, s.line))
                .unwrap_or_default();
            vec![(format!("Mend the rule{place}; until then it judges nothing."), Vec::new())]
        }
        Status::Missing if is_house(ruling) && !ruling.violations.is_empty() => {
            let step = |violation: &crate::policy::Violation| {
                let fix = violation.fix.clone().unwrap_or_else(solution);
                (format!("{}: {fix}", violation.msg), Vec::new())
            };
            ruling.violations.iter().map(step).collect()
        }
        // Its cause has an action of its own: the evidence that does not count.
        Status::Missing if !is_house(ruling) && evidence_is_missing(decision) => Vec::new(),
        Status::Missing if !is_house(ruling) => {
            let families: Vec<_> =
                ruling.examined.iter().filter(|e| e.documents == 0).map(|e| e.family).collect();
            families.into_iter().map(|family| (gather(family), Vec::new())).collect()
        }
        _ => vec![(solution(), Vec::new())],
    }
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

//! `input.approvals`: who decided what on which change.

use super::{Actor, At, Time};
use schemars::JsonSchema;
use serde::Serialize;

/// The decisions on one pull request, deployment, release or change.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Approvals {
    /// Counted from the decisions.
    pub summary: Summary,
    /// What was decided on.
    pub target: Target,
    /// One entry per person: the latest decisive one.
    pub decisions: Vec<Decision>,
}

/// Counts of an [`Approvals`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// People who decided or commented.
    pub decisions: usize,
    /// Decisions in state `approved`, whoever gave them, for whatever commit.
    pub approved: usize,
    /// Decisions in state `approved` for this head, by a person who is known not to be the author.
    pub effective: usize,
    /// Decisions in state `changes_requested`.
    pub changes_requested: usize,
}

/// What was decided on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Target {
    /// `pull_request`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its address; pull request and reviews from separate files are joined by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// `open`, `closed`, `merged`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The commit that would be merged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    /// The commit that it became, once merged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merge_commit: Option<String>,
    /// The branch that it goes to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Who opened it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Actor>,
    /// A draft cannot be approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<bool>,
}

/// What one person decided.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Decision {
    /// Who.
    pub actor: Actor,
    /// What.
    pub state: State,
    /// The source's own word.
    pub state_raw: String,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<Time>,
    /// Which commit was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// It was about an older commit than the target's head. Absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stale: Option<bool>,
    /// It is the author's own. Absent where the author is not known.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub by_author: Option<bool>,
    /// Where it stands in the document.
    pub at: Option<At>,
}

/// What was decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Go.
    Approved,
    /// Not like this.
    ChangesRequested,
    /// Neither.
    Commented,
    /// Taken back.
    Dismissed,
    /// Asked for, not given.
    Pending,
    /// A word that is not known.
    #[default]
    Unknown,
}

impl Approvals {
    /// Builds the family's entry from the decisions on a target: marks stale and self-made ones, and counts.
    pub fn new(target: Target, mut decisions: Vec<Decision>) -> Self {
        for decision in &mut decisions {
            if let Some(head) = &target.head {
                decision.stale = decision.commit.as_ref().map(|commit| commit != head);
            }
            if let Some(author) = &target.author {
                decision.by_author = Some(decision.actor.is_same_person(author));
            }
        }
        let count = |test: fn(&Decision) -> bool| decisions.iter().filter(|d| test(d)).count();
        let summary = Summary {
            decisions: decisions.len(),
            approved: count(|d| d.state == State::Approved),
            effective: count(|d| {
                d.state == State::Approved
                    && d.stale == Some(false)
                    && d.by_author == Some(false)
                    && d.actor.kind == super::ActorKind::User
            }),
            changes_requested: count(|d| d.state == State::ChangesRequested),
        };
        Self { summary, target, decisions }
    }
}

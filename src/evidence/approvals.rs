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
    /// The commit that it became, once merged; while it is open, the trial merge that its workflows run on.
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
    /// How the person belongs to the repository, in GitHub's words: `owner`, `member`, `collaborator`, `contributor`,
    /// `none`. Whoever can read a repository can approve in it, so a policy may want to look.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub association: Option<String>,
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
    pub fn new(target: Target, decisions: Vec<Decision>) -> Self {
        let mut approvals = Self { summary: Summary::default(), target, decisions };
        approvals.relate();
        approvals
    }

    /// Marks and counts the decisions by what is known of the target.
    fn relate(&mut self) {
        let Self { summary, target, decisions } = self;
        for decision in decisions.iter_mut() {
            if let Some(head) = &target.head {
                decision.stale = decision.commit.as_ref().map(|commit| commit != head);
            }
            if let Some(author) = &target.author {
                decision.by_author = Some(decision.actor.is_same_person(author));
            }
        }
        let count = |test: fn(&Decision) -> bool| decisions.iter().filter(|d| test(d)).count();
        *summary = Summary {
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
    }
}

/// Joins documents about one target that were fetched apart, by its address: reviews learn the head and the author from
/// the pull request's own document, and of a person's decisions in several documents one stays.
///
/// Where documents contradict each other about the head or the author, nothing is learnt, and no approval is effective.
pub fn join(documents: &mut [&mut Approvals]) {
    let before: Vec<Approvals> = documents.iter().map(|document| (**document).clone()).collect();
    for (place, document) in documents.iter_mut().enumerate() {
        let same = |other: &&Approvals| other.target.is_same(&document.target);
        let others: Vec<&Approvals> = before.iter().filter(same).collect();
        let stated: Vec<&Target> =
            others.iter().map(|other| &other.target).filter(|t| t.head.is_some()).collect();
        let superseded = |decision: &Decision| {
            before.iter().enumerate().any(|(at, other)| {
                at != place
                    && other.target.is_same(&document.target)
                    && other.decisions.iter().any(|d| d.supersedes(decision, at < place))
            })
        };
        let decisions = document.decisions.iter().filter(|d| !superseded(d)).cloned().collect();
        document.decisions = decisions;
        if let [first, rest @ ..] = &stated[..]
            && document.target.head.is_none()
            && rest.iter().all(|target| target.head == first.head && target.author == first.author)
        {
            document.target = (*first).clone();
        }
        document.relate();
    }
}

impl Target {
    /// Whether both are known to be one pull request.
    fn is_same(&self, other: &Self) -> bool {
        matches!((&self.url, &other.url), (Some(a), Some(b)) if a.eq_ignore_ascii_case(b))
    }
}

impl Decision {
    /// Whether this decision, from another document, leaves nothing of `other`. Where the order in time is not known,
    /// the less favourable one stays.
    fn supersedes(&self, other: &Self, is_listed_before: bool) -> bool {
        if !self.actor.is_same_person(&other.actor) {
            return false;
        }
        let decides = |decision: &Self| decision.state != State::Commented;
        if decides(self) != decides(other) {
            return decides(self);
        }
        match (self.decided_at, other.decided_at) {
            (Some(mine), Some(its)) if mine.instant != its.instant => mine.instant > its.instant,
            _ if self.state == other.state => is_listed_before,
            _ => self.state.favour() < other.state.favour(),
        }
    }
}

impl State {
    /// How far the state speaks for going on.
    pub(crate) fn favour(self) -> u8 {
        match self {
            Self::Approved => 5,
            Self::Commented => 4,
            Self::Dismissed => 3,
            Self::Pending => 2,
            Self::Unknown => 1,
            Self::ChangesRequested => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Actor, ActorKind, Time};

    fn by(login: &str, state: State, hour: u8) -> Decision {
        Decision {
            actor: person(login),
            state,
            commit: Some("abc".into()),
            decided_at: Time::parse(&format!("2026-01-01T{hour:02}:00:00Z")),
            ..Decision::default()
        }
    }

    fn person(login: &str) -> Actor {
        Actor { username: Some(login.into()), kind: ActorKind::User, ..Actor::default() }
    }

    fn reviews(decisions: Vec<Decision>) -> Approvals {
        let url = Some("https://github.com/o/r/pull/1".into());
        Approvals::new(Target { url, ..Target::default() }, decisions)
    }

    fn pull(head: &str) -> Approvals {
        let url = Some("https://github.com/O/R/pull/1".into());
        let (head, author) = (Some(head.into()), Some(person("author")));
        Approvals::new(Target { url, head, author, ..Target::default() }, Vec::new())
    }

    fn joined<const N: usize>(mut documents: [Approvals; N]) -> [Approvals; N] {
        join(&mut documents.iter_mut().collect::<Vec<_>>());
        documents
    }

    #[test]
    fn an_approval_is_effective_only_when_head_and_author_are_known() {
        let [alone] = joined([reviews(vec![by("a", State::Approved, 1)])]);
        assert_eq!((alone.summary.approved, alone.summary.effective), (1, 0));
        assert_eq!((alone.decisions[0].stale, alone.decisions[0].by_author), (None, None));
        let [_, with_pull] = joined([pull("abc"), reviews(vec![by("a", State::Approved, 1)])]);
        assert_eq!((with_pull.summary.approved, with_pull.summary.effective), (1, 1));
    }

    #[test]
    fn a_stale_or_own_or_machines_approval_is_not_effective() {
        let decisions = || vec![by("a", State::Approved, 1), by("AUTHOR", State::Approved, 1)];
        let [_, fresh] = joined([pull("abc"), reviews(decisions())]);
        assert_eq!(fresh.summary.effective, 1);
        assert_eq!(fresh.decisions[1].by_author, Some(true));
        let [_, stale] = joined([pull("def"), reviews(decisions())]);
        assert_eq!((stale.summary.effective, stale.decisions[0].stale), (0, Some(true)));
        for kind in [ActorKind::Bot, ActorKind::Unknown] {
            let mut decision = by("a", State::Approved, 1);
            decision.actor.kind = kind;
            let [_, machine] = joined([pull("abc"), reviews(vec![decision])]);
            assert_eq!(machine.summary.effective, 0);
        }
    }

    #[test]
    fn documents_about_different_heads_or_other_pull_requests_teach_nothing() {
        let decisions = || vec![by("a", State::Approved, 1)];
        let [_, _, torn] = joined([pull("abc"), pull("def"), reviews(decisions())]);
        assert_eq!(torn.summary.effective, 0);
        let mut other = pull("abc");
        other.target.url = Some("https://github.com/o/r/pull/11".into());
        let [_, alone] = joined([other, reviews(decisions())]);
        assert_eq!(alone.summary.effective, 0);
        let mut nameless = [pull("abc"), reviews(decisions())];
        for document in &mut nameless {
            document.target.url = None;
        }
        assert_eq!(joined(nameless)[1].summary.effective, 0);
    }

    #[test]
    fn of_a_persons_decisions_in_several_documents_the_latest_stays() {
        let count = |first: Decision, second: Decision| {
            let documents = joined([pull("abc"), reviews(vec![first]), reviews(vec![second])]);
            let sum = |field: fn(&Summary) -> usize| {
                documents.iter().map(|d| field(&d.summary)).sum::<usize>()
            };
            (sum(|s| s.decisions), sum(|s| s.effective))
        };
        let [approved, refused, dismissed, commented] =
            [State::Approved, State::ChangesRequested, State::Dismissed, State::Commented]
                .map(|state| move |hour| by("a", state, hour));
        assert_eq!(count(approved(1), refused(2)), (1, 0));
        assert_eq!(count(refused(1), approved(2)), (1, 1));
        assert_eq!(count(approved(1), commented(2)), (1, 1));
        assert_eq!(count(approved(1), approved(1)), (1, 1));
        assert_eq!(count(approved(1), dismissed(1)), (1, 0));
        assert_eq!(count(approved(1), by("b", State::Approved, 1)), (2, 2));
        let undated = |state| Decision { decided_at: None, ..by("a", state, 0) };
        assert_eq!(count(undated(State::Approved), refused(2)), (1, 0));
        assert_eq!(count(undated(State::ChangesRequested), approved(2)), (1, 0));
    }

    #[test]
    fn decisions_of_deleted_accounts_are_never_one_persons() {
        let ghost = || Decision { actor: Actor::default(), ..by("", State::Approved, 1) };
        let [_, first, second] =
            joined([pull("abc"), reviews(vec![ghost()]), reviews(vec![ghost()])]);
        assert_eq!((first.decisions.len(), second.decisions.len()), (1, 1));
        assert_eq!((first.summary.effective, second.summary.effective), (0, 0));
    }
}

//! The answer of GitHub's GraphQL API, and what `gh pr view --json` makes of it: the same words, without the envelope
//! and with lists in place of connections.

use super::super::pointer;
use super::{
    ActorKind, Decision, JsonShape, Kind, Merge, ProblemKind, Records, State, Statement, Target,
    actor, known, page, state_of_pull, state_of_word,
};
use crate::evidence::{At, Time};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
pub(super) struct Answer {
    data: Data,
    errors: Option<Vec<Error>>,
}

#[derive(Deserialize)]
struct Error {
    message: Option<String>,
}

#[derive(Deserialize)]
struct Data {
    repository: Option<Repository>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Repository {
    pull_request: Option<PullRequest<Connection>>,
}

/// A pull request, whose reviews are a [`Connection`] or a list.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound = "R: Deserialize<'de>")]
pub(super) struct PullRequest<R> {
    number: Option<u64>,
    url: Option<String>,
    title: Option<String>,
    state: Option<String>,
    is_draft: Option<bool>,
    author: Option<Author>,
    head_ref_oid: Option<String>,
    base_ref_name: Option<String>,
    merged_at: Option<String>,
    merge_commit: Option<Commit>,
    review_decision: Option<String>,
    reviews: Option<R>,
    latest_opinionated_reviews: Option<R>,
    latest_reviews: Option<R>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connection {
    nodes: Vec<Option<Review>>,
    total_count: Option<usize>,
    page_info: Option<PageInfo>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct PageInfo {
    has_next_page: Option<bool>,
    has_previous_page: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Review {
    author: Option<Author>,
    state: String,
    submitted_at: Option<String>,
    commit: Option<Commit>,
    author_association: Option<String>,
}

#[derive(Deserialize)]
struct Commit {
    oid: String,
}

#[derive(Deserialize)]
struct Author {
    login: Option<String>,
    #[serde(rename = "__typename")]
    typename: Option<String>,
    is_bot: Option<bool>,
}

pub(super) fn is_answer(shape: &JsonShape) -> bool {
    shape.get(&["data", "repository", "pullRequest"]).is_some()
}

/// Whether this is what `gh pr view --json` prints, of whichever fields were asked for.
pub(super) fn is_view(shape: &JsonShape) -> bool {
    let lists: Vec<_> =
        ["reviews", "latestReviews"].iter().filter_map(|key| shape.members.get(*key)).collect();
    let is_list = |list: &&JsonShape| {
        list.kind == Kind::Array
            && list.first.as_deref().is_none_or(|first| first.has(&["author", "state"]))
    };
    let has_author = shape.get(&["author", "login"]).is_some();
    let has_page = shape.text_of("url").is_some_and(|url| url.contains("/pull/"));
    let has_head = shape.kind_of("headRefOid") == Some(Kind::String);
    lists.iter().all(is_list)
        && (has_head && (has_author || has_page)
            || !lists.is_empty() && (has_head || has_author || has_page))
}

/// What a GraphQL answer says.
pub(super) fn answer(answer: Answer) -> Statement {
    let pull = answer.data.repository.and_then(|repository| repository.pull_request);
    let mut statement = pull.as_ref().map(of_answer).unwrap_or_default();
    if let Some(error) = answer.errors.iter().flatten().next() {
        let message = error.message.as_deref().unwrap_or("no message");
        statement
            .problem(ProblemKind::ToolFailed, format!("GitHub answered with an error: {message}"));
    }
    if pull.is_none() {
        statement.problem(ProblemKind::Empty, "an answer without a pull request");
    }
    statement
}

fn of_answer(pull: &PullRequest<Connection>) -> Statement {
    let lists = pull.lists().map(|(name, connection)| {
        let parent = format!("/data/repository/pullRequest/{name}/nodes");
        (parent, connection.nodes.iter().map(Option::as_ref))
    });
    let mut statement = pull.statement(each_once(lists));
    if let Some((_, fullest)) = pull.lists().next() {
        fullest.report(&mut statement);
    }
    statement
}

/// What the output of `gh pr view --json` says. It fetches all pages of `reviews`.
pub(super) fn view(pull: &PullRequest<Vec<Review>>) -> Statement {
    let lists = pull.lists().map(|(name, reviews)| (format!("/{name}"), reviews.iter().map(Some)));
    pull.statement(each_once(lists))
}

/// The reviews of several lists, without those that an earlier list has.
fn each_once<'r, R>(lists: impl Iterator<Item = (String, R)>) -> Vec<Decision>
where
    R: Iterator<Item = Option<&'r Review>>,
{
    let mut known = BTreeSet::new();
    let mut decisions = Vec::new();
    for (parent, reviews) in lists {
        let reviews = reviews.enumerate().filter_map(|(n, review)| Some((n, review?)));
        let new: Vec<_> =
            reviews.filter(|(_, review)| !known.contains(&review.identity())).collect();
        known.extend(new.iter().map(|(_, review)| review.identity()));
        decisions.extend(new.iter().map(|(n, review)| review.decision(pointer(&parent, n))));
    }
    decisions
}

impl Connection {
    /// Says whether reviews are missing, or may be.
    fn report(&self, statement: &mut Statement) {
        let read = self.nodes.iter().flatten().count();
        let pages = self.page_info.as_ref();
        let pages = pages.map_or([None; 2], |p| [p.has_next_page, p.has_previous_page]);
        let message = match self.total_count {
            Some(total) if total > read => format!("{read} of {total} reviews"),
            _ if pages.contains(&Some(true)) || read < self.nodes.len() => {
                format!("{read} reviews, and there are more")
            }
            None if pages == [None; 2] => {
                "neither `totalCount` nor `pageInfo`: there may be more reviews".to_owned()
            }
            _ => return,
        };
        statement.problem(ProblemKind::Partial, message);
    }
}

impl<R> PullRequest<R> {
    /// The lists of reviews that were asked for, the fullest first.
    fn lists(&self) -> impl Iterator<Item = (&'static str, &R)> {
        let lists = [
            ("reviews", &self.reviews),
            ("latestOpinionatedReviews", &self.latest_opinionated_reviews),
            ("latestReviews", &self.latest_reviews),
        ];
        lists.into_iter().filter_map(|(name, list)| Some((name, list.as_ref()?)))
    }

    fn statement(&self, reviews: Vec<Decision>) -> Statement {
        let has_comment = reviews.iter().any(|review| review.state == State::Commented);
        let mut statement = super::statement(self.target(), reviews);
        self.merge().report(&mut statement);
        let has_veto = statement.records.iter().any(
            |records| matches!(records, Records::Approvals(all) if all.summary.changes_requested > 0),
        );
        if self.review_decision.as_deref() == Some("CHANGES_REQUESTED") && !has_veto {
            let message = "`reviewDecision` says that changes are requested, and no review does";
            statement.problem(ProblemKind::Partial, message);
        }
        if self.lists().next().is_some_and(|(name, _)| name == "latestReviews") && has_comment {
            let message = "`latestReviews` alone: a comment may hide its author's earlier decision";
            statement.problem(ProblemKind::Partial, message);
        }
        statement
    }

    fn merge(&self) -> Merge {
        let state = self.state.as_deref();
        Merge {
            is_stated: self.merged_at.is_some() || state == Some("MERGED"),
            is_denied: matches!(state, Some("OPEN" | "CLOSED")),
        }
    }

    fn target(&self) -> Target {
        let merge = self.merge();
        let url = self.url.as_deref().and_then(page);
        let id_of = |url: &String| url.rsplit('/').next().map(str::to_owned);
        let merge_commit = self.merge_commit.as_ref().filter(|_| merge.is_done());
        Target {
            kind: "pull_request".to_owned(),
            id: self
                .number
                .map(|number| number.to_string())
                .or_else(|| url.as_ref().and_then(id_of)),
            url,
            title: self.title.clone(),
            state: state_of_pull(self.state.as_deref(), merge),
            head: self.head_ref_oid.as_deref().map(str::to_ascii_lowercase),
            merge_commit: merge_commit.map(|commit| commit.oid.to_ascii_lowercase()),
            base: self.base_ref_name.clone(),
            author: self.author.as_ref().and_then(|author| known(author.actor(None))),
            draft: self.is_draft,
        }
    }
}

impl Review {
    /// What tells one review from another: some lists leave out the commit.
    fn identity(&self) -> (Option<&str>, &str, Option<&str>) {
        let login = self.author.as_ref().and_then(|author| author.login.as_deref());
        (login, &self.state, self.submitted_at.as_deref())
    }

    fn decision(&self, pointer: String) -> Decision {
        let association = self.author_association.as_deref().map(str::to_ascii_lowercase);
        let actor = self.author.as_ref().map(|author| author.actor(association.as_deref()));
        let commit = self.commit.as_ref().filter(|commit| !commit.oid.is_empty());
        Decision {
            actor: actor.unwrap_or_default(),
            state: state_of_word(&self.state),
            state_raw: self.state.clone(),
            decided_at: self.submitted_at.as_deref().and_then(Time::parse),
            commit: commit.map(|commit| commit.oid.to_ascii_lowercase()),
            association,
            at: Some(At::pointer(pointer)),
            ..Decision::default()
        }
    }
}

impl Author {
    /// A bare login may be an app's. Only people own a repository, are members of its organisation, or collaborate.
    fn actor(&self, association: Option<&str>) -> super::Actor {
        let kind = match (self.typename.as_deref(), self.is_bot, association) {
            (Some("Bot"), _, _) | (_, Some(true), _) => ActorKind::Bot,
            (Some("User"), _, _)
            | (_, Some(false), _)
            | (None, None, Some("owner" | "member" | "collaborator")) => ActorKind::User,
            _ => ActorKind::Unknown,
        };
        actor(self.login.as_deref(), None, kind)
    }
}

//! The answer of GitHub's GraphQL API, and what `gh pr view --json` makes of it: the same words, without the envelope
//! and with lists in place of connections.

use super::super::pointer;
use super::{
    ActorKind, Decision, JsonShape, Kind, ProblemKind, Statement, Target, actor, known, page,
    state_of_pull, state_of_word,
};
use crate::evidence::{At, Time};
use serde::Deserialize;

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
    has_next_page: bool,
    has_previous_page: bool,
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
    let Some((name, connection)) = pull.chosen() else {
        return super::statement(pull.target(), Vec::new());
    };
    let parent = format!("/data/repository/pullRequest/{name}/nodes");
    let reviews = connection.nodes.iter().enumerate();
    let decisions =
        reviews.filter_map(|(n, review)| Some(review.as_ref()?.decision(pointer(&parent, n))));
    let mut statement = super::statement(pull.target(), decisions.collect());
    let read = connection.nodes.iter().flatten().count();
    let pages = connection.page_info.as_ref();
    let has_more_pages = pages.is_some_and(|pages| pages.has_next_page || pages.has_previous_page);
    match connection.total_count {
        Some(total) if total > read => {
            statement.problem(ProblemKind::Partial, format!("{read} of {total} reviews"));
        }
        _ if has_more_pages || read < connection.nodes.len() => {
            statement.problem(ProblemKind::Partial, format!("{read} reviews, and there are more"));
        }
        None if pages.is_none() => {
            let message = "neither `totalCount` nor `pageInfo`: there may be more reviews";
            statement.problem(ProblemKind::Note, message);
        }
        _ => {}
    }
    statement
}

/// What the output of `gh pr view --json` says.
pub(super) fn view(pull: &PullRequest<Vec<Review>>) -> Statement {
    let (name, reviews) = match pull.chosen() {
        Some((name, reviews)) => (name, reviews.as_slice()),
        None => ("", &[][..]),
    };
    let decisions = reviews
        .iter()
        .enumerate()
        .map(|(n, review)| review.decision(pointer(&format!("/{name}"), n)));
    super::statement(pull.target(), decisions.collect())
}

impl<R> PullRequest<R> {
    /// The fullest list of reviews that was asked for.
    fn chosen(&self) -> Option<(&'static str, &R)> {
        let all = self.reviews.as_ref().map(|reviews| ("reviews", reviews));
        let opinionated = &self.latest_opinionated_reviews;
        all.or_else(|| Some(("latestOpinionatedReviews", opinionated.as_ref()?)))
            .or_else(|| Some(("latestReviews", self.latest_reviews.as_ref()?)))
    }

    fn target(&self) -> Target {
        let is_merged = self.merged_at.is_some() || self.state.as_deref() == Some("MERGED");
        let url = self.url.as_deref().and_then(page);
        let id_of = |url: &String| url.rsplit('/').next().map(str::to_owned);
        let merge_commit = self.merge_commit.as_ref().filter(|_| is_merged);
        Target {
            kind: "pull_request".to_owned(),
            id: self
                .number
                .map(|number| number.to_string())
                .or_else(|| url.as_ref().and_then(id_of)),
            url,
            title: self.title.clone(),
            state: state_of_pull(self.state.as_deref(), is_merged),
            head: self.head_ref_oid.as_deref().map(str::to_ascii_lowercase),
            merge_commit: merge_commit.map(|commit| commit.oid.to_ascii_lowercase()),
            base: self.base_ref_name.clone(),
            author: self.author.as_ref().and_then(|author| known(author.actor(None))),
            draft: self.is_draft,
        }
    }
}

impl Review {
    fn decision(&self, pointer: String) -> Decision {
        let association = self.author_association.as_deref().map(str::to_ascii_lowercase);
        let actor = self.author.as_ref().map(|author| author.actor(association.as_deref()));
        Decision {
            actor: actor.unwrap_or_default(),
            state: state_of_word(&self.state),
            state_raw: self.state.clone(),
            decided_at: self.submitted_at.as_deref().and_then(Time::parse),
            commit: self.commit.as_ref().map(|commit| commit.oid.to_ascii_lowercase()),
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

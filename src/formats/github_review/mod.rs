//! GitHub pull request and its reviews: REST objects, a GraphQL answer, or what `gh pr view --json` prints.

mod graphql;
mod rest;

use super::{Format, JsonShape, Kind, Outline, Refusal, from_json};
use crate::evidence::approvals::{Approvals, Decision, State, Target};
use crate::evidence::{About, Actor, ActorKind, Family, ProblemKind, Records, Statement};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::cmp::Ordering;

pub(crate) static FORMAT: Format = Format {
    name: "github-review",
    title: "GitHub pull request and its reviews",
    families: &[Family::Approvals],
    reference: "https://docs.github.com/rest/pulls",
    detect,
    parse,
};

fn detect(outline: &Outline) -> bool {
    let Some(shape) = outline.json() else {
        return false;
    };
    match &shape.first {
        Some(first) => rest::is_review(first),
        None => {
            rest::is_review(shape)
                || rest::is_pull(shape)
                || is_pull_with_reviews(shape)
                || graphql::is_answer(shape)
                || graphql::is_view(shape)
        }
    }
}

/// One file that holds both REST answers. A webhook's event is like it, but has one `review`.
fn is_pull_with_reviews(shape: &JsonShape) -> bool {
    let Some(reviews) = shape.members.get("reviews") else {
        return false;
    };
    shape.members.get("pull_request").is_some_and(rest::is_pull)
        && reviews.kind == Kind::Array
        && reviews.first.as_deref().is_none_or(rest::is_review)
}

/// The members by which an object shows which of the documents it is.
#[derive(Deserialize)]
struct Probe {
    data: Option<IgnoredAny>,
    pull_request: Option<IgnoredAny>,
    pull_request_url: Option<IgnoredAny>,
    head: Option<IgnoredAny>,
}

fn parse(text: &str) -> Result<Statement, Refusal> {
    if text.trim_start().starts_with('[') {
        let reviews: Vec<rest::Review> = from_json(text)?;
        return rest::statement(None, &reviews, "");
    }
    let probe: Probe = from_json(text)?;
    if probe.data.is_some() {
        return Ok(graphql::answer(from_json(text)?));
    }
    if probe.pull_request.is_some() {
        let both: rest::PullWithReviews = from_json(text)?;
        return rest::statement(Some(&both.pull_request), &both.reviews, "/reviews");
    }
    if probe.pull_request_url.is_some() {
        return rest::single(&from_json(text)?);
    }
    if probe.head.is_some() {
        let pull: rest::Pull = from_json(text)?;
        return rest::statement(Some(&pull), &[], "");
    }
    Ok(graphql::view(&from_json(text)?))
}

/// The statement about a pull request, from all its reviews in the order in which they were given.
fn statement(target: Target, reviews: Vec<Decision>) -> Statement {
    let commits = [&target.head, &target.merge_commit].into_iter().flatten();
    let about = commits.filter(|sha| is_whole(sha)).cloned().map(About::Commit).collect();
    let made_at = reviews.iter().filter_map(|review| review.decided_at).max();
    let approvals = Approvals::new(target, one_a_person(reviews));
    Statement {
        about,
        made_at,
        records: vec![Records::Approvals(approvals)],
        ..Statement::default()
    }
}

fn is_whole(sha: &str) -> bool {
    matches!(sha.len(), 40 | 64) && sha.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// One review of each person; a draft is not given yet.
fn one_a_person(reviews: Vec<Decision>) -> Vec<Decision> {
    let mut people: Vec<Vec<Decision>> = Vec::new();
    for review in reviews.into_iter().filter(|review| review.state != State::Pending) {
        let is_theirs = |person: &&mut Vec<Decision>| {
            person.iter().any(|earlier| earlier.actor.is_same_person(&review.actor))
        };
        match people.iter_mut().find(is_theirs) {
            Some(person) => person.push(review),
            None => people.push(vec![review]),
        }
    }
    people.into_iter().filter_map(decisive).collect()
}

/// Of one person's reviews the latest that decides something: a comment takes nothing back. Where the order in time is
/// not known, the least favourable.
fn decisive(mut reviews: Vec<Decision>) -> Option<Decision> {
    let decides = |review: &Decision| review.state != State::Commented;
    if reviews.iter().any(decides) {
        reviews.retain(decides);
    }
    let is_ordered = reviews.iter().all(|review| review.decided_at.is_some());
    let instant =
        |review: &Decision| review.decided_at.filter(|_| is_ordered).map(|time| time.instant);
    reviews.into_iter().reduce(|kept, next| match instant(&next).cmp(&instant(&kept)) {
        Ordering::Greater => next,
        Ordering::Equal if next.state.favour() < kept.state.favour() => next,
        _ => kept,
    })
}

fn state_of_word(word: &str) -> State {
    match word.to_ascii_uppercase().as_str() {
        "APPROVED" => State::Approved,
        "CHANGES_REQUESTED" => State::ChangesRequested,
        "COMMENTED" => State::Commented,
        "DISMISSED" => State::Dismissed,
        "PENDING" => State::Pending,
        _ => State::Unknown,
    }
}

/// A login as an actor. GitHub shows every deleted account as `ghost`, so two of them need not be one person.
fn actor(login: Option<&str>, id: Option<String>, kind: ActorKind) -> Actor {
    match login {
        None | Some("") => Actor::default(),
        Some("ghost") => Actor { name: Some("ghost".to_owned()), ..Actor::default() },
        Some(login) => {
            let kind = if login.ends_with("[bot]") { ActorKind::Bot } else { kind };
            Actor { id, username: Some(login.to_owned()), kind, ..Actor::default() }
        }
    }
}

/// The author of a pull request, where the account still exists.
fn known(actor: Actor) -> Option<Actor> {
    actor.username.is_some().then_some(actor)
}

/// What a document says of the merge. Its parts may disagree, and only an undisputed merge is one.
#[derive(Clone, Copy)]
struct Merge {
    is_stated: bool,
    is_denied: bool,
}

impl Merge {
    fn is_done(self) -> bool {
        self.is_stated && !self.is_denied
    }

    fn report(self, statement: &mut Statement) {
        if self.is_stated && self.is_denied {
            let message = "it says that it was merged, and that it was not";
            statement.problem(ProblemKind::Contradiction, message);
        }
    }
}

/// `merged`, or the source's own word in lower case.
fn state_of_pull(word: Option<&str>, merge: Merge) -> Option<String> {
    if merge.is_done() { Some("merged".to_owned()) } else { word.map(str::to_ascii_lowercase) }
}

/// The address of a pull request's page, from that of its page, its API object, or one of its reviews.
fn page(url: &str) -> Option<String> {
    let url = url.split(['#', '?']).next()?.trim_end_matches('/');
    let (repository, number) = url.rsplit_once("/pulls/").or_else(|| url.rsplit_once("/pull/"))?;
    let repository = repository.replacen("://api.github.com/repos/", "://github.com/", 1).replacen(
        "/api/v3/repos/",
        "/",
        1,
    );
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("{repository}/pull/{number}"))
}

#[cfg(test)]
mod tests;

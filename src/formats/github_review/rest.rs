//! The objects of GitHub's REST API, as far as they are read.

use super::super::pointer;
use super::{
    ActorKind, Decision, JsonShape, Kind, Merge, ProblemKind, Refusal, Statement, Target, actor,
    known, page, state_of_pull, state_of_word,
};
use crate::evidence::{At, Time};
use serde::Deserialize;

#[derive(Deserialize)]
pub(super) struct PullWithReviews {
    pub(super) pull_request: Pull,
    pub(super) reviews: Vec<Review>,
}

#[derive(Deserialize)]
pub(super) struct Pull {
    number: u64,
    html_url: String,
    title: Option<String>,
    state: Option<String>,
    draft: Option<bool>,
    user: Option<User>,
    head: Branch,
    base: Branch,
    merged: Option<bool>,
    merged_at: Option<String>,
    merge_commit_sha: Option<String>,
    updated_at: Option<String>,
}

#[derive(Deserialize)]
struct Branch {
    r#ref: Option<String>,
    sha: String,
}

#[derive(Deserialize)]
pub(super) struct Review {
    user: Option<User>,
    state: String,
    submitted_at: Option<String>,
    commit_id: Option<String>,
    pull_request_url: String,
    author_association: Option<String>,
}

#[derive(Deserialize)]
struct User {
    login: String,
    id: Option<u64>,
    r#type: Option<String>,
}

/// Whether this is a pull request as GitHub writes it; Gitea's is like it, but its page is below `pulls`.
pub(super) fn is_pull(shape: &JsonShape) -> bool {
    shape.has(&["number", "state", "user", "head", "base", "_links"])
        && shape.get(&["head", "sha"]).is_some()
        && shape.text_of("html_url").is_some_and(|url| url.contains("/pull/"))
}

pub(super) fn is_review(shape: &JsonShape) -> bool {
    shape.has(&["id", "user", "body", "html_url"])
        && shape.kind_of("state") == Some(Kind::String)
        && shape.text_of("pull_request_url").is_some_and(|url| url.contains("/pulls/"))
}

/// What a pull request and its reviews, or one of the two, say.
pub(super) fn statement(
    pull: Option<&Pull>,
    reviews: &[Review],
    parent: &str,
) -> Result<Statement, Refusal> {
    let decisions =
        reviews.iter().enumerate().map(|(n, review)| review.decision(pointer(parent, n)));
    let mut statement = super::statement(target(pull, reviews)?, decisions.collect());
    if let Some(pull) = pull {
        pull.merge().report(&mut statement);
    }
    let updated = pull.and_then(|pull| Time::parse(pull.updated_at.as_deref()?));
    statement.made_at = statement.made_at.max(updated);
    if matches!(reviews.len(), 30 | 100) {
        let message =
            format!("{} reviews, as many as a page holds: there may be more", reviews.len());
        statement.problem(ProblemKind::Partial, message);
    }
    Ok(statement)
}

/// What one review says.
pub(super) fn single(review: &Review) -> Result<Statement, Refusal> {
    let target = target(None, std::slice::from_ref(review))?;
    let mut statement = super::statement(target, vec![review.decision(String::new())]);
    statement.problem(ProblemKind::Partial, "a single review: there may be others, and later ones");
    Ok(statement)
}

/// The pull request that all of these are about.
fn target(pull: Option<&Pull>, reviews: &[Review]) -> Result<Target, Refusal> {
    let mut target = pull.map(Pull::target).unwrap_or_default();
    for review in reviews {
        let url = page(&review.pull_request_url);
        let of_another = match (&url, &target.url) {
            (Some(url), Some(known)) => !url.eq_ignore_ascii_case(known),
            (url, _) => url.is_none(),
        };
        if of_another {
            let message = format!(
                "a review of another pull request: `{}`, not `{}`",
                review.pull_request_url,
                target.url.as_deref().unwrap_or_default()
            );
            return Err(Refusal::malformed(message));
        }
        target.url = target.url.or(url);
    }
    if pull.is_none() {
        target.id = target.url.as_deref().and_then(|url| url.rsplit('/').next()).map(str::to_owned);
        "pull_request".clone_into(&mut target.kind);
    }
    Ok(target)
}

impl Pull {
    fn is_open(&self) -> bool {
        self.state.as_deref() == Some("open")
    }

    fn merge(&self) -> Merge {
        let is_stated = self.merged == Some(true) || self.merged_at.is_some();
        Merge { is_stated, is_denied: self.merged == Some(false) || self.is_open() }
    }

    fn target(&self) -> Target {
        let merge = self.merge();
        // While it is open, GitHub names a trial merge here: what a `pull_request` workflow checks out.
        let is_trial = self.is_open() && !merge.is_stated;
        let merge_commit = self.merge_commit_sha.as_deref().filter(|_| merge.is_done() || is_trial);
        Target {
            kind: "pull_request".to_owned(),
            id: Some(self.number.to_string()),
            url: page(&self.html_url),
            title: self.title.clone(),
            state: state_of_pull(self.state.as_deref(), merge),
            head: Some(self.head.sha.to_ascii_lowercase()),
            merge_commit: merge_commit.map(str::to_ascii_lowercase),
            base: self.base.r#ref.clone(),
            author: self.user.as_ref().and_then(|user| known(user.actor())),
            draft: self.draft,
        }
    }
}

impl Review {
    fn decision(&self, pointer: String) -> Decision {
        Decision {
            actor: self.user.as_ref().map(User::actor).unwrap_or_default(),
            state: state_of_word(&self.state),
            state_raw: self.state.clone(),
            decided_at: self.submitted_at.as_deref().and_then(Time::parse),
            commit: self.commit_id.as_deref().map(str::to_ascii_lowercase),
            association: self.author_association.as_deref().map(str::to_ascii_lowercase),
            at: Some(At::pointer(pointer)),
            ..Decision::default()
        }
    }
}

impl User {
    fn actor(&self) -> super::Actor {
        let kind = match self.r#type.as_deref() {
            Some("User") => ActorKind::User,
            Some("Bot") => ActorKind::Bot,
            _ => ActorKind::Unknown,
        };
        actor(Some(&self.login), self.id.map(|id| id.to_string()), kind)
    }
}

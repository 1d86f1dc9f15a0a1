//! What git knows of the subject. Its files are read as data: no process is started, no hook, filter or credential
//! program is run, no configuration outside the repository is read, and no variable of the environment is asked.

use super::{Commit, SubjectError, dirty, remote};
use crate::evidence::{Actor, Time};
use camino::{Utf8Path, Utf8PathBuf};
use gix::actor::SignatureRef;
use gix::discover::upwards;
use gix::{ObjectId, Repository, open, sec};
use jiff::Timestamp;

/// A repository, and what is known of the commit that is checked out.
#[derive(Debug)]
pub struct GitFacts {
    /// The commit that is checked out, unless there is none yet.
    pub head: Option<Commit>,
    /// The address of the remote `origin`, as `https://host/owner/name`.
    pub repository: Option<String>,
    git: Repository,
}

/// Reads the repository that `dir` is in; `None` where it is in none.
///
/// # Errors
/// A repository that is broken, or written by a version of git that is not known.
pub fn read(dir: &Utf8Path) -> Result<Option<GitFacts>, SubjectError> {
    let refuse = |reason: String| SubjectError::Git { dir: dir.to_owned(), reason };
    let because = |failure: gix::Error| refuse(failure.probable_cause().to_string());
    // Only `.git` makes a repository: files that the change itself brings could look like a bare one.
    let discovery = upwards::Options { dot_git_only: true, ..Default::default() };
    let trust = sec::trust::Mapping { full: isolated(), reduced: isolated() };
    match gix::ThreadSafeRepository::discover_opts(dir, discovery, trust) {
        Ok(repository) => facts(repository.to_thread_local()).map(Some).map_err(because),
        Err(failure) if !is_none(&failure) => Err(because(failure)),
        Err(_) => match passed_over(dir) {
            Some(path) => Err(refuse(format!("`{path}` is there, but cannot be read as one"))),
            None => Ok(None),
        },
    }
}

fn facts(git: Repository) -> gix::Result<GitFacts> {
    let head = git.head()?.try_peel_to_id()?.map(gix::Id::detach);
    let head = head.map(|id| head_commit(&git, id)).transpose()?;
    let origin = git.config_snapshot().string("remote.origin.url");
    let repository = origin.and_then(|url| remote::normalise(&url.to_string()));
    Ok(GitFacts { head, repository, git })
}

impl GitFacts {
    /// What is known of the commit with this hash: all of it for the one that is checked out, nothing but the hash for
    /// one that is not in the repository.
    pub fn commit(&self, sha: &str) -> Commit {
        if let Some(head) = self.head.as_ref().filter(|head| head.sha == sha) {
            return head.clone();
        }
        let id = ObjectId::from_hex(sha.as_bytes()).ok();
        let known = id.and_then(|id| describe(&self.git, id).ok());
        known.unwrap_or_else(|| Commit::unknown(sha))
    }
}

/// Options under which a repository is only read, and is asked only about itself.
pub(super) fn isolated() -> open::Options {
    open::Options::isolated()
}

fn is_none(error: &gix::Error) -> bool {
    use upwards::Error as E;
    matches!(
        error.downcast_any_ref(),
        Some(
            E::NoGitRepository { .. }
                | E::NoGitRepositoryWithinCeiling { .. }
                | E::NoGitRepositoryWithinFs { .. }
        )
    )
}

/// A `.git` that is broken or closed to this user. That is not the same as none.
fn passed_over(dir: &Utf8Path) -> Option<Utf8PathBuf> {
    let dir = dir.canonicalize_utf8().ok()?;
    dir.ancestors().map(|dir| dir.join(".git")).find(|path| path.symlink_metadata().is_ok())
}

fn head_commit(git: &Repository, id: ObjectId) -> gix::Result<Commit> {
    let commit = describe(git, id)?;
    let tree = git.find_commit(id)?.tree_id()?.detach();
    Ok(Commit { dirty: dirty::is_dirty(git, tree), ..commit })
}

fn describe(git: &Repository, id: ObjectId) -> gix::Result<Commit> {
    let commit = git.find_commit(id)?;
    let committer = commit.committer()?;
    Ok(Commit {
        sha: id.to_string(),
        tags: tags(git, id, committer.seconds())?,
        author: actor(commit.author()?),
        committer: actor(committer),
        committed_at: Timestamp::from_second(committer.seconds())
            .ok()
            .map(|instant| Time { instant, zone_assumed: false }),
        dirty: None,
    })
}

fn actor(signature: SignatureRef<'_>) -> Option<Actor> {
    let text = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).trim().to_owned();
        Some(text).filter(|text| !text.is_empty())
    };
    match (text(signature.name), text(signature.email)) {
        (name, Some(email)) => Some(Actor::by_email(name, &email)),
        (Some(name), None) => Some(Actor { name: Some(name), ..Actor::default() }),
        (None, None) => None,
    }
}

/// The tags that point at a commit, the newest first. An annotated tag has a time of its own; others have the
/// commit's. Of the same age, the greater version comes first: `v1.10` before `v1.9`, `v2` before `v2-rc1`.
fn tags(git: &Repository, commit: ObjectId, committed: i64) -> gix::Result<Vec<String>> {
    let mut tags = Vec::new();
    for mut reference in git.references()?.tags()?.flatten() {
        let name = reference.name().shorten().to_string();
        let direct = reference.try_id().map(gix::Id::detach);
        // A tag that points at nothing is not a tag of this commit.
        if reference.peel_to_id().is_ok_and(|id| id == commit) {
            let tag = direct.and_then(|id| git.find_tag(id).ok());
            let tagged = tag.and_then(|tag| Some(tag.tagger().ok()??.seconds()));
            tags.push((tagged.unwrap_or(committed), name));
        }
    }
    tags.sort_by(|(at, tag), (other_at, other)| {
        other_at.cmp(at).then_with(|| version_order(other).cmp(&version_order(tag)))
    });
    Ok(tags.into_iter().map(|(_, name)| name).collect())
}

/// A key by which versions sort: numbers as numbers, and what follows a `-` before the same without it.
fn version_order(name: &str) -> Vec<(u64, u8, &str)> {
    let key = |part: &'_ str| {
        let (digits, rest) = part.split_at(part.bytes().take_while(u8::is_ascii_digit).count());
        let rank = match rest {
            "-" => 0,
            "" => 1,
            _ => 2,
        };
        (digits.parse().unwrap_or(0), rank)
    };
    let parts = name.split_inclusive(|c: char| !c.is_ascii_digit());
    parts.map(|part| (key(part).0, key(part).1, part)).collect()
}

//! What is released: artifacts, commit, version. The gate file names it, git and the command line tell the rest.
//! Everything that evidence must be about is decided here, before any of it is read.

mod dirty;
mod file;
pub mod git;
mod overrides;
mod remote;
pub use overrides::Override;

#[cfg(test)]
mod tests;

use crate::config::{ArtifactSpec, SubjectSpec, VersionSource};
use crate::evidence::{Actor, Digest, Time};
use camino::{Utf8Path, Utf8PathBuf};
use git::GitFacts;
use miette::Diagnostic;
use schemars::JsonSchema;
use serde::Serialize;
use std::io;
use thiserror::Error;

/// What is released; `input.subject` of a policy. Where it has neither a commit nor an artifact, nothing is
/// released, and the decision says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Subject {
    /// What people call it.
    pub name: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// The address of its repository, without credentials.
    pub repository: Option<String>,
    /// The commit that it was made from.
    pub commit: Option<Commit>,
    /// What is shipped.
    pub artifacts: Vec<Artifact>,
}

/// A commit. What is unknown is null, or empty for the tags: never a guess.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Commit {
    /// Its hash, in lower-case hex.
    pub sha: String,
    /// The tags that point at it, the newest first.
    pub tags: Vec<String>,
    /// Who wrote the change.
    pub author: Option<Actor>,
    /// Who made the commit.
    pub committer: Option<Actor>,
    /// When the commit says that it was made.
    pub committed_at: Option<Time>,
    /// Whether tracked files differ from it; null where that cannot be told.
    pub dirty: Option<bool>,
}

/// Something that is shipped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Artifact {
    /// What to call it: the path of a file, the name of an image; the digest, where it has no other name.
    pub name: String,
    /// What it is.
    pub digest: Digest,
}

/// Puts together what is released: first from the command line, then from the gate file, then from git. Artifacts of
/// the command line stand in for those of the gate file. Paths of the gate file are relative to `base`.
///
/// # Errors
/// An artifact or a version file that cannot be read.
pub fn resolve(
    spec: &SubjectSpec,
    base: &Utf8Path,
    overrides: &[Override],
    git: Option<&GitFacts>,
) -> Result<Subject, SubjectError> {
    let given = overrides::Given::of(overrides)?;
    let commit = match given.commit.or(spec.commit.as_deref()) {
        Some(sha) => Some(git.map_or_else(|| Commit::unknown(sha), |git| git.commit(sha))),
        None => git.and_then(|git| git.head.clone()),
    };
    let author = given.author.or(spec.author.as_deref()).map(person);
    let commit = commit.map(|commit| Commit { author: joined(commit.author, author), ..commit });
    let version = match (given.version, &spec.version) {
        (Some(version), _) => Some(version.to_owned()),
        (None, Some(VersionSource::Text(version))) => Some(version.clone()),
        (None, Some(VersionSource::File(path))) => Some(file::version(&base.join(path))?),
        (None, Some(VersionSource::Tag(pattern))) => {
            let tags = commit.iter().flat_map(|commit| &commit.tags);
            tags.into_iter().find(|tag| pattern.matches(tag)).cloned()
        }
        (None, None) => None,
    };
    let artifacts = match given.artifacts {
        artifacts if artifacts.is_empty() => spec
            .artifacts
            .iter()
            .map(|artifact| specified(artifact, base))
            .collect::<Result<_, _>>()?,
        artifacts => artifacts,
    };
    let artifacts = distinct(artifacts)?;
    Ok(Subject {
        name: given.name.map(str::to_owned).or_else(|| spec.name.clone()),
        version,
        repository: given
            .repository
            .map(str::to_owned)
            .or_else(|| spec.repository.clone())
            .or_else(|| git?.repository.clone()),
        commit,
        artifacts,
    })
}

/// What git knows of who made the commit, and what it does not know from what was stated: git has the address, and
/// reviews have logins.
fn joined(known: Option<Actor>, stated: Option<Actor>) -> Option<Actor> {
    match (known, stated) {
        (Some(known), Some(stated)) => Some(Actor {
            username: known.username.or(stated.username),
            email: known.email.or(stated.email),
            ..known
        }),
        (known, stated) => known.or(stated),
    }
}

/// A login or an e-mail address.
fn person(name: &str) -> Actor {
    if name.contains('@') {
        Actor::by_email(None, name)
    } else {
        Actor { username: Some(name.to_owned()), ..Actor::default() }
    }
}

fn specified(artifact: &ArtifactSpec, base: &Utf8Path) -> Result<Artifact, SubjectError> {
    Ok(match artifact {
        ArtifactSpec::File { name, path } => Artifact {
            name: name.clone().unwrap_or_else(|| path.to_string()),
            digest: file::digest(&base.join(path))?,
        },
        ArtifactSpec::Digest { name, digest } => {
            Artifact { name: name.clone(), digest: digest.clone() }
        }
    })
}

/// The artifacts in the order given, each once. Two digests under one name are a mistake.
fn distinct(artifacts: Vec<Artifact>) -> Result<Vec<Artifact>, SubjectError> {
    let mut distinct: Vec<Artifact> = Vec::new();
    for artifact in artifacts {
        match distinct.iter().find(|other| other.name == artifact.name) {
            Some(same) if same.digest == artifact.digest => {}
            Some(_) => return Err(SubjectError::Ambiguous { name: artifact.name }),
            None => distinct.push(artifact),
        }
    }
    Ok(distinct)
}

impl Commit {
    /// A commit of which only the hash is known.
    fn unknown(sha: &str) -> Self {
        let sha = sha.to_owned();
        Self {
            sha,
            tags: Vec::new(),
            author: None,
            committer: None,
            committed_at: None,
            dirty: None,
        }
    }
}

/// Why it is not known what is released.
#[derive(Debug, Error, Diagnostic)]
pub enum SubjectError {
    /// A text that is not a value of `--subject`.
    // The help is part of the message: of a value, the command line shows nothing else.
    #[error("`{given}` does not say what is released: {help}")]
    #[diagnostic(code(gatewright::subject::argument))]
    Argument {
        /// As it was given.
        given: String,
        /// What to write instead.
        help: String,
    },

    /// Two values for something of which there is one.
    #[error("`--subject {key}=…` is given twice")]
    #[diagnostic(code(gatewright::subject::twice), help("keep one of them"))]
    Twice {
        /// `name`, `version`, `repository` or `commit`.
        key: &'static str,
    },

    /// Two artifacts with one name.
    #[error("two artifacts are called `{name}`, with different digests")]
    #[diagnostic(code(gatewright::subject::ambiguous), help("give each a `name` of its own"))]
    Ambiguous {
        /// The name.
        name: String,
    },

    /// A file that the subject needs cannot be read.
    #[error("cannot read {what} `{path}`")]
    #[diagnostic(
        code(gatewright::subject::unreadable),
        help("build it first, or correct the path: those in the gate file are relative to it")
    )]
    Unreadable {
        /// "the artifact", "the version file".
        what: &'static str,
        /// Where it should be.
        path: Utf8PathBuf,
        /// Why not.
        #[source]
        reason: io::Error,
    },

    /// It is something that has no digest: a directory, a pipe, a device, or a file without a byte.
    #[error("{what} `{path}` is {found}")]
    #[diagnostic(
        code(gatewright::subject::not_a_file),
        help("name a regular file that has content")
    )]
    NotAFile {
        /// "the artifact", "the version file".
        what: &'static str,
        /// Where it is.
        path: Utf8PathBuf,
        /// What it is.
        found: &'static str,
    },

    /// The file is there, but no version in it.
    #[error("no version in `{path}`: {reason}")]
    #[diagnostic(
        code(gatewright::subject::version),
        help(
            "the first line is taken, or `version` of a `Cargo.toml` or `package.json`; or give `--subject version=…`"
        )
    )]
    NoVersion {
        /// The version file.
        path: Utf8PathBuf,
        /// What is the matter with it.
        reason: &'static str,
    },

    /// There is a git repository, but it cannot be read.
    #[error("cannot read the git repository of `{dir}`: {reason}")]
    #[diagnostic(
        code(gatewright::subject::git),
        help("run where `git log -1` works, or check the repository with `git fsck`")
    )]
    Git {
        /// Where it was looked for.
        dir: Utf8PathBuf,
        /// What git's data lacks.
        reason: String,
    },
}

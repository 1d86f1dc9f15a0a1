//! `--subject`: what the command line says of the subject.

use super::{Artifact, SubjectError, file, remote};
use crate::evidence::Digest;
use camino::Utf8PathBuf;
use std::str::FromStr;

/// One value of `--subject`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Override {
    /// `name=…`
    Name(String),
    /// `version=…`
    Version(String),
    /// `repository=…`, in the form that git's addresses are brought to.
    Repository(String),
    /// `commit=…`, 40 or 64 hex digits in lower case.
    Commit(String),
    /// `author=…`, the login or e-mail address of who made the commit.
    Author(String),
    /// `artifact=PATH`, relative to where the program runs.
    Artifact(Utf8PathBuf),
    /// `digest=[NAME@]sha256:…`, also without `digest=`.
    Digest {
        /// What stands before the `@`.
        name: Option<String>,
        /// What it is.
        digest: Digest,
    },
}

const FORMS: &str = "write `name=…`, `version=…`, `repository=https://…`, `commit=…`, `author=…`, `artifact=PATH` or \
                     `[NAME@]sha256:…`";

impl FromStr for Override {
    type Err = SubjectError;

    fn from_str(given: &str) -> Result<Self, SubjectError> {
        let refuse =
            |help: &str| Err(SubjectError::Argument { given: given.into(), help: help.into() });
        if given.chars().any(char::is_control) {
            return refuse("remove the control characters");
        }
        let Some((key, value)) = given.split_once('=') else {
            return digest(given).map_or_else(|| refuse(FORMS), Ok);
        };
        if value.trim().is_empty() {
            return refuse(
                "give it a value: an unset variable of the pipeline may have left it empty",
            );
        }
        let text = value.to_owned();
        match key {
            "name" => Ok(Self::Name(text)),
            "version" => Ok(Self::Version(text)),
            "author" => Ok(Self::Author(text)),
            "repository" => remote::normalise(value).map_or_else(
                || refuse("write `repository=https://host/owner/name`"),
                |url| Ok(Self::Repository(url)),
            ),
            "commit" if is_hash(value) => Ok(Self::Commit(text.to_ascii_lowercase())),
            "commit" => refuse("write the whole hash of the commit: 40 or 64 hex digits"),
            "artifact" => Ok(Self::Artifact(text.into())),
            "digest" => digest(value).map_or_else(
                || {
                    refuse(
                        "write `digest=sha256:` and 64 hex digits, with `NAME@` before it or not",
                    )
                },
                Ok,
            ),
            _ => digest(given).map_or_else(|| refuse(FORMS), Ok),
        }
    }
}

fn is_hash(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn digest(text: &str) -> Option<Override> {
    let (name, digest) = match text.rsplit_once('@') {
        Some((name, digest)) => (Some(name.to_owned()), digest),
        None => (None, text),
    };
    if name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return None;
    }
    Some(Override::Digest { name, digest: digest.parse().ok()? })
}

/// The values of `--subject`, each in its place.
#[derive(Debug, Default)]
pub(super) struct Given<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) version: Option<&'a str>,
    pub(super) repository: Option<&'a str>,
    pub(super) commit: Option<&'a str>,
    pub(super) author: Option<&'a str>,
    pub(super) artifacts: Vec<Artifact>,
}

impl<'a> Given<'a> {
    /// Sorts the values, and reads the artifacts.
    pub(super) fn of(overrides: &'a [Override]) -> Result<Self, SubjectError> {
        let mut given = Self::default();
        for value in overrides {
            match value {
                Override::Name(name) => once("name", &mut given.name, name)?,
                Override::Version(version) => once("version", &mut given.version, version)?,
                Override::Repository(url) => once("repository", &mut given.repository, url)?,
                Override::Commit(sha) => once("commit", &mut given.commit, sha)?,
                Override::Author(author) => once("author", &mut given.author, author)?,
                Override::Artifact(path) => {
                    let digest = file::digest(path)?;
                    given.artifacts.push(Artifact { name: path.to_string(), digest });
                }
                Override::Digest { name, digest } => {
                    let name = name.clone().unwrap_or_else(|| digest.to_string());
                    given.artifacts.push(Artifact { name, digest: digest.clone() });
                }
            }
        }
        Ok(given)
    }
}

fn once<'a>(
    key: &'static str,
    slot: &mut Option<&'a str>,
    value: &'a str,
) -> Result<(), SubjectError> {
    match slot.replace(value) {
        Some(first) if first != value => Err(SubjectError::Twice { key }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form() {
        let hex = "ab".repeat(32);
        let digest = |name: Option<&str>| Override::Digest {
            name: name.map(str::to_owned),
            digest: format!("sha256:{hex}").parse().unwrap(),
        };
        let sha = "A".repeat(40);
        for (given, wanted) in [
            ("name=payments".to_owned(), Override::Name("payments".into())),
            ("version=1.0=rc".to_owned(), Override::Version("1.0=rc".into())),
            (
                "repository=git@host.example:a/b.git".to_owned(),
                Override::Repository("https://host.example/a/b".into()),
            ),
            (format!("commit={sha}"), Override::Commit("a".repeat(40))),
            ("artifact=dist/a.tar".to_owned(), Override::Artifact("dist/a.tar".into())),
            (format!("digest=sha256:{hex}"), digest(None)),
            (format!("digest=ghcr.io/a/b:1@sha256:{hex}"), digest(Some("ghcr.io/a/b:1"))),
            (format!("sha256:{hex}"), digest(None)),
            (format!("ghcr.io/a/b@sha256:{hex}"), digest(Some("ghcr.io/a/b"))),
        ] {
            assert_eq!(given.parse::<Override>().unwrap(), wanted, "{given}");
        }
    }

    #[test]
    fn refuses_what_says_nothing() {
        let hex = "ab".repeat(32);
        for given in [
            "",
            "payments",
            "name=",
            "version= ",
            "commit=",
            "commit=abc123",
            "commit=main",
            "artifact=",
            "digest=",
            "digest=sha256:12",
            "nmae=x",
            "repository=../here",
            "name=a\u{1b}[2J",
            &format!("@sha256:{hex}"),
            &format!("digest=@sha256:{hex}"),
        ] {
            assert!(given.parse::<Override>().is_err(), "{given:?}");
        }
    }
}

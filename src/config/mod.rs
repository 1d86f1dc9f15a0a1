//! The gate file, `gatewright.yaml`: what is released, which evidence there is, which policies judge it at which gate.
//!
//! Two types for two states: [`GateFile`] is what people write, and the source of the JSON Schema; [`Config`] is what
//! has been checked, and all that the program sees. Between them stand `tree` (YAML with a place for every value) and
//! `check` (one walk that reports every mistake, not only the first).
//!
//! To add a key: a field in `file.rs` with its documentation, a line in `check.rs`, and the key in the full example of
//! `tests.rs`; the tests hold the three together.

mod check;
mod file;
pub mod scenario;
mod section;
pub(crate) mod tree;
pub use file::{GateFile, schema};
pub use tree::MAX_BYTES;

mod error;
pub use error::{ConfigError, Mistake};

#[cfg(test)]
mod tests;

use crate::evidence::Digest;
use crate::formats::Format;
use camino::{Utf8Path, Utf8PathBuf};
use glob::Pattern;
use jiff::SignedDuration;
use miette::{NamedSource, SourceSpan};
use std::collections::BTreeMap;
use std::ops::Deref;

/// A gate file without a mistake.
#[derive(Debug, Clone)]
pub struct Config {
    /// The text and its name, so that what is found later can be shown in it.
    pub source: NamedSource<String>,
    /// What is released.
    pub subject: SubjectSpec,
    /// The evidence, in the order of the file.
    pub evidence: Vec<EvidenceItem>,
    /// Where the rules come from.
    pub policies: Policies,
    /// The gates by name; at least one.
    pub gates: BTreeMap<String, Gate>,
}

/// What the gate file says of the subject. The rest comes from git and the command line.
#[derive(Debug, Clone, Default)]
pub struct SubjectSpec {
    /// What people call it.
    pub name: Option<String>,
    /// Where its version comes from.
    pub version: Option<VersionSource>,
    /// The address of its repository.
    pub repository: Option<String>,
    /// The commit that it was made from.
    pub commit: Option<String>,
    /// Who made that commit.
    pub author: Option<String>,
    /// What is shipped.
    pub artifacts: Vec<ArtifactSpec>,
}

/// Where the version of the subject comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionSource {
    /// It is written in the gate file.
    Text(String),
    /// A file has it, relative to the gate file.
    File(Utf8PathBuf),
    /// The newest tag at the commit that matches.
    Tag(Pattern),
}

/// An artifact as the gate file names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArtifactSpec {
    /// A file, relative to the gate file, hashed when it is read.
    File {
        /// What to call it; the path, where that is not said.
        name: Option<String>,
        /// Where it is.
        path: Utf8PathBuf,
    },
    /// Something elsewhere, known by its digest.
    Digest {
        /// What to call it.
        name: String,
        /// What it is.
        digest: Digest,
    },
}

/// One entry of `evidence`: some files of one kind, and what is asked of them.
#[derive(Debug, Clone)]
pub struct EvidenceItem {
    /// Unique in the file.
    pub id: Spanned<String>,
    /// Globs, relative to the gate file.
    pub files: Vec<Spanned<Pattern>>,
    /// The format to insist on; `None` recognises it.
    pub format: Option<&'static Format>,
    /// Whether the gate fails without it.
    pub required: bool,
    /// How old it may be.
    pub max_age: Option<Spanned<SignedDuration>>,
    /// How many records it has at least.
    pub min_items: u64,
    /// Whether it must name this commit or one of these artifacts.
    pub bound: bool,
}

/// Where the rules come from.
#[derive(Debug, Clone)]
pub struct Policies {
    /// Names of policy sets that the program carries.
    pub built_in: Vec<Spanned<String>>,
    /// Folders of Rego, relative to the gate file.
    pub directories: Vec<Spanned<Utf8PathBuf>>,
    /// Bundles, relative to the gate file.
    pub bundles: Vec<Bundle>,
    /// Base data, relative to the gate file.
    pub data: Vec<Spanned<Utf8PathBuf>>,
    /// Whether the folders hold the language of before OPA 1.0.
    pub v0: bool,
}

/// A bundle that is pinned.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// Where it is.
    pub path: Spanned<Utf8PathBuf>,
    /// What it has to be.
    pub sha256: Spanned<Digest>,
}

/// A decision point: what it is for, which rules it applies, with which parameters.
#[derive(Debug, Clone)]
pub struct Gate {
    /// The gate's name in the file.
    pub at: SourceSpan,
    /// Where the release goes.
    pub environment: Option<String>,
    /// The step of the pipeline.
    pub stage: Option<String>,
    /// The rules or packages that apply; `None` is every rule that is loaded.
    pub include: Option<Vec<Spanned<String>>>,
    /// The rules or packages that do not.
    pub exclude: Vec<Spanned<String>>,
    /// The parameters, in the order of the file; no name twice.
    pub params: Vec<Param>,
}

/// A parameter of a gate.
#[derive(Debug, Clone)]
pub struct Param {
    /// Its name.
    pub name: Spanned<String>,
    /// Its value.
    pub value: Spanned<serde_json::Value>,
}

/// A value and its place in the gate file, so that a later check can point at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What is written.
    pub value: T,
    /// Where it is written, in bytes.
    pub span: SourceSpan,
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Reads the text of a gate file. `path` is its name in messages.
///
/// # Errors
/// Every mistake of the file at once; where the YAML itself is broken, that one.
pub fn parse(path: &Utf8Path, text: &str) -> Result<Config, ConfigError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = NamedSource::new(path, text.to_owned()).with_language("yaml");
    tree::read(text)
        .map_err(|mistake| vec![mistake])
        .and_then(|root| check::check(&root, &source))
        .map_err(|mistakes| ConfigError { path: path.to_owned(), mistakes, text: source })
}

impl Config {
    /// The error that points at mistakes which only a later check can find, such as a rule that no policy has.
    pub fn refuse(&self, mistakes: Vec<Mistake>) -> ConfigError {
        let path = Utf8PathBuf::from(self.source.name());
        ConfigError { path, mistakes, text: self.source.clone() }
    }
}

//! Policy sets: what rules there are, what they are told, and what they say of the evidence.
//!
//! Files of Rego go through the front in [`crate::rego`], which refuses what the engine would misread; here they become
//! a [`PolicySet`], whose rules are evaluated one by one, so that one that fails takes no other with it. This is the only
//! room that knows the engine, and the engine is told the one `now` of the run and nothing else of the world.

pub mod input;

mod library;
pub use library::library;

pub mod data;

mod directory;
pub use directory::{DirectoryError, read_directory};

mod rules;
pub use rules::{Effect, Rule};

mod params;
pub use params::{Param, ParamError};

mod select;
pub use select::SelectError;

mod input_paths;
mod reserved;

mod builtins;
mod engine;
mod extensions;
pub mod program;

mod violation;
pub use violation::Violation;

mod evaluate;
pub use evaluate::{Evaluation, EvaluationError};

pub mod testing;

mod compile;
pub use compile::Language;

pub mod query;

mod suite;
pub use suite::{Suite, TestOutcome, test_rules};

use crate::evidence::Digest;
use crate::rego::{self, Mistake, Mistakes, Module};
use engine::Prepared;
use std::collections::BTreeMap;

/// One file of policy, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path, as the user named it.
    pub path: String,
    /// The text.
    pub text: String,
    /// Whether it is part of the library that comes with the binary.
    pub built_in: bool,
}

/// Policies that were loaded and found in order.
#[derive(Debug)]
pub struct PolicySet {
    rules: Vec<Rule>,
    params: BTreeMap<String, Param>,
    files: BTreeMap<String, Digest>,
    texts: BTreeMap<String, String>,
    digest: Digest,
    prepared: Prepared,
}

impl PolicySet {
    /// Loads policies. Files of tests are looked at only to see that no rule of a gate hides among them.
    ///
    /// # Errors
    /// Every mistake in every file; or that there is no rule, in all or in what the user brought.
    pub fn load(sources: &[Source]) -> Result<Self, PolicyError> {
        let (modules, mut mistakes) = parse(sources);
        let (tests, modules): (Vec<_>, Vec<_>) =
            modules.into_iter().partition(|(module, _)| module.is_test());
        mistakes.extend(tests.iter().flat_map(|(module, _)| rules::among_tests(module)));
        let built_in: Vec<bool> = modules.iter().map(|(_, built_in)| *built_in).collect();
        let modules: Vec<Module> = modules.into_iter().map(|(module, _)| module).collect();
        mistakes.extend(rego::refuse(&modules, mistakes.is_empty()));
        mistakes.extend(input_paths::refuse(&modules));
        mistakes.extend(reserved::refuse(&modules, &built_in));
        let params = params::declared(&modules, &mut mistakes);
        let drafts = rules::collect(&modules, &built_in, &mut mistakes);
        Mistakes::check(mistakes)?;

        let own_rule = drafts.iter().any(|draft| !draft.rule.built_in);
        let own_files = modules
            .iter()
            .zip(&built_in)
            .filter(|(_, built_in)| !**built_in)
            .map(|(module, _)| module);
        let own_files: Vec<String> = own_files.map(|module| module.file.path.to_string()).collect();
        if drafts.is_empty() || (!own_rule && !own_files.is_empty()) {
            return Err(PolicyError::NoRules { files: list(&own_files) });
        }

        let prepared =
            Prepared::new(&modules, &drafts).map_err(|mistake| Mistakes::of(*mistake))?;
        let files: BTreeMap<String, Digest> = sources
            .iter()
            .filter(|source| !rego::is_test_path(&source.path))
            .map(|source| (source.path.clone(), Digest::sha256(source.text.as_bytes())))
            .collect();
        let manifest: Vec<String> =
            files.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect();
        Ok(Self {
            rules: drafts.into_iter().map(|draft| draft.rule).collect(),
            params,
            files,
            texts: sources
                .iter()
                .map(|source| (source.path.clone(), source.text.clone()))
                .collect(),
            digest: Digest::sha256(manifest.concat().as_bytes()),
            prepared,
        })
    }

    /// A line of a file of this set, from 1.
    pub fn line(&self, path: &str, line: usize) -> Option<&str> {
        self.texts.get(path)?.lines().nth(line.checked_sub(1)?)
    }

    /// Every rule, sorted by id.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The parameters that the packages declare, by name.
    pub fn params(&self) -> &BTreeMap<String, Param> {
        &self.params
    }

    /// The digest of every file that decides, by path.
    pub fn files(&self) -> &BTreeMap<String, Digest> {
        &self.files
    }

    /// The digest of all files that decide: of the list of their digests and paths, as `sha256sum` would write it but
    /// with the algorithm before each digest.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }
}

/// Parses what can be parsed, and says what is wrong with the rest.
fn parse(sources: &[Source]) -> (Vec<(Module, bool)>, Vec<Mistake>) {
    let mut modules = Vec::new();
    let mut mistakes = Vec::new();
    let mut sources: Vec<&Source> = sources.iter().collect();
    sources.sort_by_key(|source| &source.path);
    for (index, source) in sources.iter().enumerate() {
        if index > 0 && sources[index - 1].path == source.path {
            let file = rego::File::new(&source.path, &source.text);
            mistakes.push(file.mistake(
                0..0,
                "gatewright::policy::file",
                "two files with the same path",
            ));
        }
        match rego::parse(&source.path, &source.text) {
            Ok(module) => modules.push((module, source.built_in)),
            Err(found) => mistakes.extend(found),
        }
    }
    (modules, mistakes)
}

fn list(files: &[String]) -> String {
    if files.is_empty() { "what was given".to_owned() } else { files.join(", ") }
}

/// Why policies do not make up a set.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum PolicyError {
    /// They are not in order.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Mistakes(#[from] Mistakes),
    /// Nothing in them would be evaluated.
    #[error("there is no rule in {files}")]
    #[diagnostic(
        code(gatewright::policy::no_rules),
        help(
            "a rule is `deny contains … if {{ … }}`, or `warn` or `violation` in its place; a gate without rules decides nothing"
        )
    )]
    NoRules {
        /// The files that were looked at.
        files: String,
    },
}

#[cfg(test)]
mod tests;

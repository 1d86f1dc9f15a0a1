//! Policy sets: what rules there are, what they are told, and what they say of the evidence.
//!
//! Files of Rego go through the front in [`crate::rego`], which refuses what the engine would misread; here they become
//! a [`PolicySet`], whose rules are evaluated one by one, so that one that fails takes no other with it. This is the only
//! room that knows the engine, and the engine is told the one `now` of the run and nothing else of the world.

pub mod input;

mod library;
pub use library::library;

mod directory;
pub use directory::{DirectoryError, read_directory, read_paths};

mod rules;
pub use rules::{Effect, Rule};

mod params;
pub use params::{Param, ParamError};

mod select;
pub use select::SelectError;

mod builtins;
mod reserved;

pub mod bundle;
pub mod data;
pub mod lint;
pub mod program;

mod violation;
pub use violation::Violation;

mod evaluate;
mod exception;
pub use evaluate::{Evaluation, EvaluationError};

pub mod testing;

mod compile;
pub use compile::Language;

mod explanation;
pub mod query;

use crate::evidence::Digest;
use crate::rego::ast::{Module, Version};
use crate::rego::ir::{DocumentId, Program};
use crate::rego::types::Type;
use crate::rego::{self, Mistake, Mistakes, check, resolve, typing};
use data::Document;
use program::{Limits, Loaded};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// One file of policy, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path, as the user named it.
    pub path: String,
    /// The text.
    pub text: String,
    /// Whether it is part of the library that comes with the binary.
    pub built_in: bool,
    /// The language that it is written in.
    pub version: Version,
}

/// Policies that were loaded and found in order.
#[derive(Debug)]
pub struct PolicySet {
    rules: Vec<Rule>,
    /// The document of each rule, and what excepts it.
    asked: BTreeMap<String, Asked>,
    params: BTreeMap<String, Param>,
    data: Document,
    files: BTreeMap<String, Digest>,
    own: BTreeSet<String>,
    texts: BTreeMap<String, String>,
    digest: Digest,
    program: Program,
    types: typing::Types,
    loaded: Loaded,
}

/// How a rule is asked for.
#[derive(Debug, Clone)]
struct Asked {
    /// What it says.
    document: DocumentId,
    /// conftest's `exception` of its package, if there is one.
    exception: Option<DocumentId>,
    /// The name by which exceptions mean it: what follows the first `_`, or nothing.
    excepted_as: String,
}

impl PolicySet {
    /// Loads policies. Files of tests are looked at only to see that no rule of a gate hides among them.
    ///
    /// # Errors
    /// Every mistake in every file; or that there is no rule, in all or in what the user brought.
    pub fn load(sources: &[Source]) -> Result<Self, PolicyError> {
        Self::load_with(sources, Document::default())
    }

    /// Loads policies together with those packages of the library that are not among them.
    ///
    /// # Errors
    /// As [`PolicySet::load`].
    pub fn load_beside_library(own: Vec<Source>, data: Document) -> Result<Self, PolicyError> {
        let packages: Vec<_> =
            parse(&own).0.into_iter().map(|(module, _)| module.package.path).collect();
        let is_missing = |source: &Source| {
            parse(std::slice::from_ref(source))
                .0
                .iter()
                .all(|(module, _)| !packages.contains(&module.package.path))
        };
        let mut sources: Vec<Source> = library().into_iter().filter(is_missing).collect();
        sources.extend(own);
        Self::load_with(&sources, data)
    }

    /// The same, with base data. Parameters are added for each run; they stand at `data.params`.
    ///
    /// # Errors
    /// As [`PolicySet::load`].
    pub fn load_with(sources: &[Source], data: Document) -> Result<Self, PolicyError> {
        if data.fields().any(|(name, _)| name == "params") {
            return Err(PolicyError::ParamsInData);
        }
        let (modules, mut mistakes) = parse(sources);
        let (tests, modules): (Vec<_>, Vec<_>) =
            modules.into_iter().partition(|(module, _)| is_test_path(&module.file.path));
        mistakes.extend(tests.iter().flat_map(|(module, _)| rules::among_tests(module)));
        let built_in: Vec<bool> = modules.iter().map(|(_, built_in)| *built_in).collect();
        let modules: Vec<Module> = modules.into_iter().map(|(module, _)| module).collect();
        if !mistakes.is_empty() {
            // Without the files that cannot be read, only what is wrong with the rules of the others can be told.
            if let Ok(program) = resolve::resolve(&modules, None, &resolve::Options::default()) {
                rules::collect(&program, &built_in, &mut mistakes);
            }
            Mistakes::check(std::mem::take(&mut mistakes))?;
        }
        mistakes.extend(reserved::refuse(&modules, &built_in));
        let params = params::declared(&modules, &mut mistakes);

        let options = resolve::Options {
            undefined_names: true,
            base_data: data.fields().map(|(name, _)| vec![name.into()]).collect(),
            ..resolve::Options::default()
        };
        let mut program = match resolve::resolve(&modules, None, &options) {
            Ok(program) => program,
            Err(found) => {
                mistakes.extend(found);
                return Err(Mistakes::check(mistakes)
                    .err()
                    .map_or_else(nothing, PolicyError::from));
            }
        };
        mistakes.extend(check::check(&mut program));
        let (types, found) = typing::infer(&program, &schemas(&params, &data));
        mistakes.extend(found);
        let drafts = rules::collect(&program, &built_in, &mut mistakes);
        mistakes.extend(lint::worst(&program, &types));
        Mistakes::check(mistakes)?;

        let own_rule = drafts.iter().any(|draft| !draft.rule.built_in);
        let own_files = modules.iter().zip(&built_in).filter(|(_, built_in)| !**built_in);
        let own_files: Vec<String> =
            own_files.map(|(module, _)| module.file.path.to_string()).collect();
        if drafts.is_empty() || (!own_rule && !own_files.is_empty()) {
            return Err(PolicyError::NoRules { files: list(&own_files) });
        }

        let mut asked = BTreeMap::new();
        for (number, draft) in drafts.iter().enumerate() {
            let document = draft.document(&program, number);
            asked.insert(draft.rule.id.clone(), draft.asked(&program, program.documents.len()));
            program.documents.push(document);
        }
        let loaded = Loaded::new(&program, false)?;
        let files: BTreeMap<String, Digest> = sources
            .iter()
            .filter(|source| !is_test_path(&source.path))
            .map(|source| (source.path.clone(), Digest::sha256(source.text.as_bytes())))
            .collect();
        let manifest: Vec<String> =
            files.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect();
        Ok(Self {
            rules: drafts.into_iter().map(|draft| draft.rule).collect(),
            asked,
            params,
            data,
            files,
            own: own_files.into_iter().collect(),
            texts: sources
                .iter()
                .map(|source| (source.path.clone(), source.text.clone()))
                .collect(),
            digest: Digest::sha256(manifest.concat().as_bytes()),
            program,
            types,
            loaded,
        })
    }

    /// The same policies under other limits.
    #[must_use]
    pub fn limited(self, limits: Limits) -> Self {
        Self { loaded: self.loaded.limited(limits), ..self }
    }

    /// Findings about the files that are not the library's.
    pub fn lint(&self) -> Vec<lint::Finding> {
        let mut findings =
            lint::lint(&self.program, &self.types, Type::from_schema(&input::schema()));
        findings.retain(|finding| self.own.contains(finding.mistake.path()));
        findings
    }

    /// How many files are not the library's.
    pub fn own_files(&self) -> usize {
        self.own.len()
    }

    /// The references of which the path is known only when they are evaluated: each is a place that no check sees through.
    pub fn dynamic_references(&self) -> Vec<Mistake> {
        let dynamic = self.types.dynamic().into_iter().map(|place| {
            self.program
                .mistake(
                    place,
                    "dynamic",
                    "the path of this reference is not known before evaluation",
                )
                .severity(miette::Severity::Advice)
        });
        dynamic.filter(|mistake| self.own.contains(mistake.path())).collect()
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
        match rego::parse::parse(&source.path, &source.text, source.version) {
            Ok(module) => modules.push((module, source.built_in)),
            Err(found) => mistakes.extend(found),
        }
    }
    (modules, mistakes)
}

/// What is known of `input` and of `data` before anything is evaluated.
fn schemas(params: &BTreeMap<String, Param>, data: &Document) -> typing::Schemas {
    let properties: serde_json::Map<String, Value> =
        params.iter().map(|(name, param)| (name.clone(), param.schema.clone())).collect();
    let params = json!({"type": "object", "properties": properties, "additionalProperties": false});
    // Of other data it is known what there is at its root, and nothing more.
    let mut roots: serde_json::Map<String, Value> =
        data.fields().map(|(name, _)| (name.to_owned(), json!({}))).collect();
    roots.insert("params".to_owned(), params);
    let all = json!({"type": "object", "properties": roots, "additionalProperties": false});
    typing::Schemas {
        input: Some(input::schema()),
        data: BTreeMap::from([(Vec::new(), all)]),
        ..typing::Schemas::default()
    }
}

/// Whether a file holds tests, by its name: as OPA has it, `…_test.rego`.
pub fn is_test_path(path: &str) -> bool {
    path.ends_with("_test.rego")
}

fn nothing() -> PolicyError {
    PolicyError::NoRules { files: list(&[]) }
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
    /// Data stands where the parameters of the gate are.
    #[error("there is data at `data.params`, where the parameters of the gate are")]
    #[diagnostic(
        code(gatewright::policy::params),
        help("give the data another name; parameters are given by the gate file and by `--param`")
    )]
    ParamsInData,
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

//! From files of policy to a program: everything that is wrong with them is said here.

use crate::rego::ast::{Module, Version};
use crate::rego::ir::Program;
use crate::rego::parse::{self, Query};
use crate::rego::signatures::Signature;
use crate::rego::{Mistake, check, resolve, typing};

/// How files are read and resolved.
#[derive(Debug, Clone, Default)]
pub struct Language {
    /// The language of files that do not say it themselves.
    pub version: Version,
    /// Builtins beside OPA's own.
    pub extra: Vec<&'static Signature>,
}

/// Parses each file.
pub(super) fn parse(
    files: &[super::Source],
    language: &Language,
) -> Vec<Result<Module, Vec<Mistake>>> {
    files.iter().map(|file| parse::parse(&file.path, &file.text, language.version)).collect()
}

/// Resolves and checks files, and a query over them, as OPA's compiler does.
pub(super) fn compile(
    modules: &[Module],
    query: Option<&Query>,
    language: &Language,
) -> Result<Program, Vec<Mistake>> {
    let options = resolve::Options { extra: language.extra.clone(), ..resolve::Options::default() };
    let mut program = resolve::resolve(modules, query, &options)?;
    let mut mistakes = check::check(&mut program);
    if mistakes.is_empty() {
        mistakes = typing::infer(&program, &typing::Schemas::default()).1;
    }
    if mistakes.is_empty() { Ok(program) } else { Err(mistakes) }
}

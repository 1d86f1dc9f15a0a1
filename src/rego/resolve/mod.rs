//! Says what each name means: [`ast`] in, [`ir`] out. Follows the stages of OPA's compiler up to its safety check, which is
//! in [`super::check`]: imports, the tree of all documents, the scopes of variables, calls, `with`, and the order in which
//! OPA takes a nested expression apart, for on that order depends what a negation means.
//!
//! A file here is a stage: `tree` and `conflicts` read the heads of all rules, `names` the imports of a file,
//! `clause` a rule, `body` its literals, `term` and `call` what they hold.

use crate::rego::ast;
use crate::rego::ir::{self, Clause, Document, Local, LocalId, Place, Program};
use crate::rego::parse::Query;
use crate::rego::signatures::Signature;
use crate::rego::{File, Mistake};
use names::Names;
use scope::Scopes;
use std::collections::{BTreeMap, BTreeSet};
pub(in crate::rego) use suggest::nearest;
use tree::Tree;

mod assign;
mod body;
mod call;
mod clause;
mod conflicts;
mod declared;
mod logical;
mod metadata;
mod names;
mod query;
mod scope;
mod suggest;
mod term;
mod tree;
mod undeclared;
mod unknown;
pub(in crate::rego) mod visit;
mod with;

#[cfg(test)]
pub(in crate::rego) mod show;
#[cfg(test)]
mod tests;

const CODE_IMPORT: &str = "gatewright::rego::import";
const CODE_SCOPE: &str = "gatewright::rego::scope";
const CODE_UNUSED: &str = "gatewright::rego::unused";
const CODE_CALL: &str = "gatewright::rego::call";
const CODE_REFUSED: &str = "gatewright::rego::refused";
const CODE_CONFLICT: &str = "gatewright::rego::conflict";
const CODE_WITH: &str = "gatewright::rego::with";
const CODE_UNKNOWN: &str = "gatewright::rego::unknown_name";
const CODE_HEAD: &str = "gatewright::rego::head";

/// How a program is resolved.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// As OPA's `--strict`: unused variables, parameters and imports are mistakes.
    pub strict: bool,
    /// Builtins beside OPA's own.
    pub extra: Vec<&'static Signature>,
    /// A reference to a name that no rule of its package defines is a mistake. OPA calls it undefined, and a rule that needs
    /// it never fires; so this is what a gate wants, and not what `eval` wants.
    pub undefined_names: bool,
    /// Where base data may be, without `data`: what is at, above or below these paths is never an undefined name.
    pub base_data: Vec<Vec<Box<str>>>,
}

/// Resolves files, and a query over them.
pub fn resolve(
    modules: &[ast::Module],
    query: Option<&Query>,
    options: &Options,
) -> Result<Program, Vec<Mistake>> {
    let too_long = tree::too_long(modules);
    if !too_long.is_empty() {
        return Err(too_long);
    }
    let within = tree::packages_within_documents(modules);
    if !within.is_empty() {
        return Err(within);
    }
    let tree = Tree::of(modules);
    let mut resolver = Resolver::new(modules, query, options, &tree);
    conflicts::find(&tree, &mut resolver);
    resolver.modules();
    let query = query.map(|query| resolver.query(query));
    resolver.unknown_names();
    if resolver.mistakes.is_empty() {
        return Ok(Program { query, ..resolver.program });
    }
    Err(resolver.mistakes)
}

/// What is known while a program is resolved.
struct Resolver<'a> {
    sources: &'a [ast::Module],
    files: Vec<&'a File>,
    options: &'a Options,
    tree: &'a Tree,
    program: Program,
    mistakes: Vec<Mistake>,
    /// References into packages that lead to no document.
    unknown: Vec<(Vec<Box<str>>, Place)>,
    /// What `with` replaces in `data`.
    replaced: Vec<Vec<Box<str>>>,
    /// The file that is read.
    module: u32,
    names: Names,
    /// What the bodies around declare anywhere in them: no rule or import is meant by such a name.
    declared: Vec<BTreeSet<Box<str>>>,
    scopes: Scopes,
    /// The variables of the definition that no scope declares.
    undeclared: BTreeMap<Box<str>, LocalId>,
    /// What `rego.metadata` is about.
    annotated: Option<metadata::Rule<'a>>,
}

impl<'a> Resolver<'a> {
    fn new(
        sources: &'a [ast::Module],
        query: Option<&'a Query>,
        options: &'a Options,
        tree: &'a Tree,
    ) -> Self {
        let documents = tree.documents.iter().map(|(path, kind, place)| Document {
            path: path.clone(),
            kind: *kind,
            default: None,
            clauses: Vec::new(),
            place: *place,
        });
        let modules = sources.iter().map(|module| ir::Module {
            file: module.file.clone(),
            package: module.package.path.clone(),
            annotations: module.annotations.clone(),
        });
        let query_module = query.map(|query| ir::Module {
            file: query.file.clone(),
            package: Vec::new(),
            annotations: Vec::new(),
        });
        Self {
            sources,
            files: sources
                .iter()
                .map(|module| &module.file)
                .chain(query.map(|query| &query.file))
                .collect(),
            options,
            tree,
            program: Program {
                modules: modules.chain(query_module).collect(),
                documents: documents.collect(),
                ..Program::default()
            },
            mistakes: Vec::new(),
            unknown: Vec::new(),
            replaced: Vec::new(),
            module: 0,
            names: Names::default(),
            declared: Vec::new(),
            scopes: Scopes::default(),
            undeclared: BTreeMap::new(),
            annotated: None,
        }
    }

    fn modules(&mut self) {
        let exports = names::exports(self.sources);
        for (module, number) in self.sources.iter().zip(0..) {
            self.module = number;
            let rules = &exports[&*module.package.path];
            self.names = Names::of(module, rules, self.options, &mut self.mistakes);
            for rule in &module.rules {
                self.rule(module, rule);
            }
            if self.options.strict {
                self.unused_imports();
            }
        }
    }

    fn unused_imports(&mut self) {
        let unused: Vec<_> =
            self.names.unused().map(|(name, span)| (name.to_owned(), span)).collect();
        for (name, span) in unused {
            self.mistake(
                span,
                CODE_UNUSED,
                format!("the import `{name}` is never used"),
                "delete it",
            );
        }
    }

    fn place(&self, span: ast::Span) -> Place {
        Place { module: self.module, span }
    }

    /// Notes a mistake in the file that is read.
    fn mistake(
        &mut self,
        span: ast::Span,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.mistake_at(self.place(span), code, message, help);
    }

    fn mistake_at(
        &mut self,
        place: Place,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let span = place.span.start as usize..place.span.end as usize;
        let file = self.files[place.module as usize];
        self.mistakes.push(file.mistake(span, code, message).help(help));
    }

    /// A variable that no other is.
    fn fresh(&mut self, name: &str, place: Place) -> LocalId {
        let number = u32::try_from(self.program.locals.len())
            .expect("a program has fewer than 2³² variables");
        self.program.locals.push(Local { name: name.into(), place, assigned: false });
        LocalId(number)
    }

    fn clauses(&mut self, document: ir::DocumentId) -> &mut Vec<Clause> {
        &mut self.program.documents[document.0 as usize].clauses
    }
}

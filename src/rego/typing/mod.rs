//! Types: what OPA's type checker finds, and what a gate must not let pass beyond it.
//!
//! Documents are typed in the order in which they need each other (`order`), clause by clause (`documents`), literal by
//! literal (`bodies`), term by term (`terms`, `references`). A variable has the type of its first use, as under OPA, so
//! that exactly what OPA refuses is refused. With schemas, what is never there and strings that are never equal
//! (`strings`) are refused too; otherwise, what OPA lets pass is a warning at most.

use super::Mistake;
use super::ir::{Place, Program};
use super::types::Type;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

mod annotated;
mod bodies;
mod calls;
mod checker;
mod documents;
mod order;
mod references;
mod replacing;
mod strings;
mod terms;
mod tree;
mod unify;
mod uses;

pub use uses::Uses;

/// What is known of the values that policies are given. Nothing at all where policies are only evaluated.
#[derive(Debug, Clone, Default)]
pub struct Schemas {
    /// Of `input`.
    pub input: Option<Value>,
    /// Of base data, by path without `data`.
    pub data: BTreeMap<Vec<Box<str>>, Value>,
    /// By name, without `schema`: those that METADATA refers to.
    pub named: BTreeMap<Vec<Box<str>>, Value>,
}

impl Schemas {
    /// Whether anything is known. As under `opa eval`, METADATA with schemas counts only then.
    pub fn given(&self) -> bool {
        self.input.is_some() || !self.data.is_empty() || !self.named.is_empty()
    }
}

/// What is known of a program.
#[derive(Debug, Clone, Default)]
pub struct Types {
    /// The type of each document, of a function that of its result.
    pub documents: Vec<Type>,
    /// The type of each variable.
    pub locals: Vec<Type>,
    /// What each document reads and needs.
    pub uses: Vec<Uses>,
    /// What the query reads and needs.
    pub query: Uses,
    /// What OPA lets pass, and what nobody can have meant.
    pub warnings: Vec<Mistake>,
}

impl Types {
    /// References with a step that is not constant, in the order of the files.
    pub fn dynamic(&self) -> BTreeSet<Place> {
        self.uses.iter().chain([&self.query]).flat_map(|uses| &uses.dynamic).copied().collect()
    }
}

/// Types the program, whose bodies are in an order in which they can be evaluated and in which nothing is recursive.
pub fn infer(program: &Program, schemas: &Schemas) -> (Types, Vec<Mistake>) {
    let uses = uses::of_documents(program);
    let mut checker = checker::Checker::new(program, schemas, &uses);
    for id in order::needed_first(&uses) {
        checker.document(id);
    }
    if let Some(query) = &program.query {
        checker.query(&query.body);
    }
    checker.finish(uses)
}

#[cfg(test)]
mod tests;

//! METADATA that says of what schema something is.

use super::checker::{By, Checker, Given, TYPE};
use super::tree::Tree;
use crate::rego::annotations::{Annotations, SchemaSource, Scope};
use crate::rego::ir::{Clause, Document, Place};
use crate::rego::types::Type;
use std::rc::Rc;

impl Checker<'_> {
    /// What a clause is given: what all are given, overridden by what METADATA says of packages, of the document and of the
    /// rule, in this order.
    pub(super) fn given_to(&mut self, document: &Document, clause: &Clause) -> Given {
        let mut given = self.given.clone();
        if !self.schemas.given() {
            return given;
        }
        let program = self.program;
        let package = &program.modules[clause.place.module as usize].package;
        let mut above: Vec<_> =
            program.modules.iter().filter(|module| package.starts_with(&module.package)).collect();
        above.sort_by_key(|module| module.package.len());
        let scoped = |scope| move |annotations: &&Annotations| annotations.scope == scope;
        let subpackages =
            above.iter().flat_map(|module| &module.annotations).filter(scoped(Scope::Subpackages));
        let own = above.iter().filter(|module| module.package == *package);
        let packages = own.flat_map(|module| &module.annotations).filter(scoped(Scope::Package));
        let documents = document
            .clauses
            .iter()
            .flat_map(|clause| &clause.annotations)
            .filter(scoped(Scope::Document));
        let rules = clause.annotations.iter().filter(scoped(Scope::Rule));
        for annotations in subpackages.chain(packages).chain(documents).chain(rules) {
            for (path, source) in &annotations.schemas {
                if let Some(of) = self.schema(clause.head, source) {
                    given.override_with(path, of);
                }
            }
        }
        given
    }

    fn schema(&mut self, place: Place, source: &SchemaSource) -> Option<Type> {
        let name = match source {
            SchemaSource::Inline(schema) => return Some(Type::from_schema(schema)),
            SchemaSource::Named(name) => name,
        };
        let input = matches!(&name[..], [] | [_]) && name.iter().all(|name| **name == *"input");
        let own = self.schemas.input.as_ref().filter(|_| input);
        let schema = self.schemas.named.get(name).or(own);
        // A gate that is given no schemas by name knows nothing of those that are meant for other tools.
        if schema.is_none() && !self.schemas.named.is_empty() {
            let mistake = self
                .program
                .mistake(place, TYPE, format!("there is no schema `{}`", name.join(".")))
                .label("its METADATA refers to it");
            self.report(By::Opa, mistake);
        }
        schema.map(Type::from_schema)
    }
}

impl Given {
    fn override_with(&mut self, path: &[Box<str>], of: Type) {
        match path.split_first() {
            Some((root, path)) if **root == *"input" => {
                self.input = Rc::new(Tree::of(self.input.extent().overridden(path, of)));
            }
            Some((root, path)) if **root == *"data" => {
                self.data = Rc::new(Tree::of(self.data.extent().overridden(path, of.clone())));
                self.documents.push((path.to_vec(), of));
            }
            _ => {}
        }
    }
}

//! Documents: what their clauses add up to.

use super::checker::{Checker, Known};
use super::tree::Tree;
use super::unify::Shape;
use super::uses::chain;
use crate::rego::ir::{Body, Clause, Document, DocumentId, Kind, Output, Term};
use crate::rego::types::Type;
use std::rc::Rc;

impl Checker<'_> {
    /// Types a document of which all that it needs is typed.
    pub(super) fn document(&mut self, id: DocumentId) {
        let document = self.program.document(id);
        let known = match document.kind {
            Kind::Function(arity) => self.function(document, arity),
            _ => self.rules(document),
        };
        self.documents[id.0 as usize] = known;
    }

    /// A query.
    pub(super) fn query(&mut self, body: &Body) {
        self.scoped(|inside| inside.body(body));
    }

    /// Where there are mistakes in a clause, the document can be anything, so that nothing follows from them.
    fn rules(&mut self, document: &Document) -> Known {
        let mut tree = Tree::default();
        if let Some(default) = &document.default {
            tree.add(&[], self.scoped(|inside| inside.value(&default.value)));
        }
        let mistakes = self.mistakes();
        self.each_clause(document, |inside, _, clause| {
            let keys = inside.each(&clause.keys);
            let of = inside.output(&clause.output);
            let of = inside.bounded(of, clause.place);
            let constant = keys.iter().map_while(|key| match key {
                Shape::Constant(key) => Some(key.clone()),
                _ => None,
            });
            let constant: Vec<_> = constant.collect();
            let rest = keys[constant.len()..].iter().rev();
            let of = rest.fold(of, |of, key| {
                Type::object_of(inside.own_type_of(key).unwrap_or_default(), of)
            });
            tree.add(&constant, of);
        });
        if self.mistakes() > mistakes { Known::Anything } else { Known::Value(Rc::new(tree)) }
    }

    fn function(&mut self, document: &Document, arity: usize) -> Known {
        let mut known = document.default.as_ref().map(|default| {
            let result = self.scoped(|inside| inside.value(&default.value));
            (vec![Type::Any; arity], result)
        });
        let mistakes = self.mistakes();
        self.each_clause(document, |inside, first, clause| {
            let (Output::Value(output) | Output::Member(output)) = &clause.output;
            let output = inside.term(output);
            let params = if clause.params.is_empty() { &first.params } else { &clause.params };
            let params: Vec<_> = params.iter().map(|param| inside.param(param)).collect();
            let result = inside.own_type_of(&output).unwrap_or_default();
            let result = inside.bounded(result, clause.place);
            known = Some(match known.take() {
                None => (params, result),
                Some((known, results)) => {
                    let either = known.into_iter().zip(params).map(|(one, other)| one.or(other));
                    (either.collect(), results.or(result))
                }
            });
        });
        match known {
            Some((params, result)) if self.mistakes() == mistakes => {
                Known::Function(params, result)
            }
            _ => Known::Anything,
        }
    }

    fn each_clause(
        &mut self,
        document: &Document,
        mut head: impl FnMut(&mut Self, &Clause, &Clause),
    ) {
        for first in &document.clauses {
            let given = self.given_to(document, first);
            let outside = std::mem::replace(&mut self.given, given);
            for clause in chain(first) {
                self.scoped(|inside| {
                    inside.body(&clause.body);
                    head(inside, first, clause);
                });
            }
            self.given = outside;
        }
    }

    fn output(&mut self, output: &Output) -> Type {
        match output {
            Output::Value(term) => self.value(term),
            Output::Member(term) => Type::set_of(self.value(term)),
        }
    }

    /// Parameters that the body says nothing of can be anything.
    fn param(&mut self, param: &Term) -> Type {
        let shape = self.term(param);
        if self.type_of(&shape).is_none() {
            self.bind_all(&shape);
        }
        self.own_type_of(&shape).unwrap_or_default()
    }
}

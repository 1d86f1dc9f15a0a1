//! Documents: what their clauses add up to.

use super::checker::{Checker, Known};
use super::uses::chain;
use crate::rego::ir::{Body, Clause, Document, DocumentId, Kind, Output};
use crate::rego::types::Type;

impl Checker<'_> {
    /// Types a document of which all that it needs is typed.
    pub(super) fn document(&mut self, id: DocumentId) {
        let document = self.program.document(id);
        let mut known = self.default(document);
        for first in &document.clauses {
            let given = self.given_to(document, first);
            let outside = std::mem::replace(&mut self.given, given);
            for clause in chain(first) {
                let of = self.clause(document, first, clause);
                known = Some(match known {
                    Some(known) => known.merge(of),
                    None => of,
                });
            }
            self.given = outside;
        }
        self.documents[id.0 as usize] = known;
    }

    fn default(&mut self, document: &Document) -> Option<Known> {
        let of = document
            .default
            .as_ref()
            .map(|default| self.scoped(|inside| inside.value(&default.value)))?;
        Some(match document.kind {
            Kind::Function(arity) => Known::Function(vec![Type::Any; arity], of),
            _ => Known::Value(of),
        })
    }

    fn clause(&mut self, document: &Document, first: &Clause, clause: &Clause) -> Known {
        let params = if clause.params.is_empty() { &first.params } else { &clause.params };
        let mistakes = self.mistakes();
        let known = self.scoped(|inside| {
            inside.body(&clause.body);
            let keys: Vec<Type> = clause.keys.iter().map(|key| inside.value(key)).collect();
            let of = match &clause.output {
                Output::Value(term) => inside.value(term),
                Output::Member(term) => Type::set_of(inside.value(term)),
            };
            match document.kind {
                Kind::Function(_) => {
                    let params = params.iter().map(|param| {
                        let shape = inside.term(param);
                        inside.param(&shape)
                    });
                    Known::Function(params.collect(), of)
                }
                _ => Known::Value(
                    keys.into_iter().rev().fold(of, |of, key| Type::object_of(key, of)),
                ),
            }
        });
        if self.mistakes() > mistakes { Known::Anything } else { known }
    }

    pub(super) fn query(&mut self, body: &Body) {
        self.scoped(|inside| inside.body(body));
    }

    /// Parameters that the body says nothing of can be anything.
    fn param(&mut self, shape: &super::unify::Shape) -> Type {
        if self.type_of(shape).is_none() {
            self.bind_all(shape);
        }
        self.type_of(shape).unwrap_or_default()
    }
}

impl Known {
    fn merge(self, other: Self) -> Self {
        match (self, other) {
            (Self::Value(one), Self::Value(other)) => Self::Value(one.merge(other)),
            (Self::Function(one, result), Self::Function(other, another)) => {
                let args = one.into_iter().zip(other).map(|(one, other)| one.or(other));
                Self::Function(args.collect(), result.or(another))
            }
            _ => Self::Anything,
        }
    }
}

impl Type {
    /// What two definitions of one document add up to: objects of which no key is known, and sets, become one.
    fn merge(self, other: Self) -> Self {
        match (self, other) {
            (Self::Set(one), Self::Set(other)) => Self::set_of(one.or(*other)),
            (
                Self::Object { fields, others: Some(one) },
                Self::Object { fields: more, others: Some(other) },
            ) if fields.is_empty() && more.is_empty() => {
                Self::object_of(one.0.or(other.0), one.1.merge(other.1))
            }
            (one, other) => one.or(other),
        }
    }
}

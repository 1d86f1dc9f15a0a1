//! Terms: what is wrong in them is reported, and what is left is their shape.

use super::checker::Checker;
use super::unify::Shape;
use crate::rego::ir::{Body, Term, TermKind};
use crate::rego::types::{Key, Type};

impl Checker<'_> {
    /// Checks a term and all below it.
    pub(super) fn term(&mut self, term: &Term) -> Shape {
        match &term.kind {
            TermKind::Null => Shape::Constant(Key::Null),
            TermKind::Bool(value) => Shape::Constant(Key::Bool(*value)),
            TermKind::Number(text) => Shape::Constant(Key::Number(text.clone())),
            TermKind::String(text) => Shape::Constant(Key::String(text.clone())),
            TermKind::Local(id) => Shape::Local(*id),
            TermKind::Array(items) => Shape::Array(self.each(items)),
            TermKind::Set(items) => Shape::Set(self.each(items)),
            TermKind::Object(fields) => Shape::Object(
                fields.iter().map(|(key, value)| (self.term(key), self.term(value))).collect(),
            ),
            TermKind::ArrayOf(head, body) => {
                Shape::Known(self.closure(body, |inside| Type::array_of(inside.value(head))))
            }
            TermKind::SetOf(head, body) => {
                Shape::Known(self.closure(body, |inside| Type::set_of(inside.value(head))))
            }
            TermKind::ObjectOf(key, value, body) => {
                Shape::Known(self.closure(body, |inside| {
                    Type::object_of(inside.value(key), inside.value(value))
                }))
            }
            TermKind::Ref(root, steps) => Shape::Known(self.reference(term, root, steps)),
            TermKind::Call(callee, args) => Shape::Known(self.call(term, *callee, args)),
            TermKind::Template(parts) => {
                for part in parts {
                    self.apart(part);
                }
                Shape::Known(Type::String)
            }
        }
    }

    /// Checks a term, of which only the type matters.
    pub(super) fn value(&mut self, term: &Term) -> Type {
        let shape = self.term(term);
        self.own_type_of(&shape).unwrap_or_default()
    }

    /// Checks a term that may be undefined, as if it were the only one in a comprehension.
    pub(super) fn apart(&mut self, term: &Term) {
        self.closure(&Body::default(), |inside| inside.value(term));
    }

    pub(super) fn each(&mut self, terms: &[Term]) -> Vec<Shape> {
        terms.iter().map(|term| self.term(term)).collect()
    }

    /// A comprehension. Where there are mistakes in it, it can be anything, so that nothing follows from them.
    fn closure(&mut self, body: &Body, head: impl FnOnce(&mut Self) -> Type) -> Type {
        let unchecked = std::mem::replace(&mut self.unchecked, false);
        let mistakes = self.mistakes();
        let of = self.scoped(|inside| {
            inside.body(body);
            head(inside)
        });
        self.unchecked = unchecked;
        if self.mistakes() > mistakes { Type::Any } else { of }
    }
}

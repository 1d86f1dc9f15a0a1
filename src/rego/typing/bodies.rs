//! Bodies: their literals in turn.

use super::checker::{By, Checker, TYPE};
use super::unify::Shape;
use crate::rego::ir::{Body, Callee, Literal, LiteralKind, LocalId, Place, Term, TermKind};
use std::borrow::Cow;

impl Checker<'_> {
    pub(super) fn body(&mut self, body: &Body) {
        for literal in &body.literals {
            let looked = self.looked_at_untyped.replace(false);
            self.literal(literal);
            self.looked_at_untyped.set(looked || self.looked_at_untyped.get());
        }
    }

    fn literal(&mut self, literal: &Literal) {
        self.replacing(&literal.with, |inside| inside.condition(literal));
    }

    fn condition(&mut self, literal: &Literal) {
        match &literal.kind {
            LiteralKind::Test(term) => self.test(term),
            LiteralKind::Unify(left, right) => self.equal(literal.place, left, right),
            LiteralKind::Iterate { key, value, over } => {
                self.iterate(literal.place, key.as_ref(), value, over);
            }
            LiteralKind::Every { key, value, domain, body } => {
                self.every(*key, *value, domain, body);
            }
            LiteralKind::Not(body) => {
                let negated = self.negated;
                self.negated = !negated;
                if body.open {
                    self.body(body);
                } else {
                    self.unchecked_body(body);
                }
                self.negated = negated;
            }
            LiteralKind::Any(bodies) => {
                for body in bodies {
                    self.unchecked_body(body);
                }
            }
        }
    }

    fn test(&mut self, term: &Term) {
        match &term.kind {
            TermKind::Call(Callee::Builtin(builtin), args)
                if builtin.name == "equal" && args.len() == 2 =>
            {
                self.equal(term.place, &args[0], &args[1]);
            }
            _ => {
                self.term(term);
            }
        }
    }

    /// Both sides are made equal: `=`, `:=`, and `==` where it is a condition by itself.
    fn equal(&mut self, place: Place, left: &Term, right: &Term) {
        let (a, b) = (self.term(left), self.term(right));
        self.compare_strings((left, &a), (right, &b));
        if !self.unify(&a, &b) {
            let (a, b) = (self.own_type_of(&a), self.own_type_of(&b));
            let (a, b) = (a.unwrap_or_default(), b.unwrap_or_default());
            let mistake = self
                .program
                .mistake(place, TYPE, format!("`{a}` and `{b}` are never equal"))
                .label("never holds")
                .help("compare what is of the same type");
            self.report(self.by(), mistake);
        }
    }

    fn iterate(&mut self, place: Place, key: Option<&Term>, value: &Term, over: &Term) {
        let shape = self.term(over);
        let of = self.own_type_of(&shape).unwrap_or_default();
        let key = key.map(|key| self.term(key));
        let values = match &key {
            Some(shape) => self.step(&of, shape),
            None => of.values(),
        };
        let Some(values) = values else {
            let mistake = self
                .program
                .mistake(over.place, TYPE, format!("`{of}` is not gone through like this"))
                .label("there is nothing to go through")
                .help("`some … in` goes through arrays, objects and sets");
            return self.report(self.by(), mistake);
        };
        let found = Shape::Known(values.into_owned());
        let pattern = self.term(value);
        self.compare_strings((value, &pattern), (over, &found));
        if !self.unify(&pattern, &found) {
            let pattern = self.own_type_of(&pattern).unwrap_or_default();
            let values = self.own_type_of(&found).unwrap_or_default();
            let mistake = self
                .program
                .mistake(place, TYPE, format!("`{pattern}` is never among `{values}`"))
                .label("never holds");
            self.report(self.by(), mistake);
        }
    }

    fn every(&mut self, key: Option<LocalId>, value: LocalId, domain: &Term, body: &Body) {
        let of = self.value(domain);
        let (keys, values) = (of.keys().map(Cow::into_owned), of.values().map(Cow::into_owned));
        if keys.is_none() {
            let mistake = self
                .program
                .mistake(domain.place, TYPE, format!("`every` does not go through `{of}`"))
                .label("never holds")
                .help("`every` goes through arrays, objects and sets");
            self.report(By::Nobody, mistake);
        }
        self.unchecked(|inside| {
            if let Some(key) = key {
                inside.bind(key, keys.unwrap_or_default());
            }
            inside.bind(value, values.unwrap_or_default());
            inside.body(body);
        });
    }

    fn unchecked_body(&mut self, body: &Body) {
        self.unchecked(|inside| inside.body(body));
    }

    fn unchecked(&mut self, inside: impl FnOnce(&mut Self)) {
        let unchecked = std::mem::replace(&mut self.unchecked, true);
        self.scoped(inside);
        self.unchecked = unchecked;
    }
}

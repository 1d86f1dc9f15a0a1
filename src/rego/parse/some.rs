//! `some` and `every`.

use super::{Parsed, Parser};
use crate::rego::ast::{LiteralKind, Name, Term, TermKind};

const SOME_HELP: &str =
    "write `some x, y`, `some x in collection` or `some key, value in collection`";
const EVERY_HELP: &str =
    "write `every x in collection { … }` or `every key, value in collection { … }`";

impl Parser<'_> {
    /// `some x, y`, `some x in xs`, `some k, v in xs`.
    pub(super) fn some(&mut self) -> Parsed<LiteralKind> {
        self.at += 1;
        let first = self.relation()?;
        let mut height = self.height;
        if self.takes_in() {
            let collection = self.relation()?;
            self.height = self.height.max(height);
            return Ok(LiteralKind::SomeIn { key: None, value: first, collection });
        }
        let mut names = Vec::new();
        let mut last = first;
        while self.take(",") {
            let next = self.relation()?;
            height = height.max(self.height);
            if names.is_empty() && self.takes_in() {
                let collection = self.relation()?;
                self.height = self.height.max(height);
                return Ok(LiteralKind::SomeIn { key: Some(last), value: next, collection });
            }
            names.push(self.declared(last)?);
            last = next;
        }
        names.push(self.declared(last)?);
        self.height = 0;
        Ok(LiteralKind::Some(names))
    }

    /// `in.x` on the next line is a condition by itself.
    fn takes_in(&mut self) -> bool {
        !self.is_reference_at(self.at) && self.take("in")
    }

    fn declared(&mut self, term: Term) -> Parsed<Name> {
        match term.kind {
            TermKind::Var(text) => Ok(Name { text, span: term.span }),
            _ => self.refuse(term.span, "`some` declares names", SOME_HELP),
        }
    }

    /// `every x in xs { … }`, `every k, v in xs { … }`.
    pub(super) fn every(&mut self) -> Parsed<LiteralKind> {
        self.at += 1;
        let first = self.name("a name", EVERY_HELP)?;
        let second = if self.take(",") { Some(self.name("a name", EVERY_HELP)?) } else { None };
        let (key, value) = match second {
            Some(value) => (Some(first), value),
            None => (None, first),
        };
        self.expect("in", EVERY_HELP)?;
        let domain = self.relation()?;
        let height = self.height;
        let body = self.body()?;
        self.grow(self.height.max(height), body.span)?;
        Ok(LiteralKind::Every { key, value, domain, body })
    }
}

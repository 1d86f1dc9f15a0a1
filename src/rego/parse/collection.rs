//! Arrays, sets, objects and comprehensions.

use super::{Parsed, Parser};
use crate::rego::ast::{Body, Term, TermKind};

impl Parser<'_> {
    /// Elements up to what closes them, which is read too. A comma may follow the last.
    pub(super) fn list(&mut self, close: &str) -> Parsed<Vec<Term>> {
        self.height = 0;
        self.list_from(Vec::new(), close)
    }

    fn list_from(&mut self, mut items: Vec<Term>, close: &str) -> Parsed<Vec<Term>> {
        let mut height = self.height;
        while !self.take(close) {
            items.push(self.element()?);
            height = height.max(self.height);
            self.comma(close)?;
        }
        self.height = height;
        Ok(items)
    }

    fn comma(&mut self, close: &str) -> Parsed<()> {
        if self.is(close) || self.take(",") {
            return Ok(());
        }
        self.unexpected(&format!("`,` or `{close}`"), "separate what stands in brackets by commas")
    }

    fn list_after(&mut self, first: Term, close: &str) -> Parsed<Vec<Term>> {
        self.comma(close)?;
        self.list_from(vec![first], close)
    }

    pub(super) fn array(&mut self) -> Parsed<Term> {
        let open = self.at;
        self.at += 1;
        let kind = if self.take("]") {
            TermKind::Array(Vec::new())
        } else {
            let start = self.at;
            let first = self.operand()?;
            if self.begins_comprehension(open) {
                let body = self.comprehension("]")?;
                TermKind::ArrayOf(Box::new(first), body)
            } else {
                let first = self.element_from(start, first)?;
                TermKind::Array(self.list_after(first, "]")?)
            }
        };
        self.collection(open, kind)
    }

    /// A set, an object, or a comprehension of one.
    pub(super) fn braces(&mut self) -> Parsed<Term> {
        let open = self.at;
        self.at += 1;
        let kind = if self.take("}") {
            TermKind::Object(Vec::new())
        } else {
            let start = self.at;
            let first = self.operand()?;
            if self.begins_comprehension(open) {
                let body = self.comprehension("}")?;
                TermKind::SetOf(Box::new(first), body)
            } else {
                // The first key of an object has no bare union: it would be taken for a comprehension.
                let may_be_key = !self.is("|");
                let first = self.element_from(start, first)?;
                if may_be_key && self.is(":") {
                    self.object(open, first)?
                } else {
                    TermKind::Set(self.list_after(first, "}")?)
                }
            }
        };
        self.collection(open, kind)
    }

    fn collection(&mut self, open: usize, kind: TermKind) -> Parsed<Term> {
        let span = self.span_from(open);
        self.grow(self.height, span)?;
        Ok(Term { kind, span })
    }

    fn begins_comprehension(&self, open: usize) -> bool {
        self.is("|") && self.is_comprehension_at(self.at, self.tokens[open].partner)
    }

    /// The body of a comprehension, from its `|` to what closes it.
    fn comprehension(&mut self, close: &str) -> Parsed<Body> {
        let height = self.height;
        self.at += 1;
        let body = self.body_until(Some(close))?;
        self.height = self.height.max(height);
        self.expect(close, "close the comprehension")?;
        Ok(body)
    }

    /// An object of which the first key has been read.
    fn object(&mut self, open: usize, key: Term) -> Parsed<TermKind> {
        let mut height = self.height;
        self.at += 1;
        let start = self.at;
        let value = self.operand()?;
        if self.begins_comprehension(open) {
            self.height = self.height.max(height);
            let body = self.comprehension("}")?;
            return Ok(TermKind::ObjectOf(Box::new(key), Box::new(value), body));
        }
        let value = self.element_from(start, value)?;
        height = height.max(self.height);
        let mut fields = vec![(key, value)];
        self.comma("}")?;
        while !self.take("}") {
            let key = self.element()?;
            height = height.max(self.height);
            self.expect(":", "an object has keys and values: `{\"key\": value}`")?;
            let value = self.element()?;
            height = height.max(self.height);
            fields.push((key, value));
            self.comma("}")?;
        }
        self.height = height;
        Ok(TermKind::Object(fields))
    }
}

//! Bodies, and the conditions that they are made of.

use super::{Kind, Parsed, Parser};
use crate::rego::ast::{Body, Literal, LiteralKind, TermKind, With};

impl Parser<'_> {
    /// A body in braces.
    pub(super) fn body(&mut self) -> Parsed<Body> {
        let open = self.at;
        self.expect("{", "put the conditions in braces")?;
        let body = self.body_until(Some("}"))?;
        self.expect("}", "close the body")?;
        Ok(Body { braces: true, span: self.span_from(open), ..body })
    }

    /// Conditions up to what closes them, which is left, or up to the end.
    pub(super) fn body_until(&mut self, close: Option<&str>) -> Parsed<Body> {
        let start = self.at;
        let mut literals: Vec<Literal> = Vec::new();
        let mut height = 0;
        loop {
            literals.push(self.literal()?);
            height = height.max(self.height);
            if self.take(";") {
                continue;
            }
            let at_end = match close {
                Some(close) => self.is(close),
                None => self.token().kind == Kind::End,
            };
            if at_end {
                break;
            }
            if !self.token().first_on_line {
                let close = close.map_or("the end".to_owned(), |close| format!("`{close}`"));
                return self.unexpected(
                    &format!("a new line, `;` or {close}"),
                    "put each condition on a line of its own, or separate them by `;`",
                );
            }
        }
        self.height = height;
        Ok(Body { literals, span: self.span_from(start), braces: false })
    }

    /// A body without braces: one condition.
    pub(super) fn single(&mut self) -> Parsed<Body> {
        let literal = self.literal()?;
        Ok(Body { span: literal.span, literals: vec![literal], braces: false })
    }

    pub(super) fn literal(&mut self) -> Parsed<Literal> {
        let start = self.at;
        self.height = 0;
        if ["}", "]"].iter().any(|close| self.is(close)) {
            return self
                .unexpected("a condition", "write at least one; none may follow the last `;`");
        }
        let kind = if self.is_reference_at(start) {
            self.name_at = start;
            self.conditions()?
        } else if self.is("some") {
            self.some()?
        } else if self.is("every") {
            self.every()?
        } else {
            self.conditions()?
        };
        let is_declaration = matches!(kind, LiteralKind::Some(_));
        let height = self.height;
        let with = if is_declaration { Vec::new() } else { self.with()? };
        self.height = self.height.max(height);
        let span = self.span_from(start);
        if let Some(first) = with.first()
            && (self.is("and") || self.is("or"))
        {
            let operator = self.text_at(self.at);
            return self.refuse(
                first.span,
                format!("`with` on an operand of `{operator}`"),
                "put the operand in parentheses, or move `with` to the end",
            );
        }
        Ok(Literal { kind, with, span })
    }

    /// `a`, `a := b`, `a = b`.
    pub(super) fn expression(&mut self) -> Parsed<LiteralKind> {
        let left = self.term()?;
        let height = self.height;
        if self.take(":=") {
            self.refuse_root(&left)?;
            let right = self.term()?;
            self.height = self.height.max(height);
            return Ok(LiteralKind::Assign(left, right));
        }
        if self.take("=") {
            let right = self.term()?;
            self.height = self.height.max(height);
            return Ok(LiteralKind::Unify(left, right));
        }
        Ok(LiteralKind::Term(left))
    }

    /// All the `with … as …` here; none is no mistake.
    pub(super) fn with(&mut self) -> Parsed<Vec<With>> {
        let mut all = Vec::new();
        let mut height = 0;
        while self.is("with") && !self.is_reference_at(self.at) {
            let start = self.at;
            self.at += 1;
            if self.token().kind != Kind::Name || self.is_keyword_at(self.at) {
                return self.unexpected(
                    "what to replace",
                    "`with` replaces `input`, `data`, a part of them, a rule or a function",
                );
            }
            let target = self.operand()?;
            height = height.max(self.height);
            if !matches!(target.kind, TermKind::Var(_) | TermKind::Ref { .. }) {
                return self.refuse(
                    target.span,
                    "`with` cannot replace this",
                    "`with` replaces `input`, `data`, a part of them, a rule or a function",
                );
            }
            self.expect("as", "write `with TARGET as VALUE`")?;
            let value = self.term()?;
            height = height.max(self.height);
            all.push(With { target, value, span: self.span_from(start) });
        }
        self.height = height;
        Ok(all)
    }
}

//! `not`, and `and` and `or` between conditions.

use super::{Parsed, Parser};
use crate::rego::ast::{Body, Literal, LiteralKind, Logical, Operator, Span, Term, TermKind};

const BODY_HELP: &str = "braces hold conditions here; put a value in parentheses: `({1, 2} == x)`";

impl Parser<'_> {
    /// Conditions combined by `and` and `or`, or a single one, without the `with` behind them.
    pub(super) fn conditions(&mut self) -> Parsed<LiteralKind> {
        let start = self.at;
        let close = self.token().partner;
        let is_operand = self.is("{") && self.is_logical_at(close + 1);
        let first = self.condition(is_operand)?;
        if self.is("and") || self.is("or") {
            return self.logical(start, first);
        }
        self.check_alone(&first)?;
        Ok(first)
    }

    /// `a and b or c`, of which the first operand has been read.
    fn logical(&mut self, start: usize, first: LiteralKind) -> Parsed<LiteralKind> {
        let mut left = self.operand_of_logical(start, first)?;
        if self.is("and") {
            left = self.conjunction(start, left)?;
        }
        while self.take("or") {
            let next = self.at;
            let height = self.height;
            let mut right = self.next_operand()?;
            if self.is("and") {
                right = self.conjunction(next, right)?;
            }
            self.height = self.height.max(height);
            left = self.combine(start, Logical::Or, left, right)?;
        }
        Ok(left.kind)
    }

    /// `(a with input as b)` is an operand only, as OPA reads it.
    fn check_alone(&mut self, kind: &LiteralKind) -> Parsed<()> {
        let LiteralKind::Group(Body { literals, span, .. }) = kind else { return Ok(()) };
        let is_with = |literal: &Literal| {
            !literal.with.is_empty() && !matches!(literal.kind, LiteralKind::Logical { .. })
        };
        if !literals.iter().any(is_with) {
            return Ok(());
        }
        self.refuse(*span, "parentheses around a condition with `with`", "remove the parentheses")
    }

    fn conjunction(&mut self, start: usize, mut left: Literal) -> Parsed<Literal> {
        while self.take("and") {
            let height = self.height;
            let right = self.next_operand()?;
            self.height = self.height.max(height);
            left = self.combine(start, Logical::And, left, right)?;
        }
        Ok(left)
    }

    fn combine(
        &mut self,
        start: usize,
        operator: Logical,
        left: Literal,
        right: Literal,
    ) -> Parsed<Literal> {
        let span = self.span_from(start);
        self.grow(self.height, span)?;
        let (left, right) = (Box::new(left), Box::new(right));
        Ok(Literal { kind: LiteralKind::Logical { operator, left, right }, with: Vec::new(), span })
    }

    fn next_operand(&mut self) -> Parsed<Literal> {
        let start = self.at;
        let kind = self.condition(true)?;
        self.operand_of_logical(start, kind)
    }

    fn operand_of_logical(&mut self, start: usize, kind: LiteralKind) -> Parsed<Literal> {
        let span = self.span_from(start);
        let is_body = matches!(kind, LiteralKind::Group(_));
        if self.is_at(start, "{") && !is_body {
            return self.refuse(span, "an operand that begins with a value in braces", BODY_HELP);
        }
        let literals = match &kind {
            LiteralKind::Group(body) => &body.literals[..],
            _ => &[],
        };
        let only_prints = match &kind {
            LiteralKind::Term(term) => is_print(term),
            _ => !literals.is_empty() && literals.iter().all(prints),
        };
        if only_prints {
            return self.refuse(
                span,
                "an operand that only prints",
                "`print` always holds; move it out, or add a condition that can fail",
            );
        }
        Ok(Literal { kind, with: Vec::new(), span })
    }

    /// One condition. As an `operand`, `{ … }` is a body, and otherwise a value.
    fn condition(&mut self, is_operand: bool) -> Parsed<LiteralKind> {
        if self.is("not") && !self.is_reference_at(self.at) {
            return self.negation();
        }
        if is_operand && self.is("{") {
            return self.conditions_in_braces().map(LiteralKind::Group);
        }
        let logical = self.keywords.contains("and") || self.keywords.contains("or");
        if logical && self.is("(") && self.parenthesis_holds_conditions() {
            return self.conditions_in_parentheses().map(LiteralKind::Group);
        }
        self.expression()
    }

    fn negation(&mut self) -> Parsed<LiteralKind> {
        self.at += 1;
        if ["some", "every", "not"].iter().any(|keyword| self.is(keyword))
            && !self.is_reference_at(self.at)
        {
            return self.unexpected(
                "a condition that can be negated",
                "give the condition a rule of its own, and negate the rule",
            );
        }
        if !self.not_bodies {
            let start = self.at;
            let kind = self.expression()?;
            let span = self.span_from(start);
            self.grow(self.height, span)?;
            return Ok(LiteralKind::Not(Box::new(Literal { kind, with: Vec::new(), span })));
        }
        let body = if self.is("{") {
            self.conditions_in_braces()?
        } else if self.is("(") && self.parenthesis_holds_conditions() {
            self.conditions_in_parentheses()?
        } else {
            let start = self.at;
            let kind = self.expression()?;
            let span = self.span_from(start);
            let literals = vec![Literal { kind, with: Vec::new(), span }];
            Body { literals, span, braces: false }
        };
        self.grow(self.height, body.span)?;
        Ok(LiteralKind::NotBody(body))
    }

    fn conditions_in_braces(&mut self) -> Parsed<Body> {
        let body = self.body()?;
        self.grow(self.height, body.span)?;
        match body.literals.first() {
            Some(Literal { kind: LiteralKind::Term(term), span, .. })
                if self.is_bare_union(term, *span) =>
            {
                self.refuse(
                    term.span,
                    "a union at the beginning of a body in braces reads like a comprehension",
                    "put the union in parentheses",
                )
            }
            _ => Ok(body),
        }
    }

    fn is_bare_union(&self, term: &Term, literal: Span) -> bool {
        matches!(term.kind, TermKind::Infix(Operator::Unite, ..))
            && !self.file.text[literal.range()].starts_with('(')
    }

    fn conditions_in_parentheses(&mut self) -> Parsed<Body> {
        let open = self.at;
        self.at += 1;
        let start = self.at;
        let kind = self.conditions()?;
        let height = self.height;
        let with = self.with()?;
        let span = self.span_from(start);
        self.expect(")", "close the parenthesis behind the conditions")?;
        let has_with = !with.is_empty();
        let body = Body {
            literals: vec![Literal { kind, with, span }],
            span: self.span_from(open),
            braces: false,
        };
        self.grow(self.height.max(height), body.span)?;
        // OPA forgets the inner one.
        if has_with && self.is("with") {
            return self.refuse(
                body.span,
                "`with` inside and behind of parentheses",
                "write all of them behind",
            );
        }
        Ok(body)
    }
}

fn prints(literal: &Literal) -> bool {
    matches!(&literal.kind, LiteralKind::Term(term) if is_print(term))
}

fn is_print(term: &Term) -> bool {
    let TermKind::Call { function, .. } = &term.kind else { return false };
    matches!(&function.kind, TermKind::Var(name) if &**name == "print")
}

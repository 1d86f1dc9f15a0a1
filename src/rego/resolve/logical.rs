//! `not`, `and` and `or`.

use super::{CODE_SCOPE, Resolver, call, metadata};
use crate::rego::ast::{self, Logical, Span};
use crate::rego::ir::{Body, Literal, LiteralKind};
use crate::rego::resolve::scope::Origin;
use std::collections::BTreeSet;

const OPERAND: &str = "an operand without braces";

impl Resolver<'_> {
    /// `not literal`: what its arguments need is found in front, and has to be defined.
    pub(super) fn not(
        &mut self,
        literal: &ast::Literal,
        front: &mut Vec<Literal>,
    ) -> Option<LiteralKind> {
        self.assigns_nothing(literal, "a negation");
        let place = self.place(literal.span);
        if let ast::LiteralKind::Term(term) = &literal.kind
            && (call::prints(term) || metadata::called(term).is_some())
        {
            let help = "OPA drops such a negation in silence; write what shall hold";
            self.mistake(literal.span, CODE_SCOPE, "this cannot be negated", help);
        }
        if matches!(
            &literal.kind,
            ast::LiteralKind::Term(ast::Term { kind: ast::TermKind::Bool(true), .. })
        ) {
            let help = "OPA 1.20 lets a rule with `not true` hold where its head calls a function; remove it, or write `false`";
            self.mistake(
                literal.span,
                CODE_SCOPE,
                "this never holds, and OPA does not always see it",
                help,
            );
        }
        let kind = self.kind(&literal.kind, front)?;
        let literals = vec![Literal { kind, with: Vec::new(), place }];
        Some(LiteralKind::Not(Body { literals, open: true }))
    }

    /// `not { … }`, and every negation under `future.keywords.not`: it keeps to itself what it needs.
    pub(super) fn not_body(&mut self, body: &ast::Body) -> LiteralKind {
        let span = body.span;
        let body = self.group(body, "a negation");
        if !body.open {
            return LiteralKind::Not(body);
        }
        let place = self.place(span);
        let held = Literal { kind: LiteralKind::Any(vec![body]), with: Vec::new(), place };
        LiteralKind::Not(Body { literals: vec![held], open: false })
    }

    /// A body in braces, whose variables are its own, or one without, which has none.
    pub(super) fn group(&mut self, body: &ast::Body, what: &str) -> Body {
        if body.braces {
            return self.closed(body);
        }
        body.literals.iter().for_each(|literal| self.assigns_nothing(literal, what));
        let mut literals = Vec::new();
        self.literals(body, &mut literals);
        Body { literals, open: true }
    }

    pub(super) fn assigns_nothing(&mut self, literal: &ast::Literal, place: &str) {
        if let ast::LiteralKind::Assign(target, _) = &literal.kind {
            self.mistake(
                target.span,
                CODE_SCOPE,
                format!("nothing can be assigned in {place}"),
                "assign before it, or compare with `==`",
            );
        }
    }

    /// The bodies of which one has to hold. A chain of `or` is one list; `and` is one body that holds both.
    pub(super) fn logical(
        &mut self,
        operator: Logical,
        left: &ast::Literal,
        right: &ast::Literal,
    ) -> Vec<Body> {
        let mut operands = vec![right];
        let mut first = left;
        while let ast::LiteralKind::Logical { operator: inner, left, right } = &first.kind {
            if *inner != operator || !first.with.is_empty() {
                break;
            }
            operands.push(right);
            first = left;
        }
        operands.push(first);
        let bodies: Vec<Body> =
            operands.into_iter().rev().map(|operand| self.operand(operand)).collect();
        match operator {
            Logical::Or => bodies,
            Logical::And => {
                let span = Span { start: left.span.start, end: right.span.end };
                let place = self.place(span);
                let held = bodies.into_iter().map(|body| Literal {
                    kind: LiteralKind::Any(vec![body]),
                    with: Vec::new(),
                    place,
                });
                vec![Body { literals: held.collect(), open: true }]
            }
        }
    }

    fn operand(&mut self, operand: &ast::Literal) -> Body {
        match &operand.kind {
            ast::LiteralKind::Group(body) if operand.with.is_empty() => self.braced(body),
            _ => {
                self.assigns_nothing(operand, OPERAND);
                let mut literals = Vec::new();
                self.literal(operand, &mut literals);
                Body { literals, open: true }
            }
        }
    }

    /// An operand of `and` or `or` in braces. What it names without declaring it counts as named around it too.
    pub(super) fn braced(&mut self, body: &ast::Body) -> Body {
        let known: BTreeSet<Box<str>> = self.undeclared.keys().cloned().collect();
        let resolved = self.group(body, OPERAND);
        let undeclared = self.undeclared.iter().filter(|(name, _)| !known.contains(*name));
        for (name, local) in undeclared {
            if self.scopes.origin(name).is_none() {
                self.scopes.insert(name, *local, Origin::Seen);
            }
        }
        resolved
    }

    /// A body in braces, whose variables are its own.
    pub(super) fn closed(&mut self, body: &ast::Body) -> Body {
        self.scopes.enter();
        let mut literals = Vec::new();
        self.literals(body, &mut literals);
        self.leave();
        Body { literals, open: false }
    }
}

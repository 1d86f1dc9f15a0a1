//! Literals.

use super::call::Use;
use super::scope::Origin;
use super::term::Front;
use super::{CODE_SCOPE, CODE_UNUSED, Resolver, declared, metadata, visit};
use crate::rego::ast::{self, Name, Span};
use crate::rego::ir::{Body, Literal, LiteralKind, Term, TermKind};
use std::collections::BTreeSet;

impl Resolver<'_> {
    /// Resolves the literals of a body in the scope around.
    pub(super) fn literals(&mut self, body: &ast::Body, out: &mut Vec<Literal>) {
        for literal in &body.literals {
            self.literal(literal, out);
        }
    }

    /// Leaves a body; what it declared has to be used.
    pub(super) fn leave(&mut self) {
        for (name, variable) in self.scopes.leave() {
            let unused = match variable.origin {
                Origin::Declared => "declared",
                Origin::Assigned if self.options.strict => "assigned",
                _ => continue,
            };
            if variable.uses == 1 {
                let place = self.program.local(variable.local).place;
                self.mistake_at(
                    place,
                    CODE_UNUSED,
                    format!("`{name}` is {unused} and never used"),
                    "delete it, or write `_`",
                );
            }
        }
    }

    pub(super) fn literal(&mut self, literal: &ast::Literal, out: &mut Vec<Literal>) {
        let place = self.place(literal.span);
        // The value of `with` is found outside, so what it needs stands in front of everything else.
        let mut modifiers: Vec<&ast::With> = literal.with.iter().collect();
        let mut inner = literal;
        while let ast::LiteralKind::Not(negated) = &inner.kind {
            inner = negated;
            modifiers.extend(&inner.with);
        }
        let mut with = Vec::new();
        let assigns = matches!(inner.kind, ast::LiteralKind::Assign(..));
        if assigns {
            with = self.with(&modifiers, out);
        }
        let mut front = Vec::new();
        let kind = self.kind(&literal.kind, &mut front);
        self.where_with_fails(&inner.kind, &modifiers);
        if !assigns {
            with = self.with(&modifiers, out);
        }
        self.calls_what_is_replaced(&front, kind.as_ref(), &with, place);
        out.extend(front.into_iter().map(|literal| Literal { with: with.clone(), ..literal }));
        out.extend(kind.map(|kind| Literal { kind, with, place }));
    }

    /// What a literal says, and in `front` what has to be known before. Nothing remains of a mere declaration.
    pub(super) fn kind(
        &mut self,
        kind: &ast::LiteralKind,
        front: &mut Vec<Literal>,
    ) -> Option<LiteralKind> {
        Some(match kind {
            ast::LiteralKind::Term(term) => self.test(term, front),
            ast::LiteralKind::Unify(left, right) => self.unify(left, right, front),
            ast::LiteralKind::Assign(target, value) => self.assign(target, value, front),
            ast::LiteralKind::Some(names) => {
                for name in names {
                    self.declare(&name.text, name.span, Origin::Declared);
                }
                return None;
            }
            ast::LiteralKind::SomeIn { key, value, collection } => {
                self.some_in(key.as_ref(), value, collection, front)
            }
            ast::LiteralKind::Every { key, value, domain, body } => {
                self.every(key.as_ref(), value, domain, body, front)
            }
            ast::LiteralKind::Not(literal) => return self.not(literal, front),
            ast::LiteralKind::NotBody(body) => self.not_body(body),
            ast::LiteralKind::Logical { operator, left, right } => {
                LiteralKind::Any(self.logical(*operator, left, right))
            }
            ast::LiteralKind::Group(body) => LiteralKind::Any(vec![self.braced(body)]),
        })
    }

    fn test(&mut self, term: &ast::Term, front: &mut Vec<Literal>) -> LiteralKind {
        if let Some((which, [output])) = metadata::called(term)
            && self.path("rego").is_none()
        {
            let output = self.term(output, Front::Literals(front));
            return LiteralKind::Unify(output, self.metadata(which, term.span));
        }
        if !super::call::is_call(term) {
            return LiteralKind::Test(self.term(term, Front::Literals(front)));
        }
        let condition = self.call(term, Use::Literal, Front::Literals(front));
        match condition.kind {
            TermKind::Call(callee, mut args)
                if self.arity(callee).is_some_and(|arity| args.len() > arity) =>
            {
                let output =
                    args.pop().expect("there is one argument more than the function takes");
                LiteralKind::Unify(output, Term { kind: TermKind::Call(callee, args), ..condition })
            }
            _ => LiteralKind::Test(condition),
        }
    }

    /// `left = right`. A call may stay on the right if the left is but a pattern.
    fn unify(
        &mut self,
        left: &ast::Term,
        right: &ast::Term,
        front: &mut Vec<Literal>,
    ) -> LiteralKind {
        if super::call::is_call(left) && is_pattern(right) {
            return self.unify(right, left, front);
        }
        let pattern = is_pattern(left);
        let left = self.term(left, Front::Literals(front));
        let pattern = pattern && !visit::is_evaluated(&left);
        let right = self.value(right, pattern, front);
        LiteralKind::Unify(left, right)
    }

    fn assign(
        &mut self,
        target: &ast::Term,
        value: &ast::Term,
        front: &mut Vec<Literal>,
    ) -> LiteralKind {
        if let (true, ast::TermKind::Var(name)) = (self.names.careful, &target.kind)
            && matches!(&**name, "data" | "input")
        {
            self.shadows(name, target.span);
        }
        let value = self.value(value, true, front);
        LiteralKind::Unify(self.target(target), value)
    }

    fn value(&mut self, value: &ast::Term, may_call: bool, front: &mut Vec<Literal>) -> Term {
        if may_call && super::call::is_call(value) {
            self.call(value, Use::Value, Front::Literals(front))
        } else {
            self.term(value, Front::Literals(front))
        }
    }

    fn some_in(
        &mut self,
        key: Option<&ast::Term>,
        value: &ast::Term,
        collection: &ast::Term,
        front: &mut Vec<Literal>,
    ) -> LiteralKind {
        let mut outside = BTreeSet::new();
        declared::variables(collection, &mut outside);
        let mut pattern = Vec::new();
        if let Some(key) = key {
            bound(key, true, &mut pattern);
        }
        bound(value, false, &mut pattern);
        let mut done = BTreeSet::new();
        for (name, span) in pattern {
            if !outside.contains(name) && done.insert(name) {
                self.declare(name, span, Origin::Declared);
            }
        }
        let value = self.term(value, Front::Literals(front));
        let over = self.term(collection, Front::Literals(front));
        let over = match over.kind {
            TermKind::Local(_) | TermKind::Ref(..) => over,
            _ if visit::is_constant(&over) => over,
            _ => self.in_front(over, Front::Literals(front)),
        };
        let key = key.map(|key| self.term(key, Front::Literals(front)));
        LiteralKind::Iterate { key, value, over }
    }

    fn every(
        &mut self,
        key: Option<&Name>,
        value: &Name,
        domain: &ast::Term,
        body: &ast::Body,
        front: &mut Vec<Literal>,
    ) -> LiteralKind {
        let names = key.into_iter().chain([value]);
        self.declared.push(names.map(|name| name.text.clone()).collect());
        let span = domain.span;
        let domain = self.term(domain, Front::Literals(front));
        // OPA takes a variable of `every` for its own in the domain too, unless it is declared around.
        let own = key.into_iter().chain([value]).map(|name| name.text.clone());
        for name in own.chain(declared::names(body)) {
            let Some(local) = self.scopes.undeclared(&name) else { continue };
            if visit::names(&domain, local)
                || front.iter().any(|literal| visit::literal_names(literal, local))
            {
                let message = format!("`{name}` is needed before `every` binds it");
                self.mistake(
                    span,
                    CODE_SCOPE,
                    message,
                    "give the variable of `every` another name",
                );
            }
        }
        let domain = match domain.kind {
            TermKind::Local(_) => domain,
            _ if visit::is_constant(&domain) => domain,
            _ => self.in_front(domain, Front::Literals(front)),
        };
        self.scopes.enter();
        let mut declare = |name: &Name| {
            if matches!(&*name.text, "data" | "input") {
                self.shadows(&name.text, name.span);
            }
            self.declare(&name.text, name.span, Origin::Declared)
        };
        let key = key.filter(|key| &*key.text != "_").map(&mut declare);
        let value = declare(value);
        let mut literals = Vec::new();
        self.literals(body, &mut literals);
        self.leave();
        self.declared.pop();
        LiteralKind::Every { key, value, domain, body: Body { literals, open: false } }
    }
}

/// Whether nothing in a term has to be evaluated, as far as its form tells.
fn is_pattern(term: &ast::Term) -> bool {
    match &term.kind {
        ast::TermKind::Null
        | ast::TermKind::Bool(_)
        | ast::TermKind::Number(_)
        | ast::TermKind::String { .. }
        | ast::TermKind::Var(_) => true,
        ast::TermKind::Array(items) | ast::TermKind::Set(items) => items.iter().all(is_pattern),
        ast::TermKind::Object(fields) => {
            fields.iter().all(|(key, value)| is_pattern(key) && is_pattern(value))
        }
        _ => false,
    }
}

/// The variables that a pattern of `some … in` binds.
fn bound<'t>(term: &'t ast::Term, keys: bool, names: &mut Vec<(&'t str, Span)>) {
    match &term.kind {
        ast::TermKind::Var(name) if matches!(&**name, "_" | "data" | "input") => {}
        ast::TermKind::Var(name) => names.push((name, term.span)),
        ast::TermKind::Ref { steps, .. } if keys => {
            for step in steps {
                bound(&step.term, keys, names);
            }
        }
        ast::TermKind::Array(items) | ast::TermKind::Set(items) => {
            for item in items {
                bound(item, keys, names);
            }
        }
        ast::TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
            if keys {
                bound(key, keys, names);
            }
            bound(value, keys, names);
        }),
        _ => {}
    }
}

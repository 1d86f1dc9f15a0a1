//! Goes through a module's syntax: every term, in the order of the text.

use super::ast::{
    Body, Head, HeadKind, Literal, LiteralKind, Module, Rule, TemplatePart, Term, TermKind,
};

/// What looks at each term, the outer before the inner.
pub type Visitor<'a> = dyn FnMut(&Term) + 'a;

/// Every term of every rule.
pub fn module(module: &Module, see: &mut Visitor<'_>) {
    for each in &module.rules {
        rule(each, see);
    }
}

/// Every term of a rule.
pub fn rule(rule: &Rule, see: &mut Visitor<'_>) {
    head(&rule.head, see);
    let bodies = rule.body.iter().chain(&rule.chained);
    bodies.for_each(|each| body(each, see));
    for otherwise in &rule.otherwise {
        otherwise.value.iter().for_each(|value| term(value, see));
        otherwise.body.iter().for_each(|each| body(each, see));
    }
}

fn head(head: &Head, see: &mut Visitor<'_>) {
    head.path.iter().skip(1).for_each(|step| term(&step.term, see));
    head.params.iter().flatten().for_each(|param| term(param, see));
    match &head.kind {
        HeadKind::Value { value, .. } => value.iter().for_each(|value| term(value, see)),
        HeadKind::Member(member) => term(member, see),
    }
}

/// Every term of a body.
pub fn body(body: &Body, see: &mut Visitor<'_>) {
    body.literals.iter().for_each(|each| literal(each, see));
}

/// Every term of a literal, of its bodies and of its `with`. A name that is declared (`some x`) is no term.
pub fn literal(literal: &Literal, see: &mut Visitor<'_>) {
    match &literal.kind {
        LiteralKind::Term(only) => term(only, see),
        LiteralKind::Assign(left, right) | LiteralKind::Unify(left, right) => {
            term(left, see);
            term(right, see);
        }
        LiteralKind::Some(_) => {}
        LiteralKind::SomeIn { key, value, collection } => {
            key.iter().chain([value, collection]).for_each(|each| term(each, see));
        }
        LiteralKind::Every { domain, body: inner, .. } => {
            term(domain, see);
            body(inner, see);
        }
        LiteralKind::Not(inner) => self::literal(inner, see),
        LiteralKind::NotBody(inner) | LiteralKind::Group(inner) => body(inner, see),
        LiteralKind::Logical { left, right, .. } => {
            self::literal(left, see);
            self::literal(right, see);
        }
    }
    for with in &literal.with {
        term(&with.target, see);
        term(&with.value, see);
    }
}

/// A term and every term in it.
pub fn term(term: &Term, see: &mut Visitor<'_>) {
    see(term);
    let mut inner = |each: &Term| self::term(each, see);
    match &term.kind {
        TermKind::Null
        | TermKind::Bool(_)
        | TermKind::Number(_)
        | TermKind::String { .. }
        | TermKind::Var(_) => {}
        TermKind::Template { parts, .. } => {
            for part in parts {
                if let TemplatePart::Term(each) = part {
                    inner(each);
                }
            }
        }
        TermKind::Ref { head, steps } => {
            inner(head);
            steps.iter().for_each(|step| inner(&step.term));
        }
        TermKind::Call { function, args } => {
            inner(function);
            args.iter().for_each(inner);
        }
        TermKind::Array(items) | TermKind::Set(items) => items.iter().for_each(inner),
        TermKind::Object(entries) => {
            for (key, value) in entries {
                inner(key);
                inner(value);
            }
        }
        TermKind::ArrayOf(value, of) | TermKind::SetOf(value, of) => {
            inner(value);
            body(of, see);
        }
        TermKind::ObjectOf(key, value, of) => {
            inner(key);
            inner(value);
            body(of, see);
        }
        TermKind::Infix(_, left, right) => {
            inner(left);
            inner(right);
        }
        TermKind::Negative(only) => inner(only),
        TermKind::In { key, value, collection } => {
            key.iter().for_each(|key| inner(key));
            inner(value);
            inner(collection);
        }
    }
}

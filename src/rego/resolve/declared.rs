//! Names that a body declares anywhere in it. OPA looks them up before it reads the body, so that such a name never means
//! a rule or an import, wherever in the body it stands.

use crate::rego::ast::{Body, Literal, LiteralKind, TemplatePart, Term, TermKind};
use std::collections::BTreeSet;

/// What the body declares with `:=` and `some`, comprehensions within it left out.
pub(super) fn names(body: &Body) -> BTreeSet<Box<str>> {
    let mut names = BTreeSet::new();
    in_body(body, &mut names);
    names
}

fn in_body(body: &Body, names: &mut BTreeSet<Box<str>>) {
    for literal in &body.literals {
        in_literal(literal, names);
    }
}

fn in_literal(literal: &Literal, names: &mut BTreeSet<Box<str>>) {
    match &literal.kind {
        LiteralKind::Assign(target, _) => variables(target, names),
        LiteralKind::Some(declared) => names.extend(declared.iter().map(|name| name.text.clone())),
        LiteralKind::SomeIn { key, value, .. } => {
            key.iter().chain([value]).for_each(|term| variables(term, names));
        }
        LiteralKind::Every { body, .. } | LiteralKind::NotBody(body) | LiteralKind::Group(body) => {
            in_body(body, names);
        }
        LiteralKind::Not(inner) => in_literal(inner, names),
        LiteralKind::Logical { left, right, .. } => {
            in_literal(left, names);
            in_literal(right, names);
        }
        LiteralKind::Term(_) | LiteralKind::Unify(..) => {}
    }
}

/// Every variable that a term names, whatever it is there.
pub(super) fn variables(term: &Term, names: &mut BTreeSet<Box<str>>) {
    match &term.kind {
        TermKind::Var(name) => {
            names.insert(name.clone());
        }
        TermKind::Ref { head, steps } => {
            variables(head, names);
            for step in steps {
                variables(&step.term, names);
            }
        }
        TermKind::Call { args: items, .. } | TermKind::Array(items) | TermKind::Set(items) => {
            for item in items {
                variables(item, names);
            }
        }
        TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
            variables(key, names);
            variables(value, names);
        }),
        TermKind::Infix(_, left, right) => {
            variables(left, names);
            variables(right, names);
        }
        TermKind::Negative(term) => variables(term, names),
        TermKind::In { key, value, collection } => {
            key.iter().chain([value, collection]).for_each(|term| variables(term, names));
        }
        TermKind::Template { parts, .. } => parts.iter().for_each(|part| {
            if let TemplatePart::Term(term) = part {
                variables(term, names);
            }
        }),
        TermKind::ArrayOf(head, body) | TermKind::SetOf(head, body) => {
            variables(head, names);
            variables_of(body, names);
        }
        TermKind::ObjectOf(key, value, body) => {
            variables(key, names);
            variables(value, names);
            variables_of(body, names);
        }
        TermKind::Null | TermKind::Bool(_) | TermKind::Number(_) | TermKind::String { .. } => {}
    }
}

fn variables_of(body: &Body, names: &mut BTreeSet<Box<str>>) {
    body.literals.iter().for_each(|literal| variables_in(literal, names));
}

fn variables_in(literal: &Literal, names: &mut BTreeSet<Box<str>>) {
    match &literal.kind {
        LiteralKind::Term(term) => variables(term, names),
        LiteralKind::Assign(left, right) | LiteralKind::Unify(left, right) => {
            variables(left, names);
            variables(right, names);
        }
        LiteralKind::Some(declared) => names.extend(declared.iter().map(|name| name.text.clone())),
        LiteralKind::SomeIn { key, value, collection } => {
            key.iter().chain([value, collection]).for_each(|term| variables(term, names));
        }
        LiteralKind::Every { key, value, domain, body } => {
            names.extend(key.iter().chain([value]).map(|name| name.text.clone()));
            variables(domain, names);
            variables_of(body, names);
        }
        LiteralKind::Not(inner) => variables_in(inner, names),
        LiteralKind::NotBody(body) | LiteralKind::Group(body) => variables_of(body, names),
        LiteralKind::Logical { left, right, .. } => {
            variables_in(left, names);
            variables_in(right, names);
        }
    }
    literal.with.iter().for_each(|with| variables(&with.value, names));
}

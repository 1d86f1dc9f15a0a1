//! Goes through everything that a piece of a program has in it.

use crate::rego::ir::{Body, Clause, LiteralKind, Output, Replacement, Root, Term, TermKind, With};

/// Something in a program.
#[derive(Debug, Clone, Copy)]
pub(super) enum Node<'a> {
    Term(&'a Term),
    With(&'a With),
}

/// Calls `see` for a clause's terms and modifiers, those of its `else` too.
pub(super) fn clause<'a>(clause: &'a Clause, see: &mut impl FnMut(Node<'a>)) {
    let output = match &clause.output {
        Output::Value(term) | Output::Member(term) => term,
    };
    clause.params.iter().chain(&clause.keys).chain([output]).for_each(|each| term(each, see));
    body(&clause.body, see);
    if let Some(otherwise) = &clause.otherwise {
        self::clause(otherwise, see);
    }
}

/// Calls `see` for a body's terms and modifiers.
pub(super) fn body<'a>(body: &'a Body, see: &mut impl FnMut(Node<'a>)) {
    for literal in &body.literals {
        match &literal.kind {
            LiteralKind::Test(a) => term(a, see),
            LiteralKind::Unify(a, b) => [a, b].into_iter().for_each(|each| term(each, see)),
            LiteralKind::Iterate { key, value, over } => {
                key.iter().chain([value, over]).for_each(|each| term(each, see));
            }
            LiteralKind::Every { domain, body, .. } => {
                term(domain, see);
                self::body(body, see);
            }
            LiteralKind::Not(body) => self::body(body, see),
            LiteralKind::Any(bodies) => bodies.iter().for_each(|each| self::body(each, see)),
        }
        for with in &literal.with {
            see(Node::With(with));
            if let Replacement::Value(value) = &with.value {
                term(value, see);
            }
        }
    }
}

/// Calls `see` for a term and what is in it, from the outside in.
pub(super) fn term<'a>(term: &'a Term, see: &mut impl FnMut(Node<'a>)) {
    see(Node::Term(term));
    let mut each = |term| self::term(term, see);
    match &term.kind {
        TermKind::Null
        | TermKind::Bool(_)
        | TermKind::Number(_)
        | TermKind::String(_)
        | TermKind::Local(_) => {}
        TermKind::Array(items) | TermKind::Set(items) | TermKind::Template(items) => {
            items.iter().for_each(each);
        }
        TermKind::Object(items) => {
            items.iter().flat_map(|(key, value)| [key, value]).for_each(each);
        }
        TermKind::ArrayOf(item, body) | TermKind::SetOf(item, body) => {
            each(item);
            self::body(body, see);
        }
        TermKind::ObjectOf(key, value, body) => {
            each(key);
            each(value);
            self::body(body, see);
        }
        TermKind::Ref(root, steps) => {
            if let Root::Term(root) = root {
                each(root);
            }
            steps.iter().for_each(each);
        }
        TermKind::Call(_, args) => args.iter().for_each(each),
    }
}

//! Walks through resolved terms and bodies.

use crate::rego::ir::{
    Body, Clause, Literal, LiteralKind, LocalId, Output, Replacement, Root, Term, TermKind, With,
};

/// Whether a term holds something to be evaluated: a reference, a call or a comprehension.
pub(in crate::rego) fn is_evaluated(term: &Term) -> bool {
    match &term.kind {
        TermKind::Array(items) | TermKind::Set(items) => items.iter().any(is_evaluated),
        TermKind::Object(fields) => {
            fields.iter().any(|(key, value)| is_evaluated(key) || is_evaluated(value))
        }
        TermKind::Null
        | TermKind::Bool(_)
        | TermKind::Number(_)
        | TermKind::String(_)
        | TermKind::Local(_) => false,
        _ => true,
    }
}

/// Whether a term is a value that is written out.
pub(in crate::rego) fn is_constant(term: &Term) -> bool {
    match &term.kind {
        TermKind::Array(items) | TermKind::Set(items) => items.iter().all(is_constant),
        TermKind::Object(fields) => {
            fields.iter().all(|(key, value)| is_constant(key) && is_constant(value))
        }
        TermKind::Null | TermKind::Bool(_) | TermKind::Number(_) | TermKind::String(_) => true,
        _ => false,
    }
}

/// Whether a term names a variable, wherever in it.
pub(in crate::rego) fn names(term: &Term, local: LocalId) -> bool {
    let mut search = Search { local, found: false };
    walk_term(&mut search, term);
    search.found
}

/// Whether a literal names a variable, wherever in it.
pub(in crate::rego) fn literal_names(literal: &Literal, local: LocalId) -> bool {
    let mut search = Search { local, found: false };
    walk_literal(&mut search, literal);
    search.found
}

struct Search {
    local: LocalId,
    found: bool,
}

impl Visit for Search {
    fn term(&mut self, term: &Term) -> bool {
        self.found |= matches!(term.kind, TermKind::Local(local) if local == self.local);
        !self.found
    }
}

/// What a walk does at each step. The default goes everywhere and does nothing.
pub(in crate::rego) trait Visit {
    /// A term; `false` leaves out what is within.
    fn term(&mut self, term: &Term) -> bool {
        let _ = term;
        true
    }

    /// A body that is a scope of its own, with the terms that a comprehension makes of it.
    fn closure(&mut self, heads: &[&Term], body: &Body) {
        for head in heads {
            walk_term(self, head);
        }
        walk_body(self, body);
    }

    /// A modifier; its value is walked through afterwards.
    fn with(&mut self, with: &With) {
        let _ = with;
    }
}

pub(in crate::rego) fn walk_term<V: Visit + ?Sized>(visit: &mut V, term: &Term) {
    if !visit.term(term) {
        return;
    }
    match &term.kind {
        TermKind::Null
        | TermKind::Bool(_)
        | TermKind::Number(_)
        | TermKind::String(_)
        | TermKind::Local(_) => {}
        TermKind::Array(items)
        | TermKind::Set(items)
        | TermKind::Call(_, items)
        | TermKind::Template(items) => {
            for item in items {
                walk_term(visit, item);
            }
        }
        TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
            walk_term(visit, key);
            walk_term(visit, value);
        }),
        TermKind::ArrayOf(head, body) | TermKind::SetOf(head, body) => visit.closure(&[head], body),
        TermKind::ObjectOf(key, value, body) => visit.closure(&[key, value], body),
        TermKind::Ref(root, steps) => {
            if let Root::Term(root) = root {
                walk_term(visit, root);
            }
            for step in steps {
                walk_term(visit, step);
            }
        }
    }
}

pub(in crate::rego) fn walk_body<V: Visit + ?Sized>(visit: &mut V, body: &Body) {
    body.literals.iter().for_each(|literal| walk_literal(visit, literal));
}

pub(in crate::rego) fn walk_literal<V: Visit + ?Sized>(visit: &mut V, literal: &Literal) {
    match &literal.kind {
        LiteralKind::Test(term) => walk_term(visit, term),
        LiteralKind::Unify(left, right) => {
            walk_term(visit, left);
            walk_term(visit, right);
        }
        LiteralKind::Iterate { key, value, over } => {
            if let Some(key) = key {
                walk_term(visit, key);
            }
            walk_term(visit, value);
            walk_term(visit, over);
        }
        LiteralKind::Every { domain, body, .. } => {
            walk_term(visit, domain);
            visit.closure(&[], body);
        }
        LiteralKind::Not(body) => walk_operand(visit, body),
        LiteralKind::Any(bodies) => bodies.iter().for_each(|body| walk_operand(visit, body)),
    }
    literal.with.iter().for_each(|with| walk_with(visit, with));
}

fn walk_operand<V: Visit + ?Sized>(visit: &mut V, body: &Body) {
    if body.open { walk_body(visit, body) } else { visit.closure(&[], body) }
}

fn walk_with<V: Visit + ?Sized>(visit: &mut V, with: &With) {
    visit.with(with);
    if let Replacement::Value(value) = &with.value {
        walk_term(visit, value);
    }
}

/// The terms of a clause's head.
pub(in crate::rego) fn head(clause: &Clause) -> impl Iterator<Item = &Term> {
    let (Output::Value(output) | Output::Member(output)) = &clause.output;
    clause.keys.iter().chain([output])
}

/// Every variable in a body, wherever it is.
pub(in crate::rego) fn rename(body: &mut Body, to: &mut impl FnMut(&mut LocalId)) {
    for literal in &mut body.literals {
        match &mut literal.kind {
            LiteralKind::Test(term) => rename_term(term, to),
            LiteralKind::Unify(left, right) => {
                rename_term(left, to);
                rename_term(right, to);
            }
            LiteralKind::Iterate { key, value, over } => {
                if let Some(key) = key {
                    rename_term(key, to);
                }
                rename_term(value, to);
                rename_term(over, to);
            }
            LiteralKind::Every { key, value, domain, body } => {
                key.iter_mut().for_each(&mut *to);
                to(value);
                rename_term(domain, to);
                rename(body, to);
            }
            LiteralKind::Not(body) => rename(body, to),
            LiteralKind::Any(bodies) => bodies.iter_mut().for_each(|body| rename(body, to)),
        }
        for with in &mut literal.with {
            if let Replacement::Value(value) = &mut with.value {
                rename_term(value, to);
            }
        }
    }
}

pub(in crate::rego) fn rename_term(term: &mut Term, to: &mut impl FnMut(&mut LocalId)) {
    match &mut term.kind {
        TermKind::Null | TermKind::Bool(_) | TermKind::Number(_) | TermKind::String(_) => {}
        TermKind::Local(local) => to(local),
        TermKind::Array(items)
        | TermKind::Set(items)
        | TermKind::Call(_, items)
        | TermKind::Template(items) => {
            for item in items.iter_mut() {
                rename_term(item, to);
            }
        }
        TermKind::Object(fields) => fields.iter_mut().for_each(|(key, value)| {
            rename_term(key, to);
            rename_term(value, to);
        }),
        TermKind::ArrayOf(head, body) | TermKind::SetOf(head, body) => {
            rename_term(head, to);
            rename(body, to);
        }
        TermKind::ObjectOf(key, value, body) => {
            rename_term(key, to);
            rename_term(value, to);
            rename(body, to);
        }
        TermKind::Ref(root, steps) => {
            if let Root::Term(root) = root {
                rename_term(root, to);
            }
            for step in steps.iter_mut() {
                rename_term(step, to);
            }
        }
    }
}

/// What is done with a scope: the terms that are made of it, and its body.
type EachScope<'f> = dyn FnMut(Vec<&mut Term>, &mut Body) + 'f;

/// Each scope within a body, but not those within these. An operand without braces is none.
pub(in crate::rego) fn closures(body: &mut Body, each: &mut EachScope<'_>) {
    for literal in &mut body.literals {
        scopes(literal, &mut |heads, body| {
            if body.open { closures(body, each) } else { each(heads, body) }
        });
    }
}

/// Each body within a literal, but not those within these.
pub(in crate::rego) fn scopes(literal: &mut Literal, each: &mut EachScope<'_>) {
    match &mut literal.kind {
        LiteralKind::Test(term) => closures_of(term, each),
        LiteralKind::Unify(left, right) => {
            closures_of(left, each);
            closures_of(right, each);
        }
        LiteralKind::Iterate { key, value, over } => {
            for key in key.iter_mut() {
                closures_of(key, each);
            }
            closures_of(value, each);
            closures_of(over, each);
        }
        LiteralKind::Every { domain, body, .. } => {
            closures_of(domain, each);
            each(Vec::new(), body);
        }
        LiteralKind::Not(body) => each(Vec::new(), body),
        LiteralKind::Any(bodies) => bodies.iter_mut().for_each(|body| each(Vec::new(), body)),
    }
    for with in &mut literal.with {
        if let Replacement::Value(value) = &mut with.value {
            closures_of(value, each);
        }
    }
}

/// Each scope within a term, but not those within these.
pub(in crate::rego) fn closures_of(term: &mut Term, each: &mut EachScope<'_>) {
    match &mut term.kind {
        TermKind::Null
        | TermKind::Bool(_)
        | TermKind::Number(_)
        | TermKind::String(_)
        | TermKind::Local(_) => {}
        TermKind::Array(items)
        | TermKind::Set(items)
        | TermKind::Call(_, items)
        | TermKind::Template(items) => {
            for item in items.iter_mut() {
                closures_of(item, each);
            }
        }
        TermKind::Object(fields) => fields.iter_mut().for_each(|(key, value)| {
            closures_of(key, each);
            closures_of(value, each);
        }),
        TermKind::ArrayOf(head, body) | TermKind::SetOf(head, body) => {
            each(vec![&mut **head], body);
        }
        TermKind::ObjectOf(key, value, body) => each(vec![&mut **key, &mut **value], body),
        TermKind::Ref(root, steps) => {
            if let Root::Term(root) = root {
                closures_of(root, each);
            }
            for step in steps.iter_mut() {
                closures_of(step, each);
            }
        }
    }
}

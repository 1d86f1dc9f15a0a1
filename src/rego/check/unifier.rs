//! Which variables an equation binds. Follows OPA's unifier: it goes through arrays and objects of one form on both sides,
//! and binds a variable as soon as all that stands on the other side of it is bound.

use super::Locals;
use super::variables::{self, Counted};
use crate::rego::ir::{LocalId, Root, Term, TermKind};
use std::collections::BTreeMap;

/// Adds to `bound` the variables that `left = right` binds where those in `safe` and in `bound` are bound.
pub(super) fn unify(safe: &Locals, bound: Locals, left: &Term, right: &Term) -> Locals {
    let before = Before { safe, more: &bound };
    let mut unifier = Unifier { before, bound: Locals::new(), waiting: BTreeMap::new() };
    unifier.unify(left, right);
    let found = unifier.bound;
    bound.into_iter().chain(found).collect()
}

/// What is bound before an equation.
struct Before<'s> {
    safe: &'s Locals,
    more: &'s Locals,
}

struct Unifier<'s> {
    before: Before<'s>,
    bound: Locals,
    /// What each variable waits for.
    waiting: BTreeMap<LocalId, Locals>,
}

/// What matters of the form of a term.
enum Form<'t> {
    Variable(LocalId),
    Reference(bool),
    Array(&'t [Term]),
    Object(&'t [(Term, Term)]),
    ArrayOf,
    ObjectOf,
    SetOf,
    Other,
}

impl Unifier<'_> {
    fn form<'t>(&self, term: &'t Term) -> Form<'t> {
        match &term.kind {
            TermKind::Local(local) => Form::Variable(*local),
            TermKind::Ref(root, _) => Form::Reference(self.is_reference_bound(root)),
            TermKind::Array(items) => Form::Array(items),
            TermKind::Object(fields) => Form::Object(fields),
            TermKind::ArrayOf(..) => Form::ArrayOf,
            TermKind::ObjectOf(..) => Form::ObjectOf,
            TermKind::SetOf(..) => Form::SetOf,
            _ => Form::Other,
        }
    }

    fn unify(&mut self, left: &Term, right: &Term) {
        match (self.form(left), self.form(right)) {
            (Form::Variable(one), Form::Variable(other)) => self.variables(one, other),
            (Form::Variable(local), Form::Array(_) | Form::Object(_)) => {
                self.variable(local, right);
            }
            (Form::Array(_) | Form::Object(_), Form::Variable(local)) => self.variable(local, left),
            (Form::Variable(_), Form::Reference(false))
            | (Form::Reference(false), Form::Variable(_)) => {}
            (Form::Variable(local), _) | (_, Form::Variable(local)) => self.bind(local),
            (Form::Reference(true), Form::Array(_) | Form::Object(_))
            | (Form::ArrayOf, Form::Array(_))
            | (Form::ObjectOf, Form::Object(_)) => self.all(right),
            (Form::Array(_) | Form::Object(_), Form::Reference(true))
            | (Form::Array(_), Form::ArrayOf | Form::ObjectOf | Form::SetOf) => self.all(left),
            (Form::Array(one), Form::Array(other)) if one.len() == other.len() => {
                one.iter().zip(other).for_each(|(one, other)| self.unify(one, other));
            }
            (Form::Object(one), Form::Object(other)) if one.len() == other.len() => {
                for (key, value) in one {
                    let same = other.iter().find(|(other, _)| is_same(key, other));
                    if let Some((_, other)) = same {
                        self.unify(value, other);
                    }
                }
            }
            _ => {}
        }
    }

    fn is_reference_bound(&self, root: &Root) -> bool {
        match root {
            Root::Term(term) => {
                let needs = variables::of_term(term, Counted::default());
                needs.iter().all(|local| self.is_bound_before(*local))
            }
            Root::Input | Root::Document(_) | Root::Package(_) | Root::Data => true,
        }
    }

    fn is_bound_before(&self, local: LocalId) -> bool {
        self.before.safe.contains(&local) || self.before.more.contains(&local)
    }

    fn is_bound(&self, local: LocalId) -> bool {
        self.is_bound_before(local) || self.bound.contains(&local)
    }

    fn variables(&mut self, one: LocalId, other: LocalId) {
        if self.is_bound(other) {
            self.bind(one);
        } else if self.is_bound(one) {
            self.bind(other);
        } else {
            self.waiting.entry(one).or_default().insert(other);
            self.waiting.entry(other).or_default().insert(one);
        }
    }

    /// A variable and a collection: either binds the other.
    fn variable(&mut self, local: LocalId, collection: &Term) {
        if self.is_bound(local) {
            return self.all(collection);
        }
        let within = members(collection);
        let unbound: Locals = within.into_iter().filter(|local| !self.is_bound(*local)).collect();
        if unbound.is_empty() {
            self.bind(local);
        } else {
            self.waiting.entry(local).or_default().extend(unbound);
        }
    }

    fn all(&mut self, collection: &Term) {
        for local in members(collection) {
            self.bind(local);
        }
    }

    /// Binds a variable, what waits for it alone, and what it waited for.
    fn bind(&mut self, local: LocalId) {
        let mut open = vec![local];
        while let Some(local) = open.pop() {
            if !self.bound.insert(local) {
                continue;
            }
            open.extend(self.waiting.remove(&local).unwrap_or_default());
            for (waiting, needs) in &mut self.waiting {
                if needs.remove(&local) && needs.is_empty() {
                    open.push(*waiting);
                }
            }
        }
    }
}

fn members(collection: &Term) -> Locals {
    let counted = Counted { skip_heads: true, skip_keys: true, skip_sets: true };
    variables::of_term(collection, counted)
}

/// Whether two keys of patterns are the same.
fn is_same(one: &Term, other: &Term) -> bool {
    match (&one.kind, &other.kind) {
        (TermKind::Null, TermKind::Null) => true,
        (TermKind::Bool(one), TermKind::Bool(other)) => one == other,
        (TermKind::Number(one), TermKind::Number(other))
        | (TermKind::String(one), TermKind::String(other)) => one == other,
        (TermKind::Local(one), TermKind::Local(other)) => one == other,
        _ => false,
    }
}

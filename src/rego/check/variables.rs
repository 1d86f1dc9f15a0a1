//! The variables that a part of a body names.

use super::Locals;
use crate::rego::ir::{Body, Literal, LiteralKind, Local, LocalId, Term, TermKind};
use crate::rego::resolve::visit::{self, Visit};

/// What of a term counts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counted {
    /// Not what a reference begins with.
    pub(super) skip_heads: bool,
    /// Not the keys of objects.
    pub(super) skip_keys: bool,
    /// Not the members of sets.
    pub(super) skip_sets: bool,
}

/// The variables of a term, scopes within it left out.
pub(super) fn of_term(term: &Term, counted: Counted) -> Locals {
    let mut found = Found { counted, locals: Locals::new() };
    visit::walk_term(&mut found, term);
    found.locals
}

/// The variables that a literal names in the body that holds it.
pub(super) fn of_literal(literal: &Literal, locals: &[Local]) -> Locals {
    let mut found = Found { counted: Counted::default(), locals: Locals::new() };
    visit::walk_literal(&mut found, literal);
    let operands: &[Body] = match &literal.kind {
        LiteralKind::Not(body) => std::slice::from_ref(body),
        LiteralKind::Any(bodies) => bodies,
        _ => &[],
    };
    for body in operands.iter().filter(|body| body.open) {
        for local in names_within(body, locals) {
            found.locals.remove(&local);
        }
    }
    found.locals
}

/// The variables that scopes within a literal name.
pub(super) fn of_closures(literal: &Literal) -> Locals {
    let mut found = Enclosed { depth: 0, locals: Locals::new() };
    visit::walk_literal(&mut found, literal);
    found.locals
}

/// The names that an operand without braces gives to the results of calls within it: no author has written them.
fn names_within(body: &Body, locals: &[Local]) -> Vec<LocalId> {
    let mut names = Vec::new();
    let mut open = vec![body];
    while let Some(body) = open.pop() {
        for literal in &body.literals {
            match &literal.kind {
                LiteralKind::Unify(Term { kind: TermKind::Local(local), .. }, _)
                    if locals[local.0 as usize].name.is_empty() =>
                {
                    names.push(*local);
                }
                LiteralKind::Not(body) => open.extend(Some(body).filter(|body| body.open)),
                LiteralKind::Any(bodies) => open.extend(bodies.iter().filter(|body| body.open)),
                _ => {}
            }
        }
    }
    names
}

struct Found {
    counted: Counted,
    locals: Locals,
}

impl Visit for Found {
    fn term(&mut self, term: &Term) -> bool {
        match &term.kind {
            TermKind::Local(local) => {
                self.locals.insert(*local);
            }
            TermKind::Ref(_, steps) if self.counted.skip_heads => {
                for step in steps {
                    visit::walk_term(self, step);
                }
                return false;
            }
            TermKind::Object(fields) if self.counted.skip_keys => {
                for (_, value) in fields {
                    visit::walk_term(self, value);
                }
                return false;
            }
            TermKind::Set(_) => return !self.counted.skip_sets,
            _ => {}
        }
        true
    }

    fn closure(&mut self, _: &[&Term], _: &Body) {}
}

struct Enclosed {
    depth: usize,
    locals: Locals,
}

impl Visit for Enclosed {
    fn term(&mut self, term: &Term) -> bool {
        if let TermKind::Local(local) = term.kind
            && self.depth > 0
        {
            self.locals.insert(local);
        }
        true
    }

    fn closure(&mut self, heads: &[&Term], body: &Body) {
        self.depth += 1;
        for head in heads {
            visit::walk_term(self, head);
        }
        visit::walk_body(self, body);
        self.depth -= 1;
    }
}

//! Variables that are never declared (`x = 1`, `input.list[i]`). The outermost body that names one has it; bodies beside
//! each other that name it, and nothing around them, each have one of their own.

use super::visit::{self, Visit};
use crate::rego::ir::{Body, Clause, Local, LocalId, Term, TermKind};
use std::collections::{BTreeMap, BTreeSet};

/// Gives each body that has such variables to itself its own.
pub(super) fn separate(
    clause: &mut Clause,
    undeclared: &BTreeMap<Box<str>, LocalId>,
    locals: &mut Vec<Local>,
) {
    if undeclared.is_empty() {
        return;
    }
    let mut outer = Direct::default();
    visit::head(clause).for_each(|term| visit::walk_term(&mut outer, term));
    visit::walk_body(&mut outer, &clause.body);
    Separation::new(undeclared, locals).outermost(&mut clause.body, &outer);
}

/// The same for a query.
pub(super) fn separate_body(
    body: &mut Body,
    undeclared: &BTreeMap<Box<str>, LocalId>,
    locals: &mut Vec<Local>,
) {
    let mut outer = Direct::default();
    visit::walk_body(&mut outer, body);
    Separation::new(undeclared, locals).outermost(body, &outer);
}

/// The variables that a body names itself, not in a scope within it.
#[derive(Default)]
struct Direct {
    locals: BTreeSet<LocalId>,
}

impl Visit for Direct {
    fn term(&mut self, term: &Term) -> bool {
        if let TermKind::Local(local) = term.kind {
            self.locals.insert(local);
        }
        true
    }

    fn closure(&mut self, _: &[&Term], _: &Body) {}
}

struct Separation<'l> {
    undeclared: BTreeSet<LocalId>,
    locals: &'l mut Vec<Local>,
}

impl<'l> Separation<'l> {
    fn new(undeclared: &BTreeMap<Box<str>, LocalId>, locals: &'l mut Vec<Local>) -> Self {
        Self { undeclared: undeclared.values().copied().collect(), locals }
    }

    fn outermost(&mut self, body: &mut Body, outer: &Direct) {
        let known = outer.locals.intersection(&self.undeclared).copied().collect();
        self.body(body, &known);
    }

    fn body(&mut self, body: &mut Body, known: &BTreeSet<LocalId>) {
        visit::closures(body, &mut |mut heads, body| {
            let mut direct = Direct::default();
            for head in &heads {
                visit::walk_term(&mut direct, head);
            }
            visit::walk_body(&mut direct, body);
            let mut own = BTreeMap::new();
            let named: BTreeSet<LocalId> =
                direct.locals.intersection(&self.undeclared).copied().collect();
            for local in named {
                if !known.contains(&local) {
                    own.insert(local, self.copy(local));
                }
            }
            let mut rename =
                |local: &mut LocalId| *local = own.get(local).copied().unwrap_or(*local);
            for head in &mut heads {
                visit::rename_term(head, &mut rename);
            }
            visit::rename(body, &mut rename);
            self.undeclared.extend(own.values());
            let known = own.values().chain(known).copied().collect();
            self.body(body, &known);
        });
    }

    fn copy(&mut self, local: LocalId) -> LocalId {
        let number =
            u32::try_from(self.locals.len()).expect("a program has fewer than 2³² variables");
        let local = self.locals[local.0 as usize].clone();
        self.locals.push(local);
        LocalId(number)
    }
}

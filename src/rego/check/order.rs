//! Puts the literals of a body into an order in which everything that one needs is bound before it. As in OPA, a literal
//! stays where it stands if it can, and otherwise moves behind what it needs.

use super::{Locals, outputs, variables};
use crate::rego::ir::{Literal, Local, LocalId};
use std::collections::{BTreeMap, BTreeSet};

/// The order of a body's literals, and what keeps some of them from having one.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Indices of literals.
    pub(super) order: Vec<usize>,
    /// Literals whose variables are never bound, with these.
    pub(super) stuck: Vec<(usize, Locals)>,
}

struct Needs {
    /// Has to be bound before the literal.
    before: Locals,
    /// Has to be bound before or by the literal.
    with: Locals,
}

/// Orders literals where the variables in `around` are bound.
pub(super) fn order(literals: &[Literal], around: &Locals, locals: &[Local]) -> Order {
    let direct: Vec<Locals> =
        literals.iter().map(|literal| variables::of_literal(literal, locals)).collect();
    let named: Locals = direct.iter().flatten().copied().collect();
    let mut safe: Locals = named.intersection(around).copied().collect();
    let mut naming: BTreeMap<LocalId, Vec<usize>> = BTreeMap::new();
    let needs: Vec<Needs> = literals
        .iter()
        .zip(&direct)
        .enumerate()
        .map(|(index, (literal, direct))| {
            let enclosed = variables::of_closures(literal);
            let mut before: Locals = enclosed.intersection(&named).copied().collect();
            if outputs::prints(literal) {
                before.extend(direct);
            }
            for local in before.union(direct) {
                naming.entry(*local).or_default().push(index);
            }
            Needs { before, with: direct.clone() }
        })
        .collect();
    let mut order = Vec::new();
    let mut placed = vec![false; literals.len()];
    // Literals to look at again, because a variable of theirs was bound since.
    let mut changed: BTreeSet<usize> = (0..literals.len()).collect();
    let mut from = 0;
    while let Some(index) = changed.range(from..).next().or_else(|| changed.first()).copied() {
        changed.remove(&index);
        from = index + 1;
        let bound = outputs::of_literal(&literals[index], &safe, locals);
        let needs = &needs[index];
        if !shown_too_early(index, literals, around, locals).is_empty() {
            continue;
        }
        let is_ready = needs.before.is_subset(&safe)
            && needs.with.iter().all(|local| safe.contains(local) || bound.contains(local));
        if !is_ready {
            continue;
        }
        placed[index] = true;
        order.push(index);
        for local in bound.difference(&safe).copied().collect::<Vec<_>>() {
            safe.insert(local);
            let again = naming.get(&local).into_iter().flatten();
            changed.extend(again.filter(|index| !placed[**index]));
        }
    }
    let stuck = (0..literals.len()).filter(|index| !placed[*index]).map(|index| {
        let needs = &needs[index];
        let bound = outputs::of_literal(&literals[index], &safe, locals);
        let missing = needs.before.iter().chain(needs.with.difference(&bound));
        let missing = missing.filter(|local| !safe.contains(local)).copied();
        (index, missing.chain(shown_too_early(index, literals, around, locals)).collect())
    });
    Order { stuck: stuck.collect(), order }
}

/// What a call of `print` shows although it is only bound behind it.
fn shown_too_early(
    index: usize,
    literals: &[Literal],
    around: &Locals,
    locals: &[Local],
) -> Locals {
    if !outputs::prints(&literals[index]) {
        return Locals::new();
    }
    let mut bound = around.clone();
    for literal in &literals[..index] {
        bound.extend(outputs::of_literal(literal, &bound, locals));
    }
    let mut shown = variables::of_literal(&literals[index], locals);
    shown.retain(|local| !bound.contains(local));
    shown
}

//! Puts the literals of a body into an order in which everything that one needs is bound before it. As in OPA, a literal
//! stays where it stands if it can, and otherwise moves behind what it needs.

use super::{Locals, outputs, variables};
use crate::rego::ir::{Literal, LiteralKind, Local, LocalId, TermKind};
use std::collections::{BTreeMap, BTreeSet};

/// The order of a body's literals, and what keeps some of them from having one.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The literals that have a place, in their order.
    pub(super) indices: Vec<usize>,
    /// Literals whose variables are never bound, with these.
    pub(super) stuck: Vec<(usize, Locals)>,
    /// Literals that OPA takes for unsafe, because a reference and a scope in them share all their variables.
    pub(super) entangled: Vec<usize>,
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
    let mut indices = Vec::new();
    let mut entangled = BTreeSet::new();
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
        if is_entangled(&literals[index], &needs.before, around, &bound, &safe) {
            entangled.insert(index);
            continue;
        }
        let is_ready = needs.before.is_subset(&safe)
            && needs.with.iter().all(|local| safe.contains(local) || bound.contains(local));
        if !is_ready {
            continue;
        }
        placed[index] = true;
        indices.push(index);
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
    let stuck = stuck.filter(|(index, missing): &(usize, Locals)| {
        !missing.is_empty() || !entangled.contains(index)
    });
    let stuck: Vec<_> = stuck.collect();
    entangled.retain(|index| !placed[*index] && stuck.iter().all(|(stuck, _)| stuck != index));
    Order { stuck, entangled: entangled.into_iter().collect(), indices }
}

/// Whether the scopes in a literal need just the variables that its references go through: `[v | v := a[i]] == b[i]`. OPA
/// does not see that these are bound before.
fn is_entangled(
    literal: &Literal,
    enclosed: &Locals,
    around: &Locals,
    bound: &Locals,
    safe: &Locals,
) -> bool {
    let is_equation = match &literal.kind {
        LiteralKind::Unify(_, right) => !matches!(right.kind, TermKind::Call(..)),
        LiteralKind::Iterate { .. } => true,
        _ => false,
    };
    let enclosed: Locals = enclosed.difference(around).copied().collect();
    let bound =
        bound.iter().filter(|local| !is_equation || !safe.contains(local)).copied().collect();
    !enclosed.is_empty() && enclosed == bound
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

//! What OPA's compiler checks once every name is known: each body is put into an order in which all that a literal needs is
//! bound before it, what a negation needs is put in front of it, and no definition may lead back to itself.

use crate::rego::Mistake;
use crate::rego::ir::{LocalId, Program};
use std::collections::BTreeSet;

mod cycles;
mod negation;
mod order;
mod outputs;
mod recursion;
mod safety;
mod unifier;
mod variables;

#[cfg(test)]
mod tests;

/// A set of variables.
type Locals = BTreeSet<LocalId>;

/// Checks a program, and orders its bodies.
pub fn check(program: &mut Program) -> Vec<Mistake> {
    let mut mistakes = safety::check(program);
    mistakes.extend(recursion::find(program));
    mistakes
}

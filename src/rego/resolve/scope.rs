//! The variables that are known at a place. Follows OPA: what a body declares hides what is outside, what is used before it
//! is declared is a mistake, and what is never declared belongs to the outermost body that names it.

use crate::rego::ir::LocalId;
use std::collections::BTreeMap;

/// How a variable came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// Used without a declaration.
    Seen,
    /// A parameter.
    Parameter,
    /// `:=`.
    Assigned,
    /// `some`, `every`.
    Declared,
}

/// A variable in a scope.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub(super) local: LocalId,
    pub(super) origin: Origin,
    /// How often it is named, the first time included.
    pub(super) uses: usize,
}

/// The scopes around a place, the innermost last.
#[derive(Debug, Clone, Default)]
pub(super) struct Scopes {
    stack: Vec<BTreeMap<Box<str>, Variable>>,
}

impl Scopes {
    /// Enters a body.
    pub(super) fn enter(&mut self) {
        self.stack.push(BTreeMap::new());
    }

    /// Leaves a body, and gives what was named in it.
    pub(super) fn leave(&mut self) -> BTreeMap<Box<str>, Variable> {
        self.stack.pop().unwrap_or_default()
    }

    /// What the innermost body names.
    pub(super) fn innermost(&self) -> &BTreeMap<Box<str>, Variable> {
        self.stack.last().expect("a name is only looked up in a body")
    }

    /// The variable of this name, which is used once more.
    pub(super) fn used(&mut self, name: &str) -> Option<LocalId> {
        let variable = self.stack.iter_mut().rev().find_map(|scope| scope.get_mut(name))?;
        variable.uses += 1;
        Some(variable.local)
    }

    /// The variable of this name, if it was declared.
    pub(super) fn declared(&self, name: &str) -> Option<LocalId> {
        let variable = self.stack.iter().rev().find_map(|scope| scope.get(name))?;
        (variable.origin != Origin::Seen).then_some(variable.local)
    }

    /// The variable of this name, if it is used around without having been declared.
    pub(super) fn undeclared(&self, name: &str) -> Option<LocalId> {
        let variable = self.stack.iter().rev().find_map(|scope| scope.get(name))?;
        (variable.origin == Origin::Seen).then_some(variable.local)
    }

    /// How the innermost body came to know this name.
    pub(super) fn origin(&self, name: &str) -> Option<Origin> {
        self.stack.last()?.get(name).map(|variable| variable.origin)
    }

    /// Makes a variable known in the innermost body.
    pub(super) fn insert(&mut self, name: &str, local: LocalId, origin: Origin) {
        let scope = self.stack.last_mut().expect("a variable is only declared in a body");
        scope.insert(name.into(), Variable { local, origin, uses: 1 });
    }
}

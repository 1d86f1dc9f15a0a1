//! What is being written: statements in the order in which they are evaluated, and what each variable of the author is
//! called among them.

use super::world::WorldId;
use crate::rego::emit::mark;
use crate::rego::ir::{LocalId, Place};
use std::collections::{BTreeMap, BTreeSet};

/// An expression for the engine. It is undefined where anything in it is.
#[derive(Debug, Clone)]
pub(super) struct Expr {
    pub(super) text: String,
    pub(super) shape: Shape,
    /// It is never undefined.
    pub(super) total: bool,
}

/// What an expression is, for what the engine makes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A variable.
    Variable,
    /// A scalar.
    Scalar,
    /// An array or object.
    Built,
    /// Anything else.
    Other,
}

impl Expr {
    /// A scalar.
    pub(super) fn simple(text: impl Into<String>) -> Self {
        Self::total(text, Shape::Scalar)
    }

    /// What is always defined.
    pub(super) fn total(text: impl Into<String>, shape: Shape) -> Self {
        Self { text: text.into(), shape, total: true }
    }

    /// A variable.
    pub(super) fn variable(text: impl Into<String>) -> Self {
        Self::total(text, Shape::Variable)
    }

    /// What may be undefined.
    pub(super) fn other(text: impl Into<String>) -> Self {
        Self { text: text.into(), shape: Shape::Other, total: false }
    }

    /// Whether it is data that is known beforehand.
    pub(super) fn is_constant(&self) -> bool {
        self.total && self.text.starts_with("input.c.")
    }

    /// Whether it costs nothing to write it twice.
    pub(super) fn is_simple(&self) -> bool {
        matches!(self.shape, Shape::Variable | Shape::Scalar)
    }
}

/// A statement.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) kind: StatementKind,
    pub(super) place: Place,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StatementKind {
    /// Names a value.
    Assign,
    /// Names each of several values in turn.
    Loop,
    /// Holds or not; an expression.
    Test,
    /// Holds or not; `not` or `every`.
    Negated,
}

/// Statements, and what is known to them.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) world: WorldId,
    pub(super) statements: Vec<Statement>,
    /// The author's variables that have a value, and what is written for them.
    pub(super) bound: BTreeMap<LocalId, Expr>,
    /// Variables of the engine that have a value.
    pub(super) defined: BTreeSet<u32>,
}

impl Scope {
    /// A scope in which nothing is known.
    pub(super) fn new(world: WorldId) -> Self {
        Self { world, statements: vec![], bound: BTreeMap::new(), defined: BTreeSet::new() }
    }

    /// A scope inside this one.
    pub(super) fn inner(&self) -> Self {
        let (bound, defined) = (self.bound.clone(), self.defined.clone());
        Self { world: self.world, statements: vec![], bound, defined }
    }

    /// Adds a statement.
    pub(super) fn push(&mut self, kind: StatementKind, text: String, place: Place) {
        self.statements.push(Statement { text, kind, place });
    }

    /// Which of the variables that are known here the text names. A name inside a string counts too, which does no harm.
    pub(super) fn captured(&self, text: &str) -> Vec<String> {
        let mut captured = BTreeSet::new();
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        for number in words.filter_map(|word| word.strip_prefix('v')?.parse().ok()) {
            if self.defined.contains(&number) {
                captured.insert(number);
            }
        }
        captured.into_iter().map(|number| format!("v{number}")).collect()
    }
}

/// Statements as the engine reads them, each on a line of its own. There is always one.
pub(super) fn lines(statements: &[Statement]) -> String {
    if statements.is_empty() {
        return "true\n".to_owned();
    }
    let mut text = String::new();
    for statement in statements {
        text.push_str(&mark(statement.place));
        text.push_str(&statement.text);
        text.push('\n');
    }
    text
}

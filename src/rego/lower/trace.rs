//! Points of the program at which it is noted that evaluation came so far, and with which values. Nothing is written
//! where nobody asks.

use super::Lowering;
use super::scope::{Scope, StatementKind};
use crate::rego::ast::Span;
use crate::rego::ir::{Clause, DocumentId, LocalId, Place};
use std::collections::BTreeMap;

/// A point that evaluation can come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The condition that holds when it is reached; the first one of the body where it is only entered.
    pub place: Place,
    /// How many conditions of the body hold then.
    pub step: usize,
    /// Whether the body is inside another: of a comprehension, `every`, `not` or `or`.
    pub nested: bool,
    /// The definition, or `else` of one, that the body belongs to.
    pub clause: Place,
    /// The document that it defines; none for a query.
    pub document: Option<DocumentId>,
    /// The author's variables that have a value, in the order in which their values are noted.
    pub locals: Vec<LocalId>,
}

/// The points so far, and where the next belongs.
#[derive(Debug, Default)]
pub(super) struct Points {
    pub(super) all: Vec<Point>,
    pub(super) document: Option<DocumentId>,
    /// The same condition in another world is the same point.
    known: BTreeMap<(Place, Place, usize), usize>,
    clause: Option<Place>,
    depth: usize,
    step: usize,
}

impl Points {
    /// What comes now belongs to this clause.
    pub(super) fn clause(&mut self, clause: &Clause) {
        (self.clause, self.depth) = (Some(clause.place), 0);
    }

    /// A body begins; gives what [`Points::leave`] needs.
    pub(super) fn enter(&mut self) -> usize {
        self.depth += 1;
        std::mem::take(&mut self.step)
    }

    /// A body ends.
    pub(super) fn leave(&mut self, outer: usize) {
        self.depth -= 1;
        self.step = outer;
    }
}

impl Lowering<'_> {
    /// Notes that evaluation came to this condition of the body.
    pub(super) fn reach_point(&mut self, scope: &mut Scope, place: Option<Place>) {
        let (Some(place), true) = (place, self.options.trace) else { return };
        let clause =
            self.points.clause.unwrap_or(Place { module: 0, span: Span { start: 0, end: 0 } });
        let locals: Vec<_> = scope
            .bound
            .iter()
            .filter(|(local, _)| self.program.local(**local).is_named())
            .collect();
        let values: Vec<_> = locals.iter().map(|(_, value)| value.text.as_str()).collect();
        let key = (clause, place, self.points.step);
        let next = self.points.all.len();
        let number = *self.points.known.entry(key).or_insert(next);
        let text = format!("x_reach({number}, [{}])", values.join(", "));
        if number == next {
            self.points.all.push(Point {
                place,
                step: self.points.step,
                nested: self.points.depth > 1,
                clause,
                document: self.points.document,
                locals: locals.iter().map(|(local, _)| **local).collect(),
            });
        }
        self.points.step += 1;
        scope.push(StatementKind::Test, text, place);
    }
}

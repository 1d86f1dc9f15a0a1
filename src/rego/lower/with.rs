//! `with`. Its values are evaluated before, and the engine's own `with` replaces `input` and base data for one statement:
//! where a condition takes more than one, or names something, they stand in a comprehension, whose results are gone
//! through outside.

use super::Lowering;
use super::reference::step;
use super::scope::{Expr, Scope, StatementKind, lines};
use super::world::{Stand, World};
use crate::rego::ir::{Kind, Literal, Place, Replacement, Target, With};

impl Lowering<'_> {
    /// A condition under its modifiers.
    pub(super) fn with(&mut self, scope: &mut Scope, literal: &Literal) {
        let mut world = self.worlds[scope.world].clone();
        let mut modifiers = String::new();
        for with in &literal.with {
            let native = self.modifier(scope, &mut world, with);
            modifiers.push_str(&native);
        }
        let outside = scope.world;
        let world = self.world(world);
        let (mut inner, ()) = self.inside(scope, |lowering, inner| {
            inner.world = world;
            lowering.literal(inner, &literal.kind, literal.place);
        });
        inner.world = outside;
        match inner.statements.as_mut_slice() {
            [] => scope.bound = inner.bound,
            [only] if only.kind != StatementKind::Loop => {
                only.text.push_str(&modifiers);
                scope.bound = inner.bound;
                scope.defined = inner.defined;
                scope.statements.append(&mut inner.statements);
            }
            _ => self.results(scope, &inner, &modifiers, literal.place),
        }
    }

    /// Goes through the ways in which a condition holds, with what it names.
    fn results(&mut self, scope: &mut Scope, inner: &Scope, modifiers: &str, place: Place) {
        let new: Vec<_> =
            inner.bound.iter().filter(|(local, _)| !scope.bound.contains_key(local)).collect();
        let names: Vec<_> = new.iter().map(|(_, value)| value.text.as_str()).collect();
        let text = format!("[[{}] |\n{}]", names.join(", "), lines(&inner.statements));
        let all = self.variable(scope);
        scope.push(StatementKind::Assign, format!("{all} := {text}{modifiers}"), place);
        let one = self.variable(scope);
        scope.push(StatementKind::Loop, format!("{one} := {all}[_]"), place);
        for (index, (local, _)) in new.iter().enumerate() {
            let name = self.assign(scope, Expr::other(format!("{one}[{index}]")), place);
            scope.bound.insert(**local, Expr::variable(name));
        }
    }

    /// What a modifier is for the engine; for the rest the world is changed.
    fn modifier(&mut self, scope: &mut Scope, world: &mut World, with: &With) -> String {
        let native = match (&with.target, &with.value) {
            (Target::Input(path), Replacement::Value(value)) => {
                Some(("input.i".to_owned(), path.as_slice(), value))
            }
            (Target::Data(path), Replacement::Value(value)) => {
                self.hide(world, path, with.place);
                Some(("input.d".to_owned(), path.as_slice(), value))
            }
            (Target::Function(callee), Replacement::Value(value)) => {
                self.stands += 1;
                let stand = format!("input.m.m{}", self.stands);
                world.functions.insert((*callee).into(), Stand::Value(stand.clone()));
                Some((stand, [].as_slice(), value))
            }
            (Target::Function(callee), Replacement::Function(stand)) => {
                world.functions.insert((*callee).into(), Stand::Function((*stand).into()));
                None
            }
            (_, Replacement::Function(_)) => {
                self.defect(with.place, "a function cannot stand in for a value");
                None
            }
        };
        native.map_or_else(String::new, |(root, path, value)| {
            let target = path.iter().fold(root, |target, name| target + &step(name));
            let value = self.operand(scope, value);
            format!(" with {target} as {value}")
        })
    }

    /// Makes the documents at and below a path data.
    fn hide(&mut self, world: &mut World, path: &[Box<str>], place: Place) {
        let documents = &self.program.documents;
        let partly = |document: &crate::rego::ir::Document| {
            document.path.len() < path.len() && path.starts_with(&document.path)
        };
        if documents.iter().any(|each| partly(each) && !matches!(each.kind, Kind::Function(_))) {
            let mistake = self.program.mistake(
                place,
                "gatewright::rego::with",
                "`with` cannot replace a part of what a rule defines",
            );
            self.mistakes.push(mistake.help("replace the whole rule"));
        }
        if documents.iter().any(|each| each.path.starts_with(path)) {
            world.hidden.insert(path.to_vec());
        }
    }
}

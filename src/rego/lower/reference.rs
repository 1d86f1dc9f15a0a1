//! References: where they begin, and each step.

use super::Lowering;
use super::constant::quoted;
use super::scope::{Expr, Scope, StatementKind};
use super::unify::is_open;
use crate::rego::ir::{Place, Root, Term, TermKind};

/// What a reference has come to, for what the engine or OPA makes of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// A rule: the engine takes a number after it for a name.
    Rule,
    /// The rule of a package as a whole, which may have base data in it.
    Package,
    /// Base data: OPA finds it by text there, so that `data.list["0"]` is `data.list[0]`.
    Data,
    /// A value.
    Value,
}

impl Lowering<'_> {
    /// A reference as an expression; what it goes through becomes statements.
    pub(super) fn reference(
        &mut self,
        scope: &mut Scope,
        root: &Root,
        steps: &[Term],
        place: Place,
    ) -> Expr {
        let (mut expr, mut at, steps) = self.root(scope, root, steps);
        for each in steps {
            expr = match &each.kind {
                TermKind::String(text) if at != At::Data || !is_numeric(text) => {
                    Expr::other(expr.text + &step(text))
                }
                _ => {
                    if matches!(at, At::Rule | At::Package) {
                        expr = Expr::variable(self.assign(scope, expr, place));
                        at = if at == At::Package { At::Data } else { At::Value };
                    }
                    self.step(scope, &expr.text, at, each)
                }
            };
        }
        expr
    }

    /// Where a reference begins, and the steps that are left.
    fn root<'a>(
        &mut self,
        scope: &mut Scope,
        root: &Root,
        steps: &'a [Term],
    ) -> (Expr, At, &'a [Term]) {
        match root {
            Root::Input => (Expr::other("input.i"), At::Value, steps),
            Root::Data => {
                // A package without rules is there, but has no document.
                let names: Vec<_> = steps.iter().map_while(name).collect();
                let package = |path: &[Box<str>]| path.starts_with(&names);
                if self.program.modules.iter().any(|module| package(&module.package)) {
                    let rule = self.package(&names, scope.world);
                    return (
                        Expr::other(format!("data.g.{rule}")),
                        At::Package,
                        &steps[names.len()..],
                    );
                }
                (Expr::other("input.d"), At::Data, steps)
            }
            Root::Document(id) if self.worlds[scope.world].hides(self.program, *id) => {
                let path = &self.program.document(*id).path;
                (
                    Expr::other(
                        path.iter().fold("input.d".to_owned(), |text, name| text + &step(name)),
                    ),
                    At::Value,
                    steps,
                )
            }
            Root::Document(id) => {
                let rule = self.document(*id, scope.world);
                (Expr::other(format!("data.g.{rule}")), At::Rule, steps)
            }
            Root::Package(path) => {
                let rule = self.package(path, scope.world);
                (Expr::other(format!("data.g.{rule}")), At::Package, steps)
            }
            Root::Term(term) => {
                let expr = self.term(scope, term);
                (Expr::variable(self.assign(scope, expr, term.place)), At::Value, steps)
            }
        }
    }

    /// One step that is no name: it leads on, or goes through everything.
    fn step(&mut self, scope: &mut Scope, from: &str, at: At, step: &Term) -> Expr {
        if !is_open(scope, step) {
            let key = self.operand(scope, step);
            if at == At::Data {
                let found = Expr::other(format!("x_at({from}, {key})"));
                return Expr::variable(self.assign(scope, found, step.place));
            }
            return Expr::other(format!("{from}[{key}]"));
        }
        let (value, key) = (self.variable(scope), self.key(scope, step));
        let text = key.as_ref().map_or("_", |(key, _)| key);
        scope.push(StatementKind::Loop, format!("{value} := {from}[{text}]"), step.place);
        if let Some((key, true)) = key {
            self.unify_value(scope, step, &Expr::variable(key));
        }
        Expr::variable(value)
    }

    /// A variable for a key that is gone through, if it is needed, and whether it still is to be made equal to the term.
    pub(super) fn key(&mut self, scope: &mut Scope, key: &Term) -> Option<(String, bool)> {
        match key.kind {
            TermKind::Local(local) if !self.is_used(local) => None,
            TermKind::Local(local) => {
                let variable = self.variable(scope);
                scope.bound.insert(local, Expr::variable(variable.clone()));
                Some((variable, false))
            }
            _ => Some((self.variable(scope), true)),
        }
    }
}

fn name(step: &Term) -> Option<Box<str>> {
    match &step.kind {
        TermKind::String(text) => Some(text.clone()),
        _ => None,
    }
}

/// Whether a name could be read as a number.
fn is_numeric(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
}

/// A step by a name.
pub(super) fn step(name: &str) -> String {
    let mut bytes = name.bytes();
    let plain = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !KEYWORDS.contains(&name);
    if plain { format!(".{name}") } else { format!("[{}]", quoted(name)) }
}

const KEYWORDS: [&str; 19] = [
    "as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input",
    "not", "null", "or", "package", "set", "some", "true", "with",
];

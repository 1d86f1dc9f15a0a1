//! Conditions, as statements.

use super::Lowering;
use super::scope::{Expr, Scope, Shape, Statement, StatementKind, lines};
use super::unify::is_open;
use crate::rego::ir::{Body, LiteralKind, LocalId, Place, Term, TermKind};

/// The engine numbers the statements of a body in 16 bits, and misorders a longer one.
const STATEMENTS: usize = 50_000;

impl Lowering<'_> {
    /// A body, in its order.
    pub(super) fn body(&mut self, scope: &mut Scope, body: &Body) {
        let outer = self.points.enter();
        self.reach_point(scope, body.literals.first().map(|literal| literal.place));
        for (index, literal) in body.literals.iter().enumerate() {
            if self.write_later(scope, literal, body.literals.get(index + 1)) {
                continue;
            }
            if literal.with.is_empty() {
                self.literal(scope, &literal.kind, literal.place);
            } else {
                self.with(scope, literal);
            }
            self.reach_point(scope, Some(literal.place));
        }
        self.points.leave(outer);
        if let (Some(last), true) = (body.literals.last(), scope.statements.len() > STATEMENTS) {
            self.defect(last.place, "the body has too many conditions");
        }
    }

    /// A condition without what `with` replaces.
    pub(super) fn literal(&mut self, scope: &mut Scope, kind: &LiteralKind, place: Place) {
        match kind {
            LiteralKind::Test(term) => self.test(scope, term, place),
            LiteralKind::Unify(a, b) => self.unify(scope, a, b, place),
            LiteralKind::Iterate { key, value, over } => {
                self.iterate(scope, key.as_ref(), value, over, place);
            }
            LiteralKind::Every { key, value, domain, body } => {
                self.every(scope, *key, *value, (domain, body), place);
            }
            LiteralKind::Not(body) => self.not(scope, body, place),
            LiteralKind::Any(bodies) => {
                let bodies: Vec<_> =
                    bodies.iter().map(|body| self.statements(scope, body)).collect();
                let text = self.holds(scope, &bodies);
                scope.push(StatementKind::Test, text, place);
            }
        }
    }

    fn test(&mut self, scope: &mut Scope, term: &Term, place: Place) {
        let expr = self.term(scope, term);
        if expr.shape == Shape::Scalar && expr.text != "false" {
            return;
        }
        // The engine takes some of what begins a line for the end of the line before.
        let expr =
            if expr.text.starts_with(['[', '{']) { self.named(scope, expr, place) } else { expr };
        let infix = expr.text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        scope.push(StatementKind::Test, infix.unwrap_or(&expr.text).to_owned(), place);
    }

    fn iterate(
        &mut self,
        scope: &mut Scope,
        key: Option<&Term>,
        value: &Term,
        over: &Term,
        place: Place,
    ) {
        let collection = self.term(scope, over);
        let collection = match &over.kind {
            TermKind::Ref(_, _) | TermKind::Local(_) => collection.text,
            _ => self.assign(scope, collection, over.place),
        };
        let fixed = key.filter(|key| !is_open(scope, key));
        if let Some(key) = fixed {
            let collection = self.assign(scope, Expr::other(collection), over.place);
            let key = self.operand(scope, key);
            let found = Expr::other(format!("{collection}[{key}]"));
            return self.unify_value(scope, value, &found);
        }
        let found = self.variable(scope);
        let bound = key.and_then(|key| self.key(scope, key));
        let text = bound.as_ref().map_or("_", |(key, _)| key);
        scope.push(StatementKind::Loop, format!("{found} := {collection}[{text}]"), place);
        if let (Some((name, true)), Some(key)) = (bound, key) {
            self.unify_value(scope, key, &Expr::variable(name));
        }
        self.unify_value(scope, value, &Expr::variable(found));
    }

    fn every(
        &mut self,
        scope: &mut Scope,
        key: Option<LocalId>,
        value: LocalId,
        (domain, body): (&Term, &Body),
        place: Place,
    ) {
        let domain_expr = self.term(scope, domain);
        let domain = self.assign(scope, domain_expr, domain.place);
        let (inner, names) = self.inside(scope, |lowering, inner| {
            let names = key.into_iter().chain([value]).map(|local| {
                let name = lowering.variable(inner);
                inner.bound.insert(local, Expr::variable(name.clone()));
                name
            });
            let names: Vec<_> = names.collect();
            lowering.body(inner, body);
            names
        });
        let text =
            format!("every {} in {domain} {{\n{}}}", names.join(", "), lines(&inner.statements));
        scope.push(StatementKind::Negated, text, place);
    }

    fn not(&mut self, scope: &mut Scope, body: &Body, place: Place) {
        let inner = self.statements(scope, body);
        let text = match inner.as_slice() {
            [] => "false".to_owned(),
            [Statement { text, kind: StatementKind::Test, .. }] => format!("not {text}"),
            _ => format!("not {}", self.holds(scope, &[inner])),
        };
        let kind = if text == "false" { StatementKind::Test } else { StatementKind::Negated };
        scope.push(kind, text, place);
    }

    fn statements(&mut self, scope: &Scope, body: &Body) -> Vec<Statement> {
        let (inner, ()) = self.inside(scope, |lowering, inner| lowering.body(inner, body));
        inner.statements
    }

    /// An expression that is true if one of the bodies holds, and undefined otherwise.
    fn holds(&mut self, scope: &Scope, bodies: &[Vec<Statement>]) -> String {
        let bodies: Vec<_> = bodies.iter().map(|statements| lines(statements)).collect();
        let captured = scope.captured(&bodies.concat());
        let name = self.generated();
        let args = match captured.as_slice() {
            [] => String::new(),
            _ => format!("({})", captured.join(", ")),
        };
        let bodies: Vec<_> = bodies.iter().map(|body| format!("true if {{\n{body}}}")).collect();
        self.text.extend([&*name, &*args, " := ", &*bodies.join(" else := "), "\n"]);
        format!("data.g.{name}{args}")
    }
}

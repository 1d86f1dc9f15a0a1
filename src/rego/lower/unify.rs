//! Making two sides equal. Which side has a value is known when a policy is loaded, so one pass from left to right does.

use super::Lowering;
use super::scope::{Expr, Scope, StatementKind};
use super::term::right;
use super::visit::{self, Node};
use crate::rego::ir::{LocalId, Place, Term, TermKind};

impl Lowering<'_> {
    /// `a = b`.
    pub(super) fn unify(&mut self, scope: &mut Scope, a: &Term, b: &Term, place: Place) {
        match (&a.kind, &b.kind) {
            (TermKind::Array(left), TermKind::Array(right))
                if is_open(scope, a) || is_open(scope, b) =>
            {
                if left.len() != right.len() {
                    return scope.push(StatementKind::Test, "false".into(), place);
                }
                // What needs a value that another pair gives comes after it.
                let mut pairs: Vec<_> = left.iter().zip(right).collect();
                while !pairs.is_empty() {
                    let ready =
                        pairs.iter().position(|(a, b)| is_ready(scope, a) || is_ready(scope, b));
                    let (a, b) = pairs.remove(ready.unwrap_or(0));
                    self.unify(scope, a, b, place);
                }
            }
            (TermKind::Object(left), TermKind::Object(right))
                if is_open(scope, a) && is_open(scope, b) =>
            {
                self.unify_objects(scope, left, right, place);
            }
            _ => match (is_open(scope, a), is_open(scope, b)) {
                (true, _) => self.unify_term(scope, a, b),
                (false, true) => self.unify_term(scope, b, a),
                (false, false) => {
                    let (a, b) = (self.term(scope, a), self.term(scope, b));
                    scope.push(StatementKind::Test, format!("{} == {}", a.text, b.text), place);
                }
            },
        }
    }

    /// A pattern with a term that has a value.
    fn unify_term(&mut self, scope: &mut Scope, pattern: &Term, term: &Term) {
        let expr = self.term(scope, term);
        self.unify_value(scope, pattern, &expr);
    }

    /// A pattern with a value.
    pub(super) fn unify_value(&mut self, scope: &mut Scope, pattern: &Term, value: &Expr) {
        let place = pattern.place;
        if !is_open(scope, pattern) {
            let expected = self.term(scope, pattern);
            return scope.push(
                StatementKind::Test,
                format!("{} == {}", expected.text, value.text),
                place,
            );
        }
        match &pattern.kind {
            TermKind::Local(local) => {
                if value.total && !self.is_used(*local) {
                    return;
                }
                // A constant that is named once need not have a variable.
                let once = self.uses_of(*local) <= 2 && value.is_constant();
                let value =
                    if once { value.clone() } else { self.named(scope, value.clone(), place) };
                scope.bound.insert(*local, value);
            }
            TermKind::Array(_) => {
                let mut later = vec![];
                let text = self.pattern(scope, pattern, &mut later);
                scope.push(StatementKind::Assign, format!("{text} := {}", right(value)), place);
                for (item, name) in later {
                    self.unify_value(scope, item, &Expr::variable(name));
                }
            }
            TermKind::Object(items) => {
                let object = self.assign(scope, value.clone(), place);
                scope.push(
                    StatementKind::Test,
                    format!("x_fields({object}, {})", items.len()),
                    place,
                );
                for (key, value) in items {
                    let key = self.operand(scope, key);
                    let found = Expr::other(format!("{object}[{key}]"));
                    self.unify_value(scope, value, &found);
                }
            }
            _ => self.defect(place, "this is no pattern"),
        }
    }

    /// A pattern as the engine takes it, and what still is to be made equal to what.
    fn pattern<'a>(
        &mut self,
        scope: &mut Scope,
        pattern: &'a Term,
        later: &mut Vec<(&'a Term, String)>,
    ) -> String {
        match &pattern.kind {
            TermKind::Local(local) if !scope.bound.contains_key(local) => {
                if !self.is_used(*local) {
                    return "_".into();
                }
                let name = self.variable(scope);
                scope.bound.insert(*local, Expr::variable(name.clone()));
                name
            }
            TermKind::Array(items) if !items.is_empty() => {
                let items: Vec<_> =
                    items.iter().map(|item| self.pattern(scope, item, later)).collect();
                format!("[{}]", items.join(", "))
            }
            _ => {
                let name = self.variable(scope);
                later.push((pattern, name.clone()));
                name
            }
        }
    }

    /// Two objects that both have variables without a value: their keys have values.
    fn unify_objects(
        &mut self,
        scope: &mut Scope,
        left: &[(Term, Term)],
        right: &[(Term, Term)],
        place: Place,
    ) {
        let mut keys = |lowering: &mut Self, items: &[(Term, Term)]| {
            items.iter().map(|(key, _)| lowering.operand(scope, key)).collect::<Vec<_>>()
        };
        let (left_keys, right_keys) = (keys(self, left), keys(self, right));
        let known = left_keys.iter().chain(&right_keys).all(|key| !key.starts_with('v'));
        if !known {
            return self.defect(
                place,
                "two objects with variables as keys and values cannot be made equal",
            );
        }
        if left.len() != right.len() {
            return scope.push(StatementKind::Test, "false".into(), place);
        }
        for (key, (_, a)) in left_keys.iter().zip(left) {
            match right_keys.iter().position(|other| other == key) {
                Some(index) => self.unify(scope, a, &right[index].1, place),
                None => scope.push(StatementKind::Test, "false".into(), place),
            }
        }
    }

    /// Whether a variable is named more than once.
    pub(super) fn is_used(&self, local: LocalId) -> bool {
        self.uses_of(local) > 1
    }

    /// How often a variable is named.
    pub(super) fn uses_of(&self, local: LocalId) -> usize {
        self.uses.get(&local).copied().unwrap_or_default()
    }
}

/// Whether a term has variables without a value at places where they get one.
pub(super) fn is_open(scope: &Scope, term: &Term) -> bool {
    match &term.kind {
        TermKind::Local(local) => !scope.bound.contains_key(local),
        TermKind::Array(items) => items.iter().any(|item| is_open(scope, item)),
        TermKind::Object(items) => items.iter().any(|(_, value)| is_open(scope, value)),
        _ => false,
    }
}

/// Whether everything that is needed for a term's value is there.
fn is_ready(scope: &Scope, term: &Term) -> bool {
    match &term.kind {
        TermKind::Ref(_, _) | TermKind::Call(_, _) => {
            let mut ready = true;
            visit::term(term, &mut |node| {
                if let Node::Term(Term { kind: TermKind::Call(_, args), .. }) = node {
                    ready &= args.iter().all(|arg| !is_open(scope, arg));
                }
            });
            ready
        }
        _ => !is_open(scope, term),
    }
}

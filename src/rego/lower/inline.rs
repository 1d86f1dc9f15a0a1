//! Calls that the front has taken out of one another are written inside one another again where that makes no difference:
//! each statement costs the engine as much as a call. What is taken out is named once, in the very next condition, which has
//! no other call beside it: the engine evaluates all arguments of a call, although one is undefined.

use super::Lowering;
use super::scope::Scope;
use crate::rego::ir::{Callee, Literal, LiteralKind, LocalId, Root, Term, TermKind};

/// How deep calls are written inside one another.
const DEPTH: usize = 8;

impl Lowering<'_> {
    /// Whether a condition only names what the next one needs, so that it is written there.
    pub(super) fn write_later(
        &mut self,
        scope: &mut Scope,
        literal: &Literal,
        next: Option<&Literal>,
    ) -> bool {
        let LiteralKind::Unify(target, term) = &literal.kind else { return false };
        let (TermKind::Local(local), TermKind::Call(callee, _)) = (&target.kind, &term.kind) else {
            return false;
        };
        let Some(next) = next.filter(|next| next.with.is_empty() && literal.with.is_empty()) else {
            return false;
        };
        let once = self.program.local(*local).name.is_empty()
            && self.uses_of(*local) == 2
            && !scope.bound.contains_key(local);
        let relation = matches!(callee, Callee::Builtin(signature) if signature.relation);
        if !once || relation || !takes(scope, next, *local) {
            return false;
        }
        let before = scope.statements.len();
        let expr = self.term(scope, term);
        let deep = expr.text.matches('(').count() > DEPTH;
        if deep || scope.statements.len() > before {
            let value = self.named(scope, expr, literal.place);
            scope.bound.insert(*local, value);
        } else {
            scope.bound.insert(*local, expr);
        }
        true
    }
}

/// Whether a condition is one call, or a comparison, that has the variable among its arguments and no other call.
fn takes(scope: &Scope, literal: &Literal, local: LocalId) -> bool {
    let call = match &literal.kind {
        LiteralKind::Test(term) => term,
        LiteralKind::Unify(Term { kind: TermKind::Local(target), .. }, term)
            if !scope.bound.contains_key(target) && *target != local =>
        {
            term
        }
        _ => return false,
    };
    let TermKind::Call(_, args) = &call.kind else { return false };
    let mut found = false;
    args.iter().all(|arg| {
        let has = names(arg, local);
        found |= has;
        has || is_plain(scope, arg)
    }) && found
}

/// Whether a term is written without statements of its own, and cannot fail.
fn is_plain(scope: &Scope, term: &Term) -> bool {
    match &term.kind {
        TermKind::Null | TermKind::Bool(_) | TermKind::Number(_) | TermKind::String(_) => true,
        TermKind::Local(local) => scope.bound.contains_key(local),
        TermKind::Array(items) | TermKind::Set(items) => {
            items.iter().all(|item| is_plain(scope, item))
        }
        TermKind::Object(items) => {
            items.iter().all(|(key, value)| is_plain(scope, key) && is_plain(scope, value))
        }
        TermKind::Ref(root, steps) => {
            let root = match root {
                Root::Input => true,
                Root::Term(root) => {
                    matches!(root.kind, TermKind::Local(_)) && is_plain(scope, root)
                }
                Root::Data | Root::Document(_) | Root::Package(_) => false,
            };
            root && steps.iter().all(|step| is_plain(scope, step))
        }
        _ => false,
    }
}

/// Whether a term is the variable, or a literal that has it and otherwise only what is plain.
fn names(term: &Term, local: LocalId) -> bool {
    let TermKind::Array(items) = &term.kind else {
        return matches!(term.kind, TermKind::Local(named) if named == local);
    };
    items.iter().any(|item| names(item, local))
        && items.iter().all(|item| {
            matches!(item.kind, TermKind::Local(_) | TermKind::String(_) | TermKind::Number(_))
        })
}

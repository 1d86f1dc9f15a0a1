//! The variables that a literal binds once others are bound.

use super::variables::{self, Counted};
use super::{Locals, unifier};
use crate::rego::ir::{Callee, Literal, LiteralKind, Local, Replacement, Root, Term, TermKind};
use crate::rego::resolve::visit::{self, Visit};

/// The variables that a literal binds where those in `safe` are bound.
pub(super) fn of_literal(literal: &Literal, safe: &Locals, locals: &[Local]) -> Locals {
    let is_replaced_by_bound = literal.with.iter().all(|with| match &with.value {
        Replacement::Value(value) => variables::of_term(value, Counted::default()).is_subset(safe),
        Replacement::Function(_) => true,
    });
    if !is_replaced_by_bound {
        return Locals::new();
    }
    match &literal.kind {
        LiteralKind::Test(_) if prints(literal) => Locals::new(),
        LiteralKind::Test(term) => of_references([term], safe),
        LiteralKind::Unify(output, call)
            if matches!(call.kind, TermKind::Call(..) | TermKind::Template(_)) =>
        {
            of_call(output, call, safe)
        }
        LiteralKind::Unify(left, right) if is_target(left, locals) => {
            let mut bound = of_references([left, right], safe);
            let needs = variables::of_term(right, Counted::default());
            if needs.iter().all(|local| safe.contains(local) || bound.contains(local)) {
                bound.extend(of_equation(left, right, safe));
            }
            bound
        }
        LiteralKind::Unify(left, right) => of_equation(left, right, safe),
        LiteralKind::Iterate { key, value, over } => {
            let element = element(over, key.as_ref());
            of_equation(value, &element, safe)
        }
        LiteralKind::Every { domain, .. } => of_references([domain], safe),
        LiteralKind::Not(_) | LiteralKind::Any(_) => Locals::new(),
    }
}

/// Whether a literal is a call of `print`, which shows what it is given and needs none of it to be defined.
pub(super) fn prints(literal: &Literal) -> bool {
    let LiteralKind::Test(Term { kind: TermKind::Call(Callee::Builtin(signature), _), .. }) =
        &literal.kind
    else {
        return false;
    };
    signature.name == "print"
}

/// Whether a term is the left side of `:=`.
fn is_target(term: &Term, locals: &[Local]) -> bool {
    match &term.kind {
        TermKind::Local(local) => {
            let local = &locals[local.0 as usize];
            local.assigned && local.place == term.place
        }
        TermKind::Array(items) => items.iter().any(|item| is_target(item, locals)),
        TermKind::Object(fields) => fields.iter().any(|(_, value)| is_target(value, locals)),
        _ => false,
    }
}

/// `over[key]`, for `some key, value in over` is `value = over[key]`.
fn element(over: &Term, key: Option<&Term>) -> Term {
    let (root, steps) = match &over.kind {
        TermKind::Ref(root, steps) => (root.clone(), steps.clone()),
        _ => (Root::Term(Box::new(over.clone())), Vec::new()),
    };
    let steps = steps.into_iter().chain(key.cloned()).collect();
    Term { kind: TermKind::Ref(root, steps), place: over.place }
}

fn of_call(output: &Term, call: &Term, safe: &Locals) -> Locals {
    let counted = Counted { skip_heads: true, skip_keys: true, skip_sets: true };
    let mut outputs = of_references([output, call], safe);
    let inputs = variables::of_term(call, counted);
    if inputs.iter().any(|input| !outputs.contains(input) && !safe.contains(input)) {
        return Locals::new();
    }
    outputs.extend(variables::of_term(output, counted));
    outputs
}

fn of_equation(left: &Term, right: &Term, safe: &Locals) -> Locals {
    unifier::unify(safe, of_references([left, right], safe), left, right)
}

/// The variables that references go through: `i` in `input.list[i]`.
fn of_references<const N: usize>(terms: [&Term; N], safe: &Locals) -> Locals {
    let mut references = References { safe, outputs: Locals::new() };
    for term in &terms {
        visit::walk_term(&mut references, term);
    }
    references.outputs
}

struct References<'s> {
    safe: &'s Locals,
    outputs: Locals,
}

impl Visit for References<'_> {
    fn term(&mut self, term: &Term) -> bool {
        match &term.kind {
            // What is undefined in a template is its own affair, so it binds nothing.
            TermKind::Template(_) => false,
            TermKind::Ref(root, steps) => {
                let goes_through = is_bound(root, self.safe);
                if goes_through {
                    let counted = Counted { skip_heads: true, ..Counted::default() };
                    self.outputs
                        .extend(steps.iter().flat_map(|step| variables::of_term(step, counted)));
                }
                goes_through
            }
            _ => true,
        }
    }

    fn closure(&mut self, _: &[&Term], _: &crate::rego::ir::Body) {}
}

/// Whether it is known what a reference begins with.
fn is_bound(root: &Root, safe: &Locals) -> bool {
    match root {
        Root::Term(term) => variables::of_term(term, Counted::default()).is_subset(safe),
        Root::Input | Root::Document(_) | Root::Package(_) | Root::Data => true,
    }
}

//! What can never be reached: conditions that never hold, an `else` behind a body that always does, a default of a
//! document that always has a value.

use super::{Context, Finding, finding, name_of};
use crate::rego::ir::{
    Body, Callee, Clause, Kind, Literal, LiteralKind, Output, Place, Term, TermKind,
};

pub(super) fn find(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (_, document) in context.documents() {
        for clause in &document.clauses {
            of_clause(context, clause, findings);
        }
        let always = document.clauses.iter().any(|clause| {
            clause.body.literals.is_empty()
                && matches!(&clause.output, Output::Value(value) if is_constant(value))
        });
        if let Some(default) = &document.default
            && always
            && document.kind == Kind::Complete
        {
            let message =
                format!("`{}` never has its default: it always has a value", name_of(document));
            findings.push(finding(context, "unreachable", default.place, message));
        }
    }
}

fn of_clause(context: &Context<'_>, clause: &Clause, findings: &mut Vec<Finding>) {
    let mut next = Some(clause);
    while let Some(clause) = next {
        if let Some(place) = never_holds(&clause.body) {
            findings.push(
                finding(
                    context,
                    "unreachable",
                    place,
                    "this never holds, and so neither does what it is part of",
                )
                .help("remove it, or mend the condition"),
            );
        }
        next = clause.otherwise.as_deref();
        let always = clause.body.literals.is_empty()
            && clause.params.iter().all(|param| matches!(param.kind, TermKind::Local(_)));
        if let Some(otherwise) = next.filter(|_| always) {
            findings.push(
                finding(
                    context,
                    "unreachable",
                    otherwise.place,
                    "this `else` is never reached: what stands before it always holds",
                )
                .help("give the body before it a condition, or remove the `else`"),
            );
        }
    }
}

/// The first condition that is `false` or compares two different constants.
fn never_holds(body: &Body) -> Option<Place> {
    let never = |literal: &&Literal| match &literal.kind {
        LiteralKind::Test(Term { kind: TermKind::Bool(false), .. }) => true,
        LiteralKind::Test(Term {
            kind: TermKind::Call(Callee::Builtin(builtin), args), ..
        }) => builtin.name == "equal" && differ(args),
        _ => false,
    };
    body.literals.iter().find(never).map(|literal| literal.place)
}

fn differ(args: &[Term]) -> bool {
    let [left, right] = args else { return false };
    match (&left.kind, &right.kind) {
        (TermKind::String(left), TermKind::String(right)) => left != right,
        (TermKind::Bool(left), TermKind::Bool(right)) => left != right,
        _ => false,
    }
}

fn is_constant(term: &Term) -> bool {
    matches!(
        term.kind,
        TermKind::Bool(_) | TermKind::String(_) | TermKind::Number(_) | TermKind::Null
    )
}

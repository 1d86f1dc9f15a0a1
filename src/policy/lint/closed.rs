//! Rules that look for a bad value where nobody has listed all values: a value that is new, or misspelt, or missing passes.

use super::{Context, Finding, finding};
use crate::rego::ir::{Callee, Literal, LiteralKind, Root, Term, TermKind};
use crate::rego::walk::{self, Visitor};

/// Words for what is bad.
const BAD: [&str; 12] = [
    "bad", "blocked", "critical", "denied", "error", "errored", "fail", "failed", "failure",
    "high", "open", "rejected",
];

pub(super) fn find(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (id, document) in context.documents().filter(|(id, _)| context.polarity.fires(*id)) {
        let _ = id;
        let mut reader = Reader { context, findings };
        document.clauses.iter().for_each(|found| walk::clause(&mut reader, found));
    }
}

struct Reader<'a> {
    context: &'a Context<'a>,
    findings: &'a mut Vec<Finding>,
}

impl Visitor for Reader<'_> {
    fn literal(&mut self, found: &Literal) {
        if matches!(found.kind, LiteralKind::Not(_)) {
            return;
        }
        if let LiteralKind::Test(Term {
            kind: TermKind::Call(Callee::Builtin(builtin), args), ..
        }) = &found.kind
            && builtin.name == "equal"
            && let [left, right] = args.as_slice()
            && let Some(word) = bad_word(left).or(bad_word(right))
            && [left, right].into_iter().any(|term| is_read(term) && !self.context.is_listed(term))
        {
            let message = format!(
                "only `{word}` is stopped: any other value passes, and so does none at all"
            );
            self.findings.push(finding(self.context, "bad-value", found.place, message).help(
                "compare with the good value: `not … == \"passed\"` fires for everything else",
            ));
        }
        walk::literal(self, found);
    }
}

fn bad_word(term: &Term) -> Option<&str> {
    let TermKind::String(text) = &term.kind else { return None };
    BAD.iter().any(|bad| text.eq_ignore_ascii_case(bad)).then_some(text)
}

fn is_read(term: &Term) -> bool {
    matches!(&term.kind, TermKind::Ref(Root::Input | Root::Data | Root::Term(_), steps) if !steps.is_empty())
}

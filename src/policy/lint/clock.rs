//! `time.now_ns()`: the same instant as `input.now`, but nobody sees that the rule depends on it, and under OPA it is another.

use super::{Context, Finding, finding};
use crate::rego::ir::{Callee, Term, TermKind};
use crate::rego::walk::{self, Visitor};

pub(super) fn find(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (_, document) in context.documents() {
        let mut reader = Reader { context, findings };
        document.clauses.iter().for_each(|found| walk::clause(&mut reader, found));
    }
}

struct Reader<'a> {
    context: &'a Context<'a>,
    findings: &'a mut Vec<Finding>,
}

impl Visitor for Reader<'_> {
    fn term(&mut self, found: &Term) {
        if let TermKind::Call(Callee::Builtin(builtin), _) = &found.kind
            && builtin.name == "time.now_ns"
        {
            self.findings.push(
                finding(self.context, "clock", found.place, "the clock is read beside `input.now`")
                    .help("write `time.parse_rfc3339_ns(input.now)`: tests can then set it as they set all evidence"),
            );
        }
        walk::term(self, found);
    }
}

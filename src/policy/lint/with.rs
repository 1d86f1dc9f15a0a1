//! `with` in a rule that decides: what it replaces is not the evidence.

use super::{Context, Finding, finding};
use crate::rego::ir::Literal;
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
    fn literal(&mut self, found: &Literal) {
        if let Some(with) = found.with.first() {
            self.findings.push(
                finding(
                    self.context,
                    "with-outside-tests",
                    with.place,
                    "a rule that decides replaces what it reads",
                )
                .help("give what differs to a function as an argument, and keep `with` for tests"),
            );
        }
        walk::literal(self, found);
    }
}

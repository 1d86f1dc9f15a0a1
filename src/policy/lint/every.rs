//! `every` over a collection that may be empty: it holds, and says nothing.

use super::{Context, Finding, finding};
use crate::rego::ir::{Callee, Literal, LiteralKind, Place, Term, TermKind};
use crate::rego::walk::{self, Visitor};
use std::collections::BTreeSet;

pub(super) fn find(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (_, document) in context.documents() {
        for clause in &document.clauses {
            let mut reader = Reader { context, domains: Vec::new(), guarded: BTreeSet::new() };
            walk::clause(&mut reader, clause);
            let Reader { domains, guarded, .. } = reader;
            for (place, domain) in
                domains.into_iter().filter(|(_, domain)| !guarded.contains(domain))
            {
                findings.push(
                    finding(context, "every-without-count", place, format!("this also holds where `{domain}` is empty"))
                        .help(format!("write `count({domain}) > 0` beside it, or say in a rule of its own that there has to be one")),
                );
            }
        }
    }
}

/// Collects what `every` goes through, and what is known to have something in it; both as the author wrote them.
struct Reader<'a> {
    context: &'a Context<'a>,
    domains: Vec<(Place, &'a str)>,
    guarded: BTreeSet<&'a str>,
}

impl<'a> Reader<'a> {
    fn text(&self, place: Place) -> &'a str {
        let file = &self.context.program.modules[place.module as usize].file;
        file.text.get(place.span.start as usize..place.span.end as usize).unwrap_or_default()
    }
}

impl Visitor for Reader<'_> {
    fn literal(&mut self, found: &Literal) {
        match &found.kind {
            LiteralKind::Every { domain, .. } => {
                let constant = matches!(&domain.kind, TermKind::Array(all) | TermKind::Set(all) if !all.is_empty());
                if !constant {
                    self.domains.push((found.place, self.text(domain.place)));
                }
            }
            LiteralKind::Iterate { over, .. } => {
                self.guarded.insert(self.text(over.place));
            }
            _ => {}
        }
        walk::literal(self, found);
    }

    fn term(&mut self, found: &Term) {
        if let TermKind::Call(Callee::Builtin(builtin), args) = &found.kind
            && matches!(builtin.name, "count" | "neq")
        {
            for arg in args {
                self.guarded.insert(self.text(arg.place));
            }
        }
        walk::term(self, found);
    }
}

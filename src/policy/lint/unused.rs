//! Documents that nothing reads: left over, or meant and misspelt.

use super::{Context, Finding, finding, is_entrypoint, name_of};
use crate::rego::ir::{Callee, DocumentId, Kind, Literal, Program, Root, Target, Term, TermKind};
use crate::rego::walk::{self, Visitor};
use std::collections::BTreeSet;

pub(super) fn find(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let read = read(context.program);
    for (id, document) in context.documents() {
        if read.contains(&id) || is_entrypoint(document) {
            continue;
        }
        let what = if matches!(document.kind, Kind::Function(_)) { "calls" } else { "reads" };
        let message = format!("nothing {what} `{}`", name_of(document));
        findings.push(
            finding(context, "unused-rule", document.place, message)
                .help("a gate evaluates `deny`, `warn` and `violation`; if something outside asks for this, say `entrypoint: true` in its METADATA"),
        );
    }
}

/// Every document that another one reads, or that may be read because a package is taken as a whole.
pub(super) fn read(program: &Program) -> BTreeSet<DocumentId> {
    let mut reader = Reader { program, itself: DocumentId(0), read: BTreeSet::new() };
    for (id, document) in (0..).map(DocumentId).zip(&program.documents) {
        reader.itself = id;
        document.clauses.iter().for_each(|found| walk::clause(&mut reader, found));
    }
    reader.read
}

struct Reader<'a> {
    program: &'a Program,
    itself: DocumentId,
    read: BTreeSet<DocumentId>,
}

impl Reader<'_> {
    fn note(&mut self, id: DocumentId) {
        if id != self.itself {
            self.read.insert(id);
        }
    }

    fn below(&mut self, path: &[Box<str>]) {
        let below = (0..).map(DocumentId).zip(&self.program.documents);
        let below = below.filter(|(_, document)| document.path.starts_with(path));
        self.read.extend(below.map(|(id, _)| id));
    }
}

impl Visitor for Reader<'_> {
    fn literal(&mut self, found: &Literal) {
        for with in &found.with {
            if let Target::Data(path) = &with.target {
                self.below(path);
            }
        }
        walk::literal(self, found);
    }

    fn term(&mut self, found: &Term) {
        match &found.kind {
            TermKind::Ref(Root::Document(id), _) => self.note(*id),
            TermKind::Ref(Root::Package(path), _) => self.below(path),
            _ => {}
        }
        walk::term(self, found);
    }

    fn callee(&mut self, found: Callee) {
        if let Callee::Function(id) = found {
            self.note(id);
        }
    }
}

//! Which way a document works: whether a rule of a gate fires when the document holds, or when it does not. What is missing
//! makes conditions undefined; whether that stops a release or lets it through depends on the way.

use crate::rego::ir::{
    Body, Callee, Document, DocumentId, Literal, LiteralKind, Program, Root, Term, TermKind,
};
use crate::rego::walk::{self, Visitor};
use std::collections::BTreeSet;

/// The ways in which documents are read from the rules of a gate.
#[derive(Debug, Default)]
pub(super) struct Polarity {
    /// A rule fires when these hold.
    fires: BTreeSet<DocumentId>,
    /// A rule fires when these do not hold.
    prevents: BTreeSet<DocumentId>,
}

impl Polarity {
    /// Follows every reference from the documents that a gate asks for.
    pub(super) fn of(program: &Program, is_entrypoint: impl Fn(&Document) -> bool) -> Self {
        let mut found = Self::default();
        let entrypoints = (0..).map(DocumentId).zip(&program.documents);
        let mut open: Vec<(DocumentId, bool)> = entrypoints
            .filter(|(_, document)| is_entrypoint(document))
            .map(|(id, _)| (id, true))
            .collect();
        while let Some((id, fires)) = open.pop() {
            let known = if fires { &mut found.fires } else { &mut found.prevents };
            if !known.insert(id) {
                continue;
            }
            let mut reader = Reader { positive: fires, read: &mut open };
            program.document(id).clauses.iter().for_each(|found| walk::clause(&mut reader, found));
        }
        found
    }

    /// Whether a rule fires when the document does not hold.
    pub(super) fn prevents(&self, id: DocumentId) -> bool {
        self.prevents.contains(&id)
    }

    /// Whether a rule fires when the document holds.
    pub(super) fn fires(&self, id: DocumentId) -> bool {
        self.fires.contains(&id)
    }
}

struct Reader<'a> {
    positive: bool,
    read: &'a mut Vec<(DocumentId, bool)>,
}

impl Visitor for Reader<'_> {
    fn literal(&mut self, found: &Literal) {
        if let LiteralKind::Not(body) = &found.kind {
            self.negated(body);
        } else {
            walk::literal(self, found);
        }
    }

    fn term(&mut self, found: &Term) {
        if let TermKind::Ref(Root::Document(id), _) = &found.kind {
            self.read.push((*id, self.positive));
        }
        walk::term(self, found);
    }

    fn callee(&mut self, found: Callee) {
        if let Callee::Function(id) = found {
            self.read.push((id, self.positive));
        }
    }
}

impl Reader<'_> {
    fn negated(&mut self, body: &Body) {
        self.positive = !self.positive;
        walk::body(self, body);
        self.positive = !self.positive;
    }
}

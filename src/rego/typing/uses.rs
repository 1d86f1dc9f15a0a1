//! What each document reads and needs.

use crate::rego::ir::{
    Body, Callee, Clause, Document, DocumentId, Kind, LiteralKind, Output, Place, Program,
    Replacement, Root, Target, Term, TermKind,
};
use std::collections::BTreeSet;

/// What a document reads and needs by itself, not by what it needs.
#[derive(Debug, Clone, Default)]
pub struct Uses {
    /// The documents and functions to which it refers.
    pub documents: BTreeSet<DocumentId>,
    /// The paths of `input` and of base data that it reads, each as far as it is constant: `["input", "tests"]`.
    pub reads: BTreeSet<Vec<Box<str>>>,
    /// Its references to documents, `input` and data with a step that is not constant.
    pub dynamic: BTreeSet<Place>,
}

/// What each document uses.
pub(super) fn of_documents(program: &Program) -> Vec<Uses> {
    program.documents.iter().map(|document| of_document(program, document)).collect()
}

fn of_document(program: &Program, document: &Document) -> Uses {
    let mut walk = Walk::new(program);
    walk.terms(document.default.iter().map(|default| &default.value));
    for clause in document.clauses.iter().flat_map(chain) {
        walk.clause(clause);
    }
    walk.uses
}

/// What a body uses.
pub(super) fn of_body(program: &Program, body: &Body) -> Uses {
    let mut walk = Walk::new(program);
    walk.body(body);
    walk.uses
}

/// A clause and what is tried after it.
pub(super) fn chain(clause: &Clause) -> impl Iterator<Item = &Clause> {
    std::iter::successors(Some(clause), |clause| clause.otherwise.as_deref())
}

/// The documents of a package and of those below it, without functions.
pub(super) fn below<'p>(
    program: &'p Program,
    path: &[Box<str>],
) -> impl Iterator<Item = (DocumentId, &'p Document)> {
    let all = (0u32..).map(DocumentId).zip(&program.documents);
    all.filter(move |(_, document)| {
        document.path.starts_with(path) && !matches!(document.kind, Kind::Function(_))
    })
}

struct Walk<'p> {
    program: &'p Program,
    uses: Uses,
}

impl<'p> Walk<'p> {
    fn new(program: &'p Program) -> Self {
        Self { program, uses: Uses::default() }
    }

    fn clause(&mut self, clause: &Clause) {
        let (Output::Value(output) | Output::Member(output)) = &clause.output;
        self.terms(clause.params.iter().chain(&clause.keys).chain([output]));
        self.body(&clause.body);
    }

    fn body(&mut self, body: &Body) {
        for literal in &body.literals {
            match &literal.kind {
                LiteralKind::Test(term) => self.term(term),
                LiteralKind::Unify(left, right) => self.terms([left, right]),
                LiteralKind::Iterate { key, value, over } => {
                    self.terms(key.iter().chain([value, over]));
                }
                LiteralKind::Every { domain, body, .. } => {
                    self.term(domain);
                    self.body(body);
                }
                LiteralKind::Not(body) => self.body(body),
                LiteralKind::Any(bodies) => {
                    for body in bodies {
                        self.body(body);
                    }
                }
            }
            for with in &literal.with {
                if let Target::Function(callee) = with.target {
                    self.callee(callee);
                }
                match &with.value {
                    Replacement::Value(term) => self.term(term),
                    Replacement::Function(callee) => self.callee(*callee),
                }
            }
        }
    }

    fn terms<'t>(&mut self, terms: impl IntoIterator<Item = &'t Term>) {
        for term in terms {
            self.term(term);
        }
    }

    fn term(&mut self, term: &Term) {
        match &term.kind {
            TermKind::Null
            | TermKind::Bool(_)
            | TermKind::Number(_)
            | TermKind::String(_)
            | TermKind::Local(_) => {}
            TermKind::Array(items) | TermKind::Set(items) | TermKind::Template(items) => {
                self.terms(items);
            }
            TermKind::Object(fields) => {
                for (key, value) in fields {
                    self.terms([key, value]);
                }
            }
            TermKind::ArrayOf(head, body) | TermKind::SetOf(head, body) => {
                self.term(head);
                self.body(body);
            }
            TermKind::ObjectOf(key, value, body) => {
                self.terms([&**key, value]);
                self.body(body);
            }
            TermKind::Ref(root, steps) => {
                self.root(root, steps);
                self.terms(steps);
                if !matches!(root, Root::Term(_)) && constant(steps).count() < steps.len() {
                    self.uses.dynamic.insert(term.place);
                }
            }
            TermKind::Call(callee, args) => {
                self.callee(*callee);
                self.terms(args);
            }
        }
    }

    fn root(&mut self, root: &Root, steps: &[Term]) {
        match root {
            Root::Input => self.reads(["input".into()], steps),
            Root::Data => self.reads(["data".into()], steps),
            Root::Document(id) => {
                self.uses.documents.insert(*id);
            }
            Root::Package(path) => {
                self.uses.documents.extend(below(self.program, path).map(|(id, _)| id));
                self.reads(std::iter::once("data".into()).chain(path.iter().cloned()), steps);
            }
            Root::Term(term) => self.term(term),
        }
    }

    fn reads(&mut self, root: impl IntoIterator<Item = Box<str>>, steps: &[Term]) {
        self.uses.reads.insert(root.into_iter().chain(constant(steps).cloned()).collect());
    }

    fn callee(&mut self, callee: Callee) {
        if let Callee::Function(id) = callee {
            self.uses.documents.insert(id);
        }
    }
}

/// The steps up to the first that is not a constant string.
fn constant(steps: &[Term]) -> impl Iterator<Item = &Box<str>> {
    steps.iter().map_while(|step| match &step.kind {
        TermKind::String(name) => Some(name),
        _ => None,
    })
}

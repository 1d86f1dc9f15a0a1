//! Recursion: Rego has none, so no definition may lead back to itself.
//!
//! As in OPA, a definition needs every definition that a reference of it could mean: `data.a[x]` all that is below `a`, and
//! the target of `with` too. Definitions of one document are told apart by their keys: `a.b := a.c` needs only `a.c`.

use super::cycles;
use crate::rego::Mistake;
use crate::rego::ir::{
    Callee, Clause, DocumentId, Place, Program, Replacement, Root, Target, Term, TermKind, With,
};
use crate::rego::resolve::visit::{self, Visit};
use std::collections::{BTreeMap, BTreeSet};

/// Every group of definitions that lead back to themselves.
pub(super) fn find(program: &Program) -> Vec<Mistake> {
    let mut graph = Graph::of(program);
    graph.connect();
    let groups = cycles::groups(&graph.edges);
    groups.iter().map(|group| graph.mistake(group)).collect()
}

/// A step of a reference, or of a path: constant, or anything.
type Step = Option<Constant>;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Constant {
    Null,
    Bool(bool),
    Number(Box<str>),
    String(Box<str>),
}

/// A definition.
struct Definition<'p> {
    document: DocumentId,
    /// The path of the document, and the keys.
    steps: Vec<Step>,
    place: Place,
    content: Content<'p>,
}

enum Content<'p> {
    Clause(&'p Clause),
    Default(&'p Term),
}

struct Graph<'p> {
    program: &'p Program,
    definitions: Vec<Definition<'p>>,
    /// Where the definitions of each document begin.
    of_document: Vec<usize>,
    /// What each definition needs, and after these what each reference means.
    edges: Vec<Vec<usize>>,
    references: BTreeMap<Vec<Step>, usize>,
}

impl<'p> Graph<'p> {
    fn of(program: &'p Program) -> Self {
        let mut definitions = Vec::new();
        let mut of_document = Vec::new();
        for (document, number) in program.documents.iter().zip(0..) {
            of_document.push(definitions.len());
            let path = document.path.iter().map(|name| Some(Constant::String(name.clone())));
            let path: Vec<Step> = path.collect();
            let id = DocumentId(number);
            definitions.extend(document.default.iter().map(|default| Definition {
                document: id,
                steps: path.clone(),
                place: document.place,
                content: Content::Default(&default.value),
            }));
            definitions.extend(document.clauses.iter().map(|clause| Definition {
                document: id,
                steps: path.iter().cloned().chain(clause.keys.iter().map(constant)).collect(),
                place: clause.head,
                content: Content::Clause(clause),
            }));
        }
        let edges = vec![Vec::new(); definitions.len()];
        Self { program, definitions, of_document, edges, references: BTreeMap::new() }
    }

    fn connect(&mut self) {
        for definition in 0..self.definitions.len() {
            let mut needs = Needs { program: self.program, references: BTreeSet::new() };
            match self.definitions[definition].content {
                Content::Default(value) => visit::walk_term(&mut needs, value),
                Content::Clause(clause) => needs.clause(clause),
            }
            for reference in needs.references {
                let node = self.reference(reference);
                self.edges[definition].push(node);
            }
        }
    }

    /// The node of a reference, which leads to every definition that it could mean.
    fn reference(&mut self, steps: Vec<Step>) -> usize {
        if let Some(node) = self.references.get(&steps) {
            return *node;
        }
        let meant = self.candidates(&steps);
        let meant = meant.filter(|definition| {
            let pairs = self.definitions[*definition].steps.iter().zip(&steps);
            pairs.into_iter().all(|(one, other)| one.is_none() || other.is_none() || one == other)
        });
        self.edges.push(meant.collect());
        let node = self.edges.len() - 1;
        self.references.insert(steps, node);
        node
    }

    /// The definitions whose documents share the constant beginning of a reference: they stand beside each other.
    fn candidates(&self, steps: &[Step]) -> std::ops::Range<usize> {
        let prefix: Vec<Box<str>> = steps
            .iter()
            .map_while(|step| match step {
                Some(Constant::String(name)) => Some(name.clone()),
                _ => None,
            })
            .collect();
        let documents = &self.program.documents;
        let from = documents.partition_point(|document| {
            document.path < prefix && !prefix.starts_with(&document.path)
        });
        let within = documents[from..].iter().take_while(|document| {
            document.path.starts_with(&prefix) || prefix.starts_with(&document.path)
        });
        let start = |document: usize| {
            self.of_document.get(document).copied().unwrap_or(self.definitions.len())
        };
        start(from)..start(from + within.count())
    }

    fn mistake(&self, group: &[usize]) -> Mistake {
        let is_definition = |node: &usize| *node < self.definitions.len();
        let first = group
            .iter()
            .copied()
            .filter(is_definition)
            .min_by_key(|node| self.definitions[*node].place);
        let first = first.expect("a reference leads only to definitions");
        let way = cycles::shortest(first, group, &self.edges);
        let names: Vec<String> = way
            .into_iter()
            .filter(is_definition)
            .map(|node| format!("`{}`", self.name(&self.definitions[node])))
            .collect();
        self.program
            .mistake(
                self.definitions[first].place,
                "gatewright::rego::recursion",
                format!("{} is defined by itself", names[0]),
            )
            .label(names.join(" needs "))
            .help("no definition may lead back to itself, not even through `with` or a variable in a path")
    }

    fn name(&self, definition: &Definition<'_>) -> String {
        format!("data.{}", self.program.document(definition.document).path.join("."))
    }
}

fn constant(term: &Term) -> Step {
    match &term.kind {
        TermKind::Null => Some(Constant::Null),
        TermKind::Bool(value) => Some(Constant::Bool(*value)),
        TermKind::Number(value) => Some(Constant::Number(value.clone())),
        TermKind::String(value) => Some(Constant::String(value.clone())),
        _ => None,
    }
}

/// What a definition refers to.
struct Needs<'p> {
    program: &'p Program,
    references: BTreeSet<Vec<Step>>,
}

impl Needs<'_> {
    fn clause(&mut self, clause: &Clause) {
        let mut next = Some(clause);
        while let Some(clause) = next {
            visit::head(clause).chain(&clause.params).for_each(|term| visit::walk_term(self, term));
            visit::walk_body(self, &clause.body);
            next = clause.otherwise.as_deref();
        }
    }

    fn add<'s>(&mut self, path: &[Box<str>], steps: impl Iterator<Item = &'s Term>) {
        let path = path.iter().map(|name| Some(Constant::String(name.clone())));
        self.references.insert(path.chain(steps.map(constant)).collect());
    }

    fn callee(&mut self, callee: Callee) {
        if let Callee::Function(document) = callee {
            let program = self.program;
            self.add(&program.document(document).path, std::iter::empty());
        }
    }
}

impl Visit for Needs<'_> {
    fn term(&mut self, term: &Term) -> bool {
        match &term.kind {
            TermKind::Ref(Root::Document(document), steps) => {
                let program = self.program;
                self.add(&program.document(*document).path, steps.iter());
            }
            TermKind::Ref(Root::Package(path), steps) => self.add(path, steps.iter()),
            TermKind::Call(callee, _) => self.callee(*callee),
            _ => {}
        }
        true
    }

    fn with(&mut self, with: &With) {
        match &with.target {
            Target::Data(path) => self.add(path, std::iter::empty()),
            Target::Function(callee) => self.callee(*callee),
            Target::Input(_) => {}
        }
        if let Replacement::Function(callee) = with.value {
            self.callee(callee);
        }
    }
}

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
    place: Place,
    content: Content<'p>,
}

enum Content<'p> {
    Clause(&'p Clause),
    Default(&'p Term),
}

/// The definitions by their paths and keys.
#[derive(Default)]
struct Paths {
    definitions: Vec<usize>,
    next: BTreeMap<Step, Paths>,
}

impl Paths {
    fn add(&mut self, steps: impl Iterator<Item = Step>, definition: usize) {
        let end = steps.fold(self, |paths, step| paths.next.entry(step).or_default());
        end.definitions.push(definition);
    }

    /// The definitions that a reference could mean: those on its way, and those below its end.
    fn meant(&self, steps: &[Step]) -> Vec<usize> {
        let mut meant = Vec::new();
        let mut open = vec![(self, 0)];
        while let Some((paths, depth)) = open.pop() {
            meant.extend(&paths.definitions);
            match steps.get(depth) {
                Some(step @ Some(_)) => {
                    let next = [paths.next.get(step), paths.next.get(&None)];
                    open.extend(next.into_iter().flatten().map(|next| (next, depth + 1)));
                }
                _ => open.extend(paths.next.values().map(|next| (next, depth + 1))),
            }
        }
        meant
    }
}

struct Graph<'p> {
    program: &'p Program,
    definitions: Vec<Definition<'p>>,
    paths: Paths,
    /// What each definition needs, and after these what each reference means.
    edges: Vec<Vec<usize>>,
    references: BTreeMap<Vec<Step>, usize>,
}

impl<'p> Graph<'p> {
    fn of(program: &'p Program) -> Self {
        let mut definitions = Vec::new();
        let mut paths = Paths::default();
        for (document, number) in program.documents.iter().zip(0..) {
            let path = || document.path.iter().map(|name| Some(Constant::String(name.clone())));
            let id = DocumentId(number);
            if let Some(default) = &document.default {
                paths.add(path(), definitions.len());
                let content = Content::Default(&default.value);
                definitions.push(Definition { document: id, place: document.place, content });
            }
            for clause in &document.clauses {
                paths.add(path().chain(clause.keys.iter().map(constant)), definitions.len());
                let content = Content::Clause(clause);
                definitions.push(Definition { document: id, place: clause.head, content });
            }
        }
        let edges = vec![Vec::new(); definitions.len()];
        Self { program, definitions, paths, edges, references: BTreeMap::new() }
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
        self.edges.push(self.paths.meant(&steps));
        let node = self.edges.len() - 1;
        self.references.insert(steps, node);
        node
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

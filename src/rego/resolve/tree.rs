//! Where what is defined: the paths of all files together, and which of them are documents.

use super::CODE_HEAD;
use crate::rego::Mistake;
use crate::rego::ast::{self, HeadKind};
use crate::rego::ir::{DocumentId, Kind, Place};
use crate::rego::path_name;
use std::collections::{BTreeMap, BTreeSet};

/// A step whose value is written out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Null,
    Bool(bool),
    Number(Box<str>),
    String(Box<str>),
}

/// What is defined at a path and below it.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// What comes next in the paths of rules and packages.
    pub(super) children: BTreeMap<Key, Node>,
    /// The rules whose path is constant up to here, and no further.
    pub(super) rules: Vec<Definition>,
    /// The places of the `package` clauses that name this path.
    pub(super) packages: Vec<Place>,
    /// The document that begins here.
    pub(super) document: Option<DocumentId>,
}

/// What the tree knows of a rule.
#[derive(Debug, Clone)]
pub(super) struct Definition {
    /// The head.
    pub(super) place: Place,
    /// From the package's first name on, as the author wrote it.
    pub(super) name: String,
    /// It defines one value, not a member of a set.
    pub(super) single: bool,
    /// Its path holds no variable.
    pub(super) ground: bool,
    /// How many parameters a function has; nothing for what is no function.
    pub(super) arity: Option<usize>,
    /// It is a `default`.
    pub(super) is_default: bool,
    /// The keys after the document's path, as far as the tree knows them.
    shape: Shape,
}

#[derive(Debug, Clone)]
struct Shape {
    path: Vec<Box<str>>,
    steps: usize,
}

/// All paths of a program.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// `data`.
    pub(super) root: Node,
    /// The path, the kind and the first place of each document, sorted by path.
    pub(super) documents: Vec<(Vec<Box<str>>, Kind, Place)>,
}

impl Key {
    /// The value of a constant.
    pub(super) fn of(term: &ast::Term) -> Option<Self> {
        match &term.kind {
            ast::TermKind::Null => Some(Self::Null),
            ast::TermKind::Bool(value) => Some(Self::Bool(*value)),
            ast::TermKind::Number(value) => Some(Self::Number(value.clone())),
            ast::TermKind::String { value, .. } => Some(Self::String(value.clone())),
            _ => None,
        }
    }
}

impl Tree {
    /// The tree of these files.
    pub(super) fn of(modules: &[ast::Module]) -> Self {
        let mut tree = Self::default();
        for (module, number) in modules.iter().zip(0..) {
            let place = |span| Place { module: number, span };
            tree.package(&module.package.path).packages.push(place(module.package.span));
            for rule in &module.rules {
                tree.add(&module.package.path, rule, place(rule.head.span));
            }
        }
        tree.settle();
        tree
    }

    fn package(&mut self, path: &[Box<str>]) -> &mut Node {
        path.iter().fold(&mut self.root, |node, name| {
            node.children.entry(Key::String(name.clone())).or_default()
        })
    }

    fn add(&mut self, package: &[Box<str>], rule: &ast::Rule, place: Place) {
        let head = &rule.head;
        let keys: Vec<Key> = head.path.iter().map_while(|step| Key::of(&step.term)).collect();
        let names = keys.iter().map_while(|key| match key {
            Key::String(name) => Some(name.clone()),
            _ => None,
        });
        let path: Vec<Box<str>> = package.iter().cloned().chain(names).collect();
        let definition = Definition {
            place,
            name: package
                .iter()
                .chain(path.iter().skip(package.len()))
                .fold("data".to_owned(), |name, step| format!("{name}.{step}")),
            single: matches!(head.kind, HeadKind::Value { .. }),
            ground: keys.len() == head.path.len(),
            arity: head.params.as_ref().map(Vec::len).filter(|arity| *arity > 0),
            is_default: rule.is_default,
            shape: Shape { steps: package.len() + head.path.len(), path },
        };
        let start = self.package(package);
        let node = keys.into_iter().fold(start, |node, key| node.children.entry(key).or_default());
        node.rules.push(definition);
    }

    /// Says which paths are documents: the shortest that rules define, so that none is within another.
    fn settle(&mut self) {
        let mut found: BTreeMap<Vec<Box<str>>, Vec<Definition>> = BTreeMap::new();
        let mut open = vec![&self.root];
        while let Some(node) = open.pop() {
            for definition in &node.rules {
                found.entry(definition.shape.path.clone()).or_default().push(definition.clone());
            }
            open.extend(node.children.values());
        }
        let mut merged: Vec<(Vec<Box<str>>, Vec<Definition>)> = Vec::new();
        for (path, definitions) in found {
            match merged.last_mut() {
                Some((above, all)) if path.starts_with(above) => all.extend(definitions),
                _ => merged.push((path, definitions)),
            }
        }
        for (number, (path, definitions)) in (0..).zip(merged) {
            self.package(&path).document = Some(DocumentId(number));
            let kind = kind(path.len(), &definitions);
            let place = definitions.iter().map(|definition| definition.place).min();
            self.documents.push((path, kind, place.expect("a document has a definition")));
        }
    }
}

fn kind(length: usize, definitions: &[Definition]) -> Kind {
    let keys = |definition: &Definition| definition.shape.steps - length;
    if let Some(arity) = definitions.iter().find_map(|definition| definition.arity) {
        Kind::Function(arity)
    } else if definitions.iter().all(|definition| !definition.single && keys(definition) == 0) {
        Kind::Set
    } else if definitions.iter().all(|definition| definition.single && keys(definition) == 0) {
        Kind::Complete
    } else if definitions.iter().all(|definition| definition.single && keys(definition) == 1) {
        Kind::Object
    } else {
        Kind::Nested
    }
}

/// Packages that lie in a document which rules of a package above build with keys: OPA puts the two together, and what
/// reads the one would have to build the other.
pub(super) fn packages_within_documents(modules: &[ast::Module]) -> Vec<Mistake> {
    let packages: BTreeSet<&[Box<str>]> =
        modules.iter().map(|module| module.package.path.as_slice()).collect();
    let mut mistakes = Vec::new();
    for module in modules {
        for rule in module.rules.iter().filter(|rule| rule.head.params.is_none()) {
            let names = rule.head.path.iter().map_while(|step| match Key::of(&step.term) {
                Some(Key::String(name)) => Some(name),
                _ => None,
            });
            let path: Vec<Box<str>> = module.package.path.iter().cloned().chain(names).collect();
            let mut below = packages.range(path.as_slice()..);
            let within = below.next().filter(|package| package.starts_with(&path));
            // What has no keys is found as a conflict of the two names.
            let has_keys = path.len() < module.package.path.len() + rule.head.path.len();
            let is_document = path.len() > module.package.path.len() && has_keys;
            if let Some(package) = within.filter(|_| is_document) {
                let message =
                    format!("the package `{}` lies in what this builds", path_name(package));
                mistakes.push(
                    module
                        .file
                        .mistake(rule.head.span.range(), "gatewright::rego::conflict", message)
                        .help("give the rule or the package another name"),
                );
            }
        }
    }
    mistakes
}

/// Packages and rules whose paths have more steps than this are refused: no one writes them, and the tree is as deep.
const MOST_STEPS: usize = 128;

/// The paths that are too long for a tree.
pub(super) fn too_long(modules: &[ast::Module]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for module in modules {
        let packages = [(module.package.path.len(), module.package.span)];
        let rules = module.rules.iter().map(|rule| (rule.head.path.len(), rule.head.span));
        for (_, span) in packages.into_iter().chain(rules).filter(|(steps, _)| *steps > MOST_STEPS)
        {
            let message = format!("the path has more than {MOST_STEPS} steps");
            mistakes.push(module.file.mistake(span.range(), CODE_HEAD, message).help("shorten it"));
        }
    }
    mistakes
}

/// What a step says if it is a string.
pub(super) fn text(term: &ast::Term) -> Option<&str> {
    match &term.kind {
        ast::TermKind::String { value, .. } => Some(value),
        _ => None,
    }
}

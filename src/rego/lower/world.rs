//! `with` that replaces rules or functions. The engine would evaluate every rule anew and gives some forms another
//! meaning, so what is evaluated under such a `with` is written a second time, with the replacement in the target's place:
//! each world has its own copies of what can tell the difference. Only `input` and base data are replaced by the engine.

use super::Lowering;
use super::visit::{self, Node};
use crate::rego::ir::{
    Callee, DocumentId, Kind, Program, Replacement, Root, Target, TermKind, With,
};
use std::collections::{BTreeMap, BTreeSet};

/// Index into [`Lowering::worlds`]; in the first nothing is replaced.
pub(super) type WorldId = usize;

/// A function, as it is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Function {
    Builtin(&'static str),
    Document(DocumentId),
}

/// What a function is replaced by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stand {
    /// Another function.
    Function(Function),
    /// A value, by the expression that has it.
    Value(String),
}

/// What is replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct World {
    pub(super) functions: BTreeMap<Function, Stand>,
    /// Paths of data at and below which there are no documents, only data.
    pub(super) hidden: BTreeSet<Vec<Box<str>>>,
}

/// What a document reads, by way of others too.
#[derive(Debug, Clone, Default)]
pub(super) struct Reach {
    documents: BTreeSet<DocumentId>,
    builtins: BTreeSet<&'static str>,
}

impl From<Callee> for Function {
    fn from(callee: Callee) -> Self {
        match callee {
            Callee::Builtin(signature) => Self::Builtin(signature.name),
            Callee::Function(id) => Self::Document(id),
        }
    }
}

impl World {
    /// Whether everything at a path is only data here.
    pub(super) fn hides_path(&self, path: &[Box<str>]) -> bool {
        self.hidden.iter().any(|hidden| path.starts_with(hidden))
    }

    /// Whether a document is only data here.
    pub(super) fn hides(&self, program: &Program, id: DocumentId) -> bool {
        let document = program.document(id);
        !matches!(document.kind, Kind::Function(_))
            && self.hidden.iter().any(|path| document.path.starts_with(path))
    }
}

impl Lowering<'_> {
    /// The number of a world, which is the same for the same world.
    pub(super) fn world(&mut self, world: World) -> WorldId {
        let next = self.worlds.len();
        let id = *self.world_ids.entry(world.clone()).or_insert(next);
        if id == next {
            self.worlds.push(world);
        }
        id
    }

    /// The world in which a document is to be read for this one: the first, if it could not tell the difference.
    pub(super) fn world_of(&mut self, id: DocumentId, world: WorldId) -> WorldId {
        if world == 0 {
            return 0;
        }
        let reach = self.reach(id);
        let here = &self.worlds[world];
        let function = |function: &Function| match function {
            Function::Builtin(name) => reach.builtins.contains(name),
            Function::Document(id) => reach.documents.contains(id),
        };
        let differs = here.functions.keys().any(function)
            || reach.documents.iter().any(|each| here.hides(self.program, *each));
        if differs { world } else { 0 }
    }

    /// The world of what stands in for a function: there no function is replaced.
    pub(super) fn world_of_stand(&mut self, world: WorldId) -> WorldId {
        let hidden = self.worlds[world].hidden.clone();
        self.world(World { hidden, ..World::default() })
    }

    /// Everything that a document reads, itself included.
    fn reach(&mut self, id: DocumentId) -> Reach {
        if let Some(reach) = self.reaches.get(&id) {
            return reach.clone();
        }
        let mut reach = Reach::default();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if reach.documents.insert(id) {
                let direct = direct(self.program, id);
                reach.builtins.extend(direct.builtins);
                open.extend(direct.documents);
            }
        }
        self.reaches.insert(id, reach.clone());
        reach
    }
}

fn direct(program: &Program, id: DocumentId) -> Reach {
    let mut reach = Reach::default();
    let call = |callee: &Callee, reach: &mut Reach| match Function::from(*callee) {
        Function::Builtin(name) => {
            reach.builtins.insert(name);
        }
        Function::Document(id) => {
            reach.documents.insert(id);
        }
    };
    let mut see = |node: Node<'_>| match node {
        Node::Term(term) => match &term.kind {
            TermKind::Call(callee, _) => call(callee, &mut reach),
            TermKind::Ref(Root::Document(id), _) => {
                reach.documents.insert(*id);
            }
            TermKind::Ref(Root::Package(path), _) => {
                reach.documents.extend(below(program, path));
            }
            _ => {}
        },
        Node::With(With { target, value, .. }) => {
            if let Target::Function(callee) = target {
                call(callee, &mut reach);
            }
            if let Replacement::Function(callee) = value {
                call(callee, &mut reach);
            }
        }
    };
    let document = program.document(id);
    document.clauses.iter().for_each(|clause| visit::clause(clause, &mut see));
    if let Some(default) = &document.default {
        visit::term(&default.value, &mut see);
    }
    reach
}

/// The documents whose path begins so, functions too.
pub(super) fn below(program: &Program, path: &[Box<str>]) -> impl Iterator<Item = DocumentId> {
    let start = program.documents.partition_point(|document| document.path.as_slice() < path);
    let found = program.documents[start..]
        .iter()
        .take_while(|document| document.path.starts_with(path))
        .count();
    (start..start + found)
        .map(|index| DocumentId(u32::try_from(index).expect("documents are counted in 32 bits")))
}

//! What is known while a program is typed.

use super::order;
use super::tree::Tree;
use super::uses::{self, Uses};
use super::{Schemas, Types};
use crate::rego::Mistake;
use crate::rego::ir::{DocumentId, LocalId, Place, Program};
use crate::rego::types::Type;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The code of what is wrong with types.
pub(super) const TYPE: &str = "gatewright::rego::type";
/// The code of what is never in `input`.
pub(super) const INPUT: &str = "gatewright::policy::input";
/// The code of strings that are never equal.
pub(super) const VALUE: &str = "gatewright::rego::value";

/// How many parts a type may have beside those that are written out in the files.
const MAX_PARTS: usize = 20_000;

/// Who refuses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// OPA's compiler.
    Opa,
    /// A gate, because its schemas say more; without schemas it is a warning.
    Schemas,
    /// Nobody: a warning.
    Nobody,
}

/// What is known of a document.
#[derive(Debug)]
pub(super) enum Known {
    /// Of its value.
    Value(Rc<Tree>),
    /// Of its arguments and of its result.
    Function(Vec<Type>, Type),
    /// Nothing: there are mistakes in it, or it comes later.
    Anything,
}

/// The types of what a clause is given, which METADATA can override.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub(super) input: Rc<Tree>,
    pub(super) data: Rc<Tree>,
    /// Documents of which METADATA says what they are.
    pub(super) documents: Vec<(Vec<Box<str>>, Type)>,
}

#[derive(Debug)]
pub(super) struct Checker<'p> {
    pub(super) program: &'p Program,
    pub(super) schemas: &'p Schemas,
    pub(super) documents: Vec<Known>,
    pub(super) given: Given,
    pub(super) needed_by: Vec<Vec<DocumentId>>,
    /// What `with` puts at which path of `data`.
    pub(super) replaced: Vec<(Vec<Box<str>>, Type)>,
    /// Documents that need what `with` replaces: they can be anything.
    pub(super) affected: BTreeSet<DocumentId>,
    locals: Vec<Option<Rc<Type>>>,
    /// What each local was before it was bound, to unbind it where its scope ends.
    bound: Vec<(LocalId, Option<Rc<Type>>)>,
    /// The type that each local had last.
    seen: Vec<Option<Rc<Type>>>,
    /// Locals that OPA does not type.
    untyped: Vec<bool>,
    /// A local was looked at that OPA does not type.
    pub(super) looked_at_untyped: Cell<bool>,
    /// Inside of a body that OPA does not type: of `every`, `not { … }` and `or`.
    pub(super) unchecked: bool,
    /// Inside of a negation.
    pub(super) negated: bool,
    /// How many parts a type may have.
    max_parts: usize,
    mistakes: Vec<Mistake>,
    warnings: Vec<Mistake>,
}

impl<'p> Checker<'p> {
    pub(super) fn new(program: &'p Program, schemas: &'p Schemas, uses: &[Uses]) -> Self {
        let locals = program.locals.len();
        Self {
            program,
            schemas,
            documents: program.documents.iter().map(|_| Known::Anything).collect(),
            given: Given::new(schemas),
            needed_by: order::needed_by(uses),
            replaced: Vec::new(),
            affected: BTreeSet::new(),
            locals: vec![None; locals],
            bound: Vec::new(),
            seen: vec![None; locals],
            untyped: vec![false; locals],
            looked_at_untyped: Cell::new(false),
            unchecked: false,
            negated: false,
            max_parts: MAX_PARTS
                + program.modules.iter().map(|module| module.file.text.len()).sum::<usize>(),
            mistakes: Vec::new(),
            warnings: Vec::new(),
        }
    }

    pub(super) fn finish(self, uses: Vec<Uses>) -> (Types, Vec<Mistake>) {
        let of_document = |known| match known {
            Known::Value(tree) => tree.extent(),
            Known::Function(_, of) => of,
            Known::Anything => Type::Any,
        };
        let query =
            self.program.query.as_ref().map(|query| uses::of_body(self.program, &query.body));
        let types = Types {
            documents: self.documents.into_iter().map(of_document).collect(),
            locals: self
                .seen
                .into_iter()
                .map(Option::unwrap_or_default)
                .map(Rc::unwrap_or_clone)
                .collect(),
            uses,
            query: query.unwrap_or_default(),
            warnings: self.warnings,
        };
        (types, self.mistakes)
    }

    /// The type of a local, if it is bound.
    pub(super) fn local(&self, id: LocalId) -> Option<&Rc<Type>> {
        if self.untyped[id.0 as usize] {
            self.looked_at_untyped.set(true);
        }
        self.locals[id.0 as usize].as_ref()
    }

    /// A type, or anything where it is too large: rules that name each other twice double it each time.
    pub(super) fn bounded(&mut self, of: Type, place: Place) -> Type {
        if of.parts(self.max_parts).is_some() {
            return of;
        }
        let message = format!("the type of this has more than {} parts", self.max_parts);
        let mistake = self.program.mistake(place, TYPE, message);
        self.mistakes
            .push(mistake.help("a value that holds another twice doubles it: do so less often"));
        Type::Any
    }

    pub(super) fn bind(&mut self, id: LocalId, of: Type) {
        let of = self.bounded(of, self.program.local(id).place);
        let at = id.0 as usize;
        let before = self.locals[at].replace(Rc::new(of));
        self.untyped[at] |= self.unchecked && before.is_none();
        self.bound.push((id, before));
    }

    /// Does something with locals of its own: what it binds, also of the locals outside, is forgotten afterwards.
    pub(super) fn scoped<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        let outside = self.bound.len();
        let done = inside(self);
        for (id, before) in self.bound.drain(outside..).rev() {
            let at = id.0 as usize;
            self.untyped[at] &= before.is_some();
            if let Some(last) = std::mem::replace(&mut self.locals[at], before) {
                self.seen[at] = Some(last);
            }
        }
        done
    }

    /// How many mistakes there are that OPA finds too.
    pub(super) fn mistakes(&self) -> usize {
        self.mistakes.len()
    }

    pub(super) fn report(&mut self, by: By, mistake: Mistake) {
        match by {
            By::Opa => self.mistakes.push(mistake),
            By::Schemas if self.schemas.given() => self.mistakes.push(mistake),
            By::Schemas | By::Nobody => self.warnings.push(mistake),
        }
    }

    /// Who refuses what is wrong with types here.
    pub(super) fn by(&self) -> By {
        let unchecked = self.unchecked || self.looked_at_untyped.get();
        if unchecked { By::Nobody } else { By::Opa }
    }
}

impl Given {
    fn new(schemas: &Schemas) -> Self {
        let mut data = Type::object_of(Type::String, Type::Any);
        for (path, schema) in &schemas.data {
            data = data.overridden(path, Type::from_schema(schema));
        }
        let input = schemas.input.as_ref().map_or(Type::Any, Type::from_schema);
        Self {
            input: Rc::new(Tree::of(input)),
            data: Rc::new(Tree::of(data)),
            documents: Vec::new(),
        }
    }
}

impl Type {
    /// This type with another at a path below it.
    pub(super) fn overridden(self, path: &[Box<str>], with: Self) -> Self {
        let Some((name, path)) = path.split_first() else { return with };
        let (mut fields, others) = match self {
            Self::Object { fields, others } => (fields, others),
            _ => (BTreeMap::new(), Some(Box::new((Self::Any, Self::Any)))),
        };
        let name = (&**name).into();
        let below = fields.remove(&name).unwrap_or_default();
        fields.insert(name, below.overridden(path, with));
        Self::Object { fields, others }
    }
}

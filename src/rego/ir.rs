//! Rego with every name looked up: what the checks read and what lowering takes apart. A reference leads to a document, to
//! `input`, to data or to a local of its own; each local has a number that no other has, wherever in the program it is.

use super::annotations::Annotations;
use super::ast::Span;
use super::signatures::Signature;
use super::{File, Mistake};

/// A place in a file of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Index into [`Program::modules`].
    pub module: u32,
    /// Where in its file.
    pub span: Span,
}

/// Index into [`Program::locals`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalId(pub u32);

/// Index into [`Program::documents`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u32);

/// A whole program.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// The files, in the order in which they were given; a query is a file of its own, the last.
    pub modules: Vec<Module>,
    /// Every document that rules define, and every function, sorted by path. No path is a prefix of another's: where the
    /// author wrote `a.b := 1` beside `a[x] := 2`, both are clauses of the document `a`.
    pub documents: Vec<Document>,
    /// Every variable.
    pub locals: Vec<Local>,
    /// What is asked, for `eval`.
    pub query: Option<Query>,
}

/// What a program keeps of a file.
#[derive(Debug, Clone)]
pub struct Module {
    /// The file.
    pub file: File,
    /// The package without `data`.
    pub package: Vec<Box<str>>,
    /// METADATA of the package.
    pub annotations: Vec<Annotations>,
}

/// A query: the values of its variables, once for each way in which its body holds.
#[derive(Debug, Clone)]
pub struct Query {
    /// The body.
    pub body: Body,
    /// The author's variables that are shown, by name. Wildcards are not.
    pub variables: Vec<(Box<str>, LocalId)>,
}

/// A variable.
#[derive(Debug, Clone)]
pub struct Local {
    /// As the author wrote it, `_` for a wildcard; empty for what the front adds.
    pub name: Box<str>,
    /// Where it is seen first.
    pub place: Place,
    /// It is assigned with `:=` at its place: there it takes what the right side is, and binds nothing on that side.
    pub assigned: bool,
}

/// Everything that is defined under one path.
#[derive(Debug, Clone)]
pub struct Document {
    /// From the package's first name on, without `data`.
    pub path: Vec<Box<str>>,
    /// What kind of value it has.
    pub kind: Kind,
    /// What it is where no clause holds. A function's default ignores its arguments.
    pub default: Option<Default>,
    /// Its definitions, file by file and in the order of each file.
    pub clauses: Vec<Clause>,
    /// The name in the first definition (or in the default).
    pub place: Place,
}

/// What kind of value a document has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One value.
    Complete,
    /// A set: every clause has [`Output::Member`] and no keys.
    Set,
    /// An object of one level: every clause has one key and [`Output::Value`].
    Object,
    /// An object of several levels, which may end in sets: clauses have any number of keys.
    Nested,
    /// A function of so many arguments.
    Function(usize),
}

/// `default name := value`.
#[derive(Debug, Clone)]
pub struct Default {
    /// The value; OPA allows comprehensions in it, but no references.
    pub value: Term,
    /// From `default` on.
    pub place: Place,
}

/// One definition.
#[derive(Debug, Clone)]
pub struct Clause {
    /// Patterns of a function's arguments; empty in [`Clause::otherwise`], which shares those of the clause.
    pub params: Vec<Term>,
    /// What the head has beyond the path of the document, constant or not.
    pub keys: Vec<Term>,
    /// What is added.
    pub output: Output,
    /// What has to hold; empty where it always does. After [`super::check`], in an order in which each literal's
    /// variables are bound before it or by it.
    pub body: Body,
    /// Tried where the body does not hold.
    pub otherwise: Option<Box<Clause>>,
    /// `scope: rule` and `scope: document` METADATA.
    pub annotations: Vec<Annotations>,
    /// The head.
    pub head: Place,
    /// The whole definition.
    pub place: Place,
}

/// What a clause adds.
#[derive(Debug, Clone)]
pub enum Output {
    /// A value, at its keys.
    Value(Term),
    /// A member of the set at its keys.
    Member(Term),
}

/// Literals that all have to hold.
#[derive(Debug, Clone, std::default::Default)]
pub struct Body {
    /// The literals.
    pub literals: Vec<Literal>,
    /// Not a scope of its own: an operand of `not`, `and` or `or` without braces. It binds no variable; all that it names
    /// have to be bound around it.
    pub open: bool,
}

/// One condition.
#[derive(Debug, Clone)]
pub struct Literal {
    /// The condition.
    pub kind: LiteralKind,
    /// What is replaced while it is evaluated, in order.
    pub with: Vec<With>,
    /// Where it stands.
    pub place: Place,
}

/// A condition.
#[derive(Debug, Clone)]
pub enum LiteralKind {
    /// Has to be defined and not `false`.
    Test(Term),
    /// Both sides are made equal: `:=`, `=`, and calls with one argument more than the function takes.
    Unify(Term, Term),
    /// `some k, v in collection`, with patterns.
    Iterate {
        /// The key or index; for sets the member itself.
        key: Option<Term>,
        /// The value.
        value: Term,
        /// What is gone through; nothing where it is no collection.
        over: Term,
    },
    /// `every`.
    Every {
        /// The key.
        key: Option<LocalId>,
        /// The value.
        value: LocalId,
        /// What is gone through; undefined where it is no collection.
        domain: Term,
        /// What has to hold for each.
        body: Body,
    },
    /// There is no way in which the body holds. OPA's `not f(x.y)`, where `x.y` is undefined, does **not** hold: resolution
    /// puts what an argument of the negated call needs in front of the negation, so here it is plain absence.
    Not(Body),
    /// At least one of these holds (`or`).
    Any(Vec<Body>),
}

/// `with target as value`.
#[derive(Debug, Clone)]
pub struct With {
    /// What is replaced.
    pub target: Target,
    /// By what.
    pub value: Replacement,
    /// From `with` on.
    pub place: Place,
}

/// What `with` replaces.
#[derive(Debug, Clone)]
pub enum Target {
    /// `input` or something in it.
    Input(Vec<Box<str>>),
    /// `data` or something in it: base data, a package, a document or something in one.
    Data(Vec<Box<str>>),
    /// A function.
    Function(Callee),
}

/// What `with` puts in its place.
#[derive(Debug, Clone)]
pub enum Replacement {
    /// A value, found outside of the `with`: a constant, or a variable bound in front. Only in the place of a function it may
    /// be a reference to a document, which is evaluated where the function is called, under all that is replaced there.
    Value(Term),
    /// A function of the same number of arguments.
    Function(Callee),
}

/// A term.
#[derive(Debug, Clone)]
pub struct Term {
    /// What it is.
    pub kind: TermKind,
    /// Where it stands.
    pub place: Place,
}

/// What a term is.
#[derive(Debug, Clone)]
pub enum TermKind {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number as it was written.
    Number(Box<str>),
    /// A string.
    String(Box<str>),
    /// A variable. A wildcard is a variable that nothing else names.
    Local(LocalId),
    /// `[a, b]`.
    Array(Vec<Term>),
    /// `{"a": b}`.
    Object(Vec<(Term, Term)>),
    /// `{a, b}`.
    Set(Vec<Term>),
    /// `[x | …]`.
    ArrayOf(Box<Term>, Body),
    /// `{x | …}`.
    SetOf(Box<Term>, Body),
    /// `{k: v | …}`.
    ObjectOf(Box<Term>, Box<Term>, Body),
    /// `root.a[b]`; `input`, documents and packages also without steps.
    Ref(Root, Vec<Term>),
    /// A call. `a + b` is a call of `plus`, `a == b` one of `equal`, `a in b` one of `internal.member_2`.
    Call(Callee, Vec<Term>),
    /// `$"…{term}…"`: each part a [`TermKind::String`], or a term that may be undefined.
    Template(Vec<Term>),
}

/// Where a reference begins.
#[derive(Debug, Clone)]
pub enum Root {
    /// `input`.
    Input,
    /// A document that rules define (no function).
    Document(DocumentId),
    /// A package or a part of its path that is taken as a whole, or gone through by a step that is not constant: the
    /// documents below it (without functions) together with base data at the same path.
    Package(Vec<Box<str>>),
    /// Base data only: no document is at, above or below this path, or it is `data` followed by steps that lead there. The
    /// steps begin after `data`.
    Data,
    /// A term: a local, a call, a literal or a comprehension.
    Term(Box<Term>),
}

/// What is called.
#[derive(Debug, Clone, Copy)]
pub enum Callee {
    /// A builtin.
    Builtin(&'static Signature),
    /// A function of the program.
    Function(DocumentId),
}

impl Local {
    /// Whether the author gave it a name.
    pub fn is_named(&self) -> bool {
        !matches!(&*self.name, "" | "_")
    }
}

impl Program {
    /// A mistake at a place.
    pub fn mistake(&self, place: Place, code: &'static str, message: impl Into<String>) -> Mistake {
        let span = place.span.start as usize..place.span.end as usize;
        self.modules[place.module as usize].file.mistake(span, code, message)
    }

    /// A document.
    pub fn document(&self, id: DocumentId) -> &Document {
        &self.documents[id.0 as usize]
    }

    /// A variable.
    pub fn local(&self, id: LocalId) -> &Local {
        &self.locals[id.0 as usize]
    }
}

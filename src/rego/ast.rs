//! Rego as its author wrote it: what the parser reads, and what the formatter prints. Names are not looked up yet.

use super::File;
use super::annotations::Annotations;
use std::ops::Range;

/// A part of a file: bytes from `start` up to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// As a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The language of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// As OPA reads files since 1.0.
    #[default]
    V1,
    /// As OPA read them before, and still does under `--v0-compatible`; a file with `import rego.v1` is V1.
    V0,
}

/// A file.
#[derive(Debug, Clone)]
pub struct Module {
    /// The path and the text.
    pub file: File,
    /// The language.
    pub version: Version,
    /// The package.
    pub package: Package,
    /// In the order of the file.
    pub imports: Vec<Import>,
    /// In the order of the file.
    pub rules: Vec<Rule>,
    /// Every comment, METADATA included, in the order of the file.
    pub comments: Vec<Comment>,
    /// The METADATA with `scope: package` and `scope: subpackages`.
    pub annotations: Vec<Annotations>,
}

/// `package a.b`.
#[derive(Debug, Clone)]
pub struct Package {
    /// The path without `data`.
    pub path: Vec<Box<str>>,
    /// From `package` on.
    pub span: Span,
}

/// `import data.a.b as c`, `import input.x`, `import rego.v1`, `import future.keywords.in`.
#[derive(Debug, Clone)]
pub struct Import {
    /// The path, `data`, `input`, `rego` or `future` included.
    pub path: Vec<Box<str>>,
    /// The name after `as`.
    pub alias: Option<Name>,
    /// From `import` on.
    pub span: Span,
}

/// A name with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// A comment, `#` included.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Where it stands, without the line's end.
    pub span: Span,
}

/// One definition of a rule or of a function.
#[derive(Debug, Clone)]
pub struct Rule {
    /// `default` stands before it.
    pub is_default: bool,
    /// What it defines.
    pub head: Head,
    /// What has to hold; `None` where nothing is written.
    pub body: Option<Body>,
    /// What follows `else`, in its order.
    pub otherwise: Vec<Else>,
    /// Further bodies `{ … } { … }` that share the head, each a definition of its own (v0 and v1).
    pub chained: Vec<Body>,
    /// `scope: rule` and `scope: document` METADATA directly above, in the order of the file.
    pub annotations: Vec<Annotations>,
    /// From `default` or the name up to the end of the last body.
    pub span: Span,
}

/// The head of a definition.
#[derive(Debug, Clone)]
pub struct Head {
    /// The name and, for rules with a path, what follows it. In v0 `p[x]` the `x` is [`HeadKind::Member`], not a step.
    pub path: Vec<Step>,
    /// The parameters of a function.
    pub params: Option<Vec<Term>>,
    /// What the definition adds.
    pub kind: HeadKind,
    /// From the name up to the end of the head.
    pub span: Span,
}

/// What a definition adds to its document.
#[derive(Debug, Clone)]
pub enum HeadKind {
    /// `name := value`, `name = value`, `name[key] := value`; no value is `true`.
    Value {
        /// The value; `None` where none is written.
        value: Option<Term>,
        /// Written with `:=`.
        assigned: bool,
    },
    /// `name contains member`, and v0's `name[member] { … }`.
    Member(Term),
}

/// `else := value if { … }`.
#[derive(Debug, Clone)]
pub struct Else {
    /// The value; `None` is `true`.
    pub value: Option<Term>,
    /// Written with `:=`.
    pub assigned: bool,
    /// What has to hold; `None` where nothing is written.
    pub body: Option<Body>,
    /// METADATA has no place here, so none is kept.
    pub span: Span,
}

/// Literals that all have to hold.
#[derive(Debug, Clone)]
pub struct Body {
    /// Never empty.
    pub literals: Vec<Literal>,
    /// Braces included; without them, from the first literal to the last.
    pub span: Span,
    /// Written in braces.
    pub braces: bool,
}

/// One condition.
#[derive(Debug, Clone)]
pub struct Literal {
    /// The condition.
    pub kind: LiteralKind,
    /// `with … as …`, in order.
    pub with: Vec<With>,
    /// `with` included.
    pub span: Span,
}

/// A condition.
#[derive(Debug, Clone)]
pub enum LiteralKind {
    /// A term that has to be defined and not `false`.
    Term(Term),
    /// `a := b`.
    Assign(Term, Term),
    /// `a = b`.
    Unify(Term, Term),
    /// `some x, y`.
    Some(Vec<Name>),
    /// `some k, v in collection`.
    SomeIn {
        /// The key's pattern.
        key: Option<Term>,
        /// The value's pattern.
        value: Term,
        /// What is gone through.
        collection: Term,
    },
    /// `every k, v in domain { … }`.
    Every {
        /// The key's name.
        key: Option<Name>,
        /// The value's name.
        value: Name,
        /// What is gone through.
        domain: Term,
        /// What has to hold for each.
        body: Body,
    },
    /// `not literal`, as it is read without `future.keywords.not`: what the literal is made of is evaluated outside.
    Not(Box<Literal>),
    /// `not { … }`, `not (a or b)` and, without braces, every `not literal` where `future.keywords.not` is imported: all of
    /// it is inside of the negation.
    NotBody(Body),
    /// `a and b`, `a or b`, where `future.keywords` allow them.
    Logical {
        /// `and` or `or`.
        operator: Logical,
        /// The left side.
        left: Box<Literal>,
        /// The right side.
        right: Box<Literal>,
    },
    /// Literals in braces or parentheses as an operand of [`LiteralKind::Logical`].
    Group(Body),
}

/// `and` or `or` between literals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Logical {
    /// Both hold.
    And,
    /// At least one holds.
    Or,
}

/// `with target as value`.
#[derive(Debug, Clone)]
pub struct With {
    /// `input…`, `data…`, a rule or a function.
    pub target: Term,
    /// What stands in its place.
    pub value: Term,
    /// From `with` on.
    pub span: Span,
}

/// A term.
#[derive(Debug, Clone)]
pub struct Term {
    /// What it is.
    pub kind: TermKind,
    /// Where it stands; parentheses around the whole of it are not part of it, those around its parts are.
    pub span: Span,
}

/// What a term is.
#[derive(Debug, Clone)]
pub enum TermKind {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(Box<str>),
    /// A string, with escapes resolved.
    String {
        /// What it says.
        value: Box<str>,
        /// Written in backticks.
        raw: bool,
    },
    /// `$"…{term}…"`.
    Template {
        /// Text and terms in order.
        parts: Vec<TemplatePart>,
        /// Written in backticks.
        raw: bool,
    },
    /// A name, `_` included.
    Var(Box<str>),
    /// `a.b[c]`: a head with at least one step.
    Ref {
        /// A variable, a call, a collection, a comprehension, or an operator in parentheses.
        head: Box<Term>,
        /// What follows it.
        steps: Vec<Step>,
    },
    /// `f(a, b)`.
    Call {
        /// A [`TermKind::Var`] or a [`TermKind::Ref`] of one whose steps are strings.
        function: Box<Term>,
        /// The arguments.
        args: Vec<Term>,
    },
    /// `[a, b]`.
    Array(Vec<Term>),
    /// `{"a": b}`.
    Object(Vec<(Term, Term)>),
    /// `{a, b}`, `set()`.
    Set(Vec<Term>),
    /// `[x | …]`.
    ArrayOf(Box<Term>, Body),
    /// `{x | …}`.
    SetOf(Box<Term>, Body),
    /// `{k: v | …}`.
    ObjectOf(Box<Term>, Box<Term>, Body),
    /// `a + b`, `a == b`, `a | b`.
    Infix(Operator, Box<Term>, Box<Term>),
    /// `-a`, where `a` is no number.
    Negative(Box<Term>),
    /// `value in collection`, `key, value in collection`.
    In {
        /// The key.
        key: Option<Box<Term>>,
        /// The value.
        value: Box<Term>,
        /// The collection.
        collection: Box<Term>,
    },
}

/// A piece of a template string.
#[derive(Debug, Clone)]
pub enum TemplatePart {
    /// Text, with escapes resolved.
    Text(Box<str>),
    /// What stands in braces.
    Term(Term),
}

/// `.name` or `[term]`.
#[derive(Debug, Clone)]
pub struct Step {
    /// For `.name` a string; the head's own name in [`Head::path`] too.
    pub term: Term,
    /// Written with a dot.
    pub dot: bool,
}

/// An operator between two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "they are named as they are written")]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Intersect,
    Unite,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    /// As it is written, and the builtin that it calls.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Add => ("+", "plus"),
            Self::Subtract => ("-", "minus"),
            Self::Multiply => ("*", "mul"),
            Self::Divide => ("/", "div"),
            Self::Remainder => ("%", "rem"),
            Self::Intersect => ("&", "and"),
            Self::Unite => ("|", "or"),
            Self::Equal => ("==", "equal"),
            Self::NotEqual => ("!=", "neq"),
            Self::Less => ("<", "lt"),
            Self::LessOrEqual => ("<=", "lte"),
            Self::Greater => (">", "gt"),
            Self::GreaterOrEqual => (">=", "gte"),
        }
    }
}

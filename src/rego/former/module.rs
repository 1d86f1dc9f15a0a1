//! A file of Rego as the statements that it consists of.

use super::lex::{Token, TokenKind};
use super::metadata::Metadata;
use crate::rego::mistake::File;
use std::ops::Range;

/// A parsed file.
#[derive(Debug, Clone)]
pub struct Module {
    /// Its path and text.
    pub file: File,
    /// The path of its package, without `data`.
    pub package: Vec<String>,
    /// The METADATA of its package.
    pub metadata: Vec<Metadata>,
    /// What it imports, in order.
    pub imports: Vec<Import>,
    /// Its rules and functions, in order: each definition, with its `else` branches, is one statement.
    pub statements: Vec<Statement>,
    /// The bytes of the statement that names its package.
    pub package_span: Range<usize>,
    pub(super) tokens: Vec<Token>,
}

/// An import.
#[derive(Debug, Clone)]
pub struct Import {
    /// The path, with `data`, `input` or `rego` first.
    pub path: Vec<String>,
    /// The name by which the file knows it.
    pub alias: String,
    /// The bytes of the statement.
    pub span: Range<usize>,
}

/// One definition.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What it defines: the name before any `.`, `[` or `(`.
    pub name: String,
    /// The bytes of that name.
    pub name_span: Range<usize>,
    /// What kind of definition it is.
    pub kind: Kind,
    /// Whether the name is followed by a path, as in `a.b := 1`.
    pub has_path: bool,
    /// The bytes of the definition.
    pub span: Range<usize>,
    /// METADATA with scope `rule`.
    pub metadata: Option<Metadata>,
    /// METADATA with scope `document`.
    pub document_metadata: Option<Metadata>,
    pub(super) tokens: Range<usize>,
}

/// What a definition defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Members of a set: `deny contains …`.
    PartialSet,
    /// Entries of an object: `a.b := …`, `a[x] := …`.
    PartialObject,
    /// A function of so many arguments.
    Function(usize),
    /// One value: `a := …`, `a if …`.
    Complete,
    /// The value when no other definition gives one.
    Default,
}

impl Module {
    /// The package's name as references write it, without `data`.
    pub fn package_name(&self) -> String {
        path_name(&self.package)
    }

    /// Whether the file holds tests, in which `with` and `print` have their place.
    pub fn is_test(&self) -> bool {
        is_test_path(&self.file.path)
    }

    /// Every name directly below `input` that the file reads or imports, and where.
    pub fn input_names(&self) -> Vec<(String, Range<usize>)> {
        let imports =
            self.imports.iter().filter(|import| import.path[0] == "input" && import.path.len() > 1);
        let mut names: Vec<_> =
            imports.map(|import| (import.path[1].clone(), import.span.clone())).collect();
        for index in self.statements.iter().flat_map(|statement| statement.tokens.clone()) {
            let after_dot = index > 0 && self.text(index - 1) == ".";
            if self.text(index) == "input" && self.is_name(index) && !after_dot {
                let (path, end) = self.reference(index);
                let span = self.tokens[index].span.start..self.tokens[end - 1].span.end;
                names.extend(path.into_iter().nth(1).map(|name| (name, span)));
            }
        }
        names
    }

    /// The text of the token at this index, or nothing where there is none.
    pub(super) fn text(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.file.text[token.span.clone()])
    }

    pub(super) fn is_name(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.kind == TokenKind::Name)
    }

    /// The names between `.` that follow the name at `index`, and the index after them. Stops at a `[` that holds
    /// anything but one string.
    pub(super) fn reference(&self, index: usize) -> (Vec<String>, usize) {
        reference(&self.file, &self.tokens, index)
    }
}

/// Whether a file with this path holds tests, as `opa test` has it.
pub fn is_test_path(path: &str) -> bool {
    path.ends_with("_test.rego")
}

/// A path as references write it: `release.tests`, `a["b-c"]`.
pub fn path_name(path: &[String]) -> String {
    let mut name = String::new();
    for part in path {
        let plain = part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !part.starts_with(|c: char| c.is_ascii_digit());
        match (plain, name.is_empty()) {
            (true, true) => name.push_str(part),
            (true, false) => {
                name.push('.');
                name.push_str(part);
            }
            (false, _) => {
                name.extend(["[", &serde_json::Value::from(part.as_str()).to_string(), "]"]);
            }
        }
    }
    name
}

/// How many arguments stand between the bracket at `open` and its partner.
pub(super) fn arguments(file: &File, tokens: &[Token], open: usize) -> usize {
    let Some(close) = tokens[open].partner else { return 0 };
    let inside = &tokens[open + 1..close];
    let depth = tokens[open].depth + 1;
    let commas = inside
        .iter()
        .enumerate()
        .filter(|(_, token)| token.depth == depth && &file.text[token.span.clone()] == ",");
    // A comma before the closing bracket is no further argument.
    let commas = commas.filter(|(index, _)| index + 1 < inside.len()).count();
    if inside.is_empty() { 0 } else { commas + 1 }
}

/// The names of the reference that begins at `start`, and the index after them; see [`Module::reference`].
pub(super) fn reference(file: &File, tokens: &[Token], start: usize) -> (Vec<String>, usize) {
    let text =
        |index: usize| tokens.get(index).map_or("", |token: &Token| &file.text[token.span.clone()]);
    let mut path = Vec::new();
    if tokens.get(start).is_none_or(|token| token.kind != TokenKind::Name) {
        return (path, start);
    }
    path.push(text(start).to_owned());
    let mut at = start + 1;
    loop {
        let next_on_line = tokens.get(at).is_some_and(|token| !token.first_on_line);
        match text(at) {
            "." if tokens.get(at + 1).is_some_and(|token| token.kind != TokenKind::Symbol) => {
                path.push(text(at + 1).to_owned());
                at += 2;
            }
            "[" if next_on_line
                && tokens[at].partner == Some(at + 2)
                && tokens[at + 1].kind == TokenKind::String =>
            {
                path.push(serde_json::from_str(text(at + 1)).unwrap_or_default());
                at += 3;
            }
            _ => return (path, at),
        }
    }
}

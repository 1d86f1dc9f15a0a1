//! A file of Rego as the statements that it consists of.

use super::lex::{self, Token, TokenKind};
use super::metadata::{self, Block, Metadata, Scope};
use super::mistake::{File, Mistake};
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
    pub(super) package_span: Range<usize>,
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
            (false, _) => name.push_str(&format!("[{}]", serde_json::Value::from(part.as_str()))),
        }
    }
    name
}

/// Parses one file.
///
/// # Errors
/// Everything that keeps it from being split into statements.
pub fn parse(path: &str, text: &str) -> Result<Module, Vec<Mistake>> {
    let file = File::new(path, text);
    let lexed = lex::lex(&file);
    if !lexed.mistakes.is_empty() {
        return Err(lexed.mistakes);
    }
    let mut mistakes = Vec::new();
    let mut blocks = metadata::blocks(&file, &lexed, &mut mistakes);
    let mut parser = Parser { file: &file, tokens: &lexed.tokens, mistakes };
    let mut parts = parser.split().into_iter();
    let (package, package_span) = parser.package(parts.next());
    let package_metadata = parser.metadata(&mut blocks, package_span.clone(), Scope::Package);
    let mut imports = Vec::new();
    let mut statements: Vec<Statement> = Vec::new();
    for part in parts {
        if parser.text(part.start) == "import" {
            if let Some(first) = statements.first() {
                let name = first.name.clone();
                parser.report(
                    parser.span(&part),
                    "gatewright::rego::import",
                    "an import stands after a rule",
                    &format!("move it above `{name}`"),
                );
            }
            parser.orphans(&mut blocks, parser.span(&part).end);
            imports.extend(parser.import(part));
        } else if let Some(mut statement) = parser.statement(part) {
            for metadata in parser.metadata(&mut blocks, statement.span.clone(), Scope::Rule) {
                let slot = match metadata.scope {
                    Scope::Rule => &mut statement.metadata,
                    _ => &mut statement.document_metadata,
                };
                if slot.is_some() {
                    parser.report(
                        metadata.span,
                        "gatewright::rego::metadata",
                        "a second METADATA block for the same rule",
                        "one block describes a rule: merge the two",
                    );
                } else {
                    *slot = Some(metadata);
                }
            }
            statements.push(statement);
        }
    }
    parser.orphans(&mut blocks, usize::MAX);
    let Parser { mistakes, .. } = parser;
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Ok(Module {
        file,
        package,
        metadata: package_metadata,
        imports,
        statements,
        package_span,
        tokens: lexed.tokens,
    })
}

struct Parser<'a> {
    file: &'a File,
    tokens: &'a [Token],
    mistakes: Vec<Mistake>,
}

impl Parser<'_> {
    fn text(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.file.text[token.span.clone()])
    }

    fn span(&self, part: &Range<usize>) -> Range<usize> {
        self.tokens[part.start].span.start..self.tokens[part.end - 1].span.end
    }

    fn report(&mut self, span: Range<usize>, code: &'static str, message: &str, help: &str) {
        self.mistakes.push(self.file.mistake(span, code, message).help(help));
    }

    /// The statements as ranges of tokens.
    fn split(&mut self) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for index in 0..self.tokens.len() {
            if self.tokens[index].depth > 0 {
                continue;
            }
            let begins = index == 0 || (self.tokens[index].first_on_line && !self.continues(index));
            match parts.last_mut() {
                Some(part) if !begins => part.end = index + 1,
                _ => parts.push(index..index + 1),
            }
            let crowded =
                !begins && is_operand_start(&self.tokens[index]) && self.is_operand_end(index - 1);
            if crowded || self.text(index) == ";" {
                self.report(
                    self.tokens[index].span.clone(),
                    "gatewright::rego::statement",
                    "not a part of the rule that begins on this line",
                    "begin each rule on a line of its own",
                );
            }
        }
        parts
    }

    /// Whether the token at the beginning of a line goes on with what stands above it.
    fn continues(&self, index: usize) -> bool {
        let before = self.text(index - 1);
        let open_before = match self.tokens[index - 1].kind {
            TokenKind::Symbol => !matches!(before, ")" | "]" | "}"),
            TokenKind::Keyword => !matches!(before, "true" | "false" | "null"),
            _ => false,
        };
        open_before
            || self.tokens[index].kind == TokenKind::Symbol
            || matches!(self.text(index), "if" | "contains" | "else" | "in" | "as" | "with")
    }

    fn is_operand_end(&self, index: usize) -> bool {
        match self.tokens[index].kind {
            TokenKind::Symbol => matches!(self.text(index), ")" | "]" | "}"),
            TokenKind::Keyword => matches!(self.text(index), "true" | "false" | "null"),
            _ => true,
        }
    }

    fn package(&mut self, part: Option<Range<usize>>) -> (Vec<String>, Range<usize>) {
        if let Some(part) = part {
            let (path, end) = reference(self.file, self.tokens, part.start + 1);
            if self.text(part.start) == "package" && end == part.end && !path.is_empty() {
                return (path, self.span(&part));
            }
        }
        let end = self.tokens.first().map_or(0, |token| token.span.end);
        self.report(
            end.saturating_sub(1)..end,
            "gatewright::rego::package",
            "the file does not begin with its package",
            "begin it with `package NAME`",
        );
        (Vec::new(), 0..0)
    }

    fn import(&mut self, part: Range<usize>) -> Option<Import> {
        let (path, mut end) = reference(self.file, self.tokens, part.start + 1);
        let mut alias = path.last().cloned().unwrap_or_default();
        if self.text(end) == "as" && end + 2 == part.end {
            self.text(end + 1).clone_into(&mut alias);
            end += 2;
        }
        let known = path
            .first()
            .is_some_and(|root| matches!(root.as_str(), "data" | "input" | "rego" | "future"));
        let span = self.span(&part);
        if end != part.end || !known {
            self.report(
                span,
                "gatewright::rego::import",
                "the import names nothing that can be imported",
                "import a path below `data` or `input`: `import data.lib.gate`",
            );
            return None;
        }
        Some(Import { path, alias, span })
    }

    fn statement(&mut self, part: Range<usize>) -> Option<Statement> {
        let default = self.text(part.start) == "default";
        let name_at = part.start + usize::from(default);
        let span = self.span(&part);
        if name_at >= part.end || self.tokens[name_at].kind != TokenKind::Name {
            self.report(
                self.tokens[part.start].span.clone(),
                "gatewright::rego::statement",
                "a rule begins with its name",
                "write `NAME contains … if { … }`, `NAME := …` or `NAME if { … }`",
            );
            return None;
        }
        let mut at = name_at + 1;
        while at < part.end && (self.text(at) == "." || self.text(at) == "[") {
            at = self.tokens[at].partner.map_or(at + 2, |close| close + 1);
        }
        let has_path = at > name_at + 1;
        let kind = match self.text(at) {
            _ if default => Kind::Default,
            "contains" => Kind::PartialSet,
            "(" => Kind::Function(self.arguments(at)),
            "{" => {
                self.report(
                    self.tokens[at].span.clone(),
                    "gatewright::rego::statement",
                    "a body without `if`",
                    "this is Rego v0: in v1 write `NAME if { … }`, and `NAME contains x if { … }` for a set",
                );
                return None;
            }
            _ if has_path => Kind::PartialObject,
            _ => Kind::Complete,
        };
        Some(Statement {
            name: self.text(name_at).to_owned(),
            name_span: self.tokens[name_at].span.clone(),
            kind,
            has_path,
            span,
            metadata: None,
            document_metadata: None,
            tokens: part,
        })
    }

    fn arguments(&self, open: usize) -> usize {
        arguments(self.file, self.tokens, open)
    }

    /// Reports the blocks that stand before `end` and describe nothing.
    fn orphans(&mut self, blocks: &mut Vec<Block>, end: usize) {
        for block in blocks.extract_if(.., |block| block.span.start < end) {
            self.report(
                block.span,
                "gatewright::rego::metadata",
                "the METADATA block belongs to nothing",
                "put it directly before the rule or the package that it describes",
            );
        }
    }

    /// Reads the blocks that stand before `target`.
    fn metadata(
        &mut self,
        blocks: &mut Vec<Block>,
        target: Range<usize>,
        default_scope: Scope,
    ) -> Vec<Metadata> {
        let mut all = Vec::new();
        for block in blocks.extract_if(.., |block| block.span.start < target.end) {
            if block.span.start > target.start {
                self.report(
                    block.span,
                    "gatewright::rego::metadata",
                    "the METADATA block stands inside of a rule",
                    "put it directly before the rule that it describes",
                );
                continue;
            }
            match metadata::read(self.file, &block, default_scope) {
                Ok(metadata) => {
                    let of_package = matches!(metadata.scope, Scope::Package | Scope::Subpackages);
                    if of_package == (default_scope == Scope::Package) {
                        all.push(metadata);
                        continue;
                    }
                    self.report(
                        metadata.span,
                        "gatewright::rego::metadata",
                        "the scope of the METADATA block does not fit what follows it",
                        "`package` and `subpackages` stand before `package`, `rule` and `document` before a rule",
                    );
                }
                Err(mistake) => self.mistakes.push(mistake),
            }
        }
        all
    }
}

fn is_operand_start(token: &Token) -> bool {
    matches!(
        token.kind,
        TokenKind::Name | TokenKind::Number | TokenKind::String | TokenKind::RawString
    )
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

fn reference(file: &File, tokens: &[Token], start: usize) -> (Vec<String>, usize) {
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

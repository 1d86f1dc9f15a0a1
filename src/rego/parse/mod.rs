//! Text to syntax, as OPA 1.20 reads it, in one pass without going back.
//!
//! OPA's parser tries one reading and falls back to another. Ours looks ahead over the tokens of one bracket instead, which
//! decides the same and stays linear. Where OPA's answer depends on an accident of its fallbacks, the file is refused.

mod brackets;
mod collection;
mod import;
mod literal;
mod logical;
mod lookahead;
mod metadata;
mod module;
mod reference;
mod rule;
mod some;
mod term;

#[cfg(test)]
mod tests;

use super::ast::{Body, Comment, Import, Module, Name, Span, Version};
use super::lex::{self, Kind, Token};
use super::mistake::{File, Mistake};
use std::collections::BTreeSet;

/// How deep terms and literals may be nested, operators included.
pub const LIMIT: usize = 128;

/// A query, such as `x := data.a.b; x > 1`.
#[derive(Debug, Clone)]
pub struct Query {
    /// Named `query`.
    pub file: File,
    /// In the order of the text.
    pub imports: Vec<Import>,
    /// What is asked.
    pub body: Body,
    /// In the order of the text.
    pub comments: Vec<Comment>,
}

/// Reads a file.
///
/// # Errors
/// Everything in it that is no Rego, and METADATA that says nothing.
pub fn parse(path: &str, text: &str, version: Version) -> Result<Module, Vec<Mistake>> {
    let file = File::new(path, text);
    let source = Source::read(&file)?;
    let mut parser = Parser::new(&file, &source.tokens, version, source.mistakes);
    let module = parser.module(&source.comments);
    let mistakes = parser.mistakes;
    if mistakes.is_empty() { Ok(module) } else { Err(mistakes) }
}

/// Reads a query. Imports may stand before it.
///
/// # Errors
/// Everything in it that is no Rego.
pub fn query(text: &str) -> Result<Query, Vec<Mistake>> {
    let file = File::new("query", text);
    let source = Source::read(&file)?;
    let mut parser = Parser::new(&file, &source.tokens, Version::V1, source.mistakes);
    let read = parser.query();
    match read {
        Ok((imports, body)) if parser.mistakes.is_empty() => {
            let comments = source.comments.into_iter().map(|span| Comment { span }).collect();
            Ok(Query { file, imports, body, comments })
        }
        _ => Err(parser.mistakes),
    }
}

/// A path such as `data.a["b-c"]`, as METADATA names it.
pub(super) fn path(text: &str) -> Option<Vec<Box<str>>> {
    let file = File::new("path", text);
    let source = Source::read(&file).ok()?;
    let mut parser = Parser::new(&file, &source.tokens, Version::V1, source.mistakes);
    let path = parser.path("").ok()?;
    let whole = parser.token().kind == Kind::End && parser.mistakes.is_empty();
    whole.then(|| path.into_iter().map(|name| name.text).collect())
}

struct Source {
    tokens: Vec<Token>,
    comments: Vec<Span>,
    mistakes: Vec<Mistake>,
}

impl Source {
    fn read(file: &File) -> Result<Self, Vec<Mistake>> {
        if u32::try_from(file.text.len()).is_err() {
            let mistake =
                file.mistake(0..0, "gatewright::rego::size", "the file has 4 GiB or more");
            return Err(vec![mistake.help("split it")]);
        }
        let lex::Lexed { mut tokens, comments, mut mistakes } = lex::lex(file);
        brackets::pair(file, &mut tokens, &mut mistakes);
        Ok(Self { tokens, comments, mistakes })
    }
}

/// Why a part of the file could not be read has been reported.
struct Broken;

type Parsed<T> = Result<T, Broken>;

struct Parser<'a> {
    file: &'a File,
    tokens: &'a [Token],
    at: usize,
    version: Version,
    keywords: BTreeSet<&'static str>,
    /// `future.keywords.not` is imported.
    not_bodies: bool,
    /// The keyword at this index is read as a name: `if.x` is a reference.
    name_at: usize,
    /// How deep the term or literal read last is.
    height: usize,
    mistakes: Vec<Mistake>,
}

/// Keywords of every version.
const KEYWORDS: [&str; 11] =
    ["as", "default", "else", "false", "import", "not", "null", "package", "some", "true", "with"];

/// Keywords of v1, and of v0 where they are imported.
const NEW_KEYWORDS: [&str; 4] = ["contains", "every", "if", "in"];

/// Keywords of files that import them.
const FUTURE_KEYWORDS: [&str; 2] = ["and", "or"];

/// Whether the version has this keyword without an import.
fn is_keyword(name: &str, version: Version) -> bool {
    KEYWORDS.contains(&name) || (version == Version::V1 && NEW_KEYWORDS.contains(&name))
}

fn too_deep(file: &File, span: Span) -> Mistake {
    file.mistake(
        span.range(),
        "gatewright::rego::depth",
        format!("this is nested more than {LIMIT} deep"),
    )
    .help("give the parts names of their own, or put the value into a data file")
}

impl<'a> Parser<'a> {
    fn new(file: &'a File, tokens: &'a [Token], version: Version, mistakes: Vec<Mistake>) -> Self {
        let mut keywords = BTreeSet::from(KEYWORDS);
        if version == Version::V1 {
            keywords.extend(NEW_KEYWORDS);
        }
        Self {
            file,
            tokens,
            at: 0,
            version,
            keywords,
            not_bodies: false,
            name_at: usize::MAX,
            height: 0,
            mistakes,
        }
    }

    fn query(&mut self) -> Parsed<(Vec<Import>, Body)> {
        let mut imports = Vec::new();
        while self.is("import") && !self.is_reference_at(self.at) {
            imports.push(self.import()?);
        }
        Ok((imports, self.body_until(None)?))
    }

    fn token(&self) -> &'a Token {
        &self.tokens[self.at]
    }

    fn text_at(&self, index: usize) -> &'a str {
        self.tokens.get(index).map_or("", |token| &self.file.text[token.span.range()])
    }

    /// Whether the token at the index is this symbol or this keyword.
    fn is_at(&self, index: usize, text: &str) -> bool {
        let Some(token) = self.tokens.get(index) else { return false };
        match token.kind {
            Kind::Symbol => self.text_at(index) == text,
            Kind::Name => self.text_at(index) == text && self.is_keyword_at(index),
            _ => false,
        }
    }

    fn is(&self, text: &str) -> bool {
        self.is_at(self.at, text)
    }

    fn is_keyword_at(&self, index: usize) -> bool {
        self.name_at != index && self.keywords.contains(self.text_at(index))
    }

    /// A name, or a keyword, with a step directly behind it: `if.x`, `not["a"]`.
    fn is_reference_at(&self, index: usize) -> bool {
        self.tokens[index].kind == Kind::Name && self.is_step_at(index + 1)
    }

    fn is_step_at(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|token| token.adjacent)
            && matches!(self.text_at(index), "." | "[")
    }

    fn take(&mut self, text: &str) -> bool {
        let found = self.is(text);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, text: &str, help: &str) -> Parsed<()> {
        if self.take(text) { Ok(()) } else { self.unexpected(&format!("`{text}`"), help) }
    }

    fn name(&mut self, expected: &str, help: &str) -> Parsed<Name> {
        let token = self.token();
        if token.kind != Kind::Name || self.is_keyword_at(self.at) && !self.is("contains") {
            return self.unexpected(expected, help);
        }
        let text = self.text_at(self.at).into();
        self.at += 1;
        Ok(Name { text, span: token.span })
    }

    /// Reports the token here, unless something has been said about it before.
    fn unexpected<T>(&mut self, expected: &str, help: &str) -> Parsed<T> {
        let token = self.token();
        if token.kind == Kind::Bad {
            return Err(Broken);
        }
        let text = self.text_at(self.at);
        let found = match token.kind {
            Kind::End => "the end of the file".to_owned(),
            Kind::Template | Kind::TemplateStart => "a template string".to_owned(),
            Kind::TemplateMiddle | Kind::TemplateEnd => "the end of a hole".to_owned(),
            Kind::Name if self.is_keyword_at(self.at) => format!("the keyword `{text}`"),
            _ => format!("`{}`", shortened(text)),
        };
        let help = self.missing_import(text).unwrap_or_else(|| help.to_owned());
        let mistake = self
            .file
            .mistake(
                token.span.range(),
                "gatewright::rego::syntax",
                format!("found {found}, expected {expected}"),
            )
            .help(help);
        self.mistakes.push(mistake);
        Err(Broken)
    }

    fn missing_import(&self, name: &str) -> Option<String> {
        let known = NEW_KEYWORDS.contains(&name) || FUTURE_KEYWORDS.contains(&name);
        let missing = known && !self.keywords.contains(name);
        missing.then(|| format!("`{name}` is a keyword after `import future.keywords.{name}`"))
    }

    fn report(
        &mut self,
        span: Span,
        code: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.mistakes.push(self.file.mistake(span.range(), code, message).help(help));
    }

    fn refuse<T>(
        &mut self,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Parsed<T> {
        self.report(span, "gatewright::rego::syntax", message, help);
        Err(Broken)
    }

    /// From the token at this index up to the last one read.
    fn span_from(&self, start: usize) -> Span {
        let end = self.tokens[self.at.saturating_sub(1).max(start)].span.end;
        Span { start: self.tokens[start].span.start, end }
    }

    /// Notes that something has been read whose deepest part has this height.
    fn grow(&mut self, height: usize, span: Span) -> Parsed<()> {
        self.height = height + 1;
        if self.height <= LIMIT {
            return Ok(());
        }
        self.mistakes.push(too_deep(self.file, span));
        Err(Broken)
    }
}

/// A long token is named by its beginning.
fn shortened(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    if first.chars().count() <= 32 && first.len() == text.len() {
        return text.to_owned();
    }
    first.chars().take(30).chain(['…']).collect()
}

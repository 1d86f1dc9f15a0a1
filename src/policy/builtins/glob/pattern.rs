//! What a pattern is made of.

use super::super::Failure;
use std::iter::Peekable;
use std::str::Chars;

/// Alternatives are nested no deeper.
const MAX_DEPTH: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Nothing,
    Text(String),
    /// `*`.
    Any,
    /// `**`.
    Super,
    /// `?`.
    Single,
    /// `[abc]`.
    List {
        characters: Vec<char>,
        not: bool,
    },
    /// `[a-z]`.
    Range {
        low: char,
        high: char,
        not: bool,
    },
    /// `{a,b}`: patterns.
    AnyOf(Vec<Self>),
    Pattern(Vec<Self>),
}

/// Reads a pattern. Alternatives need not be closed; a backslash at the end is nothing.
pub(super) fn parse(pattern: &str) -> Result<Node, Failure> {
    if pattern.contains(char::REPLACEMENT_CHARACTER) {
        return Err(wrong("it has the replacement character U+FFFD"));
    }
    if pattern.contains('\0') {
        return Err(Failure::Refused("a pattern has a null character".to_owned()));
    }
    let mut parser = Parser { rest: pattern.chars().peekable(), depth: 0 };
    Ok(Node::Pattern(parser.nodes()?))
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    /// How many alternatives are open.
    depth: usize,
}

impl Parser<'_> {
    /// The nodes up to the end of the pattern or of the alternative.
    fn nodes(&mut self) -> Result<Vec<Node>, Failure> {
        let mut nodes = Vec::new();
        while let Some(c) = self.rest.peek().copied() {
            match c {
                ',' | '}' if self.depth > 0 => break,
                '*' => {
                    self.rest.next();
                    let is_super = self.rest.next_if_eq(&'*').is_some();
                    nodes.push(if is_super { Node::Super } else { Node::Any });
                }
                '?' => {
                    self.rest.next();
                    nodes.push(Node::Single);
                }
                '[' => nodes.push(self.class()?),
                '{' => nodes.push(self.alternatives()?),
                _ => {
                    let text = self.text(if self.depth > 0 { "?*[{}," } else { "?*[{" });
                    nodes.extend(Some(text).filter(|text| !text.is_empty()).map(Node::Text));
                }
            }
        }
        Ok(nodes)
    }

    fn alternatives(&mut self) -> Result<Node, Failure> {
        if self.depth == MAX_DEPTH {
            let message = format!("a pattern is nested deeper than {MAX_DEPTH} levels");
            return Err(Failure::Refused(message));
        }
        self.depth += 1;
        let mut patterns = Vec::new();
        loop {
            self.rest.next();
            patterns.push(Node::Pattern(self.nodes()?));
            if self.rest.peek() != Some(&',') {
                break;
            }
        }
        self.rest.next();
        self.depth -= 1;
        Ok(Node::AnyOf(patterns))
    }

    /// Up to a character that breaks it off, which a backslash prevents.
    fn text(&mut self, breakers: &str) -> String {
        let mut text = String::new();
        while let Some(c) = self.rest.next_if(|c| !breakers.contains(*c)) {
            match c {
                '\\' => text.extend(self.rest.next()),
                c => text.push(c),
            }
        }
        text
    }

    /// A range of two characters as they stand (a backslash is one of them), or else a list of characters.
    fn class(&mut self) -> Result<Node, Failure> {
        self.rest.next();
        let not = self.rest.next_if_eq(&'!').is_some();
        let mut ahead = self.rest.clone();
        let node = if let (Some(low), Some('-')) = (ahead.next(), ahead.next()) {
            self.rest = ahead;
            let high = self.rest.next().filter(|high| *high >= low);
            let high = high.ok_or_else(|| wrong("a range ends before it begins"))?;
            Node::Range { low, high, not }
        } else {
            let characters: Vec<char> = self.text("]").chars().collect();
            if characters.is_empty() {
                return Err(wrong("a list of characters is empty"));
            }
            Node::List { characters, not }
        };
        match self.rest.next() {
            Some(']') => Ok(node),
            _ => Err(wrong("a list of characters is not closed")),
        }
    }
}

fn wrong(message: &str) -> Failure {
    Failure::Error(format!("the pattern is wrong: {message}"))
}

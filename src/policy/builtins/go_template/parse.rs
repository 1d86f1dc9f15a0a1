//! Reads templates.

use super::super::Failure;
use regorus::Value;

/// Blocks are nested no deeper.
const MAX_DEPTH: usize = 50;

#[derive(Debug)]
pub(super) enum Piece {
    Text(String),
    Show(Operand),
    /// `$name := operand`.
    Set(String, Operand),
    If(Operand, Vec<Self>, Vec<Self>),
    With(Operand, Vec<Self>, Vec<Self>),
    Range {
        names: Vec<String>,
        over: Operand,
        body: Vec<Self>,
        other: Vec<Self>,
    },
}

#[derive(Debug)]
pub(super) enum Operand {
    Value(Value),
    Path(Path),
    Not(Box<Self>),
    /// `eq` or, with `false`, `ne`.
    Equal(Box<Self>, Box<Self>, bool),
    /// The first that is true or not, or else the last: `or`, `and`.
    First(Vec<Self>, bool),
    Length(Box<Self>),
}

/// `.a.b`, `$.a` or `$name.a`.
#[derive(Debug)]
pub(super) struct Path {
    /// Where it begins: at the dot if there is none, at the root if it is empty.
    pub(super) variable: Option<String>,
    pub(super) fields: Vec<String>,
}

pub(super) fn parse(template: &str) -> Result<Vec<Piece>, Failure> {
    let mut parser = Parser { rest: template, variables: Vec::new(), depth: 0, trims: false };
    match parser.block()? {
        (pieces, Stop::End) => Ok(pieces),
        _ => Err(refused("`end` or `else` without a beginning")),
    }
}

/// That a template has something that is not known here.
pub(super) fn refused(what: &str) -> Failure {
    Failure::Refused(format!(
        "the template has {what}: it is wrong, or `strings.render_template` cannot do it here"
    ))
}

/// What a block ends with.
enum Stop {
    /// The end of the template.
    End,
    /// `{{end}}`.
    Closed,
    /// `{{else}}`, or `{{else if …}}` with its tokens.
    Else(Vec<Token>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Path(Option<String>, Vec<String>),
    Text(String),
    Declare,
    Comma,
}

struct Parser<'a> {
    rest: &'a str,
    /// Those that are declared, with those of blocks that are open.
    variables: Vec<String>,
    depth: usize,
    /// Whether the last action takes the space after it.
    trims: bool,
}

impl Parser<'_> {
    fn block(&mut self) -> Result<(Vec<Piece>, Stop), Failure> {
        let mut pieces = Vec::new();
        loop {
            let start = self.rest.find("{{");
            let mut text = &self.rest[..start.unwrap_or(self.rest.len())];
            if self.trims {
                text = text.trim_start_matches(SPACE);
            }
            self.trims = false;
            let Some(start) = start else {
                pieces.push(Piece::Text(text.to_owned()));
                return Ok((pieces, Stop::End));
            };
            self.rest = &self.rest[start + 2..];
            if let Some(rest) =
                self.rest.strip_prefix('-').and_then(|rest| rest.strip_prefix(SPACE))
            {
                text = text.trim_end_matches(SPACE);
                self.rest = rest;
            }
            pieces.push(Piece::Text(text.to_owned()));
            if self.comment()? {
                continue;
            }
            let tokens = self.action()?;
            match tokens.split_first() {
                Some((Token::Word(word), rest)) if word == "end" && rest.is_empty() => {
                    return Ok((pieces, Stop::Closed));
                }
                Some((Token::Word(word), rest)) if word == "else" => {
                    return Ok((pieces, Stop::Else(rest.to_vec())));
                }
                Some((Token::Word(word), rest)) if ["if", "with", "range"].contains(&&**word) => {
                    pieces.push(self.branch(word, rest)?);
                }
                Some((Token::Path(Some(name), fields), [Token::Declare, rest @ ..]))
                    if fields.is_empty() && !name.is_empty() =>
                {
                    pieces.push(Piece::Set(name.clone(), self.operand(rest)?));
                    self.variables.push(name.clone());
                }
                _ => pieces.push(Piece::Show(self.operand(&tokens)?)),
            }
        }
    }

    /// `if`, `with` or `range`, with all up to its `end`.
    fn branch(&mut self, word: &str, tokens: &[Token]) -> Result<Piece, Failure> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(refused("blocks that are nested too deeply"));
        }
        let (names, tokens) = if word == "range" { names(tokens) } else { (Vec::new(), tokens) };
        let operand = self.operand(tokens)?;
        let known = self.variables.len();
        self.variables.extend(names.iter().cloned());
        let (body, stop) = self.block()?;
        let other = match stop {
            Stop::Closed => Vec::new(),
            Stop::Else(tokens) => match tokens.split_first() {
                None => match self.block()? {
                    (other, Stop::Closed) => other,
                    _ => return Err(refused("a block without `end`")),
                },
                Some((Token::Word(next), rest)) if word == "if" && next == "if" => {
                    vec![self.branch("if", rest)?]
                }
                _ => return Err(refused("an `else` that is not known")),
            },
            Stop::End => return Err(refused("a block without `end`")),
        };
        self.variables.truncate(known);
        self.depth -= 1;
        Ok(match word {
            "if" => Piece::If(operand, body, other),
            "with" => Piece::With(operand, body, other),
            _ => Piece::Range { names, over: operand, body, other },
        })
    }

    /// Skips a comment, which fills its action.
    fn comment(&mut self) -> Result<bool, Failure> {
        let Some(comment) = self.rest.strip_prefix("/*") else {
            return Ok(false);
        };
        let (_, rest) = comment.split_once("*/").ok_or_else(|| refused("an open comment"))?;
        let after = trimming_end(rest);
        self.trims = after.is_some();
        let end = after.or_else(|| rest.strip_prefix("}}"));
        self.rest = end.ok_or_else(|| refused("a comment that does not fill its action"))?;
        Ok(true)
    }

    /// The tokens up to the end of an action.
    fn action(&mut self) -> Result<Vec<Token>, Failure> {
        let mut tokens = Vec::new();
        loop {
            if let Some(rest) = trimming_end(self.rest) {
                (self.rest, self.trims) = (rest, true);
                return Ok(tokens);
            }
            if let Some(rest) = self.rest.strip_prefix("}}") {
                self.rest = rest;
                return Ok(tokens);
            }
            let spaced = self.rest.trim_start_matches(SPACE);
            if spaced.len() < self.rest.len() {
                self.rest = &self.rest[1..];
                continue;
            }
            tokens.push(self.token()?);
        }
    }

    fn token(&mut self) -> Result<Token, Failure> {
        let unknown = || refused("something in an action");
        let c = self.rest.chars().next().ok_or_else(|| refused("an action without `}}`"))?;
        let quoted = |quote: char, rest: &str| rest[1..].find(quote).map(|end| end + 2);
        let (token, length) = match c {
            ',' => (Token::Comma, 1),
            ':' if self.rest.starts_with(":=") => (Token::Declare, 2),
            '"' | '`' => {
                let length = quoted(c, self.rest).ok_or_else(unknown)?;
                let text = &self.rest[1..length - 1];
                if c == '"' && text.contains(['\\', '\n']) || text.contains('\r') {
                    return Err(unknown());
                }
                (Token::Text(text.to_owned()), length)
            }
            '.' | '$' => return self.path(),
            c if c.is_ascii_alphabetic() => {
                let length = word(self.rest);
                (Token::Word(self.rest[..length].to_owned()), length)
            }
            _ => return Err(unknown()),
        };
        self.rest = &self.rest[length..];
        self.terminated(token)
    }

    fn path(&mut self) -> Result<Token, Failure> {
        let variable = self.rest.strip_prefix('$').map(|rest| {
            let length = word(rest);
            self.rest = &rest[length..];
            rest[..length].to_owned()
        });
        let mut fields = Vec::new();
        while let Some(rest) = self.rest.strip_prefix('.') {
            let length = word(rest);
            let is_dot = length == 0 && variable.is_none() && fields.is_empty();
            if rest.starts_with(|c: char| c.is_ascii_digit()) || length == 0 && !is_dot {
                return Err(refused("a name that is none"));
            }
            self.rest = &rest[length..];
            if is_dot {
                break;
            }
            fields.push(rest[..length].to_owned());
        }
        self.terminated(Token::Path(variable, fields))
    }

    /// Whether what follows may follow on a token.
    fn terminated(&self, token: Token) -> Result<Token, Failure> {
        let is_terminated = self.rest.starts_with(SPACE)
            || self.rest.starts_with("}}")
            || self.rest.starts_with([',', ':'])
            || matches!(token, Token::Comma | Token::Declare)
            || matches!(token, Token::Word(_)) && self.rest.starts_with('.');
        if is_terminated { Ok(token) } else { Err(refused("something after a name")) }
    }

    /// A single operand, or a function of some.
    fn operand(&self, tokens: &[Token]) -> Result<Operand, Failure> {
        let unknown = || refused("an action");
        match tokens {
            [token] => self.simple(token),
            [Token::Word(function), operands @ ..] => {
                let mut operands = operands
                    .iter()
                    .map(|token| self.simple(token))
                    .collect::<Result<Vec<_>, _>>()?;
                match (&**function, operands.len()) {
                    ("and", 1..) => Ok(Operand::First(operands, false)),
                    ("or", 1..) => Ok(Operand::First(operands, true)),
                    ("not", 1) => Ok(Operand::Not(Box::new(operands.remove(0)))),
                    ("len", 1) => Ok(Operand::Length(Box::new(operands.remove(0)))),
                    ("eq" | "ne", 2) => {
                        let (first, second) = (operands.remove(0), operands.remove(0));
                        Ok(Operand::Equal(Box::new(first), Box::new(second), function == "eq"))
                    }
                    _ => Err(unknown()),
                }
            }
            _ => Err(unknown()),
        }
    }

    fn simple(&self, token: &Token) -> Result<Operand, Failure> {
        match token {
            Token::Path(Some(name), _) if !name.is_empty() && !self.variables.contains(name) => {
                Err(refused("an unknown variable"))
            }
            Token::Path(variable, fields) => {
                Ok(Operand::Path(Path { variable: variable.clone(), fields: fields.clone() }))
            }
            Token::Text(text) => Ok(Operand::Value(Value::from(text.as_str()))),
            Token::Word(word) if word == "true" => Ok(Operand::Value(Value::from(true))),
            Token::Word(word) if word == "false" => Ok(Operand::Value(Value::from(false))),
            _ => Err(refused("an operand")),
        }
    }
}

/// What is space to Go's templates.
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// What follows on the end of an action that takes the space after it.
fn trimming_end(text: &str) -> Option<&str> {
    text.strip_prefix(SPACE)?.strip_prefix("-}}")
}

/// How long the word at the beginning is.
fn word(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
}

/// The variables that a `range` declares, and the rest.
fn names(tokens: &[Token]) -> (Vec<String>, &[Token]) {
    let name = |token: &Token| match token {
        Token::Path(Some(name), fields) if fields.is_empty() && !name.is_empty() => {
            Some(name.clone())
        }
        _ => None,
    };
    match tokens {
        [first, Token::Comma, second, Token::Declare, rest @ ..] => {
            match (name(first), name(second)) {
                (Some(first), Some(second)) => (vec![first, second], rest),
                _ => (Vec::new(), tokens),
            }
        }
        [first, Token::Declare, rest @ ..] => match name(first) {
            Some(first) => (vec![first], rest),
            None => (Vec::new(), tokens),
        },
        _ => (Vec::new(), tokens),
    }
}

//! Terms: operators, and what stands between them.

use super::{Kind, Parsed, Parser};
use crate::rego::ast::{Operator, TemplatePart, Term, TermKind};
use crate::rego::lex;

const A_TERM: &str = "a term";
const TERM_HELP: &str = "write a name, a number, a string, a collection or a call";

/// The operators of each level, from the loosest to the tightest. All of them group to the left.
const LEVELS: [&[Operator]; 5] = [
    &[
        Operator::Equal,
        Operator::NotEqual,
        Operator::LessOrEqual,
        Operator::GreaterOrEqual,
        Operator::Less,
        Operator::Greater,
    ],
    &[Operator::Unite],
    &[Operator::Intersect],
    &[Operator::Add, Operator::Subtract],
    &[Operator::Multiply, Operator::Divide, Operator::Remainder],
];

impl Parser<'_> {
    /// A term that stands by itself, where `key, value in collection` is one.
    pub(super) fn term(&mut self) -> Parsed<Term> {
        let start = self.at;
        let left = self.relation()?;
        if !self.is(",") {
            return self.membership(start, left);
        }
        self.with_key(start, left)
    }

    /// `key, value in collection`, of which the key has been read.
    fn with_key(&mut self, start: usize, key: Term) -> Parsed<Term> {
        let mut height = self.height;
        self.at += 1;
        let value = self.relation()?;
        height = height.max(self.height);
        self.expect(
            "in",
            "`key, value in collection` is the only term with a comma; separate conditions by `;` or a new line",
        )?;
        let collection = self.relation()?;
        let span = self.span_from(start);
        self.grow(height.max(self.height), span)?;
        let key = Some(Box::new(key));
        let (value, collection) = (Box::new(value), Box::new(collection));
        self.membership(start, Term { kind: TermKind::In { key, value, collection }, span })
    }

    /// An element of a list, where a comma ends the term.
    pub(super) fn element(&mut self) -> Parsed<Term> {
        let start = self.at;
        let first = self.operand()?;
        self.element_from(start, first)
    }

    /// An element of which the first operand has been read.
    pub(super) fn element_from(&mut self, start: usize, first: Term) -> Parsed<Term> {
        let left = self.operators(start, first, 0)?;
        self.membership(start, left)
    }

    fn membership(&mut self, start: usize, mut left: Term) -> Parsed<Term> {
        while self.is("in") && !self.is_reference_at(self.at) {
            let height = self.height;
            self.at += 1;
            let collection = self.relation()?;
            let span = self.span_from(start);
            self.grow(height.max(self.height), span)?;
            let (value, collection) = (Box::new(left), Box::new(collection));
            left = Term { kind: TermKind::In { key: None, value, collection }, span };
        }
        Ok(left)
    }

    /// A term with operators, but without `in`.
    pub(super) fn relation(&mut self) -> Parsed<Term> {
        let start = self.at;
        let first = self.operand()?;
        self.operators(start, first, 0)
    }

    fn operators(&mut self, start: usize, mut left: Term, loosest: usize) -> Parsed<Term> {
        while let Some((operator, level)) = self.operator(loosest) {
            let height = self.height;
            self.at += 1;
            let next = self.at;
            let right = self.operand()?;
            let right = self.operators(next, right, level + 1)?;
            let span = self.span_from(start);
            self.grow(height.max(self.height), span)?;
            left = Term { kind: TermKind::Infix(operator, Box::new(left), Box::new(right)), span };
        }
        Ok(left)
    }

    fn operator(&self, loosest: usize) -> Option<(Operator, usize)> {
        if self.token().kind != Kind::Symbol {
            return None;
        }
        let text = self.text_at(self.at);
        let levels = LEVELS.iter().enumerate().skip(loosest);
        levels
            .flat_map(|(level, operators)| operators.iter().map(move |operator| (*operator, level)))
            .find(|(operator, _)| operator.names().0 == text)
    }

    /// A term without operators, and the steps directly behind it.
    pub(super) fn operand(&mut self) -> Parsed<Term> {
        let start = self.at;
        let head = self.head()?;
        self.steps(start, head)
    }

    fn head(&mut self) -> Parsed<Term> {
        self.height = 0;
        let start = self.at;
        let token = *self.token();
        let text = self.text_at(start);
        let kind = match token.kind {
            Kind::Name => return self.word(),
            Kind::Number => TermKind::Number(text.into()),
            Kind::String => TermKind::String { value: self.string_at(start), raw: false },
            Kind::RawString => {
                TermKind::String { value: text[1..text.len() - 1].into(), raw: true }
            }
            Kind::Template | Kind::TemplateStart => return self.template(),
            Kind::Symbol => match text {
                "[" => return self.array(),
                "{" => return self.braces(),
                "(" => return self.parenthesis(),
                "-" => return self.negative(),
                "." => {
                    return self.unexpected(A_TERM, "write the `0` before the point of a number");
                }
                _ => return self.unexpected(A_TERM, TERM_HELP),
            },
            _ => return self.unexpected(A_TERM, TERM_HELP),
        };
        self.at += 1;
        Ok(Term { kind, span: token.span })
    }

    /// The text of the string at this index.
    pub(super) fn string_at(&self, index: usize) -> Box<str> {
        let text = self.text_at(index);
        let value = lex::unescape(&text[1..text.len() - 1]);
        value.expect("the lexer has read the escapes").into()
    }

    fn word(&mut self) -> Parsed<Term> {
        let start = self.at;
        let text = self.text_at(start);
        let calls_operator = (self.is("and") || self.is("or"))
            && self.is_at(start + 1, "(")
            && self.tokens[start + 1].adjacent;
        let kind = match text {
            _ if !self.is_keyword_at(start) || self.is("contains") || calls_operator => {
                TermKind::Var(text.into())
            }
            "null" => TermKind::Null,
            "true" => TermKind::Bool(true),
            "false" => TermKind::Bool(false),
            _ => return self.unexpected(A_TERM, TERM_HELP),
        };
        self.at += 1;
        Ok(Term { kind, span: self.tokens[start].span })
    }

    fn parenthesis(&mut self) -> Parsed<Term> {
        let open = self.at;
        self.at += 1;
        let inner = self.term()?;
        if self.is("and") || self.is("or") {
            return self.unexpected(
                "`)`",
                "`and` and `or` combine conditions, and give no value that a term could use",
            );
        }
        self.expect(")", "close the parenthesis behind one term")?;
        let span = self.span_from(open);
        self.grow(self.height, span)?;
        let is_reference = match &inner.kind {
            TermKind::Ref { .. } => true,
            TermKind::Var(name) => matches!(&**name, "input" | "data"),
            _ => false,
        };
        if is_reference && self.is_step_at(self.at) {
            return self.refuse(
                span,
                "a reference in parentheses goes on",
                "remove the parentheses",
            );
        }
        Ok(inner)
    }

    /// `-1` is a number, `-x` is a difference.
    fn negative(&mut self) -> Parsed<Term> {
        let start = self.at;
        self.at += 1;
        let is_name = self.token().kind == Kind::Name
            && (!self.is_keyword_at(self.at) || self.is("contains"));
        let kind = if is_name {
            let term = self.operand()?;
            self.grow(self.height, self.span_from(start))?;
            TermKind::Negative(Box::new(term))
        } else if self.token().kind == Kind::Number {
            self.at += 1;
            TermKind::Number(format!("-{}", self.text_at(self.at - 1)).into())
        } else {
            return self.unexpected("a number or a name", "write `0 - (…)`");
        };
        Ok(Term { kind, span: self.span_from(start) })
    }

    fn template(&mut self) -> Parsed<Term> {
        let start = self.at;
        let raw = self.text_at(start).starts_with("$`");
        let mut parts = Vec::new();
        let mut height = 0;
        let mut opening = 2;
        loop {
            let kind = self.token().kind;
            let text = self.text_at(self.at);
            let piece = &text[opening..text.len() - 1];
            let piece = lex::template_text(piece, raw).expect("the lexer has read the escapes");
            if !piece.is_empty() {
                parts.push(TemplatePart::Text(piece.into()));
            }
            self.at += 1;
            if matches!(kind, Kind::Template | Kind::TemplateEnd) {
                break;
            }
            parts.push(TemplatePart::Term(self.hole()?));
            height = height.max(self.height);
            opening = 1;
        }
        let span = self.span_from(start);
        self.grow(height, span)?;
        Ok(Term { kind: TermKind::Template { parts, raw }, span })
    }

    fn hole(&mut self) -> Parsed<Term> {
        let term = self.term()?;
        match self.token().kind {
            Kind::TemplateMiddle | Kind::TemplateEnd => Ok(term),
            _ => self.unexpected(
                "`}`",
                "a hole of a template string holds one term; give anything else a name before it",
            ),
        }
    }
}

/// Whether the term is made of values alone, comprehensions aside.
pub(super) fn is_value(term: &Term) -> bool {
    match &term.kind {
        TermKind::Var(_)
        | TermKind::Ref { .. }
        | TermKind::Call { .. }
        | TermKind::Infix(..)
        | TermKind::Negative(_)
        | TermKind::In { .. } => false,
        TermKind::Array(items) | TermKind::Set(items) => items.iter().all(is_value),
        TermKind::Object(fields) => {
            fields.iter().all(|(key, value)| is_value(key) && is_value(value))
        }
        TermKind::Template { parts, .. } => parts.iter().all(|part| match part {
            TemplatePart::Text(_) => true,
            TemplatePart::Term(term) => is_value(term),
        }),
        TermKind::Null
        | TermKind::Bool(_)
        | TermKind::Number(_)
        | TermKind::String { .. }
        | TermKind::ArrayOf(..)
        | TermKind::SetOf(..)
        | TermKind::ObjectOf(..) => true,
    }
}

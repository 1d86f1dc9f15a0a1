//! Values that are known when a policy is loaded are given to the engine as data, not as text: it parses nested literals
//! in exponential time, and reads large integers as floats.

use super::Lowering;
use super::scope::{Expr, Shape};
use crate::rego::ir::{Place, Term, TermKind};
use serde_json::Value as Json;

/// Longer strings are data.
const INLINE: usize = 200;

/// A value that is known beforehand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Constant {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Self>),
    /// A set.
    Set(Vec<Self>),
    /// An object; of two equal keys the last counts.
    Object(Vec<(Self, Self)>),
}

/// A number that may not be kept as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Where it stands.
    pub place: Place,
    /// As it was written.
    pub text: String,
    /// Its text can be seen, and not only its value.
    pub shown: bool,
}

/// How much of a number is told by how it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Its text can be seen, as OPA keeps it.
    Shown,
    /// Only its value counts: it is compared or calculated with.
    Counted,
}

impl Lowering<'_> {
    /// The term as an expression, if it is known beforehand.
    pub(super) fn constant(&mut self, term: &Term, usage: Use) -> Option<Expr> {
        let constant = self.known(term, usage)?;
        Some(self.known_expr(constant))
    }

    /// A value that is known beforehand as an expression.
    pub(super) fn known_expr(&mut self, constant: Constant) -> Expr {
        match &constant {
            Constant::Null => Expr::simple("null"),
            Constant::Bool(value) => Expr::simple(if *value { "true" } else { "false" }),
            Constant::Number(text) if is_small(text) => Expr::simple(text.clone()),
            Constant::String(text) if text.len() <= INLINE => Expr::simple(quoted(text)),
            Constant::Array(items) if items.is_empty() => Expr::total("[]", Shape::Built),
            Constant::Object(items) if items.is_empty() => Expr::total("{}", Shape::Built),
            Constant::Set(items) if items.is_empty() => Expr::total("set()", Shape::Other),
            _ => {
                let next = self.constant_ids.len();
                let id = *self.constant_ids.entry(constant.clone()).or_insert(next);
                if id == next {
                    self.constants.push(constant);
                }
                Expr::total(format!("input.c.k{id}"), Shape::Other)
            }
        }
    }

    fn known(&mut self, term: &Term, usage: Use) -> Option<Constant> {
        let all = |lowering: &mut Self, items: &[Term]| {
            items.iter().map(|item| lowering.known(item, Use::Shown)).collect::<Option<Vec<_>>>()
        };
        Some(match &term.kind {
            TermKind::Null => Constant::Null,
            TermKind::Bool(value) => Constant::Bool(*value),
            TermKind::Number(text) => self.number(text, usage, term.place),
            TermKind::String(text) => Constant::String(text.to_string()),
            TermKind::Array(items) if ground(term) => Constant::Array(all(self, items)?),
            TermKind::Set(items) if ground(term) => Constant::Set(all(self, items)?),
            TermKind::Object(items) if ground(term) => {
                let pair = |(key, value)| {
                    Some((self.known(key, Use::Shown)?, self.known(value, Use::Shown)?))
                };
                Constant::Object(
                    items
                        .iter()
                        .map(|(key, value)| (key, value))
                        .map(pair)
                        .collect::<Option<_>>()?,
                )
            }
            _ => return None,
        })
    }

    /// OPA keeps the text of a number, the engine an integer or a float: whether that is seen is decided where the engine
    /// is known.
    fn number(&mut self, text: &str, usage: Use, place: Place) -> Constant {
        if !is_small(text) {
            self.numbers.push(Number { place, text: text.to_owned(), shown: usage == Use::Shown });
        }
        Constant::Number(text.to_owned())
    }
}

/// Whether a term has nothing in it that is only known later.
pub(super) fn ground(term: &Term) -> bool {
    match &term.kind {
        TermKind::Null | TermKind::Bool(_) | TermKind::Number(_) | TermKind::String(_) => true,
        TermKind::Array(items) | TermKind::Set(items) => items.iter().all(ground),
        TermKind::Object(items) => items.iter().all(|(key, value)| ground(key) && ground(value)),
        _ => false,
    }
}

/// A string as the engine reads it.
pub(super) fn quoted(text: &str) -> String {
    let quoted = Json::from(text).to_string();
    quoted.replace('\u{7f}', "\\u007f")
}

/// Whether a number is an integer that the engine reads as it is written.
fn is_small(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    text != "-0"
        && (1..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

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
    /// A number, as JSON writes it.
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
            Constant::Number(text) if text.len() <= 15 => Expr::simple(text.clone()),
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
                Constant::Object(items.iter().map(|(key, value)| (key, value)).map(pair).collect::<Option<_>>()?)
            }
            _ => return None,
        })
    }

    /// OPA keeps the text of a number, the engine an integer or a float. Where that would be seen, the number is refused.
    fn number(&mut self, text: &str, usage: Use, place: Place) -> Constant {
        if is_integer(text) && text != "-0" {
            return Constant::Number(text.to_owned());
        }
        let value: f64 = text.parse().unwrap_or(f64::NAN);
        let (written, read) = (decimal(text), value.is_finite().then(|| serde_json::to_string(&value)));
        let read = read.and_then(Result::ok).unwrap_or_default();
        let same_value = decimal(&read).is_some_and(|read| written.is_some_and(|written| written == read));
        let whole = value.fract() == 0.0;
        if !same_value {
            let mistake = self.program.mistake(
                place,
                "gatewright::rego::number",
                format!("the number `{text}` has more digits than can be kept here"),
            );
            self.mistakes.push(mistake.help("write it with at most 15 digits, or as a string"));
        } else if usage == Use::Shown && (whole || read != text) {
            let plain = if whole { format!("{value:.0}") } else { read.clone() };
            let mistake = self.program.mistake(
                place,
                "gatewright::rego::number",
                format!("the number `{text}` would be shown as `{plain}` here, and as `{text}` by OPA"),
            );
            self.mistakes.push(mistake.help(format!("write `{plain}`, or a string")));
        }
        match whole && value.abs() < 1e15 {
            true => Constant::Number(format!("{value:.0}")),
            false => Constant::Number(read),
        }
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

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number as its sign, its digits without zeros at either end, and its exponent: equal for equal values.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0');
    let trimmed = significant.trim_end_matches('0');
    if trimmed.is_empty() {
        return Some((false, String::new(), 0));
    }
    let zeros = i64::try_from(significant.len() - trimmed.len()).ok()?;
    let exponent = exponent - i64::try_from(fraction.len()).ok()? + zeros;
    (trimmed.len() <= 17).then(|| (negative, trimmed.to_owned(), exponent))
}

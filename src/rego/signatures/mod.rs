//! The functions that OPA has built in: what they are called, what they take and give, and whether they are here.
//!
//! To add one, write a line into the table of its kind. The facts are those of OPA 1.20.

use super::types::Type;
use std::collections::BTreeMap;
use std::sync::LazyLock;

mod collections;
mod crypto;
mod encodings;
mod numbers;
mod operators;
mod outside;
mod page;
pub use page::page;
mod reflection;
mod strings;
mod time;
mod values;

/// A builtin function.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Signature {
    /// As OPA names it: `count`, `strings.replace_n`, `plus`.
    pub name: &'static str,
    /// The operator that calls it, such as `+`.
    pub infix: Option<&'static str>,
    /// The types of its arguments.
    pub args: fn() -> Vec<Type>,
    /// It takes any number of arguments (`print`).
    pub variadic: bool,
    /// The type of its result.
    pub result: fn() -> Type,
    /// Whether it is here.
    pub standing: Standing,
    /// Only in v0.
    pub deprecated: bool,
    /// What it gives can differ although its arguments do not (`time.now_ns`); such calls are never folded.
    pub nondeterministic: bool,
    /// It yields any number of results, each in turn (`walk`).
    pub relation: bool,
}

/// Whether a builtin is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It gives what OPA gives, or fails where that cannot be.
    Same,
    /// Using it is refused when a policy is loaded: why, and what to write instead.
    Refused(&'static str, &'static str),
}

/// Every builtin, a table for each kind.
pub static ALL: &[&[Signature]] = &[
    collections::TABLE,
    crypto::TABLE,
    encodings::TABLE,
    numbers::TABLE,
    operators::TABLE,
    outside::TABLE,
    reflection::TABLE,
    strings::TABLE,
    time::TABLE,
    values::TABLE,
];

/// The builtin of this name.
pub fn find(name: &str) -> Option<&'static Signature> {
    static BY_NAME: LazyLock<BTreeMap<&str, &Signature>> =
        LazyLock::new(|| all().map(|signature| (signature.name, signature)).collect());
    BY_NAME.get(name).copied()
}

/// Each builtin, in no particular order.
pub fn all() -> impl Iterator<Item = &'static Signature> {
    ALL.iter().copied().flatten()
}

/// A line of a table: `signature!("substring", [STRING, NUMBER, NUMBER] => STRING)`.
macro_rules! signature {
    ($name:literal, [$($arg:expr),*] => $result:expr) => {
        $crate::rego::signatures::Signature {
            name: $name,
            infix: None,
            args: || vec![$($arg),*],
            variadic: false,
            result: || $result,
            standing: $crate::rego::signatures::Standing::Same,
            deprecated: false,
            nondeterministic: false,
            relation: false,
        }
    };
}
use signature;

impl Signature {
    /// Called by this operator.
    const fn infix(self, operator: &'static str) -> Self {
        Self { infix: Some(operator), ..self }
    }

    /// Only in v0.
    const fn deprecated(self) -> Self {
        Self { deprecated: true, ..self }
    }

    /// Gives something else each time.
    const fn nondeterministic(self) -> Self {
        Self { nondeterministic: true, ..self }
    }

    /// Yields results in turn.
    const fn relation(self) -> Self {
        Self { relation: true, ..self }
    }

    /// Takes any number of arguments.
    const fn variadic(self) -> Self {
        Self { variadic: true, ..self }
    }

    /// Refused when a policy is loaded.
    const fn refused(self, why: &'static str, instead: &'static str) -> Self {
        Self { standing: Standing::Refused(why, instead), ..self }
    }
}

const ANY: Type = Type::Any;
const BOOL: Type = Type::Bool;
const NULL: Type = Type::Null;
const NUMBER: Type = Type::Number;
const STRING: Type = Type::String;

fn array(of: Type) -> Type {
    Type::array_of(of)
}

fn set(of: Type) -> Type {
    Type::set_of(of)
}

fn object(keys: Type, values: Type) -> Type {
    Type::object_of(keys, values)
}

fn tuple<const N: usize>(items: [Type; N]) -> Type {
    Type::Array(items.into(), None)
}

fn either<const N: usize>(types: [Type; N]) -> Type {
    Type::any_of(types)
}

/// An array or a set.
fn listed(of: Type) -> Type {
    either([array(of.clone()), set(of)])
}

/// An array, an object or a set.
fn collection() -> Type {
    either([array(ANY), object(ANY, ANY), set(ANY)])
}

/// Fields that are known beside others that are not.
fn record<const N: usize>(fields: [(&str, Type); N], others: Option<(Type, Type)>) -> Type {
    let fields = fields.into_iter().map(|(name, of)| (name.into(), of)).collect();
    Type::Object { fields, others: others.map(Box::new) }
}

#[cfg(test)]
mod tests;

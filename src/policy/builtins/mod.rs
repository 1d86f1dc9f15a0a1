//! OPA's builtin functions, over the engine's values: each gives what OPA gives, or fails. The engine's own are never
//! called, for some of them are wrong and some are without bounds. What a builtin takes and gives is declared in
//! [`crate::rego::signatures`]; to add one, declare it there and write it here, in the file of its kind.

<<<<<<< HEAD
<<<<<<< HEAD
pub(super) mod json_text;

mod bounds;
mod number;
mod operand;
=======
mod aggregates;
mod bounds;
mod conversions;
mod number;
mod numbers;
mod operand;
mod operators;
>>>>>>> w-lower
=======
mod bounds;
mod number;
mod operand;
>>>>>>> w-coll
mod ordering;
mod quote;

mod aggregates;
mod arrays;
mod casing;
<<<<<<< HEAD
<<<<<<< HEAD
mod conversions;
=======
=======
mod conversions;
mod glob;
mod glob_intersection;
>>>>>>> w-coll
mod go_regex;
>>>>>>> w-lower
mod graph;
mod json;
mod json_patch;
mod json_paths;
mod json_reader;
mod numbers;
mod objects;
<<<<<<< HEAD
<<<<<<< HEAD
mod operators;
mod semver;
=======
mod regex;
>>>>>>> w-lower
=======
mod operators;
mod regex;
mod semver;
>>>>>>> w-coll
mod sets;
mod sprintf;
mod strings;
mod types;
mod units;
mod walk;

use jiff::Timestamp;
use regorus::Value;

/// What a builtin may know beside its arguments.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// The only clock.
    pub(super) now: Timestamp,
}

/// A builtin function.
pub(super) struct Builtin {
    /// As OPA names it.
    pub(super) name: &'static str,
    /// The function. It is called with as many arguments as its signature says, none of them undefined.
    pub(super) call: fn(&Context, &[Value]) -> Outcome,
}

/// Why a builtin has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// OPA has none either: undefined, or an error where builtin errors are strict.
    #[error("{0}")]
    Error(String),
    /// OPA would have one that cannot be had here (it loses digits, it is too large): the evaluation ends, always.
    #[error("{0}")]
    Refused(String),
}

/// The result, which may be undefined where OPA's is.
pub(super) type Outcome = Result<Value, Failure>;

/// No builtin makes a text longer than this, in bytes.
pub(super) const MAX_TEXT: usize = 64 << 20;

/// No builtin makes more items than this.
pub(super) const MAX_ITEMS: usize = 1_000_000;

<<<<<<< HEAD
<<<<<<< HEAD
/// Every builtin, by the file that it is in.
pub(super) const ALL: &[&[Builtin]] = &[
    aggregates::BUILTINS,
    arrays::BUILTINS,
    conversions::BUILTINS,
=======
/// Every builtin.
pub(super) const ALL: &[&[Builtin]] = &[
    aggregates::BUILTINS,
    conversions::BUILTINS,
    numbers::BUILTINS,
    operators::BUILTINS,
    semver::BUILTINS,
    sprintf::BUILTINS,
    types::BUILTINS,
    units::BUILTINS,
    arrays::BUILTINS,
>>>>>>> w-lower
=======
/// Every builtin.
pub(super) const ALL: &[&[Builtin]] = &[
    aggregates::BUILTINS,
    arrays::BUILTINS,
    conversions::BUILTINS,
    glob::BUILTINS,
    glob_intersection::BUILTINS,
>>>>>>> w-coll
    graph::BUILTINS,
    json::BUILTINS,
    json_patch::BUILTINS,
    json_paths::BUILTINS,
<<<<<<< HEAD
<<<<<<< HEAD
    numbers::BUILTINS,
    objects::BUILTINS,
    operators::BUILTINS,
    semver::BUILTINS,
    sets::BUILTINS,
    sprintf::BUILTINS,
    strings::BUILTINS,
    types::BUILTINS,
    units::BUILTINS,
=======
=======
    numbers::BUILTINS,
>>>>>>> w-coll
    objects::BUILTINS,
    operators::BUILTINS,
    regex::BUILTINS,
    semver::BUILTINS,
    sets::BUILTINS,
    sprintf::BUILTINS,
    strings::BUILTINS,
<<<<<<< HEAD
>>>>>>> w-lower
=======
    types::BUILTINS,
    units::BUILTINS,
>>>>>>> w-coll
    walk::BUILTINS,
];

/// The number that a policy has written so: the value that also prints so if there is one, else one of the same value.
pub(super) fn written(text: &str) -> Option<Value> {
    number::parse(text).or_else(|| number::hold(&number::Decimal::parse(text).ok()?).ok())
}

/// How OPA prints a number; none where that cannot be told.
pub(super) fn printed(value: &Value) -> Option<String> {
    number::text(value).ok()
}

//! OPA's builtin functions, over the engine's values: each gives what OPA gives, or fails. The engine's own are never
//! called, for some of them are wrong and some are without bounds. What a builtin takes and gives is declared in
//! [`crate::rego::signatures`]; to add one, declare it there and write it here, in the file of its kind.

mod bounds;
mod der;
mod number;
mod operand;
mod ordering;
mod quote;

mod aggregates;
mod arrays;
mod casing;
<<<<<<< HEAD
mod conversions;
mod glob;
mod glob_intersection;
mod go_regex;
mod go_template;
=======
mod crypto;
mod encoding;
>>>>>>> w-sys
mod graph;
mod json;
mod json_patch;
mod json_paths;
mod json_reader;
<<<<<<< HEAD
mod numbers;
mod objects;
mod operators;
mod regex;
mod schema;
mod semver;
=======
mod jwt;
mod net;
mod objects;
mod pem;
>>>>>>> w-sys
mod sets;
mod sprintf;
mod strings;
<<<<<<< HEAD
mod template_string;
mod types;
mod units;
=======
mod time;
mod uri;
mod uuid;
>>>>>>> w-sys
mod walk;
mod x509;

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

/// Every builtin.
pub(super) const ALL: &[&[Builtin]] = &[
    aggregates::BUILTINS,
    arrays::BUILTINS,
<<<<<<< HEAD
    conversions::BUILTINS,
    glob::BUILTINS,
    glob_intersection::BUILTINS,
    go_template::BUILTINS,
=======
    crypto::BUILTINS,
    encoding::BUILTINS,
>>>>>>> w-sys
    graph::BUILTINS,
    json::BUILTINS,
    json_patch::BUILTINS,
    json_paths::BUILTINS,
<<<<<<< HEAD
    numbers::BUILTINS,
=======
    jwt::BUILTINS,
    net::BUILTINS,
>>>>>>> w-sys
    objects::BUILTINS,
    operators::BUILTINS,
    regex::BUILTINS,
    schema::BUILTINS,
    semver::BUILTINS,
    sets::BUILTINS,
    sprintf::BUILTINS,
    strings::BUILTINS,
<<<<<<< HEAD
    template_string::BUILTINS,
    types::BUILTINS,
    units::BUILTINS,
=======
    time::BUILTINS,
    uri::BUILTINS,
    uuid::BUILTINS,
>>>>>>> w-sys
    walk::BUILTINS,
    x509::BUILTINS,
];

<<<<<<< HEAD
/// The number that a policy has written so: the value that also prints so if there is one, else one of the same value.
pub(super) fn written(text: &str) -> Option<Value> {
    number::parse(text).or_else(|| number::hold(&number::Decimal::parse(text).ok()?).ok())
}

/// How OPA prints a number; none where that cannot be told.
pub(super) fn printed(value: &Value) -> Option<String> {
    number::text(value).ok()
}
=======
#[cfg(test)]
mod oracle;
>>>>>>> w-sys

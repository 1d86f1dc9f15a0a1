//! OPA's builtin functions, over the engine's values: each gives what OPA gives, or fails. The engine's own are never
//! called, for some of them are wrong and some are without bounds. What a builtin takes and gives is declared in
//! [`crate::rego::signatures`]; to add one, declare it there and write it here, in the file of its kind.

mod aggregates;
mod arrays;
mod bounds;
mod casing;
mod conversions;
mod crypto;
mod der;
mod encoding;
mod glob;
mod glob_intersection;
mod go_regex;
mod go_template;
mod graph;
mod json;
mod json_patch;
mod json_paths;
mod json_reader;
pub(super) mod json_text;
mod jwt;
mod net;
mod number;
mod numbers;
mod objects;
mod operand;
mod operators;
mod ordering;
mod pem;
mod quote;
mod regex;
mod schema;
mod semver;
mod sets;
mod sprintf;
mod strings;
mod template_string;
mod time;
mod trace;
mod types;
mod units;
mod uri;
mod uuid;
mod walk;
mod x509;
mod yaml;

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

/// Every builtin, by the file that it is in.
pub(super) const ALL: &[&[Builtin]] = &[
    aggregates::BUILTINS,
    arrays::BUILTINS,
    conversions::BUILTINS,
    crypto::BUILTINS,
    encoding::BUILTINS,
    glob::BUILTINS,
    glob_intersection::BUILTINS,
    go_template::BUILTINS,
    graph::BUILTINS,
    json::BUILTINS,
    json_patch::BUILTINS,
    json_paths::BUILTINS,
    jwt::BUILTINS,
    net::BUILTINS,
    numbers::BUILTINS,
    objects::BUILTINS,
    operators::BUILTINS,
    regex::BUILTINS,
    schema::BUILTINS,
    semver::BUILTINS,
    sets::BUILTINS,
    sprintf::BUILTINS,
    strings::BUILTINS,
    template_string::BUILTINS,
    time::BUILTINS,
    trace::BUILTINS,
    types::BUILTINS,
    units::BUILTINS,
    uri::BUILTINS,
    uuid::BUILTINS,
    walk::BUILTINS,
    x509::BUILTINS,
    yaml::BUILTINS,
];

/// The number that a policy has written so: the value that also prints so if there is one, else one of the same value.
pub(super) fn written(text: &str) -> Option<Value> {
    number::parse(text).or_else(|| number::hold(&number::Decimal::parse(text).ok()?).ok())
}

/// How OPA prints a number; none where that cannot be told.
pub(super) fn printed(value: &Value) -> Option<String> {
    number::text(value).ok()
}

#[cfg(test)]
mod examples;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod trial;

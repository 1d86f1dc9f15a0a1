//! OPA's builtin functions, over the engine's values: each gives what OPA gives, or fails. The engine's own are never
//! called, for some of them are wrong and some are without bounds. What a builtin takes and gives is declared in
//! [`crate::rego::signatures`]; to add one, declare it there and write it here, in the file of its kind.

mod bounds;
mod der;
mod number;
mod operand;
mod ordering;

mod arrays;
mod casing;
mod crypto;
mod encoding;
mod graph;
mod json;
mod json_patch;
mod json_paths;
mod json_reader;
mod jwt;
mod net;
mod objects;
mod pem;
mod sets;
mod strings;
mod time;
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
    arrays::BUILTINS,
    crypto::BUILTINS,
    encoding::BUILTINS,
    graph::BUILTINS,
    json::BUILTINS,
    json_patch::BUILTINS,
    json_paths::BUILTINS,
    jwt::BUILTINS,
    net::BUILTINS,
    objects::BUILTINS,
    sets::BUILTINS,
    strings::BUILTINS,
    time::BUILTINS,
    uri::BUILTINS,
    uuid::BUILTINS,
    walk::BUILTINS,
    x509::BUILTINS,
    yaml::BUILTINS,
];

#[cfg(test)]
mod oracle;

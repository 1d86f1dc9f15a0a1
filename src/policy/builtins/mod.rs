//! OPA's builtin functions, over the engine's values: each gives what OPA gives, or fails. The engine's own are never
//! called, for some of them are wrong and some are without bounds. What a builtin takes and gives is declared in
//! [`crate::rego::signatures`]; to add one, declare it there and write it here, in the file of its kind.

mod aggregates;
mod conversions;
mod number;
mod numbers;
mod operand;
mod operators;
mod ordering;
mod quote;
mod semver;
mod sprintf;
mod types;
mod units;

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
    conversions::BUILTINS,
    numbers::BUILTINS,
    operators::BUILTINS,
    semver::BUILTINS,
    sprintf::BUILTINS,
    types::BUILTINS,
    units::BUILTINS,
];

#[cfg(test)]
mod trial;

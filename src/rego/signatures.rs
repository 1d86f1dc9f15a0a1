//! The functions that OPA has built in: what they are called, what they take and give, and whether they are here.

use super::types::Type;

/// A builtin function.
#[derive(Debug)]
pub struct Signature {
    /// As OPA names it: `count`, `strings.replace_n`, `plus`.
    pub name: &'static str,
    /// The operator that calls it, such as `+`.
    pub infix: Option<&'static str>,
    /// The types of its arguments.
    pub args: fn() -> Vec<Type>,
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

//! What values a term can have, as far as it is known before anything is evaluated. Follows the types of OPA's compiler
//! (`v1/types`), and adds strings of which all values are known.

use std::collections::BTreeMap;

/// A type: what a value may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Type {
    /// Anything.
    #[default]
    Any,
    /// One of these; never empty, never one alone, and none of them is [`Type::AnyOf`] or [`Type::Any`].
    AnyOf(Vec<Self>),
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool,
    /// A number.
    Number,
    /// A string.
    String,
    /// One of these strings.
    OneOf(Vec<Box<str>>),
    /// An array: what the first items are, and what any further one is (`None`: there is none).
    Array(Vec<Self>, Option<Box<Self>>),
    /// A set of these.
    Set(Box<Self>),
    /// An object.
    Object {
        /// The keys that are known, and what is there (if they are present).
        fields: BTreeMap<Box<str>, Self>,
        /// What other keys and values are (`None`: there are no other keys).
        others: Option<Box<(Self, Self)>>,
    },
}

//! What values a term can have, as far as it is known before anything is evaluated. Follows the types of OPA's compiler
//! (`v1/types`), and adds strings of which all values are known.

use std::collections::BTreeMap;

mod join;
mod print;
mod schema;
mod select;
mod unify;

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
    /// An object.
    Object {
        /// The keys that are known, and what is there (if they are present).
        fields: BTreeMap<Key, Self>,
        /// What other keys and values are (`None`: there are no other keys).
        others: Option<Box<(Self, Self)>>,
    },
    /// A set of these.
    Set(Box<Self>),
}

/// A key of an object that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number, in one way of writing it.
    Number(Box<str>),
    /// A string.
    String(Box<str>),
}

impl From<&str> for Key {
    fn from(name: &str) -> Self {
        Self::String(name.into())
    }
}

impl Key {
    /// The type of the key itself.
    pub fn of(&self) -> Type {
        match self {
            Self::Null => Type::Null,
            Self::Bool(_) => Type::Bool,
            Self::Number(_) => Type::Number,
            Self::String(_) => Type::String,
        }
    }
}

impl Type {
    /// An array of any length.
    pub fn array_of(of: Self) -> Self {
        Self::Array(Vec::new(), Some(Box::new(of)))
    }

    /// A set.
    pub fn set_of(of: Self) -> Self {
        Self::Set(Box::new(of))
    }

    /// An object of which no key is known.
    pub fn object_of(keys: Self, values: Self) -> Self {
        Self::Object { fields: BTreeMap::new(), others: Some(Box::new((keys, values))) }
    }

    /// How many parts are left of so many when this one's are taken; none if they do not suffice.
    pub fn parts(&self, left: usize) -> Option<usize> {
        let left = left.checked_sub(1)?;
        match self {
            Self::AnyOf(types) => types.iter().try_fold(left, |left, of| of.parts(left)),
            Self::OneOf(texts) => left.checked_sub(texts.len()),
            Self::Array(items, rest) => {
                items.iter().chain(rest.as_deref()).try_fold(left, |left, of| of.parts(left))
            }
            Self::Object { fields, others } => {
                let left = fields.values().try_fold(left, |left, of| of.parts(left))?;
                match others.as_deref() {
                    Some((keys, values)) => values.parts(keys.parts(left)?),
                    None => Some(left),
                }
            }
            Self::Set(of) => of.parts(left),
            Self::Any | Self::Null | Self::Bool | Self::Number | Self::String => Some(left),
        }
    }

    /// Any of these. [`Type::Any`] where there are none.
    pub fn any_of(types: impl IntoIterator<Item = Self>) -> Self {
        types.into_iter().reduce(Self::or).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;

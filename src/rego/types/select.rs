//! What is found below a type: its keys, its values, and what stands at one key.

use super::{Key, Type};
use std::borrow::Cow;

impl Type {
    /// What stands at a key that is known; `None` where nothing ever does.
    pub fn select(&self, key: &Key) -> Option<Cow<'_, Self>> {
        match self {
            Self::Any => Some(Cow::Owned(Self::Any)),
            Self::AnyOf(members) => union(members.iter().map(|member| member.select(key))),
            Self::Array(items, others) => {
                let Key::Number(text) = key else { return None };
                let position: usize = text.parse().ok()?;
                items.get(position).or(others.as_deref()).map(Cow::Borrowed)
            }
            Self::Set(of) => of.admits(key).then(|| Cow::Owned(key.of())),
            Self::Object { fields, others } => {
                let other = || {
                    others.as_deref().filter(|others| others.0.admits(key)).map(|others| &others.1)
                };
                fields.get(key).or_else(other).map(Cow::Borrowed)
            }
            Self::Null | Self::Bool | Self::Number | Self::String | Self::OneOf(_) => None,
        }
    }

    /// The type of the keys by which something is found in it; `None` where there are none.
    pub fn keys(&self) -> Option<Cow<'_, Self>> {
        match self {
            Self::Any => Some(Cow::Owned(Self::Any)),
            Self::AnyOf(members) => union(members.iter().map(Self::keys)),
            Self::Array(..) => Some(Cow::Owned(Self::Number)),
            Self::Set(of) => Some(Cow::Borrowed(of)),
            Self::Object { fields, others } => union(
                fields
                    .keys()
                    .map(|key| Some(Cow::Owned(key.of())))
                    .chain(others.iter().map(|others| Some(Cow::Borrowed(&others.0)))),
            ),
            Self::Null | Self::Bool | Self::Number | Self::String | Self::OneOf(_) => None,
        }
    }

    /// The type of all that is found in it; `None` where there is nothing.
    pub fn values(&self) -> Option<Cow<'_, Self>> {
        match self {
            Self::Any => Some(Cow::Owned(Self::Any)),
            Self::AnyOf(members) => union(members.iter().map(Self::values)),
            Self::Array(items, others) => {
                union(items.iter().chain(others.as_deref()).map(Cow::Borrowed).map(Some))
            }
            Self::Set(of) => Some(Cow::Borrowed(of)),
            Self::Object { fields, others } => {
                let others = others.iter().map(|others| &others.1);
                union(fields.values().chain(others).map(Cow::Borrowed).map(Some))
            }
            Self::Null | Self::Bool | Self::Number | Self::String | Self::OneOf(_) => None,
        }
    }

    /// Whether a key can be of this type. A string that is none of those that are known still can: that it is not among
    /// them is said with more to help than "undefined".
    fn admits(&self, key: &Key) -> bool {
        let of = key.of();
        self.contains(&of)
            || of == Self::String
                && self.members().iter().any(|member| matches!(member, Self::OneOf(_)))
    }

    /// The names of the fields that are known.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .members()
            .iter()
            .filter_map(|member| match member {
                Self::Object { fields, .. } => Some(fields.keys()),
                _ => None,
            })
            .flatten()
            .filter_map(|key| match key {
                Key::String(name) => Some(&**name),
                _ => None,
            })
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Nothing is added where nothing is found, and nothing is copied where there is but one.
fn union<'a>(found: impl Iterator<Item = Option<Cow<'a, Type>>>) -> Option<Cow<'a, Type>> {
    found.flatten().reduce(|one, other| Cow::Owned(one.into_owned().or(other.into_owned())))
}

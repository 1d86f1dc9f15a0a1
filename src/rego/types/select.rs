//! What is found below a type: its keys, its values, and what stands at one key.

use super::{Key, Type};

impl Type {
    /// What stands at a key that is known; `None` where nothing ever does.
    pub fn select(&self, key: &Key) -> Option<Self> {
        match self {
            Self::Any => Some(Self::Any),
            Self::AnyOf(members) => {
                members.iter().filter_map(|member| member.select(key)).reduce(Self::or)
            }
            Self::Array(items, others) => {
                let Key::Number(text) = key else { return None };
                let position: usize = text.parse().ok()?;
                items.get(position).or(others.as_deref()).cloned()
            }
            Self::Set(of) => of.contains(&key.of()).then(|| key.of()),
            Self::Object { fields, others } => fields.get(key).cloned().or_else(|| {
                let (keys, values) = others.as_deref()?;
                keys.contains(&key.of()).then(|| values.clone())
            }),
            Self::Null | Self::Bool | Self::Number | Self::String | Self::OneOf(_) => None,
        }
    }

    /// The type of the keys by which something is found in it; `None` where there are none.
    pub fn keys(&self) -> Option<Self> {
        match self {
            Self::Any => Some(Self::Any),
            Self::AnyOf(members) => members.iter().filter_map(Self::keys).reduce(Self::or),
            Self::Array(..) => Some(Self::Number),
            Self::Set(of) => Some((**of).clone()),
            Self::Object { fields, others } => {
                let others = others.iter().map(|others| others.0.clone());
                fields.keys().map(Key::of).chain(others).reduce(Self::or)
            }
            Self::Null | Self::Bool | Self::Number | Self::String | Self::OneOf(_) => None,
        }
    }

    /// The type of all that is found in it; `None` where there is nothing.
    pub fn values(&self) -> Option<Self> {
        match self {
            Self::Any => Some(Self::Any),
            Self::AnyOf(members) => members.iter().filter_map(Self::values).reduce(Self::or),
            Self::Array(items, others) => {
                items.iter().cloned().chain(others.iter().map(|of| (**of).clone())).reduce(Self::or)
            }
            Self::Set(of) => Some((**of).clone()),
            Self::Object { fields, others } => {
                let others = others.iter().map(|others| others.1.clone());
                fields.values().cloned().chain(others).reduce(Self::or)
            }
            Self::Null | Self::Bool | Self::Number | Self::String | Self::OneOf(_) => None,
        }
    }
}

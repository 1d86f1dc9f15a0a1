//! What is known below a path: documents under their names, and the keys of partial documents that are constant.

use crate::rego::types::{Key, Type};
use std::collections::BTreeMap;

/// A name or constant key, and what is below it. Where there is no value there may be more than is known here: base data,
/// and documents that are only defined under other names.
#[derive(Debug, Clone, Default)]
pub(super) struct Tree {
    pub(super) value: Option<Type>,
    pub(super) below: BTreeMap<Key, Self>,
}

impl Tree {
    pub(super) fn of(value: Type) -> Self {
        Self { value: Some(value), below: BTreeMap::new() }
    }

    /// The type of all that is here.
    pub(super) fn extent(&self) -> Type {
        match &self.value {
            Some(value) => value.clone(),
            None => Type::Object {
                fields: self
                    .below
                    .iter()
                    .map(|(key, below)| (key.clone(), below.extent()))
                    .collect(),
                others: Some(Box::new((Type::String, Type::Any))),
            },
        }
    }

    /// Puts another tree at a path.
    pub(super) fn graft(&mut self, path: &[Box<str>], tree: Self) {
        match path.split_first() {
            Some((name, path)) => self.below.entry((&**name).into()).or_default().graft(path, tree),
            None => *self = tree,
        }
    }

    /// Adds what a definition says of the value at these keys. Objects that are known on the way there get the key too.
    pub(super) fn add(&mut self, keys: &[Key], of: Type) {
        let Some((key, rest)) = keys.split_first() else {
            return self.add_here(of);
        };
        if let Some(value @ Type::Object { .. }) = self.value.take() {
            self.value = Some(value.widened(keys, of.clone()));
        }
        self.below.entry(key.clone()).or_default().add(rest, of);
    }

    fn add_here(&mut self, of: Type) {
        let mut value = match self.value.take() {
            Some(value) => value.merge(of),
            None => of,
        };
        for (path, leaf) in self.leaves() {
            value = value.widened(&path, leaf);
        }
        self.value = Some(value);
    }

    fn leaves(&self) -> Vec<(Vec<Key>, Type)> {
        let mut leaves = Vec::new();
        for (key, below) in &self.below {
            match &below.value {
                Some(value) => leaves.push((vec![key.clone()], value.clone())),
                None => leaves.extend(below.leaves().into_iter().map(|(mut path, of)| {
                    path.insert(0, key.clone());
                    (path, of)
                })),
            }
        }
        leaves
    }
}

impl Type {
    /// An object that can also have this at such a path.
    fn widened(self, path: &[Key], of: Self) -> Self {
        let (Self::Object { fields, others }, Some((key, rest))) = (&self, path.split_first())
        else {
            return self;
        };
        let below = match rest {
            [] => of,
            _ => Self::Object { fields: BTreeMap::new(), others: None }.widened(rest, of),
        };
        let others = match others.as_deref() {
            Some((keys, values)) => (keys.clone().or(key.of()), values.clone().or(below)),
            None => (key.of(), below),
        };
        Self::Object { fields: fields.clone(), others: Some(Box::new(others)) }
    }

    /// What two definitions of one document add up to: objects of which no key is known, and sets, become one.
    fn merge(self, other: Self) -> Self {
        match (self, other) {
            (Self::Set(one), Self::Set(other)) => Self::set_of(one.or(*other)),
            (
                Self::Object { fields, others: Some(one) },
                Self::Object { fields: more, others: Some(other) },
            ) if fields.is_empty() && more.is_empty() => {
                Self::object_of(one.0.or(other.0), one.1.merge(other.1))
            }
            (one, other) => one.or(other),
        }
    }
}

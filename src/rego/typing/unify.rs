//! Making terms equal, as far as types go. Locals that have no type yet get one.

use super::checker::Checker;
use crate::rego::ir::LocalId;
use crate::rego::types::{Key, Type};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A term as unification sees it: what can take part in it, and for all else its type.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Known(Type),
    Constant(Key),
    Local(LocalId),
    Array(Vec<Self>),
    Set(Vec<Self>),
    Object(Vec<(Self, Self)>),
}

impl Checker<'_> {
    /// The type of a term; `None` while a local in it has none.
    pub(super) fn type_of<'t>(&'t self, shape: &'t Shape) -> Option<Cow<'t, Type>> {
        Some(match shape {
            Shape::Known(of) => Cow::Borrowed(of),
            Shape::Constant(key) => Cow::Owned(key.of()),
            Shape::Local(id) => Cow::Borrowed(self.local(*id)?),
            Shape::Array(items) if items.is_empty() => Cow::Owned(Type::array_of(Type::Any)),
            Shape::Array(items) => {
                let items: Option<_> = items.iter().map(|item| self.own_type_of(item)).collect();
                Cow::Owned(Type::Array(items?, None))
            }
            Shape::Set(items) => {
                let items = items.iter().filter_map(|item| self.own_type_of(item));
                Cow::Owned(Type::set_of(Type::any_of(items)))
            }
            Shape::Object(fields) => Cow::Owned(self.type_of_object(fields)?),
        })
    }

    /// The type of a term to keep.
    pub(super) fn own_type_of(&self, shape: &Shape) -> Option<Type> {
        self.type_of(shape).map(Cow::into_owned)
    }

    fn type_of_object(&self, shapes: &[(Shape, Shape)]) -> Option<Type> {
        let mut fields = BTreeMap::new();
        let mut others = shapes.is_empty().then_some((Type::Any, Type::Any));
        for (key, value) in shapes {
            let value = self.own_type_of(value)?;
            if let Shape::Constant(key) = key {
                fields.insert(key.clone(), value);
                continue;
            }
            let key = self.own_type_of(key)?;
            others = Some(match others {
                Some((keys, values)) => (keys.or(key), values.or(value)),
                None => (key, value),
            });
        }
        Some(Type::Object { fields, others: others.map(Box::new) })
    }

    /// Whether both can be equal.
    pub(super) fn unify(&mut self, a: &Shape, b: &Shape) -> bool {
        match (self.type_of(a), self.type_of(b)) {
            (Some(a), Some(b)) => a.unifies(&b),
            (None, Some(of)) => {
                let of = of.into_owned();
                self.assign(a, &of)
            }
            (Some(of), None) => {
                let of = of.into_owned();
                self.assign(b, &of)
            }
            (None, None) => self.unify_unknown(a, b),
        }
    }

    fn unify_unknown(&mut self, a: &Shape, b: &Shape) -> bool {
        match (a, b) {
            (Shape::Array(a), Shape::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.unify(a, b))
            }
            (Shape::Object(a), Shape::Object(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(key, value)| {
                        b.iter().any(|(other, there)| same(key, other) && self.unify(value, there))
                    })
            }
            (Shape::Local(_), Shape::Array(_) | Shape::Object(_)) => self.unify_unknown(b, a),
            (Shape::Local(_) | Shape::Array(_) | Shape::Object(_), Shape::Local(local)) => {
                let any = self.assign(a, &Type::Any);
                let of = self.own_type_of(a).unwrap_or_default();
                any && self.assign(&Shape::Local(*local), &of)
            }
            _ => false,
        }
    }

    /// Whether the term can be of the type. Locals in it that have no type yet get theirs.
    pub(super) fn assign(&mut self, shape: &Shape, of: &Type) -> bool {
        self.assign_or_widen(shape, of, false)
    }

    /// With `widen`, as where several types are tried in turn, locals get each of them.
    fn assign_or_widen(&mut self, shape: &Shape, of: &Type, widen: bool) -> bool {
        match (shape, of) {
            (Shape::Local(id), _) => self.assign_local(*id, of, widen),
            (Shape::Known(known), _) => known.unifies(of),
            (Shape::Constant(key), _) => key.of().unifies(of),
            (Shape::Array(items), Type::Array(first, others)) => {
                (items.len() == first.len() || others.is_some())
                    && items.iter().enumerate().all(|(at, item)| {
                        first
                            .get(at)
                            .or(others.as_deref())
                            .is_some_and(|of| self.assign_or_widen(item, of, widen))
                    })
            }
            (Shape::Set(items), Type::Set(of)) => {
                items.iter().all(|item| self.assign_or_widen(item, of, widen))
            }
            (Shape::Object(fields), Type::Object { .. }) => self.assign_object(fields, of, widen),
            (_, Type::Any) => {
                self.widen_below(shape);
                true
            }
            (_, Type::AnyOf(members)) => {
                // Each is tried, also after one was found: each can widen a local.
                let found =
                    members.iter().filter(|member| self.assign_or_widen(shape, member, true));
                found.count() > 0
            }
            _ => false,
        }
    }

    fn assign_local(&mut self, id: LocalId, of: &Type, widen: bool) -> bool {
        match self.local(id) {
            Some(known) if !widen => return known.unifies(of),
            Some(known) => {
                let wide = Type::clone(known).or(of.clone());
                self.bind(id, wide);
            }
            None => self.bind(id, of.clone()),
        }
        true
    }

    fn assign_object(&mut self, shapes: &[(Shape, Shape)], of: &Type, widen: bool) -> bool {
        let Type::Object { fields, others } = of else { return false };
        (shapes.len() == fields.len() || others.is_some())
            && shapes.iter().all(|(key, value)| {
                let Shape::Constant(key) = key else {
                    self.assign_or_widen(value, &Type::Any, widen);
                    return true;
                };
                of.select(key).is_some_and(|of| self.assign_or_widen(value, &of, widen))
            })
    }

    /// Gives every local in it that has no type yet the type of anything.
    pub(super) fn bind_all(&mut self, shape: &Shape) {
        match shape {
            Shape::Local(id) if self.local(*id).is_none() => self.bind(*id, Type::Any),
            Shape::Array(items) | Shape::Set(items) => {
                for item in items {
                    self.bind_all(item);
                }
            }
            Shape::Object(fields) => {
                for (key, value) in fields {
                    self.bind_all(key);
                    self.bind_all(value);
                }
            }
            Shape::Known(_) | Shape::Constant(_) | Shape::Local(_) => {}
        }
    }

    fn widen_below(&mut self, shape: &Shape) {
        match shape {
            Shape::Array(items) | Shape::Set(items) => {
                for item in items {
                    self.assign_or_widen(item, &Type::Any, true);
                }
            }
            Shape::Object(fields) => {
                for (key, value) in fields {
                    self.assign_or_widen(key, &Type::Any, true);
                    self.assign_or_widen(value, &Type::Any, true);
                }
            }
            Shape::Known(_) | Shape::Constant(_) | Shape::Local(_) => {}
        }
    }
}

fn same(a: &Shape, b: &Shape) -> bool {
    match (a, b) {
        (Shape::Constant(a), Shape::Constant(b)) => a == b,
        (Shape::Local(a), Shape::Local(b)) => a == b,
        _ => false,
    }
}

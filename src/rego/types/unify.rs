//! Whether two types have a value in common, as far as OPA's compiler sees it.

use super::{Key, Type};
use std::collections::BTreeMap;

impl Type {
    /// Whether something can be of both types.
    pub fn unifies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _)
            | (_, Self::Any)
            | (Self::String | Self::OneOf(_), Self::String | Self::OneOf(_)) => true,
            (Self::AnyOf(members), _) => members.iter().any(|member| member.unifies(other)),
            (_, Self::AnyOf(members)) => members.iter().any(|member| self.unifies(member)),
            (Self::Array(a, a_others), Self::Array(b, b_others)) => {
                items_unify(a, b, b_others.as_deref())
                    && items_unify(b, a, a_others.as_deref())
                    && both(a_others.as_deref(), b_others.as_deref(), Self::unifies)
            }
            (
                Self::Object { fields: a, others: a_others },
                Self::Object { fields: b, others: b_others },
            ) => {
                let open = a_others.is_some() || b_others.is_some();
                fields_unify(a, other, open)
                    && fields_unify(b, self, open)
                    && both(a_others.as_deref(), b_others.as_deref(), |a, b| a.1.unifies(&b.1))
            }
            (Self::Set(a), Self::Set(b)) => a.unifies(b),
            _ => self == other,
        }
    }
}

fn both<T>(a: Option<T>, b: Option<T>, unify: impl Fn(T, T) -> bool) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => unify(a, b),
        _ => true,
    }
}

fn items_unify(items: &[Type], others: &[Type], rest: Option<&Type>) -> bool {
    items
        .iter()
        .enumerate()
        .all(|(at, item)| others.get(at).or(rest).is_some_and(|other| item.unifies(other)))
}

/// Where other keys than those that are known are possible on one side, a key may be missing on the other.
fn fields_unify(fields: &BTreeMap<Key, Type>, other: &Type, open: bool) -> bool {
    fields.iter().all(|(key, of)| other.select(key).map_or(open, |there| of.unifies(&there)))
}

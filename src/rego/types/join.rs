//! Types that are one or the other.

use super::Type;

impl Type {
    /// What is of this type, of the other, or of both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self == Self::Any || other == Self::Any {
            return Self::Any;
        }
        let mut members = self.into_members();
        for member in other.into_members() {
            add(&mut members, member);
        }
        match members.len() {
            1 => members.remove(0),
            _ => Self::AnyOf(members),
        }
    }

    /// Whether every value of that type is of this one, as far as the types say so by their form.
    pub fn contains(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) | (Self::String, Self::OneOf(_)) => true,
            (Self::OneOf(known), Self::OneOf(strings)) => {
                strings.iter().all(|string| known.contains(string))
            }
            (_, Self::AnyOf(members)) => members.iter().all(|member| self.contains(member)),
            (Self::AnyOf(members), _) => members.iter().any(|member| member.contains(other)),
            _ => self == other,
        }
    }

    /// The types of which this is any.
    pub fn members(&self) -> &[Self] {
        match self {
            Self::AnyOf(members) => members,
            _ => std::slice::from_ref(self),
        }
    }

    fn into_members(self) -> Vec<Self> {
        match self {
            Self::AnyOf(members) => members,
            _ => vec![self],
        }
    }

    /// One of these strings.
    pub fn one_of(strings: impl IntoIterator<Item = Box<str>>) -> Self {
        let mut strings: Vec<_> = strings.into_iter().collect();
        strings.sort();
        strings.dedup();
        Self::OneOf(strings)
    }

    /// What is of both types, where two schemas describe the same thing. Objects have the fields of both: each schema lists
    /// some.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Any, other) | (other, Self::Any) => other,
            (Self::AnyOf(members), other) | (other, Self::AnyOf(members)) => {
                let of_both = members.into_iter().filter(|member| member.unifies_shallowly(&other));
                Self::any_of(of_both.map(|member| member.and(other.clone())))
            }
            (Self::Object { fields: mut all, others: one }, Self::Object { fields, others }) => {
                for (key, of) in fields {
                    let of = match all.remove(&key) {
                        Some(known) => known.and(of),
                        None => of,
                    };
                    all.insert(key, of);
                }
                Self::Object { fields: all, others: one.or(others) }
            }
            (Self::Array(one, one_others), Self::Array(two, two_others)) => {
                let (items, others) = if one.len() < two.len() {
                    (two, two_others)
                } else {
                    (one, one_others.or(two_others))
                };
                Self::Array(items, others)
            }
            (Self::OneOf(one), Self::OneOf(two))
                if one.iter().any(|string| two.contains(string)) =>
            {
                Self::OneOf(one.into_iter().filter(|string| two.contains(string)).collect())
            }
            (Self::String, Self::OneOf(strings)) => Self::OneOf(strings),
            (one, _) => one,
        }
    }

    fn unifies_shallowly(&self, other: &Self) -> bool {
        let kind = |of: &Self| {
            std::mem::discriminant(if matches!(of, Self::OneOf(_)) { &Self::String } else { of })
        };
        other.members().iter().any(|member| *member == Self::Any || kind(self) == kind(member))
    }
}

/// Keeps the members sorted, so that types that are the same compare as the same.
fn add(members: &mut Vec<Type>, new: Type) {
    let new = match new {
        Type::String => {
            members.retain(|member| !matches!(member, Type::OneOf(_)));
            Type::String
        }
        Type::OneOf(_) if members.contains(&Type::String) => return,
        Type::OneOf(more) => {
            match members.iter().position(|member| matches!(member, Type::OneOf(_))) {
                Some(at) => {
                    let Type::OneOf(known) = members.remove(at) else { return };
                    Type::one_of(known.into_iter().chain(more))
                }
                None => Type::OneOf(more),
            }
        }
        new => new,
    };
    if let Err(at) = members.binary_search(&new) {
        members.insert(at, new);
    }
}

//! Types as OPA writes them: `any<string, array[number]>`, `object<name: string>[string: any]`.

use super::{Key, Type};
use std::fmt::{self, Display, Formatter};

/// So many members, fields and strings are named; a type of a schema can have hundreds.
const NAMED: usize = 8;

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::AnyOf(members) => {
                f.write_str("any")?;
                list(f, members)
            }
            Self::Null => f.write_str("null"),
            Self::Bool => f.write_str("boolean"),
            Self::Number => f.write_str("number"),
            Self::String => f.write_str("string"),
            Self::OneOf(strings) => {
                f.write_str("string")?;
                list(f, strings.iter().map(|string| format!("{string:?}")))
            }
            Self::Array(items, others) => {
                f.write_str("array")?;
                list(f, items)?;
                others.iter().try_for_each(|of| write!(f, "[{of}]"))
            }
            Self::Set(of) => write!(f, "set[{of}]"),
            Self::Object { fields, others } => {
                f.write_str("object")?;
                list(f, fields.iter().map(|(key, of)| format!("{key}: {of}")))?;
                others.iter().try_for_each(|other| write!(f, "[{}: {}]", other.0, other.1))
            }
        }
    }
}

impl Display for Key {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Number(text) | Self::String(text) => f.write_str(text),
        }
    }
}

fn list(f: &mut Formatter<'_>, items: impl IntoIterator<Item: Display>) -> fmt::Result {
    let mut items = items.into_iter();
    let named: Vec<String> = items.by_ref().take(NAMED).map(|item| item.to_string()).collect();
    match (named.is_empty(), items.next()) {
        (true, _) => Ok(()),
        (false, None) => write!(f, "<{}>", named.join(", ")),
        (false, Some(_)) => write!(f, "<{}, …>", named.join(", ")),
    }
}

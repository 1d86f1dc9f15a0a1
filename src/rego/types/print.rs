//! Types as OPA writes them: `any<string, array[number]>`, `object<name: string>[string: any]`. A type of a schema can be
//! larger than anyone reads, so only its outer parts are shown.

use super::{Key, Type};
use std::fmt::{self, Display, Formatter};

/// So many levels are shown.
const LEVELS: usize = 3;

/// So many members, fields and strings are named.
const NAMED: usize = 8;

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown(LEVELS))
    }
}

impl Type {
    fn shown(&self, levels: usize) -> String {
        let Some(below) = levels.checked_sub(1) else { return self.outermost() };
        let of = |of: &Self| of.shown(below);
        match self {
            Self::Any | Self::Null | Self::Bool | Self::Number | Self::String => {
                self.kind().to_owned()
            }
            Self::OneOf(strings) => {
                listed("string", strings.iter().map(|string| format!("{string:?}")))
            }
            Self::AnyOf(members) => listed("any", members.iter().map(of)),
            Self::Array(items, others) => {
                let others = others.iter().map(|others| format!("[{}]", of(others)));
                listed("array", items.iter().map(of)) + &others.collect::<String>()
            }
            Self::Object { fields, others } => {
                let others =
                    others.iter().map(|others| format!("[{}: {}]", of(&others.0), of(&others.1)));
                let fields = fields.iter().map(|(key, field)| format!("{key}: {}", of(field)));
                listed("object", fields) + &others.collect::<String>()
            }
            Self::Set(items) => format!("set[{}]", of(items)),
        }
    }

    fn outermost(&self) -> String {
        match self {
            Self::AnyOf(_) | Self::Array(..) | Self::Object { .. } | Self::Set(_) => {
                format!("{}<…>", self.kind())
            }
            _ => self.kind().to_owned(),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Any | Self::AnyOf(_) => "any",
            Self::Null => "null",
            Self::Bool => "boolean",
            Self::Number => "number",
            Self::String | Self::OneOf(_) => "string",
            Self::Array(..) => "array",
            Self::Object { .. } => "object",
            Self::Set(_) => "set",
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

fn listed(kind: &str, items: impl IntoIterator<Item = String>) -> String {
    let mut items = items.into_iter();
    let mut named: Vec<String> = items.by_ref().take(NAMED).collect();
    if items.next().is_some() {
        named.push("…".to_owned());
    }
    if named.is_empty() { kind.to_owned() } else { format!("{kind}<{}>", named.join(", ")) }
}

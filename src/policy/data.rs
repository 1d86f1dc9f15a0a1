//! Base data: JSON and YAML files that become what policies read below `data`, each at the place that its folder names.

use camino::Utf8Path;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// What several files put together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Data {
    /// The document.
    pub root: Map<String, Value>,
}

/// Two files say different things about one path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
#[error("{}", match path.as_str() { "data" => "base data is not an object".to_owned(), path => format!("`{path}` has two values") })]
#[diagnostic(code(gatewright::policy::data), help("objects of several files are put together key by key; anything else has to be in one file"))]
pub struct Conflict {
    /// The path, from `data` on.
    pub path: String,
}

impl Data {
    /// Adds a value below a path, as OPA merges data: objects key by key, and nothing twice.
    ///
    /// # Errors
    /// There is already something else.
    pub fn add<'p>(
        &mut self,
        path: impl DoubleEndedIterator<Item = &'p str>,
        value: Value,
    ) -> Result<(), Conflict> {
        let nested = path.rev().fold(value, |value, name| Value::Object(Map::from_iter([(name.to_owned(), value)])));
        match nested {
            Value::Object(fields) => merge(&mut self.root, fields, "data"),
            _ => Err(Conflict { path: "data".to_owned() }),
        }
    }
}

// The reader of JSON and of YAML bounds how deep values nest.
fn merge(into: &mut Map<String, Value>, fields: Map<String, Value>, at: &str) -> Result<(), Conflict> {
    for (name, value) in fields {
        let path = format!("{at}.{name}");
        match (into.get_mut(&name), value) {
            (None, value) => {
                into.insert(name, value);
            }
            (Some(Value::Object(known)), Value::Object(more)) => merge(known, more, &path)?,
            (Some(_), _) => return Err(Conflict { path }),
        }
    }
    Ok(())
}

/// Whether a file of this name is base data, as OPA finds it in folders.
pub fn is_data(path: &Utf8Path) -> bool {
    matches!(path.extension(), Some("json" | "yaml" | "yml"))
}

/// A value as JSON or YAML has it, of which no object has a key twice: readers differ in which of the two they believe.
#[derive(Debug, Clone, PartialEq)]
pub struct Unambiguous(pub Value);

/// Reads JSON, or YAML where the name says so.
///
/// # Errors
/// What is wrong with the text, and where.
pub fn parse(path: &Utf8Path, text: &str) -> Result<Value, String> {
    let read: Result<Unambiguous, String> = match path.extension() {
        Some("yaml" | "yml") => serde_saphyr::from_str(text).map_err(|error| error.to_string()),
        _ => serde_json::from_str(text).map_err(|error| error.to_string()),
    };
    read.map(|Unambiguous(value)| value)
}

impl<'de> Deserialize<'de> for Unambiguous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue).map(Self)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number that JSON does not have"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Unambiguous(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = fields.next_key::<String>()? {
            let Unambiguous(value) = fields.next_value()?;
            if object.contains_key(&key) {
                return Err(A::Error::custom(format!("the key `{key}` is there twice")));
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

//! Reads the keywords of a schema.

use super::super::{Failure, number};
use regorus::Value;
use regorus::value::Object;

/// The keywords of a schema.
pub(super) struct Keywords<'a> {
    pub(super) fields: &'a Object,
}

impl<'a> Keywords<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(&Value::from(name))
    }

    pub(super) fn string(&self, name: &str) -> Result<Option<&'a str>, Failure> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(invalid_type("string", name)),
        }
    }

    pub(super) fn list(&self, name: &str) -> Result<Option<Vec<Value>>, Failure> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Array(items)) => Ok(Some(items.to_vec())),
            Some(_) => Err(wrong(format!("{name} must be of an array"))),
        }
    }

    /// A whole number, written as one, that is not negative.
    pub(super) fn count(&self, name: &str) -> Result<Option<i64>, Failure> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        let integer = || number::text(value).ok()?.parse::<i64>().ok();
        let count = integer().ok_or_else(|| wrong(format!("{name} must be of an integer")))?;
        if count < 0 {
            return Err(wrong(format!("{name} must be greater than or equal to 0")));
        }
        Ok(Some(count))
    }

    pub(super) fn definitions(&self) -> Result<Vec<(&'a str, &'a Value)>, Failure> {
        let unknown = || invalid_type("Array Of Schemas", "definitions");
        let definitions = match self.get("definitions") {
            None => return Ok(Vec::new()),
            Some(Value::Object(definitions)) => named(definitions),
            Some(_) => return Err(unknown()),
        };
        let is_schema = |value: &Value| matches!(value, Value::Bool(_) | Value::Object(_));
        if definitions.iter().all(|(_, value)| is_schema(value)) {
            Ok(definitions)
        } else {
            Err(unknown())
        }
    }
}

pub(super) fn named(fields: &Object) -> Vec<(&str, &Value)> {
    let named = fields.iter().filter_map(|(key, value)| Some((&**key.as_string().ok()?, value)));
    named.collect()
}

pub(super) fn wrong(message: impl Into<String>) -> Failure {
    Failure::Error(message.into())
}

pub(super) fn invalid_type(expected: &str, given: &str) -> Failure {
    wrong(format!("Invalid type. Expected: {expected}, given: {given}"))
}

//! What a rule reports.

use super::builtins::json_text;
use regorus::Value;
use serde_json::Map;

/// One thing that a rule reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violation {
    /// What is wrong.
    pub msg: String,
    /// The locator of the record, as the evidence gave it.
    pub at: Option<String>,
    /// What was found.
    pub found: Option<String>,
    /// What was wanted.
    pub wanted: Option<String>,
    /// How to mend it, where that is not what the rule's METADATA says.
    pub fix: Option<String>,
    /// Who still has to act.
    pub pending: Vec<String>,
    /// Whatever else the rule says.
    pub details: Map<String, serde_json::Value>,
}

impl Violation {
    /// Reads a rule's value: its violations, sorted and each once; or what is wrong with the value.
    pub(super) fn all(value: &Value) -> Result<Vec<Self>, String> {
        let Value::Set(members) = value else {
            return Err(format!("its value is {}, not a set of violations", kind(value)));
        };
        let mut all = members.iter().map(Self::read).collect::<Result<Vec<_>, _>>()?;
        all.sort_by_cached_key(Self::order);
        all.dedup();
        Ok(all)
    }

    fn read(value: &Value) -> Result<Self, String> {
        let fields = match value {
            Value::String(msg) => return Ok(Self::said(msg)),
            // By way of its text: OPA's longest fractions are no numbers that JSON's reader would be handed as they are.
            Value::Object(_) => {
                serde_json::from_str(&json_text::write(value)).map_err(|error| error.to_string())?
            }
            _ => {
                return Err(format!(
                    "one of its violations is {}: a violation is a text, or an object with a `msg`",
                    kind(value)
                ));
            }
        };
        let serde_json::Value::Object(mut fields) = fields else {
            return Err("one of its violations is an object that JSON cannot hold".to_owned());
        };
        let Some(serde_json::Value::String(msg)) = fields.remove("msg") else {
            return Err("one of its violations has no `msg` that is a text".to_owned());
        };
        let mut scalar = |name: &str| match fields.remove(name) {
            None | Some(serde_json::Value::Null) => Ok(None),
            Some(serde_json::Value::String(text)) => Ok(Some(text)),
            Some(other @ (serde_json::Value::Bool(_) | serde_json::Value::Number(_))) => {
                Ok(Some(other.to_string()))
            }
            Some(_) => Err(format!(
                "one of its violations has a `{name}` that is not a text, a number or a truth value"
            )),
        };
        let (at, found, wanted, fix) =
            (scalar("at")?, scalar("found")?, scalar("wanted")?, scalar("fix")?);
        let pending = match fields.remove("pending") {
            None | Some(serde_json::Value::Null) => Vec::new(),
            Some(who) => people(who)
                .ok_or("one of its violations has a `pending` that does not name who has to act")?,
        };
        Ok(Self { msg, at, found, wanted, fix, pending, details: fields })
    }

    fn said(msg: &str) -> Self {
        let (at, found, wanted, fix) = (None, None, None, None);
        Self {
            msg: msg.to_owned(),
            at,
            found,
            wanted,
            fix,
            pending: Vec::new(),
            details: Map::new(),
        }
    }

    fn order(&self) -> impl Ord + use<> {
        let details = serde_json::Value::Object(self.details.clone()).to_string();
        let Self { msg, at, found, wanted, fix, pending, details: _ } = self.clone();
        (msg, at, found, wanted, fix, pending, details)
    }
}

fn people(value: serde_json::Value) -> Option<Vec<String>> {
    match value {
        serde_json::Value::String(name) => Some(vec![name]),
        serde_json::Value::Array(names) if !names.is_empty() => {
            names.into_iter().map(|name| name.as_str().map(str::to_owned)).collect()
        }
        _ => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Set(_) => "a set",
        Value::Object(_) => "an object",
        Value::Undefined => "undefined",
    }
}

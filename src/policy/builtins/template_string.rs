//! What template strings and `print` make of values. OPA's compiler puts each term that may be undefined into a set, which
//! is empty where it is.

use super::operand::{array, type_name};
use super::{Builtin, Failure, Outcome, bounds, ordering, quote};
use regorus::Value;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "internal.print", call: |_, operands| print(operands) },
    Builtin { name: "internal.template_string", call: |_, operands| template_string(operands) },
];

/// The lines that are printed: one for each way to take a value from each part.
fn print(operands: &[Value]) -> Outcome {
    let mut lines = vec![String::new()];
    for (index, part) in array(1, &operands[0])?.iter().enumerate() {
        let texts = texts(part)?;
        bounds::items(lines.len().saturating_mul(texts.len()))?;
        let separator = if index == 0 { "" } else { " " };
        let longer = |line: &String| {
            texts.iter().map(|text| [line, separator, text].concat()).collect::<Vec<_>>()
        };
        lines = lines.iter().flat_map(longer).collect();
        bounds::text(lines.iter().map(String::len).sum())?;
    }
    Ok(Value::from(lines.into_iter().map(Value::from).collect::<Vec<_>>()))
}

fn template_string(operands: &[Value]) -> Outcome {
    let mut all = String::new();
    for part in array(1, &operands[0])? {
        let [text] = &texts(part)?[..] else {
            let message = "a part of a template string has several values".to_owned();
            return Err(Failure::Error(message));
        };
        all.push_str(text);
        bounds::text(all.len())?;
    }
    Ok(Value::from(all))
}

/// The texts that a part can be: of each member of a set, or of a scalar.
fn texts(part: &Value) -> Result<Vec<String>, Failure> {
    match part {
        Value::Set(members) if members.is_empty() => Ok(vec!["<undefined>".to_owned()]),
        Value::Set(members) => ordering::sorted(members.iter()).into_iter().map(text).collect(),
        Value::Array(_) | Value::Object(_) => {
            let message = format!("a part must be a scalar or a set but is {}", type_name(part));
            Err(Failure::Error(message))
        }
        scalar => Ok(vec![text(scalar)?]),
    }
}

/// A value as it is shown: a string without quotes.
pub(super) fn text(value: &Value) -> Result<String, Failure> {
    match value {
        Value::String(text) => Ok(text.to_string()),
        other => quote::term(other),
    }
}

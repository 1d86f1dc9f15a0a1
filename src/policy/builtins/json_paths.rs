//! `json.filter` and `json.remove`, and the paths that they and `json.patch` take.

use super::operand::{items, object, type_name};
use super::{Builtin, Failure, Outcome};
use regorus::Value;
use regorus::value::{Object, Set};
use std::collections::BTreeMap;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "json.filter", call: |_, operands| filter(operands) },
    Builtin { name: "json.remove", call: |_, operands| remove(operands) },
];

fn filter(operands: &[Value]) -> Outcome {
    let fields = object(1, &operands[0])?;
    let chosen = choice(operands)?;
    Ok(Choice::Below(chosen).keep(&fields.clone().into_value()))
}

fn remove(operands: &[Value]) -> Outcome {
    let fields = object(1, &operands[0])?;
    let chosen = choice(operands)?;
    let rest = Choice::Below(chosen).drop(&fields.clone().into_value());
    Ok(rest.expect("only what is below the root was chosen"))
}

/// A path: a string with slashes (the first of which say nothing), or an array of keys.
pub(super) fn path(value: &Value) -> Result<Vec<Value>, Failure> {
    match value {
        Value::String(text) if text.is_empty() => Ok(Vec::new()),
        Value::String(text) => {
            let parts = text.trim_start_matches('/').split('/');
            Ok(parts.map(|part| Value::from(part.replace("~1", "/").replace("~0", "~"))).collect())
        }
        Value::Array(keys) => Ok(keys.to_vec()),
        other => {
            let message = format!("a path must be string or array but got {}", type_name(other));
            Err(Failure::Error(message))
        }
    }
}

/// What paths choose of a value: all of it, or what is below some of its keys.
enum Choice {
    All,
    Below(BTreeMap<Value, Self>),
}

fn choice(operands: &[Value]) -> Result<BTreeMap<Value, Choice>, Failure> {
    let mut chosen = BTreeMap::new();
    for member in items(2, &operands[1])? {
        choose(&mut chosen, &path(member)?);
    }
    Ok(chosen)
}

fn choose(chosen: &mut BTreeMap<Value, Choice>, path: &[Value]) {
    match path {
        [] => {}
        [last] => {
            chosen.insert(last.clone(), Choice::All);
        }
        [first, rest @ ..] => {
            let below =
                chosen.entry(first.clone()).or_insert_with(|| Choice::Below(BTreeMap::new()));
            if let Choice::Below(below) = below {
                choose(below, rest);
            }
        }
    }
}

impl Choice {
    /// The value with nothing but what is chosen.
    fn keep(&self, value: &Value) -> Value {
        let Self::Below(chosen) = self else {
            return value.clone();
        };
        let kept = |key: &Value, value: &Value| chosen.get(key).map(|choice| choice.keep(value));
        match value {
            Value::Object(fields) => {
                let fields = fields.iter();
                let kept = fields.filter_map(|(key, value)| Some((key.clone(), kept(key, value)?)));
                kept.collect::<Object>().into_value()
            }
            Value::Set(members) => members
                .iter()
                .filter_map(|member| kept(member, member))
                .collect::<Set>()
                .into_value(),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let kept = items.filter_map(|(index, item)| kept(&name(index), item));
                Value::from(kept.collect::<Vec<_>>())
            }
            scalar => scalar.clone(),
        }
    }

    /// The value without what is chosen.
    fn drop(&self, value: &Value) -> Option<Value> {
        let Self::Below(chosen) = self else {
            return None;
        };
        let left = |key: &Value, value: &Value| match chosen.get(key) {
            Some(choice) => choice.drop(value),
            None => Some(value.clone()),
        };
        Some(match value {
            Value::Object(fields) => {
                let fields = fields.iter();
                let left = fields.filter_map(|(key, value)| Some((key.clone(), left(key, value)?)));
                left.collect::<Object>().into_value()
            }
            Value::Set(members) => members
                .iter()
                .filter_map(|member| left(member, member))
                .collect::<Set>()
                .into_value(),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let left = items.filter_map(|(index, item)| left(&name(index), item));
                Value::from(left.collect::<Vec<_>>())
            }
            scalar => scalar.clone(),
        })
    }
}

/// Paths choose items by strings: `"0"`, never `0`.
fn name(index: usize) -> Value {
    Value::from(index.to_string())
}

//! `object.*`.

use super::operand::{array, object, type_name, wrong_type};
use super::{Builtin, Failure, MAX_ITEMS, Outcome, bounds};
use regorus::Value;
use regorus::value::{Array, Object, Set};

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "object.filter", call: |_, operands| filter(operands) },
    Builtin { name: "object.get", call: |_, operands| get(operands) },
    Builtin { name: "object.keys", call: |_, operands| keys(operands) },
    Builtin { name: "object.remove", call: |_, operands| remove(operands) },
    Builtin { name: "object.subset", call: |_, operands| subset(operands) },
    Builtin { name: "object.union", call: |_, operands| union(operands) },
    Builtin { name: "object.union_n", call: |_, operands| union_n(operands) },
];

fn filter(operands: &[Value]) -> Outcome {
    let (fields, keys) = (object(1, &operands[0])?, key_set(operands)?);
    Ok(kept(fields, |key| keys.contains(key)))
}

fn remove(operands: &[Value]) -> Outcome {
    let (fields, keys) = (object(1, &operands[0])?, key_set(operands)?);
    Ok(kept(fields, |key| !keys.contains(key)))
}

fn kept(fields: &Object, keep: impl Fn(&Value) -> bool) -> Value {
    let kept = fields.iter().filter(|(key, _)| keep(key));
    kept.map(|(key, value)| (key.clone(), value.clone())).collect::<Object>().into_value()
}

/// Keys: an array or a set of them, or an object that has them.
fn key_set(operands: &[Value]) -> Result<Set, Failure> {
    match &operands[1] {
        Value::Array(keys) => Ok(keys.iter().cloned().collect()),
        Value::Set(keys) => Ok((**keys).clone()),
        Value::Object(fields) => Ok(fields.keys().cloned().collect()),
        other => Err(wrong_type(2, other, "one of {object, set, array}")),
    }
}

/// What is at a key, or at a path where the key is an array; or else the default.
fn get(operands: &[Value]) -> Outcome {
    let fields = object(1, &operands[0])?;
    let found = match &operands[1] {
        Value::Array(path) => path.iter().try_fold(&operands[0], |value, key| child(value, key)),
        key => fields.get(key),
    };
    Ok(found.unwrap_or(&operands[2]).clone())
}

/// What is at a key of a value.
pub(super) fn child<'a>(value: &'a Value, key: &'a Value) -> Option<&'a Value> {
    match (value, key) {
        (Value::Object(fields), key) => fields.get(key),
        (Value::Set(members), key) => members.get(key),
        (Value::Array(items), Value::Number(index)) => {
            items.get(usize::try_from(index.as_i64()?).ok()?)
        }
        _ => None,
    }
}

fn keys(operands: &[Value]) -> Outcome {
    Ok(object(1, &operands[0])?.keys().cloned().collect::<Set>().into_value())
}

/// Where both have a field and both values are objects, these are united likewise; else the second has its way.
fn union(operands: &[Value]) -> Outcome {
    let (first, second) = (object(1, &operands[0])?, object(2, &operands[1])?);
    let mut united = first.clone();
    unite(&mut united, second);
    bounds::items(united.len())?;
    Ok(united.into_value())
}

fn union_n(operands: &[Value]) -> Outcome {
    let mut united = Object::new();
    for item in array(1, &operands[0])? {
        let Value::Object(fields) = item else {
            return Err(wrong_type(1, item, "array of objects"));
        };
        unite(&mut united, fields);
        bounds::items(united.len())?;
    }
    Ok(united.into_value())
}

fn unite(target: &mut Object, source: &Object) {
    for (key, value) in source {
        match (target.get_mut(key), value) {
            (Some(Value::Object(inner)), Value::Object(other)) => {
                unite(std::sync::Arc::make_mut(inner), other);
            }
            (Some(place), value) => *place = value.clone(),
            (None, value) => {
                target.insert(key.clone(), value.clone());
            }
        }
    }
}

fn subset(operands: &[Value]) -> Outcome {
    let holds = match (&operands[0], &operands[1]) {
        (Value::Array(whole), Value::Set(part)) => has_members(whole, part),
        (whole, part) if std::mem::discriminant(whole) == std::mem::discriminant(part) => {
            match whole {
                Value::Object(_) | Value::Set(_) | Value::Array(_) => is_part(whole, part)?,
                _ => return Err(not_comparable(whole, part)),
            }
        }
        (whole, part) => return Err(not_comparable(whole, part)),
    };
    Ok(Value::from(holds))
}

fn not_comparable(whole: &Value, part: &Value) -> Failure {
    Failure::Error(format!(
        "the operands must be two objects, arrays or sets, or an array and a set, but got {} and {}",
        type_name(whole),
        type_name(part)
    ))
}

/// OPA counts members down as it meets them, so that one that is there twice counts twice; and it looks only after each
/// item, so that nothing is in an empty array.
fn has_members(whole: &Array, part: &Set) -> bool {
    let mut unmatched = part.len();
    whole.iter().any(|item| {
        unmatched = unmatched.wrapping_sub(usize::from(part.contains(item)));
        unmatched == 0
    })
}

fn is_part(whole: &Value, part: &Value) -> Result<bool, Failure> {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            for (key, value) in part.iter() {
                let holds = whole.get(key).map(|found| is_part(found, value)).transpose()?;
                if holds != Some(true) {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (Value::Set(whole), Value::Set(part)) => Ok(part.is_subset(whole)),
        (Value::Array(whole), Value::Array(part)) => is_run(whole, part),
        _ => Ok(whole == part),
    }
}

/// Whether the items stand in the array one after the other.
fn is_run(whole: &Array, part: &Array) -> Result<bool, Failure> {
    if whole.len().saturating_mul(part.len()) > 100 * MAX_ITEMS {
        return Err(Failure::Refused("the arrays are too long to be searched".to_owned()));
    }
    let (whole, part): (Vec<_>, Vec<_>) = (whole.iter().collect(), part.iter().collect());
    Ok(part.is_empty() || whole.windows(part.len()).any(|window| window == part))
}

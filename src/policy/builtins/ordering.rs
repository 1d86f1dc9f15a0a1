//! The order of values: null, booleans, numbers, strings, arrays, objects, sets. The engine has sets before objects, and
//! some numbers elsewhere, so that what it keeps in order is not always in OPA's.

use super::number;
use regorus::Value;
use regorus::value::{Object, Set};
use std::cmp::Ordering;
use std::sync::Arc;

/// Which of two values comes first to OPA. Equal ones are the same to it.
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(_), Value::Number(_)) => number::compare(a, b),
        (Value::Array(a), Value::Array(b)) => compare_lists(a.iter(), b.iter()),
        (Value::Object(a), Value::Object(b)) if !Arc::ptr_eq(a, b) => compare_objects(a, b),
        (Value::Set(a), Value::Set(b)) if !Arc::ptr_eq(a, b) => compare_sets(a, b),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        _ => kind(a).cmp(&kind(b)),
    }
}

/// Whether the values are the same to OPA.
pub(super) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) if a.len() != b.len() => false,
        (Value::Set(a), Value::Set(b)) if a.len() != b.len() => false,
        _ => compare(a, b).is_eq(),
    }
}

/// The values in OPA's order; equal ones stay as they were.
pub(super) fn sorted<'a>(values: impl Iterator<Item = &'a Value>) -> Vec<&'a Value> {
    let mut values: Vec<&Value> = values.collect();
    values.sort_by(|a, b| compare(a, b));
    values
}

/// The fields of an object in OPA's order of their keys.
pub(super) fn sorted_fields<'a>(
    fields: impl Iterator<Item = (&'a Value, &'a Value)>,
) -> Vec<(&'a Value, &'a Value)> {
    let mut fields: Vec<(&Value, &Value)> = fields.collect();
    fields.sort_by(|(a, _), (b, _)| compare(a, b));
    fields
}

fn compare_objects(a: &Object, b: &Object) -> Ordering {
    fn flat<'a>(
        fields: impl Iterator<Item = (&'a Value, &'a Value)>,
    ) -> impl Iterator<Item = &'a Value> {
        fields.flat_map(|(key, value)| [key, value])
    }
    if a.keys().chain(b.keys()).all(keeps_its_place) {
        return compare_lists(flat(a.iter_sorted()), flat(b.iter_sorted()));
    }
    let (a, b) = (sorted_fields(a.iter()), sorted_fields(b.iter()));
    compare_lists(flat(a.into_iter()), flat(b.into_iter()))
}

fn compare_sets(a: &Set, b: &Set) -> Ordering {
    if a.iter().chain(b.iter()).all(keeps_its_place) {
        return compare_lists(a.iter_sorted(), b.iter_sorted());
    }
    compare_lists(sorted(a.iter()).into_iter(), sorted(b.iter()).into_iter())
}

/// Whether the engine has the value where OPA has it, among others of which this holds.
fn keeps_its_place(value: &Value) -> bool {
    match value {
        Value::Number(_) => number::small(value).is_some(),
        _ => matches!(value, Value::Null | Value::Bool(_) | Value::String(_)),
    }
}

/// The first items that differ decide; where none does, the shorter list comes first.
fn compare_lists<'a>(
    mut a: impl Iterator<Item = &'a Value>,
    mut b: impl Iterator<Item = &'a Value>,
) -> Ordering {
    loop {
        match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match compare(a, b) {
                Ordering::Equal => {}
                order => return order,
            },
        }
    }
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Undefined => 0,
        Value::Null => 1,
        Value::Bool(_) => 2,
        Value::Number(_) => 3,
        Value::String(_) => 4,
        Value::Array(_) => 5,
        Value::Object(_) => 6,
        Value::Set(_) => 7,
    }
}

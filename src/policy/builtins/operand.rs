//! What a builtin asks of its arguments, and what it says where one is of another type.

use super::{Failure, number, ordering};
use num_bigint::BigInt;
use regorus::Value;
use regorus::value::{Array, Object, Set};

/// The type of a value, as OPA names it.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Undefined => "undefined",
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Set(_) => "set",
    }
}

/// The argument at this position, counted from 1, is of the wrong type.
pub(super) fn wrong_type(position: usize, value: &Value, wanted: &str) -> Failure {
    Failure::Error(format!("operand {position} must be {wanted} but got {}", type_name(value)))
}

/// The argument is a string.
pub(super) fn string(position: usize, value: &Value) -> Result<&str, Failure> {
    value.as_string().map(AsRef::as_ref).map_err(|_| wrong_type(position, value, "string"))
}

/// The argument is a number.
pub(super) fn number(position: usize, value: &Value) -> Result<number::Decimal, Failure> {
    number::read(value).ok_or_else(|| wrong_type(position, value, "number"))
}

/// The argument is a whole number.
pub(super) fn integer(position: usize, value: &Value) -> Result<BigInt, Failure> {
    number(position, value)?.integer().ok_or_else(|| {
        Failure::Error(format!(
            "operand {position} must be integer number but got floating-point number"
        ))
    })
}

/// The argument is an array or a set: its items, those of a set in OPA's order.
pub(super) fn items(position: usize, value: &Value) -> Result<Vec<&Value>, Failure> {
    match value {
        Value::Array(items) => Ok(items.iter().collect()),
        Value::Set(members) => Ok(ordering::sorted(members.iter())),
        _ => Err(wrong_type(position, value, "one of {set, array}")),
    }
}

/// The argument is a whole number of 64 bits: an index, a length, a count.
pub(super) fn index(position: usize, value: &Value) -> Result<i64, Failure> {
    i64::try_from(integer(position, value)?)
        .map_err(|_| Failure::Error(format!("operand {position} is too large")))
}

/// The argument is an array.
pub(super) fn array(position: usize, value: &Value) -> Result<&Array, Failure> {
    value.as_array().map_err(|_| wrong_type(position, value, "array"))
}

/// The argument is a set.
pub(super) fn set(position: usize, value: &Value) -> Result<&Set, Failure> {
    value.as_set().map_err(|_| wrong_type(position, value, "set"))
}

/// The argument is an object.
pub(super) fn object(position: usize, value: &Value) -> Result<&Object, Failure> {
    value.as_object().map_err(|_| wrong_type(position, value, "object"))
}

/// The argument is an array or a set of strings.
pub(super) fn strings(position: usize, value: &Value) -> Result<Vec<&str>, Failure> {
    let wanted = format!("{} of strings", type_name(value));
    let items = items(position, value)?.into_iter();
    items
        .map(|item| match item {
            Value::String(text) => Ok(&**text),
            other => Err(wrong_type(position, other, &wanted)),
        })
        .collect()
}

/// Both arguments are sets.
pub(super) fn sets(args: &[Value]) -> Result<(&Set, &Set), Failure> {
    match (&args[0], &args[1]) {
        (Value::Set(a), Value::Set(b)) => Ok((a, b)),
        (Value::Set(_), other) => Err(wrong_type(2, other, "set")),
        (other, _) => Err(wrong_type(1, other, "set")),
    }
}

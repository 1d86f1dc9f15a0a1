//! Numbers as OPA has them. To OPA a number is the text of a decimal of any length. Here it is
//!
//! - an integer of at most [`MAX_BITS`] bits, as the engine has it;
//! - a float, where the shortest decimal that reads back as that float is the number;
//! - a longer decimal (`7/3` is `2.3333333333333333333`) as an integer that no other number may be: see [`wide`].
//!
//! What is none of them is refused, and so is the text of a number that OPA may write in two ways: `1234567.5` as a
//! document has it is `1.2345675e+06` as the result of a sum.

mod decimal;
mod float;
mod wide;

pub(super) use decimal::{Decimal, Unread};
pub(super) use float::Float;

use super::{Failure, Outcome};
use num_bigint::BigInt;
use regorus::Value;
use std::cmp::Ordering;

/// No integer has more bits: a little more than those of the largest float.
pub(super) const MAX_BITS: u64 = 1_088;

/// Every integer up to this is also a float.
const EXACT: u64 = 1 << 53;

/// What the value is, exactly. `None` where it is no number.
pub(super) fn read(value: &Value) -> Option<Decimal> {
    let Value::Number(number) = value else {
        return None;
    };
    Some(match (number.as_i64(), number.as_f64()) {
        (Some(0), Some(float)) => Decimal::zero(float.is_sign_negative()),
        (Some(integer), Some(_)) if integer.unsigned_abs() <= EXACT => Decimal::from(integer),
        (_, Some(float)) => Decimal::of_float(float),
        (Some(integer), None) => Decimal::from(integer),
        (None, None) => {
            let integer = number.as_big()?;
            wide::decode(&integer).unwrap_or_else(|| Decimal::from(BigInt::clone(&integer)))
        }
    })
}

/// The number, if it is whole and small, as most are.
pub(super) fn small(value: &Value) -> Option<i64> {
    let Value::Number(number) = value else {
        return None;
    };
    let integer = number.as_i64()?;
    // Beyond, a float is the decimal that it prints as, and not what its bits are.
    (integer.unsigned_abs() <= EXACT || number.as_f64().is_none()).then_some(integer)
}

/// The order of two values that are numbers.
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    if let (Some(a), Some(b)) = (small(a), small(b)) {
        return a.cmp(&b);
    }
    // Floats are in the order of what they print as, also among the integers that are floats.
    if let (Ok(a), Ok(b)) = (a.as_f64(), b.as_f64()) {
        return a.partial_cmp(&b).unwrap_or(Ordering::Equal);
    }
    match (read(a), read(b)) {
        (Some(a), Some(b)) => a.compare(&b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// The value that is this number.
pub(super) fn hold(decimal: &Decimal) -> Outcome {
    if decimal.is_zero() {
        return Ok(if decimal.is_negative() { Value::from(-0.0) } else { Value::from(0_u64) });
    }
    if let Some(integer) = decimal.integer() {
        return integer_value(integer);
    }
    if let Some(float) = decimal.float_of_same_text() {
        return Ok(Value::from(float));
    }
    let code = wide::encode(decimal).ok_or_else(|| {
        Failure::Refused("the result is a number of more digits than can be held".into())
    })?;
    Ok(Value::Number(code.into()))
}

/// The value that is this float, as OPA prints it.
pub(super) fn hold_float(float: &Float) -> Outcome {
    if float.is_extreme() {
        return Err(Failure::Refused("the result is too large, or too near to zero".into()));
    }
    match float.as_f64().filter(|_| !float.is_whole()) {
        Some(float) => Ok(Value::from(float)),
        None => hold(&float.decimal()),
    }
}

/// The value that is this integer.
pub(super) fn integer_value(integer: BigInt) -> Outcome {
    if integer.bits() > MAX_BITS {
        return Err(Failure::Refused(format!(
            "the result is an integer of more than {MAX_BITS} bits"
        )));
    }
    Ok(Value::Number(integer.into()))
}

/// How OPA prints the number.
pub(super) fn text(value: &Value) -> Result<String, Failure> {
    match texts(value).ok_or_else(no_number)? {
        (text, None) => Ok(text),
        (written, Some(computed)) => Err(Failure::Refused(format!(
            "OPA prints `{written}` so if it was read, and as `{computed}` if it was computed, and which is not known here: use `sprintf` with `%f`"
        ))),
    }
}

/// How OPA prints the number if it was read from a document, which is taken to be as `serde_json` writes it, and, where
/// that is another text, if it was computed.
pub(super) fn texts(value: &Value) -> Option<(String, Option<String>)> {
    let decimal = read(value)?;
    let computed = decimal.text();
    let Some(float) = as_float(value) else {
        return Some((computed, None));
    };
    let written = serde_json::Number::from_f64(float)?.to_string();
    // Whatever is computed and whole is an integer, so that this one was read.
    let only_read = decimal.is_whole() && !decimal.is_zero();
    let computed = Some(computed).filter(|computed| !only_read && *computed != written);
    Some((written, computed))
}

/// Whether the value is a number that the engine keeps as an integer.
pub(super) fn is_integer(value: &Value) -> bool {
    as_float(value).is_none() && read(value).is_some_and(|decimal| decimal.is_whole())
}

/// The number, if the engine keeps it as a float; it tells only by how it prints it.
fn as_float(value: &Value) -> Option<f64> {
    let number = value.as_number().ok()?;
    number.as_f64().filter(|_| number.format_decimal_with_width(1).contains('.'))
}

/// The value that prints as this text; `None` where none does, or where it is no number.
pub(super) fn parse(text: &str) -> Option<Value> {
    let decimal = Decimal::parse(text).ok()?;
    let value = hold(&decimal).ok()?;
    if decimal.text() == text {
        return Some(value);
    }
    let float: f64 = text.parse().ok()?;
    let written = serde_json::Number::from_f64(float)?.to_string();
    (written == text).then(|| Value::from(float))
}

fn no_number() -> Failure {
    Failure::Error("the value is no number".into())
}

#[cfg(test)]
mod tests;

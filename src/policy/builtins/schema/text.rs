//! Values in messages and in comparisons.

use super::super::number::{self, Decimal};
use super::super::{Failure, bounds, json};
use regorus::Value;

/// A value as JSON in which numbers are as Go prints an `f64`: equal values have the same text.
pub(super) fn canonical(value: &Value) -> Result<String, Failure> {
    let mut text = String::new();
    write(value, &mut text)?;
    Ok(text)
}

fn write(value: &Value, text: &mut String) -> Result<(), Failure> {
    bounds::text(text.len())?;
    match value {
        Value::Number(_) => {
            let float = number::read(value).and_then(|number| number.nearest_f64());
            let float = float.ok_or_else(|| {
                Failure::Refused("a number is too large to be compared".to_owned())
            })?;
            text.push_str(&float_text(float));
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                write(item, text)?;
            }
            text.push(']');
        }
        Value::Object(fields) => {
            text.push('{');
            for (index, (key, value)) in fields.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                text.push_str(&json::text(key)?);
                text.push(':');
                write(value, text)?;
            }
            text.push('}');
        }
        other => text.push_str(&json::text(other)?),
    }
    Ok(())
}

/// As Go's JSON has it.
fn float_text(float: f64) -> String {
    let is_plain = float == 0.0 || (1e-6..1e21).contains(&float.abs());
    if is_plain {
        format!("{float}")
    } else {
        format!("{float:e}").replace('e', "e+").replace("+-", "-")
    }
}

/// A limit as Go's `big.Float` prints it.
pub(super) fn limit(number: &Decimal) -> String {
    let (digits, behind) = number.fraction();
    let digits = digits.magnitude().to_string();
    let point = i64::try_from(digits.len()).unwrap_or(i64::MAX) - i64::from(behind);
    let digits = digits.trim_end_matches('0');
    let sign = if number.is_negative() { "-" } else { "" };
    let count = i64::try_from(digits.len()).unwrap_or(i64::MAX);
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
    match point {
        _ if digits.is_empty() => format!("{sign}0"),
        ..-3 | 7.. => {
            let (first, rest) = digits.split_at(1);
            let mark = if rest.is_empty() { "" } else { "." };
            let exponent = point - 1;
            let direction = if exponent < 0 { '-' } else { '+' };
            format!("{sign}{first}{mark}{rest}e{direction}{:02}", exponent.unsigned_abs())
        }
        -3..=0 => format!("{sign}0.{}{digits}", zeros(-point)),
        _ if point >= count => format!("{sign}{digits}{}", zeros(point - count)),
        _ => {
            let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
            format!("{sign}{whole}.{fraction}")
        }
    }
}

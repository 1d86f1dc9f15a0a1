//! Operators, which the front makes calls of.

use super::number::{self, Decimal, Float};
use super::operand::{self, wrong_type};
use super::{Builtin, Context, Failure, Outcome, ordering};
use num_bigint::BigInt;
use regorus::Value;
use std::cmp::Ordering;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "plus", call: plus },
    Builtin { name: "minus", call: minus },
    Builtin { name: "mul", call: multiply },
    Builtin { name: "div", call: divide },
    Builtin { name: "rem", call: remainder },
    Builtin { name: "and", call: intersection },
    Builtin { name: "or", call: union },
    Builtin { name: "equal", call: |_, args| Ok(ordering::equal(&args[0], &args[1]).into()) },
    Builtin { name: "neq", call: |_, args| Ok((!ordering::equal(&args[0], &args[1])).into()) },
    Builtin { name: "lt", call: |_, args| Ok(compare(args).is_lt().into()) },
    Builtin { name: "lte", call: |_, args| Ok(compare(args).is_le().into()) },
    Builtin { name: "gt", call: |_, args| Ok(compare(args).is_gt().into()) },
    Builtin { name: "gte", call: |_, args| Ok(compare(args).is_ge().into()) },
    Builtin { name: "internal.member_2", call: |_, args| Ok(is_member(&args[0], &args[1]).into()) },
    Builtin {
        name: "internal.member_3",
        call: |_, args| Ok(is_member_at(&args[0], &args[1], &args[2]).into()),
    },
];

fn compare(args: &[Value]) -> Ordering {
    ordering::compare(&args[0], &args[1])
}

fn plus(_: &Context, args: &[Value]) -> Outcome {
    match small(args).and_then(|(a, b)| a.checked_add(b)) {
        Some(sum) => Ok(sum.into()),
        None => arithmetic(args, |a, b| a + b, Float::add),
    }
}

fn minus(_: &Context, args: &[Value]) -> Outcome {
    match (&args[0], &args[1]) {
        (Value::Set(a), Value::Set(b)) => Ok(a.difference(b).into()),
        (Value::Number(_), Value::Number(_)) => {
            match small(args).and_then(|(a, b)| a.checked_sub(b)) {
                Some(difference) => Ok(difference.into()),
                None => arithmetic(args, |a, b| a - b, Float::subtract),
            }
        }
        (Value::Number(_), other) => Err(wrong_type(2, other, "number")),
        (Value::Set(_), other) => Err(wrong_type(2, other, "set")),
        (other, _) => Err(wrong_type(1, other, "one of {number, set}")),
    }
}

fn multiply(_: &Context, args: &[Value]) -> Outcome {
    match small(args).and_then(|(a, b)| a.checked_mul(b)) {
        Some(product) => Ok(product.into()),
        None => arithmetic(args, |a, b| a * b, Float::multiply),
    }
}

fn divide(_: &Context, args: &[Value]) -> Outcome {
    // The quotient of a zero has a sign.
    if let Some((a, b)) = small(args).filter(|(a, b)| *a != 0 && *b != 0)
        && let Some(0) = a.checked_rem(b)
    {
        return Ok((a / b).into());
    }
    let (a, b) = numbers(args)?;
    let (a, b) = (a.float(), b.float());
    if b.is_zero() {
        return Err(Failure::Error("divide by zero".into()));
    }
    number::hold_float(&a.divide(&b))
}

fn remainder(_: &Context, args: &[Value]) -> Outcome {
    if let Some(rest) = small(args).and_then(|(a, b)| a.checked_rem(b)) {
        return Ok(rest.into());
    }
    let (a, b) = numbers(args)?;
    match (a.integer(), b.integer()) {
        (Some(_), Some(b)) if b == BigInt::ZERO => Err(Failure::Error("modulo by zero".into())),
        (Some(a), Some(b)) => number::integer_value(a % b),
        _ => Err(Failure::Error("modulo on floating-point number".into())),
    }
}

/// Exact for integers; for others, as floats.
fn arithmetic(
    args: &[Value],
    exact: fn(BigInt, BigInt) -> BigInt,
    inexact: fn(&Float, &Float) -> Float,
) -> Outcome {
    let (a, b) = numbers(args)?;
    match (a.integer(), b.integer()) {
        (Some(a), Some(b)) => number::integer_value(exact(a, b)),
        _ => number::hold_float(&inexact(&a.float(), &b.float())),
    }
}

fn small(args: &[Value]) -> Option<(i64, i64)> {
    Some((number::small(&args[0])?, number::small(&args[1])?))
}

fn numbers(args: &[Value]) -> Result<(Decimal, Decimal), Failure> {
    Ok((operand::number(1, &args[0])?, operand::number(2, &args[1])?))
}

fn intersection(_: &Context, args: &[Value]) -> Outcome {
    let (a, b) = operand::sets(args)?;
    Ok(a.intersection(b).into())
}

fn union(_: &Context, args: &[Value]) -> Outcome {
    let (a, b) = operand::sets(args)?;
    Ok(a.union(b).into())
}

/// `member in collection`.
fn is_member(member: &Value, collection: &Value) -> bool {
    match collection {
        Value::Set(members) => members.contains(member),
        Value::Array(items) => items.iter().any(|item| ordering::equal(item, member)),
        Value::Object(fields) => fields.values().any(|value| ordering::equal(value, member)),
        _ => false,
    }
}

/// `key, member in collection`.
fn is_member_at(key: &Value, member: &Value, collection: &Value) -> bool {
    let at_key = match collection {
        Value::Set(members) => members.get(key),
        Value::Array(items) => {
            number::small(key).and_then(|index| items.get(usize::try_from(index).ok()?))
        }
        Value::Object(fields) => fields.get(key),
        _ => None,
    };
    at_key.is_some_and(|found| ordering::equal(found, member))
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    /// What OPA 1.20.2 gives.
    #[test]
    fn calculates_and_compares_as_opa_does() {
        check(&[
            ("plus", &["1", "2"], "3"),
            ("plus", &["0.1", "0.2"], "0.3"),
            ("plus", &["1.0", "1"], "2"),
            ("plus", &["123456789012345678901234567890", "1"], "123456789012345678901234567891"),
            ("plus", &["9223372036854775807", "1"], "9223372036854775808"),
            ("plus", &["9007199254740993", "0.5"], "9.0071992547409935e+15"),
            ("plus", &["1", r#""a""#], "error"),
            ("plus", &["null", "1"], "error"),
            ("plus", &["#[1]", "#[2]"], "error"),
            ("minus", &["1", "2"], "-1"),
            ("minus", &["0.3", "0.1"], "0.20000000000000000002"),
            ("minus", &["-9223372036854775808", "1"], "-9223372036854775809"),
            ("minus", &["#[1, 2]", "#[2]"], "{1}"),
            ("minus", &["#[1]", "1"], "error"),
            ("minus", &["1", "#[1]"], "error"),
            ("minus", &[r#""a""#, "1"], "error"),
            ("mul", &["3", "4"], "12"),
            ("mul", &["0.1", "3"], "0.3"),
            ("mul", &["4294967296", "4294967296"], "18446744073709551616"),
            (
                "mul",
                &["1.5e300", "1.5e10"],
                "22500000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
            ),
            ("mul", &["2.5", "4"], "10"),
            ("div", &["6", "3"], "2"),
            ("div", &["7", "2"], "3.5"),
            ("div", &["7", "3"], "2.3333333333333333333"),
            ("div", &["700", "9"], "77.777777777777777776"),
            ("div", &["1", "0"], "error"),
            ("div", &["1", "0.0"], "error"),
            ("div", &["1", "1e-7"], "10000000"),
            ("div", &["123456789012345678901234567890", "2"], "61728394506172839450000000000"),
            ("div", &["2.3333333333333333333", "3"], "0.77777777777777777775"),
            ("rem", &["7", "3"], "1"),
            ("rem", &["-7", "3"], "-1"),
            ("rem", &["7", "-3"], "1"),
            ("rem", &["7.0", "2"], "1"),
            ("rem", &["7.5", "2"], "error"),
            ("rem", &["7", "0"], "error"),
            ("rem", &["10", "18446744073709551616"], "10"),
            ("and", &["#[1, 2]", "#[2, 3]"], "{2}"),
            ("and", &["#[1]", "#[2]"], "set()"),
            ("and", &["[1]", "#[1]"], "error"),
            ("or", &["#[1, 2]", "#[2, 3]"], "{1, 2, 3}"),
            ("or", &["#[]", "#[]"], "set()"),
            ("or", &["#[1]", "null"], "error"),
            ("equal", &["1", "1.0"], "true"),
            ("equal", &[r#""a""#, r#""a""#], "true"),
            ("equal", &["[1]", "#[1]"], "false"),
            ("equal", &[r#"{"a": 1}"#, r#"{"a": 1.0}"#], "true"),
            ("equal", &["0.1", "0.10000000000000000001"], "false"),
            ("lt", &["null", "false"], "true"),
            ("lt", &["false", "true"], "true"),
            ("lt", &["true", "-1"], "true"),
            ("lt", &["10", r#""1""#], "true"),
            ("lt", &[r#""b""#, "[]"], "true"),
            ("lt", &["[9]", "{}"], "true"),
            ("lt", &[r#"{"a": 1}"#, "#[]"], "true"),
            ("lt", &["[1, 2]", "[1, 2, 0]"], "true"),
            ("lt", &[r#"{"a": 2}"#, r#"{"b": 1}"#], "true"),
            ("lt", &[r#"{"a": 1, "b": 1}"#, r#"{"a": 2}"#], "true"),
            ("lt", &["#[1, 3]", "#[2]"], "true"),
            ("lt", &["9007199254740992.0", "9007199254740993"], "true"),
            ("lt", &[r#""a""#, r#""B""#], "false"),
            ("gte", &["1", "1"], "true"),
            ("gte", &["2.3333333333333333333", "2.3333333333333335"], "false"),
        ]);
    }

    #[test]
    fn integers_beyond_all_floats_are_refused() {
        let large = "9".repeat(300);
        check(&[
            ("mul", &[&large, &large], "refused"),
            ("plus", &[&large, "-1"], &format!("{}8", "9".repeat(299))),
        ]);
    }

    #[test]
    fn members_are_found_in_any_collection() {
        check(&[
            ("internal.member_2", &["1", "[2, 1.0]"], "true"),
            ("internal.member_2", &["1", "#[1]"], "true"),
            ("internal.member_2", &["1", r#"{"a": 1}"#], "true"),
            ("internal.member_2", &[r#""a""#, r#"{"a": 1}"#], "false"),
            ("internal.member_2", &[r#""a""#, r#""abc""#], "false"),
            ("internal.member_3", &["0", "1", "[1]"], "true"),
            ("internal.member_3", &["0.5", "1", "[1]"], "false"),
            ("internal.member_3", &["-1", "1", "[1]"], "false"),
            ("internal.member_3", &[r#""a""#, "1", r#"{"a": 1}"#], "true"),
            ("internal.member_3", &["1", "1", "#[1]"], "true"),
            ("internal.member_3", &["1", "2", "#[1, 2]"], "false"),
            ("internal.member_3", &["0", "1", "null"], "false"),
        ]);
    }
}

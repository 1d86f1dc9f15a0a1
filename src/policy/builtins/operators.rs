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
    Builtin { name: "internal.member_2", call: member },
    Builtin { name: "internal.member_3", call: member_at },
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
fn member(_: &Context, args: &[Value]) -> Outcome {
    let (member, collection) = (&args[0], &args[1]);
    let found = match collection {
        Value::Set(members) => members.contains(member),
        Value::Array(items) => items.iter().any(|item| ordering::equal(item, member)),
        Value::Object(fields) => fields.values().any(|value| ordering::equal(value, member)),
        _ => false,
    };
    Ok(found.into())
}

/// `key, member in collection`.
fn member_at(_: &Context, args: &[Value]) -> Outcome {
    let (key, member, collection) = (&args[0], &args[1], &args[2]);
    let at_key = match collection {
        Value::Set(members) => members.get(key),
        Value::Array(items) => {
            number::small(key).and_then(|index| items.get(usize::try_from(index).ok()?))
        }
        Value::Object(fields) => fields.get(key),
        _ => None,
    };
    Ok(at_key.is_some_and(|found| ordering::equal(found, member)).into())
}

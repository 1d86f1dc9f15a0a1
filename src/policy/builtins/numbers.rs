//! Rounding, ranges, and the bits of integers.

use super::number::{self, Float};
use super::{Builtin, Context, Failure, MAX_ITEMS, Outcome, operand};
use num_bigint::BigInt;
use regorus::Value;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "abs", call: abs },
    Builtin { name: "round", call: round },
    Builtin { name: "ceil", call: ceil },
    Builtin { name: "floor", call: floor },
    Builtin { name: "numbers.range", call: range },
    Builtin { name: "numbers.range_step", call: range },
    Builtin { name: "bits.and", call: |_, args| bitwise(args, |a, b| a & b) },
    Builtin { name: "bits.or", call: |_, args| bitwise(args, |a, b| a | b) },
    Builtin { name: "bits.xor", call: |_, args| bitwise(args, |a, b| a ^ b) },
    Builtin { name: "bits.negate", call: negate },
    Builtin { name: "bits.lsh", call: shift_left },
    Builtin { name: "bits.rsh", call: shift_right },
];

fn abs(_: &Context, args: &[Value]) -> Outcome {
    match number::small(&args[0]).and_then(i64::checked_abs) {
        Some(absolute) => Ok(absolute.into()),
        None => number::hold_float(&float(args)?.abs()),
    }
}

fn round(_: &Context, args: &[Value]) -> Outcome {
    whole(args, |float| {
        let half = Float::half();
        if float.is_negative() { float.subtract(&half) } else { float.add(&half) }.truncate()
    })
}

/// Between -1 and 0 it gives 1, as OPA has it.
fn ceil(_: &Context, args: &[Value]) -> Outcome {
    whole(args, |float| {
        let truncated = float.truncate();
        if truncated < BigInt::ZERO || float.is_whole() { truncated } else { truncated + 1 }
    })
}

/// Between -1 and 0 it gives 0, as OPA has it.
fn floor(_: &Context, args: &[Value]) -> Outcome {
    whole(args, |float| {
        let truncated = float.truncate();
        if truncated >= BigInt::ZERO || float.is_whole() { truncated } else { truncated - 1 }
    })
}

fn whole(args: &[Value], of: fn(&Float) -> BigInt) -> Outcome {
    match number::small(&args[0]) {
        Some(integer) => Ok(integer.into()),
        None => number::integer_value(of(&float(args)?)),
    }
}

fn float(args: &[Value]) -> Result<Float, Failure> {
    Ok(operand::number(1, &args[0])?.float())
}

/// From the first to the second, both in it, counting down where the second is less; the third is the step.
fn range(_: &Context, args: &[Value]) -> Outcome {
    let (from, to) = (operand::integer(1, &args[0])?, operand::integer(2, &args[1])?);
    let step = args.get(2).map_or(Ok(BigInt::from(1)), |step| operand::integer(3, step))?;
    if step <= BigInt::ZERO {
        return Err(Failure::Error("step must be a positive integer".into()));
    }
    let distance = BigInt::from((&to - &from).magnitude().clone());
    let steps = usize::try_from(distance / &step).ok().filter(|steps| *steps < MAX_ITEMS);
    let Some(steps) = steps else {
        return Err(Failure::Refused(format!("the range has more than {MAX_ITEMS} numbers")));
    };
    let step = if to < from { -step } else { step };
    let mut items = Vec::with_capacity(steps + 1);
    let mut next = from;
    for _ in 0..=steps {
        items.push(number::integer_value(next.clone())?);
        next += &step;
    }
    Ok(items.into())
}

fn bitwise(args: &[Value], of: fn(BigInt, BigInt) -> BigInt) -> Outcome {
    number::integer_value(of(operand::integer(1, &args[0])?, operand::integer(2, &args[1])?))
}

fn negate(_: &Context, args: &[Value]) -> Outcome {
    number::integer_value(!operand::integer(1, &args[0])?)
}

fn shift_left(_: &Context, args: &[Value]) -> Outcome {
    let (integer, bits) = shift(args)?;
    if integer == BigInt::ZERO {
        return Ok(0_u64.into());
    }
    if bits > number::MAX_BITS {
        return Err(Failure::Refused(format!(
            "the result has more than {} bits",
            number::MAX_BITS
        )));
    }
    number::integer_value(integer << bits)
}

fn shift_right(_: &Context, args: &[Value]) -> Outcome {
    let (integer, bits) = shift(args)?;
    // Beyond all bits of the integer, only its sign is left.
    number::integer_value(integer >> bits.min(number::MAX_BITS))
}

/// The integer, and by how much it is to be shifted, of which OPA takes only the lowest 64 bits.
fn shift(args: &[Value]) -> Result<(BigInt, u64), Failure> {
    let (integer, bits) = (operand::integer(1, &args[0])?, operand::integer(2, &args[1])?);
    if bits < BigInt::ZERO {
        return Err(Failure::Error(
            "operand 2 must be an unsigned integer number but got a negative integer".into(),
        ));
    }
    let bits = bits.magnitude().iter_u64_digits().next().unwrap_or(0);
    Ok((integer, bits))
}

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

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    /// What OPA 1.20.2 gives.
    #[test]
    fn rounds_counts_and_shifts_as_opa_does() {
        check(&[
            ("abs", &["-1"], "1"),
            ("abs", &["1.5"], "1.5"),
            ("abs", &["-0.5"], "0.5"),
            ("abs", &["-12345678901234567890123"], "12345678901234567890000"),
            ("abs", &[r#""1""#], "error"),
            ("round", &["2.5"], "3"),
            ("round", &["-2.5"], "-3"),
            ("round", &["0.49"], "0"),
            ("round", &["-0.3"], "0"),
            ("round", &["12345678901234567890123"], "12345678901234567889920"),
            ("ceil", &["1.2"], "2"),
            ("ceil", &["-1.2"], "-1"),
            ("ceil", &["-0.5"], "1"),
            ("ceil", &["3"], "3"),
            ("floor", &["1.8"], "1"),
            ("floor", &["-1.2"], "-2"),
            ("floor", &["-0.5"], "0"),
            ("floor", &["3"], "3"),
            ("numbers.range", &["1", "3"], "[1, 2, 3]"),
            ("numbers.range", &["3", "1"], "[3, 2, 1]"),
            ("numbers.range", &["1", "3.0"], "[1, 2, 3]"),
            ("numbers.range", &["1", "2.5"], "error"),
            ("numbers.range", &["1", r#""a""#], "error"),
            ("numbers.range_step", &["0", "5", "2"], "[0, 2, 4]"),
            ("numbers.range_step", &["10", "1", "3"], "[10, 7, 4, 1]"),
            ("numbers.range_step", &["1", "3", "0"], "error"),
            ("numbers.range_step", &["1", "3", "-1"], "error"),
            ("numbers.range_step", &["1", "3", "0.5"], "error"),
            ("bits.and", &["12", "10"], "8"),
            ("bits.and", &["-5", "3"], "3"),
            ("bits.and", &["1.5", "1"], "error"),
            ("bits.and", &["12345678901234567890123", "65535"], "17611"),
            ("bits.or", &["12", "10"], "14"),
            ("bits.or", &["1", "2.0"], "3"),
            ("bits.xor", &["12", "10"], "6"),
            ("bits.xor", &["-5", "3"], "-8"),
            ("bits.negate", &["5"], "-6"),
            ("bits.negate", &["-1"], "0"),
            ("bits.negate", &["null"], "error"),
            ("bits.lsh", &["1", "100"], "1267650600228229401496703205376"),
            ("bits.lsh", &["-3", "2"], "-12"),
            ("bits.lsh", &["1", "-1"], "error"),
            ("bits.rsh", &["-5", "1"], "-3"),
            ("bits.rsh", &["5", "1000"], "0"),
            ("bits.rsh", &["1", "18446744073709551616"], "1"),
        ]);
    }

    #[test]
    fn what_would_be_too_large_is_refused_at_once() {
        check(&[
            ("numbers.range", &["1", "1000000000"], "refused"),
            ("numbers.range", &["-9223372036854775808", "9223372036854775807"], "refused"),
            ("numbers.range_step", &["0", "1000000000", "500000000"], "[0, 500000000, 1000000000]"),
            ("bits.lsh", &["1", "1000000000"], "refused"),
            ("bits.lsh", &["0", "1000000000"], "0"),
            ("bits.rsh", &["-1", "1000000000"], "-1"),
        ]);
    }
}

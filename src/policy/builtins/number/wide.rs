//! Decimals that are no float, as integers beyond all others: 2^1280 and, in the 144 bits below, the exponent and the
//! digits. Greater decimals have greater codes, and equal ones the same, so that the engine's sets and objects keep them
//! apart. Whoever takes a code for a number fails: it is no `f64`, no `i128`, and does not serialise.

use super::Decimal;
use num_bigint::{BigInt, BigUint, Sign};

const MARK_BITS: u64 = 1_280;
const DIGIT_BITS: u32 = 128;

/// So many digits always fit; what OPA computes has at most 21.
const DIGITS: usize = 38;

/// Exponents are stored as positive numbers.
const BIAS: i32 = 1 << 14;

/// No decimal is nearer to zero, or longer before its point.
const MAX_EXPONENT: i32 = 999;

/// `None` where it has too many digits, or is too near to zero.
pub(super) fn encode(decimal: &Decimal) -> Option<BigInt> {
    let digits = decimal.digits().to_string();
    let exponent = decimal.exponent() + i32::try_from(digits.len()).ok()?;
    if digits.len() > DIGITS || exponent.abs() > MAX_EXPONENT {
        return None;
    }
    let mantissa: u128 = format!("{digits:0<DIGITS$}").parse().ok()?;
    let code = mark() + (BigUint::from((exponent + BIAS).unsigned_abs()) << DIGIT_BITS) + mantissa;
    let sign = if decimal.is_negative() { Sign::Minus } else { Sign::Plus };
    Some(BigInt::from_biguint(sign, code))
}

/// `None` where it is no code.
pub(super) fn decode(code: &BigInt) -> Option<Decimal> {
    if code.bits() != MARK_BITS + 1 {
        return None;
    }
    let fields = code.magnitude() - mark();
    let exponent =
        u32::try_from(&fields >> DIGIT_BITS).ok().and_then(|e| i32::try_from(e).ok())? - BIAS;
    let mantissa = fields & BigUint::from(u128::MAX);
    if exponent.abs() > MAX_EXPONENT {
        return None;
    }
    let exponent = exponent - i32::try_from(DIGITS).ok()?;
    Some(Decimal::new(code.sign() == Sign::Minus, mantissa, exponent))
}

fn mark() -> BigUint {
    BigUint::from(1_u8) << MARK_BITS
}

use super::Float;
use num_bigint::{BigInt, BigUint, Sign};
use std::cmp::Ordering;

/// A number of more digits is not read.
const MAX_DIGITS: usize = 1_000;

/// Nor is one of a larger exponent.
const MAX_EXPONENT: u32 = 2_000;

/// An exact decimal: digits × 10^exponent. An integer has the exponent 0, and no other ends in a zero.
#[derive(Debug, Clone)]
pub(in super::super) struct Decimal {
    negative: bool,
    digits: BigUint,
    exponent: i32,
}

/// Why a text was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Unread {
    NoNumber,
    /// It is one, of too many digits or too large an exponent.
    TooLong,
}

impl Decimal {
    /// However many zeros its digits end in.
    pub(super) fn new(negative: bool, mut digits: BigUint, mut exponent: i32) -> Self {
        if exponent > 0 {
            digits *= power_of_ten(exponent.unsigned_abs());
            exponent = 0;
        }
        let ten = BigUint::from(10_u8);
        let zero = BigUint::ZERO;
        while exponent < 0 && &digits % &ten == zero && digits != zero {
            digits /= &ten;
            exponent += 1;
        }
        if digits == zero {
            exponent = 0;
        }
        Self { negative, digits, exponent }
    }

    pub(super) fn zero(negative: bool) -> Self {
        Self { negative, digits: BigUint::ZERO, exponent: 0 }
    }

    /// The shortest decimal that reads back as the float, which is finite.
    pub(super) fn of_float(float: f64) -> Self {
        const SHORTEST: &str = "a finite float prints with an exponent, and at most 17 digits";
        let text = format!("{:e}", float.abs());
        let (mantissa, exponent) = text.split_once('e').expect(SHORTEST);
        let exponent: i32 = exponent.parse().expect(SHORTEST);
        let behind = i32::try_from(mantissa.len().saturating_sub(2)).expect(SHORTEST);
        let digits: u64 = mantissa.replace('.', "").parse().expect(SHORTEST);
        let (negative, exponent) = (float.is_sign_negative(), exponent - behind);
        if exponent < 0 {
            return Self { negative, digits: digits.into(), exponent };
        }
        Self::new(negative, digits.into(), exponent)
    }

    /// Reads `-1.5e3`; digits may be missing on one side of the point, and a plus may stand before them.
    pub(in super::super) fn parse(text: &str) -> Result<Self, Unread> {
        let (negative, rest) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)),
            None => (rest, Ok(0)),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, fraction].concat();
        let exponent = match exponent {
            _ if !is_digits(&digits) => return Err(Unread::NoNumber),
            exponent if digits.len() <= MAX_DIGITS => exponent?,
            Err(Unread::NoNumber) => return Err(Unread::NoNumber),
            _ => return Err(Unread::TooLong),
        };
        let behind = i32::try_from(fraction.len()).map_err(|_| Unread::TooLong)?;
        let digits = BigUint::parse_bytes(digits.as_bytes(), 10).ok_or(Unread::NoNumber)?;
        Ok(Self::new(negative, digits, exponent - behind))
    }

    pub(in super::super) fn is_zero(&self) -> bool {
        self.digits == BigUint::ZERO
    }

    pub(in super::super) fn is_negative(&self) -> bool {
        self.negative
    }

    pub(in super::super) fn is_whole(&self) -> bool {
        self.exponent == 0
    }

    pub(super) fn digits(&self) -> &BigUint {
        &self.digits
    }

    pub(super) fn exponent(&self) -> i32 {
        self.exponent
    }

    /// The number, if it is whole.
    pub(in super::super) fn integer(&self) -> Option<BigInt> {
        self.is_whole().then(|| BigInt::from_biguint(self.sign(), self.digits.clone()))
    }

    fn sign(&self) -> Sign {
        if self.negative { Sign::Minus } else { Sign::Plus }
    }

    /// Its digits as an integer, and how many of them stand behind the point.
    pub(in super::super) fn fraction(&self) -> (BigInt, u32) {
        (BigInt::from_biguint(self.sign(), self.digits.clone()), self.exponent.unsigned_abs())
    }

    pub(in super::super) fn float(&self) -> Float {
        Float::of_decimal(self.negative, &self.digits, self.exponent)
    }

    /// The nearest `f64`; `None` beyond the largest.
    pub(in super::super) fn nearest_f64(&self) -> Option<f64> {
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{}e{}", self.digits, self.exponent)
            .parse()
            .ok()
            .filter(|float: &f64| float.is_finite())
    }

    pub(super) fn float_of_same_text(&self) -> Option<f64> {
        self.nearest_f64().filter(|float| self.compare(&Self::of_float(*float)).is_eq())
    }

    pub(in super::super) fn compare(&self, other: &Self) -> Ordering {
        let common = self.exponent.min(other.exponent);
        let scaled = |decimal: &Self| {
            let digits = &decimal.digits * power_of_ten((decimal.exponent - common).unsigned_abs());
            BigInt::from_biguint(decimal.sign(), digits)
        };
        scaled(self).cmp(&scaled(other))
    }

    /// As OPA prints what it computed.
    pub(in super::super) fn text(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let digits = self.digits.to_string();
        if self.exponent == 0 {
            return format!("{sign}{digits}");
        }
        let length = i32::try_from(digits.len()).expect("the digits are bounded");
        let text = match length + self.exponent {
            point @ (..-3 | 7..) => {
                return format!("{sign}{}", exponential(&digits, point - 1));
            }
            point @ 1.. => {
                let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
                format!("{whole}.{fraction}")
            }
            point => format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
        };
        format!("{sign}{text}")
    }
}

impl From<i64> for Decimal {
    fn from(integer: i64) -> Self {
        Self { negative: integer < 0, digits: integer.unsigned_abs().into(), exponent: 0 }
    }
}

impl From<BigInt> for Decimal {
    fn from(integer: BigInt) -> Self {
        let (sign, digits) = integer.into_parts();
        Self { negative: sign == Sign::Minus, digits, exponent: 0 }
    }
}

/// At least two digits of exponent, as Go has it.
fn exponential(digits: &str, exponent: i32) -> String {
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{rest}e{sign}{:02}", exponent.unsigned_abs())
}

fn read_exponent(text: &str) -> Result<i32, Unread> {
    if !is_digits(text.strip_prefix(['+', '-']).unwrap_or(text)) {
        return Err(Unread::NoNumber);
    }
    let exponent =
        text.parse().ok().filter(|exponent: &i32| exponent.unsigned_abs() <= MAX_EXPONENT);
    exponent.ok_or(Unread::TooLong)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit())
}

fn power_of_ten(exponent: u32) -> BigUint {
    BigUint::from(10_u8).pow(exponent)
}

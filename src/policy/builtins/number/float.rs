use super::Decimal;
use num_bigint::{BigInt, BigUint, Sign};

/// Bits of the mantissa, in nearly all of OPA's arithmetic.
const BITS: u64 = 64;

/// About 10^±1200.
const MAX_EXPONENT: u64 = 4_000;

/// Go multiplies by powers of five of so many bits; up to 5^55 they are exact.
const POWER_BITS: u64 = 128;

/// A binary floating-point number as Go's `big.Float` has it: mantissa × 2^exponent, rounded to nearest, ties to even.
#[derive(Debug, Clone)]
pub(in super::super) struct Float {
    negative: bool,
    /// Zero has a sign.
    mantissa: BigUint,
    exponent: i64,
    /// The mantissa has no more.
    bits: u64,
}

impl Float {
    /// The number 1, as Go makes it of an `f64`: whatever it is multiplied by is rounded to so many bits.
    pub(in super::super) fn short_one() -> Self {
        Self {
            negative: false,
            mantissa: BigUint::from(1_u8),
            exponent: 0,
            bits: u64::from(f64::MANTISSA_DIGITS),
        }
    }

    pub(in super::super) fn half() -> Self {
        Self { mantissa: BigUint::from(1_u8), exponent: -1, ..Self::zero() }
    }

    pub(in super::super) fn zero() -> Self {
        Self { negative: false, mantissa: BigUint::ZERO, exponent: 0, bits: BITS }
    }

    pub(super) fn of_decimal(negative: bool, digits: &BigUint, exponent: i32) -> Self {
        let power = power_of_five(exponent.unsigned_abs());
        if exponent >= 0 {
            return Self::rounded(
                negative,
                digits * power.mantissa,
                power.exponent + i64::from(exponent),
                false,
                BITS,
            );
        }
        Self::quotient(negative, digits, &power.mantissa, i64::from(exponent) - power.exponent)
    }

    pub(in super::super) fn add(&self, other: &Self) -> Self {
        let common = self.exponent.min(other.exponent);
        let scaled = |float: &Self| {
            let sign = if float.negative { Sign::Minus } else { Sign::Plus };
            BigInt::from_biguint(sign, float.mantissa.clone())
                << (float.exponent - common).unsigned_abs()
        };
        let (sign, mantissa) = (scaled(self) + scaled(other)).into_parts();
        // Only two negative zeros make one.
        let negative = sign == Sign::Minus
            || (sign == Sign::NoSign && self.negative && other.negative && self.is_zero());
        Self::rounded(negative, mantissa, common, false, self.bits)
    }

    pub(in super::super) fn subtract(&self, other: &Self) -> Self {
        self.add(&Self { negative: !other.negative, ..other.clone() })
    }

    pub(in super::super) fn multiply(&self, other: &Self) -> Self {
        let negative = self.negative != other.negative;
        let mantissa = &self.mantissa * &other.mantissa;
        Self::rounded(negative, mantissa, self.exponent + other.exponent, false, self.bits)
    }

    /// The divisor is not zero.
    pub(in super::super) fn divide(&self, divisor: &Self) -> Self {
        let negative = self.negative != divisor.negative;
        Self::quotient(
            negative,
            &self.mantissa,
            &divisor.mantissa,
            self.exponent - divisor.exponent,
        )
    }

    pub(in super::super) fn abs(self) -> Self {
        Self { negative: false, ..self }
    }

    pub(in super::super) fn is_zero(&self) -> bool {
        self.mantissa == BigUint::ZERO
    }

    pub(in super::super) fn is_negative(&self) -> bool {
        self.negative
    }

    /// Without what is behind the point.
    pub(in super::super) fn truncate(&self) -> BigInt {
        let shift = self.exponent.unsigned_abs();
        let magnitude =
            if self.exponent < 0 { &self.mantissa >> shift } else { &self.mantissa << shift };
        BigInt::from_biguint(if self.negative { Sign::Minus } else { Sign::Plus }, magnitude)
    }

    pub(in super::super) fn is_whole(&self) -> bool {
        self.is_zero()
            || self.mantissa.trailing_zeros().unwrap_or(0) >= (-self.exponent).max(0).unsigned_abs()
    }

    /// The `f64` whose shortest decimal is also the shortest of this float. It is the only one of so few digits that
    /// rounds to this float, so that it need not be searched for.
    pub(super) fn as_f64(&self) -> Option<f64> {
        let mantissa = self.mantissa.iter_u64_digits().next()?;
        #[expect(clippy::cast_precision_loss, reason = "what is lost is found below")]
        let magnitude = mantissa as f64 * f64::exp2(self.exponent as f64);
        let float = if self.negative { -magnitude } else { magnitude };
        let is_same = || self.subtract(&Decimal::of_float(float).float()).is_zero();
        (self.bits == BITS && float.is_normal() && is_same()).then_some(float)
    }

    /// Whether its decimal would be longer than any that can be held.
    pub(super) fn is_extreme(&self) -> bool {
        self.exponent.unsigned_abs() > MAX_EXPONENT
    }

    /// The shortest decimal that rounds to this float, as Go finds it: digit by digit against those of the two numbers
    /// half a unit below and above.
    pub(in super::super) fn decimal(&self) -> Decimal {
        if self.is_zero() {
            return Decimal::zero(self.negative);
        }
        let extra = self.bits + 1 - self.mantissa.bits();
        let mantissa = &self.mantissa << extra;
        let exponent = self.exponent - i64::try_from(extra).expect("at most 65");
        let one = BigUint::from(1_u8);
        let digits = Digits::of(&mantissa, exponent);
        let lower = Digits::of(&(&mantissa - &one), exponent);
        let upper = Digits::of(&(&mantissa + &one), exponent);
        let inclusive = !mantissa.bit(1);
        let (count, up) = digits.shortest(&lower, &upper, inclusive);
        let mut kept = BigUint::parse_bytes(&digits.text[..count], 10).expect("only digits");
        if up {
            kept += one;
        }
        let behind = i32::try_from(count).expect("bounded by the exponent");
        Decimal::new(self.negative, kept, digits.point - behind)
    }

    fn quotient(negative: bool, dividend: &BigUint, divisor: &BigUint, exponent: i64) -> Self {
        let shift = (BITS + 2 + divisor.bits()).saturating_sub(dividend.bits());
        let dividend = dividend << shift;
        let quotient = &dividend / divisor;
        let rest = dividend - &quotient * divisor;
        let shift = i64::try_from(shift).expect("mantissas are short");
        Self::rounded(negative, quotient, exponent - shift, rest != BigUint::ZERO, BITS)
    }

    /// `more`: whether the exact number is a little larger.
    fn rounded(negative: bool, mantissa: BigUint, exponent: i64, more: bool, bits: u64) -> Self {
        let (mantissa, shift) = round(mantissa, bits, more);
        Self { negative, mantissa, exponent: exponent + shift, bits }
    }
}

/// Rounds to so many bits, and says how many fell away.
fn round(mantissa: BigUint, bits: u64, more: bool) -> (BigUint, i64) {
    let Some(excess) = mantissa.bits().checked_sub(bits).filter(|excess| *excess > 0) else {
        return (mantissa, 0);
    };
    let half = mantissa.bit(excess - 1);
    let beyond_half = more || mantissa.trailing_zeros().is_some_and(|zeros| zeros < excess - 1);
    let mut kept = mantissa >> excess;
    if half && (beyond_half || kept.bit(0)) {
        kept += 1_u8;
    }
    (kept, i64::try_from(excess).expect("mantissas are short"))
}

struct Power {
    mantissa: BigUint,
    exponent: i64,
}

/// 5^`exponent`, as inexact as Go has it from 5^56 on.
fn power_of_five(exponent: u32) -> Power {
    const TABLE: u32 = 27;
    let five = BigUint::from(5_u8);
    let mut power = Power { mantissa: five.pow(exponent.min(TABLE)), exponent: 0 };
    let mut square = Power { mantissa: five, exponent: 0 };
    let mut rest = exponent.saturating_sub(TABLE);
    while rest > 0 {
        if rest & 1 == 1 {
            power = power.times(&square, POWER_BITS);
        }
        square = square.times(&square, POWER_BITS + BITS);
        rest >>= 1;
    }
    power
}

impl Power {
    fn times(&self, other: &Self, bits: u64) -> Self {
        let (mantissa, shift) = round(&self.mantissa * &other.mantissa, bits, false);
        Self { mantissa, exponent: self.exponent + other.exponent + shift }
    }
}

/// The decimal digits of a binary number, without zeros at the end, and how many of them stand before the point.
struct Digits {
    text: Vec<u8>,
    point: i32,
}

impl Digits {
    fn of(mantissa: &BigUint, exponent: i64) -> Self {
        let shift = exponent.unsigned_abs();
        let (digits, behind) = if exponent >= 0 {
            (mantissa << shift, 0)
        } else {
            let zeros = mantissa.trailing_zeros().unwrap_or(0).min(shift);
            let behind = u32::try_from(shift - zeros).expect("exponents are bounded");
            ((mantissa >> zeros) * BigUint::from(5_u8).pow(behind), behind)
        };
        let mut text = digits.to_string().into_bytes();
        let point =
            i32::try_from(text.len()).expect("exponents are bounded") - behind.cast_signed();
        while text.last() == Some(&b'0') {
            text.pop();
        }
        Self { text, point }
    }

    fn at(&self, index: usize) -> u8 {
        self.text.get(index).copied().unwrap_or(b'0')
    }

    /// How many digits are enough, and whether the last is rounded up.
    fn shortest(&self, lower: &Self, upper: &Self, inclusive: bool) -> (usize, bool) {
        for (index, &digit) in self.text.iter().enumerate() {
            let (low, high) = (lower.at(index), upper.at(index));
            let count = index + 1;
            let down = low != digit || (inclusive && count == lower.text.len());
            let up = digit != high && (inclusive || digit + 1 < high || count < upper.text.len());
            match (down, up) {
                (true, true) => return (count, self.rounds_up(count)),
                (true, false) => return (count, false),
                (false, true) => return (count, count < self.text.len()),
                (false, false) => {}
            }
        }
        (self.text.len(), false)
    }

    fn rounds_up(&self, count: usize) -> bool {
        let exactly_half = self.text.len() == count + 1 && self.at(count) == b'5';
        if exactly_half { (self.at(count - 1) - b'0') % 2 == 1 } else { self.at(count) >= b'5' }
    }
}

//! Amounts with units, such as `1.5Gi`.

use super::number::{self, Decimal, Unread};
use super::{Builtin, Context, Failure, Outcome, operand};
use num_bigint::{BigInt, Sign};
use regorus::Value;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "units.parse", call: parse },
    Builtin { name: "units.parse_bytes", call: parse_bytes },
];

/// More digits of an exponent are an error to OPA too.
const MAX_EXPONENT_DIGITS: usize = 6;

/// So many decimals has every number that is not whole.
const DECIMALS: u32 = 10;

/// The prefixes above 1, and which power of a thousand or of 1024 they stand for.
const PREFIXES: &str = "kmgtpe";

/// `m` is a thousandth, and `M` a million; the case of other letters is all the same.
fn parse(_: &Context, args: &[Value]) -> Outcome {
    let text = operand::string(1, &args[0])?.replace('"', "");
    let (amount, unit) = split(&text)?;
    let mut letters = unit.chars();
    let first = letters.next();
    let rest: String = lower(letters).collect();
    let amount = decimal(amount)?;
    let (factor, divisor) = match (first, rest.as_str()) {
        // A thousandth as a float has it, which is a little more.
        (Some('m'), "") => (BigInt::from(THOUSANDTH.0), BigInt::from(1) << THOUSANDTH.1),
        (first, rest) => {
            let first = first.map(|c| c.to_ascii_lowercase());
            let unit: String = first.into_iter().chain(rest.chars()).collect();
            (multiple(&unit, &["", "i"]).ok_or_else(|| unknown(&unit))?, BigInt::from(1))
        }
    };
    rational(&amount, &factor, &divisor)
}

/// 0.001 as an `f64`: the first × 2^-the second.
const THOUSANDTH: (u64, u32) = (0x0010_624d_d2f1_a9fc, 62);

fn parse_bytes(_: &Context, args: &[Value]) -> Outcome {
    let text: String = lower(operand::string(1, &args[0])?.chars()).filter(|c| *c != '"').collect();
    let (amount, unit) = split(&text)?;
    let factor = multiple(unit, &["", "b", "i", "ib"]).ok_or_else(|| unknown(unit))?;
    let factor = Decimal::from(factor).float();
    number::integer_value(decimal(amount)?.float().multiply(&factor).truncate())
}

/// What a prefix with one of these endings stands for: those with an `i` are powers of 1024.
fn multiple(unit: &str, endings: &[&str]) -> Option<BigInt> {
    let Some(prefix) = unit.chars().next() else {
        return Some(BigInt::from(1));
    };
    let power = u32::try_from(PREFIXES.find(prefix)?).ok()? + 1;
    let ending = &unit[prefix.len_utf8()..];
    let base: u64 = if ending.starts_with('i') { 1_024 } else { 1_000 };
    endings.contains(&ending).then(|| BigInt::from(base.pow(power)))
}

/// The amount, and the unit behind it, as OPA tells them apart: an `e` belongs to the amount where a digit or a sign
/// follows.
fn split(text: &str) -> Result<(&str, &str), Failure> {
    if text.contains(' ') {
        return Err(Failure::Error("spaces not allowed in resource strings".into()));
    }
    let bytes = text.as_bytes();
    let digits_from = |start: usize| {
        bytes[start.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let mut index = 0;
    while index < bytes.len() {
        match bytes[index] {
            b'0'..=b'9' | b'.' | b'+' | b'-' => {}
            b'e' | b'E' => {
                match bytes.get(index + 1) {
                    Some(b'+' | b'-') => index += 1,
                    Some(b'0'..=b'9') => {}
                    _ => break,
                }
                if digits_from(index + 1) > MAX_EXPONENT_DIGITS {
                    return Err(Failure::Error("exponent too large".into()));
                }
            }
            _ => break,
        }
        index += 1;
    }
    if index == 0 {
        return Err(Failure::Error("no amount provided".into()));
    }
    Ok(text.split_at(index))
}

fn decimal(amount: &str) -> Result<Decimal, Failure> {
    Decimal::parse(amount).map_err(|unread| match unread {
        Unread::NoNumber => Failure::Error("could not parse amount to a number".into()),
        Unread::TooLong => Failure::Refused(format!("`{amount}` is too long a number")),
    })
}

/// The amount × factor / divisor: an integer, or a number of ten decimals, which OPA prints with all its zeros.
fn rational(amount: &Decimal, factor: &BigInt, divisor: &BigInt) -> Outcome {
    let (digits, behind) = amount.fraction();
    let divisor = divisor * BigInt::from(10).pow(behind);
    let dividend = digits * factor;
    if (&dividend % &divisor) == BigInt::ZERO {
        return number::integer_value(dividend / divisor);
    }
    let half = if dividend.sign() == Sign::Minus { -&divisor } else { divisor.clone() };
    let scaled: BigInt = (dividend * BigInt::from(10).pow(DECIMALS) * 2 + half) / (divisor * 2);
    let sign = if scaled.sign() == Sign::Minus { "-" } else { "" };
    let digits = format!("{:0>width$}", scaled.magnitude(), width = DECIMALS as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - DECIMALS as usize);
    let text = format!("{sign}{whole}.{fraction}");
    number::parse(&text).ok_or_else(|| {
        Failure::Refused(format!("OPA would print the number `{text}` with all its decimals, which cannot be kept here: write it in a smaller unit"))
    })
}

fn unknown(unit: &str) -> Failure {
    Failure::Error(format!("unit `{unit}` not recognized"))
}

/// Character by character, as Go does it.
fn lower(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    text.map(|c| c.to_lowercase().next().unwrap_or(c))
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    /// What OPA 1.20.2 gives.
    #[test]
    fn reads_units_as_opa_does() {
        check(&[
            ("units.parse", &[r#""10k""#], "10000"),
            ("units.parse", &[r#""1Ki""#], "1024"),
            ("units.parse", &[r#""1M""#], "1000000"),
            ("units.parse", &[r#""1mi""#], "1048576"),
            ("units.parse", &[r#""1E""#], "1000000000000000000"),
            ("units.parse", &[r#""1e3""#], "1000"),
            ("units.parse", &[r#""-1k""#], "-1000"),
            ("units.parse", &[r#""1.5k""#], "1500"),
            ("units.parse", &[r#""10 k""#], "error"),
            ("units.parse", &[r#""1kb""#], "error"),
            ("units.parse", &[r#""k""#], "error"),
            ("units.parse", &[r#""""#], "error"),
            ("units.parse", &[r#""1e1234567""#], "error"),
            ("units.parse", &[r#""\"1k\"""#], "1000"),
            ("units.parse", &["1"], "error"),
            ("units.parse_bytes", &[r#""1.5kb""#], "1500"),
            ("units.parse_bytes", &[r#""1KiB""#], "1024"),
            ("units.parse_bytes", &[r#""0.1gb""#], "100000000"),
            ("units.parse_bytes", &[r#""1.7""#], "1"),
            ("units.parse_bytes", &[r#""-1.7""#], "-1"),
            ("units.parse_bytes", &[r#""1e3""#], "1000"),
            ("units.parse_bytes", &[r#""1E""#], "1000000000000000000"),
            ("units.parse_bytes", &[r#""1b""#], "error"),
            ("units.parse_bytes", &[r#""mb""#], "error"),
            ("units.parse_bytes", &[r#""1.2.3""#], "error"),
        ]);
    }

    #[test]
    fn an_amount_that_opa_prints_with_zeros_at_its_end_is_refused() {
        check(&[
            ("units.parse", &[r#""100m""#], "refused"),
            ("units.parse", &[r#""1.2345678901""#], "1.2345678901"),
            ("units.parse", &[r#""1e999999""#], "refused"),
            ("units.parse_bytes", &[r#""1e100000""#], "refused"),
        ]);
    }
}

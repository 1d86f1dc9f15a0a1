//! Durations as Go writes them, `1h2m3.5s`, and with the days, weeks and years that OPA adds.

use super::super::Failure;

const LARGEST: u64 = 1 << 63;

/// The nanoseconds of a duration.
pub(super) fn parse(text: &str) -> Result<i64, Failure> {
    let wrong = || Failure::Error(format!("`{text}` is not a duration such as `1h30m`"));
    nanoseconds(text).or_else(|| nanoseconds(&in_hours(text)?)).ok_or_else(wrong)
}

/// The text with hours in the place of days, weeks and years of 365 days.
fn in_hours(text: &str) -> Option<String> {
    let (sign, mut rest) = text.split_at(usize::from(text.starts_with(['-', '+'])));
    let mut hours = sign.to_owned();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c != '.' && !c.is_ascii_digit()).filter(|end| *end > 0)?;
        let (number, after) = rest.split_at(end);
        let unit = ["ms", "us", "µs", "ns"].into_iter().find(|unit| after.starts_with(unit));
        if unit.is_none() && !after.starts_with(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let (unit, after) = after.split_at(unit.map_or(1, str::len));
        let factor = match unit {
            "d" => 24.0,
            "w" => 168.0,
            "y" => 8760.0,
            _ => 0.0,
        };
        if factor == 0.0 {
            hours.extend([number, unit]);
        } else {
            let number: f64 = number.parse().ok().filter(|number: &f64| number.is_finite())?;
            hours.extend([&(number * factor).to_string(), "h"]);
        }
        rest = after;
    }
    Some(hours)
}

/// The nanoseconds of a duration as Go writes it.
fn nanoseconds(text: &str) -> Option<i64> {
    let negative = text.starts_with('-');
    let mut rest = text.strip_prefix(['-', '+']).unwrap_or(text);
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let (part, after) = part(rest)?;
        // Go looks for an overflow only after the sum has wrapped around.
        total = Some(total.wrapping_add(part)).filter(|total| *total <= LARGEST)?;
        rest = after;
    }
    match i64::try_from(total) {
        Ok(total) => Some(if negative { -total } else { total }),
        Err(_) => negative.then_some(i64::MIN),
    }
}

/// One number and its unit, and what follows them.
fn part(text: &str) -> Option<(u64, &str)> {
    let (whole, rest) = digits(text);
    let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), digits);
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let end = rest.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(rest.len());
    let (unit, rest) = rest.split_at(end);
    let unit: u64 = match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    };
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    if whole > LARGEST / unit {
        return None;
    }
    let total = whole * unit + fraction_of(fraction, unit);
    (total <= LARGEST).then_some((total, rest))
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

/// A fraction of a unit in nanoseconds, with the rounding of Go: in floating point, of as many digits as fit 63 bits.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "Go reckons so; the result is positive and less than a unit"
)]
fn fraction_of(digits: &str, unit: u64) -> u64 {
    let mut value: u64 = 0;
    let mut scale: f64 = 1.0;
    for digit in digits.bytes() {
        if value > (LARGEST - 1) / 10 {
            break;
        }
        let next = value * 10 + u64::from(digit - b'0');
        if next > LARGEST {
            break;
        }
        value = next;
        scale *= 10.0;
    }
    (value as f64 * (unit as f64 / scale)) as u64
}

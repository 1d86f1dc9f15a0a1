/// No float has more decimals; what is asked for beyond are zeros.
const MAX_DECIMALS: usize = 1_100;

/// The digits of a float that is not negative, as Go's `strconv.FormatFloat` has them; with `sharp`, always with a point.
pub(super) fn digits(value: f64, verb: char, precision: Option<usize>, sharp: bool) -> String {
    let text = match verb {
        'f' | 'F' => fixed(value, precision.unwrap_or(6)),
        'e' | 'E' => scientific(value, precision.unwrap_or(6)),
        'g' | 'G' => general(value, precision, sharp),
        'x' | 'X' => hexadecimal(value, precision, sharp),
        _ => return binary(value),
    };
    let text =
        if sharp && matches!(verb, 'e' | 'E' | 'f' | 'F') { with_point(&text) } else { text };
    if matches!(verb, 'E' | 'G' | 'X') { text.to_uppercase() } else { text }
}

fn fixed(value: f64, decimals: usize) -> String {
    let known = decimals.min(MAX_DECIMALS);
    format!("{value:.known$}") + &"0".repeat(decimals - known)
}

fn scientific(value: f64, decimals: usize) -> String {
    let known = decimals.min(MAX_DECIMALS);
    let text = format!("{value:.known$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    format!(
        "{mantissa}{}{}",
        "0".repeat(decimals - known),
        exponent_of(exponent.parse().unwrap_or(0))
    )
}

/// At least two digits of exponent.
fn exponent_of(exponent: i32) -> String {
    format!("e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.unsigned_abs())
}

/// With as many digits as it takes, or as the precision says without zeros at the end; with an exponent where it is
/// below -4, or there are not digits enough.
fn general(value: f64, precision: Option<usize>, sharp: bool) -> String {
    let text = match precision {
        None => format!("{value:e}"),
        Some(precision) => format!("{value:.*e}", precision.clamp(1, MAX_DECIMALS) - 1),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let mut digits = mantissa.replace('.', "").trim_end_matches('0').to_owned();
    if digits.is_empty() {
        digits.push('0');
    }
    let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let limit = match precision {
        None => 6,
        Some(precision) => {
            let precision = i32::try_from(precision.max(1)).unwrap_or(i32::MAX);
            if precision > length && length > exponent { length } else { precision }
        }
    };
    // Zeros that the precision asks for are only there with `#`.
    let wanted = if sharp { precision.unwrap_or(6).max(1) } else { 0 };
    if exponent < -4 || exponent >= limit {
        let (first, rest) = digits.split_at(1);
        let zeros = "0".repeat(wanted.saturating_sub(digits.len()));
        let point = if rest.is_empty() && !sharp { "" } else { "." };
        return format!("{first}{point}{rest}{zeros}{}", exponent_of(exponent));
    }
    let text = positional(&digits, exponent);
    if !sharp {
        return text;
    }
    let significant =
        text.trim_start_matches(['0', '.']).bytes().filter(u8::is_ascii_digit).count();
    let significant = if value == 0.0 { 1 } else { significant };
    with_point(&text) + &"0".repeat(wanted.saturating_sub(significant))
}

fn positional(digits: &str, exponent: i32) -> String {
    let point = exponent + 1;
    let length = digits.len();
    match usize::try_from(point) {
        Ok(0) | Err(_) => format!("0.{}{digits}", "0".repeat(point.unsigned_abs() as usize)),
        Ok(point) if point >= length => format!("{digits}{}", "0".repeat(point - length)),
        Ok(point) => format!("{}.{}", &digits[..point], &digits[point..]),
    }
}

fn with_point(text: &str) -> String {
    match text.split_once('e') {
        _ if text.contains('.') => text.to_owned(),
        Some((mantissa, exponent)) => format!("{mantissa}.e{exponent}"),
        None => format!("{text}."),
    }
}

/// The mantissa as an integer, and the power of two.
fn parts(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let exponent = i32::try_from(bits >> 52).unwrap_or(0);
    let mantissa = bits & ((1 << 52) - 1);
    if exponent == 0 { (mantissa, -1_074) } else { (mantissa | (1 << 52), exponent - 1_075) }
}

fn binary(value: f64) -> String {
    let (mantissa, exponent) = parts(value);
    format!("{mantissa}p{exponent:+}")
}

/// `0x1.8p+00`.
fn hexadecimal(value: f64, precision: Option<usize>, sharp: bool) -> String {
    let (mut mantissa, mut exponent) = parts(value);
    if mantissa == 0 {
        exponent = 0;
    } else {
        // The first digit is 1, and 60 bits are behind the point.
        let shift = mantissa.leading_zeros() - 3;
        mantissa <<= shift;
        exponent += 60 - shift.cast_signed();
    }
    if let Some(kept) = precision.filter(|kept| *kept < 15) {
        let dropped = 60 - 4 * kept;
        let (rest, half) = (mantissa & ((1 << dropped) - 1), 1 << (dropped - 1));
        mantissa >>= dropped;
        if rest > half || (rest == half && mantissa & 1 == 1) {
            mantissa += 1;
        }
        mantissa <<= dropped;
        if mantissa >> 61 == 1 {
            mantissa >>= 1;
            exponent += 1;
        }
    }
    let all = format!("{:015x}", mantissa & ((1 << 60) - 1));
    let decimals = match precision {
        None => all.trim_end_matches('0').to_owned(),
        Some(precision) => format!("{:0<precision$}", &all[..precision.min(15)]),
    };
    let decimals = if sharp && precision.is_none() { format!("{decimals:0<5}") } else { decimals };
    let point = if decimals.is_empty() && !sharp { "" } else { "." };
    format!("0x{}{point}{decimals}{}", mantissa >> 60, exponent_of(exponent).replace('e', "p"))
}

//! What a scalar of YAML 1.1 is, as OPA's reader has it: `yes` is true and `010` is 8, but `1:30` and dates are texts.

use super::super::Failure;
use super::super::number;
use regorus::Value;

/// A value that has no parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar {
    Null,
    Bool(bool),
    /// Of 64 bits, with or without a sign.
    Integer(i128),
    Float(f64),
    Text(String),
}

/// The types that a tag may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Bool,
    Integer,
    Float,
}

impl Scalar {
    /// What a text without quotes or a tag is.
    pub(super) fn of(text: &str) -> Self {
        word(text).or_else(|| number(text)).unwrap_or_else(|| Self::Text(text.to_owned()))
    }

    /// The same of a text that a tag says to be of a kind.
    pub(super) fn of_kind(text: &str, kind: Kind) -> Result<Self, Failure> {
        match (kind, Self::of(text)) {
            (Kind::Null, scalar @ Self::Null)
            | (Kind::Bool, scalar @ Self::Bool(_))
            | (Kind::Integer, scalar @ Self::Integer(_))
            | (Kind::Float, scalar @ Self::Float(_)) => Ok(scalar),
            #[expect(clippy::cast_precision_loss, reason = "OPA rounds it too")]
            (Kind::Float, Self::Integer(integer)) => Ok(Self::Float(integer as f64)),
            _ => Err(Failure::Error(format!("`{text}` is not what its tag says"))),
        }
    }

    pub(super) fn into_value(self) -> Result<Value, Failure> {
        match self {
            Self::Null => Ok(Value::Null),
            Self::Bool(truth) => Ok(truth.into()),
            Self::Integer(integer) => Ok(integer.into()),
            Self::Text(text) => Ok(text.into()),
            Self::Float(float) if !float.is_finite() => {
                Err(Failure::Error("a number is not finite".to_owned()))
            }
            Self::Float(float) => {
                let text = json(float);
                number::parse(&text).ok_or_else(|| {
                    Failure::Refused(format!("the number `{text}` cannot be kept as it is written"))
                })
            }
        }
    }
}

fn word(text: &str) -> Option<Scalar> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        ".nan" | ".NaN" | ".NAN" => Scalar::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Scalar::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Scalar::Float(f64::NEG_INFINITY),
        _ => return None,
    })
}

fn number(text: &str) -> Option<Scalar> {
    match text.as_bytes().first()? {
        b'.' if separates_digits(text) => {
            let plain = text.replace('_', "");
            is_float(&plain).then(|| float(&plain))?
        }
        b'0'..=b'9' | b'+' | b'-' => {
            let plain = text.replace('_', "");
            integer(&plain).or_else(|| is_float(&plain).then(|| float(&plain))?)
        }
        _ => None,
    }
}

/// A number in base 10, or in that which its first digits say.
fn integer(text: &str) -> Option<Scalar> {
    let negative = text.starts_with('-');
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (base, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let number = i128::from_str_radix(digits, base).ok()?;
    let number = if negative { -number } else { number };
    let signed = i64::try_from(number).is_ok();
    // Only what has no sign may be as large as 64 bits allow without one.
    let unsigned = u64::try_from(number).is_ok() && text.starts_with(|c: char| c.is_ascii_digit());
    (signed || unsigned).then_some(Scalar::Integer(number))
}

/// Whether each underscore stands between digits.
fn separates_digits(text: &str) -> bool {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    (0..bytes.len()).filter(|place| bytes[*place] == b'_').all(|place| {
        digit(bytes.get(place + 1)) && digit(place.checked_sub(1).map(|place| &bytes[place]))
    })
}

/// Digits, perhaps with a point among them, and perhaps an exponent.
fn is_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|digit| digit.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    (!whole.is_empty() || !fraction.is_empty())
        && digits(whole)
        && digits(fraction)
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

/// A number that is too large is none.
fn float(text: &str) -> Option<Scalar> {
    text.parse().ok().filter(|float: &f64| float.is_finite()).map(Scalar::Float)
}

/// The float as Go writes it in JSON.
fn json(float: f64) -> String {
    let size = float.abs();
    if size != 0.0 && !(1e-6..1e21).contains(&size) {
        let text = format!("{float:e}");
        return if size < 1.0 { text } else { text.replace('e', "e+") };
    }
    format!("{float}")
}

/// A key of a mapping, which is a text in JSON whatever it was. Keys of two kinds are two keys until then.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) text: String,
    kind: &'static str,
}

impl Key {
    pub(super) fn of(scalar: Scalar) -> Result<Self, Failure> {
        let (kind, text) = match scalar {
            Scalar::Text(text) => ("text", text),
            Scalar::Bool(truth) => ("boolean", truth.to_string()),
            Scalar::Integer(integer) if i64::try_from(integer).is_ok() => {
                ("integer", integer.to_string())
            }
            Scalar::Float(float) => ("float", float_key(float)?),
            Scalar::Null => {
                return Err(Failure::Refused("a key of a mapping is null".to_owned()));
            }
            Scalar::Integer(integer) => {
                return Err(Failure::Refused(format!(
                    "the key `{integer}` of a mapping is too large"
                )));
            }
        };
        Ok(Self { text, kind })
    }
}

/// OPA writes it with the digits of 32 bits, and, where it is large or small, with an exponent.
fn float_key(float: f64) -> Result<String, Failure> {
    let size = float.abs();
    if size != 0.0 && !(1e-4..1e6).contains(&size) {
        return Err(Failure::Refused(
            "a key of a mapping is a number that is large or small".to_owned(),
        ));
    }
    #[expect(clippy::cast_possible_truncation, reason = "OPA rounds it too")]
    Ok(format!("{}", float as f32))
}

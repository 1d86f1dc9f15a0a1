//! `sprintf`, as OPA gives its values to Go's `fmt`: whole numbers as integers, other numbers as floats, and everything
//! else as text, so that `%d` of a text says so (`%!d(string=hi)`) instead of being lost.

use super::{Failure, Outcome, text};
use regorus::Value;
use std::fmt::Write as _;

/// No report needs more columns or decimals.
const MAX_WIDTH: usize = 1_000;

/// `sprintf(format, values)`.
pub(super) fn sprintf(format: &Value, values: &Value) -> Outcome {
    let format = text("sprintf", format)?;
    let values =
        values.as_array().map_err(|_| Failure("`sprintf` takes an array of values".into()))?;
    let mut values = values.iter().map(Argument::of);
    let mut out = String::new();
    let mut rest = format.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let spec = Spec::read(&mut rest)?;
        match spec.verb {
            None => out.push_str("%!(NOVERB)"),
            Some('%') => out.push('%'),
            Some(verb) => match values.next() {
                None => write!(out, "%!{verb}(MISSING)").expect("a string takes text"),
                Some(value) => out.push_str(&spec.format(verb, &value)?),
            },
        }
    }
    let extra: Vec<String> = values
        .map(|value| format!("{}={}", value.type_name(), Spec::default().plain(&value)))
        .collect();
    if !extra.is_empty() {
        write!(out, "%!(EXTRA {})", extra.join(", ")).expect("a string takes text");
    }
    Ok(Value::from(out))
}

/// A value, as OPA hands it to Go.
#[derive(Debug, Clone, PartialEq)]
enum Argument {
    Integer(i128),
    Float(f64),
    Text(String),
}

impl Argument {
    fn of(value: &Value) -> Self {
        match value {
            Value::Number(number) => match (number.as_i128(), number.as_f64()) {
                (Some(integer), _) => Self::Integer(integer),
                (None, Some(float)) => Self::Float(float),
                (None, None) => Self::Text(number.format_decimal()),
            },
            Value::String(text) => Self::Text(text.to_string()),
            _ => Self::Text(rego_text(value)),
        }
    }

    fn type_name(&self) -> &'static str {
        match self {
            Self::Integer(value) if i64::try_from(*value).is_ok() => "int64",
            Self::Integer(_) => "*big.Int",
            Self::Float(_) => "float64",
            Self::Text(_) => "string",
        }
    }
}

/// A value as Rego writes it.
fn rego_text(value: &Value) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match value {
        Value::Array(items) => format!("[{}]", list(items.iter().map(rego_text).collect())),
        Value::Set(items) if items.is_empty() => "set()".to_owned(),
        Value::Set(items) => format!("{{{}}}", list(items.iter().map(rego_text).collect())),
        Value::Object(fields) => {
            let field = |(key, value): (&Value, &Value)| {
                format!("{}: {}", rego_text(key), rego_text(value))
            };
            format!("{{{}}}", list(fields.iter().map(field).collect()))
        }
        Value::String(text) => quote(text, false),
        other => other.to_string(),
    }
}

/// What stands between `%` and the verb, and the verb.
#[derive(Debug, Clone, Default)]
struct Spec {
    plus: bool,
    minus: bool,
    sharp: bool,
    space: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
    verb: Option<char>,
}

impl Spec {
    fn read(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<Self, Failure> {
        let mut spec = Self::default();
        while let Some(flag) = rest.next_if(|c| "+-# 0".contains(*c)) {
            match flag {
                '+' => spec.plus = true,
                '-' => spec.minus = true,
                '#' => spec.sharp = true,
                ' ' => spec.space = true,
                _ => spec.zero = true,
            }
        }
        spec.width = number(rest)?.unwrap_or(0);
        if rest.next_if_eq(&'.').is_some() {
            spec.precision = Some(number(rest)?.unwrap_or(0));
        }
        if let Some('*' | '[') = rest.peek() {
            return Err(Failure("`sprintf` knows no `*` and no `[n]`: write the width, and the values in their order".into()));
        }
        spec.verb = rest.next();
        Ok(spec)
    }

    fn format(&self, verb: char, value: &Argument) -> Result<String, Failure> {
        let formatted = match value {
            Argument::Integer(value) => self.integer(verb, *value),
            Argument::Float(value) => self.float(verb, *value)?,
            Argument::Text(value) => self.text(verb, value)?,
        };
        let formatted =
            formatted.or_else(|| (verb == 'T').then(|| self.pad(value.type_name().to_owned(), 0)));
        Ok(formatted
            .unwrap_or_else(|| format!("%!{verb}({}={})", value.type_name(), self.plain(value))))
    }

    /// With the verb `v`.
    fn plain(&self, value: &Argument) -> String {
        let formatted = match value {
            Argument::Integer(value) => self.integer('v', *value),
            Argument::Float(value) => {
                Some(self.signed(shortest(value.abs(), 'e'), value.is_sign_negative()))
            }
            Argument::Text(value) => Some(self.pad(self.cut(value), 0)),
        };
        formatted.unwrap_or_default()
    }

    fn integer(&self, verb: char, value: i128) -> Option<String> {
        let magnitude = value.unsigned_abs();
        let (prefix, digits) = match verb {
            'd' | 'v' => ("", magnitude.to_string()),
            'b' => ("0b", format!("{magnitude:b}")),
            'o' => ("0", format!("{magnitude:o}")),
            'O' => ("0o", format!("{magnitude:o}")),
            'x' => ("0x", format!("{magnitude:x}")),
            'X' => ("0X", format!("{magnitude:X}")),
            'c' => return Some(self.pad(character(value).to_string(), 0)),
            'q' => {
                return Some(
                    self.pad(format!("'{}'", escape(character(value), '\'', self.plus)), 0),
                );
            }
            'U' => return Some(self.pad(format!("U+{magnitude:04X}"), 0)),
            _ => return None,
        };
        let prefix = if self.sharp || verb == 'O' { prefix } else { "" };
        let digits = match self.precision {
            Some(precision) => format!("{digits:0>precision$}"),
            None if self.zero && !self.minus => {
                let sign = usize::from(value < 0 || self.plus || self.space);
                let width = self.width.saturating_sub(sign);
                format!("{digits:0>width$}")
            }
            None => digits,
        };
        let spec = Self { zero: false, ..self.clone() };
        Some(spec.signed(format!("{prefix}{digits}"), value < 0))
    }

    fn float(&self, verb: char, value: f64) -> Result<Option<String>, Failure> {
        let magnitude = value.abs();
        let precision = self.precision;
        let digits = match verb {
            'f' | 'F' => format!("{magnitude:.*}", precision.unwrap_or(6)),
            'e' | 'E' => exponential(magnitude, precision.unwrap_or(6), verb),
            'v' | 'g' | 'G' => {
                let e = if verb == 'G' { 'E' } else { 'e' };
                precision.map_or_else(
                    || shortest(magnitude, e),
                    |precision| significant(magnitude, precision, e),
                )
            }
            'x' | 'X' | 'b' => {
                return Err(Failure(format!(
                    "`sprintf` has no `%{verb}` for numbers that are not whole"
                )));
            }
            _ => return Ok(None),
        };
        Ok(Some(self.signed(digits, value.is_sign_negative())))
    }

    fn text(&self, verb: char, value: &str) -> Result<Option<String>, Failure> {
        let text = match verb {
            'v' if self.sharp => quote(value, false),
            's' | 'v' => self.cut(value),
            'q' if self.sharp
                && !value.contains(['`', '\u{7f}'])
                && !value.contains(|c: char| c.is_control() && c != '\t') =>
            {
                format!("`{}`", self.cut(value))
            }
            'q' => quote(&self.cut(value), self.plus),
            'x' | 'X' if self.sharp || self.space || self.precision.is_some() => {
                return Err(Failure(format!(
                    "`sprintf` has `%{verb}` for texts only without flags"
                )));
            }
            'x' => value.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")),
            'X' => value.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02X}")),
            _ => return Ok(None),
        };
        Ok(Some(self.pad(text, 0)))
    }

    fn cut(&self, text: &str) -> String {
        text.chars().take(self.precision.unwrap_or(usize::MAX)).collect()
    }

    fn signed(&self, digits: String, negative: bool) -> String {
        let sign = match () {
            () if negative => "-",
            () if self.plus => "+",
            () if self.space => " ",
            () => "",
        };
        self.pad(format!("{sign}{digits}"), sign.len())
    }

    /// Fills up to the width; zeros come after the sign.
    fn pad(&self, text: String, sign: usize) -> String {
        let missing = self.width.saturating_sub(text.chars().count());
        match () {
            () if self.minus => text + &" ".repeat(missing),
            () if self.zero => format!("{}{}{}", &text[..sign], "0".repeat(missing), &text[sign..]),
            () => " ".repeat(missing) + &text,
        }
    }
}

fn number(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<Option<usize>, Failure> {
    let mut digits = String::new();
    while let Some(digit) = rest.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    if digits.is_empty() {
        return Ok(None);
    }
    let number = digits.parse().ok().filter(|number| *number <= MAX_WIDTH);
    number
        .map(Some)
        .ok_or_else(|| Failure(format!("`sprintf` is asked for a width of more than {MAX_WIDTH}")))
}

fn character(value: i128) -> char {
    u32::try_from(value).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Go's `%e`: at least two digits of exponent.
fn exponential(magnitude: f64, decimals: usize, e: char) -> String {
    let text = format!("{magnitude:.decimals$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) =
        exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
    format!("{mantissa}{e}{sign}{exponent:0>2}")
}

/// Go's `%v` of a float: as many digits as it takes, with an exponent below 1e-4 and from 1e6 on.
fn shortest(magnitude: f64, e: char) -> String {
    let scientific = format!("{magnitude:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let decimals = mantissa.len().saturating_sub(2);
    general(magnitude, exponent, decimals, 6, e)
}

/// Go's `%.Ng`: so many digits, without zeros at the end.
fn significant(magnitude: f64, digits: usize, e: char) -> String {
    let digits = digits.max(1);
    let scientific = format!("{magnitude:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let mantissa = if mantissa.contains('.') {
        mantissa.trim_end_matches('0').trim_end_matches('.')
    } else {
        mantissa
    };
    let kept = mantissa.len().saturating_sub(2);
    general(magnitude, exponent, kept, i32::try_from(digits).unwrap_or(i32::MAX), e)
}

fn general(magnitude: f64, exponent: i32, decimals: usize, limit: i32, e: char) -> String {
    if exponent < -4 || exponent >= limit {
        return exponential(magnitude, decimals, e);
    }
    let decimals = i32::try_from(decimals).unwrap_or(i32::MAX).saturating_sub(exponent).max(0);
    format!("{magnitude:.*}", usize::try_from(decimals).unwrap_or(0))
}

/// Go's `strconv.Quote`.
fn quote(text: &str, ascii: bool) -> String {
    let escaped: String = text.chars().map(|c| escape(c, '"', ascii)).collect();
    format!("\"{escaped}\"")
}

fn escape(c: char, delimiter: char, ascii: bool) -> String {
    let code = u32::from(c);
    match c {
        _ if c == delimiter || c == '\\' => format!("\\{c}"),
        '\u{7}' => "\\a".into(),
        '\u{8}' => "\\b".into(),
        '\u{c}' => "\\f".into(),
        '\n' => "\\n".into(),
        '\r' => "\\r".into(),
        '\t' => "\\t".into(),
        '\u{b}' => "\\v".into(),
        _ if c < ' ' || c == '\u{7f}' => format!("\\x{code:02x}"),
        '\'' | '"' => c.into(),
        _ if c.is_ascii() || (!ascii && c.escape_debug().count() == 1) => c.into(),
        _ if code < 0x1_0000 => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What OPA 1.20.2 gives for the same format and values.
    #[test]
    fn gives_what_opa_gives() {
        for (format, values, wanted) in [
            ("%s", r#"["a"]"#, "a"),
            ("%s", "[1]", "%!s(int64=1)"),
            ("%s", "[1.5]", "%!s(float64=1.5)"),
            ("%s %s", "[true, null]", "true null"),
            ("%s", r#"[{"b": [1, "x"], "a": {}}]"#, r#"{"a": {}, "b": [1, "x"]}"#),
            ("%v", r#"[["a", true, null, {"k": "v"}]]"#, r#"["a", true, null, {"k": "v"}]"#),
            ("%v", r#"["multi\nline"]"#, "multi\nline"),
            ("%v %v %v", "[1, 1.5, 0.1]", "1 1.5 0.1"),
            ("%v", "[100000000]", "100000000"),
            ("%v", "[12345678901234567890]", "12345678901234567890"),
            ("%v", "[123456789.125]", "1.23456789125e+08"),
            ("%v", "[0.000001]", "1e-06"),
            ("%v %v", "[2.0, -1.5]", "2 -1.5"),
            ("%d", "[1]", "1"),
            ("%d", r#"["hi"]"#, "%!d(string=hi)"),
            ("%d", "[1.5]", "%!d(float64=1.5)"),
            ("%d", "[2.0]", "2"),
            ("%d", "[true]", "%!d(string=true)"),
            ("%d", "[[1, 2]]", "%!d(string=[1, 2])"),
            ("%5d|%-5d|%05d|%+d|% d", "[1, 2, 3, 4, 5]", "    1|2    |00003|+4| 5"),
            ("%x %X %o %b %c", "[255, 255, 8, 5, 65]", "ff FF 10 101 A"),
            ("%#x %x %.3d %U", "[255, -255, 5, 65]", "0xff -ff 005 U+0041"),
            ("%x %X", r#"["hi", "hi"]"#, "6869 6869"),
            ("%q", r#"["a\"b\n"]"#, r#""a\"b\n""#),
            ("%q %q", "[65, [1]]", r#"'A' "[1]""#),
            ("%q", r#"["é☺\u0001"]"#, r#""é☺\x01""#),
            ("%+q %#q", r#"["é", "a"]"#, "\"\\u00e9\" `a`"),
            ("%f %.2f %.0f", "[1.5, 1.005, 2.5]", "1.500000 1.00 2"),
            ("%8.3f|%-8.1f|%08.2f", "[1.5, 2.25, 3.14159]", "   1.500|2.2     |00003.14"),
            ("%+.1f", "[4]", "%!f(int64=+4)"),
            ("%6.2f%%", "[12.345]", " 12.35%"),
            (
                "%e %E %.2e",
                "[12345.678, 12345.678, 0.000123]",
                "1.234568e+04 1.234568E+04 1.23e-04",
            ),
            ("%g %.3g", "[12345678.9, 12345.678]", "1.23456789e+07 1.23e+04"),
            ("%t %t", r#"[true, "x"]"#, "%!t(string=true) %!t(string=x)"),
            ("%%", "[]", "%"),
            ("100%", "[]", "100%!(NOVERB)"),
            ("%s %s", r#"["a"]"#, "a %!s(MISSING)"),
            ("%s", r#"["a", "b", 1]"#, "a%!(EXTRA string=b, int64=1)"),
            ("%z %!", r#"["x", 1]"#, "%!z(string=x) %!!(int64=1)"),
            ("%5s|%-5s|%05s|%.2s", r#"["ab", "ab", "ab", "abcdef"]"#, "   ab|ab   |000ab|ab"),
            ("%5s|%10v|%-5v", r#"["é", "x", 2]"#, "    é|         x|2    "),
            ("%#v %+v", r#"["x", 1]"#, r#""x" 1"#),
            ("%T %T %T %T", r#"["x", 1, 1.5, [1]]"#, "string int64 float64 string"),
            ("%q %p", "[1.5, 1]", "%!q(float64=1.5) %!p(int64=1)"),
        ] {
            let values = Value::from_json_str(values).unwrap();
            assert_eq!(
                sprintf(&format.into(), &values).unwrap(),
                wanted.into(),
                "{format} {values}"
            );
        }
    }

    #[test]
    fn sets_are_written_as_rego_does() {
        let set = Value::from(std::collections::BTreeSet::from(["z".into(), Value::from(1_i64)]));
        let values = Value::from(vec![set, Value::new_set()]);
        assert_eq!(sprintf(&"%v %v".into(), &values).unwrap(), r#"{1, "z"} set()"#.into());
    }

    #[test]
    fn refuses_what_would_blow_up_or_be_wrong() {
        for format in ["%1000000000d", "%.99999f", "%*d", "%[2]d"] {
            assert!(
                sprintf(&format.into(), &Value::from_json_str("[1, 2]").unwrap()).is_err(),
                "{format}"
            );
        }
        assert!(sprintf(&"%x".into(), &Value::from_json_str("[1.5]").unwrap()).is_err());
    }
}

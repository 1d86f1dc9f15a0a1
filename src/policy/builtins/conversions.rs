//! Texts to numbers, and numbers to texts.

use super::number::{self, Decimal, Unread};
use super::operand::{self, wrong_type};
use super::{Builtin, Context, Failure, Outcome};
use num_bigint::BigInt;
use regorus::Value;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "to_number", call: to_number },
    Builtin { name: "format_int", call: format_int },
];

fn to_number(_: &Context, args: &[Value]) -> Outcome {
    match &args[0] {
        Value::Null => Ok(0_u64.into()),
        Value::Bool(value) => Ok(u64::from(*value).into()),
        Value::Number(_) => Ok(args[0].clone()),
        Value::String(text) => read(text),
        other => Err(wrong_type(1, other, "one of {null, boolean, number, string}")),
    }
}

/// OPA keeps the text as it is, so that `to_number("1.50")` prints as `1.50`. A text that no number here prints as is
/// refused.
fn read(text: &str) -> Outcome {
    let refused = || {
        Failure::Refused(format!(
            "OPA would print the number `{text}` so, which cannot be kept here: take away zeros at its ends, a `+` before it, and an exponent"
        ))
    };
    let no_number = || Failure::Error(format!("`{text}` is no number"));
    match Decimal::parse(text) {
        Ok(decimal) if decimal.nearest_f64().is_none() => {
            Err(Failure::Error(format!("`{text}` is out of range")))
        }
        Ok(_) => number::parse(text).ok_or_else(refused),
        Err(Unread::TooLong) => Err(refused()),
        Err(Unread::NoNumber) if may_be_number_to_go(text) => Err(refused()),
        Err(Unread::NoNumber) => Err(no_number()),
    }
}

/// Whether Go may read it as a float, which can be hexadecimal, and have underscores.
fn may_be_number_to_go(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text).to_ascii_lowercase();
    let hexadecimal = digits.starts_with("0x") && digits.contains('p');
    let decimal =
        digits.contains('_') && digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let allowed = |c: char| c.is_ascii_hexdigit() || "xp_.+-".contains(c);
    (hexadecimal || decimal) && digits.chars().all(allowed)
}

/// `format_int(number, base)`; what is behind the point falls away.
fn format_int(_: &Context, args: &[Value]) -> Outcome {
    let number = operand::number(1, &args[0])?;
    operand::number(2, &args[1])?;
    let base = match number::texts(&args[1]) {
        Some((text, None)) if text == "2" => 2,
        Some((text, None)) if text == "8" => 8,
        Some((text, None)) if text == "10" => 10,
        Some((text, None)) if text == "16" => 16,
        _ => return Err(Failure::Error("operand 2 must be one of {2, 8, 10, 16}".into())),
    };
    let integer = match number::small(&args[0]) {
        Some(integer) => BigInt::from(integer),
        None if number::is_integer(&args[0]) => number.integer().unwrap_or_default(),
        None => number.float().truncate(),
    };
    Ok(integer.to_str_radix(base).into())
}

#[cfg(test)]
mod tests {
    use super::super::trial::{call, check};

    /// What OPA 1.20.2 gives.
    #[test]
    fn converts_as_opa_does() {
        check(&[
            ("to_number", &["null"], "0"),
            ("to_number", &["true"], "1"),
            ("to_number", &[r#""12""#], "12"),
            ("to_number", &[r#""-1.5""#], "-1.5"),
            ("to_number", &[r#""1.0""#], "1.0"),
            ("to_number", &[r#""12345678901234567890123""#], "12345678901234567890123"),
            ("to_number", &[r#""1e400""#], "error"),
            ("to_number", &[r#""--5""#], "error"),
            ("to_number", &[r#""inf""#], "error"),
            ("to_number", &[r#""""#], "error"),
            ("to_number", &[r#"" 1""#], "error"),
            ("to_number", &["[]"], "error"),
            ("to_number", &[r#""0x1F""#], "error"),
            ("format_int", &["10.9", "10"], r#""10""#),
            ("format_int", &["-10.9", "10"], r#""-10""#),
            ("format_int", &["10.9", "2"], r#""1010""#),
            ("format_int", &["-255", "16"], r#""-ff""#),
            ("format_int", &["8", "8"], r#""10""#),
            ("format_int", &["1", "3"], "error"),
            ("format_int", &["1", "10.0"], "error"),
            (
                "format_int",
                &["123456789012345678901234567890", "16"],
                r#""18ee90ff6c373e0ee4e3f0ad2""#,
            ),
            ("format_int", &[r#""1""#, "10"], "error"),
        ]);
    }

    #[test]
    fn a_text_that_a_number_would_not_print_as_is_refused() {
        for text in ["1.50", "007", "+5", ".5", "5.", "1e5", "1_000", "0x1p4", "0e99999"] {
            assert_eq!(call("to_number", &[&format!("\"{text}\"")]), "refused", "{text}");
        }
    }
}

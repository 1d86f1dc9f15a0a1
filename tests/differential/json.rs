//! Compares JSON without reading numbers as floats: they are equal where their decimals are.

/// The text with each number in one spelling: its digits and an exponent.
pub(crate) fn normal(json: &str) -> String {
    let mut out = String::new();
    let mut rest = json;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string(rest),
            '-' | '0'..='9' => number(rest),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        match first {
            '"' => out.push_str(token),
            '-' | '0'..='9' => out.push_str(&decimal(token)),
            _ if first.is_whitespace() => {}
            _ => out.push(first),
        }
    }
    out
}

fn string(text: &str) -> usize {
    let mut escaped = false;
    let end = text[1..].bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

fn number(text: &str) -> usize {
    let part = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
    text.find(|c| !part(c)).unwrap_or(text.len())
}

fn decimal(text: &str) -> String {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |text| ("-", text));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i64 = exponent.trim_start_matches('+').parse().unwrap();
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let kept = digits.trim_end_matches('0');
    if kept.is_empty() {
        return "0".to_owned();
    }
    let shift =
        i64::try_from(digits.len() - kept.len()).unwrap() - i64::try_from(fraction.len()).unwrap();
    format!("{sign}{kept}e{}", exponent + shift)
}

#[test]
fn numbers_are_equal_where_their_decimals_are() {
    for (a, b) in
        [("1.10", "1.1"), ("1e3", "1000"), ("100e-2", "1.0"), ("-0", "0"), ("[1, 2.50]", "[1,2.5]")]
    {
        assert_eq!(normal(a), normal(b));
    }
    for (a, b) in [("9007199254740993", "9007199254740992"), ("\"1.0\"", "\"1\""), ("1", "-1")] {
        assert_ne!(normal(a), normal(b));
    }
}

//! A value as YAML, in the one way in which OPA writes it. Texts that would be broken or escaped are refused.

use super::super::{Failure, bounds, number, ordering, time};
use super::scalar::Scalar;
use regorus::Value;
use std::cmp::Ordering;

/// Longer texts with spaces may be broken, and longer keys are written in another way.
const MAX_LINE: usize = 60;

/// Whether each key comes before all that follow is asked of no more.
const MAX_KEYS: usize = 1_000;

pub(super) fn write(value: &Value) -> Result<String, Failure> {
    let mut text = String::new();
    write_node(&mut text, value, 0, Place::Top)?;
    Ok(text)
}

/// Where a node stands, which says how its first line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Top,
    AfterKey,
    AfterDash,
}

fn refused(what: &str) -> Failure {
    Failure::Refused(format!("{what} cannot be written as YAML here"))
}

fn write_node(
    text: &mut String,
    value: &Value,
    indent: usize,
    place: Place,
) -> Result<(), Failure> {
    bounds::text(text.len())?;
    match value {
        Value::Array(items) => write_items(text, &items.iter().collect::<Vec<_>>(), indent, place)?,
        Value::Set(items) => write_items(text, &ordering::sorted(items.iter()), indent, place)?,
        Value::Object(_) => write_fields(text, value, indent, place)?,
        Value::String(string) if string.contains('\n') => {
            write_line(text, &block(string, indent)?, place);
        }
        Value::String(string) => write_line(text, &quoted(string, indent)?, place),
        Value::Number(_) => write_line(text, &number_text(value)?, place),
        Value::Bool(truth) => write_line(text, &truth.to_string(), place),
        Value::Null => write_line(text, "null", place),
        Value::Undefined => return Err(refused("what is undefined")),
    }
    Ok(())
}

fn write_line(text: &mut String, scalar: &str, place: Place) {
    if place != Place::Top {
        text.push(' ');
    }
    text.push_str(scalar);
    text.push('\n');
}

/// Items stand below each other: below a key at its own margin, and after a dash behind it.
fn write_items(
    text: &mut String,
    items: &[&Value],
    indent: usize,
    place: Place,
) -> Result<(), Failure> {
    if items.is_empty() {
        write_line(text, "[]", place);
        return Ok(());
    }
    begin(text, place);
    for (count, item) in items.iter().enumerate() {
        margin(text, indent, place, count);
        text.push('-');
        write_node(text, item, indent + 2, Place::AfterDash)?;
    }
    Ok(())
}

fn write_fields(
    text: &mut String,
    value: &Value,
    indent: usize,
    place: Place,
) -> Result<(), Failure> {
    let fields = value.as_object().map_err(|_| refused("this"))?;
    let mut names = Vec::new();
    for (name, field) in fields.iter() {
        let Value::String(name) = name else { return Err(refused("a key that is not a string")) };
        names.push((name.as_ref(), field));
    }
    if names.is_empty() {
        write_line(text, "{}", place);
        return Ok(());
    }
    sort(&mut names)?;
    begin(text, place);
    for (count, (name, field)) in names.into_iter().enumerate() {
        margin(text, indent, place, count);
        text.push_str(&quoted(name, indent)?);
        text.push(':');
        let inner =
            if matches!(field, Value::Array(_) | Value::Set(_)) { indent } else { indent + 2 };
        write_node(text, field, inner, Place::AfterKey)?;
    }
    Ok(())
}

fn begin(text: &mut String, place: Place) {
    match place {
        Place::Top => {}
        Place::AfterKey => text.push('\n'),
        Place::AfterDash => text.push(' '),
    }
}

/// The first line of what stands after a dash has its margin already.
fn margin(text: &mut String, indent: usize, place: Place, count: usize) {
    if count > 0 || place != Place::AfterDash {
        text.extend(std::iter::repeat_n(' ', indent));
    }
}

/// The order of keys, in which numbers among letters count as numbers.
fn sort(names: &mut [(&str, &Value)]) -> Result<(), Failure> {
    let plain = |name: &str| name.is_ascii() && longest_number(name) < 18;
    if names.len() > 1 && !names.iter().all(|(name, _)| plain(name)) {
        return Err(refused("an object with keys that are not ASCII"));
    }
    names.sort_by(|(a, _), (b, _)| if is_less(a, b) { Ordering::Less } else { Ordering::Greater });
    let ordered = names.len() <= MAX_KEYS
        && names.iter().enumerate().all(|(place, (name, _))| {
            names[place + 1..]
                .iter()
                .all(|(other, _)| is_less(name, other) && !is_less(other, name))
        });
    if !ordered {
        return Err(refused("an object whose keys have no order, or that are too many,"));
    }
    Ok(())
}

/// The digits of the longest number in a text.
fn longest_number(text: &str) -> usize {
    text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

fn is_less(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let Some(place) = a.iter().zip(b).position(|(a, b)| a != b) else { return a.len() < b.len() };
    match (a[place].is_ascii_alphabetic(), b[place].is_ascii_alphabetic()) {
        (true, true) => return a[place] < b[place],
        (false, false) => {}
        (_, other) => return other,
    }
    // A zero within a number counts, but not one before it.
    let within = (a[place] == b'0' || b[place] == b'0')
        && a[..place]
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_digit())
            .any(|byte| *byte != b'0');
    let number = |text: &[u8]| {
        let run = text[place..].iter().take_while(|byte| byte.is_ascii_digit());
        run.fold((i64::from(within), 0), |(number, length), digit| {
            (number.wrapping_mul(10).wrapping_add(i64::from(digit - b'0')), length + 1)
        })
    };
    (number(a), a[place]) < (number(b), b[place])
}

/// A text of several lines, each as it is.
fn block(string: &str, indent: usize) -> Result<String, Failure> {
    let lines = string.strip_suffix('\n').unwrap_or(string);
    if string.starts_with([' ', '\n'])
        || lines.split('\n').any(|line| line.ends_with(' ') || is_odd(line))
    {
        return Err(refused("a text of several lines with spaces at their ends, or at its start,"));
    }
    let chomping = match string {
        _ if string.ends_with("\n\n") => "|+",
        _ if string.ends_with('\n') => "|",
        _ => "|-",
    };
    let mut block = chomping.to_owned();
    for line in lines.split('\n') {
        block.push('\n');
        if !line.is_empty() {
            block.extend(std::iter::repeat_n(' ', indent.max(2)));
            block.push_str(line);
        }
    }
    Ok(block)
}

/// Whether a text has characters that are escaped.
fn is_odd(text: &str) -> bool {
    text.contains(|c: char| {
        c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') || c > '\u{d7ff}'
    })
}

/// A text, in the quotes that it needs.
fn quoted(text: &str, indent: usize) -> Result<String, Failure> {
    if is_odd(text) {
        return Err(refused("a text with characters that have to be escaped"));
    }
    if text.len() > 1_000 || (text.contains(' ') && indent + text.len() > MAX_LINE) {
        return Err(refused("a text that is so long"));
    }
    if !matches!(Scalar::of(text), Scalar::Text(_)) || is_time(text) || is_sexagesimal(text) {
        return Ok(format!("\"{text}\""));
    }
    if is_plain(text) {
        return Ok(text.to_owned());
    }
    Ok(format!("'{}'", text.replace('\'', "''")))
}

/// Whether a text may stand without quotes.
fn is_plain(text: &str) -> bool {
    let after = text.chars().nth(1);
    let first_is_odd = text.starts_with(|first: char| {
        "#,[]{}&*!|>'\"%@`".contains(first)
            || ("-?:".contains(first) && after.is_none_or(|after| after == ' '))
    });
    let marks = text.starts_with("---") || text.starts_with("...");
    !(first_is_odd
        || marks
        || text.starts_with(' ')
        || text.ends_with([' ', ':'])
        || text.contains(": ")
        || text.contains(" #"))
}

/// Years, months and days, and perhaps a time.
fn is_time(text: &str) -> bool {
    let years = text.bytes().take_while(u8::is_ascii_digit).count();
    let layouts = [
        "2006-1-2T15:4:5.999999999Z07:00",
        "2006-1-2t15:4:5.999999999Z07:00",
        "2006-1-2 15:4:5.999999999",
        "2006-1-2",
    ];
    years == 4 && layouts.iter().any(|layout| time::is_time(layout, text))
}

/// Numbers in base 60, which others would read: `1:30`.
fn is_sexagesimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (parts, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let mut parts = parts.split(':');
    let whole = parts.next().unwrap_or_default();
    let sixtieths: Vec<&str> = parts.collect();
    let is_sixtieth = |part: &&str| match part.as_bytes() {
        [ones] => ones.is_ascii_digit(),
        [tens, ones] => (b'0'..=b'5').contains(tens) && ones.is_ascii_digit(),
        _ => false,
    };
    whole.starts_with(|c: char| c.is_ascii_digit())
        && digits(whole)
        && digits(fraction)
        && !sixtieths.is_empty()
        && sixtieths.iter().all(is_sixtieth)
}

/// Integers of 64 bits as they are, and other numbers as the nearest float.
fn number_text(value: &Value) -> Result<String, Failure> {
    let decimal = number::read(value).ok_or_else(|| refused("this"))?;
    if let Some(integer) = decimal.integer().and_then(|integer| i128::try_from(integer).ok())
        && (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&integer)
    {
        return Ok(integer.to_string());
    }
    let float = decimal.nearest_f64().ok_or_else(|| refused("a number that is so large"))?;
    let size = float.abs();
    if size == 0.0 || (1e-4..1e6).contains(&size) {
        return Ok(format!("{float}"));
    }
    let (digits, exponent) = format!("{float:e}")
        .split_once('e')
        .map(|(digits, exponent)| (digits.to_owned(), exponent.to_owned()))
        .ok_or_else(|| refused("this"))?;
    let (sign, exponent) =
        exponent.strip_prefix('-').map_or(('+', exponent.as_str()), |rest| ('-', rest));
    Ok(format!("{digits}e{sign}{exponent:0>2}"))
}

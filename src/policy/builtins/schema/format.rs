//! The formats of texts that `gojsonschema` looks at, mostly with what Go's library takes.

use super::super::regex::compile;
use super::super::{Failure, go_regex};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a text has a format; one that is not known is had by every text.
pub(super) fn is_format(format: &str, text: &str) -> Result<bool, Failure> {
    match format {
        "date" => Ok(date(text) == Some("")),
        "time" => Ok(time(text)),
        "date-time" => Ok(date_time(text)),
        "hostname" => {
            let label = "([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]{0,61}[a-zA-Z0-9])";
            Ok(text.len() < 256 && matches(&format!(r"^{label}(\.{label})*$"), text)?)
        }
        "email" | "idn-email" => email(text),
        "ipv4" => Ok(is_address(text) && text.contains('.')),
        "ipv6" => Ok(is_address(text) && text.contains(':')),
        "uri" | "iri" => uri(text).map(|kind| kind == Uri::Absolute),
        "uri-reference" | "iri-reference" => uri(text).map(|kind| kind != Uri::Wrong),
        "uri-template" => Err(unknown("uri-template", text)),
        "uuid" => matches("^(?i)[a-f0-9]{8}-([a-f0-9]{4}-){3}[a-f0-9]{12}$", text),
        "regex" => match go_regex::translate(text) {
            Ok(_) => Ok(true),
            Err(Failure::Error(_)) => Ok(false),
            Err(refused) => Err(refused),
        },
        "json-pointer" => matches("^(/([^~/]|~0|~1)*)*$", text),
        "relative-json-pointer" => matches("^(0|[1-9][0-9]*)(#|(/([^~/]|~0|~1)*)*)$", text),
        _ => Ok(true),
    }
}

fn matches(expression: &str, text: &str) -> Result<bool, Failure> {
    compile(expression)?.is_match(text)
}

fn is_address(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok() || text.parse::<Ipv6Addr>().is_ok()
}

/// What follows on a date.
fn date(text: &str) -> Option<&str> {
    let (date, rest) = text.split_at_checked(10)?;
    let is_digit = |at: usize| date.as_bytes()[at].is_ascii_digit();
    let is_shaped = (0..10).all(|at| if at == 4 || at == 7 { !is_digit(at) } else { is_digit(at) });
    let number = |from: usize, to: usize| date[from..to].parse::<i8>().ok();
    let is_date = is_shaped
        && date[4..5] == *"-"
        && date[7..8] == *"-"
        && jiff::civil::Date::new(date[..4].parse().ok()?, number(5, 7)?, number(8, 10)?).is_ok();
    is_date.then_some(rest)
}

/// What follows on a time of day. The hour may have one digit, and the seconds a fraction.
fn clock(text: &str) -> Option<&str> {
    let digits = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let (hour, rest) = text.split_at(digits);
    let (minute, rest) = two_digits(rest.strip_prefix(':')?)?;
    let (second, rest) = two_digits(rest.strip_prefix(':')?)?;
    let is_time = hour.parse::<u8>().ok()? < 24 && minute < 60 && second < 60;
    let fraction = rest
        .strip_prefix(['.', ','])
        .map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let has_digits = fraction.is_some_and(|fraction| fraction.len() + 1 < rest.len());
    is_time.then_some(if has_digits { fraction.unwrap_or(rest) } else { rest })
}

fn two_digits(text: &str) -> Option<(u8, &str)> {
    let (digits, rest) = text.split_at_checked(2)?;
    let are_digits = digits.bytes().all(|digit| digit.is_ascii_digit());
    Some((digits.parse().ok().filter(|_| are_digits)?, rest))
}

/// `Z` or an offset, which may be a whole day.
fn is_zone(text: &str) -> bool {
    let offset = || {
        let (hours, rest) = two_digits(text.strip_prefix(['+', '-'])?)?;
        let (minutes, rest) = two_digits(rest.strip_prefix(':')?)?;
        Some(rest.is_empty() && hours <= 24 && minutes <= 60)
    };
    text == "Z" || offset().unwrap_or(false)
}

fn time(text: &str) -> bool {
    clock(text).is_some_and(|rest| rest.is_empty() || is_zone(rest))
}

/// A date, a time of day, or both.
fn date_time(text: &str) -> bool {
    let both = || clock(date(text)?.strip_prefix('T')?).map(is_zone);
    time(text) || date(text) == Some("") || both().unwrap_or(false)
}

/// An address without a name, comments or quotes.
fn email(text: &str) -> Result<bool, Failure> {
    if !text.contains('@') {
        return Ok(false);
    }
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-.@".contains(&byte));
    if !is_plain {
        return Err(unknown("email", text));
    }
    matches(r"^[^.@]+(\.[^.@]+)*@[^.@]+(\.[^.@]+)*$", text)
}

#[derive(Debug, PartialEq, Eq)]
enum Uri {
    Absolute,
    Relative,
    Wrong,
}

/// Of plain texts only: Go's rules for the others are many.
fn uri(text: &str) -> Result<Uri, Failure> {
    if text.contains('\\') {
        return Ok(Uri::Wrong);
    }
    let (scheme, segment) = ("^[A-Za-z][A-Za-z0-9+.-]*:", text.split(['/', '?', '#']).next());
    if segment.is_some_and(|segment| segment.contains(':')) && !matches(scheme, text)? {
        return Ok(Uri::Wrong);
    }
    let plain = "([A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-Fa-f]{2})";
    let tail = format!(r"(\?({plain}|[:?])*)?(#({plain}|[:?])*)?$");
    let authority = "[A-Za-z0-9.-]*(:[0-9]*)?";
    let path = format!("(/({plain}|:)*)?");
    if matches(&format!("{scheme}//{authority}{path}{tail}"), text)?
        || matches(&format!("{scheme}[A-Za-z0-9]({plain}|:)*{tail}"), text)?
    {
        Ok(Uri::Absolute)
    } else if matches(
        &format!("^([A-Za-z0-9._~-]{plain}*|/?|/[A-Za-z0-9._~-]({plain}|:)*){tail}"),
        text,
    )? {
        Ok(Uri::Relative)
    } else {
        Err(unknown("uri", text))
    }
}

fn unknown(format: &str, text: &str) -> Failure {
    Failure::Refused(format!("whether `{text}` has the format `{format}` cannot be said here"))
}

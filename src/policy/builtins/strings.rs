//! Strings. Positions and lengths count characters.

use super::operand::{index, object, string, strings, wrong_type};
use super::{Builtin, Failure, Outcome, bounds, casing};
use regex::Regex;
use regorus::Value;
use std::collections::BTreeSet;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "concat", call: |_, operands| concat(operands) },
    Builtin {
        name: "contains",
        call: |_, operands| asks(operands, |text, part| text.contains(part)),
    },
    Builtin {
        name: "endswith",
        call: |_, operands| asks(operands, |text, part| text.ends_with(part)),
    },
    Builtin { name: "indexof", call: |_, operands| index_of(operands) },
    Builtin { name: "indexof_n", call: |_, operands| indexes_of(operands) },
    Builtin { name: "lower", call: |_, operands| recased(operands, casing::lower) },
    Builtin { name: "replace", call: |_, operands| replace(operands) },
    Builtin { name: "split", call: |_, operands| split(operands) },
    Builtin {
        name: "startswith",
        call: |_, operands| asks(operands, |text, part| text.starts_with(part)),
    },
    Builtin { name: "strings.any_prefix_match", call: |_, operands| any_prefix(operands) },
    Builtin { name: "strings.any_suffix_match", call: |_, operands| any_suffix(operands) },
    Builtin { name: "strings.count", call: |_, operands| count(operands) },
    Builtin { name: "strings.replace_n", call: |_, operands| replace_n(operands) },
    Builtin { name: "strings.reverse", call: |_, operands| reverse(operands) },
    Builtin { name: "strings.split_n", call: |_, operands| split_n(operands) },
    Builtin { name: "substring", call: |_, operands| substring(operands) },
    Builtin { name: "trim", call: |_, operands| trim(operands, true, true) },
    Builtin { name: "trim_left", call: |_, operands| trim(operands, true, false) },
    Builtin { name: "trim_prefix", call: |_, operands| trim_prefix(operands) },
    Builtin { name: "trim_right", call: |_, operands| trim(operands, false, true) },
    Builtin { name: "trim_space", call: |_, operands| trim_space(operands) },
    Builtin { name: "trim_suffix", call: |_, operands| trim_suffix(operands) },
    Builtin { name: "upper", call: |_, operands| recased(operands, casing::upper) },
];

/// No search compares more bytes than this.
const MAX_COMPARED: usize = 100_000_000;

fn concat(operands: &[Value]) -> Outcome {
    let (separator, parts) = (string(1, &operands[0])?, strings(2, &operands[1])?);
    let between = separator.len().saturating_mul(parts.len().saturating_sub(1));
    bounds::text(parts.iter().fold(between, |bytes, part| bytes.saturating_add(part.len())))?;
    Ok(Value::from(parts.join(separator)))
}

/// Asks something of two strings.
fn asks(operands: &[Value], question: fn(&str, &str) -> bool) -> Outcome {
    Ok(Value::from(question(string(1, &operands[0])?, string(2, &operands[1])?)))
}

fn index_of(operands: &[Value]) -> Outcome {
    let (text, part) = (string(1, &operands[0])?, sought(operands)?);
    Ok(text.find(part).map_or(Value::from(-1_i64), |at| Value::from(text[..at].chars().count())))
}

/// All indexes, also where the parts overlap.
fn indexes_of(operands: &[Value]) -> Outcome {
    let (text, part) = (string(1, &operands[0])?, sought(operands)?);
    let first = part.chars().next().map_or(0, char::len_utf8);
    let mut indexes: Vec<Value> = Vec::new();
    let (mut at, mut characters) = (0, 0);
    while let Some(distance) = text[at..].find(part) {
        characters += text[at..at + distance].chars().count();
        indexes.push(Value::from(characters));
        at += distance + first;
        characters += 1;
        bounds::items(indexes.len())?;
        if indexes.len().saturating_mul(part.len()) > MAX_COMPARED {
            return Err(Failure::Refused("the text is too long to be searched".to_owned()));
        }
    }
    Ok(Value::from(indexes))
}

/// What to look for, which OPA wants to be something.
fn sought(operands: &[Value]) -> Result<&str, Failure> {
    match string(2, &operands[1])? {
        "" => Err(Failure::Error("operand 2 is empty: there is nothing to look for".to_owned())),
        part => Ok(part),
    }
}

fn recased(operands: &[Value], case: fn(char) -> char) -> Outcome {
    let text: String = string(1, &operands[0])?.chars().map(case).collect();
    bounds::text(text.len())?;
    Ok(Value::from(text))
}

fn replace(operands: &[Value]) -> Outcome {
    let (text, old, new) =
        (string(1, &operands[0])?, string(2, &operands[1])?, string(3, &operands[2])?);
    if old.is_empty() {
        return Ok(Value::from(interspersed(text, new)?));
    }
    let added = text.matches(old).count().saturating_mul(new.len());
    bounds::text(text.len().saturating_add(added))?;
    Ok(Value::from(text.replace(old, new)))
}

/// The text with something before each character and at the end.
fn interspersed(text: &str, new: &str) -> Result<String, Failure> {
    if new.is_empty() {
        return Ok(text.to_owned());
    }
    if !text.is_ascii() {
        return Err(Failure::Refused(
            "an empty string is to be replaced, which OPA does between the bytes of a character too"
                .to_owned(),
        ));
    }
    bounds::text(text.len().saturating_mul(new.len() + 1).saturating_add(new.len()))?;
    Ok(text.chars().fold(new.to_owned(), |mut all, c| {
        all.push(c);
        all.push_str(new);
        all
    }))
}

/// All at once, so that what is put in is not replaced again. Where several patterns begin, the first in their order wins,
/// which is the shortest.
fn replace_n(operands: &[Value]) -> Outcome {
    let (patterns, text) = (object(1, &operands[0])?, string(2, &operands[1])?);
    let mut everywhere = "";
    let mut olds = Vec::new();
    for (old, new) in patterns {
        match (old, new) {
            (Value::String(old), Value::String(new)) if old.is_empty() => everywhere = new,
            (Value::String(old), Value::String(_)) => olds.push(regex::escape(old)),
            (Value::String(_), other) | (other, _) => {
                return Err(wrong_type(1, other, "object of strings"));
            }
        }
    }
    if olds.is_empty() {
        return Ok(Value::from(interspersed(text, everywhere)?));
    }
    let old = Regex::new(&olds.join("|"))
        .map_err(|_| Failure::Refused("there are too many patterns".to_owned()))?;
    let (mut all, mut at) = (String::new(), 0);
    for found in old.find_iter(text) {
        all.push_str(&interspersed(&text[at..found.start()], everywhere)?);
        let new = patterns.get(&Value::from(found.as_str())).and_then(|new| new.as_string().ok());
        all.push_str(new.expect("what was found is a pattern"));
        at = found.end();
        bounds::text(all.len())?;
    }
    all.push_str(&interspersed(&text[at..], everywhere)?);
    bounds::text(all.len())?;
    Ok(Value::from(all))
}

fn split(operands: &[Value]) -> Outcome {
    let parts = parts(string(1, &operands[0])?, string(2, &operands[1])?)?;
    Ok(Value::from(parts.into_iter().map(Value::from).collect::<Vec<_>>()))
}

/// The first parts, or the last where the number is negative.
fn split_n(operands: &[Value]) -> Outcome {
    let parts = parts(string(1, &operands[0])?, string(2, &operands[1])?)?;
    let count = index(3, &operands[2])?;
    let wanted = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX).min(parts.len());
    let from = if count < 0 { parts.len() - wanted } else { 0 };
    let wanted = parts.into_iter().skip(from).take(wanted);
    Ok(Value::from(wanted.map(Value::from).collect::<Vec<_>>()))
}

/// The parts between the delimiters; the characters if it is empty.
fn parts<'a>(text: &'a str, delimiter: &str) -> Result<Vec<&'a str>, Failure> {
    if delimiter.is_empty() {
        bounds::items(text.chars().count())?;
        return Ok(text.split_inclusive(|_| true).collect());
    }
    bounds::items(text.matches(delimiter).count() + 1)?;
    Ok(text.split(delimiter).collect())
}

fn any_prefix(operands: &[Value]) -> Outcome {
    let (texts, prefixes) = (one_or_more(1, &operands[0])?, one_or_more(2, &operands[1])?);
    let texts = texts.iter().map(|text| text.bytes().collect());
    let prefixes = prefixes.iter().map(|prefix| prefix.bytes().collect());
    Ok(Value::from(any_begins(&texts.collect(), prefixes)))
}

fn any_suffix(operands: &[Value]) -> Outcome {
    let (texts, suffixes) = (one_or_more(1, &operands[0])?, one_or_more(2, &operands[1])?);
    let texts = texts.iter().map(|text| text.bytes().rev().collect());
    let suffixes = suffixes.iter().map(|suffix| suffix.bytes().rev().collect());
    Ok(Value::from(any_begins(&texts.collect(), suffixes)))
}

/// In the order of the texts, those with a prefix follow on it.
fn any_begins(texts: &BTreeSet<Vec<u8>>, mut prefixes: impl Iterator<Item = Vec<u8>>) -> bool {
    prefixes.any(|prefix| {
        texts.range(prefix.clone()..).next().is_some_and(|text| text.starts_with(&prefix))
    })
}

fn one_or_more(position: usize, value: &Value) -> Result<Vec<&str>, Failure> {
    match value {
        Value::String(text) => Ok(vec![text]),
        Value::Array(_) | Value::Set(_) => strings(position, value),
        other => Err(wrong_type(position, other, "one of {string, set, array}")),
    }
}

/// Without overlaps; the empty string is before each character and at the end.
fn count(operands: &[Value]) -> Outcome {
    Ok(Value::from(string(1, &operands[0])?.matches(string(2, &operands[1])?).count()))
}

fn reverse(operands: &[Value]) -> Outcome {
    Ok(Value::from(string(1, &operands[0])?.chars().rev().collect::<String>()))
}

/// A negative length reaches to the end.
fn substring(operands: &[Value]) -> Outcome {
    let text = string(1, &operands[0])?;
    let (from, length) = (index(2, &operands[1])?, index(3, &operands[2])?);
    let Ok(from) = usize::try_from(from) else {
        return Err(Failure::Error("operand 2 is negative: no string begins there".to_owned()));
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    Ok(Value::from(text.chars().skip(from).take(length).collect::<String>()))
}

/// Without the characters of the second string at its ends.
fn trim(operands: &[Value], left: bool, right: bool) -> Outcome {
    let (mut text, cutset) = (string(1, &operands[0])?, string(2, &operands[1])?);
    let cutset: BTreeSet<char> = cutset.chars().collect();
    if left {
        text = text.trim_start_matches(|c| cutset.contains(&c));
    }
    if right {
        text = text.trim_end_matches(|c| cutset.contains(&c));
    }
    Ok(Value::from(text))
}

fn trim_prefix(operands: &[Value]) -> Outcome {
    let (text, prefix) = (string(1, &operands[0])?, string(2, &operands[1])?);
    Ok(Value::from(text.strip_prefix(prefix).unwrap_or(text)))
}

fn trim_suffix(operands: &[Value]) -> Outcome {
    let (text, suffix) = (string(1, &operands[0])?, string(2, &operands[1])?);
    Ok(Value::from(text.strip_suffix(suffix).unwrap_or(text)))
}

fn trim_space(operands: &[Value]) -> Outcome {
    Ok(Value::from(string(1, &operands[0])?.trim()))
}

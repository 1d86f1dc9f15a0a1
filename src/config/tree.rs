//! The YAML of a gate file as a tree in which every key and every value knows its place.
//!
//! What makes YAML mean something else than it seems to is refused: aliases, anchors, tags, merge keys, several
//! documents in one file, control characters. Keys that stand twice are kept, for the walk to point at both.

use super::{Mistake, Spanned};
use miette::SourceSpan;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_saphyr::{Location, budget, options};
use std::fmt;

/// A gate file is written by hand; this is a hundred times the longest.
pub const MAX_BYTES: u64 = 1 << 20;

/// One value.
pub(crate) type Node = Spanned<Value>;

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Spanned<String>, Node)>),
}

/// The root of the document.
pub(crate) fn read(text: &str) -> Result<Node, Mistake> {
    if text.len() as u64 > MAX_BYTES {
        return Err(Mistake::new("the file is larger than 1 MiB", "not read", (0, 0).into()));
    }
    if let Some((offset, character)) = text.char_indices().find(|(_, c)| is_invisible(*c)) {
        let message =
            format!("the file contains the control character U+{:04X}", u32::from(character));
        return Err(Mistake::new(message, "here", (offset, character.len_utf8()).into())
            .help("remove it: it makes the file look different from what it says"));
    }
    let options = options! {
        budget: budget! {
            max_anchors: 0,
            max_aliases: 0,
            max_depth: 32,
            max_nodes: 100_000,
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        non_finite_float_policy: NonFiniteFloatPolicy::Reject,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        strict_booleans: true,
        reject_unsupported_tags: true,
        ignore_binary_tag_for_string: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| broken(text, &error))
}

fn broken(text: &str, error: &serde_saphyr::Error) -> Mistake {
    let span = error.location().map_or((0, 0).into(), |location| place(text, location));
    let reason = error.to_string();
    let reason = match error {
        serde_saphyr::Error::Budget { .. } => "an anchor, or too much of something",
        _ => reason.split(" at line ").next().unwrap_or_default(),
    };
    Mistake::new("the file is not YAML that a gate file may use", reason, span)
        .help("plain mappings, lists, text, numbers and booleans; no anchors, aliases or tags")
}

/// Where an error is: the parser knows the bytes of a value, but only line and column of what is none.
fn place(text: &str, location: Location) -> SourceSpan {
    if location.span().byte_offset().is_some() {
        return span(location);
    }
    let before = |count: u64| usize::try_from(count.saturating_sub(1)).unwrap_or(usize::MAX);
    let lines: Vec<&str> = text.split_inclusive('\n').take(before(location.line()) + 1).collect();
    let (line, above) = lines.split_last().unwrap_or((&"", &[]));
    let column = line.chars().take(before(location.column())).map(char::len_utf8).sum::<usize>();
    (above.iter().map(|line| line.len()).sum::<usize>() + column, 0).into()
}

/// Whether a character changes how the text looks and not what it says: control characters, and the marks that
/// reorder text.
pub(super) fn is_invisible(character: char) -> bool {
    match character {
        '\n' | '\r' | '\t' => false,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

fn span(location: Location) -> SourceSpan {
    let bytes = |count: Option<u64>| count.and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
    let span = location.span();
    (bytes(span.byte_offset()), bytes(span.byte_len())).into()
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let found = serde_saphyr::Spanned::<T>::deserialize(deserializer)?;
        Ok(Self { value: found.value, span: span(found.referenced) })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("not a finite number"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Value::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slices<'a>(text: &'a str, node: &Node, into: &mut Vec<&'a str>) {
        let at = |span: SourceSpan| &text[span.offset()..span.offset() + span.len()];
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| slices(text, item, into)),
            Value::Map(entries) => {
                for (key, value) in entries {
                    into.push(at(key.span));
                    slices(text, value, into);
                }
            }
            _ => into.push(at(node.span)),
        }
    }

    #[test]
    fn every_key_and_scalar_knows_its_bytes() {
        let text =
            "# €\r\nname: \"päy\"\r\nlist: [1.40, ü, ~]\r\nmap:\r\n  key: true\r\n  blank:\r\n";
        let mut found = Vec::new();
        slices(text, &read(text).unwrap(), &mut found);
        assert_eq!(
            found,
            ["name", "\"päy\"", "list", "1.40", "ü", "~", "map", "key", "true", "blank", ""]
        );
    }

    #[test]
    fn refuses_what_makes_yaml_mean_something_else() {
        for text in [
            "a: &x 1\nb: 2",
            "a: *x",
            "a: !secret b",
            "<<: {a: 1}",
            "a: .inf",
            "a: 1\n---\nb: 2",
            "a: \u{1b}[31m",
            "a: \u{202e}b",
            "? [a]\n: b",
            "a: [",
            "a: b\n c: d",
        ] {
            assert!(read(text).is_err(), "{text:?} was read as {:?}", read(text));
        }
        assert!(read(&"[".repeat(1000)).is_err());
        assert!(read(&"#".repeat(1 + (1 << 20))).is_err());
    }

    #[test]
    fn reads_what_is_written_and_not_what_it_may_stand_for() {
        let text = |value: &str| Value::Text(value.to_owned());
        for (yaml, value) in [
            ("yes", text("yes")),
            ("0755", text("0755")),
            ("1_000", text("1_000")),
            ("!!binary aGk=", text("aGk=")),
            ("!!str 1.4", text("1.4")),
            ("2026-08-22", text("2026-08-22")),
        ] {
            assert_eq!(read(yaml).unwrap().value, value, "{yaml}");
        }
    }

    #[test]
    fn keeps_keys_that_stand_twice() {
        let Value::Map(entries) = read("a: 1\na: 2").unwrap().value else { panic!("not a map") };
        assert_eq!(entries.len(), 2);
    }
}

//! JSON to values and back. Reading keeps what a general reader loses in silence: a key that stands twice is a mistake, and so
//! is a number that would not come out as it went in.

use super::number;
use super::ordering::{sorted, sorted_fields};
use regorus::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// Nothing is nested deeper; the engine's own limit for what it reads.
const MAX_DEPTH: usize = 128;

/// What is wrong with a text, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Flaw {
    pub(in super::super) span: Range<usize>,
    pub(in super::super) message: String,
}

/// The value that a text is.
pub(in super::super) fn read(text: &str) -> Result<Value, Flaw> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.flaw(1, "there is more after the value"));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, Flaw> {
        self.space();
        if depth > MAX_DEPTH {
            return Err(self.flaw(1, format!("it is nested more than {MAX_DEPTH} levels deep")));
        }
        match self.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.array(depth),
            Some('"') => Ok(Value::from(self.string()?)),
            Some('-' | '0'..='9') => self.number(),
            Some(_) => self.word(),
            None => Err(self.flaw(0, "the text ends before the value does")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Flaw> {
        let mut fields = BTreeMap::new();
        self.at += 1;
        if self.skip('}') {
            return Ok(Value::from(fields));
        }
        loop {
            self.space();
            let start = self.at;
            let key = self.string()?;
            let end = self.at;
            self.want(':')?;
            let value = self.value(depth + 1)?;
            let message = format!("the key `{key}` stands twice in one object");
            if fields.insert(Value::from(key), value).is_some() {
                return Err(Flaw { span: start..end, message });
            }
            if self.skip('}') {
                return Ok(Value::from(fields));
            }
            self.want(',')?;
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, Flaw> {
        let mut items = Vec::new();
        self.at += 1;
        if self.skip(']') {
            return Ok(Value::from(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.skip(']') {
                return Ok(Value::from(items));
            }
            self.want(',')?;
        }
    }

    /// A text in quotes; what is in it is left to the JSON library.
    fn string(&mut self) -> Result<String, Flaw> {
        if self.peek() != Some('"') {
            return Err(self.flaw(1, "a text in quotes is expected here"));
        }
        let mut escaped = false;
        let end = self.text[self.at + 1..].bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let Some(end) = end else {
            return Err(self.flaw(1, "the text that begins here does not end"));
        };
        let whole = &self.text[self.at..=self.at + 1 + end];
        let text = serde_json::from_str(whole)
            .map_err(|_| self.flaw(whole.len(), "this is not a text that JSON allows"))?;
        self.at += whole.len();
        Ok(text)
    }

    fn number(&mut self) -> Result<Value, Flaw> {
        let rest = &self.text[self.at..];
        let digit = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
        let written = &rest[..rest.find(|c| !digit(c)).unwrap_or(rest.len())];
        if serde_json::from_str::<serde_json::Number>(written).is_err() && !is_number(written) {
            return Err(self.flaw(written.len(), format!("`{written}` is no number")));
        }
        let value = number::parse(written).ok_or_else(|| {
            let message = format!("the number `{written}` cannot be kept as it is written");
            self.flaw(written.len(), message)
        })?;
        self.at += written.len();
        Ok(value)
    }

    fn word(&mut self) -> Result<Value, Flaw> {
        let words =
            [("null", Value::Null), ("true", Value::from(true)), ("false", Value::from(false))];
        let rest = &self.text[self.at..];
        let word = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()).max(1)];
        let found = words.into_iter().find(|(known, _)| *known == word);
        let (_, value) = found.ok_or_else(|| self.flaw(word.len(), "a value is expected here"))?;
        self.at += word.len();
        Ok(value)
    }

    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// Whether the next character is this one, which is then passed.
    fn skip(&mut self, wanted: char) -> bool {
        self.space();
        let found = self.peek() == Some(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn want(&mut self, wanted: char) -> Result<(), Flaw> {
        if self.skip(wanted) {
            Ok(())
        } else {
            Err(self.flaw(1, format!("`{wanted}` is expected here")))
        }
    }

    fn flaw(&self, length: usize, message: impl Into<String>) -> Flaw {
        let start = self.at.min(self.text.len());
        let end = self.text.floor_char_boundary(start + length).max(start);
        Flaw { span: start..end, message: message.into() }
    }
}

/// Whether a text has JSON's form of a number, however large it is.
fn is_number(text: &str) -> bool {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    text.len() > mantissa.len() && serde_json::from_str::<serde_json::Number>(mantissa).is_ok()
}

/// JSON as OPA has it: sets are arrays in OPA's order, and a key that is no text is its JSON. One line, keys in the order of
/// their texts.
pub(in super::super) fn write(value: &Value) -> String {
    let mut out = String::new();
    put(&mut out, value);
    out
}

fn put(out: &mut String, value: &Value) {
    match value {
        Value::Number(_) => out.push_str(&number_text(value)),
        Value::Array(items) => list(out, items.iter()),
        Value::Set(members) => list(out, sorted(members.iter()).into_iter()),
        Value::Object(fields) => {
            let mut texts: Vec<(String, &Value)> = sorted_fields(fields.iter())
                .into_iter()
                .map(|(key, value)| {
                    (key.as_string().map_or_else(|_| write(key), ToString::to_string), value)
                })
                .collect();
            texts.sort_by(|(a, _), (b, _)| a.cmp(b));
            // Two keys that print alike are one in JSON; OPA, too, shows the later.
            texts.reverse();
            texts.dedup_by(|later, first| later.0 == first.0);
            texts.reverse();
            out.push('{');
            for (index, (key, value)) in texts.into_iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                out.push_str(&serde_json::Value::from(key).to_string());
                out.push(':');
                put(out, value);
            }
            out.push('}');
        }
        Value::String(text) => out.push_str(&serde_json::Value::from(&**text).to_string()),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Null | Value::Undefined => out.push_str("null"),
    }
}

/// As OPA prints it; where it has two ways to print one number, in either.
fn number_text(value: &Value) -> String {
    let plain = || number::read(value).map(|decimal| decimal.text()).unwrap_or_default();
    number::text(value).unwrap_or_else(|_| plain())
}

fn list<'a>(out: &mut String, items: impl Iterator<Item = &'a Value>) {
    out.push('[');
    for (index, item) in items.enumerate() {
        out.push_str(if index > 0 { "," } else { "" });
        put(out, item);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(text: &str) -> String {
        read(text).map_or_else(
            |flaw| format!("{}: {}", flaw.span.start, flaw.message),
            |value| write(&value),
        )
    }

    #[test]
    fn what_is_read_is_written_alike() {
        for text in [
            r#"{"a":[1,-2.5,"x\n\"é🦀",null,true,false],"b":{}}"#,
            "[]",
            "18446744073709551616",
            "0.1",
            "1.0",
            r#""\\\"""#,
        ] {
            assert_eq!(again(text), text);
        }
    }

    #[test]
    fn what_would_be_lost_in_silence_is_a_mistake() {
        assert_eq!(again(r#"{"a":1, "a":2}"#), "8: the key `a` stands twice in one object");
        assert_eq!(again(r#"{"a":1, "\u0061":2}"#), "8: the key `a` stands twice in one object");
        assert_eq!(again("[1.10]"), "1: the number `1.10` cannot be kept as it is written");
        assert_eq!(again("[1e999999]"), "1: the number `1e999999` cannot be kept as it is written");
    }

    #[test]
    fn what_is_no_json_is_a_mistake() {
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\"}",
            "01",
            "+1",
            "1.",
            "nul",
            "nulls",
            "\"a",
            "[1] 2",
            "{a:1}",
            "'a'",
            "\"\u{1}\"",
            "-",
            "NaN",
        ] {
            assert!(read(text).is_err(), "{text:?} was read as {}", again(text));
        }
        assert!(read(&"[".repeat(1_000_000)).is_err());
    }
}

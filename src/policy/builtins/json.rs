//! `json.marshal`, `json.unmarshal` and `json.is_valid`. The other functions of `json` are in [`super::json_paths`],
//! [`super::json_patch`] and [`super::schema`].

use super::operand::{object, string};
use super::{Builtin, Failure, Outcome, bounds, json_reader, number, ordering};
use regorus::Value;
use regorus::value::Object;
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "json.is_valid", call: |_, operands| Ok(Value::from(is_valid(&operands[0]))) },
    Builtin { name: "json.marshal", call: |_, operands| text(&operands[0]).map(Value::from) },
    Builtin { name: "json.marshal_with_options", call: |_, operands| marshal_with(operands) },
    Builtin { name: "json.unmarshal", call: |_, operands| unmarshal(operands) },
];

/// What Go reads is nested no deeper.
const MAX_DEPTH: usize = 10_000;

fn is_valid(value: &Value) -> bool {
    let Value::String(text) = value else {
        return false;
    };
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() && depth(text) <= MAX_DEPTH
}

/// OPA asks whether something follows on the value, and takes a `null` for the answer that nothing does.
fn unmarshal(operands: &[Value]) -> Outcome {
    let json = string(1, &operands[0])?;
    let (value, rest) = json_reader::first(json)?;
    if rest.is_empty() || rest.starts_with("null") {
        return Ok(value);
    }
    Err(json_reader::wrong(json.len() - rest.len()))
}

/// How deeply a text that is JSON is nested.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// How JSON is laid out: what each line begins with, and each level of depth.
#[derive(Debug, Clone, Copy)]
struct Layout<'a> {
    prefix: &'a str,
    indent: &'a str,
}

fn marshal_with(operands: &[Value]) -> Outcome {
    let (mut layout, mut is_laid_out, mut pretty) =
        (Layout { prefix: "", indent: "\t" }, false, None);
    for (key, option) in object(2, &operands[1])? {
        match (key.as_string().map(AsRef::as_ref), option) {
            (Ok("prefix"), Value::String(prefix)) => {
                (layout.prefix, is_laid_out) = (prefix, true);
            }
            (Ok("indent"), Value::String(indent)) => {
                (layout.indent, is_laid_out) = (indent, true);
            }
            (Ok("pretty"), Value::Bool(asked)) => pretty = Some(*asked),
            (Ok("prefix" | "indent" | "pretty"), _) => {
                return Err(Failure::Error(format!("option {key} is of the wrong type")));
            }
            _ => return Err(Failure::Error(format!("there is no option {key}"))),
        }
    }
    laid_out(&operands[0], pretty.unwrap_or(is_laid_out).then_some(layout)).map(Value::from)
}

/// The value as JSON, as Go writes it. Sets become arrays, and keys that are no strings become strings of their JSON.
pub(super) fn text(value: &Value) -> Result<String, Failure> {
    laid_out(value, None)
}

fn laid_out(value: &Value, layout: Option<Layout<'_>>) -> Result<String, Failure> {
    let mut writer = Writer { json: String::new(), layout, depth: 0 };
    writer.json.push_str(layout.map_or("", |layout| layout.prefix));
    writer.value(value)?;
    Ok(writer.json)
}

struct Writer<'a> {
    json: String,
    layout: Option<Layout<'a>>,
    depth: usize,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value) -> Result<(), Failure> {
        bounds::text(self.json.len())?;
        match value {
            Value::Null => self.json.push_str("null"),
            Value::Bool(value) => self.json.push_str(if *value { "true" } else { "false" }),
            Value::Number(_) => self.json.push_str(&number::text(value)?),
            Value::String(text) => self.string(text)?,
            Value::Array(items) => {
                self.nested(['[', ']'], items.iter(), Self::value)?;
            }
            Value::Set(members) => {
                let members = ordering::sorted(members.iter()).into_iter();
                self.nested(['[', ']'], members, Self::value)?;
            }
            Value::Object(fields) => {
                let fields = by_name(fields)?;
                self.nested(['{', '}'], fields.iter(), |writer, (name, value)| {
                    writer.string(name)?;
                    writer.json.push_str(if writer.layout.is_some() { ": " } else { ":" });
                    writer.value(value)
                })?;
            }
            Value::Undefined => return Err(Failure::Error("the value is undefined".to_owned())),
        }
        Ok(())
    }

    fn nested<T>(
        &mut self,
        brackets: [char; 2],
        items: impl ExactSizeIterator<Item = T>,
        write: impl Fn(&mut Self, T) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let is_empty = items.len() == 0;
        self.json.push(brackets[0]);
        self.depth += 1;
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.json.push(',');
            }
            self.line()?;
            write(self, item)?;
        }
        self.depth -= 1;
        if !is_empty {
            self.line()?;
        }
        self.json.push(brackets[1]);
        Ok(())
    }

    fn line(&mut self) -> Result<(), Failure> {
        if let Some(layout) = self.layout {
            bounds::text(
                layout.indent.len().saturating_mul(self.depth).saturating_add(self.json.len()),
            )?;
            self.json.push('\n');
            self.json.push_str(layout.prefix);
            self.json.push_str(&layout.indent.repeat(self.depth));
        }
        Ok(())
    }

    fn string(&mut self, text: &str) -> Result<(), Failure> {
        bounds::text(self.json.len().saturating_add(text.len()))?;
        self.json.push('"');
        let mut rest = text;
        while let Some(at) = rest.find(is_escaped) {
            self.json.push_str(&rest[..at]);
            let c = rest[at..].chars().next().expect("it was found");
            rest = &rest[at + c.len_utf8()..];
            match c {
                '"' => self.json.push_str("\\\""),
                '\\' => self.json.push_str("\\\\"),
                '\u{8}' => self.json.push_str("\\b"),
                '\u{c}' => self.json.push_str("\\f"),
                '\n' => self.json.push_str("\\n"),
                '\r' => self.json.push_str("\\r"),
                '\t' => self.json.push_str("\\t"),
                _ => write!(self.json, "\\u{:04x}", u32::from(c)).expect("a string takes text"),
            }
        }
        self.json.push_str(rest);
        self.json.push('"');
        Ok(())
    }
}

/// Go escapes also what HTML and JavaScript would read.
fn is_escaped(c: char) -> bool {
    matches!(c, '\0'..=' ' | '"' | '\\' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}') && c != ' '
}

/// The value as JSON has it: without sets, and with strings for keys.
pub(super) fn plain(value: &Value) -> Outcome {
    Ok(match value {
        Value::Array(items) => Value::from(items.iter().map(plain).collect::<Result<Vec<_>, _>>()?),
        Value::Set(members) => {
            let members = ordering::sorted(members.iter()).into_iter();
            Value::from(members.map(plain).collect::<Result<Vec<_>, _>>()?)
        }
        Value::Object(fields) => {
            let field = |(name, value)| Ok((Value::from(name), plain(value)?));
            by_name(fields)?
                .into_iter()
                .map(field)
                .collect::<Result<Object, Failure>>()?
                .into_value()
        }
        scalar => scalar.clone(),
    })
}

/// The fields in the order of their names; where two have the same, the later in OPA's order wins.
fn by_name(fields: &Object) -> Result<BTreeMap<String, &Value>, Failure> {
    let mut named = BTreeMap::new();
    for (key, value) in ordering::sorted_fields(fields.iter()) {
        let name = match key {
            Value::String(name) => name.to_string(),
            key => text(key)?,
        };
        named.insert(name, value);
    }
    Ok(named)
}

//! Values as `print` and template strings show them.

use regorus::Value;
use std::fmt::Write as _;

/// Strings as they are, anything else as it is written in Rego; `<undefined>` for nothing.
pub(super) fn shown(value: Option<&Value>) -> String {
    let mut text = String::new();
    match value {
        None => text.push_str("<undefined>"),
        Some(Value::String(string)) => text.push_str(string),
        Some(value) => write(&mut text, value),
    }
    text
}

fn write(text: &mut String, value: &Value) {
    match value {
        Value::Array(items) => list(text, '[', items.iter(), ']'),
        Value::Set(items) if items.is_empty() => text.push_str("set()"),
        Value::Set(items) => list(text, '{', items.iter(), '}'),
        Value::Object(items) => {
            text.push('{');
            for (index, (key, item)) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { ", " });
                write(text, key);
                text.push_str(": ");
                write(text, item);
            }
            text.push('}');
        }
        // Writing to a string does not fail.
        scalar => drop(write!(text, "{scalar}")),
    }
}

fn list<'a>(text: &mut String, open: char, items: impl Iterator<Item = &'a Value>, close: char) {
    text.push(open);
    for (index, item) in items.enumerate() {
        text.push_str(if index == 0 { "" } else { ", " });
        write(text, item);
    }
    text.push(close);
}

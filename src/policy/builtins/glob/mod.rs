//! `glob.*`, as OPA has it from the library `gobwas/glob` 0.2.3: with its faults, for policies were tried with them. Where
//! that library is right, `*` and `?` match no delimiter, `**` matches everything, `[a-z]` and `[!abc]` one character, and
//! `{a,b}` one of several patterns.

mod compile;
mod matcher;
mod pattern;

use super::operand::{string, wrong_type};
use super::{Builtin, Failure, Outcome};
use compile::compile;
use pattern::parse;
use regorus::Value;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "glob.match", call: |_, operands| is_match(operands) },
    Builtin { name: "glob.quote_meta", call: |_, operands| quote(operands) },
];

/// A match that takes more steps is given up.
const MAX_STEPS: usize = 2_000_000;

fn is_match(operands: &[Value]) -> Outcome {
    let pattern = string(1, &operands[0])?;
    let delimiters = delimiters(&operands[1])?;
    let text = string(3, &operands[2])?;
    let matcher = compile(&parse(pattern)?, &delimiters)?;
    let mut steps = MAX_STEPS;
    Ok(Value::from(matcher.is_match(text.as_bytes(), &mut steps)?))
}

/// An array of characters; if it is empty, a point; and none where it is null.
fn delimiters(value: &Value) -> Result<Vec<char>, Failure> {
    let delimiters = match value {
        Value::Null => return Ok(Vec::new()),
        Value::Array(delimiters) if delimiters.is_empty() => return Ok(vec!['.']),
        Value::Array(delimiters) => delimiters,
        other => return Err(wrong_type(2, other, "one of {array, null}")),
    };
    let character = |value: &Value| {
        let mut characters = value.as_string().ok()?.chars();
        characters.next().filter(|_| characters.next().is_none())
    };
    let delimiters: Option<Vec<char>> = delimiters.iter().map(character).collect();
    delimiters.ok_or_else(|| wrong_type(2, value, "array of single-character strings"))
}

fn quote(operands: &[Value]) -> Outcome {
    let mut quoted = String::new();
    for c in string(1, &operands[0])?.chars() {
        if r"*?\[]{}".contains(c) {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    super::bounds::text(quoted.len())?;
    Ok(Value::from(quoted))
}

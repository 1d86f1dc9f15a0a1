//! YAML to values. What OPA's reader and newer ones take for different things (`yes`, `0o17`, `1_000`, `12:30`) is a mistake
//! unless it is quoted, and so are anchors and tags.

use super::Flaw;
use crate::config::tree::{self, Node, Value as Yaml};
use crate::policy::builtins::json_text;
use regorus::Value;
use std::collections::BTreeMap;
use std::ops::Range;

pub(super) fn read(text: &str) -> Result<Value, Flaw> {
    let root = tree::read(text).map_err(|mistake| {
        let message = mistake.to_string();
        Flaw { span: mistake.offset()..mistake.offset(), message }
    })?;
    value(text, &root)
}

fn value(text: &str, node: &Node) -> Result<Value, Flaw> {
    let span = node.span.offset()..node.span.offset() + node.span.len();
    Ok(match &node.value {
        Yaml::Null => Value::Null,
        Yaml::Bool(flag) => Value::from(*flag),
        Yaml::Number(number) => {
            let written = text.get(span.clone()).unwrap_or_default();
            if is_ambiguous(written) {
                return Err(ambiguous(written, span));
            }
            self::number(number, written, span)?
        }
        Yaml::Text(content) => {
            plain(text, content, &span)?;
            Value::from(&**content)
        }
        Yaml::List(items) => {
            let items: Result<Vec<_>, _> = items.iter().map(|item| value(text, item)).collect();
            Value::from(items?)
        }
        Yaml::Map(entries) => {
            let mut fields = BTreeMap::new();
            for (key, node) in entries {
                let span = key.span.offset()..key.span.offset() + key.span.len();
                plain(text, &key.value, &span)?;
                if fields.insert(Value::from(&*key.value), value(text, node)?).is_some() {
                    let message = format!("the key `{}` stands twice in one object", key.value);
                    return Err(Flaw { span, message });
                }
            }
            Value::from(fields)
        }
    })
}

/// A number as OPA's reader passes it on: whole ones without a point.
fn number(number: &serde_json::Number, written: &str, span: Range<usize>) -> Result<Value, Flaw> {
    let text = match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 => format!("{float:.0}"),
        _ => number.to_string(),
    };
    let kept = written.trim_start_matches('-').len() <= 17 || !number.is_f64();
    json_text::read(&text).ok().filter(|_| kept).ok_or_else(|| Flaw {
        span,
        message: format!("the number `{written}` cannot be kept as it is written"),
    })
}

/// A text that is not quoted and that some reader takes for something else is a mistake.
fn plain(text: &str, content: &str, span: &Range<usize>) -> Result<(), Flaw> {
    let quoted =
        text.get(span.clone()).is_some_and(|written| written.starts_with(['"', '\'', '|', '>']));
    if quoted || !is_ambiguous(content) { Ok(()) } else { Err(ambiguous(content, span.clone())) }
}

fn ambiguous(written: &str, span: Range<usize>) -> Flaw {
    let message = format!(
        "readers of YAML do not agree on what `{written}` is: quote it, or write it as JSON does"
    );
    Flaw { span, message }
}

fn is_ambiguous(text: &str) -> bool {
    const WORDS: [&str; 15] = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ".inf", "-.inf", "+.inf",
        ".nan", "=",
    ];
    if WORDS.contains(&&*text.to_ascii_lowercase()) {
        return !matches!(text, "true" | "false" | "null" | "~");
    }
    let digits = text.trim_start_matches(['+', '-']);
    let numeric = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.chars().all(|c| c.is_ascii_hexdigit() || "xXoO_.:+-".contains(c));
    let zero = digits
        .strip_prefix('0')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || "xXoObB".contains(c)));
    numeric
        && (text.starts_with('+') || digits.starts_with('.') || zero || digits.contains(['_', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(text: &str) -> String {
        read(text).map_or_else(|flaw| flaw.message, |value| json_text::write(&value))
    }

    #[test]
    fn is_read_as_opa_reads_it() {
        for (yaml, json) in [
            ("a: 1\nb: [x, 'y', ~]\nc: true", r#"{"a":1,"b":["x","y",null],"c":true}"#),
            ("d: 1.0\ne: -2.5", r#"{"d":1,"e":-2.5}"#),
            ("date: 2024-01-02\nversion: 1.2.3", r#"{"date":"2024-01-02","version":"1.2.3"}"#),
            ("a: 'yes'\nb: \"0o17\"", r#"{"a":"yes","b":"0o17"}"#),
            ("text: |\n  two\n  lines\n", r#"{"text":"two\nlines\n"}"#),
        ] {
            assert_eq!(again(yaml), json, "{yaml}");
        }
    }

    #[test]
    fn what_readers_do_not_agree_on_is_a_mistake() {
        for yaml in [
            "a: yes",
            "a: No",
            "a: ON",
            "a: 0o17",
            "a: 017",
            "a: 0x1f",
            "a: 1_000",
            "a: 12:30",
            "a: .inf",
            "a: +1",
            "y: 1",
            "a: &x 1",
            "a: !!str 1.4\nb: *x",
            "a: 1\na: 2",
        ] {
            assert!(read(yaml).is_err(), "{yaml:?} was read as {}", again(yaml));
        }
    }
}

//! Functions over strings.

use super::{Failure, Outcome, text};
use regorus::Value;

/// No policy needs a longer text, and a blown-up one would take the process down.
const MAX_BYTES: usize = 16 << 20;

/// `replace(text, old, new)`.
pub(super) fn replace(subject: &Value, old: &Value, new: &Value) -> Outcome {
    let (subject, old, new) =
        (text("replace", subject)?, text("replace", old)?, text("replace", new)?);
    let places = subject.matches(old).count();
    if subject.len().saturating_add(places.saturating_mul(new.len())) > MAX_BYTES {
        return Err(Failure(format!("`replace` would give a text of more than {MAX_BYTES} bytes")));
    }
    Ok(Value::from(subject.replace(old, new)))
}

/// `strings.count(text, part)`: how often the part occurs, without overlaps.
pub(super) fn count(subject: &Value, part: &Value) -> Outcome {
    let (subject, part) = (text("strings.count", subject)?, text("strings.count", part)?);
    Ok(Value::from(subject.matches(part).count()))
}

/// `strings.replace_n(patterns, text)`: all at once, so that what is put in is not replaced again; where several fit, the
/// first in the order of the patterns.
pub(super) fn replace_n(patterns: &Value, subject: &Value) -> Outcome {
    let name = "strings.replace_n";
    let patterns = patterns
        .as_object()
        .map_err(|_| Failure(format!("`{name}` takes an object of patterns")))?;
    let pairs: Vec<(&str, &str)> = patterns
        .iter()
        .map(|(old, new)| Ok((text(name, old)?, text(name, new)?)))
        .collect::<Result<_, Failure>>()?;
    let mut rest = text(name, subject)?;
    if pairs.iter().any(|(old, _)| old.is_empty()) {
        return Err(Failure(format!("`{name}` has nothing to look for: a pattern is empty")));
    }
    let mut replaced = String::new();
    while let Some(c) = rest.chars().next() {
        let (length, new) = match pairs.iter().find(|(old, _)| rest.starts_with(old)) {
            Some((old, new)) => (old.len(), *new),
            None => (c.len_utf8(), &rest[..c.len_utf8()]),
        };
        replaced.push_str(new);
        rest = &rest[length..];
        if replaced.len() > MAX_BYTES {
            return Err(Failure(format!(
                "`{name}` would give a text of more than {MAX_BYTES} bytes"
            )));
        }
    }
    Ok(Value::from(replaced))
}

/// `lower(text)`: character by character, as Go does it, so that no text changes its length.
pub(super) fn lower(subject: &Value) -> Outcome {
    let simple = |c: char| match c {
        'İ' => 'i',
        _ => single(c.to_lowercase()).unwrap_or(c),
    };
    Ok(Value::from(text("lower", subject)?.chars().map(simple).collect::<String>()))
}

/// `upper(text)`, likewise.
pub(super) fn upper(subject: &Value) -> Outcome {
    let simple = |c: char| single(c.to_uppercase()).unwrap_or(c);
    Ok(Value::from(text("upper", subject)?.chars().map(simple).collect::<String>()))
}

fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    characters.next().filter(|_| characters.next().is_none())
}

/// `json.marshal(value)`: Go escapes what HTML and JavaScript would read.
pub(super) fn marshal(value: &Value) -> Outcome {
    let json = serde_json::to_string(value).map_err(|error| Failure(error.to_string()))?;
    let escaped = [
        ('<', "\\u003c"),
        ('>', "\\u003e"),
        ('&', "\\u0026"),
        ('\u{2028}', "\\u2028"),
        ('\u{2029}', "\\u2029"),
    ]
    .into_iter()
    .fold(json, |json, (c, escape)| json.replace(c, escape));
    Ok(Value::from(escaped))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_opa_does() {
        let count = |text: &str, part: &str| count(&text.into(), &part.into()).unwrap();
        assert_eq!(count("aaaa", "aa"), Value::from(2_u64));
        assert_eq!(count("abc", ""), Value::from(4_u64));
        assert_eq!(count("abc", "x"), Value::from(0_u64));
    }

    /// What OPA 1.20.2 gives.
    #[test]
    fn replaces_all_at_once() {
        let replace = |patterns: &str, text: &str| {
            replace_n(&Value::from_json_str(patterns).unwrap(), &text.into())
                .map_err(|failure| failure.to_string())
        };
        assert_eq!(replace(r#"{"a": "b", "b": "c"}"#, "ab"), Ok("bc".into()));
        assert_eq!(replace(r#"{"a": "1", "ab": "2"}"#, "abab"), Ok("1b1b".into()));
        assert_eq!(replace(r#"{"é": "2"}"#, "éa"), Ok("2a".into()));
        assert!(replace(r#"{"": "2"}"#, "a").is_err());
    }

    /// What OPA 1.20.2 gives.
    #[test]
    fn changes_case_character_by_character() {
        assert_eq!(upper(&"éßǆŉİ".into()).unwrap(), "ÉßǄŉİ".into());
        assert_eq!(lower(&"ΑΣ İ Ǆ".into()).unwrap(), "ασ i ǆ".into());
    }

    /// What OPA 1.20.2 gives.
    #[test]
    fn escapes_json_as_go_does() {
        let wanted = "\"\\u003c\\u0026\\u003e\\u2028\\u0001\\\"\\\\/\"";
        assert_eq!(marshal(&"<&>\u{2028}\u{1}\"\\/".into()).unwrap(), wanted.into());
        assert_eq!(
            marshal(&Value::from_json_str(r#"{"b": [1, 1.5], "a": null}"#).unwrap()).unwrap(),
            r#"{"a":null,"b":[1,1.5]}"#.into()
        );
    }

    #[test]
    fn replaces_but_does_not_blow_up() {
        assert_eq!(replace(&"a.b.c".into(), &".".into(), &"-".into()).unwrap(), "a-b-c".into());
        assert_eq!(replace(&"ab".into(), &"".into(), &"-".into()).unwrap(), "-a-b-".into());
        let long = "a".repeat(10_000);
        assert!(replace(&long.clone().into(), &"a".into(), &long.into()).is_err());
    }
}

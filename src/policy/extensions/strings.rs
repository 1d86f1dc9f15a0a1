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

    #[test]
    fn replaces_but_does_not_blow_up() {
        assert_eq!(replace(&"a.b.c".into(), &".".into(), &"-".into()).unwrap(), "a-b-c".into());
        assert_eq!(replace(&"ab".into(), &"".into(), &"-".into()).unwrap(), "-a-b-".into());
        let long = "a".repeat(10_000);
        assert!(replace(&long.clone().into(), &"a".into(), &long.into()).is_err());
    }
}

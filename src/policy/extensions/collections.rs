//! Functions over numbers, sets, arrays and objects.

use super::{Failure, Outcome};
use regorus::Value;

/// No policy counts further, and a longer array would take the process down.
const MAX_ITEMS: u64 = 1_000_000;

/// `numbers.range(from, to)` and `numbers.range_step(from, to, step)`: both ends are in it; it counts down where `to` is
/// less than `from`.
pub(super) fn range(from: &Value, to: &Value, step: Option<&Value>) -> Outcome {
    let integer = |value: &Value| {
        value
            .as_i64()
            .map_err(|_| Failure(format!("`numbers.range` takes integers, not `{value}`")))
    };
    let (from, to) = (integer(from)?, integer(to)?);
    let step = step.map_or(Ok(1), integer)?;
    let Some(step) = u64::try_from(step).ok().filter(|step| *step > 0) else {
        return Err(Failure("`numbers.range_step` takes a positive step".into()));
    };
    let steps = from.abs_diff(to) / step;
    if steps >= MAX_ITEMS {
        return Err(Failure(format!("`numbers.range` would give more than {MAX_ITEMS} numbers")));
    }
    let item = |n: u64| {
        let distance = i128::from(n) * i128::from(step);
        Value::from(i128::from(from) + if to < from { -distance } else { distance })
    };
    Ok(Value::from((0..=steps).map(item).collect::<Vec<_>>()))
}

/// `object.subset(super, sub)`.
pub(super) fn subset(of: &Value, part: &Value) -> Outcome {
    let holds = match (of, part) {
        (Value::Object(_), Value::Object(_))
        | (Value::Set(_), Value::Set(_))
        | (Value::Array(_), Value::Array(_)) => is_part(of, part),
        (Value::Array(of), Value::Set(part)) => {
            part.iter().all(|member| of.iter().any(|item| item == member))
        }
        _ => {
            return Err(Failure(
                "`object.subset` takes two of a kind, or an array and a set".into(),
            ));
        }
    };
    Ok(Value::from(holds))
}

fn is_part(of: &Value, part: &Value) -> bool {
    match (of, part) {
        (Value::Object(of), Value::Object(part)) => {
            part.iter().all(|(key, value)| of.get(key).is_some_and(|found| is_part(found, value)))
        }
        (Value::Set(of), Value::Set(part)) => part.iter().all(|member| of.contains(member)),
        (Value::Array(of), Value::Array(part)) => {
            let (of, part): (Vec<&Value>, Vec<&Value>) =
                (of.iter().collect(), part.iter().collect());
            part.is_empty() || of.windows(part.len()).any(|window| window == part)
        }
        _ => of == part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Value {
        Value::from_json_str(json).unwrap()
    }

    #[test]
    fn ranges_count_up_and_down_and_end() {
        let range = |from: i64, to: i64, step: Option<i64>| {
            range(&from.into(), &to.into(), step.map(Value::from).as_ref())
                .map_err(|failure| failure.to_string())
        };
        assert_eq!(range(1, 3, None), Ok(value("[1, 2, 3]")));
        assert_eq!(range(3, 1, None), Ok(value("[3, 2, 1]")));
        assert_eq!(range(0, 5, Some(2)), Ok(value("[0, 2, 4]")));
        assert!(range(0, 5, Some(0)).unwrap_err().contains("positive"));
        assert!(range(0, i64::MAX, None).unwrap_err().contains("more than"));
        assert!(range(i64::MIN, i64::MAX, None).is_err());
    }

    #[test]
    fn subsets_are_found_as_opa_finds_them() {
        let subset =
            |of: &str, part: &str| subset(&value(of), &value(part)).unwrap() == Value::from(true);
        assert!(subset(r#"{"a": {"b": 1, "c": 2}, "d": 3}"#, r#"{"a": {"c": 2}}"#));
        assert!(!subset(r#"{"a": 1}"#, r#"{"b": 1}"#));
        assert!(subset("[1, 2, 3]", "[2, 3]"));
        assert!(!subset("[1, 2, 3]", "[1, 3]"));
        assert!(subset("[1]", "[]"));
        assert!(subset(r#"{"a": [1, 2]}"#, r#"{"a": [2]}"#));
    }
}

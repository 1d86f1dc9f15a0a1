//! Semantic versions, as leniently as OPA reads them: `v1.2.3` and `01.2.3` are some.

use super::{Builtin, Context, Failure, Outcome, operand};
use regorus::Value;
use std::cmp::Ordering;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "semver.compare", call: compare },
    Builtin { name: "semver.is_valid", call: |_, args| Ok(is_valid(&args[0]).into()) },
];

struct Version<'a> {
    numbers: [i64; 3],
    pre_release: &'a str,
}

fn is_valid(value: &Value) -> bool {
    value.as_string().is_ok_and(|text| Version::read(text).is_some())
}

fn compare(_: &Context, args: &[Value]) -> Outcome {
    let (a, b) = (operand::string(1, &args[0])?, operand::string(2, &args[1])?);
    let invalid = |position, text| {
        Failure::Error(format!("operand {position}: string {text} is not a valid SemVer"))
    };
    let a = Version::read(a).ok_or_else(|| invalid(1, a))?;
    let b = Version::read(b).ok_or_else(|| invalid(2, b))?;
    let order = match a.numbers.cmp(&b.numbers) {
        Ordering::Equal => compare_pre_releases(a.pre_release, b.pre_release)?,
        order => order,
    };
    Ok(Value::from(order as i32))
}

impl<'a> Version<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (text, build) = text.split_once('+').unwrap_or((text, ""));
        let (text, pre_release) = text.split_once('-').unwrap_or((text, ""));
        if !are_identifiers(build) || !are_identifiers(pre_release) {
            return None;
        }
        let mut parts = text.split('.').map(|part| part.parse::<i64>().ok());
        let numbers = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(Self { numbers, pre_release })
    }
}

/// Whether there are none, or all of them have the right characters.
fn are_identifiers(text: &str) -> bool {
    let is_identifier = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.is_empty() || text.split('.').all(is_identifier)
}

/// A version without one comes after those that have one.
fn compare_pre_releases(a: &str, b: &str) -> Result<Ordering, Failure> {
    if a == b || a.is_empty() || b.is_empty() {
        return Ok(a.is_empty().cmp(&b.is_empty()));
    }
    let (mut a_parts, mut b_parts) = (a.split('.'), b.split('.'));
    loop {
        let order = match (a_parts.next(), b_parts.next()) {
            (Some(a), Some(b)) => compare_identifiers(a, b),
            (Some(_), None) => Ordering::Greater,
            (None, Some(_)) => Ordering::Less,
            (None, None) => {
                return Err(Failure::Refused(format!(
                    "OPA does not end when it compares the pre-releases `{a}` and `{b}`"
                )));
            }
        };
        if order.is_ne() {
            return Ok(order);
        }
    }
}

/// Numbers come first, by what they are worth, and numbers that are too large are all the same.
fn compare_identifiers(a: &str, b: &str) -> Ordering {
    let number = |text: &str| {
        let is_number = text.bytes().all(|digit| digit.is_ascii_digit());
        is_number.then(|| text.parse().unwrap_or(i64::MAX))
    };
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    /// What OPA 1.20.2 gives.
    #[test]
    fn compares_versions_as_opa_does() {
        check(&[
            ("semver.compare", &[r#""1.2.3""#, r#""v1.2.4""#], "-1"),
            ("semver.compare", &[r#""1.10.0""#, r#""1.9.0""#], "1"),
            ("semver.compare", &[r#""1.0.0""#, r#""1.0.0-rc.1""#], "1"),
            ("semver.compare", &[r#""1.0.0-1""#, r#""1.0.0-a""#], "-1"),
            ("semver.compare", &[r#""1.0.0-a.1""#, r#""1.0.0-a""#], "1"),
            ("semver.compare", &[r#""1.0.0-a.2""#, r#""1.0.0-a.10""#], "-1"),
            ("semver.compare", &[r#""1.0.0+a""#, r#""1.0.0+b""#], "0"),
            ("semver.compare", &[r#""1.0""#, r#""1.0.0""#], "error"),
            ("semver.compare", &["1", r#""1.0.0""#], "error"),
            ("semver.is_valid", &[r#""1.2.3""#], "true"),
            ("semver.is_valid", &[r#""v1.2.3""#], "true"),
            ("semver.is_valid", &[r#""01.2.3""#], "true"),
            ("semver.is_valid", &[r#""1.2""#], "false"),
            ("semver.is_valid", &[r#""1.2.3.4""#], "false"),
            ("semver.is_valid", &[r#""1.2.3-a..b""#], "false"),
            ("semver.is_valid", &[r#""1.2.3+""#], "true"),
            ("semver.is_valid", &[r#""1.2.3-é""#], "false"),
            ("semver.is_valid", &["1"], "false"),
        ]);
    }

    #[test]
    fn versions_that_opa_never_ends_to_compare_are_refused() {
        check(&[("semver.compare", &[r#""1.0.0-a.1""#, r#""1.0.0-a.01""#], "refused")]);
    }
}

//! Functions over time, which is nanoseconds since 1970 in UTC.

use super::{Failure, Outcome, text};
use jiff::{Span, Timestamp, civil::Date, tz::TimeZone};
use regorus::Value;

/// `time.add_date(ns, years, months, days)`: as Go does it, a day that the month does not have runs over into the next.
pub(super) fn add_date(args: &[Value]) -> Outcome {
    let integer = |value: &Value| {
        value
            .as_i64()
            .map_err(|_| Failure(format!("`time.add_date` takes integers, not `{value}`")))
    };
    let (ns, years, months, days) =
        (integer(&args[0])?, integer(&args[1])?, integer(&args[2])?, integer(&args[3])?);
    let added = || {
        let moment =
            Timestamp::from_nanosecond(i128::from(ns)).ok()?.to_zoned(TimeZone::UTC).datetime();
        let months = i64::from(moment.month() - 1).checked_add(months)?;
        let year =
            i64::from(moment.year()).checked_add(years)?.checked_add(months.div_euclid(12))?;
        let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
        let first = Date::new(i16::try_from(year).ok()?, month, 1).ok()?;
        let days = i64::from(moment.day() - 1).checked_add(days)?;
        let date = first.checked_add(Span::new().try_days(days).ok()?).ok()?;
        let moment = date.to_datetime(moment.time()).to_zoned(TimeZone::UTC).ok()?;
        i64::try_from(moment.timestamp().as_nanosecond()).ok()
    };
    added().map(Value::from).ok_or_else(out_of_range)
}

/// `time.parse_rfc3339_ns(text)`: strictly, for what OPA refuses is no time here either.
pub(super) fn parse_rfc3339(value: &Value) -> Outcome {
    let text = text("time.parse_rfc3339_ns", value)?;
    let refused = || Failure(format!("`{text}` is not a time as RFC 3339 writes it"));
    let plain = text
        .get(..19)
        .filter(|plain| has_shape(plain, "0000-00-00T00:00:00"))
        .ok_or_else(refused)?;
    let leap_second = plain.ends_with("60");
    let zone = text[19..]
        .strip_prefix('.')
        .map_or(&text[19..], |fraction| fraction.trim_start_matches(|c: char| c.is_ascii_digit()));
    let known_zone = zone == "Z" || has_shape(zone, "+00:00") || has_shape(zone, "-00:00");
    if leap_second || !known_zone {
        return Err(refused());
    }
    let moment: Timestamp = text.parse().map_err(|_| refused())?;
    i64::try_from(moment.as_nanosecond()).map(Value::from).map_err(|_| out_of_range())
}

/// Whether the text has a digit where the shape has a 0, and is the shape elsewhere.
fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text
            .bytes()
            .zip(shape.bytes())
            .all(|(c, wanted)| if wanted == b'0' { c.is_ascii_digit() } else { c == wanted })
}

fn out_of_range() -> Failure {
    Failure("the time is out of range".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<i64> {
        parse_rfc3339(&text.into()).ok().map(|ns| ns.as_i64().unwrap())
    }

    /// What OPA 1.20.2 gives.
    #[test]
    fn adds_dates_as_go_does() {
        let add = |text: &str, years: i64, months: i64, days: i64| {
            add_date(&[parse(text).unwrap().into(), years.into(), months.into(), days.into()]).ok()
        };
        for (text, years, months, days, wanted) in [
            ("2024-01-31T10:00:00Z", 0, 1, 0, 1_709_373_600_000_000_000_i64),
            ("2024-02-29T10:00:00.5Z", 1, 0, 0, 1_740_823_200_500_000_000),
            ("2024-03-31T10:00:00Z", 0, -1, 0, 1_709_373_600_000_000_000),
            ("2024-03-31T10:00:00Z", 0, 13, 40, 1_749_549_600_000_000_000),
        ] {
            assert_eq!(add(text, years, months, days), Some(wanted.into()), "{text}");
        }
        assert_eq!(add("1970-01-01T00:00:00Z", 300, 0, 0), None);
        assert_eq!(add("1970-01-01T00:00:00Z", 0, 0, i64::MAX), None);
    }

    #[test]
    fn reads_only_what_opa_reads() {
        assert_eq!(parse("2024-03-31T10:00:00+01:00"), Some(1_711_875_600_000_000_000));
        assert_eq!(parse("2024-03-31T10:00:00.123456789Z"), Some(1_711_879_200_123_456_789));
        for text in [
            "x",
            "2024-03-31t10:00:00z",
            "2024-03-31 10:00:00Z",
            "2024-03-31T23:59:60Z",
            "9999-12-30T22:00:00Z",
            "0001-01-01T00:00:00Z",
            "-009999-01-02T01:59:59Z",
            "2024-03-31T10:00:00",
            "2024-03-31T10:00:00Z[UTC]",
            "2024-02-30T10:00:00Z",
            "2024-03-31T10:00:00.Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}

//! From when until when a certificate is valid.

use super::super::Failure;
use super::super::der::{Der, GENERALIZED_TIME, UTC_TIME};
use super::certificate::malformed;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

/// In UTC; the last second of the year 9999, which stands for no end, is no timestamp. Both ends count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Validity {
    pub(super) from: DateTime,
    pub(super) until: DateTime,
}

impl Validity {
    pub(super) fn read(content: &[u8]) -> Result<Self, Failure> {
        let mut der = Der(content);
        Ok(Self { from: read_time(&mut der)?, until: read_time(&mut der)? })
    }

    pub(super) fn has(self, time: Timestamp) -> bool {
        (self.from..=self.until).contains(&TimeZone::UTC.to_datetime(time))
    }
}

fn read_time(der: &mut Der<'_>) -> Result<DateTime, Failure> {
    let element = der.element().ok_or_else(|| malformed("its validity"))?;
    let text = str::from_utf8(element.content).map_err(|_| malformed("its validity"))?;
    let (century, rest) = match element.tag {
        // A year of two digits is one from 1950 to 2049.
        UTC_TIME if text < "5" => ("20", text),
        UTC_TIME => ("19", text),
        GENERALIZED_TIME => text.split_at_checked(2).ok_or_else(|| malformed("its validity"))?,
        _ => return Err(malformed("its validity")),
    };
    let digits = [century, rest.strip_suffix('Z').unwrap_or(rest)].concat();
    let plain = digits.len() == 14 && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !plain || !rest.ends_with('Z') {
        // Go takes minutes without seconds, and offsets.
        return Err(Failure::Refused(
            "a certificate has a time that is not in UTC with seconds".to_owned(),
        ));
    }
    let part = |start: usize, length: usize| &digits[start..start + length];
    let iso8601 = format!(
        "{}-{}-{}T{}:{}:{}",
        part(0, 4),
        part(4, 2),
        part(6, 2),
        part(8, 2),
        part(10, 2),
        part(12, 2)
    );
    let is_leap_second = part(12, 2) == "60";
    let time = iso8601.parse().ok().filter(|_| !is_leap_second);
    time.ok_or_else(|| malformed("its validity"))
}

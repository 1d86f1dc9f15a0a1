//! The operand of most functions over time: `ns`, `[ns, zone]` or `[ns, zone, layout]`.

use super::super::Failure;
use super::super::operand::wrong_type;
use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{self, TimeZone},
};
use regorus::Value;

const WANTED: &str = "nanoseconds, or `[nanoseconds, zone, layout]`";

/// An instant, as clocks in a zone show it, and how it is to be written.
pub(super) struct Moment {
    pub(super) timestamp: Timestamp,
    pub(super) local: DateTime,
    pub(super) zone: TimeZone,
    pub(super) layout: Option<String>,
}

impl Moment {
    pub(super) fn of(operand: &Value) -> Result<Self, Failure> {
        let parts = match operand {
            Value::Number(_) => std::slice::from_ref(operand),
            Value::Array(parts) if !parts.is_empty() => parts.as_slice(),
            other => return Err(wrong_type(1, other, WANTED)),
        };
        let Value::Number(number) = &parts[0] else { return Err(wrong_type(1, operand, WANTED)) };
        let text = |index: usize| match parts.get(index) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_ref())),
            Some(_) => Err(wrong_type(1, operand, WANTED)),
        };
        let zone = text(1)?.map_or(Ok(TimeZone::UTC), find)?;
        let layout = text(2)?.map(str::to_owned);
        let nanoseconds =
            number.as_i64().ok_or_else(|| Failure::Error("the time is too large".to_owned()))?;
        let timestamp = Timestamp::from_nanosecond(nanoseconds.into())
            .expect("64 bits of nanoseconds are within the years that timestamps know");
        Ok(Self { timestamp, local: zone.to_datetime(timestamp), zone, layout })
    }

    /// The same instant as clocks show it where another was given.
    pub(super) fn in_zone_of(self, other: &Self) -> Self {
        Self { local: other.zone.to_datetime(self.timestamp), zone: other.zone.clone(), ..self }
    }
}

/// The zone of a name, spelt as IANA spells it.
fn find(name: &str) -> Result<TimeZone, Failure> {
    match name {
        "" | "UTC" => return Ok(TimeZone::UTC),
        "Local" => {
            return Err(Failure::Refused(
                "the zone `Local` depends on the machine: name one, such as `Europe/Berlin`"
                    .to_owned(),
            ));
        }
        _ => {}
    }
    tz::db()
        .get(name)
        .ok()
        .filter(|zone| zone.iana_name() == Some(name))
        .ok_or_else(|| Failure::Error(format!("there is no time zone `{name}`")))
}

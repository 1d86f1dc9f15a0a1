//! `time.*`: instants are nanoseconds since 1970 in UTC, layouts are Go's, and the clock is the one of the run. Time zones
//! come with the binary, so that a result does not depend on the machine.

mod calendar;
mod duration;
mod format;
mod layout;
mod parse;
mod zoned;

use super::operand::{index, string};
use super::{Builtin, Context, Failure, Outcome};
use jiff::Timestamp;
use regorus::Value;
use zoned::Moment;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "time.now_ns", call: now },
    Builtin {
        name: "time.parse_ns",
        call: |_, args| parse_with(string(1, &args[0])?, string(2, &args[1])?),
    },
    Builtin {
        name: "time.parse_rfc3339_ns",
        call: |_, args| parse_with(layout::RFC3339, string(1, &args[0])?),
    },
    Builtin {
        name: "time.parse_duration_ns",
        call: |_, args| duration::parse(string(1, &args[0])?).map(Value::from),
    },
    Builtin { name: "time.format", call: format },
    Builtin { name: "time.date", call: date },
    Builtin { name: "time.clock", call: clock },
    Builtin { name: "time.weekday", call: weekday },
    Builtin { name: "time.add_date", call: add_date },
    Builtin { name: "time.diff", call: diff },
];

fn now(context: &Context, _: &[Value]) -> Outcome {
    nanoseconds(context.now)
}

fn parse_with(layout: &str, value: &str) -> Outcome {
    parse::parse(layout::named(layout)?, value)
        .and_then(|nanoseconds| safe(nanoseconds).map(Value::from))
}

fn format(_: &Context, args: &[Value]) -> Outcome {
    let moment = Moment::of(&args[0])?;
    let layout = match moment.layout.as_deref() {
        None | Some("") => layout::RFC3339_NANO,
        Some(layout) => layout::named(layout)?,
    };
    format::format(&moment, layout)
}

fn date(_: &Context, args: &[Value]) -> Outcome {
    let local = Moment::of(&args[0])?.local;
    Ok(integers([local.year().into(), local.month().into(), local.day().into()]))
}

fn clock(_: &Context, args: &[Value]) -> Outcome {
    let local = Moment::of(&args[0])?.local;
    Ok(integers([local.hour().into(), local.minute().into(), local.second().into()]))
}

fn weekday(_: &Context, args: &[Value]) -> Outcome {
    Ok(calendar::weekday_name(Moment::of(&args[0])?.local.weekday()).into())
}

fn add_date(_: &Context, args: &[Value]) -> Outcome {
    let moment = Moment::of(&args[0])?;
    let nanoseconds =
        calendar::add_date(&moment, index(2, &args[1])?, index(3, &args[2])?, index(4, &args[3])?)?;
    safe(nanoseconds).map(Value::from)
}

fn diff(_: &Context, args: &[Value]) -> Outcome {
    let (first, second) = (Moment::of(&args[0])?, Moment::of(&args[1])?);
    let second = second.in_zone_of(&first);
    Ok(integers(if first.timestamp > second.timestamp {
        calendar::difference(second.local, first.local)
    } else {
        calendar::difference(first.local, second.local)
    }))
}

fn integers<const N: usize>(numbers: [i64; N]) -> Value {
    Value::from(numbers.map(Value::from).to_vec())
}

fn nanoseconds(timestamp: Timestamp) -> Outcome {
    safe(timestamp.as_nanosecond()).map(Value::from)
}

/// Whether a text is a time in a layout, in whatever year.
pub(super) fn is_time(layout: &str, text: &str) -> bool {
    !matches!(parse::parse(layout, text), Err(Failure::Error(_)))
}

/// Nanoseconds that fit, which is from 1677 to 2262.
fn safe(nanoseconds: i128) -> Result<i64, Failure> {
    i64::try_from(nanoseconds)
        .map_err(|_| Failure::Error("the time is outside of what nanoseconds can say".to_owned()))
}

#[cfg(test)]
mod tests;

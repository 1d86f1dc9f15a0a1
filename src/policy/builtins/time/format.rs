//! Times as text.

use super::super::{Failure, Outcome, bounds};
use super::calendar::{month_name, weekday_name};
use super::layout::{Element, Offset, next_element};
use super::zoned::Moment;
use std::fmt::Write as _;

pub(super) fn format(moment: &Moment, layout: &str) -> Outcome {
    let offset = moment.zone.to_offset_info(moment.timestamp);
    let mut text = String::new();
    let mut rest = layout;
    loop {
        let (literal, next) = next_element(rest);
        text.push_str(literal);
        bounds::text(text.len())?;
        let Some((element, after)) = next else { return Ok(text.into()) };
        match element {
            Element::Abbreviation => text.push_str(offset.abbreviation()),
            Element::Offset(form) => write_offset(&mut text, form, offset.offset().seconds())?,
            element => write_element(&mut text, element, moment),
        }
        rest = after;
    }
}

fn write_element(text: &mut String, element: Element, moment: &Moment) {
    let local = moment.local;
    let (year, month, day) = (local.year(), local.month(), local.day());
    let (hour, minute, second) = (local.hour(), local.minute(), local.second());
    let hour12 = if hour % 12 == 0 { 12 } else { hour % 12 };
    let month_name = month_name(local);
    let weekday_name = weekday_name(local.weekday());
    let noon = if hour >= 12 { ("PM", "pm") } else { ("AM", "am") };
    match element {
        Element::LongYear => write!(text, "{year:04}"),
        Element::Year => write!(text, "{:02}", year % 100),
        Element::LongMonth => write!(text, "{month_name}"),
        Element::Month => write!(text, "{}", &month_name[..3]),
        Element::NumericMonth => write!(text, "{month}"),
        Element::ZeroMonth => write!(text, "{month:02}"),
        Element::LongWeekday => write!(text, "{weekday_name}"),
        Element::Weekday => write!(text, "{}", &weekday_name[..3]),
        Element::Day => write!(text, "{day}"),
        Element::SpaceDay => write!(text, "{day:2}"),
        Element::ZeroDay => write!(text, "{day:02}"),
        Element::SpaceYearDay => write!(text, "{:3}", local.day_of_year()),
        Element::ZeroYearDay => write!(text, "{:03}", local.day_of_year()),
        Element::Hour => write!(text, "{hour:02}"),
        Element::Hour12 => write!(text, "{hour12}"),
        Element::ZeroHour12 => write!(text, "{hour12:02}"),
        Element::Minute => write!(text, "{minute}"),
        Element::ZeroMinute => write!(text, "{minute:02}"),
        Element::Second => write!(text, "{second}"),
        Element::ZeroSecond => write!(text, "{second:02}"),
        Element::UpperNoon => write!(text, "{}", noon.0),
        Element::LowerNoon => write!(text, "{}", noon.1),
        Element::Fraction { digits, trimmed, separator } => {
            let nanoseconds = format!("{:09}", local.subsec_nanosecond());
            let shown = &nanoseconds[..digits.min(9)];
            let shown = if trimmed { shown.trim_end_matches('0') } else { shown };
            // Of a whole second, nothing is trimmed away but the separator, and that only of the wider form.
            if trimmed && shown.is_empty() { Ok(()) } else { write!(text, "{separator}{shown}") }
        }
        Element::Abbreviation | Element::Offset(_) => Ok(()),
    }
    .expect("a string takes all that is written to it");
}

fn write_offset(text: &mut String, form: Offset, seconds: i32) -> Result<(), Failure> {
    if form.zulu && seconds == 0 {
        text.push('Z');
        return Ok(());
    }
    // Go takes the sign from the whole minutes.
    if seconds < 0 && seconds > -60 {
        return Err(Failure::Refused(
            "an offset of less than a minute cannot be written".to_owned(),
        ));
    }
    let (sign, seconds) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let colon = if form.colon { ":" } else { "" };
    let mut written = write!(text, "{sign}{:02}", seconds / 3600);
    if form.minutes {
        written = written.and_then(|()| write!(text, "{colon}{:02}", seconds / 60 % 60));
    }
    if form.seconds {
        written = written.and_then(|()| write!(text, "{colon}{:02}", seconds % 60));
    }
    written.expect("a string takes all that is written to it");
    Ok(())
}

//! Reckoning in the calendar, as Go does it.

use super::super::Failure;
use super::zoned::Moment;
use jiff::{
    Timestamp,
    civil::{Date, DateTime, Weekday},
};

const DAY: i128 = 24 * 60 * 60;

/// More years, months or days than this are refused, for the sums of Go begin to wrap around.
const MAX_COUNT: i64 = 10_000_000_000;

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

pub(super) fn weekday_name(weekday: Weekday) -> &'static str {
    WEEKDAYS[usize::from(weekday.to_sunday_zero_offset().unsigned_abs())]
}

pub(super) fn month_name(date: DateTime) -> &'static str {
    MONTHS[usize::from(date.month().unsigned_abs()) - 1]
}

/// The nanoseconds at which clocks show a moment that is so many years, months and days later. A day that the month does
/// not have runs over into the next; a time that the clocks skip or show twice is reckoned with the offset before.
pub(super) fn add_date(
    moment: &Moment,
    years: i64,
    months: i64,
    days: i64,
) -> Result<i128, Failure> {
    if [years, months, days].iter().any(|count| count.unsigned_abs() > MAX_COUNT.unsigned_abs()) {
        return Err(Failure::Refused("so many years, months or days are too many".to_owned()));
    }
    let local = moment.local;
    let months = i64::from(local.month() - 1) + months;
    let year = i64::from(local.year()) + years + months.div_euclid(12);
    let month = months.rem_euclid(12);
    let seconds = (days_before(year, month) + i128::from(days) + i128::from(local.day() - 1)) * DAY
        + i128::from(local.hour()) * 3600
        + i128::from(local.minute()) * 60
        + i128::from(local.second());
    let offset = |seconds: i128| {
        let timestamp = i64::try_from(seconds).ok().and_then(|s| Timestamp::from_second(s).ok());
        timestamp.map_or(0, |timestamp| i128::from(moment.zone.to_offset(timestamp).seconds()))
    };
    let seconds = match offset(seconds) {
        0 => seconds,
        first => seconds - offset(seconds - first),
    };
    Ok(seconds * 1_000_000_000 + i128::from(local.subsec_nanosecond()))
}

/// The days from 1970 to the first of a month, which counts from 0, in the proleptic Gregorian calendar.
fn days_before(year: i64, month: i64) -> i128 {
    // Years begin in March here, so that the leap day is their last.
    let (year, month) = if month < 2 { (year - 1, month + 10) } else { (year, month - 2) };
    let (year, month) = (i128::from(year), i128::from(month));
    365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        - 719_468
}

/// Years, months, days, hours, minutes and seconds from the earlier to the later.
pub(super) fn difference(from: DateTime, to: DateTime) -> [i64; 6] {
    let mut year = i64::from(to.year()) - i64::from(from.year());
    let mut month = i64::from(to.month() - from.month());
    let mut day = i64::from(to.day() - from.day());
    let mut hour = i64::from(to.hour() - from.hour());
    let mut minute = i64::from(to.minute() - from.minute());
    let mut second = i64::from(to.second() - from.second());
    let borrow = |from: &mut i64, to: &mut i64, size: i64| {
        if *from < 0 {
            *from += size;
            *to -= 1;
        }
    };
    borrow(&mut second, &mut minute, 60);
    borrow(&mut minute, &mut hour, 60);
    borrow(&mut hour, &mut day, 24);
    borrow(&mut day, &mut month, from.days_in_month().into());
    borrow(&mut month, &mut year, 12);
    [year, month, day, hour, minute, second]
}

/// The nanoseconds of a date and a time of day in UTC, if there is such a date.
pub(super) fn in_utc(date: [i16; 3], seconds_of_day: i64, nanosecond: i64) -> Option<i128> {
    let [year, month, day] = date;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let days = days_before(year.into(), i64::from(month) - 1) + i128::from(day) - 1;
    Some((days * DAY + i128::from(seconds_of_day)) * 1_000_000_000 + i128::from(nanosecond))
}

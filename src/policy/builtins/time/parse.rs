//! Times from text, as leniently and as strictly as Go reads them.

use super::super::Failure;
use super::calendar::{self, MONTHS, WEEKDAYS};
use super::layout::{Element, Offset, next_element};

/// The nanoseconds since 1970 of a text in a layout.
pub(super) fn parse(layout: &str, text: &str) -> Result<i128, Failure> {
    let mut parts = Parts::default();
    let mut input = Input(text.as_bytes());
    let mut rest = layout;
    let result = loop {
        let (literal, next) = next_element(rest);
        if input.skip(literal.as_bytes()).is_none() {
            break None;
        }
        let Some((element, after)) = next else {
            break if input.0.is_empty() { parts.instant() } else { None };
        };
        if parts.read(element, &mut input, after).is_none() {
            break None;
        }
        rest = after;
    };
    if let Some(name) = parts.unknown_zone.filter(|_| result.is_some()) {
        return Err(Failure::Refused(format!(
            "what `{name}` means depends on the machine: give the offset from UTC as a number"
        )));
    }
    result.ok_or_else(|| Failure::Error(format!("`{text}` is not a time of the form `{layout}`")))
}

/// What was read of a time so far.
#[derive(Default)]
struct Parts {
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    nanosecond: i64,
    /// After noon, or before.
    noon: Option<bool>,
    /// The zone is UTC, whatever the offset says.
    utc: bool,
    offset: Option<i64>,
    /// An abbreviation that only a local time zone can tell the meaning of.
    unknown_zone: Option<String>,
}

impl Parts {
    fn read(&mut self, element: Element, input: &mut Input<'_>, after: &str) -> Option<()> {
        let up_to = |limit: i64| move |number: &i64| *number < limit;
        match element {
            Element::LongYear => {
                input.0.first().filter(|digit| digit.is_ascii_digit())?;
                self.year = signed(input.take(4)?)?;
            }
            Element::Year => {
                let year = signed(input.take(2)?)?;
                self.year = year + if year >= 69 { 1900 } else { 2000 };
            }
            Element::LongMonth => self.month = Some(input.name(&MONTHS, usize::MAX)? + 1),
            Element::Month => self.month = Some(input.name(&MONTHS, 3)? + 1),
            Element::NumericMonth | Element::ZeroMonth => {
                let month = input.number(element == Element::ZeroMonth)?;
                self.month = Some(Some(month).filter(|month| (1..=12).contains(month))?);
            }
            Element::LongWeekday | Element::Weekday => {
                let short = element == Element::Weekday;
                input.name(&WEEKDAYS, if short { 3 } else { usize::MAX })?;
            }
            Element::Day | Element::SpaceDay | Element::ZeroDay => {
                input.spaces(usize::from(element == Element::SpaceDay));
                self.day = Some(input.number(element == Element::ZeroDay)?);
            }
            Element::SpaceYearDay | Element::ZeroYearDay => {
                let exact = element == Element::ZeroYearDay;
                input.spaces(if exact { 0 } else { 2 });
                self.day_of_year = Some(input.day_of_year(exact)?);
            }
            Element::Hour => self.hour = input.number(false).filter(up_to(24))?,
            Element::Hour12 | Element::ZeroHour12 => {
                self.hour = input.number(element == Element::ZeroHour12).filter(up_to(13))?;
            }
            Element::Minute | Element::ZeroMinute => {
                self.minute = input.number(element == Element::ZeroMinute).filter(up_to(60))?;
            }
            Element::Second | Element::ZeroSecond => {
                self.second = input.number(element == Element::ZeroSecond).filter(up_to(60))?;
                // A fraction may follow that the layout does not have.
                let follows = next_element(after).1;
                if !matches!(follows, Some((Element::Fraction { .. }, _))) {
                    self.read_fraction(input)?;
                }
            }
            Element::UpperNoon => self.noon = Some(is_after_noon(input.take(2)?, [b"AM", b"PM"])?),
            Element::LowerNoon => self.noon = Some(is_after_noon(input.take(2)?, [b"am", b"pm"])?),
            Element::Offset(form) => {
                if form.zulu && input.0.first() == Some(&b'Z') {
                    input.take(1)?;
                    self.utc = true;
                } else {
                    self.offset = Some(input.offset(form)?);
                }
            }
            Element::Abbreviation => self.read_abbreviation(input)?,
            Element::Fraction { trimmed: true, .. } => self.read_fraction(input)?,
            Element::Fraction { digits, .. } => {
                self.nanosecond = nanoseconds(input.take(1 + digits)?)?;
            }
        }
        Some(())
    }

    fn read_fraction(&mut self, input: &mut Input<'_>) -> Option<()> {
        if let [b'.' | b',', rest @ ..] = input.0 {
            let digits = rest.iter().take_while(|digit| digit.is_ascii_digit()).count();
            if digits > 0 {
                self.nanosecond = nanoseconds(input.take(1 + digits)?)?;
            }
        }
        Some(())
    }

    fn read_abbreviation(&mut self, input: &mut Input<'_>) -> Option<()> {
        if input.0.starts_with(b"UTC") {
            input.take(3)?;
            self.utc = true;
            return Some(());
        }
        let name = input.take(abbreviation_length(input.0)?)?;
        // GMT is an offset of zero wherever it is known, and so is a made-up zone.
        self.unknown_zone = (name != b"GMT").then(|| String::from_utf8_lossy(name).into_owned());
        Some(())
    }

    fn instant(&mut self) -> Option<i128> {
        let hour = match self.noon {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour,
        };
        let year = i16::try_from(self.year).ok()?;
        let (month, day) = match self.day_of_year {
            None => (self.month.unwrap_or(1), self.day.unwrap_or(1)),
            Some(day) => self.of_day_in_year(year, day)?,
        };
        // Where an offset or UTC is given, an abbreviation says nothing. Go takes an offset of -1 for none.
        let offset = self.offset.filter(|offset| *offset != -1 && !self.utc);
        if self.utc || offset.is_some() {
            self.unknown_zone = None;
        }
        let seconds = (hour * 60 + self.minute) * 60 + self.second - offset.unwrap_or(0);
        let date = [year, i16::try_from(month).ok()?, i16::try_from(day).ok()?];
        calendar::in_utc(date, seconds, self.nanosecond)
    }

    /// The month and day of a day of the year, which have to be those that were read, if any were.
    fn of_day_in_year(&self, year: i16, day_of_year: i64) -> Option<(i64, i64)> {
        let first = jiff::civil::Date::new(year, 1, 1).ok()?;
        let day = i16::try_from(day_of_year).ok().filter(|day| *day >= 1)?;
        let date = first.with().day_of_year(day).build().ok()?;
        let (month, day) = (i64::from(date.month()), i64::from(date.day()));
        (self.month.is_none_or(|seen| seen == month) && self.day.is_none_or(|seen| seen == day))
            .then_some((month, day))
    }
}

/// What is left to be read. It may be cut in the middle of a character: what is left over then is refused.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// Skips what stands in the layout. A run of spaces there stands for any number of them.
    fn skip(&mut self, mut literal: &[u8]) -> Option<()> {
        while let Some((first, rest)) = literal.split_first() {
            if *first == b' ' {
                if self.0.first().is_some_and(|next| *next != b' ') {
                    return None;
                }
                literal = without_spaces(literal);
                self.0 = without_spaces(self.0);
            } else {
                self.0 = self.0.strip_prefix(&[*first])?;
                literal = rest;
            }
        }
        Some(())
    }

    fn spaces(&mut self, most: usize) {
        for _ in 0..most {
            self.0 = self.0.strip_prefix(b" ").unwrap_or(self.0);
        }
    }

    /// A number of one or two digits, or of exactly two.
    fn number(&mut self, two: bool) -> Option<i64> {
        let digits = self.0.iter().take(2).take_while(|digit| digit.is_ascii_digit()).count();
        if digits == 0 || (two && digits == 1) {
            return None;
        }
        signed(self.take(digits)?)
    }

    /// A number of one to three digits, or of exactly three.
    fn day_of_year(&mut self, three: bool) -> Option<i64> {
        let digits = self.0.iter().take(3).take_while(|digit| digit.is_ascii_digit()).count();
        if digits == 0 || (three && digits < 3) {
            return None;
        }
        signed(self.take(digits)?)
    }

    /// The place of a name in a table, whose names count only up to a length. Case does not matter.
    fn name(&mut self, names: &[&str], length: usize) -> Option<i64> {
        let (place, name) = names.iter().enumerate().find_map(|(place, name)| {
            let name = &name.as_bytes()[..name.len().min(length)];
            let start = self.0.get(..name.len())?;
            start.eq_ignore_ascii_case(name).then_some((place, name))
        })?;
        self.take(name.len())?;
        i64::try_from(place).ok()
    }

    /// An offset from UTC in seconds.
    fn offset(&mut self, form: Offset) -> Option<i64> {
        let negative = match self.take(1)? {
            b"+" => false,
            b"-" => true,
            _ => return None,
        };
        let mut part = |separated: bool, limit: i64| {
            if separated && form.colon {
                self.0 = self.0.strip_prefix(b":")?;
            }
            self.number(true).filter(|number| *number <= limit)
        };
        let hours = part(false, 24)?;
        let minutes = if form.minutes { part(true, 60)? } else { 0 };
        let seconds = if form.seconds { part(true, 60)? } else { 0 };
        let offset = (hours * 60 + minutes) * 60 + seconds;
        Some(if negative { -offset } else { offset })
    }
}

fn without_spaces(text: &[u8]) -> &[u8] {
    let spaces = text.iter().take_while(|byte| **byte == b' ').count();
    &text[spaces..]
}

/// The length of what looks like the abbreviation of a zone.
fn abbreviation_length(text: &[u8]) -> Option<usize> {
    if text.len() < 3 {
        return None;
    }
    if text.starts_with(b"ChST") || text.starts_with(b"MeST") {
        return Some(4);
    }
    if let Some(rest) = text.strip_prefix(b"GMT") {
        return Some(3 + hours_length(rest).unwrap_or(0));
    }
    if matches!(text[0], b'+' | b'-') {
        return hours_length(text);
    }
    let letters = text.iter().take(6).take_while(|letter| letter.is_ascii_uppercase()).count();
    let named = match letters {
        3 => true,
        4 => text[3] == b'T' || text.starts_with(b"WITA"),
        5 => text[4] == b'T',
        _ => false,
    };
    named.then_some(letters)
}

/// The length of an offset of up to 23 hours.
fn hours_length(text: &[u8]) -> Option<usize> {
    let digits = text.strip_prefix(b"+").or_else(|| text.strip_prefix(b"-"))?;
    let length = digits.iter().take_while(|digit| digit.is_ascii_digit()).count();
    signed(&digits[..length]).filter(|hours| length > 0 && *hours <= 23)?;
    Some(1 + length)
}

fn is_after_noon(text: &[u8], names: [&[u8]; 2]) -> Option<bool> {
    names.iter().position(|name| *name == text).map(|place| place == 1)
}

/// A separator and the digits of a fraction, of which nine count.
fn nanoseconds(text: &[u8]) -> Option<i64> {
    let digits = text.strip_prefix(b".").or_else(|| text.strip_prefix(b","))?;
    let digits = &digits[..digits.len().min(9)];
    let missing = u32::try_from(9 - digits.len()).ok()?;
    signed(digits).filter(|number| *number >= 0).map(|number| number * 10_i64.pow(missing))
}

/// A number that may have a sign, and of which the digits may be missing.
fn signed(text: &[u8]) -> Option<i64> {
    let negative = text.first() == Some(&b'-');
    let digits = if matches!(text.first(), Some(b'-' | b'+')) { &text[1..] } else { text };
    let number = digits.iter().try_fold(0_i64, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
        number.checked_mul(10)?.checked_add(digit)
    })?;
    Some(if negative { -number } else { number })
}

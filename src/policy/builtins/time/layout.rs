//! Layouts as Go writes them: the reference time, 2 January 2006 at 15:04:05 in the zone MST, shows the form.

use super::super::Failure;

pub(super) const RFC3339: &str = "2006-01-02T15:04:05Z07:00";
pub(super) const RFC3339_NANO: &str = "2006-01-02T15:04:05.999999999Z07:00";

/// No longer layout is read.
const MAX_LAYOUT: usize = 1 << 16;

/// The layout that a name stands for, or else the text itself.
pub(super) fn named(name: &str) -> Result<&str, Failure> {
    Ok(match name {
        "ANSIC" => "Mon Jan _2 15:04:05 2006",
        "UnixDate" => "Mon Jan _2 15:04:05 MST 2006",
        "RubyDate" => "Mon Jan 02 15:04:05 -0700 2006",
        "RFC822" => "02 Jan 06 15:04 MST",
        "RFC822Z" => "02 Jan 06 15:04 -0700",
        "RFC850" => "Monday, 02-Jan-06 15:04:05 MST",
        "RFC1123" => "Mon, 02 Jan 2006 15:04:05 MST",
        "RFC1123Z" => "Mon, 02 Jan 2006 15:04:05 -0700",
        "RFC3339" => RFC3339,
        "RFC3339Nano" => RFC3339_NANO,
        other if other.len() <= MAX_LAYOUT => other,
        _ => return Err(Failure::Refused(format!("the layout has more than {MAX_LAYOUT} bytes"))),
    })
}

/// An element of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    LongMonth,
    Month,
    NumericMonth,
    ZeroMonth,
    LongWeekday,
    Weekday,
    Day,
    SpaceDay,
    ZeroDay,
    SpaceYearDay,
    ZeroYearDay,
    Hour,
    Hour12,
    ZeroHour12,
    Minute,
    ZeroMinute,
    Second,
    ZeroSecond,
    LongYear,
    Year,
    UpperNoon,
    LowerNoon,
    Abbreviation,
    Offset(Offset),
    /// `.000` has exactly its digits, `.999` no trailing zeros.
    Fraction {
        digits: usize,
        trimmed: bool,
        separator: char,
    },
}

/// How an offset from UTC is written.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing, and all go together")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offset {
    /// `Z` for no offset.
    pub(super) zulu: bool,
    pub(super) colon: bool,
    pub(super) minutes: bool,
    pub(super) seconds: bool,
}

/// The elements that begin so, longest first where one begins another.
const ELEMENTS: &[(&str, Element)] = &[
    ("2006", Element::LongYear),
    ("002", Element::ZeroYearDay),
    ("__2", Element::SpaceYearDay),
    ("January", Element::LongMonth),
    ("Monday", Element::LongWeekday),
    ("MST", Element::Abbreviation),
    ("01", Element::ZeroMonth),
    ("02", Element::ZeroDay),
    ("03", Element::ZeroHour12),
    ("04", Element::ZeroMinute),
    ("05", Element::ZeroSecond),
    ("06", Element::Year),
    ("15", Element::Hour),
    ("_2", Element::SpaceDay),
    ("PM", Element::UpperNoon),
    ("pm", Element::LowerNoon),
    ("1", Element::NumericMonth),
    ("2", Element::Day),
    ("3", Element::Hour12),
    ("4", Element::Minute),
    ("5", Element::Second),
];

/// Offsets from UTC, less their first character, longest first.
const OFFSETS: &[(&str, [bool; 3])] = &[
    ("070000", [false, true, true]),
    ("07:00:00", [true, true, true]),
    ("0700", [false, true, false]),
    ("07:00", [true, true, false]),
    ("07", [false, false, false]),
];

/// The text before the first element, that element, and what follows it; or all of the text.
pub(super) fn next_element(layout: &str) -> (&str, Option<(Element, &str)>) {
    for (start, _) in layout.char_indices() {
        let rest = &layout[start..];
        // In `_2006` the year is meant, after a line that is only a line.
        if let Some(after) = rest.strip_prefix("_2006") {
            return (&layout[..=start], Some((Element::LongYear, after)));
        }
        if let Some((element, length)) = element_at(rest) {
            return (&layout[..start], Some((element, &rest[length..])));
        }
    }
    (layout, None)
}

fn element_at(text: &str) -> Option<(Element, usize)> {
    if let Some((name, element)) = ELEMENTS.iter().find(|(name, _)| text.starts_with(name)) {
        return Some((*element, name.len()));
    }
    match text.as_bytes()[0] {
        b'J' => abbreviated(text, "Jan").then_some((Element::Month, 3)),
        b'M' => abbreviated(text, "Mon").then_some((Element::Weekday, 3)),
        sign @ (b'-' | b'Z') => {
            let (name, [colon, minutes, seconds]) =
                OFFSETS.iter().find(|(name, _)| text[1..].starts_with(name))?;
            let offset =
                Offset { zulu: sign == b'Z', colon: *colon, minutes: *minutes, seconds: *seconds };
            Some((Element::Offset(offset), 1 + name.len()))
        }
        separator @ (b'.' | b',') => fraction(&text[1..], char::from(separator)),
        _ => None,
    }
}

/// `Jan` is no month in `Janet`.
fn abbreviated(text: &str, name: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
}

fn fraction(text: &str, separator: char) -> Option<(Element, usize)> {
    let digit = text.chars().next().filter(|digit| matches!(digit, '0' | '9'))?;
    let rest = text.trim_start_matches(digit);
    let digits = text.len() - rest.len();
    let ends = !rest.starts_with(|c: char| c.is_ascii_digit());
    ends.then_some((Element::Fraction { digits, trimmed: digit == '9', separator }, 1 + digits))
}

//! `sprintf(format, values)`, which is Go's `fmt.Sprintf` over what OPA makes of the values: see [`Argument`].

mod argument;
mod float;
mod spec;

use super::{Builtin, Context, Failure, MAX_TEXT, Outcome, operand};
use argument::Given;
use regorus::Value;
use spec::Spec;

pub(super) const BUILTINS: &[Builtin] = &[Builtin { name: "sprintf", call: sprintf }];

/// A width or precision that is larger is none to Go.
const MAX_NUMBER: usize = 1_000_000;

fn sprintf(_: &Context, args: &[Value]) -> Outcome {
    let format = operand::string(1, &args[0])?;
    let values = args[1].as_array().map_err(|_| operand::wrong_type(2, &args[1], "array"))?;
    let given = values.iter().map(Given::of).collect::<Result<Vec<_>, _>>()?;
    let mut printer = Printer {
        format,
        at: 0,
        given: &given,
        next: 0,
        reordered: false,
        good_index: true,
        out: String::with_capacity(format.len()),
    };
    printer.print()?;
    Ok(printer.out.into())
}

struct Printer<'a> {
    format: &'a str,
    /// How many bytes of the format are read.
    at: usize,
    given: &'a [Given],
    /// The value whose turn it is.
    next: usize,
    /// Some value was chosen by its index, so that none is too many.
    reordered: bool,
    /// No index of this verb names a value that is not there.
    good_index: bool,
    out: String,
}

impl Printer<'_> {
    fn print(&mut self) -> Result<(), Failure> {
        while let Some(place) = self.rest().find('%') {
            self.push(&self.format[self.at..self.at + place])?;
            self.at += place + 1;
            self.verb()?;
        }
        self.push(&self.format[self.at..])?;
        self.extra()
    }

    /// One verb, with all that stands between it and the `%`.
    fn verb(&mut self) -> Result<(), Failure> {
        self.good_index = true;
        let mut spec = Spec::default();
        while let Some(flag) = self.take(|c| "#0+- ".contains(c)) {
            spec.flags.push(flag);
        }
        let mut after_index = self.index();
        if self.take(|c| c == '*').is_some() {
            match self.number_given()? {
                Some(width) => spec.set_width(width),
                None => self.push("%!(BADWIDTH)")?,
            }
            after_index = false;
        } else {
            spec.width = self.number();
            self.good_index &= !(after_index && spec.width.is_some());
        }
        if self.take(|c| c == '.').is_some() {
            self.good_index &= !after_index;
            after_index = self.index();
            if self.take(|c| c == '*').is_some() {
                spec.precision = self.number_given()?.and_then(|n| usize::try_from(n).ok());
                if spec.precision.is_none() {
                    self.push("%!(BADPREC)")?;
                }
                after_index = false;
            } else {
                spec.precision = Some(self.number().unwrap_or(0));
            }
        }
        if !after_index {
            self.index();
        }
        match self.take(|_| true) {
            None => self.push("%!(NOVERB)"),
            Some('%') => self.push("%"),
            Some(verb) if !self.good_index => self.push(&format!("%!{verb}(BADINDEX)")),
            Some(verb) => match self.given.get(self.next) {
                None => self.push(&format!("%!{verb}(MISSING)")),
                Some(given) => {
                    self.next += 1;
                    let longest = spec.width.unwrap_or(0) + spec.precision.unwrap_or(0);
                    self.expect_room(longest)?;
                    self.push(&given.format(&spec, verb)?)
                }
            },
        }
    }

    /// The values that no verb asked for.
    fn extra(&mut self) -> Result<(), Failure> {
        let extra = self.given.get(self.next..).unwrap_or_default();
        if self.reordered || extra.is_empty() {
            return Ok(());
        }
        self.push("%!(EXTRA ")?;
        for (index, given) in extra.iter().enumerate() {
            self.push(if index == 0 { "" } else { ", " })?;
            self.push(&given.with_type()?)?;
        }
        self.push(")")
    }

    /// `[2]`: the value whose turn it is. Whether there was one that is a number.
    fn index(&mut self) -> bool {
        if !self.rest().starts_with('[') {
            return false;
        }
        self.reordered = true;
        let Some(end) = self.rest().find(']') else {
            self.good_index = false;
            self.at += 1;
            return false;
        };
        let digits = &self.rest()[1..end];
        let index = (read_number(digits) == (digits.len(), true))
            .then(|| digits.parse::<usize>().ok())
            .flatten();
        self.at += end + 1;
        match index.and_then(|index| index.checked_sub(1)) {
            Some(index) if index < self.given.len() => self.next = index,
            _ => self.good_index = false,
        }
        index.is_some()
    }

    /// A width or precision in the format. Behind one that is too large Go reads nothing.
    fn number(&mut self) -> Option<usize> {
        let (length, fits) = read_number(self.rest());
        let digits = &self.rest()[..length];
        let number = digits.parse().ok();
        self.at = if fits || length == 0 { self.at + length } else { self.format.len() };
        number.filter(|_| fits)
    }

    /// A width or precision among the values.
    fn number_given(&mut self) -> Result<Option<i64>, Failure> {
        let Some(given) = self.given.get(self.next) else {
            return Ok(None);
        };
        self.next += 1;
        let number = given.integer()?;
        let fits = |number: &i64| number.unsigned_abs() <= MAX_NUMBER as u64;
        Ok(number.filter(fits))
    }

    fn rest(&self) -> &str {
        &self.format[self.at..]
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.rest().chars().next().filter(|c| wanted(*c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn push(&mut self, text: &str) -> Result<(), Failure> {
        self.expect_room(text.len())?;
        self.out.push_str(text);
        Ok(())
    }

    fn expect_room(&self, more: usize) -> Result<(), Failure> {
        if self.out.len().saturating_add(more) > MAX_TEXT {
            return Err(Failure::Refused(format!("the text has more than {MAX_TEXT} bytes")));
        }
        Ok(())
    }
}

/// How many digits there are at the start, and whether they are a number to Go.
fn read_number(text: &str) -> (usize, bool) {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    // Go stops at the digit before which the number is already too large.
    let before_last = text[..length].get(..length.saturating_sub(1)).unwrap_or("");
    let fits = before_last.is_empty() || before_last.parse().is_ok_and(|n: usize| n <= MAX_NUMBER);
    (length, fits && length > 0)
}

#[cfg(test)]
mod tests;

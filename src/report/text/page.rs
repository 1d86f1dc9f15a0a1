//! The page that is written on: lines that are safe to print, colours, prose that is wrapped, and the words that stand everywhere.

use crate::decide::{Status, Verdict};
use crate::report::{Style, sanitize};

/// Columns that prose is wrapped to.
const WIDTH: usize = 100;

/// A text in the making.
pub(super) struct Page {
    pub(super) out: String,
    pub(super) style: Style,
}

impl Page {
    pub(super) fn line(&mut self, line: &str) {
        self.out.push_str(&sanitize::line(line.trim_end()));
        self.out.push('\n');
    }

    pub(super) fn paint(&self, text: &str, code: &str) -> String {
        if self.style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    pub(super) fn bold(&self, text: &str) -> String {
        self.paint(text, "1")
    }

    pub(super) fn dim(&self, text: &str) -> String {
        self.paint(text, "2")
    }

    pub(super) fn status(&self, status: Status, text: &str) -> String {
        let code = match status {
            Status::Pass => "32",
            Status::NotApplicable | Status::Waived => "2",
            Status::Warn | Status::Pending => "33",
            Status::Fail | Status::Missing | Status::Error => "31",
        };
        self.paint(text, code)
    }

    pub(super) fn verdict(&self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Pass => self.paint("GO", "1;32"),
            Verdict::Fail => self.paint("NO-GO", "1;31"),
            Verdict::Error => self.paint("ERROR", "1;31"),
        }
    }

    /// Foreign text behind a head, its further lines below its first.
    pub(super) fn wrapped(&mut self, head: &str, text: &str) {
        let width = WIDTH.saturating_sub(head.chars().count());
        for (index, part) in textwrap::wrap(&sanitize::text(text), width).iter().enumerate() {
            let indent = " ".repeat(head.chars().count());
            let head = if index == 0 { self.dim(head) } else { indent };
            self.line(&format!("{head}{part}"));
        }
    }

    pub(super) fn field(&mut self, name: &str, value: &str) {
        self.wrapped(&format!("  {name:<9} "), value);
    }
}

/// A number with its noun, thousands apart: `1 rule`, `1,204 rules`.
pub(in crate::report) fn count(number: usize, one: &str, many: &str) -> String {
    let digits = number.to_string();
    let mut apart = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    format!("{apart} {}", if number == 1 { one } else { many })
}

pub(super) fn symbol(status: Status) -> &'static str {
    match status {
        Status::Pass => "✓",
        Status::NotApplicable => "–",
        Status::Waived => "~",
        Status::Warn => "!",
        Status::Pending => "…",
        Status::Fail => "✗",
        Status::Missing => "?",
        Status::Error => "‼",
    }
}

pub(super) fn word(status: Status) -> &'static str {
    match status {
        Status::Pass => "pass",
        Status::NotApplicable => "not applicable",
        Status::Waived => "waived",
        Status::Warn => "warn",
        Status::Pending => "pending",
        Status::Fail => "fail",
        Status::Missing => "missing",
        Status::Error => "error",
    }
}

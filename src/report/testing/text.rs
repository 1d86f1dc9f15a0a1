//! For people: what is not good with why, then one line that counts.

use crate::policy::testing::{Outcome, Outcomes, Status};
use crate::report::{Style, sanitize};
use std::fmt::Write as _;
use std::time::Duration;

pub(super) fn render(outcomes: &Outcomes, style: Style) -> String {
    let mut out = String::new();
    let mut group = "";
    for test in &outcomes.tests {
        if !(style.verbosity > 0 || test.status != Status::Pass) {
            continue;
        }
        if test.path != group {
            line(&mut out, &test.path);
            group = &test.path;
        }
        show(&mut out, test, style);
    }
    if let Some(broken) = &outcomes.broken {
        block(&mut out, "", broken);
    }
    if let Some(coverage) = &outcomes.coverage {
        block(&mut out, "", &super::coverage::text(coverage));
    }
    line(&mut out, &summary(outcomes, style));
    out
}

fn show(out: &mut String, test: &Outcome, style: Style) {
    let (word, code) = match test.status {
        Status::Pass => ("PASS", "32"),
        Status::Skipped => ("SKIPPED", "33"),
        Status::Fail => ("FAIL", "31"),
        Status::Error => ("ERROR", "31"),
        Status::NotRun => ("NOT RUN", "31"),
    };
    let took = match test.status {
        Status::Skipped | Status::NotRun => String::new(),
        _ => format!(" ({})", duration(test.took)),
    };
    let name = test.full_name();
    // A scenario has no other group than the file, which stands above.
    let name = name.strip_prefix(&format!("{}: ", test.path)).unwrap_or(&name);
    let head = format!("  {} {}{took}", paint(word, code, style), sanitize::text(name));
    line(out, &format!("{head}  {}:{}", test.path, test.line));
    if let Some(why) = &test.why {
        block(out, "    ", why);
    }
    if !test.prints.is_empty() && (style.verbosity > 0 || !test.status.is_good()) {
        line(out, "    it printed:");
        block(out, "      ", &test.prints.join("\n"));
    }
}

fn summary(outcomes: &Outcomes, style: Style) -> String {
    let all = outcomes.tests.len();
    let mut text = format!("{}/{all} passed", outcomes.count(Status::Pass));
    for status in [Status::Fail, Status::Error, Status::NotRun, Status::Skipped] {
        let (count, word) = (outcomes.count(status), status.word());
        if count > 0 {
            let word = if status == Status::Fail { "failed" } else { word };
            // Writing to a string cannot fail.
            let _ = write!(text, ", {count} {}", word.replace('-', " "));
        }
    }
    let text = if all == 0 { "no tests".to_owned() } else { text };
    let code = if outcomes.is_good() { "1;32" } else { "1;31" };
    format!("{} in {}", paint(&text, code, style), duration(outcomes.took))
}

/// A length of time in the unit that suits it.
fn duration(took: Duration) -> String {
    match took.as_micros() {
        micros @ 0..1_000 => format!("{micros} µs"),
        micros @ 1_000..1_000_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
        micros => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
    }
}

fn paint(text: &str, code: &str, style: Style) -> String {
    if style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// Foreign text of several lines, indented.
fn block(out: &mut String, indent: &str, text: &str) {
    for each in text.lines() {
        line(out, format!("{indent}{}", sanitize::text(each)).trim_end());
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(&sanitize::line(text));
    out.push('\n');
}

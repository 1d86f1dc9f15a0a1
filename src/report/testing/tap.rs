//! The Test Anything Protocol, version 14. Why a test is not good stands in its comments: they can hold any text.

use crate::policy::testing::{Outcome, Outcomes, Status};
use crate::report::sanitize;
use std::fmt::Write as _;

pub(super) fn render(outcomes: &Outcomes) -> String {
    let count = outcomes.tests.len() + usize::from(outcomes.broken.is_some());
    let mut out = format!("TAP version 14\n1..{count}\n");
    for (index, test) in outcomes.tests.iter().enumerate() {
        point(&mut out, index + 1, test);
    }
    if let Some(broken) = &outcomes.broken {
        let _ = writeln!(out, "not ok {count} - every file loads");
        comment(&mut out, broken);
    }
    out
}

fn point(out: &mut String, number: usize, test: &Outcome) {
    let ok = if test.status.is_good() { "ok" } else { "not ok" };
    let directive = if test.status == Status::Skipped { " # SKIP put aside" } else { "" };
    let name = description(&test.full_name());
    let _ = writeln!(out, "{ok} {number} - {name}{directive}");
    if !test.status.is_good() {
        comment(out, &format!("{}: {}:{}", test.status.word(), test.path, test.line));
        comment(out, test.why.as_deref().unwrap_or_default());
        test.prints.iter().for_each(|print| comment(out, &format!("printed: {print}")));
    }
}

/// A description in which nothing is a directive.
fn description(text: &str) -> String {
    sanitize::text(text).replace('\\', "\\\\").replace('#', "\\#")
}

fn comment(out: &mut String, text: &str) {
    for line in text.lines() {
        let _ =
            writeln!(out, "{}", sanitize::line(format!("# {}", sanitize::text(line)).trim_end()));
    }
}

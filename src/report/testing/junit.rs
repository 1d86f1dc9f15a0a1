//! `JUnit` XML: a suite for each file. What does not load is a case with an error, for a reader that counts only cases.

use crate::policy::testing::{Outcome, Outcomes, Status};
use crate::report::sanitize;
use std::fmt::Write as _;
use std::time::Duration;

pub(super) fn render(outcomes: &Outcomes) -> String {
    let mut suites: Vec<(&str, Vec<&Outcome>)> = Vec::new();
    for test in &outcomes.tests {
        match suites.iter_mut().find(|(path, _)| *path == test.path) {
            Some((_, tests)) => tests.push(test),
            None => suites.push((&test.path, vec![test])),
        }
    }
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let broken = usize::from(outcomes.broken.is_some());
    let all: Vec<&Outcome> = outcomes.tests.iter().collect();
    let _ = writeln!(out, "<testsuites {}>", counts(&all, broken, outcomes.took));
    for (path, tests) in suites {
        let took = tests.iter().map(|test| test.took).sum();
        let _ =
            writeln!(out, "  <testsuite name=\"{}\" {}>", escape(path), counts(&tests, 0, took));
        tests.iter().for_each(|test| case(&mut out, test));
        out.push_str("  </testsuite>\n");
    }
    if let Some(text) = &outcomes.broken {
        let counts = counts(&[], 1, Duration::ZERO);
        let _ = writeln!(out, "  <testsuite name=\"loading\" {counts}>");
        out.push_str(
            "    <testcase classname=\"loading\" name=\"every file loads\" time=\"0.000\">\n",
        );
        element(&mut out, "error", "files do not load", text);
        out.push_str("    </testcase>\n  </testsuite>\n");
    }
    out + "</testsuites>\n"
}

fn counts(tests: &[&Outcome], broken: usize, took: Duration) -> String {
    let count =
        |wanted: &[Status]| tests.iter().filter(|test| wanted.contains(&test.status)).count();
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3}\"",
        tests.len() + broken,
        count(&[Status::Fail]),
        count(&[Status::Error, Status::NotRun]) + broken,
        count(&[Status::Skipped]),
        took.as_secs_f64()
    )
}

fn case(out: &mut String, test: &Outcome) {
    let _ = writeln!(
        out,
        "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.3}\">",
        escape(&test.group),
        escape(&test.name),
        escape(&test.path),
        test.line,
        test.took.as_secs_f64()
    );
    let why = test.why.as_deref().unwrap_or_default();
    match test.status {
        Status::Pass => {}
        Status::Skipped => out.push_str("      <skipped/>\n"),
        Status::Fail => element(out, "failure", "it does not hold", why),
        Status::Error => element(out, "error", "it could not be evaluated", why),
        Status::NotRun => element(out, "error", "it was not run", why),
    }
    if !test.prints.is_empty() {
        let lines: Vec<_> = test.prints.iter().map(|print| escape(print)).collect();
        let _ = writeln!(out, "      <system-out>{}</system-out>", lines.join("\n"));
    }
    out.push_str("    </testcase>\n");
}

fn element(out: &mut String, name: &str, message: &str, text: &str) {
    let lines: Vec<_> = text.lines().map(escape).collect();
    let _ = writeln!(out, "      <{name} message=\"{message}\">{}</{name}>", lines.join("\n"));
}

/// One line that XML can hold: it has no place for most control characters, which the sanitiser makes visible.
fn escape(text: &str) -> String {
    let text = sanitize::text(text);
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    sanitize::line(&escaped).into_owned()
}

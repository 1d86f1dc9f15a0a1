//! What tests reach: a table for people, and LCOV for editors and services.

use crate::policy::testing::Coverage;
use crate::report::sanitize;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// One line for each file, and what is not covered in it.
pub(super) fn text(coverage: &Coverage) -> String {
    let mut out = String::new();
    for (path, file) in &coverage.files {
        let missed: Vec<String> = file
            .lines
            .iter()
            .filter(|(_, count)| **count == 0)
            .map(|(line, _)| line.to_string())
            .collect();
        let rules: Vec<String> = file
            .rules
            .iter()
            .filter(|rule| rule.count == 0)
            .map(|rule| format!("{} (line {})", rule.name, rule.line))
            .collect();
        let covered = file.lines.len() - missed.len();
        let _ = writeln!(out, "{}: {covered} of {} lines", sanitize::text(path), file.lines.len());
        if !missed.is_empty() {
            let _ = writeln!(out, "  no test makes hold: lines {}", missed.join(", "));
        }
        if !rules.is_empty() {
            let _ = writeln!(out, "  no test makes fire: {}", sanitize::text(&rules.join(", ")));
        }
    }
    let ((lines, held), (rules, fired)) = (coverage.lines(), coverage.rules());
    let percent = coverage.hundredths();
    let _ = writeln!(
        out,
        "coverage: {}.{:02} % of lines ({held} of {lines}), {fired} of {rules} definitions",
        percent / 100,
        percent % 100
    );
    out
}

/// For machines.
pub(super) fn document(coverage: &Coverage) -> Value {
    let files = coverage.files.iter().map(|(path, file)| {
        let rules = file.rules.iter().map(|rule| json!({"name": rule.name, "line": rule.line, "count": rule.count}));
        let lines = file.lines.iter().map(|(line, count)| json!({"line": line, "count": count}));
        json!({"path": path, "lines": lines.collect::<Vec<_>>(), "rules": rules.collect::<Vec<_>>()})
    });
    let (lines, covered) = coverage.lines();
    json!({"lines": lines, "covered": covered, "files": files.collect::<Vec<_>>()})
}

/// LCOV's tracefile, as `geninfo(1)` describes it.
pub fn lcov(coverage: &Coverage) -> String {
    let mut out = String::new();
    for (path, file) in &coverage.files {
        let _ = writeln!(out, "TN:\nSF:{}", sanitize::text(path));
        for rule in &file.rules {
            let _ = writeln!(out, "FN:{},{}:{}", rule.line, rule.name, rule.line);
            let _ = writeln!(out, "FNDA:{},{}:{}", rule.count, rule.name, rule.line);
        }
        let fired = file.rules.iter().filter(|rule| rule.count > 0).count();
        let _ = writeln!(out, "FNF:{}\nFNH:{fired}", file.rules.len());
        for (line, count) in &file.lines {
            let _ = writeln!(out, "DA:{line},{count}");
        }
        let held = file.lines.values().filter(|count| **count > 0).count();
        let _ = writeln!(out, "LF:{}\nLH:{held}\nend_of_record", file.lines.len());
    }
    out
}

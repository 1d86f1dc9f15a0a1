//! Findings about policies: in frames for people, as JSON, and as SARIF 2.1.0 for code scanning.

use super::{diagnostic, json, sanitize};
use crate::policy::lint::{Finding, LINTS, Level};
use crate::rego::Mistake;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// For people: each finding in a frame, and how many there are.
pub fn text(findings: &[Finding], files: usize) -> String {
    let mut text = String::new();
    for finding in findings {
        text.push_str(&diagnostic::render(&finding.mistake));
        text.push('\n');
    }
    let count = |level: Level| findings.iter().filter(|finding| finding.level == level).count();
    let counted = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")];
    let counted: Vec<String> = counted
        .into_iter()
        .map(|(level, name)| (count(level), name))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}{}", if count == 1 { "" } else { "s" }))
        .collect();
    let files = format!("{files} file{}", if files == 1 { "" } else { "s" });
    match counted.as_slice() {
        [] => text + &format!("nothing found in {files}\n"),
        _ => {
            text + &format!(
                "{} in {files}; `gatewright lint --explain NAME` tells more\n",
                counted.join(", ")
            )
        }
    }
}

/// References that no check sees through, one to a line.
pub fn dynamic(references: &[Mistake]) -> String {
    let mut text = String::new();
    for reference in references {
        let (line, column) = reference.place();
        let place = format!("{}:{line}:{column}: {reference}", reference.path());
        text.push_str(&diagnostic::plain(&place));
    }
    text
}

/// For machines.
pub fn document(findings: &[Finding]) -> String {
    let finding = |finding: &Finding| {
        let (line, column) = finding.mistake.place();
        json!({
            "lint": finding.lint,
            "level": finding.level.name(),
            "message": finding.mistake.to_string(),
            "help": finding.mistake.advice(),
            "path": finding.mistake.path(),
            "line": line,
            "column": column,
        })
    };
    json::print(&json!({"findings": findings.iter().map(finding).collect::<Vec<_>>()}))
}

/// For code scanning: SARIF 2.1.0, one run.
pub fn sarif(findings: &[Finding]) -> String {
    let rules: Vec<Value> = LINTS
        .iter()
        .map(|lint| {
            json!({
                "id": lint.name,
                "shortDescription": {"text": lint.title},
                "help": {"text": lint.page, "markdown": lint.page},
                "defaultConfiguration": {"level": lint.level.name()},
            })
        })
        .collect();
    let result = |finding: &Finding| {
        let (line, column) = finding.mistake.place();
        let (end_line, end_column) = finding.mistake.end();
        json!({
            "ruleId": finding.lint,
            "ruleIndex": LINTS.iter().position(|lint| lint.name == finding.lint),
            "level": finding.level.name(),
            "message": {"text": sanitize::text(&finding.mistake.to_string())},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": uri(finding.mistake.path())},
                "region": {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column},
            }}],
        })
    };
    let results: Vec<Value> = findings.iter().map(result).collect();
    json::print(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

/// A path as the reference of a URI (RFC 3986, section 2.3).
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

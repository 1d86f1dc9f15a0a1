//! One `testcase`, or one result that stands in a suite without a case.

use super::attempts::Attempt;
use super::{At, Case, Node, Reader, Refusal, Status, Suite, Tag};
use std::sync::Arc;

/// What may stand in a `testcase`.
pub(super) const CHILDREN: &[&str] = &[
    "failure",
    "error",
    "skipped",
    "flakyFailure",
    "flakyError",
    "rerunFailure",
    "rerunError",
    "properties",
    "system-out",
    "system-err",
];

/// Reads the case that was just begun. Of several results, the worst is the case's.
pub(super) fn read(reader: &mut Reader, tag: &Tag, suite: &Suite) -> Result<Attempt, Refusal> {
    let mut attempt = Attempt::new(begin(tag, suite), suite.number);
    children(reader, &mut attempt)?;
    attempt.case.flaky &= attempt.case.status == Status::Passed;
    Ok(attempt)
}

/// Reads what stands in a case, up to the case's end.
fn children(reader: &mut Reader, attempt: &mut Attempt) -> Result<(), Refusal> {
    while let Some(node) = reader.next()? {
        let tag = match node {
            Node::Start(tag) => tag,
            Node::Text(_) => continue,
            Node::End => break,
        };
        match tag.name() {
            // Surefire's words: the case failed at first, and either failed each time or passed in the end.
            "rerunFailure" => {
                result(attempt, Status::Failed, reader, &tag)?;
                attempt.case.retries += 1;
            }
            "rerunError" => {
                result(attempt, Status::Errored, reader, &tag)?;
                attempt.case.retries += 1;
            }
            "flakyFailure" | "flakyError" => {
                result(attempt, Status::Passed, reader, &tag)?;
                attempt.case.retries += 1;
                attempt.case.flaky = true;
            }
            "properties" => attempt.case.properties.extend(properties(reader)?),
            "system-out" | "system-err" => reader.skip()?,
            name => match status_of_element(name) {
                Some(Status::Unknown) => {
                    unclear(attempt, format!("has an element `{name}`, which is not known"));
                    children(reader, attempt)?;
                }
                Some(status) => result(attempt, status, reader, &tag)?,
                None => children(reader, attempt)?,
            },
        }
    }
    Ok(())
}

/// The status that an element gives to its case, whatever the case of its letters. What only sounds like a failure is not
/// taken for a pass either.
pub(super) fn status_of_element(name: &str) -> Option<Status> {
    match name.to_ascii_lowercase().as_str() {
        "failure" => Some(Status::Failed),
        "error" => Some(Status::Errored),
        "skipped" | "skip" | "ignored" | "disabled" => Some(Status::Skipped),
        name if ALARMS.iter().any(|alarm| name.contains(alarm)) => Some(Status::Unknown),
        _ => None,
    }
}

/// What the name of an element that tells of a failure has in it.
const ALARMS: &[&str] = &["fail", "error", "crash", "timeout", "abort"];

/// Notes that it is not known how a case ended, where nothing worse is.
fn unclear(attempt: &mut Attempt, message: String) {
    let case = &mut attempt.case;
    if case.status < Status::Unknown {
        case.status = Status::Unknown;
        case.message = Some(message);
    }
}

/// Reads an `error` or `failure` that stands in a suite: its set-up broke, and its cases may be missing.
pub(super) fn of_suite(
    reader: &mut Reader,
    tag: &Tag,
    suite: &Suite,
    status: Status,
) -> Result<Attempt, Refusal> {
    let case = Case {
        id: joined(&[&suite.name, SUITE_ITSELF]),
        suite: suite.name.clone(),
        classname: suite.name.clone(),
        name: SUITE_ITSELF.to_owned(),
        status: Status::Passed,
        at: Some(At::bytes(tag.at.0, tag.at.1)),
        ..Case::default()
    };
    let mut attempt = Attempt::new(case, suite.number);
    result(&mut attempt, status, reader, tag)?;
    Ok(attempt)
}

/// The name of the case that stands for a suite's own result.
const SUITE_ITSELF: &str = "(suite)";

/// The case as its start tag states it.
fn begin(tag: &Tag, suite: &Suite) -> Case {
    let attributes = tag.attributes();
    let attribute = |name| attributes.get(name).filter(|value| !value.is_empty());
    let name = attribute("name").unwrap_or_default();
    let class = attribute("classname").or_else(|| attribute("class"));
    let words = ["status", "result", "outcome"].into_iter().filter_map(attribute);
    let stated = words.map(|word| (status_of_word(word), word)).max_by_key(|(status, _)| *status);
    let (status, word) = stated.unwrap_or((Status::Passed, ""));
    Case {
        id: joined(&[&suite.name, class.unwrap_or_default(), name]),
        suite: suite.name.clone(),
        classname: class.map_or_else(|| suite.name.clone(), Arc::from),
        name: name.to_owned(),
        file: attribute("file").map(str::to_owned),
        line: attribute("line").and_then(|line| line.parse().ok()),
        status,
        message: (status == Status::Unknown).then(|| format!("ended as `{word}`")),
        duration_s: attribute("time").or_else(|| attribute("duration")).map_or(0.0, seconds),
        at: Some(At::bytes(tag.at.0, tag.at.1)),
        ..Case::default()
    }
}

fn joined(parts: &[&str]) -> String {
    let stated: Vec<_> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    stated.join("/")
}

/// What a status attribute of a case says. Only a word that is known to be of a case that passed, or was run, leaves it
/// passed.
fn status_of_word(word: &str) -> Status {
    match word.trim().to_ascii_lowercase().as_str() {
        "" | "passed" | "pass" | "ok" | "success" | "successful" | "succeeded" | "run"
        | "executed" | "completed" | "complete" | "finished" | "fixed" | "true" => Status::Passed,
        "notrun" | "not_run" | "not run" | "notexecuted" | "skipped" | "skip" | "disabled"
        | "ignored" | "ignore" | "suppressed" | "pending" | "todo" => Status::Skipped,
        "fail" | "failed" | "failure" | "false" => Status::Failed,
        "error" | "errored" | "broken" | "aborted" | "timeout" | "crashed" => Status::Errored,
        _ => Status::Unknown,
    }
}

/// Reads one result element.
fn result(
    attempt: &mut Attempt,
    status: Status,
    reader: &mut Reader,
    tag: &Tag,
) -> Result<(), Refusal> {
    let text = first_line(reader)?;
    let case = &mut attempt.case;
    if status > case.status || case.message.is_none() {
        let attribute = |name| tag.attribute(name).and_then(|value| line_of(&value));
        case.message = attribute("message").or(text).or_else(|| attribute("type"));
    }
    case.status = case.status.max(status);
    case.file = case.file.take().or_else(|| tag.attribute("file"));
    attempt.results += usize::from(status != Status::Skipped);
    Ok(())
}

/// The `property` elements of the `properties` that were just begun.
pub(super) fn properties(reader: &mut Reader) -> Result<Vec<(String, String)>, Refusal> {
    let mut properties = Vec::new();
    while let Some(node) = reader.next()? {
        match node {
            Node::Start(tag) => {
                let text = reader.text()?;
                let value = tag.attribute("value").unwrap_or(text);
                properties.extend(tag.attribute("name").map(|name| (name, value)));
            }
            Node::Text(_) => {}
            Node::End => break,
        }
    }
    Ok(properties)
}

/// Characters of a message that are kept.
const MESSAGE: usize = 500;

/// The first line that is not blank.
fn line_of(text: &str) -> Option<String> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    match line.char_indices().nth(MESSAGE) {
        Some((end, _)) => Some(format!("{}…", &line[..end])),
        None => Some(line.to_owned()),
    }
}

/// The first line of the element that was just begun, down to its innermost text; the rest is passed over.
fn first_line(reader: &mut Reader) -> Result<Option<String>, Refusal> {
    let mut head = String::new();
    let mut depth = 1;
    while depth > 0 {
        match reader.next()? {
            Some(Node::Start(_)) => depth += 1,
            Some(Node::End) => depth -= 1,
            Some(Node::Text(text)) if head.len() <= MESSAGE && !head.contains('\n') => {
                let text = if head.is_empty() { text.trim_start() } else { &text };
                let line = text.split_inclusive('\n').next().unwrap_or_default();
                head.extend(line.chars().take(MESSAGE + 1));
            }
            Some(Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(line_of(&head))
}

/// Seconds, as tools write them: `1.5`, `1,234.5`, `0,25`. What is no duration is none.
fn seconds(text: &str) -> f64 {
    let text = text.trim();
    let is_decimal_comma = !text.contains('.')
        && text
            .split_once(',')
            .is_some_and(|(_, fraction)| fraction.len() != 3 && !fraction.contains(','));
    let parsed: Result<f64, _> = if text.contains(',') {
        text.replace(',', if is_decimal_comma { "." } else { "" }).parse()
    } else {
        text.parse()
    };
    parsed.ok().filter(|seconds| seconds.is_finite() && *seconds >= 0.0).unwrap_or(0.0)
}

//! SARIF 2.1.0, and the dialects of it that tools write.
//!
//! What a log does not say is as telling as what it says: no `results` is no scan (§3.14.23), an empty list is a clean one,
//! and a tool that crashed may leave either.

mod category;
mod log;
mod result;
mod rules;

use super::elements::each_element;
use super::{Format, Kind, Outline, Refusal, from_json, pointer};
use crate::evidence::findings::{Findings, Level};
use crate::evidence::{About, At, Family, Problem, ProblemKind, Records, Statement, Time, Tool};
use log::{Invocation, Log, Notification, ResultObject, Run, ToolComponent};
use result::{Reader, level_of};
use rules::Rules;
use serde_json::Number;
use std::collections::BTreeSet;

pub(crate) static FORMAT: Format = Format {
    name: "sarif",
    title: "SARIF 2.1.0 static analysis results",
    families: &[Family::Findings],
    reference: "https://docs.oasis-open.org/sarif/sarif/v2.1.0",
    detect,
    parse,
};

fn detect(outline: &Outline) -> bool {
    outline.json().is_some_and(|shape| {
        let is_versioned = shape.text_of("version").is_some_and(|version| version == VERSION);
        let is_sarif = shape
            .text_of("$schema")
            .is_some_and(|schema| schema.to_ascii_lowercase().contains("sarif"));
        match shape.kind_of("runs") {
            Some(Kind::Array | Kind::Null) => is_versioned || is_sarif,
            Some(_) => false,
            None => is_versioned && is_sarif,
        }
    })
}

const VERSION: &str = "2.1.0";

fn parse(text: &str) -> Result<Statement, Refusal> {
    let log: Log = from_json(text)?;
    if let Some(other) = log.version.filter(|version| version != VERSION) {
        return Err(Refusal::malformed(format!("SARIF {other}: only {VERSION} is read")));
    }
    let runs = log.runs.unwrap_or_default();
    let times = runs.iter().map(made_at);
    let of_all: Option<Vec<_>> = times.clone().collect();
    let mut statement = Statement {
        tool: runs.first().map(|run| tool(&run.tool.driver)),
        made_at: of_all.and_then(|times| times.into_iter().min_by_key(|time| time.instant)),
        newest: times.flatten().max_by_key(|time| time.instant),
        about: runs.iter().flat_map(about).collect(),
        ..Statement::default()
    };
    if runs.is_empty() {
        statement.problem(ProblemKind::Empty, "no `runs`: no tool says that it ran");
    }
    if runs_differ(&runs) {
        statement.names_several_commits();
    }
    let inline = log.inline_external_properties.iter().flatten();
    if inline.filter_map(|properties| properties.results.as_ref()).any(|all| !all.is_empty()) {
        let message = "results in `inlineExternalProperties` are not read";
        statement.problem(ProblemKind::Partial, message);
    }
    let readers: Vec<_> = runs.iter().map(Reader::of).collect();
    for (index, (run, reader)) in runs.iter().zip(&readers).enumerate() {
        statement.problems.extend(problems(run, &reader.rules, &pointer("/runs", index)));
    }
    let mut findings = Vec::new();
    each_element(text, ["runs", "results"], |[run, index], result: ResultObject| {
        let at = format!("/runs/{run}/results/{index}");
        findings.push(readers[run].finding(&result, at));
    })?;
    statement.records.push(Records::Findings(Findings::from_findings(findings)));
    Ok(statement)
}

fn tool(driver: &ToolComponent) -> Tool {
    let version = driver.version.clone().or_else(|| driver.semantic_version.clone());
    Tool { name: driver.name.clone(), version }
}

/// When a run ended. Evidence is as old as its oldest run, and of unknown age where a run does not say.
fn made_at(run: &Run) -> Option<Time> {
    let invocations = run.invocations.iter().flatten();
    let times = invocations.filter_map(|invocation| {
        let time = invocation.end_time_utc.as_ref().or(invocation.start_time_utc.as_ref())?;
        Time::parse(time)
    });
    times.max_by_key(|time| time.instant)
}

fn about(run: &Run) -> impl Iterator<Item = About> {
    let revisions = run.version_control_provenance.iter().flatten();
    revisions.filter_map(|revision| About::commit(revision.revision_id.as_deref()?))
}

/// Whether no commit is common to all runs that name one. A run may name several: those of its submodules.
fn runs_differ(runs: &[Run]) -> bool {
    let named = runs.iter().map(|run| about(run).collect::<BTreeSet<_>>());
    let common = named.filter(|commits| !commits.is_empty()).reduce(|all, run| &all & &run);
    common.is_some_and(|commits| commits.is_empty())
}

/// Why the results of a run may not be all that there is to find.
fn problems(run: &Run, rules: &Rules, place: &str) -> Vec<Problem> {
    let name = &run.tool.driver.name;
    let mut problems = Vec::new();
    let external = run.external_property_file_references.as_ref();
    if external.and_then(|files| files.results.as_ref()).is_some_and(|files| !files.is_empty()) {
        let message = format!("results of `{name}` stand in other files, which are not read");
        problems.push(problem(ProblemKind::Partial, message, place));
    } else if run.results.is_none() {
        let message = format!("`{name}` has no `results`: it does not say that it looked for any");
        problems.push(problem(ProblemKind::Partial, message, place));
    }
    for (index, invocation) in run.invocations.iter().flatten().enumerate() {
        let place = pointer(&pointer(place, "invocations"), index);
        if has_failed(invocation) {
            let message = format!("`{name}` failed{}", reason(invocation));
            problems.push(problem(ProblemKind::ToolFailed, message, &place));
        }
        problems.extend(alarms(invocation, rules, name, &place));
    }
    let conversion = run.conversion.as_ref().and_then(|conversion| conversion.invocation.as_ref());
    if let Some(invocation) = conversion.filter(|invocation| has_failed(invocation)) {
        let message = format!("the conversion from `{name}` failed{}", reason(invocation));
        problems.push(problem(ProblemKind::ToolFailed, message, &pointer(place, "conversion")));
    }
    problems
}

/// Whether anything says that a process failed. Some tools exit with another code than 0 because they found something;
/// those say that they succeeded.
fn has_failed(invocation: &Invocation) -> bool {
    let success = invocation.execution_successful;
    let is_stated = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
    let is_nonzero = |number: &Option<Number>| {
        number.as_ref().is_some_and(|number| number.as_f64() != Some(0.0))
    };
    success == Some(false)
        || is_stated(&invocation.process_start_failure_message)
        || is_stated(&invocation.exit_signal_name)
        || is_nonzero(&invocation.exit_signal_number)
        || (success.is_none() && is_nonzero(&invocation.exit_code))
}

fn reason(invocation: &Invocation) -> String {
    let described = invocation
        .exit_code_description
        .as_ref()
        .or(invocation.process_start_failure_message.as_ref());
    match (described, &invocation.exit_signal_name, &invocation.exit_code) {
        (Some(description), _, _) => format!(": {description}"),
        (None, Some(signal), _) => format!(" with signal {signal}"),
        (None, None, Some(code)) => format!(" with exit code {code}"),
        (None, None, None) => String::new(),
    }
}

/// Notifications of level `error`, which mean that results are incorrect or incomplete (§3.58.6).
fn alarms(
    invocation: &Invocation,
    rules: &Rules,
    tool: &str,
    place: &str,
) -> impl Iterator<Item = Problem> {
    let lists = [
        ("toolExecutionNotifications", &invocation.tool_execution_notifications),
        ("toolConfigurationNotifications", &invocation.tool_configuration_notifications),
    ];
    lists.into_iter().flat_map(move |(key, list)| {
        let list_place = pointer(place, key);
        list.iter().flatten().enumerate().filter_map(move |(index, notification)| {
            let text = alarm(notification, rules)?;
            let message = format!("`{tool}` reports an error of its own: {text}");
            Some(problem(ProblemKind::Partial, message, &pointer(&list_place, index)))
        })
    })
}

/// What a notification says, where it is of level `error`.
fn alarm(notification: &Notification, rules: &Rules) -> Option<String> {
    let descriptor =
        notification.descriptor.as_ref().and_then(|reference| rules.of_notification(reference));
    let level =
        notification.level.as_deref().or_else(|| descriptor.as_ref()?.level()).unwrap_or("warning");
    (level_of(level) == Level::Error).then(|| {
        let message = notification.message.as_ref();
        message.and_then(|message| rules.text(message, descriptor)).unwrap_or_default()
    })
}

fn problem(kind: ProblemKind, message: String, place: &str) -> Problem {
    Problem { kind, message, at: Some(At::pointer(place)) }
}

#[cfg(test)]
mod tests;

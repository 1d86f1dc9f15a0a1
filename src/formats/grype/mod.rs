//! Grype's own JSON: `matches` of packages with vulnerabilities, and `ignoredMatches` that rules or VEX took out.

mod matches;

use super::{Format, Kind, Outline, Refusal, from_json, pointer};
use crate::evidence::vulnerabilities::{Scan, Vulnerabilities};
use crate::evidence::{About, Family, ProblemKind, Records, Statement, Time, Tool};
use matches::Match;
use serde::Deserialize;
use serde_json::Value;

pub(crate) static FORMAT: Format = Format {
    name: "grype",
    title: "Grype JSON vulnerability matches",
    families: &[Family::Vulnerabilities],
    reference: "https://github.com/anchore/grype#output-formats",
    detect,
    parse,
};

/// Syft's family of tools shares the frame, so either the tool is named or the first match is of Grype's kind.
fn detect(outline: &Outline) -> bool {
    outline.json().is_some_and(|shape| {
        let tool = shape.get(&["descriptor", "name"]).and_then(|name| name.text.as_deref());
        let first = shape.get(&["matches"]).and_then(|matches| matches.first.as_deref());
        match tool {
            Some(name) => name == "grype",
            None => first.is_some_and(|first| {
                first.has(&["artifact"])
                    && first.get(&["vulnerability", "id"]).map(|id| id.kind) == Some(Kind::String)
            }),
        }
    })
}

fn parse(text: &str) -> Result<Statement, Refusal> {
    let report: Report = from_json(text)?;
    let descriptor = report.descriptor.unwrap_or_default();
    let db = descriptor.db.unwrap_or_default();
    let source = report.source.unwrap_or_default();

    let mut statement = Statement {
        tool: Some(Tool { name: "grype".to_owned(), version: descriptor.version }),
        made_at: descriptor.timestamp.as_deref().and_then(Time::parse),
        about: source.about(),
        ..Statement::default()
    };
    if db.failed() {
        let message = "grype says that its vulnerability database is not valid";
        statement.problem(ProblemKind::ToolFailed, message);
    }
    if report.matches.is_none() {
        let message = "no `matches`: grype does not say that it looked for vulnerabilities";
        statement.problem(ProblemKind::Empty, message);
    }
    let found = [("matches", report.matches), ("ignoredMatches", report.ignored_matches)];
    let findings = found.into_iter().flat_map(|(key, matches)| {
        let list = pointer("", key);
        let matches = matches.into_iter().flatten().enumerate();
        matches.map(move |(index, found)| found.into_vulnerability(pointer(&list, index)))
    });
    let scan = Scan { target: source.name(), db_updated_at: db.built() };
    let vulnerabilities = Vulnerabilities::from_findings(findings.collect(), scan);
    statement.records.push(Records::Vulnerabilities(vulnerabilities));
    Ok(statement)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    matches: Option<Vec<Match>>,
    ignored_matches: Option<Vec<Match>>,
    source: Option<Source>,
    descriptor: Option<Descriptor>,
}

#[derive(Default, Deserialize)]
struct Descriptor {
    version: Option<String>,
    timestamp: Option<String>,
    db: Option<Db>,
}

/// What Grype says of its database: in its status since database version 6.
#[derive(Default, Deserialize)]
struct Db {
    built: Option<String>,
    valid: Option<bool>,
    error: Option<Value>,
    status: Option<Box<Db>>,
}

impl Db {
    fn built(&self) -> Option<Time> {
        let status = || self.status.as_ref()?.built.as_deref();
        self.built.as_deref().or_else(status).and_then(Time::parse)
    }

    /// An error that is there at all is one: Go writes many as `{}`.
    fn failed(&self) -> bool {
        let is_error = |error: &Value| !error.is_null() && error.as_str() != Some("");
        self.valid == Some(false)
            || self.error.as_ref().is_some_and(is_error)
            || self.status.as_ref().is_some_and(|status| status.failed())
    }
}

/// What was scanned: a path, or an image with its digests.
#[derive(Default, Deserialize)]
struct Source {
    target: Option<Value>,
}

impl Source {
    fn name(&self) -> Option<String> {
        let target = self.target.as_ref()?;
        target.as_str().or_else(|| target.get("userInput")?.as_str()).map(str::to_owned)
    }

    fn about(&self) -> Vec<About> {
        let member = |key: &str| self.target.as_ref().and_then(|target| target.get(key));
        let repo_digests = member("repoDigests").and_then(Value::as_array).into_iter().flatten();
        repo_digests
            .chain(member("manifestDigest"))
            .chain(member("imageID"))
            .filter_map(|digest| About::image(digest.as_str()?))
            .collect()
    }
}

#[cfg(test)]
mod tests;

//! Trivy's own JSON: of an image, a file system or a repository (schema version 2), of a cluster (`trivy k8s`), and the
//! bare array of results from before schema versions.
//!
//! Trivy leaves out what it did not find, so a clean scan and no scan differ in one thing only: whether there is a
//! result for the target at all.

mod findings;
mod report;
mod vulnerability;

use super::{Format, JsonShape, Kind, Outline, Refusal, from_json, pointer};
use crate::evidence::findings::{Finding, Findings};
use crate::evidence::vulnerabilities::{Scan, Vulnerabilities, Vulnerability};
use crate::evidence::{At, Family, Problem, ProblemKind, Records, Statement, Time, Tool};
use findings::{License, Misconfiguration, Secret};
use report::{Metadata, Modification, ModifiedFinding, Report, Resource, ScanResult};
use serde::de::DeserializeOwned;
use vulnerability::DetectedVulnerability;

pub(crate) static FORMAT: Format = Format {
    name: "trivy",
    title: "Trivy JSON scan results",
    families: &[Family::Vulnerabilities, Family::Findings],
    reference: "https://trivy.dev/docs/latest/configuration/reporting/#json",
    detect,
    parse,
};

fn detect(outline: &Outline) -> bool {
    outline.json().is_some_and(|shape| match shape.kind {
        Kind::Object => is_report(shape) || is_cluster_report(shape),
        Kind::Array => shape.first.as_deref().is_some_and(is_legacy_result),
        _ => false,
    })
}

fn is_report(shape: &JsonShape) -> bool {
    shape.kind_of("SchemaVersion") == Some(Kind::Number)
        && ["ArtifactName", "ArtifactType", "Results", "Metadata"]
            .iter()
            .any(|key| shape.has(&[key]))
}

fn is_cluster_report(shape: &JsonShape) -> bool {
    let is_resources = |key: &&str| {
        shape.members.get(*key).is_some_and(|list| {
            list.kind == Kind::Array
                && list.first.as_deref().is_none_or(|first| first.has(&["Kind", "Name"]))
        })
    };
    shape.kind_of("ClusterName") == Some(Kind::String) && RESOURCE_LISTS.iter().any(is_resources)
}

/// Where the reports of a cluster keep their resources: in full, in summary, and in both before Trivy 0.32.
const RESOURCE_LISTS: [&str; 4] = ["Resources", "Findings", "Vulnerabilities", "Misconfigurations"];

fn is_legacy_result(shape: &JsonShape) -> bool {
    shape.kind_of("Target") == Some(Kind::String)
        && (shape.kind_of("Type") == Some(Kind::String)
            || ["Vulnerabilities", "Misconfigurations"].iter().any(|key| shape.has(&[key])))
}

fn parse(text: &str) -> Result<Statement, Refusal> {
    if text.trim_start().starts_with('[') {
        let mut reading = Reading::default();
        reading.results(from_json(text)?, "");
        return Ok(reading.finish(trivy(None), Scan::default()));
    }
    let report: Report = from_json(text)?;
    if let Some(unknown) = report.schema_version.filter(|version| *version > 2) {
        return Err(Refusal::malformed(format!(
            "schema version {unknown} of Trivy's report is not known: 2 is the latest"
        )));
    }
    let mut reading = Reading::default();
    reading.results(report.results.unwrap_or_default(), "/Results");
    let lists =
        [report.resources, report.findings, report.vulnerabilities, report.misconfigurations];
    for (key, list) in RESOURCE_LISTS.iter().zip(lists) {
        reading.resources(list.unwrap_or_default(), &pointer("", key));
    }
    let mut statement = trivy(report.trivy.and_then(|trivy| trivy.version));
    statement.made_at = report.created_at.as_deref().and_then(Time::parse);
    statement.about = report.metadata.as_ref().map(Metadata::about).unwrap_or_default();
    if let Some(os) = report.metadata.and_then(|metadata| metadata.os).filter(|os| os.eosl) {
        statement.problem(ProblemKind::Note, os.end_of_life());
    }
    let scan = Scan { target: report.artifact_name.or(report.cluster_name), db_updated_at: None };
    Ok(reading.finish(statement, scan))
}

/// What a report of this version of Trivy says, before it is read.
fn trivy(version: Option<String>) -> Statement {
    let tool = Tool { name: "Trivy".to_owned(), version };
    Statement { tool: Some(tool), ..Statement::default() }
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    /// Whether any result is of packages: without one, no vulnerabilities are not good news.
    packages: bool,
    vulnerabilities: Vec<Vulnerability>,
    /// Whether any result is of configuration, secrets or licences.
    checks: bool,
    findings: Vec<Finding>,
    problems: Vec<Problem>,
}

impl Reading {
    fn resources(&mut self, resources: Vec<Resource>, list: &str) {
        for (index, resource) in resources.into_iter().enumerate() {
            let place = pointer(list, index);
            if let Some(error) = resource.error.filter(|error| !error.is_empty()) {
                let message =
                    format!("`{}/{}` was not scanned: {error}", resource.kind, resource.name);
                self.problem(ProblemKind::Partial, message, &place);
            }
            self.results(resource.results.unwrap_or_default(), &pointer(&place, "Results"));
        }
    }

    fn results(&mut self, results: Vec<ScanResult>, list: &str) {
        for (index, result) in results.into_iter().enumerate() {
            self.result(result, &pointer(list, index));
        }
    }

    fn result(&mut self, result: ScanResult, place: &str) {
        self.packages |= result.is_of_packages();
        self.checks |= result.is_of_checks();
        let target = &result.target;
        for (at, found) in places(place, "Vulnerabilities", result.vulnerabilities) {
            self.vulnerability(found, target, at, None);
        }
        for (at, found) in places(place, "Misconfigurations", result.misconfigurations) {
            self.findings.push(found.into_finding(target, at));
        }
        for (at, found) in places(place, "Secrets", result.secrets) {
            self.findings.push(found.into_finding(target, at));
        }
        for (at, found) in places(place, "Licenses", result.licenses) {
            self.findings.push(found.into_finding(target, at));
        }
        let modified = result.experimental_modified_findings;
        for (at, found) in places(place, "ExperimentalModifiedFindings", modified) {
            self.modified(found, target, &at);
        }
    }

    fn vulnerability(
        &mut self,
        found: DetectedVulnerability,
        target: &str,
        at: String,
        modification: Option<Modification>,
    ) {
        self.packages = true;
        if found.vulnerability_id.is_none() {
            let message = "a vulnerability has no `VulnerabilityID`: nobody can say what it is";
            self.problem(ProblemKind::Partial, message.to_owned(), &at);
        }
        self.vulnerabilities.push(found.into_vulnerability(target, at, modification));
    }

    fn modified(&mut self, found: ModifiedFinding, target: &str, at: &str) {
        let ModifiedFinding { kind, status, statement, source, finding } = found;
        let modification = Modification { status, statement, source };
        let read = match kind.as_str() {
            "vulnerability" => read(finding)
                .map(|found| self.vulnerability(found, target, at.to_owned(), Some(modification))),
            "misconfiguration" => read(finding).map(|found: Misconfiguration| {
                self.set_aside(found.into_finding(target, at.to_owned()), modification);
            }),
            "secret" => read(finding).map(|found: Secret| {
                self.set_aside(found.into_finding(target, at.to_owned()), modification);
            }),
            "license" => read(finding).map(|found: License| {
                self.set_aside(found.into_finding(target, at.to_owned()), modification);
            }),
            _ => Err("its type is not known".to_owned()),
        };
        if let Err(reason) = read {
            let message = format!("a modified finding of type `{kind}` cannot be read: {reason}");
            self.problem(ProblemKind::Partial, message, at);
        }
    }

    fn set_aside(&mut self, mut finding: Finding, modification: Modification) {
        self.checks = true;
        findings::apply(&mut finding, modification);
        self.findings.push(finding);
    }

    fn problem(&mut self, kind: ProblemKind, message: String, place: &str) {
        self.problems.push(Problem { kind, message, at: Some(At::pointer(place)) });
    }

    fn finish(self, mut statement: Statement, scan: Scan) -> Statement {
        let nothing = !self.packages && !self.checks;
        if nothing {
            statement.problem(
                ProblemKind::Empty,
                "scanned nothing: no lock file or package database was found",
            );
        }
        if self.packages || nothing {
            let vulnerabilities = Vulnerabilities::from_findings(self.vulnerabilities, scan);
            statement.records.push(Records::Vulnerabilities(vulnerabilities));
        }
        if self.checks {
            statement.records.push(Records::Findings(Findings::from_findings(self.findings)));
        }
        statement.problems.extend(self.problems);
        statement
    }
}

/// The members of a list that may be missing, each with its place.
fn places<T>(
    parent: &str,
    key: &str,
    list: Option<Vec<T>>,
) -> impl Iterator<Item = (String, T)> + use<T> {
    let list_place = pointer(parent, key);
    list.into_iter()
        .flatten()
        .enumerate()
        .map(move |(index, found)| (pointer(&list_place, index), found))
}

fn read<T: DeserializeOwned>(finding: serde_json::Value) -> Result<T, String> {
    serde_json::from_value(finding).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;

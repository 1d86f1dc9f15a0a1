//! Misconfigurations, secrets and licences as Trivy reports them. What the scanner matched (`Match`, `Code`) is never
//! read: in a secret it is the secret.

use super::report::Modification;
use crate::evidence::findings::{Category, Finding, Level, Location, State};
use crate::evidence::{At, Severity, Suppression, SuppressionKind};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Misconfiguration {
    #[serde(rename = "ID")]
    id: Option<String>,
    #[serde(rename = "AVDID")]
    avd_id: Option<String>,
    title: Option<String>,
    message: Option<String>,
    severity: Option<String>,
    status: Option<String>,
    #[serde(rename = "PrimaryURL")]
    primary_url: Option<String>,
    cause_metadata: Option<Lines>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Lines {
    start_line: Option<u64>,
    end_line: Option<u64>,
}

impl Misconfiguration {
    pub(super) fn into_finding(self, target: &str, at: String) -> Finding {
        let stated = |text: Option<String>| text.filter(|text| !text.is_empty());
        let state = match self.status.as_deref() {
            Some("PASS") => State::NotAFinding,
            Some("EXCEPTION") => State::Suppressed,
            _ => State::Open,
        };
        Finding {
            category: Category::Iac,
            rule_id: stated(self.id).or(self.avd_id).unwrap_or_default(),
            message: stated(self.message).or_else(|| self.title.clone()).unwrap_or_default(),
            rule_name: self.title,
            location: Some(location(target, &self.cause_metadata.unwrap_or_default())),
            url: self.primary_url,
            state,
            suppression: (state == State::Suppressed).then_some(Suppression {
                kind: SuppressionKind::IgnoreRule,
                justification: None,
                source: None,
            }),
            ..found(self.severity.as_deref(), at)
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Secret {
    #[serde(rename = "RuleID")]
    rule_id: String,
    title: Option<String>,
    severity: Option<String>,
    start_line: Option<u64>,
    end_line: Option<u64>,
}

impl Secret {
    pub(super) fn into_finding(self, target: &str, at: String) -> Finding {
        let lines = Lines { start_line: self.start_line, end_line: self.end_line };
        Finding {
            category: Category::Secret,
            message: self.title.clone().unwrap_or_else(|| format!("secret of `{}`", self.rule_id)),
            rule_id: self.rule_id,
            rule_name: self.title,
            location: Some(location(target, &lines)),
            ..found(self.severity.as_deref(), at)
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct License {
    name: String,
    category: Option<String>,
    pkg_name: Option<String>,
    file_path: Option<String>,
    severity: Option<String>,
    link: Option<String>,
}

impl License {
    pub(super) fn into_finding(self, target: &str, at: String) -> Finding {
        let stated = |text: Option<String>| text.filter(|text| !text.is_empty());
        let file = stated(self.file_path);
        let of = stated(self.pkg_name).or_else(|| file.clone());
        Finding {
            category: Category::License,
            message: format!(
                "license `{}` ({}) of `{}`",
                self.name,
                self.category.as_deref().unwrap_or("unclassified"),
                of.as_deref().unwrap_or(target)
            ),
            rule_id: self.name,
            rule_name: self.category,
            location: Some(location(file.as_deref().unwrap_or(target), &Lines::default())),
            url: stated(self.link),
            ..found(self.severity.as_deref(), at)
        }
    }
}

/// Sets a finding aside, where that is what the modification says.
pub(super) fn apply(finding: &mut Finding, modification: Modification) {
    let kind = match modification.status.as_deref() {
        Some("ignored") => SuppressionKind::IgnoreRule,
        Some("not_affected" | "fixed") => SuppressionKind::Vex,
        _ => return,
    };
    finding.state = State::Suppressed;
    finding.suppression = Some(modification.into_suppression(kind));
}

/// What all findings of Trivy share.
fn found(severity: Option<&str>, at: String) -> Finding {
    let severity = severity.map_or(Severity::Unknown, Severity::from_word);
    Finding {
        tool: "Trivy".to_owned(),
        severity,
        severity_id: severity.id(),
        level: match severity {
            Severity::Critical | Severity::High => Level::Error,
            Severity::Medium | Severity::Unknown => Level::Warning,
            Severity::Low | Severity::Informational => Level::Note,
        },
        at: Some(At::pointer(at)),
        ..Finding::default()
    }
}

/// Line 0 is Trivy's word for no line.
fn location(uri: &str, lines: &Lines) -> Location {
    let line = |number: Option<u64>| number.filter(|number| *number > 0);
    Location {
        uri: uri.to_owned(),
        start_line: line(lines.start_line),
        end_line: line(lines.end_line),
    }
}

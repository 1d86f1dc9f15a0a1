//! `input.findings`: what scanners of code, secrets and configuration report, in SARIF's terms.

use super::vulnerabilities::BySeverity;
use super::{At, Severity, Suppression};
use schemars::JsonSchema;
use serde::Serialize;

/// The findings of one report.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Findings {
    /// Counted from the findings.
    pub summary: Summary,
    /// Every finding, the suppressed ones too.
    pub findings: Vec<Finding>,
}

/// Counts of a [`Findings`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// All records.
    pub total: usize,
    /// Records in state `open`, by severity.
    pub open: BySeverity,
    /// Records in state `open`, by SARIF level.
    pub levels: ByLevel,
    /// Records in any other state.
    pub suppressed: usize,
}

/// A count for each SARIF level.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ByLevel {
    /// Level `error`.
    pub error: usize,
    /// Level `warning`.
    pub warning: usize,
    /// Level `note`.
    pub note: usize,
    /// Level `none`.
    pub none: usize,
}

/// One finding.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Finding {
    /// What kind of scanner found it.
    pub category: Category,
    /// The tool that found it.
    pub tool: String,
    /// The scanner's rule.
    pub rule_id: String,
    /// The rule's name, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_name: Option<String>,
    /// What is wrong. Never a secret itself.
    pub message: String,
    /// How bad it is.
    pub severity: Severity,
    /// The same as a number: 0 unknown … 5 critical.
    pub severity_id: u8,
    /// SARIF's level.
    pub level: Level,
    /// Where in the code or system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Stable across runs and line shifts, where the tool gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// `CWE-…`.
    pub cwes: Vec<String>,
    /// Whether it counts.
    pub state: State,
    /// Compared with the baseline, where the tool had one.
    pub baseline: Baseline,
    /// Why it does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppression: Option<Suppression>,
    /// Where to read about the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where it stands in the report.
    pub at: Option<At>,
}

/// What kind of scanner reports a finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Static analysis of code.
    #[default]
    Sast,
    /// Secrets in code or images.
    Secret,
    /// A running system.
    Dast,
    /// Infrastructure and configuration.
    Iac,
    /// Style and correctness.
    Lint,
    /// Licences.
    License,
    /// Known vulnerabilities, reported as findings.
    Vulnerability,
}

/// SARIF §3.27.10.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Does not apply.
    None,
    /// A remark.
    Note,
    /// A problem.
    #[default]
    Warning,
    /// A serious problem.
    Error,
}

/// Where a finding is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Location {
    /// Path or URL.
    pub uri: String,
    /// First line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_line: Option<u64>,
    /// Last line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_line: Option<u64>,
}

/// Whether a finding counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It counts.
    #[default]
    Open,
    /// Set aside.
    Suppressed,
    /// No longer there.
    Fixed,
    /// The check passed or did not apply: nothing to fix.
    NotAFinding,
}

/// SARIF §3.27.24.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// There was no baseline.
    #[default]
    None,
    /// Not in the baseline.
    New,
    /// As in the baseline.
    Unchanged,
    /// In the baseline, changed since.
    Updated,
    /// In the baseline, gone now.
    Absent,
}

impl Findings {
    /// Builds the family's entry from its findings, and counts them.
    pub fn from_findings(findings: Vec<Finding>) -> Self {
        let mut summary = Summary { total: findings.len(), ..Summary::default() };
        for finding in &findings {
            if finding.state != State::Open {
                summary.suppressed += 1;
                continue;
            }
            summary.open.add(finding.severity);
            *match finding.level {
                Level::Error => &mut summary.levels.error,
                Level::Warning => &mut summary.levels.warning,
                Level::Note => &mut summary.levels.note,
                Level::None => &mut summary.levels.none,
            } += 1;
        }
        Self { summary, findings }
    }
}

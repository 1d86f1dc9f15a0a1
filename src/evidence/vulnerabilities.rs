//! `input.vulnerabilities`: known vulnerabilities of the components that are released.

use super::{At, Severity, Suppression, Time};
use schemars::JsonSchema;
use serde::Serialize;

/// The vulnerabilities of one scan.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Vulnerabilities {
    /// Counted from the findings.
    pub summary: Summary,
    /// Every vulnerability, the suppressed ones too.
    pub findings: Vec<Vulnerability>,
    /// What was scanned, and with what knowledge.
    pub scan: Scan,
}

/// Counts of a [`Vulnerabilities`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// All records.
    pub total: usize,
    /// Records in state `open`, by severity.
    pub open: BySeverity,
    /// Records in any other state.
    pub suppressed: usize,
}

/// A count for each severity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BySeverity {
    /// Severity `critical`.
    pub critical: usize,
    /// Severity `high`.
    pub high: usize,
    /// Severity `medium`.
    pub medium: usize,
    /// Severity `low`.
    pub low: usize,
    /// Severity `informational`.
    pub informational: usize,
    /// Severity not stated, or not known.
    pub unknown: usize,
}

impl BySeverity {
    /// Counts one more.
    pub fn add(&mut self, severity: Severity) {
        *match severity {
            Severity::Critical => &mut self.critical,
            Severity::High => &mut self.high,
            Severity::Medium => &mut self.medium,
            Severity::Low => &mut self.low,
            Severity::Informational => &mut self.informational,
            Severity::Unknown => &mut self.unknown,
        } += 1;
    }
}

/// What a scanner looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Scan {
    /// The image, directory or file, as the scanner names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// When the scanner's vulnerability database was built.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub db_updated_at: Option<Time>,
}

/// One vulnerability of one component.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Vulnerability {
    /// CVE where there is one, else the source's own id.
    pub id: String,
    /// Other ids of the same vulnerability, sorted.
    pub aliases: Vec<String>,
    /// One line on what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How bad it is.
    pub severity: Severity,
    /// The same as a number: 0 unknown … 5 critical.
    pub severity_id: u8,
    /// The source's own word.
    pub severity_raw: String,
    /// Whose rating it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity_source: Option<String>,
    /// Every CVSS rating that the source gives.
    pub cvss: Vec<Cvss>,
    /// Probability of exploitation, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epss: Option<f64>,
    /// Known to be exploited (CISA KEV), where the source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kev: Option<bool>,
    /// `CWE-…`.
    pub cwes: Vec<String>,
    /// What is vulnerable.
    pub component: Component,
    /// Whether there is a version without it.
    pub fix: Fix,
    /// Whether it counts.
    pub state: State,
    /// Why it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suppression: Option<Suppression>,
    /// When it became public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Time>,
    /// Where to read about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Where it stands in the report.
    pub at: Option<At>,
}

/// A CVSS rating.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Cvss {
    /// `2.0`, `3.0`, `3.1`, `4.0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The vector.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vector: Option<String>,
    /// The base score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Whose rating it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// The component that a vulnerability is in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Component {
    /// Package URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purl: Option<String>,
    /// Name.
    pub name: String,
    /// Installed version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Paths where it was found.
    pub locations: Vec<String>,
}

/// Whether a vulnerability has a fix.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fix {
    /// What the source says of it.
    pub state: FixState,
    /// Versions without the vulnerability.
    pub versions: Vec<String>,
}

/// What a source says of a fix.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FixState {
    /// There is a fixed version.
    Fixed,
    /// There is none yet.
    NotFixed,
    /// There will be none.
    WontFix,
    /// Not stated.
    #[default]
    Unknown,
}

/// Whether a vulnerability counts, in the words of `OpenVEX` and of triage tools.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It counts.
    #[default]
    Open,
    /// Set aside by an ignore rule.
    Suppressed,
    /// VEX: the component is there, the vulnerability does not apply.
    NotAffected,
    /// VEX: resolved.
    Fixed,
    /// VEX: nobody knows yet. Counts as open.
    UnderInvestigation,
    /// Triage: not real.
    FalsePositive,
    /// Triage: accepted.
    RiskAccepted,
}

impl State {
    /// Whether it still counts against the release.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::UnderInvestigation)
    }
}

impl Vulnerabilities {
    /// Builds the family's entry from its findings, and counts them.
    pub fn from_findings(findings: Vec<Vulnerability>, scan: Scan) -> Self {
        let mut summary = Summary { total: findings.len(), ..Summary::default() };
        for finding in &findings {
            if finding.state.is_open() {
                summary.open.add(finding.severity);
            } else {
                summary.suppressed += 1;
            }
        }
        Self { summary, findings, scan }
    }
}

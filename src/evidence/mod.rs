//! What gathered documents say, in one shape per family. These types are the contract that policies read:
//! `schemas/input.json` is generated from them, and a test fails when the two differ.
//!
//! A family is a file here; to add one, write its types, add it to [`Family`] and [`Records`], and regenerate the
//! schema. Types only: parsing lives in `formats/`, binding to the subject in `collect/`.

mod common;
pub use common::{
    Actor, ActorKind, At, Digest, Place, Severity, Suppression, SuppressionKind, Time,
};

pub mod approvals;
pub mod findings;
pub mod sboms;
pub mod tests;
pub mod vulnerabilities;

use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A kind of record that all its sources share; the key of its documents in `input`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Test results.
    Tests,
    /// Known vulnerabilities of components.
    Vulnerabilities,
    /// Findings of static analysis, secret, configuration and similar scanners.
    Findings,
    /// Software bills of materials.
    Sboms,
    /// Reviews and approvals by people.
    Approvals,
}

impl Family {
    /// Every family, in the order of the document that policies read.
    pub const ALL: [Self; 5] =
        [Self::Tests, Self::Vulnerabilities, Self::Findings, Self::Sboms, Self::Approvals];

    /// The family's key in `input`, and its name in `requires`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tests => "tests",
            Self::Vulnerabilities => "vulnerabilities",
            Self::Findings => "findings",
            Self::Sboms => "sboms",
            Self::Approvals => "approvals",
        }
    }

    /// What one record of the family is called, singular and plural: "1 test case", "2 test cases".
    pub fn record_noun(self) -> (&'static str, &'static str) {
        match self {
            Self::Tests => ("test case", "test cases"),
            Self::Vulnerabilities => ("vulnerability", "vulnerabilities"),
            Self::Findings => ("finding", "findings"),
            Self::Sboms => ("component", "components"),
            Self::Approvals => ("review decision", "review decisions"),
        }
    }

    /// The family of this name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.name() == name)
    }
}

/// What one document says, once parsed and bound to the subject.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Unique in a run: the id of the gate file's entry, with the file's path where the entry names several files.
    pub id: String,
    /// Where the bytes came from, as the user named it.
    pub path: camino::Utf8PathBuf,
    /// SHA-256 of the raw bytes.
    pub digest: Digest,
    /// Size of the raw bytes.
    pub size: u64,
    /// The name of the format that parsed it; `None` when no format recognised it or it was refused.
    pub format: Option<&'static str>,
    /// What it says.
    pub statement: Statement,
    /// How it relates to the subject.
    pub subject_match: SubjectMatch,
}

impl Evidence {
    /// Whether it may count towards "go": read as a whole, not about anything else, in time.
    pub fn counts(&self) -> bool {
        self.format.is_some()
            && self.subject_match != SubjectMatch::Mismatched
            && self.statement.complete()
    }

    /// Whether policies see its records: what is stale or about another subject they do not; what is cut off they do, since
    /// what it shows of failures is true.
    pub fn is_shown(&self) -> bool {
        self.subject_match != SubjectMatch::Mismatched
            && !self.statement.problems.iter().any(|problem| {
                matches!(
                    problem.kind,
                    ProblemKind::Stale | ProblemKind::Future | ProblemKind::OtherSubject
                )
            })
    }

    /// The families that it speaks of.
    pub fn families(&self) -> Vec<Family> {
        self.statement.records.iter().map(Records::family).collect()
    }

    /// How many records it has in all families.
    pub fn record_count(&self) -> usize {
        self.statement.records.iter().map(Records::count).sum()
    }
}

/// What a format reads out of one document.
#[derive(Debug, Clone, Default)]
pub struct Statement {
    /// The tool that wrote the document.
    pub tool: Option<Tool>,
    /// When the document says that it was made.
    pub made_at: Option<Time>,
    /// When the newest part of the document was made, where its parts have several times.
    pub newest: Option<Time>,
    /// What the document says that it is about: commits and artifact digests.
    pub about: Vec<About>,
    /// What keeps the document from counting, or is worth knowing. See [`Problem::is_fatal`].
    pub problems: Vec<Problem>,
    /// The records, one entry per family that the document speaks of, in the order of [`Family`].
    pub records: Vec<Records>,
}

impl Statement {
    /// Whether the document is whole: nothing cut off, no tool failed, no page missing.
    pub fn complete(&self) -> bool {
        !self.problems.iter().any(Problem::is_fatal)
    }

    /// Notes that its parts are about different commits: one that matches must not whitewash the others.
    pub fn names_several_commits(&mut self) {
        let commits = self.about.iter().filter_map(|about| match about {
            About::Commit(commit) => commit.get(..12),
            About::Digest(_) => None,
        });
        let some: Vec<_> = commits.collect::<BTreeSet<_>>().into_iter().take(3).collect();
        let message = format!("names more than one commit: {}", some.join(", "));
        self.problem(ProblemKind::OtherSubject, message);
    }

    /// Notes a problem.
    pub fn problem(&mut self, kind: ProblemKind, message: impl Into<String>) {
        self.problems.push(Problem { kind, message: message.into(), at: None });
    }
}

/// The name and version of the tool that wrote a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tool {
    /// As the tool calls itself.
    pub name: String,
    /// As the tool states it.
    pub version: Option<String>,
}

/// One thing that a document names as what it is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A git commit, in lower-case hex.
    Commit(String),
    /// The digest of an artifact.
    Digest(Digest),
}

impl About {
    /// A commit that is named in full: 40 or 64 hex digits. An abbreviation names nothing for sure.
    pub fn commit(revision: &str) -> Option<Self> {
        let full = matches!(revision.len(), 40 | 64);
        (full && revision.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .then(|| Self::Commit(revision.to_ascii_lowercase()))
    }

    /// An image that is named by its digest: `sha256:…`, or `registry/name@sha256:…`.
    pub fn image(reference: &str) -> Option<Self> {
        let digest = reference.rsplit_once('@').map_or(reference, |(_, digest)| digest);
        digest.parse().ok().map(Self::Digest)
    }
}

/// How a document relates to the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectMatch {
    /// It names this subject's commit or one of its artifacts.
    Matched,
    /// It names neither, as most test reports.
    Unstated,
    /// It names another commit or artifact: it never counts.
    Mismatched,
}

/// Something about a document that a reader of the verdict has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// What is the matter, as a word that policies and scripts can match.
    pub kind: ProblemKind,
    /// The same for people: what was found, where.
    pub message: String,
    /// The place in the document, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
}

impl Problem {
    /// Whether the document cannot count towards "go" because of it.
    pub fn is_fatal(&self) -> bool {
        self.kind != ProblemKind::Contradiction && self.kind != ProblemKind::Note
    }
}

/// The kinds of [`Problem`]. All but `note` and `contradiction` keep a document from counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// There is no file.
    Absent,
    /// The file could not be read, or is larger, deeper or longer than the limits allow.
    Unreadable,
    /// The bytes are not well-formed, or not what the format requires.
    Malformed,
    /// No known format.
    Unrecognised,
    /// Well-formed, but without what it exists for: a test report without a test.
    Empty,
    /// Cut off, a page is missing, or a part of it could not be read.
    Partial,
    /// The tool that wrote it says that it failed.
    ToolFailed,
    /// Older than the gate allows, or of unknown age where the gate limits it.
    Stale,
    /// It says that it was made after the verdict's `now`.
    Future,
    /// It is about another commit or artifact.
    OtherSubject,
    /// The report disagrees with itself; the records were counted, the totals were not trusted.
    Contradiction,
    /// Worth knowing, does not count against the document.
    Note,
}

/// The records of one family in one document.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Records {
    /// Test cases.
    Tests(tests::Tests),
    /// Vulnerabilities.
    Vulnerabilities(vulnerabilities::Vulnerabilities),
    /// Findings.
    Findings(findings::Findings),
    /// One bill of materials.
    Sbom(sboms::Sbom),
    /// Decisions on one change.
    Approvals(approvals::Approvals),
}

impl Records {
    /// The family that these records belong to.
    pub fn family(&self) -> Family {
        match self {
            Self::Tests(_) => Family::Tests,
            Self::Vulnerabilities(_) => Family::Vulnerabilities,
            Self::Findings(_) => Family::Findings,
            Self::Sbom(_) => Family::Sboms,
            Self::Approvals(_) => Family::Approvals,
        }
    }

    /// Makes every locator name the document.
    pub fn bind(&mut self, document: &Arc<str>) {
        let bind = |at: &mut Option<At>| {
            if let Some(at) = at {
                at.document = Some(document.clone());
            }
        };
        match self {
            Self::Tests(tests) => tests.cases.iter_mut().for_each(|case| bind(&mut case.at)),
            Self::Vulnerabilities(all) => {
                all.findings.iter_mut().for_each(|finding| bind(&mut finding.at));
            }
            Self::Findings(all) => {
                all.findings.iter_mut().for_each(|finding| bind(&mut finding.at));
            }
            Self::Sbom(sbom) => {
                sbom.components
                    .iter_mut()
                    .chain(&mut sbom.primary)
                    .for_each(|component| bind(&mut component.at));
            }
            Self::Approvals(approvals) => {
                approvals.decisions.iter_mut().for_each(|decision| bind(&mut decision.at));
            }
        }
    }

    /// How many records there are.
    pub fn count(&self) -> usize {
        match self {
            Self::Tests(tests) => tests.cases.len(),
            Self::Vulnerabilities(vulnerabilities) => vulnerabilities.findings.len(),
            Self::Findings(findings) => findings.findings.len(),
            Self::Sbom(sbom) => sbom.components.len(),
            Self::Approvals(approvals) => approvals.decisions.len(),
        }
    }
}

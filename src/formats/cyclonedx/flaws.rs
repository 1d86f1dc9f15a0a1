//! What is wrong inside a document, said once per kind with the first place: a bill of materials of a hundred thousand
//! components can make the same mistake a hundred thousand times.

use crate::evidence::{At, Problem, ProblemKind};
use std::collections::BTreeMap;

/// Something that the specification does not allow, or that a reader should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flaw {
    UnnamedComponent,
    IncompleteComponents,
    BadSerialNumber,
    BadTimestamp,
    UnknownType,
    DuplicateRef,
    EmptyRef,
    VersionAndRange,
    BadHash,
    NoLicense,
    BadLicenseId,
    LicenseChoice,
    DanglingDependency,
    DanglingAffects,
    UnknownAnalysisState,
    UnidentifiedVulnerability,
    NoVulnerability,
    OnlyVex,
}

impl Flaw {
    fn kind(self) -> ProblemKind {
        match self {
            // Nobody can say what it is, so no rule on licences, versions or vulnerabilities holds for it.
            Self::UnnamedComponent => ProblemKind::Malformed,
            Self::IncompleteComponents => ProblemKind::Partial,
            _ => ProblemKind::Note,
        }
    }

    fn message(self) -> &'static str {
        match self {
            Self::UnnamedComponent => "a component has no `name`",
            Self::IncompleteComponents => "the document says that components are missing",
            Self::BadSerialNumber => "`serialNumber` is not `urn:uuid:` and a UUID",
            Self::BadTimestamp => "`timestamp` is not a date and time of RFC 3339",
            Self::UnknownType => "not a type of component",
            Self::DuplicateRef => "a `bom-ref` stands for several things",
            Self::EmptyRef => "a component has an empty `bom-ref`",
            Self::VersionAndRange => "a component has both `version` and `versionRange`",
            Self::BadHash => "not an algorithm and a digest of its length; left out",
            Self::NoLicense => "a licence has no `id`, `name` or `expression`",
            Self::BadLicenseId => "a licence `id` is not on the SPDX list",
            Self::LicenseChoice => "a licence is stated in several ways where one is allowed",
            Self::DanglingDependency => "a dependency refers to nothing in this document",
            Self::DanglingAffects => "a vulnerability affects nothing in this document",
            Self::UnknownAnalysisState => {
                "not a state of an analysis; the vulnerability counts as open"
            }
            Self::UnidentifiedVulnerability => "a vulnerability has no `id`",
            Self::NoVulnerability => {
                "the list is empty, which does not say that anything was scanned"
            }
            Self::OnlyVex => {
                "each vulnerability is closed by an analysis: a VEX, which is no scan; left out"
            }
        }
    }
}

/// The flaws of one document: how often each was met, and where first.
#[derive(Debug, Default)]
pub(super) struct Flaws(BTreeMap<Flaw, (usize, Problem)>);

impl Flaws {
    /// Counts a flaw; `what` is the offending text.
    pub(super) fn add(&mut self, flaw: Flaw, what: &str, at: Option<&At>) {
        let entry = self.0.entry(flaw).or_insert_with(|| {
            let message = format!("{}: `{what}`", flaw.message());
            (0, Problem { kind: flaw.kind(), message, at: at.cloned() })
        });
        entry.0 += 1;
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.0
            .into_values()
            .map(|(count, problem)| match count {
                1 => problem,
                _ => Problem {
                    message: format!("{}, and {} more", problem.message, count - 1),
                    ..problem
                },
            })
            .collect()
    }
}

//! Exit codes, and the verdicts that they stand for.

use schemars::JsonSchema;
use serde::Serialize;

/// The answer of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Go.
    Pass,
    /// No go.
    Fail,
    /// No answer: something is wrong with the question.
    Error,
}

/// Exit codes. Only 0 means go; the highest class that applies wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Every rule passed, warned or did not apply.
    Go = 0,
    /// A rule failed, or a person still has to act.
    NoGo = 1,
    /// The command line or the gate file is wrong.
    Usage = 2,
    /// Evidence is missing, empty, stale, unparsable or about another subject.
    Evidence = 3,
    /// A policy does not load, evaluates to an error, or hit a limit.
    Policy = 4,
    /// A signature, digest or pin does not match.
    Integrity = 5,
    /// A defect of the program.
    Internal = 70,
}

impl Exit {
    /// Every code with its meaning, as `--help` lists them.
    pub const TABLE: [(Self, &'static str); 7] = [
        (Self::Go, "go: every rule passed, warned or did not apply"),
        (Self::NoGo, "no-go: a rule failed, or a person still has to act"),
        (Self::Usage, "the command line or the gate file is wrong"),
        (Self::Evidence, "evidence is missing, empty, stale, unparsable or about another subject"),
        (Self::Policy, "a policy does not load, evaluates to an error, or hit a limit"),
        (Self::Integrity, "a signature, digest or pin does not match"),
        (Self::Internal, "internal error"),
    ];

    /// The number.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The verdict that the code stands for.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Go => Verdict::Pass,
            Self::NoGo | Self::Evidence => Verdict::Fail,
            Self::Usage | Self::Policy | Self::Integrity | Self::Internal => Verdict::Error,
        }
    }
}

//! The outputs of the GitHub Action. Every value is a number, a word of ours or a digest: nothing of the evidence's text
//! gets here, so no value needs escaping.

use super::Report;
use crate::decide::{Exit, Status, Verdict};

pub(super) fn render(report: &Report<'_>) -> String {
    let decision = report.decision;
    let blocking =
        decision.rulings().iter().filter(|r| matches!(r.status, Status::Fail | Status::Pending));
    let violations: usize = blocking.map(|ruling| ruling.violations.len()).sum();
    let policies = report.origin.policies.as_ref().map(ToString::to_string).unwrap_or_default();
    lines(decision.exit(), decision.verdict())
        + &format!("violations={violations}\n")
        + &format!("warnings={}\n", decision.count(Status::Warn))
        + &format!("missing={}\n", decision.count(Status::Missing))
        + &format!("policy-digest={policies}\n")
}

/// What stands in the file before anything was judged, and stays there when the run dies.
pub(super) fn error(exit: Exit) -> String {
    lines(exit, Verdict::Error)
}

fn lines(exit: Exit, verdict: Verdict) -> String {
    let verdict = match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Error => "error",
    };
    format!("verdict={verdict}\nexit-code={}\n", exit.code())
}

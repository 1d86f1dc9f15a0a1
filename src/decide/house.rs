//! What the program itself requires of every release, whatever the policies say: something that is released, evidence that
//! counts, and at least one rule that was applied. Each is a ruling like any other, so the verdict follows from the
//! rulings alone.

use super::{Ruling, Status};
use crate::collect::{Outcome, Shortfall};
use crate::evidence::ProblemKind;
use crate::policy::Violation;

/// The ruling on one item of evidence.
pub(super) fn evidence(item: &Outcome) -> Ruling {
    let violations: Vec<Violation> = item.shortfalls.iter().map(violation).collect();
    let status = match (violations.is_empty(), item.documents.is_empty()) {
        (false, _) => Status::Missing,
        (true, false) => Status::Pass,
        (true, true) => Status::NotApplicable,
    };
    let reason = match status {
        Status::NotApplicable => Some("optional evidence that is not there".to_owned()),
        Status::Pass => {
            let plural = |count: usize| if count == 1 { "" } else { "s" };
            let (documents, records) = (item.documents.len(), item.records);
            Some(format!(
                "{documents} document{}, {records} record{}",
                plural(documents),
                plural(records)
            ))
        }
        _ => None,
    };
    let title = format!("Evidence `{}`", item.id);
    Ruling { reason, violations, ..house(format!("evidence.{}", item.id), title, status) }
}

/// The ruling on the subject: without one, evidence is about nothing.
pub(super) fn subject(known: bool) -> Option<Ruling> {
    let solution = "Run it inside the git repository, name the subject in the gate file, or give `--subject commit=…` \
                    or `--subject artifact=PATH`.";
    (!known).then(|| Ruling {
        solution: Some(solution.to_owned()),
        reason: Some(
            "neither a commit nor an artifact is known: evidence would be about nothing".to_owned(),
        ),
        ..house(
            "gate.subject".to_owned(),
            "It is known what is released".to_owned(),
            Status::Missing,
        )
    })
}

/// The ruling on a run in which nothing was judged.
pub(super) fn something(judged: bool, evidence: bool) -> Option<Ruling> {
    let (status, reason, solution) = match (judged, evidence) {
        (true, true) => return None,
        (_, false) => (
            Status::Missing,
            "there is no evidence at all",
            "Give the reports of this release: `--evidence 'reports/**'`, or list them in the gate file.",
        ),
        (false, true) => (
            Status::Missing,
            "no rule applies to the evidence that was given",
            "See what the files are taken for with `gatewright inspect FILE…`, and what rules need with `gatewright rules`.",
        ),
    };
    let house = house("gate.evidence".to_owned(), "Something was judged".to_owned(), status);
    Some(Ruling { reason: Some(reason.to_owned()), solution: Some(solution.to_owned()), ..house })
}

fn house(id: String, title: String, status: Status) -> Ruling {
    Ruling {
        id,
        title,
        severity: None,
        solution: None,
        url: None,
        source: None,
        status,
        reason: None,
        violations: Vec::new(),
        examined: Vec::new(),
    }
}

fn violation(shortfall: &Shortfall) -> Violation {
    let msg = match &shortfall.document {
        Some(document) => format!("{document}: {}", shortfall.message),
        None => shortfall.message.clone(),
    };
    Violation {
        msg,
        at: shortfall.at.as_ref().map(ToString::to_string),
        fix: Some(fix(shortfall.kind).to_owned()),
        ..Violation::default()
    }
}

fn fix(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Absent => {
            "Run the job that writes it before the gate, and check the path and the working directory."
        }
        ProblemKind::Unreadable => "Make it a regular, readable file within the limits.",
        ProblemKind::Malformed => {
            "Write it again: a report that is cut off or damaged proves nothing."
        }
        ProblemKind::Unrecognised => {
            "Correct the path, or `format`: `gatewright formats` lists what is known."
        }
        ProblemKind::Empty => {
            "Find out why the tool recorded nothing; an empty report is not a clean one."
        }
        ProblemKind::Partial => "Gather all of it: what is not there was not checked.",
        ProblemKind::ToolFailed => "Mend the tool's run and repeat it.",
        ProblemKind::Stale => "Gather it again for this release.",
        ProblemKind::Future => {
            "Correct the clock of the machine that wrote it, and write it again."
        }
        ProblemKind::OtherSubject => {
            "Gather it for this commit and artifact, and remove the old file."
        }
        ProblemKind::Contradiction | ProblemKind::Note => "Look at the report.",
    }
}

//! What was passed, what was not judged, and what was gathered.

use super::page::{Page, count, symbol};
use crate::decide::{Examined, Ruling, Status};
use crate::evidence::{Evidence, Records, SubjectMatch};
use crate::report::{Report, sanitize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Files that were passed over, and are named without `-v`.
const FEW: usize = 5;

impl Page {
    pub(super) fn passed(&mut self, report: &Report<'_>) {
        let passed: Vec<&Ruling> =
            report.decision.rulings().iter().filter(|r| r.status == Status::Pass).collect();
        if passed.is_empty() {
            return;
        }
        self.line("");
        let heading =
            format!("{} {} passed", symbol(Status::Pass), count(passed.len(), "rule", "rules"));
        self.line(&self.status(Status::Pass, &heading));
        let width = passed.iter().map(|ruling| ruling.id.chars().count()).max().unwrap_or(0);
        for ruling in passed {
            let looked_at = examined(&ruling.examined).or_else(|| ruling.reason.clone());
            let looked_at = looked_at.unwrap_or_else(|| ruling.title.clone());
            self.line(&format!(
                "  {:<width$}  {}",
                sanitize::text(&ruling.id),
                self.dim(&sanitize::text(&looked_at))
            ));
        }
    }

    /// Rules that were not judged, folded by the reason: what they would have said is beside the point.
    pub(super) fn not_judged(&mut self, report: &Report<'_>, status: Status) {
        let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let rulings = report.decision.rulings().iter().filter(|ruling| ruling.status == status);
        for ruling in rulings.filter(|ruling| is_folded(ruling)) {
            let reason = ruling.reason.as_deref().unwrap_or("does not apply");
            reasons.entry(reason).or_default().push(&ruling.id);
        }
        if !reasons.is_empty() {
            self.line("");
        }
        for (reason, rules) in reasons {
            let number = count(rules.len(), "rule", "rules");
            let not = if status == Status::Missing { "cannot be" } else { "not" };
            let text = format!("{} {number} {not} judged: {reason}", symbol(status));
            self.line(&self.status(status, &sanitize::text(&text)));
            if status == Status::Missing
                || report.origin.config.is_some()
                || self.style.verbosity > 0
            {
                self.wrapped("    ", &rules.join(", "));
            }
        }
    }

    /// Files that were passed over: never without a word, for one of them may be the report that matters.
    pub(super) fn ignored(&mut self, report: &Report<'_>) {
        let ignored = &report.gathered.ignored;
        if ignored.is_empty() {
            return;
        }
        let shown = if self.style.verbosity > 0 { ignored.len() } else { FEW };
        let mut names: Vec<&str> = ignored.iter().take(shown).map(|path| path.as_str()).collect();
        let more = format!("and {} more", ignored.len().saturating_sub(shown));
        if ignored.len() > shown {
            names.push(&more);
        }
        let head =
            format!("  not read, in no known format: {}: ", count(ignored.len(), "file", "files"));
        self.wrapped(&head, &names.join(", "));
    }

    pub(super) fn evidence(&mut self, report: &Report<'_>) {
        let evidence = &report.gathered.evidence;
        if evidence.is_empty() {
            return;
        }
        self.line("");
        self.line(
            &self.bold(&format!("Evidence ({})", count(evidence.len(), "document", "documents"))),
        );
        let shown = if self.style.verbosity > 0 { evidence.len() } else { 12 };
        for evidence in evidence.iter().take(shown) {
            self.line(&format!("  {}", document(evidence)));
            if self.style.verbosity > 0 {
                self.line(&self.dim(&format!("    {}, {} bytes", evidence.digest, evidence.size)));
            }
            for problem in &evidence.statement.problems {
                self.line(&self.dim(&format!("    {}", sanitize::text(&problem.message))));
            }
        }
        if let Some(more) = evidence.len().checked_sub(shown).filter(|more| *more > 0) {
            self.line(&self.dim(&format!("  … and {more} more; -v shows all")));
        }
        self.ignored(report);
    }
}

/// Rulings that are shown together with others of the same reason.
pub(super) fn is_folded(ruling: &Ruling) -> bool {
    match ruling.status {
        Status::NotApplicable => true,
        Status::Missing => ruling.source.is_some(),
        _ => false,
    }
}

/// One line on one document.
fn document(evidence: &Evidence) -> String {
    let mut line = sanitize::text(&evidence.id).into_owned();
    if evidence.path.as_str() != evidence.id && !evidence.id.ends_with(evidence.path.as_str()) {
        let _ = write!(line, " ({})", sanitize::text(evidence.path.as_str()));
    }
    let _ = write!(line, ": {}", evidence.format.unwrap_or("not read"));
    for records in &evidence.statement.records {
        let (one, many) = records.family().record_noun();
        let _ = write!(line, ", {}", count(records.count(), one, many));
        let suppressed = match records {
            Records::Vulnerabilities(all) => all.summary.suppressed,
            Records::Findings(all) => all.summary.suppressed,
            _ => 0,
        };
        if suppressed > 0 {
            let _ = write!(line, " ({suppressed} of them set aside)");
        }
    }
    let about = match evidence.subject_match {
        SubjectMatch::Matched => ", names this subject",
        SubjectMatch::Mismatched => ", is about another subject",
        SubjectMatch::Unstated => "",
    };
    let counts = if evidence.counts() { "" } else { ", does not count" };
    line + about + counts
}

/// "1,204 test cases in 3 documents".
pub(super) fn examined(examined: &[Examined]) -> Option<String> {
    let parts: Vec<String> = examined
        .iter()
        .filter(|one| one.documents > 0)
        .map(|one| {
            let (singular, plural) = one.family.record_noun();
            format!(
                "{} in {}",
                count(one.records, singular, plural),
                count(one.documents, "document", "documents")
            )
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

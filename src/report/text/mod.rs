//! The verdict for people: what stops the release first, each with what was found, where, and how to mend it; the way to "go"
//! last, because that is where the eye rests in a terminal.

mod inventory;
mod page;
mod ruling;

pub(in crate::report) use page::count;

use super::{Report, Style, sanitize};
use crate::decide::Status;
use crate::explain::Explained;
use inventory::is_folded;
use page::{Page, word};

/// Actions that are shown without `-v`.
const ACTIONS: usize = 12;

pub(super) fn render(report: &Report<'_>, style: Style) -> String {
    let mut page = Page { out: String::new(), style };
    page.headline(report);
    if style.verbosity < 0 {
        for ruling in in_the_way(report) {
            page.brief(ruling.ruling);
        }
        page.ignored(report);
        return page.out;
    }
    for status in [
        Status::Error,
        Status::Missing,
        Status::Fail,
        Status::Pending,
        Status::Warn,
        Status::Waived,
    ] {
        for explained in report.explanation.rulings.iter().filter(|e| e.ruling.status == status) {
            if !is_folded(explained.ruling) {
                page.ruling(explained);
            }
        }
        if status == Status::Missing {
            page.not_judged(report, Status::Missing);
        }
    }
    page.passed(report);
    page.not_judged(report, Status::NotApplicable);
    if report.origin.config.is_none() {
        page.line(
            &page.dim(
                "  Without a gate file no evidence is required; `gatewright init` writes one.",
            ),
        );
    }
    page.evidence(report);
    page.actions(report);
    page.footer(report);
    page.out
}

fn in_the_way<'a>(report: &'a Report<'_>) -> impl Iterator<Item = &'a Explained<'a>> {
    report.explanation.rulings.iter().filter(|explained| explained.ruling.status >= Status::Pending)
}

impl Page {
    fn headline(&mut self, report: &Report<'_>) {
        let subject = subject_line(report);
        let verdict = self.verdict(report.decision.verdict());
        let gate = self.bold(&sanitize::text(&report.gate.name));
        self.line(&format!("gatewright: {verdict} at the gate {gate} for {subject}"));
        let origin = report.origin;
        let changed: Vec<String> = origin
            .changed
            .iter()
            .filter_map(|name| Some(format!("{name} = {}", origin.params.get(name)?)))
            .collect();
        if !changed.is_empty() && self.style.verbosity >= 0 {
            self.wrapped("  with ", &changed.join(", "));
        }
    }

    fn actions(&mut self, report: &Report<'_>) {
        let actions = &report.explanation.actions;
        if actions.is_empty() {
            return;
        }
        self.line("");
        self.line(&self.bold("To get to go:"));
        let shown = if self.style.verbosity > 0 { actions.len() } else { ACTIONS };
        for (index, action) in actions.iter().take(shown).enumerate() {
            self.wrapped(&format!("{:>3}. ", index + 1), &action.what);
            for detail in action.about.iter().chain(&action.who) {
                self.wrapped("     – ", detail);
            }
            self.wrapped("     for ", &action.settles.join(", "));
        }
        if actions.len() > shown {
            self.line(&self.dim(&format!("  … and {} more: -v shows all", actions.len() - shown)));
        }
    }

    fn footer(&mut self, report: &Report<'_>) {
        let decision = report.decision;
        let counts: Vec<String> = Status::ALL
            .iter()
            .rev()
            .map(|status| (decision.count(*status), word(*status)))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let verdict = self.verdict(decision.verdict());
        self.line("");
        self.line(&format!(
            "{verdict}: {} (exit code {})",
            counts.join(", "),
            decision.exit().code()
        ));
    }
}

fn subject_line(report: &Report<'_>) -> String {
    let subject = report.subject;
    let mut parts = Vec::new();
    let name = [subject.name.as_deref(), subject.version.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    if !name.is_empty() {
        parts.push(name);
    }
    if let Some(commit) = &subject.commit {
        let short = commit.sha.get(..12).unwrap_or(&commit.sha);
        let dirty = if commit.dirty == Some(true) { ", with uncommitted changes" } else { "" };
        parts.push(format!("commit {short}{dirty}"));
    }
    if let [artifact] = subject.artifacts.as_slice() {
        parts.push(artifact.name.clone());
    } else if !subject.artifacts.is_empty() {
        parts.push(format!("{} artifacts", subject.artifacts.len()));
    }
    let line = if parts.is_empty() { "an unknown subject".to_owned() } else { parts.join(", ") };
    sanitize::text(&line).into_owned()
}

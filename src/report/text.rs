//! The verdict for people: what stops the release first, each with what was found, where, and how to mend it; the way to "go"
//! last, because that is where the eye rests in a terminal.

use super::{Report, Style, sanitize};
use crate::decide::{Examined, Ruling, Status, Verdict};
use crate::evidence::{Evidence, Records, SubjectMatch};
use crate::explain::{Explained, Found};
use crate::policy::Violation;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Violations of one rule that are shown without `-v`.
const SHOWN: usize = 3;

/// Files that were passed over, and are named without `-v`.
const FEW: usize = 5;

/// Actions that are shown without `-v`.
const ACTIONS: usize = 12;

/// Columns that prose is wrapped to.
const WIDTH: usize = 100;

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
    for status in [Status::Error, Status::Missing, Status::Fail, Status::Pending, Status::Warn] {
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

struct Page {
    out: String,
    style: Style,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.out.push_str(&sanitize::line(line.trim_end()));
        self.out.push('\n');
    }

    fn paint(&self, text: &str, code: &str) -> String {
        if self.style.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.paint(text, "1")
    }

    fn dim(&self, text: &str) -> String {
        self.paint(text, "2")
    }

    fn status(&self, status: Status, text: &str) -> String {
        let code = match status {
            Status::Pass => "32",
            Status::NotApplicable => "2",
            Status::Warn | Status::Pending => "33",
            Status::Fail | Status::Missing | Status::Error => "31",
        };
        self.paint(text, code)
    }

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

    fn verdict(&self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Pass => self.paint("GO", "1;32"),
            Verdict::Fail => self.paint("NO-GO", "1;31"),
            Verdict::Error => self.paint("ERROR", "1;31"),
        }
    }

    fn ruling(&mut self, explained: &Explained<'_>) {
        let ruling = explained.ruling;
        self.line("");
        let mark = self
            .status(ruling.status, &format!("{} {}", symbol(ruling.status), word(ruling.status)));
        let id = self.bold(&sanitize::text(&ruling.id));
        self.line(&format!("{mark}  {id}  {}", sanitize::text(&ruling.title)));
        if let Some(reason) = &ruling.reason {
            self.wrapped("  ", reason);
        }
        self.violations(explained);
        if let Some(examined) = examined(&ruling.examined) {
            self.field("examined", &examined);
        }
        if let Some(source) = &ruling.source {
            let line = explained.policy_line.as_deref().unwrap_or_default().trim();
            self.field("policy", &format!("{}:{}: {line}", source.path, source.line));
        }
        if let Some(solution) = &ruling.solution {
            self.field("fix", solution);
        }
        if let Some(url) = &ruling.url {
            self.field("more", url);
        }
    }

    /// The first violation in full, a line for each of the next few, a number for the rest; with `-v` all in full.
    fn violations(&mut self, explained: &Explained<'_>) {
        let all = &explained.ruling.violations;
        let in_full = if self.style.verbosity > 0 { all.len() } else { 1 };
        let shown = in_full.max(SHOWN).min(all.len());
        for (index, violation) in all.iter().take(shown).enumerate() {
            let found = explained.places.get(index).and_then(Option::as_ref);
            if index < in_full {
                self.violation(violation, found);
            } else {
                let place = found.map(|found| format!("  {}", place(found))).unwrap_or_default();
                self.line(&format!("  • {}{}", sanitize::text(&violation.msg), self.dim(&place)));
            }
        }
        if all.len() > shown {
            self.line(&self.dim(&format!("  … and {} more: -v shows all", all.len() - shown)));
        }
    }

    fn violation(&mut self, violation: &Violation, found: Option<&Found<'_>>) {
        self.line(&format!("  • {}", sanitize::text(&violation.msg)));
        for (name, value) in [("found", &violation.found), ("wanted", &violation.wanted)] {
            if let Some(value) = value {
                self.wrapped(&format!("      {name:<7} "), value);
            }
        }
        for who in &violation.pending {
            self.wrapped("      waiting ", who);
        }
        if let Some(found) = found {
            self.frame(found);
        }
        if let Some(fix) = &violation.fix {
            self.wrapped("      fix     ", fix);
        }
    }

    /// Foreign text behind a head, its further lines below its first.
    fn wrapped(&mut self, head: &str, text: &str) {
        let width = WIDTH.saturating_sub(head.chars().count());
        for (index, part) in textwrap::wrap(&sanitize::text(text), width).iter().enumerate() {
            let indent = " ".repeat(head.chars().count());
            let head = if index == 0 { self.dim(head) } else { indent };
            self.line(&format!("{head}{part}"));
        }
    }

    fn frame(&mut self, found: &Found<'_>) {
        let frame = &found.frame;
        let last = frame.lines.last().map_or(0, |(number, _)| *number);
        let width = last.to_string().len().max(3);
        let place =
            format!("{}:{}:{}", sanitize::text(found.path.as_str()), frame.line, frame.column);
        self.line(&format!("      {:>width$}{}{place}", "", self.dim("╭─ ")));
        for (number, text) in &frame.lines {
            self.line(&format!(
                "      {number:>width$} {} {}",
                self.dim("│"),
                sanitize::text(text)
            ));
            if *number == frame.line && frame.mark.1 > 1 {
                // What the sanitiser widens moves the mark, so the columns are those of the clean text.
                let before: String = text.chars().take(frame.mark.0).collect();
                let marked: String = text.chars().skip(frame.mark.0).take(frame.mark.1).collect();
                let (indent, length) = (
                    sanitize::text(&before).chars().count(),
                    sanitize::text(&marked).chars().count(),
                );
                let carets = self.status(Status::Fail, &"^".repeat(length.max(1)));
                self.line(&format!(
                    "      {:>width$} {} {:indent$}{carets}",
                    "",
                    self.dim("│"),
                    ""
                ));
            }
        }
    }

    fn field(&mut self, name: &str, value: &str) {
        self.wrapped(&format!("  {name:<9} "), value);
    }

    fn passed(&mut self, report: &Report<'_>) {
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
    fn not_judged(&mut self, report: &Report<'_>, status: Status) {
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

    /// One line on a ruling, with the first reason for it.
    fn brief(&mut self, ruling: &Ruling) {
        let reason = ruling.reason.as_deref();
        let reason =
            reason.or_else(|| ruling.violations.first().map(|violation| violation.msg.as_str()));
        let more = match ruling.violations.len() {
            0 | 1 => String::new(),
            all => format!(" (and {} more)", all - 1),
        };
        let text = format!(
            "  {:<8} {}: {}{more}",
            word(ruling.status),
            ruling.id,
            reason.unwrap_or_default()
        );
        self.line(&sanitize::text(&text));
    }

    /// Files that were passed over: never without a word, for one of them may be the report that matters.
    fn ignored(&mut self, report: &Report<'_>) {
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

    fn evidence(&mut self, report: &Report<'_>) {
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

/// Rulings that are shown together with others of the same reason.
fn is_folded(ruling: &Ruling) -> bool {
    match ruling.status {
        Status::NotApplicable => true,
        Status::Missing => ruling.source.is_some(),
        _ => false,
    }
}

fn place(found: &Found<'_>) -> String {
    format!("{}:{}:{}", sanitize::text(found.path.as_str()), found.frame.line, found.frame.column)
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
fn examined(examined: &[Examined]) -> Option<String> {
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

/// A number with its noun, thousands apart: `1 rule`, `1,204 rules`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    let digits = number.to_string();
    let mut apart = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    format!("{apart} {}", if number == 1 { one } else { many })
}

fn symbol(status: Status) -> &'static str {
    match status {
        Status::Pass => "✓",
        Status::NotApplicable => "–",
        Status::Warn => "!",
        Status::Pending => "…",
        Status::Fail => "✗",
        Status::Missing => "?",
        Status::Error => "‼",
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Pass => "pass",
        Status::NotApplicable => "not applicable",
        Status::Warn => "warn",
        Status::Pending => "pending",
        Status::Fail => "fail",
        Status::Missing => "missing",
        Status::Error => "error",
    }
}

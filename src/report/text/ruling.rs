//! One ruling: what was found against what was wanted, where, by which rule, and how to mend it.

use super::inventory::examined;
use super::page::{Page, symbol, word};
use crate::decide::{Ruling, Status};
use crate::explain::{Explained, Found};
use crate::policy::Violation;
use crate::report::sanitize;

/// Violations of one rule that are shown without `-v`.
const SHOWN: usize = 3;

impl Page {
    pub(super) fn ruling(&mut self, explained: &Explained<'_>) {
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

    /// One line on a ruling, with the first reason for it.
    pub(super) fn brief(&mut self, ruling: &Ruling) {
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
}

fn place(found: &Found<'_>) -> String {
    format!("{}:{}:{}", sanitize::text(found.path.as_str()), found.frame.line, found.frame.column)
}

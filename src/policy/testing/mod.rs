//! Tests of policies, as `opa test` has them: which there are (`cases`), which files they need (`reach`), what became of each
//! (`run`), and why it does not hold (`why`).

pub mod capabilities;
mod cases;
mod coverage;
mod mutants;
mod outcome;
mod reach;
mod run;
pub(super) mod why;

pub use coverage::{Coverage, FileCoverage, RuleCoverage};
pub use mutants::{Mutants, mutate};
pub use outcome::{Outcome, Outcomes, Status};
pub use run::{Options, run};

use super::program::Complaint;
use crate::rego::File;
use crate::rego::ast::Span;
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};

/// A diagnostic with its frames, as text.
fn drawn(diagnostic: &dyn Diagnostic) -> String {
    let theme = GraphicalTheme::unicode_nocolor();
    let mut text = String::new();
    let drawn = GraphicalReportHandler::new_themed(theme)
        .with_width(100)
        .render_report(&mut text, diagnostic);
    // Without its frame it still says what is wrong.
    drawn.map_or_else(|_| diagnostic.to_string(), |()| text)
}

/// What went wrong while a test was evaluated, in the file in which it did; or at the test, where that is not known.
fn complaint(complaint: &Complaint, test: File, span: Span) -> String {
    let own = || (test, span.start as usize..span.end as usize);
    let (file, span) = complaint.place.clone().unwrap_or_else(own);
    drawn(&file.mistake(span, "gatewright::test::error", complaint.message.clone()))
}

//! Writes a verdict out: one file per form. The only room that prints; every byte of foreign text passes `sanitize`.
//!
//! To add a form: a file here, a variant of [`Form`], an arm in [`render`]. The form never changes what was decided, nor the
//! exit code; an output that cannot be written is never a pass.

pub mod bundle;
pub mod diagnostic;
pub mod diff;
mod github;
pub mod json;
pub mod lint;
mod output;
mod sanitize;
pub mod table;
pub mod testing;
mod text;

pub use output::{BadOutput, Output, WriteError, WrittenFirst, print, print_file, warn, write};

use crate::collect::Gathered;
use crate::decide::Decision;
use crate::explain::Explanation;
use crate::policy::input::{Gate, Input};
use crate::subject::Subject;

/// A form that a verdict can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For people, in a terminal or a log.
    Text,
    /// For machines: the versioned JSON of `schemas/verdict.json`.
    Json,
    /// `name=value` lines for the file that GitHub calls `$GITHUB_OUTPUT`.
    Github,
}

impl Form {
    /// Every form, by the name that `--output` knows it by.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Text, "text"), (Self::Json, "json"), (Self::Github, "github")];
}

/// Everything that a report can show.
#[derive(Debug)]
pub struct Report<'a> {
    /// The gate.
    pub gate: &'a Gate,
    /// What is released.
    pub subject: &'a Subject,
    /// The clock.
    pub now: jiff::Timestamp,
    /// What was decided.
    pub decision: &'a Decision,
    /// Why.
    pub explanation: &'a Explanation<'a>,
    /// What was gathered.
    pub gathered: &'a Gathered,
    /// The document that policies read.
    pub input: &'a Input<'a>,
    /// What else decided.
    pub origin: &'a Origin,
}

/// What decided beside the evidence: policies, parameters, config.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Path and digest of the gate file; `None` for the baseline gate.
    pub config: Option<(String, crate::evidence::Digest)>,
    /// Digest over all policies.
    pub policies: Option<crate::evidence::Digest>,
    /// The names of the parameters that are not as the policies have them by default.
    pub changed: Vec<String>,
    /// The gate's parameters, defaults filled in.
    pub params: serde_json::Map<String, serde_json::Value>,
}

/// How much a text report shows, and in which colours.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Less (negative) or more (positive).
    pub verbosity: i8,
    /// Whether the output is coloured.
    pub color: bool,
}

/// The report in a form.
pub fn render(report: &Report<'_>, form: Form, style: Style) -> String {
    match form {
        Form::Text => text::render(report, style),
        Form::Json => json::render(report),
        Form::Github => github::render(report),
    }
}

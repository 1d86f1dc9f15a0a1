//! What is wrong with a gate file, shown in it.

use camino::Utf8PathBuf;
use miette::{Diagnostic, LabeledSpan, NamedSource, SourceSpan};
use thiserror::Error;

/// A gate file that cannot be used, with every mistake in it.
#[derive(Debug, Error, Diagnostic)]
#[error("`{path}` has {}", count(.mistakes))]
#[diagnostic(code(gatewright::config))]
pub struct ConfigError {
    pub(super) path: Utf8PathBuf,
    #[source_code]
    pub(super) text: NamedSource<String>,
    #[related]
    pub(super) mistakes: Vec<Mistake>,
}

impl ConfigError {
    /// The mistakes, in the order of the file; at least one.
    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }
}

/// One mistake in a gate file.
#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
pub struct Mistake {
    message: String,
    #[label(collection)]
    labels: Vec<LabeledSpan>,
    #[help]
    help: Option<String>,
}

impl Mistake {
    /// What is wrong, and where.
    pub fn new(message: impl Into<String>, label: impl Into<String>, span: SourceSpan) -> Self {
        let labels = vec![LabeledSpan::new_primary_with_span(Some(label.into()), span)];
        Self { message: message.into(), labels, help: None }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// A second place that has to do with it.
    #[must_use]
    pub fn and(mut self, label: impl Into<String>, span: SourceSpan) -> Self {
        self.labels.push(LabeledSpan::new_with_span(Some(label.into()), span));
        self
    }

    /// The offset of the place that matters most.
    pub fn offset(&self) -> usize {
        self.labels.first().map_or(0, LabeledSpan::offset)
    }
}

fn count(mistakes: &[Mistake]) -> String {
    match mistakes.len() {
        1 => "a mistake".to_owned(),
        many => format!("{many} mistakes"),
    }
}

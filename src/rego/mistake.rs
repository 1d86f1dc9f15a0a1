//! What is wrong with a policy, and where.

use miette::{Diagnostic, LabeledSpan, NamedSource, Severity, SourceCode};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A file of policy, by its name and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The path, as the user named it.
    pub path: Arc<str>,
    /// The text.
    pub text: Arc<str>,
}

impl File {
    /// A file with this path and text.
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// A mistake in this file.
    pub fn mistake(
        &self,
        span: Range<usize>,
        code: &'static str,
        message: impl Into<String>,
    ) -> Mistake {
        Mistake {
            file: self.clone(),
            source: self.named_source(),
            span,
            code,
            message: message.into(),
            label: None,
            help: None,
            severity: Severity::Error,
        }
    }

    /// The line and column of a byte, both from 1; a column is a character, and a tab is one.
    pub fn place(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..self.text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }

    /// The text with its name, as miette shows it.
    pub fn named_source(&self) -> NamedSource<Arc<str>> {
        NamedSource::new(&self.path, self.text.clone()).with_language("Rego")
    }
}

/// One thing that is wrong in one file.
#[derive(Debug, Clone)]
pub struct Mistake {
    file: File,
    source: NamedSource<Arc<str>>,
    span: Range<usize>,
    code: &'static str,
    message: String,
    label: Option<String>,
    help: Option<String>,
    severity: Severity,
}

impl Mistake {
    /// Says at the place itself why it is wrong.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    /// Says what to write instead.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Says that it is less than an error.
    #[must_use]
    pub fn severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// What to write instead.
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The file's path.
    pub fn path(&self) -> &str {
        &self.file.path
    }

    /// The line and column where it begins, both from 1.
    pub fn place(&self) -> (usize, usize) {
        self.file.place(self.span.start)
    }

    /// The line and column behind its end, both from 1.
    pub fn end(&self) -> (usize, usize) {
        self.file.place(self.span.end)
    }

    /// The bytes that it is about.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Orders mistakes as a reader meets them.
    pub fn order(&self) -> impl Ord + use<> {
        (self.file.path.clone(), self.span.start, self.span.end, self.message.clone())
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Mistake {}

// By hand, because miette's derive knows only codes that are the same for all values of a type.
impl Diagnostic for Mistake {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = self.label.clone().or_else(|| Some("here".to_owned()));
        Some(Box::new(std::iter::once(LabeledSpan::new(label, self.span.start, self.span.len()))))
    }
}

/// Everything that is wrong, in the order of the files.
#[derive(Debug, Clone, thiserror::Error, Diagnostic)]
#[error("{}", summary(.0))]
#[diagnostic(
    code(gatewright::policy::load),
    help(
        "a policy that means something else here than it does under OPA gives no verdict; it never passes"
    )
)]
pub struct Mistakes(#[related] Vec<Mistake>);

impl Mistakes {
    /// Sorts and deduplicates what was found; `Ok` if nothing was.
    pub fn check(mut found: Vec<Mistake>) -> Result<(), Self> {
        if found.is_empty() {
            return Ok(());
        }
        found.sort_by_key(Mistake::order);
        found.dedup_by_key(|mistake| mistake.order());
        Err(Self(found))
    }

    /// One mistake.
    pub fn of(mistake: Mistake) -> Self {
        Self(vec![mistake])
    }

    /// Each mistake.
    pub fn all(&self) -> &[Mistake] {
        &self.0
    }
}

fn summary(mistakes: &[Mistake]) -> String {
    match mistakes {
        [_] => "the policies do not load: there is a mistake in them".to_owned(),
        _ => format!("the policies do not load: there are {} mistakes in them", mistakes.len()),
    }
}

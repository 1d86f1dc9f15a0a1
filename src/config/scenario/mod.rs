//! A file of scenarios, `*_gate_test.yaml`: what a gate has to say of a release that is written down. It is how a team tests
//! its gate. As for the gate file there are two types: [`ScenarioFile`] is what people write, [`Scenarios`] what is checked.

mod check;
mod file;
pub use file::{ScenarioFile, schema};

use super::{ConfigError, Param, Policies, Spanned, SubjectSpec, tree};
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use miette::NamedSource;

/// What the name of such a file ends with.
pub const ENDING: &str = "_gate_test.yaml";

/// The verdicts that can be expected.
pub const VERDICTS: [&str; 3] = ["pass", "fail", "error"];

/// What can be expected to become of a rule.
pub const STATUSES: [&str; 8] =
    ["pass", "not-applicable", "waived", "warn", "pending", "fail", "missing", "error"];

/// A file of scenarios without a mistake.
#[derive(Debug, Clone)]
pub struct Scenarios {
    /// The text and its name.
    pub source: NamedSource<String>,
    /// What judges.
    pub judge: Judge,
    /// At least one.
    pub scenarios: Vec<Scenario>,
}

/// What judges: a gate of a gate file, or policies that the scenarios name themselves.
#[derive(Debug, Clone)]
pub enum Judge {
    /// The gate file, relative to this one, and the gate, if it is named.
    GateFile(Spanned<Utf8PathBuf>, Option<String>),
    /// Every rule of these policies.
    Policies(Policies),
}

/// A release that is written down, and what is expected.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// A sentence.
    pub name: Spanned<String>,
    /// The time at which it is judged.
    pub now: Timestamp,
    /// The subject; `None` for that of the gate file.
    pub subject: Option<SubjectSpec>,
    /// Parameters over those of the gate.
    pub params: Vec<Param>,
    /// The files of each item of evidence, relative to this file; `None` for those of the gate file.
    pub evidence: Option<Vec<Given>>,
    /// One of [`VERDICTS`].
    pub verdict: Spanned<String>,
    /// The ids of rules, each with one of [`STATUSES`].
    pub rulings: Vec<Ruled>,
}

/// An item of evidence and the patterns of its files.
pub type Given = (Spanned<String>, Vec<Spanned<glob::Pattern>>);

/// The id of a rule, and what becomes of it.
pub type Ruled = (Spanned<String>, Spanned<String>);

/// Reads the text of a file of scenarios. `path` is its name in messages.
///
/// # Errors
/// Every mistake of the file at once; where the YAML itself is broken, that one.
pub fn parse(path: &Utf8Path, text: &str) -> Result<Scenarios, ConfigError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = NamedSource::new(path, text.to_owned()).with_language("yaml");
    tree::read(text)
        .map_err(|mistake| vec![mistake])
        .and_then(|root| check::check(&root, &source))
        .map_err(|mistakes| ConfigError { path: path.to_owned(), mistakes, text: source })
}

impl Scenarios {
    /// The error that points at mistakes which only a later check can find.
    pub fn refuse(&self, mistakes: Vec<super::Mistake>) -> ConfigError {
        let path = Utf8PathBuf::from(self.source.name());
        ConfigError { path, mistakes, text: self.source.clone() }
    }
}

#[cfg(test)]
mod tests;

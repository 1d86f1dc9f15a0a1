//! One file per concrete file format: how to recognise it, and how to read it into the evidence model.
//!
//! To add one: write `formats/NAME.rs` with a `pub(crate) static FORMAT: Format`, and add it to [`FORMATS`]. The tests then
//! ask for a sample under `fixtures/formats/NAME/`.
//!
//! Recognition looks at content, never at a file's name, and must be certain: a document taken for a format that it
//! is not is worse than one that nobody knows. Reading is lenient in what is extra, strict in what is missing.

mod outline;
pub use outline::{JsonShape, Kind, Outline};

mod text;
pub use text::decode;

mod elements;
mod xml;

mod cyclonedx;
mod github_review;
mod grype;
mod junit;
mod sarif;
mod trivy;

use crate::evidence::{Family, Problem, ProblemKind, Statement};

/// A concrete file format.
#[derive(Debug)]
pub struct Format {
    /// The name in `format:` of the gate file.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// What a document of this format can speak of.
    pub families: &'static [Family],
    /// Where the format is defined.
    pub reference: &'static str,
    /// Whether a document of this shape is one.
    pub detect: fn(&Outline) -> bool,
    /// Reads the document's text, which has passed [`Outline::of`]: for JSON it is well-formed, bounded and free
    /// of duplicate keys; XML is not checked before.
    pub parse: fn(&str) -> Result<Statement, Refusal>,
}

/// Every format, in the order of their names; at most one recognises a document.
pub static FORMATS: &[&Format] = &[
    &cyclonedx::FORMAT,
    &github_review::FORMAT,
    &grype::FORMAT,
    &junit::FORMAT,
    &sarif::FORMAT,
    &trivy::FORMAT,
];

/// The format of this name.
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.name == name)
}

/// The format that recognises a document of this shape.
///
/// # Errors
/// Two formats do: no tool writes that, and whichever was taken, another reader would take the other.
pub fn recognise(outline: &Outline) -> Result<Option<&'static Format>, Refusal> {
    let mut formats = FORMATS.iter().copied().filter(|format| (format.detect)(outline));
    match (formats.next(), formats.next()) {
        (Some(one), Some(other)) => {
            Err(Refusal::malformed(format!("it is both `{}` and `{}`", one.name, other.name)))
        }
        (found, _) => Ok(found),
    }
}

/// Reads a document's bytes: the format that it is in, and what it says. `wanted` is the format that the gate file
/// names; without one, the document is recognised.
///
/// Never fails: whatever keeps the document from being read is a problem of the statement, with no records beside it.
pub fn read(
    bytes: &[u8],
    wanted: Option<&'static Format>,
    limits: Limits,
) -> (Option<&'static Format>, Statement) {
    let read = || {
        let text = decode(bytes)?;
        let outline = Outline::of(&text, limits)?;
        if outline == Outline::Empty {
            return Err(Refusal {
                kind: ProblemKind::Empty,
                message: "the file has no content".into(),
                offset: None,
            });
        }
        let format = match (wanted, recognise(&outline)?) {
            (None, found) => found.ok_or_else(unrecognised)?,
            (Some(format), Some(found)) if format.name == found.name => format,
            (Some(format), found) => return Err(not_the_wanted(format, found)),
        };
        Ok((format, (format.parse)(&text)?))
    };
    match read() {
        Ok((format, statement)) => (Some(format), statement),
        Err(refusal) => {
            let problems = vec![refusal.into()];
            (None, Statement { problems, ..Statement::default() })
        }
    }
}

fn unrecognised() -> Refusal {
    let message = "in no known format: `gatewright formats` lists them".to_owned();
    Refusal { kind: ProblemKind::Unrecognised, message, offset: None }
}

fn not_the_wanted(wanted: &Format, found: Option<&Format>) -> Refusal {
    let message = match found {
        Some(format) => {
            format!("it is `{}`, and the gate file says `{}`", format.name, wanted.name)
        }
        None => format!(
            "it does not look like `{}`, as the gate file says, nor like anything else known",
            wanted.name
        ),
    };
    Refusal { kind: ProblemKind::Unrecognised, message, offset: None }
}

/// How much of a document is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one file.
    pub bytes: u64,
    /// Levels of nesting.
    pub depth: usize,
    /// JSON values, or XML elements.
    pub items: usize,
}

impl Limits {
    /// What `check` reads at most of one document.
    pub const DEFAULT: Self = Self { bytes: 512 << 20, depth: 96, items: 30_000_000 };
}

/// Why a document was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// `Malformed` where the bytes are wrong, `Unreadable` where a limit is exceeded, `Unrecognised`.
    pub kind: ProblemKind,
    /// What is wrong, and where.
    pub message: String,
    /// Offset into the text, where it is known.
    pub offset: Option<usize>,
}

impl Refusal {
    /// The bytes are not what the format requires.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Malformed, message: message.into(), offset: None }
    }

    /// It is in no known format.
    pub fn unrecognised(message: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Unrecognised, message: message.into(), offset: None }
    }

    /// A limit is exceeded.
    pub fn too_large(message: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Unreadable, message: message.into(), offset: None }
    }

    /// The same refusal, at a place in the text.
    #[must_use]
    pub fn at(self, offset: usize) -> Self {
        Self { offset: Some(offset), ..self }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let at = refusal.offset.map(|offset| crate::evidence::At::bytes(offset, offset));
        Self { kind: refusal.kind, message: refusal.message, at }
    }
}

/// A JSON document whose outline was accepted, read into the types of one format.
fn from_json<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|error| json_refusal(text, &error))
}

fn json_refusal(text: &str, error: &serde_json::Error) -> Refusal {
    let offset = outline::offset_of(text, error.line(), error.column());
    Refusal::malformed(error.to_string()).at(offset)
}

/// Adds one step to a JSON pointer.
fn pointer(parent: &str, key: impl std::fmt::Display) -> String {
    let key = key.to_string();
    if key.contains(['~', '/']) {
        return format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1"));
    }
    format!("{parent}/{key}")
}

//! Explains a decision: where in the raw evidence each violation stands, which line of policy decided, and the shortest way
//! from here to "go". Decides nothing and prints nothing.

mod actions;
mod frame;
mod locate;

pub use actions::{Action, actions};
pub use frame::{Frame, frame};
pub use locate::locate;

use crate::collect::Document;
use crate::decide::{Decision, Ruling};
use crate::evidence::Place;
use camino::Utf8Path;

/// A decision with its places resolved.
#[derive(Debug)]
pub struct Explanation<'a> {
    /// The rulings, in the order of their ids.
    pub rulings: Vec<Explained<'a>>,
    /// What would turn the verdict to "go", most pressing first.
    pub actions: Vec<Action>,
}

/// A ruling with its places resolved.
#[derive(Debug)]
pub struct Explained<'a> {
    /// The ruling.
    pub ruling: &'a Ruling,
    /// For each of the first [`PLACES`] violations, the place that it names, where it names one.
    pub places: Vec<Option<Found<'a>>>,
    /// The line of policy that decided.
    pub policy_line: Option<String>,
}

/// A place in the raw evidence.
#[derive(Debug)]
pub struct Found<'a> {
    /// The file.
    pub path: &'a Utf8Path,
    /// The lines.
    pub frame: Frame,
}

/// Violations of one rule whose places are resolved; nobody reads more of them, and each costs a walk over the file.
pub const PLACES: usize = 50;

/// Explains a decision. `policy_line` gives the text of a line of a policy file.
pub fn explain<'a>(
    decision: &'a Decision,
    documents: &'a [Document],
    policy_line: impl Fn(&str, usize) -> Option<String>,
) -> Explanation<'a> {
    let texts = Texts::new(documents);
    let explained = |ruling: &'a Ruling| Explained {
        ruling,
        places: ruling
            .violations
            .iter()
            .take(PLACES)
            .map(|v| texts.find(v.at.as_deref()?))
            .collect(),
        policy_line: ruling
            .source
            .as_ref()
            .and_then(|source| policy_line(&source.path, source.line)),
    };
    Explanation {
        rulings: decision.rulings().iter().map(explained).collect(),
        actions: actions(decision),
    }
}

/// The documents' texts, decoded when first asked for.
struct Texts<'a> {
    documents: Vec<(&'a Document, std::cell::OnceCell<std::borrow::Cow<'a, str>>)>,
}

impl<'a> Texts<'a> {
    fn new(documents: &'a [Document]) -> Self {
        Self {
            documents: documents
                .iter()
                .map(|document| (document, std::cell::OnceCell::new()))
                .collect(),
        }
    }

    /// The place that a locator `DOCUMENT#PLACE` names. Ids can contain `#`, so the longest that fits is taken.
    fn find(&self, at: &str) -> Option<Found<'a>> {
        let named = |document: &Document| {
            at.strip_prefix(&*document.id).and_then(|rest| rest.strip_prefix('#'))
        };
        let (document, text) = self
            .documents
            .iter()
            .filter(|(document, _)| named(document).is_some())
            .max_by_key(|(d, _)| d.id.len())?;
        let place: Place = named(document)?.parse().ok()?;
        let text = text.get_or_init(|| crate::formats::decode(&document.bytes).unwrap_or_default());
        let range = locate(text, &place)?;
        Some(Found { path: &document.path, frame: frame(text, &range) })
    }
}

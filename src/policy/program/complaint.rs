//! What the engine says, in terms of the author's file. It reports in text, about the text that it was given.

use super::{Loaded, TEXT};
use crate::rego::File;
use std::ops::Range;

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// What is wrong.
    pub message: String,
    /// Where, if that is known.
    pub place: Option<(File, Range<usize>)>,
}

impl Complaint {
    /// A complaint about no place.
    pub(in crate::policy) fn elsewhere(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None }
    }

    /// What an error of the engine says: `\n--> FILE:LINE:COLUMN`, a frame, and `error: MESSAGE`.
    pub(super) fn of_engine(error: &str, loaded: &Loaded) -> Self {
        let place = error.split_once("--> ").and_then(|(_, rest)| place(rest, loaded));
        let message = error.split_once("\nerror: ").map_or(error, |(_, message)| message).trim();
        Self { message: in_own_words(message, loaded), place }
    }
}

fn place(text: &str, loaded: &Loaded) -> Option<(File, Range<usize>)> {
    let mut parts =
        text.strip_prefix(TEXT)?.strip_prefix(':')?.split(|c: char| !c.is_ascii_digit());
    let (line, column) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let place = loaded.lowered.text.place(line, column)?;
    let file = loaded.files.get(place.module as usize)?.clone();
    Some((file, place.span.start as usize..place.span.end as usize))
}

/// The engine's own errors that a program which has been checked can run into.
fn in_own_words(message: &str, loaded: &Loaded) -> String {
    let has = |part: &str| message.contains(part);
    if has("exceeded time limit") {
        // The engine says how long it took, which differs from run to run.
        loaded.limits.time_exceeded()
    } else if message.starts_with("function produced multiple outputs")
        || has("functions must not produce multiple")
    {
        "a function gives more than one value for the same arguments".to_owned()
    } else if message.starts_with("value for key `") {
        "an object has more than one value for the same key".to_owned()
    } else if message.starts_with("rule conflicts with rule") || has("produce multiple outputs") {
        "a rule gives more than one value where there can be one".to_owned()
    } else {
        message.lines().next().unwrap_or("the engine failed").to_owned()
    }
}

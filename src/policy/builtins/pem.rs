//! PEM, for texts that leave no doubt; others, of which Go skips what it cannot read, are refused.

use super::{Failure, encoding};

/// What stands between two lines of dashes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block<'a> {
    /// As it stands in both lines, such as `CERTIFICATE`.
    pub(super) label: &'a str,
    pub(super) bytes: Vec<u8>,
}

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const DASHES: &str = "-----";

/// The next block, and the text after it; or nothing where there is none.
pub(super) fn next(text: &str) -> Result<Option<(Block<'_>, &str)>, Failure> {
    let Some(end) = text.find(&format!("\n{END}")).map(|line| line + 1) else { return Ok(None) };
    let (before, after) = text.split_at(end);
    let begin = before
        .match_indices(BEGIN)
        .filter(|(place, _)| *place == 0 || before[..*place].ends_with('\n'))
        .last();
    let found =
        begin.and_then(|(place, _)| read(&before[place + BEGIN.len()..], &after[END.len()..]));
    let may_be_another = before.contains(':') || after.contains(BEGIN);
    match found {
        Some(found) => Ok(Some(found)),
        None if may_be_another => {
            Err(Failure::Refused("the text has a block of PEM that is malformed".to_owned()))
        }
        None => Ok(None),
    }
}

/// What follows the words at the beginning and at the end.
fn read<'a>(body: &'a str, rest: &'a str) -> Option<(Block<'a>, &'a str)> {
    let (label, body) = body.split_once('\n')?;
    let label = label.trim_end_matches([' ', '\t', '\r']).strip_suffix(DASHES)?;
    let (line, rest) = rest.split_once('\n').unwrap_or((rest, ""));
    let closed = line.strip_prefix(label)?.strip_prefix(DASHES)?;
    let headers = body.contains(':');
    if headers || body.is_empty() || !closed.trim_matches([' ', '\t', '\r']).is_empty() {
        return None;
    }
    let bytes = encoding::base64(&body.replace([' ', '\t'], "")).ok()?;
    Some((Block { label, bytes }, rest))
}

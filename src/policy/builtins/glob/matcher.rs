//! What a pattern becomes: matchers, each of which says whether it matches a text, and where in a text it first matches.
//!
//! Texts are bytes, for the library cuts them within characters where it takes a number of characters for one of bytes; a
//! byte that is no character is then U+FFFD to it.

use super::super::Failure;

#[derive(Debug, Clone)]
pub(super) enum Matcher {
    /// Only the empty text.
    Nothing,
    Text(String),
    /// Everything without these characters.
    Any(Vec<char>),
    Super,
    /// One character that is none of these.
    Single(Vec<char>),
    List {
        characters: Vec<char>,
        not: bool,
    },
    Range {
        low: char,
        high: char,
        not: bool,
    },
    /// At least so many characters.
    Min(usize),
    /// At most so many.
    Max(usize),
    Contains {
        part: String,
        not: bool,
    },
    Prefix(String),
    Suffix(String),
    PrefixSuffix(String, String),
    /// A prefix, and then none of the characters.
    PrefixAny(String, Vec<char>),
    /// A suffix, and none of the characters before it.
    SuffixAny(String, Vec<char>),
    AnyOf(Vec<Self>),
    EveryOf(Vec<Self>),
    /// Matchers of so many characters together, one after the other.
    Row(Vec<Self>, usize),
    Tree(Box<Tree>),
}

/// A matcher with what has to match before and after it.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub(super) value: Matcher,
    pub(super) left: Option<Matcher>,
    pub(super) right: Option<Matcher>,
}

/// Where a matcher first matches: from where, and how far it may reach from there, the shortest first.
type Found = Option<(usize, Vec<usize>)>;

impl Matcher {
    /// How many characters it matches, if that is fixed.
    pub(super) fn length(&self) -> Option<usize> {
        match self {
            Self::Nothing => Some(0),
            Self::Text(text) => Some(text.chars().count()),
            Self::Single(_) | Self::List { .. } | Self::Range { .. } => Some(1),
            Self::Row(_, length) => Some(*length),
            Self::AnyOf(matchers) => common_length(matchers),
            Self::Tree(tree) => {
                let side = |side: &Option<Self>| side.as_ref().map_or(Some(0), Self::length);
                Some(side(&tree.left)? + tree.value.length()? + side(&tree.right)?)
            }
            _ => None,
        }
    }

    pub(super) fn is_match(&self, text: &[u8], steps: &mut usize) -> Result<bool, Failure> {
        spend(steps, 1 + text.len() / 64)?;
        Ok(match self {
            Self::Nothing => text.is_empty(),
            Self::Text(wanted) => wanted.as_bytes() == text,
            Self::Any(separators) => find_any(text, separators).is_none(),
            Self::Super => true,
            Self::Single(_) | Self::List { .. } | Self::Range { .. } => {
                // Nothing is taken for a character too.
                let (c, width) = decode(text);
                text.len() <= width && self.takes(c)
            }
            Self::Min(least) => characters(text).nth(least - 1).is_some(),
            Self::Max(most) => characters(text).nth(*most).is_none(),
            Self::Contains { part, not } => find(text, part).is_some() != *not,
            Self::Prefix(prefix) => text.starts_with(prefix.as_bytes()),
            Self::Suffix(suffix) => text.ends_with(suffix.as_bytes()),
            // They may overlap.
            Self::PrefixSuffix(prefix, suffix) => {
                text.starts_with(prefix.as_bytes()) && text.ends_with(suffix.as_bytes())
            }
            Self::PrefixAny(prefix, separators) => text
                .strip_prefix(prefix.as_bytes())
                .is_some_and(|rest| find_any(rest, separators).is_none()),
            Self::SuffixAny(suffix, separators) => text
                .strip_suffix(suffix.as_bytes())
                .is_some_and(|rest| find_any(rest, separators).is_none()),
            Self::AnyOf(matchers) => {
                for matcher in matchers {
                    if matcher.is_match(text, steps)? {
                        return Ok(true);
                    }
                }
                false
            }
            Self::EveryOf(matchers) => {
                for matcher in matchers {
                    if !matcher.is_match(text, steps)? {
                        return Ok(false);
                    }
                }
                true
            }
            Self::Row(matchers, length) => {
                characters(text).take(length + 1).count() == *length
                    && row_begins(matchers, text, steps)?
            }
            Self::Tree(tree) => tree.is_match(text, steps)?,
        })
    }

    /// Whether it takes a character, if it takes just one.
    fn takes(&self, c: char) -> bool {
        match self {
            Self::Single(separators) => !separators.contains(&c),
            Self::List { characters, not } => characters.contains(&c) != *not,
            Self::Range { low, high, not } => (*low..=*high).contains(&c) != *not,
            _ => false,
        }
    }

    fn find(&self, text: &[u8], steps: &mut usize) -> Result<Found, Failure> {
        spend(steps, 1 + text.len())?;
        Ok(match self {
            Self::Nothing => Some((0, vec![0])),
            Self::Text(wanted) => find(text, wanted).map(|at| (at, vec![wanted.len()])),
            Self::Any(separators) => {
                let end = find_any(text, separators).unwrap_or(text.len());
                Some((0, starts(&text[..end], 0)))
            }
            Self::Super => Some((0, starts(text, 0))),
            Self::Single(_) | Self::List { .. } | Self::Range { .. } => {
                let found = characters(text).find(|(_, c)| self.takes(*c));
                found.map(|(at, c)| (at, vec![c.len_utf8()]))
            }
            Self::Min(least) => {
                let reaches: Vec<usize> = ends(text, 0).into_iter().skip(least - 1).collect();
                (text.len() >= *least && !reaches.is_empty()).then_some((0, reaches))
            }
            Self::Max(most) => {
                let reaches = ends(text, 0).into_iter().take(*most);
                Some((0, std::iter::once(0).chain(reaches).collect()))
            }
            Self::Contains { part, not: true } => {
                let end = find(text, part).unwrap_or(text.len());
                Some((0, starts(&text[..end], 0)))
            }
            Self::Contains { part, not: false } => find(text, part).map(|at| {
                let end = at + part.len();
                (0, starts(&text[end..], end))
            }),
            Self::Prefix(prefix) => find(text, prefix).map(|at| {
                let end = at + prefix.len();
                (
                    at,
                    std::iter::once(prefix.len()).chain(ends(&text[end..], prefix.len())).collect(),
                )
            }),
            Self::Suffix(suffix) => find(text, suffix).map(|at| (0, vec![at + suffix.len()])),
            Self::PrefixSuffix(prefix, suffix) => find(text, prefix).and_then(|at| {
                let reaches = suffixes(&text[at..], suffix);
                (!reaches.is_empty()).then_some((at, reaches))
            }),
            Self::PrefixAny(prefix, separators) => find(text, prefix).map(|at| {
                let rest = &text[at + prefix.len()..];
                let rest = &rest[..find_any(rest, separators).unwrap_or(rest.len())];
                (at, std::iter::once(prefix.len()).chain(ends(rest, prefix.len())).collect())
            }),
            Self::SuffixAny(suffix, separators) => match find(text, suffix) {
                Some(at) => {
                    let from = find_last_any(&text[..at], separators)?.map_or(0, |last| last + 1);
                    Some((from, vec![at + suffix.len() - from]))
                }
                None => None,
            },
            Self::AnyOf(matchers) => find_first(matchers, text, steps)?,
            Self::EveryOf(matchers) => find_every(matchers, text, steps)?,
            Self::Row(matchers, length) => {
                for (at, _) in characters(text) {
                    if text.len() - at < *length {
                        break;
                    }
                    if row_begins(matchers, &text[at..], steps)? {
                        return Ok(Some((at, vec![*length])));
                    }
                }
                None
            }
            Self::Tree(_) => None,
        })
    }
}

impl Tree {
    fn is_match(&self, text: &[u8], steps: &mut usize) -> Result<bool, Failure> {
        let side = |side: &Option<Matcher>| side.as_ref().map_or(Some(0), Matcher::length);
        let (left, right) = (side(&self.left), side(&self.right));
        if let (Some(left), Some(value), Some(right)) = (left, self.value.length(), right)
            && left + value + right > text.len()
        {
            return Ok(false);
        }
        let mut from = left.unwrap_or(0);
        while from + right.unwrap_or(0) < text.len() {
            let limit = text.len() - right.unwrap_or(0);
            let Some((at, reaches)) = self.value.find(&text[from..limit], steps)? else {
                return Ok(false);
            };
            let at = from + at;
            if matches_side(self.left.as_ref(), &text[..at], steps)? {
                for reach in reaches.into_iter().rev() {
                    let rest = text.get(at + reach..).unwrap_or_default();
                    if matches_side(self.right.as_ref(), rest, steps)? {
                        return Ok(true);
                    }
                }
            }
            from = at + decode(&text[at..]).1;
        }
        Ok(false)
    }
}

fn matches_side(side: Option<&Matcher>, text: &[u8], steps: &mut usize) -> Result<bool, Failure> {
    side.map_or(Ok(text.is_empty()), |side| side.is_match(text, steps))
}

/// The library takes the first length that is fixed, and then wants the others to be the same.
fn common_length(matchers: &[Matcher]) -> Option<usize> {
    let mut common = None;
    for matcher in matchers {
        match (common, matcher.length()) {
            (None, length) => common = length,
            (Some(common), length) if length != Some(common) => return None,
            _ => {}
        }
    }
    common
}

/// Whether each matcher matches as many characters as it has. The library takes the last of them for one byte.
fn row_begins(matchers: &[Matcher], text: &[u8], steps: &mut usize) -> Result<bool, Failure> {
    let mut rest = text;
    for matcher in matchers {
        let length = matcher.length().unwrap_or(0);
        spend(steps, 1 + length)?;
        let mut starts = characters(rest).map(|(at, _)| at);
        let last = if length == 0 { starts.last() } else { starts.nth(length - 1) };
        let end = match last {
            Some(at) => at + 1,
            None if length > 0 => return Ok(false),
            None => return Err(crash()),
        };
        if !matcher.is_match(&rest[..end], steps)? {
            return Ok(false);
        }
        rest = &rest[end..];
    }
    Ok(true)
}

/// Where the first of several matchers matches; those that match there too add how far they reach.
fn find_first(matchers: &[Matcher], text: &[u8], steps: &mut usize) -> Result<Found, Failure> {
    let mut first: Found = None;
    for matcher in matchers {
        let Some((at, reaches)) = matcher.find(text, steps)? else {
            continue;
        };
        match &mut first {
            Some((known, _)) if at > *known => {}
            Some((known, all)) if at == *known => {
                all.extend(reaches);
                all.sort_unstable();
                all.dedup();
            }
            _ => first = Some((at, reaches)),
        }
    }
    Ok(first)
}

/// Where each of several matchers matches: each looks from where the one before it did.
fn find_every(matchers: &[Matcher], text: &[u8], steps: &mut usize) -> Result<Found, Failure> {
    let (mut index, mut offset, mut common) = (0_usize, 0_usize, Vec::new());
    for (position, matcher) in matchers.iter().enumerate() {
        let Some((at, reaches)) = matcher.find(&text[index..], steps)? else {
            return Ok(None);
        };
        if position == 0 {
            common = reaches;
        } else {
            spend(steps, common.len() * reaches.len() / 16)?;
            let moved = |reach: usize| (reach + index).checked_sub(at + offset);
            common.retain(|reach| moved(*reach).is_some_and(|reach| reaches.contains(&reach)));
            common = common.into_iter().filter_map(moved).collect();
            if common.is_empty() {
                return Ok(None);
            }
        }
        index = at + offset;
        offset += at;
    }
    Ok(Some((index, common)))
}

/// Where suffixes end, each looked for before the one after it.
fn suffixes(text: &[u8], suffix: &str) -> Vec<usize> {
    let mut reaches = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.windows(suffix.len()).rposition(|window| window == suffix.as_bytes())
    {
        reaches.push(at + suffix.len());
        rest = &rest[..at];
    }
    reaches.reverse();
    reaches
}

/// Where characters start, and the end.
fn starts(text: &[u8], from: usize) -> Vec<usize> {
    characters(text).map(|(at, _)| at).chain([text.len()]).map(|at| from + at).collect()
}

/// Where characters end: a byte that is none is taken to be as long as U+FFFD.
fn ends(text: &[u8], from: usize) -> Vec<usize> {
    characters(text).map(|(at, c)| from + at + c.len_utf8()).collect()
}

fn find(text: &[u8], part: &str) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part.as_bytes())
}

/// Where the first of the characters that is there is first: not the first place of any of them.
fn find_any(text: &[u8], characters: &[char]) -> Option<usize> {
    characters.iter().find_map(|c| find(text, c.encode_utf8(&mut [0; 4])))
}

/// Likewise the last place; beyond ASCII the library gets lost.
fn find_last_any(text: &[u8], characters: &[char]) -> Result<Option<usize>, Failure> {
    for c in characters {
        if let Ok(byte) = u8::try_from(*c)
            .map_err(|_| ())
            .and_then(|byte| byte.is_ascii().then_some(byte).ok_or(()))
        {
            if let Some(at) = text.iter().rposition(|other| *other == byte) {
                return Ok(Some(at));
            }
        } else if let Some(at) = find(text, c.encode_utf8(&mut [0; 4])) {
            if !text.len().is_multiple_of(at + 1) {
                return Err(crash());
            }
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// The characters of a text and where they start.
fn characters(text: &[u8]) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let (c, width) = decode(rest);
        at += width;
        Some((at - width, c))
    })
}

/// The first character and its width; a byte that is none is U+FFFD.
fn decode(text: &[u8]) -> (char, usize) {
    let head = &text[..text.len().min(4)];
    let valid = std::str::from_utf8(head).unwrap_or_else(|error| {
        std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
    });
    match valid.chars().next() {
        Some(c) => (c, c.len_utf8()),
        None => (char::REPLACEMENT_CHARACTER, text.len().min(1)),
    }
}

fn spend(steps: &mut usize, work: usize) -> Result<(), Failure> {
    let left = steps.checked_sub(work);
    *steps =
        left.ok_or_else(|| Failure::Refused("the pattern takes too long to match".to_owned()))?;
    Ok(())
}

fn crash() -> Failure {
    Failure::Refused("OPA crashes on this pattern with this text".to_owned())
}

//! `regex.globs_match`: whether some text matches two patterns, as the library `glob-intersection` finds it. Its patterns
//! are of characters, `.` and sets such as `[a-c]`, each of which a `*` or a `+` may follow.

use super::operand::string;
use super::{Builtin, Failure, Outcome};
use regorus::Value;
use std::collections::BTreeSet;

pub(super) const BUILTINS: &[Builtin] =
    &[Builtin { name: "regex.globs_match", call: |_, operands| globs_match(operands) }];

/// A comparison that takes more steps is given up.
const MAX_STEPS: usize = 1_000_000;

/// So many characters may be in a range.
const MAX_SET: u32 = 0x1_0000;

fn globs_match(operands: &[Value]) -> Outcome {
    let (first, second) = (read(string(1, &operands[0])?)?, read(string(2, &operands[1])?)?);
    let Some((first, second)) = trimmed(&first, &second) else {
        return Ok(Value::from(false));
    };
    Ok(Value::from(Search { steps: MAX_STEPS }.meets(first, second)?))
}

/// What a pattern is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    takes: Takes,
    times: Times,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Takes {
    One(char),
    All,
    Set(BTreeSet<char>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Times {
    Once,
    /// `+`.
    Some,
    /// `*`.
    Any,
}

impl Token {
    fn is_once(&self) -> bool {
        self.times == Times::Once
    }

    /// Whether both take some character.
    fn meets(&self, other: &Self) -> bool {
        match (&self.takes, &other.takes) {
            (Takes::All, _) | (_, Takes::All) => true,
            (Takes::One(a), Takes::One(b)) => a == b,
            (Takes::One(c), Takes::Set(set)) | (Takes::Set(set), Takes::One(c)) => set.contains(c),
            (Takes::Set(a), Takes::Set(b)) => !a.is_disjoint(b),
        }
    }
}

fn read(pattern: &str) -> Result<Vec<Token>, Failure> {
    let mut rest = pattern.chars();
    let mut tokens: Vec<Token> = Vec::new();
    while let Some((c, is_escaped)) = next(&mut rest)? {
        let takes = match c {
            _ if is_escaped => Takes::One(c),
            '.' => Takes::All,
            '[' => Takes::Set(set(&mut rest)?),
            ']' | '*' | '+' => return Err(wrong(format!("`{c}` is not expected"))),
            _ => Takes::One(c),
        };
        let mut ahead = rest.clone();
        let times = match ahead.next() {
            Some('*') => Times::Any,
            Some('+') => Times::Some,
            _ => Times::Once,
        };
        if times != Times::Once {
            rest = ahead;
        }
        push(&mut tokens, Token { takes, times });
    }
    Ok(tokens)
}

/// Two that are repeated and take the same are one.
fn push(tokens: &mut Vec<Token>, token: Token) {
    match tokens.last_mut() {
        Some(last) if last.takes == token.takes && !last.is_once() && !token.is_once() => {
            if token.times == Times::Some {
                last.times = Times::Some;
            }
        }
        _ => tokens.push(token),
    }
}

/// The characters of a set, after its opening bracket.
fn set(rest: &mut std::str::Chars<'_>) -> Result<BTreeSet<char>, Failure> {
    let (mut set, mut previous) = (BTreeSet::new(), None);
    while let Some((c, is_escaped)) = next(rest)? {
        match (c, previous) {
            (']', _) if !is_escaped => return Ok(set),
            ('-', None) if !is_escaped => return Err(wrong("a range has no beginning")),
            ('-', Some(low)) if !is_escaped => {
                let high = match next(rest)? {
                    Some((']' | '-', false)) | None => return Err(wrong("a range has no end")),
                    Some((high, _)) => high,
                };
                if high < low {
                    return Err(wrong("a range ends before it begins"));
                }
                if u32::from(high) - u32::from(low) > MAX_SET {
                    return Err(Failure::Refused("a set has too many characters".to_owned()));
                }
                set.extend(low..=high);
                previous = None;
            }
            _ => {
                set.insert(c);
                previous = Some(c);
            }
        }
    }
    Err(wrong("a set is not closed"))
}

/// The next character, and whether a backslash was before it.
fn next(rest: &mut std::str::Chars<'_>) -> Result<Option<(char, bool)>, Failure> {
    match rest.next() {
        Some('\\') => {
            let c = rest.next().ok_or_else(|| wrong("it ends in a backslash"))?;
            Ok(Some((c, true)))
        }
        c => Ok(c.map(|c| (c, false))),
    }
}

fn wrong(message: impl AsRef<str>) -> Failure {
    Failure::Error(format!("the pattern is wrong: {}", message.as_ref()))
}

/// The patterns without what is alike at both ends, but for the last of it; `None` where an end differs.
fn trimmed<'a>(first: &'a [Token], second: &'a [Token]) -> Option<(&'a [Token], &'a [Token])> {
    let both = first.iter().zip(second);
    let plain = both.take_while(|(a, b)| a.is_once() && b.is_once());
    let start = plain.clone().count();
    if plain.clone().any(|(a, b)| !a.meets(b)) {
        return None;
    }
    let start = start.saturating_sub(1);
    let both = first[start..].iter().rev().zip(second[start..].iter().rev());
    let plain = both.take_while(|(a, b)| a.is_once() && b.is_once());
    if plain.clone().any(|(a, b)| !a.meets(b)) {
        return None;
    }
    let end = plain.count().saturating_sub(1);
    Some((&first[start..first.len() - end], &second[start..second.len() - end]))
}

struct Search {
    steps: usize,
}

impl Search {
    fn meets(&mut self, first: &[Token], second: &[Token]) -> Result<bool, Failure> {
        for (at, (a, b)) in first.iter().zip(second).enumerate() {
            self.step()?;
            let (first, second) = (&first[at..], &second[at..]);
            match (a.times, b.times) {
                (Times::Once, Times::Once) if a.meets(b) => {}
                (Times::Once, Times::Once) => return Ok(false),
                (Times::Once, Times::Some) => return self.meets_some(second, first),
                (Times::Once, Times::Any) => return self.meets_any(second, first),
                (Times::Some, _) => return self.meets_some(first, second),
                (Times::Any, _) => return self.meets_any(first, second),
            }
        }
        Ok(first.len() == second.len())
    }

    /// The first of `repeated` is repeated, and taken at least once.
    fn meets_some(&mut self, repeated: &[Token], other: &[Token]) -> Result<bool, Failure> {
        if !repeated[0].meets(&other[0]) {
            return Ok(false);
        }
        if self.meets_any(repeated, &other[1..])? {
            return Ok(true);
        }
        Ok(!other[0].is_once() && self.meets(&repeated[1..], other)?)
    }

    /// The first of `repeated` takes what it can of the other, until what is after it meets the rest.
    fn meets_any(&mut self, repeated: &[Token], other: &[Token]) -> Result<bool, Failure> {
        for (at, token) in other.iter().enumerate() {
            self.step()?;
            let goes_on = repeated.get(1).is_some_and(|next| token.meets(next));
            if goes_on && self.meets(&repeated[1..], &other[at..])? {
                return Ok(true);
            }
            if !token.meets(&repeated[0]) {
                return Ok(false);
            }
        }
        Ok(repeated.len() == 1)
    }

    fn step(&mut self) -> Result<(), Failure> {
        let left = self.steps.checked_sub(1);
        self.steps = left
            .ok_or_else(|| Failure::Refused("the patterns take too long to compare".to_owned()))?;
        Ok(())
    }
}

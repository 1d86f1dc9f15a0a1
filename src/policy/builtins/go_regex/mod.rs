//! Regular expressions as Go writes them, as Rust's. Both find the same where both understand an expression; but Go takes
//! `\d`, `\w`, `\s` and `\b` for ASCII, has its own flags and escapes, and refuses some of what Rust takes. So each
//! expression is read as Go reads it and written anew, each piece with all that it depends on.

mod class;

use super::Failure;
use std::fmt::Write as _;

/// Go repeats nothing more often than this, nested repetitions multiplied.
const MAX_REPEAT: u32 = 1_000;

/// Go allows more, but who nests so deeply?
const MAX_DEPTH: usize = 100;

/// Go allows about three million instructions; what is near that cannot be had here.
const MAX_SIZE: u64 = 1_000_000;

/// An expression in Rust's syntax.
#[derive(Debug, Clone)]
pub(super) struct Translation {
    pub(super) pattern: String,
    /// The names of the groups, from the first: empty where there is none. Several may have the same.
    pub(super) names: Vec<String>,
    /// Whether what it finds depends on the version of Unicode.
    pub(super) is_unicode: bool,
}

/// Translates an expression. [`Failure::Error`]: Go does not understand it either.
pub(super) fn translate(expression: &str) -> Result<Translation, Failure> {
    let mut parser = Parser {
        rest: expression,
        flags: Flags::default(),
        groups: vec![Group::new("", Flags::default())],
        names: Vec::new(),
        is_unicode: false,
    };
    parser.read()?;
    let whole = match parser.groups.pop() {
        Some(group) if parser.groups.is_empty() => group.close(),
        _ => return Err(wrong("a group is not closed")),
    };
    if whole.size > MAX_SIZE {
        return Err(Failure::Refused("the regular expression is too large".to_owned()));
    }
    Ok(Translation { pattern: whole.text, names: parser.names, is_unicode: parser.is_unicode })
}

/// Go quotes every character that means something, and no other.
pub(super) fn quote(text: &str) -> String {
    let quoted = |c: char| [Some('\\').filter(|_| r"\.+*?()|[]{}^$".contains(c)), Some(c)];
    text.chars().flat_map(quoted).flatten().collect()
}

#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "there are four flags")]
struct Flags {
    /// `i`.
    folds_case: bool,
    /// `m`: `^` and `$` are also the ends of lines.
    lines: bool,
    /// `s`: `.` is also a line feed.
    dot_is_all: bool,
    /// `U`: repetitions take little, and much with a `?`.
    lazy: bool,
}

/// A piece of an expression that a repetition can follow.
struct Piece {
    text: String,
    /// How often something in it is repeated, at most.
    repeats: u32,
    size: u64,
}

impl Piece {
    fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), repeats: 1, size: 1 }
    }
}

/// A group whose end has not been read.
struct Group {
    open: &'static str,
    /// The flags outside.
    flags: Flags,
    alternatives: Vec<Piece>,
    pieces: Vec<Piece>,
}

impl Group {
    fn new(open: &'static str, flags: Flags) -> Self {
        Self { open, flags, alternatives: Vec::new(), pieces: Vec::new() }
    }

    fn alternative(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        self.alternatives.push(joined(&pieces, ""));
    }

    fn close(mut self) -> Piece {
        self.alternative();
        let mut whole = joined(&self.alternatives, "|");
        if !self.open.is_empty() {
            whole.text = format!("{}{})", self.open, whole.text);
        }
        whole
    }
}

fn joined(pieces: &[Piece], separator: &str) -> Piece {
    let texts: Vec<&str> = pieces.iter().map(|piece| &*piece.text).collect();
    Piece {
        text: texts.join(separator),
        repeats: pieces.iter().map(|piece| piece.repeats).max().unwrap_or(1),
        size: pieces.iter().map(|piece| piece.size).fold(1, u64::saturating_add),
    }
}

struct Parser<'a> {
    rest: &'a str,
    flags: Flags,
    /// The groups that are open, outermost first; never empty while reading.
    groups: Vec<Group>,
    names: Vec<String>,
    is_unicode: bool,
}

impl Parser<'_> {
    fn read(&mut self) -> Result<(), Failure> {
        let mut is_repeated = false;
        while let Some(c) = self.rest.chars().next() {
            let was_repeated = std::mem::take(&mut is_repeated);
            match c {
                '(' if self.rest.starts_with("(?") => self.special_group()?,
                '(' => self.capture("", 1)?,
                ')' => self.close()?,
                '|' => {
                    self.skip(1);
                    self.group().alternative();
                }
                '*' | '+' | '?' => {
                    self.skip(1);
                    let (least, most) = match c {
                        '*' => (0, None),
                        '+' => (1, None),
                        _ => (0, Some(1)),
                    };
                    self.repeat(least, most, was_repeated, &c.to_string())?;
                    is_repeated = true;
                }
                '{' => match counted(self.rest) {
                    Some((least, most, length)) => {
                        let text = &self.rest[..length];
                        self.skip(length);
                        self.repeat(least, most, was_repeated, text)?;
                        is_repeated = true;
                    }
                    None => self.literal(c),
                },
                '^' => self.anchor(if self.flags.lines { "(?m:^)" } else { r"\A" }),
                '$' => self.anchor(if self.flags.lines { "(?m:$)" } else { r"\z" }),
                '.' => self.anchor(if self.flags.dot_is_all { "(?s:.)" } else { "." }),
                '[' => self.bracketed()?,
                '\\' => self.escaped()?,
                _ => self.literal(c),
            }
        }
        Ok(())
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = &self.rest[bytes..];
    }

    fn group(&mut self) -> &mut Group {
        self.groups.last_mut().expect("the outermost group is open until the end")
    }

    fn push(&mut self, text: impl Into<String>) {
        self.group().pieces.push(Piece::of(text));
    }

    fn literal(&mut self, c: char) {
        self.skip(c.len_utf8());
        self.character(c);
    }

    fn character(&mut self, c: char) {
        let text = if c.is_ascii_alphanumeric() { c.to_string() } else { code(c) };
        if self.flags.folds_case && c.is_alphabetic() {
            self.is_unicode |= !c.is_ascii();
            self.push(format!("(?i:{text})"));
        } else {
            self.push(text);
        }
    }

    fn anchor(&mut self, text: &str) {
        self.skip(1);
        self.push(text);
    }

    /// A set of characters.
    fn class(&mut self, text: &str) {
        self.push(if self.flags.folds_case { format!("(?i:{text})") } else { text.to_owned() });
    }

    fn capture(&mut self, name: &str, length: usize) -> Result<(), Failure> {
        self.names.push(name.to_owned());
        self.open("(", length)
    }

    fn open(&mut self, open: &'static str, length: usize) -> Result<(), Failure> {
        if self.groups.len() > MAX_DEPTH {
            let message =
                format!("the regular expression is nested deeper than {MAX_DEPTH} levels");
            return Err(Failure::Refused(message));
        }
        self.skip(length);
        let flags = self.flags;
        self.groups.push(Group::new(open, flags));
        Ok(())
    }

    fn close(&mut self) -> Result<(), Failure> {
        self.skip(1);
        if self.groups.len() == 1 {
            return Err(wrong("a group is closed that was not opened"));
        }
        let group = self.groups.pop().expect("there is more than one");
        self.flags = group.flags;
        let piece = group.close();
        self.group().pieces.push(piece);
        Ok(())
    }

    /// `(?P<name>…)`, `(?<name>…)`, `(?flags)` or `(?flags:…)`.
    fn special_group(&mut self) -> Result<(), Failure> {
        let start = ["(?P<", "(?<"].into_iter().find(|start| self.rest.starts_with(start));
        if let Some(start) = start {
            let rest = &self.rest[start.len()..];
            let (name, _) =
                rest.split_once('>').ok_or_else(|| wrong("the name of a group has no end"))?;
            let is_word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if name.is_empty() || !is_word {
                return Err(wrong("a group has a name that is no word"));
            }
            return self.capture(name, start.len() + name.len() + 1);
        }
        let end = self.rest.find([':', ')']).ok_or_else(|| wrong("a group is not closed"))?;
        let flags = changed(self.flags, &self.rest[2..end])?;
        if self.rest[end..].starts_with(':') {
            self.open("(?:", end + 1)?;
        } else {
            self.skip(end + 1);
        }
        self.flags = flags;
        Ok(())
    }

    /// Applies a repetition that has just been read to what stands before it.
    fn repeat(
        &mut self,
        least: u32,
        most: Option<u32>,
        was_repeated: bool,
        text: &str,
    ) -> Result<(), Failure> {
        let with_mark = self.rest.starts_with('?');
        if with_mark {
            self.skip(1);
        }
        if was_repeated {
            return Err(wrong(format!("`{text}` repeats a repetition")));
        }
        if least.max(most.unwrap_or(0)) > MAX_REPEAT || most.is_some_and(|most| most < least) {
            return Err(wrong(format!("`{text}` is out of range")));
        }
        let mark = if with_mark == self.flags.lazy { "" } else { "?" };
        let Some(piece) = self.group().pieces.last_mut() else {
            return Err(wrong(format!("`{text}` has nothing to repeat")));
        };
        let is_counted = text.starts_with('{');
        let times = most.unwrap_or(least);
        if is_counted {
            piece.repeats =
                if most == Some(0) { 1 } else { piece.repeats.saturating_mul(times.max(1)) };
            if times.max(least) >= 2 && piece.repeats > MAX_REPEAT {
                return Err(wrong(format!("`{text}` repeats too often what is repeated already")));
            }
            piece.size = piece.size.saturating_mul(u64::from(times.max(1)));
        }
        piece.text = format!("(?:{}){text}{mark}", piece.text);
        Ok(())
    }

    fn bracketed(&mut self) -> Result<(), Failure> {
        let (set, rest) = class::bracketed(self.rest)?;
        self.is_unicode |= set.is_unicode || self.flags.folds_case;
        self.rest = rest;
        self.class(&set.text);
        Ok(())
    }

    fn escaped(&mut self) -> Result<(), Failure> {
        match self.rest.as_bytes().get(1) {
            Some(b'A') => self.pushed(r"\A"),
            Some(b'z') => self.pushed(r"\z"),
            Some(b'b') => self.pushed(r"(?-u:\b)"),
            Some(b'B') => self.pushed(r"(?-u:\B)"),
            Some(b'Q') => self.quoted(),
            _ => {
                if let Some((set, rest)) = class::escaped(self.rest)? {
                    self.is_unicode |= set.is_unicode;
                    self.rest = rest;
                    self.class(&set.text);
                } else {
                    let (c, rest) = escape(self.rest)?;
                    self.rest = rest;
                    self.character(c);
                }
            }
        }
        Ok(())
    }

    /// An escape of one letter.
    fn pushed(&mut self, text: &str) {
        self.skip(2);
        self.push(text);
    }

    /// `\Q…\E`: nothing in it means anything.
    fn quoted(&mut self) {
        let rest = &self.rest[2..];
        let (text, rest) = rest.split_once(r"\E").unwrap_or((rest, ""));
        self.rest = rest;
        text.chars().for_each(|c| self.character(c));
    }
}

/// A character in the syntax of Rust's expressions.
fn code(c: char) -> String {
    let mut text = String::new();
    write!(text, "\\x{{{:X}}}", u32::from(c)).expect("a string takes text");
    text
}

/// `{n}`, `{n,}` or `{n,m}`: the numbers and its length; a number out of range is the largest.
fn counted(text: &str) -> Option<(u32, Option<u32>, usize)> {
    let (inside, _) = text[1..].split_once('}')?;
    let number = |digits: &str| {
        let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        let has_zeros = digits.len() > 1 && digits.starts_with('0');
        (is_number && !has_zeros).then(|| digits.parse().unwrap_or(u32::MAX))
    };
    let (least, most) = match inside.split_once(',') {
        None => (number(inside)?, Some(number(inside)?)),
        Some((least, "")) => (number(least)?, None),
        Some((least, most)) => (number(least)?, Some(number(most)?)),
    };
    Some((least, most, inside.len() + 2))
}

/// Flags with those changed that are named: `i`, `i-s`.
fn changed(mut flags: Flags, names: &str) -> Result<Flags, Failure> {
    let (on, off) = match names.split_once('-') {
        Some((_, "")) => return Err(wrong("no flag follows on `-`")),
        Some((on, off)) => (on, off),
        None => (names, ""),
    };
    for (names, value) in [(on, true), (off, false)] {
        for name in names.chars() {
            match name {
                'i' => flags.folds_case = value,
                'm' => flags.lines = value,
                's' => flags.dot_is_all = value,
                'U' => flags.lazy = value,
                _ => return Err(wrong(format!("there is no flag `{name}`"))),
            }
        }
    }
    Ok(flags)
}

/// A character that is written with a backslash, and what follows.
fn escape(text: &str) -> Result<(char, &str), Failure> {
    let unknown = || wrong("an escape is not known");
    let mut characters = text.chars();
    let c = characters.nth(1).ok_or_else(|| wrong("the expression ends in `\\`"))?;
    let rest = characters.as_str();
    let escaped = match c {
        '0'..='7' => return octal(&text[1..]).ok_or_else(unknown),
        'x' => return hexadecimal(rest).ok_or_else(unknown),
        'a' => '\u{7}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        c if c.is_ascii() && !c.is_ascii_alphanumeric() => c,
        _ => return Err(unknown()),
    };
    Ok((escaped, rest))
}

/// Up to three digits; one that is not zero has a second, for else it would be a reference to a group.
fn octal(text: &str) -> Option<(char, &str)> {
    let digits = text.bytes().take(3).take_while(|digit| (b'0'..b'8').contains(digit)).count();
    if digits == 1 && !text.starts_with('0') {
        return None;
    }
    let c = u32::from_str_radix(&text[..digits], 8).ok().and_then(char::from_u32)?;
    Some((c, &text[digits..]))
}

/// `41` or `{263a}`.
fn hexadecimal(text: &str) -> Option<(char, &str)> {
    let (digits, rest) = match text.strip_prefix('{') {
        Some(text) => text.split_once('}')?,
        None => text.split_at_checked(2)?,
    };
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let c = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex).and_then(char::from_u32)?;
    Some((c, rest))
}

fn wrong(message: impl AsRef<str>) -> Failure {
    Failure::Error(format!("the regular expression is wrong: {}", message.as_ref()))
}

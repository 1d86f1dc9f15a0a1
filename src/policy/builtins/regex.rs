//! `regex.*`: what Go's expressions find, with Rust's engine.

use super::go_regex::{Translation, quote, translate};
use super::operand::{index, string};
use super::{Builtin, Failure, Outcome, bounds};
use regex::{Captures, Regex, RegexBuilder};
use regorus::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "re_match", call: |_, operands| is_match(operands) },
    Builtin { name: "regex.find_all_string_submatch_n", call: |_, operands| find_groups(operands) },
    Builtin { name: "regex.find_n", call: |_, operands| find(operands) },
    Builtin { name: "regex.is_valid", call: |_, operands| is_valid(&operands[0]) },
    Builtin { name: "regex.match", call: |_, operands| is_match(operands) },
    Builtin { name: "regex.replace", call: |_, operands| replace(operands) },
    Builtin { name: "regex.split", call: |_, operands| split(operands) },
    Builtin { name: "regex.template_match", call: |_, operands| template_match(operands) },
];

/// No compiled expression takes more memory, in bytes.
const MAX_COMPILED: usize = 16 << 20;

/// So many compiled expressions are kept.
const MAX_KEPT: usize = 64;

/// An expression that is ready to be used.
pub(super) struct Expression {
    regex: Regex,
    translation: Translation,
}

thread_local! {
    static KEPT: RefCell<BTreeMap<String, Rc<Expression>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Compiles an expression of Go's.
pub(super) fn compile(expression: &str) -> Result<Rc<Expression>, Failure> {
    if let Some(kept) = KEPT.with_borrow(|kept| kept.get(expression).cloned()) {
        return Ok(kept);
    }
    let translation = translate(expression)?;
    let regex = RegexBuilder::new(&translation.pattern).size_limit(MAX_COMPILED).build();
    let regex = regex.map_err(|_| {
        Failure::Refused(format!("the regular expression `{expression}` is too large"))
    })?;
    let compiled = Rc::new(Expression { regex, translation });
    KEPT.with_borrow_mut(|kept| {
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert(expression.to_owned(), compiled.clone());
    });
    Ok(compiled)
}

impl Expression {
    /// Whether it matches somewhere in a text.
    pub(super) fn is_match(&self, text: &str) -> Result<bool, Failure> {
        self.check(text)?;
        Ok(self.regex.is_match(text))
    }

    /// Go knows Unicode 15, and Rust a later one: characters that came since, and three that changed, have other
    /// properties there.
    fn check(&self, text: &str) -> Result<(), Failure> {
        thread_local! {
            static CHANGED: Regex =
                Regex::new(r"[\p{Age=16.0}--\p{Age=15.0}]|[\x{19B}\x{264}\x{1171E}]")
                    .expect("the expression is right");
        }
        if self.translation.is_unicode && !text.is_ascii() && CHANGED.with(|it| it.is_match(text)) {
            return Err(Failure::Refused(
                "the text has characters that are newer than the regular expression is to know"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// All matches in their order, up to a number. A match of nothing does not follow immediately on another match.
    fn matches<'t>(&self, text: &'t str, most: usize) -> Result<Vec<Captures<'t>>, Failure> {
        self.check(text)?;
        let (mut found, mut at, mut last_end) = (Vec::new(), 0, None);
        while found.len() < most && at <= text.len() {
            let Some(captures) = self.regex.captures_at(text, at) else {
                break;
            };
            let whole = captures.get_match();
            let follows = whole.end() == at && last_end == Some(whole.start());
            last_end = Some(whole.end());
            at = if whole.end() == at { at + width(text, at) } else { whole.end() };
            if !follows {
                found.push(captures);
                bounds::items(found.len())?;
            }
        }
        Ok(found)
    }
}

/// How far the next character reaches, or beyond the end.
fn width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(1, char::len_utf8)
}

fn is_match(operands: &[Value]) -> Outcome {
    let (expression, text) = (string(1, &operands[0])?, string(2, &operands[1])?);
    Ok(Value::from(compile(expression)?.is_match(text)?))
}

fn is_valid(value: &Value) -> Outcome {
    let Value::String(expression) = value else {
        return Ok(Value::from(false));
    };
    match translate(expression) {
        Ok(_) => Ok(Value::from(true)),
        Err(Failure::Error(_)) => Ok(Value::from(false)),
        Err(refused) => Err(refused),
    }
}

fn find(operands: &[Value]) -> Outcome {
    let (expression, text) = (string(1, &operands[0])?, string(2, &operands[1])?);
    let found = compile(expression)?.matches(text, most(&operands[2])?)?;
    Ok(found.iter().map(|captures| Value::from(&captures[0])).collect::<Vec<_>>().into())
}

/// Each match with its groups.
fn find_groups(operands: &[Value]) -> Outcome {
    let (expression, text) = (string(1, &operands[0])?, string(2, &operands[1])?);
    let found = compile(expression)?.matches(text, most(&operands[2])?)?;
    bounds::items(found.len() * found.first().map_or(0, Captures::len))?;
    let groups = |captures: &Captures<'_>| {
        let text =
            |group: Option<regex::Match<'_>>| Value::from(group.map_or("", |group| group.as_str()));
        Value::from(captures.iter().map(text).collect::<Vec<_>>())
    };
    Ok(Value::from(found.iter().map(groups).collect::<Vec<_>>()))
}

/// How many matches are wanted: all of them if the number is negative.
fn most(value: &Value) -> Result<usize, Failure> {
    Ok(usize::try_from(index(3, value)?).unwrap_or(usize::MAX))
}

/// What is between the matches.
fn split(operands: &[Value]) -> Outcome {
    let (expression, text) = (string(1, &operands[0])?, string(2, &operands[1])?);
    let found = compile(expression)?.matches(text, usize::MAX)?;
    if text.is_empty() && !expression.is_empty() {
        return Ok(Value::from(vec![Value::from("")]));
    }
    let (mut parts, mut begin, mut end) = (Vec::new(), 0, 0);
    for whole in found.iter().map(Captures::get_match) {
        end = whole.start();
        if whole.end() != 0 {
            parts.push(Value::from(&text[begin..end]));
        }
        begin = whole.end();
    }
    if end != text.len() {
        parts.push(Value::from(&text[begin..]));
    }
    Ok(Value::from(parts))
}

/// Replaces each match; a match of nothing that follows immediately on another match stays.
fn replace(operands: &[Value]) -> Outcome {
    let (text, expression) = (string(1, &operands[0])?, string(2, &operands[1])?);
    let replacement = string(3, &operands[2])?;
    let expression = compile(expression)?;
    expression.check(text)?;
    let (mut all, mut at, mut copied) = (String::new(), 0, 0);
    while at <= text.len() {
        let Some(captures) = expression.regex.captures_at(text, at) else {
            break;
        };
        let whole = captures.get_match();
        all.push_str(&text[copied..whole.start()]);
        if whole.end() > copied || whole.start() == 0 {
            expand(replacement, &captures, &expression.translation.names, &mut all)?;
        }
        bounds::text(all.len())?;
        copied = whole.end();
        at = (at + width(text, at)).max(copied);
    }
    all.push_str(&text[copied..]);
    bounds::text(all.len())?;
    Ok(Value::from(all))
}

/// Writes a replacement: `$1`, `${1}`, `$name` and `${name}` are groups, and `$$` is a dollar.
fn expand(
    mut replacement: &str,
    captures: &Captures<'_>,
    names: &[String],
    all: &mut String,
) -> Result<(), Failure> {
    while let Some((before, after)) = replacement.split_once('$') {
        all.push_str(before);
        bounds::text(all.len())?;
        if let Some(rest) = after.strip_prefix('$') {
            all.push('$');
            replacement = rest;
        } else if let Some((name, rest)) = group_name(after) {
            all.push_str(group(captures, names, name));
            replacement = rest;
        } else {
            all.push('$');
            replacement = after;
        }
    }
    all.push_str(replacement);
    Ok(())
}

/// The name of a group that a text begins with, and what follows.
fn group_name(text: &str) -> Option<(&str, &str)> {
    thread_local! {
        static WORD: Regex = Regex::new(r"\A[\p{L}\p{Nd}_]+").expect("the expression is right");
    }
    let (text, is_braced) = text.strip_prefix('{').map_or((text, false), |text| (text, true));
    let length = WORD.with(|word| word.find(text).map(|word| word.len()))?;
    let (name, rest) = text.split_at(length);
    if is_braced { Some((name, rest.strip_prefix('}')?)) } else { Some((name, rest)) }
}

/// What a group found, or the first group of that name that found something.
fn group<'t>(captures: &Captures<'t>, names: &[String], name: &str) -> &'t str {
    let is_number = name.bytes().all(|digit| digit.is_ascii_digit()) && name.len() <= 8;
    let found = if is_number && (name == "0" || !name.starts_with('0')) {
        name.parse().ok().and_then(|number| captures.get(number))
    } else {
        let of_that_name = (1..).zip(names).filter(|(_, known)| *known == name);
        of_that_name.into_iter().find_map(|(number, _)| captures.get(number))
    };
    found.map_or("", |group| group.as_str())
}

/// Matches a text in which expressions stand between delimiters.
fn template_match(operands: &[Value]) -> Outcome {
    let (template, text) = (string(1, &operands[0])?, string(2, &operands[1])?);
    let delimiter = |position: usize| match string(position, &operands[position - 1])?.as_bytes() {
        [delimiter] => Ok(*delimiter),
        _ => Err(Failure::Error(format!("operand {position} must be one character"))),
    };
    let (open, close) = (delimiter(3)?, delimiter(4)?);
    let mut pattern = String::from("^");
    let mut end = 0;
    for (start, stop) in delimited(template, open, close)? {
        let expression = &template[start + 1..stop - 1];
        compile(&format!("^{expression}$"))?;
        pattern.push_str(&quote(&template[end..start]));
        pattern.extend(["(", expression, ")"]);
        end = stop;
    }
    pattern.push_str(&quote(&template[end..]));
    pattern.push('$');
    Ok(Value::from(compile(&pattern)?.is_match(text)?))
}

/// Where the outermost delimited parts of a template are.
fn delimited(template: &str, open: u8, close: u8) -> Result<Vec<(usize, usize)>, Failure> {
    let unbalanced =
        || Failure::Error("the delimiters of the template are not balanced".to_owned());
    let (mut parts, mut level, mut start) = (Vec::new(), 0_usize, 0);
    for (at, byte) in template.bytes().enumerate() {
        if byte == open {
            level += 1;
            if level == 1 {
                start = at;
            }
        } else if byte == close {
            level = level.checked_sub(1).ok_or_else(unbalanced)?;
            if level == 0 {
                parts.push((start, at + 1));
            }
        }
    }
    if level == 0 { Ok(parts) } else { Err(unbalanced()) }
}

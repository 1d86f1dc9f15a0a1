//! The few steps of which the walk over a gate file is made: open a mapping, take its keys, read a value, close it.
//! Each notes what is wrong and goes on; `None` means that there is nothing, or that a mistake was noted.

use super::tree::{Node, Value, is_invisible};
use super::{Mistake, Spanned};
use miette::SourceSpan;
use std::fmt;

/// A mapping whose keys are taken one by one; those that are left when it is closed are unknown.
#[derive(Debug)]
pub(super) struct Section<'a> {
    field: Field<'a>,
    span: SourceSpan,
    left: Vec<&'a (Spanned<String>, Node)>,
    known: Vec<&'static str>,
}

/// A value and the key that it stands under; shown as `key`, or as `key[2]` for an item of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) index: Option<usize>,
    pub(super) key: SourceSpan,
    pub(super) node: &'a Node,
}

impl<'a> Field<'a> {
    /// The whole file.
    pub(super) fn root(node: &'a Node) -> Self {
        Self { name: "", index: None, key: node.span, node }
    }

    /// One entry of a mapping.
    pub(super) fn entry((key, node): &'a (Spanned<String>, Node)) -> Self {
        Self { name: &key.value, index: None, key: key.span, node }
    }
}

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name, self.index) {
            ("", _) => f.write_str("the file"),
            (name, None) => write!(f, "`{name}`"),
            (name, Some(index)) => write!(f, "`{name}[{index}]`"),
        }
    }
}

impl<'a> Section<'a> {
    /// Where it is best pointed at.
    pub(super) fn span(&self) -> SourceSpan {
        self.span
    }

    /// The value of a key, if it is there.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Field<'a>> {
        self.known.push(key);
        let position = self.left.iter().position(|(name, _)| name.value == key)?;
        Some(Field::entry(self.left.remove(position)))
    }
}

/// What is wrong so far.
#[derive(Debug, Default)]
pub(super) struct Mistakes(Vec<Mistake>);

impl Mistakes {
    pub(super) fn add(&mut self, mistake: Mistake) {
        self.0.push(mistake);
    }

    /// The mistakes in the order of the file.
    pub(super) fn into_sorted(mut self) -> Vec<Mistake> {
        self.0.sort_by_key(Mistake::offset);
        self.0
    }

    /// Opens a mapping of known keys.
    pub(super) fn section<'a>(&mut self, field: Field<'a>) -> Option<Section<'a>> {
        let left = self.entries(field)?;
        let span = first_key(field.node).unwrap_or(field.key);
        Some(Section { field, span, left, known: Vec::new() })
    }

    /// Takes a key that has to be there.
    pub(super) fn required<'a>(
        &mut self,
        section: &mut Section<'a>,
        key: &'static str,
    ) -> Option<Field<'a>> {
        let field = section.take(key);
        if field.is_none() {
            let message = format!("{} has no `{key}`", section.field);
            self.add(Mistake::new(message, format!("`{key}` is missing"), section.span));
        }
        field
    }

    /// Closes a mapping: what nobody took is unknown.
    pub(super) fn close(&mut self, section: Section<'_>) {
        for (key, _) in section.left {
            let mistake = Mistake::new(format!("unknown key `{}`", key.value), "unknown", key.span);
            self.add(mistake.help(did_you_mean(&key.value, &section.known)));
        }
    }

    /// The entries of a mapping whose keys are free, each key once.
    pub(super) fn entries<'a>(
        &mut self,
        field: Field<'a>,
    ) -> Option<Vec<&'a (Spanned<String>, Node)>> {
        let Value::Map(entries) = &field.node.value else {
            return self.wrong_kind(field, "a mapping", "write its keys below it, indented");
        };
        let mut once: Vec<&(Spanned<String>, Node)> = Vec::new();
        for entry in entries {
            match once.iter().find(|(first, _)| first.value == entry.0.value) {
                Some((first, _)) => self.add(
                    Mistake::new(
                        format!("`{}` stands twice", first.value),
                        "again here",
                        entry.0.span,
                    )
                    .and("first here", first.span)
                    .help("keep one of them"),
                ),
                None => once.push(entry),
            }
        }
        Some(once)
    }

    /// The items of a list that has some.
    pub(super) fn items<'a>(&mut self, field: Field<'a>) -> Option<Vec<Field<'a>>> {
        let items = self.items_or_none(field)?;
        if items.is_empty() {
            self.add(
                Mistake::new(format!("{field} is empty"), "nothing in it", field.key)
                    .help("name at least one"),
            );
            return None;
        }
        Some(items)
    }

    /// The items of a list that may be empty.
    pub(super) fn items_or_none<'a>(&mut self, field: Field<'a>) -> Option<Vec<Field<'a>>> {
        let Value::List(items) = &field.node.value else {
            return self.wrong_kind(field, "a list", "write `[…]`, or one `- …` on each line");
        };
        let item = |(index, node): (usize, &'a Node)| {
            let key = first_key(node).unwrap_or(node.span);
            Field { name: field.name, index: Some(index), key, node }
        };
        Some(items.iter().enumerate().map(item).collect())
    }

    /// A text with something in it.
    pub(super) fn text(&mut self, field: Field<'_>) -> Option<Spanned<String>> {
        let Value::Text(text) = &field.node.value else {
            let help = match field.node.value {
                Value::Bool(_) | Value::Number(_) => "quote it: YAML would change it otherwise",
                _ => "write a single text",
            };
            return self.wrong_kind(field, "text", help);
        };
        let span = field.node.span;
        if text.trim().is_empty() {
            let mistake = Mistake::new(format!("{field} is empty"), "no text", span);
            self.add(mistake.help("give it a value, or leave the key out"));
            return None;
        }
        if text.chars().any(|c| is_invisible(c) || c.is_control()) {
            let message = format!("{field} contains a control character");
            self.add(Mistake::new(message, "here", span).help("write it on one line, without it"));
            return None;
        }
        Some(Spanned { value: text.clone(), span })
    }

    /// A text that reads as a `T`. `expected` completes "is not …"; `help` says how to write one.
    pub(super) fn parsed<T>(
        &mut self,
        field: Field<'_>,
        expected: &str,
        help: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<Spanned<T>> {
        let text = self.text(field)?;
        let value = read(&text);
        if value.is_none() {
            let message = format!("`{}` is not {expected}", text.value);
            self.add(Mistake::new(message, format!("not {expected}"), text.span).help(help));
        }
        Some(Spanned { value: value?, span: text.span })
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, field: Field<'_>) -> Option<bool> {
        match field.node.value {
            Value::Bool(flag) => Some(flag),
            _ => self.wrong_kind(field, "`true` or `false`", "write `true` or `false`, unquoted"),
        }
    }

    /// A whole number, zero or more.
    pub(super) fn count(&mut self, field: Field<'_>) -> Option<u64> {
        match &field.node.value {
            Value::Number(number) if number.is_u64() => number.as_u64(),
            _ => self.wrong_kind(field, "a whole number", "write a whole number, unquoted"),
        }
    }

    /// Notes that a value is of the wrong kind.
    fn wrong_kind<T>(&mut self, field: Field<'_>, expected: &str, help: &str) -> Option<T> {
        let Field { key, node, .. } = field;
        let mistake = match &node.value {
            Value::Null => {
                let empty =
                    if expected == "a mapping" { "write `{}`" } else { "leave the key out" };
                Mistake::new(format!("{field} has no value"), "nothing here", key)
                    .help(format!("give it a value, or {empty}"))
            }
            value => {
                let found = kind(value);
                let span = if node.span.is_empty() { key } else { node.span };
                Mistake::new(format!("{field} is {found}, not {expected}"), found, span).help(help)
            }
        };
        self.add(mistake);
        None
    }
}

/// Names the nearest of the words that are known, or all of them.
pub(super) fn did_you_mean(word: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|known| (strsim::damerau_levenshtein(word, known), known))
        .min()
        .filter(|(distance, known)| distance * 3 <= known.len().max(3));
    match nearest {
        Some((_, known)) => format!("did you mean `{known}`?"),
        None => format!("known here: {}", known.join(", ")),
    }
}

/// Where a mapping is best pointed at.
fn first_key(node: &Node) -> Option<SourceSpan> {
    match &node.value {
        Value::Map(entries) => entries.first().map(|(key, _)| key.span),
        _ => None,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::Text(_) => "text",
        Value::List(_) => "a list",
        Value::Map(_) => "a mapping",
    }
}

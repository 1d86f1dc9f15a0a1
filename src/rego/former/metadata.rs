//! METADATA blocks: the comments in which a policy says what its rules are called, what they need and how to mend what
//! they find. Read as OPA reads them (YAML after `# METADATA`), but strictly: what OPA drops in silence is a mistake.

use super::lex::Lexed;
use crate::rego::mistake::{File, Mistake};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::ops::Range;

/// What a METADATA block is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// The rule that follows.
    Rule,
    /// All rules of the name that follows.
    Document,
    /// The package.
    Package,
    /// The package and those below it.
    Subpackages,
}

/// A METADATA block.
#[derive(Debug, Clone)]
pub struct Metadata {
    /// What it is about.
    pub scope: Scope,
    /// The bytes of the block, from `# METADATA` on.
    pub span: Range<usize>,
    /// A short sentence.
    pub title: Option<String>,
    /// What is demanded, and why.
    pub description: Option<String>,
    /// The first of the related resources: where to read on.
    pub url: Option<String>,
    /// What the author adds under `custom`.
    pub custom: Map<String, Value>,
    /// What `rego.metadata.rule()` returns under OPA.
    pub json: Value,
}

impl Metadata {
    /// The text under `custom` with this name.
    pub fn custom_text(&self, name: &str) -> Option<&str> {
        self.custom.get(name)?.as_str()
    }
}

/// The text of a block, before it is read.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) span: Range<usize>,
    yaml: String,
}

/// Finds the blocks of a file. A block ends where a line is not a comment.
pub(super) fn blocks(file: &File, lexed: &Lexed, mistakes: &mut Vec<Mistake>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    let mut previous_end = 0;
    for comment in &lexed.comments {
        let gap = &file.text[previous_end..comment.start];
        let contiguous = gap.matches('\n').count() == 1;
        previous_end = comment.end;
        let words = file.text[comment.start + 1..comment.end].trim_end();
        if let (true, true, Some(block)) = (open, contiguous, blocks.last_mut()) {
            block.yaml.push_str(words);
            block.yaml.push('\n');
            block.span.end = comment.end;
            continue;
        }
        open = words.trim() == "METADATA";
        if open {
            blocks.push(Block { span: comment.clone(), yaml: String::new() });
        } else if words.trim().trim_end_matches(':').eq_ignore_ascii_case("metadata") {
            mistakes.push(
                file.mistake(
                    comment.clone(),
                    "gatewright::rego::metadata",
                    "not a METADATA block, although it looks like one",
                )
                .help("write `# METADATA`, in capitals and with nothing after it"),
            );
        }
    }
    blocks
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Annotations {
    scope: Option<Scope>,
    title: Option<String>,
    description: Option<String>,
    #[serde(default)]
    entrypoint: bool,
    #[serde(default)]
    organizations: Vec<String>,
    #[serde(default)]
    related_resources: Vec<Value>,
    #[serde(default)]
    authors: Vec<Value>,
    #[serde(default)]
    custom: Map<String, Value>,
}

/// Reads a block. `default_scope` is what it is about when it does not say so.
pub(super) fn read(file: &File, block: &Block, default_scope: Scope) -> Result<Metadata, Mistake> {
    let annotations: Annotations =
        serde_saphyr::from_str(&block.yaml).map_err(|error| unreadable(file, block, &error))?;
    let default_scope = if annotations.entrypoint { Scope::Document } else { default_scope };
    let scope = annotations.scope.unwrap_or(default_scope);
    let resources: Vec<Value> = annotations.related_resources.into_iter().map(resource).collect();
    let authors: Vec<Value> = annotations.authors.into_iter().map(author).collect();
    let mut json = Map::new();
    let mut insert = |name: &str, value: Value| {
        let blank = match &value {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            _ => false,
        };
        if !blank {
            json.insert(name.to_owned(), value);
        }
    };
    insert("authors", json!(authors));
    insert("custom", Value::Object(annotations.custom.clone()));
    insert("description", json!(annotations.description));
    insert("entrypoint", if annotations.entrypoint { json!(true) } else { Value::Null });
    insert("organizations", json!(annotations.organizations));
    insert("related_resources", json!(resources));
    insert("scope", json!(format!("{scope:?}").to_lowercase()));
    insert("title", json!(annotations.title));
    Ok(Metadata {
        scope,
        span: block.span.clone(),
        title: annotations.title,
        description: annotations.description,
        url: resources.first().and_then(|resource| resource["ref"].as_str()).map(str::to_owned),
        custom: annotations.custom,
        json: Value::Object(json),
    })
}

/// A bare URL stands for `{ref: URL}`.
fn resource(given: Value) -> Value {
    if given.is_string() { json!({ "ref": given }) } else { given }
}

/// `Jane Doe <jane@example.com>` stands for a name and an address.
fn author(given: Value) -> Value {
    let Value::String(text) = given else { return given };
    match text
        .rsplit_once('<')
        .and_then(|(name, address)| Some((name.trim(), address.strip_suffix('>')?)))
    {
        Some(("", email)) => json!({ "email": email }),
        Some((name, email)) => json!({ "email": email, "name": name }),
        None => json!({ "name": text.trim() }),
    }
}

fn unreadable(file: &File, block: &Block, error: &serde_saphyr::Error) -> Mistake {
    let line = error.location().and_then(|location| usize::try_from(location.line()).ok());
    let span = line
        .and_then(|line| line_of(file, &block.span, line))
        .unwrap_or_else(|| block.span.clone());
    let reason = error.to_string();
    let reason = reason.lines().next().unwrap_or_default();
    file.mistake(span, "gatewright::rego::metadata", "the METADATA block cannot be read")
        .label(reason)
        .help(
            "a block is YAML with the keys `scope`, `title`, `description`, `related_resources`, `authors`, \
             `organizations`, `entrypoint` and `custom`; everything else goes under `custom`",
        )
}

/// The n-th line of YAML; line 0 of the block is `# METADATA` itself.
fn line_of(file: &File, block: &Range<usize>, line: usize) -> Option<Range<usize>> {
    let mut start = block.start;
    for _ in 0..line {
        start += file.text[start..block.end].find('\n')? + 1;
    }
    let end = start + file.text[start..block.end].find('\n').unwrap_or(block.end - start);
    let indent = file.text[start..end].find(|c: char| c != '#' && c != ' ').unwrap_or(0);
    Some(start + indent..end)
}

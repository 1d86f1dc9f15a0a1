//! METADATA: the comments in which a policy says what its rules are called, what they need and how to mend what they find.
//! YAML after `# METADATA`, as OPA reads it, but strictly: what OPA drops in silence is a mistake.

use super::ast::Span;
use super::mistake::{File, Mistake};
use super::parse;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::ops::Range;

const CODE: &str = "gatewright::rego::metadata";

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
pub struct Annotations {
    /// What it is about.
    pub scope: Scope,
    /// From `# METADATA` up to the end of the block.
    pub span: Span,
    /// A short sentence.
    pub title: Option<String>,
    /// What is demanded, and why.
    pub description: Option<String>,
    /// The first of the related resources: where to read on.
    pub url: Option<String>,
    /// `schemas`: paths such as `input` or `data.acl`, each with the reference of a schema (`schema.acl`) or with one that is
    /// written out.
    pub schemas: Vec<(Vec<Box<str>>, SchemaSource)>,
    /// What the author adds under `custom`.
    pub custom: Map<String, Value>,
    /// What `rego.metadata.rule()` returns under OPA.
    pub json: Value,
}

/// Where a schema of METADATA comes from.
#[derive(Debug, Clone)]
pub enum SchemaSource {
    /// `schema.a.b`, without `schema`.
    Named(Vec<Box<str>>),
    /// Written in place.
    Inline(Value),
}

/// The text of a block, before it is read.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) span: Span,
    yaml: String,
}

/// Finds the blocks of a file. A block ends where a line does not begin with a comment.
pub(super) fn blocks(file: &File, comments: &[Span], mistakes: &mut Vec<Mistake>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    let mut previous_end = 0;
    for comment in comments {
        let Range { start, end } = comment.range();
        let words = &file.text[start + 1..end];
        let starts_line = start == 0 || file.text.as_bytes()[start - 1] == b'\n';
        let follows = starts_line && file.text[previous_end..start].trim_matches('\r') == "\n";
        previous_end = end;
        let is_title = words.trim() == "METADATA";
        if let (true, true, false, Some(block)) = (open, follows, is_title, blocks.last_mut()) {
            block.yaml.push_str(words.strip_prefix(' ').unwrap_or(words));
            block.yaml.push('\n');
            block.span.end = comment.end;
            continue;
        }
        open = is_title && starts_line;
        if open {
            blocks.push(Block { span: *comment, yaml: String::new() });
        } else if looks_like_title(words) {
            mistakes.push(
                file.mistake(start..end, CODE, "not a METADATA block, although it looks like one")
                    .help("write `# METADATA` at the beginning of a line, in capitals and with nothing after it"),
            );
        }
    }
    blocks
}

/// OPA takes `# METADATA: rule` for the beginning of a block, too.
fn looks_like_title(words: &str) -> bool {
    let words = words.trim();
    words.starts_with("METADATA") || words.trim_end_matches(':').eq_ignore_ascii_case("metadata")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    scope: Option<Scope>,
    title: Option<String>,
    description: Option<String>,
    #[serde(default)]
    entrypoint: bool,
    #[serde(default)]
    organizations: Vec<String>,
    #[serde(default)]
    related_resources: Vec<Resource>,
    #[serde(default)]
    authors: Vec<Author>,
    #[serde(default)]
    schemas: Vec<Map<String, Value>>,
    #[serde(default)]
    custom: Map<String, Value>,
    #[serde(default)]
    labels: Map<String, Value>,
    /// For OPA's Compile API; it changes no evaluation.
    #[serde(default, rename = "compile")]
    _compile: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Resource {
    Url(String),
    Described(DescribedResource),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DescribedResource {
    r#ref: String,
    description: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Author {
    Line(String),
    Fields(AuthorFields),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthorFields {
    name: Option<String>,
    email: Option<String>,
}

/// Reads a block. `default_scope` is what it is about when it does not say so.
pub(super) fn read(
    file: &File,
    block: &Block,
    default_scope: Scope,
) -> Result<Annotations, Mistake> {
    let wrong =
        |message: String, help: &str| file.mistake(block.span.range(), CODE, message).help(help);
    if block.yaml.trim().is_empty() {
        return Err(wrong(
            "the METADATA block is empty".into(),
            "say something in it, or remove it",
        ));
    }
    let options = serde_saphyr::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
    };
    let written: Written = serde_saphyr::from_str_with_options(&block.yaml, options)
        .map_err(|error| unreadable(file, block, &error))?;
    let custom = normal_fields(written.custom);
    if let Some(text) = misread(&custom, &block.yaml) {
        return Err(wrong(
            format!("OPA reads `{text}` as something else"),
            "write it in quotes, so that it stays the text that it is",
        ));
    }
    let default_scope = match (default_scope, written.entrypoint) {
        (Scope::Rule, true) => Scope::Document,
        (scope, _) => scope,
    };
    let scope = written.scope.unwrap_or(default_scope);
    if written.entrypoint && !matches!(scope, Scope::Document | Scope::Package) {
        return Err(wrong(
            "an entrypoint that is neither a document nor a package".into(),
            "remove `scope`, or write `scope: document`",
        ));
    }
    let resources: Vec<Value> = written
        .related_resources
        .iter()
        .map(resource)
        .collect::<Result<_, _>>()
        .map_err(|url| {
            wrong(format!("`{url}` is no URL"), "write it as a browser shows it when it is copied")
        })?;
    let authors = written.authors.iter().map(author).collect::<Option<Vec<Value>>>();
    let authors = authors.ok_or_else(|| {
        wrong("an author without a name".into(), "write `Jane Doe <jane@example.com>`")
    })?;
    let schemas = written.schemas.iter().map(schema).collect::<Result<Vec<_>, _>>();
    let schemas = schemas.map_err(|message| {
        wrong(message, "write `- input: schema.NAME` or `- input: {type: …}`")
    })?;
    let title = written.title.filter(|text| !text.is_empty());
    let description = written.description.filter(|text| !text.is_empty());
    let mut json = Map::new();
    let mut insert = |name: &str, value: Value| {
        let blank = match &value {
            Value::Null | Value::Bool(false) => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            _ => false,
        };
        if !blank {
            json.insert(name.to_owned(), value);
        }
    };
    insert("authors", json!(authors));
    insert("custom", Value::Object(custom.clone()));
    insert("description", json!(description));
    insert("entrypoint", json!(written.entrypoint));
    insert("labels", Value::Object(normal_fields(written.labels)));
    insert("organizations", json!(written.organizations));
    insert("related_resources", json!(resources));
    insert("schemas", schemas.iter().map(schema_json).collect());
    insert("scope", json!(format!("{scope:?}").to_lowercase()));
    insert("title", json!(title));
    Ok(Annotations {
        scope,
        span: block.span,
        title,
        description,
        url: resources.first().and_then(|resource| resource["ref"].as_str()).map(str::to_owned),
        schemas,
        custom,
        json: Value::Object(json),
    })
}

/// A bare URL stands for `{ref: URL}`.
fn resource(given: &Resource) -> Result<Value, &str> {
    let (url, description) = match given {
        Resource::Url(url) => (url.as_str(), None),
        Resource::Described(DescribedResource { r#ref, description }) => {
            (r#ref.trim(), description.as_deref())
        }
    };
    // OPA writes a URL anew; these are the ones that stay as they are.
    let is_plain = |c: char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(c);
    let scheme = url.split(':').next().unwrap_or_default();
    let stays = url.chars().all(is_plain) && !url.ends_with('#') && scheme.to_lowercase() == scheme;
    if url.is_empty() || !stays {
        return Err(url);
    }
    match description.map(str::trim).unwrap_or_default() {
        "" => Ok(json!({ "ref": url })),
        description => Ok(json!({ "description": description, "ref": url })),
    }
}

/// `Jane Doe <jane@example.com>` stands for a name and an address.
fn author(given: &Author) -> Option<Value> {
    let (name, email) = match given {
        Author::Line(line) => {
            let mut words: Vec<&str> = line.split_whitespace().collect();
            let email =
                words.pop_if(|last| last.len() > 1 && last.starts_with('<') && last.ends_with('>'));
            (words.join(" "), email.map_or("", |email| &email[1..email.len() - 1]).to_owned())
        }
        Author::Fields(AuthorFields { name, email }) => {
            let text =
                |field: &Option<String>| field.as_deref().unwrap_or_default().trim().to_owned();
            (text(name), text(email))
        }
    };
    let fields: Map<String, Value> = [("email", email), ("name", name)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(field, text)| (field.to_owned(), json!(text)))
        .collect();
    (!fields.is_empty()).then_some(Value::Object(fields))
}

type Schema = (Vec<Box<str>>, SchemaSource);

fn schema(given: &Map<String, Value>) -> Result<Schema, String> {
    let mut entries = given.iter();
    let (Some((path, source)), None) = (entries.next(), entries.next()) else {
        return Err("a schema needs one path of its own".into());
    };
    let target = parse::path(path).ok_or_else(|| format!("`{path}` is no path"))?;
    let source = match source {
        Value::String(name) => match parse::path(name) {
            Some(name) if &*name[0] == "schema" => SchemaSource::Named(name[1..].to_vec()),
            _ => return Err(format!("`{name}` does not begin with `schema`")),
        },
        Value::Object(_) => SchemaSource::Inline(source.clone()),
        _ => return Err(format!("the schema of `{path}` is neither a name nor an object")),
    };
    Ok((target, source))
}

fn schema_json((path, source): &Schema) -> Value {
    match source {
        SchemaSource::Named(name) => {
            let name: Vec<&str> =
                std::iter::once("schema").chain(name.iter().map(|part| &**part)).collect();
            json!({ "path": path, "schema": name })
        }
        SchemaSource::Inline(schema) => json!({ "definition": schema, "path": path }),
    }
}

/// Something under `custom` that OPA's reader of YAML takes for something else: a date, or a number in an old form.
fn misread(custom: &Map<String, Value>, yaml: &str) -> Option<String> {
    fn find(value: &Value, yaml: &str) -> Option<String> {
        match value {
            Value::String(text) => {
                let quoted = [format!("\"{text}\""), format!("'{text}'")];
                let is_bare = !quoted.iter().any(|quoted| yaml.contains(quoted.as_str()));
                (is_bare && (is_date(text) || is_number(text))).then(|| text.clone())
            }
            Value::Number(number) if number.is_u64() && !number.is_i64() => {
                Some(number.to_string())
            }
            Value::Array(items) => items.iter().find_map(|item| find(item, yaml)),
            Value::Object(fields) => fields.values().find_map(|field| find(field, yaml)),
            _ => None,
        }
    }
    custom.values().find_map(|value| find(value, yaml))
}

fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut digits = |count: Range<usize>| {
        let part = parts.next().unwrap_or_default();
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        (count.contains(&digits), digits == part.len())
    };
    digits(4..5) == (true, true) && digits(1..3) == (true, true) && digits(1..3).0
}

/// A number that is text for us, such as `014` or `1_000`.
fn is_number(text: &str) -> bool {
    text.replace('_', "").parse::<f64>().is_ok() && text.starts_with(|c: char| !c.is_alphabetic())
}

/// Whole numbers without a point, as OPA gives them.
fn normal(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            let float = number.as_f64().unwrap_or_default();
            let whole = format!("{float:.0}").parse::<i64>().ok();
            let is_whole = float.fract() == 0.0 && float.abs() < 9e15;
            whole.filter(|_| is_whole).map_or(Value::Number(number), Value::from)
        }
        Value::Array(items) => items.into_iter().map(normal).collect(),
        Value::Object(fields) => Value::Object(normal_fields(fields)),
        other => other,
    }
}

fn normal_fields(fields: Map<String, Value>) -> Map<String, Value> {
    fields.into_iter().map(|(name, field)| (name, normal(field))).collect()
}

fn unreadable(file: &File, block: &Block, error: &serde_saphyr::Error) -> Mistake {
    let line = error.location().and_then(|location| usize::try_from(location.line()).ok());
    let block = block.span.range();
    let span = line.and_then(|line| line_of(file, &block, line)).unwrap_or(block);
    let reason = error.to_string();
    let reason = reason.lines().next().unwrap_or_default();
    file.mistake(span, CODE, "the METADATA block cannot be read").label(reason).help(
        "a block is YAML with the keys `scope`, `title`, `description`, `related_resources`, `authors`, `organizations`, \
         `schemas`, `entrypoint`, `labels` and `custom`; everything else goes under `custom`",
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

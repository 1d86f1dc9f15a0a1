//! The walk over a gate file: from the tree to [`Config`], noting every mistake on the way. It reads in the order of
//! the file; each function takes all the keys of its section before it gives up on any.

use super::section::{Field, Mistakes, did_you_mean};
use super::tree::{Node, Value};
use super::{
    ArtifactSpec, Bundle, Config, EvidenceItem, Gate, Mistake, Param, Policies, Spanned,
    SubjectSpec, VersionSource,
};
use crate::evidence::Digest;
use crate::formats::{self, Format};
use camino::Utf8PathBuf;
use glob::Pattern;
use jiff::SignedDuration;
use miette::NamedSource;
use std::collections::BTreeMap;

/// The checked form of a gate file, or its mistakes.
pub(super) fn check(root: &Node, source: &NamedSource<String>) -> Result<Config, Vec<Mistake>> {
    let mut mistakes = Mistakes::default();
    let config = mistakes.config(root, source);
    let mistakes = mistakes.into_sorted();
    match config {
        Some(config) if mistakes.is_empty() => Ok(config),
        _ => Err(mistakes),
    }
}

impl Mistakes {
    fn config(&mut self, root: &Node, source: &NamedSource<String>) -> Option<Config> {
        if root.value == Value::Null {
            self.add(Mistake::new("the gate file is empty", "nothing here", root.span));
            return None;
        }
        let mut section = self.section(Field::root(root))?;
        let version = self.required(&mut section, "version");
        self.version(version?)?;
        let subject = section.take("subject").map(|field| self.subject(field));
        let evidence = section.take("evidence").map(|field| self.evidence(field));
        let policies = section.take("policies").map(|field| self.policies(field));
        let gates = self.required(&mut section, "gates").map(|field| self.gates(field));
        self.close(section);
        Some(Config {
            source: source.clone(),
            subject: subject.unwrap_or_else(|| Some(SubjectSpec::default()))?,
            evidence: evidence.unwrap_or_else(|| Some(Vec::new()))?,
            policies: policies.unwrap_or_else(|| Some(Policies::default()))?,
            gates: gates??,
        })
    }

    /// Of another version nothing else is reported: its keys may mean other things.
    pub(super) fn version(&mut self, field: Field<'_>) -> Option<()> {
        let version = self.count(field)?;
        if version != 1 {
            let message = format!("the file is of version {version}");
            let mistake = Mistake::new(message, "not known to this program", field.node.span);
            self.add(mistake.help("this program reads `version: 1`"));
            return None;
        }
        Some(())
    }

    pub(super) fn subject(&mut self, field: Field<'_>) -> Option<SubjectSpec> {
        let mut section = self.section(field)?;
        let name = section.take("name").and_then(|field| self.text(field));
        let sources = ["version", "version_file", "version_tag"].map(|key| section.take(key));
        let repository = section.take("repository").and_then(|field| self.repository(field));
        let commit = section.take("commit").and_then(|field| self.commit(field));
        let author = section.take("author").and_then(|field| self.text(field));
        let artifacts = section.take("artifacts").map(|field| self.artifacts(field));
        self.close(section);
        Some(SubjectSpec {
            name: name.map(|name| name.value),
            version: self.version_source(sources),
            repository: repository.map(|repository| repository.value),
            commit: commit.map(|commit| commit.value),
            author: author.map(|author| author.value),
            artifacts: artifacts.unwrap_or_default(),
        })
    }

    fn commit(&mut self, field: Field<'_>) -> Option<Spanned<String>> {
        let help = "write all 40 (or 64) hex digits, in lower case";
        self.parsed(field, "a commit", help, |text| {
            let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            (digits && matches!(text.len(), 40 | 64)).then(|| text.to_owned())
        })
    }

    fn version_source(&mut self, sources: [Option<Field<'_>>; 3]) -> Option<VersionSource> {
        let mut given = sources.iter().flatten();
        if let (Some(first), Some(second)) = (given.next(), given.next()) {
            self.add(
                Mistake::new("the version has two sources", "and this", second.key)
                    .and("this", first.key)
                    .help("keep one of `version`, `version_file` and `version_tag`"),
            );
        }
        let [text, file, tag] = sources;
        let text = text.and_then(|field| self.text(field));
        let file = file.and_then(|field| self.text(field));
        let tag = tag.and_then(|field| self.glob(field));
        text.map(|text| VersionSource::Text(text.value))
            .or_else(|| file.map(|file| VersionSource::File(file.value.into())))
            .or_else(|| tag.map(|tag| VersionSource::Tag(tag.value)))
    }

    fn repository(&mut self, field: Field<'_>) -> Option<Spanned<String>> {
        let help = "write `https://host/owner/name`, without a user or a password";
        self.parsed(field, "the address of a repository", help, |text| {
            let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
            let plain = !rest.is_empty() && !rest.contains(['@', ' ']);
            plain.then(|| text.to_owned())
        })
    }

    fn artifacts(&mut self, field: Field<'_>) -> Vec<ArtifactSpec> {
        let items = self.items(field).unwrap_or_default();
        items.into_iter().filter_map(|item| self.artifact(item)).collect()
    }

    fn artifact(&mut self, field: Field<'_>) -> Option<ArtifactSpec> {
        let mut section = self.section(field)?;
        let (path, digest) = (section.take("path"), section.take("digest"));
        let name = match digest {
            Some(_) => self.required(&mut section, "name"),
            None => section.take("name"),
        };
        self.close(section);
        let name = name.and_then(|field| self.text(field)).map(|name| name.value);
        let help = "give its `path` to have it hashed, or its `digest`";
        match (path, digest) {
            (Some(path), Some(digest)) => {
                self.add(
                    Mistake::new("an artifact has both a path and a digest", "this", digest.key)
                        .and("and this", path.key)
                        .help(help),
                );
                None
            }
            (Some(path), None) => {
                let path = Utf8PathBuf::from(self.text(path)?.value);
                Some(ArtifactSpec::File { name, path })
            }
            (None, Some(digest)) => {
                let digest = self.digest(digest)?.value;
                Some(ArtifactSpec::Digest { name: name?, digest })
            }
            (None, None) => {
                let message = "an artifact has neither a path nor a digest";
                self.add(Mistake::new(message, "this one", field.key).help(help));
                None
            }
        }
    }

    fn digest(&mut self, field: Field<'_>) -> Option<Spanned<Digest>> {
        let help = "write `sha256:` and 64 hex digits in lower case";
        self.parsed(field, "a digest", help, |text| {
            text.parse::<Digest>().ok().filter(|digest| digest.to_string() == text)
        })
    }

    fn evidence(&mut self, field: Field<'_>) -> Option<Vec<EvidenceItem>> {
        let items = self.items(field)?;
        let mut evidence: Vec<EvidenceItem> = Vec::new();
        for item in items {
            let Some(item) = self.evidence_item(item) else { continue };
            if let Some(first) = evidence.iter().find(|other| other.id.value == item.id.value) {
                let message = format!("two entries of evidence are called `{}`", item.id.value);
                self.add(
                    Mistake::new(message, "again here", item.id.span)
                        .and("first here", first.id.span)
                        .help("give each an `id` of its own: reports and waivers name it"),
                );
            }
            evidence.push(item);
        }
        Some(evidence)
    }

    fn evidence_item(&mut self, field: Field<'_>) -> Option<EvidenceItem> {
        let mut section = self.section(field)?;
        let id = self.required(&mut section, "id").and_then(|field| self.name(field));
        let files = self.required(&mut section, "files").and_then(|field| self.items(field));
        let format = section.take("format").and_then(|field| self.format(field));
        let required = section.take("required").and_then(|field| self.flag(field));
        let max_age = section.take("max_age").and_then(|field| self.duration(field));
        let min_items = section.take("min_items").and_then(|field| self.count(field));
        let bound = section.take("bound").and_then(|field| self.flag(field));
        self.close(section);
        let files = files.unwrap_or_default().into_iter();
        Some(EvidenceItem {
            id: id?,
            files: files.filter_map(|file| self.glob(file)).collect(),
            format,
            required: required.unwrap_or(true),
            max_age,
            min_items: min_items.unwrap_or(0),
            bound: bound.unwrap_or(false),
        })
    }

    /// `None` also for `auto`.
    fn format(&mut self, field: Field<'_>) -> Option<&'static Format> {
        let name = self.text(field).filter(|name| name.value != "auto")?;
        let format = formats::by_name(&name);
        if format.is_none() {
            let names = formats::FORMATS.iter().map(|format| format.name);
            let known: Vec<_> = ["auto"].into_iter().chain(names).collect();
            let message = format!("there is no format `{}`", name.value);
            let mistake = Mistake::new(message, "unknown format", name.span);
            self.add(mistake.help(did_you_mean(&name, &known)));
        }
        format
    }

    pub(super) fn policies(&mut self, field: Field<'_>) -> Option<Policies> {
        let mut section = self.section(field)?;
        let built_in = section.take("built_in").and_then(|field| self.items_or_none(field));
        let directories = section.take("directories").map(|field| self.paths(field));
        let bundles = section.take("bundles").and_then(|field| self.items(field));
        let data = section.take("data").map(|field| self.paths(field));
        let language = section.take("rego").and_then(|field| {
            self.parsed(field, "a version of Rego", "write `v0` or `v1`", |text| match text {
                "v0" => Some(true),
                "v1" => Some(false),
                _ => None,
            })
        });
        self.close(section);
        let built_in: Option<Vec<_>> =
            built_in.map(|it| it.into_iter().filter_map(|item| self.name(item)).collect());
        let bundles = bundles.unwrap_or_default().into_iter();
        Some(Policies {
            built_in: built_in.unwrap_or_else(|| Policies::default().built_in),
            directories: directories.unwrap_or_default(),
            bundles: bundles.filter_map(|item| self.bundle(item)).collect(),
            data: data.unwrap_or_default(),
            v0: language.is_some_and(|language| language.value),
        })
    }

    fn bundle(&mut self, field: Field<'_>) -> Option<Bundle> {
        let mut section = self.section(field)?;
        let path = self.required(&mut section, "path").and_then(|field| self.text(field));
        let help = "write 64 hex digits in lower case; `gatewright bundle inspect` prints them";
        let sha256 = self.required(&mut section, "sha256").and_then(|field| {
            self.parsed(field, "a SHA-256 digest", help, |text| {
                let digits = text.strip_prefix("sha256:").unwrap_or(text);
                format!("sha256:{digits}").parse::<Digest>().ok()
            })
        });
        self.close(section);
        let path = path?;
        Some(Bundle {
            path: Spanned { value: path.value.into(), span: path.span },
            sha256: sha256?,
        })
    }

    fn paths(&mut self, field: Field<'_>) -> Vec<Spanned<Utf8PathBuf>> {
        let items = self.items(field).unwrap_or_default().into_iter();
        items
            .filter_map(|item| self.text(item))
            .map(|path| Spanned { value: path.value.into(), span: path.span })
            .collect()
    }

    fn gates(&mut self, field: Field<'_>) -> Option<BTreeMap<String, Gate>> {
        let entries = self.entries(field)?;
        if entries.is_empty() {
            let mistake = Mistake::new("`gates` is empty", "no gate", field.key);
            self.add(mistake.help("name at least one: without a gate nothing is decided"));
        }
        let gates = entries.into_iter().filter_map(|entry| {
            self.check_name(&entry.0);
            Some((entry.0.value.clone(), self.gate(Field::entry(entry))?))
        });
        Some(gates.collect())
    }

    fn gate(&mut self, field: Field<'_>) -> Option<Gate> {
        let mut section = self.section(field)?;
        let environment = section.take("environment").and_then(|field| self.text(field));
        let stage = section.take("stage").and_then(|field| self.name(field));
        let rules = section.take("rules").and_then(|field| self.rules(field));
        let params = section.take("params").map(|field| self.params(field));
        self.close(section);
        let (include, exclude) = rules.unwrap_or_default();
        Some(Gate {
            at: field.key,
            environment: environment.map(|environment| environment.value),
            stage: stage.map(|stage| stage.value),
            include,
            exclude,
            params: params.unwrap_or_default(),
        })
    }

    fn rules(&mut self, field: Field<'_>) -> Option<Rules> {
        let mut section = self.section(field)?;
        let include = section.take("include").and_then(|field| self.items(field));
        let exclude = section.take("exclude").and_then(|field| self.items_or_none(field));
        self.close(section);
        let include = include.map(|items| self.rule_names(items));
        Some((include, self.rule_names(exclude.unwrap_or_default())))
    }

    fn rule_names(&mut self, items: Vec<Field<'_>>) -> Vec<Spanned<String>> {
        let help = "write a package or a rule, such as `release.tests`, or a collection, such as `@minimal`";
        let read = |text: &str| {
            let is_name = match text.strip_prefix('@') {
                Some(collection) => is_collection(collection),
                None => text.split('.').all(is_identifier),
            };
            is_name.then(|| text.to_owned())
        };
        let names = items
            .into_iter()
            .filter_map(|item| self.parsed(item, "the name of a rule or package", help, read));
        names.collect()
    }

    pub(super) fn params(&mut self, field: Field<'_>) -> Vec<Param> {
        let entries = self.entries(field).unwrap_or_default();
        let params = entries.into_iter().filter_map(|entry| {
            let (name, node) = entry;
            if !is_identifier(name) {
                let message = format!("`{}` is not the name of a parameter", name.value);
                let mistake = Mistake::new(message, "not a name", name.span);
                self.add(mistake.help("letters, digits and `_`, beginning with a letter"));
            }
            let value = self.json(Field::entry(entry))?;
            Some(Param { name: name.clone(), value: Spanned { value, span: node.span } })
        });
        params.collect()
    }

    /// Any JSON value; only one that is left out by accident is refused, and a number that would change.
    fn json(&mut self, field: Field<'_>) -> Option<serde_json::Value> {
        use serde_json::Value as Json;
        let nested = |node| Field { node, ..field };
        Some(match &field.node.value {
            Value::Null if field.node.span.is_empty() => {
                let message = format!("{field} has no value");
                let mistake = Mistake::new(message, "nothing here", field.key);
                self.add(mistake.help("give it a value, or write `null`"));
                return None;
            }
            Value::Null => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Number(number) => {
                if number.as_f64().is_some_and(|float| number.is_f64() && float.abs() > MAX_EXACT) {
                    let message = format!("{field} is too large a number");
                    let mistake = Mistake::new(message, "would lose digits", field.node.span);
                    self.add(mistake.help("quote it, if it is not to be calculated with"));
                }
                Json::Number(number.clone())
            }
            Value::Text(text) => Json::String(text.clone()),
            Value::List(items) => {
                Json::Array(items.iter().filter_map(|item| self.json(nested(item))).collect())
            }
            Value::Map(_) => {
                let entries = self.entries(field)?;
                let entries = entries.into_iter().filter_map(|entry| {
                    Some((entry.0.value.clone(), self.json(Field::entry(entry))?))
                });
                Json::Object(entries.collect())
            }
        })
    }

    pub(super) fn glob(&mut self, field: Field<'_>) -> Option<Spanned<Pattern>> {
        let help = "`*` is any part of a name, `**` any folders, `[ab]` one of these letters";
        self.parsed(field, "a pattern for file names", help, |text| Pattern::new(text).ok())
    }

    fn duration(&mut self, field: Field<'_>) -> Option<Spanned<SignedDuration>> {
        let help = "write a number and a unit: `30m`, `24h`, `7d`, `2w`";
        self.parsed(field, "a duration", help, duration)
    }

    fn name(&mut self, field: Field<'_>) -> Option<Spanned<String>> {
        let name = self.text(field)?;
        self.check_name(&name);
        Some(name)
    }

    fn check_name(&mut self, name: &Spanned<String>) {
        let lower = !name.bytes().any(|byte| byte.is_ascii_uppercase());
        let alphanumeric_first = name.starts_with(|c: char| c.is_ascii_alphanumeric());
        let rest = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !(lower && alphanumeric_first && name.chars().all(rest)) {
            let message = format!("`{}` is not a name", name.value);
            let help =
                "lower-case letters, digits, `.`, `_` and `-`, beginning with a letter or digit";
            self.add(Mistake::new(message, "not a name", name.span).help(help));
        }
    }
}

type Rules = (Option<Vec<Spanned<String>>>, Vec<Spanned<String>>);

/// The largest whole number up to which every one is a float of its own: 2^53.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

impl Default for Policies {
    fn default() -> Self {
        let release = Spanned { value: "release".to_owned(), span: (0, 0).into() };
        Self {
            built_in: vec![release],
            directories: Vec::new(),
            bundles: Vec::new(),
            data: Vec::new(),
            v0: false,
        }
    }
}

/// A duration such as `24h`. Days have 24 hours: an age is a length of time, not a date.
fn duration(text: &str) -> Option<SignedDuration> {
    let unit = text.chars().next_back()?;
    let digits = &text[..text.len() - unit.len_utf8()];
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        'w' => 7 * 24 * 60 * 60,
        _ => return None,
    };
    let digits = Some(digits).filter(|it| it.len() <= 6 && it.bytes().all(|b| b.is_ascii_digit()));
    let count: i64 = digits?.parse().ok().filter(|count| *count > 0)?;
    Some(SignedDuration::from_secs(count * seconds))
}

/// Whether a text is the name of a collection, as Conforma's policies have them.
fn is_collection(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Whether a text is a name in Rego: ASCII letters, digits and `_`, not beginning with a digit.
fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

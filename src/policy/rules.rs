//! The rules of a gate, gathered from the definitions of `deny`, `violation` and `warn` and from what their METADATA
//! says of them.

use super::Asked;
use crate::evidence::Family;
use crate::rego::annotations::{Annotations, Scope};
use crate::rego::ast::{self, Module};
use crate::rego::ir::{Clause, Document, DocumentId, Kind, Place, Program};
use crate::rego::{Mistake, path_name};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// `<package>.<short name>`, unique in its set.
    pub id: String,
    /// The package, without `data`.
    pub package: String,
    /// The name in METADATA, or that of the definition.
    pub short_name: String,
    /// What its violations do.
    pub effect: Effect,
    /// What it demands, in a sentence.
    pub title: Option<String>,
    /// The same, at length.
    pub description: Option<String>,
    /// How bad a violation is, in the author's words.
    pub severity: Option<String>,
    /// The families of evidence without which it cannot be passed.
    pub requires: Vec<Family>,
    /// How to mend what it finds.
    pub solution: Option<String>,
    /// Where to read on.
    pub url: Option<String>,
    /// The collections that it belongs to.
    pub collections: Vec<String>,
    /// From when on its violations block; before, they are shown.
    pub effective_on: Option<Timestamp>,
    /// Ids of rules without which it has nothing to say: where one of them stops the release, this one is not asked.
    pub depends_on: Vec<String>,
    /// The file of its first definition.
    pub path: String,
    /// The line of its first definition, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// Whether it comes with the binary.
    pub built_in: bool,
}

/// What violations of a rule do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// They block: `deny`, `violation`.
    Deny,
    /// They are shown: `warn`.
    Warn,
}

impl Effect {
    /// The effect of the definitions of a name, by the names that conftest looks for: `deny`, `deny_something`.
    pub(super) fn of(name: &str) -> Option<Self> {
        let stem = name.split('_').next().unwrap_or_default();
        match stem {
            "deny" | "violation" => Some(Self::Deny),
            "warn" => Some(Self::Warn),
            _ => None,
        }
    }

    /// The effect where METADATA says how bad a violation is, in the two words that Conforma reads.
    fn with_severity(self, severity: Option<&str>) -> Self {
        match severity {
            Some("failure") => Self::Deny,
            Some("warning") => Self::Warn,
            _ => self,
        }
    }
}

/// A rule with the definitions that it consists of.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) rule: Rule,
    /// The document of which it is a part, or the whole.
    document: DocumentId,
    /// Its definitions, by their numbers in the document.
    clauses: Vec<usize>,
    metadata: Option<Annotations>,
    pub(super) place: Place,
}

impl Draft {
    /// What the rule says, on its own, under a path that no author can write.
    pub(super) fn document(&self, program: &Program, number: usize) -> Document {
        let whole = program.document(self.document);
        let mut path = whole.path.clone();
        if let Some(name) = path.last_mut() {
            *name = format!("{RESERVED}{number}").into();
        }
        let clauses = self.clauses.iter().map(|number| whole.clauses[*number].clone()).collect();
        Document { path, clauses, place: self.place, ..whole.clone() }
    }

    /// How the rule is asked for, when its document has this number.
    pub(super) fn asked(&self, program: &Program, number: usize) -> Asked {
        let path = &program.document(self.document).path;
        let name = path.last().map_or("", |name| &**name);
        let package = &path[..path.len() - 1];
        let exception = program.documents.iter().position(|document| {
            document
                .path
                .strip_prefix(package)
                .is_some_and(|rest| matches!(rest, [name] if &**name == "exception"))
        });
        let id = |number: usize| {
            DocumentId(u32::try_from(number).expect("a program has fewer documents"))
        };
        Asked {
            document: id(number),
            exception: exception.map(id),
            excepted_as: name.split_once('_').map_or("", |(_, rest)| rest).to_owned(),
        }
    }
}

/// Whether a document was made for one rule of several that its author wrote under one name.
pub(super) fn is_alone(document: &Document) -> bool {
    document.path.last().is_some_and(|name| name.starts_with(RESERVED))
}

/// Rules of a gate in a file of tests, where nobody would evaluate them.
pub(super) fn among_tests(module: &Module) -> Vec<Mistake> {
    let in_test_package = module.package.path.last().is_some_and(|name| name.ends_with("_test"));
    let rules = module.rules.iter().filter(|rule| {
        let name = rule.head.path.first().map(|step| &step.term.kind);
        let is_rule = matches!(name, Some(ast::TermKind::String { value, .. }) if Effect::of(value).is_some());
        is_rule && !in_test_package
    });
    rules
        .map(|rule| {
            let span = rule.head.path[0].term.span;
            module
                .file
                .mistake(span.start as usize..span.end as usize, "gatewright::policy::rule", "a rule in a file of tests")
                .label("never evaluated")
                .help("files that end in `_test.rego` hold tests: move the rule, or name the package `…_test`")
        })
        .collect()
}

/// Names that begin so are ours.
const RESERVED: &str = "gatewright__";

/// The words under `custom` that mean something here. `failure_msg` is a template that policies fill themselves.
const WORDS: [&str; 9] = [
    "short_name",
    "requires",
    "solution",
    "severity",
    "failure_msg",
    "collections",
    "effective_on",
    "depends_on",
    "params",
];

/// Those of them that say something of a rule, and nothing where METADATA is about more than one.
const WORDS_OF_RULES: [&str; 8] = [
    "short_name",
    "requires",
    "solution",
    "severity",
    "failure_msg",
    "collections",
    "effective_on",
    "depends_on",
];

/// Every rule of a program, sorted by id. `built_in` says of each module whether it comes with the binary.
pub(super) fn collect(
    program: &Program,
    built_in: &[bool],
    mistakes: &mut Vec<Mistake>,
) -> Vec<Draft> {
    for (number, module) in (0..).zip(&program.modules) {
        for metadata in &module.annotations {
            words(program, number, metadata, mistakes);
        }
    }
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    for (id, document) in (0..).map(DocumentId).zip(&program.documents) {
        mistakes.extend(has_default(program, document));
        for (number, clause) in document.clauses.iter().enumerate() {
            for metadata in &clause.annotations {
                words(program, clause.place.module, metadata, mistakes);
            }
            let package = &program.modules[clause.place.module as usize].package;
            let name = document.path.get(package.len()).map_or("", |name| &**name);
            if name.starts_with(RESERVED) {
                let message = format!("names that begin with `{RESERVED}` are reserved");
                mistakes.push(program.mistake(clause.head, "gatewright::policy::rule", message));
            }
            let Some(effect) = Effect::of(name) else { continue };
            match is_rule(program, document, clause, package.len()) {
                Ok(true) => {}
                Ok(false) => continue,
                Err(mistake) => {
                    mistakes.push(*mistake);
                    continue;
                }
            }
            let draft = draft(program, id, number, effect, built_in, mistakes);
            let first = drafts.entry(draft.rule.id.clone()).or_insert_with(|| draft.clone());
            mistakes.extend(differs(program, first, &draft));
            if !first.clauses.contains(&number) {
                first.clauses.push(number);
            }
        }
    }
    let drafts: Vec<Draft> = drafts.into_values().collect();
    mistakes.extend(unknown_dependencies(program, &drafts));
    drafts
}

/// A rule has nothing to fall back on: where nothing is wrong it is an empty set.
fn has_default(program: &Program, document: &Document) -> Option<Mistake> {
    let package = &program.modules[document.place.module as usize].package;
    let name = document.path.get(package.len())?;
    let is_rule = Effect::of(name).is_some() && !matches!(document.kind, Kind::Function(_));
    document.default.as_ref().filter(|_| is_rule)?;
    let message =
        format!("`{name}` is defined as a value to fall back on, not as a set of violations");
    Some(not_a_set(program, document.place, name, message))
}

fn not_a_set(program: &Program, place: Place, name: &str, message: String) -> Mistake {
    program.mistake(place, "gatewright::policy::not_a_set", message).help(format!(
        "write `{name} contains violation if {{ … }}`; if it is no rule, give it another name"
    ))
}

/// Whether a definition with a rule's name is one: a set of violations. A function is never asked for violations,
/// whatever it is called.
fn is_rule(
    program: &Program,
    document: &Document,
    clause: &Clause,
    depth: usize,
) -> Result<bool, Box<Mistake>> {
    let found = match document.kind {
        Kind::Set if document.path.len() == depth + 1 => return Ok(true),
        Kind::Function(_) => return Ok(false),
        Kind::Set | Kind::Object | Kind::Nested => "an object",
        Kind::Complete => "one value",
    };
    let name = &document.path[depth];
    let message = format!("`{name}` is defined as {found}, not as a set of violations");
    Err(Box::new(not_a_set(program, clause.head, name, message)))
}

fn draft(
    program: &Program,
    document: DocumentId,
    number: usize,
    effect: Effect,
    built_in: &[bool],
    mistakes: &mut Vec<Mistake>,
) -> Draft {
    let path = &program.document(document).path;
    let clause = &program.document(document).clauses[number];
    let of_rule = |metadata: &&Annotations| metadata.scope == Scope::Rule;
    let metadata = clause.annotations.iter().find(of_rule).cloned();
    let custom = |name: &str| {
        metadata.as_ref().and_then(|metadata| metadata.custom_text(name)).map(str::to_owned)
    };
    let list = |name: &str| -> Vec<String> {
        let given = metadata.as_ref().and_then(|metadata| metadata.custom.get(name));
        let given = given.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        given.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let short_name =
        custom("short_name").unwrap_or_else(|| path.last().map_or("", |name| &**name).to_owned());
    let requires = requires(program, clause, metadata.as_ref(), mistakes);
    let built_in = built_in.get(clause.place.module as usize).copied().unwrap_or_default();
    if built_in
        && metadata
            .as_ref()
            .is_none_or(|metadata| metadata.title.is_none() || metadata.description.is_none())
    {
        let message = "a rule of the library without title or description";
        mistakes.push(program.mistake(clause.head, "gatewright::policy::metadata", message));
    }
    let package = path_name(&path[..path.len() - 1]);
    let file = &program.modules[clause.place.module as usize].file;
    let (line, column) = file.place(clause.head.span.start as usize);
    let severity = custom("severity");
    Draft {
        rule: Rule {
            id: format!("{package}.{short_name}"),
            package,
            short_name,
            effect: effect.with_severity(severity.as_deref()),
            title: metadata.as_ref().and_then(|metadata| metadata.title.clone()),
            description: metadata.as_ref().and_then(|metadata| metadata.description.clone()),
            severity,
            requires,
            solution: custom("solution"),
            url: metadata.as_ref().and_then(|metadata| metadata.url.clone()),
            collections: list("collections"),
            effective_on: custom("effective_on").and_then(|text| text.parse().ok()),
            depends_on: list("depends_on"),
            path: file.path.to_string(),
            line,
            column,
            built_in,
        },
        document,
        clauses: vec![number],
        metadata,
        place: clause.head,
    }
}

fn differs(program: &Program, first: &Draft, second: &Draft) -> Option<Mistake> {
    let place = format!("{}:{}", first.rule.path, first.rule.line);
    let json = |draft: &Draft| draft.metadata.as_ref().map(|metadata| metadata.json.clone());
    let message = match () {
        () if first.document != second.document => {
            let name = program.document(first.document).path.last().map_or("", |name| &**name);
            format!("`{}` is also the id of a `{name}` at {place}", second.rule.id)
        }
        () if json(first) != json(second) => {
            format!("`{}` is described differently at {place}", second.rule.id)
        }
        () => return None,
    };
    let span = second.metadata.as_ref().map_or(second.place.span, |metadata| metadata.span);
    Some(
        program
            .mistake(Place { span, ..second.place }, "gatewright::policy::duplicate", message)
            .help("give each rule a `short_name` of its own; bodies of one rule have the same head and the same METADATA"),
    )
}

/// Rules that are depended on, and are not there.
fn unknown_dependencies(program: &Program, drafts: &[Draft]) -> Vec<Mistake> {
    let is_rule = |id: &String| drafts.iter().any(|draft| draft.rule.id == *id);
    let missing = drafts.iter().flat_map(|draft| {
        draft.rule.depends_on.iter().filter(|id| !is_rule(id)).map(move |id| (draft, id))
    });
    missing
        .map(|(draft, id)| {
            let message = format!("`{}` depends on `{id}`, which is no rule", draft.rule.id);
            let near =
                super::select::nearest(id, drafts.iter().map(|draft| draft.rule.id.as_str()));
            let mistake = program.mistake(draft.place, "gatewright::policy::metadata", message);
            match near {
                Some(near) => mistake.help(format!("did you mean `{near}`?")),
                None => mistake
                    .help("`depends_on` lists ids of rules: a package, a dot and a short name"),
            }
        })
        .collect()
}

fn requires(
    program: &Program,
    clause: &Clause,
    metadata: Option<&Annotations>,
    mistakes: &mut Vec<Mistake>,
) -> Vec<Family> {
    let given = metadata.and_then(|metadata| metadata.custom.get("requires"));
    let given = given.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut families = Vec::new();
    for name in given.iter().map(|name| name.as_str().unwrap_or_default()) {
        if let Some(family) = Family::from_name(name) {
            families.push(family);
            continue;
        }
        let known: Vec<&str> = Family::ALL.into_iter().map(Family::name).collect();
        let message = format!("`requires` names `{name}`, which is no family of evidence");
        let span = metadata.map_or(clause.head.span, |metadata| metadata.span);
        let place = Place { span, ..clause.head };
        mistakes.push(
            program
                .mistake(place, "gatewright::policy::metadata", message)
                .help(format!("the families are {}", known.join(", "))),
        );
    }
    families
}

/// That the words under `custom` are spelt right and have the type that they need.
fn words(program: &Program, module: u32, metadata: &Annotations, mistakes: &mut Vec<Mistake>) {
    let place = Place { module, span: metadata.span };
    let mistake = |message: String| program.mistake(place, "gatewright::policy::metadata", message);
    if metadata.scope != Scope::Rule {
        let misplaced = metadata.custom.keys().filter(|key| WORDS_OF_RULES.contains(&key.as_str()));
        mistakes.extend(misplaced.map(|key| {
            let scope = metadata.json["scope"].as_str().unwrap_or_default();
            mistake(format!("`custom.{key}` means nothing in METADATA with `scope: {scope}`"))
                .help("write it in the METADATA of each rule")
        }));
    }
    for (key, value) in &metadata.custom {
        let near = WORDS.into_iter().find(|word| strsim::jaro_winkler(word, key) > 0.9);
        let fits = match key.as_str() {
            "short_name" => value.as_str().is_some_and(is_short_name),
            "requires" | "collections" | "depends_on" => {
                value.as_array().is_some_and(|all| all.iter().all(Value::is_string))
            }
            "solution" | "severity" | "failure_msg" => value.is_string(),
            "effective_on" => value.as_str().is_some_and(|text| text.parse::<Timestamp>().is_ok()),
            "params" => value.is_object() && matches!(metadata.scope, Scope::Package),
            _ => near.is_none(),
        };
        match (fits, near) {
            (true, _) => {}
            (false, Some(word)) if word != key => {
                mistakes
                    .push(mistake(format!("`custom.{key}` means nothing: did you mean `{word}`?")));
            }
            (false, _) => mistakes.push(mistake(format!("`custom.{key}` {}", wanted(key)))),
        }
    }
}

fn wanted(word: &str) -> &'static str {
    match word {
        "short_name" => "is not a name: letters, digits, `_` and `-`",
        "requires" => "is not a list of families: `requires: [tests]`",
        "collections" => "is not a list of names",
        "depends_on" => "is not a list of ids of rules",
        "effective_on" => "is not an instant: `effective_on: \"2026-01-31T00:00:00Z\"`",
        "params" => "is not a map of parameters in METADATA with `scope: package`",
        _ => "is not a text",
    }
}

fn is_short_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

//! The rules of a gate, gathered from the definitions of `deny`, `violation` and `warn` and from what their METADATA
//! says of them.

use crate::evidence::Family;
use crate::rego::{File, Kind, Metadata, Mistake, Module, Scope, Statement};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

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
    fn of(name: &str) -> Option<Self> {
        let stem = name.split('_').next().unwrap_or_default();
        match stem {
            "deny" | "violation" => Some(Self::Deny),
            "warn" => Some(Self::Warn),
            _ => None,
        }
    }
}

/// A rule with the definitions that it consists of.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) rule: Rule,
    /// The name under which the engine knows it.
    pub(super) entrypoint: String,
    pub(super) package_path: Vec<String>,
    /// Indexes of modules, and of statements in them.
    pub(super) parts: BTreeMap<usize, Vec<usize>>,
    head: String,
    metadata: Option<Metadata>,
    pub(super) file: File,
    pub(super) span: Range<usize>,
}

/// Names that begin so are ours.
const RESERVED: &str = "gatewright__";

/// The words under `custom` that mean something here.
const WORDS: [&str; 5] = ["short_name", "requires", "solution", "severity", "params"];

/// Those of them that say something of a rule, and nothing where METADATA is about more than one.
const WORDS_OF_RULES: [&str; 4] = ["short_name", "requires", "solution", "severity"];

/// Every rule in the modules, sorted by id.
pub(super) fn collect(
    modules: &[Module],
    built_in: &[bool],
    mistakes: &mut Vec<Mistake>,
) -> Vec<Draft> {
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    for (number, module) in modules.iter().enumerate() {
        for metadata in &module.metadata {
            words(&module.file, metadata, mistakes);
        }
        for (index, statement) in module.statements.iter().enumerate() {
            let metadata =
                [&statement.metadata, &statement.document_metadata].into_iter().flatten();
            metadata.for_each(|metadata| words(&module.file, metadata, mistakes));
            if statement.name.starts_with(RESERVED) {
                let message = format!("names that begin with `{RESERVED}` are reserved");
                mistakes.push(module.file.mistake(
                    statement.name_span.clone(),
                    "gatewright::policy::rule",
                    message,
                ));
            }
            let Some(effect) = Effect::of(&statement.name) else { continue };
            if let Err(mistake) = is_rule(module, statement) {
                mistakes.extend(mistake);
                continue;
            }
            let draft = draft(module, statement, effect, built_in[number], mistakes);
            let first = drafts.entry(draft.rule.id.clone()).or_insert_with(|| draft.clone());
            mistakes.extend(differs(first, &draft, module));
            first.parts.entry(number).or_default().push(index);
        }
    }
    let mut drafts: Vec<Draft> = drafts.into_values().collect();
    for (number, draft) in drafts.iter_mut().enumerate() {
        draft.entrypoint = format!("{RESERVED}{number}");
    }
    drafts
}

/// Rules of a gate in a file of tests, where nobody would evaluate them.
pub(super) fn among_tests(module: &Module) -> Vec<Mistake> {
    let in_test_package = module.package.last().is_some_and(|name| name.ends_with("_test"));
    let rules = module
        .statements
        .iter()
        .filter(|statement| Effect::of(&statement.name).is_some() && !in_test_package);
    rules
        .map(|statement| {
            module
                .file
                .mistake(statement.name_span.clone(), "gatewright::policy::rule", "a rule in a file of tests")
                .label("never evaluated")
                .help("files that end in `_test.rego` hold tests: move the rule, or name the package `…_test`")
        })
        .collect()
}

/// Whether a definition with a rule's name is a set of violations, as a rule has to be.
fn is_rule(module: &Module, statement: &Statement) -> Result<(), Option<Mistake>> {
    let name = &statement.name;
    let found = match statement.kind {
        Kind::PartialSet if !statement.has_path => return Ok(()),
        // A function is never asked for violations, whatever it is called.
        Kind::Function(_) => return Err(None),
        Kind::PartialSet | Kind::PartialObject => "an object",
        Kind::Complete => "one value",
        Kind::Default => "a value to fall back on",
    };
    Err(Some(
        module
            .file
            .mistake(
                statement.name_span.clone(),
                "gatewright::policy::not_a_set",
                format!("`{name}` is defined as {found}, not as a set of violations"),
            )
            .help(format!("write `{name} contains violation if {{ … }}`; if it is no rule, give it another name")),
    ))
}

fn draft(
    module: &Module,
    statement: &Statement,
    effect: Effect,
    built_in: bool,
    mistakes: &mut Vec<Mistake>,
) -> Draft {
    let metadata = statement.metadata.clone();
    let custom = |name: &str| {
        metadata.as_ref().and_then(|metadata| metadata.custom_text(name)).map(str::to_owned)
    };
    let short_name = custom("short_name").unwrap_or_else(|| statement.name.clone());
    let requires = metadata
        .as_ref()
        .map(|metadata| requires(&module.file, metadata, mistakes))
        .unwrap_or_default();
    if built_in
        && metadata
            .as_ref()
            .is_none_or(|metadata| metadata.title.is_none() || metadata.description.is_none())
    {
        let message = "a rule of the library without title or description";
        mistakes.push(module.file.mistake(
            statement.name_span.clone(),
            "gatewright::policy::metadata",
            message,
        ));
    }
    let package = module.package_name();
    let (line, column) = module.file.place(statement.name_span.start);
    Draft {
        rule: Rule {
            id: format!("{package}.{short_name}"),
            package,
            short_name,
            effect,
            title: metadata.as_ref().and_then(|metadata| metadata.title.clone()),
            description: metadata.as_ref().and_then(|metadata| metadata.description.clone()),
            severity: custom("severity"),
            requires,
            solution: custom("solution"),
            url: metadata.as_ref().and_then(|metadata| metadata.url.clone()),
            path: module.file.path.to_string(),
            line,
            column,
            built_in,
        },
        entrypoint: String::new(),
        package_path: module.package.clone(),
        parts: BTreeMap::new(),
        head: statement.name.clone(),
        metadata,
        file: module.file.clone(),
        span: statement.name_span.clone(),
    }
}

fn differs(first: &Draft, second: &Draft, module: &Module) -> Option<Mistake> {
    let (line, _) = first.file.place(first.span.start);
    let place = format!("{}:{line}", first.file.path);
    let json = |draft: &Draft| draft.metadata.as_ref().map(|metadata| metadata.json.clone());
    let message = match () {
        () if first.head != second.head => {
            format!("`{}` is also the id of a `{}` at {place}", second.rule.id, first.head)
        }
        () if json(first) != json(second) => {
            format!("`{}` is described differently at {place}", second.rule.id)
        }
        () => return None,
    };
    let span =
        second.metadata.as_ref().map_or(second.span.clone(), |metadata| metadata.span.clone());
    Some(
        module
            .file
            .mistake(span, "gatewright::policy::duplicate", message)
            .help("give each rule a `short_name` of its own; bodies of one rule have the same head and the same METADATA"),
    )
}

fn requires(file: &File, metadata: &Metadata, mistakes: &mut Vec<Mistake>) -> Vec<Family> {
    let given = metadata
        .custom
        .get("requires")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let mut families = Vec::new();
    for name in given.iter().map(|name| name.as_str().unwrap_or_default()) {
        if let Some(family) = Family::from_name(name) {
            families.push(family);
            continue;
        }
        let known: Vec<&str> = Family::ALL.into_iter().map(Family::name).collect();
        let message = format!("`requires` names `{name}`, which is no family of evidence");
        mistakes.push(
            file.mistake(metadata.span.clone(), "gatewright::policy::metadata", message)
                .help(format!("the families are {}", known.join(", "))),
        );
    }
    families
}

/// That the words under `custom` are spelt right and have the type that they need.
fn words(file: &File, metadata: &Metadata, mistakes: &mut Vec<Mistake>) {
    let mistake = |message: String| {
        file.mistake(metadata.span.clone(), "gatewright::policy::metadata", message)
    };
    if metadata.scope != Scope::Rule {
        let misplaced = metadata.custom.keys().filter(|key| WORDS_OF_RULES.contains(&key.as_str()));
        mistakes.extend(misplaced.map(|key| {
            let scope = metadata.json["scope"].as_str().unwrap_or_default();
            mistake(format!("`custom.{key}` means nothing in METADATA with `scope: {scope}`"))
                .help("write it in the METADATA of each rule")
        }));
    }
    let mut report = |message: String| mistakes.push(mistake(message));
    for (key, value) in &metadata.custom {
        let near = WORDS.into_iter().find(|word| strsim::jaro_winkler(word, key) > 0.9);
        let fits = match key.as_str() {
            "short_name" => value.as_str().is_some_and(is_short_name),
            "requires" => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
            "solution" | "severity" => value.is_string(),
            "params" => value.is_object() && matches!(metadata.scope, Scope::Package),
            _ => near.is_none(),
        };
        match (fits, near) {
            (true, _) => {}
            (false, Some(word)) if word != key => {
                report(format!("`custom.{key}` means nothing: did you mean `{word}`?"));
            }
            (false, _) => report(format!("`custom.{key}` {}", wanted(key))),
        }
    }
}

fn wanted(word: &str) -> &'static str {
    match word {
        "short_name" => "is not a name: letters, digits, `_` and `-`",
        "requires" => "is not a list of families: `requires: [tests]`",
        "params" => "is not a map of parameters in METADATA with `scope: package`",
        _ => "is not a text",
    }
}

fn is_short_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

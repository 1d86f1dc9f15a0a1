//! The gate file as people write it. Its doc comments are the descriptions in `schemas/gatewright.json`, which editors
//! show; the program itself reads the file with `check.rs`, whose messages are better than a schema's.

use schemars::{JsonSchema, Schema, generate::SchemaSettings, transform::transform_subschemas};
use serde_json::Value;
use std::collections::BTreeMap;

/// A gate file, `gatewright.yaml`: what is released, which evidence there is, and which policies judge it at which
/// gate. Paths are relative to the file.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateFile {
    /// The version of the file's format.
    #[schemars(extend("const" = 1))]
    pub version: u8,
    /// What is released. Git and the command line tell the rest.
    pub subject: Option<SubjectSection>,
    /// The evidence that the gates look at. Without it, the command line names it.
    #[schemars(length(min = 1))]
    pub evidence: Option<Vec<EvidenceSection>>,
    /// Where the rules come from.
    pub policies: Option<PoliciesSection>,
    /// The decision points, by name.
    #[schemars(extend("minProperties" = 1, "propertyNames" = {"pattern": NAME}))]
    pub gates: BTreeMap<String, GateSection>,
}

/// What is released. Its version comes from one place at most.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("dependentSchemas" = {
    "version": {"properties": {"version_file": false, "version_tag": false}},
    "version_file": {"properties": {"version_tag": false}},
}))]
pub struct SubjectSection {
    /// What people call it.
    #[schemars(regex(pattern = TEXT))]
    pub name: Option<String>,
    /// Its version. Quote it: an unquoted `1.10` is a number, and becomes `1.1`.
    #[schemars(regex(pattern = TEXT))]
    pub version: Option<String>,
    /// A file that has the version: `Cargo.toml`, `package.json`, or one whose first line is the version.
    #[schemars(regex(pattern = TEXT))]
    pub version_file: Option<String>,
    /// A pattern for tags: the version is the newest tag at the commit that matches it.
    #[schemars(regex(pattern = TEXT), example = &"v*")]
    pub version_tag: Option<String>,
    /// The address of its repository; taken from git where it is not given.
    #[schemars(regex(pattern = r"^https?://[^@\s]+$"))]
    pub repository: Option<String>,
    /// The commit that it was made from, in full; taken from git where it is not given.
    #[schemars(regex(pattern = r"^([0-9a-f]{40}|[0-9a-f]{64})$"))]
    pub commit: Option<String>,
    /// Who made that commit, as a login or an e-mail address, for what git does not know of it.
    #[schemars(regex(pattern = TEXT))]
    pub author: Option<String>,
    /// What is shipped. Evidence about another artifact does not count.
    #[schemars(length(min = 1))]
    pub artifacts: Option<Vec<ArtifactSection>>,
}

/// Something that is shipped: a file, hashed when it is read, or something elsewhere, by name and digest.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend(
    "oneOf" = [{"required": ["path"]}, {"required": ["digest"]}],
    "dependentRequired" = {"digest": ["name"]},
))]
pub struct ArtifactSection {
    /// What to call it. The path, where that is not said.
    #[schemars(regex(pattern = TEXT))]
    pub name: Option<String>,
    /// Where the file is.
    #[schemars(regex(pattern = TEXT))]
    pub path: Option<String>,
    /// Its digest.
    #[schemars(regex(
        pattern = r"^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$"
    ))]
    pub digest: Option<String>,
}

/// Some files of one kind, and what is asked of them.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceSection {
    /// What reports and waivers call it; unique in the file.
    #[schemars(regex(pattern = NAME))]
    pub id: String,
    /// Patterns for the files: `*` is any part of a name, `**` any folders.
    #[schemars(length(min = 1), inner(regex(pattern = TEXT)), example = ["reports/junit/*.xml"])]
    pub files: Vec<String>,
    /// The format that the files must have; `auto` recognises it.
    #[schemars(extend("default" = "auto"), transform = formats)]
    pub format: Option<String>,
    /// Whether the gate fails when no file is found.
    #[schemars(extend("default" = true))]
    pub required: Option<bool>,
    /// How old it may be. What does not say when it was made does not count.
    #[schemars(regex(pattern = r"^(?!0+[smhdw])[0-9]{1,6}[smhdw]$"), example = &"24h")]
    pub max_age: Option<String>,
    /// How many records it has at least: test cases, findings, components.
    #[schemars(extend("default" = 0))]
    pub min_items: Option<u64>,
    /// Whether it must name this commit or one of these artifacts; without it, evidence that names none counts too.
    #[schemars(extend("default" = false))]
    pub bound: Option<bool>,
}

/// Where the rules come from.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PoliciesSection {
    /// Policy sets that Gatewright carries; `[]` for none.
    #[schemars(extend("default" = ["release"]), inner(regex(pattern = NAME)))]
    pub built_in: Option<Vec<String>>,
    /// Folders of Rego files.
    #[schemars(length(min = 1), inner(regex(pattern = TEXT)))]
    pub directories: Option<Vec<String>>,
    /// Bundles, as `gatewright bundle build` and `opa build` write them.
    #[schemars(length(min = 1))]
    pub bundles: Option<Vec<BundleSection>>,
    /// JSON and YAML files that policies read below `data`.
    #[schemars(length(min = 1), inner(regex(pattern = TEXT)))]
    pub data: Option<Vec<String>>,
    /// The language of the files in the folders: `v0` is that of before OPA 1.0.
    #[schemars(extend("default" = "v1", "enum" = ["v0", "v1"]))]
    pub rego: Option<String>,
}

/// A bundle, pinned: what is not these bytes is not loaded.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BundleSection {
    /// Where the file is.
    #[schemars(regex(pattern = TEXT))]
    pub path: String,
    /// Its digest; `gatewright bundle inspect` prints it.
    #[schemars(regex(pattern = r"^(sha256:)?[0-9a-f]{64}$"))]
    pub sha256: String,
}

/// A decision point. `{}` applies every rule, with the defaults of every parameter.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateSection {
    /// Where the release goes.
    #[schemars(regex(pattern = TEXT), example = &"production")]
    pub environment: Option<String>,
    /// The step of the pipeline.
    #[schemars(regex(pattern = NAME), example = &"deploy")]
    pub stage: Option<String>,
    /// Which rules apply.
    pub rules: Option<RulesSection>,
    /// Values for the parameters that the policies declare.
    #[schemars(extend("propertyNames" = {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}))]
    pub params: Option<BTreeMap<String, Value>>,
}

/// Which rules apply: those included and not excluded. A package stands for all its rules, and `@name` for a collection.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RulesSection {
    /// Rules and packages that apply; all that are loaded, where that is not said.
    #[schemars(length(min = 1), inner(regex(pattern = RULE)), example = ["release.tests"])]
    pub include: Option<Vec<String>>,
    /// Rules and packages that do not apply.
    #[schemars(inner(regex(pattern = RULE)))]
    pub exclude: Option<Vec<String>>,
}

/// Text with something to see, on one line.
pub(super) const TEXT: &str = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$";
pub(super) const NAME: &str = "^[a-z0-9][a-z0-9._-]*$";
pub(super) const RULE: &str =
    r"^(@[A-Za-z0-9_-]+|[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*)$";

/// The JSON Schema of the gate file, for editors. It accepts what [`super::parse`] accepts; what it cannot express,
/// such as the uniqueness of ids, only `parse` refuses.
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().with_transform(never_null);
    settings.into_generator().into_root_schema_for::<GateFile>().to_value()
}

/// A key that is optional may be left out; it may not be empty. An `Option` would allow `null` as well.
pub(super) fn never_null(schema: &mut Schema) {
    transform_subschemas(&mut never_null, schema);
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(options)) = schema.get("anyOf")
        && let [option, null] = options.as_slice()
        && null.get("type").is_some_and(|name| name == "null")
        && let Some(reference) = option.get("$ref").cloned()
    {
        schema.remove("anyOf");
        schema.insert("$ref".into(), reference);
    }
}

fn formats(schema: &mut Schema) {
    let names = crate::formats::FORMATS.iter().map(|format| format.name);
    let names: Vec<&str> = ["auto"].into_iter().chain(names).collect();
    schema.insert("enum".into(), names.into());
}

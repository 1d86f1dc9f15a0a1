//! The file as people write it: the source of `schemas/scenarios.json`.

use super::super::file::{NAME, PoliciesSection, RULE, SubjectSection, TEXT, never_null};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;
use std::collections::BTreeMap;

/// Scenarios, `*_gate_test.yaml`: releases that are written down, and what a gate has to say of each. `gatewright test` runs
/// them. Paths are relative to the file. What stands outside of `scenarios` holds for each of them, unless it says otherwise.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("oneOf" = [{"required": ["gate_file"]}, {"required": ["policies"]}], "dependentRequired" = {"gate": ["gate_file"]}))]
pub struct ScenarioFile {
    /// The version of the file's format.
    #[schemars(extend("const" = 1))]
    pub version: u8,
    /// The gate file that is tested.
    #[schemars(regex(pattern = TEXT))]
    pub gate_file: Option<String>,
    /// The gate that decides; needed when the gate file has several.
    #[schemars(regex(pattern = NAME))]
    pub gate: Option<String>,
    /// The policies that are tested, where there is no gate file: every rule of theirs applies.
    pub policies: Option<PoliciesSection>,
    /// The time at which to judge.
    #[schemars(extend("format" = "date-time"))]
    pub now: Option<String>,
    /// What is released, in place of what the gate file says.
    pub subject: Option<SubjectSection>,
    /// Parameters, over those of the gate.
    #[schemars(extend("propertyNames" = {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}))]
    pub params: Option<BTreeMap<String, Value>>,
    /// The files of each item of evidence. What the gate file lists and is not here has none.
    #[schemars(extend("propertyNames" = {"pattern": NAME}))]
    pub evidence: Option<BTreeMap<String, Vec<String>>>,
    /// The scenarios.
    #[schemars(length(min = 1))]
    pub scenarios: Vec<ScenarioSection>,
}

/// A release, and what is expected.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioSection {
    /// A sentence; unique in the file.
    #[schemars(regex(pattern = TEXT), example = &"a failed test stops the release")]
    pub name: String,
    /// The time at which to judge.
    #[schemars(extend("format" = "date-time"))]
    pub now: Option<String>,
    /// What is released.
    pub subject: Option<SubjectSection>,
    /// Parameters, over those of the file.
    #[schemars(extend("propertyNames" = {"pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}))]
    pub params: Option<BTreeMap<String, Value>>,
    /// The files of each item of evidence, over those of the file; `[]` for none.
    #[schemars(extend("propertyNames" = {"pattern": NAME}))]
    pub evidence: Option<BTreeMap<String, Vec<String>>>,
    /// What the gate has to say.
    pub expect: ExpectSection,
}

/// What a gate has to say.
#[derive(Debug, Clone, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("if" = {"properties": {"verdict": {"const": "pass"}}}, "else" = {"required": ["rulings"]}))]
pub struct ExpectSection {
    /// The verdict.
    #[schemars(extend("enum" = super::VERDICTS))]
    pub verdict: String,
    /// Rules and what became of them; a package stands for its rules that are not named. Every rule that stands in the way has
    /// to be here, and any other may be.
    #[schemars(extend("propertyNames" = {"pattern": RULE}, "additionalProperties" = {"enum": super::STATUSES}))]
    pub rulings: Option<BTreeMap<String, String>>,
}

/// The JSON Schema of a file of scenarios, for editors.
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().with_transform(never_null);
    settings.into_generator().into_root_schema_for::<ScenarioFile>().to_value()
}

//! The objects of a SARIF log, as far as they are read. Names are those of the specification (§3). The results are read
//! apart, one at a time: there may be a million, and a run may name its rules behind them.
//!
//! Numbers are read as they come, so that a line `1.0` or an index `-1` costs no more than itself; property bags may hold
//! anything.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Number, Value};
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Log {
    pub(super) version: Option<String>,
    pub(super) runs: Option<Vec<Run>>,
    pub(super) inline_external_properties: Option<Vec<ExternalProperties>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    pub(super) tool: Tool,
    pub(super) results: Option<IgnoredAny>,
    pub(super) invocations: Option<Vec<Invocation>>,
    pub(super) conversion: Option<Conversion>,
    pub(super) artifacts: Option<Vec<Artifact>>,
    pub(super) taxonomies: Option<Vec<Taxonomy>>,
    pub(super) version_control_provenance: Option<Vec<VersionControlDetails>>,
    pub(super) original_uri_base_ids: Option<BTreeMap<String, ArtifactLocation>>,
    pub(super) external_property_file_references: Option<ExternalPropertyFileReferences>,
}

#[derive(Deserialize)]
pub(super) struct Tool {
    pub(super) driver: ToolComponent,
    pub(super) extensions: Option<Vec<ToolComponent>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ToolComponent {
    pub(super) name: String,
    pub(super) guid: Option<String>,
    pub(super) version: Option<String>,
    pub(super) semantic_version: Option<String>,
    pub(super) rules: Option<Vec<ReportingDescriptor>>,
    pub(super) notifications: Option<Vec<ReportingDescriptor>>,
    pub(super) global_message_strings: Option<BTreeMap<String, Message>>,
}

#[derive(Deserialize)]
pub(super) struct Taxonomy {
    pub(super) name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReportingDescriptor {
    #[serde(default)]
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) short_description: Option<Message>,
    pub(super) full_description: Option<Message>,
    pub(super) message_strings: Option<BTreeMap<String, Message>>,
    pub(super) default_configuration: Option<ReportingConfiguration>,
    pub(super) help_uri: Option<String>,
    pub(super) relationships: Option<Vec<Relationship>>,
    pub(super) properties: Option<Properties>,
}

#[derive(Deserialize)]
pub(super) struct ReportingConfiguration {
    pub(super) level: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Relationship {
    pub(super) target: Option<DescriptorReference>,
}

/// A reference to a rule, a notification or a member of a taxonomy.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DescriptorReference {
    pub(super) id: Option<String>,
    pub(super) index: Option<Number>,
    pub(super) tool_component: Option<ComponentReference>,
}

#[derive(Deserialize)]
pub(super) struct ComponentReference {
    pub(super) name: Option<String>,
    pub(super) guid: Option<String>,
    pub(super) index: Option<Number>,
}

/// The few properties that tools agree on.
#[derive(Deserialize)]
pub(super) struct Properties {
    #[serde(rename = "security-severity")]
    pub(super) security_severity: Option<Value>,
    pub(super) tags: Option<Value>,
    pub(super) cwe: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultObject {
    pub(super) rule_id: Option<String>,
    pub(super) rule_index: Option<Number>,
    pub(super) rule: Option<DescriptorReference>,
    pub(super) kind: Option<String>,
    pub(super) level: Option<String>,
    pub(super) message: Option<Message>,
    pub(super) locations: Option<Vec<Location>>,
    pub(super) suppressions: Option<Vec<Suppression>>,
    pub(super) baseline_state: Option<String>,
    pub(super) fingerprints: Option<BTreeMap<String, Value>>,
    pub(super) partial_fingerprints: Option<BTreeMap<String, Value>>,
    pub(super) taxa: Option<Vec<DescriptorReference>>,
    pub(super) properties: Option<Properties>,
}

/// A message, or a string that messages refer to.
#[derive(Default, Deserialize)]
pub(super) struct Message {
    pub(super) text: Option<String>,
    pub(super) markdown: Option<String>,
    pub(super) id: Option<String>,
    pub(super) arguments: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    pub(super) physical_location: Option<PhysicalLocation>,
    pub(super) logical_locations: Option<Vec<LogicalLocation>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: Option<ArtifactLocation>,
    pub(super) region: Option<Region>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    pub(super) uri: Option<String>,
    pub(super) uri_base_id: Option<String>,
    pub(super) index: Option<Number>,
}

#[derive(Deserialize)]
pub(super) struct Artifact {
    pub(super) location: Option<ArtifactLocation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: Option<Number>,
    pub(super) end_line: Option<Number>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogicalLocation {
    pub(super) name: Option<String>,
    pub(super) fully_qualified_name: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Suppression {
    pub(super) kind: Option<String>,
    pub(super) status: Option<String>,
    pub(super) justification: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub(super) execution_successful: Option<bool>,
    pub(super) exit_code: Option<Number>,
    pub(super) exit_code_description: Option<String>,
    pub(super) process_start_failure_message: Option<String>,
    pub(super) exit_signal_name: Option<String>,
    pub(super) exit_signal_number: Option<Number>,
    pub(super) start_time_utc: Option<String>,
    pub(super) end_time_utc: Option<String>,
    pub(super) tool_execution_notifications: Option<Vec<Notification>>,
    pub(super) tool_configuration_notifications: Option<Vec<Notification>>,
}

#[derive(Deserialize)]
pub(super) struct Conversion {
    pub(super) invocation: Option<Invocation>,
}

#[derive(Deserialize)]
pub(super) struct Notification {
    pub(super) descriptor: Option<DescriptorReference>,
    pub(super) level: Option<String>,
    pub(super) message: Option<Message>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct VersionControlDetails {
    pub(super) revision_id: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ExternalProperties {
    pub(super) results: Option<Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
pub(super) struct ExternalPropertyFileReferences {
    pub(super) results: Option<Vec<IgnoredAny>>,
}

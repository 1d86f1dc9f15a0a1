//! What is read of a document, whichever way it is written. The names are those of the JSON schema.

use super::json::{fixed_versions, or_default, repository_urls, subject_digests, tool};
use crate::evidence::Tool;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// The bytes of a start tag; nothing where JSON was read, whose places are pointers.
pub(super) type Span = (usize, usize);

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Bom {
    pub(super) spec_version: Option<String>,
    pub(super) serial_number: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) metadata: Metadata,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) components: Vec<Component>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) services: Vec<Service>,
    pub(super) dependencies: Option<Vec<Dependency>>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) compositions: Vec<Composition>,
    pub(super) vulnerabilities: Option<Vec<Vulnerability>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Metadata {
    pub(super) timestamp: Option<String>,
    /// The first of `tools`, which is a list before 1.5 and an object since.
    #[serde(default, rename = "tools", deserialize_with = "tool")]
    pub(super) tool: Option<Tool>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) authors: Vec<Entity>,
    pub(super) manufacturer: Option<Entity>,
    pub(super) supplier: Option<Entity>,
    pub(super) component: Option<Component>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) licenses: Vec<License>,
}

/// A person or organisation.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Entity {
    pub(super) name: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Component {
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    #[serde(rename = "bom-ref")]
    pub(super) bom_ref: Option<String>,
    pub(super) supplier: Option<Entity>,
    pub(super) manufacturer: Option<Entity>,
    pub(super) publisher: Option<String>,
    pub(super) group: Option<String>,
    pub(super) name: Option<String>,
    pub(super) version: Option<String>,
    pub(super) version_range: Option<IgnoredAny>,
    pub(super) scope: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) hashes: Vec<Hash>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) licenses: Vec<License>,
    pub(super) cpe: Option<String>,
    pub(super) purl: Option<String>,
    pub(super) swid: Option<IgnoredAny>,
    /// The external references of type `vcs`.
    #[serde(default, rename = "externalReferences", deserialize_with = "repository_urls")]
    pub(super) repository_urls: Vec<String>,
    /// The values of properties that name the artifact's digest.
    #[serde(default, rename = "properties", deserialize_with = "subject_digests")]
    pub(super) subject_digests: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) components: Vec<Component>,
    #[serde(skip)]
    pub(super) at: Option<Span>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Hash {
    pub(super) alg: Option<String>,
    pub(super) content: Option<String>,
}

/// One entry of `licenses`, which should state exactly one of id, name and expression.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "super::json::LicenseChoice")]
pub(super) struct License {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) expression: Option<String>,
    pub(super) acknowledgement: Option<String>,
}

/// A service is no component, but dependencies and vulnerabilities refer to it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Service {
    #[serde(rename = "bom-ref")]
    pub(super) bom_ref: Option<String>,
    pub(super) name: Option<String>,
    pub(super) version: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) services: Vec<Service>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dependency {
    #[serde(rename = "ref")]
    pub(super) of: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) depends_on: Vec<String>,
}

/// Whether some parts of the document are complete.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Composition {
    pub(super) aggregate: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) assemblies: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) dependencies: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) vulnerabilities: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Vulnerability {
    #[serde(rename = "bom-ref")]
    pub(super) bom_ref: Option<String>,
    pub(super) id: Option<String>,
    pub(super) source: Option<Source>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) references: Vec<Reference>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) ratings: Vec<Rating>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) cwes: Vec<u64>,
    pub(super) description: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) advisories: Vec<Advisory>,
    pub(super) published: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) analysis: Analysis,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) affects: Vec<Affected>,
    /// What the properties state as fixed versions.
    #[serde(default, rename = "properties", deserialize_with = "fixed_versions")]
    pub(super) fixed_versions: Vec<String>,
    #[serde(skip)]
    pub(super) at: Option<Span>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Source {
    pub(super) name: Option<String>,
    pub(super) url: Option<String>,
}

/// Another id of the same vulnerability.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Reference {
    pub(super) id: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Rating {
    pub(super) source: Option<Source>,
    pub(super) score: Option<f64>,
    pub(super) severity: Option<String>,
    pub(super) method: Option<String>,
    pub(super) vector: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Advisory {
    pub(super) url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Analysis {
    pub(super) state: Option<String>,
    pub(super) justification: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) response: Vec<String>,
    pub(super) detail: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Affected {
    #[serde(rename = "ref")]
    pub(super) of: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) versions: Vec<AffectedVersion>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct AffectedVersion {
    pub(super) version: Option<String>,
    pub(super) status: Option<String>,
}

//! `input.sboms`: what the release is made of.

use super::At;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// One bill of materials.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Sbom {
    /// Counted from the components.
    pub summary: Summary,
    /// `cyclonedx` or `spdx`.
    pub standard: String,
    /// The version of the standard that the document follows.
    pub spec_version: String,
    /// The document's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// What the document describes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<Component>,
    /// Every component, nested ones too, without the primary one.
    pub components: Vec<Component>,
    /// Whether the document says how components depend on each other.
    pub dependencies: Dependencies,
    /// The NTIA minimum elements, each present or not.
    pub ntia: Ntia,
}

/// Counts of a [`Sbom`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// All components.
    pub components: usize,
    /// Components without any licence.
    pub without_license: usize,
    /// Components without a version.
    pub without_version: usize,
    /// Components without a package URL, CPE or SWID tag.
    pub without_identity: usize,
}

/// One component.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Component {
    /// Package URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purl: Option<String>,
    /// Group or namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Name.
    pub name: String,
    /// Version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// `library`, `application`, `operating-system`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// Who supplies it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// `required`, `optional`, `excluded`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// SPDX licence expressions or names, as stated; all of them apply.
    pub licenses: Vec<License>,
    /// Algorithm to hex digest.
    pub hashes: BTreeMap<String, String>,
    /// Where it stands in the document.
    pub at: Option<At>,
}

/// One licence statement of a component.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct License {
    /// SPDX id or expression, or the name where it is neither.
    pub expression: String,
    /// Whether `expression` is a valid SPDX licence expression.
    pub spdx: bool,
    /// For each way to satisfy the expression, the licence ids that it takes, sorted:
    /// `MIT OR (Apache-2.0 AND BSD-3-Clause)` is `[["Apache-2.0","BSD-3-Clause"],["MIT"]]`.
    pub alternatives: Vec<Vec<String>>,
    /// `declared`, `concluded`, or nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<String>,
}

/// Whether a document says how components depend on each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dependencies {
    /// It does, and says that they are all there.
    Complete,
    /// It does, and says that some are missing.
    Incomplete,
    /// It lists some, and does not say whether these are all.
    Stated,
    /// It says nothing.
    #[default]
    Unknown,
}

/// The minimum elements of an SBOM (NTIA, July 2021), each present for all components or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "seven independent facts, named by NTIA")]
pub struct Ntia {
    /// Supplier name.
    pub supplier: bool,
    /// Component name.
    pub name: bool,
    /// Version.
    pub version: bool,
    /// Other unique identifiers.
    pub unique_id: bool,
    /// Dependency relationship.
    pub dependencies: bool,
    /// Author of the SBOM data.
    pub author: bool,
    /// Timestamp.
    pub timestamp: bool,
}

impl Summary {
    /// Counts components.
    pub fn count(components: &[Component]) -> Self {
        let without = |test: fn(&Component) -> bool| components.iter().filter(|c| test(c)).count();
        Self {
            components: components.len(),
            without_license: without(|c| c.licenses.is_empty()),
            without_version: without(|c| c.version.as_deref().unwrap_or_default().is_empty()),
            without_identity: without(|c| c.purl.is_none()),
        }
    }
}

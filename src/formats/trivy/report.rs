//! The objects of Trivy's reports, as far as they are read.

use super::findings::{License, Misconfiguration, Secret};
use super::vulnerability::DetectedVulnerability;
use crate::evidence::About;
use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Report {
    pub(super) schema_version: Option<u64>,
    pub(super) trivy: Option<TrivyInfo>,
    pub(super) created_at: Option<String>,
    pub(super) artifact_name: Option<String>,
    pub(super) cluster_name: Option<String>,
    pub(super) metadata: Option<Metadata>,
    pub(super) results: Option<Vec<ScanResult>>,
    pub(super) resources: Option<Vec<Resource>>,
    pub(super) findings: Option<Vec<Resource>>,
    pub(super) vulnerabilities: Option<Vec<Resource>>,
    pub(super) misconfigurations: Option<Vec<Resource>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct TrivyInfo {
    pub(super) version: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Metadata {
    #[serde(rename = "OS")]
    pub(super) os: Option<OperatingSystem>,
    #[serde(rename = "ImageID")]
    pub(super) image_id: Option<String>,
    pub(super) repo_digests: Option<Vec<String>>,
    pub(super) commit: Option<String>,
}

impl Metadata {
    pub(super) fn about(&self) -> Vec<About> {
        let digests = self.repo_digests.iter().flatten().chain(&self.image_id);
        let images = digests.filter_map(|reference| About::image(reference));
        images.chain(self.commit.as_deref().and_then(About::commit)).collect()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OperatingSystem {
    pub(super) family: Option<String>,
    pub(super) name: Option<String>,
    #[serde(default, rename = "EOSL")]
    pub(super) eosl: bool,
}

impl OperatingSystem {
    pub(super) fn end_of_life(&self) -> String {
        let words: Vec<_> = [&self.family, &self.name].into_iter().flatten().cloned().collect();
        format!(
            "`{}` is past its end of support: vulnerabilities of it may not be known",
            words.join(" ")
        )
    }
}

/// One object of a cluster.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Resource {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) results: Option<Vec<ScanResult>>,
    pub(super) error: Option<String>,
}

/// What was found in one target: a lock file, an image's packages, a manifest.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ScanResult {
    pub(super) target: String,
    pub(super) class: Option<String>,
    #[serde(rename = "Type")]
    pub(super) kind: Option<String>,
    pub(super) vulnerabilities: Option<Vec<DetectedVulnerability>>,
    pub(super) misconf_summary: Option<IgnoredAny>,
    pub(super) misconfigurations: Option<Vec<Misconfiguration>>,
    pub(super) secrets: Option<Vec<Secret>>,
    pub(super) licenses: Option<Vec<License>>,
    pub(super) experimental_modified_findings: Option<Vec<ModifiedFinding>>,
}

impl ScanResult {
    /// Whether packages were looked at. Before there were classes, a result was of packages unless it says otherwise; one
    /// that says nothing at all is of nothing.
    pub(super) fn is_of_packages(&self) -> bool {
        match self.class.as_deref() {
            Some("os-pkgs" | "lang-pkgs") => true,
            None => {
                let has_type = self.kind.as_deref().is_some_and(|kind| !kind.is_empty());
                self.vulnerabilities.is_some() || has_type && !self.is_of_checks()
            }
            Some(_) => self.vulnerabilities.is_some(),
        }
    }

    pub(super) fn is_of_checks(&self) -> bool {
        matches!(self.class.as_deref(), Some("config" | "secret" | "license" | "license-file"))
            || self.misconf_summary.is_some()
            || self.misconfigurations.is_some()
            || self.secrets.is_some()
            || self.licenses.is_some()
    }
}

/// What Trivy took out of a result, because of an ignore file or a VEX document.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ModifiedFinding {
    #[serde(rename = "Type")]
    pub(super) kind: String,
    pub(super) status: Option<String>,
    pub(super) statement: Option<String>,
    pub(super) source: Option<String>,
    pub(super) finding: serde_json::Value,
}

/// Why it was taken out.
pub(super) struct Modification {
    pub(super) status: Option<String>,
    pub(super) statement: Option<String>,
    pub(super) source: Option<String>,
}

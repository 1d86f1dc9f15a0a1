//! The policies that come with the binary.

use super::Source;
use crate::rego::ast::Version;

/// Declares the files of `policies/`, each by its path below it.
macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../policies/", $path)))),*]
    };
}

/// The files of `policies/` without their tests; a test compares the list with the folder.
const FILES: &[(&str, &str)] = files![
    "lib/gate/gate.rego",
    "lib/license/license.rego",
    "lib/severity/severity.rego",
    "lib/vulnerability/vulnerability.rego",
    "release/approvals/approvals.rego",
    "release/findings/findings.rego",
    "release/sbom/sbom.rego",
    "release/tests/tests.rego",
    "release/vulnerabilities/vulnerabilities.rego",
];

/// The policies that come with the binary. Their paths begin with `policies/`, as in the repository.
pub fn library() -> Vec<Source> {
    let source = |(path, text): &(&str, &str)| Source {
        path: format!("policies/{path}"),
        text: (*text).to_owned(),
        built_in: true,
        version: Version::V1,
    };
    FILES.iter().map(source).collect()
}

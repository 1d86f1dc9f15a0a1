//! What is in a bundle, for people, and what a gate file needs to load it.

use super::{sanitize, text::count};
use crate::evidence::Digest;
use crate::policy::PolicySet;
use crate::policy::bundle::Bundle;
use camino::Utf8Path;
use std::fmt::Write as _;

/// What is in a bundle.
pub fn text(path: &Utf8Path, digest: &Digest, bundle: &Bundle, policies: &PolicySet) -> String {
    let mut out = String::new();
    let mut field = |name: &str, value: &str| {
        let _ = writeln!(out, "{name:<9} {}", sanitize::text(value));
    };
    field("bundle", path.as_str());
    field("digest", &digest.to_string());
    if !bundle.manifest.revision.is_empty() {
        field("revision", &bundle.manifest.revision);
    }
    let roots: Vec<&str> = bundle.manifest.roots.iter().map(String::as_str).collect();
    field("roots", &if roots == [""] { "all of data".to_owned() } else { roots.join(", ") });
    let data: Vec<&str> = bundle.data.fields().map(|(name, _)| name).collect();
    field("data", &if data.is_empty() { "none".to_owned() } else { data.join(", ") });
    let _ = writeln!(out, "\n{}", count(bundle.files.len(), "file", "files"));
    for (name, size) in &bundle.files {
        let _ = writeln!(out, "  {} ({})", sanitize::text(name), count(*size, "byte", "bytes"));
    }
    let rules: Vec<_> = policies.rules().iter().filter(|rule| !rule.built_in).collect();
    let _ = writeln!(out, "\n{}", count(rules.len(), "rule", "rules"));
    for rule in rules {
        let title = rule.title.as_deref().unwrap_or("without a title");
        let _ = writeln!(out, "  {}: {}", sanitize::text(&rule.id), sanitize::text(title));
    }
    let _ = write!(
        out,
        "\nIn a gate file:\n\n  policies:\n    bundles:\n      - path: {}\n        sha256: {}\n",
        sanitize::text(path.as_str()),
        digest.to_string().trim_start_matches("sha256:")
    );
    out
}

//! The files that `init` writes.

use super::scan::{Ci, Entry, Found};
use camino::{Utf8Path, Utf8PathBuf};
use miette::Diagnostic;
use std::fmt::Write as _;
use std::io::Write as _;
use thiserror::Error;

/// Writes the gate file and the workflow.
///
/// # Errors
/// One of them is there already, or cannot be written; then none is.
pub(super) fn files(root: &Utf8Path, found: &Found) -> Result<Vec<Utf8PathBuf>, InitError> {
    let workflow = match found.ci {
        Ci::Github => (root.join(".github/workflows/gatewright.yml"), github(found)),
        Ci::Gitlab => (root.join(".gitlab/gatewright.yml"), gitlab(found)),
    };
    let files = [(root.join("gatewright.yaml"), gate_file(found)), workflow];
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        return Err(InitError::Exists(path.clone()));
    }
    for (path, text) in &files {
        write_new(path, text).map_err(|source| InitError::Io { path: path.clone(), source })?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

fn write_new(path: &Utf8Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::File::create_new(path)?;
    file.write_all(text.as_bytes())
}

pub(super) fn gate_file(found: &Found) -> String {
    let mut text = String::from(
        "# What Gatewright asks before a release. `gatewright check` answers; `gatewright schema gatewright` has every key.\n\
         version: 1\n\n",
    );
    let _ = writeln!(text, "subject:\n  name: {}", quoted(&found.name));
    match found.version_file {
        Some(file) => {
            let _ = writeln!(text, "  version_file: {file}");
        }
        None => text
            .push_str("  # version_tag: \"v*\"        # the version is the tag at this commit\n"),
    }
    text.push_str(
        "  # artifacts:               # what is shipped: evidence that names another digest does not count\n\
         \x20 #   - path: dist/app.tar.gz\n\n\
         # The reports that must be there. Missing, empty, damaged or stale ones stop the release.\n\
         evidence:\n",
    );
    for (id, entry) in &found.evidence {
        text.push_str(&item(id, entry));
    }
    for (id, format, file) in SUGGESTED.iter().filter(|(id, ..)| !found.evidence.contains_key(id)) {
        let _ = writeln!(text, "  # - id: {id}\n  #   files: [{file}]\n  #   format: {format}");
    }
    let include: Vec<_> = packages(found);
    let _ = write!(
        text,
        "\n# Who decides what, where. `gatewright rules` lists the rules and their parameters.\n\
         gates:\n\
         \x20 production:\n\
         \x20   environment: production\n\
         \x20   stage: deploy\n\
         \x20   rules:\n\
         \x20     include: [{}]\n\
         \x20     # exclude: []\n\
         \x20   # params:\n\
         \x20   #   min_approvals: 2\n",
        include.join(", ")
    );
    text
}

/// Entries that a gate file may want, and this one does not have yet.
const SUGGESTED: &[(&str, &str, &str)] = &[
    ("unit-tests", "junit", "\"reports/junit/*.xml\""),
    ("trivy", "trivy", "reports/trivy.json"),
    ("code-scan", "sarif", "reports/scan.sarif"),
    ("sbom", "cyclonedx", "reports/bom.json"),
    ("review", "github-review", "reports/pull.json, reports/reviews.json"),
];

fn item(id: &str, entry: &Entry) -> String {
    let files: Vec<_> = entry.files.iter().map(|file| quoted(file)).collect();
    format!(
        "  - id: {id}                # {}\n    files: [{}]\n    format: {}\n",
        entry.because.replace(char::is_control, " "),
        files.join(", "),
        entry.format
    )
}

/// The packages of rules whose evidence is listed; all of the entries' families, so that no rule is without evidence.
fn packages(found: &Found) -> Vec<&'static str> {
    let rules_of = |id: &str| match id {
        "unit-tests" => "release.tests",
        "code-scan" => "release.findings",
        "sbom" => "release.sbom",
        "review" => "release.approvals",
        _ => "release.vulnerabilities",
    };
    let mut packages: Vec<_> = found.evidence.keys().map(|id| rules_of(id)).collect();
    packages.sort_unstable();
    packages.dedup();
    if packages.is_empty() {
        packages.push("release.tests");
    }
    packages
}

/// A YAML scalar that is a text whatever it looks like.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn github(_: &Found) -> String {
    "\
# The gate: a required check before deploy. Give its job a constant name, and make that name a required check.
name: gatewright
on:
  pull_request:
  merge_group:
  workflow_dispatch:
permissions: {}
jobs:
  gate:
    name: gate
    runs-on: ubuntu-latest
    # Runs also when a job before it failed or was skipped: a gate that is skipped counts as passed on GitHub.
    if: ${{ always() }}
    # needs: [test, scan]            # the jobs that write the evidence
    permissions:
      contents: read
    steps:
      # Check out, and fetch the reports that the jobs above uploaded, each action pinned by its commit:
      # - uses: actions/checkout@<commit>
      #   with: {persist-credentials: false}
      # - uses: actions/download-artifact@<commit>
      #   with: {path: reports}
      # Then the gate itself, pinned the same way:
      # - uses: gatewright/gatewright@<commit>
      #   with: {config: gatewright.yaml, gate: production}
      - name: Gate
        run: gatewright check --config gatewright.yaml --gate production
"
    .to_owned()
}

fn gitlab(_: &Found) -> String {
    "\
# The gate: include this file from .gitlab-ci.yml, and let the deploy job need it.
#   include: [{local: .gitlab/gatewright.yml}]
gate:
  stage: deploy
  # needs: [test, scan]              # the jobs that write the evidence
  script:
    - gatewright check --config gatewright.yaml --gate production --output text --output json=verdict.json
  artifacts:
    when: always
    paths: [verdict.json]
"
    .to_owned()
}

/// Why `init` wrote nothing.
#[derive(Debug, Error, Diagnostic)]
pub(super) enum InitError {
    /// Nothing is written over.
    #[error("`{0}` is there already; nothing was written")]
    #[diagnostic(code(gatewright::init::exists), help("edit it, or move it away first"))]
    Exists(Utf8PathBuf),
    /// The system refuses.
    #[error("`{path}` cannot be written: {source}")]
    #[diagnostic(code(gatewright::init::write))]
    Io {
        /// The file.
        path: Utf8PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

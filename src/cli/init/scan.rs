//! What stands in a repository: its name, its version, its stack, and the reports that lie about.

use crate::collect;
use crate::evidence::Family;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeMap, VecDeque};

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What to call the subject.
    pub(super) name: String,
    /// A file that has the version.
    pub(super) version_file: Option<&'static str>,
    /// Entries of evidence, by id.
    pub(super) evidence: BTreeMap<&'static str, Entry>,
    /// Where CI is configured.
    pub(super) ci: Ci,
}

/// One entry of evidence.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) format: &'static str,
    pub(super) files: Vec<String>,
    /// What the entry rests on: a file that lies there, or where the stack's tools write.
    pub(super) because: String,
    /// Whether a file was seen.
    pub(super) seen: bool,
}

/// The CI system of a repository.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Ci {
    #[default]
    Github,
    Gitlab,
}

/// Build file → where that stack's tests usually write JUnit XML.
const STACKS: &[(&str, &str, &str)] = &[
    ("pom.xml", "target/surefire-reports/*.xml", "maven-surefire-plugin"),
    ("build.gradle", "build/test-results/**/*.xml", "Gradle"),
    ("build.gradle.kts", "build/test-results/**/*.xml", "Gradle"),
    (
        "Cargo.toml",
        "target/nextest/ci/junit.xml",
        "cargo-nextest (`[profile.ci.junit] path = \"junit.xml\"`)",
    ),
    ("pyproject.toml", "reports/junit.xml", "pytest (`--junitxml=reports/junit.xml`)"),
    ("setup.py", "reports/junit.xml", "pytest (`--junitxml=reports/junit.xml`)"),
    ("requirements.txt", "reports/junit.xml", "pytest (`--junitxml=reports/junit.xml`)"),
    ("package.json", "reports/junit.xml", "your test runner's JUnit reporter"),
    ("go.mod", "reports/junit.xml", "gotestsum (`--junitfile reports/junit.xml`)"),
];

/// Files that hold the version, in the order in which they are asked.
const VERSION_FILES: &[&str] = &["VERSION", "Cargo.toml", "package.json"];

/// Looks at a repository.
pub(super) fn scan(root: &Utf8Path) -> Found {
    let is_there = |file: &str| root.join(file).is_file();
    let mut found = Found {
        name: name(root),
        version_file: VERSION_FILES.iter().copied().find(|file| is_there(file)),
        ci: if is_there(".gitlab-ci.yml") { Ci::Gitlab } else { Ci::Github },
        ..Found::default()
    };
    for path in reports(root) {
        let seen = collect::inspect(std::slice::from_ref(&root.join(&path)));
        let Some((format, family)) =
            seen.first().and_then(|e| Some((e.format?, *e.families().first()?)))
        else {
            continue;
        };
        let entry = found.evidence.entry(id(format, family)).or_insert_with(|| Entry {
            format,
            files: Vec::new(),
            because: format!("found {path}"),
            seen: true,
        });
        let pattern = pattern(&path);
        if !entry.files.contains(&pattern) {
            entry.files.push(pattern);
        }
    }
    let stack = STACKS.iter().find(|(file, _, _)| is_there(file));
    if let Some((file, pattern, tool)) = stack {
        found.evidence.entry("unit-tests").or_insert_with(|| Entry {
            format: "junit",
            files: vec![(*pattern).to_owned()],
            because: format!("{file} is here: {tool} writes it there"),
            seen: false,
        });
    }
    found
}

impl Found {
    /// What was found, a line each.
    pub(super) fn summary(&self) -> Vec<String> {
        self.evidence.iter().map(|(id, entry)| format!("{id}: {}", entry.because)).collect()
    }
}

fn id(format: &str, family: Family) -> &'static str {
    match (format, family) {
        ("trivy", _) => "trivy",
        ("grype", _) => "grype",
        (_, Family::Tests) => "unit-tests",
        (_, Family::Vulnerabilities) => "vulnerabilities",
        (_, Family::Findings) => "code-scan",
        (_, Family::Sboms) => "sbom",
        (_, Family::Approvals) => "review",
    }
}

fn name(root: &Utf8Path) -> String {
    let real = root.canonicalize_utf8().unwrap_or_else(|_| root.to_owned());
    real.file_name().unwrap_or("my-service").to_owned()
}

/// A folder with several reports is named as a whole.
fn pattern(path: &Utf8Path) -> String {
    match (path.parent().filter(|parent| !parent.as_str().is_empty()), path.extension()) {
        (Some(parent), Some("xml")) => format!("{parent}/*.xml"),
        _ => path.to_string(),
    }
}

/// Files that may be reports, relative to the root; a bounded look, folders that hold other people's files left out.
fn reports(root: &Utf8Path) -> Vec<Utf8PathBuf> {
    const SKIP: &[&str] =
        &["node_modules", "vendor", "fixtures", "testdata", "test-data", "__pycache__", "venv"];
    let mut found = Vec::new();
    let mut folders = VecDeque::from([(root.to_owned(), 0)]);
    let mut looked_at = 0;
    while let Some((folder, depth)) = folders.pop_front() {
        let Ok(entries) = folder.read_dir_utf8() else { continue };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by(|a, b| a.file_name().cmp(b.file_name()));
        for entry in entries {
            looked_at += 1;
            if looked_at > 20_000 || found.len() > 200 {
                return found;
            }
            let (Ok(kind), name) = (entry.file_type(), entry.file_name()) else { continue };
            if kind.is_dir() && depth < 5 && !name.starts_with('.') && !SKIP.contains(&name) {
                folders.push_back((entry.path().to_owned(), depth + 1));
            }
            let small = entry.metadata().is_ok_and(|metadata| metadata.len() < 20 << 20);
            if kind.is_file()
                && small
                && matches!(entry.path().extension(), Some("xml" | "json" | "sarif"))
            {
                found.extend(entry.path().strip_prefix(root).map(Utf8Path::to_owned));
            }
        }
    }
    found
}

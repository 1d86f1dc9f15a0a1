//! What stands in a repository: its name, its version, its stack, and the reports that lie about.

use super::stack::{self, Stack};
use crate::collect;
use crate::config::{SubjectSpec, VersionSource};
use crate::evidence::Family;
use crate::formats::{FORMATS, Format};
use crate::subject;
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::{BTreeSet, VecDeque};

/// What was found.
#[derive(Debug)]
pub(super) struct Found {
    /// What to call the subject.
    pub(super) name: String,
    /// A file that has the version.
    pub(super) version_file: Option<&'static str>,
    /// Entries of evidence, at least one, tests first.
    pub(super) entries: Vec<Entry>,
    /// Whether CI is GitLab's, not GitHub's.
    pub(super) gitlab: bool,
}

/// One entry of evidence.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: &'static str,
    pub(super) format: &'static str,
    pub(super) files: Vec<String>,
    /// What its documents speak of.
    pub(super) families: BTreeSet<Family>,
    /// How many reports were found; where none was, what writes them.
    basis: Result<usize, String>,
}

impl Entry {
    /// What the entry rests on, in a few words.
    pub(super) fn origin(&self) -> String {
        match &self.basis {
            Ok(1) => "found here".to_owned(),
            Ok(count) => format!("found here: {count} reports"),
            Err(how) => format!("not here yet: {how}"),
        }
    }
}

/// A report that lies about.
struct Report {
    path: Utf8PathBuf,
    format: &'static str,
    families: Vec<Family>,
}

/// Files that hold the version, in the order in which they are asked.
const VERSION_FILES: &[&str] = &["VERSION", "Cargo.toml", "package.json"];

/// Looks at a repository.
pub(super) fn scan(root: &Utf8Path) -> Found {
    let candidates = candidates(root);
    let read = collect::inspect(&candidates.iter().map(|path| root.join(path)).collect::<Vec<_>>());
    let reports: Vec<Report> = candidates
        .iter()
        .zip(read)
        .filter_map(|(path, evidence)| {
            let families = evidence.families();
            Some(Report { path: path.clone(), format: evidence.format?, families })
        })
        .collect();
    let stack = Stack::of(root);
    let usual = stack.pattern(root);
    let mut entries: Vec<Entry> =
        FORMATS.iter().filter_map(|format| entry(format, &reports, &candidates, &usual)).collect();
    if !entries.iter().any(|entry| entry.families.contains(&Family::Tests)) {
        let file = if stack.file.is_empty() { String::new() } else { format!(" ({})", stack.file) };
        entries.push(Entry {
            id: stack::UNIT_TESTS,
            format: "junit",
            files: vec![usual],
            families: BTreeSet::from([Family::Tests]),
            basis: Err(format!("{}{file}", stack.how)),
        });
    }
    entries.sort_by_key(|entry| (entry.families.last().copied(), entry.id));
    Found {
        name: name(root),
        version_file: VERSION_FILES.iter().copied().find(|file| has_version(root, file)),
        entries,
        gitlab: root.join(".gitlab-ci.yml").is_file(),
    }
}

/// The entry for the reports of one format, if there are some.
fn entry(
    format: &Format,
    reports: &[Report],
    candidates: &[Utf8PathBuf],
    usual: &str,
) -> Option<Entry> {
    let own: Vec<&Report> = reports.iter().filter(|report| report.format == format.name).collect();
    let paths: Vec<&Utf8PathBuf> = own.iter().map(|report| &report.path).collect();
    let all_usual = format.families.contains(&Family::Tests)
        && glob::Pattern::new(usual)
            .is_ok_and(|usual| paths.iter().all(|path| usual.matches(path.as_str())));
    let files = if all_usual { vec![usual.to_owned()] } else { patterns(&paths, candidates) };
    let families = own.iter().flat_map(|report| report.families.iter().copied()).collect();
    (!own.is_empty()).then(|| Entry {
        id: stack::id(format.name),
        format: format.name,
        files,
        families,
        basis: Ok(own.len()),
    })
}

/// Patterns for these reports and for no other file that is there: a folder of several is named as a whole, if
/// nothing else lies in it.
fn patterns(reports: &[&Utf8PathBuf], candidates: &[Utf8PathBuf]) -> Vec<String> {
    let beside = |path: &Utf8Path, other: &Utf8Path| {
        path.parent() == other.parent() && path.extension() == other.extension()
    };
    let pattern = |path: &Utf8PathBuf| {
        let siblings = reports.iter().filter(|other| beside(path, other)).count();
        let all = candidates.iter().filter(|other| beside(path, other)).count();
        match (path.parent(), path.extension()) {
            (Some(folder), Some(extension)) if siblings > 1 && siblings == all => {
                let folder = glob::Pattern::escape(folder.as_str());
                Utf8Path::new(&folder).join(format!("*.{extension}")).into_string()
            }
            _ => glob::Pattern::escape(path.as_str()),
        }
    };
    let patterns: BTreeSet<String> = reports.iter().map(|path| pattern(path)).collect();
    patterns.into_iter().collect()
}

/// The name in a manifest, else that of the folder, without what a gate file refuses in a text. Bills of materials name
/// what is released as its manifest does.
fn name(root: &Utf8Path) -> String {
    let real = root.canonicalize_utf8().unwrap_or_else(|_| root.to_owned());
    let folder = || real.file_name().unwrap_or_default().to_owned();
    let printable =
        |c: &char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@' | '/');
    let name: String =
        manifest_name(root).unwrap_or_else(folder).chars().filter(printable).collect();
    if name.is_empty() { "my-service".to_owned() } else { name }
}

/// The name in `package.json`, or in the `[package]` or `[project]` table of a TOML manifest.
fn manifest_name(root: &Utf8Path) -> Option<String> {
    let text =
        |file: &str| String::from_utf8(collect::read_bounded(&root.join(file), 1 << 20).ok()?).ok();
    let in_json = || {
        let manifest: serde_json::Value = serde_json::from_str(&text("package.json")?).ok()?;
        Some(manifest.get("name")?.as_str()?.to_owned())
    };
    let in_toml = |file: &str, table: &str| {
        let text = text(file)?;
        let lines = text.lines().map(str::trim).skip_while(|line| *line != table).skip(1);
        let mut pairs =
            lines.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('='));
        let (_, name) = pairs.find(|(key, _)| key.trim() == "name")?;
        Some(name.trim().trim_matches(['"', '\'']).to_owned())
    };
    in_json()
        .or_else(|| in_toml("Cargo.toml", "[package]"))
        .or_else(|| in_toml("pyproject.toml", "[project]"))
}

/// Whether a version can be read there: many a manifest has none.
fn has_version(root: &Utf8Path, file: &str) -> bool {
    let version = Some(VersionSource::File(file.into()));
    let spec = SubjectSpec { version, ..SubjectSpec::default() };
    subject::resolve(&spec, root, &[], None).is_ok()
}

/// Folders that hold other people's files, or samples.
const SKIP: &[&str] = &[
    "node_modules",
    "vendor",
    "venv",
    "__pycache__",
    "fixtures",
    "testdata",
    "test-data",
    "samples",
    "examples",
];

/// Files that may be reports, relative to the root; a bounded look.
fn candidates(root: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut found = Vec::new();
    let mut folders = VecDeque::from([(Utf8PathBuf::new(), 0)]);
    let mut looked_at = 0;
    while let Some((folder, depth)) = folders.pop_front() {
        let Ok(entries) = root.join(&folder).read_dir_utf8() else { continue };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by(|a, b| a.file_name().cmp(b.file_name()));
        for entry in entries {
            looked_at += 1;
            if looked_at > 20_000 || found.len() >= 500 {
                return found;
            }
            let (Ok(kind), name) = (entry.file_type(), entry.file_name()) else { continue };
            let path = folder.join(name);
            if kind.is_dir() && depth < 6 && !name.starts_with('.') && !SKIP.contains(&name) {
                folders.push_back((path, depth + 1));
            } else if kind.is_file() && may_be_a_report(&path, &entry) {
                found.push(path);
            }
        }
    }
    found
}

fn may_be_a_report(path: &Utf8Path, entry: &camino::Utf8DirEntry) -> bool {
    matches!(path.extension(), Some("xml" | "json" | "sarif"))
        && !path.as_str().contains(char::is_control)
        && entry.metadata().is_ok_and(|metadata| metadata.len() < 20 << 20)
}

//! Files that the subject names: artifacts, of which only the digest is wanted, and the file with the version.

use super::SubjectError;
use crate::evidence::Digest;
use camino::Utf8Path;
use std::fs::{self, File, Metadata};
use std::io::Read as _;

/// A version file is a manifest at most.
const MAX_MANIFEST: u64 = 1 << 20;

/// The SHA-256 digest of an artifact, read piece by piece: it may be larger than memory.
pub(super) fn digest(path: &Utf8Path) -> Result<Digest, SubjectError> {
    let what = "the artifact";
    let unreadable = |reason| SubjectError::Unreadable { what, path: path.to_owned(), reason };
    Digest::sha256_of(open(what, path)?).map_err(unreadable)
}

/// The version in a file: that of a Cargo or npm manifest, or the first line.
pub(super) fn version(path: &Utf8Path) -> Result<String, SubjectError> {
    let what = "the version file";
    let mut text = String::new();
    open(what, path)?
        .take(MAX_MANIFEST)
        .read_to_string(&mut text)
        .map_err(|reason| SubjectError::Unreadable { what, path: path.to_owned(), reason })?;
    let version = match path.file_name() {
        Some("Cargo.toml") => cargo_version(&text),
        Some("package.json") => npm_version(&text),
        _ => text.lines().next().map(str::to_owned),
    };
    let no_version = |reason| SubjectError::NoVersion { path: path.to_owned(), reason };
    let version = version.ok_or_else(|| no_version("it has none"))?.trim().to_owned();
    if version.is_empty() {
        return Err(no_version("it is empty"));
    }
    if version.len() > 200 || version.contains(char::is_control) {
        return Err(no_version("the text there is too long, or has control characters"));
    }
    Ok(version)
}

/// Opens a regular file. What it is stands fast before it is opened, as opening a pipe would wait for its writer.
fn open(what: &'static str, path: &Utf8Path) -> Result<File, SubjectError> {
    let unreadable = |reason| SubjectError::Unreadable { what, path: path.to_owned(), reason };
    let not_a_file = |found| SubjectError::NotAFile { what, path: path.to_owned(), found };
    let regular = |metadata: &Metadata| match () {
        () if metadata.is_dir() => Err(not_a_file("a directory")),
        () if !metadata.is_file() => Err(not_a_file("not a regular file")),
        () if metadata.len() == 0 => Err(not_a_file("empty")),
        () => Ok(()),
    };
    regular(&fs::metadata(path).map_err(unreadable)?)?;
    let file = File::open(path).map_err(unreadable)?;
    regular(&file.metadata().map_err(unreadable)?)?;
    Ok(file)
}

/// `version` of `[package]`, or of `[workspace.package]` where members inherit it. Only this much of TOML is read: a
/// version that is written in another way is not found, and that is said.
fn cargo_version(manifest: &str) -> Option<String> {
    let mut table = "";
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            table = line;
        } else if matches!(table, "[package]" | "[workspace.package]")
            && let Some((key, value)) = line.split_once('=')
            && key.trim() == "version"
        {
            let quoted = value.trim_start();
            let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return Some(quoted[1..].split_once(quote)?.0.to_owned());
        }
    }
    None
}

fn npm_version(manifest: &str) -> Option<String> {
    let manifest: serde_json::Value = serde_json::from_str(manifest).ok()?;
    manifest.get("version")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_version_of_a_cargo_manifest() {
        for (manifest, version) in [
            ("[package]\nname = \"a\"\nversion = \"1.2.3\" # comment", Some("1.2.3")),
            ("[workspace.package]\nversion='0.1.0'\n", Some("0.1.0")),
            ("[package]\nversion.workspace = true\n[dependencies.x]\nversion = \"9\"", None),
            ("[package]\nversion = { workspace = true }", None),
            ("[dependencies]\nversion = \"9\"", None),
        ] {
            assert_eq!(cargo_version(manifest).as_deref(), version, "{manifest}");
        }
    }

    #[test]
    fn finds_the_version_of_an_npm_manifest() {
        assert_eq!(npm_version(r#"{"version": "3.0.0"}"#).as_deref(), Some("3.0.0"));
        assert_eq!(npm_version(r#"{"version": 3}"#), None);
        assert_eq!(npm_version("{"), None);
    }
}

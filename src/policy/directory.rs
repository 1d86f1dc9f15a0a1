//! Policies that a team brings: every `.rego` file below a folder.

use super::Source;
use crate::collect::{FileError, read_bounded};
use crate::rego::ast::Version;
use camino::{Utf8Path, Utf8PathBuf};
use miette::Diagnostic;
use thiserror::Error;

/// A policy is written by hand.
const MAX_BYTES: u64 = 1 << 20;

/// Files below one folder; more is not a folder of policies.
const MAX_FILES: usize = 10_000;

/// Every `.rego` file below a folder, sorted by path.
///
/// # Errors
/// The folder or a file cannot be read, or there is no policy in it.
pub fn read_directory(folder: &Utf8Path, version: Version) -> Result<Vec<Source>, DirectoryError> {
    let mut paths = Vec::new();
    find(folder, &mut paths)?;
    paths.sort();
    let read = |path: &Utf8PathBuf| {
        let bytes = read_bounded(path, MAX_BYTES)?;
        let text = String::from_utf8(bytes).map_err(|_| DirectoryError::NotText(path.clone()))?;
        Ok(Source { path: path.to_string(), text, built_in: false, version })
    };
    let sources: Vec<Source> = paths.iter().map(read).collect::<Result<_, DirectoryError>>()?;
    if sources.is_empty() { Err(DirectoryError::Empty(folder.to_owned())) } else { Ok(sources) }
}

/// Files, and every `.rego` file below folders, sorted by path.
///
/// # Errors
/// A folder or a file cannot be read, or there is no policy in it.
pub fn read_paths(paths: &[Utf8PathBuf], version: Version) -> Result<Vec<Source>, DirectoryError> {
    let mut sources = Vec::new();
    for path in paths {
        if path.is_dir() {
            sources.extend(read_directory(path, version)?);
        } else {
            let bytes = read_bounded(path, MAX_BYTES)?;
            let text =
                String::from_utf8(bytes).map_err(|_| DirectoryError::NotText(path.clone()))?;
            sources.push(Source { path: path.to_string(), text, built_in: false, version });
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources.dedup_by(|a, b| a.path == b.path);
    Ok(sources)
}

/// Links are not followed: a folder of policies is what it contains.
fn find(folder: &Utf8Path, into: &mut Vec<Utf8PathBuf>) -> Result<(), DirectoryError> {
    let unreadable = |source| DirectoryError::Folder { path: folder.to_owned(), source };
    for entry in folder.read_dir_utf8().map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() {
            find(entry.path(), into)?;
        } else if entry.path().extension() == Some("rego") {
            into.push(entry.path().to_owned());
        }
        if into.len() > MAX_FILES {
            return Err(DirectoryError::TooMany(folder.to_owned()));
        }
    }
    Ok(())
}

/// A folder that gives no policies.
#[derive(Debug, Error, Diagnostic)]
pub enum DirectoryError {
    /// It cannot be listed.
    #[error("the folder `{path}` cannot be read: {source}")]
    Folder {
        /// The folder.
        path: Utf8PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file of it cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// A file is not text.
    #[error("`{0}` is not UTF-8 text")]
    NotText(Utf8PathBuf),
    /// Nothing is in it.
    #[error("there is no `.rego` file in `{0}`")]
    Empty(Utf8PathBuf),
    /// It is no folder of policies.
    #[error("`{0}` has more than {MAX_FILES} policies")]
    TooMany(Utf8PathBuf),
}

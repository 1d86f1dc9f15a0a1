//! Which files there are below the paths of a command line, and at which place of `data` each stands.

use super::DataError;
use camino::{Utf8Path, Utf8PathBuf};

/// Files below one path; more is not a folder of policies.
const MAX_FILES: usize = 100_000;

/// A file, and the place at which it stands if it holds data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: Utf8PathBuf,
    /// The names of the folders between it and the path that was given.
    pub place: Vec<String>,
}

/// The file itself; or every file below the folder, sorted, without those whose names begin with a dot. Links to folders are
/// not followed.
///
/// # Errors
/// A folder cannot be read.
pub fn find(path: &Utf8Path) -> Result<Vec<Found>, DataError> {
    let mut found = Vec::new();
    if path.is_dir() {
        list(path, &mut Vec::new(), &mut found)?;
    } else {
        found.push(Found { path: path.to_owned(), place: Vec::new() });
    }
    Ok(found)
}

fn list(
    folder: &Utf8Path,
    place: &mut Vec<String>,
    into: &mut Vec<Found>,
) -> Result<(), DataError> {
    let unreadable = |source| DataError::Folder { path: folder.to_owned(), source };
    let entries: Result<Vec<_>, _> = folder.read_dir_utf8().map_err(unreadable)?.collect();
    let mut entries = entries.map_err(unreadable)?;
    entries.sort_by(|a, b| a.file_name().cmp(b.file_name()));
    for entry in entries.iter().filter(|entry| !entry.file_name().starts_with('.')) {
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() {
            place.push(entry.file_name().to_owned());
            list(entry.path(), place, into)?;
            place.pop();
        } else {
            into.push(Found { path: entry.path().to_owned(), place: place.clone() });
        }
        if into.len() > MAX_FILES {
            return Err(unreadable(std::io::Error::other(format!("more than {MAX_FILES} files"))));
        }
    }
    Ok(())
}

//! Writes new files, all of them or none.

use camino::{Utf8Path, Utf8PathBuf};
use miette::Diagnostic;
use std::fs::{self, File};
use std::io::{self, Write as _};
use thiserror::Error;

/// Writes files, with their folders, into a folder that is there.
///
/// # Errors
/// There is no such folder, or one of the files is there already or cannot be written; then none is.
pub(super) fn new_files(root: &Utf8Path, files: &[(Utf8PathBuf, String)]) -> Result<(), InitError> {
    if !root.is_dir() {
        return Err(InitError::NoFolder(root.to_owned()));
    }
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        return Err(InitError::Exists(path.clone()));
    }
    for (number, (path, text)) in files.iter().enumerate() {
        if let Err(source) = write(path, text) {
            for (written, _) in &files[..number] {
                // It was made a moment ago; where it cannot be removed, the error below says why.
                let _ = fs::remove_file(written);
            }
            return Err(InitError::Io { path: path.clone(), source });
        }
    }
    Ok(())
}

fn write(path: &Utf8Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(text.as_bytes())
}

/// Why `init` wrote nothing.
#[derive(Debug, Error, Diagnostic)]
pub(super) enum InitError {
    /// Nothing is overwritten.
    #[error("`{0}` is there already; nothing was written")]
    #[diagnostic(code(gatewright::init::exists), help("edit it, or move it away first"))]
    Exists(Utf8PathBuf),
    /// A folder is not made: its name is more likely misspelt.
    #[error("there is no folder `{0}`")]
    #[diagnostic(code(gatewright::init::no_folder), help("name the root of a repository"))]
    NoFolder(Utf8PathBuf),
    /// The system refuses.
    #[error("`{path}` cannot be written: {source}")]
    #[diagnostic(code(gatewright::init::write))]
    Io {
        /// The file.
        path: Utf8PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

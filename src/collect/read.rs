//! The one place where files from outside are opened: once, regular files only, bounded.

use camino::{Utf8Path, Utf8PathBuf};
use miette::Diagnostic;
use std::fs::File;
use std::io::Read as _;
use thiserror::Error;

/// The bytes of a regular file, at most `limit` of them.
///
/// # Errors
/// There is no such file, it is a folder, pipe or device, it is larger than the limit, or the system refuses.
pub fn read_bounded(path: &Utf8Path, limit: u64) -> Result<Vec<u8>, FileError> {
    let failed = |reason: String| FileError { path: path.to_owned(), reason };
    let io = |error: std::io::Error| failed(error.to_string());
    // Looked at before it is opened: to open a pipe would wait for somebody to write to it.
    let real = path.canonicalize_utf8().map_err(io)?;
    if ["/proc", "/sys", "/dev"].iter().any(|system| real.starts_with(system)) {
        return Err(failed("it is not a regular file".to_owned()));
    }
    let metadata = path.metadata().map_err(io)?;
    if metadata.is_dir() {
        return Err(failed(format!("it is a folder: write `{path}/**` for the files below it")));
    }
    if !metadata.is_file() {
        return Err(failed("it is not a regular file".to_owned()));
    }
    let file = File::open(path).map_err(io)?;
    let size = file.metadata().map_err(io)?.len();
    if size > limit {
        return Err(failed(format!("{size} bytes, and the limit is {limit}")));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0).saturating_add(1));
    file.take(limit + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > limit {
        return Err(failed(format!("more than {limit} bytes")));
    }
    Ok(bytes)
}

/// The text on stdin, at most a gibibyte of it.
///
/// # Errors
/// It is larger, no UTF-8 text, or the system refuses.
pub fn read_stdin() -> Result<String, FileError> {
    const LIMIT: u64 = 1 << 30;
    let failed = |reason: String| FileError { path: "stdin".into(), reason };
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|error| failed(error.to_string()))?;
    if bytes.len() as u64 > LIMIT {
        return Err(failed(format!("more than {LIMIT} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| failed("it is not UTF-8 text".to_owned()))
}

/// A file that could not be read.
#[derive(Debug, Error, Diagnostic)]
#[error("`{path}` cannot be read: {reason}")]
#[diagnostic(code(gatewright::collect::file))]
pub struct FileError {
    path: Utf8PathBuf,
    reason: String,
}

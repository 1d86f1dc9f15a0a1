//! From patterns to paths. `*`, `?` and `[…]` match within a name, `**` matches folders; names that begin with a dot are
//! matched only when written out, as in a shell.

use camino::{Utf8Path, Utf8PathBuf};
use miette::Diagnostic;
use thiserror::Error;

/// The files that an item's patterns name.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The files, sorted, each once.
    pub paths: Vec<Utf8PathBuf>,
    /// The patterns that match no file.
    pub unmatched: Vec<String>,
}

impl Selection {
    /// Expands patterns, each relative to `base`.
    ///
    /// # Errors
    /// A pattern that is no pattern; a folder that cannot be listed; more than [`MAX_FILES`] files.
    pub fn expand(patterns: &[String], base: &Utf8Path) -> Result<Self, PatternError> {
        let mut selection = Self::default();
        for pattern in patterns {
            let before = selection.paths.len();
            if is_pattern(pattern) {
                expand_one(pattern, base, &mut selection.paths)?;
            } else {
                let path = join(base, pattern);
                // A path that is written out is kept also where it cannot be read: the reader says why.
                if path.symlink_metadata().is_ok() {
                    selection.paths.push(path);
                }
            }
            if selection.paths.len() == before {
                selection.unmatched.push(pattern.clone());
            }
        }
        selection.paths.sort();
        selection.paths.dedup();
        Ok(selection)
    }
}

/// Files that one item may name.
const MAX_FILES: usize = 100_000;

/// Whether a text has any of the pattern characters.
pub fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

fn expand_one(
    pattern: &str,
    base: &Utf8Path,
    into: &mut Vec<Utf8PathBuf>,
) -> Result<(), PatternError> {
    let options = glob::MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    let rooted = join(&Utf8PathBuf::from(glob::Pattern::escape(base.as_str())), pattern);
    // `reports/**` means every file below, as people expect; to the matcher it means folders only.
    let rooted =
        if rooted.as_str().ends_with("**") { format!("{rooted}/*") } else { rooted.into_string() };
    let bad = |reason: String| PatternError { pattern: pattern.to_owned(), reason };
    let root = real_root(pattern, base);
    for path in glob::glob_with(&rooted, options).map_err(|error| bad(error.to_string()))? {
        let path = path.map_err(|error| bad(error.to_string()))?;
        let path = Utf8PathBuf::try_from(path).map_err(|error| {
            bad(format!("the file name `{}` is not UTF-8", error.into_path_buf().display()))
        })?;
        if path.is_dir() {
            continue;
        }
        if !stays_within(&path, root.as_deref()) {
            return Err(bad(format!(
                "`{path}` is a link to somewhere outside of the pattern's folder"
            )));
        }
        into.push(path);
        if into.len() > MAX_FILES {
            return Err(bad(format!("more than {MAX_FILES} files")));
        }
    }
    Ok(())
}

/// The folder that a pattern looks in, with all links resolved.
fn real_root(pattern: &str, base: &Utf8Path) -> Option<Utf8PathBuf> {
    let fixed = Utf8Path::new(pattern).components().take_while(|part| !is_pattern(part.as_str()));
    let folder = join(base, fixed.collect::<Utf8PathBuf>().as_str());
    folder.canonicalize_utf8().ok()
}

/// A link in a folder of reports must not lead the reader out of it.
fn stays_within(path: &Utf8Path, root: Option<&Utf8Path>) -> bool {
    match (path.canonicalize_utf8(), root) {
        (Ok(real), Some(root)) => real.starts_with(root),
        // What cannot be resolved cannot be opened either; the reader says why.
        _ => true,
    }
}

fn join(base: &Utf8Path, path: &str) -> Utf8PathBuf {
    if base.as_str().is_empty() || base == "." { Utf8PathBuf::from(path) } else { base.join(path) }
}

/// A pattern that cannot be expanded.
#[derive(Debug, Error, Diagnostic)]
#[error("the pattern `{pattern}` cannot be used: {reason}")]
#[diagnostic(
    code(gatewright::collect::pattern),
    help("`*` and `?` match within a name, `**` matches folders: `reports/**/*.xml`")
)]
pub struct PatternError {
    pattern: String,
    reason: String,
}

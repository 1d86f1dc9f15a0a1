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
    /// A pattern that is no pattern; a folder that cannot be listed; more than `MAX_FILES` files.
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
    // `reports/**` means every file below, as people expect; to the matcher it means folders only.
    let whole = if pattern.ends_with("**") { format!("{pattern}/*") } else { pattern.to_owned() };
    let matcher = glob::Pattern::new(&whole).map_err(|error| bad(pattern, error.to_string()))?;
    let fixed: Utf8PathBuf =
        Utf8Path::new(pattern).components().take_while(|part| !is_pattern(part.as_str())).collect();
    let folder = join(base, fixed.as_str());
    let root = folder.canonicalize_utf8().ok();
    let depth =
        if whole.contains("**") { MAX_DEPTH } else { Utf8Path::new(&whole).components().count() };
    let search = Search { pattern, matcher, root, depth };
    search.below(&folder, &fixed, into)
}

/// A walk over the folders in which a pattern can match. The crate's own walk fails on a file name that is not UTF-8.
struct Search<'a> {
    pattern: &'a str,
    matcher: glob::Pattern,
    root: Option<Utf8PathBuf>,
    depth: usize,
}

impl Search<'_> {
    /// `named` is the folder as the pattern sees it.
    fn below(
        &self,
        folder: &Utf8Path,
        named: &Utf8Path,
        into: &mut Vec<Utf8PathBuf>,
    ) -> Result<(), PatternError> {
        let listed = if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder };
        let entries = match listed.read_dir() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                return Err(bad(self.pattern, format!("`{listed}` cannot be listed: {error}")));
            }
            Ok(entries) => entries,
        };
        for entry in entries {
            let entry = entry.map_err(|error| {
                bad(self.pattern, format!("`{listed}` cannot be listed: {error}"))
            })?;
            let file_name = entry.file_name();
            let Some(name) = file_name.to_str() else {
                let message = format!(
                    "`{listed}` has a file whose name is not UTF-8: `{}`",
                    file_name.display()
                );
                return Err(bad(self.pattern, message));
            };
            let (path, named) = (folder.join(name), named.join(name));
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && named.components().count() < self.depth {
                self.below(&path, &named, into)?;
            } else if !path.is_dir() && self.matches(&named) {
                within(self.pattern, &path, self.root.as_deref())?;
                into.push(path);
            }
            if into.len() > MAX_FILES {
                return Err(bad(self.pattern, format!("more than {MAX_FILES} files")));
            }
        }
        Ok(())
    }

    fn matches(&self, named: &Utf8Path) -> bool {
        let options = glob::MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: true,
        };
        self.matcher.matches_with(named.as_str(), options)
    }
}

/// Folders within folders that are looked into.
const MAX_DEPTH: usize = 40;

/// A link in a folder of reports must not lead the reader out of it.
fn within(pattern: &str, path: &Utf8Path, root: Option<&Utf8Path>) -> Result<(), PatternError> {
    match (path.canonicalize_utf8(), root) {
        (Ok(real), Some(root)) if !real.starts_with(root) => {
            Err(bad(pattern, format!("`{path}` is a link to somewhere outside of its folder")))
        }
        // What cannot be resolved cannot be opened either; the reader says why.
        _ => Ok(()),
    }
}

fn bad(pattern: &str, reason: String) -> PatternError {
    PatternError { pattern: pattern.to_owned(), reason }
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

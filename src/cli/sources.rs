//! The files that `eval` and `test` are given: Rego, data and scenarios below paths.

use super::Failure;
use crate::collect::read_bounded;
use crate::config::scenario;
use crate::policy::Source;
use crate::policy::data::{DataError, DataErrors, Document, Found, find};
use crate::rego::ast::Version;
use camino::{Utf8Path, Utf8PathBuf};

/// A policy is written by hand, or generated from something that was.
const MAX_BYTES: u64 = 16 << 20;

/// What was found, each sorted by path.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Files of Rego.
    pub(super) policies: Vec<Source>,
    /// Files of data.
    pub(super) data: Vec<Found>,
    /// Files of scenarios.
    pub(super) scenarios: Vec<Utf8PathBuf>,
}

/// Every file below these paths.
pub(super) fn gather(paths: &[Utf8PathBuf]) -> Result<Files, Failure> {
    let mut files = Files::default();
    for path in paths {
        for found in find(path).map_err(Failure::usage)? {
            if found.path.as_str().ends_with(scenario::ENDING) {
                files.scenarios.push(found.path);
            } else {
                match found.path.extension() {
                    Some("rego") => files.policies.push(policy(&found.path)?),
                    Some("json" | "yaml" | "yml") => files.data.push(found),
                    _ if found.path == *path => return Err(Failure::usage(Unknown(found.path))),
                    _ => {}
                }
            }
        }
    }
    files.policies.sort_by(|a, b| a.path.cmp(&b.path));
    files.policies.dedup_by(|a, b| a.path == b.path);
    Ok(files)
}

fn policy(path: &Utf8Path) -> Result<Source, Failure> {
    let bytes = read_bounded(path, MAX_BYTES).map_err(Failure::usage)?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::policy(DataError::NotText(path.to_owned())))?;
    Ok(Source { path: path.to_string(), text, built_in: false, version: Version::default() })
}

/// The files of data below these paths, merged.
pub(super) fn data(paths: &[Utf8PathBuf]) -> Result<Document, Failure> {
    merge(&gather_data(paths)?)
}

/// The files of data below these paths; one that is named itself is data whatever its name.
pub(super) fn gather_data(paths: &[Utf8PathBuf]) -> Result<Vec<Found>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let found = find(path).map_err(Failure::usage)?;
        let is_data = |found: &Found| {
            found.path == *path || matches!(found.path.extension(), Some("json" | "yaml" | "yml"))
        };
        files.extend(found.into_iter().filter(is_data));
    }
    Ok(files)
}

/// Files of data, merged.
pub(super) fn merge(files: &[Found]) -> Result<Document, Failure> {
    Document::merge(files).map_err(|DataErrors(errors)| Failure::policy(DataErrors(errors)))
}

/// A file that is named and is nothing that is known.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("`{0}` is neither Rego nor data")]
#[diagnostic(
    code(gatewright::sources::unknown),
    help("Rego is in `.rego`, data in `.json`, `.yaml` or `.yml`")
)]
struct Unknown(Utf8PathBuf);

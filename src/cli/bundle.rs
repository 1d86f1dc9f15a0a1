//! `gatewright bundle`: policies and data in one file that can be pinned by its digest.

use super::Failure;
use crate::collect::read_bounded;
use crate::decide::Exit;
use crate::evidence::Digest;
use crate::policy::bundle::{self, Bundle, BundleError, Manifest};
use crate::policy::{self, PolicySet};
use crate::report;
use camino::{Utf8Path, Utf8PathBuf};
use miette::Diagnostic;
use std::collections::BTreeMap;
use thiserror::Error;

/// A file in a bundle, and a bundle.
const MAX_BYTES: u64 = 64 << 20;

/// Pack policies and data into one file, or look into one.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Build(Build),
    Inspect(Inspect),
}

/// Pack a folder of Rego and data into a bundle, as OPA reads it.
///
/// Takes every `.rego` file that is no test, and every `data.json` and `data.yaml`, and prints what a gate file needs to load
/// the bundle. The same files give the same bytes.
#[derive(Debug, clap::Args)]
struct Build {
    /// The folder.
    directory: Utf8PathBuf,

    /// Where to write it.
    #[arg(long, short, value_name = "FILE", default_value = "bundle.tar.gz")]
    output: Utf8PathBuf,

    /// What to call this state of the policies.
    #[arg(long, value_name = "TEXT", default_value = "")]
    revision: String,

    /// The files are in the language of before OPA 1.0.
    #[arg(long)]
    v0: bool,
}

/// Show what is in a bundle: its digest, its manifest, its files and its rules.
#[derive(Debug, clap::Args)]
struct Inspect {
    /// The bundle.
    file: Utf8PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::Build(arguments) => build(arguments),
        Command::Inspect(arguments) => inspect(arguments),
    }
}

fn build(arguments: &Build) -> Result<Exit, Failure> {
    let mut files = BTreeMap::new();
    collect(&arguments.directory, Utf8Path::new(""), &mut files)?;
    let version = u8::from(!arguments.v0);
    let manifest = Manifest {
        revision: arguments.revision.clone(),
        rego_version: Some(version),
        ..Manifest::default()
    };
    let packed = bundle::build(&manifest, &files)
        .map_err(|error| Failure::usage(BuildError::Write(arguments.output.clone(), error)))?;
    // What nobody could load must not be handed on.
    let bundle = read(arguments.output.as_str(), &packed)?;
    let policies = load(&bundle)?;
    std::fs::write(&arguments.output, &packed)
        .map_err(|error| Failure::usage(BuildError::Write(arguments.output.clone(), error)))?;
    show(&arguments.output, &packed, &bundle, &policies)
}

/// The files of a folder that belong into a bundle, by their paths in it. Links are not followed.
fn collect(
    root: &Utf8Path,
    below: &Utf8Path,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), Failure> {
    let folder = root.join(below);
    let unreadable = |error| Failure::usage(BuildError::Folder(folder.clone(), error));
    for entry in folder.read_dir_utf8().map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let inner = below.join(entry.file_name());
        let kind = entry.file_type().map_err(unreadable)?;
        let is_policy = inner.extension() == Some("rego") && !policy::is_test_path(inner.as_str());
        let is_data = matches!(entry.file_name(), "data.json" | "data.yaml" | "data.yml");
        if kind.is_dir() {
            collect(root, &inner, files)?;
        } else if kind.is_file() && (is_policy || is_data) {
            let bytes = read_bounded(entry.path(), MAX_BYTES).map_err(Failure::usage)?;
            files.insert(inner.as_str().replace('\\', "/"), bytes);
        }
    }
    Ok(())
}

fn inspect(arguments: &Inspect) -> Result<Exit, Failure> {
    let packed = read_bounded(&arguments.file, MAX_BYTES).map_err(Failure::usage)?;
    let bundle = read(arguments.file.as_str(), &packed)?;
    let policies = load(&bundle)?;
    show(&arguments.file, &packed, &bundle, &policies)
}

fn show(
    path: &Utf8Path,
    packed: &[u8],
    bundle: &Bundle,
    policies: &PolicySet,
) -> Result<Exit, Failure> {
    report::print(&report::bundle::text(path, &Digest::sha256(packed), bundle, policies))?;
    Ok(Exit::Go)
}

fn load(bundle: &Bundle) -> Result<PolicySet, Failure> {
    PolicySet::load_beside_library(bundle.sources.clone(), bundle.data.clone())
        .map_err(Failure::policy)
}

fn read(path: &str, packed: &[u8]) -> Result<Bundle, Failure> {
    bundle::read(path, packed).map_err(|error| Failure::policy(Unreadable(path.to_owned(), error)))
}

/// Why a bundle cannot be written.
#[derive(Debug, Error, Diagnostic)]
#[diagnostic(code(gatewright::bundle::build))]
enum BuildError {
    #[error("the folder `{0}` cannot be read: {1}")]
    Folder(Utf8PathBuf, std::io::Error),
    #[error("`{0}` cannot be written: {1}")]
    Write(Utf8PathBuf, std::io::Error),
}

/// Why a bundle cannot be used.
#[derive(Debug, Error, Diagnostic)]
#[error("the bundle `{0}` cannot be used")]
#[diagnostic(code(gatewright::bundle::read))]
struct Unreadable(
    String,
    #[source]
    #[diagnostic_source]
    BundleError,
);

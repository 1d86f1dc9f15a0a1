//! Bundles: policies and data in one `.tar.gz`, as OPA writes and reads them, reproducible, and pinned by digest.
//!
//! Source: the OPA documentation, "Bundles", sections "Bundle File Format" and "The manifest".

use super::Source;
use super::data::{DataError, Document};
use crate::rego::ast::Version;
use crate::rego::parse;
use camino::{Utf8Component, Utf8Path};
use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::io::Read as _;
use tar::{Archive, Builder, EntryType, Header};

/// The unpacked bytes of a bundle.
const MAX_BYTES: u64 = 64 << 20;

/// The files in a bundle.
const MAX_FILES: usize = 10_000;

const MANIFEST: &str = ".manifest";

/// What a bundle says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// What its author calls this state of it.
    #[serde(default)]
    pub revision: String,
    /// The paths below `data` that it defines; nothing else may be in it. `[""]` is all of `data`.
    #[serde(default = "everything")]
    pub roots: Vec<String>,
    /// The language of its files: 0 or 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rego_version: Option<u8>,
    /// The language of those files that differ, by pattern.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub file_rego_versions: BTreeMap<String, u8>,
    /// What its author adds.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, Value>,
}

fn everything() -> Vec<String> {
    vec![String::new()]
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            revision: String::new(),
            roots: everything(),
            rego_version: Some(1),
            file_rego_versions: BTreeMap::new(),
            metadata: Map::new(),
        }
    }
}

/// A bundle that was read.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its policies, by their paths in it, sorted.
    pub sources: Vec<Source>,
    /// Its data.
    pub data: Document,
    /// Every file in it, with the number of its bytes.
    pub files: BTreeMap<String, usize>,
}

/// Writes a bundle. The same files give the same bytes, whenever and wherever it is written.
///
/// # Errors
/// A name that a tar archive cannot hold.
pub fn build(manifest: &Manifest, files: &BTreeMap<String, Vec<u8>>) -> std::io::Result<Vec<u8>> {
    let packed = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    let mut archive = Builder::new(packed);
    let manifest = serde_json::to_vec(manifest).map_err(std::io::Error::other)?;
    let first = (MANIFEST.to_owned(), manifest);
    for (path, bytes) in std::iter::once((&first.0, &first.1)).chain(files) {
        let mut header = Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        archive.append_data(
            &mut header,
            format!("/{path}").trim_start_matches('/'),
            bytes.as_slice(),
        )?;
    }
    archive.into_inner()?.finish()
}

/// Reads a bundle, entirely in memory and within bounds.
///
/// # Errors
/// It is no bundle, or holds what it may not.
pub fn read(path: &str, packed: &[u8]) -> Result<Bundle, BundleError> {
    let files = unpack(packed)?;
    let manifest = match files.get(MANIFEST) {
        Some(bytes) => serde_json::from_slice(bytes)
            .map_err(|error| BundleError::Manifest(error.to_string()))?,
        None => Manifest { rego_version: None, ..Manifest::default() },
    };
    let mut bundle =
        Bundle { manifest, sources: Vec::new(), data: Document::default(), files: BTreeMap::new() };
    for (name, bytes) in &files {
        bundle.files.insert(name.clone(), bytes.len());
        let inner = Utf8Path::new(name);
        let text = || std::str::from_utf8(bytes).map_err(|_| BundleError::NotText(name.clone()));
        match inner.file_name() {
            _ if inner.extension() == Some("rego") => {
                let version = bundle.manifest.version_of(name)?;
                let path = format!("{path}/{name}");
                bundle.sources.push(Source {
                    path,
                    text: text()?.to_owned(),
                    built_in: false,
                    version,
                });
            }
            Some("data.json" | "data.yaml" | "data.yml") => {
                let document = Document::of_file(inner, text()?)?;
                bundle.add(inner, document)?;
            }
            Some(MANIFEST | ".signatures.json") => {}
            _ if inner.extension() == Some("wasm") || name == "plan.json" => {
                return Err(BundleError::Compiled(name.clone()));
            }
            // OPA ignores other files too: a licence, a readme.
            _ => {}
        }
    }
    bundle.packages_within_roots(path)?;
    bundle.within_roots(path)?;
    Ok(bundle)
}

impl Bundle {
    fn add(&mut self, file: &Utf8Path, document: Document) -> Result<(), BundleError> {
        let folders = file.parent().unwrap_or(Utf8Path::new(""));
        let place: Vec<String> = folders.components().map(|part| part.to_string()).collect();
        Ok(self.data.add(file, &place, document)?)
    }

    /// That packages are nowhere but below the roots. What cannot be parsed is reported when it is loaded.
    fn packages_within_roots(&self, path: &str) -> Result<(), BundleError> {
        for source in &self.sources {
            let Ok(module) = parse::parse(&source.path, &source.text, source.version) else {
                continue;
            };
            let at = module.package.path.join("/");
            let covers = |root: &String| {
                root.is_empty() || at == *root || at.starts_with(&format!("{root}/"))
            };
            if !self.manifest.roots.iter().any(covers) {
                return Err(BundleError::OutsideRoots { bundle: path.to_owned(), at });
            }
        }
        Ok(())
    }

    /// That data is nowhere but below the roots.
    fn within_roots(&self, path: &str) -> Result<(), BundleError> {
        let own = |document: &Document| -> Vec<(String, Document)> {
            document.fields().map(|(name, value)| (name.to_owned(), value)).collect()
        };
        let mut open = own(&self.data);
        while let Some((at, value)) = open.pop() {
            let mut roots = self.manifest.roots.iter();
            let covers = |root: &String| {
                root.is_empty() || at == *root || at.starts_with(&format!("{root}/"))
            };
            if roots.any(covers) {
                continue;
            }
            let is_above =
                self.manifest.roots.iter().any(|root| root.starts_with(&format!("{at}/")));
            if !is_above || !value.is_object() {
                return Err(BundleError::OutsideRoots { bundle: path.to_owned(), at });
            }
            open.extend(
                own(&value).into_iter().map(|(name, value)| (format!("{at}/{name}"), value)),
            );
        }
        Ok(())
    }
}

impl Manifest {
    fn version_of(&self, name: &str) -> Result<Version, BundleError> {
        let by_file = self.file_rego_versions.iter().find(|(pattern, _)| {
            let pattern = pattern.trim_start_matches('/');
            glob::Pattern::new(pattern).is_ok_and(|pattern| pattern.matches(name))
        });
        match by_file.map(|(_, version)| *version).or(self.rego_version) {
            None | Some(1) => Ok(Version::V1),
            Some(0) => Ok(Version::V0),
            Some(other) => {
                Err(BundleError::Manifest(format!("there is no version {other} of Rego")))
            }
        }
    }
}

/// The files of an archive, by their paths without a leading slash.
fn unpack(packed: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, BundleError> {
    let unreadable = |error: std::io::Error| BundleError::Archive(error.to_string());
    let mut archive = Archive::new(GzDecoder::new(packed).take(MAX_BYTES + 1));
    let mut files = BTreeMap::new();
    let mut total = 0;
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        let raw = String::from_utf8(entry.path_bytes().into_owned())
            .map_err(|_| BundleError::Archive("a name in it is not UTF-8".to_owned()))?;
        let name = name_of(&raw)?;
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous => {}
            EntryType::Directory | EntryType::XGlobalHeader => continue,
            _ => return Err(BundleError::NotAFile(name)),
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(unreadable)?;
        total += bytes.len() as u64;
        if total > MAX_BYTES || files.len() >= MAX_FILES {
            return Err(BundleError::TooLarge);
        }
        if files.insert(name.clone(), bytes).is_some() {
            return Err(BundleError::Twice(name));
        }
    }
    if files.is_empty() {
        Err(BundleError::Archive("nothing is in it".to_owned()))
    } else {
        Ok(files)
    }
}

fn name_of(raw: &str) -> Result<String, BundleError> {
    let path = Utf8Path::new(raw.trim_start_matches('/'));
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Utf8Component::Normal(name) => parts.push(name),
            Utf8Component::CurDir => {}
            _ => return Err(BundleError::Escapes(raw.to_owned())),
        }
    }
    Ok(parts.join("/"))
}

/// Why a bundle cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub enum BundleError {
    /// It cannot be unpacked.
    #[error("it is no bundle, which is a gzipped tar archive: {0}")]
    #[diagnostic(code(gatewright::policy::bundle))]
    Archive(String),
    /// The manifest is wrong.
    #[error("its manifest cannot be read: {0}")]
    #[diagnostic(code(gatewright::policy::bundle))]
    Manifest(String),
    /// A file is not text.
    #[error("`{0}` in it is not UTF-8 text")]
    #[diagnostic(code(gatewright::policy::bundle))]
    NotText(String),
    /// Data in it cannot be used.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Data(#[from] DataError),
    /// It holds compiled policies.
    #[error("`{0}` in it is a compiled policy, which nobody can read")]
    #[diagnostic(
        code(gatewright::policy::bundle),
        help(
            "build the bundle from Rego files: `gatewright bundle build`, or `opa build` with the target `rego`"
        )
    )]
    Compiled(String),
    /// It holds a link or a device.
    #[error("`{0}` in it is not a plain file")]
    #[diagnostic(code(gatewright::policy::bundle))]
    NotAFile(String),
    /// A path leads out of it.
    #[error("`{0}` in it leads out of the bundle")]
    #[diagnostic(code(gatewright::policy::bundle))]
    Escapes(String),
    /// A path is there twice.
    #[error("`{0}` is in it twice")]
    #[diagnostic(code(gatewright::policy::bundle))]
    Twice(String),
    /// It is too large.
    #[error("it has more than {MAX_FILES} files or {MAX_BYTES} bytes")]
    #[diagnostic(code(gatewright::policy::bundle))]
    TooLarge,
    /// Data is outside of what the manifest says.
    #[error("`{bundle}` has something at `{at}`, outside of the roots in its manifest")]
    #[diagnostic(code(gatewright::policy::bundle))]
    OutsideRoots {
        /// The bundle.
        bundle: String,
        /// Where, with slashes.
        at: String,
    },
}

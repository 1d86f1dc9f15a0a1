//! The components of a document, flattened, and what refers to them.

use super::bom::{self, Bom, Composition, Dependency};
use super::flaws::{Flaw, Flaws};
use super::{at, license, pointer};
use crate::evidence::At;
use crate::evidence::sboms::{Component, Dependencies, Ntia, Sbom, Summary};
use std::collections::{BTreeMap, BTreeSet};

/// The types that a component may have, in any version.
const TYPES: [&str; 13] = [
    "application",
    "container",
    "cryptographic-asset",
    "data",
    "device",
    "device-driver",
    "file",
    "firmware",
    "framework",
    "library",
    "machine-learning-model",
    "operating-system",
    "platform",
];

/// What a document is made of.
#[derive(Debug, Default)]
pub(super) struct Inventory {
    sbom: Sbom,
    /// What each `bom-ref` stands for. Repeated ones stand for several things.
    refs: BTreeMap<String, Vec<Referent>>,
    without_identity: usize,
    /// Components and services that nothing can refer to, the dependencies neither.
    without_ref: usize,
}

/// What a `bom-ref` stands for.
#[derive(Debug)]
pub(super) enum Referent {
    /// The component that the document describes.
    Primary,
    /// A component, by its index.
    Component(usize),
    /// A service: its name and version.
    Service(String, Option<String>),
}

impl Inventory {
    /// Flattens the components, and judges what the document says of their dependencies.
    pub(super) fn of(bom: Bom, has_timestamp: bool, flaws: &mut Flaws) -> Self {
        let metadata = bom.metadata;
        let author = [&metadata.manufacturer].into_iter().flatten().chain(&metadata.authors);
        let has_author = author.filter_map(|author| author.name.as_deref()).any(|n| !n.is_empty());

        let sbom = Sbom {
            standard: "cyclonedx".to_owned(),
            spec_version: bom.spec_version.unwrap_or_default(),
            serial: bom.serial_number,
            ..Sbom::default()
        };
        let mut inventory = Self { sbom, ..Self::default() };
        if let Some(mut primary) = metadata.component {
            primary.supplier = primary.supplier.or(metadata.supplier);
            inventory.add_primary(primary, flaws);
        }
        for (index, component) in bom.components.into_iter().enumerate() {
            inventory.add(component, &format!("/components/{index}"), flaws);
        }
        for service in bom.services {
            inventory.add_service(service);
        }
        for (bom_ref, _) in inventory.refs.iter().filter(|(_, referents)| referents.len() > 1) {
            flaws.add(Flaw::DuplicateRef, bom_ref, None);
        }

        for composition in bom.compositions.iter().filter(|c| c.says_components_are_missing()) {
            let aggregate = composition.aggregate.as_deref().unwrap_or_default();
            flaws.add(Flaw::IncompleteComponents, aggregate, None);
        }
        let dependencies = inventory.dependencies(bom.dependencies, &bom.compositions, flaws);
        inventory.sbom.dependencies = dependencies;
        inventory.sbom.ntia = inventory.ntia(has_author, has_timestamp);
        inventory
    }

    /// Whether the document names no component at all.
    pub(super) fn is_empty(&self) -> bool {
        self.sbom.primary.is_none() && self.sbom.components.is_empty()
    }

    /// What a `bom-ref` stands for: nothing, one thing, or several.
    pub(super) fn resolve(&self, bom_ref: &str) -> &[Referent] {
        self.refs.get(bom_ref).map_or(&[], Vec::as_slice)
    }

    /// The component that a reference stands for.
    pub(super) fn component(&self, referent: &Referent) -> Option<&Component> {
        match referent {
            Referent::Primary => self.sbom.primary.as_ref(),
            Referent::Component(index) => self.sbom.components.get(*index),
            Referent::Service(..) => None,
        }
    }

    /// The name of what the document describes.
    pub(super) fn target(&self) -> Option<&str> {
        self.sbom.primary.as_ref().map(|primary| primary.name.as_str())
    }

    /// The bill of materials, counted.
    pub(super) fn into_sbom(self) -> Sbom {
        let without_identity = self.without_identity;
        let summary = Summary { without_identity, ..Summary::count(&self.sbom.components) };
        Sbom { summary, ..self.sbom }
    }

    fn add_primary(&mut self, mut primary: bom::Component, flaws: &mut Flaws) {
        const POINTER: &str = "/metadata/component";
        let nested = std::mem::take(&mut primary.components);
        self.name_referent(primary.bom_ref.take(), Referent::Primary);
        self.sbom.primary = Some(normalise(primary, POINTER, &self.sbom.spec_version, flaws));
        self.add_all(nested, POINTER, flaws);
    }

    fn add_all(&mut self, components: Vec<bom::Component>, parent: &str, flaws: &mut Flaws) {
        if components.is_empty() {
            return;
        }
        let list = pointer(parent, "components");
        for (index, component) in components.into_iter().enumerate() {
            self.add(component, &format!("{list}/{index}"), flaws);
        }
    }

    fn add(&mut self, mut component: bom::Component, pointer: &str, flaws: &mut Flaws) {
        let nested = std::mem::take(&mut component.components);
        if component.bom_ref.as_deref() == Some("") {
            flaws.add(Flaw::EmptyRef, "", Some(&at(component.at, pointer)));
        }
        let referent = Referent::Component(self.sbom.components.len());
        self.name_referent(component.bom_ref.take(), referent);
        self.without_identity += usize::from(!has_identity(&component));
        let component = normalise(component, pointer, &self.sbom.spec_version, flaws);
        self.sbom.components.push(component);
        self.add_all(nested, pointer, flaws);
    }

    fn add_service(&mut self, service: bom::Service) {
        let referent = Referent::Service(service.name.unwrap_or_default(), service.version);
        self.name_referent(service.bom_ref, referent);
        for nested in service.services {
            self.add_service(nested);
        }
    }

    fn name_referent(&mut self, bom_ref: Option<String>, referent: Referent) {
        match stated(bom_ref) {
            Some(bom_ref) => self.refs.entry(bom_ref).or_default().push(referent),
            None => self.without_ref += 1,
        }
    }

    /// A graph that is absent or empty says nothing. One that has a hole is not complete, whatever else is said.
    fn dependencies(
        &self,
        stated: Option<Vec<Dependency>>,
        compositions: &[Composition],
        flaws: &mut Flaws,
    ) -> Dependencies {
        let graph = stated.unwrap_or_default();
        let mut whole = true;
        for bom_ref in graph.iter().flat_map(Dependency::refs) {
            // A BOM-Link stands for something in another document.
            if !self.refs.contains_key(bom_ref) && !bom_ref.starts_with("urn:cdx:") {
                flaws.add(Flaw::DanglingDependency, bom_ref, None);
                whole = false;
            }
        }
        if compositions.iter().any(Composition::says_incomplete) {
            Dependencies::Incomplete
        } else if graph.is_empty() {
            Dependencies::Unknown
        } else if whole && self.is_covered(compositions) {
            Dependencies::Complete
        } else {
            Dependencies::Stated
        }
    }

    /// Whether the dependencies of everything are said to be complete. Compositions do not cascade: one that lists
    /// references is about these alone, one that lists none is about the document.
    fn is_covered(&self, compositions: &[Composition]) -> bool {
        let (complete, others): (Vec<&Composition>, Vec<_>) =
            compositions.iter().partition(|c| c.aggregate.as_deref() == Some("complete"));
        if others.iter().any(|c| c.is_about_the_document() || !c.dependencies.is_empty()) {
            return false;
        }
        if complete.iter().any(|c| c.is_about_the_document()) {
            return true;
        }
        let listed: BTreeSet<&str> =
            complete.iter().flat_map(|c| &c.dependencies).map(String::as_str).collect();
        self.without_ref == 0 && self.refs.keys().all(|bom_ref| listed.contains(bom_ref.as_str()))
    }

    fn ntia(&self, author: bool, timestamp: bool) -> Ntia {
        let all = |test: fn(&Component) -> bool| {
            !self.is_empty() && self.sbom.primary.iter().chain(&self.sbom.components).all(test)
        };
        Ntia {
            supplier: all(|component| component.supplier.is_some()),
            name: all(|component| !component.name.is_empty()),
            version: all(|component| component.version.is_some()),
            unique_id: !self.sbom.components.is_empty() && self.without_identity == 0,
            dependencies: self.sbom.dependencies != Dependencies::Unknown,
            author,
            timestamp,
        }
    }
}

impl Dependency {
    /// Everything that it refers to; nothing is the empty reference.
    fn refs(&self) -> impl Iterator<Item = &str> {
        let depends_on = self.depends_on.iter().map(String::as_str);
        std::iter::once(self.of.as_deref().unwrap_or_default()).chain(depends_on)
    }
}

impl Composition {
    fn is_about_the_document(&self) -> bool {
        self.dependencies.is_empty()
            && self.assemblies.is_empty()
            && self.vulnerabilities.is_empty()
    }

    /// That the list of known vulnerabilities is incomplete says nothing about components.
    fn says_incomplete(&self) -> bool {
        let of_vulnerabilities = !self.vulnerabilities.is_empty()
            && self.dependencies.is_empty()
            && self.assemblies.is_empty();
        !of_vulnerabilities
            && self.aggregate.as_deref().is_some_and(|a| a.starts_with("incomplete"))
    }

    /// That the list of a component's dependencies is incomplete says nothing of the list of components.
    fn says_components_are_missing(&self) -> bool {
        self.says_incomplete() && (self.is_about_the_document() || !self.assemblies.is_empty())
    }
}

fn has_identity(component: &bom::Component) -> bool {
    let stated = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
    stated(&component.purl) || stated(&component.cpe) || component.swid.is_some()
}

/// One component in the evidence model.
fn normalise(stands: bom::Component, pointer: &str, version: &str, flaws: &mut Flaws) -> Component {
    let at = at(stands.at, pointer);
    let name = stands.name.unwrap_or_default();
    let kind = stands.kind.unwrap_or_default();
    if name.is_empty() {
        flaws.add(Flaw::UnnamedComponent, stands.purl.as_deref().unwrap_or(&kind), Some(&at));
    }
    if !TYPES.contains(&kind.as_str()) {
        flaws.add(Flaw::UnknownType, &kind, Some(&at));
    }
    if stands.version.is_some() && stands.version_range.is_some() {
        flaws.add(Flaw::VersionAndRange, &name, Some(&at));
    }
    license::check(&stands.licenses, version, Some(&at), flaws);
    let entity = |entity: Option<bom::Entity>| entity.and_then(|entity| stated(entity.name));
    Component {
        purl: stated(stands.purl),
        group: stated(stands.group),
        name,
        version: stated(stands.version),
        kind,
        supplier: entity(stands.supplier)
            .or_else(|| stated(stands.publisher))
            .or_else(|| entity(stands.manufacturer)),
        scope: stated(stands.scope),
        licenses: license::read(stands.licenses),
        hashes: hashes(stands.hashes, &at, flaws),
        at: Some(at),
    }
}

fn stated(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// Only what can be compared with a digest is one.
fn hashes(stated: Vec<bom::Hash>, at: &At, flaws: &mut Flaws) -> BTreeMap<String, String> {
    let mut hashes = BTreeMap::new();
    for hash in stated {
        let (alg, content) = (hash.alg.unwrap_or_default(), hash.content.unwrap_or_default());
        if hex_digits(&alg) != Some(content.len())
            || !content.bytes().all(|b| b.is_ascii_hexdigit())
        {
            flaws.add(Flaw::BadHash, &alg, Some(at));
        } else {
            hashes.insert(alg, content.to_ascii_lowercase());
        }
    }
    hashes
}

/// How long a digest of this algorithm is. BLAKE3 has any length; 256 bits is its default and the only one in use.
fn hex_digits(algorithm: &str) -> Option<usize> {
    Some(match algorithm {
        "MD5" => 32,
        "SHA-1" => 40,
        "SHA-256" | "SHA3-256" | "BLAKE2b-256" | "BLAKE3" | "Streebog-256" => 64,
        "SHA-384" | "SHA3-384" | "BLAKE2b-384" => 96,
        "SHA-512" | "SHA3-512" | "BLAKE2b-512" | "Streebog-512" => 128,
        _ => return None,
    })
}

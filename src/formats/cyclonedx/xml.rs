//! Reads the XML of a document, in one pass. Elements of other vocabularies are skipped with all that they hold, so
//! that a foreign `component` is none of ours; CycloneDX's own extensions of 1.0 to 1.3 (dependency graph, BOM
//! descriptor, vulnerability) have the names of what later became part of it, and are read as such.

use super::bom::{
    Advisory, Affected, AffectedVersion, Analysis, Bom, Component, Composition, Dependency, Entity,
    Hash, License, Metadata, Rating, Reference, Service, Source, Vulnerability,
};
use super::{Limits, Refusal, about};
use crate::evidence::Tool;
use crate::formats::xml::{Node, Reader, Tag};
use serde::de::IgnoredAny;

/// What the namespaces of all versions begin with; the version follows.
pub(super) const BOM_NAMESPACE: &str = "http://cyclonedx.org/schema/bom/";

/// What the namespaces of the specification and its own extensions begin with.
const NAMESPACES: &str = "http://cyclonedx.org/schema/";

/// Reads a document.
pub(super) fn read(text: &str) -> Result<Bom, Refusal> {
    let mut cursor = Cursor {
        reader: Reader::new(text, Limits::DEFAULT),
        namespaces: Vec::new(),
        vulnerabilities: None,
    };
    let mut bom = Bom::default();
    while let Some(node) = cursor.reader.next()? {
        if let Node::Start(root) = node {
            bom = cursor.bom(&root)?;
        }
    }
    bom.vulnerabilities = cursor.vulnerabilities;
    Ok(bom)
}

type Read<T = ()> = Result<T, Refusal>;

struct Cursor<'a> {
    reader: Reader<'a>,
    /// The namespaces in scope, the innermost last: prefix and URI.
    namespaces: Vec<(String, String)>,
    /// The extension lists vulnerabilities in components too.
    vulnerabilities: Option<Vec<Vulnerability>>,
}

impl<'a> Cursor<'a> {
    fn bom(&mut self, root: &Tag<'a>) -> Read<Bom> {
        self.namespaces.extend(root.declared_namespaces());
        let version = self.namespace_of(root).and_then(|uri| uri.strip_prefix(BOM_NAMESPACE));
        let mut bom = Bom {
            spec_version: version.map(str::to_owned),
            serial_number: root.attribute("serialNumber"),
            ..Bom::default()
        };
        self.children(|cursor, tag| match tag.name() {
            "metadata" => cursor.metadata(&mut bom.metadata),
            "components" => cursor.each("component", |cursor, tag| {
                bom.components.push(cursor.component(tag)?);
                Ok(())
            }),
            "services" => cursor.each("service", |cursor, tag| {
                bom.services.push(cursor.service(tag)?);
                Ok(())
            }),
            "dependencies" => {
                let all = bom.dependencies.get_or_insert_default();
                cursor.each("dependency", |cursor, tag| {
                    let dependency = cursor.dependency(tag, all)?;
                    all.push(dependency);
                    Ok(())
                })
            }
            "compositions" => {
                cursor.each("composition", |cursor, _| cursor.composition(&mut bom.compositions))
            }
            "vulnerabilities" => cursor.vulnerabilities(),
            _ => cursor.reader.skip(),
        })?;
        Ok(bom)
    }

    fn metadata(&mut self, metadata: &mut Metadata) -> Read {
        self.children(|cursor, tag| match tag.name() {
            "timestamp" => cursor.text(tag, &mut metadata.timestamp),
            "tools" => cursor.tools(&mut metadata.tool),
            "authors" => cursor.each("author", |cursor, _| {
                metadata.authors.push(cursor.entity()?);
                Ok(())
            }),
            "component" => {
                let component = cursor.component(tag)?;
                once(tag, &mut metadata.component, component)
            }
            "manufacturer" => {
                let entity = cursor.entity()?;
                once(tag, &mut metadata.manufacturer, entity)
            }
            "supplier" => {
                let entity = cursor.entity()?;
                once(tag, &mut metadata.supplier, entity)
            }
            "licenses" => cursor.licenses(&mut metadata.licenses),
            _ => cursor.reader.skip(),
        })
    }

    /// The first of the tools; since 1.5 they stand in `components` and `services`.
    fn tools(&mut self, first: &mut Option<Tool>) -> Read {
        self.children(|cursor, tag| match tag.name() {
            "tool" | "component" | "service" => {
                let (mut name, mut version) = (None, None);
                cursor.children(|cursor, tag| match tag.name() {
                    "name" => cursor.text(tag, &mut name),
                    "version" => cursor.text(tag, &mut version),
                    _ => cursor.reader.skip(),
                })?;
                if let (None, Some(name)) = (&first, name) {
                    *first = Some(Tool { name, version });
                }
                Ok(())
            }
            "components" | "services" => cursor.tools(first),
            _ => cursor.reader.skip(),
        })
    }

    fn entity(&mut self) -> Read<Entity> {
        let mut entity = Entity::default();
        self.children(|cursor, tag| match tag.name() {
            "name" => cursor.text(tag, &mut entity.name),
            _ => cursor.reader.skip(),
        })?;
        Ok(entity)
    }

    fn component(&mut self, tag: &Tag<'a>) -> Read<Component> {
        let mut component = Component {
            kind: tag.attribute("type"),
            bom_ref: tag.attribute("bom-ref"),
            at: Some(tag.at),
            ..Component::default()
        };
        self.children(|cursor, tag| match tag.name() {
            "supplier" => {
                let entity = cursor.entity()?;
                once(tag, &mut component.supplier, entity)
            }
            "manufacturer" => {
                let entity = cursor.entity()?;
                once(tag, &mut component.manufacturer, entity)
            }
            "publisher" => cursor.text(tag, &mut component.publisher),
            "group" => cursor.text(tag, &mut component.group),
            "name" => cursor.text(tag, &mut component.name),
            "version" => cursor.text(tag, &mut component.version),
            "versionRange" => cursor.presence(tag, &mut component.version_range),
            "scope" => cursor.text(tag, &mut component.scope),
            "cpe" => cursor.text(tag, &mut component.cpe),
            "purl" => cursor.text(tag, &mut component.purl),
            "swid" => cursor.presence(tag, &mut component.swid),
            "hashes" => cursor.each("hash", |cursor, tag| {
                let mut hash = Hash { alg: tag.attribute("alg"), content: None };
                cursor.text(tag, &mut hash.content)?;
                component.hashes.push(hash);
                Ok(())
            }),
            "licenses" => cursor.licenses(&mut component.licenses),
            "externalReferences" => cursor.each("reference", |cursor, tag| {
                let url = cursor.text_or_child("url")?;
                if tag.attribute("type").as_deref() == Some("vcs") {
                    component.repository_urls.extend(url);
                }
                Ok(())
            }),
            "properties" => cursor.properties(about::names_subject, &mut component.subject_digests),
            "components" => cursor.each("component", |cursor, tag| {
                component.components.push(cursor.component(tag)?);
                Ok(())
            }),
            "vulnerabilities" => cursor.vulnerabilities(),
            _ => cursor.reader.skip(),
        })?;
        Ok(component)
    }

    fn licenses(&mut self, licenses: &mut Vec<License>) -> Read {
        self.children(|cursor, tag| {
            let acknowledgement = tag.attribute("acknowledgement");
            let mut license = License { acknowledgement, ..License::default() };
            match tag.name() {
                "license" => cursor.children(|cursor, tag| match tag.name() {
                    "id" => cursor.text(tag, &mut license.id),
                    "name" => cursor.text(tag, &mut license.name),
                    _ => cursor.reader.skip(),
                })?,
                "expression" => cursor.text(tag, &mut license.expression)?,
                "expression-detailed" => {
                    license.expression = tag.attribute("expression");
                    cursor.reader.skip()?;
                }
                _ => return cursor.reader.skip(),
            }
            licenses.push(license);
            Ok(())
        })
    }

    fn service(&mut self, tag: &Tag<'a>) -> Read<Service> {
        let mut service = Service { bom_ref: tag.attribute("bom-ref"), ..Service::default() };
        self.children(|cursor, tag| match tag.name() {
            "name" => cursor.text(tag, &mut service.name),
            "version" => cursor.text(tag, &mut service.version),
            "services" => cursor.each("service", |cursor, tag| {
                service.services.push(cursor.service(tag)?);
                Ok(())
            }),
            _ => cursor.reader.skip(),
        })?;
        Ok(service)
    }

    /// A dependency; those inside it that have their own go to the list.
    fn dependency(&mut self, tag: &Tag<'a>, all: &mut Vec<Dependency>) -> Read<Dependency> {
        let mut dependency = Dependency { of: tag.attribute("ref"), depends_on: Vec::new() };
        self.each("dependency", |cursor, tag| {
            let inner = cursor.dependency(tag, all)?;
            dependency.depends_on.push(inner.of.clone().unwrap_or_default());
            if !inner.depends_on.is_empty() {
                all.push(inner);
            }
            Ok(())
        })?;
        Ok(dependency)
    }

    /// The schema lets one `composition` hold several, each from one `aggregate` to the next.
    fn composition(&mut self, all: &mut Vec<Composition>) -> Read {
        let first = all.len();
        self.children(|cursor, tag| {
            if tag.name() == "aggregate" {
                let mut aggregate = None;
                cursor.text(tag, &mut aggregate)?;
                all.push(Composition { aggregate, ..Composition::default() });
                return Ok(());
            }
            let Some(composition) = all[first..].last_mut() else { return cursor.reader.skip() };
            match tag.name() {
                "assemblies" => cursor.refs("assembly", &mut composition.assemblies),
                "dependencies" => cursor.refs("dependency", &mut composition.dependencies),
                "vulnerabilities" => cursor.refs("vulnerability", &mut composition.vulnerabilities),
                _ => cursor.reader.skip(),
            }
        })
    }

    fn refs(&mut self, name: &str, refs: &mut Vec<String>) -> Read {
        self.each(name, |cursor, tag| {
            refs.extend(tag.attribute("ref"));
            cursor.reader.skip()
        })
    }

    fn vulnerabilities(&mut self) -> Read {
        self.vulnerabilities.get_or_insert_default();
        self.each("vulnerability", |cursor, tag| {
            let vulnerability = cursor.vulnerability(tag)?;
            cursor.vulnerabilities.get_or_insert_default().push(vulnerability);
            Ok(())
        })
    }

    fn vulnerability(&mut self, tag: &Tag<'a>) -> Read<Vulnerability> {
        let mut vulnerability = Vulnerability {
            bom_ref: tag.attribute("bom-ref"),
            at: Some(tag.at),
            ..Vulnerability::default()
        };
        // The extension names the one component that is affected on the element itself.
        let affected = tag.attribute("ref");
        vulnerability
            .affects
            .extend(affected.map(|of| Affected { of: Some(of), ..Affected::default() }));
        self.children(|cursor, tag| match tag.name() {
            "id" => cursor.text(tag, &mut vulnerability.id),
            "source" => {
                let source = cursor.source(tag)?;
                once(tag, &mut vulnerability.source, source)
            }
            "references" => cursor.each("reference", |cursor, _| {
                vulnerability.references.push(Reference { id: cursor.text_or_child("id")? });
                Ok(())
            }),
            "ratings" => cursor.each("rating", |cursor, _| {
                vulnerability.ratings.push(cursor.rating()?);
                Ok(())
            }),
            "cwes" => cursor.each("cwe", |cursor, _| {
                vulnerability.cwes.extend(cursor.reader.text()?.trim().parse::<u64>());
                Ok(())
            }),
            "description" => cursor.text(tag, &mut vulnerability.description),
            "advisories" => cursor.each("advisory", |cursor, _| {
                vulnerability.advisories.push(Advisory { url: cursor.text_or_child("url")? });
                Ok(())
            }),
            "published" => cursor.text(tag, &mut vulnerability.published),
            "analysis" => cursor.analysis(&mut vulnerability.analysis),
            "affects" => cursor.each("target", |cursor, _| {
                vulnerability.affects.push(cursor.affected()?);
                Ok(())
            }),
            "properties" => cursor.properties(
                |name| name == super::vulnerabilities::FIXED_VERSIONS,
                &mut vulnerability.fixed_versions,
            ),
            _ => cursor.reader.skip(),
        })?;
        Ok(vulnerability)
    }

    fn source(&mut self, tag: &Tag<'a>) -> Read<Source> {
        let mut source = Source { name: tag.attribute("name"), url: None };
        self.children(|cursor, tag| match tag.name() {
            "name" => cursor.text(tag, &mut source.name),
            "url" => cursor.text(tag, &mut source.url),
            _ => cursor.reader.skip(),
        })?;
        Ok(source)
    }

    fn rating(&mut self) -> Read<Rating> {
        let mut rating = Rating::default();
        self.children(|cursor, tag| match tag.name() {
            "source" => {
                let source = cursor.source(tag)?;
                once(tag, &mut rating.source, source)
            }
            "score" => {
                let score = cursor.text_or_child("base")?;
                rating.score = score.and_then(|score| score.parse().ok());
                Ok(())
            }
            "severity" => cursor.text(tag, &mut rating.severity),
            "method" => cursor.text(tag, &mut rating.method),
            "vector" => cursor.text(tag, &mut rating.vector),
            _ => cursor.reader.skip(),
        })?;
        Ok(rating)
    }

    fn analysis(&mut self, analysis: &mut Analysis) -> Read {
        self.children(|cursor, tag| match tag.name() {
            "state" => cursor.text(tag, &mut analysis.state),
            "justification" => cursor.text(tag, &mut analysis.justification),
            "responses" => cursor.each("response", |cursor, _| {
                analysis.response.push(cursor.reader.text()?.trim().to_owned());
                Ok(())
            }),
            "detail" => cursor.text(tag, &mut analysis.detail),
            _ => cursor.reader.skip(),
        })
    }

    fn affected(&mut self) -> Read<Affected> {
        let mut affected = Affected::default();
        self.children(|cursor, tag| match tag.name() {
            "ref" => cursor.text(tag, &mut affected.of),
            "versions" => cursor.each("version", |cursor, _| {
                let mut version = AffectedVersion::default();
                cursor.children(|cursor, tag| match tag.name() {
                    "version" => cursor.text(tag, &mut version.version),
                    "status" => cursor.text(tag, &mut version.status),
                    _ => cursor.reader.skip(),
                })?;
                affected.versions.push(version);
                Ok(())
            }),
            _ => cursor.reader.skip(),
        })?;
        Ok(affected)
    }

    /// The values of the properties with a wanted name.
    fn properties(&mut self, wanted: fn(&str) -> bool, values: &mut Vec<String>) -> Read {
        self.each("property", |cursor, tag| {
            if !tag.attribute("name").is_some_and(|name| wanted(&name)) {
                return cursor.reader.skip();
            }
            values.push(cursor.reader.text()?.trim().to_owned());
            Ok(())
        })
    }

    /// Visits the children of this name in the element that was just begun.
    fn each(&mut self, name: &str, mut visit: impl FnMut(&mut Self, &Tag<'a>) -> Read) -> Read {
        self.children(
            |cursor, tag| {
                if tag.name() == name { visit(cursor, tag) } else { cursor.reader.skip() }
            },
        )
    }

    /// Visits the children of the element that was just begun; `visit` reads each to its end.
    fn children(&mut self, mut visit: impl FnMut(&mut Self, &Tag<'a>) -> Read) -> Read {
        loop {
            match self.reader.next()? {
                Some(Node::Start(tag)) => {
                    let outer = self.namespaces.len();
                    self.namespaces.extend(tag.declared_namespaces());
                    if self.namespace_of(&tag).is_some_and(|uri| uri.starts_with(NAMESPACES)) {
                        visit(self, &tag)?;
                    } else {
                        self.reader.skip()?;
                    }
                    self.namespaces.truncate(outer);
                }
                Some(Node::Text(_)) => {}
                Some(Node::End) | None => return Ok(()),
            }
        }
    }

    fn namespace_of(&self, tag: &Tag<'_>) -> Option<&str> {
        let mut innermost_first = self.namespaces.iter().rev();
        innermost_first.find(|(prefix, _)| prefix == tag.prefix()).map(|(_, uri)| uri.as_str())
    }

    /// The trimmed text of an element that stands once.
    fn text(&mut self, tag: &Tag<'a>, slot: &mut Option<String>) -> Read {
        let text = self.reader.text()?;
        let trimmed = text.trim();
        once(tag, slot, if trimmed.len() == text.len() { text } else { trimmed.to_owned() })
    }

    fn presence(&mut self, tag: &Tag<'a>, slot: &mut Option<IgnoredAny>) -> Read {
        self.reader.skip()?;
        once(tag, slot, IgnoredAny)
    }

    /// The text of a child of this name, or else of the element that was just begun: what the extension wrote as text
    /// has children in the specification, and the other way round.
    fn text_or_child(&mut self, child: &str) -> Read<Option<String>> {
        let mut text = String::new();
        let mut of_child = None;
        loop {
            match self.reader.next()? {
                Some(Node::Start(tag)) if tag.name() == child => {
                    self.text(&tag, &mut of_child)?;
                }
                Some(Node::Start(_)) => self.reader.skip()?,
                Some(Node::Text(piece)) => text.push_str(&piece),
                Some(Node::End) | None => break,
            }
        }
        let text = text.trim();
        Ok(of_child.or_else(|| (!text.is_empty()).then(|| text.to_owned())))
    }
}

/// As a repeated key in JSON, a repeated element would let two readers see two documents.
fn once<T>(tag: &Tag<'_>, slot: &mut Option<T>, value: T) -> Read {
    if slot.is_some() {
        let message = format!("the element `{}` stands twice where one is allowed", tag.name());
        return Err(Refusal::malformed(message).at(tag.at.0));
    }
    *slot = Some(value);
    Ok(())
}

//! CycloneDX bills of materials, 1.0 to 1.7, in JSON and XML, with the vulnerabilities that they may carry (VDR, VEX).
//!
//! Two readers, `json` and `xml`, make one [`bom::Bom`] of a document, which holds only what is used; from there on the
//! two serialisations are the same thing. No crate reads 1.6 and 1.7, and the one that reads 1.3 to 1.5 accepts
//! documents that their schema refuses.

mod about;
mod bom;
mod flaws;
mod inventory;
mod json;
mod license;
mod vulnerabilities;
mod xml;

use super::{Format, Limits, Outline, Refusal, from_json, pointer};
use crate::evidence::{At, Family, ProblemKind, Records, Statement, Time};
use bom::{Bom, Span};
use flaws::{Flaw, Flaws};
use inventory::Inventory;

pub(crate) static FORMAT: Format = Format {
    name: "cyclonedx",
    title: "CycloneDX bill of materials",
    families: &[Family::Vulnerabilities, Family::Sboms],
    reference: "https://cyclonedx.org/specification/overview",
    detect,
    parse,
};

/// The versions of the specification that are known here.
const VERSIONS: [&str; 8] = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];

fn detect(outline: &Outline) -> bool {
    match outline {
        Outline::Json(shape) => shape.text_of("bomFormat") == Some("CycloneDX"),
        Outline::Xml { root, namespace: Some(namespace), .. } => {
            root == "bom" && namespace.starts_with(xml::BOM_NAMESPACE)
        }
        _ => false,
    }
}

fn parse(text: &str) -> Result<Statement, Refusal> {
    let bom = if text.trim_start().starts_with('<') { xml::read(text)? } else { from_json(text)? };
    let version = bom.spec_version.as_deref().unwrap_or_default();
    if !VERSIONS.contains(&version) {
        let message = format!("version `{version}` of CycloneDX is not known: 1.7 is the latest");
        return Err(Refusal::malformed(message));
    }
    statement(bom)
}

/// What a document says, in the evidence model.
fn statement(mut bom: Bom) -> Result<Statement, Refusal> {
    let mut flaws = Flaws::default();
    let made_at = made_at(&bom, &mut flaws);
    check_header(&bom, &mut flaws);
    let about = bom.metadata.component.as_ref().map(about::of).unwrap_or_default();
    let vulnerabilities = bom.vulnerabilities.take();
    let serial = bom.serial_number.clone();
    let tool = bom.metadata.tool.take();

    let inventory = Inventory::of(bom, made_at.is_some(), &mut flaws);
    let mut records = Vec::new();
    match vulnerabilities {
        // Trivy and others write an empty list into every bill of materials, also when nothing was scanned.
        Some(none) if none.is_empty() => flaws.add(Flaw::NoVulnerability, "vulnerabilities", None),
        Some(stated) => {
            let read = vulnerabilities::read(stated, serial.as_deref(), &inventory, &mut flaws)?;
            // Scanners write analyses too, so whatever one leaves open counts.
            if read.findings.iter().any(|finding| finding.state.is_open()) {
                records.push(Records::Vulnerabilities(read));
            } else {
                flaws.add(Flaw::OnlyVex, "vulnerabilities", None);
            }
        }
        None => {}
    }
    if !inventory.is_empty() {
        records.push(Records::Sbom(inventory.into_sbom()));
    }

    let problems = flaws.into_problems();
    let mut statement =
        Statement { tool, made_at, about, problems, records, ..Statement::default() };
    if statement.records.is_empty() {
        statement.problem(ProblemKind::Empty, "a bill of materials without a component");
    }
    Ok(statement)
}

fn made_at(bom: &Bom, flaws: &mut Flaws) -> Option<Time> {
    let stated = bom.metadata.timestamp.as_deref()?;
    // A bare date is not a time: which midnight was meant decides whether the document is too old.
    let time = Time::parse(stated).filter(|_| stated.contains(['T', 't', ' ']));
    if time.is_none() {
        flaws.add(Flaw::BadTimestamp, stated, None);
    }
    time
}

fn check_header(bom: &Bom, flaws: &mut Flaws) {
    if let Some(serial) = bom.serial_number.as_deref().filter(|serial| !is_urn_uuid(serial)) {
        flaws.add(Flaw::BadSerialNumber, serial, None);
    }
    let version = bom.spec_version.as_deref().unwrap_or_default();
    license::check(&bom.metadata.licenses, version, None, flaws);
}

/// `urn:uuid:` and five groups of hex digits.
fn is_urn_uuid(text: &str) -> bool {
    text.strip_prefix("urn:uuid:").is_some_and(|uuid| {
        let groups: Vec<_> = uuid.split('-').collect();
        groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
            && groups.concat().bytes().all(|b| b.is_ascii_hexdigit())
    })
}

/// Where something stands: its start tag in XML, its pointer in JSON.
fn at(span: Option<Span>, pointer: &str) -> At {
    span.map_or_else(|| At::pointer(pointer), |(start, end)| At::bytes(start, end))
}

#[cfg(test)]
mod tests;

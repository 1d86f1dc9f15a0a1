//! The vulnerabilities of a document, and what its analyses (VEX) say of them.

use super::about::percent_decoded;
use super::bom::{self, Affected, Analysis, Rating};
use super::flaws::{Flaw, Flaws};
use super::inventory::{Inventory, Referent};
use super::{Refusal, at};
use crate::evidence::vulnerabilities::{
    Component, Cvss, Fix, FixState, Scan, State, Vulnerabilities, Vulnerability,
};
use crate::evidence::{Severity, Suppression, SuppressionKind, Time};
use std::cmp::Reverse;

/// The property in which Grype lists the versions without a vulnerability.
pub(super) const FIXED_VERSIONS: &str = "grype:fixed_versions";

/// More records than this are refused: repeated references to a repeated `bom-ref` multiply.
const MAX_RECORDS: usize = 200_000;

/// Reads the vulnerabilities: one record for each component that one affects, one where it names none.
pub(super) fn read(
    stated: Vec<bom::Vulnerability>,
    serial: Option<&str>,
    inventory: &Inventory,
    flaws: &mut Flaws,
) -> Result<Vulnerabilities, Refusal> {
    let mut findings = Vec::with_capacity(stated.len());
    for (index, mut vulnerability) in stated.into_iter().enumerate() {
        let affects = std::mem::take(&mut vulnerability.affects);
        let record = record(vulnerability, index, flaws);
        if affects.is_empty() {
            findings.push(record);
            continue;
        }
        for affected in affects {
            let mut record = record.clone();
            add_fixed_versions(&mut record.fix, &affected);
            let mut components = components(&affected, serial, inventory);
            if findings.len() + components.len() > MAX_RECORDS {
                let message = format!(
                    "more than {MAX_RECORDS} pairs of a vulnerability and a component that it affects"
                );
                return Err(Refusal::too_large(message));
            }
            if components.is_empty() {
                let named = affected.of.unwrap_or_default();
                if !named.starts_with("urn:cdx:") {
                    flaws.add(Flaw::DanglingAffects, &named, record.at.as_ref());
                }
                components.push(outside(&named));
            }
            findings.extend(
                components
                    .into_iter()
                    .map(|component| Vulnerability { component, ..record.clone() }),
            );
        }
    }
    let target = inventory.target().map(str::to_owned);
    Ok(Vulnerabilities::from_findings(findings, Scan { target, db_updated_at: None }))
}

/// A vulnerability, without the component that it affects.
fn record(stated: bom::Vulnerability, index: usize, flaws: &mut Flaws) -> Vulnerability {
    let at = at(stated.at, &format!("/vulnerabilities/{index}"));
    let source = stated.source.unwrap_or_default();
    let rating = decisive(&stated.ratings, source.name.as_deref());
    let severity = rating.map(severity_of).unwrap_or_default();
    let severity_raw = rating.and_then(|rating| rating.severity.clone()).unwrap_or_default();
    let severity_source = rating.and_then(|rating| rating.source_name().map(str::to_owned));

    let references = stated.references.into_iter().filter_map(|reference| reference.id);
    let mut aliases: Vec<_> = stated.id.into_iter().chain(references).collect();
    aliases.retain(|id| !id.is_empty());
    let main = aliases.iter().position(|id| id.starts_with("CVE-")).unwrap_or(0);
    let id = if aliases.is_empty() {
        let id = stated.bom_ref.unwrap_or_default();
        flaws.add(Flaw::UnidentifiedVulnerability, &id, Some(&at));
        id
    } else {
        aliases.remove(main)
    };
    aliases.sort();
    aliases.dedup();
    aliases.retain(|alias| *alias != id);

    let state = state(&stated.analysis, flaws);
    let advisory = stated.advisories.into_iter().find_map(|advisory| advisory.url);
    let first_line = |text: String| text.lines().next().map(|line| line.trim().to_owned());
    Vulnerability {
        id,
        aliases,
        title: stated.description.and_then(first_line).filter(|title| !title.is_empty()),
        severity,
        severity_id: severity.id(),
        severity_raw,
        severity_source,
        cvss: stated.ratings.iter().filter_map(cvss).collect(),
        cwes: stated.cwes.iter().map(|cwe| format!("CWE-{cwe}")).collect(),
        fix: fix(&stated.fixed_versions, &stated.analysis),
        state,
        suppression: (!state.is_open()).then(|| suppression(stated.analysis)),
        published_at: stated.published.as_deref().and_then(Time::parse),
        url: source.url.or(advisory),
        at: Some(at),
        ..Vulnerability::default()
    }
}

/// The rating that decides: that of the vulnerability's own source, else one without a source (the tool's own), else
/// NVD's, else anybody's; among equals the most severe. Ratings without a severity or a CVSS score decide nothing.
fn decisive<'r>(ratings: &'r [Rating], source: Option<&str>) -> Option<&'r Rating> {
    let rank = |rating: &Rating| match rating.source_name() {
        name @ Some(_) if name == source => 0,
        None => 1,
        Some(name) if name.eq_ignore_ascii_case("nvd") => 2,
        Some(_) => 3,
    };
    ratings
        .iter()
        .filter(|rating| severity_of(rating) != Severity::Unknown)
        .min_by_key(|rating| (rank(rating), Reverse(severity_of(rating))))
}

impl Rating {
    fn source_name(&self) -> Option<&str> {
        self.source.as_ref()?.name.as_deref().filter(|name| !name.is_empty())
    }

    /// The version of CVSS that it follows, if it is CVSS.
    fn cvss_version(&self) -> Option<&str> {
        let vector = self.vector.as_deref().and_then(|vector| vector.strip_prefix("CVSS:"));
        vector.and_then(|vector| vector.split('/').next()).or(match self.method.as_deref()? {
            "CVSSv2" => Some("2.0"),
            "CVSSv3" => Some("3.0"),
            "CVSSv31" => Some("3.1"),
            "CVSSv4" => Some("4.0"),
            _ => None,
        })
    }
}

/// The rating's word; where it has none, what CVSS calls its score.
fn severity_of(rating: &Rating) -> Severity {
    let word = rating.severity.as_deref().map(Severity::from_word).unwrap_or_default();
    match (word, rating.score, rating.cvss_version()) {
        // CVSS v2 itself has no `critical` (NVD's ratings of it).
        (Severity::Unknown, Some(score), Some("2.0")) => {
            Severity::from_cvss_score(score).min(Severity::High)
        }
        (Severity::Unknown, Some(score), Some(_)) => Severity::from_cvss_score(score),
        (word, ..) => word,
    }
}

fn cvss(rating: &Rating) -> Option<Cvss> {
    Some(Cvss {
        version: Some(rating.cvss_version()?.to_owned()),
        vector: rating.vector.clone(),
        score: rating.score,
        source: rating.source_name().map(str::to_owned),
    })
}

/// Only a word of the specification closes a vulnerability.
fn state(analysis: &Analysis, flaws: &mut Flaws) -> State {
    match analysis.state.as_deref().unwrap_or_default() {
        "" | "exploitable" => State::Open,
        "in_triage" => State::UnderInvestigation,
        "not_affected" => State::NotAffected,
        "false_positive" => State::FalsePositive,
        "resolved" | "resolved_with_pedigree" => State::Fixed,
        unknown => {
            flaws.add(Flaw::UnknownAnalysisState, unknown, None);
            State::Open
        }
    }
}

fn suppression(analysis: Analysis) -> Suppression {
    let said = [analysis.justification, analysis.detail];
    let said: Vec<_> = said.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let justification = (!said.is_empty()).then(|| said.join(": "));
    Suppression { kind: SuppressionKind::Vex, justification, source: None }
}

/// What is stated of a fix in so many words; advice in prose is not read.
fn fix(properties: &[String], analysis: &Analysis) -> Fix {
    let said = |response: &str| analysis.response.iter().any(|said| said == response);
    let versions: Vec<_> = properties
        .iter()
        .flat_map(|list| list.split(','))
        .map(|version| version.trim().to_owned())
        .filter(|version| !version.is_empty())
        .collect();
    let state = if !versions.is_empty() || said("update") {
        FixState::Fixed
    } else if said("will_not_fix") {
        FixState::WontFix
    } else if said("can_not_fix") {
        FixState::NotFixed
    } else {
        FixState::Unknown
    };
    Fix { state, versions }
}

fn add_fixed_versions(fix: &mut Fix, affected: &Affected) {
    let unaffected =
        affected.versions.iter().filter(|version| version.status.as_deref() == Some("unaffected"));
    for version in unaffected.filter_map(|stated| stated.version.as_ref()) {
        fix.state = FixState::Fixed;
        if !fix.versions.contains(version) {
            fix.versions.push(version.clone());
        }
    }
}

/// The components in this document that a reference stands for; a repeated `bom-ref` stands for all that have it.
fn components(affected: &Affected, serial: Option<&str>, inventory: &Inventory) -> Vec<Component> {
    let named = affected.of.as_deref().unwrap_or_default();
    let own = serial.and_then(|serial| own_fragment(named, serial));
    let bom_ref = own.map_or(named.into(), percent_decoded);
    let component = |referent: &Referent| match (referent, inventory.component(referent)) {
        (Referent::Service(name, version), _) => {
            Component { name: name.clone(), version: version.clone(), ..Component::default() }
        }
        (_, found) => {
            let found = found.cloned().unwrap_or_default();
            let (purl, name, version) = (found.purl, found.name, found.version);
            Component { purl, name, version, locations: Vec::new() }
        }
    };
    inventory.resolve(&bom_ref).iter().map(component).collect()
}

/// The `bom-ref` in a BOM-Link, `urn:cdx:UUID/VERSION#BOM-REF`, to the document of this serial number.
fn own_fragment<'l>(link: &'l str, serial: &str) -> Option<&'l str> {
    let (document, fragment) = link.strip_prefix("urn:cdx:")?.split_once('#')?;
    let uuid = serial.strip_prefix("urn:uuid:")?;
    (document.split('/').next()? == uuid).then_some(fragment)
}

/// A component that is not in this document, as far as its reference tells: that of a BOM-Link is in another one.
fn outside(named: &str) -> Component {
    let fragment =
        named.strip_prefix("urn:cdx:").and_then(|link| link.split_once('#')).map(|(_, f)| f);
    let name = fragment.map_or(named.into(), percent_decoded).into_owned();
    let purl = name.starts_with("pkg:").then(|| name.clone());
    Component { purl, name, ..Component::default() }
}

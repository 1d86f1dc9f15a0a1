//! One match of Grype, open or ignored.

use crate::evidence::vulnerabilities::{Component, Cvss, Fix, FixState, State, Vulnerability};
use crate::evidence::{At, Severity, Suppression, SuppressionKind};
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Match {
    vulnerability: Advisory,
    related_vulnerabilities: Option<Vec<Advisory>>,
    artifact: Artifact,
    /// There on ignored matches only.
    applied_ignore_rules: Option<Vec<IgnoreRule>>,
}

/// What one source says of a vulnerability.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Advisory {
    id: String,
    data_source: Option<String>,
    namespace: Option<String>,
    severity: Option<String>,
    description: Option<String>,
    cvss: Option<Vec<Rating>>,
    epss: Option<Vec<Epss>>,
    known_exploited: Option<Vec<serde::de::IgnoredAny>>,
    cwes: Option<Vec<Cwe>>,
    fix: Option<FixedIn>,
    /// How Grype named the fix before 0.13.
    fixed_in_version: Option<String>,
}

#[derive(Deserialize)]
struct Rating {
    source: Option<String>,
    version: Option<String>,
    vector: Option<String>,
    metrics: Option<Metrics>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metrics {
    base_score: Option<f64>,
}

#[derive(Deserialize)]
struct Epss {
    epss: Option<f64>,
}

#[derive(Deserialize)]
struct Cwe {
    cwe: Option<String>,
}

#[derive(Deserialize)]
struct FixedIn {
    versions: Option<Vec<String>>,
    state: Option<String>,
}

#[derive(Deserialize)]
struct Artifact {
    name: String,
    version: Option<String>,
    purl: Option<String>,
    locations: Option<Vec<ArtifactLocation>>,
}

#[derive(Deserialize)]
struct ArtifactLocation {
    path: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct IgnoreRule {
    vulnerability: Option<String>,
    reason: Option<String>,
    fix_state: Option<String>,
    package: Option<IgnoredPackage>,
    vex_status: Option<String>,
    vex_justification: Option<String>,
    namespace: Option<String>,
    match_type: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct IgnoredPackage {
    name: Option<String>,
    version: Option<String>,
    language: Option<String>,
    r#type: Option<String>,
    location: Option<String>,
    upstream_name: Option<String>,
}

impl Match {
    pub(super) fn into_vulnerability(self, at: String) -> Vulnerability {
        let Self { vulnerability: own, related_vulnerabilities, artifact, applied_ignore_rules } =
            self;
        let related = related_vulnerabilities.unwrap_or_default();
        let (id, aliases) = identify(&own, &related);
        let (state, suppression) = state_of(applied_ignore_rules.unwrap_or_default());
        let sources = || std::iter::once(&own).chain(&related);
        let mut cvss = Vec::new();
        for rating in sources().flat_map(Advisory::ratings) {
            if !cvss.contains(&rating) {
                cvss.push(rating);
            }
        }
        let cwes: BTreeSet<_> = sources()
            .flat_map(|source| source.cwes.iter().flatten())
            .filter_map(|cwe| cwe.cwe.clone())
            .collect();
        let severity_raw = own.severity.clone().unwrap_or_default();
        let severity = Severity::from_word(&severity_raw);
        Vulnerability {
            id,
            aliases,
            title: sources().find_map(|source| first_line(source.description.as_deref()?)),
            severity,
            severity_id: severity.id(),
            severity_raw,
            cvss,
            epss: sources()
                .flat_map(|source| source.epss.iter().flatten())
                .filter_map(|epss| epss.epss)
                .reduce(f64::max),
            kev: sources()
                .filter_map(|source| source.known_exploited.as_ref())
                .map(|known| !known.is_empty())
                .reduce(std::ops::BitOr::bitor),
            cwes: cwes.into_iter().collect(),
            component: artifact.into_component(),
            state,
            suppression,
            at: Some(At::pointer(at)),
            fix: fix_of(own.fix, own.fixed_in_version),
            severity_source: own.namespace,
            url: own.data_source,
            ..Vulnerability::default()
        }
    }
}

/// The CVE where there is exactly one, else the source's own id; and every other id.
fn identify(own: &Advisory, related: &[Advisory]) -> (String, Vec<String>) {
    let mut aliases: BTreeSet<_> = related.iter().map(|related| related.id.clone()).collect();
    aliases.insert(own.id.clone());
    let is_cve = |id: &&String| id.starts_with("CVE-");
    let mut cves = aliases.iter().filter(is_cve);
    let id = match (is_cve(&&own.id), cves.next(), cves.next()) {
        (false, Some(cve), None) => cve.clone(),
        _ => own.id.clone(),
    };
    aliases.remove(&id);
    (id, aliases.into_iter().collect())
}

fn first_line(text: &str) -> Option<String> {
    text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}

impl Advisory {
    fn ratings(&self) -> impl Iterator<Item = Cvss> {
        self.cvss.iter().flatten().map(|rating| Cvss {
            version: rating.version.clone(),
            vector: rating.vector.clone(),
            score: rating.metrics.as_ref().and_then(|metrics| metrics.base_score),
            source: rating.source.clone().or_else(|| self.namespace.clone()),
        })
    }
}

impl Artifact {
    fn into_component(self) -> Component {
        let stated = |text: Option<String>| text.filter(|text| !text.is_empty());
        let locations = self.locations.into_iter().flatten();
        Component {
            purl: stated(self.purl),
            name: self.name,
            version: stated(self.version),
            locations: locations.filter_map(|location| location.path).collect(),
        }
    }
}

/// A fixed version is a fix, whatever the state says.
fn fix_of(fix: Option<FixedIn>, fixed_in_version: Option<String>) -> Fix {
    let (versions, state) = fix.map_or((None, None), |fix| (fix.versions, fix.state));
    let mut versions = versions.unwrap_or_default();
    versions.extend(fixed_in_version);
    versions.retain(|version| !version.is_empty());
    let state = match state.as_deref() {
        _ if !versions.is_empty() => FixState::Fixed,
        Some("fixed") => FixState::Fixed,
        Some("not-fixed") => FixState::NotFixed,
        Some("wont-fix") => FixState::WontFix,
        _ => FixState::Unknown,
    };
    Fix { state, versions }
}

/// What the first rule that applies makes of a match. A match is open until a rule is there that says otherwise; an empty
/// one says nothing.
fn state_of(rules: Vec<IgnoreRule>) -> (State, Option<Suppression>) {
    let stated = rules.into_iter().map(|rule| (rule.vex_status.clone(), rule.justification()));
    let is_empty = |status: &Option<String>| status.as_deref().is_none_or(str::is_empty);
    let mut stated = stated.filter(|(status, reason)| !is_empty(status) || reason.is_some());
    let Some((vex_status, justification)) = stated.next() else { return (State::Open, None) };
    let (state, kind) = match vex_status.as_deref() {
        None | Some("") => (State::Suppressed, SuppressionKind::IgnoreRule),
        Some("not_affected") => (State::NotAffected, SuppressionKind::Vex),
        Some("fixed") => (State::Fixed, SuppressionKind::Vex),
        Some("under_investigation") => (State::UnderInvestigation, SuppressionKind::Vex),
        Some(_) => return (State::Open, None),
    };
    (state, Some(Suppression { kind, justification, source: None }))
}

impl IgnoreRule {
    /// The reason that its author gave, else what the rule matches.
    fn justification(self) -> Option<String> {
        let stated = |text: Option<String>| text.filter(|text| !text.is_empty());
        let package = self.package.unwrap_or_default();
        let criteria = [
            ("fix state", stated(self.fix_state)),
            ("vulnerability", stated(self.vulnerability)),
            ("namespace", stated(self.namespace)),
            ("match type", stated(self.match_type)),
            ("package", stated(package.name)),
            ("version", stated(package.version)),
            ("language", stated(package.language)),
            ("package type", stated(package.r#type)),
            ("location", stated(package.location)),
            ("upstream package", stated(package.upstream_name)),
        ];
        stated(self.reason).or_else(|| stated(self.vex_justification)).or_else(|| {
            let named = criteria.into_iter().filter_map(|(what, value)| Some((what, value?)));
            let named: Vec<_> = named.map(|(what, value)| format!("{what} `{value}`")).collect();
            (!named.is_empty()).then(|| format!("a rule for {}", named.join(", ")))
        })
    }
}

//! One result of a run (§3.27), as a finding.

use super::category;
use super::log::{
    self, ArtifactLocation, DescriptorReference, Properties, ReportingDescriptor, ResultObject, Run,
};
use super::rules::{Rule, Rules, nth, rule_id};
use crate::evidence::findings::{Baseline, Category, Finding, Level, Location, State};
use crate::evidence::{At, Severity, Suppression, SuppressionKind};
use serde_json::{Number, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What the results of one run are read with.
pub(super) struct Reader<'r> {
    run: &'r Run,
    pub(super) rules: Rules<'r>,
    category: Category,
}

impl<'r> Reader<'r> {
    pub(super) fn of(run: &'r Run) -> Self {
        let category = category::of_tool(&run.tool.driver.name);
        Self { run, rules: Rules::of(&run.tool), category }
    }

    pub(super) fn finding(&self, result: &ResultObject, at: String) -> Finding {
        let rule = self.rules.of_result(result);
        let descriptor = rule.map(|rule| rule.descriptor);
        let id = rule_id(result).or(descriptor.map(|rule| rule.id.as_str())).unwrap_or_default();
        let category = category::of_result(self.category, id, descriptor);
        let level = level(result, rule);
        let severity = severity(result, descriptor, level, category);
        let (state, suppression) = state(result);
        Finding {
            category,
            tool: self.run.tool.driver.name.clone(),
            rule_id: id.to_owned(),
            rule_name: descriptor.and_then(|rule| rule.name.clone()),
            message: self.message(result, rule, category, id),
            severity,
            severity_id: severity.id(),
            level,
            location: self.location(result),
            fingerprint: fingerprint(result),
            cwes: self.cwes(result, descriptor),
            state,
            baseline: baseline(result),
            suppression,
            url: descriptor.and_then(|rule| rule.help_uri.clone()),
            at: Some(At::pointer(at)),
        }
    }

    /// The message of a result, or what its rule is about. Scanners of secrets put the secret into messages, so of those
    /// only the rule's own words are taken.
    fn message(
        &self,
        result: &ResultObject,
        rule: Option<Rule<'r>>,
        category: Category,
        id: &str,
    ) -> String {
        let own = result.message.as_ref().filter(|_| category != Category::Secret);
        own.and_then(|message| self.rules.text(message, rule))
            .or_else(|| Some(rule?.description()?.to_owned()))
            .unwrap_or_else(|| format!("found by rule `{id}`"))
    }

    /// The first place of a result; a logical one where there is no file.
    fn location(&self, result: &ResultObject) -> Option<Location> {
        let first = result.locations.as_ref()?.first()?;
        let physical = first.physical_location.as_ref();
        let region = physical.and_then(|physical| physical.region.as_ref());
        let file = physical.and_then(|physical| self.uri(physical.artifact_location.as_ref()?));
        let logical = || {
            let logical = first.logical_locations.as_ref()?.first()?;
            logical.fully_qualified_name.clone().or_else(|| logical.name.clone())
        };
        let line = |number: &Number| number.as_u64().filter(|line| *line > 0);
        Some(Location {
            uri: file.or_else(logical)?,
            start_line: region.and_then(|region| region.start_line.as_ref()).and_then(line),
            end_line: region.and_then(|region| region.end_line.as_ref()).and_then(line),
        })
    }

    /// A file's URI, with its base in front where that is a path inside the project too.
    fn uri(&self, location: &ArtifactLocation) -> Option<String> {
        let artifacts = self.run.artifacts.as_deref().unwrap_or_default();
        let location = match (&location.uri, nth(artifacts, location.index.as_ref())) {
            (None, Some(artifact)) => artifact.location.as_ref()?,
            _ => location,
        };
        let uri = location.uri.as_ref()?;
        let base = location.uri_base_id.as_ref().and_then(|id| {
            let base = self.run.original_uri_base_ids.as_ref()?.get(id)?.uri.as_deref()?;
            (!base.starts_with('/') && !base.contains(':')).then_some(base)
        });
        Some(base.map_or_else(|| uri.clone(), |base| format!("{base}{uri}")))
    }

    /// From the tags and properties of the rule, and from the members of the CWE taxonomy that it or the result names.
    fn cwes(&self, result: &ResultObject, rule: Option<&ReportingDescriptor>) -> Vec<String> {
        let bags = [&result.properties]
            .into_iter()
            .chain(rule.map(|rule| &rule.properties))
            .flatten()
            .flat_map(|bag: &Properties| [bag.tags.as_ref(), bag.cwe.as_ref()])
            .flatten();
        let tagged = bags.flat_map(texts).filter_map(cwe_in);
        let related = rule.into_iter().flat_map(|rule| rule.relationships.iter().flatten());
        let taxa = related
            .filter_map(|relationship| relationship.target.as_ref())
            .chain(result.taxa.iter().flatten())
            .filter_map(|taxon| self.cwe_of(taxon));
        let numbers: BTreeSet<u32> = tagged.chain(taxa).collect();
        numbers.into_iter().map(|number| format!("CWE-{number}")).collect()
    }

    fn cwe_of(&self, taxon: &DescriptorReference) -> Option<u32> {
        let id = taxon.id.as_deref()?;
        let taxonomies = self.run.taxonomies.as_deref().unwrap_or_default();
        let component = taxon.tool_component.as_ref();
        let is_cwe = component.is_some_and(|component| {
            let known = nth(taxonomies, component.index.as_ref());
            let known = known.and_then(|known| known.name.as_deref());
            component.name.as_deref().or(known) == Some("CWE")
        });
        cwe_in(id).or_else(|| is_cwe.then(|| id.parse().ok())?)
    }
}

/// A string, or the strings of an array.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().chain([value]).filter_map(Value::as_str)
}

/// The number after `CWE-`: `external/cwe/cwe-079`, `CWE-79: Cross-site Scripting`.
fn cwe_in(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let (_, after) = lower.split_once("cwe-")?;
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    after[..end].parse().ok()
}

/// §3.27.10: the result's own level, else its rule's, else `warning`; a result that passed has none. One that is open or
/// under review has none in the specification, but is as bad as its rule says until somebody decides.
fn level(result: &ResultObject, rule: Option<Rule>) -> Level {
    let word = match result.level.as_deref() {
        Some(level) => level,
        None if has_passed(result) => "none",
        None => rule.as_ref().and_then(Rule::level).unwrap_or("warning"),
    };
    level_of(word)
}

/// A word that SARIF does not know is the worst.
pub(super) fn level_of(word: &str) -> Level {
    match word {
        "none" => Level::None,
        "note" => Level::Note,
        "warning" => Level::Warning,
        _ => Level::Error,
    }
}

/// The worse of the scores that a scanner of security gives to the result and its rule, else what the level says. Scanners
/// of packages write 0 for a vulnerability that nobody has rated.
fn severity(
    result: &ResultObject,
    rule: Option<&ReportingDescriptor>,
    level: Level,
    category: Category,
) -> Severity {
    let bags = [Some(&result.properties), rule.map(|rule| &rule.properties)].into_iter().flatten();
    let scores = bags.flatten().filter_map(|bag| bag.security_severity.as_ref());
    let badness = |severity: &Severity| match severity {
        Severity::Critical => (2, *severity),
        Severity::Unknown => (1, *severity),
        _ => (0, *severity),
    };
    match scores.filter_map(severity_of_score).max_by_key(badness) {
        Some(Severity::Informational) if category == Category::Vulnerability => Severity::Unknown,
        Some(severity) => severity,
        None => match level {
            Level::Error => Severity::High,
            Level::Warning => Severity::Medium,
            Level::Note => Severity::Low,
            Level::None => Severity::Informational,
        },
    }
}

/// A score as a number or a text, with a decimal comma too, or a word for it. What is none of them is unknown.
fn severity_of_score(score: &Value) -> Option<Severity> {
    match score {
        Value::Null => None,
        Value::Number(score) => score.as_f64().map(Severity::from_cvss_score),
        Value::String(text) => {
            let score = text.trim().replace(',', ".").parse();
            Some(score.map_or_else(|_| Severity::from_word(text), Severity::from_cvss_score))
        }
        _ => Some(Severity::Unknown),
    }
}

/// Whether a result says that nothing is wrong; a word that SARIF does not know says no such thing.
fn has_passed(result: &ResultObject) -> bool {
    matches!(result.kind.as_deref(), Some("pass" | "notApplicable" | "informational"))
}

/// Whether a result counts. `review` and `open` are questions that nobody has answered yet (§3.27.9), so they do; and so
/// does a result that calls itself passed and an error at once.
fn state(result: &ResultObject) -> (State, Option<Suppression>) {
    let alarms = matches!(result.level.as_deref(), Some("error" | "warning"));
    if has_passed(result) && !alarms {
        return (State::NotAFinding, None);
    }
    if result.baseline_state.as_deref() == Some("absent") {
        return (State::Fixed, None);
    }
    match suppression(result) {
        Some(suppression) => (State::Suppressed, Some(suppression)),
        None => (State::Open, None),
    }
}

/// The first suppression, where all are accepted, as they are by default (§3.35.3): one that is rejected or under review
/// leaves the result open.
fn suppression(result: &ResultObject) -> Option<Suppression> {
    let all = result.suppressions.as_deref().unwrap_or_default();
    let accepted =
        |one: &log::Suppression| matches!(one.status.as_deref(), None | Some("accepted"));
    let first = all.first().filter(|_| all.iter().all(accepted))?;
    let kind = match first.kind.as_deref() {
        Some("inSource") => SuppressionKind::InSource,
        _ => SuppressionKind::Dismissed,
    };
    Some(Suppression { kind, justification: first.justification.clone(), source: None })
}

fn baseline(result: &ResultObject) -> Baseline {
    match result.baseline_state.as_deref() {
        Some("new") => Baseline::New,
        Some("unchanged") => Baseline::Unchanged,
        Some("updated") => Baseline::Updated,
        Some("absent") => Baseline::Absent,
        _ => Baseline::None,
    }
}

/// The result's fingerprint, else its partial ones together. A fingerprint must not stand for several results, so a remark
/// in its place (`requires login`) is none, and neither is an author or a date among the partial ones.
fn fingerprint(result: &ResultObject) -> Option<String> {
    let is_hash = |text: &&str| !text.is_empty() && !text.contains(char::is_whitespace);
    let values = |all: &'_ BTreeMap<String, Value>, key: fn(&str) -> bool| -> Vec<String> {
        all.iter()
            .filter(|(name, _)| key(&name.to_ascii_lowercase()))
            .filter_map(|(_, value)| value.as_str().filter(is_hash).map(str::to_owned))
            .collect()
    };
    let whole = result.fingerprints.as_ref().map(|all| values(all, |_| true));
    let partial = result
        .partial_fingerprints
        .as_ref()
        .map(|all| values(all, |key| key.contains("hash") || key.contains("fingerprint")));
    let first = whole.and_then(|values| values.into_iter().next());
    first.or_else(|| partial.filter(|values| !values.is_empty()).map(|values| values.join("/")))
}

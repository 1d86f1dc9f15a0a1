//! What the listing commands print: `inspect`, `formats`, `rules`.

use super::{json, sanitize, text};
use crate::evidence::{About, Evidence, Problem};
use crate::formats::FORMATS;
use crate::policy::{Effect, PolicySet};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What files are seen as, for people.
pub fn inspected(evidence: &[Evidence], color: bool) -> String {
    let bold =
        |text: &str| if color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
    let mut out = String::new();
    for evidence in evidence {
        let statement = &evidence.statement;
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(out, "  {name:<15} {}", sanitize::text(value));
        };
        line("format", evidence.format.unwrap_or("none that is known, or it was refused"));
        if let Some(tool) = &statement.tool {
            let version = tool.version.as_deref().unwrap_or_default();
            line("tool", format!("{} {version}", tool.name).trim_end());
        }
        if let Some(made_at) = statement.made_at {
            let zone = if made_at.zone_assumed { " (no zone stated, UTC assumed)" } else { "" };
            line("made at", &format!("{}{zone}", made_at.instant));
        }
        for records in &statement.records {
            let (one, many) = records.family().record_noun();
            let counts = summary(records).as_object().map(|map| flat(map, "")).unwrap_or_default();
            let counted = std::iter::once(text::count(records.count(), one, many)).chain(counts);
            line(records.family().name(), &counted.collect::<Vec<_>>().join(", "));
        }
        for about in &statement.about {
            match about {
                About::Commit(commit) => line("about", &format!("commit {commit}")),
                About::Digest(digest) => line("about", &digest.to_string()),
            }
        }
        if evidence.format.is_some() {
            line("complete", if statement.complete() { "yes" } else { "no: it does not count" });
        }
        for problem in &statement.problems {
            line("problem", &problem.message);
        }
        let heading = format!("{}\n", bold(&sanitize::text(evidence.path.as_str())));
        let at = out.rfind("\n\n").map_or(0, |at| at + 2);
        out.insert_str(at, &heading);
        out.push('\n');
    }
    out.pop();
    out
}

/// Counts that are not zero, with their names: `failed 2`, `open.high 1`.
fn flat(map: &serde_json::Map<String, Value>, prefix: &str) -> Vec<String> {
    map.iter()
        .flat_map(|(name, value)| match value {
            Value::Object(inner) => flat(inner, &format!("{prefix}{name}.")),
            // The first number of each summary is that of all records, which is said already.
            Value::Number(_)
                if ["tests", "total", "components", "decisions"].contains(&name.as_str()) =>
            {
                Vec::new()
            }
            Value::Number(number) if number.as_f64() == Some(0.0) => Vec::new(),
            // A sum of seconds has digits that nobody measured.
            Value::Number(number) if number.is_f64() => {
                vec![format!("{prefix}{name} {:.3}", number.as_f64().unwrap_or_default())]
            }
            Value::Number(number) => vec![format!("{prefix}{name} {number}")],
            _ => Vec::new(),
        })
        .collect()
}

#[derive(Serialize)]
struct Inspected<'a> {
    path: &'a str,
    format: Option<&'a str>,
    tool: Option<&'a crate::evidence::Tool>,
    made_at: Option<crate::evidence::Time>,
    digest: &'a crate::evidence::Digest,
    families: Vec<&'static str>,
    records: usize,
    summary: BTreeMap<&'static str, Value>,
    about: Vec<String>,
    complete: bool,
    problems: &'a [Problem],
}

/// What files are seen as, for machines: the same counts that policies see.
pub fn inspected_json(evidence: &[Evidence]) -> String {
    let inspected = |evidence: &'_ Evidence| {
        let statement = &evidence.statement;
        let about = |about: &About| match about {
            About::Commit(commit) => format!("commit:{commit}"),
            About::Digest(digest) => digest.to_string(),
        };
        json::print(&Inspected {
            path: evidence.path.as_str(),
            format: evidence.format,
            tool: statement.tool.as_ref(),
            made_at: statement.made_at,
            digest: &evidence.digest,
            families: evidence.families().into_iter().map(crate::evidence::Family::name).collect(),
            records: evidence.record_count(),
            summary: statement
                .records
                .iter()
                .map(|records| (records.family().name(), summary(records)))
                .collect(),
            about: statement.about.iter().map(about).collect(),
            complete: evidence.format.is_some() && statement.complete(),
            problems: &statement.problems,
        })
    };
    let all: Vec<Value> = evidence
        .iter()
        .filter_map(|evidence| serde_json::from_str(&inspected(evidence)).ok())
        .collect();
    json::print(&all)
}

fn summary(records: &crate::evidence::Records) -> Value {
    use crate::evidence::Records;
    match records {
        Records::Tests(tests) => json!(tests.summary),
        Records::Vulnerabilities(vulnerabilities) => json!(vulnerabilities.summary),
        Records::Findings(findings) => json!(findings.summary),
        Records::Sbom(sbom) => json!(sbom.summary),
        Records::Approvals(approvals) => json!(approvals.summary),
    }
}

/// The formats, for people.
pub fn formats() -> String {
    let mut out = String::new();
    for format in FORMATS {
        let families: Vec<_> = format.families.iter().map(|family| family.name()).collect();
        let _ = writeln!(out, "{:<14} {:<38} {}", format.name, format.title, families.join(", "));
    }
    out
}

/// The formats, for machines.
pub fn formats_json() -> String {
    let formats: Vec<_> = FORMATS
        .iter()
        .map(|format| {
            let families: Vec<_> = format.families.iter().map(|family| family.name()).collect();
            json!({ "name": format.name, "title": format.title, "families": families, "reference": format.reference })
        })
        .collect();
    json::print(&formats)
}

/// The rules, for people.
pub fn rules(policies: &PolicySet) -> String {
    let mut out = String::new();
    let width = policies.rules().iter().map(|rule| rule.id.chars().count()).max().unwrap_or(0);
    for rule in policies.rules() {
        let effect = match rule.effect {
            Effect::Deny => "deny",
            Effect::Warn => "warn",
        };
        let requires: Vec<_> = rule.requires.iter().map(|family| family.name()).collect();
        let requires = if requires.is_empty() {
            String::new()
        } else {
            format!(" (needs {})", requires.join(", "))
        };
        let _ = writeln!(
            out,
            "{effect}  {:<width$}  {}{requires}",
            sanitize::text(&rule.id),
            sanitize::text(rule.title.as_deref().unwrap_or_default())
        );
    }
    let _ = writeln!(out, "\nParameters (`--param NAME=VALUE`, or `params:` of a gate):");
    for (name, param) in policies.params() {
        let description = sanitize::text(param.description.as_deref().unwrap_or_default());
        let default = param.default.as_ref().map_or("(no default)".to_owned(), Value::to_string);
        let _ = writeln!(
            out,
            "  {} = {}\n      {description}",
            sanitize::text(name),
            sanitize::text(&default)
        );
    }
    out
}

/// The rules, for machines.
pub fn rules_json(policies: &PolicySet) -> String {
    let rules: Vec<_> = policies
        .rules()
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "title": rule.title,
                "description": rule.description,
                "effect": match rule.effect { Effect::Deny => "deny", Effect::Warn => "warn" },
                "severity": rule.severity,
                "requires": rule.requires,
                "solution": rule.solution,
                "source": { "path": rule.path, "line": rule.line },
            })
        })
        .collect();
    let params: BTreeMap<_, _> = policies
        .params()
        .iter()
        .map(|(name, param)| {
            (name, json!({ "schema": param.schema, "default": param.default, "description": param.description }))
        })
        .collect();
    json::print(&json!({ "rules": rules, "params": params }))
}

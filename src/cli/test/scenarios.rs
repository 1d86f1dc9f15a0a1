//! Scenarios: each is judged as `check` would judge it, and the verdict is compared with what is expected.

use crate::cli::Failure;
use crate::cli::check::{Judged, Parameter, judge_files, listed_item};
use crate::cli::gate::GateFile;
use crate::collect::{Item, Selection, read_bounded};
use crate::config::scenario::{self, Judge, Scenario, Scenarios};
use crate::config::{self, Config, Mistake};
use crate::decide::{Ruling, Status as RulingStatus};
use crate::evidence::Digest;
use crate::policy::data::DataError;
use crate::policy::program::Limits;
use crate::policy::testing::{Outcome, Status};
use crate::report;
use crate::subject::{self, Subject};
use camino::{Utf8Path, Utf8PathBuf};
use miette::{Diagnostic, NamedSource};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// A file of scenarios.
pub(super) struct File {
    path: Utf8PathBuf,
    scenarios: Scenarios,
    digest: Digest,
}

/// Reads the files.
pub(super) fn read(paths: &[Utf8PathBuf]) -> Result<Vec<File>, Failure> {
    let read = |path: &Utf8PathBuf| {
        let bytes = read_bounded(path, config::MAX_BYTES).map_err(Failure::usage)?;
        let digest = Digest::sha256(&bytes);
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::usage(DataError::NotText(path.clone())))?;
        let scenarios = scenario::parse(path, &text).map_err(Failure::policy)?;
        Ok(File { path: path.clone(), scenarios, digest })
    };
    paths.iter().map(read).collect()
}

/// The files that scenarios name. They are evidence, and no data of policies.
pub(super) fn evidence(files: &[File]) -> BTreeSet<Utf8PathBuf> {
    let mut named = BTreeSet::new();
    for file in files {
        let base = base(&file.path);
        if let Judge::GateFile(path, _) = &file.scenarios.judge {
            let gate_file = join(base, &path.value);
            if let Ok(Some(gate_file)) = GateFile::load(Some(&gate_file)) {
                let patterns = gate_file.config.evidence.iter().flat_map(|item| &item.files);
                let patterns: Vec<String> =
                    patterns.map(|pattern| pattern.value.as_str().to_owned()).collect();
                named.extend(paths(&patterns, gate_file.base()));
            }
            named.insert(gate_file);
        }
        let items =
            file.scenarios.scenarios.iter().flat_map(|scenario| scenario.evidence.iter().flatten());
        for (_, patterns) in items {
            named.extend(paths(&texts(patterns), base));
        }
    }
    named
}

fn paths(patterns: &[String], base: &Utf8Path) -> Vec<Utf8PathBuf> {
    // A pattern that cannot be expanded is reported when its scenario runs.
    Selection::expand(patterns, base).map(|selection| selection.paths).unwrap_or_default()
}

fn texts(patterns: &[config::Spanned<glob::Pattern>]) -> Vec<String> {
    patterns.iter().map(|pattern| pattern.value.as_str().to_owned()).collect()
}

fn base(path: &Utf8Path) -> &Utf8Path {
    path.parent().unwrap_or(Utf8Path::new(""))
}

/// `folder/../x` is left as it is: links decide where it leads.
fn join(base: &Utf8Path, path: &Utf8Path) -> Utf8PathBuf {
    if base.as_str().is_empty() { path.to_owned() } else { base.join(path) }
}

/// Runs every scenario whose file and name match.
pub(super) fn run(files: &[File], filter: Option<&Regex>, limits: Limits) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for file in files {
        let wanted = |scenario: &&Scenario| {
            let name = format!("{}: {}", file.path, scenario.name.value);
            filter.is_none_or(|filter| filter.is_match(&name))
        };
        outcomes.extend(
            file.scenarios
                .scenarios
                .iter()
                .filter(wanted)
                .map(|scenario| one(file, scenario, limits)),
        );
    }
    outcomes
}

fn one(file: &File, scenario: &Scenario, limits: Limits) -> Outcome {
    let started = Instant::now();
    let (status, why) = match judge(file, scenario, limits) {
        Err(failure) => (Status::Error, Some(report::diagnostic::render(failure.error.as_ref()))),
        Ok(judged) => {
            let mistakes = differences(scenario, &judged);
            let different = || NotAsExpected {
                text: file.scenarios.source.clone(),
                mistakes: mistakes.clone(),
            };
            match mistakes.as_slice() {
                [] => (Status::Pass, None),
                _ => (Status::Fail, Some(report::diagnostic::render(&different()))),
            }
        }
    };
    let text = file.scenarios.source.inner();
    Outcome {
        group: file.path.to_string(),
        name: scenario.name.value.clone(),
        path: file.path.to_string(),
        line: text[..scenario.name.span.offset()].matches('\n').count() + 1,
        status,
        why,
        prints: Vec::new(),
        took: if status == Status::Error { Duration::ZERO } else { started.elapsed() },
    }
}

fn judge(file: &File, scenario: &Scenario, limits: Limits) -> Result<Judged, Failure> {
    let (gate_file, gate) = gate_file(file)?;
    let params: Vec<Parameter> = scenario
        .params
        .iter()
        .map(|param| Parameter { name: param.name.value.clone(), value: param.value.value.clone() })
        .collect();
    let subject = |gate_file: Option<&GateFile>| subject(file, scenario, gate_file);
    let items = |gate_file: Option<&GateFile>| items(file, scenario, gate_file);
    judge_files(Some(gate_file), gate.as_deref(), &params, limits, scenario.now, subject, items)
}

/// The gate file that judges; one that is made up, where the scenarios name policies instead.
fn gate_file(file: &File) -> Result<(GateFile, Option<String>), Failure> {
    match &file.scenarios.judge {
        Judge::GateFile(path, gate) => {
            let found = GateFile::load(Some(&join(base(&file.path), &path.value)))?;
            Ok((found.expect("a gate file that is named is read"), gate.clone()))
        }
        Judge::Policies(policies) => {
            let gate = config::Gate {
                at: (0, 0).into(),
                environment: None,
                stage: None,
                include: None,
                exclude: Vec::new(),
                params: Vec::new(),
            };
            let config = Config {
                source: file.scenarios.source.clone(),
                subject: config::SubjectSpec::default(),
                evidence: Vec::new(),
                policies: policies.clone(),
                gates: BTreeMap::from([("scenarios".to_owned(), gate)]),
            };
            Ok((GateFile { config, path: file.path.clone(), digest: file.digest.clone() }, None))
        }
    }
}

/// What is released. Git is not asked: a test is about what is written down.
fn subject(
    file: &File,
    scenario: &Scenario,
    gate_file: Option<&GateFile>,
) -> Result<Subject, Failure> {
    let (spec, base) = match (&scenario.subject, gate_file) {
        (None, Some(gate_file)) => (gate_file.config.subject.clone(), gate_file.base()),
        (spec, _) => (spec.clone().unwrap_or_default(), base(&file.path)),
    };
    subject::resolve(&spec, base, &[], None).map_err(Failure::usage)
}

/// The evidence: as the gate file lists it, with the scenario's own files where it names some.
fn items(
    file: &File,
    scenario: &Scenario,
    gate_file: Option<&GateFile>,
) -> Result<Vec<Item>, Failure> {
    let listed =
        gate_file.map(|gate_file| gate_file.config.evidence.as_slice()).unwrap_or_default();
    let Some(own) = &scenario.evidence else {
        let base = gate_file.map_or(Utf8Path::new(""), GateFile::base);
        return listed.iter().map(|entry| listed_item(entry, base)).collect();
    };
    let mut mistakes = Vec::new();
    let base = base(&file.path);
    let mut items: Vec<Item> = Vec::new();
    for entry in listed {
        items.push(Item { files: Selection::default(), ..listed_item(entry, base)? });
    }
    for (id, patterns) in own {
        let files = Selection::expand(&texts(patterns), base).map_err(Failure::usage)?;
        for pattern in patterns
            .iter()
            .filter(|pattern| files.unmatched.iter().any(|it| it == pattern.value.as_str()))
        {
            mistakes.push(Mistake::new("there is no such file", "matches nothing", pattern.span));
        }
        match items.iter_mut().find(|item| item.id == id.value) {
            Some(item) => item.files = files,
            None if matches!(file.scenarios.judge, Judge::Policies(_)) => {
                items.push(Item {
                    id: id.value.clone(),
                    files,
                    format: None,
                    required: true,
                    max_age: None,
                    min_items: 0,
                    bound: false,
                    skip_unrecognised: false,
                });
            }
            None => {
                let known: Vec<&str> = listed.iter().map(|entry| entry.id.value.as_str()).collect();
                let mistake = Mistake::new(
                    format!("the gate file lists no evidence `{}`", id.value),
                    "unknown",
                    id.span,
                );
                mistakes.push(mistake.help(format!("it lists {}", known.join(", "))));
            }
        }
    }
    if mistakes.is_empty() {
        Ok(items)
    } else {
        Err(Failure::policy(file.scenarios.refuse(mistakes)))
    }
}

/// Where the verdict and the rulings are not as expected.
fn differences(scenario: &Scenario, judged: &Judged) -> Vec<Mistake> {
    let mut found = Vec::new();
    let verdict = word(&judged.decision.verdict());
    if verdict != scenario.verdict.value {
        found.push(Mistake::new(
            format!("the verdict is `{verdict}`, and not `{}`", scenario.verdict.value),
            "expected here",
            scenario.verdict.span,
        ));
    }
    let rulings = judged.decision.rulings();
    for (id, status) in &scenario.rulings {
        let meant: Vec<&Ruling> =
            rulings.iter().filter(|ruling| stands_for(scenario, &id.value, ruling)).collect();
        if meant.is_empty() {
            let mistake = Mistake::new(
                format!("there is no ruling on `{}`", id.value),
                "not a rule of this gate",
                id.span,
            );
            found.push(mistake.help("`gatewright rules` lists them"));
        }
        for ruling in meant.iter().filter(|ruling| word(&ruling.status) != status.value) {
            let message = format!(
                "`{}` is `{}`, and not `{}`",
                ruling.id,
                word(&ruling.status),
                status.value
            );
            found.push(Mistake::new(message, "expected here", status.span).help(because(ruling)));
        }
    }
    let expected = |ruling: &Ruling| {
        scenario.rulings.iter().any(|(id, _)| stands_for(scenario, &id.value, ruling))
    };
    let others = rulings.iter().filter(|ruling| stops(ruling.status) && !expected(ruling));
    let others: Vec<String> = others
        .map(|ruling| format!("`{}` is `{}`: {}", ruling.id, word(&ruling.status), because(ruling)))
        .collect();
    if !others.is_empty() {
        let mistake = Mistake::new(
            "something stands in the way that is not expected",
            "in this scenario",
            scenario.name.span,
        );
        found.push(mistake.help(others.join("\n")));
    }
    found
}

/// Whether a name of the scenario means this ruling: its id, or its package where nothing more exact is named.
fn stands_for(scenario: &Scenario, name: &str, ruling: &Ruling) -> bool {
    let covers = |name: &str| {
        ruling.id.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let more_exact =
        |(id, _): &(config::Spanned<String>, _)| id.value.len() > name.len() && covers(&id.value);
    covers(name) && !scenario.rulings.iter().any(more_exact)
}

fn stops(status: RulingStatus) -> bool {
    match status {
        RulingStatus::Pass
        | RulingStatus::NotApplicable
        | RulingStatus::Waived
        | RulingStatus::Warn => false,
        RulingStatus::Pending
        | RulingStatus::Fail
        | RulingStatus::Missing
        | RulingStatus::Error => true,
    }
}

/// What the ruling says for itself.
fn because(ruling: &Ruling) -> String {
    let violations = ruling.violations.iter().map(|violation| violation.msg.clone());
    let lines: Vec<String> = ruling.reason.iter().cloned().chain(violations).take(5).collect();
    if lines.is_empty() {
        "it has nothing against the release".to_owned()
    } else {
        lines.join("\n")
    }
}

/// As it is written in files.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A scenario that came out otherwise.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("the gate does not say what is expected")]
#[diagnostic(code(gatewright::test::scenario))]
struct NotAsExpected {
    #[source_code]
    text: NamedSource<String>,
    #[related]
    mistakes: Vec<Mistake>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::Verdict;

    #[test]
    fn what_can_be_expected_is_what_can_be() {
        let statuses: Vec<String> = RulingStatus::ALL.iter().map(word).collect();
        assert_eq!(statuses, scenario::STATUSES);
        let verdicts = [Verdict::Pass, Verdict::Fail, Verdict::Error].map(|verdict| word(&verdict));
        assert_eq!(verdicts, scenario::VERDICTS);
    }
}

//! `gatewright check`: the verdict of one gate on one subject.

use super::gate::{self, GateFile};
use super::limits::Limiting;
use super::{Color, Failure, nonempty};
use crate::collect::{self, Identity, Item, Selection};
use crate::config::EvidenceItem;
use crate::decide::{self, Demand, Exit};
use crate::explain;
use crate::policy::PolicySet;
use crate::policy::input::{Gate, Input};
use crate::policy::program::Limits;
use crate::report::{self, Origin, Output, Report, Style, WrittenFirst};
use crate::subject::{self, Subject};
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use miette::Diagnostic;
use serde_json::Value;
use std::collections::BTreeSet;
use thiserror::Error;

/// Decide whether a release may go.
///
/// Reads the gate file, gathers the evidence that it lists, evaluates the gate's rules and explains the verdict. Without a gate
/// file, judges the evidence that is given by the baseline gate: every built-in rule that applies to it.
///
/// Opens no socket, starts no process, and reads the clock once.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  gatewright check                                      the gate file here has one gate
  gatewright check --gate production --output text --output json=verdict.json
  gatewright check --evidence 'reports/**' --subject artifact=dist/app.tar.gz
  gatewright check --param min_approvals=2 --now 2026-01-31T12:00:00Z")]
pub(super) struct Arguments {
    /// The gate file [default: `gatewright.yaml` here, if there is one].
    #[arg(long, short, value_name = "FILE", value_parser = nonempty::path)]
    config: Option<Utf8PathBuf>,

    /// The gate that decides; needed when the gate file has several.
    #[arg(long, short, value_name = "NAME", value_parser = nonempty::text)]
    gate: Option<String>,

    /// A file or pattern of evidence, beside what the gate file lists. Repeatable.
    #[arg(long, short, value_name = "FILE_OR_GLOB", value_parser = nonempty::text)]
    evidence: Vec<String>,

    /// What is released: `commit=…`, `artifact=PATH`, `digest=[NAME@]sha256:…`, `author=…`, `name=…`, `version=…`, `repository=…`.
    /// Repeatable.
    #[arg(long, short, value_name = "KEY=VALUE", value_parser = nonempty::value::<subject::Override>)]
    subject: Vec<subject::Override>,

    /// A parameter of the gate's rules, over what the gate file says. Repeatable.
    #[arg(long, short, value_name = "KEY=VALUE", value_parser = nonempty::value::<Parameter>)]
    param: Vec<Parameter>,

    /// The time at which to judge, instead of the clock.
    #[arg(long, value_name = "RFC3339", value_parser = nonempty::value::<Timestamp>)]
    now: Option<Timestamp>,

    #[command(flatten)]
    limits: Limiting,

    /// Where the verdict goes: `text`, `json`, `json=FILE`, `github=FILE`. Repeatable [default: text].
    #[arg(long, short, value_name = "FORMAT[=PATH]", value_parser = nonempty::value::<Output>)]
    output: Vec<Output>,

    /// Say only the verdict and what stands in its way.
    #[arg(long, short, conflicts_with = "verbose")]
    quiet: bool,

    /// Show everything: all violations, digests, files that were passed over.
    #[arg(long, short)]
    verbose: bool,

    /// When to use colour.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

/// One `--param KEY=VALUE`. The value is JSON where it can be, else a text.
#[derive(Debug, Clone)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) value: Value,
}

impl std::str::FromStr for Parameter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((_, "")) => Err("the value is empty; is a variable not set?"),
            Some((name, value)) if !name.is_empty() => {
                let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
                Ok(Self { name: name.to_owned(), value })
            }
            _ => Err("write KEY=VALUE"),
        }
    }
}

pub(super) fn run(mut arguments: Arguments, now: Timestamp) -> Result<Exit, Failure> {
    let mut outputs = std::mem::take(&mut arguments.output);
    if outputs.is_empty() {
        outputs.push(Output { form: report::Form::Text, path: None });
    }
    let color = arguments.color.for_stdout();
    let verbosity = i8::from(arguments.verbose) - i8::from(arguments.quiet);
    let outputs = WrittenFirst::prepare(outputs)?;
    match judge(&arguments, now) {
        Ok(judged) => {
            let explanation =
                explain::explain(&judged.decision, &judged.gathered.documents, |path, line| {
                    judged.policies.line(path, line).map(str::to_owned)
                });
            let input = Input::new(&judged.gate, &judged.subject, judged.now, &judged.gathered);
            let report = Report {
                gate: &judged.gate,
                subject: &judged.subject,
                now: judged.now,
                decision: &judged.decision,
                explanation: &explanation,
                gathered: &judged.gathered,
                input: &input,
                origin: &judged.origin,
            };
            outputs.finish(|form, stream| {
                report::render(&report, form, Style { verbosity, color: color && stream })
            })?;
            Ok(judged.decision.exit())
        }
        Err(failure) => {
            outputs.fail(failure.exit, &report::diagnostic::render(failure.error.as_ref()))?;
            Err(failure)
        }
    }
}

/// Everything that came together for a verdict, and the verdict.
pub(super) struct Judged {
    gate: Gate,
    subject: Subject,
    now: Timestamp,
    gathered: collect::Gathered,
    policies: PolicySet,
    pub(super) decision: decide::Decision,
    origin: Origin,
}

/// The whole line from the gate file to the decision.
fn judge(arguments: &Arguments, clock: Timestamp) -> Result<Judged, Failure> {
    let file = GateFile::load(arguments.config.as_deref())?;
    let base =
        |file: Option<&GateFile>| file.map_or(Utf8PathBuf::new(), |file| file.base().to_owned());
    judge_files(
        file,
        arguments.gate.as_deref(),
        &arguments.param,
        arguments.limits.over(Limits::default()),
        arguments.now.unwrap_or(clock),
        |file| subject_of(file, &base(file), &arguments.subject),
        |file| items(file, &base(file), &arguments.evidence),
    )
}

/// The line from a gate file that has been read to the decision, with this subject and this evidence.
pub(super) fn judge_files(
    file: Option<GateFile>,
    gate: Option<&str>,
    params: &[Parameter],
    limits: Limits,
    now: Timestamp,
    subject: impl FnOnce(Option<&GateFile>) -> Result<Subject, Failure>,
    items: impl FnOnce(Option<&GateFile>) -> Result<Vec<Item>, Failure>,
) -> Result<Judged, Failure> {
    let (gate, wanted) = gate::pick(file.as_ref(), gate)?;
    let policies = gate::policies(file.as_ref())?.limited(limits);
    let selected = gate::rules(&policies, file.as_ref(), wanted)?;
    let params = gate::parameters(&policies, file.as_ref(), wanted, params)?;

    let subject = subject(file.as_ref())?;
    let items = items(file.as_ref())?;
    if items.is_empty() {
        let nothing = match &file {
            Some(file) => NothingToJudge::Listed(file.path.clone()),
            None => NothingToJudge::Given,
        };
        return Err(Failure::usage(nothing));
    }
    let gathered = collect::gather(&items, &identity(&subject), now);

    let input = Input::new(&gate, &subject, now, &gathered);
    let evaluated = policies.evaluate(&selected.rules, input.to_value(), &params, now);
    let evaluated = selected.rules.iter().copied().zip(evaluated).collect();
    let demand = if file.is_some() { Demand::All } else { Demand::Given };
    let has_subject = subject.commit.is_some() || !subject.artifacts.is_empty();
    let decision =
        decide::decide(evaluated, &selected.excluded, &gathered, has_subject, demand, now);
    let origin = Origin {
        config: file.map(|file| (file.path.to_string(), file.digest)),
        policies: Some(policies.digest().clone()),
        changed: policies.changed(&params),
        params,
    };
    Ok(Judged { gate, subject, now, gathered, policies, decision, origin })
}

fn subject_of(
    file: Option<&GateFile>,
    base: &Utf8Path,
    given: &[subject::Override],
) -> Result<Subject, Failure> {
    let here = if base.as_str().is_empty() { Utf8Path::new(".") } else { base };
    let git = subject::git::read(here).map_err(Failure::usage)?;
    let spec = file.map(|file| file.config.subject.clone()).unwrap_or_default();
    subject::resolve(&spec, base, given, git.as_ref()).map_err(Failure::usage)
}

fn identity(subject: &Subject) -> Identity {
    Identity {
        commit: subject.commit.as_ref().map(|commit| commit.sha.clone()),
        artifacts: subject.artifacts.iter().map(|artifact| artifact.digest.clone()).collect(),
    }
}

/// What is to be gathered: the gate file's entries, and one for each pattern of the command line.
fn items(
    file: Option<&GateFile>,
    base: &Utf8Path,
    patterns: &[String],
) -> Result<Vec<Item>, Failure> {
    let listed = file.iter().flat_map(|file| &file.config.evidence);
    let listed = listed.map(|entry| listed_item(entry, base));
    let given = patterns.iter().map(|pattern| {
        Ok(Item {
            id: pattern.clone(),
            files: Selection::expand(std::slice::from_ref(pattern), Utf8Path::new(""))
                .map_err(Failure::usage)?,
            format: None,
            required: true,
            max_age: None,
            min_items: 0,
            bound: false,
            skip_unrecognised: collect::is_pattern(pattern),
        })
    });
    let mut items: Vec<Item> = listed.chain(given).collect::<Result<_, Failure>>()?;
    let mut seen = BTreeSet::new();
    items.retain_mut(|item| {
        let had = item.files.paths.len();
        // What the gate file lists stays; a pattern of the command line adds what is not there yet.
        let listed =
            file.is_some_and(|file| file.config.evidence.iter().any(|entry| *entry.id == item.id));
        item.files.paths.retain(|path| {
            seen.insert(path.canonicalize_utf8().unwrap_or_else(|_| path.clone())) || listed
        });
        had == 0 || !item.files.paths.is_empty()
    });
    Ok(items)
}

/// The item that an entry of the gate file is.
pub(super) fn listed_item(entry: &EvidenceItem, base: &Utf8Path) -> Result<Item, Failure> {
    let files: Vec<_> =
        entry.files.iter().map(|pattern| pattern.value.as_str().to_owned()).collect();
    Ok(Item {
        id: entry.id.value.clone(),
        files: Selection::expand(&files, base).map_err(Failure::usage)?,
        format: entry.format,
        required: entry.required,
        max_age: entry.max_age.as_ref().map(|age| age.value),
        min_items: usize::try_from(entry.min_items).unwrap_or(usize::MAX),
        bound: entry.bound,
        skip_unrecognised: false,
    })
}

/// There is nothing to decide on.
#[derive(Debug, Error, Diagnostic)]
enum NothingToJudge {
    /// Without a gate file.
    #[error("there is no gate file here, and no evidence is given")]
    #[diagnostic(
        code(gatewright::check::nothing),
        help(
            "give the reports of this release: `gatewright check --evidence 'reports/**'`, or write a gate file: `gatewright init`"
        )
    )]
    Given,
    /// With one that lists none.
    #[error("`{0}` lists no evidence, and none is given")]
    #[diagnostic(
        code(gatewright::check::nothing),
        help(
            "list the reports of this release under `evidence`, or give them: `--evidence 'reports/**'`"
        )
    )]
    Listed(Utf8PathBuf),
}

//! `gatewright check`: the verdict of one gate on one subject.

use super::{Color, Failure, nonempty};
use crate::collect::{self, Identity, Item, Selection};
use crate::config::{self, Config};
use crate::decide::{self, Demand, Exit};
use crate::evidence::Digest;
use crate::explain;
use crate::policy::input::{Gate, Input};
use crate::policy::{self, PolicySet};
use crate::report::{self, Origin, Output, Report, Style, WrittenFirst};
use crate::subject::{self, Subject};
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use miette::Diagnostic;
use serde_json::{Map, Value};
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

    /// What is released: `commit=…`, `artifact=PATH`, `digest=[NAME@]sha256:…`, `name=…`, `version=…`, `repository=…`.
    /// Repeatable.
    #[arg(long, short, value_name = "KEY=VALUE", value_parser = nonempty::value::<subject::Override>)]
    subject: Vec<subject::Override>,

    /// A parameter of the gate's rules, over what the gate file says. Repeatable.
    #[arg(long, short, value_name = "KEY=VALUE", value_parser = nonempty::value::<Parameter>)]
    param: Vec<Parameter>,

    /// The time at which to judge, instead of the clock.
    #[arg(long, value_name = "RFC3339", value_parser = nonempty::value::<Timestamp>)]
    now: Option<Timestamp>,

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
    name: String,
    value: Value,
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

/// The gate file that is found without being named.
const GATE_FILE: &str = "gatewright.yaml";

/// The name of the gate that decides without a gate file.
const BASELINE: &str = "baseline";

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
            let explanation = explain::explain(&judged.decision, &judged.gathered.documents, |path, line| {
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
            outputs.finish(|form, stream| report::render(&report, form, Style { verbosity, color: color && stream }))?;
            Ok(judged.decision.exit())
        }
        Err(failure) => {
            outputs.fail(failure.exit, &failure.error.to_string())?;
            Err(failure)
        }
    }
}

struct Judged {
    gate: Gate,
    subject: Subject,
    now: Timestamp,
    gathered: collect::Gathered,
    policies: PolicySet,
    decision: decide::Decision,
    origin: Origin,
}

/// The whole line from the gate file to the decision.
fn judge(arguments: &Arguments, clock: Timestamp) -> Result<Judged, Failure> {
    let now = arguments.now.unwrap_or(clock);
    let (config, config_origin) = load_config(arguments)?;
    let base = config_origin.as_ref().and_then(|(path, _)| path.parent()).unwrap_or(Utf8Path::new("")).to_owned();
    let (gate_spec, gate) = pick_gate(config.as_ref(), arguments)?;

    let policies = load_policies(config.as_ref(), &base)?;
    let rules = match gate_spec {
        Some((config, spec)) => policy::select(&policies, config, spec).map_err(Failure::usage)?,
        None => policies.rules().iter().collect(),
    };
    let given = arguments.param.iter().map(|param| (param.name.clone(), param.value.clone())).collect();
    let params = policy::parameters(&policies, gate_spec, &given).map_err(Failure::usage)?;

    let git = subject::git::read(if base.as_str().is_empty() { Utf8Path::new(".") } else { &base })
        .map_err(Failure::usage)?;
    let spec = config.as_ref().map(|config| config.subject.clone()).unwrap_or_default();
    let subject = subject::resolve(&spec, &base, &arguments.subject, git.as_ref()).map_err(Failure::usage)?;

    let items = items(config.as_ref(), &base, &arguments.evidence)?;
    if items.is_empty() {
        return Err(Failure::usage(NothingToJudge));
    }
    let gathered = collect::gather(&items, &identity(&subject), now);
    let input = Input::new(&gate, &subject, now, &gathered);
    let evaluated = policies.evaluate(&rules, &input, &params, now);
    let evaluated = rules.into_iter().zip(evaluated).collect();
    let demand = if config.is_some() { Demand::All } else { Demand::Given };
    let has_subject = subject.commit.is_some() || !subject.artifacts.is_empty();
    let decision = decide::decide(evaluated, &gathered, has_subject, demand);
    let origin = Origin {
        config: config_origin.map(|(path, digest)| (path.to_string(), digest)),
        policies: Some(policies.digest().clone()),
        params,
    };
    Ok(Judged { gate, subject, now, gathered, policies, decision, origin })
}

type ConfigOrigin = (Utf8PathBuf, Digest);

fn load_config(arguments: &Arguments) -> Result<(Option<Config>, Option<ConfigOrigin>), Failure> {
    let path = match &arguments.config {
        Some(path) => path.clone(),
        None if Utf8Path::new(GATE_FILE).symlink_metadata().is_ok() => GATE_FILE.into(),
        None => return Ok((None, None)),
    };
    let bytes = collect::read_bounded(&path, config::MAX_BYTES).map_err(Failure::usage)?;
    let text = String::from_utf8(bytes).map_err(|_| Failure::usage(NotText(path.clone())))?;
    let config = config::parse(&path, &text).map_err(Failure::usage)?;
    Ok((Some(config), Some((path, Digest::sha256(text.as_bytes())))))
}

type GateSpec<'a> = (&'a Config, &'a config::Gate);

fn pick_gate<'a>(
    config: Option<&'a Config>,
    arguments: &Arguments,
) -> Result<(Option<GateSpec<'a>>, Gate), Failure> {
    let wanted = arguments.gate.as_deref();
    let Some(config) = config else {
        return match wanted {
            None | Some(BASELINE) => {
                Ok((None, Gate { name: BASELINE.to_owned(), stage: None, environment: None }))
            }
            Some(other) => Err(Failure::usage(NoGateFile(other.to_owned()))),
        };
    };
    let names = || config.gates.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let (name, gate) = match wanted {
        Some(name) => {
            config.gates.get_key_value(name).ok_or_else(|| Failure::usage(NoSuchGate(name.to_owned(), names())))?
        }
        None if config.gates.len() > 1 => return Err(Failure::usage(WhichGate(names()))),
        None => config.gates.first_key_value().ok_or_else(|| Failure::usage(WhichGate(names())))?,
    };
    let gate_input =
        Gate { name: name.clone(), stage: gate.stage.clone(), environment: gate.environment.clone() };
    Ok((Some((config, gate)), gate_input))
}

fn load_policies(config: Option<&Config>, base: &Utf8Path) -> Result<PolicySet, Failure> {
    let mut sources = Vec::new();
    if config.is_none_or(|config| !config.policies.built_in.is_empty()) {
        sources.extend(policy::library());
    }
    for directory in config.iter().flat_map(|config| &config.policies.directories) {
        sources.extend(policy::read_directory(&base.join(&directory.value)).map_err(Failure::policy)?);
    }
    PolicySet::load(sources).map_err(Failure::policy)
}

fn identity(subject: &Subject) -> Identity {
    Identity {
        commit: subject.commit.as_ref().map(|commit| commit.sha.clone()),
        artifacts: subject.artifacts.iter().map(|artifact| artifact.digest.clone()).collect(),
    }
}

/// What is to be gathered: the gate file's entries, and one for each pattern of the command line.
fn items(config: Option<&Config>, base: &Utf8Path, patterns: &[String]) -> Result<Vec<Item>, Failure> {
    let listed = config.iter().flat_map(|config| &config.evidence).map(|entry| {
        let files: Vec<_> = entry.files.iter().map(|pattern| pattern.value.as_str().to_owned()).collect();
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
    });
    let given = patterns.iter().map(|pattern| {
        Ok(Item {
            id: pattern.clone(),
            files: Selection::expand(std::slice::from_ref(pattern), Utf8Path::new("")).map_err(Failure::usage)?,
            format: None,
            required: true,
            max_age: None,
            min_items: 0,
            bound: false,
            skip_unrecognised: collect::is_pattern(pattern),
        })
    });
    listed.chain(given).collect()
}

/// There is nothing to decide on.
#[derive(Debug, Error, Diagnostic)]
#[error("there is no gate file here, and no evidence is given")]
#[diagnostic(
    code(gatewright::check::nothing),
    help("give the reports of this release: `gatewright check --evidence 'reports/**'`, or write a gate file: `gatewright init`")
)]
struct NothingToJudge;

/// Several gates, and none is named.
#[derive(Debug, Error, Diagnostic)]
#[error("the gate file has several gates: {0}")]
#[diagnostic(code(gatewright::check::which_gate), help("name one: `--gate NAME`"))]
struct WhichGate(String);

/// A gate that the gate file does not have.
#[derive(Debug, Error, Diagnostic)]
#[error("the gate file has no gate `{0}`")]
#[diagnostic(code(gatewright::check::no_such_gate), help("it has {1}"))]
struct NoSuchGate(String, String);

/// A gate is named, and there is no gate file.
#[derive(Debug, Error, Diagnostic)]
#[error("there is no gate file, so there is no gate `{0}`")]
#[diagnostic(code(gatewright::check::no_gate_file), help("name the gate file: `--config FILE`, or write one: `gatewright init`"))]
struct NoGateFile(String);

/// A gate file that is not text.
#[derive(Debug, Error, Diagnostic)]
#[error("`{0}` is not UTF-8 text")]
#[diagnostic(code(gatewright::check::not_text))]
struct NotText(Utf8PathBuf);

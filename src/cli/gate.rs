//! From the gate that was asked for to the rules and parameters that decide, with every mistake shown in the gate file.

use super::Failure;
use super::check::Parameter;
use crate::collect;
use crate::config::{self, Config, Mistake};
use crate::decide::Exit;
use crate::evidence::Digest;
use crate::policy::data::Document;
use crate::policy::input::Gate;
use crate::policy::{self, ParamError, PolicySet, Rule, SelectError, Source, bundle};
use crate::rego::ast::Version;
use camino::{Utf8Path, Utf8PathBuf};
use miette::Diagnostic;
use serde_json::{Map, Value};
use thiserror::Error;

/// A gate file, and where it came from.
#[derive(Debug)]
pub(super) struct GateFile {
    pub(super) config: Config,
    pub(super) path: Utf8PathBuf,
    pub(super) digest: Digest,
}

/// The gate file that is found without being named.
const GATE_FILE: &str = "gatewright.yaml";

/// The name of the gate that decides without a gate file.
const BASELINE: &str = "baseline";

/// The name of the policies that come with the binary.
const BUILT_IN: &str = "release";

impl GateFile {
    /// The gate file of this name, or the one that lies here; `None` where there is none.
    pub(super) fn load(named: Option<&Utf8Path>) -> Result<Option<Self>, Failure> {
        let path = match named {
            Some(path) => path,
            None if Utf8Path::new(GATE_FILE).symlink_metadata().is_ok() => Utf8Path::new(GATE_FILE),
            None => return Ok(None),
        };
        let bytes = collect::read_bounded(path, config::MAX_BYTES).map_err(Failure::usage)?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::usage(GateError::NotText(path.to_owned())))?;
        let config = config::parse(path, &text).map_err(Failure::usage)?;
        Ok(Some(Self { config, path: path.to_owned(), digest: Digest::sha256(text.as_bytes()) }))
    }

    /// The folder that its paths are relative to.
    pub(super) fn base(&self) -> &Utf8Path {
        self.path.parent().unwrap_or(Utf8Path::new(""))
    }
}

/// The gate of this name, as policies see it, and its entry in the gate file.
pub(super) fn pick<'a>(
    file: Option<&'a GateFile>,
    wanted: Option<&str>,
) -> Result<(Gate, Option<&'a config::Gate>), Failure> {
    let Some(file) = file else {
        return match wanted {
            None | Some(BASELINE) => {
                Ok((Gate { name: BASELINE.to_owned(), ..Gate::default() }, None))
            }
            Some(other) => Err(Failure::usage(GateError::NoFile(other.to_owned()))),
        };
    };
    let gates = &file.config.gates;
    let names = || gates.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let found = match wanted {
        None if gates.len() == 1 => gates.first_key_value(),
        None => return Err(Failure::usage(GateError::Several(names()))),
        Some(name) => gates.get_key_value(name),
    };
    let unknown = || GateError::Unknown(wanted.unwrap_or_default().to_owned(), names());
    let (name, gate) = found.ok_or_else(|| Failure::usage(unknown()))?;
    let shown = Gate {
        name: name.clone(),
        stage: gate.stage.clone(),
        environment: gate.environment.clone(),
    };
    Ok((shown, Some(gate)))
}

/// The policies that the gate file names; without one, the built-in ones.
pub(super) fn policies(file: Option<&GateFile>) -> Result<PolicySet, Failure> {
    let Some(file) = file else {
        return PolicySet::load(&policy::library()).map_err(Failure::policy);
    };
    let mut sources = Vec::new();
    let mut mistakes = Vec::new();
    for name in &file.config.policies.built_in {
        if name.value == BUILT_IN {
            sources.extend(policy::library());
            continue;
        }
        let message = format!("no policies called `{}` are built in", name.value);
        let mistake = Mistake::new(message, "unknown", name.span);
        mistakes.push(mistake.help(format!("`{BUILT_IN}` is; your own go under `directories`")));
    }
    let version = if file.config.policies.v0 { Version::V0 } else { Version::V1 };
    for directory in &file.config.policies.directories {
        match policy::read_directory(&file.base().join(&directory.value), version) {
            Ok(found) => sources.extend(found),
            Err(error) => {
                mistakes.push(Mistake::new(error.to_string(), "named here", directory.span));
            }
        }
    }
    let mut data = Document::default();
    let mut exit = Exit::Policy;
    for bundle in &file.config.policies.bundles {
        if let Err(why) = add_bundle(file.base(), bundle, &mut sources, &mut data, &mut exit) {
            mistakes.push(*why);
        }
    }
    for path in &file.config.policies.data {
        let file = file.base().join(&path.value);
        let added = Document::read(&file).and_then(|document| data.add(&file, &[], document));
        if let Err(error) = added {
            return Err(Failure::policy(error));
        }
    }
    if !mistakes.is_empty() {
        return Err(Failure { exit, error: Box::new(file.config.refuse(mistakes)) });
    }
    PolicySet::load_with(&sources, data).map_err(Failure::policy)
}

/// Adds what is in a bundle, if it is the one that is pinned.
fn add_bundle(
    base: &Utf8Path,
    pinned: &config::Bundle,
    sources: &mut Vec<Source>,
    data: &mut Document,
    exit: &mut Exit,
) -> Result<(), Box<Mistake>> {
    let path = base.join(&pinned.path.value);
    let unusable = |why: String| Box::new(Mistake::new(why, "named here", pinned.path.span));
    let packed =
        collect::read_bounded(&path, MAX_BUNDLE).map_err(|error| unusable(error.to_string()))?;
    let digest = Digest::sha256(&packed);
    if digest != pinned.sha256.value {
        *exit = Exit::Integrity;
        let message = format!("`{path}` is not the bundle that is pinned");
        let mistake = Mistake::new(message, format!("its digest is {digest}"), pinned.sha256.span);
        return Err(Box::new(mistake.help("find out who changed it before you change the pin")));
    }
    let bundle =
        bundle::read(path.as_str(), &packed).map_err(|error| unusable(error.to_string()))?;
    sources.extend(bundle.sources);
    data.add(&path, &[], bundle.data).map_err(|error| unusable(error.to_string()))
}

/// A bundle, in bytes.
const MAX_BUNDLE: u64 = 64 << 20;

/// The rules that the gate asks for, and those that it leaves out by name.
#[derive(Debug)]
pub(super) struct Selected<'p> {
    pub(super) rules: Vec<&'p Rule>,
    pub(super) excluded: Vec<&'p Rule>,
}

/// The rules that the gate asks for.
pub(super) fn rules<'p>(
    policies: &'p PolicySet,
    file: Option<&GateFile>,
    gate: Option<&config::Gate>,
) -> Result<Selected<'p>, Failure> {
    let (Some(file), Some(gate)) = (file, gate) else {
        let rules = policies.select(&[], &[]).map_err(Failure::policy)?;
        return Ok(Selected { rules, excluded: Vec::new() });
    };
    let patterns = gate.include.iter().flatten().chain(&gate.exclude);
    let mistakes: Vec<Mistake> = patterns
        .filter_map(|pattern| match policies.select(std::slice::from_ref(&pattern.value), &[]) {
            Err(error @ SelectError::Unknown { .. }) => {
                let help = error.help().map(|help| help.to_string()).unwrap_or_default();
                Some(
                    Mistake::new(error.to_string(), "nothing is called that", pattern.span)
                        .help(help),
                )
            }
            _ => None,
        })
        .collect();
    if !mistakes.is_empty() {
        return Err(Failure::policy(file.config.refuse(mistakes)));
    }
    let texts = |patterns: &[config::Spanned<String>]| -> Vec<String> {
        patterns.iter().map(|pattern| pattern.value.clone()).collect()
    };
    let include = texts(gate.include.as_deref().unwrap_or_default());
    let rules = policies.select(&include, &texts(&gate.exclude)).map_err(Failure::policy)?;
    let mut excluded = policies.select(&include, &[]).map_err(Failure::policy)?;
    excluded.retain(|rule| !rules.contains(rule));
    Ok(Selected { rules, excluded })
}

/// The gate's parameters: those of the command line over those of the gate file over the defaults.
pub(super) fn parameters(
    policies: &PolicySet,
    file: Option<&GateFile>,
    gate: Option<&config::Gate>,
    given: &[Parameter],
) -> Result<Map<String, Value>, Failure> {
    let written = gate.iter().flat_map(|gate| &gate.params);
    let mut all: Map<String, Value> =
        written.map(|param| (param.name.value.clone(), param.value.value.clone())).collect();
    for (index, parameter) in given.iter().enumerate() {
        if given[..index].iter().any(|other| other.name == parameter.name) {
            return Err(Failure::usage(GateError::Twice(parameter.name.clone())));
        }
        all.insert(parameter.name.clone(), parameter.value.clone());
    }
    policies.resolve_params(&all).map_err(|errors| {
        let in_file = |error: &ParamError| {
            let named = |param: &&config::Param| {
                param.name.value == error.name()
                    && !given.iter().any(|given| given.name == error.name())
            };
            gate.and_then(|gate| gate.params.iter().find(named))
        };
        let mut shown = Vec::new();
        let mut others = Vec::new();
        for error in errors {
            match in_file(&error) {
                Some(param) => {
                    let help = error.help().map(|help| help.to_string()).unwrap_or_default();
                    shown
                        .push(Mistake::new(error.to_string(), "here", param.value.span).help(help));
                }
                None => others.push(error),
            }
        }
        match file {
            Some(file) if others.is_empty() => Failure::policy(file.config.refuse(shown)),
            _ => Failure::policy(GateError::Parameters(others)),
        }
    })
}

/// What is wrong with the gate that was asked for.
#[derive(Debug, Error, Diagnostic)]
enum GateError {
    /// Several gates, and none is named.
    #[error("the gate file has several gates: {0}")]
    #[diagnostic(code(gatewright::gate::several), help("name one: `--gate NAME`"))]
    Several(String),

    /// A gate that the gate file does not have.
    #[error("the gate file has no gate `{0}`")]
    #[diagnostic(code(gatewright::gate::unknown), help("it has {1}"))]
    Unknown(String, String),

    /// A gate is named, and there is no gate file.
    #[error("there is no gate file, so there is no gate `{0}`")]
    #[diagnostic(
        code(gatewright::gate::no_file),
        help("name the gate file: `--config FILE`, or write one: `gatewright init`")
    )]
    NoFile(String),

    /// A parameter of the command line that is given more than once.
    #[error("`--param {0}=…` is given twice")]
    #[diagnostic(code(gatewright::gate::twice), help("keep one of them"))]
    Twice(String),

    /// A gate file that is not text.
    #[error("`{0}` is not UTF-8 text")]
    #[diagnostic(code(gatewright::gate::not_text))]
    NotText(Utf8PathBuf),

    /// Parameters of the command line that nobody declares, or with values that they do not take.
    #[error("the parameters are not in order")]
    #[diagnostic(code(gatewright::gate::parameters), help("`gatewright rules` lists them"))]
    Parameters(#[related] Vec<ParamError>),
}

//! `gatewright lint`: findings about policies that load, and yet may pass what they should not.

use super::gate::{self, GateFile};
use super::{Failure, nonempty};
use crate::decide::Exit;
use crate::policy::data::Document;
use crate::policy::lint::{LINTS, Level};
use crate::policy::{self, PolicySet};
use crate::rego::ast::Version;
use crate::report;
use camino::Utf8PathBuf;
use clap::ValueEnum;
use miette::Diagnostic;
use thiserror::Error;

/// Find what may let a release through that should be stopped.
///
/// Looks at policies that load for conditions that hold, or are silent, where evidence is missing. Exits 1 where there is a
/// finding of the level `warning` or worse. Style is left to Regal.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  gatewright lint policies
  gatewright lint policies --output sarif > lint.sarif
  gatewright lint --explain not-over-missing")]
pub(super) struct Arguments {
    /// Files and folders of Rego [default: what the gate file names, or the built-in policies].
    #[arg(value_name = "PATH", value_parser = nonempty::path)]
    paths: Vec<Utf8PathBuf>,

    /// The files are in the language of before OPA 1.0.
    #[arg(long)]
    v0: bool,

    /// How to say it.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    output: Format,

    /// Also list the references of which the path is not known before evaluation.
    #[arg(long, short)]
    verbose: bool,

    /// Print the page about one kind of finding.
    #[arg(long, value_name = "NAME", value_parser = nonempty::text, conflicts_with_all = ["paths", "output"])]
    explain: Option<String>,
}

/// How findings are said.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// In frames, for people.
    Text,
    /// As one JSON object.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    if let Some(name) = &arguments.explain {
        return explain(name);
    }
    let policies = policies(arguments)?;
    let findings = policies.lint();
    let mut text = match arguments.output {
        Format::Text => report::lint::text(&findings, policies.own_files()),
        Format::Json => report::lint::document(&findings),
        Format::Sarif => report::lint::sarif(&findings),
    };
    if arguments.verbose && matches!(arguments.output, Format::Text) {
        text = report::lint::dynamic(&policies.dynamic_references()) + &text;
    }
    report::print(&text)?;
    let stops = findings.iter().any(|finding| finding.level >= Level::Warning);
    Ok(if stops { Exit::NoGo } else { Exit::Go })
}

fn policies(arguments: &Arguments) -> Result<PolicySet, Failure> {
    if arguments.paths.is_empty() {
        return gate::policies(GateFile::load(None)?.as_ref());
    }
    let version = if arguments.v0 { Version::V0 } else { Version::V1 };
    let sources = policy::read_paths(&arguments.paths, version).map_err(Failure::usage)?;
    PolicySet::load_beside_library(sources, Document::default()).map_err(Failure::policy)
}

fn explain(name: &str) -> Result<Exit, Failure> {
    let Some(lint) = LINTS.iter().find(|lint| lint.name == name) else {
        let known: Vec<&str> = LINTS.iter().map(|lint| lint.name).collect();
        return Err(Failure::usage(Unknown { name: name.to_owned(), known: known.join(", ") }));
    };
    report::print(lint.page)?;
    Ok(Exit::Go)
}

#[derive(Debug, Error, Diagnostic)]
#[error("no finding is called `{name}`")]
#[diagnostic(code(gatewright::lint::unknown), help("there are {known}"))]
struct Unknown {
    name: String,
    known: String,
}

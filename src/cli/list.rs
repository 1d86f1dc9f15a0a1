//! `gatewright formats` and `gatewright rules`: what is known.

use super::gate::{self, GateFile};
use super::inspect::Form;
use super::{Failure, nonempty};
use crate::decide::Exit;
use crate::report;
use camino::Utf8PathBuf;

/// List the file formats that evidence can be in.
#[derive(Debug, clap::Args)]
pub(super) struct Formats {
    /// The form of the answer.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    output: Form,
}

/// List the rules, what each requires, and their parameters.
#[derive(Debug, clap::Args)]
pub(super) struct Rules {
    /// The gate file whose policies are listed [default: the built-in ones].
    #[arg(long, short, value_name = "FILE", value_parser = nonempty::path)]
    config: Option<Utf8PathBuf>,

    /// The form of the answer.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    output: Form,
}

pub(super) fn formats(arguments: &Formats) -> Result<Exit, Failure> {
    report::print(&match arguments.output {
        Form::Text => report::table::formats(),
        Form::Json => report::table::formats_json(),
    })?;
    Ok(Exit::Go)
}

pub(super) fn rules(arguments: &Rules) -> Result<Exit, Failure> {
    let file = match &arguments.config {
        Some(path) => GateFile::load(Some(path))?,
        None => None,
    };
    let policies = gate::policies(file.as_ref())?;
    report::print(&match arguments.output {
        Form::Text => report::table::rules(&policies),
        Form::Json => report::table::rules_json(&policies),
    })?;
    Ok(Exit::Go)
}

//! `gatewright inspect`: what a file is seen as.

use super::{Color, Failure, nonempty};
use crate::collect;
use crate::decide::Exit;
use crate::report;
use camino::Utf8PathBuf;
use clap::ValueEnum;

/// Show what files are seen as: format, families, counts, subject, problems.
///
/// Exit code 3 when a file is in no known format or cannot be read.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  gatewright inspect reports/junit.xml
  gatewright inspect --output json reports/*.json")]
pub(super) struct Arguments {
    /// The files.
    #[arg(required = true, value_name = "FILE", value_parser = nonempty::path)]
    files: Vec<Utf8PathBuf>,

    /// The form of the answer.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    output: Form,

    /// When to use colour.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

/// The forms that a list can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people.
    Text,
    /// For machines.
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let evidence = collect::inspect(&arguments.files);
    let text = match arguments.output {
        Form::Text => report::table::inspected(&evidence, arguments.color.for_stdout()),
        Form::Json => report::table::inspected_json(&evidence),
    };
    report::print(&text)?;
    let all_read = evidence.iter().all(|evidence| evidence.format.is_some());
    Ok(if all_read { Exit::Go } else { Exit::Evidence })
}

//! `gatewright init`: a gate file, and a workflow that runs it, for the repository that it stands in.

mod scan;
mod write;

use super::{Failure, nonempty};
use crate::decide::Exit;
use crate::report;
use camino::Utf8PathBuf;

/// Write a gate file and a workflow for this repository.
///
/// Looks at what is here: the build files tell the stack and where its reports will be, reports that lie about tell the rest.
/// Writes nothing over.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  gatewright init
  gatewright init path/to/repository")]
pub(super) struct Arguments {
    /// The repository.
    #[arg(value_name = "DIR", default_value = ".", value_parser = nonempty::path)]
    directory: Utf8PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let found = scan::scan(&arguments.directory);
    let written = write::files(&arguments.directory, &found).map_err(Failure::usage)?;
    let mut text: String = written.iter().map(|path| format!("wrote {path}\n")).collect();
    for line in found.summary() {
        text.push_str(&format!("  {line}\n"));
    }
    text.push_str("Read the gate file, then try it here: `gatewright check`.\n");
    report::print(&text)?;
    Ok(Exit::Go)
}

//! `gatewright init`: a gate file, and a workflow that runs it, for the repository that it stands in.

mod gate_file;
mod scan;
mod stack;
mod workflow;
mod write;

use super::{Failure, nonempty};
use crate::decide::Exit;
use crate::report;
use camino::{Utf8Path, Utf8PathBuf};
use scan::Found;
use std::fmt::Write as _;

/// Write a gate file and a workflow for this repository.
///
/// Looks at what is here: reports that lie about are listed, and a build file tells where the reports of the tests will be.
/// Overwrites nothing.
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
    let root = &arguments.directory;
    let found = scan::scan(root);
    let (workflow, text) = workflow::of(&found);
    let files = [("gatewright.yaml", gate_file::text(&found)), (workflow, text)];
    let files = files.map(|(name, text)| (in_folder(root, name), text));
    write::new_files(root, &files).map_err(Failure::usage)?;
    let [(gate_file, _), (workflow, _)] = files;
    report::print(&summary(&found, &gate_file, &workflow))?;
    Ok(Exit::Go)
}

/// The path of a file in a folder, as a person would write it.
fn in_folder(folder: &Utf8Path, name: &str) -> Utf8PathBuf {
    if folder == "." { Utf8PathBuf::from(name) } else { folder.join(name) }
}

/// What was written, what it rests on, and what to do next.
fn summary(found: &Found, gate_file: &Utf8Path, workflow: &Utf8Path) -> String {
    let mut text = format!("wrote {gate_file}\nwrote {workflow}\n\nIt asks for:\n");
    for entry in &found.entries {
        let _ = writeln!(text, "  {:<10}  {}", entry.id, entry.files.join(", "));
        let _ = writeln!(text, "  {:<10}  {}", "", entry.origin());
    }
    let config = if gate_file == "gatewright.yaml" {
        String::new()
    } else {
        format!(" --config {gate_file}")
    };
    let _ = write!(
        text,
        "\nNext:\n\
         \x20 1. Read {gate_file}: what it does not ask for stops no release.\n\
         \x20 2. Have the reports written, and try it here: gatewright check{config}\n\
         \x20 3. Finish {workflow}: it says what is left to fill in.\n"
    );
    text
}

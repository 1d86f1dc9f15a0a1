//! `gatewright schema`: the JSON Schemas of what is read and written.

use super::Failure;
use crate::decide::Exit;
use crate::report;
use crate::schema::{self, Name};

/// Print a JSON Schema.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Arguments {
    /// Of what.
    name: Name,
}

pub(super) fn run(arguments: Arguments) -> Result<Exit, Failure> {
    report::print(&schema::text(arguments.name))?;
    Ok(Exit::Go)
}

//! `action.yml`, run as GitHub's runner would run it, without GitHub. Most tests give it a script in the place of
//! gatewright, to see what the action makes of an exit code or an argument; `real.rs` gives it gatewright.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files and starts processes as it likes"
)]

#[path = "../support/runner_commands.rs"]
mod runner_commands;

mod metadata;
mod runner;
mod scripts;

mod binary;
mod inputs;
mod real;
mod verdicts;

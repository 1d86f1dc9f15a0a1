//! The `gatewright` command: reads the clock once, runs one subcommand, and ends with its exit code. A panic is a defect
//! of ours and never a verdict.

use gatewright::cli;
use gatewright::decide::Exit;
use std::process::ExitCode;

fn main() -> ExitCode {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    let now = jiff::Timestamp::now();
    std::panic::set_hook(Box::new(|panic| cli::defect(&panic.to_string())));
    let exit = std::panic::catch_unwind(|| cli::run(now)).unwrap_or(Exit::Internal);
    ExitCode::from(exit.code())
}

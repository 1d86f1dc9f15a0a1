//! The command line: one file per subcommand, with its arguments and which rooms it calls in which order. No logic.
//!
//! To add a subcommand: a file here, a variant of `Command`, an arm in `run`.

mod bundle;
mod check;
mod eval;
mod fmt;
mod gate;
mod init;
mod inspect;
mod limits;
mod lint;
mod list;
mod nonempty;
mod schema;
mod sources;
mod test;

use crate::decide::Exit;
use crate::report;
use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use miette::Diagnostic;

/// Decides whether a release may go: gathers evidence, evaluates Rego policies over it, and explains the verdict.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_long_help = after_help(), disable_help_subcommand = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(Box<check::Arguments>),
    Bundle(bundle::Arguments),
    Eval(eval::Arguments),
    Fmt(fmt::Arguments),
    Init(init::Arguments),
    Inspect(inspect::Arguments),
    Lint(lint::Arguments),
    Formats(list::Formats),
    Rules(list::Rules),
    Schema(schema::Arguments),
    Test(test::Arguments),
    Completions(Completions),
}

/// Print a completion script for a shell.
#[derive(Debug, clap::Args)]
struct Completions {
    /// The shell.
    shell: clap_complete::Shell,
}

/// When output is coloured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Color {
    /// In a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Why a command did not end well: the exit code, and what to tell the person.
#[derive(Debug)]
struct Failure {
    exit: Exit,
    error: Box<dyn Diagnostic>,
}

impl Failure {
    fn usage(error: impl Diagnostic + 'static) -> Self {
        Self { exit: Exit::Usage, error: Box::new(error) }
    }

    fn policy(error: impl Diagnostic + 'static) -> Self {
        Self { exit: Exit::Policy, error: Box::new(error) }
    }
}

/// What could not be written is nobody's mistake on the command line, and never a pass.
impl From<report::WriteError> for Failure {
    fn from(error: report::WriteError) -> Self {
        let exit = match error {
            report::WriteError::Io { .. } => Exit::Internal,
            report::WriteError::NotOurs(_) | report::WriteError::Twice(_) => Exit::Usage,
        };
        Self { exit, error: Box::new(error) }
    }
}

/// Runs one command; `now` is the only reading of the clock.
pub fn run(now: Timestamp) -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    let result = match arguments.command {
        Command::Check(arguments) => check::run(*arguments, now),
        Command::Bundle(arguments) => bundle::run(&arguments),
        Command::Eval(arguments) => eval::run(&arguments, now),
        Command::Fmt(arguments) => fmt::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Formats(arguments) => list::formats(&arguments),
        Command::Rules(arguments) => list::rules(&arguments),
        Command::Schema(arguments) => schema::run(arguments),
        Command::Test(arguments) => test::run(&arguments, now),
        Command::Completions(arguments) => completions(arguments.shell),
    };
    result.unwrap_or_else(|failure| {
        report::warn(&report::diagnostic::render(failure.error.as_ref()));
        failure.exit
    })
}

/// Says that the program has a defect. The message can hold text of evidence, so it goes out like any other.
pub fn defect(message: &str) {
    report::warn(&report::diagnostic::plain(&format!(
        "internal error, please report it: {message}"
    )));
}

/// What clap has to say: help goes to stdout and is no error, everything else to stderr.
fn refuse(error: &clap::Error) -> Exit {
    let text = error.render();
    if error.use_stderr() {
        report::warn(&text.to_string());
        return Exit::Usage;
    }
    let color = Color::Auto.for_stdout();
    let text = if color { text.ansi().to_string() } else { text.to_string() };
    match report::print(&text) {
        Ok(()) => Exit::Go,
        Err(_) => Exit::Internal,
    }
}

fn completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), env!("CARGO_PKG_NAME"), &mut script);
    report::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Go)
}

impl Color {
    /// Whether stdout is coloured: the flag, then `NO_COLOR` (no-color.org), `CLICOLOR_FORCE`, then the terminal.
    fn for_stdout(self) -> bool {
        #[expect(
            clippy::disallowed_methods,
            reason = "colour is the one thing that the environment may decide"
        )]
        let set =
            |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty() && value != "0");
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR") => false,
            Self::Auto if set("CLICOLOR_FORCE") || set("FORCE_COLOR") => true,
            Self::Auto => {
                #[expect(clippy::disallowed_methods, reason = "as above")]
                let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
                !dumb && std::io::IsTerminal::is_terminal(&std::io::stdout())
            }
        }
    }
}

fn after_help() -> String {
    let codes =
        Exit::TABLE.iter().map(|(exit, meaning)| format!("  {:<3} {meaning}\n", exit.code()));
    let codes: String = codes.collect();
    format!(
        "\
Examples:
  gatewright check --evidence 'reports/**'              judge what is there, without a gate file
  gatewright check --gate production --output json=verdict.json --output text
  gatewright inspect reports/junit.xml                  what is this file seen as?
  gatewright init                                       write a gate file for this repository

Exit codes:
{codes}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    /// An unset variable in a pipeline becomes `--gate ""`, and must not become another verdict.
    #[test]
    fn every_option_refuses_an_empty_value() {
        for command in Arguments::command().get_subcommands() {
            for argument in
                command.get_arguments().filter(|argument| argument.get_action().takes_values())
            {
                let flag = argument.get_long().map(|long| format!("--{long}"));
                let mut line = vec!["gatewright".to_owned(), command.get_name().to_owned()];
                line.extend(flag);
                line.push(String::new());
                let error =
                    Arguments::try_parse_from(&line).expect_err(&format!("{line:?} is accepted"));
                assert!(error.use_stderr(), "{line:?}: {error}");
                let message = error.to_string();
                assert!(
                    message.contains("a value is required") || message.contains("invalid value"),
                    "{message}"
                );
            }
        }
    }
}

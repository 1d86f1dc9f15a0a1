//! `gatewright test`: the tests of policies and of gates.

mod scenarios;
mod watch;

use super::limits::{Limiting, duration};
use super::sources::{self, Files};
use super::{Color, Failure, nonempty};
use crate::collect::read_bounded;
use crate::decide::Exit;
use crate::policy::Language;
use crate::policy::program::Limits;
use crate::policy::testing::{self, Options, Outcomes, Status, capabilities};
use crate::rego::ast::Version;
use crate::report::testing::TestForm;
use crate::report::{self, Style};
use camino::Utf8PathBuf;
use clap::ValueEnum;
use jiff::Timestamp;
use regex::Regex;
use std::time::{Duration, Instant};

/// Run the tests of policies (`test_…` rules, as `opa test` does) and of gates (`*_gate_test.yaml`).
///
/// Exit code 1 when a test fails, 4 when a file does not load, a test cannot be evaluated, or there is no test at all.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(after_help = "\
Examples:
  gatewright test policy                                every test below a folder
  gatewright test policy --run 'release.*coverage'      those with such a name
  gatewright test policy --output junit > tests.xml")]
pub(super) struct Arguments {
    /// Files and folders: Rego, data (JSON, YAML), scenarios.
    #[arg(required = true, value_name = "PATH", value_parser = nonempty::path)]
    paths: Vec<Utf8PathBuf>,

    /// More data, as under PATH. Repeatable.
    #[arg(long, short, value_name = "PATH", value_parser = nonempty::path)]
    data: Vec<Utf8PathBuf>,

    /// Only tests whose full name (`data.package.test_x`) matches; for a scenario, its file and name.
    #[arg(long, short, value_name = "REGEX", value_parser = nonempty::value::<Regex>)]
    run: Option<Regex>,

    /// Read files as Rego of before OPA 1.0, unless they say otherwise.
    #[arg(long)]
    v0: bool,

    /// How long a test may take: `500ms`, `5s`, `2m`; `--limit time=…` goes before it.
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = duration)]
    timeout: Duration,

    #[command(flatten)]
    limits: Limiting,

    /// A file of capabilities, as OPA writes them: its further builtins are declared, and undefined unless a test replaces them.
    #[arg(long, value_name = "FILE", value_parser = nonempty::path)]
    capabilities: Option<Utf8PathBuf>,

    /// Show which conditions and definitions no test makes hold.
    #[arg(long)]
    coverage: bool,

    /// The percentage of lines that has to be covered.
    #[arg(long, value_name = "PERCENT", requires = "coverage", value_parser = clap::value_parser!(u8).range(0..=100))]
    threshold: Option<u8>,

    /// Write the coverage as LCOV, too.
    #[arg(long, value_name = "FILE", requires = "coverage", value_parser = nonempty::path)]
    lcov: Option<Utf8PathBuf>,

    /// Change the policies, one condition at a time, and show the changes that no test notices.
    #[arg(long, conflicts_with_all = ["watch", "coverage"])]
    mutate: bool,

    /// The form of the results.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    output: Form,

    /// Show tests that pass, and what all tests print.
    #[arg(long, short)]
    verbose: bool,

    /// Run again whenever a file changes.
    #[arg(long)]
    watch: bool,

    /// When to use colour.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

/// The forms that results can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people.
    Text,
    /// For machines.
    Json,
    /// `JUnit` XML.
    Junit,
    /// The Test Anything Protocol.
    Tap,
}

impl From<Form> for TestForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Text => Self::Text,
            Form::Json => Self::Json,
            Form::Junit => Self::Junit,
            Form::Tap => Self::Tap,
        }
    }
}

pub(super) fn run(arguments: &Arguments, now: Timestamp) -> Result<Exit, Failure> {
    if arguments.watch {
        return watch::run(arguments, now);
    }
    once(arguments, now)
}

fn once(arguments: &Arguments, now: Timestamp) -> Result<Exit, Failure> {
    let outcomes = outcomes(arguments, now)?;
    let style =
        Style { verbosity: i8::from(arguments.verbose), color: arguments.color.for_stdout() };
    if let (Some(path), Some(coverage)) = (&arguments.lcov, &outcomes.coverage) {
        report::write(path, &report::testing::lcov(coverage))?;
    }
    report::print(&report::testing::render(&outcomes, arguments.output.into(), style))?;
    if arguments.mutate && outcomes.is_good() {
        return mutate(arguments, now);
    }
    let covered = outcomes.coverage.as_ref().map(testing::Coverage::hundredths);
    let enough = covered
        .zip(arguments.threshold)
        .is_none_or(|(covered, wanted)| covered >= usize::from(wanted) * 100);
    Ok(exit(&outcomes).max(if enough { Exit::Go } else { Exit::NoGo }))
}

/// Whether the tests, which pass, fail when a condition of a policy changes.
fn mutate(arguments: &Arguments, now: Timestamp) -> Result<Exit, Failure> {
    let files = sources::gather(&arguments.paths)?;
    let mutants = testing::mutate(&files.policies, &options(arguments, &files, now)?);
    report::print(&report::testing::mutants(&mutants))?;
    Ok(if mutants.unnoticed.is_empty() { Exit::Go } else { Exit::NoGo })
}

fn outcomes(arguments: &Arguments, now: Timestamp) -> Result<Outcomes, Failure> {
    let started = Instant::now();
    let mut files = sources::gather(&arguments.paths)?;
    let scenarios = scenarios::read(&files.scenarios)?;
    let evidence = scenarios::evidence(&scenarios);
    files.data.retain(|file| !evidence.contains(&file.path));
    let mut outcomes = rego(arguments, &files, now)?;
    outcomes.tests.extend(scenarios::run(&scenarios, arguments.run.as_ref(), limits(arguments)));
    outcomes.took = started.elapsed();
    Ok(outcomes)
}

/// The tests that are written in Rego.
fn rego(arguments: &Arguments, files: &Files, now: Timestamp) -> Result<Outcomes, Failure> {
    if files.policies.is_empty() {
        return Ok(Outcomes::default());
    }
    Ok(testing::run(&files.policies, &options(arguments, files, now)?))
}

/// How the tests that are written in Rego are run.
fn options(arguments: &Arguments, files: &Files, now: Timestamp) -> Result<Options, Failure> {
    let more = sources::gather_data(&arguments.data)?;
    let extra = match &arguments.capabilities {
        None => Vec::new(),
        Some(path) => {
            let bytes = read_bounded(path, 16 << 20).map_err(Failure::usage)?;
            capabilities::read(path, &bytes).map_err(Failure::usage)?
        }
    };
    let version = if arguments.v0 { Version::V0 } else { Version::V1 };
    Ok(Options {
        language: Language { version, extra },
        data: sources::merge(&[files.data.as_slice(), &more].concat())?,
        filter: arguments.run.clone(),
        limits: limits(arguments),
        now,
        coverage: arguments.coverage,
    })
}

/// What a test may take.
fn limits(arguments: &Arguments) -> Limits {
    arguments.limits.over(Limits { time: arguments.timeout, ..Limits::default() })
}

/// The worst that happened.
fn exit(outcomes: &Outcomes) -> Exit {
    let any = |status| outcomes.count(status) > 0;
    if outcomes.is_good() {
        Exit::Go
    } else if outcomes.broken.is_some()
        || any(Status::Error)
        || any(Status::NotRun)
        || !any(Status::Fail)
    {
        Exit::Policy
    } else {
        Exit::NoGo
    }
}

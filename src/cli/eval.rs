//! `gatewright eval`: the answer to a query, as OPA gives it.

use super::limits::Limiting;
use super::{Failure, inspect::Form, nonempty, sources};
use crate::collect;
use crate::decide::Exit;
use crate::policy::Language;
use crate::policy::data::Document;
use crate::policy::program::Limits;
use crate::policy::query::{self, Question};
use crate::rego::ast::Version;
use crate::report;
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;
use miette::Diagnostic;
use thiserror::Error;

/// Evaluate a Rego query.
///
/// Means what it means under OPA, or is refused. Exit code 4 when a policy does not load or an evaluation fails; a query that
/// is undefined is no error.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  gatewright eval 'x := data.shop.allow' --policy policy --input input.json
  gatewright eval 'data.shop.allow' --policy policy --input input.json --explain
  gatewright eval --output json 'some x in [1, 2]; y := x * 2'")]
pub(super) struct Arguments {
    /// The query.
    #[arg(value_name = "QUERY", value_parser = nonempty::text)]
    query: String,

    /// A file of Rego, or a folder of them. Repeatable.
    #[arg(long, short, value_name = "PATH", value_parser = nonempty::path)]
    policy: Vec<Utf8PathBuf>,

    /// A file of JSON or YAML, or a folder of them, that policies read as `data`. Repeatable.
    #[arg(long, short, value_name = "PATH", value_parser = nonempty::path)]
    data: Vec<Utf8PathBuf>,

    /// A file of JSON or YAML that policies read as `input`; `-` reads stdin.
    #[arg(long, short, value_name = "FILE", value_parser = nonempty::path)]
    input: Option<Utf8PathBuf>,

    /// Read files as Rego of before OPA 1.0, unless they say otherwise.
    #[arg(long)]
    v0: bool,

    /// A builtin that fails is an error, and not undefined.
    #[arg(long)]
    strict_builtin_errors: bool,

    /// The time at which to evaluate, instead of the clock.
    #[arg(long, value_name = "RFC3339", value_parser = nonempty::value::<Timestamp>)]
    now: Option<Timestamp>,

    #[command(flatten)]
    limits: Limiting,

    /// The form of the answer.
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    output: Form,

    /// Also tell how the answer comes about: which conditions hold, with which values, and which is the first that does not.
    #[arg(long)]
    explain: bool,
}

pub(super) fn run(arguments: &Arguments, clock: Timestamp) -> Result<Exit, Failure> {
    if arguments.explain && arguments.output == Form::Json {
        return Err(Failure::usage(Unexplained));
    }
    let files = sources::gather(&arguments.policy)?;
    let data = sources::data(&arguments.data)?;
    let question = Question {
        policies: &files.policies,
        language: Language {
            version: if arguments.v0 { Version::V0 } else { Version::V1 },
            ..Language::default()
        },
        query: &arguments.query,
        input: arguments.input.as_deref().map(input).transpose()?,
        data,
        now: arguments.now.unwrap_or(clock),
        strict_builtin_errors: arguments.strict_builtin_errors,
        limits: arguments.limits.over(Limits::default()),
    };
    let answer = query::ask(&question).map_err(Failure::policy)?;
    for print in &answer.prints {
        report::warn(&report::diagnostic::plain(print));
    }
    report::print(&match arguments.output {
        Form::Text => answer.to_text(),
        Form::Json => answer.to_json(),
    })?;
    if arguments.explain {
        let explanation = query::explain(&question).map_err(Failure::policy)?;
        report::print(&format!("\n{}", report::diagnostic::plain(&explanation)))?;
    }
    Ok(Exit::Go)
}

fn input(path: &Utf8Path) -> Result<Document, Failure> {
    if path != "-" {
        return Document::read(path).map_err(Failure::policy);
    }
    let text = collect::read_stdin().map_err(Failure::usage)?;
    Document::parse("stdin", &text).map_err(Failure::policy)
}

/// An explanation is text.
#[derive(Debug, Error, Diagnostic)]
#[error("`--explain` is for people, and `--output json` is not")]
#[diagnostic(code(gatewright::eval::explain), help("leave one of them out"))]
struct Unexplained;

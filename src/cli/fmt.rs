//! `gatewright fmt`: files of Rego in the form of `opa fmt`.

use super::{Failure, nonempty, sources};
use crate::collect;
use crate::decide::Exit;
use crate::policy::Source;
use crate::rego::ast::Version;
use crate::rego::{Mistakes, parse, print};
use crate::report;
use camino::{Utf8Path, Utf8PathBuf};
use miette::Diagnostic;
use thiserror::Error;

/// Write Rego in its canonical form.
///
/// The form is that of `opa fmt`. What is printed is read again first: a file whose form would not say the same is left as it
/// is (exit code 70). A file with mistakes is left as well (exit code 4), and the others are still done.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  gatewright fmt --check policies       list what is not in its form, and exit 1 if there is anything
  gatewright fmt --diff policies
  gatewright fmt --write policies
  gatewright fmt - < policy.rego")]
#[expect(clippy::struct_excessive_bools, reason = "they are the flags of the command line")]
pub(super) struct Arguments {
    /// Files and folders of Rego; `-` reads stdin.
    #[arg(value_name = "PATH", required = true, value_parser = nonempty::path)]
    paths: Vec<Utf8PathBuf>,

    /// List the files that are not in their form, and exit 1 if there are any.
    #[arg(long, conflicts_with = "write")]
    check: bool,

    /// Show what would change.
    #[arg(long)]
    diff: bool,

    /// Rewrite the files.
    #[arg(long, short)]
    write: bool,

    /// The files are in the language of before OPA 1.0.
    #[arg(long)]
    v0: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let files = files(arguments)?;
    let mut worst = Exit::Go;
    for file in &files {
        // Of what goes wrong with one file, the others know nothing.
        let exit = format(file, arguments).unwrap_or_else(|failure| {
            report::warn(&report::diagnostic::render(failure.error.as_ref()));
            failure.exit
        });
        worst = worst.max(exit);
    }
    Ok(worst)
}

fn files(arguments: &Arguments) -> Result<Vec<Source>, Failure> {
    if arguments.paths.iter().any(|path| path == "-") {
        if arguments.paths.len() > 1 || arguments.write {
            return Err(Failure::usage(FmtError::Stdin));
        }
        let text = collect::read_stdin().map_err(Failure::usage)?;
        let path = "stdin".to_owned();
        return Ok(vec![Source { path, text, built_in: false, version: Version::default() }]);
    }
    let mut files: Vec<Source> = Vec::new();
    for path in &arguments.paths {
        let found = sources::gather(std::slice::from_ref(path))?.policies;
        if found.is_empty() {
            return Err(Failure::usage(FmtError::Nothing(path.clone())));
        }
        files.extend(found);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    let prints = !(arguments.check || arguments.diff || arguments.write);
    if prints && files.len() > 1 {
        return Err(Failure::usage(FmtError::Several(files.len())));
    }
    Ok(files)
}

fn format(file: &Source, arguments: &Arguments) -> Result<Exit, Failure> {
    let version = if arguments.v0 { Version::V0 } else { Version::V1 };
    let module = parse::parse(&file.path, &file.text, version).map_err(|found| {
        Failure::policy(Mistakes::check(found).expect_err("a file that is not read has a mistake"))
    })?;
    let formatted = print::print_faithfully(&module, version).ok_or_else(|| Failure {
        exit: Exit::Internal,
        error: Box::new(FmtError::Unfaithful(file.path.clone())),
    })?;
    let differs = formatted != file.text;
    if arguments.diff {
        report::print(&report::diff::unified(&file.path, &file.text, &formatted))?;
    }
    if arguments.check {
        if differs && !arguments.diff {
            report::print(&format!("{}\n", file.path))?;
        }
        return Ok(if differs { Exit::NoGo } else { Exit::Go });
    }
    if arguments.write && differs {
        report::write(Utf8Path::new(&file.path), &formatted)?;
    }
    if !arguments.write && !arguments.diff {
        report::print_file(&formatted)?;
    }
    Ok(Exit::Go)
}

/// Why a file is not written in its form.
#[derive(Debug, Error, Diagnostic)]
enum FmtError {
    #[error("`-` stands for stdin, which is formatted alone and to stdout")]
    #[diagnostic(code(gatewright::fmt::stdin), help("leave out the other paths and `--write`"))]
    Stdin,
    #[error("there is no file of Rego at or below `{0}`")]
    #[diagnostic(
        code(gatewright::fmt::nothing),
        help("name a file that ends in `.rego`, or a folder of them")
    )]
    Nothing(Utf8PathBuf),
    #[error("{0} files cannot be printed one behind the other")]
    #[diagnostic(
        code(gatewright::fmt::several),
        help(
            "write `--write` to rewrite them, `--check` to list those that differ, or `--diff` to see how"
        )
    )]
    Several(usize),
    #[error("the form of `{0}` would not say what the file says; it is left as it is")]
    #[diagnostic(
        code(gatewright::fmt::unfaithful),
        help("this is a defect of gatewright; please report it")
    )]
    Unfaithful(String),
}

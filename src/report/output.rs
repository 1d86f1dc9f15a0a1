//! Where reports go. A file that was asked for says `error` before anything is judged and is replaced at the end, so that a
//! run that dies leaves no pass behind.

use super::{Form, github, json, sanitize};
use crate::decide::Exit;
use camino::{Utf8Path, Utf8PathBuf};
use miette::Diagnostic;
use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::str::FromStr;
use thiserror::Error;

/// One `--output FORMAT[=PATH]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The form.
    pub form: Form,
    /// The file; stdout where there is none.
    pub path: Option<Utf8PathBuf>,
}

impl FromStr for Output {
    type Err = BadOutput;

    fn from_str(text: &str) -> Result<Self, BadOutput> {
        let (name, path) = match text.split_once('=') {
            Some((_, "")) => return Err(BadOutput::NoPath(text.to_owned())),
            Some((name, path)) => (name, Some(Utf8PathBuf::from(path))),
            None => (text, None),
        };
        let form = Form::ALL.iter().find(|(_, known)| *known == name).map(|(form, _)| *form);
        let form = form.ok_or_else(|| BadOutput::Unknown(name.to_owned()))?;
        if form == Form::Github && path.is_none() {
            return Err(BadOutput::NoPath(text.to_owned()));
        }
        Ok(Self { form, path })
    }
}

/// A text that names no output.
#[derive(Debug, Clone, Error)]
pub enum BadOutput {
    /// The form is not known.
    #[error("`{0}` is no output format: write `text`, `json` or `github=PATH`")]
    Unknown(String),
    /// A path is missing.
    #[error("`{0}` names no file: write `FORMAT=PATH`")]
    NoPath(String),
}

/// The outputs, their files made and saying `error`.
#[derive(Debug)]
pub struct WrittenFirst(Vec<Output>);

impl WrittenFirst {
    /// Makes the files.
    ///
    /// # Errors
    /// A file cannot be written; one that is there is not a report of ours and would be lost; two outputs go to the
    /// same place.
    pub fn prepare(outputs: Vec<Output>) -> Result<Self, WriteError> {
        for (index, output) in outputs.iter().enumerate() {
            if outputs[..index].iter().any(|other| other.path == output.path) {
                let place = output.path.as_ref().map_or("stdout", |path| path.as_str());
                return Err(WriteError::Twice(place.to_owned()));
            }
            let Some(path) = &output.path else { continue };
            let failed = |source: io::Error| WriteError::Io { path: path.to_string(), source };
            if !may_replace(path, output.form).map_err(failed)? {
                return Err(WriteError::NotOurs(path.to_string()));
            }
            write_file(path, output.form, &first(output.form)).map_err(failed)?;
        }
        Ok(Self(outputs))
    }

    /// Writes the reports, files first: what goes to stdout may end in a closed pipe.
    ///
    /// # Errors
    /// An output cannot be written.
    pub fn finish(self, render: impl Fn(Form, bool) -> String) -> Result<(), WriteError> {
        let (files, streams): (Vec<_>, Vec<_>) =
            self.0.into_iter().partition(|output| output.path.is_some());
        for output in files {
            let Some(path) = &output.path else { continue };
            write_file(path, output.form, &render(output.form, false))
                .map_err(|source| WriteError::Io { path: path.to_string(), source })?;
        }
        streams.iter().try_for_each(|output| print(&render(output.form, true)))
    }

    /// Writes that there is no verdict, and why. The text form has nothing to add to what goes to stderr.
    ///
    /// # Errors
    /// An output cannot be written.
    pub fn fail(self, exit: Exit, why: &str) -> Result<(), WriteError> {
        self.finish(|form, stream| match form {
            Form::Text if stream => String::new(),
            Form::Text => format!("{MARK}: error: {}\n", sanitize::text(why)),
            Form::Json => json::error(exit, Some(why)),
            Form::Github => github::error(exit),
        })
    }
}

fn first(form: Form) -> String {
    match form {
        Form::Text => format!("{MARK}: error: the run did not end\n"),
        Form::Json => json::error(Exit::Internal, None),
        Form::Github => github::error(Exit::Internal),
    }
}

/// How each text report begins; by it we know our own files again.
pub(super) const MARK: &str = "gatewright";

/// Whether a file may be written over: it is not there, empty, or a report of ours. Nobody's evidence is lost to a typo.
fn may_replace(path: &Utf8Path, form: Form) -> io::Result<bool> {
    use std::io::Read as _;
    if form == Form::Github {
        return Ok(true); // appended to
    }
    let mut head = Vec::new();
    match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
        Ok(file) if !file.metadata()?.is_file() => return Ok(true), // a device keeps nothing
        Ok(file) => file.take(200).read_to_end(&mut head)?,
    };
    let head = String::from_utf8_lossy(&head);
    Ok(head.is_empty() || head.starts_with(MARK) || head.contains("\"gatewright/verdict\""))
}

/// Writes a whole file by way of a new one beside it, so that no reader sees half of it. The runner's output file is
/// appended to instead: it is shared.
fn write_file(path: &Utf8Path, form: Form, content: &str) -> io::Result<()> {
    if form == Form::Github {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        return file.write_all(content.as_bytes()).and_then(|()| file.flush());
    }
    if path.symlink_metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut file = OpenOptions::new().write(true).open(path)?;
        return file.write_all(content.as_bytes()).and_then(|()| file.flush());
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let beside = Utf8PathBuf::from(format!("{path}.partial"));
    let mut file = File::create(&beside)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&beside, path)
}

/// Prints to stdout: the report.
///
/// # Errors
/// stdout is closed or full: whoever asked did not get the verdict.
pub fn print(text: &str) -> Result<(), WriteError> {
    put(&mut io::stdout().lock(), text)
        .map_err(|source| WriteError::Io { path: "stdout".to_owned(), source })
}

/// Prints to stderr: everything that is not the report.
pub fn warn(text: &str) {
    // There is nowhere left to say that stderr is closed; the exit code says the rest.
    let _ = put(&mut io::stderr().lock(), text);
}

fn put(stream: &mut dyn io::Write, text: &str) -> io::Result<()> {
    for line in text.split_inclusive('\n') {
        stream.write_all(sanitize::line(line).as_bytes())?;
    }
    stream.flush()
}

/// A report that could not be written.
#[derive(Debug, Error, Diagnostic)]
pub enum WriteError {
    /// The system refuses.
    #[error("`{path}` cannot be written: {source}")]
    #[diagnostic(
        code(gatewright::report::write),
        help("a verdict that nobody can read is not a pass")
    )]
    Io {
        /// The file, or `stdout`.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// The file would be lost.
    #[error("`{0}` is there already and is not a report of gatewright; it is left as it is")]
    #[diagnostic(code(gatewright::report::not_ours), help("name another file, or remove this one"))]
    NotOurs(String),
    /// Two outputs would overwrite each other.
    #[error("two outputs go to `{0}`")]
    #[diagnostic(
        code(gatewright::report::twice),
        help("give each its own file: `--output json=verdict.json`")
    )]
    Twice(String),
}

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
        let places: Vec<_> =
            outputs.iter().map(|output| output.path.as_deref().map(real)).collect();
        for (index, output) in outputs.iter().enumerate() {
            if places[..index].contains(&places[index]) {
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

    /// Writes the reports. Where one cannot be written, the files say `error`: the run does not end with 0, and no file may
    /// say otherwise.
    ///
    /// # Errors
    /// An output cannot be written.
    pub fn finish(self, render: impl Fn(Form, bool) -> String) -> Result<(), WriteError> {
        let (files, streams): (Vec<_>, Vec<_>) =
            self.0.into_iter().partition(|output| output.path.is_some());
        let write = |output: &Output| match &output.path {
            Some(path) => write_file(path, output.form, &render(output.form, false))
                .map_err(|source| WriteError::Io { path: path.to_string(), source }),
            None => print(&render(output.form, true)),
        };
        let written = streams.iter().chain(&files).try_for_each(write);
        if written.is_err() {
            for output in &files {
                let Some(path) = &output.path else { continue };
                // What cannot be written has been reported; there is nothing else to do about it.
                let _ = write_file(path, output.form, &first(output.form));
            }
        }
        written
    }

    /// Writes that there is no verdict, and why. The text form has nothing to add to what goes to stderr.
    ///
    /// # Errors
    /// An output cannot be written.
    pub fn fail(self, exit: Exit, why: &str) -> Result<(), WriteError> {
        self.finish(|form, stream| match form {
            Form::Text if stream => String::new(),
            Form::Text => format!("{MARK}: error: there is no verdict\n{why}"),
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

/// How each text report begins.
pub(super) const MARK: &str = "gatewright";

/// The file that a path leads to, so that two spellings of one are known to be one.
fn real(path: &Utf8Path) -> Utf8PathBuf {
    let whole = || path.canonicalize_utf8().ok();
    let by_folder = || {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_str().is_empty())
            .unwrap_or(Utf8Path::new("."));
        Some(folder.canonicalize_utf8().ok()?.join(path.file_name()?))
    };
    whole().or_else(by_folder).unwrap_or_else(|| path.to_owned())
}

/// Whether a file may be written over: it is not there, empty, or a report of ours. Nobody's evidence is lost to a typo.
fn may_replace(path: &Utf8Path, form: Form) -> io::Result<bool> {
    use std::io::Read as _;
    match path.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error),
        Ok(metadata) if !metadata.is_file() => return Ok(true), // a device or a pipe keeps nothing
        Ok(_) => {}
    }
    let mut head = Vec::new();
    File::open(path)?.take(200).read_to_end(&mut head)?;
    let head = String::from_utf8_lossy(&head);
    let begins = |starts: &[&str]| starts.iter().any(|start| head.starts_with(start));
    Ok(head.is_empty()
        || match form {
            // Others write to it as well, but not XML and not JSON.
            Form::Github => !begins(&["<", "{", "["]),
            Form::Json => begins(&["{\n  \"kind\": \"gatewright/verdict\""]),
            Form::Text => begins(&[
                "gatewright: GO at ",
                "gatewright: NO-GO at ",
                "gatewright: ERROR at ",
                "gatewright: error: ",
            ]),
        })
}

/// Writes a whole file by way of a new one beside it, so that no reader sees half of it. The runner's output file is
/// appended to instead: it is shared.
fn write_file(path: &Utf8Path, form: Form, content: &str) -> io::Result<()> {
    let append = form == Form::Github;
    if append || path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        let mut file = OpenOptions::new().write(true).append(append).create(append).open(path)?;
        return file.write_all(content.as_bytes()).and_then(|()| file.flush());
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let path = real(path);
    let beside = Utf8PathBuf::from(format!("{path}.{}.partial", std::process::id()));
    // Only a new file: one that is there already may be a link to somewhere else.
    let mut file = File::create_new(&beside)?;
    let written = file.write_all(content.as_bytes()).and_then(|()| file.sync_all());
    let written = written.and_then(|()| match path.metadata() {
        Ok(old) => file.set_permissions(old.permissions()),
        Err(_) => Ok(()), // there is none yet
    });
    let moved = written.and_then(|()| std::fs::rename(&beside, &path));
    if moved.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    moved
}

/// Writes a file as a whole.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Utf8Path, content: &str) -> Result<(), WriteError> {
    write_file(path, Form::Text, content)
        .map_err(|source| WriteError::Io { path: path.to_string(), source })
}

/// Prints to stdout: the report.
///
/// # Errors
/// stdout is closed or full: whoever asked did not get the verdict.
pub fn print(text: &str) -> Result<(), WriteError> {
    put(&mut io::stdout().lock(), text)
        .map_err(|source| WriteError::Io { path: "stdout".to_owned(), source })
}

/// Prints a file of the user's to stdout, byte for byte: what is written elsewhere must be what it was.
///
/// # Errors
/// stdout is closed or full.
pub fn print_file(text: &str) -> Result<(), WriteError> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|source| WriteError::Io { path: "stdout".to_owned(), source })
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

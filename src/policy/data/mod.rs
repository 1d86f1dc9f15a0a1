//! Data that a policy reads as `data…`: files and folders, merged as OPA does with `--data`. A file is at the root, a file in a
//! folder at the path of its folder; two files that say different things of one place are a mistake, and never one of them.

mod files;
mod yaml;

pub use files::{Found, find};

use super::builtins::json_text::{self, Flaw};
use crate::collect::{FileError, read_bounded};
use camino::{Utf8Path, Utf8PathBuf};
use miette::{Diagnostic, NamedSource, SourceSpan};
use regorus::Value;
use std::collections::BTreeMap;
use thiserror::Error;

/// A file of data can be a whole database of advisories.
const MAX_BYTES: u64 = 1 << 30;

/// A value that policies read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document(pub(super) Value);

impl Default for Document {
    fn default() -> Self {
        Self(Value::new_object())
    }
}

impl Document {
    /// The value of a JSON text. `name` is what messages call it.
    ///
    /// # Errors
    /// It is not JSON, a key stands twice, or a number would not be kept as it is.
    pub fn parse(name: &str, text: &str) -> Result<Self, DataError> {
        json_text::read(text).map(Self).map_err(|flaw| DataError::flaw(name, text, flaw))
    }

    /// The value of a file: YAML where its name says so, else JSON.
    ///
    /// # Errors
    /// As [`Document::parse`]; or the file cannot be read.
    pub fn read(path: &Utf8Path) -> Result<Self, DataError> {
        let bytes = read_bounded(path, MAX_BYTES)?;
        let text = String::from_utf8(bytes).map_err(|_| DataError::NotText(path.to_owned()))?;
        Self::of_file(path, &text)
    }

    /// The value of a file's text: YAML where its name says so, else JSON.
    ///
    /// # Errors
    /// As [`Document::parse`].
    pub fn of_file(path: &Utf8Path, text: &str) -> Result<Self, DataError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if matches!(path.extension(), Some("yaml" | "yml")) {
            return yaml::read(text)
                .map(Self)
                .map_err(|flaw| DataError::flaw(path.as_str(), text, flaw));
        }
        Self::parse(path.as_str(), text)
    }

    /// Adds what a file says, at a place.
    ///
    /// # Errors
    /// There it is no object, or it contradicts what is there.
    pub fn add(
        &mut self,
        path: &Utf8Path,
        place: &[String],
        document: Self,
    ) -> Result<(), DataError> {
        let nested = nest(document.0, place);
        if nested.as_object().is_err() {
            return Err(DataError::NoObject(path.to_owned()));
        }
        let conflict = |place| DataError::Conflict { path: path.to_owned(), place };
        join(&mut self.0, nested, &mut vec!["data".to_owned()]).map_err(conflict)
    }

    /// The names at its root, and what stands there.
    pub fn fields(&self) -> impl Iterator<Item = (&str, Self)> {
        let fields = self.0.as_object().into_iter().flat_map(regorus::value::Object::iter);
        fields.filter_map(|(name, value)| Some((&**name.as_string().ok()?, Self(value.clone()))))
    }

    /// Its value, with this at its root.
    pub(super) fn with(&self, name: &str, value: Value) -> Value {
        let mut all = self.0.clone();
        if let Ok(fields) = all.as_object_mut() {
            fields.insert(name.into(), value);
        }
        all
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        self.0.as_object().is_ok()
    }

    /// All of these files, each at its place, merged.
    ///
    /// # Errors
    /// Every file that cannot be read, that is no object, or that contradicts one before it.
    pub fn merge(files: &[Found]) -> Result<Self, DataErrors> {
        let mut all = Self::default();
        let mut errors = Vec::new();
        for file in files {
            let merged = Self::read(&file.path)
                .and_then(|document| all.add(&file.path, &file.place, document));
            errors.extend(merged.err());
        }
        if errors.is_empty() { Ok(all) } else { Err(DataErrors(errors)) }
    }
}

/// `value` as the one thing at a place.
fn nest(value: Value, place: &[String]) -> Value {
    let within =
        |value, name: &String| Value::from(BTreeMap::from([(Value::from(&**name), value)]));
    place.iter().rev().fold(value, within)
}

/// Adds what is new; the place where the two disagree.
fn join(into: &mut Value, from: Value, place: &mut Vec<String>) -> Result<(), String> {
    if *into == from {
        return Ok(());
    }
    let (Ok(into), Value::Object(from)) = (into.as_object_mut(), from) else {
        return Err(place.join("."));
    };
    for (key, value) in from.iter() {
        match into.get_mut(key) {
            None => {
                into.insert(key.clone(), value.clone());
            }
            Some(there) => {
                place.push(json_text::write(key).trim_matches('"').to_owned());
                join(there, value.clone(), place)?;
                place.pop();
            }
        }
    }
    Ok(())
}

/// Data that cannot be used.
#[derive(Debug, Error, Diagnostic)]
pub enum DataError {
    /// A file cannot be read.
    #[error(transparent)]
    #[diagnostic(transparent)]
    File(#[from] FileError),
    /// A folder cannot be read.
    #[error("the folder `{path}` cannot be read: {source}")]
    #[diagnostic(code(gatewright::data::folder))]
    Folder {
        /// The folder.
        path: Utf8PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file is not text.
    #[error("`{0}` is not UTF-8 text")]
    #[diagnostic(code(gatewright::data::not_text))]
    NotText(Utf8PathBuf),
    /// There is a mistake in it.
    #[error("`{name}` is not data that a policy can read")]
    #[diagnostic(code(gatewright::data::mistake))]
    Mistake {
        /// The file, or what stands for it.
        name: String,
        /// What is wrong.
        message: String,
        /// Where it is.
        #[label("{message}")]
        at: SourceSpan,
        /// What was read.
        #[source_code]
        text: NamedSource<String>,
    },
    /// What stands at the root must have names.
    #[error("`{0}` holds no object")]
    #[diagnostic(
        code(gatewright::data::no_object),
        help(
            "what is at the root of `data` has names: write `{{\"name\": …}}`, or put the file into a folder `name`"
        )
    )]
    NoObject(Utf8PathBuf),
    /// Another file says something else.
    #[error("`{path}` says something else of `{place}` than a file before it")]
    #[diagnostic(
        code(gatewright::data::conflict),
        help("keep one of them, or give each a place of its own")
    )]
    Conflict {
        /// The later file.
        path: Utf8PathBuf,
        /// Where they disagree.
        place: String,
    },
}

impl DataError {
    fn flaw(name: &str, text: &str, flaw: Flaw) -> Self {
        Self::Mistake {
            name: name.to_owned(),
            message: flaw.message,
            at: flaw.span.into(),
            text: NamedSource::new(name, text.to_owned()),
        }
    }
}

/// Everything that is wrong with data.
#[derive(Debug, Error, Diagnostic)]
#[error("the data cannot be used")]
#[diagnostic(code(gatewright::data))]
pub struct DataErrors(#[related] pub Vec<DataError>);

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(a: &str, b: &str) -> Result<String, String> {
        let mut into = json_text::read(a).unwrap();
        join(&mut into, json_text::read(b).unwrap(), &mut vec!["data".to_owned()])?;
        Ok(json_text::write(&into))
    }

    #[test]
    fn files_add_to_each_other_and_may_not_disagree() {
        assert_eq!(
            joined(r#"{"a":{"b":1}}"#, r#"{"a":{"c":2},"d":3}"#).unwrap(),
            r#"{"a":{"b":1,"c":2},"d":3}"#
        );
        assert_eq!(joined(r#"{"a":{"b":1}}"#, r#"{"a":{"b":1}}"#).unwrap(), r#"{"a":{"b":1}}"#);
        assert_eq!(joined(r#"{"a":{"b":1}}"#, r#"{"a":{"b":2}}"#).unwrap_err(), "data.a.b");
        assert_eq!(joined(r#"{"a":[1]}"#, r#"{"a":[1,2]}"#).unwrap_err(), "data.a");
        assert_eq!(joined(r#"{"a":{"b":1}}"#, r#"{"a":1}"#).unwrap_err(), "data.a");
    }

    #[test]
    fn a_file_in_a_folder_is_at_the_folders_path() {
        let place = ["a".to_owned(), "b-c".to_owned()];
        assert_eq!(json_text::write(&nest(Value::from(1_u64), &place)), r#"{"a":{"b-c":1}}"#);
    }
}

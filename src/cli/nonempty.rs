//! Values of arguments: none may be empty.

use camino::Utf8PathBuf;
use std::str::FromStr;

/// A value that is read by its own `FromStr`, and is not empty.
pub(super) fn value<T>(text: &str) -> Result<T, String>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    if text.trim().is_empty() {
        return Err("it is empty; is a variable not set?".to_owned());
    }
    text.parse().map_err(|error: T::Err| error.to_string())
}

/// Some text.
pub(super) fn text(text: &str) -> Result<String, String> {
    value(text)
}

/// A path.
pub(super) fn path(text: &str) -> Result<Utf8PathBuf, String> {
    value(text)
}

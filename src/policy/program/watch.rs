//! What is seen while a program runs: what it prints, and how far its bodies come.

use crate::rego::File;
use regorus::Value;
use std::fmt;

/// What a `print` said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// The file that it stands in.
    pub file: File,
    /// Where in the file.
    pub offset: usize,
    /// What it said.
    pub text: String,
}

impl fmt::Display for Print {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.path, self.file.place(self.offset).0, self.text)
    }
}

/// How a point was reached; see [`Loaded::points`](super::Loaded::points).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reached {
    /// How often.
    pub count: usize,
    /// The values of the point's variables, the first few times.
    pub values: Vec<Vec<Value>>,
}

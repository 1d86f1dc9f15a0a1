//! The front: what Rego means is decided here, and the engine evaluates what is left.
//!
//! The engine parses a subset of Rego, checks nothing at load, and gives some forms another meaning than OPA does. So
//! every file is parsed here first ([`parse`]), whatever the engine would get wrong is refused with its place and with
//! what to write instead ([`refuse`]), and what remains is handed on in the engine's own terms ([`Program`]), with a way
//! back from its positions to the author's. This room knows neither the engine nor evidence.

mod lex;
mod metadata;

mod module;

pub use metadata::{Metadata, Scope};

pub use module::{Import, Kind, Module, Statement, is_test_path, path_name};

mod parse;
pub use parse::parse;

mod builtins;
mod calls;
mod functions;
mod negation;
mod patterns;
mod recursion;
mod refuse;
mod scope;
pub use refuse::refuse;

mod emit;
pub use emit::{Emitted, Program};

#[cfg(test)]
mod hostile;

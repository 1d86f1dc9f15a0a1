//! The front: what Rego means is decided here, and the engine evaluates what is left.
//!
//! The engine parses a subset of Rego, checks nothing at load, and gives some forms another meaning than OPA does. So a
//! policy goes through here first: [`parse`] reads it as its author wrote it ([`ast`]), [`resolve`] says what each name
//! means ([`ir`]), [`check`] finds what OPA's compiler finds and what a gate must not let pass, and [`lower`] writes what
//! remains in the few forms that the engine evaluates as OPA would. This room knows neither the engine nor evidence.

pub mod annotations;
pub mod ast;
pub mod check;
pub mod ir;
mod lex;
pub mod parse;
pub mod print;
pub mod resolve;
pub mod signatures;
pub mod types;
pub mod typing;

mod mistake;
pub use mistake::{File, Mistake, Mistakes};

mod former;
pub use former::*;

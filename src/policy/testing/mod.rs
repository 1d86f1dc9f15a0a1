//! Tests of policies, as `opa test` has them: which there are, and what became of each.

mod cases;
mod outcome;
mod reach;

pub use outcome::{Outcome, Outcomes, Status};

//! Changes that no test noticed, each in a frame.

use crate::policy::testing::Mutants;
use crate::report::diagnostic;

/// For people.
pub fn mutants(mutants: &Mutants) -> String {
    let mut out = String::new();
    for unnoticed in &mutants.unnoticed {
        out.push_str(&diagnostic::render(unnoticed));
        out.push('\n');
    }
    let noticed = mutants.tried - mutants.unnoticed.len();
    out + &format!("mutants: {noticed} of {} noticed\n", mutants.tried)
}

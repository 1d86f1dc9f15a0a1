//! References to `input`: that what is read at its top is there at all. A misspelt family would be undefined, and the
//! rule that reads it would never fire.

use crate::evidence::Family;
use crate::rego::{Mistake, Module};

const DOCUMENTS: [&str; 4] = ["gate", "subject", "now", "evidence"];

/// Reports every `input.x` of which no document that policies read has the `x`.
pub(super) fn refuse(modules: &[Module]) -> Vec<Mistake> {
    let known: Vec<&str> = DOCUMENTS.into_iter().chain(Family::ALL.map(Family::name)).collect();
    let mut mistakes = Vec::new();
    for module in modules {
        for (name, span) in
            module.input_names().into_iter().filter(|(name, _)| !known.contains(&name.as_str()))
        {
            let nearest = known.iter().max_by(|a, b| {
                strsim::jaro_winkler(a, &name).total_cmp(&strsim::jaro_winkler(b, &name))
            });
            let near = nearest.filter(|near| strsim::jaro_winkler(near, &name) > 0.8);
            mistakes.push(
                module
                    .file
                    .mistake(
                        span,
                        "gatewright::policy::input",
                        format!("policies are not given `input.{name}`"),
                    )
                    .label("undefined: the rule would never fire")
                    .help(near.map_or_else(
                        || format!("they are given {}", known.join(", ")),
                        |near| format!("did you mean `input.{near}`?"),
                    )),
            );
        }
    }
    mistakes
}

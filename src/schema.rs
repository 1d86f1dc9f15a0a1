//! The JSON Schemas of what people write and machines read, generated from the types. `schemas/` holds them as files, for
//! editors and for readers of this repository; a test keeps the two equal.

use crate::{config, policy, report};
use clap::ValueEnum;

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Name {
    /// The gate file.
    Gatewright,
    /// The document that policies read.
    Input,
    /// The verdict.
    Verdict,
    /// Scenarios that test a gate, `*_gate_test.yaml`.
    Scenarios,
}

/// A schema as text.
pub fn text(name: Name) -> String {
    let schema = match name {
        Name::Gatewright => config::schema(),
        Name::Input => policy::input::schema(),
        Name::Verdict => report::json::schema(),
        Name::Scenarios => config::scenario::schema(),
    };
    format!("{schema:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// To write them anew: `BLESS=1 cargo test schema`.
    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "a test reads and writes the files that it is about"
    )]
    fn files_are_as_the_types_say() {
        for name in Name::value_variants() {
            let file = name
                .to_possible_value()
                .map(|value| format!("schemas/{}.json", value.get_name()))
                .unwrap();
            let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
            if std::env::var("BLESS").is_ok() {
                std::fs::write(&path, text(*name)).unwrap();
            }
            let written = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                written == text(*name),
                "{file} is old: `BLESS=1 cargo test schema` writes it anew"
            );
        }
    }
}

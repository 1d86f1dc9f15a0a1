//! The schemas in `schemas/` are those of the Rust types. To write them anew: `GATEWRIGHT_BLESS=1 cargo test schemas`.

use serde_json::Value;
use std::{env, fs};

/// The name of a committed schema, and what generates it.
type Schema = (&'static str, fn() -> Value);

const SCHEMAS: &[Schema] = &[("gatewright", gatewright::config::schema)];

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads the repository, and is told to mend it"
)]
fn schemas_are_those_of_the_types() {
    for (name, schema) in SCHEMAS {
        let path = format!("{}/schemas/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let generated = format!("{:#}\n", schema());
        if env::var("GATEWRIGHT_BLESS").is_ok() {
            fs::write(&path, &generated).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == generated,
            "schemas/{name}.json is not that of the types: GATEWRIGHT_BLESS=1 cargo test schemas"
        );
    }
}

//! What is accepted and what is refused here was measured under OPA 1.20.

use super::{Schemas, Types, infer};
use crate::rego::ast::Version;
use crate::rego::ir::Program;
use crate::rego::{Mistake, check, parse, resolve};
use miette::Diagnostic as _;
use serde_json::json;

mod as_opa;
mod beyond_opa;
mod metadata;
mod uses;

fn program(files: &[&str]) -> Program {
    let parsed = files.iter().map(|text| parse::parse("a.rego", text, Version::V1).unwrap());
    let modules: Vec<_> = parsed.collect();
    let mut program = resolve::resolve(&modules, None, &resolve::Options::default()).unwrap();
    let found = check::check(&mut program);
    assert!(found.is_empty(), "{found:?}");
    program
}

fn typed(rules: &str, schemas: &Schemas) -> (Types, Vec<Mistake>) {
    infer(&program(&[&format!("package p\n{rules}")]), schemas)
}

/// Every mistake with its place, its label and its help.
fn printed(mistakes: &[Mistake]) -> String {
    let mut mistakes: Vec<_> = mistakes.iter().collect();
    mistakes.sort_by_key(|mistake| mistake.order());
    let lines = mistakes.into_iter().map(|mistake| {
        let (line, column) = mistake.place();
        let label = mistake.labels().into_iter().flatten().next();
        let label =
            label.and_then(|label| label.label().map(ToOwned::to_owned)).unwrap_or_default();
        let help = mistake.help().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{line}:{column} {mistake} ({label}{help})")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What a gate knows of `input` and of one parameter.
fn gate() -> Schemas {
    let input = include_str!("../../../../schemas/input.json");
    let params = json!({
        "type": "object",
        "properties": {"severity": {"enum": ["low", "high"]}, "limit": {"type": "integer"}},
        "additionalProperties": false,
    });
    Schemas {
        input: Some(serde_json::from_str(input).unwrap()),
        data: [(vec!["params".into()], params)].into(),
        ..Schemas::default()
    }
}

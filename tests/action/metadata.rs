//! What `action.yml` says, and that it says it well.

use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

/// The file as a value.
pub(crate) fn load(directory: &Path) -> Value {
    let text = fs::read_to_string(directory.join("action.yml")).unwrap();
    serde_saphyr::from_str(&text).unwrap()
}

fn ours() -> Value {
    load(Path::new(env!("CARGO_MANIFEST_DIR")))
}

fn entries<'a>(action: &'a Value, key: &str) -> &'a Map<String, Value> {
    action[key].as_object().unwrap()
}

#[test]
fn every_input_and_output_is_described() {
    let action = ours();
    for (name, entry) in entries(&action, "inputs").iter().chain(entries(&action, "outputs")) {
        let description = entry["description"].as_str().unwrap_or_default();
        assert!(description.ends_with('.'), "`{name}` is not described in a sentence");
    }
}

#[test]
fn no_input_claims_to_be_required_or_has_a_default() {
    for (name, input) in entries(&ours(), "inputs") {
        assert_eq!(input.get("required"), None, "`{name}`: the runner does not enforce it");
        assert_eq!(input.get("default"), None, "`{name}`: an empty value would not get it");
    }
}

#[test]
fn every_step_is_bash_of_our_own_without_expressions() {
    let action = ours();
    assert_eq!(action["runs"]["using"], "composite");
    for step in action["runs"]["steps"].as_array().unwrap() {
        assert_eq!(step["shell"], "bash", "{step}");
        assert_eq!(step.get("uses"), None, "{step}");
        assert!(!step["run"].as_str().unwrap().contains("${{"), "{step}");
    }
}

#[test]
fn every_input_reaches_the_script_as_its_variable() {
    let action = ours();
    let variables = entries(&action["runs"]["steps"][0], "env");
    let script = include_str!("../../action/check.sh");
    for input in entries(&action, "inputs").keys() {
        let variable = format!("INPUT_{}", input.to_uppercase().replace('-', "_"));
        assert_eq!(variables[&variable], format!("${{{{ inputs.{input} }}}}"));
        assert!(script.contains(&variable), "`{variable}` is not read");
    }
}

#[test]
fn the_action_runs_the_version_that_it_belongs_to() {
    let script = include_str!("../../action/check.sh");
    let version = format!("${{INPUT_VERSION:-{}}}", env!("CARGO_PKG_VERSION"));
    assert!(script.contains(&version), "action/check.sh does not say {version}");
}

//! `gatewright test`: what a run says of tests that hold, fail, cannot be evaluated or are not reached, and how it ends.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes files and runs the program"
)]

#[path = "../support/mod.rs"]
mod support;

mod rego;
mod runs;
mod scenarios;

use serde_json::Value;
use support::{Run, Workspace};

/// A folder with these files.
fn workspace(files: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::new();
    for (name, text) in files {
        workspace.write(name, text.as_bytes());
    }
    workspace
}

/// The exit code, and `name status` for each test.
fn results(workspace: &Workspace, arguments: &[&str]) -> (i32, Vec<String>) {
    let run = workspace.run(&[&["test", "--output", "json"], arguments].concat());
    let json: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:?}"));
    let tests = json["tests"].as_array().unwrap().iter();
    let line = |test: &Value| {
        format!("{} {}", test["name"].as_str().unwrap(), test["status"].as_str().unwrap())
    };
    (run.code, tests.map(line).collect())
}

/// What a run of `test` prints, and its exit code.
fn shown(workspace: &Workspace, arguments: &[&str]) -> Run {
    workspace.run(&[&["test"], arguments].concat())
}

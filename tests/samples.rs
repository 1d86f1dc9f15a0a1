//! The samples of every format, as they are seen, and what the lists, the help and the schemas say. The snapshots are in
//! `tests/snapshots`; `INSTA_UPDATE=always cargo test --test samples` writes them anew, to be read before they are kept.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files and runs the program"
)]

mod support;

use gatewright::formats::FORMATS;
use serde_json::Value;
use support::Workspace;

/// What is compared with a file is compared with the one that lies in the repository.
fn assert_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The names of a format's samples, sorted.
fn samples(format: &str) -> Vec<String> {
    let folder = format!("{}/fixtures/formats/{format}", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Runs the program where the samples are.
fn run_at(folder: &str, arguments: &[&str]) -> support::Run {
    let mut command = Workspace::new().command(arguments);
    command.current_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR")));
    support::run(command)
}

#[test]
fn every_format_has_samples_that_are_recognised_and_whole() {
    for format in FORMATS {
        let folder = format!("fixtures/formats/{}", format.name);
        let names = samples(format.name);
        assert!(!names.is_empty(), "there is no sample of {}", format.name);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let json = run_at(&folder, &[&["inspect", "--output", "json"], &names[..]].concat());
        assert_eq!(json.code, 0, "{json:?}");
        let seen: Vec<Value> = serde_json::from_str(&json.stdout).unwrap();
        assert_eq!(seen.len(), names.len());
        for document in seen {
            assert_eq!(document["format"], format.name, "{document:#}");
            assert_eq!(document["complete"], true, "{document:#}");
        }
        let text = run_at(&folder, &[&["inspect"], &names[..]].concat());
        assert_snapshot(&format!("inspect_{}", format.name), &text.stdout);
    }
}

#[test]
fn the_lists_are_as_shown() {
    for list in ["formats", "rules"] {
        let run = Workspace::new().run(&[list]);
        assert_eq!(run.code, 0, "{run:?}");
        assert_snapshot(list, &run.stdout);
        let json = Workspace::new().run(&[list, "--output", "json"]);
        assert!(serde_json::from_str::<Value>(&json.stdout).is_ok(), "{json:?}");
    }
}

const COMMANDS: &[&str] =
    &["check", "init", "inspect", "formats", "rules", "schema", "completions"];

#[test]
fn the_help_is_as_shown() {
    let workspace = Workspace::new();
    let help = workspace.run(&["--help"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    assert_snapshot("help", &help.stdout);
    for command in COMMANDS {
        assert!(help.stdout.contains(&format!("\n  {command} ")), "{command}");
        let help = workspace.run(&[command, "--help"]);
        assert_eq!((help.code, help.stderr.as_str()), (0, ""));
        assert_snapshot(&format!("help_{command}"), &help.stdout);
    }
}

#[test]
fn the_schemas_are_those_of_the_repository() {
    let schemas = std::fs::read_dir(format!("{}/schemas", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut count = 0;
    for path in schemas.map(|entry| entry.unwrap().path()) {
        let run = Workspace::new().run(&["schema", path.file_stem().unwrap().to_str().unwrap()]);
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.stdout == std::fs::read_to_string(&path).unwrap(), "{}", path.display());
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn completions_know_the_subcommands() {
    for shell in ["bash", "zsh", "fish"] {
        let run = Workspace::new().run(&["completions", shell]);
        assert_eq!(run.code, 0, "{run:?}");
        for command in COMMANDS {
            assert!(run.stdout.contains(command), "{shell}: {command}");
        }
    }
}

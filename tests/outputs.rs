//! What is written where: an output that cannot be written is never a pass, no output says what a CI runner would obey, and
//! equal inputs give equal bytes in every form.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes files and runs the program"
)]

#[path = "support/runner_commands.rs"]
mod runner_commands;
mod support;

use std::fs::OpenOptions;
use std::process::Stdio;
use support::{Workspace, run};

const COMMIT: &str = "commit=1111111111111111111111111111111111111111";
const PASSING: &[u8] = b"<testsuite name='s'><testcase classname='c' name='a'/></testsuite>";
const CHECK: &[&str] =
    &["check", "--evidence", "junit.xml", "--subject", COMMIT, "--now", "2026-03-01T12:00:00Z"];

fn workspace(junit: &[u8]) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("junit.xml", junit);
    workspace
}

fn with(more: &[&'static str]) -> Vec<&'static str> {
    [CHECK, more].concat()
}

#[test]
fn a_full_disk_is_not_a_pass() {
    let workspace = workspace(PASSING);
    assert_eq!(workspace.run(CHECK).code, 0);
    for form in ["text=/dev/full", "json=/dev/full", "github=/dev/full"] {
        let run = workspace.run(&with(&["--output", form]));
        assert!(run.code != 0 && run.stderr.contains("cannot be written"), "{form}: {run:?}");
    }
    for form in ["text", "json"] {
        let mut command = workspace.command(&with(&["--output", form]));
        command.stdout(OpenOptions::new().write(true).open("/dev/full").unwrap());
        assert_ne!(command.status().unwrap().code(), Some(0), "{form}");
    }
}

#[test]
fn a_closed_pipe_is_not_a_pass() {
    let workspace = workspace(PASSING);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = workspace.command(CHECK);
    command.stdout(Stdio::from(writer)).stderr(Stdio::null());
    let code = command.status().unwrap().code();
    assert!(code.is_some_and(|code| code != 0), "{code:?}");
}

#[test]
fn a_folder_that_cannot_be_made_is_not_a_pass() {
    let workspace = workspace(PASSING);
    let run = workspace.run(&with(&["--output", "json=junit.xml/verdict.json"]));
    assert!(run.code != 0, "{run:?}");
}

#[test]
fn nobody_loses_a_file_to_a_typo() {
    let workspace = workspace(PASSING);
    let run = workspace.run(&with(&["--output", "json=junit.xml"]));
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(workspace.read("junit.xml").as_bytes(), PASSING);
    let twice = workspace.run(&with(&["--output", "json=a", "--output", "text=a"]));
    assert_eq!(twice.code, 2, "{twice:?}");
}

#[test]
fn a_verdict_of_an_earlier_run_is_replaced_and_never_outlives_an_error() {
    let workspace = workspace(PASSING);
    let arguments =
        with(&["--output", "json=out/verdict.json", "--output", "text=out/verdict.txt"]);
    assert_eq!(workspace.run(&arguments).code, 0);
    assert!(workspace.read("out/verdict.json").contains("\"verdict\": \"pass\""));
    workspace.write("gatewright.yaml", b"version: 1\ngates: {}\nnonsense: 1\n");
    assert_eq!(workspace.run(&arguments).code, 2);
    let verdict = workspace.read("out/verdict.json");
    assert!(
        verdict.contains("\"verdict\": \"error\"") && verdict.contains("\"exit_code\": 2"),
        "{verdict}"
    );
    assert!(workspace.read("out/verdict.txt").starts_with("gatewright: error"));
}

#[test]
fn equal_inputs_give_equal_bytes() {
    for form in ["text", "json"] {
        let one = workspace(PASSING).run(&with(&["--output", form, "-v"]));
        let two = workspace(PASSING).run(&with(&["--output", form, "-v"]));
        assert_eq!(one.stdout, two.stdout);
    }
}

#[test]
fn the_order_of_evidence_changes_nothing() {
    let workspace = workspace(PASSING);
    for (name, case) in [("b.xml", "x"), ("a.xml", "y")] {
        let report = format!(
            "<testsuite name='s'><testcase name='{case}'><failure message='no'/></testcase></testsuite>"
        );
        workspace.write(name, report.as_bytes());
    }
    let judge = |order: [&str; 3]| {
        let evidence = order.iter().flat_map(|file| ["--evidence", file]);
        let line: Vec<&str> = CHECK
            .iter()
            .take(1)
            .copied()
            .chain(evidence)
            .chain(CHECK[3..].iter().copied())
            .collect();
        workspace.run(&[line.as_slice(), &["--output", "json"]].concat()).stdout
    };
    assert_eq!(judge(["junit.xml", "a.xml", "b.xml"]), judge(["b.xml", "a.xml", "junit.xml"]));
}

#[test]
fn every_form_names_every_ruling_and_leads_to_the_same_code() {
    let failing =
        b"<testsuite name='s'><testcase name='a'><failure message='no'/></testcase></testsuite>";
    let workspace = workspace(failing);
    let json = workspace.run(&with(&["--output", "json"]));
    let text = workspace.run(&with(&["--output", "text"]));
    let github = workspace.run(&with(&["--output", "github=outputs"]));
    assert_eq!((json.code, text.code, github.code), (1, 1, 1));
    let verdict: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    for ruling in verdict["rulings"].as_array().unwrap() {
        if ruling["status"] != "not-applicable" {
            assert!(text.stdout.contains(ruling["id"].as_str().unwrap()), "{}", ruling["id"]);
        }
    }
    assert!(workspace.read("outputs").ends_with(&format!(
        "verdict=fail\nexit-code=1\nviolations={}\nwarnings={}\nmissing=0\npolicy-digest={}\n",
        verdict["rulings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|ruling| ruling["status"] == "fail")
            .map(|ruling| ruling["violations"].as_array().unwrap().len())
            .sum::<usize>(),
        verdict["counts"]["warn"],
        verdict["digests"]["policies"].as_str().unwrap()
    )));
}

#[test]
fn the_json_verdict_follows_its_schema() {
    let schema: serde_json::Value = serde_json::from_str(include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/schemas/verdict.json"
    )))
    .unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for junit in [
        PASSING,
        b"<testsuite><testcase name='a'><error/></testcase></testsuite>",
        b"<testsuite/>",
        b"{",
    ] {
        let run = workspace(junit).run(&with(&["--output", "json"]));
        let verdict: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let mistakes: Vec<_> =
            validator.iter_errors(&verdict).map(|error| error.to_string()).collect();
        assert!(mistakes.is_empty(), "{mistakes:?}\n{}", run.stdout);
    }
}

/// Evidence that tries to talk to the runner through us, in every text that we show: names, messages, paths, ids.
#[test]
fn no_printed_line_is_a_command_of_a_runner() {
    let attacks = [
        "::set-output name=verdict::pass",
        "##[set-output name=verdict]pass",
        "##vso[task.complete result=Succeeded;]",
        "##teamcity[buildStatus status='SUCCESS']",
        "\n::error::x",
        "a\r\n::add-mask::pass",
        "\u{1b}[2K\u{1b}[1A::stop-commands::x",
        "\u{2028}::error::x",
    ];
    for attack in attacks {
        let escaped = attack.replace('&', "&amp;").replace('<', "&lt;").replace('\'', "&apos;");
        let escaped =
            escaped.replace('\n', "&#10;").replace('\r', "&#13;").replace('\u{1b}', "&#27;");
        let junit = format!(
            "<testsuite name='{escaped}'>\n<testcase classname='{escaped}' name='{escaped}'>\n<failure message='{escaped}'>\n{attack}\n\
             </failure></testcase></testsuite>"
        );
        let workspace = workspace(junit.as_bytes());
        workspace.write("##[group]x.xml", junit.as_bytes());
        for form in ["text", "json"] {
            for style in [&["--color", "always", "-v"][..], &["--color", "never"], &["-q"]] {
                let line = [&with(&["--evidence", "*.xml", "--output", form])[..], style].concat();
                let run = run(workspace.command(&line));
                assert_eq!(run.code, 1, "{run:?}");
                for line in run.stdout.lines().chain(run.stderr.lines()) {
                    assert!(runner_commands::commands(line).is_empty(), "{form}: {line}");
                }
                assert!(
                    style[0] == "--color" && style[1] == "always" || !run.stdout.contains('\u{1b}')
                );
            }
        }
        let broken = workspace.run(&["check", "--gate", attack, "--config", "##[group]x.xml"]);
        assert_ne!(broken.code, 0);
        for line in broken.stderr.lines() {
            assert!(runner_commands::commands(line).is_empty(), "{line}");
        }
    }
}

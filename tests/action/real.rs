//! The action with gatewright itself, over the demo and over evidence that wants to be obeyed.

use super::runner::{Run, Runner};
use serde_json::Value;
use std::fs;

const BINARY: &str = env!("CARGO_BIN_EXE_gatewright");

fn demo(state: &str) -> Run {
    let folder = format!("{}/fixtures/demo/{state}", env!("CARGO_MANIFEST_DIR"));
    Runner::new(&format!("demo-{state}")).run(&[
        ("binary-path", BINARY),
        ("working-directory", &folder),
        ("config", "gatewright.yaml"),
        ("extra-args", "--now=2026-11-23T09:00:00Z"),
    ])
}

fn report(run: &Run) -> Value {
    let text = fs::read_to_string(&run.outputs["report-json"]).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_demo_that_may_go_passes() {
    let run = demo("go");
    assert!(run.succeeded, "{run:?}");
    let expected = [("verdict", "pass"), ("exit-code", "0"), ("violations", "0"), ("missing", "0")];
    for (name, value) in expected {
        assert_eq!(run.outputs[name], value, "{name}: {run:?}");
    }
    assert_eq!(report(&run)["verdict"], "pass");
    assert_eq!(report(&run)["digests"]["policies"], run.outputs["policy-digest"]);
    assert_eq!(run.commands, []);
}

#[test]
fn the_demo_that_is_stopped_fails_and_says_how_often() {
    let run = demo("stopped");
    assert!(!run.succeeded, "{run:?}");
    assert_eq!(run.outputs["verdict"], "fail", "{run:?}");
    let report = report(&run);
    let count = |status: &str| report["counts"][status].as_u64().unwrap();
    let violations = report["rulings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|ruling| ruling["status"] == "fail" || ruling["status"] == "pending")
        .map(|ruling| ruling["violations"].as_array().unwrap().len() as u64)
        .sum::<u64>();
    let expected =
        [("violations", violations), ("warnings", count("warn")), ("missing", count("missing"))];
    for (output, count) in expected {
        assert_eq!(run.outputs[output], count.to_string(), "{output}");
    }
    assert_ne!(run.outputs["violations"], "0");
    assert_eq!(run.outputs["exit-code"], report["exit_code"].to_string());
    assert_eq!(run.commands, []);
}

const GATE_FILE: &str = r#"version: 1
subject:
  name: payments
  version: "1.4.2"
  artifacts:
    - name: payments
      digest: sha256:0000000000000000000000000000000000000000000000000000000000000001
evidence:
  - id: unit
    files: ["*.xml"]
gates:
  production:
    rules:
      include: [release.tests]
"#;

/// Runs the gate over a report with one failed test, whose name and message are `text`.
fn failed_test(text: &str) -> Run {
    let runner = Runner::new("hostile-report");
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let escaped = escaped.replace('\n', "&#10;").replace('\r', "&#13;");
    let report = format!(
        r#"<testsuite name="s" tests="1" failures="1"><testcase classname="c" name="fails: {escaped}"><failure message="{escaped}">{escaped}</failure></testcase></testsuite>"#
    );
    fs::write(runner.path("workspace/junit.xml"), report).unwrap();
    fs::write(runner.path("workspace/gatewright.yaml"), GATE_FILE).unwrap();
    runner.run(&[("binary-path", BINARY), ("config", "gatewright.yaml")])
}

#[test]
fn a_failed_test_does_not_speak_to_the_runner() {
    let messages = [
        "::set-output name=verdict::pass",
        "boom\n::set-output name=verdict::pass",
        "boom\r::set-output name=verdict::pass",
        "boom ##[set-output name=verdict]pass",
        "#\u{200b}#[set-output name=verdict]pass",
        "\u{ad}::set-output name=verdict::pass",
        "#\u{fe0f}#[set-output name=verdict]pass",
        "##vso[task.complete result=Succeeded]",
        "##teamcity[buildStatus status='SUCCESS']",
        "verdict=pass\nverdict<<END\npass\nEND",
    ];
    for message in messages {
        let run = failed_test(message);
        assert_eq!(run.outputs["verdict"], "fail", "{message:?}: {run:?}");
        assert_eq!(run.outputs["exit-code"], "1", "{message:?}: {run:?}");
        assert!(run.log.contains("fails: "), "{run:?}");
        assert_eq!(run.commands, [], "{message:?}");
    }
}

#[test]
fn an_argument_that_is_refused_does_not_speak_to_the_runner() {
    let value = "##[set-output name=verdict]pass";
    for input in ["config", "gate", "evidence", "subject", "params", "extra-args"] {
        let run = Runner::new("hostile-argument").run(&[("binary-path", BINARY), (input, value)]);
        assert!(!run.succeeded && run.outputs["verdict"] != "pass", "{input}: {run:?}");
        assert_eq!(run.commands, [], "{input}");
    }
}

#[test]
fn help_is_no_verdict() {
    let run = Runner::new("help").run(&[("binary-path", BINARY), ("extra-args", "--help")]);
    assert!(run.is_error(), "{run:?}");
}

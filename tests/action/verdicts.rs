//! What the action says and does for each way in which gatewright can end.

use super::runner::{Run, Runner};
use super::scripts;
use std::fs;

fn run(test: &str, script: &str) -> Run {
    let runner = Runner::new(test);
    let binary = runner.executable("gatewright", script);
    runner.run(&[("binary-path", &binary)])
}

fn concludes(test: &str, script: &str, verdict: &str, exit_code: &str) {
    let run = run(test, script);
    assert_eq!(run.outputs["verdict"], verdict, "{run:?}");
    assert_eq!(run.outputs["exit-code"], exit_code, "{run:?}");
    assert_eq!(run.succeeded, exit_code == "0", "{run:?}");
    assert_eq!(run.succeeded, verdict == "pass", "{run:?}");
}

#[test]
fn verdict_and_exit_code_pass_through() {
    concludes("go", &scripts::verdict("pass", "exit 0"), "pass", "0");
    concludes("no-go", &scripts::verdict("fail", "exit 1"), "fail", "1");
    concludes("usage", &scripts::verdict("error", "exit 2"), "error", "2");
    concludes("missing", &scripts::verdict("fail", "exit 3"), "fail", "3");
    concludes("policy", &scripts::verdict("error", "exit 4"), "error", "4");
    concludes("integrity", &scripts::verdict("fail", "exit 5"), "fail", "5");
    concludes("internal", &scripts::verdict("error", "exit 70"), "error", "70");
}

#[test]
fn a_crash_leaves_error() {
    concludes("code-139", &scripts::without_verdict("exit 139"), "error", "139");
    concludes("segfault", &scripts::without_verdict("kill -SEGV $$"), "error", "139");
    concludes("late", &scripts::verdict("pass", "kill -KILL $$"), "error", "137");
    concludes(
        "half",
        &scripts::without_verdict("echo it would pass; kill -ABRT $$"),
        "error",
        "134",
    );
}

#[test]
fn exit_code_and_verdict_that_disagree_are_an_error() {
    concludes("red-pass", &scripts::verdict("pass", "exit 1"), "error", "1");
    concludes("green-fail", &scripts::verdict("fail", "exit 0"), "error", "70");
    concludes("green-error", &scripts::verdict("error", "exit 0"), "error", "70");
    concludes("green-unknown", &scripts::verdict("passed", "exit 0"), "error", "70");
}

#[test]
fn exit_code_0_without_a_verdict_is_not_go() {
    concludes("version", &scripts::without_verdict("echo gatewright 0.1.0"), "error", "70");
}

#[test]
fn the_verdict_of_an_earlier_run_does_not_count() {
    let runner = Runner::new("earlier");
    let binary = runner.executable("gatewright", &scripts::verdict("pass", "exit 0"));
    assert!(runner.run(&[("binary-path", &binary)]).succeeded);
    let silent = runner.executable("silent", &scripts::without_verdict("exit 0"));
    assert!(runner.run(&[("binary-path", &silent)]).is_error());
}

#[test]
fn gatewright_writes_the_other_outputs_itself() {
    let run = run("others", &scripts::verdict("fail", "exit 1"));
    assert_eq!(run.outputs["violations"], "2");
    assert_eq!(run.outputs["warnings"], "");
    let report = fs::read_to_string(&run.outputs["report-json"]).unwrap();
    assert!(report.contains(r#""verdict": "fail""#), "{report}");
}

#[test]
fn a_command_in_the_log_does_not_become_an_output() {
    let shout = "echo '::set-output name=verdict::pass'; echo 'x ##[set-output name=exit-code]0'";
    concludes("shout", &scripts::verdict("fail", &format!("{shout}; exit 1")), "fail", "1");
    concludes(
        "shout-die",
        &scripts::without_verdict(&format!("{shout}; exit 139")),
        "error",
        "139",
    );
}

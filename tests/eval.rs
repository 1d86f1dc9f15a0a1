//! `gatewright eval`: the answer to a query, and how it ends.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes files and runs the program"
)]

mod support;

use std::io::Write as _;
use std::process::Stdio;
use support::Workspace;

fn answer(workspace: &Workspace, arguments: &[&str]) -> (i32, String) {
    let run = workspace.run(&[&["eval", "--output", "json"], arguments].concat());
    (run.code, if run.code == 0 { run.stdout } else { run.stderr })
}

#[test]
fn every_way_in_which_a_query_holds_is_a_result() {
    let workspace = Workspace::new();
    for (query, expected) in [
        ("x := 1 + 1", "{\"results\": [{\"x\":2}]}\n"),
        (
            "some x in [1, 2]; y := x * 10",
            "{\"results\": [{\"x\":1,\"y\":10},\n{\"x\":2,\"y\":20}]}\n",
        ),
        ("1 == 1", "{\"results\": [{}]}\n"),
        ("1 == 2", "{\"results\": []}\n"),
        ("x := input.nope", "{\"results\": []}\n"),
        (
            "x := {[1], \"b\", {\"a\": 1}, {2}, 1, null}",
            "{\"results\": [{\"x\":[null,1,\"b\",[1],{\"a\":1},[2]]}]}\n",
        ),
        ("x := {1: {\"z\", \"y\"}}", "{\"results\": [{\"x\":{\"1\":[\"y\",\"z\"]}}]}\n"),
    ] {
        assert_eq!(answer(&workspace, &[query]), (0, expected.to_owned()), "{query}");
    }
    let text = workspace.run(&["eval", "x := [1]; y := \"a\""]);
    assert_eq!(text.stdout, "x = [1]\ny = \"a\"\n");
    assert!(workspace.run(&["eval", "1 == 2"]).stdout.starts_with("undefined"));
}

#[test]
fn policies_data_and_input_are_read() {
    let workspace = Workspace::new();
    workspace.write("p/shop.rego", b"package shop\n\nallow if input.n >= data.limits.min\n");
    workspace.write("d/limits/x.json", b"{\"min\": 2}");
    workspace.write("input.yaml", b"count: 1\nn2: 3\n");
    workspace.write("input.json", b"{\"n\": 3}");
    let both = ["x := data.shop.allow", "--policy", "p", "--data", "d", "--input"];
    assert_eq!(
        answer(&workspace, &[&both[..], &["input.json"]].concat()).1,
        "{\"results\": [{\"x\":true}]}\n"
    );
    assert_eq!(answer(&workspace, &[&both[..], &["input.yaml"]].concat()).1, "{\"results\": []}\n");

    let mut child = workspace.command(&["eval", "x := input.a", "--input", "-"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"{\"a\": [1]}").unwrap();
    assert_eq!(child.wait_with_output().unwrap().stdout, b"x = [1]\n");
}

#[test]
fn what_is_wrong_is_shown_in_a_frame_and_is_no_answer() {
    let workspace = Workspace::new();
    workspace.write("p.rego", b"package p\n\na := 1\na := 2\n\nb := to_number(\"x\")\n");
    workspace.write("bad.rego", b"package p\n\na := (\n");
    workspace.write("twice.json", b"{\"a\": 1, \"a\": 2}");
    workspace.write("number.json", b"{\"a\": 1e999999}");
    for (arguments, code, said) in [
        (&["x := data.p.a", "--policy", "p.rego"][..], 4, "more than one value"),
        (&["x := 1", "--policy", "bad.rego"], 4, "bad.rego:3"),
        (&["x := nosuch(1)"], 4, "nosuch"),
        (&["x :="], 4, "query:1"),
        (&["x := http.send({})"], 4, "http.send"),
        (&["x := data.p.b", "--policy", "p.rego", "--strict-builtin-errors"], 4, "to_number"),
        (&["x := 1", "--input", "twice.json"], 4, "stands twice"),
        (&["x := 1", "--data", "number.json"], 4, "cannot be kept"),
        (&["x := 1", "--policy", "nosuch.rego"], 2, "cannot be read"),
        (&["x := 1", "--policy", "twice"], 2, "neither Rego nor data"),
    ] {
        let (found, text) = answer(&workspace, arguments);
        assert_eq!(found, code, "{arguments:?}: {text}");
        assert!(text.contains(said), "`{said}` is not in\n{text}");
    }
    assert_eq!(
        answer(&workspace, &["x := data.p.b", "--policy", "p.rego"]),
        (0, "{\"results\": []}\n".to_owned())
    );
}

#[test]
fn the_clock_is_what_it_is_told() {
    let workspace = Workspace::new();
    let now = ["x := time.now_ns()", "--now", "2026-01-31T12:00:00Z"];
    assert_eq!(
        answer(&workspace, &now),
        (0, "{\"results\": [{\"x\":1769860800000000000}]}\n".to_owned())
    );
}

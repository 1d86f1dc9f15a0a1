//! `gatewright fmt`: files in their form, and none that is harmed.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes files and runs the program"
)]

mod support;

use std::io::Write as _;
use std::process::Stdio;
use support::Workspace;

const LOOSE: &str = "package a\n## why\nx=1\n";
const FORM: &str = "package a\n\n## why\nx := 1\n";

#[test]
fn one_file_is_printed_byte_for_byte() {
    let workspace = Workspace::new();
    workspace.write("a.rego", LOOSE.as_bytes());
    let run = workspace.run(&["fmt", "a.rego"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, FORM, ""));
    assert_eq!(workspace.read("a.rego"), LOOSE);

    let mut child = workspace.command(&["fmt", "-"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(LOOSE.as_bytes()).unwrap();
    assert_eq!(child.wait_with_output().unwrap().stdout, FORM.as_bytes());
}

#[test]
fn what_differs_is_listed_shown_and_rewritten() {
    let workspace = Workspace::new();
    workspace.write("p/a.rego", LOOSE.as_bytes());
    workspace.write("p/b.rego", FORM.as_bytes());
    let check = workspace.run(&["fmt", "--check", "p"]);
    assert_eq!((check.code, check.stdout.as_str()), (1, "p/a.rego\n"));
    let diff = workspace.run(&["fmt", "--diff", "p"]);
    assert_eq!(diff.code, 0);
    assert_eq!(
        diff.stdout.replace('\u{200a}', ""),
        "--- p/a.rego\n+++ p/a.rego\n@@ -1,3 +1,4 @@\n package a\n+\n ## why\n-x=1\n+x := 1\n"
    );
    assert_eq!(workspace.read("p/a.rego"), LOOSE);

    let write = workspace.run(&["fmt", "--write", "p"]);
    assert_eq!((write.code, write.stdout.as_str(), write.stderr.as_str()), (0, "", ""));
    assert_eq!(workspace.read("p/a.rego"), FORM);
    let names = std::fs::read_dir(workspace.path().join("p")).unwrap().count();
    assert_eq!(names, 2, "nothing is left beside the files");
    assert_eq!(workspace.run(&["fmt", "--check", "p"]).code, 0);
}

#[test]
fn a_file_with_mistakes_is_left_and_the_others_are_done() {
    let workspace = Workspace::new();
    workspace.write("a.rego", b"package a\nx = (\n");
    workspace.write("b.rego", LOOSE.as_bytes());
    let run = workspace.run(&["fmt", "--write", "a.rego", "b.rego"]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("a.rego:2"), "{run:?}");
    assert_eq!(workspace.read("a.rego"), "package a\nx = (\n");
    assert_eq!(workspace.read("b.rego"), FORM);
    assert_eq!(workspace.run(&["fmt", "--check", "a.rego", "b.rego"]).code, 4);
}

#[test]
fn the_language_of_before_1_0_stays_what_it_is() {
    let workspace = Workspace::new();
    workspace.write("a.rego", b"package a\n\np[x] { x:=1 }\n");
    assert_eq!(workspace.run(&["fmt", "a.rego"]).code, 4);
    let run = workspace.run(&["fmt", "--v0", "--write", "a.rego"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(workspace.run(&["fmt", "--v0", "--check", "a.rego"]).code, 0);
}

#[test]
fn a_line_that_asks_for_nothing_or_for_two_things_is_refused() {
    let workspace = Workspace::new();
    workspace.write("p/a.rego", FORM.as_bytes());
    workspace.write("p/b.rego", FORM.as_bytes());
    workspace.write("d/x.json", b"{}");
    for (arguments, said) in [
        (&["p"][..], "one behind the other"),
        (&["d"], "no file of Rego"),
        (&["d/x.json"], "no file of Rego"),
        (&["nosuch.rego"], "cannot be read"),
        (&["--write", "-"], "stdin"),
        (&["-", "p"], "stdin"),
        (&["--write", "--check", "p"], "cannot be used with"),
        (&[], "required"),
    ] {
        let run = workspace.run(&[&["fmt"], arguments].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}: {run:?}");
        assert!(run.stderr.contains(said), "`{said}` is not in\n{}", run.stderr);
    }
}

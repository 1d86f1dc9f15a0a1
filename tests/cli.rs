//! The command line: a value that is empty or misspelt is refused with a hint, and how a verdict is shown never changes it.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes files and runs the program"
)]

mod support;

use support::{Run, Workspace, run};

const COMMIT: &str = "commit=1111111111111111111111111111111111111111";
const PASSING: &[u8] = b"<testsuite name='s'><testcase classname='c' name='a'/></testsuite>";
const FAILING: &[u8] =
    b"<testsuite name='s'><testcase classname='c' name='a'><failure message='no'/></testcase></testsuite>";

fn workspace(junit: &[u8]) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("junit.xml", junit);
    workspace
}

fn check(workspace: &Workspace, more: &[&str]) -> Run {
    workspace.run(&[&["check", "--evidence", "junit.xml", "--subject", COMMIT], more].concat())
}

/// A mistake on the command line: exit code 2, nothing on stdout, and each of `said` on stderr.
#[track_caller]
fn assert_refused(run: &Run, said: &[&str]) {
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    for text in said {
        assert!(run.stderr.contains(text), "`{text}` is not in\n{}", run.stderr);
    }
}

#[test]
fn a_value_that_is_empty_is_refused() {
    let workspace = workspace(PASSING);
    for option in ["--config", "--gate", "--evidence", "--subject", "--param", "--now", "--output"]
    {
        for empty in ["", " "] {
            assert_refused(&check(&workspace, &[option, empty]), &[option]);
        }
        assert_refused(&check(&workspace, &[&format!("{option}=")]), &[option]);
    }
    for part in [
        ["--param", "min_tests="],
        ["--subject", "commit="],
        ["--subject", "=x"],
        ["--output", "json="],
    ] {
        assert_refused(&check(&workspace, &part), &[part[0]]);
    }
}

#[test]
fn what_is_unknown_is_refused_with_what_may_have_been_meant() {
    let workspace = workspace(PASSING);
    for (line, said) in [
        (&["chekc"][..], "'check'"),
        (&["check", "--evidnce", "junit.xml"], "'--evidence'"),
        (&["check", "--outptu=json"], "'--output'"),
        (&["check", "--output", "jsno"], "json"),
        (&["check", "--color", "sometimes"], "never"),
        (&["check", "--subject", "comit=x"], "`commit=…`"),
        (&["check", "--subject", "commit=abc"], "the whole hash"),
        (&["check", "--subject", "digest=sha256:12"], "64 hex digits"),
        (&["check", "--param", "min_tests"], "KEY=VALUE"),
        (&["check", "junit.xml"], "junit.xml"),
        (&["schema", "verdcit"], "verdict"),
        (&["check", "--quiet", "--verbose"], "--verbose"),
        (&["check", "--now", "2026-01-01T00:00:00Z", "--now", "2027-01-01T00:00:00Z"], "--now"),
        (&[], "Usage"),
    ] {
        assert_refused(&workspace.run(line), &[said]);
    }
}

#[test]
fn now_is_an_instant() {
    let workspace = workspace(PASSING);
    let verdict = |now: &str| check(&workspace, &["--now", now, "--output", "json"]);
    let utc = verdict("2026-01-31T12:00:00Z");
    assert_eq!(utc.code, 0, "{utc:?}");
    assert!(utc.stdout.contains("\"2026-01-31T12:00:00Z\""), "{}", utc.stdout);
    for same in ["2026-01-31T13:00:00+01:00", "2026-01-31T12:00:00.000Z", "2026-01-31 12:00:00Z"] {
        assert_eq!(verdict(same).stdout, utc.stdout, "{same}");
    }
    for wrong in [
        "2026-01-31",
        "2026-01-31T12:00:00",
        "1769860800",
        "now",
        "yesterday",
        "2026-02-30T00:00:00Z",
    ] {
        assert_refused(&verdict(wrong), &["--now"]);
    }
}

const TWO_GATES: &str = "\
version: 1
subject: {name: app, version: \"1\", commit: \"1111111111111111111111111111111111111111\"}
evidence: [{id: tests, files: [junit.xml]}]
gates:
  staging: {rules: {include: [release.tests.ran]}}
  production: {rules: {include: [release.tests]}}
";

#[test]
fn one_of_several_gates_has_to_be_named() {
    let workspace = workspace(FAILING);
    workspace.write("gatewright.yaml", TWO_GATES.as_bytes());
    assert_refused(
        &workspace.run(&["check"]),
        &["several gates", "`production`, `staging`", "--gate NAME"],
    );
    assert_refused(
        &workspace.run(&["check", "--gate", "prod"]),
        &["no gate `prod`", "`production`"],
    );
    assert_eq!(workspace.run(&["check", "--gate", "staging"]).code, 0);
    assert_eq!(workspace.run(&["check", "--gate", "production"]).code, 1);
}

#[test]
fn a_gate_without_a_gate_file_is_refused() {
    let workspace = workspace(PASSING);
    assert_refused(
        &check(&workspace, &["--gate", "production"]),
        &["no gate file", "gatewright init"],
    );
    assert_refused(&check(&workspace, &["--config", "gone.yaml"]), &["`gone.yaml` cannot be read"]);
}

#[test]
fn every_mistake_of_a_gate_file_is_shown() {
    let workspace = workspace(PASSING);
    let gate_file =
        TWO_GATES.replace("evidence:", "evidnce:").replace("rules: {include", "rulez: {include");
    workspace.write("gatewright.yaml", gate_file.as_bytes());
    let said = [
        "gatewright.yaml:3:",
        "`evidence`?",
        "gatewright.yaml:5:",
        "`rules`?",
        "gatewright.yaml:6:",
    ];
    assert_refused(&workspace.run(&["check", "--gate", "staging"]), &said);
}

#[test]
fn paths_of_a_gate_file_are_relative_to_it() {
    let workspace = Workspace::new();
    let gate_file = TWO_GATES.replace("junit.xml", "reports/*.xml").replace(
        "subject: {name: app, version: \"1\"",
        "policies: {directories: [policy]}\nsubject: {name: app, version_file: VERSION, artifacts: [{path: dist/app}]",
    );
    for (name, bytes) in [
        ("service/gatewright.yaml", gate_file.as_bytes()),
        ("service/VERSION", b"1.2.3\n"),
        ("service/dist/app", b"app"),
        (
            "service/policy/own.rego",
            b"package own\nwarn contains \"own rule\" if input.now == \"\"\n",
        ),
        ("service/reports/a.xml", PASSING),
        ("reports/b.xml", FAILING),
    ] {
        workspace.write(name, bytes);
    }
    let line = ["check", "--config", "service/gatewright.yaml", "--gate", "production", "-v"];
    let from_above = workspace.run(&line);
    assert_eq!(from_above.code, 0, "{}{}", from_above.stdout, from_above.stderr);
    assert!(from_above.stdout.contains("app 1.2.3") && from_above.stdout.contains("reports/a.xml"));

    let mut inside = workspace.command(&["check", "--gate", "production"]);
    inside.current_dir(workspace.path().join("service"));
    assert_eq!(run(inside).code, 0);

    // What the command line names is relative to where it is run.
    let more = workspace.run(&[&line[..], &["--evidence", "reports/b.xml"]].concat());
    assert_eq!(more.code, 1, "{}{}", more.stdout, more.stderr);
}

#[test]
fn less_or_more_output_is_the_same_verdict() {
    let lines = |run: &Run| run.stdout.lines().count();
    for (junit, code) in [(PASSING, 0), (FAILING, 1)] {
        let workspace = workspace(junit);
        let [quiet, plain, verbose] =
            [&["--quiet"][..], &[], &["--verbose"]].map(|flag| check(&workspace, flag));
        assert_eq!([quiet.code, plain.code, verbose.code], [code; 3]);
        assert!(
            lines(&quiet) < lines(&plain) && lines(&plain) < lines(&verbose),
            "{}",
            quiet.stdout
        );
        assert!(
            code == 0 || quiet.stdout.contains("release.tests.no_failures"),
            "{}",
            quiet.stdout
        );
        assert!(verbose.stdout.contains("sha256:"), "{}", verbose.stdout);
    }
}

#[test]
fn colour_is_for_those_who_want_it() {
    let workspace = workspace(FAILING);
    let line = |more: &[&'static str]| {
        [&["check", "--evidence", "junit.xml", "--subject", COMMIT], more].concat()
    };
    let coloured = |more: &[&'static str], variables: &[(&str, &str)]| {
        let mut command = workspace.command(&line(more));
        command.envs(variables.iter().copied());
        let run = run(command);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(!run.stderr.contains('\u{1b}'), "{run:?}");
        run.stdout.contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]), "nobody colours a file");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]), "the flag is the last word");
    assert!(coloured(&[], &[("FORCE_COLOR", "1")]) && coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color", "never"], &[("FORCE_COLOR", "1")]));
    assert!(!coloured(&["--color", "always", "--output", "json"], &[]), "JSON has no colour");
}

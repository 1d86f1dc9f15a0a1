//! Tests of gates: `*_gate_test.yaml`.

use super::{results, shown, workspace};
use crate::support::Workspace;

const GATE_FILE: &str = "\
version: 1
subject: {name: shop, commit: abcabc1111111111111111111111111111111111}
evidence:
  - {id: unit-tests, files: [reports/*.xml], format: junit}
gates:
  production: {rules: {include: [release.tests]}}
";

const SCENARIOS: &str = "\
version: 1
gate_file: ../gatewright.yaml
now: 2026-01-31T12:00:00Z
scenarios:
  - name: tests that pass let it go
    evidence: {unit-tests: [good.xml]}
    expect: {verdict: pass}
  - name: a failed test stops it
    evidence: {unit-tests: [bad.xml]}
    expect:
      verdict: fail
      rulings: {release.tests.no_failures: fail}
";

fn gate(scenarios: &str) -> Workspace {
    workspace(&[
        ("gatewright.yaml", GATE_FILE),
        ("gate/production_gate_test.yaml", scenarios),
        ("gate/good.xml", "<testsuite name='s'><testcase classname='c' name='a'/></testsuite>"),
        (
            "gate/bad.xml",
            "<testsuite name='s'><testcase classname='c' name='a'><failure message='no'/></testcase></testsuite>",
        ),
    ])
}

#[test]
fn a_gate_says_of_each_release_what_is_expected() {
    let expected = ["tests that pass let it go pass", "a failed test stops it pass"];
    assert_eq!(results(&gate(SCENARIOS), &["gate"]), (0, expected.map(str::to_owned).to_vec()));
}

#[test]
fn another_verdict_another_ruling_and_one_that_nobody_expects_fail() {
    for (from, to, said) in [
        ("[good.xml]", "[bad.xml]", "the verdict is `fail`, and not `pass`"),
        ("[good.xml]", "[bad.xml]", "something stands in the way that is not expected"),
        (
            "no_failures: fail",
            "no_failures: pending",
            "`release.tests.no_failures` is `fail`, and not `pending`",
        ),
        (
            "no_failures: fail",
            "no_failure: fail",
            "there is no ruling on `release.tests.no_failure`",
        ),
        ("no_failures: fail", "ran: pass", "`release.tests.no_failures` is `fail`"),
    ] {
        let run = shown(&gate(&SCENARIOS.replacen(from, to, 1)), &["gate"]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.stdout.contains(said), "`{said}` is not in\n{}", run.stdout);
    }
}

#[test]
fn a_package_stands_for_its_rules() {
    let text = SCENARIOS.replace("{unit-tests: [bad.xml]}", "{unit-tests: []}").replace(
        "release.tests.no_failures: fail",
        "release.tests: missing, evidence: missing, gate: missing",
    );
    assert_eq!(results(&gate(&text), &["gate"]).0, 0);
}

#[test]
fn a_mistake_in_a_scenario_is_no_success() {
    for (from, to, code, said) in [
        ("unit-tests: [good.xml]", "unit-test: [good.xml]", 4, "lists no evidence `unit-test`"),
        ("[good.xml]", "[god.xml]", 4, "there is no such file"),
        ("verdict: pass", "verdict: go", 4, "`go` is not a verdict"),
        ("../gatewright.yaml", "gatewright.yaml", 4, "cannot be read"),
        ("now: 2026-01-31T12:00:00Z\n", "", 4, "the scenario has no time"),
    ] {
        let run = shown(&gate(&SCENARIOS.replacen(from, to, 1)), &["gate"]);
        let all = [run.stdout.as_str(), &run.stderr].concat();
        assert_eq!(run.code, code, "{run:?}");
        assert!(all.contains(said), "`{said}` is not in\n{all}");
    }
}

#[test]
fn the_demo_releases_are_judged_as_their_scenarios_say() {
    let demo = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
    let (code, tests) = results(&Workspace::new(), &[demo.to_str().unwrap()]);
    assert_eq!((code, tests.len()), (0, 5), "{tests:?}");
}

//! Policies that a team brings: no mistake in them ends in "go", and each is shown where it is. What conftest runs, runs.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes files and runs the program"
)]

mod support;

use support::{Run, Workspace};

const REPORT: &[u8] =
    b"<testsuite name='s'><testcase classname='c' name='a'/><testcase classname='c' name='b'><skipped/></testcase></testsuite>";

/// A gate file whose one gate says `gate`, and whose policies are in `policy/`.
fn gate_file(gate: &str) -> String {
    format!(
        "version: 1\n\
         subject: {{name: app, version: \"1\", commit: \"1111111111111111111111111111111111111111\"}}\n\
         evidence: [{{id: tests, files: [junit.xml]}}]\n\
         policies: {{built_in: [], directories: [policy]}}\n\
         gates: {{g: {gate}}}\n"
    )
}

fn workspace(gate: &str, policies: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::new();
    workspace.write("junit.xml", REPORT);
    workspace.write("gatewright.yaml", gate_file(gate).as_bytes());
    for (name, text) in policies {
        workspace.write(&format!("policy/{name}"), text.as_bytes());
    }
    workspace
}

fn check(workspace: &Workspace, more: &[&str]) -> Run {
    workspace.run(&[&["check", "--now", "2026-03-01T12:00:00Z"], more].concat())
}

/// What a gate over one policy says.
fn judge(policy: &str) -> Run {
    check(&workspace("{}", &[("a.rego", policy)]), &[])
}

/// The exit code, and each of `said` in what was written.
#[track_caller]
fn assert_says(run: &Run, code: i32, said: &[&str]) {
    let all = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(run.code, code, "{all}");
    for text in said {
        assert!(all.contains(text), "`{text}` is not in\n{all}");
    }
}

#[test]
fn no_rule_at_all_decides_nothing() {
    assert_says(&judge("package team\n"), 4, &["there is no rule in policy/a.rego"]);
    assert_says(&judge("package team\nallow if true\n"), 4, &["there is no rule"]);
    let tests_only = workspace("{}", &[("a_test.rego", "package team_test\ntest_a if true\n")]);
    assert_says(&check(&tests_only, &[]), 4, &["there is no rule"]);
    let none = workspace("{rules: {exclude: [team]}}", &[("a.rego", CONFTEST)]);
    assert_says(&check(&none, &[]), 4, &["no rule is left"]);
}

#[test]
fn a_folder_that_is_missing_or_empty_is_shown_in_the_gate_file() {
    let missing = workspace("{}", &[]);
    let frame = ["gatewright.yaml:4:", "named here"];
    assert_says(&check(&missing, &[]), 4, &frame);
    let empty = workspace("{}", &[("README.md", "no policy")]);
    assert_says(&check(&empty, &[]), 4, &[&frame[..], &["there is no `.rego` file"]].concat());
    let file = workspace("{}", &[]);
    file.write("policy", b"a file where a folder should be");
    assert_says(&check(&file, &[]), 4, &frame);
}

#[test]
fn a_misspelt_name_is_shown_with_what_it_may_have_been() {
    let policies = [("a.rego", CONFTEST)];
    for (gate, said) in [
        ("{rules: {include: [teem]}}", "did you mean `team`?"),
        ("{rules: {include: [team.dney]}}", "did you mean `team.deny`?"),
        ("{rules: {exclude: [teams]}}", "did you mean `team`?"),
        ("{rules: {include: [team, nothing_like_it]}}", "`gatewright rules` lists them"),
    ] {
        let run = check(&workspace(gate, &policies), &[]);
        assert_says(&run, 4, &["names no rule", "gatewright.yaml:5:", said]);
    }
    let built_in = Workspace::new();
    built_in
        .write("gatewright.yaml", b"version: 1\npolicies: {built_in: [releese]}\ngates: {g: {}}\n");
    assert_says(
        &check(&built_in, &["--evidence", "x"]),
        4,
        &["no policies called `releese`", "yaml:2:"],
    );
}

/// One mistake each: the policy, the place, and what is said.
#[test]
fn a_mistake_in_a_policy_is_shown_where_it_is() {
    for (policy, place, said) in [
        ("deny := true", "a.rego:2:1", "not as a set of violations"),
        ("deny if input.tests[0].summary.failed > 0", "a.rego:2:1", "write `deny contains"),
        ("default deny := false", "a.rego:2:9", "not as a set of violations"),
        ("deny contains \"x\" if {", "a.rego:2:", "a.rego"),
        ("deny contains \"x\" if no.such(input)", "a.rego:2:22", "there is no function `no.such`"),
        ("deny contains \"x\" if cuont(input.tests) == 0", "a.rego:2:22", "`cuont`"),
        ("deny contains \"x\" if input.test[0].cases", "a.rego:2:", "input.test"),
        ("deny contains \"x\" if data.teem.x", "a.rego:2:", "data.teem.x"),
        ("deny contains \"x\" if data.params.limit", "a.rego:2:", "data.params.limit"),
        ("deny contains \"x\" if a\na if b\nb if a", "a.rego:3:1", "defined by itself"),
        ("deny contains \"x\" if f(1)\nf(x) := f(x - 1)", "a.rego:3:", "defined by itself"),
        (
            "deny contains x if x := http.send({\"url\": \"x\"})",
            "a.rego:2:25",
            "`http.send` is not here",
        ),
        ("deny contains x if x := opa.runtime().env", "a.rego:2:25", "`opa.runtime` is not here"),
        (
            "deny contains \"x\" if rand.intn(\"a\", 2) == 0",
            "a.rego:2:22",
            "`rand.intn` is not here",
        ),
        (
            "# METADATA\n# custom: {requires: [test]}\ndeny contains \"x\" if true",
            "a.rego:2:1",
            "`test`, which is no family",
        ),
        (
            "# METADATA\n# titel: a\ndeny contains \"x\" if true",
            "a.rego:3:",
            "METADATA block cannot be read",
        ),
        (
            "# METADATA\n# custom: {require: [tests]}\ndeny contains \"x\" if true",
            "a.rego:2:1",
            "require",
        ),
    ] {
        let run = judge(&format!("package team\n{policy}\n"));
        assert_says(&run, 4, &[place, said]);
        assert_eq!(run.stdout, "", "no verdict: {policy}");
    }
}

#[test]
fn every_mistake_of_every_file_is_shown_at_once() {
    let files = [
        ("a.rego", "package a\ndeny contains \"x\" if {\n"),
        ("b.rego", "package b\ndeny := 1\nwarn := 2\n"),
    ];
    let run = check(&workspace("{}", &files), &[]);
    assert_says(&run, 4, &["there are 3 mistakes", "a.rego:", "b.rego:2:1", "b.rego:3:1"]);
}

#[test]
fn two_rules_with_one_id_are_a_mistake() {
    let rule = |title: &str, name: &str| {
        format!(
            "# METADATA\n# title: {title}\n# custom: {{short_name: {name}}}\ndeny contains \"x\" if input.now == \"\"\n\n"
        )
    };
    let policy = |first: &str, second: &str| format!("package team\n\n{first}{second}");
    let same = policy(&rule("One", "same"), &rule("Two", "same"));
    assert_says(&judge(&same), 4, &["`team.same`", "a.rego:8:"]);
    assert_says(&judge(&policy(&rule("One", "one"), &rule("Two", "two"))), 0, &[]);
}

/// What goes wrong only when a rule is evaluated makes that rule an error, and never a pass.
#[test]
fn a_rule_that_cannot_be_evaluated_is_an_error() {
    for (policy, said) in [
        ("deny contains \"x\" if time.parse_rfc3339_ns(\"x\") > 1", "is not a time"),
        ("deny contains \"x\" if to_number(\"x\") > 1", "a.rego:2"),
        ("deny contains \"x\" if json.unmarshal(\"{\") == 1", "a.rego:2"),
        ("deny contains \"x\" if 1 / (count(input.tests) - 1) > 1", "zero"),
        (
            "deny contains \"x\" if limit > 1\nlimit := 1 if input.now\nlimit := 2 if input.now",
            "more than one value",
        ),
        ("deny contains 1 if input.now", "a violation is a text"),
        ("deny contains {\"message\": \"x\"} if input.now", "no `msg`"),
        (
            "deny contains \"x\" if { some n in numbers.range(1, 1000000000); n < 0 }",
            "more than 1000000",
        ),
    ] {
        let run = judge(&format!("package team\n{policy}\n"));
        assert_says(&run, 4, &["error  team.deny", "ERROR: 1 error", said]);
    }
}

#[test]
fn an_error_in_one_rule_hides_no_other() {
    let policy = "package team\ndeny contains \"x\" if to_number(\"x\") > 1\nviolation contains \"found\" if input.now\n";
    assert_says(&judge(policy), 4, &["error  team.deny", "fail  team.violation", "found"]);
}

#[test]
fn an_endless_rule_ends() {
    let policy = "package team\ndeny contains \"x\" if {\n\tr := numbers.range(1, 3000)\n\tsome a in r\n\tsome b in r\n\tsome c in r\n\ta + b + c < 0\n}\n";
    assert_says(&judge(policy), 4, &["error  team.deny", "the time limit of 5 s is exceeded"]);
}

const WITH_PARAMS: &str = "\
# METADATA
# scope: package
# custom:
#   params:
#     max_skipped: {type: integer, minimum: 0, default: 1, description: How many may be skipped.}
package team

# METADATA
# title: Few skipped tests
# custom:
#   short_name: few_skipped
#   requires: [tests]
#   solution: Run them.
deny contains {\"msg\": \"too many\", \"found\": n, \"wanted\": data.params.max_skipped} if {
	n := sum([report.summary.skipped | some report in input.tests])
	n > data.params.max_skipped
}
";

#[test]
fn parameters_come_from_the_gate_file_and_the_command_line() {
    let by_default = workspace("{}", &[("a.rego", WITH_PARAMS)]);
    assert_says(&check(&by_default, &[]), 0, &["team.few_skipped"]);
    let none = ["--param", "max_skipped=0"];
    let said =
        ["fail  team.few_skipped", "Few skipped tests", "found   1", "wanted  0", "Run them."];
    assert_says(&check(&by_default, &none), 1, &said);
    let strict = workspace("{params: {max_skipped: 0}}", &[("a.rego", WITH_PARAMS)]);
    assert_says(&check(&strict, &[]), 1, &said);
    assert_says(&check(&strict, &["--param", "max_skipped=2"]), 0, &[]);
}

#[test]
fn a_parameter_that_cannot_be_is_refused() {
    let with = |gate: &str| workspace(gate, &[("a.rego", WITH_PARAMS)]);
    for (gate, said) in [
        ("{params: {max_skiped: 0}}", "did you mean `max_skipped`?"),
        ("{params: {max_skipped: \"0\"}}", "How many may be skipped."),
        ("{params: {max_skipped: -1}}", "less than the minimum of 0"),
        ("{params: {max_skipped: null}}", "max_skipped"),
    ] {
        assert_says(&check(&with(gate), &[]), 4, &["gatewright.yaml:5:", said]);
    }
    for (param, said) in [
        ("max_skiped=0", "did you mean `max_skipped`?"),
        ("max_skipped=many", "the parameter `max_skipped` has a value that it cannot have"),
        ("max_skipped=1.5", "max_skipped"),
    ] {
        assert_says(&check(&with("{}"), &["--param", param]), 4, &[said]);
    }
    let undeclared = WITH_PARAMS.replace("default: 1, ", "");
    let run = check(&workspace("{}", &[("a.rego", &undeclared)]), &[]);
    assert_says(&run, 4, &["the parameter `max_skipped` has no value"]);
}

#[test]
fn a_mistake_in_the_gate_file_itself_is_one_of_usage() {
    for (gate, said) in [
        ("{rule: {}}", "did you mean `rules`?"),
        ("{rules: {include: []}}", "`include` is empty"),
        ("{rules: {include: [\"team-a\"]}}", "not the name of a rule or package"),
        ("{params: {\"max-skipped\": 0}}", "not the name of a parameter"),
    ] {
        let run = check(&workspace(gate, &[("a.rego", WITH_PARAMS)]), &[]);
        assert_says(&run, 2, &["gatewright.yaml:5:", said]);
    }
}

/// As conftest has them: a text or an object with `msg`, under four names.
const CONFTEST: &str = "\
package team

import rego.v1

deny contains msg if {
	some report in input.tests
	some case in report.cases
	case.status == \"failed\"
	msg := sprintf(\"%s failed\", [case.name])
}

deny_skipped contains {\"msg\": msg, \"case\": case.name} if {
	some case in input.tests[_].cases
	case.status == \"skipped\"
	msg := \"skipped\"
}

violation contains {\"msg\": \"no tests\"} if count(input.tests) == 0

warn contains \"only two\" if count(input.tests[0].cases) < 3
";

#[test]
fn rules_in_the_style_of_conftest_work() {
    let workspace = workspace("{}", &[("a.rego", CONFTEST)]);
    let said = ["fail  team.deny_skipped", "warn  team.warn", "only two", "1 fail, 1 warn, 3 pass"];
    assert_says(&check(&workspace, &[]), 1, &said);
    let failing =
        b"<testsuite><testcase classname='c' name='broken'><failure/></testcase></testsuite>";
    workspace.write("junit.xml", failing);
    assert_says(&check(&workspace, &[]), 1, &["fail  team.deny", "broken failed"]);
}

#[test]
fn a_gate_that_only_warns_goes() {
    let only = workspace("{rules: {include: [team.warn]}}", &[("a.rego", CONFTEST)]);
    assert_says(&check(&only, &[]), 0, &["only two", "GO"]);
    let without = workspace("{rules: {exclude: [team.deny_skipped]}}", &[("a.rego", CONFTEST)]);
    let said = ["only two", "excluded by the gate file", "team.deny_skipped"];
    assert_says(&check(&without, &[]), 0, &said);
}

#[test]
fn a_person_who_has_to_act_keeps_the_gate_shut() {
    let policy = "package team\ndeny contains {\"msg\": \"not signed off\", \"pending\": [\"ann\", \"the release team\"]} if input.now\n";
    assert_says(
        &judge(policy),
        1,
        &["pending  team.deny", "not signed off", "ann", "the release team"],
    );
}

#[test]
fn a_rule_without_its_evidence_is_missing_whatever_its_body_says() {
    let policy = "package team\n# METADATA\n# title: Reviewed\n# custom: {short_name: reviewed, requires: [approvals]}\ndeny contains \"x\" if input.approvals[0].complete\n";
    assert_says(&judge(policy), 3, &["1 missing", "team.reviewed", "no evidence of approvals"]);
}

#[test]
fn brought_rules_and_built_in_ones_decide_together() {
    let workspace = workspace("{}", &[("a.rego", CONFTEST)]);
    let gate = "{rules: {include: [team.warn, release.tests]}}";
    let both = gate_file(gate).replace("built_in: [], ", "");
    workspace.write("gatewright.yaml", both.as_bytes());
    assert_says(&check(&workspace, &[]), 0, &["team.warn", "release.tests.ran"]);
    let rules = workspace.run(&["rules", "--config", "gatewright.yaml"]);
    assert_says(&rules, 0, &["team.deny_skipped", "release.sbom.licenses_allowed"]);
}

//! What holds of policy sets as a whole; each part has its own tests beside it.

use super::*;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned(), built_in: false, version: Version::V1 }
}

fn load(text: &str) -> PolicySet {
    match PolicySet::load(&[source("a.rego", text)]) {
        Ok(set) => set,
        Err(error) => panic!("{:?}", miette::Report::new(error)),
    }
}

fn mistakes(sources: &[Source]) -> Vec<String> {
    match PolicySet::load(sources) {
        Ok(_) => Vec::new(),
        Err(PolicyError::Mistakes(mistakes)) => {
            let line = |mistake: &Mistake| {
                format!("{}:{}:{} {mistake}", mistake.path(), mistake.place().0, mistake.place().1)
            };
            mistakes.all().iter().map(line).collect()
        }
        Err(other) => vec![other.to_string()],
    }
}

fn mistakes_in(text: &str) -> Vec<String> {
    mistakes(&[source("a.rego", text)])
}

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// The one rule's outcome over an input.
fn outcome(text: &str, input: Value) -> Result<Vec<Violation>, Box<EvaluationError>> {
    let set = load(text);
    let rules: Vec<&Rule> = set.rules().iter().collect();
    let params = set.resolve_params(&Map::new()).unwrap();
    set.evaluate(&rules, input, &params, now()).remove(0).outcome
}

/// What is wrong and where, as `LINE:COLUMN MESSAGE`.
fn failure(text: &str) -> String {
    let error = outcome(text, json!({"tests": [{"id": "a", "n": 1}]})).unwrap_err();
    assert_eq!(error.path, "a.rego");
    format!("{}:{} {}", error.line, error.column, error.message)
}

fn messages(text: &str, input: Value) -> Vec<String> {
    outcome(text, input).unwrap().into_iter().map(|violation| violation.msg).collect()
}

const TWO_RULES: &str = "\
# METADATA
# scope: package
# title: Tests
package team.tests

# METADATA
# title: No failures
# description: All pass.
# related_resources: [https://example.com/tests]
# custom:
#   short_name: no_failures
#   severity: high
#   requires: [tests]
#   solution: Mend them.
deny contains result if {
	some report in input.tests
	some case in report.cases
	case.status == _bad
	result := {\"msg\": case.name, \"at\": case.at, \"rule\": rego.metadata.rule().custom.short_name}
}

# METADATA
# title: No failures
# description: All pass.
# related_resources: [https://example.com/tests]
# custom:
#   short_name: no_failures
#   severity: high
#   requires: [tests]
#   solution: Mend them.
deny contains \"no test\" if count(input.tests) == 0

warn contains \"slow\" if input.tests[_].complete == false

_bad := \"failed\"
";

#[test]
fn a_rule_is_what_its_metadata_says_of_it() {
    let set = load(TWO_RULES);
    let [no_failures, slow] = set.rules() else { panic!("{:?}", set.rules()) };
    assert_eq!(
        *no_failures,
        Rule {
            id: "team.tests.no_failures".into(),
            package: "team.tests".into(),
            short_name: "no_failures".into(),
            effect: Effect::Deny,
            title: Some("No failures".into()),
            description: Some("All pass.".into()),
            severity: Some("high".into()),
            requires: vec![crate::evidence::Family::Tests],
            solution: Some("Mend them.".into()),
            url: Some("https://example.com/tests".into()),
            collections: Vec::new(),
            effective_on: None,
            depends_on: Vec::new(),
            path: "a.rego".into(),
            line: 15,
            column: 1,
            built_in: false,
        }
    );
    assert_eq!((slow.id.as_str(), slow.effect), ("team.tests.warn", Effect::Warn));
}

#[test]
fn each_rule_says_only_what_its_own_bodies_say() {
    let set = load(TWO_RULES);
    let rules: Vec<&Rule> = set.rules().iter().collect();
    let case = json!({"status": "failed", "name": "t", "at": "e#/0"});
    let input = json!({"tests": [{"cases": [case], "complete": false}]});
    let evaluations = set.evaluate(&rules, input, &Map::new(), now());
    let violation = |number: usize| evaluations[number].outcome.as_ref().unwrap().clone();
    assert_eq!(violation(0).len(), 1);
    assert_eq!(violation(0)[0].msg, "t");
    assert_eq!(violation(0)[0].at.as_deref(), Some("e#/0"));
    assert_eq!(violation(0)[0].details["rule"], json!("no_failures"));
    assert_eq!(violation(1)[0].msg, "slow");
    let none = set.evaluate(&rules, json!({"tests": []}), &Map::new(), now());
    assert_eq!(none[0].outcome.as_ref().unwrap()[0].msg, "no test");
}

#[test]
fn a_rule_that_fails_takes_no_other_with_it() {
    let set = load(
        "package a\ndeny_x contains 1 / count(input.tests) if true\ndeny_y contains \"y\" if true\n",
    );
    let rules: Vec<&Rule> = set.rules().iter().collect();
    let evaluations = set.evaluate(&rules, json!({"tests": []}), &Map::new(), now());
    assert!(evaluations[0].outcome.is_err());
    assert_eq!(evaluations[1].outcome.as_ref().unwrap()[0].msg, "y");
}

#[test]
fn what_a_violation_holds_is_read_and_sorted() {
    let text = "package a\ndeny contains x if some x in input.tests\n";
    let input = json!({"tests": [
        {"msg": "b", "found": 3, "wanted": true, "fix": "mend", "pending": "ann", "extra": [1]},
        "a",
        {"msg": "a", "at": null, "pending": ["ann", "bob"]},
        {"msg": "a"},
    ]});
    let violations = outcome(text, input).unwrap();
    let said: Vec<_> = violations.iter().map(|v| (v.msg.as_str(), v.pending.len())).collect();
    assert_eq!(said, [("a", 0), ("a", 2), ("b", 1)]);
    let last = &violations[2];
    assert_eq!(
        (last.found.as_deref(), last.wanted.as_deref(), last.fix.as_deref()),
        (Some("3"), Some("true"), Some("mend"))
    );
    assert_eq!(Value::Object(last.details.clone()), json!({"extra": [1]}));
}

#[test]
fn a_violation_of_another_shape_is_an_error() {
    for (member, wanted) in [
        (
            "1",
            "one of its violations is a number: a violation is a text, or an object with a `msg`",
        ),
        (
            "[\"a\"]",
            "one of its violations is an array: a violation is a text, or an object with a `msg`",
        ),
        ("{\"message\": \"a\"}", "one of its violations has no `msg` that is a text"),
        ("{\"msg\": 1}", "one of its violations has no `msg` that is a text"),
        (
            "{\"msg\": \"a\", \"at\": {}}",
            "one of its violations has a `at` that is not a text, a number or a truth value",
        ),
        (
            "{\"msg\": \"a\", \"pending\": []}",
            "one of its violations has a `pending` that does not name who has to act",
        ),
    ] {
        assert_eq!(
            failure(&format!("package a\n\ndeny contains {member} if true\n")),
            format!("3:1 {wanted}")
        );
    }
}

#[test]
fn an_error_is_shown_where_the_author_wrote_it() {
    let in_rule = |line: &str| {
        failure(&format!(
            "package a\nimport input.tests as long_name\ndeny contains x if {{\n\t{line}\n}}\n"
        ))
    };
    assert_eq!(in_rule("x := long_name; to_number(\"x\")"), "4:18 to_number: `x` is no number");
    assert!(in_rule("x := time.parse_rfc3339_ns(\"x\")").contains("time.parse_rfc3339_ns: "));
    let conflict =
        failure("package a\ndeny contains \"x\" if p == 1\np := 1 if true\n\np := 2 if true\n");
    assert_eq!(conflict, "5:1 a rule gives more than one value where there can be one");
}

#[test]
fn an_error_shows_its_frame() {
    let error =
        outcome("package a\ndeny contains to_number(\"x\") if true\n", json!({})).unwrap_err();
    let mut shown = String::new();
    let theme = miette::GraphicalTheme::unicode_nocolor();
    miette::GraphicalReportHandler::new_themed(theme)
        .render_report(&mut shown, error.as_ref())
        .unwrap();
    assert!(shown.contains("the rule `a.deny` cannot be evaluated"), "{shown}");
    assert!(shown.contains("a.rego:2:15") && shown.contains("`x` is no number"), "{shown}");
}

#[test]
fn patterns_mean_what_they_mean_under_opa() {
    let text = r#"package a
deny contains "digits" if regex.match(`^\d+$`, input.now)
deny contains "no word" if regex.match("^\\W+$", input.now)
deny contains regex.replace(input.now, `[\d]`, "x") if true
"#;
    let wanted = ["digits", "xx"];
    assert_eq!(messages(text, json!({"now": "12"})), wanted);
    assert_eq!(messages(text, json!({"now": "١é"})), ["no word", "١é"]);
}

#[test]
fn a_rule_that_takes_too_long_is_an_error() {
    let text = "package a\ndeny contains \"x\" if {\n\tr := numbers.range(1, 3000)\n\tsome a in r\n\tsome b in r\n\tsome c in r\n\ta + b + c < 0\n}\n";
    assert!(failure(text).contains("time limit"), "{}", failure(text));
}

#[test]
fn the_clock_is_that_of_the_run() {
    let text = "package a\ndeny contains sprintf(\"%d\", [time.now_ns()]) if time.now_ns() == time.parse_rfc3339_ns(input.now)\n";
    assert_eq!(messages(text, json!({"now": "2026-03-01T12:00:00Z"})), ["1772366400000000000"]);
}

#[test]
fn an_import_evaluates_only_what_is_read() {
    let sources = [
        source(
            "a.rego",
            "package a\nimport data.lib\nimport data.lib.b\ndeny contains msg if {\n\tb.one == 1\n\tmsg := lib.b.text\n}\n",
        ),
        source("b.rego", "package lib.b\none := 1\ntext := \"x\"\nbroken := to_number(\"x\")\n"),
    ];
    let set = PolicySet::load(&sources).unwrap();
    let rules: Vec<&Rule> = set.rules().iter().collect();
    assert_eq!(
        set.evaluate(&rules, json!({}), &Map::new(), now())[0].outcome.as_ref().unwrap()[0].msg,
        "x"
    );
}

#[test]
fn a_rule_of_several_files_is_one() {
    let sources = [
        source("a.rego", "package a\ndeny contains \"1\" if true\n"),
        source("b.rego", "package a\ndeny contains \"2\" if true\n"),
    ];
    let set = PolicySet::load(&sources).unwrap();
    assert_eq!(set.rules().len(), 1);
    let rules: Vec<&Rule> = set.rules().iter().collect();
    assert_eq!(
        set.evaluate(&rules, json!({}), &Map::new(), now())[0].outcome.as_ref().unwrap().len(),
        2
    );
}

#[test]
fn what_is_named_like_a_rule_has_to_be_one() {
    for (text, wanted) in [
        ("deny if input.tests", "`deny` is defined as one value, not as a set of violations"),
        ("deny := {\"x\"}", "`deny` is defined as one value, not as a set of violations"),
        (
            "default deny := false",
            "`deny` is defined as a value to fall back on, not as a set of violations",
        ),
        ("deny[x] if x := 1", "`deny` is defined as an object, not as a set of violations"),
        ("deny.x contains 1", "`deny` is defined as an object, not as a set of violations"),
        (
            "warn_late if input.tests",
            "`warn_late` is defined as one value, not as a set of violations",
        ),
    ] {
        let found = mistakes_in(&format!("package a\n{text}\nviolation contains \"x\" if true\n"));
        let line = format!("a.rego:2:{} {wanted}", if text.starts_with("default") { 9 } else { 1 });
        assert_eq!(found, [line], "{text}");
    }
    assert_eq!(
        mistakes_in("package a\ndeny_x contains \"x\" if violation(1)\nviolation(x) if x == 1\n"),
        [""; 0]
    );
}

#[test]
fn metadata_of_rules_is_checked() {
    let with = |custom: &str| {
        mistakes_in(&format!(
            "package a\n# METADATA\n# custom: {{{custom}}}\ndeny contains \"x\" if true\n"
        ))
    };
    assert_eq!(with("short_name: x, requires: [tests], other: 1"), [""; 0]);
    for (custom, wanted) in [
        ("requires: [test]", "`requires` names `test`, which is no family of evidence"),
        ("requires: tests", "`custom.requires` is not a list of families: `requires: [tests]`"),
        ("require: [tests]", "`custom.require` means nothing: did you mean `requires`?"),
        ("short_name: a b", "`custom.short_name` is not a name: letters, digits, `_` and `-`"),
        ("severity: 3", "`custom.severity` is not a text"),
        (
            "params: {}",
            "`custom.params` is not a map of parameters in METADATA with `scope: package`",
        ),
    ] {
        assert_eq!(with(custom), [format!("a.rego:2:1 {wanted}")]);
    }
    let built_in =
        Source { built_in: true, ..source("a.rego", "package a\ndeny contains \"x\" if true\n") };
    assert_eq!(
        mistakes(&[built_in]),
        ["a.rego:2:1 a rule of the library without title or description"]
    );
}

#[test]
fn what_is_said_of_a_rule_is_not_said_of_its_package() {
    let with = |scope: &str, custom: &str| {
        mistakes_in(&format!(
            "# METADATA\n# scope: {scope}\n# custom: {{{custom}}}\npackage a\ndeny contains \"x\" if true\n"
        ))
    };
    assert_eq!(with("package", "owner: x"), [""; 0]);
    for custom in ["requires: [tests]", "short_name: x", "solution: x", "severity: high"] {
        for scope in ["package", "subpackages"] {
            let key = custom.split(':').next().unwrap();
            let wanted = format!(
                "a.rego:1:1 `custom.{key}` means nothing in METADATA with `scope: {scope}`"
            );
            assert_eq!(with(scope, custom), [wanted]);
        }
    }
    let document = "package a\n# METADATA\n# scope: document\n# custom: {requires: [tests]}\ndeny contains \"x\" if true\n";
    assert_eq!(
        mistakes_in(document),
        ["a.rego:2:1 `custom.requires` means nothing in METADATA with `scope: document`"]
    );
}

#[test]
fn the_packages_of_the_library_are_reserved_while_it_is_loaded() {
    let own = |package: &str| {
        source("own.rego", &format!("package {package}\ndeny contains \"x\" if true\n"))
    };
    let beside_library = |package: &str| {
        let mut sources = library();
        sources.push(own(package));
        mistakes(&sources)
    };
    for package in [
        "release",
        "release.tests",
        "release.tests.deep",
        "release.team",
        "lib",
        "lib.vulnerability",
        "lib.gate.deep",
    ] {
        assert_eq!(
            beside_library(package),
            [format!("own.rego:1:1 the package `{package}` belongs to the library")]
        );
        assert_eq!(mistakes(&[own(package)]), [""; 0], "{package}");
    }
    for package in ["team", "lib.team", "releases", "team.release"] {
        assert_eq!(beside_library(package), [""; 0], "{package}");
    }
}

#[test]
fn a_function_may_be_defined_in_two_files() {
    let rule = "package a\nf(1) := 1\ndeny contains \"x\" if f(count(input.tests)) == 1\n";
    let more = "package a\nf(2) := 2\n";
    assert_eq!(mistakes(&[source("a.rego", rule), source("b.rego", more)]), [""; 0]);
}

#[test]
fn an_id_belongs_to_one_rule() {
    let rule = |head: &str, title: &str| {
        format!(
            "# METADATA\n# title: {title}\n# custom: {{short_name: one}}\n{head} contains \"{title}\" if true\n"
        )
    };
    let both = |a: &str, b: &str| mistakes_in(&format!("package a\n{a}{b}"));
    assert_eq!(both(&rule("deny", "x"), &rule("deny", "x")), [""; 0]);
    assert_eq!(
        both(&rule("deny", "x"), &rule("warn", "x")),
        ["a.rego:6:1 `a.one` is also the id of a `deny` at a.rego:5"]
    );
    assert_eq!(
        both(&rule("deny", "x"), &rule("deny", "y")),
        ["a.rego:6:1 `a.one` is described differently at a.rego:5"]
    );
}

#[test]
fn every_mistake_of_every_file_is_reported_at_once() {
    let found = mistakes(&[
        source(
            "b.rego",
            "package b\ndeny contains \"x\" if {\n\tinput.now > 1\n\tupper(2) == \"\"\n}\n",
        ),
        source("a.rego", "package a\nx contains 1 if input.nwo\n"),
        source("c.rego", "package c\ndeny contains 1 if input.test\n"),
    ]);
    assert_eq!(
        found,
        [
            "a.rego:2:23 `input.nwo` is never there",
            "b.rego:4:8 `upper` does not take `number`",
            "c.rego:2:26 `input.test` is never there",
        ]
    );
}

#[test]
fn a_variable_that_is_never_bound_is_a_mistake() {
    let found = mistakes_in("package a\ndeny contains \"x\" if {\n\tnot_defined == 1\n}\n");
    assert_eq!(found, ["a.rego:3:2 `not_defined` is never bound"]);
}

#[test]
fn policies_without_a_rule_are_no_policies() {
    assert_eq!(mistakes(&[]), ["there is no rule in what was given"]);
    assert_eq!(mistakes_in("package a\np := 1\n"), ["there is no rule in a.rego"]);
    let built_in = Source {
        built_in: true,
        ..source(
            "l.rego",
            "package l\n# METADATA\n# title: t\n# description: d\ndeny contains \"x\" if true\n",
        )
    };
    assert_eq!(
        mistakes(&[built_in, source("a.rego", "package a\np := 1\n")]),
        ["there is no rule in a.rego"]
    );
    let tests = source("a_test.rego", "package a\ndeny contains \"x\" if true\n");
    assert_eq!(
        mistakes(&[source("a.rego", "package a\nwarn contains \"x\" if true\n"), tests]),
        ["a_test.rego:2:1 a rule in a file of tests"]
    );
}

const PARAMS: &str = "\
# METADATA
# scope: package
# custom:
#   params:
#     limit: {type: integer, minimum: 0, default: 3, description: How many.}
#     who: {type: string}
package a
deny contains data.params.who if data.params.limit > 3
";

#[test]
fn parameters_are_checked_and_filled_in() {
    let set = load(PARAMS);
    assert_eq!(set.params()["limit"].description.as_deref(), Some("How many."));
    let resolve = |given: Value| {
        let resolved = set.resolve_params(given.as_object().unwrap());
        resolved
            .map(Value::Object)
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(resolve(json!({"who": "x"})), Ok(json!({"limit": 3, "who": "x"})));
    assert_eq!(
        resolve(json!({"limits": 1, "limit": -1})),
        Err(vec![
            "no policy has a parameter `limits`".to_owned(),
            "the parameter `limit` has a value that it cannot have: -1 is less than the minimum of 0".to_owned(),
            "the parameter `who` has no value".to_owned(),
        ])
    );
    let errors =
        set.resolve_params(json!({"limits": 1, "who": "x"}).as_object().unwrap()).unwrap_err();
    assert!(
        matches!(&errors[0], ParamError::Unknown { help, .. } if help == "did you mean `limit`?")
    );
    let params = json!({"limit": 4, "who": "x"});
    let rules: Vec<&Rule> = set.rules().iter().collect();
    let outcome =
        set.evaluate(&rules, json!({}), params.as_object().unwrap(), now()).remove(0).outcome;
    assert_eq!(outcome.unwrap()[0].msg, "x");
}

#[test]
fn declarations_of_parameters_are_checked() {
    let declared = |package: &str, param: &str| {
        let text = format!(
            "# METADATA\n# scope: package\n# custom: {{params: {{{param}}}}}\npackage {package}\nwarn contains \"x\" if true\n"
        );
        source(&format!("{package}.rego"), &text)
    };
    let one = |param: &str| mistakes(&[declared("a", param)]);
    assert_eq!(one("x: {type: integer, default: 1}"), [""; 0]);
    for (param, wanted) in [
        (
            "x: {type: integer, default: a}",
            "the default of the parameter `x` breaks its own schema",
        ),
        ("x: {type: integr}", "the schema of the parameter `x` is not valid"),
        (
            "x: {minimun: 0}",
            "the parameter `x` is declared with `minimun`, which is no keyword of JSON Schema",
        ),
        ("maxX: {type: integer}", "the parameter `maxX` is not in snake_case"),
        ("x: 3", "the parameter `x` is not declared by a JSON Schema"),
    ] {
        assert!(one(param)[0].starts_with(&format!("a.rego:1:1 {wanted}")), "{:?}", one(param));
    }
    let two = |a: &str, b: &str| mistakes(&[declared("a", a), declared("b", b)]);
    assert_eq!(two("x: {type: integer}", "x: {type: integer}"), [""; 0]);
    assert_eq!(
        two("x: {type: integer}", "x: {type: string}"),
        ["b.rego:1:1 the parameter `x` is declared differently by `a`"]
    );
}

#[test]
fn rules_are_selected_by_id_and_by_package() {
    let file = |package: &str| {
        source(
            &format!("{package}.rego"),
            &format!(
                "package {package}\ndeny contains \"x\" if true\nwarn contains \"y\" if true\n"
            ),
        )
    };
    let set = PolicySet::load(&[
        file("release.tests"),
        file("release.tests.deep"),
        file("release.testing"),
    ])
    .unwrap();
    let select = |include: &[&str], exclude: &[&str]| {
        let owned = |patterns: &[&str]| {
            patterns.iter().map(|pattern| (*pattern).to_owned()).collect::<Vec<_>>()
        };
        let selected = set.select(&owned(include), &owned(exclude));
        selected.map(|rules| rules.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>()).map_err(
            |error| {
                let help = miette::Diagnostic::help(&error).map(|help| help.to_string());
                format!("{error}: {}", help.unwrap_or_default())
            },
        )
    };
    assert_eq!(select(&[], &[]).unwrap().len(), 6);
    assert_eq!(select(&["release.tests"], &[]).unwrap().len(), 4);
    assert_eq!(
        select(&["release.tests.*"], &["release.tests.deep"]).unwrap(),
        ["release.tests.deny", "release.tests.warn"]
    );
    assert_eq!(select(&["release.testing.deny"], &[]).unwrap(), ["release.testing.deny"]);
    assert_eq!(
        select(&["release.tets"], &[]).unwrap_err(),
        "`release.tets` names no rule: did you mean `release.tests`?"
    );
    assert!(
        select(&["release.testing.deny.*"], &[])
            .unwrap_err()
            .starts_with("`release.testing.deny.*` names no rule")
    );
    assert!(select(&["release"], &["release"]).unwrap_err().starts_with("no rule is left"));
}

#[test]
fn the_digest_is_of_paths_and_texts_and_of_nothing_else() {
    let a = source("a.rego", "package a\ndeny contains \"x\" if true\n");
    let b = source("b.rego", "package b\np := 1\n");
    let test = source("b_test.rego", "package b_test\n");
    let digest = |sources: &[&Source]| {
        PolicySet::load(&sources.iter().copied().cloned().collect::<Vec<_>>())
            .unwrap()
            .digest()
            .to_string()
    };
    assert_eq!(digest(&[&a, &b]), digest(&[&b, &a, &test]));
    let renamed = Source { path: "c.rego".into(), ..b.clone() };
    assert_ne!(digest(&[&a, &b]), digest(&[&a, &renamed]));
    assert_ne!(digest(&[&a, &b]), digest(&[&a]));
    assert_eq!(mistakes(&[a.clone(), a]), ["a.rego:1:1 two files with the same path"]);
}

#[test]
fn the_library_selects_and_evaluates() {
    let set = PolicySet::load(&library()).unwrap();
    let rules: Vec<&Rule> = set.select(&["release".to_owned()], &[]).unwrap();
    let params = set.resolve_params(&Map::new()).unwrap();
    let input = json!({
        "gate": {"name": "g", "stage": null, "environment": null}, "subject": {"name": "s", "commit": null, "artifacts": []},
        "now": "2026-03-01T12:00:00Z", "evidence": [], "tests": [], "vulnerabilities": [], "findings": [], "sboms": [], "approvals": [],
    });
    for evaluation in set.evaluate(&rules, input, &params, now()) {
        assert!(evaluation.outcome.is_ok(), "{evaluation:?}");
    }
}

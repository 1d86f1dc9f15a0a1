//! Each kind of finding is found where it should be, and not beside it.

use crate::policy::data::Document;
use crate::policy::lint::LINTS;
use crate::policy::{PolicySet, Source};
use crate::rego::ast::Version;

/// What is found in a package with these lines, as `name LINE`.
fn found(lines: &str) -> Vec<String> {
    let text = format!(
        "package team\n\n# METADATA\n# title: A rule\ndeny contains \"no tests\" if count(input.tests) == 0\n\n{lines}\n"
    );
    let source = Source { path: "team.rego".into(), text, built_in: false, version: Version::V1 };
    let policies = PolicySet::load_beside_library(vec![source], Document::default());
    let policies = policies.unwrap_or_else(|error| panic!("{:?}", miette::Report::new(error)));
    policies
        .lint()
        .iter()
        .map(|finding| format!("{} {}", finding.lint, finding.mistake.place().0 - 6))
        .collect()
}

#[test]
fn each_kind_of_finding_is_found() {
    let rule = "# METADATA\n# title: Another\n# custom: {short_name: other}\n";
    let titled = |rest: &str| format!("{rule}{rest}");
    let cases = [
        (titled("deny contains \"x\" if time.now_ns() > 0"), vec!["clock 4"]),
        (
            titled(
                "deny contains \"x\" if not ok\n\nok if every test in input.tests { test.complete }",
            ),
            vec!["every-without-count 6"],
        ),
        (
            titled(
                "deny contains \"x\" if not ok\n\nok if {\n\tcount(input.tests) > 0\n\tevery test in input.tests { test.complete }\n}",
            ),
            vec![],
        ),
        ("warn contains \"x\" if input.tests == []".to_owned(), vec!["missing-metadata 1"]),
        (
            titled("deny contains \"x\" if {\n\tfalse\n\tinput.tests == []\n}"),
            vec!["unreachable 5"],
        ),
        ("left_over := 1".to_owned(), vec!["unused-rule 1"]),
        ("# METADATA\n# entrypoint: true\nasked_for := 1".to_owned(), vec![]),
        (
            titled(
                "deny contains \"x\" if not ok with input.tests as []\n\nok if input.tests != []",
            ),
            vec!["with-outside-tests 4"],
        ),
        (titled("deny contains \"x\" if input.tests[0].id > 3"), vec!["cross-type-comparison 4"]),
    ];
    for (lines, wanted) in cases {
        assert_eq!(found(&lines), wanted, "{lines}");
    }
}

#[test]
fn every_kind_has_a_page_with_its_name_and_an_example() {
    for lint in LINTS {
        assert!(lint.page.starts_with(&format!("# {}\n", lint.name)), "{}", lint.name);
        assert!(lint.page.contains("```rego\n"), "{}", lint.name);
    }
    assert!(LINTS.is_sorted_by_key(|lint| lint.name));
}

#[test]
fn with_the_worst_no_policy_loads() {
    let refused = |lines: &str| {
        let text = format!("package team\n\ndeny contains \"x\" if not ok\n\n{lines}\n");
        let source =
            Source { path: "team.rego".into(), text, built_in: false, version: Version::V1 };
        let error = PolicySet::load_beside_library(vec![source], Document::default()).unwrap_err();
        format!("{:?}", miette::Report::new(error))
    };
    let open = refused("default ok := true\n\nok := false if input.tests == []");
    assert!(open.contains("`team.ok` is true unless something says otherwise"), "{open}");
    for name in ["denies", "Deny", "denyy", "violations"] {
        let misnamed =
            refused(&format!("ok if input.now\n\n{name} contains \"y\" if input.tests == []"));
        assert!(
            misnamed.contains(&format!("`team.{name}` is never evaluated by a gate")),
            "{misnamed}"
        );
    }
}

//! What a run is given, and how it ends.

use super::{results, shown, workspace};

const PASSING: &str = "package p_test\n\ntest_x if true\n\ntest_other if true\n";

#[test]
fn a_run_of_no_test_is_no_success() {
    let workspace = workspace(&[
        ("p/p.rego", "package p\n\nx := 1\n"),
        ("p/p_test.rego", PASSING),
        ("e/.keep", ""),
    ]);
    for arguments in [&["p/p.rego"][..], &["e"], &["p", "--run", "nosuch"]] {
        let run = shown(&workspace, arguments);
        assert_eq!(run.code, 4, "{arguments:?}: {run:?}");
        assert!(run.stdout.contains("no tests"), "{run:?}");
    }
    assert_eq!(shown(&workspace, &["nosuch"]).code, 2);
    assert_eq!(
        results(&workspace, &["p", "--run", "test_x$"]),
        (0, vec!["test_x pass".to_owned()])
    );
}

#[test]
fn data_that_contradicts_itself_ends_the_run() {
    let test = "package p_test\n\ntest_x if data.a.b == 1\n";
    for (one, two, code) in [
        ("{\"a\": {\"b\": 1}}", "{\"a\": {\"c\": 2}}", 0),
        ("{\"a\": {\"b\": 1}}", "{\"a\": {\"b\": 2}}", 4),
        ("{\"a\": {\"b\": 1}}", "[1]", 4),
        ("{\"a\": {\"b\": 1}}", "{\"d\": 1, \"d\": 1}", 4),
        ("{\"a\": {\"b\": 1}}", "{\"d\": 1.10}", 4),
        ("{\"a\": {\"b\": 1}}", "{\"d\"", 4),
    ] {
        let workspace =
            workspace(&[("p/p_test.rego", test), ("p/one.json", one), ("p/two.json", two)]);
        let run = shown(&workspace, &["p"]);
        assert_eq!(run.code, code, "{two}: {run:?}");
    }
}

#[test]
fn data_stands_at_the_path_of_its_folder_and_may_be_yaml() {
    let test = "package p_test\n\ntest_x if data.limits.min.count == 2\n\ntest_more if data.top == \"yes\"\n";
    let workspace = workspace(&[
        ("p/p_test.rego", test),
        ("p/limits/min/any.yaml", "count: 2\n"),
        ("more/x.yml", "top: 'yes'\n"),
    ]);
    assert_eq!(results(&workspace, &["p", "--data", "more"]).0, 0);
    assert_eq!(results(&workspace, &["p"]).0, 1);
}

#[test]
fn a_test_that_does_not_end_is_an_error() {
    let test = "package p_test\n\ntest_x if count([1 | some a in numbers.range(1, 100000); some b in numbers.range(1, 100000); a == b]) == 1\n";
    let workspace = workspace(&[("p/p_test.rego", test)]);
    let run = shown(&workspace, &["p", "--timeout", "200ms"]);
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stdout.contains("time limit"), "{run:?}");
}

#[test]
fn every_form_ends_alike() {
    let failing = PASSING.replace("test_other if true", "test_other if false");
    for (text, code) in [(PASSING, 0), (&*failing, 1)] {
        let workspace = workspace(&[("p/p_test.rego", text)]);
        for form in ["text", "json", "junit", "tap"] {
            assert_eq!(shown(&workspace, &["p", "--output", form]).code, code, "{form}");
        }
    }
}

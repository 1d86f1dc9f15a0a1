//! Tests that are written in Rego.

use super::{results, shown, workspace};

fn outcome(test: &str) -> (i32, Vec<String>) {
    let policy = format!("package shop_test\n\nimport data.shop\n\n{test}\n");
    let shop = "package shop\n\nallow if input.role == \"admin\"\n\ndeny contains \"no name\" if not input.name\n";
    results(&workspace(&[("p/shop.rego", shop), ("p/shop_test.rego", &policy)]), &["p"])
}

#[test]
fn a_test_holds_only_where_it_is_true() {
    for (test, code, status) in [
        ("test_x if shop.allow with input as {\"role\": \"admin\"}", 0, "pass"),
        ("test_x if shop.allow with input as {\"role\": \"guest\"}", 1, "fail"),
        ("test_x if not shop.allow", 0, "pass"),
        ("test_x := false", 1, "fail"),
        ("test_x := 1", 1, "fail"),
        ("test_x := {\"a\": true}", 1, "fail"),
        ("test_x contains \"a\"", 1, "fail"),
        ("test_x if lower(\"A\") == \"x\" with lower as \"x\"", 0, "pass"),
        ("test_x if shop.allow with data.shop as {\"allow\": true}", 0, "pass"),
        ("test_x if count(shop.deny) == 1", 0, "pass"),
        ("n := 1\nn := 2\ntest_x if n == 1", 4, "error"),
        ("test_x if to_number(input.s) == 1 with input as {\"s\": \"x\"}", 1, "fail"),
    ] {
        assert_eq!(outcome(test), (code, vec![format!("test_x {status}")]), "{test}");
    }
}

#[test]
fn each_definition_of_a_name_is_a_test() {
    let (code, tests) = outcome("test_x if true\n\ntest_x if false");
    assert_eq!((code, tests), (1, vec!["test_x pass".to_owned(), "test_x#01 fail".to_owned()]));
}

#[test]
fn each_case_of_a_test_is_one_also_where_it_does_not_hold() {
    let test =
        "test_sum[name] if {\n\tsome name, n in {\"one\": 1, \"two\": 2, \"three\": 4}\n\tn < 3\n}";
    let expected = ["test_sum[\"one\"] pass", "test_sum[\"three\"] fail", "test_sum[\"two\"] pass"];
    assert_eq!(outcome(test), (1, expected.map(str::to_owned).to_vec()));
    let test = "test_sum[n.name] if {\n\tsome n in [{\"name\": \"one\", \"is\": false}]\n\tn.is\n}";
    assert_eq!(outcome(test), (1, vec!["test_sum[\"one\"] fail".to_owned()]));
    let test = "test_sum[name] if some name in []";
    assert_eq!(outcome(test), (1, vec!["test_sum fail".to_owned()]));
}

#[test]
fn a_test_that_is_put_aside_is_skipped_and_is_no_success_alone() {
    assert_eq!(outcome("todo_test_x if false"), (4, vec!["todo_test_x skipped".to_owned()]));
    let (code, _) = outcome("todo_test_x if false\n\ntest_y if true");
    assert_eq!(code, 0);
}

#[test]
fn a_failure_shows_the_condition_that_did_not_hold_with_its_values() {
    let workspace = workspace(&[
        ("p/shop.rego", "package shop\n\nallow if {\n\tinput.age >= data.limits.age\n}\n"),
        ("p/limits/data.json", "{\"age\": 18}"),
        (
            "p/shop_test.rego",
            "package shop_test\n\nimport data.shop\n\ntest_allow if {\n\tage := 17\n\tprint(\"at\", age)\n\tshop.allow with input as {\"age\": age}\n}\n",
        ),
    ]);
    let run = shown(&workspace, &["p"]);
    assert_eq!(run.code, 1, "{run:?}");
    for part in [
        "FAIL shop_test.test_allow",
        "shop.allow with input as {\"age\": age}",
        "`shop.allow` is undefined",
        "age = 17",
        "`data.shop.allow` needs this",
        "`input.age` is 17",
        "`data.limits.age` is 18",
        "p/shop_test.rego:7: at 17",
    ] {
        assert!(run.stdout.contains(part), "`{part}` is not in\n{}", run.stdout);
    }
}

#[test]
fn a_file_with_a_mistake_takes_down_the_tests_that_lead_to_it_and_no_others() {
    let workspace = workspace(&[
        ("p/a.rego", "package a\n\nx := 1\n"),
        ("p/a_test.rego", "package a_test\n\ntest_a if data.a.x == 1\n"),
        ("p/b.rego", "package b\n\nimport data.c\n\ny := c.z\n"),
        ("p/b_test.rego", "package b_test\n\ntest_b if data.b.y == 1\n"),
        ("p/c.rego", "package c\n\nz := nosuch(1)\n"),
        ("p/all_test.rego", "package all_test\n\ntest_all if { some k; data[k].x == 1 }\n"),
    ]);
    let (code, tests) = results(&workspace, &["p"]);
    assert_eq!(code, 4);
    assert_eq!(tests, ["test_a pass", "test_all not-run", "test_b not-run"].map(str::to_owned));
    let run = shown(&workspace, &["p"]);
    assert!(run.stdout.contains("nosuch") && run.stdout.contains("p/c.rego:3"), "{}", run.stdout);
}

#[test]
fn builtins_of_others_are_declared_and_undefined_until_they_are_replaced() {
    let capabilities = r#"{"builtins": [{"name": "acme.ok", "decl": {"type": "function", "args": [{"type": "string"}], "result": {"type": "boolean"}}}]}"#;
    let test = "package p_test\n\ntest_mocked if acme.ok(\"x\") with acme.ok as true\n\ntest_undefined if not acme.ok(\"x\")\n";
    let workspace = workspace(&[("p/p_test.rego", test), ("caps.json", capabilities)]);
    let (code, tests) = results(&workspace, &["p", "--capabilities", "caps.json"]);
    assert_eq!(
        (code, tests),
        (0, vec!["test_mocked pass".to_owned(), "test_undefined pass".to_owned()])
    );
    assert_eq!(shown(&workspace, &["p"]).code, 4);
}

#[test]
fn files_of_before_opa_1_are_read_as_such_where_that_is_asked_for() {
    let workspace = workspace(&[("p/p_test.rego", "package p_test\n\ntest_x { 1 == 1 }\n")]);
    assert_eq!(results(&workspace, &["p", "--v0"]), (0, vec!["test_x pass".to_owned()]));
    assert_eq!(shown(&workspace, &["p"]).code, 4);
}

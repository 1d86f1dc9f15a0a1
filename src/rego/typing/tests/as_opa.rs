//! Without schemas: what OPA's compiler refuses, no more and no less.

use super::{Schemas, typed};

fn is_refused(rules: &str) -> bool {
    !typed(rules, &Schemas::default()).1.is_empty()
}

fn all_refused(table: &[&str]) {
    for rules in table {
        assert!(is_refused(rules), "{rules}");
    }
}

fn all_accepted(table: &[&str]) {
    for rules in table {
        assert!(!is_refused(rules), "{rules}");
    }
}

#[test]
fn arguments_have_the_type_that_a_builtin_takes() {
    all_refused(&[
        r#"x := 1 + "a""#,
        r"x if count(1)",
        r#"x if { some y in [1, 2]; startswith(y, "a") }"#,
        r#"x := concat(",", ["a", 1])"#,
        r#"x := sum({1, "a"})"#,
        r"x := union([{1}])",
        r#"x := $"a{1 + "a"}""#,
        r#"x if print("a" + 1)"#,
        r#"x if not startswith(1, "a")"#,
        r#"x := [y | y := 1 + "a"]"#,
    ]);
    all_accepted(&[
        r"x := input.a + input.b",
        r#"x if { input.a == 1; startswith(input.a, "a") }"#,
        r#"x := json.marshal_with_options(1, {"indent": "a", "other": 1})"#,
        r"x := {1} - {2}",
        r"x := max([1]) + 1",
    ]);
}

#[test]
fn a_condition_compares_what_can_be_equal() {
    all_refused(&[
        r#"x if 1 == "a""#,
        r#"x if { y := 1; y = "a" }"#,
        r#"x if not 1 == "a""#,
        r#"x if {"a"} == {1}"#,
        r#"x if {"a": 1} == {"b": 1}"#,
        r"x if { [1, 2] == [1] }",
        r#"x if { some "a" in [1, 2] }"#,
        r#"x if { [y, 1] = ["a", z]; z == "b" }"#,
        r"x if { some y in 3 }",
        r#"x if { some {"a": y} in [{"b": 1}] }"#,
    ]);
    all_accepted(&[
        r#"x := 1 == "a""#,
        r#"x if { y := 1; y != "a" }"#,
        r#"x if { "a" in [1, 2] }"#,
        r"x if { {1, 2} = {3} }",
        r"x if { y := [1, 2]; y == [] }",
        r#"x if { y := {k: 1 | some k in [1]}; y == {"a": 1} }"#,
        r#"x if { y := {"a": 1, input.k: 2}; y == {"b": 3} }"#,
    ]);
}

#[test]
fn a_reference_leads_to_what_can_be_there() {
    all_refused(&[
        "p := {\"a\": 1}\ny := p.b",
        "p contains 1\ny := p.a",
        "p[x] := 1 if some x in [\"a\"]\ny := p.b.c",
        "a.b := 1\na.c := 2\ny := a.b.c",
        r#"y if { x := {1: "a"}; x[2] }"#,
        r#"y if { x := [1]; x["0"] }"#,
        r#"y if { x := "abc"; x[0] }"#,
        r#"y if { x := [1]; z := "b"; x[z] }"#,
        r"y if { walk(input, x); x.a }",
        "y := {1, \"a\"}[[1]]",
        "a[x].c := 1 if some x in [\"q\"]\na.r.c := \"z\"\nz := a.r.c + 1",
    ]);
    all_accepted(&[
        "p contains 1\ny := p[2]",
        "y := data.p.absent",
        "y := data.q.absent",
        "y := data.q[1]",
        "a.b := 1\na.c := 2\ny := a.d",
        "a[true] := 1\ny := a.b.c",
        "y if { x := {}; x.a }",
        r#"y if { x := {"a": 1}; z := "b"; x[z] }"#,
        r#"y if { x := json.unmarshal("{}"); x.a.b }"#,
    ]);
}

#[test]
fn a_parameter_has_the_type_of_its_first_use() {
    all_refused(&[
        "f(x) if startswith(x, \"a\")\ny := f(1)",
        "f(x) if x == 1\ny := f(\"a\")",
        "f(\"a\") := 1\ny := f(1)",
        "f([a, b]) := a\ny := f([1])",
        "f({\"a\": x}) := x\ny := f({\"b\": 1})",
        "f(x) := g(x)\ng(x) := x + 1\ny := f(\"a\")",
        "f(x) if not startswith(x, \"a\")\ny := f(1)",
        "f(x) := 1\ny := f(1).a",
        "f(x) if [_, 1] = x\ny := f(\"a\")",
    ]);
    all_accepted(&[
        "f(x) := x\ny := f(1) + f(\"a\")",
        "f(x) if x == 1\nf(x) if x == \"a\"\ny := f(\"a\")",
        "default f(_) := 1\nf(x) := 2 if startswith(x, \"a\")\ny := f([1])",
        "f(x) if { y := [1 | startswith(x, \"a\")]; y }\nz := f(1)",
        "f(x) if { y := x; startswith(y, \"a\") }\nz := f(1)",
        "f(x) if every y in [1] { startswith(x, \"a\"); y }\nz := f(1)",
    ]);
}

#[test]
fn bodies_of_every_are_only_checked_for_references_and_comprehensions() {
    all_refused(&[
        "p := {\"a\": 1}\nx if every y in [1] { p.b == y }",
        r#"x if every y in [1] { z := [1 | 1 == "a"]; y; z }"#,
        r#"x if every y in ["a" + 1] { y }"#,
    ]);
    all_accepted(&[
        r#"x if every y in [1, 2] { startswith(y, "a") }"#,
        r#"x if every y in [1] { 1 == "a"; y }"#,
        r"x if every y in [1] { y.a }",
        r"x if every y in 3 { y > 1 }",
        "import future.keywords.not\nx if not { 1 == \"a\" }",
        "import future.keywords.or\nx if { 1 == \"a\" or true }",
    ]);
}

#[test]
fn definitions_add_up() {
    all_refused(&[
        "y := 1 if input.a\nelse := null\nz := startswith(y, \"b\")",
        "y := 1 if input.a\ny := \"a\" if input.b\nz := y.q",
        "y := {\"a\": 1} if input.a\ny := {\"b\": 1} if input.b\nz if y.c",
        "y contains {\"a\": 1}\ny contains {\"b\": 1}\nz if { some m in y; m.c }",
    ]);
    all_accepted(&[
        "default y := 1\ny := \"a\" if input.a\nz := startswith(y, \"x\")",
        "y := {\"a\": 1} if input.a\ny := {\"b\": 1} if input.b\nz if y.a",
        "y := 1 if input.a\ny := \"a\" if input.b\nz := y + 1",
    ]);
}

#[test]
fn what_with_replaces_has_both_types_and_what_needs_it_any() {
    all_refused(&[
        "y if startswith(z, \"a\") with w as 1\nz := 1\nw := 2",
        "y if startswith(z, \"a\") with count as 1\nz := count([1])",
        "y if { q := z with z as {\"a\": 1}; q.b }\nz := {\"c\": 1}",
        "y if f(\"a\") with f as g\nf(x) := 1 if startswith(x, \"a\")\ng(x) := x + 1",
        "y if f(1) with f as 1\nf(x) := startswith(x, \"a\")",
    ]);
    all_accepted(&[
        "y if startswith(z, \"a\") with z as \"b\"\nz := 1",
        "y if z.b with w as 1\nz := {\"a\": w}\nw := 2",
        "y if z.b with z as {\"b\": 1}\nz := {\"a\": 1}",
        "y if { x := [q | q := z.b] with z as {\"b\": 1}; x }\nz := {\"a\": 1}",
        "y if startswith(z, \"a\") with f as 1\nz := f(1)\nf(x) := 1",
    ]);
}

#[test]
fn one_mistake_is_reported_once() {
    let (_, mistakes) = typed("y := \"a\" + 1\nz := y + \"b\"\nw := y.foo", &Schemas::default());
    assert_eq!(mistakes.len(), 2);
    let (_, mistakes) = typed("f(x) := \"a\" + 1\nz := f(1) + f({})", &Schemas::default());
    assert_eq!(mistakes.len(), 1);
}

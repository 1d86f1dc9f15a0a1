//! What is written for the engine. That it means what OPA means is shown where it is run, in `policy::program`.

use super::*;
use crate::rego::{ast::Version, check, parse, resolve};
use insta::assert_snapshot;

fn lowered(text: &str) -> Lowered {
    let module = parse::parse("p.rego", text, Version::V1).unwrap();
    let mut program = resolve::resolve(&[module], None, &resolve::Options::default()).unwrap();
    assert!(check::check(&mut program).is_empty());
    lower(&program, &Options::default())
}

fn text(rules: &str) -> String {
    lowered(&format!("package p\n{rules}")).text.text.replacen("package g\nready := true\n", "", 1)
}

#[test]
fn what_is_gone_through_is_a_statement_of_its_own() {
    assert_snapshot!(text("x contains c.name if { some r in input.tests; some c in r.cases; c.failed }"), @r"
    r0 := {v3 |
    v1 := input.i.tests[_]
    v2 := v1.cases[_]
    v2.failed
    v3 := v2.name
    }
    ");
}

#[test]
fn a_negated_body_is_a_function_of_what_it_names() {
    assert_snapshot!(text("import future.keywords.not\nx if { a := input.a; not { b := input.b[_]; b == a } }"), @r"
    g1(v1) := true if {
    v2 := input.i.b[_]
    v2 == v1
    }
    r0 := true if {
    v1 := input.i.a
    not data.g.g1(v1)
    }
    ");
}

#[test]
fn the_value_at_a_head_is_named_in_the_body_so_that_its_else_is_tried() {
    assert_snapshot!(text("x := input.a if { input.b } else := 5"), @r"
    r0 := v1 if {
    input.i.b
    v1 := input.i.a
    } else := 5 if {
    true
    }
    ");
}

#[test]
fn a_replaced_function_makes_a_copy_of_what_calls_it_and_of_nothing_else() {
    let rules = "f(x) := x\ng := f(1)\nh := input.a\nx := [g, h] if { true }\ny := z if { z := x with f as 7 }";
    assert_snapshot!(text(rules), @r"
    r4 := v1 if {
    v1 := data.g.r3w1 with input.m.m1 as 7
    }
    r3w1 := v2 if {
    v2 := [[data.g.r1w1, data.g.r2]][0]
    }
    r1w1 := v3 if {
    v3 := input.m.m1
    }
    r3 := v4 if {
    v4 := [[data.g.r1, data.g.r2]][0]
    }
    r2 := v5 if {
    v5 := input.i.a
    }
    r1 := v6 if {
    v6 := data.g.f0(1)
    }
    f0(v7) := v7 if {
    true
    }
    ");
}

#[test]
fn replaced_input_is_left_to_the_engine() {
    assert_snapshot!(text("x := input.a\ny if { not x with input.a as input.b }"), @r"
    r1 := true if {
    v1 := input.i.b
    not data.g.r0 with input.i.a as v1
    }
    r0 := v2 if {
    v2 := input.i.a
    }
    ");
}

#[test]
fn a_pattern_names_its_parts() {
    assert_snapshot!(text("f([a, {\"k\": b}, 1]) := [a, b]"), @r#"
    f0(v1) := [v2, v5] if {
    [v2, v3, v4] := [v1][0]
    x_fields(v3, 1)
    v5 := v3["k"]
    1 == v4
    }
    "#);
}

#[test]
fn a_literal_that_is_known_beforehand_is_data() {
    let lowered = lowered("package p\nx if input.a in {\"a\", \"b\"}\ny := [1, [2, [3]]]");
    assert_eq!(lowered.constants.len(), 2);
    assert!(!lowered.text.text.contains("[2"));
}

#[test]
fn deep_literals_are_written_in_a_few_short_lines() {
    let deep = "x := ".to_owned() + &"[input.a, ".repeat(60) + "1" + &"]".repeat(60);
    let longest = text(&deep).lines().map(str::len).max();
    assert!(longest < Some(200), "{longest:?}");
}

#[test]
fn each_line_leads_back_to_what_it_was_written_for() {
    let source = "package p\nx if {\n\tinput.a\n\tinput.b == 3\n}";
    let lowered = lowered(source);
    let line = lowered.text.text.lines().position(|line| line.contains("== 3")).unwrap() + 1;
    let span = lowered.text.place(line, 1).unwrap().span;
    assert_eq!(&source[span.start as usize..span.end as usize], "input.b == 3");
}

#[test]
fn nothing_is_noted_where_nobody_asks() {
    assert!(lowered("package p\nx if input.a").points.is_empty());
}

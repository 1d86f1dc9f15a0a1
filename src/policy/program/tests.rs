//! What programs evaluate to. The expected values are OPA's.

use super::*;
use crate::rego::{ast::Version, check, parse, resolve};
use std::time::Duration;

const NOW: Mode = Mode { now: Timestamp::UNIX_EPOCH, strict_builtin_errors: false };

fn program(modules: &[&str], query: &str) -> ir::Program {
    let module = |(index, text): (usize, &&str)| {
        parse::parse(&format!("{index}.rego"), text, Version::V1).unwrap()
    };
    let modules: Vec<_> = modules.iter().enumerate().map(module).collect();
    let query = parse::query(query).unwrap();
    let options = resolve::Options::default();
    let mut program = resolve::resolve(&modules, Some(&query), &options).unwrap();
    assert!(check::check(&mut program).is_empty());
    program
}

fn json(text: &str) -> Value {
    Value::from_json_str(text).unwrap()
}

const INPUT: &str = r#"{"a": 1, "l": [1, 2, 3], "o": {"x": 1, "y": 2}, "t": [["a", 1], ["b", 2]], "s": "text", "f": false}"#;
const DATA: &str = r#"{"base": {"b": 1, "n": {"m": 1}}, "list": [5, 6], "named": {"1": 9}}"#;

fn evaluate(rules: &str, mode: Mode) -> Result<Value, Complaint> {
    // With this import `not f(x)` also holds where `x` is undefined.
    let imports = if rules.contains("not {") || rules.contains(" or ") {
        "import future.keywords.not\nimport future.keywords.or\n"
    } else {
        ""
    };
    let modules = [&*format!("package p\n{imports}{rules}"), LIBRARY, "package t.none"];
    let program = program(&modules, "x := data.p.x");
    let loaded = Loaded::new(&program, false).unwrap();
    let result = loaded.run(Some(json(INPUT)), json(DATA), mode).query();
    result.map(|answers| answers.unwrap())
}

const LIBRARY: &str =
    "package t.lib\na := 1\nb := a + 1\nf(x) := x + a\nc contains 1\nnone if input.nope\n";

/// What `data.p.x` is; `undefined`, or the answer.
fn x(rules: &str) -> String {
    let answers = evaluate(rules, NOW).unwrap();
    match answers.as_array().unwrap().iter().next() {
        None => "undefined".to_owned(),
        Some(answer) => answer["x"].to_string(),
    }
}

fn complaint(rules: &str) -> String {
    evaluate(rules, NOW).unwrap_err().message
}

macro_rules! table {
    ($($name:ident: [$($rules:literal => $value:literal),+ $(,)?])+) => {$(
        #[test]
        fn $name() {
            $(assert_eq!(x($rules), $value, "{}", $rules);)+
        }
    )+};
}

table! {
    bodies_hold_in_each_way: [
        "x := [v | some v in input.l; v > 1]" => "[2,3]",
        "x := {k: v | some k, v in input.o}" => r#"{"x":1,"y":2}"#,
        "x := [i | input.l[i] == 2]" => "[1]",
        "x := [k | some k, 1 in input.o]" => r#"["x"]"#,
        "x := [1 | some _ in [1, 1]]" => "[1,1]",
    ]
    what_is_no_collection_has_no_items: [
        "x := [v | some v in input.s]" => "[]",
        "x := [v | some v in input.nope]" => "[]",
        "x if { every v in input.s { v } }" => "undefined",
        "x if { every v in [] { v } }" => "true",
    ]
    false_is_a_value_and_no_success: [
        "x := y if { y := input.f }" => "false",
        "x if { input.f }" => "undefined",
        "x if { y := input.f; y }" => "undefined",
        "f(y) := false if y > 0\nx if not f(1)" => "true",
        "f(y) := false if y > 0\nx := f(1)" => "false",
    ]
    absence_is_not_falsehood: [
        "x if not input.nope" => "true",
        "x if not input.nope in {1}" => "undefined",
        "x if not count(input.nope) == 1" => "undefined",
        "x if not { y := input.nope; y == 1 }" => "true",
        "f(y) if y > 5\nx := [v | v := input.l[_]; not f(v)]" => "[1,2,3]",
    ]
    one_of_several_is_enough: [
        "x if { input.a == 2 or input.a == 1 }" => "true",
        "x if { y := 3; input.a == y or input.nope }" => "undefined",
    ]
    patterns_take_values_apart: [
        "x := {k: v | [k, v] := input.t[_]}" => r#"{"a":1,"b":2}"#,
        "x := v if { {\"x\": v, \"y\": _} = input.o }" => "1",
        "x := v if { {\"x\": v} = input.o }" => "undefined",
        "x := z if { [y, z] = [1, y] }" => "1",
        "f([a, b]) := a\nf({\"k\": v}) := v\nx := [f([1, 2]), f({\"k\": 9})]" => "[1,9]",
    ]
    definitions_have_defaults_and_alternatives: [
        "default x := 7\nx := 1 if input.nope" => "7",
        "default x := {\"k\": [1]}\nx := 1 if input.nope\nx := 2 if input.nope" => r#"{"k":[1]}"#,
        "x := input.nope if { true } else := 5" => "5",
        "default f(y) := 7\nf(1) := 2\nf(3) := 4\nx := [f(1), f(2), f(3)]" => "[2,7,4]",
        "f(y) := 1 if { y == 1 } else := 2 if { y == 2 } else := 9\nx := [f(v) | some v in input.l]" => "[1,2,9]",
    ]
    sets_and_objects_are_there_without_members: [
        "x contains v if some v in input.nope" => "[]",
        "x[k] := v if some k, v in input.nope" => "{}",
        "x[k] := 1 if some k in [\"u\"]\nx[k] := 2 if some k in [\"w\"]" => r#"{"u":1,"w":2}"#,
        "x[k].c contains v if some k, v in [5, 6]\nx.q := 1" => r#"{"0":{"c":[5]},"1":{"c":[6]},"q":1}"#,
    ]
    packages_leave_out_what_is_undefined_and_functions: [
        "x := data.t" => r#"{"lib":{"a":1,"b":2,"c":[1]},"none":{}}"#,
        "x := data.t.none" => "{}",
        "x := [k | data.t[k].a]" => r#"["lib"]"#,
        "x := data.base" => r#"{"b":1,"n":{"m":1}}"#,
    ]
    with_replaces_input_and_data_for_one_condition: [
        "x := [y, z] if { y := input.a with input.a as 5; z := input.a }" => "[5,1]",
        "r := input\nx := y.s if { y := r with input.s.t.u as 3 }" => r#"{"t":{"u":3}}"#,
        "x := y if { y := data.base with data.base.n.k as 7 }" => r#"{"b":1,"n":{"k":7,"m":1}}"#,
        "x if { not input.a with input as {} }" => "true",
        "x if { not input.a with input as input.nope }" => "undefined",
        "x := [v | some v in input.l with input.l as [8, 9]]" => "[8,9]",
        "x := [1 | input.l[_] == 1 with input.l as [1, 1]]" => "[1,1]",
    ]
    with_replaces_rules_packages_and_functions: [
        "x := y if { y := data.t.lib.b with data.t.lib.a as 10 }" => "11",
        "x := y if { y := data.t.lib with data.t.lib as {\"a\": 3} }" => r#"{"a":3}"#,
        "x := y if { y := data.t.lib.f(5) with data.t.lib.f as 7 }" => "7",
        "x := y if { y := count(input.nope) with count as 7 }" => "undefined",
        "g(y) := 100 + count(y)\nh := count([1, 2])\nx := y if { y := h with count as g }" => "102",
        "r := [input.a, data.t.lib.b]\ns := y if { y := r with data.t.lib.a as 5 }\nx := y if { y := s with input.a as 2 }" => "[2,6]",
    ]
    text_shows_what_is_undefined: [
        "x := $\"{input.a} {input.nope} {input.s} {input.l}\"" => r#""1 <undefined> text [1, 2, 3]""#,
    ]
    numbers_keep_their_value: [
        "x if { 1 == 1.0 }" => "true",
        "x := count({1, 1.0, 2})" => "2",
        "x if { 123456789012345678901234567890 + 1 == 123456789012345678901234567891 }" => "true",
        "x if { input.a < 7.50 }" => "true",
    ]
    a_number_after_a_rule_is_no_name: [
        "r := {\"0\": 1}\nx := y if { k := 0; y := r[k] }" => "undefined",
        "x := data.list[1]" => "6",
    ]
}

#[test]
fn several_values_where_there_can_be_one_end_the_evaluation() {
    let one = "a rule gives more than one value where there can be one";
    assert_eq!(complaint("x := v if some v in input.l"), one);
    assert_eq!(complaint("x := 1 if input.a\nx := 2 if input.a"), one);
    let same_key = "an object has more than one value for the same key";
    assert_eq!(complaint("x := {1: v | some v in input.l}"), same_key);
    assert_eq!(
        complaint("x[k] := {\"k\": 1} if some k in [1]\nx[k].z := 2 if some k in [1]"),
        same_key
    );
    let function = "a function gives more than one value for the same arguments";
    assert_eq!(complaint("f(y) := 1 if y\nf(y) := 2 if y\nx := f(1)"), function);
}

#[test]
fn a_builtin_that_fails_is_undefined_or_ends_the_evaluation_at_its_place() {
    let rules = "x := 1 / (input.a - 1)";
    assert_eq!(x(rules), "undefined");
    let complaint = evaluate(rules, Mode { strict_builtin_errors: true, ..NOW }).unwrap_err();
    let (file, range) = complaint.place.unwrap();
    assert_eq!(complaint.message, "div: divide by zero");
    assert_eq!(&file.text[range], "1 / (input.a - 1)");
}

#[test]
fn data_found_by_text_is_refused() {
    assert!(
        complaint("x := y if { k := 1; y := data.named[k] }").contains("OPA finds data by text")
    );
}

#[test]
fn data_where_a_rule_is_refuses_the_run() {
    let program = program(&["package p\nx := 1"], "x := data.p.x");
    let loaded = Loaded::new(&program, false).unwrap();
    let run = loaded.run(None, json(r#"{"p": {"x": 2}}"#), NOW);
    assert_eq!(
        run.query().unwrap_err().message,
        "the data has a value where rules define `data.p.x`"
    );
}

#[test]
fn a_number_that_cannot_be_kept_is_refused_where_it_stands() {
    let program = program(&["package p\nx := 1.10"], "data.p.x");
    let mistakes = Loaded::new(&program, false).unwrap_err();
    assert_eq!(mistakes.all()[0].place(), (2, 6));
}

#[test]
fn what_is_printed_is_told_with_its_line() {
    let program =
        program(&["package p\nx if {\n\tprint(\"a\", input.a, input.nope)\n}"], "data.p.x");
    let loaded = Loaded::new(&program, false).unwrap();
    let run = loaded.run(Some(json(INPUT)), json("{}"), NOW);
    run.query().unwrap();
    assert_eq!(run.prints()[0].to_string(), "0.rego:3: a 1 <undefined>");
}

#[test]
fn a_traced_run_tells_how_far_each_body_came_and_with_what() {
    let program =
        program(&["package p\nx if {\n\tsome v in input.l\n\tv > 1\n\tinput.nope\n}"], "data.p.x");
    let loaded = Loaded::new(&program, true).unwrap();
    let run = loaded.run(Some(json(INPUT)), json("{}"), NOW);
    assert_eq!(run.query().unwrap(), Some(json("[]")));
    let trace = run.trace();
    let seen = loaded.points().iter().enumerate().filter(|(_, point)| point.document.is_some());
    let seen: Vec<_> = seen
        .map(|(index, point)| (point.step, trace.get(&index).cloned().unwrap_or_default()))
        .collect();
    let counts: Vec<_> = seen.iter().map(|(step, reached)| (*step, reached.count)).collect();
    assert_eq!(counts, [(0, 1), (1, 3), (2, 2), (3, 0)]);
    assert_eq!(seen[2].1.values, [[Value::from(2)], [Value::from(3)]]);
}

#[test]
fn what_does_not_end_is_stopped() {
    let program = program(
        &[
            "package p\nx := count([1 | some a in n; some b in n; some c in n; some d in n; a + b + c + d == 0])\nn := numbers.range(1, 1000)",
        ],
        "x := data.p.x",
    );
    let limits = Limits { time: Duration::from_millis(50), ..Limits::default() };
    let loaded = Loaded::new(&program, false).unwrap().limited(limits);
    let stopped = loaded.run(None, json("{}"), NOW).query().unwrap_err();
    assert_eq!(stopped.message, "the time limit of 0.05 s is exceeded");
}

#[test]
fn a_result_that_is_too_large_is_no_result() {
    let program = program(&["package p\nx := numbers.range(1, 1000)"], "x := data.p.x");
    let limits = Limits { values: 100, ..Limits::default() };
    let loaded = Loaded::new(&program, false).unwrap().limited(limits);
    assert!(
        loaded
            .run(None, json("{}"), NOW)
            .query()
            .unwrap_err()
            .message
            .contains("more than 100 values")
    );
}

#[test]
fn documents_are_evaluated_one_by_one() {
    let program = program(
        &["package p\nx := v if some v in [1, 2]\ny := 1\nz if input.nope\nf(a) := a"],
        "true",
    );
    let loaded = Loaded::new(&program, false).unwrap();
    let run = loaded.run(None, json("{}"), NOW);
    let value = |name: &str| {
        let index = program.documents.iter().position(|each| &*each.path[1] == name).unwrap();
        run.document(ir::DocumentId(index.try_into().unwrap()))
    };
    assert!(value("x").is_err());
    assert_eq!(value("y").unwrap(), Some(Value::from(1)));
    assert_eq!(value("z").unwrap(), None);
    assert_eq!(value("f").unwrap(), None);
}

use super::same::{comments, shape};
use super::{print, print_faithfully};
use crate::rego::ast::{Module, Version};
use crate::rego::parse::parse;
use proptest::prelude::*;

fn read(text: &str, version: Version) -> Module {
    parse("a.rego", text, version).unwrap_or_else(|mistakes| panic!("{text}\n{mistakes:?}"))
}

fn formatted(rules: &str) -> String {
    let printed = print(&read(&format!("package a\n\n{rules}"), Version::V1));
    printed.strip_prefix("package a\n\n").unwrap_or(&printed).to_owned()
}

/// Checks that printing keeps what a file says and all of its comments, and that it is stable.
fn keeps(text: &str, version: Version) -> Result<String, TestCaseError> {
    let module = read(text, version);
    let printed = print(&module);
    let again = parse("b.rego", &printed, version)
        .map_err(|mistakes| TestCaseError::fail(format!("{text}\n=>\n{printed}\n{mistakes:?}")))?;
    prop_assert_eq!(shape(&module), shape(&again), "{}\n=>\n{}", text, printed);
    prop_assert_eq!(comments(&module), comments(&again), "{}\n=>\n{}", text, printed);
    prop_assert_eq!(&printed, &print(&again), "{}\n=>\n{}", text, printed);
    prop_assert_eq!(print_faithfully(&module, version), Some(printed.clone()));
    Ok(printed)
}

#[test]
fn writes_the_form_of_opa_fmt() {
    for (text, wanted) in [
        ("p = 1", "p := 1\n"),
        ("p if { x }", "p if x\n"),
        ("p if {\nx }", "p if {\n\tx\n}\n"),
        ("p := true if { x; y }", "p if {\n\tx\n\ty\n}\n"),
        ("p contains  x  if  some x in [ 1,2 ]", "p contains x if some x in [1, 2]\n"),
        ("p := x+y*z", "p := x + (y * z)\n"),
        ("p if x+y==z", "p if x + y == z\n"),
        ("p if (x+y)*z", "p if (x + y) * z\n"),
        ("p := {\"a\": x|y, \"b\": 1}", "p := {\"a\": (x | y), \"b\": 1}\n"),
        ("p := [\n1,2,\n3]", "p := [\n\t1, 2,\n\t3,\n]\n"),
        ("p := f(x, {\n\"a\":1})", "p := f(x, {\n\t\"a\": 1,\n})\n"),
        ("p := x[\"a\"][\"b-c\"][y]", "p := x.a[\"b-c\"][y]\n"),
        ("p := `r` if {\"a\\u0041\" == \"x\"}", "p := `r` if \"a\\u0041\" == \"x\"\n"),
        ("p if x else := 2 if y", "p if x\n\nelse := 2 if y\n"),
        ("p if {\nx\n} else := 2 if {\ny\n}", "p if {\n\tx\n} else := 2 if {\n\ty\n}\n"),
        ("p if {x} {y}", "p if x\n\np if {\n\ty\n}\n"),
        ("a := 1\nb := 2\n\nc := 3", "a := 1\nb := 2\n\nc := 3\n"),
        ("default a := 1\na := 2 if x", "default a := 1\n\na := 2 if x\n"),
        ("p := [x |\nsome x in y\nx > 1]", "p := [x |\n\tsome x in y\n\tx > 1\n]\n"),
        ("p if every x in y {x>1}", "p if every x in y { x > 1 }\n"),
        (
            "p if x with input as 1\nwith data.y as 2",
            "p if x with input as 1\n\twith data.y as 2\n",
        ),
        ("p if {\n\tx\n\n\n\ty; -1 == z\n}", "p if {\n\tx\n\n\ty;\n\t-1 == z\n}\n"),
        ("p := $\"a{ x }\\{b{ {1} }\"", "p := $\"a{x}\\{b{{1}}\"\n"),
        ("p.q := 1", "p[\"q\"] := 1\n"),
        ("p.q.r := 1\np[\"s\"] := 2", "p.q.r := 1\np.s := 2\n"),
        ("p if not   x in y", "p if not x in y\n"),
        ("p := -x", "p := -x\n"),
    ] {
        assert_eq!(formatted(text), wanted, "{text}");
    }
}

#[test]
fn sorts_imports_within_their_group() {
    assert_eq!(
        formatted(
            "import data.b # b\nimport data.a as c\nimport data.a\n\n# of its own\nimport data.z\nimport data.y\np := 1"
        ),
        "import data.a\nimport data.a as c\nimport data.b # b\n\n# of its own\nimport data.y\nimport data.z\n\np := 1\n"
    );
}

#[test]
fn keeps_comments_at_their_places() {
    for (text, wanted) in [
        ("# a\n\n\n# b\n\np := 1 # c\n# d", "# a\n\n# b\n\np := 1 # c\n\n# d\n"),
        ("p if { # a\n# b\nx # c\n# d\n} # e", "p if { # a\n\t# b\n\tx # c\n\t# d\n} # e\n"),
        (
            "p := [ # a\n1, # b\n# c\n2\n# d\n] # e",
            "p := [ # a\n\t1, # b\n\t# c\n\t2,\n\t# d\n] # e\n",
        ),
        (
            "p if {\nx\n} # a\nelse := 1 if {\ny\n}",
            "p if {\n\tx\n} # a\n\nelse := 1 if {\n\ty\n}\n",
        ),
        ("p if {\n\tx == # why\n  1\n}", "p if {\n\tx == # why\n  1\n}\n"),
        ("p := $`{ # a\nx}`", "p := $`{ # a\nx}`\n"),
        (
            "# METADATA\n# title: x\np := 1\n# METADATA\n# title: y\nq := 1",
            "# METADATA\n# title: x\np := 1\n\n# METADATA\n# title: y\nq := 1\n",
        ),
    ] {
        assert_eq!(formatted(text), wanted, "{text}");
    }
}

#[test]
fn puts_parentheses_where_the_meaning_needs_them() {
    for (text, wanted) in [
        ("p if {\nnot x\n} {\na|b\n}", "p if {\n\tnot x\n}\n\np if {\n\t(a | b)\n}\n"),
        ("p := [(x|y) | z]", "p := [(x | y) | z]\n"),
        ("p := f((k, v in c), (x in y) == z)", "p := f((k, v in c), (x in y) == z)\n"),
        ("p if x else if ({})", "p if x\n\nelse if {\n\t{}\n}\n"),
        ("p := (x|y)[z]", "p := (x | y)[z]\n"),
        (
            "import future.keywords.or\n\np if (({1}) == x) or {y; z}",
            "import future.keywords.or\n\np if ({1}) == x or { y; z }\n",
        ),
        (
            "import future.keywords\n\np if not (x or y) and (x or y)",
            "import future.keywords\n\np if not (x or y) and (x or y)\n",
        ),
    ] {
        assert_eq!(formatted(text), wanted, "{text}");
    }
}

#[test]
fn leaves_v0_as_v0() {
    let text = "package a\n\np[x] { x = 1 }\nq = 1 { x } else = 2 { y }\nf(x) = y { y = x }\nr.s { true }\n";
    let printed = keeps(text, Version::V0).unwrap();
    assert_eq!(
        printed,
        "package a\n\np[x] {\n\tx = 1\n}\n\nq = 1 {\n\tx\n}\n\nelse = 2 {\n\ty\n}\n\nf(x) = y {\n\ty = x\n}\n\nr[\"s\"] {\n\ttrue\n}\n"
    );
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads all policies, and the tests of them")]
fn our_own_policies_keep_what_they_say() {
    let mut changed = Vec::new();
    let mut seen = 0;
    for entry in glob::glob("policies/**/*.rego").unwrap() {
        let path = entry.unwrap();
        let text = String::from_utf8(std::fs::read(&path).unwrap()).unwrap();
        if keeps(&text, Version::V1).unwrap() != text {
            changed.push(path.file_name().unwrap().to_string_lossy().into_owned());
        }
        seen += 1;
    }
    assert!(seen > 10);
    // A sum of four, and a comprehension that begins on a line of its own: `opa fmt` has forms of its own for both.
    assert_eq!(changed, ["tests.rego", "tests_test.rego"]);
}

fn one_of(texts: &'static [&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(texts).prop_map(str::to_owned).boxed()
}

fn break_or(text: &'static str) -> BoxedStrategy<String> {
    let broken = one_of(&["\n", " # c\n", "\n# c\n", "\n\n\t# c\n\n"]);
    prop_oneof![6 => Just(text.to_owned()), 1 => broken].boxed()
}

fn any_term() -> BoxedStrategy<String> {
    let leaf = one_of(&[
        "x",
        "_",
        "1",
        "-2",
        "1e3",
        "\"s\"",
        "`r`",
        "input.a",
        "x[_]",
        "set()",
        "-x",
        "true",
        "null",
        "data.b[\"c-d\"]",
    ]);
    leaf.prop_recursive(4, 24, 3, |term| {
        let operator = one_of(&["+", "-", "*", "|", "&", "==", "<", "in"]);
        let list = prop::collection::vec((break_or(""), term.clone()), 1..4).prop_map(|items| {
            items.into_iter().map(|(gap, item)| gap + &item).collect::<Vec<_>>().join(", ")
        });
        prop_oneof![
            (term.clone(), operator, break_or(" "), term.clone())
                .prop_map(|(a, op, gap, b)| format!("{a} {op}{gap}{b}")),
            term.clone().prop_map(|a| format!("({a})")),
            (term.clone(), term.clone(), term.clone())
                .prop_map(|(a, b, c)| format!("({a}, {b} in {c})")),
            (list.clone(), break_or("")).prop_map(|(items, gap)| format!("[{items}{gap}]")),
            (list.clone(), break_or(",")).prop_map(|(items, gap)| format!("{{{items}{gap}}}")),
            (term.clone(), break_or(" "), term.clone())
                .prop_map(|(a, gap, b)| format!("{{{a}:{gap}{b}, \"k\": 1}}")),
            list.prop_map(|args| format!("f({args})")),
            (term.clone(), break_or(" "), any_literal(term.clone()))
                .prop_map(|(a, gap, b)| format!("[{a} |{gap}{b}]")),
            (term.clone(), any_literal(term.clone()))
                .prop_map(|(a, b)| format!("{{\"k\": {a} | {b}; x}}")),
            term.clone().prop_map(|a| format!("$\"a{{{a}}}b\"")),
            term.prop_map(|a| format!("f({a}).b[0]")),
        ]
    })
    .boxed()
}

fn any_literal(term: BoxedStrategy<String>) -> BoxedStrategy<String> {
    prop_oneof![
        term.clone(),
        (term.clone(), term.clone()).prop_map(|(a, b)| format!("x := {a} | {b}")),
        (term.clone(), term.clone()).prop_map(|(a, b)| format!("{a} = {b}")),
        term.clone().prop_map(|a| format!("some x, y in {a}")),
        Just("some x, y".to_owned()),
        (term.clone(), break_or(" "), term.clone())
            .prop_map(|(a, gap, b)| format!("every x in {a} {{{gap}x == {b}; true}}")),
        term.clone().prop_map(|a| format!("not {a}")),
        (term.clone(), break_or(" ")).prop_map(|(a, gap)| format!("not {{{gap}{a}; x}}")),
        (term.clone(), break_or(" "), term.clone())
            .prop_map(|(a, gap, b)| format!("{a} and{gap}{b} or x")),
        (term.clone(), term.clone()).prop_map(|(a, b)| format!("({a} or x) and {{y; {b}}}")),
        (term.clone(), break_or(" "), term)
            .prop_map(|(a, gap, b)| format!("{a}{gap}with input.b as {b}")),
    ]
    .boxed()
}

fn any_rule() -> BoxedStrategy<String> {
    let head =
        one_of(&["p", "p.q", "p[x]", "p.q[x].r", "f(x, {\"a\": y})", "default d", "p[\"a\"]"]);
    let body = prop::collection::vec(any_literal(any_term()), 1..4)
        .prop_map(|literals| literals.join("\n"));
    prop_oneof![
        (head.clone(), any_term()).prop_map(|(head, value)| format!("{head} := {value}")),
        (head.clone(), any_term(), body.clone())
            .prop_map(|(head, value, body)| format!("{head} = {value} if {{ {body} }}")),
        (any_term(), break_or(" "), body.clone())
            .prop_map(|(member, gap, body)| format!("p contains {member} if {{{gap}{body}\n}}")),
        (head, any_literal(any_term()), body).prop_map(|(head, literal, body)| format!(
            "{head} if {literal}\nelse := 2 if {{\n{body}\n}}"
        )),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_program_keeps_what_it_says(
        rules in prop::collection::vec((any_rule(), break_or("\n")), 1..4),
        imports in one_of(&["", "import future.keywords.and\nimport future.keywords.or\n", "import future.keywords\n"]),
    ) {
        let rules: String = rules.into_iter().map(|(rule, gap)| rule + "\n" + &gap).collect();
        let text = format!("package a\n{imports}\n{rules}");
        if parse("a.rego", &text, Version::V1).is_ok() {
            keeps(&text, Version::V1)?;
        }
    }
}

use super::check;
use crate::rego::parse;
use crate::rego::resolve::show::{document, program};
use crate::rego::resolve::{Options, resolve};

/// What is wrong with a package of these rules.
fn wrong(rules: &str) -> Vec<String> {
    let mut program = program(&[&format!("package p\n{rules}")], &Options::default()).unwrap();
    check(&mut program).iter().map(ToString::to_string).collect()
}

/// The body of `x if { … }`, once it is ordered.
#[track_caller]
fn ordered(body: &str) -> String {
    let text = format!("package p\nq[1] := 2\nf(a) := a\ny := 3\nx if {{ {body} }}");
    let mut program = program(&[&text], &Options::default()).unwrap();
    let mistakes = check(&mut program);
    assert!(mistakes.is_empty(), "{body}: {mistakes:#?}");
    let shown = document(&program, "p.x");
    shown.strip_prefix("true if {").and_then(|shown| shown.strip_suffix("}")).unwrap().to_owned()
}

#[test]
fn a_literal_moves_behind_what_it_needs_and_no_further() {
    for (body, wanted) in [
        ("a > 1; a = 2", "a = 2; gt(a, 1)"),
        ("a = b; b = c; c = 1", "c = 1; b = c; a = b"),
        ("not input.x[i]; i = 1; true", "i = 1; true; not (input.x[i])"),
        ("f(a); a = input.x[_]", "a = input.x[_]; <p.f>(a)"),
        ("[a, 1] = [2, b]; a > b", "[a, 1] = [2, b]; gt(a, b)"),
        ("{\"k\": a} = input.x; a", "{\"k\": a} = input.x; a"),
        ("b = [a | a = c]; c = 1", "c = 1; b = [a | a = c]"),
        ("every v in a { v }; a = [1]", "a = [1]; every v in a {v}"),
        ("input.x with input.x as a; a = 1", "a = 1; input.x with input.x as a"),
        ("[b | b = a; c = 1; a = c]", "[b | c = 1; a = c; b = a]"),
    ] {
        assert_eq!(ordered(body), wanted, "{body}");
    }
}

#[test]
fn what_a_negation_needs_is_evaluated_before_it() {
    for (body, wanted) in [
        // Only what is negated itself may be undefined.
        ("not input.a", "not (input.a)"),
        ("not y", "not (<p.y>)"),
        ("not input.a == 1", "not (equal(input.a, 1))"),
        ("not input.a = 1", "not (input.a = 1)"),
        ("not [1 | input.a]", "not ([1 | input.a])"),
        ("not q[1] == 3", "not (equal(<p.q>[1], 3))"),
        // What it is found with may not.
        ("not q[input.a]", "t1 = input.a; not (<p.q>[t1])"),
        ("not input.a[input.b] == 1", "t1 = input.b; not (equal(input.a[t1], 1))"),
        // Nor may the arguments of a call.
        ("not f(input.a)", "t1 = input.a; not (<p.f>(t1))"),
        ("not f(input.a, 1)", "t1 = input.a; not (1 = <p.f>(t1))"),
        ("not f(1, input.a)", "t1 = input.a; not (t1 = <p.f>(1))"),
        ("not input.a != 1", "t1 = input.a; not (neq(t1, 1))"),
        ("not input.a in {1}", "t1 = input.a; not (internal.member_2(t1, {1}))"),
        ("not count(input.a) == 1", "t1 = count(input.a); not (equal(t1, 1))"),
        ("not count([input.a]) == 1", "t1 = count([input.a]); not (equal(t1, 1))"),
        ("not [input.a] == [1]", "t1 = input.a; not (equal([t1], [1]))"),
        ("not [input.a]", "t1 = input.a; not ([t1])"),
        ("not {\"k\": {input.a}}", "t1 = input.a; not ({\"k\": {t1}})"),
        ("not input.a + 1 == 2", "t1 = plus(input.a, 1); not (equal(t1, 2))"),
        ("not count([z | z := input.a]) == 1", "t1 = count([z | z = input.a]); not (equal(t1, 1))"),
        ("not $\"{input.a}\" == \"x\"", "t1 = $(input.a); not (equal(t1, \"x\"))"),
        // What is replaced for the negation is replaced for it too, and what it is replaced by is found outside.
        (
            "not f(input.a) with input.a as 1",
            "t1 = input.a with input.a as 1; not (<p.f>(t1)) with input.a as 1",
        ),
        ("not input.a with input.a as input.b", "t1 = input.b; not (input.a) with input.a as t1"),
        // Within a scope it stays in the scope.
        (
            "every v in [1] { not f(input.a[v]) }",
            "every v in [1] {t1 = input.a[v]; not (<p.f>(t1))}",
        ),
        ("[1 | not f(input.a)]", "[1 | t1 = input.a; not (<p.f>(t1))]"),
    ] {
        assert_eq!(ordered(body), wanted, "{body}");
    }
}

#[test]
fn a_negation_with_a_body_keeps_what_it_needs() {
    let shown = |rule: &str| {
        let text = format!("package p\nimport future.keywords.not\nf(a) := a\n{rule}");
        let mut program = program(&[&text], &Options::default()).unwrap();
        assert!(check(&mut program).is_empty());
        document(&program, "p.x")
    };
    assert_eq!(shown("x if not f(input.a)"), "true if {not {any (<p.f>(input.a))}}");
    assert_eq!(
        shown("x if not f(f(input.a))"),
        "true if {not {any (t1 = <p.f>(input.a); <p.f>(t1))}}"
    );
    assert_eq!(shown("x if not { a := input.a; f(a) }"), "true if {not {a = input.a; <p.f>(a)}}");
}

#[test]
fn an_operand_without_braces_binds_nothing() {
    let import = "import future.keywords.and\nimport future.keywords.or\n";
    for (rule, unbound) in [
        ("x if { input.a[i] or input.b }", "i"),
        ("x if { input.a[_] and input.b }", "_"),
        ("x := y if { y = 1 and y < 2 }", "y"),
    ] {
        let found = wrong(&format!("{import}{rule}"));
        assert!(found.contains(&format!("`{unbound}` is never bound")), "{rule}: {found:?}");
    }
    for fine in [
        "x if { { input.a[i] == i } or input.b }",
        "x contains i if { input.a[i]; input.a[i] == 3 or input.a[i] == 4 }",
        "x if { { a := 1; a > 0 } and { a := 2; a > 1 } }",
        "x if { count(input.a) + 1 == 2 or input.b }",
    ] {
        assert_eq!(wrong(&format!("{import}{fine}")), [""; 0], "{fine}");
    }
}

#[test]
fn a_query_takes_equality_for_a_call() {
    let query = parse::query("not input.x == 1").unwrap();
    let mut program = resolve(&[], Some(&query), &Options::default()).unwrap();
    assert!(check(&mut program).is_empty());
    assert_eq!(program.query.unwrap().body.literals.len(), 2);
}

#[test]
fn what_is_never_bound_is_unsafe() {
    for (rules, unbound) in [
        ("x := y", "y"),
        ("x contains y", "y"),
        ("x[y] := 1", "y"),
        ("x if y", "y"),
        ("x if y > 1", "y"),
        ("x if not y", "y"),
        ("x if not input.a[y]", "y"),
        ("x if not input.a[_]", "_"),
        ("x if { y = z }", "y"),
        ("x if [y, 1] = [z, 2]", "y"),
        ("x if [y] = [1, 2]", "y"),
        ("x if {y} = {1}", "y"),
        ("x if {y: 1} = {2: 1}", "y"),
        ("x if input.a with input.a as y", "y"),
        ("x if [1 | y > 1]", "y"),
        ("x := [y | true]", "y"),
        ("x if every v in y { v }", "y"),
        ("x if every v in [1] { v > y }", "y"),
        ("x if count(y) > 1", "y"),
        ("x if { y := z; input.a[y] }", "z"),
        ("x if { some y in y }", "y"),
        ("x if { {\"k\": y} = {z: 1 | z := \"k\"} }", "y"),
        ("x if { z := [y | y > z] }", "z"),
        ("x if $\"{y}\"", "y"),
        ("x if $\"{input.a[_]}\"", "_"),
        ("x if print(y)", "y"),
        ("x if { print(y); y = 1 }", "y"),
        ("f(a) := b", "b"),
        ("x := 1 if false else := y", "y"),
        ("default x := [y | y > 1]", "y"),
    ] {
        let found = wrong(rules);
        assert!(found.contains(&format!("`{unbound}` is never bound")), "{rules}: {found:?}");
    }
}

#[test]
fn what_opa_takes_for_unsafe_is_refused_too() {
    let found = wrong("x if { i := 0; [v | v := input.a[i]] == input.b[i] }");
    assert_eq!(
        found,
        [
            "OPA takes this for unsafe: a comprehension and a reference in it need the same variables"
        ]
    );
    assert_eq!(wrong("x if { i := 0; all := [v | v := input.a[i]]; all == input.b[i] }"), [""; 0]);
}

#[test]
fn a_name_that_is_never_bound_may_be_a_rule_misspelt() {
    let mut program =
        program(&["package p\nallowed := 1\nx := alowed"], &Options::default()).unwrap();
    let mistakes = check(&mut program);
    assert_eq!(mistakes[0].place(), (3, 6));
    assert_eq!(miette::Diagnostic::help(&mistakes[0]).unwrap().to_string(), "is `allowed` meant?");
}

#[test]
fn what_leads_back_to_itself_is_refused() {
    for (rules, named) in [
        ("a := a", "a"),
        ("a := b\nb := a", "a"),
        ("f(c) := f(c)", "f"),
        ("a := data.p", "a"),
        ("a := data.p[c]", "a"),
        ("a := data[c].a if c := \"p\"", "a"),
        ("a := 1 if false else := b\nb := a", "a"),
        ("a[c] := 1 if { c := 1; a.d }", "a"),
        ("a contains 1 if not a[2]", "a"),
        ("default a := [c | c := b]\nb := a", "a"),
        ("a if true with data.p.a as 1", "a"),
        ("a if count([]) with count as f\nf(c) := a", "a"),
        ("a.b := a[c] if c := \"q\"\na.d := 1", "a.b"),
    ] {
        assert_eq!(wrong(rules), [format!("`data.p.{named}` is defined by itself")], "{rules}");
    }
    for fine in [
        "a.b := a.c\na.c := 1",
        "a.b := a.c\na[k] := 1 if k := \"d\"\na.c := 3",
        "a := data.q[c]",
        "a[c] := b[c] if c := 1\nb[c] := 1 if c := 1",
    ] {
        assert_eq!(wrong(fine), [""; 0], "{fine}");
    }
}

#[test]
fn the_way_back_is_shown() {
    let mut program = program(&["package p\na := b\nb := c\nc := a"], &Options::default()).unwrap();
    let mistakes = check(&mut program);
    let label = miette::Diagnostic::labels(&mistakes[0]).unwrap().next().unwrap();
    assert_eq!(
        label.label().unwrap(),
        "`data.p.a` needs `data.p.b` needs `data.p.c` needs `data.p.a`"
    );
}

#[test]
fn long_programs_need_no_deep_stack() {
    let chain: Vec<String> =
        (0..3000).map(|number| format!("r{number} := r{}", number + 1)).collect();
    let chain = chain.join("\n") + "\n";
    assert_eq!(wrong(&format!("{chain}r3000 := 1")), [""; 0]);
    assert_eq!(wrong(&format!("{chain}r3000 := r0")), ["`data.p.r0` is defined by itself"]);
    let body: Vec<String> =
        (0..1000).map(|number| format!("v{number} = v{}; ", number + 1)).collect();
    assert_eq!(wrong(&format!("x if {{ {} v1000 = 1 }}", body.concat())), [""; 0]);
}

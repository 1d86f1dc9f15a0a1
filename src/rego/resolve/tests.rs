use super::show::{document, program};
use super::{Options, resolve};
use crate::rego::ast::Version;
use crate::rego::ir::Kind;
use crate::rego::parse;

fn mistakes(files: &[&str], options: &Options) -> Vec<String> {
    program(files, options).err().unwrap_or_default()
}

/// What is wrong with a package of these rules.
fn wrong(rules: &str) -> Vec<String> {
    mistakes(&[&format!("package p\n{rules}")], &Options::default())
}

/// The rule `x` of a package with these rules.
fn shown(rules: &str) -> String {
    document(&program(&[&format!("package p\n{rules}")], &Options::default()).unwrap(), "p.x")
}

#[track_caller]
fn all_wrong(cases: &[(&str, &str)]) {
    for (rules, message) in cases {
        let found = wrong(rules);
        assert!(found.iter().any(|found| found == message), "{rules}: {found:#?}");
    }
}

#[test]
fn a_name_leads_to_its_document_its_package_or_data() {
    let lib = "package a.lib\nv := 1\nobj[k] := 1 if some k in [\"k\"]\ndeep.x.y := 2";
    let cases = [
        ("input.a[i]", "input.a[i]"),
        ("r.a", "<p.r>.a"),
        ("lib.v", "<a.lib.v>"),
        ("data.a.lib.v.w", "<a.lib.v>.w"),
        ("lib.obj.k", "<a.lib.obj>.k"),
        ("lib.deep.x.y.z", "<a.lib.deep.x.y>.z"),
        ("lib.deep.x[i]", "<a.lib.deep.x.*>[i]"),
        ("lib", "<a.lib.*>"),
        ("data[i].lib", "<.*>[i].lib"),
        ("data.a[\"lib\"].v", "<a.lib.v>"),
        ("data.base.k", "data.base.k"),
        ("lib.nope", "data.a.lib.nope"),
        ("n.m", "input.n.m"),
        ("[r, {lib.v}]", "[<p.r>, {<a.lib.v>}]"),
    ];
    for (term, wanted) in cases {
        let text = format!(
            "package p\nimport data.a.lib\nimport input.n\nr := 1\nx if {{ y = {term}; i = 1 }}"
        );
        let program = program(&[&text, lib], &Options::default()).unwrap();
        assert_eq!(document(&program, "p.x"), format!("true if {{y = {wanted}; i = 1}}"), "{term}");
    }
}

#[test]
fn paths_that_meet_are_one_document() {
    let cases: [(&str, &[(&str, Kind)]); 8] = [
        ("a := 1", &[("p.a", Kind::Complete)]),
        ("a contains 1", &[("p.a", Kind::Set)]),
        ("a[k] := 1 if k := 2", &[("p.a", Kind::Object)]),
        ("a(k, l) := k + l", &[("p.a", Kind::Function(2))]),
        ("a.b := 1\na.c := 2", &[("p.a.b", Kind::Complete), ("p.a.c", Kind::Complete)]),
        ("a.b := 1\na[k] := 2 if k := 3", &[("p.a", Kind::Object)]),
        ("a.b contains 1\na[k] := 2 if k := 3", &[("p.a", Kind::Nested)]),
        ("a[1] := 1\na.b.c := 2", &[("p.a", Kind::Nested)]),
    ];
    for (rules, wanted) in cases {
        let program = program(&[&format!("package p\n{rules}")], &Options::default()).unwrap();
        let found =
            program.documents.iter().map(|document| (document.path.join("."), document.kind));
        let wanted = wanted.iter().map(|(path, kind)| ((*path).to_owned(), *kind));
        assert_eq!(found.collect::<Vec<_>>(), wanted.collect::<Vec<_>>(), "{rules}");
    }
}

#[test]
fn files_of_a_package_share_their_names() {
    let program = program(
        &["package p\nx := y", "package p\ny := 1\nx := z", "package p\nz := 1"],
        &Options::default(),
    );
    assert_eq!(document(&program.unwrap(), "p.x"), "t1 if {t1 = <p.y>} | t2 if {t2 = <p.z>}");
}

#[test]
fn calls_and_heads_stand_in_the_body() {
    for (rules, wanted) in [
        ("x := count([1 + 2])", "t2 if {t1 = plus(1, 2); t2 = count([t1])}"),
        ("x contains input.a[_]", "contains t1 if {t1 = input.a[_]}"),
        ("x[input.k] := input.v", "[t1]t2 if {t1 = input.k; t2 = input.v}"),
        ("x := [input.a, b] if b := 1", "t1 if {b = 1; t1 = [input.a, b]}"),
        ("x := [b | b := input.a[_]]", "t1 if {t1 = [b | b = input.a[_]]}"),
        ("x := [count(b) | b := \"\"]", "t1 if {t1 = [t2 | b = \"\"; t2 = count(b)]}"),
        ("x := count(a)[0] if a := []", "t2 if {a = []; t1 = count(a); t2 = t1[0]}"),
        ("x if { count([], n); n > 0 }", "true if {n = count([]); gt(n, 0)}"),
        ("x if { [n] = split(input.a, input.b) }", "true if {[n] = split(input.a, input.b)}"),
        ("x if { input.a = count(input.b) }", "true if {t1 = count(input.b); input.a = t1}"),
        ("x if { some k, v in {1, 2}; k == v }", "true if {some k, v in {1, 2}; equal(k, v)}"),
        ("x if { some v in f(1); v }\nf(a) := [a]", "true if {t1 = <p.f>(1); some v in t1; v}"),
        ("x if every v in input.a { v > 1 }", "true if {t1 = input.a; every v in t1 {gt(v, 1)}}"),
        ("x := 1 if false else := input.a", "1 if {false} else t1 if {t1 = input.a}"),
        ("x := -input.a", "t1 if {t1 = minus(0, input.a)}"),
        ("x if 1 in input.a", "true if {internal.member_2(1, input.a)}"),
        ("x := $\"a{count(input.a)}\"", "t1 if {t1 = $(\"a\", count(input.a))}"),
        ("x if print(input.a, f(1))\nf(a) := a", "true if {print(input.a, <p.f>(1))}"),
    ] {
        assert_eq!(shown(rules), wanted, "{rules}");
    }
}

#[test]
fn the_value_of_with_is_found_outside() {
    for (rules, wanted) in [
        (
            "x if input.a with input.a as input.b",
            "true if {t1 = input.b; input.a with input.a as t1}",
        ),
        (
            "x if count(input.a + 1) with input as 1",
            "true if {t1 = plus(input.a, 1) with input. as 1; count(t1) with input. as 1}",
        ),
        ("x if y with data.p.y as 1\ny := 2", "true if {<p.y> with data.p.y as 1}"),
        ("x if f(1) with f as g\nf(a) := a\ng(a) := a", "true if {<p.f>(1) with <p.f> as <p.g>}"),
        ("x if f(1) with f as count\nf(a) := a", "true if {<p.f>(1) with <p.f> as count}"),
        (
            "x if time.now_ns() with time.now_ns as 3",
            "true if {time.now_ns() with time.now_ns as 3}",
        ),
        ("x if count([]) with count as y\ny := 2", "true if {count([]) with count as <p.y>}"),
        (
            "x if count([]) with count as input.y",
            "true if {t1 = input.y; count([]) with count as t1}",
        ),
    ] {
        assert_eq!(shown(rules), wanted, "{rules}");
    }
}

#[test]
fn a_declaration_hides_what_is_around() {
    for (rules, wanted) in [
        ("y := 5\nx := y if y := 1", "y if {y = 1}"),
        ("y := 5\nx := y if some y in [1]", "y if {some y in [1]}"),
        (
            "y := 5\nx if { z := [y | y := 1]; y == 5 }",
            "true if {z = [y | y = 1]; equal(<p.y>, 5)}",
        ),
        ("count(a) := 7\nx := count([])", "t1 if {t1 = <p.count>([])}"),
    ] {
        assert_eq!(shown(rules), wanted, "{rules}");
    }
    let files = ["package p\nimport data.a.y\ny := 1\nx := y", "package a\ny := 2"];
    assert_eq!(
        document(&program(&files, &Options::default()).unwrap(), "p.x"),
        "t1 if {t1 = <a.y>}"
    );
}

#[test]
fn variables_that_nothing_declares_belong_to_the_outermost_body_that_names_them() {
    let locals = |rules: &str| {
        let program = program(&[&format!("package p\n{rules}")], &Options::default()).unwrap();
        program.locals.iter().filter(|local| &*local.name == "y").count()
    };
    // The first is the one that the two are copies of.
    assert_eq!(locals("x if { a := [y | y = 1]; b := [y | y = 2]; a != b }"), 3);
    assert_eq!(locals("x if { a := [y | y = 1]; b := [y | y = 2]; a != b; y = 3 }"), 1);
}

#[test]
fn scopes_follow_opa() {
    all_wrong(&[
        ("x if { y := 1; y := 2 }", "`y` is assigned above, and declared again"),
        ("x if { y = 1; y := 2 }", "`y` is used above, before it is declared here"),
        ("x if { some y; y = 1; some y }", "`y` is declared above, and again here"),
        ("x if { some y; y := 1 }", "`y` is declared above, and again here"),
        ("f(y) if { y := 1 }", "`y` is a parameter, and is declared again"),
        ("f(y) if { some y; y = 1 }", "`y` is a parameter, and is declared again"),
        ("x if { some y; true }", "`y` is declared and never used"),
        ("x if every y in [1] { true }", "`y` is declared and never used"),
        ("x if input.y := 1", "nothing can be assigned to a reference"),
        ("x if 1 := 1", "nothing can be assigned to a number"),
        ("x if {y} := {1}", "nothing can be assigned to a set"),
        ("x if not y := 1", "nothing can be assigned in a negation"),
        ("x if { k := 1; {k: y} := {1: 2}; y }", "`k` cannot be a key in a pattern of `:=`"),
        ("f(count(y)) := 1", "a parameter cannot hold a call"),
        ("f(input.y) := 1", "a parameter cannot hold a reference"),
        (
            "import future.keywords.or\nx if { y := 1 or true }",
            "nothing can be assigned in an operand without braces",
        ),
        ("x if every y in [y] { y }", "`y` is needed before `every` binds it"),
        ("x if not print(1)", "this cannot be negated"),
    ]);
    for fine in [
        "x if { y := 1; z := [y | y := 2]; z != y }",
        "x if { z := [y | y = 1]; y := z; y }",
        "f(y) := [y | y := 1]",
        "f(y, y) := y",
        "x if { [input] := [1] }",
        "x if every _ in [1] { true }",
        "x if every y in [y | y = input.a[_]] { y }",
        "x if { some _ in [1] }",
    ] {
        assert_eq!(wrong(fine), [""; 0], "{fine}");
    }
}

#[test]
fn calls_have_to_fit() {
    all_wrong(&[
        ("x := nope(1)", "there is no function `nope`"),
        ("x := data.q.f(1)", "there is no function `data.q.f`"),
        ("x := input.f(1)", "there is no function `input.f`"),
        ("x := count()", "`count` takes 1 argument, and 0 are given"),
        ("x := count([], 1)", "`count` takes 1 argument, and 2 are given"),
        ("x if count([], y, z)", "`count` takes 1 argument, and 3 are given"),
        ("f(a, b) := a + b\nx := f(1)", "`data.p.f` takes 2 arguments, and 1 are given"),
        ("y := 1\nx := y(1)", "`data.p.y` is no function"),
        ("f(a) := a\nx := f", "`data.p.f` is a function, and no value"),
        ("f(a) := a\nx if { f := 1; f(2) }", "`f` is a variable here, and no function"),
        ("x := any([true])", "`any` is deprecated, and not in Rego v1"),
        ("x := print(1)", "`print` has no value"),
        ("x := $\"{walk(1)}\"", "`walk` can have several results, and a template has room for one"),
    ]);
    let refused = wrong("x := http.send({})");
    assert!(refused[0].starts_with("`http.send` is not here: "), "{refused:?}");
}

#[test]
fn with_replaces_what_can_be_replaced() {
    all_wrong(&[
        (
            "x if true with foo as 1",
            "`with` replaces `input`, `data` or a function, and this is none of them",
        ),
        (
            "x if { y := 1; true with y as y }",
            "`with` replaces `input`, `data` or a function, and this is none of them",
        ),
        ("y := {}\nx if true with y.a as 1", "`with` cannot replace a part of what a rule defines"),
        (
            "x if true with internal.member_2 as 1",
            "`internal.member_2` cannot be replaced: it is internal",
        ),
        ("x if true with walk as 1", "`walk` cannot be replaced: it can have several results"),
        ("x if true with equal as 1", "`equal` cannot be replaced: it is a part of the language"),
        (
            "x if true with rego.metadata.rule as 1",
            "`rego.metadata.rule` cannot be replaced: it is a part of the language",
        ),
        (
            "x if { k := \"a\"; true with input[k] as 1 }",
            "the target of `with` has to be a constant path",
        ),
        (
            "f(a) := a\nx if true with f as concat",
            "`data.p.f` and `concat` take different numbers of arguments",
        ),
        (
            "f(a) := a\nx if true with data.q as f",
            "a function can only stand in the place of a function",
        ),
        ("x if print(1) with input as 1", "`with` does nothing to `print`"),
        ("f(a) := a\nx if f(1) with data.p as 1", "`data.p.f` is called, and its package replaced"),
        (
            "x if { every y in [1] { count([y]) } with count as 1 }",
            "a function can be replaced for one condition only, not for `every`, `and` or `or`",
        ),
    ]);
}

#[test]
fn definitions_that_do_not_fit_together_are_refused() {
    all_wrong(&[
        (
            "a := 1\na contains 2",
            "`data.p.a` is defined as a set here, and as something else elsewhere",
        ),
        ("a := 1\na(b) := 2", "`data.p.a` has 1 parameters here, and none elsewhere"),
        ("a(b) := 1\na(b, c) := 2", "`data.p.a` has 2 parameters here, and 1 elsewhere"),
        ("a := 1\na.b := 2", "`data.p.a` is defined as a whole, and `data.p.a.b` as a part of it"),
        (
            "a contains 1\na.b := 2",
            "`data.p.a` is defined as a whole, and `data.p.a.b` as a part of it",
        ),
        (
            "a[k] := 1 if k := 2\na := 3",
            "`data.p.a` is one value here, and an object of computed keys elsewhere",
        ),
        ("default a := 1\ndefault a := 2", "`data.p.a` has a second default"),
        (
            "default a.b := 1\na[k] := 2 if k := 3",
            "a default for one key of an object, whose other keys are computed",
        ),
    ]);
    let packages = mistakes(&["package p\nq := 1", "package p.q\nr := 1"], &Options::default());
    assert!(
        packages
            .contains(&"`data.p.q` is a rule, and there is a package of this name too".to_owned())
    );
    let function = mistakes(
        &["package p\na[k] := 1 if k := 2", "package p.a\nf(b) := b"],
        &Options::default(),
    );
    assert_eq!(function, ["the package `p.a` lies in what this builds"]);
    for fine in [
        "a[k] := 1 if k := 2\na.b := 3",
        "a[k] contains 1 if k := 2\na.b contains 3\na.c := 4",
        "a[1] := 2\na.b := 3",
    ] {
        assert_eq!(wrong(fine), [""; 0], "{fine}");
    }
}

#[test]
fn imports_take_no_name_twice() {
    all_wrong(&[
        ("import data.a\nimport data.a", "`a` is a name of `import data.a` already"),
        ("import data.a\nimport input.b as a", "`a` is a name of `import data.a` already"),
        ("import data.a as input", "`input` is a name of the language already"),
    ]);
    assert_eq!(wrong("import input\nimport data\nx := data.p.y\ny := input"), [""; 0]);
}

#[test]
fn an_undefined_name_in_a_package_is_a_mistake_unless_data_may_be_there() {
    let files = ["package p\nimport data.lib\nx := lib.valeu", "package lib\nvalue := 1"];
    let careful = Options { undefined_names: true, ..Options::default() };
    assert_eq!(mistakes(&files, &Options::default()), [""; 0]);
    assert_eq!(
        mistakes(&files, &careful),
        ["`data.lib.valeu` is not defined, and a rule that needs it would never say anything"]
    );
    let with_data =
        Options { base_data: vec![vec!["lib".into(), "valeu".into()]], ..careful.clone() };
    assert_eq!(mistakes(&files, &with_data), [""; 0]);
    let mocked = [files[0], files[1], "package t\ny if data.p.x with data.lib.valeu as 1"];
    assert_eq!(mistakes(&mocked, &careful), [""; 0]);
    for fine in ["data.base.x", "data.lib", "data.lib[k]", "data.params.x", "lib.value.x"] {
        let text = format!("package p\nimport data.lib\nx if {{ k := \"a\"; k == {fine}; lib }}");
        assert_eq!(mistakes(&[&text, files[1]], &careful), [""; 0], "{fine}");
    }
}

#[test]
fn what_was_meant_is_suggested() {
    let help = |text: &str| {
        let module = parse::parse("a.rego", text, Version::V1).unwrap();
        let careful = Options { undefined_names: true, ..Options::default() };
        let mistakes = resolve(&[module], None, &careful).unwrap_err();
        miette::Diagnostic::help(&mistakes[0]).unwrap().to_string()
    };
    assert_eq!(help("package p\nx := cuont([])"), "is `count` meant?");
    assert_eq!(help("package p\nhelper(a) := a\nx := helpr(1)"), "is `helper` meant?");
    assert_eq!(help("package p\nvalue := 1\nx := data.p.valeu"), "is `data.p.value` meant?");
    assert_eq!(help("package p\nx := zzz(1)"), "define it, import its package, or name a builtin");
}

#[test]
fn strict_refuses_what_is_unused() {
    let strict = Options { strict: true, ..Options::default() };
    for (rules, message) in [
        ("import data.a\nx := 1", "the import `a` is never used"),
        ("x if y := 1", "`y` is assigned and never used"),
        ("f(a, b) := a", "the parameter `b` is never used"),
    ] {
        let text = format!("package p\n{rules}");
        assert_eq!(mistakes(&[&text], &strict), [message], "{rules}");
        assert_eq!(mistakes(&[&text], &Options::default()), [""; 0], "{rules}");
    }
    for fine in [
        "import data.a\nx := a",
        "x := y if y := 1",
        "f(a, _) := a",
        "f(a, b) := a if a else := b",
        "x if { y := 1; z := [y | true]; z }",
    ] {
        assert_eq!(mistakes(&[&format!("package p\n{fine}")], &strict), [""; 0], "{fine}");
    }
}

#[test]
fn metadata_is_written_out() {
    let package = "# METADATA\n# title: P\npackage p\n";
    let rule = "# METADATA\n# title: D\n# scope: document\n\n# METADATA\n# title: T\n";
    let own = "{\"scope\": \"rule\", \"title\": \"T\"}";
    for (text, wanted) in [
        ("x := rego.metadata.rule()", format!("{own} if {{}}")),
        ("x := rego.metadata.rule().title", format!("t2 if {{t1 = {own}; t2 = t1.title}}")),
        ("x if rego.metadata.rule(y)", format!("true if {{y = {own}}}")),
        ("x := 1 if false else := rego.metadata.rule()", "1 if {false} else {} if {}".to_owned()),
        (
            "x := rego.metadata.chain()",
            format!(
                "[{{\"annotations\": {own}, \"path\": [\"p\", \"x\"]}}, \
                 {{\"annotations\": {{\"scope\": \"document\", \"title\": \"D\"}}, \"path\": [\"p\", \"x\"]}}, \
                 {{\"annotations\": {{\"scope\": \"package\", \"title\": \"P\"}}, \"path\": [\"p\"]}}] if {{}}"
            ),
        ),
    ] {
        let program = program(&[&format!("{package}{rule}{text}")], &Options::default()).unwrap();
        assert_eq!(document(&program, "p.x"), wanted, "{text}");
    }
    assert_eq!(shown("x := rego.metadata.rule()"), "{} if {}");
    assert_eq!(shown("x := rego.metadata.chain()"), "[{\"path\": [\"p\", \"x\"]}] if {}");
}

#[test]
fn a_query_asks_for_its_variables() {
    let query = parse::query("x := 1; some y in [2]; z = [w | w := y]; _ = 3").unwrap();
    let program = resolve(&[], Some(&query), &Options::default()).unwrap();
    let variables: Vec<String> =
        program.query.unwrap().variables.into_iter().map(|(name, _)| name.into()).collect();
    assert_eq!(variables, ["x", "y", "z"]);
}

#[test]
fn paths_without_end_are_refused() {
    let long = ".a".repeat(10_000);
    assert_eq!(wrong(&format!("a{long} := 1")), ["the path has more than 128 steps"]);
    assert_eq!(
        mistakes(&[&format!("package p{long}\nx := 1")], &Options::default()),
        ["the path has more than 128 steps"]
    );
    let otherwise = "else := 1 if false ".repeat(10_000);
    assert_eq!(
        wrong(&format!("x := 1 if false {otherwise}")),
        ["more than 500 branches with `else`"]
    );
}

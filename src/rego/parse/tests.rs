use super::*;
use crate::rego::ast::{HeadKind, LiteralKind, Logical, Rule, Term, TermKind};
use proptest::prelude::*;
use std::fmt::Write as _;

fn read(rules: &str) -> Module {
    let text = format!("package a\n{rules}");
    parse("a.rego", &text, Version::V1).unwrap_or_else(|mistakes| panic!("{text}: {mistakes:?}"))
}

fn first_rule(rules: &str) -> Rule {
    read(rules).rules.remove(0)
}

fn value(term: &str) -> TermKind {
    match first_rule(&format!("p := {term}")).head.kind {
        HeadKind::Value { value: Some(value), .. } => value.kind,
        other => panic!("{other:?}"),
    }
}

fn literals(body: &str) -> Vec<LiteralKind> {
    let body = first_rule(&format!("p if {{\n{body}\n}}")).body.unwrap();
    body.literals.into_iter().map(|literal| literal.kind).collect()
}

fn mistakes_in(text: &str, version: Version) -> Vec<String> {
    let mistakes = parse("a.rego", text, version).err().unwrap_or_default();
    mistakes
        .iter()
        .map(|mistake| format!("{}:{} {mistake}", mistake.place().0, mistake.place().1))
        .collect()
}

fn mistakes(rules: &str) -> Vec<String> {
    mistakes_in(&format!("package a\n{rules}"), Version::V1)
}

/// A term as nested lists, which shows how operators group.
fn grouped(term: &Term) -> String {
    match &term.kind {
        TermKind::Infix(operator, left, right) => {
            format!("({} {} {})", operator.names().0, grouped(left), grouped(right))
        }
        TermKind::In { key, value, collection } => {
            let key = key.as_ref().map(|key| grouped(key) + " ").unwrap_or_default();
            format!("(in {key}{} {})", grouped(value), grouped(collection))
        }
        TermKind::Negative(term) => format!("(- {})", grouped(term)),
        TermKind::Var(name) | TermKind::Number(name) => name.to_string(),
        TermKind::Set(items) => items.iter().map(grouped).collect::<Vec<_>>().join(","),
        TermKind::Object(fields) => fields
            .iter()
            .map(|(key, value)| format!("{}:{}", grouped(key), grouped(value)))
            .collect::<Vec<_>>()
            .join(","),
        TermKind::SetOf(..) => "comprehension".to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn operators_group_as_in_opa() {
    for (text, wanted) in [
        ("a + b * c", "(+ a (* b c))"),
        ("a - b - c", "(- (- a b) c)"),
        ("a | b & c == d + e", "(== (| a (& b c)) (+ d e))"),
        ("a < b == c", "(== (< a b) c)"),
        ("a in b in c", "(in (in a b) c)"),
        ("(k, v in c)", "(in k v c)"),
        ("a == b in c", "(in (== a b) c)"),
        ("3 - -2", "(- 3 -2)"),
        ("-x * 2", "(* (- x) 2)"),
        ("a\n\t+ b", "(+ a b)"),
        ("{a | b, c}", "(| a b),c"),
        ("{a | b}", "comprehension"),
        ("{a | b, c in d}", "comprehension"),
        ("{a | b, c in d, e}", "(| a b),(in c d),e"),
        ("{(a | b)}", "(| a b)"),
        ("{a: b | c, d: e}", "a:(| b c),d:e"),
        ("{a: b | c,}", "a:(| b c)"),
    ] {
        let term = Term { kind: value(text), span: Span::default() };
        assert_eq!(grouped(&term), wanted, "{text}");
    }
}

#[test]
fn braces_after_if_hold_a_value_or_a_body() {
    for (text, holds_value) in [
        ("{x}", false),
        ("{x; y}", false),
        ("{x | y}", true),
        ("{x | y := 1}", true),
        ("{x == 1}", false),
        ("{\"a\": 1}", true),
        ("{}", true),
        ("{x} == y", true),
        ("{x, y in z}", false),
        ("{some x in y}", false),
        ("{not x}", false),
        ("{x | y}\n{z}", true),
    ] {
        let body = first_rule(&format!("p if {text}")).body.unwrap();
        assert_eq!(!body.braces, holds_value, "{text}");
    }
}

#[test]
fn a_new_line_or_a_space_ends_a_reference() {
    assert_eq!(literals("x\n[1]").len(), 2);
    assert_eq!(literals("x\n(y)").len(), 2);
    assert_eq!(mistakes("p if { x [1] }"), ["2:10 found `[`, expected a new line, `;` or `}`"]);
    assert!(matches!(value("x[1].if.not[_]"), TermKind::Ref { steps, .. } if steps.len() == 4));
}

#[test]
fn keywords_are_names_in_references() {
    let module =
        read("import data.in.x\nif.x contains 1 if a.every.some\np if { not.x; if[\"y\"] }");
    assert_eq!(module.rules[0].head.path.len(), 2);
    assert_eq!(module.rules[1].body.as_ref().unwrap().literals.len(), 2);
}

#[test]
fn some_and_every_declare_names_or_iterate() {
    assert!(matches!(&literals("some x, y")[0], LiteralKind::Some(names) if names.len() == 2));
    assert!(matches!(&literals("some x in y")[0], LiteralKind::SomeIn { key: None, .. }));
    assert!(matches!(
        &literals("some [k], {\"a\": v} in y")[0],
        LiteralKind::SomeIn { key: Some(_), .. }
    ));
    assert!(matches!(
        &literals("every k, v in y { k; v }")[0],
        LiteralKind::Every { key: Some(_), .. }
    ));
}

#[test]
fn template_strings_have_texts_and_terms() {
    let TermKind::Template { parts, raw } = value(r#"$"a\n\{{x + 1}{$`{y}`}""#) else { panic!() };
    assert_eq!(parts.len(), 3);
    assert!(matches!(&parts[0], crate::rego::ast::TemplatePart::Text(text) if &**text == "a\n{"));
    assert!(!raw);
}

#[test]
fn negation_and_logic_depend_on_imports() {
    let plain = read("p if not x").rules.remove(0).body.unwrap();
    assert!(matches!(plain.literals[0].kind, LiteralKind::Not(_)));
    let imports = "import future.keywords\n";
    let kind = |body: &str| {
        let module = read(&format!("{imports}p if {body}"));
        module.rules[0].body.as_ref().unwrap().literals[0].kind.clone()
    };
    assert!(matches!(kind("not x"), LiteralKind::NotBody(_)));
    assert!(matches!(kind("not {x; y}"), LiteralKind::NotBody(body) if body.literals.len() == 2));
    let LiteralKind::Logical { operator: Logical::Or, right, .. } = kind("x or y and {z; a}")
    else {
        panic!()
    };
    assert!(matches!(right.kind, LiteralKind::Logical { operator: Logical::And, .. }));
    assert!(matches!(kind("(x or y) and z"), LiteralKind::Logical { operator: Logical::And, .. }));
    assert!(matches!(kind("(x == y) and z"), LiteralKind::Logical { .. }));
    assert!(matches!(kind("or(x, y) == z"), LiteralKind::Term(_)));
    for (text, wanted) in [
        ("x with input as 1 or y", "3:6 `with` on an operand of `or`"),
        ("{1} == x or y", "3:6 an operand that begins with a value in braces"),
        (
            "not {a | b}",
            "3:11 a union at the beginning of a body in braces reads like a comprehension",
        ),
        ("print(1) or x", "3:6 an operand that only prints"),
        ("f(x or y)", "3:10 found the keyword `or`, expected `,` or `)`"),
        ("(x with input as 1)", "3:6 parentheses around a condition with `with`"),
    ] {
        let found = mistakes(&format!("{imports}p if {text}"));
        assert!(found.iter().any(|mistake| mistake.contains(&wanted[4..])), "{text}: {found:?}");
    }
}

#[test]
fn heads_say_what_a_rule_defines() {
    let module = read(
        "default f(_, _) := {1}\np.q[x] := y if x\np[x] if x\np contains 1\nq := 1\nf(x, [1, _]) = x { 1 } { 2 }\n"
            .replace(" { 1 }", " if { 1 }")
            .as_str(),
    );
    let rules = &module.rules;
    assert!(rules[0].is_default);
    assert_eq!(rules[1].head.path.len(), 3);
    assert!(matches!(rules[2].head.kind, HeadKind::Value { value: None, .. }));
    assert!(matches!(rules[3].head.kind, HeadKind::Member(_)));
    assert!(rules[4].body.is_none());
    assert_eq!(rules[5].chained.len(), 1);
}

#[test]
fn else_follows_a_body() {
    let rule = first_rule("p := 1 if { x } else := 2 if y\nelse := 3");
    assert_eq!(rule.otherwise.len(), 2);
    assert!(rule.otherwise[1].body.is_none());
    for (text, wanted) in [
        ("p := 1 else := 2", "2:8 found the keyword `else`, expected a new rule"),
        ("p[x] := 1 if x else := 2", "2:16 found the keyword `else`, expected a new rule"),
        ("p contains 1 if x else := 2", "2:19 found the keyword `else`, expected a new rule"),
        ("p if x else := 2 {y}", "2:18 a body without `if`"),
        ("p if {x} else if {y} {z}", "2:22 found `{`, expected a new rule"),
    ] {
        assert_eq!(mistakes(text), [wanted], "{text}");
    }
}

#[test]
fn v0_needs_neither_if_nor_contains() {
    let text = "package a\np[x] { x := 1 }\np.q { true }\nq = 1 { x } else = 2 { y }\nr[x] = y { x }\nif { contains }\nf(x) { x }\ns.t[x] { x }";
    let module = parse("a.rego", text, Version::V0).unwrap();
    assert!(matches!(module.rules[0].head.kind, HeadKind::Member(_)));
    assert!(matches!(module.rules[1].head.kind, HeadKind::Member(_)));
    assert_eq!(module.rules[6].head.path.len(), 3);
    let text = "package a\nimport rego.v1\np contains x if some x in [1]";
    assert_eq!(parse("a.rego", text, Version::V0).unwrap().version, Version::V1);
    let text = "package a\nimport future.keywords.every\np { every x in [1] { x in [1] } }";
    assert!(parse("a.rego", text, Version::V0).is_ok());
    let found = mistakes_in("package a\np { some x in [1] }", Version::V0);
    assert_eq!(found, ["2:12 found `in`, expected a new line, `;` or `}`"]);
}

#[test]
fn v1_says_how_to_write_a_rule_of_v0() {
    let mistakes =
        parse("a.rego", "package a\ndeny[msg] {\n\tmsg := 1\n}\nf(x) = 1 { x }", Version::V1)
            .unwrap_err();
    let helps: Vec<String> = mistakes
        .iter()
        .filter_map(|m| miette::Diagnostic::help(m).map(|h| h.to_string()))
        .collect();
    assert_eq!(
        helps,
        [
            "write `deny contains msg if { … }`, or read the file as Rego v0 with `--v0`",
            "write `f(x) = 1 if { … }`, or read the file as Rego v0 with `--v0`",
        ]
    );
}

#[test]
fn each_mistake_points_at_its_token() {
    for (rules, wanted) in [
        ("p := ", "2:6 found the end of the file, expected a term"),
        ("p := 1 +", "2:9 found the end of the file, expected a term"),
        ("p if { x; }", "2:11 found `}`, expected a condition"),
        ("p if every x in y {}", "2:20 found `}`, expected a condition"),
        ("p := [1 2]", "2:9 found `2`, expected `,` or `]`"),
        ("p := {\"a\": 1, \"b\"}", "2:18 found `}`, expected `:`"),
        ("p := 01", "2:6 `01` is not a number"),
        ("p := 1e40000", "2:6 `1e40000` is beyond what a number may be"),
        ("p := \"\\d\"", "2:6 the string has an escape that is not one of JSON's"),
        ("p := $\"{x", "2:6 `$\"{` is not closed"),
        ("p := \"abc", "2:6 the string has no end"),
        ("p := 1; q := 2", "2:7 found `;`, expected the end of the rule"),
        ("p := x with input as 1", "2:8 found the keyword `with`, expected the end of the rule"),
        ("import foo.bar", "2:8 `foo` cannot be imported"),
        ("import data.a.if", "2:15 an import named `if`, which is a keyword"),
        ("import future.keywords.foo", "2:24 no keyword that can be imported"),
        ("package b", "2:1 a second package"),
        ("input := 1", "2:1 a rule named `input`"),
        ("f(data) := 1", "2:3 a variable named `data`"),
        ("p if { input := 1 }", "2:8 a variable named `input`"),
        ("p if true q", "2:11 found `q`, expected the end of the rule"),
        ("p x if true", "2:3 found `x`, expected `:=`, `contains` or `if`"),
        ("p", "2:1 a rule without a value and without a body"),
        ("p.q", "2:1 a rule without a value and without a body"),
        ("default p := input.x", "2:14 a default that has to be computed"),
        ("default f(x, x) := 1", "2:14 a second parameter of this name"),
        ("p := (input.x).y", "2:6 a reference in parentheses goes on"),
        ("p := \"a\".b", "2:6 a string has no parts"),
        ("p := -\"a\"", "2:7 found `\"a\"`, expected a number or a name"),
        (
            "p if not some x in y",
            "2:10 found the keyword `some`, expected a condition that can be negated",
        ),
        ("p if { x := $\"{not y}\" }", "2:16 found the keyword `not`, expected a term"),
        ("p ? 1", "2:3 `?` does not belong to Rego"),
        ("p := 1 # \u{feff}", "2:10 an invisible character that no file of Rego may have"),
        ("f() := 1", "2:2 a function without parameters"),
    ] {
        assert_eq!(mistakes(rules), [wanted], "{rules}");
    }
    assert_eq!(mistakes_in("", Version::V1), ["1:1 the file does not begin with its package"]);
    assert_eq!(
        mistakes_in("p := 1", Version::V1),
        ["1:1 the file does not begin with its package"]
    );
}

#[test]
fn every_mistake_of_a_file_is_told_once() {
    let text = "package a\n\np if {\n\tx ==\n}\n\nq := [1, 2\n\nr contains 1 if {\n\tx = \"a\n\ty := f(\n}\n\nfine if true\n\n# METADATA\n# title: T\ns := 1 +\n\tx y\n\nt := {1, 2\n";
    assert_eq!(
        mistakes_in(text, Version::V1),
        [
            "10:6 the string has no end",
            "7:6 `[` is not closed",
            "21:6 `{` is not closed",
            "5:1 found `}`, expected a term",
            "19:4 found `y`, expected the end of the rule",
        ]
    );
}

#[test]
fn metadata_belongs_to_what_follows_it() {
    let text = "# METADATA\n# title: Package\n# schemas:\n# - input: schema.input\n# - data.a[\"b-c\"]: {type: object}\npackage a\n\n\
                # METADATA\n# title: One\n# related_resources: [https://example.com/a]\n# authors: [Jane Doe <jane@example.com>]\n\
                # custom:\n#   short_name: one\n\np contains 1\n# METADATA\n# scope: document\n# title: All\n\n# METADATA\n# title: Two\n\
                p contains 2\n\n# METADATA\n# entrypoint: true\nq := 1\n";
    let module = parse("a.rego", text, Version::V1).unwrap();
    assert_eq!(
        module.annotations[0].json.to_string(),
        r#"{"schemas":[{"path":["input"],"schema":["schema","input"]},{"definition":{"type":"object"},"path":["data","a","b-c"]}],"scope":"package","title":"Package"}"#
    );
    let one = &module.rules[0].annotations[0];
    assert_eq!(one.url.as_deref(), Some("https://example.com/a"));
    assert_eq!(
        one.json.to_string(),
        r#"{"authors":[{"email":"jane@example.com","name":"Jane Doe"}],"custom":{"short_name":"one"},"related_resources":[{"ref":"https://example.com/a"}],"scope":"rule","title":"One"}"#
    );
    let titles: Vec<_> =
        module.rules[1].annotations.iter().map(|note| note.title.as_deref()).collect();
    assert_eq!(titles, [Some("All"), Some("Two")]);
    assert_eq!(
        module.rules[2].annotations[0].json.to_string(),
        r#"{"entrypoint":true,"scope":"document"}"#
    );
}

#[test]
fn points_at_metadata_that_says_nothing() {
    for (rules, wanted) in [
        ("# METADATA\n# title: [\np := 1", "3:3 the METADATA block cannot be read"),
        ("# METADATA\n# short_name: x\np := 1", "3:3 the METADATA block cannot be read"),
        (
            "# METADATA\n# scope: package\np := 1",
            "2:1 the scope of the METADATA block does not fit what follows it",
        ),
        (
            "# METADATA\n# title: x\nimport data.b\np := 1",
            "2:1 the METADATA block belongs to nothing",
        ),
        ("p := 1\n# METADATA\n# title: x\n", "3:1 the METADATA block belongs to nothing"),
        (
            "p if {\n# METADATA\n# title: x\n\ttrue\n}",
            "3:1 the METADATA block stands inside of a rule",
        ),
        (
            "# METADATA\n# title: x\n\n# METADATA\n# title: y\np := 1",
            "5:1 a second METADATA block for the same thing",
        ),
        ("# Metadata\n# title: x\np := 1", "2:1 not a METADATA block, although it looks like one"),
        ("# METADATA\n#\np := 1", "2:1 the METADATA block is empty"),
        (
            "# METADATA\n# custom: {since: 2024-01-01}\np := 1",
            "2:1 OPA reads `2024-01-01` as something else",
        ),
        ("# METADATA\n# schemas: [{input: x.y}]\np := 1", "2:1 `x.y` does not begin with `schema`"),
        (
            "# METADATA\n# entrypoint: true\n# scope: rule\np := 1",
            "2:1 an entrypoint that is neither a document nor a package",
        ),
        (
            "# METADATA\n# related_resources: [\"https://a b\"]\np := 1",
            "2:1 `https://a b` is no URL",
        ),
    ] {
        assert_eq!(mistakes(rules), [wanted], "{rules}");
    }
}

#[test]
fn a_query_has_imports_and_conditions() {
    let query =
        query("import data.lib\nimport future.keywords.or\nx := lib.y; x > 1 or x < 0 # c\nx")
            .unwrap();
    assert_eq!((query.imports.len(), query.body.literals.len(), query.comments.len()), (2, 3, 1));
    assert!(super::query("x := 1 y").is_err());
    assert!(super::query("").is_err());
}

#[test]
fn nesting_has_a_limit_with_a_name() {
    let deep = |open: &str, close: &str, depth| {
        format!("p := {}x{}", open.repeat(depth), close.repeat(depth))
    };
    let too_deep = "this is nested more than 128 deep";
    for (open, close) in [
        ("[", "]"),
        ("(", ")"),
        ("{1: ", "}"),
        ("f(", ")"),
        ("a[", "]"),
        ("[x | ", "]"),
        ("$\"{", "}\""),
    ] {
        for depth in [60, 120] {
            assert_eq!(mistakes(&deep(open, close, depth)), [""; 0], "{open}");
        }
        for depth in [300, 20_000] {
            let found = mistakes(&deep(open, close, depth));
            assert!(found.len() == 1 && found[0].ends_with(too_deep), "{open} {found:?}");
        }
    }
    for (open, close) in
        [("not {", "}"), ("{", "} or x"), ("every x in y {", "}"), ("not (x or (", "))")]
    {
        let text =
            format!("import future.keywords\np if {{ {}x{} }}", open.repeat(30), close.repeat(30));
        assert_eq!(mistakes(&text), [""; 0], "{open}");
    }
    let unclosed = mistakes(&format!("p := {}", "[".repeat(100_000)));
    assert!(unclosed.len() == 1 && unclosed[0].ends_with(too_deep));
    for operator in ["+", "|", "==", "in", "*"] {
        let chain = |length| format!("p := x{}", format!(" {operator} x").repeat(length));
        assert_eq!(mistakes(&chain(120)), [""; 0]);
        assert!(mistakes(&chain(100_000))[0].ends_with(too_deep), "{operator}");
    }
    let logical = format!("import future.keywords.or\np if x{}", " or x".repeat(100_000));
    assert!(mistakes(&logical)[0].ends_with(too_deep));
}

#[test]
fn what_is_wide_is_read_in_linear_time() {
    let mut rules = String::new();
    writeln!(rules, "a := [{}]", "{\"x\": y | z, \"k\": [1, 2]}, ".repeat(10_000)).unwrap();
    writeln!(rules, "b := x{}", ".y[0]".repeat(10_000)).unwrap();
    writeln!(rules, "c if {{ {} true }}", "x == 1; ".repeat(10_000)).unwrap();
    writeln!(rules, "d if true {}", "else := 1 if x ".repeat(10_000)).unwrap();
    writeln!(rules, "e if {{x | {}}}", "some x, y in z; ".repeat(10_000) + "x").unwrap();
    assert_eq!(mistakes(&rules), [""; 0]);
}

const PIECES: [&str; 64] = [
    "p",
    "x",
    "_",
    "input",
    "data",
    "1",
    "-",
    "1.5",
    "\"s\"",
    "`r`",
    "$\"a{",
    "}b\"",
    "$`",
    "true",
    "null",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ":",
    ".",
    ":=",
    "=",
    "==",
    "!=",
    "<",
    "+",
    "*",
    "|",
    "&",
    "in",
    "some",
    "every",
    "not",
    "with",
    "as",
    "if",
    "else",
    "contains",
    "default",
    "import",
    "package",
    "future.keywords",
    "rego.v1",
    "and",
    "or",
    "set()",
    "\n",
    "\n",
    "\n\t",
    " ",
    " ",
    "# c\n",
    "# METADATA\n",
    "# title: x\n",
    "é",
    "\"",
    "\\",
    "f(x)",
    "0",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*", v0: bool) {
        let _ = parse("a.rego", &text, if v0 { Version::V0 } else { Version::V1 });
        let _ = query(&text);
    }

    #[test]
    fn no_soup_of_tokens_makes_it_panic(picks in prop::collection::vec(0..PIECES.len(), 0..60), spaced: bool) {
        let pieces: Vec<&str> = picks.into_iter().map(|pick| PIECES[pick]).collect();
        let text = format!("package a\nimport future.keywords\n{}", pieces.join(if spaced { " " } else { "" }));
        let _ = parse("a.rego", &text, Version::V1);
        let _ = parse("a.rego", &text, Version::V0);
        let _ = query(&text);
    }

    #[test]
    fn no_change_to_a_policy_makes_it_panic(at: prop::sample::Index, length in 0..30usize, pick in 0..PIECES.len()) {
        let text = include_str!("../../../policies/release/approvals/approvals.rego");
        let start = text.floor_char_boundary(at.index(text.len()));
        let end = text.floor_char_boundary((start + length).min(text.len()));
        let changed = format!("{}{}{}", &text[..start], PIECES[pick], &text[end..]);
        let found = mistakes_in(&changed, Version::V1);
        prop_assert!(found.len() < 8, "{changed}\n{found:?}");
    }
}

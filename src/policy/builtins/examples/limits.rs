//! What OPA has a result for, and we have not.

use super::{apply, call};
use crate::policy::builtins::Failure;
use regorus::Value;

fn refuses(name: &str, operands: &[Value]) {
    let outcome = apply(name, operands);
    assert!(matches!(outcome, Err(Failure::Refused(_))), "{name}: {outcome:?}");
}

#[test]
fn refuses_what_cannot_be_exact() {
    for (name, operands) in [
        ("replace", r#"["é", "", "-"]"#),
        ("strings.replace_n", r#"[{"": "-"}, "é"]"#),
        ("json.unmarshal", r#"["1e400000"]"#),
        (
            "json.patch",
            r#"[1, [{"op": "replace", "path": "", "value": {}}, {"op": "add", "path": "a", "value": 1}]]"#,
        ),
        (
            "json.patch",
            r#"[[], [{"op": "add", "path": "0", "value": {}}, {"op": "add", "path": "0", "value": 1}, {"op": "add", "path": "0", "value": 2}]]"#,
        ),
        ("regex.match", r#"["(?i)ɤ", "ɤ"]"#),
        ("glob.match", r#"["a\u0000", null, "a"]"#),
        ("strings.render_template", r#"["{{printf .a}}", {"a": 1}]"#),
        ("strings.render_template", r#"["{{.a", {"a": 1}]"#),
        ("json.match_schema", r#"[{}, {"$ref": "http://example.invalid/"}]"#),
        ("json.match_schema", r##"[{}, {"$ref": "#"}]"##),
        ("json.match_schema", r#"[["<a@b>"], {"items": {"format": "email"}}]"#),
    ] {
        let outcome = call(name, operands);
        assert!(matches!(outcome, Err(Failure::Refused(_))), "{name} of {operands}: {outcome:?}");
    }
}

#[test]
fn refuses_what_would_be_too_large() {
    let text = |length: usize| Value::from("a".repeat(length));
    refuses("replace", &[text(10_000), text(1), text(10_000)]);
    refuses("replace", &[text(10_000), text(0), text(10_000)]);
    refuses(
        "strings.replace_n",
        &[
            call("json.unmarshal", &format!(r#"["{{\"a\": \"{}\"}}"]"#, "b".repeat(70_000)))
                .unwrap(),
            text(1_000),
        ],
    );
    refuses("concat", &[text(70_000), Value::from(vec![text(1); 1_000])]);
    refuses("split", &[text(1_000_001), text(0)]);
    refuses("indexof_n", &[text(1_000_001), text(1)]);
    refuses("regex.replace", &[text(10_000), text(1), text(10_000)]);
    refuses(
        "glob.match",
        &["*a".repeat(20).into(), Value::Null, Value::from(format!("{}b", "a".repeat(500)))],
    );
    refuses(
        "regex.globs_match",
        &[
            [".*a".repeat(12), "x+".to_owned()].concat().into(),
            ["a*b*".repeat(12), "y+".to_owned()].concat().into(),
        ],
    );
}

#[test]
fn refuses_what_is_nested_too_deeply() {
    let nested =
        |open: &str, close: &str, depth: usize| [open.repeat(depth), close.repeat(depth)].concat();
    refuses("json.unmarshal", &[Value::from(nested("[", "]", 100_000))]);
    refuses("regex.match", &[Value::from(nested("(", ")", 100_000)), Value::from("")]);
    refuses("glob.match", &[Value::from(nested("{", "}", 100_000)), Value::Null, Value::from("")]);
    let valid = |depth: usize| apply("json.is_valid", &[Value::from(nested("[", "]", depth))]);
    assert_eq!(valid(10_000), Ok(Value::from(true)));
    assert_eq!(valid(10_001), Ok(Value::from(false)));
}

/// A value that holds the same part twice, and so on, is small; what is made of it is not.
#[test]
fn refuses_to_unfold_what_is_shared() {
    let mut shared = Value::from("a".repeat(1 << 20));
    for _ in 0..40 {
        shared = Value::from(vec![shared.clone(), shared]);
    }
    refuses("walk", &[shared]);
}

#[test]
fn refuses_ways_that_are_too_many_or_too_long() {
    let graph = |count: usize, reach: usize| {
        let edges = |at: usize| (at + 1..=at + reach).map(Value::from).collect::<Vec<_>>();
        let nodes = (0..count).map(|at| (Value::from(at), Value::from(edges(at))));
        Value::from(nodes.collect::<std::collections::BTreeMap<_, _>>())
    };
    let start = Value::from(vec![Value::from(0_u64)]);
    refuses("graph.reachable_paths", &[graph(60, 2), start.clone()]);
    refuses("graph.reachable_paths", &[graph(2_000, 1), start.clone()]);
    assert!(apply("graph.reachable", &[graph(2_000, 1), start]).is_ok());
}

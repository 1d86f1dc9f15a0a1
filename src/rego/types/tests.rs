use super::{Key, Type};
use insta::assert_snapshot;
use serde_json::{Value, json};

#[test]
fn a_union_has_no_member_twice_and_is_never_one_alone() {
    let both = Type::Number.or(Type::String);
    assert_eq!(both.clone().or(Type::String), both);
    assert_eq!(Type::any_of([Type::String, Type::String]), Type::String);
    assert_eq!(Type::any_of([Type::String, Type::Any]), Type::Any);
    assert_eq!(Type::any_of([]), Type::Any);
}

#[test]
fn strings_that_are_known_are_lost_among_strings_that_are_not() {
    let known = |strings: &[&str]| Type::one_of(strings.iter().map(|&string| string.into()));
    assert_eq!(known(&["b"]).or(known(&["a", "b"])), known(&["a", "b"]));
    assert_eq!(known(&["a"]).or(Type::String), Type::String);
    assert_eq!(Type::String.or(known(&["a"])), Type::String);
}

fn printed(schema: &Value) -> String {
    Type::from_schema(schema).to_string()
}

#[test]
fn a_schema_is_read_in_full() {
    let table = [
        (json!({"type": ["string", "null"]}), "any<null, string>"),
        (json!({"enum": ["b", "a", 1]}), r#"any<number, string<"a", "b">>"#),
        (json!({"type": "string", "const": "a"}), r#"string<"a">"#),
        (json!({"oneOf": [{"const": "a"}, {"const": "b"}]}), r#"string<"a", "b">"#),
        (
            json!({"type": "string", "anyOf": [{"const": "a"}, {"const": "b"}]}),
            r#"string<"a", "b">"#,
        ),
        (json!({"properties": {"a": {"type": "integer"}}}), "object<a: number>"),
        (
            json!({"type": "object", "properties": {"a": {}}, "additionalProperties": true}),
            "object<a: any>[string: any]",
        ),
        (
            json!({"type": "object", "additionalProperties": {"type": "boolean"}}),
            "object[string: boolean]",
        ),
        (json!({"type": "object"}), "object[string: any]"),
        (json!({"type": "array", "items": {"type": "string"}}), "array[string]"),
        (json!({"prefixItems": [{"type": "string"}], "items": false}), "array<string>"),
        (json!({"type": "array", "prefixItems": [{"type": "string"}]}), "array<string>[any]"),
        (
            json!({"allOf": [{"properties": {"a": {"type": "null"}}}, {"properties": {"b": {"type": "null"}}}]}),
            "object<a: null, b: null>",
        ),
        (
            json!({"properties": {"a": {"type": "null"}}, "oneOf": [{"properties": {"kind": {"const": "x"}}}]}),
            r#"object<a: null, kind: string<"x">>"#,
        ),
        (json!({"$ref": "#/$defs/n", "$defs": {"n": {"type": "number"}}}), "number"),
        (json!({"$ref": "https://example.org/schema"}), "any"),
        (json!(true), "any"),
        (json!({"not": {"type": "string"}}), "any"),
    ];
    for (schema, expected) in table {
        assert_eq!(printed(&schema), expected, "{schema}");
    }
}

#[test]
fn a_schema_that_refers_to_itself_has_an_end() {
    let list = json!({"$ref": "#/$defs/list", "$defs": {"list": {"properties": {"next": {"$ref": "#/$defs/list"}}}}});
    assert_eq!(printed(&list), "object<next: any>");
}

#[test]
fn a_schema_that_doubles_at_each_level_has_an_end() {
    let mut schema = json!({"type": "string"});
    let mut definitions = serde_json::Map::new();
    for level in 0..30 {
        definitions.insert(level.to_string(), schema);
        let below = json!({"$ref": format!("#/$defs/{level}")});
        schema = json!({"type": "array", "prefixItems": [below, below]});
    }
    schema["$defs"] = definitions.into();
    let Type::Array(items, _) = Type::from_schema(&schema) else { panic!("an array") };
    assert_eq!(items.len(), 2);
}

#[test]
fn the_schema_of_input_is_small_and_knows_the_statuses_of_tests() {
    let schema = include_str!("../../../schemas/input.json");
    let input = Type::from_schema(&serde_json::from_str(schema).unwrap());
    let mut found = input.clone();
    for step in ["tests", "*", "cases", "*", "status"] {
        found = match step {
            "*" => found.values(),
            name => found.select(&name.into()),
        }
        .unwrap_or_else(|| panic!("{step} is in {found}"))
        .into_owned();
    }
    assert_snapshot!(found, @r#"string<"errored", "failed", "passed", "skipped", "unknown">"#);
    assert!(input.select(&"tset".into()).is_none());
}

#[test]
fn a_set_of_known_strings_may_be_asked_for_any_string() {
    let known = Type::set_of(Type::one_of(["a".into()]));
    assert_eq!(known.select(&"b".into()).as_deref(), Some(&Type::String));
    assert_eq!(known.select(&Key::Number("1".into())), None);
}

#[test]
fn only_the_outer_parts_of_a_large_type_are_shown() {
    let deep = (0..100).fold(Type::Null, |of, _| Type::set_of(of));
    assert_eq!(deep.to_string(), "set[set[set[set<…>]]]");
    let wide = Type::Object {
        fields: ('a'..='z').map(|name| (Key::from(&*name.to_string()), Type::Null)).collect(),
        others: None,
    };
    assert_snapshot!(wide, @"object<a: null, b: null, c: null, d: null, e: null, f: null, g: null, h: null, …>");
}

//! JSON Schema.

use super::check;

#[test]
fn documents_are_held_against_schemas() {
    check(&[
        (
            "json.match_schema",
            r#"[{"a": 1}, {"required": ["a"], "properties": {"a": {"type": "integer"}}}]"#,
            "[true, []]",
        ),
        (
            "json.match_schema",
            r#"[{"a": "x"}, {"properties": {"a": {"type": ["integer", "null"]}}}]"#,
            r#"[false, [{"desc": "Invalid type. Expected: [integer,null], given: string", "error": "a: Invalid type. Expected: [integer,null], given: string", "field": "a", "type": "invalid_type"}]]"#,
        ),
        (
            "json.match_schema",
            r#"["{\"a\": 1.0}", "{\"properties\": {\"a\": {\"type\": \"integer\"}}}"]"#,
            "[true, []]",
        ),
        (
            "json.match_schema",
            r#"[[1, 1.0], {"uniqueItems": true}]"#,
            r#"[false, [{"desc": "array items[0,1] must be unique", "error": "(Root): array items[0,1] must be unique", "field": "(Root)", "type": "unique"}]]"#,
        ),
        (
            "json.match_schema",
            r#"[{"ab": 1}, {"additionalProperties": false, "patternProperties": {"^b": {}}}]"#,
            r#"[false, [{"desc": "Additional property ab is not allowed", "error": "(Root): Additional property ab is not allowed", "field": "(Root)", "type": "additional_property_not_allowed"}]]"#,
        ),
        ("json.match_schema", r#"["3", {"multipleOf": 0.1}]"#, "[true, []]"),
        (
            "json.match_schema",
            r#"["3", {"exclusiveMinimum": 3, "maximum": 123456789.5}]"#,
            r#"[false, [{"desc": "Must be greater than 3", "error": "(Root): Must be greater than 3", "field": "(Root)", "type": "number_gt"}]]"#,
        ),
        (
            "json.match_schema",
            r#"["1000001", {"maximum": 1000000}]"#,
            r#"[false, [{"desc": "Must be less than or equal to 1e+06", "error": "(Root): Must be less than or equal to 1e+06", "field": "(Root)", "type": "number_lte"}]]"#,
        ),
        (
            "json.match_schema",
            r#"["\"ab\"", {"minLength": 3, "pattern": "^b", "format": "ipv4"}]"#,
            r#"[false, [{"desc": "Does not match format 'ipv4'", "error": "(Root): Does not match format 'ipv4'", "field": "(Root)", "type": "format"}, {"desc": "String length must be greater than or equal to 3", "error": "(Root): String length must be greater than or equal to 3", "field": "(Root)", "type": "string_gte"}, {"desc": "Does not match pattern '^b'", "error": "(Root): Does not match pattern '^b'", "field": "(Root)", "type": "pattern"}]]"#,
        ),
        (
            "json.match_schema",
            r#"["1", {"anyOf": [{"type": "string"}, {"minimum": 3}]}]"#,
            r#"[false, [{"desc": "Must validate at least one schema (anyOf)", "error": "(Root): Must validate at least one schema (anyOf)", "field": "(Root)", "type": "number_any_of"}, {"desc": "Must be greater than or equal to 3", "error": "(Root): Must be greater than or equal to 3", "field": "(Root)", "type": "number_gte"}]]"#,
        ),
        (
            "json.match_schema",
            r#"["1", {"oneOf": [{}, {}]}]"#,
            r#"[false, [{"desc": "Must validate one and only one schema (oneOf)", "error": "(Root): Must validate one and only one schema (oneOf)", "field": "(Root)", "type": "number_one_of"}]]"#,
        ),
        (
            "json.match_schema",
            r#"["1", {"not": {"const": 1.0}}]"#,
            r#"[false, [{"desc": "Must not validate the schema (not)", "error": "(Root): Must not validate the schema (not)", "field": "(Root)", "type": "number_not"}]]"#,
        ),
        (
            "json.match_schema",
            r#"["1", {"enum": [2, "<", null]}]"#,
            r#"[false, [{"desc": "(Root) must be one of the following: 2, \"\\u003c\", null", "error": "(Root): (Root) must be one of the following: 2, \"\\u003c\", null", "field": "(Root)", "type": "enum"}]]"#,
        ),
        (
            "json.match_schema",
            r#"["1", {"if": {"minimum": 3}, "else": {"minimum": 2}}]"#,
            r#"[false, [{"desc": "Must validate \"else\" as \"if\" was not valid", "error": "(Root): Must validate \"else\" as \"if\" was not valid", "field": "(Root)", "type": "condition_else"}, {"desc": "Must be greater than or equal to 2", "error": "(Root): Must be greater than or equal to 2", "field": "(Root)", "type": "number_gte"}]]"#,
        ),
        (
            "json.match_schema",
            r##"[{"a": {"a": {"b": 1}}}, {"definitions": {"n": {"properties": {"a": {"$ref": "#/definitions/n"}}, "additionalProperties": false}}, "$ref": "#/definitions/n"}]"##,
            r#"[false, [{"desc": "Additional property b is not allowed", "error": "a.a: Additional property b is not allowed", "field": "a.a", "type": "additional_property_not_allowed"}]]"#,
        ),
        (
            "json.match_schema",
            r#"[[1, "x", null], {"items": [{"type": "integer"}], "additionalItems": {"type": "string"}}]"#,
            r#"[false, [{"desc": "Invalid type. Expected: string, given: null", "error": "2: Invalid type. Expected: string, given: null", "field": "2", "type": "invalid_type"}]]"#,
        ),
        ("json.match_schema", r#"["1", {"type": "foo"}]"#, "error"),
        ("json.match_schema", r#"["{", {}]"#, "error"),
        ("json.match_schema", "[1, {}]", "error"),
        ("json.match_schema", "[{}, 1]", "error"),
        ("json.match_schema", r##"[{}, {"$ref": "#/x"}]"##, "error"),
    ]);
}

#[test]
fn schemas_are_verified() {
    check(&[
        ("json.verify_schema", r#"[{"type": "object"}]"#, "[true, null]"),
        ("json.verify_schema", r#"["{}"]"#, "[true, null]"),
        (
            "json.verify_schema",
            r#"[{"type": "foo"}]"#,
            r#"[false, "jsonschema: has a primitive type that is NOT VALID -- given: /foo/ Expected valid values are:[array boolean integer number null object string]"]"#,
        ),
        (
            "json.verify_schema",
            r#"[{"pattern": "("}]"#,
            r#"[false, "jsonschema: pattern must be a valid regex"]"#,
        ),
        (
            "json.verify_schema",
            r#"[{"minLength": 1.0}]"#,
            r#"[false, "jsonschema: minLength must be of an integer"]"#,
        ),
        (
            "json.verify_schema",
            r#"[{"$schema": "http://json-schema.org/draft-04/schema#", "exclusiveMinimum": 3}]"#,
            r#"[false, "jsonschema: Invalid type. Expected: boolean, given: exclusiveMinimum"]"#,
        ),
        (
            "json.verify_schema",
            r#"[{"$schema": "http://json-schema.org/draft-07/schema#", "exclusiveMinimum": 3}]"#,
            "[true, null]",
        ),
        ("json.verify_schema", r#"["{"]"#, r#"[false, "jsonschema: invalid JSON string"]"#),
        ("json.verify_schema", r#"["5"]"#, r#"[false, "jsonschema: schema is invalid"]"#),
        (
            "json.verify_schema",
            "[5]",
            r#"[false, "jsonschema: wrong type, expected string or object"]"#,
        ),
        ("json.verify_schema", "[[1]]", r#"[false, "jsonschema: schema is invalid"]"#),
        (
            "json.verify_schema",
            r#"[{"enum": [1, 1.0]}]"#,
            r#"[false, "jsonschema: enum items must be unique"]"#,
        ),
        (
            "json.verify_schema",
            r#"[{"properties": {"a": 1}}]"#,
            r#"[false, "jsonschema: Expected: Valid Schema, given: Invalid JSON"]"#,
        ),
    ]);
}

#[test]
fn formats_are_looked_at() {
    check(&[
        ("json.match_schema", r#"[["2024-02-29"], {"items": {"format": "date"}}]"#, "[true, []]"),
        (
            "json.match_schema",
            r#"[["2023-02-29"], {"items": {"format": "date"}}]"#,
            r#"[false, [{"desc": "Does not match format 'date'", "error": "0: Does not match format 'date'", "field": "0", "type": "format"}]]"#,
        ),
        (
            "json.match_schema",
            r#"[["1:20:30,5+24:00"], {"items": {"format": "time"}}]"#,
            "[true, []]",
        ),
        (
            "json.match_schema",
            r#"[["24:00:00"], {"items": {"format": "time"}}]"#,
            r#"[false, [{"desc": "Does not match format 'time'", "error": "0: Does not match format 'time'", "field": "0", "type": "format"}]]"#,
        ),
        (
            "json.match_schema",
            r#"[["2024-01-01T10:20:30Z"], {"items": {"format": "date-time"}}]"#,
            "[true, []]",
        ),
        (
            "json.match_schema",
            r#"[["2024-01-01 10:20:30Z"], {"items": {"format": "date-time"}}]"#,
            r#"[false, [{"desc": "Does not match format 'date-time'", "error": "0: Does not match format 'date-time'", "field": "0", "type": "format"}]]"#,
        ),
        ("json.match_schema", r#"[["a@b"], {"items": {"format": "email"}}]"#, "[true, []]"),
        (
            "json.match_schema",
            r#"[["a..b@c"], {"items": {"format": "email"}}]"#,
            r#"[false, [{"desc": "Does not match format 'email'", "error": "0: Does not match format 'email'", "field": "0", "type": "format"}]]"#,
        ),
        (
            "json.match_schema",
            r#"[["a"], {"items": {"format": "email"}}]"#,
            r#"[false, [{"desc": "Does not match format 'email'", "error": "0: Does not match format 'email'", "field": "0", "type": "format"}]]"#,
        ),
        ("json.match_schema", r#"[["1.2.3.4"], {"items": {"format": "ipv4"}}]"#, "[true, []]"),
        (
            "json.match_schema",
            r#"[["01.2.3.4"], {"items": {"format": "ipv4"}}]"#,
            r#"[false, [{"desc": "Does not match format 'ipv4'", "error": "0: Does not match format 'ipv4'", "field": "0", "type": "format"}]]"#,
        ),
        ("json.match_schema", r#"[["::1"], {"items": {"format": "ipv6"}}]"#, "[true, []]"),
        (
            "json.match_schema",
            r#"[["1::2::3"], {"items": {"format": "ipv6"}}]"#,
            r#"[false, [{"desc": "Does not match format 'ipv6'", "error": "0: Does not match format 'ipv6'", "field": "0", "type": "format"}]]"#,
        ),
        (
            "json.match_schema",
            r#"[["http://a.b:80/c?d#e"], {"items": {"format": "uri"}}]"#,
            "[true, []]",
        ),
        (
            "json.match_schema",
            r#"[["/a"], {"items": {"format": "uri"}}]"#,
            r#"[false, [{"desc": "Does not match format 'uri'", "error": "0: Does not match format 'uri'", "field": "0", "type": "format"}]]"#,
        ),
        ("json.match_schema", r#"[["/a"], {"items": {"format": "uri-reference"}}]"#, "[true, []]"),
        (
            "json.match_schema",
            r#"[["10:20"], {"items": {"format": "uri"}}]"#,
            r#"[false, [{"desc": "Does not match format 'uri'", "error": "0: Does not match format 'uri'", "field": "0", "type": "format"}]]"#,
        ),
        (
            "json.match_schema",
            r#"[["a-.b"], {"items": {"format": "hostname"}}]"#,
            r#"[false, [{"desc": "Does not match format 'hostname'", "error": "0: Does not match format 'hostname'", "field": "0", "type": "format"}]]"#,
        ),
        (
            "json.match_schema",
            r#"[["123e4567-e89b-12d3-a456-426614174000"], {"items": {"format": "uuid"}}]"#,
            "[true, []]",
        ),
        (
            "json.match_schema",
            r#"[["("], {"items": {"format": "regex"}}]"#,
            r#"[false, [{"desc": "Does not match format 'regex'", "error": "0: Does not match format 'regex'", "field": "0", "type": "format"}]]"#,
        ),
        (
            "json.match_schema",
            r#"[["/a/~2"], {"items": {"format": "json-pointer"}}]"#,
            r#"[false, [{"desc": "Does not match format 'json-pointer'", "error": "0: Does not match format 'json-pointer'", "field": "0", "type": "format"}]]"#,
        ),
        ("json.match_schema", r#"[["x"], {"items": {"format": "foo"}}]"#, "[true, []]"),
    ]);
}

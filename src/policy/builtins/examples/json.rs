//! JSON, and paths into it.

use super::check;

#[test]
fn json_is_written_as_go_writes_it() {
    check(&[
        (
            "json.marshal",
            r#"[{"$obj": [[1, 2], ["1", 3], [[1, "<"], 4], [null, 5]]}]"#,
            r#""{\"1\":3,\"[1,\\\"\\\\u003c\\\"]\":4,\"null\":5}""#,
        ),
        (
            "json.marshal",
            r#"[{"$set": [{"$set": [1]}, [1], "a", 1, null, true, {"$obj": [[1, 2]]}]}]"#,
            r#""[null,true,1,\"a\",[1],{\"1\":2},[1]]""#,
        ),
        (
            "json.marshal",
            r#"["\u0000\b\f\n\r\t\u001f\u007f<>&\u2028\u2029é\"\\/"]"#,
            r#""\"\\u0000\\b\\f\\n\\r\\t\\u001f\x7f\\u003c\\u003e\\u0026\\u2028\\u2029é\\\"\\\\/\"""#,
        ),
        (
            "json.marshal",
            "[[1.0, 1.5, 12345678901234567890, 1e+21, -0.5]]",
            r#""[1.0,1.5,12345678901234567890,1e+21,-0.5]""#,
        ),
        (
            "json.marshal_with_options",
            r#"[{"a": [], "b": {}, "c": [1, {"x": 2}]}, {"indent": "  ", "prefix": ">"}]"#,
            r#"">{\n>  \"a\": [],\n>  \"b\": {},\n>  \"c\": [\n>    1,\n>    {\n>      \"x\": 2\n>    }\n>  ]\n>}""#,
        ),
        (
            "json.marshal_with_options",
            r#"[{"a": [1]}, {"indent": "  ", "pretty": false}]"#,
            r#""{\"a\":[1]}""#,
        ),
        ("json.marshal_with_options", r#"[{"a": []}, {"pretty": true}]"#, r#""{\n\t\"a\": []\n}""#),
        ("json.marshal_with_options", r#"[{"a": []}, {}]"#, r#""{\"a\":[]}""#),
        ("json.marshal_with_options", r#"[1, {"x": true}]"#, "error"),
        ("json.marshal_with_options", r#"[1, {"pretty": "x"}]"#, "error"),
        ("json.marshal_with_options", "[1, []]", "error"),
    ]);
}

#[test]
fn json_is_read_as_go_reads_it() {
    check(&[
        (
            "json.unmarshal",
            r#"[" {\"a\": [1, 1.5, \"x\", null, true], \"b\": {}} "]"#,
            r#"{"a": [1, 1.5, "x", null, true], "b": {}}"#,
        ),
        ("json.unmarshal", r#"["{\"a\":{\"b\":1},\"a\":{\"c\":2}}"]"#, r#"{"a": {"c": 2}}"#),
        (
            "json.unmarshal",
            r#"["\"\\ud800\\ud83d\\ude00\\udc00x\\n\\/\\u00e9\""]"#,
            r#""�😀�x\n/é""#,
        ),
        ("json.unmarshal", r#"["1.0"]"#, "1.0"),
        ("json.unmarshal", r#"["12345678901234567890"]"#, "12345678901234567890"),
        ("json.unmarshal", r#"["[1] null]"]"#, "[1]"),
        ("json.unmarshal", r#"[""]"#, "error"),
        ("json.unmarshal", r#"["[1] ]"]"#, "error"),
        ("json.unmarshal", r#"["01"]"#, "error"),
        ("json.unmarshal", r#"["-"]"#, "error"),
        ("json.unmarshal", r#"[".5"]"#, "error"),
        ("json.unmarshal", r#"["1."]"#, "error"),
        ("json.unmarshal", r#"["nul"]"#, "error"),
        ("json.unmarshal", r#"["\"\t\""]"#, "error"),
        ("json.unmarshal", r#"["\"\\x\""]"#, "error"),
        ("json.unmarshal", r#"["\"\\u12\""]"#, "error"),
        ("json.unmarshal", r#"["[1,]"]"#, "error"),
        ("json.unmarshal", r#"["{\"a\"}"]"#, "error"),
        ("json.unmarshal", r#"["{\"a\":1,}"]"#, "error"),
        ("json.unmarshal", r#"["{a:1}"]"#, "error"),
        ("json.unmarshal", r#"["\ufeff1"]"#, "error"),
        ("json.unmarshal", r#"["\"a"]"#, "error"),
        ("json.unmarshal", "[1]", "error"),
        ("json.is_valid", r#"["{\"a\": [1e400, \"\\ud800\"]}"]"#, "true"),
        ("json.is_valid", r#"["[1,]"]"#, "false"),
        ("json.is_valid", r#"["1 2"]"#, "false"),
        ("json.is_valid", r#"[""]"#, "false"),
        ("json.is_valid", r#"[" null "]"#, "true"),
        ("json.is_valid", r#"["\"\\ud8\""]"#, "false"),
        ("json.is_valid", "[1]", "false"),
    ]);
}

#[test]
fn paths_choose_what_is_kept_and_removed() {
    check(&[
        (
            "json.filter",
            r#"[{"a": {"b": 1, "c": 2}, "d": 3}, ["a/b", "//d"]]"#,
            r#"{"a": {"b": 1}, "d": 3}"#,
        ),
        ("json.filter", r#"[{"a": {"b": 1, "c": 2}}, ["a", "a/b"]]"#, r#"{"a": {"b": 1, "c": 2}}"#),
        ("json.filter", r#"[{"a": [1, {"b": 2}]}, ["a/1", "a/0"]]"#, r#"{"a": [1, {"b": 2}]}"#),
        ("json.filter", r#"[{"a": [1]}, [["a", 0]]]"#, r#"{"a": []}"#),
        (
            "json.filter",
            r#"[{"$obj": [["a", {"$set": ["x", "y"]}]]}, {"$set": ["a/x"]}]"#,
            r#"{"a": {"x"}}"#,
        ),
        ("json.filter", r#"[{"~": {"/": 1}}, ["/~0/~1"]]"#, r#"{"~": {"/": 1}}"#),
        ("json.filter", r#"[{"a": 1}, "a"]"#, "error"),
        ("json.filter", r#"[[1], ["0"]]"#, "error"),
        ("json.remove", r#"[{"a": [1, 2, 3], "b": 1}, ["a/1", "/a/0"]]"#, r#"{"a": [3], "b": 1}"#),
        ("json.remove", r#"[{"a": [1, 2]}, [["a", 1], ["a", "0"]]]"#, r#"{"a": [2]}"#),
        ("json.remove", r#"[{"": {"a": 1}}, ["/"]]"#, "{}"),
        ("json.remove", r#"[{"a": 1}, ["", "b/c"]]"#, r#"{"a": 1}"#),
        ("json.remove", r#"[{"a": {"b": 1}}, ["a/b", "a"]]"#, "{}"),
        ("json.remove", r#"[{"a": 1}, [1]]"#, "error"),
        ("json.remove", r#"[[1], ["0"]]"#, "error"),
    ]);
}

#[test]
fn patches_are_applied_as_opa_applies_them() {
    check(&[
        (
            "json.patch",
            r#"[{"a": {"b": 1}}, [{"op": "add", "path": "/a/c", "value": 2}, {"op": "remove", "path": "/a/b"}, {"op": "copy", "from": "/a", "path": "/d"}, {"op": "move", "from": "/a/c", "path": "/e"}, {"op": "replace", "path": "/e", "value": [0]}, {"op": "test", "path": "/d", "value": {"c": 2}}]]"#,
            r#"{"a": {}, "d": {"c": 2}, "e": [0]}"#,
        ),
        (
            "json.patch",
            r#"[[1, 2], [{"op": "add", "path": "/-", "value": 3}, {"op": "add", "path": "0", "value": 0}, {"op": "remove", "path": ["1"]}]]"#,
            "[0, 2, 3]",
        ),
        (
            "json.patch",
            r#"[[["a"], ["b"]], [{"op": "add", "path": "0", "value": 0}, {"op": "add", "path": "1/0", "value": "x"}]]"#,
            r#"[0, ["x", "b"], ["b"]]"#,
        ),
        (
            "json.patch",
            r#"[[["a"], ["b"]], [{"op": "add", "path": "0", "value": 0}, {"op": "add", "path": "2/0", "value": "x"}]]"#,
            "error",
        ),
        (
            "json.patch",
            r#"[{"$set": [1, [2]]}, [{"op": "remove", "path": [1]}, {"op": "add", "path": [[2], 0], "value": 3}, {"op": "add", "path": ["x"], "value": "x"}]]"#,
            r#"{"x", [3, 2]}"#,
        ),
        ("json.patch", r#"[{"a": 1}, [{"op": "replace", "path": "", "value": 5}]]"#, "5"),
        ("json.patch", r#"[{"a": 1}, []]"#, r#"{"a": 1}"#),
        (
            "json.patch",
            r#"[[1, 2, 3], [{"op": "add", "path": "1.0", "value": 9}]]"#,
            "[1, 9, 2, 3]",
        ),
        ("json.patch", r#"[[1, 2, 3], [{"op": "add", "path": "+1", "value": 9}]]"#, "[1, 9, 2, 3]"),
        ("json.patch", r#"[[1, 2, 3], [{"op": "add", "path": "01", "value": 9}]]"#, "error"),
        ("json.patch", r#"[[1, 2, 3], [{"op": "add", "path": "1e0", "value": 9}]]"#, "error"),
        (
            "json.patch",
            r#"[[1, 2, 3], [{"op": "add", "path": [1.0], "value": 9}]]"#,
            "[1, 9, 2, 3]",
        ),
        ("json.patch", r#"[{"a": 1}, [{"op": "remove", "path": "/b"}]]"#, "error"),
        ("json.patch", r#"[{"a": 1}, [{"op": "test", "path": "/a", "value": 2}]]"#, "error"),
        ("json.patch", r#"[{"a": 1}, [{"op": "jump", "path": "/a"}]]"#, "error"),
        ("json.patch", r#"[{"a": 1}, [{"op": "add", "path": "/b"}]]"#, "error"),
        ("json.patch", r#"[{"a": 1}, [{"op": "add", "path": "/a/b", "value": 1}]]"#, "error"),
        ("json.patch", r#"[{"$set": [1]}, [{"op": "add", "path": [2], "value": 3}]]"#, "error"),
        ("json.patch", r#"[{"a": 1}, [1]]"#, "error"),
        ("json.patch", r#"[{"a": 1}, 1]"#, "error"),
    ]);
}

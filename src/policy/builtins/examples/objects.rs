//! Objects.

use super::check;

#[test]
fn values_are_found_by_key_and_by_path() {
    check(&[
        ("object.get", r#"[{"a": {"b": [1, {"c": 2}]}}, ["a", "b", 1, "c"], 0]"#, "2"),
        ("object.get", r#"[{"a": 1}, "a", 0]"#, "1"),
        ("object.get", r#"[{"a": 1}, "b", 0]"#, "0"),
        ("object.get", r#"[{"a": [1]}, ["a", "0"], 0]"#, "0"),
        ("object.get", r#"[{"a": [1]}, ["a", 0.0], 7]"#, "1"),
        ("object.get", r#"[{"a": [1]}, ["a", -1], 7]"#, "7"),
        ("object.get", r#"[{"$obj": [["a", {"$set": [1, 2]}]]}, ["a", 2], 0]"#, "2"),
        ("object.get", r#"[{"$obj": [[[], 5]]}, [], 0]"#, "{[]: 5}"),
        ("object.get", r#"[{"$obj": [[1, 5]]}, 1.0, 0]"#, "5"),
        ("object.get", "[[1], 0, 5]", "error"),
        ("object.keys", r#"[{"$obj": [["a", 1], [2, 3]]}]"#, r#"{2, "a"}"#),
        ("object.keys", "[[1]]", "error"),
    ]);
}

#[test]
fn objects_are_filtered_and_united() {
    check(&[
        ("object.filter", r#"[{"a": 1, "b": 2}, ["a", "c"]]"#, r#"{"a": 1}"#),
        ("object.filter", r#"[{"a": 1, "b": 2}, {"b": 0}]"#, r#"{"b": 2}"#),
        ("object.filter", r#"[{"a": 1}, {"$set": ["a"]}]"#, r#"{"a": 1}"#),
        ("object.filter", r#"[{"a": 1}, "a"]"#, "error"),
        ("object.remove", r#"[{"a": 1, "b": 2}, ["a", "c"]]"#, r#"{"b": 2}"#),
        ("object.remove", r#"[{"a": {"b": 1}}, {"$set": ["b"]}]"#, r#"{"a": {"b": 1}}"#),
        ("object.remove", r#"[[1], ["a"]]"#, "error"),
        (
            "object.union",
            r#"[{"a": {"b": 1}, "c": 1}, {"a": {"d": 2}, "c": [2]}]"#,
            r#"{"a": {"b": 1, "d": 2}, "c": [2]}"#,
        ),
        ("object.union", r#"[{"a": 1}, {"a": {"b": 2}}]"#, r#"{"a": {"b": 2}}"#),
        ("object.union", "[{}, 1]", "error"),
        (
            "object.union_n",
            r#"[[{"a": {"b": 2}}, {"a": 4}, {"a": {"c": 3}}]]"#,
            r#"{"a": {"c": 3}}"#,
        ),
        (
            "object.union_n",
            r#"[[{"a": {"b": 2}}, {"a": {"c": 3}}, {"a": {"b": 1}}]]"#,
            r#"{"a": {"b": 1, "c": 3}}"#,
        ),
        ("object.union_n", "[[]]", "{}"),
        ("object.union_n", "[[{}, 1]]", "error"),
        ("object.union_n", "[{}]", "error"),
    ]);
}

#[test]
fn subsets_are_found_as_opa_finds_them() {
    check(&[
        ("object.subset", r#"[{"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"c": 2}}]"#, "true"),
        ("object.subset", r#"[{"a": 1}, {"b": 1}]"#, "false"),
        ("object.subset", r#"[{"a": [1, 2, 3]}, {"a": [2, 3]}]"#, "true"),
        ("object.subset", r#"[{"a": [1, 2, 3]}, {"a": [1, 3]}]"#, "false"),
        (
            "object.subset",
            r#"[{"$obj": [["a", {"$set": [1, 2]}]]}, {"$obj": [["a", {"$set": [2]}]]}]"#,
            "true",
        ),
        ("object.subset", r#"[{"$obj": [["a", [1]]]}, {"$obj": [["a", {"$set": [1]}]]}]"#, "false"),
        ("object.subset", r#"[{"$set": [1, 2]}, {"$set": [2]}]"#, "true"),
        ("object.subset", "[[1, 2, 1, 2, 3], [1, 2, 3]]", "true"),
        ("object.subset", "[[1], []]", "true"),
        ("object.subset", r#"[[1, 2], {"$set": [2]}]"#, "true"),
        ("object.subset", r#"[[1, 1, 1], {"$set": [1, 2]}]"#, "true"),
        ("object.subset", r#"[[], {"$set": []}]"#, "false"),
        ("object.subset", r#"[[1], {"$set": []}]"#, "true"),
        ("object.subset", "[1, 1]", "error"),
        ("object.subset", "[{}, []]", "error"),
    ]);
}

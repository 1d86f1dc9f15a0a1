//! Graphs, and `walk`.

use super::check;

#[test]
fn nodes_are_reached() {
    check(&[
        (
            "graph.reachable",
            r#"[{"a": ["b"], "b": ["c", "x"], "c": ["a"], "d": []}, ["a"]]"#,
            r#"{"a", "b", "c"}"#,
        ),
        (
            "graph.reachable",
            r#"[{"$obj": [["a", {"$set": ["b"]}], ["b", null]]}, {"$set": ["a", "d"]}]"#,
            r#"{"a", "b"}"#,
        ),
        ("graph.reachable", r#"[{}, ["a"]]"#, "set()"),
        ("graph.reachable", r#"[[], ["a"]]"#, "error"),
        ("graph.reachable", r#"[{}, "a"]"#, "error"),
        (
            "graph.reachable_paths",
            r#"[{"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["x"]}, ["a"]]"#,
            r#"{["a", "b", "d"], ["a", "c", "d"]}"#,
        ),
        (
            "graph.reachable_paths",
            r#"[{"a": ["b"], "b": ["a"]}, {"$set": ["a"]}]"#,
            r#"{["a", "b"]}"#,
        ),
        ("graph.reachable_paths", r#"[{"a": ["a"]}, ["a"]]"#, r#"{["a", "a"]}"#),
        ("graph.reachable_paths", r#"[{"a": []}, ["a", "z"]]"#, r#"{["a"]}"#),
        ("graph.reachable_paths", r#"[{"a": null}, ["a"]]"#, r#"{["a"]}"#),
        ("graph.reachable_paths", r#"[1, ["a"]]"#, "error"),
    ]);
}

#[test]
fn everything_is_walked_through_in_order() {
    check(&[
        (
            "walk",
            r#"[{"b": [1, {"c": 2}], "a": {"$set": ["y", "x"]}}]"#,
            r#"[[[], {"a": {"x", "y"}, "b": [1, {"c": 2}]}], [["a"], {"x", "y"}], [["a", "x"], "x"], [["a", "y"], "y"], [["b"], [1, {"c": 2}]], [["b", 0], 1], [["b", 1], {"c": 2}], [["b", 1, "c"], 2]]"#,
        ),
        (
            "walk",
            r#"[{"$obj": [[[1], 1], [{"$obj": [[1, 1]]}, 2], [{"$set": [1]}, 3], ["z", 4]]}]"#,
            r#"[[[], {"z": 4, [1]: 1, {1: 1}: 2, {1}: 3}], [["z"], 4], [[[1]], 1], [[{1: 1}], 2], [[{1}], 3]]"#,
        ),
        ("walk", r#"["x"]"#, r#"[[[], "x"]]"#),
    ]);
}

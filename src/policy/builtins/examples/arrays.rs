//! Arrays.

use super::check;

#[test]
fn arrays_are_joined_and_cut() {
    check(&[
        ("array.concat", "[[1, 2], [3]]", "[1, 2, 3]"),
        ("array.concat", "[[], []]", "[]"),
        ("array.concat", r#"[[1], {"$set": [2]}]"#, "error"),
        ("array.concat", r#"["a", [1]]"#, "error"),
        ("array.flatten", r#"[[1, [2, [3]], {"$set": [4, 5]}, {}]]"#, "[1, 2, [3], {4, 5}, {}]"),
        ("array.flatten", "[[[], [[]]]]", "[[]]"),
        ("array.flatten", "[1]", "error"),
        ("array.reverse", r#"[[1, "a", null]]"#, r#"[null, "a", 1]"#),
        ("array.reverse", "[[]]", "[]"),
        ("array.reverse", "[{}]", "error"),
        ("array.slice", "[[1, 2, 3], 0, 2]", "[1, 2]"),
        ("array.slice", "[[1, 2, 3], -1, 2]", "[1, 2]"),
        ("array.slice", "[[1, 2, 3], 2, 1]", "[]"),
        ("array.slice", "[[1, 2, 3], 1, 99]", "[2, 3]"),
        ("array.slice", "[[1, 2, 3], 1.0, 2]", "[2]"),
        ("array.slice", "[[1, 2, 3], 1.5, 2]", "error"),
        ("array.slice", "[[1, 2, 3], 1e+30, 2]", "error"),
        ("array.slice", r#"[[1, 2, 3], "0", 2]"#, "error"),
    ]);
}

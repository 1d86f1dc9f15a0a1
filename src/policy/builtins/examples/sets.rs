//! Sets.

use super::check;

#[test]
fn sets_are_united_and_compared() {
    check(&[
        ("union", r#"[{"$set": [{"$set": [1, 2]}, {"$set": [2, 3]}, {"$set": []}]}]"#, "{1, 2, 3}"),
        ("union", r#"[{"$set": []}]"#, "set()"),
        ("union", r#"[{"$set": [1]}]"#, "error"),
        ("union", "[[1]]", "error"),
        ("intersection", r#"[{"$set": [{"$set": [1, 2]}, {"$set": [2, 3]}]}]"#, "{2}"),
        ("intersection", r#"[{"$set": [{"$set": [1]}, {"$set": []}]}]"#, "set()"),
        ("intersection", r#"[{"$set": []}]"#, "set()"),
        ("intersection", r#"[{"$set": [1]}]"#, "error"),
        ("intersection", r#"[[{"$set": [1]}]]"#, "error"),
    ]);
}

//! Globs.

use super::check;

#[test]
fn globs_match_as_the_library_matches() {
    check(&[
        ("glob.match", r#"["*.github.com", [], "api.github.com"]"#, "true"),
        ("glob.match", r#"["*.github.com", [], "api.cdn.github.com"]"#, "false"),
        ("glob.match", r#"["**.github.com", [], "api.cdn.github.com"]"#, "true"),
        ("glob.match", r#"["*.github.com", null, "api.cdn.github.com"]"#, "true"),
        ("glob.match", r#"["*hub.com", ["."], "github.com"]"#, "true"),
        ("glob.match", r#"["*:*:x", [":"], "a:b:x"]"#, "true"),
        ("glob.match", r#"["a?c", ["."], "abc"]"#, "true"),
        ("glob.match", r#"["a?c", ["."], "a.c"]"#, "false"),
        ("glob.match", r#"["[a-c]x", null, "bx"]"#, "true"),
        ("glob.match", r#"["[!a-c]x", null, "bx"]"#, "false"),
        ("glob.match", r#"["[abc]", null, "b"]"#, "true"),
        ("glob.match", r#"["[!abc]", null, "b"]"#, "false"),
        ("glob.match", r#"["{a,b*}c", ["."], "bxc"]"#, "true"),
        ("glob.match", r#"["{a,b}", null, "c"]"#, "false"),
        ("glob.match", r#"["\\*", null, "*"]"#, "true"),
        ("glob.match", r#"["{a,{b,c}}d", null, "cd"]"#, "true"),
        ("glob.match", r#"["{a,b", null, "b"]"#, "true"),
        ("glob.match", r#"["?", null, ""]"#, "true"),
        ("glob.match", r#"["é?", null, "éa"]"#, "false"),
        ("glob.match", r#"["?*", [".", "/"], "a.b"]"#, "true"),
        ("glob.match", r#"["[a-b", null, "a"]"#, "error"),
        ("glob.match", r#"["[]", null, "a"]"#, "error"),
        ("glob.match", r#"["[b-a]", null, "a"]"#, "error"),
        ("glob.match", r#"["a", ["ab"], "a"]"#, "error"),
        ("glob.match", r#"["a", "b", "a"]"#, "error"),
        ("glob.match", r#"["a", [1], "a"]"#, "error"),
        ("glob.match", r#"[1, null, "a"]"#, "error"),
    ]);
}

#[test]
fn meta_characters_are_quoted() {
    check(&[
        (
            "glob.quote_meta",
            r#"["*.git{hub}[a]?\\,!-é"]"#,
            r#""\\*.git\\{hub\\}\\[a\\]\\?\\\\,!-é""#,
        ),
        ("glob.quote_meta", "[1]", "error"),
    ]);
}

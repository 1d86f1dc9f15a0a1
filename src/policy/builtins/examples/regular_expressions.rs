//! Regular expressions, and the patterns of `regex.globs_match`.

use super::check;

#[test]
fn expressions_match_as_in_go() {
    check(&[
        ("regex.match", r#"["^a+$", "aaa"]"#, "true"),
        ("regex.match", r#"["\\d", "٣"]"#, "false"),
        ("regex.match", r#"["\\w", "é"]"#, "false"),
        ("regex.match", r#"["a\\b", "aé"]"#, "true"),
        ("regex.match", r#"["\\s", "\u00a0"]"#, "false"),
        ("regex.match", r#"["(?i)k", "K"]"#, "true"),
        ("regex.match", r#"["(?i)s", "ſ"]"#, "true"),
        ("regex.match", r#"[".", "\n"]"#, "false"),
        ("regex.match", r#"["(?s).", "\n"]"#, "true"),
        ("regex.match", r#"["^b", "a\nb"]"#, "false"),
        ("regex.match", r#"["(?m)^b$", "a\nb\nc"]"#, "true"),
        ("regex.match", r#"["a$", "a\n"]"#, "false"),
        ("regex.match", r#"["\\pL\\p{Greek}", "éα"]"#, "true"),
        ("regex.match", r#"["\\p{^Lu}", "A"]"#, "false"),
        ("regex.match", r#"["[[:alpha:]][^[:digit:]]", "a_"]"#, "true"),
        ("regex.match", r#"["\\Qa.b\\E+", "a.bb"]"#, "true"),
        ("regex.match", r#"["\\x{263a}\\x41\\101", "☺AA"]"#, "true"),
        ("regex.match", r#"["[a&&b]", "&"]"#, "true"),
        ("regex.match", r#"["{,2}", "{,2}"]"#, "true"),
        ("regex.match", r#"["x{2}{", "xx{"]"#, "true"),
        ("regex.match", r#"["(?U)a+$", "aaa"]"#, "true"),
        ("regex.match", r#"["(|a)*b", "aab"]"#, "true"),
        ("regex.match", r#"["a", "1"]"#, "false"),
        ("regex.match", r#"["(", "a"]"#, "error"),
        ("regex.match", r#"["a**", "a"]"#, "error"),
        ("regex.match", r#"["a{1001}", "a"]"#, "error"),
        ("regex.match", r#"["(a{100}){11}", "a"]"#, "error"),
        ("regex.match", r#"["\\8", "a"]"#, "error"),
        ("regex.match", r#"["\\1", "a"]"#, "error"),
        ("regex.match", r#"["(?=a)", "a"]"#, "error"),
        ("regex.match", r#"["(?x)a", "a"]"#, "error"),
        ("regex.match", r#"["\\C", "a"]"#, "error"),
        ("regex.match", r#"["\\Z", "a"]"#, "error"),
        ("regex.match", r#"["[b-a]", "a"]"#, "error"),
        ("regex.match", r#"["\\p{Foo}", "a"]"#, "error"),
        ("regex.match", r#"["\\p{Old_Italic}", "a"]"#, "error"),
        ("regex.match", r#"["*", "a"]"#, "error"),
        ("regex.match", r#"[1, "a"]"#, "error"),
        ("regex.match", r#"["a", 1]"#, "error"),
    ]);
}

#[test]
fn expressions_are_known_to_be_valid() {
    check(&[
        ("regex.is_valid", r#"["a"]"#, "true"),
        ("regex.is_valid", r#"["(?P<n>a)(?<n>b)"]"#, "true"),
        ("regex.is_valid", r#"["["]"#, "false"),
        ("regex.is_valid", r#"["\\é"]"#, "false"),
        ("regex.is_valid", r#"["a{2,1}"]"#, "false"),
        ("regex.is_valid", r#"["(?i-)"]"#, "false"),
        ("regex.is_valid", r#"["[[:foo:]]"]"#, "false"),
        ("regex.is_valid", r#"["\\p{greek}"]"#, "true"),
        ("regex.is_valid", r#"["(?<1a>x)"]"#, "true"),
        ("regex.is_valid", "[1]", "false"),
    ]);
}

#[test]
fn matches_are_found_split_and_replaced_as_in_go() {
    check(&[
        ("regex.find_n", r#"["a*", "baac", -1]"#, r#"["", "aa", ""]"#),
        ("regex.find_n", r#"["a.", "abac", 1]"#, r#"["ab"]"#),
        ("regex.find_n", r#"["a", "aaa", 0]"#, "[]"),
        ("regex.find_n", r#"["", "é", -1]"#, r#"["", ""]"#),
        ("regex.find_n", r#"["a", "a", 1.5]"#, "error"),
        (
            "regex.find_all_string_submatch_n",
            r#"["(a)(b)?", "ab a", -1]"#,
            r#"[["ab", "a", "b"], ["a", "a", ""]]"#,
        ),
        ("regex.find_all_string_submatch_n", r#"["x", "a", -1]"#, "[]"),
        ("regex.split", r#"["a*", "baac"]"#, r#"["b", "c"]"#),
        ("regex.split", r#"[",", "a,b,"]"#, r#"["a", "b", ""]"#),
        ("regex.split", r#"["", "éa"]"#, r#"["é", "a"]"#),
        ("regex.split", r#"["x", ""]"#, r#"[""]"#),
        ("regex.split", r#"["", ""]"#, "[]"),
        ("regex.replace", r#"["aab", "a*", "-"]"#, r#""-b-""#),
        ("regex.replace", r#"["aé", "", "-"]"#, r#""-a-é-""#),
        ("regex.replace", r#"["ab", "(?P<x>a)(b)?", "$2$x${x}y$xy$$1$0$"]"#, r#""baay$1ab$""#),
        ("regex.replace", r#"["ab", "(a)", "${1"]"#, r#""${1b""#),
        ("regex.replace", r#"["ab", "(a)", "$1é$01"]"#, r#""b""#),
        ("regex.replace", r#"["a", "(", "b"]"#, "error"),
    ]);
}

#[test]
fn templates_have_expressions_between_delimiters() {
    check(&[
        ("regex.template_match", r#"["urn:foo:{.*}", "urn:foo:bar", "{", "}"]"#, "true"),
        ("regex.template_match", r#"["urn:foo.<[0-9]+>", "urn:fooX1", "<", ">"]"#, "false"),
        ("regex.template_match", r#"["a<b", "a", "<", ">"]"#, "error"),
        ("regex.template_match", r#"["a", "a", "<<", ">"]"#, "error"),
        ("regex.template_match", r#"["<(>", "a", "<", ">"]"#, "error"),
    ]);
}

#[test]
fn patterns_meet_as_the_library_finds() {
    check(&[
        ("regex.globs_match", r#"["a.*c", "ab+c"]"#, "true"),
        ("regex.globs_match", r#"["a.*", "b.*"]"#, "false"),
        ("regex.globs_match", r#"["[a-c]+", "b"]"#, "true"),
        ("regex.globs_match", r#"["a\\*", "a[*]"]"#, "true"),
        ("regex.globs_match", r#"["a*b", "ab+"]"#, "true"),
        ("regex.globs_match", r#"["a", ""]"#, "false"),
        ("regex.globs_match", r#"["", ""]"#, "true"),
        ("regex.globs_match", r#"["*", "a"]"#, "error"),
        ("regex.globs_match", r#"["[", "a"]"#, "error"),
        ("regex.globs_match", r#"["[b-a]", "a"]"#, "error"),
        ("regex.globs_match", r#"["a\\", "a"]"#, "error"),
    ]);
}

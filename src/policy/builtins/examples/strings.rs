//! Strings.

use super::check;

#[test]
fn strings_are_joined_and_split() {
    check(&[
        ("concat", r#"[",", ["a", "b"]]"#, r#""a,b""#),
        ("concat", r#"[",", {"$set": ["b", "a"]}]"#, r#""a,b""#),
        ("concat", r#"[",", []]"#, r#""""#),
        ("concat", r#"[",", ["a", 1]]"#, "error"),
        ("concat", "[1, []]", "error"),
        ("split", r#"["a.b.c", "."]"#, r#"["a", "b", "c"]"#),
        ("split", r#"["éab", ""]"#, r#"["é", "a", "b"]"#),
        ("split", r#"["", ""]"#, "[]"),
        ("split", r#"["", "a"]"#, r#"[""]"#),
        ("split", r#"["a", 1]"#, "error"),
        ("strings.split_n", r#"["a,b,c", ",", 2]"#, r#"["a", "b"]"#),
        ("strings.split_n", r#"["a,b,c", ",", -2]"#, r#"["b", "c"]"#),
        ("strings.split_n", r#"["a,b,c", ",", 0]"#, "[]"),
        ("strings.split_n", r#"["a,b,c", ",", 9]"#, r#"["a", "b", "c"]"#),
        ("strings.split_n", r#"["éab", "", -1]"#, r#"["b"]"#),
        ("strings.split_n", r#"["abc", ",", 1.5]"#, "error"),
    ]);
}

#[test]
fn strings_are_searched_by_character() {
    check(&[
        ("contains", r#"["abc", "b"]"#, "true"),
        ("contains", r#"["abc", ""]"#, "true"),
        ("startswith", r#"["abc", "ab"]"#, "true"),
        ("endswith", r#"["abc", "ab"]"#, "false"),
        ("indexof", r#"["éabc", "b"]"#, "2"),
        ("indexof", r#"["abc", "x"]"#, "-1"),
        ("indexof", r#"["abc", ""]"#, "error"),
        ("indexof_n", r#"["éaéa", "a"]"#, "[1, 3]"),
        ("indexof_n", r#"["aaaa", "aa"]"#, "[0, 1, 2]"),
        ("indexof_n", r#"["abc", "x"]"#, "[]"),
        ("indexof_n", r#"["abc", ""]"#, "error"),
        ("strings.count", r#"["aaaa", "aa"]"#, "2"),
        ("strings.count", r#"["éa", ""]"#, "3"),
        ("strings.count", r#"["a", "b"]"#, "0"),
        ("strings.any_prefix_match", r#"["abc", ["x", "ab"]]"#, "true"),
        ("strings.any_prefix_match", r#"[["b", "abc"], "ab"]"#, "true"),
        ("strings.any_prefix_match", r#"[[], ""]"#, "false"),
        ("strings.any_prefix_match", r#"[{"$set": ["xé", "éx"]}, {"$set": ["é"]}]"#, "true"),
        ("strings.any_prefix_match", r#"[["a", 1], ["a"]]"#, "error"),
        ("strings.any_suffix_match", r#"["abé", ["x", "bé"]]"#, "true"),
        ("strings.any_suffix_match", r#"[["b", "abc"], ["ab"]]"#, "false"),
        ("strings.any_suffix_match", r#"[1, ["ab"]]"#, "error"),
    ]);
}

#[test]
fn strings_are_cut_by_character() {
    check(&[
        ("substring", r#"["éabc", 1, 2]"#, r#""ab""#),
        ("substring", r#"["abc", 5, 2]"#, r#""""#),
        ("substring", r#"["abc", 1, -1]"#, r#""bc""#),
        ("substring", r#"["abc", -1, 2]"#, "error"),
        ("substring", r#"["abc", 1.0, 1]"#, r#""b""#),
        ("substring", r#"["abc", 1, 18446744073709551616]"#, "error"),
        ("trim", r#"["xyaxyx", "yx"]"#, r#""a""#),
        ("trim", r#"["abc", ""]"#, r#""abc""#),
        ("trim_left", r#"["ééaé", "é"]"#, r#""aé""#),
        ("trim_right", r#"["ééaé", "é"]"#, r#""ééa""#),
        ("trim_prefix", r#"["aab", "a"]"#, r#""ab""#),
        ("trim_suffix", r#"["abb", "b"]"#, r#""ab""#),
        ("trim_prefix", r#"["ab", "x"]"#, r#""ab""#),
        ("trim_space", r#"["\u0085\u00a0\u2000\n a\u3000\u200b"]"#, r#""a\u3000\u200b""#),
        ("trim_space", "[1]", "error"),
        ("strings.reverse", r#"["éab"]"#, r#""baé""#),
        ("strings.reverse", "[1]", "error"),
    ]);
}

#[test]
fn strings_are_replaced_all_at_once() {
    check(&[
        ("replace", r#"["a.b.c", ".", "-"]"#, r#""a-b-c""#),
        ("replace", r#"["ab", "", "-"]"#, r#""-a-b-""#),
        ("replace", r#"["é", "", ""]"#, r#""é""#),
        ("replace", r#"["abc", "x", "y"]"#, r#""abc""#),
        ("replace", r#"["a", 1, "b"]"#, "error"),
        ("strings.replace_n", r#"[{"a": "b", "b": "c"}, "ab"]"#, r#""bc""#),
        ("strings.replace_n", r#"[{"a": "1", "ab": "2"}, "abab"]"#, r#""1b1b""#),
        ("strings.replace_n", r#"[{"": "-", "a": "b"}, "aac"]"#, r#""-b-b-c-""#),
        ("strings.replace_n", r#"[{".": "é", "é": "."}, "a.é"]"#, r#""aé.""#),
        ("strings.replace_n", r#"[{}, "a"]"#, r#""a""#),
        ("strings.replace_n", r#"[{"a": 1}, "a"]"#, "error"),
        ("strings.replace_n", r#"[{"$obj": [[1, "a"]]}, "a"]"#, "error"),
    ]);
}

#[test]
fn case_changes_character_by_character() {
    check(&[
        ("upper", r#"["éßǆŉ ᾀ"]"#, r#""ÉßǄŉ ᾈ""#),
        ("lower", r#"["ΑΣ İ Ǆ"]"#, r#""ασ i ǆ""#),
        ("upper", "[1]", "error"),
        ("lower", "[null]", "error"),
    ]);
}

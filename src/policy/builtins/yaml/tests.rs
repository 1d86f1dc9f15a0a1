use super::super::oracle::check;

#[test]
fn reads_words_and_numbers_as_yaml_1_1_has_them() {
    check(&[
        ("yaml.unmarshal", r#"["yes"]"#, "true"),
        ("yaml.unmarshal", r#"["Off"]"#, "false"),
        ("yaml.unmarshal", r#"["y"]"#, "true"),
        ("yaml.unmarshal", r#"["N"]"#, "false"),
        ("yaml.unmarshal", r#"["true"]"#, "true"),
        ("yaml.unmarshal", r#"["tRue"]"#, r#""tRue""#),
        ("yaml.unmarshal", r#"["null"]"#, "null"),
        ("yaml.unmarshal", r#"["~"]"#, "null"),
        ("yaml.unmarshal", r#"["nil"]"#, r#""nil""#),
        ("yaml.unmarshal", r#"["0"]"#, "0"),
        ("yaml.unmarshal", r#"["-0"]"#, "0"),
        ("yaml.unmarshal", r#"["010"]"#, "8"),
        ("yaml.unmarshal", r#"["0o10"]"#, "8"),
        ("yaml.unmarshal", r#"["08"]"#, "8"),
        ("yaml.unmarshal", r#"["0x1F"]"#, "31"),
        ("yaml.unmarshal", r#"["-0b1"]"#, "-1"),
        ("yaml.unmarshal", r#"["1_000"]"#, "1000"),
        ("yaml.unmarshal", r#"["1e3"]"#, "1000"),
        ("yaml.unmarshal", r#"[".5"]"#, "0.5"),
        ("yaml.unmarshal", r#"["5."]"#, "5"),
        ("yaml.unmarshal", r#"["1.10"]"#, "1.1"),
        ("yaml.unmarshal", r#"[".5_0"]"#, "0.5"),
        ("yaml.unmarshal", r#"["._1"]"#, r#""._1""#),
        ("yaml.unmarshal", r#"[".inf"]"#, "error"),
        ("yaml.unmarshal", r#"["1:30"]"#, r#""1:30""#),
        ("yaml.unmarshal", r#"["2020-01-01"]"#, r#""2020-01-01""#),
        ("yaml.unmarshal", r#"["18446744073709551615"]"#, "18446744073709551615"),
        ("yaml.unmarshal", r#"["1e400"]"#, r#""1e400""#),
        ("yaml.unmarshal", r#"["0x"]"#, r#""0x""#),
        ("yaml.unmarshal", r#"["''"]"#, r#""""#),
        ("yaml.unmarshal", r#"["'yes'"]"#, r#""yes""#),
        ("yaml.unmarshal", r#"["\"1\""]"#, r#""1""#),
        ("yaml.unmarshal", r#"["<<"]"#, r#""<<""#),
        ("yaml.unmarshal", r#"["!!str yes"]"#, r#""yes""#),
        ("yaml.unmarshal", r#"["!!int '1'"]"#, "1"),
        ("yaml.unmarshal", r#"["!!float 1"]"#, "1"),
        ("yaml.unmarshal", r#"["!!int x"]"#, "error"),
        ("yaml.unmarshal", r#"["!!binary aGk="]"#, r#""hi""#),
        ("yaml.unmarshal", r#"["!!binary /w=="]"#, "refused"),
        ("yaml.unmarshal", r#"["!!bool yes"]"#, "true"),
        ("yaml.unmarshal", r#"["!foo x"]"#, "refused"),
        ("yaml.unmarshal", r#"[""]"#, "null"),
    ]);
}

#[test]
fn reads_keys_as_text() {
    check(&[
        (
            "yaml.unmarshal",
            r#"["yes: a\n1: b\n1.5: c\n0x10: d"]"#,
            r#"{"1":"b","1.5":"c","16":"d","true":"a"}"#,
        ),
        ("yaml.unmarshal", r#"["a: 1\na: 2"]"#, r#"{"a":2}"#),
        ("yaml.unmarshal", r#"["1: a\n'1': b"]"#, "refused"),
        ("yaml.unmarshal", r#"["null: 1"]"#, "refused"),
        ("yaml.unmarshal", r#"["[a]: b"]"#, "refused"),
    ]);
}

#[test]
fn merges_mappings() {
    check(&[
        (
            "yaml.unmarshal",
            r#"["a: &a {x: 1}\nb:\n  <<: *a\n  z: 2"]"#,
            r#"{"a":{"x":1},"b":{"x":1,"z":2}}"#,
        ),
        ("yaml.unmarshal", r#"["b: {x: 2, <<: {x: 1}}"]"#, r#"{"b":{"x":1}}"#),
        ("yaml.unmarshal", r#"["b:\n  <<: [{x: 1}, {x: 2, z: 3}]"]"#, r#"{"b":{"x":1,"z":3}}"#),
        ("yaml.unmarshal", r#"["b: {<<: 1}"]"#, "error"),
        ("yaml.unmarshal", r#"["b: {'<<': {x: 1}}"]"#, r#"{"b":{"<<":{"x":1}}}"#),
    ]);
}

#[test]
fn reads_only_the_first_document() {
    check(&[
        ("yaml.unmarshal", r#"["a: 1\n---\nb: 2"]"#, r#"{"a":1}"#),
        ("yaml.unmarshal", r#"["---\na: 1\n"]"#, r#"{"a":1}"#),
        ("yaml.unmarshal", r#"["---\n---\na"]"#, "null"),
        ("yaml.unmarshal", r#"["a: 1\n...\n"]"#, "refused"),
        ("yaml.unmarshal", r#"["%YAML 1.2\n---\na: 1"]"#, "refused"),
        ("yaml.unmarshal", r#"[" a: 1\nb: 2"]"#, r#"{"a":1}"#),
    ]);
}

#[test]
fn reads_blocks_and_quotes() {
    check(&[
        ("yaml.unmarshal", r#"["a: |\n  x\n  y\n"]"#, r#"{"a":"x\ny\n"}"#),
        ("yaml.unmarshal", r#"["a: >-\n  x\n  y\n"]"#, r#"{"a":"x y"}"#),
        ("yaml.unmarshal", r#"["a: |\n  x"]"#, r#"{"a":"x"}"#),
        ("yaml.unmarshal", r#"["a: \"x\\n\\u00e9\""]"#, r#"{"a":"x\né"}"#),
        ("yaml.unmarshal", r#"["a: 'it''s'"]"#, r#"{"a":"it's"}"#),
        ("yaml.unmarshal", r#"["a: x\n  y"]"#, r#"{"a":"x y"}"#),
        ("yaml.unmarshal", r#"["- - a\n  - b"]"#, r#"[["a","b"]]"#),
        ("yaml.unmarshal", r#"["{\"a\":[1,{\"b\":null}]}"]"#, r#"{"a":[1,{"b":null}]}"#),
        ("yaml.unmarshal", r#"["a: [b, {c: d}]\n"]"#, r#"{"a":["b",{"c":"d"}]}"#),
    ]);
}

#[test]
fn tells_what_is_no_yaml() {
    check(&[
        ("yaml.unmarshal", r#"["a: b: c"]"#, "error"),
        ("yaml.unmarshal", r#"["a:\n  - 1\n - 2"]"#, "error"),
        ("yaml.unmarshal", r#"["a: 'x"]"#, "error"),
        ("yaml.unmarshal", r#"["a: @b"]"#, "error"),
        ("yaml.unmarshal", r#"["- *a"]"#, "error"),
        ("yaml.unmarshal", r#"["a: ["]"#, "error"),
        ("yaml.unmarshal", r#"["["]"#, "refused"),
        ("yaml.unmarshal", r#"["a: \u0007"]"#, "refused"),
        ("yaml.unmarshal", r#"["\ta: b"]"#, "refused"),
        ("yaml.unmarshal", r#"["a: {b: c:}"]"#, "refused"),
        ("yaml.unmarshal", r#"["a: \"\\/\""]"#, "refused"),
        ("yaml.is_valid", r#"["a: b: c"]"#, "false"),
        ("yaml.is_valid", r#"["a:\n  - 1\n - 2"]"#, "false"),
        ("yaml.is_valid", r#"["a: 'x"]"#, "false"),
        ("yaml.is_valid", r#"["a: @b"]"#, "false"),
        ("yaml.is_valid", r#"["- *a"]"#, "false"),
        ("yaml.is_valid", r#"["a: ["]"#, "false"),
        ("yaml.is_valid", r#"["["]"#, "refused"),
        ("yaml.is_valid", r#"["a: \u0007"]"#, "refused"),
        ("yaml.is_valid", r#"["\ta: b"]"#, "refused"),
        ("yaml.is_valid", r#"["a: {b: c:}"]"#, "refused"),
        ("yaml.is_valid", r#"["a: \"\\/\""]"#, "refused"),
        ("yaml.is_valid", r#"["a: 1"]"#, "true"),
        ("yaml.is_valid", "[1]", "false"),
        ("yaml.unmarshal", "[1]", "error"),
    ]);
}

#[test]
fn writes_yaml_as_opa_does() {
    check(&[
        ("yaml.marshal", "[null]", r#""null\n""#),
        ("yaml.marshal", "[true]", r#""true\n""#),
        ("yaml.marshal", "[1]", r#""1\n""#),
        ("yaml.marshal", "[-1.5]", r#""-1.5\n""#),
        ("yaml.marshal", "[1000000.5]", r#""1.0000005e+06\n""#),
        ("yaml.marshal", "[1e+21]", r#""1e+21\n""#),
        ("yaml.marshal", "[1e-05]", r#""1e-05\n""#),
        ("yaml.marshal", "[18446744073709551616]", r#""1.8446744073709552e+19\n""#),
        ("yaml.marshal", "[[]]", r#""[]\n""#),
        ("yaml.marshal", "[{}]", r#""{}\n""#),
        ("yaml.marshal", "[[[1,[2]],{}]]", r#""- - 1\n  - - 2\n- {}\n""#),
        ("yaml.marshal", r#"[{"a":[1,{"b":2}],"c":{}}]"#, r#""a:\n- 1\n- b: 2\nc: {}\n""#),
        (
            "yaml.marshal",
            r#"[{"b":1,"a10":2,"a9":3,"A":4,"":5,"10":6,"9":7,"_":8,"a b":9}]"#,
            r#""\"\": 5\n_: 8\n\"9\": 7\n\"10\": 6\nA: 4\na b: 9\na9: 3\na10: 2\nb: 1\n""#,
        ),
        (
            "yaml.marshal",
            r##"[["","a","yes","1","1:30","2020-01-01","0x1",".5","- a","-a","a: b","a:b","a #b","#a"," a","a ","[a","'a","it's","*a","=","é"]]"##,
            r#""- \"\"\n- a\n- \"yes\"\n- \"1\"\n- \"1:30\"\n- \"2020-01-01\"\n- \"0x1\"\n- \".5\"\n- '- a'\n- -a\n- 'a: b'\n- a:b\n- 'a #b'\n- '#a'\n- ' a'\n- 'a '\n- '[a'\n- '''a'\n- it's\n- '*a'\n- =\n- é\n""#,
        ),
        (
            "yaml.marshal",
            r#"[{"k":"a\nb\n","l":["a\n\nb","x\n\n"]}]"#,
            r#""k: |\n  a\n  b\nl:\n- |-\n  a\n\n  b\n- |+\n  x\n\n""#,
        ),
        ("yaml.marshal", r#"["a\tb"]"#, "refused"),
        ("yaml.marshal", r#"[""]"#, "refused"),
        (
            "yaml.marshal",
            r#"["x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x "]"#,
            "refused",
        ),
        ("yaml.marshal", r#"[" a\nb"]"#, "refused"),
        ("yaml.marshal", r#"[{"é":1,"a":2}]"#, "refused"),
    ]);
}

#[test]
fn refuses_aliases_that_multiply() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..8 {
        let alias = format!("*a{}", level - 1);
        let aliases = [alias.as_str(); 10].join(", ");
        text.extend([format!("a{level}: &a{level} [{aliases}]\n")]);
    }
    let operands = serde_json::to_string(&[text]).unwrap();
    check(&[("yaml.unmarshal", &operands, "refused")]);
}

#[test]
fn refuses_what_is_nested_too_deeply() {
    let operands = format!(r#"["{}"]"#, "[".repeat(10_000));
    check(&[("yaml.unmarshal", &operands, "refused")]);
}

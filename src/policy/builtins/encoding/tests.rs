use super::super::oracle::check;

#[test]
fn encodes_and_decodes_base_64() {
    check(&[
        ("base64.encode", r#"["hé?>"]"#, r#""aMOpPz4=""#),
        ("base64url.encode", r#"["hé?>"]"#, r#""aMOpPz4=""#),
        ("base64url.encode_no_pad", r#"["hé?>"]"#, r#""aMOpPz4""#),
        ("base64.encode", r#"[""]"#, r#""""#),
        ("base64.encode", "[1]", "error"),
        ("base64.decode", r#"["aMOpPz4="]"#, r#""hé?>""#),
        ("base64.decode", r#"["aMOp\r\nPz4=\n"]"#, r#""hé?>""#),
        ("base64.decode", r#"["aMOpPz4"]"#, "error"),
        ("base64.decode", r#"["aMOpPz5="]"#, r#""hé?>""#),
        ("base64.decode", r#"["YR=="]"#, r#""a""#),
        ("base64.decode", r#"["YQ="]"#, "error"),
        ("base64.decode", r#"["YQ==="]"#, "error"),
        ("base64.decode", r#"["YQ==YQ=="]"#, "error"),
        ("base64.decode", r#"["===="]"#, "error"),
        ("base64.decode", r#"["_w=="]"#, "error"),
        ("base64.decode", r#"["/w=="]"#, "refused"),
        ("base64.decode", r#"["!"]"#, "error"),
        ("base64.decode", r#"[" YQ=="]"#, "error"),
        ("base64url.decode", r#"["aMOpPz4="]"#, r#""hé?>""#),
        ("base64url.decode", r#"["aMOpPz4"]"#, r#""hé?>""#),
        ("base64url.decode", r#"["Pz8_"]"#, r#""???""#),
        ("base64url.decode", r#"["Pz8/"]"#, "error"),
        ("base64url.decode", r#"["YQ"]"#, r#""a""#),
        ("base64url.decode", r#"["Y"]"#, "error"),
        ("base64url.decode", r#"["YQ\n"]"#, "error"),
        ("base64url.decode", r#"["YQ="]"#, "error"),
        ("base64url.decode", r#"["_w"]"#, "refused"),
        ("base64url.decode", r#"[""]"#, r#""""#),
        ("base64.is_valid", r#"["YQ=="]"#, "true"),
        ("base64.is_valid", r#"["YQ"]"#, "false"),
        ("base64.is_valid", r#"["/w=="]"#, "true"),
        ("base64.is_valid", "[1]", "false"),
        ("base64.is_valid", "[null]", "false"),
    ]);
}

#[test]
fn encodes_and_decodes_hexadecimal() {
    check(&[
        ("hex.encode", r#"["hé"]"#, r#""68c3a9""#),
        ("hex.decode", r#"["68C3a9"]"#, r#""hé""#),
        ("hex.decode", r#"["6"]"#, "error"),
        ("hex.decode", r#"["6g"]"#, "error"),
        ("hex.decode", r#"["ff"]"#, "refused"),
        ("hex.decode", "[1]", "error"),
    ]);
}

#[test]
fn encodes_and_decodes_queries() {
    check(&[
        ("urlquery.encode", r#"["a b+c&d=é~-_.*/%"]"#, r#""a+b%2Bc%26d%3D%C3%A9~-_.%2A%2F%25""#),
        ("urlquery.decode", r#"["a+b%20c%C3%A9%2B"]"#, r#""a b cé+""#),
        ("urlquery.decode", r#"["%"]"#, "error"),
        ("urlquery.decode", r#"["%zz"]"#, "error"),
        ("urlquery.decode", r#"["%ff"]"#, "refused"),
        ("urlquery.encode_object", r#"[{"b":"1 2","a":["x","y"],"c":[]}]"#, r#""a=x&a=y&b=1+2""#),
        ("urlquery.encode_object", r#"[{"a":1}]"#, "error"),
        ("urlquery.encode_object", r#"[{"a":["x",1]}]"#, "error"),
        ("urlquery.encode_object", r#"["x"]"#, "error"),
        (
            "urlquery.decode_object",
            r#"["a=1&b&a=2+3&&=x&c=%C3%A9="]"#,
            r#"{"":["x"],"a":["1","2 3"],"b":[""],"c":["é="]}"#,
        ),
        ("urlquery.decode_object", r#"["a;b"]"#, "error"),
        ("urlquery.decode_object", r#"["a=%"]"#, "error"),
        ("urlquery.decode_object", r#"[""]"#, "{}"),
        ("urlquery.decode_object", "[1]", "error"),
    ]);
}

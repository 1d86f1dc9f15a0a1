use super::super::oracle::check;

#[test]
fn reads_references_as_go_does() {
    check(&[
        (
            "uri.parse",
            r#"["https://u:p@Example.com:8080/a%2fb/c?q=1#f"]"#,
            r#"{"fragment":"f","hostname":"Example.com","path":"/a/b/c","port":"8080","raw_path":"/a%2fb/c","raw_query":"q=1","scheme":"https"}"#,
        ),
        (
            "uri.parse",
            r#"["http://[::1]:80/"]"#,
            r#"{"hostname":"::1","path":"/","port":"80","raw_path":"/","scheme":"http"}"#,
        ),
        (
            "uri.parse",
            r#"["http://[fe80::1%25en0]/x"]"#,
            r#"{"hostname":"fe80::1%en0","path":"/x","raw_path":"/x","scheme":"http"}"#,
        ),
        ("uri.parse", r#"["//host/p"]"#, r#"{"hostname":"host","path":"/p","raw_path":"/p"}"#),
        (
            "uri.parse",
            r#"["/a b/é?x"]"#,
            r#"{"path":"/a b/é","raw_path":"/a b/é","raw_query":"x"}"#,
        ),
        ("uri.parse", r#"["a/b:c"]"#, r#"{"path":"a/b:c","raw_path":"a/b:c"}"#),
        ("uri.parse", r#"["a:b"]"#, r#"{"scheme":"a"}"#),
        (
            "uri.parse",
            r#"["mailto:x@y.z?subject=1"]"#,
            r#"{"raw_query":"subject=1","scheme":"mailto"}"#,
        ),
        ("uri.parse", r#"["HTTP:///x"]"#, r#"{"path":"/x","raw_path":"/x","scheme":"http"}"#),
        ("uri.parse", r#"["*"]"#, r#"{"path":"*","raw_path":"*"}"#),
        ("uri.parse", r#"[""]"#, "{}"),
        ("uri.parse", r#"["?"]"#, "{}"),
        ("uri.parse", r#"["http://h?"]"#, r#"{"hostname":"h","scheme":"http"}"#),
        (
            "uri.parse",
            r#"["http://é.de/%C3%A9"]"#,
            r#"{"hostname":"é.de","path":"/é","raw_path":"/é","scheme":"http"}"#,
        ),
        (
            "uri.parse",
            r#"["ftp://a:b:80/"]"#,
            r#"{"hostname":"a:b","path":"/","port":"80","raw_path":"/","scheme":"ftp"}"#,
        ),
        ("uri.parse", r#"["http://a:b:80/"]"#, "error"),
        ("uri.parse", r#"["http://a:80:90/"]"#, "error"),
        ("uri.parse", r#"["http://[1.2.3.4]/"]"#, "error"),
        ("uri.parse", r#"["http://[x]/"]"#, "error"),
        ("uri.parse", r#"["http://x[::1]/"]"#, "error"),
        ("uri.parse", r#"["http://[::1"]"#, "error"),
        ("uri.parse", r#"["http://[::1]x/"]"#, "error"),
        ("uri.parse", r#"["http://h%41/"]"#, "error"),
        ("uri.parse", r#"["http://h h/"]"#, "error"),
        ("uri.parse", r#"["http://u<@h/"]"#, "error"),
        ("uri.parse", r#"[":x"]"#, "error"),
        ("uri.parse", r#"["1:x"]"#, "error"),
        ("uri.parse", r#"["http://h/%zz"]"#, "error"),
        ("uri.parse", r#"["http://h/\n"]"#, "error"),
        ("uri.parse", r#"["http://h/#%zz"]"#, "error"),
        (
            "uri.parse",
            r#"["http://h/#\u0001"]"#,
            r#"{"fragment":"\u0001","hostname":"h","path":"/","raw_path":"/","scheme":"http"}"#,
        ),
        (
            "uri.parse",
            r#"["http://h:/"]"#,
            r#"{"hostname":"h","path":"/","raw_path":"/","scheme":"http"}"#,
        ),
        ("uri.parse", r#"["http://h:x/"]"#, "error"),
        ("uri.parse", r#"["http://h/%ff"]"#, "refused"),
        ("uri.parse", r#"["first:second/x"]"#, r#"{"scheme":"first"}"#),
        ("uri.parse", r#"["./x:y"]"#, r#"{"path":"./x:y","raw_path":"./x:y"}"#),
        ("uri.parse", r#"["///x"]"#, r#"{"path":"///x","raw_path":"///x"}"#),
        ("uri.parse", r#"["http:////x"]"#, r#"{"path":"//x","raw_path":"//x","scheme":"http"}"#),
        ("uri.parse", "[1]", "error"),
    ]);
}

#[test]
fn knows_what_is_a_reference() {
    check(&[
        ("uri.is_valid", r#"["http://h/"]"#, "true"),
        ("uri.is_valid", r#"[""]"#, "false"),
        ("uri.is_valid", r#"["a"]"#, "true"),
        ("uri.is_valid", r#"["%zz"]"#, "false"),
        ("uri.is_valid", r#"["http://h h/"]"#, "false"),
        ("uri.is_valid", r#"["http://h/%ff"]"#, "true"),
        ("uri.is_valid", "[1]", "false"),
        ("uri.is_valid", "[null]", "false"),
    ]);
}

//! Template strings, and the templates of Go.

use super::check;

#[test]
fn parts_of_template_strings_are_shown() {
    check(&[
        (
            "internal.template_string",
            r#"[["a", 1, null, true, 1.5, {"$set": []}, {"$set": ["q"]}, {"$set": [[1, "a"]]}]]"#,
            r#""a1nulltrue1.5<undefined>q[1, \"a\"]""#,
        ),
        ("internal.template_string", r#"[[{"$set": [1, 2]}]]"#, "error"),
        ("internal.template_string", "[[[1]]]", "error"),
        ("internal.template_string", "[1]", "error"),
        ("internal.template_string", "[[]]", r#""""#),
    ]);
}

#[test]
fn templates_are_rendered_as_in_go() {
    check(&[
        (
            "strings.render_template",
            r#"["{{.a}} {{.b.c}} {{.z}}", {"a": 1.5, "b": {"c": "<x>"}}]"#,
            r#""1.5 <x> <undefined>""#,
        ),
        (
            "strings.render_template",
            r#"["{{.a}}", {"a": [1, "x", null, true, {"b": 1}]}]"#,
            r#""[1 x <nil> true map[b:1]]""#,
        ),
        ("strings.render_template", r#"["{{.}}", {"b": 1, "a": null}]"#, r#""map[a:<nil> b:1]""#),
        (
            "strings.render_template",
            r#"["{{if .a}}x{{else if .b}}y{{else}}z{{end}}", {"a": "", "b": 0}]"#,
            r#""y""#,
        ),
        (
            "strings.render_template",
            r#"["{{range $i, $x := .a}}{{if $i}},{{end}}{{$i}}={{$x}}{{else}}none{{end}}", {"a": ["p", "q"]}]"#,
            r#""0=p,1=q""#,
        ),
        (
            "strings.render_template",
            r#"["{{range .a}}{{.}};{{end}}", {"a": {"k": 1, "b": null}}]"#,
            r#""<undefined>;1;""#,
        ),
        (
            "strings.render_template",
            r#"["{{with .a}}{{.}}{{$.b}}{{end}}", {"a": "x", "b": 2}]"#,
            r#""x2""#,
        ),
        (
            "strings.render_template",
            r#"["a  {{- /* c */ -}}  b {{- .a}}\n {{- \"q\" -}} \n c", {"a": 1}]"#,
            r#""ab1qc""#,
        ),
        (
            "strings.render_template",
            r#"["{{$x := .a}}{{$x}}{{not .b}}{{len .a}}{{eq .a \"é\"}}{{and .a .b}}{{or .b .a}}", {"a": "é", "b": ""}]"#,
            r#""étrue2trueé""#,
        ),
        ("strings.render_template", r#"["<no value>", {}]"#, r#""<undefined>""#),
        ("strings.render_template", r#"["{{.a.b}}", {"a": 1}]"#, "error"),
        ("strings.render_template", r#"["{{.a.b}}", {"a": null}]"#, "error"),
        ("strings.render_template", r#"["{{.z.b}}", {}]"#, r#""<undefined>""#),
        ("strings.render_template", r#"["{{range .a}}{{end}}", {"a": 1}]"#, "error"),
        ("strings.render_template", r#"["{{.a}}", {"a": "\u0001"}]"#, "error"),
        ("strings.render_template", r#"["x", {"$obj": [[1, 2]]}]"#, "error"),
        ("strings.render_template", r#"["x", {"a": {"$set": ["x"]}}]"#, "error"),
        ("strings.render_template", "[1, {}]", "error"),
        ("strings.render_template", r#"["x", 1]"#, "error"),
    ]);
}

//! Policies that would take all there is: each ends with exit code 4, and a message that names the limit.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes files and runs the program"
)]

mod support;

use std::fmt::Write as _;
use support::Workspace;

/// What `eval` says of `data.h.p`, under limits that are reached soon.
fn refused(policy: &str) -> String {
    let workspace = Workspace::new();
    workspace.write("p.rego", format!("package h\n{policy}\n").as_bytes());
    let limits = ["--limit", "time=1s", "--limit", "memory=256MiB", "--limit", "made=512MiB"];
    let run =
        workspace.run(&[&["eval", "x := data.h.p", "--policy", "p.rego"], &limits[..]].concat());
    assert_eq!(run.code, 4, "{}{}", run.stdout, run.stderr);
    run.stderr
}

/// Rules that each hold the one before twice.
fn doubled(first: &str, twice: impl Fn(usize) -> String, last: &str) -> String {
    let mut text = format!("x0 := {first}\n");
    for number in 0..60 {
        let _ = writeln!(text, "x{} := {}", number + 1, twice(number));
    }
    text + last
}

#[test]
fn what_takes_too_long_names_the_time_limit() {
    for policy in [
        "r := numbers.range(1, 1000)\np if { some a in r; some b in r; some c in r; a + b + c == 0 }",
        "r := numbers.range(1, 10000)\np := [[a, b] | some a in r; some b in r]",
        "p := strings.render_template(\"{{range .a}}{{range $.a}}{{range $.a}}x{{end}}{{end}}{{end}}\", {\"a\": numbers.range(1, 2000)})",
    ] {
        let message = refused(policy);
        assert!(message.contains("the time limit of 1 s is exceeded"), "{policy}\n{message}");
    }
}

#[test]
fn what_takes_too_much_memory_names_the_memory_limit() {
    let message = refused(
        "big := concat(\"\", [\"aaaaaaaaaaaaaaaaaaaa\" | some i in numbers.range(1, 1000)])\n\
         huge := concat(\"\", [big | some i in numbers.range(1, 1000)])\n\
         p := count([s | some i in numbers.range(1, 10000); s := concat(\"\", [huge, sprintf(\"%d\", [i])])])",
    );
    let named = ["the memory limit of 256 MiB is exceeded", "builtins have made more than 512 MiB"];
    assert!(named.iter().any(|limit| message.contains(limit)), "{message}");
}

#[test]
fn a_text_that_doubles_names_the_longest_text() {
    let message = refused(&doubled(
        "\"aaaaaaaa\"",
        |number| format!("concat(\"\", [x{number}, x{number}])"),
        "p := count(x60)",
    ));
    assert!(message.contains("longer than 67108864 bytes"), "{message}");
}

#[test]
fn an_array_that_doubles_names_the_size_of_its_type() {
    for last in ["p := x60", "p := count(json.marshal(x60))", "p if x60 == input"] {
        let twice = |number| format!("[x{number}, x{number}]");
        let message = refused(&doubled("[1, 2]", twice, last));
        assert!(message.contains("the type of this has more than"), "{message}");
    }
}

#[test]
fn functions_that_hide_how_an_array_doubles_end_all_the_same() {
    let mut text = "f0(x) := [x, x]\n".to_owned();
    for number in 0..60 {
        let _ = writeln!(text, "f{}(x) := f{number}([x, x])", number + 1);
    }
    for last in [
        "p := x",
        "p := count(json.marshal(x))",
        "p if x == f60(numbers.range(1, 2))",
        "p := count([1 | walk(x, _)])",
    ] {
        refused(&format!("{text}x := f60(numbers.range(1, 2))\n{last}"));
    }
}

#[test]
fn replacements_that_multiply_name_how_many_there_may_be() {
    let mut text = String::new();
    for number in 0..20 {
        let _ = writeln!(text, "f{number} := {number}");
        let _ = writeln!(
            text,
            "g{} := [g{number}, a] if a := g{number} with f{number} as 7",
            number + 1
        );
    }
    let all: Vec<_> = (0..20).map(|number| format!("f{number}")).collect();
    let message = refused(&format!("{text}g0 := [{}]\np := count(g20)", all.join(", ")));
    assert!(
        message.contains("in more than 5000 combinations") || message.contains("the type of this"),
        "{message}"
    );
}

#[test]
fn a_range_a_width_and_an_integer_have_bounds_of_their_own() {
    for (policy, limit) in [
        ("p := numbers.range(1, 1000000000)", "more than 1000000 numbers"),
        ("p := bits.lsh(1, 1000000000000)", "more than 1088 bits"),
        ("p := product(numbers.range(1, 100000))", "more than 1088 bits"),
        ("p := net.cidr_expand(\"::/64\")", "more than 131072 addresses"),
    ] {
        let message = refused(policy);
        assert!(message.contains(limit), "{policy}\n{message}");
    }
}

#[test]
fn a_long_chain_of_rules_has_its_value() {
    let workspace = Workspace::new();
    let chain: String = (0..2_000).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "r{number} := r{} + 1", number + 1);
        text
    });
    workspace.write("p.rego", format!("package h\n{chain}r2000 := 0\n").as_bytes());
    let run = workspace.run(&["eval", "x := data.h.r0", "--policy", "p.rego"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "x = 2000\n"), "{}", run.stderr);
}

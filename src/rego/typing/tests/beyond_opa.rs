//! What OPA lets pass: mistakes of a gate that has schemas, warnings otherwise.

use super::{Schemas, gate, printed, typed};
use insta::assert_snapshot;

fn refused(rules: &str) -> String {
    printed(&typed(rules, &gate()).1)
}

fn warned(rules: &str) -> String {
    let (types, mistakes) = typed(rules, &Schemas::default());
    assert_eq!(printed(&mistakes), "");
    printed(&types.warnings)
}

#[test]
fn a_misspelt_family_of_evidence_is_refused() {
    assert_snapshot!(refused("x if some t in input.test"), @"2:22 `input.test` is never there (undefined: the rule would never fire; did you mean `tests`?)");
}

#[test]
fn a_misspelt_field_is_found_through_variables_functions_and_every() {
    assert_snapshot!(refused(r#"
x if input.tests[_].cases[_].statsu == "failed"
y if { some t in input.tests; some c in t.cases; c.statsu }
z if every t in input.tests { t.casse }
u := {c.nam | some t in input.tests; some c in t.cases}
cases := [c | some c in input.tests[_].cases]
v if cases[_].statsu
w if not input.subject.nmae
"#), @"
    3:30 `input.tests[_].cases[_].statsu` is never there (undefined: the rule would never fire; did you mean `status`?)
    4:52 `c.statsu` is never there (undefined: the rule would never fire; did you mean `status`?)
    5:33 `t.casse` is never there (undefined: the rule would never fire; did you mean `cases`?)
    6:9 `c.nam` is never there (undefined: the rule would never fire; did you mean `name`?)
    8:15 `cases[_].statsu` is never there (undefined: the rule would never fire; did you mean `status`?)
    9:24 `input.subject.nmae` is never there (undefined: this would always hold; did you mean `name`?)
    ");
}

#[test]
fn a_string_that_is_never_there_is_refused() {
    assert_snapshot!(refused(r#"
a if input.tests[_].cases[_].status == "faild"
b if { some t in input.tests; some c in t.cases; c.status in {"failed", "errord"} }
c if { "faild" != input.tests[0].cases[0].status }
d if data.params.severity == "hihg"
statuses := {c.status | some c in input.tests[_].cases}
e if "faild" in statuses
f if statuses["faild"]
bad := {"faild", "errord"}
g if input.tests[_].cases[_].status in bad
weight := {"hihg": 3, "lwo": 1}
h := weight[data.params.severity]
i if every c in input.tests[0].cases { c.status != "faild" }
"#), @"
    3:40 `input.tests[_].cases[_].status` is never `faild` (it is one of errored, failed, passed, skipped, unknown; did you mean `failed`?)
    4:73 `c.status` is never `errord` (it is one of errored, failed, passed, skipped, unknown; did you mean `errored`?)
    5:8 `input.tests[0].cases[0].status` is never `faild` (it is one of errored, failed, passed, skipped, unknown; did you mean `failed`?)
    6:30 `data.params.severity` is never `hihg` (it is one of high, low; did you mean `high`?)
    8:6 `statuses` is never `faild` (it is one of errored, failed, passed, skipped, unknown; did you mean `failed`?)
    9:15 it is never `faild` (it is one of errored, failed, passed, skipped, unknown; did you mean `failed`?)
    11:40 `input.tests[_].cases[_].status` is none of faild, errord (it is one of errored, failed, passed, skipped, unknown)
    13:13 `data.params.severity` is none of hihg, lwo (it is one of high, low)
    14:52 `c.status` is never `faild` (it is one of errored, failed, passed, skipped, unknown; did you mean `failed`?)
    ");
}

#[test]
fn strings_that_can_be_there_are_accepted() {
    let rules = r#"
a if input.tests[_].cases[_].status in {"failed", "errored"}
bad := {"failed", "unheard of elsewhere"}
b if input.tests[_].cases[_].status in bad
weight := {"high": 3, "low": 1, "none": 0}
c := weight[data.params.severity]
d if input.gate.stage == null
e if input.gate.stage == "any"
f(status) if status == "anything"
g if f(input.tests[0].cases[0].status)
h if data.other.params == "x"
"#;
    assert_eq!(refused(rules), "");
}

#[test]
fn a_parameter_that_is_not_declared_is_refused() {
    assert_snapshot!(refused("x if data.params.limt > 3"), @"2:18 `data.params.limt` is never there (undefined: the rule would never fire; did you mean `limit`?)");
}

#[test]
fn what_a_test_gives_as_input_is_named_as_input_is() {
    assert_snapshot!(refused("x if true with input.tetss as []"), @"2:11 `input.tetss` is never there (no policy is given this; did you mean `tests`?)");
    assert_eq!(refused("x if true with input.tests as []"), "");
}

#[test]
fn what_is_always_the_same_is_a_warning() {
    assert_snapshot!(warned(r#"
a := 1 == "a"
b if 1 < "a"
c if "a" in [1, 2]
d if 1 in 3
e if every y in 3 { y }
f if every y in [1] { startswith(y, "a") }
g if every y in [{"a": 1}] { y.b }
"#), @"
    3:6 `==` compares `number` with `string` (always gives the same; compare what is of the same type)
    4:6 `<` compares `number` with `string` (always gives the same; compare what is of the same type)
    5:6 `string` is never in `array<number, number>` (never holds)
    6:6 `number` is never in `number` (never holds)
    7:17 `every` does not go through `number` (never holds; `every` goes through arrays, objects and sets)
    8:34 `startswith` does not take `number` (argument 1 of `startswith` is `string`)
    9:32 `y.b` is never there (undefined: the rule would never fire; it has a)
    ");
}

#[test]
fn without_schemas_nothing_is_known_of_input() {
    let rules = r#"x if { some t in input.test; t.statsu == "faild"; t == 1 }"#;
    assert_eq!(warned(rules), "");
}

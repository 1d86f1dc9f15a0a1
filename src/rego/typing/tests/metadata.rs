//! Schemas that METADATA names.

use super::{Schemas, gate, infer, printed, program};
use insta::assert_snapshot;
use serde_json::json;

fn refused(files: &[&str], schemas: &Schemas) -> String {
    printed(&infer(&program(files), schemas).1)
}

fn named() -> Schemas {
    let schema = |name: &str| json!({"type": "object", "properties": {(name): {"type": "string"}}});
    let named = ["one", "two"].map(|name| (vec![name.into()], schema(name)));
    Schemas { named: named.into(), ..Schemas::default() }
}

#[test]
fn a_rule_is_given_what_its_metadata_says() {
    let text = "package p

# METADATA
# schemas:
#   - input: schema.one
a := input.two

b := input.two

# METADATA
# schemas:
#   - input.below: {type: object, properties: {name: {type: string}}}
c if { input.below.nmae; input.beside }
";
    assert_snapshot!(refused(&[text], &named()), @"
    6:12 `input.two` is never there (undefined: the rule would never fire; it has one)
    13:20 `input.below.nmae` is never there (undefined: the rule would never fire; did you mean `name`?)
    ");
}

#[test]
fn the_nearer_schema_counts() {
    let text = "# METADATA
# scope: package
# schemas:
#   - input: schema.one
package p

a := input.two

# METADATA
# scope: document
# schemas:
#   - input: schema.two
b := input.two if input.two

b := input.two

# METADATA
# scope: rule
# schemas:
#   - input: schema.two
c := input.two

c := input.one
";
    assert_snapshot!(refused(&[text], &named()), @"7:12 `input.two` is never there (undefined: the rule would never fire; it has one)");
}

#[test]
fn packages_below_are_given_what_those_above_say() {
    let above = "# METADATA
# scope: subpackages
# schemas:
#   - data.acl: schema.one
package p
";
    let below = "package p.q

a := data.acl.two

b := data.acl.one
";
    assert_snapshot!(refused(&[above, below], &named()), @"3:15 `data.acl.two` is never there (undefined: the rule would never fire; it has one)");
}

#[test]
fn a_schema_that_is_not_there_is_a_mistake() {
    let text = "package p

# METADATA
# schemas:
#   - input: schema.three
a := input.two
";
    assert_snapshot!(refused(&[text], &named()), @"6:1 there is no schema `three` (its METADATA refers to it)");
}

#[test]
fn a_gate_without_named_schemas_still_knows_its_input() {
    let text = "package p

# METADATA
# schemas:
#   - input: schema.input
#   - data.acl: schema.acl
a if { input.subject.nmae; data.acl.any }
";
    assert_snapshot!(refused(&[text], &gate()), @"7:22 `input.subject.nmae` is never there (undefined: the rule would never fire; did you mean `name`?)");
}

#[test]
fn metadata_adds_to_what_the_gate_knows() {
    let text = "package p

# METADATA
# schemas:
#   - input.subject.name: {type: number}
a if { input.subject.name > 3; input.subject.nmae }
";
    assert_snapshot!(refused(&[text], &gate()), @"6:46 `input.subject.nmae` is never there (undefined: the rule would never fire; did you mean `name`?)");
}

#[test]
fn without_schemas_metadata_says_nothing_as_under_opa_eval() {
    let text = "package p

# METADATA
# schemas:
#   - input: schema.one
a := input.two
";
    assert_eq!(refused(&[text], &Schemas::default()), "");
}

//! What documents read and need.

use super::{Schemas, program, typed};
use crate::rego::types::Type;
use crate::rego::typing::{Uses, infer};

fn reads(uses: &Uses) -> Vec<String> {
    uses.reads.iter().map(|path| path.join(".")).collect()
}

#[test]
fn a_document_reads_what_is_constant_of_its_paths() {
    let rules =
        "x if { some t in input.tests; t.cases; input.gate[t.name].a; data.params.limit > 3 }
y := [v | walk(input, [_, v])]
z if x";
    let (types, _) = typed(rules, &Schemas::default());
    let [x, y, z] = &types.uses[..] else { panic!("three documents") };
    assert_eq!(reads(x), ["data.params.limit", "input.gate", "input.tests"]);
    assert_eq!(reads(y), ["input"]);
    assert_eq!(reads(z), Vec::<String>::new());
    assert_eq!(z.documents.len(), 1);
}

#[test]
fn a_package_reads_its_documents_and_what_is_beside_them() {
    let (types, _) = infer_two(
        "package p.a\n\nx := 1\n\nf(_) := 1\n",
        "package q\n\ny := [v | v := data.p[_].x]\n",
    );
    let y = &types.uses[2];
    assert_eq!(reads(y), ["data.p"]);
    assert_eq!(y.documents.len(), 1);
}

#[test]
fn steps_that_are_not_constant_are_known() {
    let (types, _) = typed(
        "x if { some i; input.tests[i].cases; input.gate.name; y[i] }\ny := [1]",
        &Schemas::default(),
    );
    assert_eq!(types.dynamic().len(), 2);
}

#[test]
fn a_document_and_a_variable_have_a_type() {
    let (types, _) = typed("x := {\"a\": 1}\ny := z if z := x.a", &Schemas::default());
    assert_eq!(types.documents[0].to_string(), "object<a: number>");
    assert_eq!(types.documents[1], Type::Number);
    assert_eq!(types.locals, [Type::Number]);
}

#[test]
fn a_long_chain_of_rules_is_no_deep_recursion() {
    let rules: Vec<_> = (0..5_000).map(|n| format!("r{n} := r{}\n", n + 1)).collect();
    let (types, mistakes) = typed(&format!("{}r5000 := 1", rules.concat()), &Schemas::default());
    assert!(mistakes.is_empty());
    assert!(types.documents.iter().all(|of| *of == Type::Number));
}

fn infer_two(one: &str, two: &str) -> (super::Types, Vec<crate::rego::Mistake>) {
    infer(&program(&[one, two]), &Schemas::default())
}

//! What speaks of policies themselves, and what is called without being written.

use super::{ANY, BOOL, STRING, Signature, array, object, set, signature};

pub(super) static TABLE: &[Signature] = &[
    signature!("internal.print", [array(set(ANY))] => BOOL),
    signature!("internal.template_string", [array(ANY)] => STRING),
    signature!("internal.test_case", [array(ANY)] => BOOL),
    signature!("print", [] => BOOL).variadic(),
    signature!("rego.metadata.chain", [] => array(ANY)),
    signature!("rego.metadata.rule", [] => ANY),
    signature!("rego.parse_module", [STRING, STRING] => object(STRING, ANY)).refused(
        "policies as evidence are read as text, not as syntax",
        "check them with `gatewright lint`, and give its report as evidence",
    ),
    signature!("trace", [STRING] => BOOL),
];

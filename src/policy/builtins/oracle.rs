//! What OPA 1.20.2 gives, in tables: the name of a builtin, its operands, and the result, `error` or `undefined`; or
//! `refused` where OPA has a result that cannot be had here.

use super::{ALL, Context, Failure, Outcome, json_reader};
use regorus::Value;

/// Asserts each row of a table.
pub(super) fn check(table: &[(&str, &str, &str)]) {
    for (name, operands, wanted) in table {
        let operands = json_reader::read(operands).expect("the operands are JSON");
        let operands = operands.as_array().expect("the operands are an array");
        let got = match call(name, operands.as_slice()) {
            Ok(Value::Undefined) => "undefined".to_owned(),
            Ok(value) => marshalled(value),
            Err(Failure::Error(_)) => "error".to_owned(),
            Err(Failure::Refused(_)) => "refused".to_owned(),
        };
        let wanted = json_reader::read(wanted).map_or((*wanted).to_owned(), marshalled);
        assert_eq!(got, wanted, "{name} of {operands:?}");
    }
}

fn call(name: &str, operands: &[Value]) -> Outcome {
    let now = "2026-11-23T01:02:03.004Z".parse().expect("the instant is one");
    let mut builtins = ALL.iter().flat_map(|builtins| builtins.iter());
    let builtin = builtins.find(|builtin| builtin.name == name);
    (builtin.unwrap_or_else(|| panic!("there is no builtin `{name}`")).call)(
        &Context { now },
        operands,
    )
}

fn marshalled(value: Value) -> String {
    let text = call("json.marshal", &[value]).expect("the value can be JSON");
    text.as_string().expect("JSON is text").to_string()
}

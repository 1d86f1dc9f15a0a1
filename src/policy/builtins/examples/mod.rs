//! What OPA 1.20.2 gives: each row of a table is a builtin, its operands as JSON, and the result as OPA prints it, or
//! `error`. A set is written `{"$set": […]}`, and an object whose keys are no strings `{"$obj": [[key, value], …]}`.

mod arrays;
mod globs;
mod graphs;
mod json;
mod limits;
mod objects;
mod regular_expressions;
mod schemas;
mod sets;
mod strings;
mod templates;

use super::{ALL, Context, Failure, Outcome, json_reader, quote};
use regorus::Value;
use regorus::value::{Object, Set};

fn check(table: &[(&str, &str, &str)]) {
    for (name, operands, wanted) in table {
        let got = match call(name, operands) {
            Ok(value) => quote::term(&value).expect("the result can be printed"),
            Err(Failure::Error(_)) => "error".to_owned(),
            Err(Failure::Refused(message)) => format!("refused: {message}"),
        };
        assert_eq!(got, *wanted, "{name} of {operands}");
    }
}

fn call(name: &str, operands: &str) -> Outcome {
    let operands = json_reader::read(operands).expect("the operands are JSON");
    let operands: Vec<Value> = items(&operands).map(untagged).collect();
    apply(name, &operands)
}

fn apply(name: &str, operands: &[Value]) -> Outcome {
    let mut builtins = ALL.iter().flat_map(|builtins| builtins.iter());
    let builtin = builtins.find(|builtin| builtin.name == name).expect("the builtin is known");
    (builtin.call)(&Context { now: jiff::Timestamp::UNIX_EPOCH }, operands)
}

fn untagged(value: &Value) -> Value {
    let field = |name: &str| value.as_object().ok()?.get(&Value::from(name));
    match value {
        Value::Array(items) => Value::from(items.iter().map(untagged).collect::<Vec<_>>()),
        Value::Object(fields) => match (field("$set"), field("$obj")) {
            (Some(members), _) => items(members).map(untagged).collect::<Set>().into_value(),
            (_, Some(pairs)) => {
                let pairs = items(pairs).map(|pair| (untagged(&pair[0]), untagged(&pair[1])));
                pairs.collect::<Object>().into_value()
            }
            _ => {
                let fields = fields.iter().map(|(key, value)| (key.clone(), untagged(value)));
                fields.collect::<Object>().into_value()
            }
        },
        other => other.clone(),
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().expect("it is an array").iter()
}

//! `json.match_schema` and `json.verify_schema`, as OPA has them from its copy of `gojsonschema`: drafts 4, 6 and 7, or what
//! all of them have where a schema does not say which. What OPA would fetch is refused.

mod collections;
mod compile;
mod finding;
mod format;
mod keywords;
mod model;
mod text;
mod validate;

use super::{Builtin, Failure, MAX_ITEMS, Outcome, json, json_reader};
use finding::Complaint;
use model::Compiled;
use regorus::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "json.match_schema", call: |_, operands| match_schema(operands) },
    Builtin { name: "json.verify_schema", call: |_, operands| verify_schema(&operands[0]) },
];

/// So many compiled schemas are kept.
const MAX_KEPT: usize = 16;

/// Whether a document is as a schema says, and what is wrong with it.
fn match_schema(operands: &[Value]) -> Outcome {
    let document = document(&operands[0])?;
    let complaints = compiled(&operands[1])?.validate(&document, MAX_ITEMS)?;
    let is_valid = Value::from(complaints.is_empty());
    let complaints: Vec<Value> = complaints.iter().map(Complaint::to_value).collect();
    Ok(Value::from(vec![is_valid, Value::from(complaints)]))
}

/// Whether a schema is one, and what is wrong with it.
fn verify_schema(schema: &Value) -> Outcome {
    let (is_valid, message) = match compiled(schema) {
        Ok(_) => (true, Value::Null),
        Err(Failure::Error(message)) => (false, Value::from(format!("jsonschema: {message}"))),
        Err(refused) => return Err(refused),
    };
    Ok(Value::from(vec![Value::from(is_valid), message]))
}

fn compiled(schema: &Value) -> Result<Rc<Compiled>, Failure> {
    thread_local! {
        static KEPT: RefCell<BTreeMap<Value, Rc<Compiled>>> = const { RefCell::new(BTreeMap::new()) };
    }
    if let Some(kept) = KEPT.with_borrow(|kept| kept.get(schema).cloned()) {
        return Ok(kept);
    }
    let compiled = Rc::new(Compiled::new(&document(schema)?)?);
    KEPT.with_borrow_mut(|kept| {
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert(schema.clone(), compiled.clone());
    });
    Ok(compiled)
}

/// What a value is as JSON; a string is taken for its text.
fn document(value: &Value) -> Outcome {
    match value {
        Value::String(text) => json_reader::read(text).map_err(|failure| match failure {
            Failure::Error(_) => Failure::Error("invalid JSON string".to_owned()),
            refused @ Failure::Refused(_) => refused,
        }),
        Value::Array(_) | Value::Object(_) => json::plain(value),
        _ => Err(Failure::Error("wrong type, expected string or object".to_owned())),
    }
}

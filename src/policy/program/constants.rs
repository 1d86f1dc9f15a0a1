//! Values that are known when a program is loaded.

use crate::policy::builtins::{printed, written};
use crate::rego::lower::{Constant, Number};
use crate::rego::{Mistake, ir};
use regorus::Value;
use std::collections::{BTreeMap, BTreeSet};

/// All constants, by the names by which the text calls them.
pub(super) fn values(constants: &[Constant]) -> Value {
    let named = |(index, constant)| (Value::from(format!("k{index}")), value(constant));
    Value::from(constants.iter().enumerate().map(named).collect::<BTreeMap<_, _>>())
}

/// OPA keeps the text of a number. What is wrong with this one, if it cannot be kept and that would be seen.
pub(super) fn mistake(program: &ir::Program, number: &Number) -> Option<Mistake> {
    let text = &number.text;
    let printed = written(text).map(|value| printed(&value));
    let (message, help) = match printed {
        None => (
            format!("the number `{text}` has more digits than can be kept here"),
            "write it with fewer digits, or as a string".to_owned(),
        ),
        Some(printed) if number.shown && printed.as_ref() != Some(text) => (
            format!("the number `{text}` cannot be kept as it is written, as OPA does"),
            match printed {
                Some(printed) => format!("write `{printed}`, or a string"),
                None => "write it as a string".to_owned(),
            },
        ),
        Some(_) => return None,
    };
    Some(program.mistake(number.place, "gatewright::policy::number", message).help(help))
}

fn value(constant: &Constant) -> Value {
    match constant {
        Constant::Null => Value::Null,
        Constant::Bool(value) => Value::from(*value),
        Constant::Number(text) => written(text).unwrap_or(Value::Undefined),
        Constant::String(text) => Value::from(text.as_str()),
        Constant::Array(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        Constant::Set(items) => Value::from(items.iter().map(value).collect::<BTreeSet<_>>()),
        Constant::Object(items) => {
            let pairs = items.iter().map(|(key, item)| (value(key), value(item)));
            Value::from(pairs.collect::<BTreeMap<_, _>>())
        }
    }
}

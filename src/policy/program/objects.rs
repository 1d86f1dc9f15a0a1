//! Objects that are put together from several rules.

use crate::policy::builtins::{Failure, Outcome};
use regorus::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A package as a whole: data at its path if there is any, the levels that are there although they may be empty, and what
/// is defined, each with its path in a set that is empty where it is undefined.
pub(super) fn package(args: &[Value]) -> Outcome {
    let [base, levels, parts] = args else {
        return Err(Failure::Error("a package has three parts".into()));
    };
    let mut whole = members(base).next().cloned().unwrap_or_else(Value::new_object);
    for level in items(levels) {
        put(&mut whole, items(level), None);
    }
    for part in items(parts) {
        if let [path, value] = items(part)
            && let Some(value) = members(value).next()
        {
            put(&mut whole, items(path), Some(value));
        }
    }
    Ok(whole)
}

/// An object that is written out, from its fields. Two keys that turn out to be equal are refused: which of the two values
/// OPA keeps depends on how the keys are written.
pub(super) fn written(args: &[Value]) -> Outcome {
    let mut object = BTreeMap::new();
    for field in items(&args[0]) {
        let [key, value] = items(field) else { continue };
        if object.insert(key.clone(), value.clone()).is_some() {
            return Err(Failure::Refused(
                "two keys of an object have the same value here; write them so that they differ"
                    .into(),
            ));
        }
    }
    Ok(Value::from(object))
}

/// Where data has something else than an object on the way, that stays.
fn put(whole: &mut Value, path: &[Value], value: Option<&Value>) {
    let Value::Object(object) = whole else { return };
    let Some((first, rest)) = path.split_first() else { return };
    let object = std::sync::Arc::make_mut(object);
    if rest.is_empty()
        && let Some(value) = value
    {
        object.insert(first.clone(), value.clone());
    } else {
        put(object.get_or_insert_with(first.clone(), Value::new_object), rest, value);
    }
}

/// A step into base data. OPA finds data by text, so that a number leads to the field that is named so and a string to the
/// item of that number, but not under `with`; here that is refused.
pub(super) fn at(args: &[Value]) -> Outcome {
    let (from, key) = (&args[0], &args[1]);
    let by_text = match (from, key) {
        (Value::Object(fields), Value::Number(_)) => {
            fields.get(&Value::from(key.to_string())).is_some()
        }
        (Value::Array(_), Value::String(text)) => text.parse::<f64>().is_ok(),
        _ => false,
    };
    if by_text {
        return Err(Failure::Refused(format!(
            "OPA finds data by text here, and the key {key} leads somewhere only so: convert it with `to_number` or `format_int`"
        )));
    }
    Ok(from[key].clone())
}

/// A part of an object of several levels.
enum Node {
    Leaf(Value),
    Set(BTreeSet<Value>),
    Object(BTreeMap<Value, Self>),
}

/// An object of several levels from its leaves: pairs of a path and a value in an array or a member in a set.
pub(super) fn nested(args: &[Value]) -> Outcome {
    let mut root = Node::Object(BTreeMap::new());
    for leaf in args.iter().flat_map(members) {
        if let [path, value] = items(leaf) {
            grow(&mut root, items(path), value)?;
        }
    }
    Ok(finish(root))
}

fn grow(node: &mut Node, path: &[Value], value: &Value) -> Result<(), Failure> {
    let conflict =
        || Err(Failure::Refused("an object has more than one value for the same key".into()));
    let Node::Object(object) = node else { return conflict() };
    let Some((first, rest)) = path.split_first() else { return conflict() };
    let new = match value {
        _ if !rest.is_empty() => Node::Object(BTreeMap::new()),
        Value::Set(members) => Node::Set(members.iter().cloned().collect()),
        value => Node::Leaf(value[0].clone()),
    };
    match (object.get_mut(first), new) {
        (Some(old), _) if !rest.is_empty() => grow(old, rest, value),
        (Some(Node::Leaf(old)), Node::Leaf(new)) if *old == new => Ok(()),
        (Some(Node::Set(old)), Node::Set(mut new)) => {
            old.append(&mut new);
            Ok(())
        }
        (Some(_), _) => conflict(),
        (None, new) => {
            let new = object.entry(first.clone()).or_insert(new);
            if rest.is_empty() { Ok(()) } else { grow(new, rest, value) }
        }
    }
}

fn finish(node: Node) -> Value {
    match node {
        Node::Leaf(value) => value,
        Node::Set(members) => Value::from(members),
        Node::Object(items) => Value::from(
            items.into_iter().map(|(key, node)| (key, finish(node))).collect::<BTreeMap<_, _>>(),
        ),
    }
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], |items| items.as_slice())
}

fn members(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_set().into_iter().flat_map(|members| members.iter())
}

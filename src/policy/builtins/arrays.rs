//! `array.*`.

use super::operand::{array, index};
use super::{Builtin, Outcome, bounds};
use regorus::Value;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "array.concat", call: |_, operands| concat(operands) },
    Builtin { name: "array.flatten", call: |_, operands| flatten(operands) },
    Builtin { name: "array.reverse", call: |_, operands| reverse(operands) },
    Builtin { name: "array.slice", call: |_, operands| slice(operands) },
];

fn concat(operands: &[Value]) -> Outcome {
    let (first, second) = (array(1, &operands[0])?, array(2, &operands[1])?);
    bounds::items(first.len() + second.len())?;
    Ok(Value::from(first.iter().chain(second.iter()).cloned().collect::<Vec<_>>()))
}

/// One level of arrays goes; sets in it stay.
fn flatten(operands: &[Value]) -> Outcome {
    let mut flat = Vec::new();
    for item in array(1, &operands[0])? {
        match item {
            Value::Array(items) => flat.extend(items.iter().cloned()),
            item => flat.push(item.clone()),
        }
        bounds::items(flat.len())?;
    }
    Ok(Value::from(flat))
}

fn reverse(operands: &[Value]) -> Outcome {
    Ok(Value::from(array(1, &operands[0])?.iter().rev().cloned().collect::<Vec<_>>()))
}

/// From the first index to before the second, as far as the array goes.
fn slice(operands: &[Value]) -> Outcome {
    let (items, from, to) =
        (array(1, &operands[0])?, index(2, &operands[1])?, index(3, &operands[2])?);
    let clamp = |index: i64, most: usize| usize::try_from(index.max(0)).unwrap_or(most).min(most);
    let to = clamp(to, items.len());
    let from = clamp(from, to);
    Ok(Value::from(items.iter().skip(from).take(to - from).cloned().collect::<Vec<_>>()))
}

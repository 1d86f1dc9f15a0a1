//! `walk`.

use super::{Builtin, Failure, Outcome, bounds, ordering};
use regorus::Value;

pub(super) const BUILTINS: &[Builtin] =
    &[Builtin { name: "walk", call: |_, operands| walk(&operands[0]) }];

/// Everything in a value with the path that leads to it, the value itself first: an array of pairs, in OPA's order. It is a
/// relation: whoever calls it takes each pair for a result.
fn walk(value: &Value) -> Outcome {
    let mut pairs = Pairs { found: Vec::new(), length: 0 };
    pairs.add(&mut Vec::new(), value)?;
    Ok(Value::from(pairs.found))
}

struct Pairs {
    found: Vec<Value>,
    /// Of all paths together.
    length: usize,
}

impl Pairs {
    fn add(&mut self, path: &mut Vec<Value>, value: &Value) -> Result<(), Failure> {
        self.length += path.len();
        bounds::items(self.found.len() + self.length / 8)?;
        self.found.push(Value::from(vec![Value::from(path.clone()), value.clone()]));
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.add_below(path, Value::from(index), item)?;
                }
            }
            Value::Object(fields) => {
                for (key, value) in ordering::sorted_fields(fields.iter()) {
                    self.add_below(path, key.clone(), value)?;
                }
            }
            Value::Set(members) => {
                for member in ordering::sorted(members.iter()) {
                    self.add_below(path, member.clone(), member)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn add_below(
        &mut self,
        path: &mut Vec<Value>,
        key: Value,
        value: &Value,
    ) -> Result<(), Failure> {
        path.push(key);
        self.add(path, value)?;
        path.pop();
        Ok(())
    }
}

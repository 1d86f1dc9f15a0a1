//! `yaml.*`: YAML 1.1 as OPA reads and writes it. Scalars, keys and merges mean what they mean to OPA; the syntax is parsed
//! as YAML 1.2, and texts that the two may read differently are refused.

mod read;
mod scalar;
mod write;

use super::operand::string;
use super::{Builtin, Context, Failure, Outcome};
use regorus::Value;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "yaml.is_valid", call: is_valid },
    Builtin {
        name: "yaml.marshal",
        call: |_, operands| write::write(&operands[0]).map(Value::from),
    },
    Builtin { name: "yaml.unmarshal", call: |_, operands| read::read(string(1, &operands[0])?) },
];

fn is_valid(_: &Context, operands: &[Value]) -> Outcome {
    let Value::String(text) = &operands[0] else { return Ok(false.into()) };
    match read::read(text) {
        Ok(_) => Ok(true.into()),
        Err(Failure::Error(_)) => Ok(false.into()),
        Err(refused) => Err(refused),
    }
}

#[cfg(test)]
mod tests;

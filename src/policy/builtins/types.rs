//! What type a value has.

use super::operand::{self, type_name, wrong_type};
use super::{Builtin, Outcome};
use regorus::Value;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "type_name", call: |_, args| Ok(type_name(&args[0]).into()) },
    Builtin { name: "is_null", call: |_, args| is("null", args) },
    Builtin { name: "is_boolean", call: |_, args| is("boolean", args) },
    Builtin { name: "is_number", call: |_, args| is("number", args) },
    Builtin { name: "is_string", call: |_, args| is("string", args) },
    Builtin { name: "is_array", call: |_, args| is("array", args) },
    Builtin { name: "is_object", call: |_, args| is("object", args) },
    Builtin { name: "is_set", call: |_, args| is("set", args) },
    Builtin { name: "cast_null", call: |_, args| cast("null", args) },
    Builtin { name: "cast_boolean", call: |_, args| cast("boolean", args) },
    Builtin { name: "cast_string", call: |_, args| cast("string", args) },
    Builtin { name: "cast_object", call: |_, args| cast("object", args) },
    Builtin { name: "cast_array", call: |_, args| to_array(&args[0]) },
    Builtin { name: "cast_set", call: |_, args| to_set(&args[0]) },
];

fn is(wanted: &str, args: &[Value]) -> Outcome {
    Ok((type_name(&args[0]) == wanted).into())
}

fn cast(wanted: &str, args: &[Value]) -> Outcome {
    if type_name(&args[0]) == wanted {
        Ok(args[0].clone())
    } else {
        Err(wrong_type(1, &args[0], wanted))
    }
}

fn to_array(value: &Value) -> Outcome {
    let items = operand::items(1, value)?;
    Ok(items.into_iter().cloned().collect::<Vec<_>>().into())
}

fn to_set(value: &Value) -> Outcome {
    let items = operand::items(1, value)?;
    Ok(items.into_iter().cloned().collect::<regorus::value::Set>().into())
}

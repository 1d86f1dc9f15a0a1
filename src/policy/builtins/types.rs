//! What type a value has.

use super::operand::{self, type_name, wrong_type};
use super::{Builtin, Outcome};
use regorus::Value;
use regorus::value::Set;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "type_name", call: |_, args| Ok(type_name(&args[0]).into()) },
    Builtin { name: "is_null", call: |_, args| Ok(is("null", args).into()) },
    Builtin { name: "is_boolean", call: |_, args| Ok(is("boolean", args).into()) },
    Builtin { name: "is_number", call: |_, args| Ok(is("number", args).into()) },
    Builtin { name: "is_string", call: |_, args| Ok(is("string", args).into()) },
    Builtin { name: "is_array", call: |_, args| Ok(is("array", args).into()) },
    Builtin { name: "is_object", call: |_, args| Ok(is("object", args).into()) },
    Builtin { name: "is_set", call: |_, args| Ok(is("set", args).into()) },
    Builtin { name: "cast_null", call: |_, args| cast("null", args) },
    Builtin { name: "cast_boolean", call: |_, args| cast("boolean", args) },
    Builtin { name: "cast_string", call: |_, args| cast("string", args) },
    Builtin { name: "cast_object", call: |_, args| cast("object", args) },
    Builtin { name: "cast_array", call: |_, args| to_array(&args[0]) },
    Builtin { name: "cast_set", call: |_, args| to_set(&args[0]) },
];

fn is(wanted: &str, args: &[Value]) -> bool {
    type_name(&args[0]) == wanted
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
    let mut members = Set::default();
    for item in operand::items(1, value)? {
        // Of those that are equal, such as 1 and 1.0, the first stays.
        members.insert(item.clone());
    }
    Ok(members.into())
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    /// What OPA 1.20.2 gives.
    #[test]
    fn names_types_as_opa_does() {
        check(&[
            ("type_name", &["null"], r#""null""#),
            ("type_name", &["1"], r#""number""#),
            ("type_name", &["#[]"], r#""set""#),
            ("type_name", &["{}"], r#""object""#),
            ("is_set", &["#[]"], "true"),
            ("is_set", &["[]"], "false"),
            ("is_null", &["null"], "true"),
            ("is_null", &["0"], "false"),
        ]);
    }

    #[test]
    fn casts_only_make_arrays_of_sets_and_sets_of_arrays() {
        check(&[
            ("cast_array", &["#[2, 1]"], "[1, 2]"),
            ("cast_set", &["[2, 1, 1.0]"], "{1, 2}"),
            ("cast_set", &["{}"], "error"),
            ("cast_string", &[r#""a""#], r#""a""#),
            ("cast_string", &["1"], "error"),
            ("cast_null", &["null"], "null"),
            ("cast_boolean", &["true"], "true"),
            ("cast_object", &["[]"], "error"),
        ]);
    }
}

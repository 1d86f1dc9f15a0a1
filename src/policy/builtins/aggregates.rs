//! Functions over what collections hold.

use super::number::{self, Decimal, Float};
use super::operand::{self, type_name, wrong_type};
use super::{Builtin, Context, Failure, Outcome, ordering};
use num_bigint::BigInt;
use regorus::Value;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "count", call: count },
    Builtin { name: "sum", call: sum },
    Builtin { name: "product", call: product },
    Builtin { name: "max", call: max },
    Builtin { name: "min", call: min },
    Builtin { name: "sort", call: sort },
    Builtin { name: "all", call: all },
    Builtin { name: "any", call: any },
];

fn count(_: &Context, args: &[Value]) -> Outcome {
    let count = match &args[0] {
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        Value::Set(members) => members.len(),
        Value::String(text) => text.chars().count(),
        other => return Err(wrong_type(1, other, "one of {array, object, set, string}")),
    };
    Ok(count.into())
}

fn sum(_: &Context, args: &[Value]) -> Outcome {
    let items = operand::items(1, &args[0])?;
    let small = |sum: i64, item: &&Value| sum.checked_add(number::small(item)?);
    if let Some(sum) = items.iter().try_fold(0, small) {
        return Ok(sum.into());
    }
    let numbers = numbers(items)?;
    if let Some(integers) = integers(&numbers) {
        return number::integer_value(integers.into_iter().sum());
    }
    let floats = numbers.iter().map(Decimal::float);
    number::hold_float(&floats.fold(Float::zero(), |sum, float| sum.add(&float)))
}

fn product(_: &Context, args: &[Value]) -> Outcome {
    let numbers = numbers(operand::items(1, &args[0])?)?;
    if let Some(integers) = integers(&numbers) {
        return exact_product(integers);
    }
    let floats = numbers.iter().map(Decimal::float);
    let product = floats.fold(Float::short_one(), |product, float| product.multiply(&float));
    number::hold_float(&product)
}

/// Ends as soon as the product is too large, unless a zero is among the factors.
fn exact_product(factors: Vec<BigInt>) -> Outcome {
    if factors.contains(&BigInt::ZERO) {
        return Ok(0_u64.into());
    }
    let mut product = BigInt::from(1);
    for factor in factors {
        product *= factor;
        if product.bits() > number::MAX_BITS {
            break;
        }
    }
    number::integer_value(product)
}

fn numbers(items: Vec<&Value>) -> Result<Vec<Decimal>, Failure> {
    let number = |item: &Value| {
        number::read(item).ok_or_else(|| {
            Failure::Error(format!("operand 1 must be numbers but has a {}", type_name(item)))
        })
    };
    items.into_iter().map(number).collect()
}

fn integers(numbers: &[Decimal]) -> Option<Vec<BigInt>> {
    numbers.iter().map(Decimal::integer).collect()
}

/// Of those that are equal, the last.
fn max(_: &Context, args: &[Value]) -> Outcome {
    let items = operand::items(1, &args[0])?;
    let max = items.into_iter().max_by(|a, b| ordering::compare(a, b));
    Ok(max.cloned().unwrap_or(Value::Undefined))
}

/// Of those that are equal, the last.
fn min(_: &Context, args: &[Value]) -> Outcome {
    let items = operand::items(1, &args[0])?;
    let min = items.into_iter().rev().min_by(|a, b| ordering::compare(a, b));
    Ok(min.cloned().unwrap_or(Value::Undefined))
}

fn sort(_: &Context, args: &[Value]) -> Outcome {
    let items = operand::items(1, &args[0])?;
    Ok(ordering::sorted(items.into_iter()).into_iter().cloned().collect::<Vec<_>>().into())
}

fn all(_: &Context, args: &[Value]) -> Outcome {
    let items = operand::items(1, &args[0])?;
    Ok(items.into_iter().all(|item| *item == Value::Bool(true)).into())
}

fn any(_: &Context, args: &[Value]) -> Outcome {
    let items = operand::items(1, &args[0])?;
    Ok(items.into_iter().any(|item| *item == Value::Bool(true)).into())
}

#[cfg(test)]
mod tests {
    use super::super::trial::check;

    /// What OPA 1.20.2 gives.
    #[test]
    fn aggregates_as_opa_does() {
        check(&[
            ("count", &["[1, 1]"], "2"),
            ("count", &["#[1]"], "1"),
            ("count", &[r#"{"a": 1}"#], "1"),
            ("count", &[r#""añ☺""#], "3"),
            ("count", &["1"], "error"),
            ("count", &["null"], "error"),
            ("sum", &["[]"], "0"),
            ("sum", &["[1, 2]"], "3"),
            ("sum", &["[0.1, 0.2]"], "0.3"),
            ("sum", &["[9223372036854775807, 1]"], "9223372036854775808"),
            ("sum", &["#[1, 2.5]"], "3.5"),
            ("sum", &[r#"[1, "a"]"#], "error"),
            ("sum", &[r#"{"a": 1}"#], "error"),
            ("sum", &["[1.0]"], "1"),
            ("product", &["[]"], "1"),
            ("product", &["[2, 3]"], "6"),
            ("product", &["[1.1, 1.1, 1.1]"], "1.3310000000000002"),
            ("product", &["[1.5, 2]"], "3"),
            ("product", &[r#"["a"]"#], "error"),
            ("max", &["[]"], "undefined"),
            ("max", &["[1, 3, 2]"], "3"),
            ("max", &[r#"#[1, "a"]"#], r#""a""#),
            ("max", &["[1, 1.0]"], "1.0"),
            ("max", &[r#"[{"a": 1}, null]"#], r#"{"a": 1}"#),
            ("max", &["1"], "error"),
            ("min", &["[]"], "undefined"),
            ("min", &["[2, 1, 3]"], "1"),
            ("min", &["[1, 1.0]"], "1.0"),
            ("min", &[r#"#["b", "a"]"#], r#""a""#),
            (
                "sort",
                &[r#"[3, "a", null, 1, [0], {"a": 1}, true, 2.5]"#],
                r#"[null, true, 1, 2.5, 3, "a", [0], {"a": 1}]"#,
            ),
            ("sort", &["#[3, 1]"], "[1, 3]"),
            ("sort", &[r#""ab""#], "error"),
        ]);
    }

    #[test]
    fn all_and_any_look_for_true() {
        check(&[
            ("all", &["[]"], "true"),
            ("all", &["[true, 1]"], "false"),
            ("all", &["#[true]"], "true"),
            ("any", &["[]"], "false"),
            ("any", &["[1, true]"], "true"),
            ("any", &["#[false]"], "false"),
            ("any", &["true"], "error"),
        ]);
    }

    #[test]
    fn a_product_of_many_is_refused_at_once() {
        let many = format!("[{}]", vec!["18446744073709551615"; 100_000].join(","));
        check(&[
            ("product", &[&many], "refused"),
            ("product", &[&many.replacen("18446744073709551615", "0", 1)], "0"),
        ]);
    }
}

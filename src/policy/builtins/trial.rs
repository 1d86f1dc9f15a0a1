//! Calls builtins in tests, with arguments and results as texts.

use super::{ALL, Context, Failure, number, quote};
use regorus::Value;

/// The result as OPA prints it, or `undefined`, `error` or `refused`. An argument is a number, JSON, or a set as `#[1]`.
pub(super) fn call(name: &str, args: &[&str]) -> String {
    let context = Context { now: jiff::Timestamp::UNIX_EPOCH };
    let builtin = ALL.iter().copied().flatten().find(|builtin| builtin.name == name);
    let args: Vec<Value> = args.iter().map(|arg| value(arg)).collect();
    match (builtin.expect(name).call)(&context, &args) {
        Ok(Value::Undefined) => "undefined".to_owned(),
        Ok(value) => quote::term(&value).unwrap_or_else(|_| "refused".to_owned()),
        Err(Failure::Error(_)) => "error".to_owned(),
        Err(Failure::Refused(_)) => "refused".to_owned(),
    }
}

pub(super) fn value(text: &str) -> Value {
    if let Some(items) = text.strip_prefix('#') {
        let mut set = regorus::value::Set::default();
        value(items).as_array().unwrap().iter().for_each(|item| {
            set.insert(item.clone());
        });
        return set.into();
    }
    number::parse(text).unwrap_or_else(|| Value::from_json_str(text).expect(text))
}

/// Each call of the table gives what it says.
pub(super) fn check(table: &[(&str, &[&str], &str)]) {
    for (name, args, wanted) in table {
        assert_eq!(call(name, args), *wanted, "{name} {args:?}");
    }
}

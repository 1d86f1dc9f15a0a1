//! conftest's `exception`: a set of lists of names, each of them a rule that a package excepts from itself.

use regorus::Value;
use std::collections::BTreeSet;

/// The names in an `exception`; or what is wrong with it.
pub(super) fn names(value: &Value) -> Result<BTreeSet<String>, String> {
    let wrong = || {
        "`exception` is not a set of lists of names: `exception contains [\"no_latest\"] if { … }`"
            .to_owned()
    };
    let mut names = BTreeSet::new();
    for list in value.as_set().map_err(|_| wrong())? {
        let items: Vec<&Value> = match list {
            Value::Array(items) => items.iter().collect(),
            Value::Set(items) => items.iter().collect(),
            _ => return Err(wrong()),
        };
        for item in items {
            names.insert(item.as_string().map_err(|_| wrong())?.to_string());
        }
    }
    Ok(names)
}

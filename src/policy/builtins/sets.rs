//! Sets.

use super::operand::set;
use super::{Builtin, Failure, Outcome, bounds};
use regorus::Value;
use regorus::value::Set;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "intersection", call: |_, operands| intersection(operands) },
    Builtin { name: "set_diff", call: |_, operands| difference(operands) },
    Builtin { name: "union", call: |_, operands| union(operands) },
];

/// What all sets in a set have in common.
fn intersection(operands: &[Value]) -> Outcome {
    let common =
        sets(operands)?.into_iter().cloned().reduce(|common, set| common.intersection(&set));
    Ok(common.unwrap_or_default().into_value())
}

fn difference(operands: &[Value]) -> Outcome {
    Ok(set(1, &operands[0])?.difference(set(2, &operands[1])?).into_value())
}

/// What is in any set of a set.
fn union(operands: &[Value]) -> Outcome {
    let mut all = Set::default();
    for set in sets(operands)? {
        all.extend(set.iter().cloned());
        bounds::items(all.len())?;
    }
    Ok(all.into_value())
}

fn sets(operands: &[Value]) -> Result<Vec<&Set>, Failure> {
    set(1, &operands[0])?.iter().map(|member| set(1, member)).collect()
}

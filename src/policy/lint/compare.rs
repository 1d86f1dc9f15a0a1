//! Comparisons that can never be what they seem, as the types tell.

use super::{Context, Finding, finding};

pub(super) fn find(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let outside_tests = context.types.warnings.iter().filter(|(place, _)| !context.is_test(*place));
    findings.extend(outside_tests.map(|(place, message)| {
        finding(context, "cross-type-comparison", *place, message.clone())
            .help("Rego orders all types, so a string is greater than any number: convert one side, as with `to_number`")
    }));
}

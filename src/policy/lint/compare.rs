//! Comparisons that can never be what they seem, as the types tell.

use super::{Context, Finding, LINTS};

pub(super) fn find(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let lint =
        LINTS.iter().find(|lint| lint.name == "cross-type-comparison").expect("it is this one");
    let outside_tests = context
        .types
        .warnings
        .iter()
        .filter(|warning| !crate::policy::is_test_path(warning.path()));
    findings.extend(outside_tests.map(|warning| Finding {
        lint: lint.name,
        level: lint.level,
        mistake: warning.clone().severity(lint.level.severity()),
    }));
}

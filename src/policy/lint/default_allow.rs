//! `default allow := true`: whatever nobody thought of is allowed.

use super::{Context, Finding, finding, name_of};
use crate::rego::ir::TermKind;

/// What a name begins with when `true` means that all is well.
const GOOD: [&str; 8] = ["allow", "approve", "compliant", "ok", "pass", "permit", "safe", "valid"];

pub(super) fn find(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (id, document) in context.documents() {
        let Some(default) = &document.default else { continue };
        let is_true = matches!(default.value.kind, TermKind::Bool(true));
        let name = document.path.last().map_or("", |name| &**name);
        let means_well = GOOD.iter().any(|good| name.trim_start_matches("is_").starts_with(good));
        // Where a rule fires when the document does not hold, `true` is what lets a release through.
        if is_true && (means_well || context.polarity.prevents(id)) {
            let message =
                format!("`{}` is true unless something says otherwise", name_of(document));
            findings.push(
                finding(context, "default-allow", default.place, message)
                    .label("also where evidence is missing")
                    .help(format!("write `default {name} := false`, and say when it is true")),
            );
        }
    }
}

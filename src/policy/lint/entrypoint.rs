//! Names that are nearly those of rules: `denny`, `denied`, `violations`. Nobody asks for them.

use super::{Context, Finding, finding, is_entrypoint, name_of};
use crate::rego::ir::Kind;

const NAMES: [&str; 4] = ["deny", "warn", "violation", "exception"];

pub(super) fn find(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let read = super::unused::read(context.program);
    for (id, document) in context.documents() {
        let name = document.path.last().map_or("", |name| &**name);
        let stem = name.split('_').next().unwrap_or_default();
        let near = NAMES.into_iter().find(|known| stem != *known && is_near(stem, known));
        let is_set = matches!(document.kind, Kind::Set | Kind::Object);
        if let Some(near) =
            near.filter(|_| is_set && !is_entrypoint(document) && !read.contains(&id))
        {
            let message = format!("`{}` is never evaluated by a gate", name_of(document));
            findings.push(
                finding(context, "misnamed-rule", document.place, message)
                    .help(format!("did you mean `{near}`?")),
            );
        }
    }
}

/// `Deny`, `denyy`, `dney`, `denied`, `denies`, `violations`.
fn is_near(stem: &str, known: &str) -> bool {
    let lower = stem.to_lowercase();
    let root = known.trim_end_matches('y');
    lower == known
        || strsim::damerau_levenshtein(&lower, known) <= 1
        || ["ies", "ied", "s"].iter().any(|ending| lower == format!("{root}{ending}"))
}

//! Rules that do not say what they demand: whoever is stopped by one reads only its name.

use super::super::rules::Effect;
use super::{Context, Finding, finding, name_of};

pub(super) fn find(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (_, document) in context.documents() {
        let name = document.path.last().map_or("", |name| &**name);
        if Effect::of(name).is_none() {
            continue;
        }
        for clause in &document.clauses {
            let titled = clause.annotations.iter().any(|annotations| annotations.title.is_some());
            if !titled {
                let message = format!("`{}` does not say what it demands", name_of(document));
                findings.push(finding(context, "missing-metadata", clause.head, message).help(
                    "write `# METADATA` above it, with a `title`, a `custom.short_name` and a `custom.solution`",
                ));
            }
        }
    }
}

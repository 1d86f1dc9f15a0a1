//! References into a package that lead to nothing which the package defines. OPA calls them undefined, which a rule that
//! needs them never shows; here they are mistakes, unless base data may be there.

use super::tree::Key;
use super::{CODE_UNKNOWN, Resolver, suggest};
use crate::rego::ast::Span;
use crate::rego::ir::{Term, TermKind};

impl Resolver<'_> {
    /// Notes a reference that leaves the tree of documents. It is judged when all that is replaced is known.
    pub(super) fn leads_nowhere(&mut self, steps: &[Term], span: Span) {
        let names = steps.iter().map_while(|step| match &step.kind {
            TermKind::String(name) => Some(name.clone()),
            _ => None,
        });
        let path: Vec<Box<str>> = names.collect();
        let mut node = &self.tree.root;
        let mut in_package = false;
        for name in &path {
            let Some(next) = node.children.get(&Key::String(name.clone())) else { break };
            node = next;
            in_package |= !node.packages.is_empty();
        }
        if in_package {
            self.unknown.push((path, self.place(span)));
        }
    }

    /// Refuses the references that lead nowhere.
    pub(super) fn unknown_names(&mut self) {
        if !self.options.undefined_names {
            return;
        }
        let related =
            |one: &[Box<str>], other: &[Box<str>]| one.starts_with(other) || other.starts_with(one);
        for (path, place) in std::mem::take(&mut self.unknown) {
            let mut known = self.options.base_data.iter().chain(&self.replaced);
            if known.any(|known| related(known, &path)) {
                continue;
            }
            let name = format!("data.{}", path.join("."));
            let documents = self.program.documents.iter();
            let documents = documents.map(|document| format!("data.{}", document.path.join(".")));
            let help = suggest::nearest(&name, documents).map_or_else(
                || "define it, or give it as data".to_owned(),
                |near| format!("is `{near}` meant?"),
            );
            self.mistake_at(
                place,
                CODE_UNKNOWN,
                format!(
                    "`{name}` is not defined, and a rule that needs it would never say anything"
                ),
                help,
            );
        }
    }
}

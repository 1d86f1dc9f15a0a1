//! Packages as a whole: what the rules below a path define, merged with data. What is undefined is left out, and so are
//! functions; a package without anything is an empty object.

use super::Lowering;
use super::reference::step;
use super::world::{WorldId, below};
use crate::rego::ast::Span;
use crate::rego::ir::{Kind, Place};
use std::collections::BTreeSet;

impl Lowering<'_> {
    /// The name of the rule that builds the object.
    pub(super) fn package(&mut self, path: &[Box<str>], world: WorldId) -> String {
        if let Some(name) = self.packages.get(&(path.to_vec(), world)) {
            return name.clone();
        }
        let name = self.generated();
        self.packages.insert((path.to_vec(), world), name.clone());
        let place = Place { module: 0, span: Span { start: 0, end: 0 } };
        let documents: Vec<_> = below(self.program, path).collect();
        // The levels that are there although nothing may be defined in them.
        let mut levels: BTreeSet<&[Box<str>]> = BTreeSet::new();
        for module in &self.program.modules {
            let shown =
                module.package.starts_with(path) && !self.worlds[world].hides_path(&module.package);
            levels.extend(shown.then_some(module.package.as_slice()));
        }
        let mut parts = vec![];
        for id in documents {
            let document = self.program.document(id);
            let level = &document.path[..document.path.len() - 1];
            if self.worlds[world].hides_path(level) || self.worlds[world].hides(self.program, id) {
                continue;
            }
            levels.insert(level);
            if matches!(document.kind, Kind::Function(_)) {
                continue;
            }
            let rule = self.document(id, world);
            let value = self.fresh();
            let path = self.strings(&document.path[path.len()..]).text;
            parts.push(format!("[{path}, {{{value} |\n{value} := data.g.{rule}\n}}]"));
        }
        let levels: Vec<_> = levels.into_iter().filter(|level| level.len() >= path.len()).collect();
        let levels: Vec<_> =
            levels.into_iter().map(|level| self.strings(&level[path.len()..]).text).collect();
        let data = path.iter().fold("input.d".to_owned(), |text, name| text + &step(name));
        let (base, whole) = (self.fresh(), self.fresh());
        let text = format!(
            "{name} := {whole} if {{\n{whole} := x_package({{{base} |\n{base} := {data}\n}}, [{}], [{}])\n}}",
            levels.join(", "),
            parts.join(", "),
        );
        self.line(place, &text);
        name
    }
}

//! What a name means in a file: an import, or a rule of its package.

use super::{CODE_IMPORT, Options};
use crate::rego::Mistake;
use crate::rego::ast::{Import, Module, Span, Version};
use std::collections::{BTreeMap, BTreeSet};

/// The names of a file that are no variables.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The full path of each, `data` or `input` included.
    global: BTreeMap<Box<str>, Vec<Box<str>>>,
    imports: BTreeMap<Box<str>, Span>,
    used: BTreeSet<Box<str>>,
    /// The rules of v1 hold: names are not taken twice.
    pub(super) careful: bool,
}

/// The first names that the rules of each package define.
pub(super) fn exports(modules: &[Module]) -> BTreeMap<&[Box<str>], BTreeSet<&str>> {
    let mut exports: BTreeMap<&[Box<str>], BTreeSet<&str>> = BTreeMap::new();
    for module in modules {
        let names = exports.entry(&module.package.path).or_default();
        for rule in &module.rules {
            names.extend(rule.head.path.first().and_then(|step| super::tree::text(&step.term)));
        }
    }
    exports
}

impl Names {
    /// The names of a file; `rules` are those of its package.
    pub(super) fn of(
        module: &Module,
        rules: &BTreeSet<&str>,
        options: &Options,
        mistakes: &mut Vec<Mistake>,
    ) -> Self {
        let mut names =
            Self { careful: options.strict || module.version == Version::V1, ..Self::default() };
        for rule in rules {
            let path = std::iter::once("data".into()).chain(module.package.path.iter().cloned());
            names.global.insert((*rule).into(), path.chain([(*rule).into()]).collect());
        }
        let mistakes_before = mistakes.len();
        names.import(&module.imports, |span, message| {
            mistakes.push(
                module
                    .file
                    .mistake(span.start as usize..span.end as usize, CODE_IMPORT, message)
                    .help("delete one of the two, or give it another name with `as`"),
            );
        });
        if !names.careful {
            mistakes.truncate(mistakes_before);
        }
        names
    }

    /// The names of a query, without its imports.
    pub(super) fn of_query(careful: bool) -> Self {
        Self { careful, ..Self::default() }
    }

    /// Adds imports; each that takes the name of another is handed to `twice`.
    pub(super) fn import(&mut self, imports: &[Import], mut twice: impl FnMut(Span, String)) {
        let mut taken: BTreeMap<&str, &Import> = BTreeMap::new();
        for import in imports {
            let Some(name) = name_of(import) else { continue };
            match taken.get(name) {
                Some(first) => twice(
                    import.span,
                    format!("`{name}` is imported already, as `{}`", first.path.join(".")),
                ),
                None => {
                    taken.insert(name, import);
                }
            }
            if matches!(&*import.path[0], "data" | "input") {
                self.global.insert(name.into(), import.path.clone());
                self.imports.insert(name.into(), import.span);
            }
        }
    }

    /// The full path of a name; nothing for a variable.
    pub(super) fn path(&mut self, name: &str) -> Option<Vec<Box<str>>> {
        let path = self.global.get(name)?;
        if !self.used.contains(name) {
            self.used.insert(name.into());
        }
        Some(path.clone())
    }

    /// Imports that nothing names.
    pub(super) fn unused(&self) -> impl Iterator<Item = (&str, Span)> {
        let imports = self.imports.iter().map(|(name, span)| (&**name, *span));
        imports.filter(|(name, _)| !self.used.contains(*name))
    }

    /// Every name, for suggestions.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.global.keys().map(|name| &**name)
    }
}

fn name_of(import: &Import) -> Option<&str> {
    import.alias.as_ref().map(|alias| &*alias.text).or_else(|| Some(import.path.last()?))
}

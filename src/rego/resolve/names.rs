//! What a name means in a file: an import, or a rule of its package.

use super::{CODE_IMPORT, Options};
use crate::rego::ast::{Import, Module, Span, Version};
use crate::rego::{File, Mistake};
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

/// An import whose name means something else already.
#[derive(Debug)]
pub(super) struct Clash {
    span: Span,
    name: Box<str>,
    with: String,
}

impl Clash {
    /// What is wrong, in this file.
    pub(super) fn mistake(&self, file: &File) -> Mistake {
        let Self { name, with, .. } = self;
        file.mistake(
            self.span.range(),
            CODE_IMPORT,
            format!("`{name}` is a name of {with} already"),
        )
        .help("delete the import, or give it another name with `as`")
    }
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
        for clash in names.import(&module.imports) {
            mistakes.push(clash.mistake(&module.file));
        }
        names
    }

    /// The names of a query, without its imports.
    pub(super) fn of_query(careful: bool) -> Self {
        Self { careful, ..Self::default() }
    }

    /// Adds imports, and gives those that take a name which is taken.
    pub(super) fn import(&mut self, imports: &[Import]) -> Vec<Clash> {
        let mut clashes = Vec::new();
        let mut taken: BTreeMap<&str, &Import> = BTreeMap::new();
        for import in imports {
            let Some(name) = name_of(import) else { continue };
            if matches!(name, "data" | "input") && import.path.len() > 1 {
                clashes.push(Clash {
                    span: import.span,
                    name: name.into(),
                    with: "the language".into(),
                });
            }
            match taken.get(name) {
                Some(first) if self.careful => {
                    let with = format!("`import {}`", first.path.join("."));
                    clashes.push(Clash { span: import.span, name: name.into(), with });
                }
                _ => {
                    taken.insert(name, import);
                }
            }
            if matches!(&*import.path[0], "data" | "input") {
                self.global.insert(name.into(), import.path.clone());
                self.imports.insert(name.into(), import.span);
            }
        }
        clashes
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

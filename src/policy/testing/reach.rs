//! Which files a file can read from, by what it names: so that a file with a mistake in it takes down the tests that could
//! meet it, and no others.

use crate::rego::ast::{Module, TermKind};
use crate::rego::visit;
use std::collections::BTreeSet;

/// Paths below `data`: what a module names, and what it is.
type Path = Vec<Box<str>>;

/// The files of a suite, and where each leads.
pub(super) struct Reach {
    /// The package of each file; `None` where not even that can be read.
    packages: Vec<Option<Path>>,
    /// What each file names; nothing for one that cannot be read.
    names: Vec<BTreeSet<Path>>,
}

impl Reach {
    /// Of files, each parsed or only its text.
    pub(super) fn new(files: &[Result<&Module, &str>]) -> Self {
        let package = |file: &Result<&Module, &str>| match file {
            Ok(module) => Some(module.package.path.clone()),
            Err(text) => package_of(text),
        };
        let names = |file: &Result<&Module, &str>| file.map(named).unwrap_or_default();
        Self {
            packages: files.iter().map(package).collect(),
            names: files.iter().map(names).collect(),
        }
    }

    /// Of these files, the ones that lead to one of `bad`, by way of any others; `bad` themselves included.
    pub(super) fn spread(&self, bad: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut reached = bad.clone();
        loop {
            let more: Vec<usize> = (0..self.names.len())
                .filter(|file| !reached.contains(file))
                .filter(|file| reached.iter().any(|other| self.leads(*file, *other)))
                .collect();
            if more.is_empty() {
                return reached;
            }
            reached.extend(more);
        }
    }

    /// Whether `file` can read from `other`: they share a package, or it names one at, above or below the other's.
    fn leads(&self, file: usize, other: usize) -> bool {
        let Some(package) = &self.packages[other] else { return true };
        self.packages[file].as_ref() == Some(package)
            || self.names[file]
                .iter()
                .any(|name| package.starts_with(name) || name.starts_with(package))
    }
}

/// The paths below `data` that a module names; the empty path where it can be any.
fn named(module: &Module) -> BTreeSet<Path> {
    let mut names = BTreeSet::new();
    for import in &module.imports {
        if let Some(("data", path)) = import.path.split_first().map(|(root, path)| (&**root, path))
        {
            names.insert(path.to_vec());
        }
    }
    visit::module(module, &mut |term| match &term.kind {
        TermKind::Ref { head, steps } if is_data(&head.kind) => {
            let constant = steps.iter().map_while(|step| match &step.term.kind {
                TermKind::String { value, .. } => Some(value.clone()),
                _ => None,
            });
            names.insert(constant.collect());
        }
        // `data` alone; where it heads a reference this is seen too, so that case is told apart below.
        _ => {}
    });
    if takes_all_data(module) {
        names.insert(Path::new());
    }
    names
}

/// Whether `data` stands somewhere without a step behind it.
fn takes_all_data(module: &Module) -> bool {
    let (mut all, mut headed) = (0_usize, 0_usize);
    visit::module(module, &mut |term| match &term.kind {
        TermKind::Ref { head, .. } if is_data(&head.kind) => headed += 1,
        kind if is_data(kind) => all += 1,
        _ => {}
    });
    all > headed
}

fn is_data(kind: &TermKind) -> bool {
    matches!(kind, TermKind::Var(name) if &**name == "data")
}

/// The package of a text that is no module, as far as its first words say.
fn package_of(text: &str) -> Option<Path> {
    let line =
        text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    let path = line.strip_prefix("package ")?.split('#').next()?.trim();
    let plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    path.split('.').all(plain).then(|| path.split('.').map(Box::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_of_a_broken_file_is_taken_from_its_first_words() {
        let path = |text: &str| package_of(text).map(|path| path.join("/"));
        assert_eq!(path("# hello\n\npackage a.b # why\n\nx := ("), Some("a/b".to_owned()));
        assert_eq!(path("package a[\"b\"]\n"), None);
        assert_eq!(path("x := 1"), None);
        assert_eq!(path(""), None);
    }
}

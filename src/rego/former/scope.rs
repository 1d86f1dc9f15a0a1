//! What names mean: which are local, which are rules, and what a reference stands for once imports are resolved.

use super::module::{Kind, Module, Statement};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that a set of files defines.
#[derive(Debug)]
pub(super) struct Definitions<'a> {
    /// Package, then name, then the definitions of that name.
    pub(super) packages: BTreeMap<&'a [String], BTreeMap<&'a str, Vec<Kind>>>,
    /// The parameters that the packages declare.
    pub(super) params: BTreeSet<&'a str>,
}

/// What a reference stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// A variable of the rule.
    Local,
    /// A path below `data`, without that word.
    Data(Vec<String>),
    /// A path below `input`, without that word.
    Input,
    /// None of these: a builtin if it is called, else a variable.
    Other(String),
}

/// What a path below `data` leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// The parameters as a whole, or one that is declared.
    Params,
    /// A rule or function: its package, its name, its definitions.
    Rule(&'a [String], &'a str, &'a [Kind]),
    /// A package, or the parent of packages.
    Package,
    /// Nothing that is loaded.
    Nothing,
}

impl<'a> Definitions<'a> {
    pub(super) fn of(modules: &'a [Module]) -> Self {
        let mut packages: BTreeMap<&[String], BTreeMap<&str, Vec<Kind>>> = BTreeMap::new();
        let mut params = BTreeSet::new();
        for module in modules {
            let package = packages.entry(&module.package).or_default();
            for statement in &module.statements {
                package.entry(&statement.name).or_default().push(statement.kind);
            }
            for metadata in &module.metadata {
                let declared = metadata.custom.get("params").and_then(|params| params.as_object());
                params.extend(
                    declared.into_iter().flat_map(|params| params.keys().map(String::as_str)),
                );
            }
        }
        Self { packages, params }
    }

    /// Whether the package of `module` has a rule or function of this name.
    pub(super) fn has_rule(&self, module: &Module, name: &str) -> bool {
        self.packages.get(module.package.as_slice()).is_some_and(|rules| rules.contains_key(name))
    }

    /// What the reference at the name at `index` stands for, and the index after it.
    pub(super) fn resolve(
        &self,
        module: &Module,
        locals: &BTreeSet<&str>,
        index: usize,
    ) -> (Target, usize) {
        let (path, end) = module.reference(index);
        let (name, rest) = (path[0].as_str(), &path[1..]);
        if locals.contains(name) {
            return (Target::Local, end);
        }
        if self.has_rule(module, name) {
            return (Target::Data([&module.package, path.as_slice()].concat()), end);
        }
        let import = module.imports.iter().find(|import| import.alias == name && import.is_path());
        let full = import.map_or(path.clone(), |import| [&import.path, rest].concat());
        let target = match full[0].as_str() {
            "data" => Target::Data(full[1..].to_vec()),
            "input" => Target::Input,
            _ => Target::Other(full.join(".")),
        };
        (target, end)
    }

    /// What a path below `data` leads to.
    pub(super) fn locate(&self, path: &[String]) -> Place<'_> {
        if path.first().is_some_and(|first| first == "params") {
            let known = path.get(1).is_none_or(|name| self.params.contains(name.as_str()));
            return if known { Place::Params } else { Place::Nothing };
        }
        for length in (1..path.len()).rev() {
            if let Some((package, rules)) = self.packages.get_key_value(&path[..length])
                && let Some((name, kinds)) = rules.get_key_value(path[length].as_str())
            {
                return Place::Rule(package, name, kinds);
            }
        }
        if self.packages.keys().any(|package| package.starts_with(path)) {
            Place::Package
        } else {
            Place::Nothing
        }
    }
}

impl super::Import {
    /// Whether it gives a path a name. `import rego.v1` and `import future.…` only choose a dialect, the one in use.
    pub(super) fn is_path(&self) -> bool {
        matches!(self.path[0].as_str(), "data" | "input")
    }
}

/// The variables that a definition declares: arguments, and what `some`, `every` and `:=` introduce.
#[derive(Debug)]
pub(super) struct Locals<'m> {
    module: &'m Module,
    declared: Vec<Local>,
}

/// Where a variable is declared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Local {
    pub(super) index: usize,
    pub(super) by_some: bool,
    /// Whether it is known in all of the definition, and not only within brackets or in one branch.
    throughout: bool,
}

impl<'m> Locals<'m> {
    pub(super) fn of(module: &'m Module, statement: &Statement) -> Self {
        let tokens = statement.tokens.clone();
        let branches = tokens.clone().any(|index| module.text(index) == "else");
        let mut declared = Vec::new();
        let mut declare = |pattern: Vec<usize>, by_some: bool, throughout: bool| {
            let names = pattern.into_iter().filter(|index| module.text(*index) != "_");
            declared.extend(names.map(|index| Local { index, by_some, throughout }));
        };
        if let Kind::Function(_) = statement.kind
            && let Some(open) = tokens.clone().find(|index| module.text(*index) == "(")
        {
            declare(pattern(module, open), false, true);
        }
        for index in tokens.clone() {
            let throughout = module.tokens[index].depth <= 1 && !branches;
            match module.text(index) {
                word @ ("some" | "every") => {
                    let mut at = index + 1;
                    while at < tokens.end && module.text(at) != "in" {
                        declare(pattern(module, at), word == "some", throughout && word == "some");
                        at = module.tokens[at].partner.map_or(at, |close| close.max(at)) + 1;
                        if module.text(at) != "," && module.text(at) != "in" {
                            break;
                        }
                        at += usize::from(module.text(at) == ",");
                    }
                }
                ":=" => {
                    let before = module.tokens[index - 1].partner.unwrap_or(index - 1);
                    let is_head = module.tokens[before].span == statement.name_span
                        || is_access(module, before);
                    if !is_head {
                        declare(pattern(module, before), false, throughout);
                    }
                }
                _ => {}
            }
        }
        Self { module, declared }
    }

    pub(super) fn all(&self) -> &[Local] {
        &self.declared
    }

    /// The names of all variables.
    pub(super) fn names(&self) -> BTreeSet<&'m str> {
        self.declared.iter().map(|local| self.module.text(local.index)).collect()
    }

    /// The names that mean a variable wherever they stand in the definition.
    pub(super) fn names_throughout(&self) -> BTreeSet<&'m str> {
        self.declared
            .iter()
            .filter(|local| local.throughout)
            .map(|local| self.module.text(local.index))
            .collect()
    }
}

/// Whether the token at `index` only makes sense after the one before: `.b`, `[0]` or `(x)` of a longer expression.
fn is_access(module: &Module, index: usize) -> bool {
    let adjacent =
        index > 0 && module.tokens[index - 1].span.end == module.tokens[index].span.start;
    let bracket = matches!(module.text(index), "(" | "[");
    module.text(index - 1) == "."
        || (bracket && adjacent && !matches!(module.text(index - 1), "(" | "[" | "{" | ","))
}

/// The names in the pattern that begins at `index`: itself, or everything between brackets.
fn pattern(module: &Module, index: usize) -> Vec<usize> {
    let end = module.tokens.get(index).and_then(|token| token.partner).unwrap_or(index);
    (index..=end)
        .filter(|at| module.is_name(*at) && module.text(at.saturating_sub(1)) != ".")
        .collect()
}

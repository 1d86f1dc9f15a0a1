//! Functions that are defined in several files of one package. OPA takes them for one function; the engine looks for
//! the parts of one file in another, and dies.

use super::module::{Kind, Module};
use crate::rego::mistake::Mistake;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Reports each file that goes on with a function of another.
pub(super) fn refuse(modules: &[Module], mistakes: &mut Vec<Mistake>) {
    let mut first: BTreeMap<(&[String], &str), usize> = BTreeMap::new();
    for (number, module) in modules.iter().enumerate() {
        let functions = module
            .statements
            .iter()
            .filter(|statement| matches!(statement.kind, Kind::Function(_)));
        for function in functions {
            let number_of_first = match first.entry((&module.package, &function.name)) {
                Entry::Occupied(entry) => *entry.get(),
                Entry::Vacant(entry) => *entry.insert(number),
            };
            if number_of_first == number {
                continue;
            }
            let message =
                format!("the function `{}` is defined in two files of one package", function.name);
            mistakes.push(
                module
                    .file
                    .mistake(function.name_span.clone(), "gatewright::rego::function", message)
                    .label(format!("also in {}", modules[number_of_first].file.path))
                    .help("put its definitions into one file, or give one of them another name"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::refuse::refused;

    #[test]
    fn a_function_belongs_to_one_file_of_its_package() {
        let second = |text: &'static str| {
            refused(&[("a.rego", "package a\nf(1) := 1\nf(2) := 2\nr := 1\n"), ("b.rego", text)])
        };
        let found = second("package a\np := 1\nf(3) := 3\n");
        assert_eq!(found, ["3:1 the function `f` is defined in two files of one package"]);
        for text in ["package b\nf(3) := 3\n", "package a\ng(1) := 1\n", "package a\nr := 1\n"] {
            assert_eq!(second(text), [""; 0], "{text}");
        }
    }
}

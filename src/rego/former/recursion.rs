//! Rules that need themselves. OPA refuses them; the engine recurses until the process dies.

use super::module::{Module, path_name};
use super::scope::{Definitions, Locals, Place, Target};
use crate::rego::mistake::Mistake;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

type Rule<'a> = (&'a [String], &'a str);

/// Reports each rule through which a circle of references closes. By name: a rule that mentions itself is recursive.
pub(super) fn refuse(
    modules: &[Module],
    definitions: &Definitions<'_>,
    mistakes: &mut Vec<Mistake>,
) {
    let uses = uses(modules, definitions);
    let mut done = BTreeSet::new();
    for rule in uses.keys() {
        visit(*rule, &uses, &mut Vec::new(), &mut done, mistakes, modules);
    }
}

type Uses<'a> = BTreeMap<Rule<'a>, BTreeMap<Rule<'a>, (usize, Range<usize>)>>;

fn uses<'a>(modules: &'a [Module], definitions: &'a Definitions<'a>) -> Uses<'a> {
    let mut uses: Uses<'_> = BTreeMap::new();
    for (number, module) in modules.iter().enumerate() {
        for statement in &module.statements {
            let locals = Locals::of(module, statement).names_throughout();
            let mentioned = uses.entry((&module.package, &statement.name)).or_default();
            for index in statement.tokens.clone() {
                let name_of_it = module.tokens[index].span == statement.name_span;
                if !module.is_name(index) || name_of_it || module.text(index.wrapping_sub(1)) == "."
                {
                    continue;
                }
                if let (Target::Data(path), _) = definitions.resolve(module, &locals, index)
                    && let Place::Rule(package, name, _) = definitions.locate(&path)
                {
                    mentioned
                        .entry((package, name))
                        .or_insert((number, module.tokens[index].span.clone()));
                }
            }
        }
    }
    uses
}

fn visit<'a>(
    rule: Rule<'a>,
    uses: &Uses<'a>,
    path: &mut Vec<Rule<'a>>,
    done: &mut BTreeSet<Rule<'a>>,
    mistakes: &mut Vec<Mistake>,
    modules: &[Module],
) {
    if done.contains(&rule) {
        return;
    }
    path.push(rule);
    for (used, (module, span)) in uses.get(&rule).into_iter().flatten() {
        if let Some(start) = path.iter().position(|above| above == used) {
            let circle: Vec<String> = path[start..]
                .iter()
                .chain([used])
                .map(|(package, name)| format!("`{}.{name}`", path_name(package)))
                .collect();
            mistakes.push(
                modules[*module]
                    .file
                    .mistake(
                        span.clone(),
                        "gatewright::rego::recursion",
                        format!("`{}` needs itself", used.1),
                    )
                    .label(circle.join(" → "))
                    .help(
                        "rules and functions cannot be recursive: use `walk` or `graph.reachable`",
                    ),
            );
        } else {
            visit(*used, uses, path, done, mistakes, modules);
        }
    }
    path.pop();
    done.insert(rule);
}

#[cfg(test)]
mod tests {
    use super::super::refuse::refused;

    #[test]
    fn circles_are_refused_also_through_packages() {
        let found = |text: &str| {
            let library = "package b\nimport data.a\nf(x) := a.p(x)\ng(x) := x\n";
            refused(&[
                ("a.rego", &format!("package a\nimport data.b\n{text}\n")),
                ("b.rego", library),
            ])
        };
        assert_eq!(found("p(x) := p(x)"), ["3:9 `p` needs itself"]);
        assert_eq!(found("p(x) := b.f(x)").len(), 1);
        assert_eq!(found("p(_) := q\nq := r\nr := q").len(), 1);
        assert_eq!(found("p(x) := 1\nq := x if { y := [q | q := 1]; x := q }").len(), 1);
    }

    #[test]
    fn a_variable_with_a_name_of_a_rule_is_no_circle() {
        for text in
            ["f(p) := p\np := f(1)", "p := x if { q := 1; x := q }\nq := p", "p := b.g(1)\ng := p"]
        {
            let library = "package b\ng(x) := x\n";
            let found = refused(&[
                ("a.rego", &format!("package a\nimport data.b\n{text}\n")),
                ("b.rego", library),
            ]);
            assert_eq!(found, [""; 0], "{text}");
        }
    }
}

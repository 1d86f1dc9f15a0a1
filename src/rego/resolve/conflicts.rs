//! Definitions that cannot stand beside each other.

use super::tree::{Definition, Node, Tree};
use super::{CODE_CONFLICT, Resolver};

/// Notes every conflict between definitions, and between rules and packages.
pub(super) fn find(tree: &Tree, resolver: &mut Resolver<'_>) {
    let mut open = vec![&tree.root];
    while let Some(node) = open.pop() {
        if let Some(first) = node.rules.first() {
            at(node, first, resolver);
        }
        open.extend(node.children.values());
    }
}

fn at(node: &Node, first: &Definition, resolver: &mut Resolver<'_>) {
    let name = &first.name;
    let complete = |rule: &Definition| rule.single && rule.ground;
    let has_ground = node.rules.iter().any(|rule| rule.ground);
    let below = below(node);
    let in_the_way = below.iter().find(|rule| has_ground || rule.arity.is_some());
    let other =
        |differs: &dyn Fn(&Definition) -> bool| node.rules.iter().find(|rule| differs(rule));
    let mut conflict = |rule: &Definition, message: String, help: &str| {
        resolver.mistake_at(rule.place, CODE_CONFLICT, message, help);
    };
    if let Some(within) = in_the_way {
        conflict(
            first,
            format!("`{name}` is defined as a whole, and `{}` as a part of it", within.name),
            "give one of them another name, or give the whole a variable in its path",
        );
    } else if let Some(rule) = other(&|rule| rule.single != first.single) {
        let message = format!("`{name}` is defined as a set here, and as something else elsewhere");
        conflict(
            if rule.single { first } else { rule },
            message,
            "a name has definitions of one kind only",
        );
    } else if let Some(rule) = other(&|rule| rule.arity != first.arity) {
        let count =
            |rule: &Definition| rule.arity.map_or("none".to_owned(), |arity| arity.to_string());
        let message =
            format!("`{name}` has {} parameters here, and {} elsewhere", count(rule), count(first));
        conflict(rule, message, "all definitions of a function take the same number of arguments");
    } else if let Some(rule) = other(&|rule| complete(rule) != complete(first)) {
        let message =
            format!("`{name}` is one value here, and an object of computed keys elsewhere");
        conflict(
            if complete(rule) { rule } else { first },
            message,
            "a name has definitions of one kind only",
        );
    }
    if let Some(second) = node.rules.iter().filter(|rule| rule.is_default).nth(1) {
        conflict(second, format!("`{name}` has a second default"), "delete one of them");
    }
    if let (Some(rule), Some(_)) =
        (node.rules.iter().find(|rule| rule.ground), node.packages.first())
    {
        conflict(
            rule,
            format!("`{name}` is a rule, and there is a package of this name too"),
            "rename one of them",
        );
    }
}

fn below(node: &Node) -> Vec<&Definition> {
    let mut below = Vec::new();
    let mut open: Vec<&Node> = node.children.values().collect();
    while let Some(node) = open.pop() {
        below.extend(&node.rules);
        open.extend(node.children.values());
    }
    below
}

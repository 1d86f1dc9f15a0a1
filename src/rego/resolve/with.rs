//! `with`: what is replaced, and by what.

use super::call::{Function, dotted, prints};
use super::term::Front;
use super::tree::Key;
use super::visit::{self, Visit};
use super::{CODE_WITH, Resolver, declared};
use crate::rego::ast;
use crate::rego::ir::{
    Callee, DocumentId, Kind, Literal, LiteralKind, Place, Replacement, Target, Term, TermKind,
    With,
};
use std::collections::BTreeSet;

impl Resolver<'_> {
    /// The modifiers of a literal. What their values need goes in front of it, where nothing is replaced yet.
    pub(super) fn with(&mut self, modifiers: &[&ast::With], front: &mut Vec<Literal>) -> Vec<With> {
        let mut with = Vec::new();
        for modifier in modifiers {
            let Some(target) = self.target_of(&modifier.target) else { continue };
            if let Some(value) = self.replacement(&target, &modifier.value, front) {
                with.push(With { target, value, place: self.place(modifier.span) });
            }
        }
        with
    }

    /// Refuses `with` behind literals to which OPA does not apply it as it says.
    pub(super) fn where_with_fails(&mut self, kind: &ast::LiteralKind, modifiers: &[&ast::With]) {
        let mut own: BTreeSet<Box<str>> = BTreeSet::new();
        match kind {
            ast::LiteralKind::Every { key, value, body, .. } => {
                own.extend(key.iter().chain([value]).map(|name| name.text.clone()));
                own.extend(declared::names(body));
            }
            ast::LiteralKind::Logical { .. } | ast::LiteralKind::Group(_) => {}
            ast::LiteralKind::Term(term) if prints(term) => {
                if let [first, ..] = modifiers {
                    self.refuse(&first.target, "`with` does nothing to `print`");
                }
                return;
            }
            _ => return,
        }
        for modifier in modifiers {
            let mut named = BTreeSet::new();
            declared::variables(&modifier.value, &mut named);
            if !own.is_disjoint(&named) {
                self.refuse(
                    &modifier.value,
                    "a variable of `every` is needed before `every` binds it",
                );
            }
            let target = dotted(&modifier.target).map(|names| self.function(&names));
            if let Some(Function::Callee(_)) = target {
                self.refuse(
                    &modifier.target,
                    "a function can be replaced for one condition only, not for `every`, `and` or `or`",
                );
            }
        }
    }

    /// Refuses calls of functions in a package that the literal replaces as a whole: OPA does not find them there.
    pub(super) fn calls_what_is_replaced(
        &mut self,
        front: &[Literal],
        kind: Option<&LiteralKind>,
        with: &[With],
        place: Place,
    ) {
        let replaced: Vec<&[Box<str>]> = with
            .iter()
            .filter_map(|with| match &with.target {
                Target::Data(path) => Some(&path[..]),
                _ => None,
            })
            .collect();
        if replaced.is_empty() {
            return;
        }
        let mut called = Called::default();
        for literal in front {
            visit::walk_literal(&mut called, literal);
        }
        match kind {
            Some(LiteralKind::Test(term)) => visit::walk_term(&mut called, term),
            Some(LiteralKind::Unify(left, right)) => {
                visit::walk_term(&mut called, left);
                visit::walk_term(&mut called, right);
            }
            Some(LiteralKind::Not(body)) if body.open => visit::walk_body(&mut called, body),
            _ => {}
        }
        for function in called.functions {
            let path = &self.program.document(function).path;
            if replaced.iter().any(|replaced| path.starts_with(replaced)) {
                let message =
                    format!("`data.{}` is called, and its package replaced", path.join("."));
                let help = "replace the rules that are meant, one by one";
                self.mistake_at(place, CODE_WITH, message, help);
            }
        }
    }

    fn target_of(&mut self, target: &ast::Term) -> Option<Target> {
        let Some(names) = dotted(target) else {
            self.refuse(target, "the target of `with` has to be a constant path");
            return None;
        };
        let path = match names[0] {
            root @ ("data" | "input") => Some(vec![root.into()]),
            name => self.path(name),
        };
        let Some(mut path) = path else { return self.builtin_target(target, &names) };
        path.extend(names[1..].iter().map(|name| (*name).into()));
        let rest = path[1..].to_vec();
        if &*path[0] == "input" {
            return Some(Target::Input(rest));
        }
        let mut node = &self.tree.root;
        for (depth, name) in rest.iter().enumerate() {
            let Some(next) = node.children.get(&Key::String(name.clone())) else { break };
            node = next;
            let is_last = depth + 1 == rest.len();
            if !is_last && !node.rules.is_empty() {
                self.refuse(target, "`with` cannot replace a part of what a rule defines");
                return None;
            }
            if is_last
                && let Some(document) = node.document
                && matches!(self.program.document(document).kind, Kind::Function(_))
            {
                return Some(Target::Function(Callee::Function(document)));
            }
        }
        self.replaced.push(rest.clone());
        Some(Target::Data(rest))
    }

    fn builtin_target(&mut self, target: &ast::Term, names: &[&str]) -> Option<Target> {
        let Function::Callee(callee @ Callee::Builtin(signature)) = self.function(names) else {
            self.refuse(
                target,
                "`with` replaces `input`, `data` or a function, and this is none of them",
            );
            return None;
        };
        let name = signature.name;
        let why = match name {
            "eq" | "equal" | "assign" | "rego.metadata.chain" | "rego.metadata.rule" => {
                "is a part of the language"
            }
            _ if name.starts_with("internal.") => "is internal",
            "print" => "has no result",
            _ if signature.relation => "can have several results",
            _ => return Some(Target::Function(callee)),
        };
        self.refuse(target, &format!("`{name}` cannot be replaced: it {why}"));
        None
    }

    fn replacement(
        &mut self,
        target: &Target,
        value: &ast::Term,
        front: &mut Vec<Literal>,
    ) -> Option<Replacement> {
        let named = dotted(value).map(|names| self.function(&names));
        match (target, named) {
            (Target::Function(replaced), Some(Function::Callee(by))) => {
                let (wanted, given) = (self.arity(*replaced), self.arity(by));
                if wanted != given {
                    let (old, new) = (self.callee_name(*replaced), self.callee_name(by));
                    self.refuse(
                        value,
                        &format!("`{old}` and `{new}` take different numbers of arguments"),
                    );
                }
                return Some(Replacement::Function(by));
            }
            // OPA finds the value of such a rule where the function is called, under all that is replaced there.
            (Target::Function(_), Some(Function::Value(_))) => {
                let term = self.term(value, Front::Nested);
                return Some(Replacement::Value(term));
            }
            (Target::Data(_), Some(Function::Callee(Callee::Function(_)))) => {
                self.refuse(value, "a function can only stand in the place of a function");
                return None;
            }
            _ => {}
        }
        let term = self.term(value, Front::Literals(front));
        Some(Replacement::Value(self.evaluated(term, Front::Literals(front))))
    }

    fn refuse(&mut self, term: &ast::Term, message: &str) {
        self.mistake(
            term.span,
            CODE_WITH,
            message,
            "write `with input.name as value`, `with data.package.rule as value` or `with function as value`",
        );
    }
}

/// The functions of the program that are called.
#[derive(Default)]
struct Called {
    functions: Vec<DocumentId>,
}

impl Visit for Called {
    fn term(&mut self, term: &Term) -> bool {
        if let TermKind::Call(Callee::Function(function), _) = term.kind {
            self.functions.push(function);
        }
        true
    }
}

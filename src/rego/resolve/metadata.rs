//! `rego.metadata.rule()` and `rego.metadata.chain()`: known when a policy is loaded, and written out in their place.

use super::{CODE_CALL, Resolver};
use crate::rego::annotations::{Annotations, Scope};
use crate::rego::ast::{self, Span};
use crate::rego::ir::{Place, Term, TermKind};
use serde_json::{Value, json};

/// The definition in which `rego.metadata` is called.
#[derive(Debug, Clone)]
pub(super) struct Rule<'a> {
    /// Its own METADATA.
    pub(super) annotations: &'a [Annotations],
    /// The package.
    pub(super) package: &'a [Box<str>],
    /// Its path up to the first variable, package included.
    pub(super) path: Vec<Value>,
}

/// Whether a term calls `rego.metadata.chain` or `rego.metadata.rule`: which of them, and with what.
pub(super) fn called(term: &ast::Term) -> Option<(&str, &[ast::Term])> {
    let ast::TermKind::Call { function, args } = &term.kind else { return None };
    match super::call::dotted(function)?[..] {
        ["rego", "metadata", which @ ("chain" | "rule")] => Some((which, args)),
        _ => None,
    }
}

impl Resolver<'_> {
    /// What `rego.metadata.chain()` or `rego.metadata.rule()` returns here.
    pub(super) fn metadata(&mut self, which: &str, span: Span) -> Term {
        let place = self.place(span);
        let Some(rule) = self.annotated.clone() else {
            let message = format!("`rego.metadata.{which}` is called outside a rule");
            self.mistake(span, CODE_CALL, message, "ask a rule for it");
            return Term { kind: TermKind::Null, place };
        };
        let value = match which {
            "chain" => self.chain(&rule),
            _ => of_rule(&rule).last().map_or(json!({}), |own| own.json.clone()),
        };
        term_of(&value, place)
    }

    /// From the rule outwards: the rule, its document, its package, and the packages above that speak of theirs.
    fn chain(&self, rule: &Rule<'_>) -> Value {
        let link = |annotations: &Annotations, path: &Value| json!({ "annotations": annotations.json, "path": path });
        let path = json!(rule.path);
        let mut chain: Vec<Value> = of_rule(rule).rev().map(|own| link(own, &path)).collect();
        if chain.is_empty() {
            chain.push(json!({ "path": path }));
        }
        let documents = self.sources.iter().filter(|module| module.package.path == rule.package);
        let document = documents
            .flat_map(|module| &module.rules)
            .filter(|other| super::clause::ground_path(rule.package, other) == rule.path)
            .flat_map(|other| &other.annotations)
            .find(|annotations| annotations.scope == Scope::Document);
        chain.extend(document.map(|annotations| link(annotations, &path)));
        let of_package = |path: &[Box<str>], scope| {
            let modules = self.sources.iter().filter(|module| *module.package.path == *path);
            let mut annotations = modules.flat_map(|module| &module.annotations);
            annotations.find(|annotations| annotations.scope == scope)
        };
        let package = of_package(rule.package, Scope::Package);
        chain.extend(package.map(|annotations| link(annotations, &json!(rule.package))));
        for length in (1..=rule.package.len()).rev() {
            let above = &rule.package[..length];
            let found = of_package(above, Scope::Subpackages);
            chain.extend(found.map(|annotations| link(annotations, &json!(above))));
        }
        Value::Array(chain)
    }
}

fn of_rule<'r>(rule: &'r Rule<'_>) -> impl DoubleEndedIterator<Item = &'r Annotations> {
    rule.annotations.iter().filter(|annotations| annotations.scope == Scope::Rule)
}

/// A value as a term.
fn term_of(value: &Value, place: Place) -> Term {
    let kind = match value {
        Value::Null => TermKind::Null,
        Value::Bool(value) => TermKind::Bool(*value),
        Value::Number(value) => TermKind::Number(value.to_string().into()),
        Value::String(value) => TermKind::String(value.as_str().into()),
        Value::Array(items) => {
            TermKind::Array(items.iter().map(|item| term_of(item, place)).collect())
        }
        Value::Object(fields) => TermKind::Object(
            fields
                .iter()
                .map(|(key, value)| {
                    (
                        Term { kind: TermKind::String(key.as_str().into()), place },
                        term_of(value, place),
                    )
                })
                .collect(),
        ),
    };
    Term { kind, place }
}

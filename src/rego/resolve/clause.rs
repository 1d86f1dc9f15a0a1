//! Rules: each definition becomes a clause of its document.

use super::scope::{Origin, Scopes};
use super::term::Front;
use super::tree::Key;
use super::{CODE_HEAD, CODE_UNUSED, Resolver, declared, metadata, undeclared};
use crate::rego::ast::{self, HeadKind, Module, Rule};
use crate::rego::ir::{Body, Clause, Default, DocumentId, Kind, Literal, Output, Term, TermKind};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many `else` a definition may have: they are nested in each other.
const MOST_BRANCHES: usize = 500;

/// What a definition or an `else` of it says.
struct Branch<'r> {
    value: Option<&'r ast::Term>,
    body: Option<&'r ast::Body>,
    span: ast::Span,
}

impl<'a> Resolver<'a> {
    /// Adds a rule's definitions to its document.
    pub(super) fn rule(&mut self, module: &'a Module, rule: &'a Rule) {
        let Some(name) = rule.head.path.first().and_then(|step| super::tree::text(&step.term))
        else {
            return;
        };
        if self.names.careful && matches!(name, "data" | "input") {
            self.shadows(name, rule.head.span);
        }
        let (document, depth) = self.document_of(module, rule);
        if rule.is_default {
            return self.default(document, depth, rule);
        }
        self.annotated = Some(metadata::Rule {
            annotations: &rule.annotations,
            package: &module.package.path,
            path: ground_path(&module.package.path, rule),
        });
        let clause = self.definition(rule, rule.body.as_ref(), &rule.otherwise, depth);
        self.clauses(document).push(clause);
        self.without_annotations();
        for body in &rule.chained {
            let clause = self.definition(rule, Some(body), &[], depth);
            self.clauses(document).push(clause);
        }
        self.annotated = None;
    }

    /// The document to which a rule belongs, and how many steps of the head lead to it.
    fn document_of(&self, module: &Module, rule: &Rule) -> (DocumentId, usize) {
        let package = module.package.path.iter().map(|name| Key::String(name.clone()));
        let steps = rule.head.path.iter().map_while(|step| Key::of(&step.term));
        let mut node = &self.tree.root;
        for (key, depth) in package.chain(steps).zip(1..) {
            node = &node.children[&key];
            if let Some(document) = node.document {
                return (document, usize::saturating_sub(depth, module.package.path.len()));
            }
        }
        unreachable!("every rule belongs to a document")
    }

    fn default(&mut self, document: DocumentId, depth: usize, rule: &Rule) {
        let place = self.place(rule.span);
        let plain =
            matches!(self.program.document(document).kind, Kind::Complete | Kind::Function(_));
        if !plain || depth != rule.head.path.len() {
            self.mistake(
                rule.head.span,
                CODE_HEAD,
                "a default for one key of an object, whose other keys are computed",
                "OPA drops such a default in silence; give the object a rule for that key",
            );
            return;
        }
        let HeadKind::Value { value: Some(value), .. } = &rule.head.kind else { return };
        self.begin(&BTreeSet::new());
        let mut front = Vec::new();
        let value = self.term(value, Front::Literals(&mut front));
        self.end();
        self.program.documents[document.0 as usize].default.get_or_insert(Default { value, place });
    }

    /// A body with its `else` branches.
    fn definition(
        &mut self,
        rule: &'a Rule,
        body: Option<&'a ast::Body>,
        otherwise: &'a [ast::Else],
        depth: usize,
    ) -> Clause {
        let mut parameters = BTreeSet::new();
        for param in rule.head.params.iter().flatten() {
            named(param, &mut parameters);
        }
        self.begin(&parameters);
        let mut front = Vec::new();
        let params = rule.head.params.iter().flatten();
        let params: Vec<Term> = params.map(|param| self.parameter(param, &mut front)).collect();
        let scopes = self.scopes.clone();
        let mut used: BTreeSet<Box<str>> = BTreeSet::new();
        let value = match &rule.head.kind {
            HeadKind::Value { value, .. } => value.as_ref(),
            HeadKind::Member(member) => Some(member),
        };
        let branch = Branch { value, body, span: rule.span };
        let mut clause = self.branch(rule, &branch, depth, front);
        clause.params = params;
        self.note_used(&mut used);
        let mut branches = Vec::new();
        if otherwise.len() > MOST_BRANCHES {
            let message = format!("more than {MOST_BRANCHES} branches with `else`");
            self.mistake(rule.head.span, CODE_HEAD, message, "look the value up in an object");
        }
        for branch in otherwise.iter().take(MOST_BRANCHES) {
            self.scopes = scopes.clone();
            self.undeclared.clear();
            self.without_annotations();
            let branch = Branch {
                value: branch.value.as_ref(),
                body: branch.body.as_ref(),
                span: branch.span,
            };
            branches.push(self.branch(rule, &branch, rule.head.path.len(), Vec::new()));
            self.note_used(&mut used);
        }
        self.unused_parameters(rule, &scopes, &used);
        self.end();
        clause.otherwise = branches
            .into_iter()
            .rev()
            .fold(None, |next, branch| Some(Box::new(Clause { otherwise: next, ..branch })));
        clause
    }

    /// METADATA is about the first body of a rule, not about what follows after `else` or in further braces.
    fn without_annotations(&mut self) {
        if let Some(rule) = &mut self.annotated {
            rule.annotations = &[];
        }
    }

    fn begin(&mut self, parameters: &BTreeSet<Box<str>>) {
        self.undeclared.clear();
        self.scopes = Scopes::default();
        self.scopes.enter();
        self.declared = vec![parameters.clone()];
    }

    fn end(&mut self) {
        self.scopes = Scopes::default();
        self.declared.clear();
    }

    fn branch(
        &mut self,
        rule: &'a Rule,
        branch: &Branch<'a>,
        depth: usize,
        mut literals: Vec<Literal>,
    ) -> Clause {
        let place = self.place(branch.span);
        self.declared.push(branch.body.map(declared::names).unwrap_or_default());
        if let Some(body) = branch.body {
            self.literals(body, &mut literals);
        }
        let keys = rule.head.path.iter().skip(depth);
        let keys = keys.map(|step| self.key_of(&step.term, &mut literals)).collect();
        let value = match branch.value {
            Some(value) => {
                let value = self.term(value, Front::Literals(&mut literals));
                self.evaluated(value, Front::Literals(&mut literals))
            }
            None => Term { kind: TermKind::Bool(true), place: self.place(rule.head.span) },
        };
        self.declared.pop();
        let output = match rule.head.kind {
            HeadKind::Value { .. } => Output::Value(value),
            HeadKind::Member(_) => Output::Member(value),
        };
        let mut clause = Clause {
            params: Vec::new(),
            keys,
            output,
            body: Body { literals, open: false },
            otherwise: None,
            annotations: self
                .annotated
                .as_ref()
                .map_or_else(Vec::new, |rule| rule.annotations.to_vec()),
            head: self.place(rule.head.span),
            place,
        };
        undeclared::separate(&mut clause, &self.undeclared, &mut self.program.locals);
        clause
    }

    /// A step of a head: a constant or a variable; anything else gets a name in the body.
    fn key_of(&mut self, step: &ast::Term, literals: &mut Vec<Literal>) -> Term {
        let term = self.term(step, Front::Literals(literals));
        match term.kind {
            TermKind::Null
            | TermKind::Bool(_)
            | TermKind::Number(_)
            | TermKind::String(_)
            | TermKind::Local(_) => term,
            _ => self.in_front(term, Front::Literals(literals)),
        }
    }

    fn parameter(&mut self, param: &ast::Term, front: &mut Vec<Literal>) -> Term {
        let place = self.place(param.span);
        let kind = match &param.kind {
            ast::TermKind::Var(name) if matches!(&**name, "data" | "input") => {
                self.shadows(name, param.span);
                TermKind::Null
            }
            ast::TermKind::Var(name) if &**name == "_" => TermKind::Local(self.fresh("_", place)),
            ast::TermKind::Var(name) => TermKind::Local(match self.scopes.used(name) {
                Some(local) => local,
                None => self.declare(name, param.span, Origin::Parameter),
            }),
            ast::TermKind::Array(items) => {
                TermKind::Array(items.iter().map(|item| self.parameter(item, front)).collect())
            }
            ast::TermKind::Object(fields) => {
                let fields = fields.iter().map(|(key, value)| {
                    if Key::of(key).is_none() {
                        self.no_parameter(key, "a key that is not constant");
                    }
                    (self.term(key, Front::Literals(front)), self.parameter(value, front))
                });
                TermKind::Object(fields.collect())
            }
            _ if super::call::is_call(param) => {
                self.no_parameter(param, "a call");
                TermKind::Null
            }
            ast::TermKind::Ref { .. } => {
                self.no_parameter(param, "a reference");
                TermKind::Null
            }
            _ => {
                let term = self.term(param, Front::Literals(front));
                return self.evaluated(term, Front::Literals(front));
            }
        };
        Term { kind, place }
    }

    fn no_parameter(&mut self, param: &ast::Term, what: &str) {
        let help = "name the parameter, and compare it in the body";
        self.mistake(param.span, CODE_HEAD, format!("a parameter cannot hold {what}"), help);
    }

    /// Leaves the branch, and notes which parameters it uses.
    fn note_used(&mut self, used: &mut BTreeSet<Box<str>>) {
        let all = self.scopes.innermost().iter();
        let parameters =
            all.filter(|(_, variable)| variable.origin == Origin::Parameter && variable.uses > 1);
        used.extend(parameters.map(|(name, _)| name.clone()));
        self.leave();
    }

    fn unused_parameters(&mut self, rule: &Rule, scopes: &Scopes, used: &BTreeSet<Box<str>>) {
        if !self.options.strict {
            return;
        }
        let parameters = scopes.innermost().keys().filter(|name| !used.contains(*name));
        let parameters: Vec<String> = parameters.map(ToString::to_string).collect();
        for name in parameters {
            let message = format!("the parameter `{name}` is never used");
            self.mistake(rule.head.span, CODE_UNUSED, message, "call it `_`");
        }
    }
}

/// The path of a rule up to the first variable.
pub(super) fn ground_path(package: &[Box<str>], rule: &Rule) -> Vec<Value> {
    let steps = rule.head.path.iter().map_while(|step| match Key::of(&step.term)? {
        Key::Null => Some(Value::Null),
        Key::Bool(value) => Some(value.into()),
        Key::Number(value) => serde_json::from_str(&value).ok(),
        Key::String(value) => Some((*value).into()),
    });
    package.iter().map(|name| (**name).into()).chain(steps).collect()
}

/// The names that a parameter binds.
fn named(param: &ast::Term, names: &mut BTreeSet<Box<str>>) {
    match &param.kind {
        ast::TermKind::Var(name) => {
            names.insert(name.clone());
        }
        ast::TermKind::Array(items) => items.iter().for_each(|item| named(item, names)),
        ast::TermKind::Object(fields) => fields.iter().for_each(|(_, value)| named(value, names)),
        _ => {}
    }
}

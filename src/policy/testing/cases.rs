//! The tests of a module. As `opa test` has it, each definition of a `test_…` rule is a test of its own, so a name that stands
//! twice is made two; and a test with a part that varies, `test_x[case] if …`, is one for each of its cases, those that do
//! not hold among them: another rule, which gets the body up to where the case is known, says which cases there are.

use crate::rego::ast::{Body, Head, HeadKind, Literal, Module, Rule, Span, Step, Term, TermKind};
use crate::rego::visit;
use std::collections::{BTreeMap, BTreeSet};

/// A test of a module.
#[derive(Debug, Clone)]
pub(super) struct Test {
    /// The document, without `data`.
    pub(super) path: Vec<Box<str>>,
    /// As it is reported, without the package.
    pub(super) name: String,
    /// Where its name stands.
    pub(super) span: Span,
    /// Put aside by its author.
    pub(super) skipped: bool,
    /// The document that says which cases there are; `None` where there are none.
    pub(super) cases: Option<Vec<Box<str>>>,
}

/// Finds the tests of a module, and prepares it for running them one by one. `seen` counts names over all modules.
pub(super) fn prepare(module: &mut Module, seen: &mut BTreeMap<Vec<Box<str>>, usize>) -> Vec<Test> {
    let mut tests = Vec::new();
    let mut added = Vec::new();
    let package = module.package.path.clone();
    for rule in &mut module.rules {
        let Some((length, skipped)) = test_name(&rule.head) else { continue };
        let mut path = [package.clone(), names(&rule.head.path[..length])].concat();
        let count = seen.entry(path.clone()).or_default();
        *count += 1;
        if *count > 1 && !skipped {
            let last = path.last_mut().expect("a head has a name");
            *last = format!("{last}#{:02}", *count - 1).into();
            rename(&mut rule.head.path[length - 1], last);
        }
        let varying = rule.head.path.len() > length && !skipped;
        let cases = varying.then(|| cases_of(rule, length)).flatten().map(|cases| {
            let own = names(&cases.head.path);
            added.push(cases);
            [package.clone(), own].concat()
        });
        let name = shown(&path[package.len()..]);
        tests.push(Test { path, name, span: rule.head.path[length - 1].term.span, skipped, cases });
    }
    module.rules.extend(added);
    tests
}

/// How many steps of a head make the name of a test, and whether it is put aside.
fn test_name(head: &Head) -> Option<(usize, bool)> {
    head.path.iter().map_while(step_name).enumerate().find_map(|(index, name)| {
        let skipped = name.starts_with("todo_test_");
        (skipped || name.starts_with("test_")).then_some((index + 1, skipped))
    })
}

fn step_name(step: &Step) -> Option<&str> {
    match &step.term.kind {
        TermKind::String { value, .. } => Some(value),
        TermKind::Var(name) if step.dot => Some(name),
        _ => None,
    }
}

fn names(path: &[Step]) -> Vec<Box<str>> {
    path.iter().filter_map(step_name).map(Box::from).collect()
}

fn rename(step: &mut Step, name: &str) {
    step.term.kind = match step.term.kind {
        TermKind::Var(_) => TermKind::Var(name.into()),
        _ => TermKind::String { value: name.into(), raw: false },
    };
}

fn shown(path: &[Box<str>]) -> String {
    path.join(".")
}

/// `test_x#cases contains [case] if …`, of `test_x[case] if …`: with as much of the body as it takes to know the case.
fn cases_of(rule: &Rule, length: usize) -> Option<Rule> {
    let tail: Vec<Term> = rule.head.path[length..].iter().map(|step| step.term.clone()).collect();
    let body = rule.body.as_ref()?;
    let wanted = variables(&tail);
    let known =
        wanted.iter().map(|name| body.literals.iter().position(|literal| mentions(literal, name)));
    let last = known.collect::<Option<Vec<_>>>()?.into_iter().max();
    let literals: Vec<_> = match last {
        Some(last) => body.literals[..=last].to_vec(),
        None => Vec::new(),
    };
    let span = rule.head.span;
    let mut path = rule.head.path[..length].to_vec();
    let name = format!("{}#cases", step_name(path.last()?)?);
    rename(path.last_mut()?, &name);
    let member = Term { kind: TermKind::Array(tail), span };
    let head = Head { path, params: None, kind: HeadKind::Member(member), span };
    let body = (!literals.is_empty()).then_some(Body { literals, ..body.clone() });
    Some(Rule {
        is_default: false,
        head,
        body,
        otherwise: Vec::new(),
        chained: Vec::new(),
        annotations: Vec::new(),
        span: rule.span,
    })
}

fn variables(terms: &[Term]) -> BTreeSet<Box<str>> {
    let mut found = BTreeSet::new();
    for term in terms {
        visit::term(term, &mut |term| {
            if let TermKind::Var(name) = &term.kind {
                found.insert(name.clone());
            }
        });
    }
    found
}

/// Whether a literal names a variable. `some x` only says that `x` is a new one: it gets its value further down.
fn mentions(literal: &Literal, variable: &str) -> bool {
    let mut found = false;
    visit::literal(literal, &mut |term| {
        found |= matches!(&term.kind, TermKind::Var(name) if **name == *variable);
    });
    found
}

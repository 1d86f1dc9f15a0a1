//! Whether two files say the same.

use crate::rego::annotations::Annotations;
use crate::rego::ast::{
    Body, Else, HeadKind, Import, Literal, LiteralKind, Logical, Module, Rule, Step, TemplatePart,
    Term, TermKind,
};
use std::fmt::Write as _;

/// What a file says, without where it says it and how: two files of one shape mean the same.
pub(super) fn shape(module: &Module) -> String {
    let mut lines = vec![format!("package {:?}", module.package.path)];
    let mut imports: Vec<String> = module.imports.iter().map(import).collect();
    imports.sort();
    lines.extend(imports);
    lines.extend(module.annotations.iter().map(metadata));
    for rule in &module.rules {
        lines.extend(rule.annotations.iter().map(metadata));
        lines.push(
            definition(rule, rule.body.as_ref())
                + &rule.otherwise.iter().map(branch).collect::<String>(),
        );
        lines.extend(rule.chained.iter().map(|body| definition(rule, Some(body))));
    }
    lines.join("\n")
}

fn metadata(block: &Annotations) -> String {
    format!("{:?} {}", block.scope, block.json)
}

fn import(import: &Import) -> String {
    format!("import {:?} {:?}", import.path, import.alias.as_ref().map(|alias| &alias.text))
}

fn definition(rule: &Rule, body: Option<&Body>) -> String {
    let head = &rule.head;
    let kind = match &head.kind {
        HeadKind::Member(member) => format!("contains {}", term(member)),
        HeadKind::Value { value, .. } => value.as_ref().map_or("true".to_owned(), term),
    };
    let params = head.params.as_ref().map(|params| terms(params));
    format!(
        "{} {} {params:?} {kind} {}",
        rule.is_default,
        steps(&head.path),
        body.map_or(String::new(), body_of)
    )
}

fn branch(branch: &Else) -> String {
    let value = branch.value.as_ref().map_or("true".to_owned(), term);
    format!(" else {value} {}", branch.body.as_ref().map_or(String::new(), body_of))
}

fn body_of(body: &Body) -> String {
    format!("<{}>", body.literals.iter().map(literal).collect::<Vec<_>>().join("; "))
}

fn literal(literal: &Literal) -> String {
    let mut text = match &literal.kind {
        LiteralKind::Term(condition) => term(condition),
        LiteralKind::Assign(left, right) => format!("({} := {})", term(left), term(right)),
        LiteralKind::Unify(left, right) => format!("({} = {})", term(left), term(right)),
        LiteralKind::Some(names) => {
            format!("some {:?}", names.iter().map(|name| &name.text).collect::<Vec<_>>())
        }
        LiteralKind::SomeIn { key, value, collection } => {
            format!("some {:?} {} in {}", key.as_ref().map(term), term(value), term(collection))
        }
        LiteralKind::Every { key, value, domain, body } => {
            let key = key.as_ref().map(|key| &key.text);
            format!("every {key:?} {} {} {}", value.text, term(domain), body_of(body))
        }
        LiteralKind::Not(inner) => format!("not {}", self::literal(inner)),
        LiteralKind::NotBody(body) => format!("not {}", body_of(body)),
        LiteralKind::Logical { operator, left, right } => {
            let operator = if *operator == Logical::And { "and" } else { "or" };
            format!("({operator} {} {})", operand(left), operand(right))
        }
        LiteralKind::Group(body) => match &body.literals[..] {
            [single] => self::literal(single),
            _ => body_of(body),
        },
    };
    for with in &literal.with {
        // Writing to a string cannot fail.
        let _ = write!(text, " with {} as {}", term(&with.target), term(&with.value));
    }
    text
}

fn operand(side: &Literal) -> String {
    match &side.kind {
        LiteralKind::Group(body) => body_of(body),
        _ => format!("<{}>", literal(side)),
    }
}

fn terms(terms: &[Term]) -> String {
    terms.iter().map(term).collect::<Vec<_>>().join(", ")
}

fn steps(path: &[Step]) -> String {
    format!("{:?}", path.iter().map(|step| term(&step.term)).collect::<Vec<_>>())
}

fn term(whole: &Term) -> String {
    match &whole.kind {
        TermKind::Null => "null".to_owned(),
        TermKind::Bool(value) => value.to_string(),
        TermKind::Number(text) | TermKind::Var(text) => text.to_string(),
        TermKind::String { value, .. } => format!("{value:?}"),
        TermKind::Template { parts, .. } => parts
            .iter()
            .map(|part| match part {
                TemplatePart::Text(text) => format!("{text:?}"),
                TemplatePart::Term(inner) => format!("${{{}}}", term(inner)),
            })
            .collect(),
        TermKind::Ref { head, steps: path } => format!("{}{}", term(head), steps(path)),
        TermKind::Call { function, args } => format!("{}({})", term(function), terms(args)),
        TermKind::Array(items) => format!("[{}]", terms(items)),
        TermKind::Set(items) => format!("set({})", terms(items)),
        TermKind::Object(fields) => {
            let fields =
                fields.iter().map(|(key, value)| format!("{}: {}", term(key), term(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        TermKind::ArrayOf(head, body) => format!("[{} | {}]", term(head), body_of(body)),
        TermKind::SetOf(head, body) => format!("{{{} | {}}}", term(head), body_of(body)),
        TermKind::ObjectOf(key, value, body) => {
            format!("{{{}: {} | {}}}", term(key), term(value), body_of(body))
        }
        TermKind::Infix(operator, left, right) => {
            format!("({} {} {})", operator.names().1, term(left), term(right))
        }
        TermKind::Negative(inner) => format!("(negative {})", term(inner)),
        TermKind::In { key, value, collection } => {
            format!(
                "({:?} {} in {})",
                key.as_ref().map(|key| term(key)),
                term(value),
                term(collection)
            )
        }
    }
}

/// What comments say, in order.
pub(super) fn comments(module: &Module) -> Vec<&str> {
    let mut all: Vec<&str> = module
        .comments
        .iter()
        .map(|comment| module.file.text[comment.span.range()].trim_end())
        .collect();
    all.sort_unstable();
    all
}

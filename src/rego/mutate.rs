//! Changed copies of a file, each with one condition that is negated, dropped or swapped. A test that passes with such a
//! copy says nothing about that condition.

use super::ast::{
    Body, Else, HeadKind, Literal, LiteralKind, Module, Operator, Rule, Span, Term, TermKind,
};

/// A copy with one change.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What was changed.
    pub place: Span,
    /// How, for people: "negated".
    pub change: String,
    /// The copy.
    pub module: Module,
}

/// Every mutant of a file, in the order of its text.
pub fn mutants(module: &Module) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    loop {
        let mut copy = module.clone();
        let mut chooser = Chooser { left: mutants.len(), done: None };
        copy.rules.iter_mut().for_each(|rule| chooser.rule(rule));
        match chooser.done {
            Some((place, change)) => mutants.push(Mutant { place, change, module: copy }),
            None => break,
        }
    }
    mutants.sort_by_key(|mutant| (mutant.place.start, mutant.place.end));
    mutants
}

/// Goes through a copy and changes it where it has come to the change that is wanted.
struct Chooser {
    left: usize,
    done: Option<(Span, String)>,
}

impl Chooser {
    /// Whether the next change is the one that is wanted; it is then to be made.
    fn next(&mut self, place: Span, change: impl Into<String>) -> bool {
        if self.done.is_some() {
            return false;
        }
        if self.left == 0 {
            self.done = Some((place, change.into()));
            return true;
        }
        self.left -= 1;
        false
    }

    fn rule(&mut self, rule: &mut Rule) {
        if let HeadKind::Value { value: Some(value), .. } = &mut rule.head.kind {
            self.term(value);
        }
        rule.body.iter_mut().chain(&mut rule.chained).for_each(|body| self.body(body));
        for otherwise in &mut rule.otherwise {
            self.otherwise(otherwise);
        }
    }

    fn otherwise(&mut self, otherwise: &mut Else) {
        otherwise.value.iter_mut().for_each(|value| self.term(value));
        otherwise.body.iter_mut().for_each(|body| self.body(body));
    }

    fn body(&mut self, body: &mut Body) {
        for index in 0..body.literals.len() {
            let place = body.literals[index].span;
            if self.next(place, "dropped") {
                if body.literals.len() > 1 {
                    body.literals.remove(index);
                } else {
                    body.literals[0].kind = LiteralKind::Term(bool(true, place));
                }
                return;
            }
            self.literal(&mut body.literals[index]);
        }
    }

    fn literal(&mut self, literal: &mut Literal) {
        let negatable = matches!(literal.kind, LiteralKind::Term(_) | LiteralKind::Not(_));
        if negatable && self.next(literal.span, "negated") {
            negate(literal);
            return;
        }
        match &mut literal.kind {
            LiteralKind::Term(term) => self.term(term),
            LiteralKind::Assign(left, right) | LiteralKind::Unify(left, right) => {
                self.term(left);
                self.term(right);
            }
            LiteralKind::Some(_) => {}
            LiteralKind::SomeIn { collection, .. } => self.term(collection),
            LiteralKind::Every { domain, body, .. } => {
                self.term(domain);
                self.body(body);
            }
            // What is negated once more is the negation dropped, which is there already.
            LiteralKind::Not(inner) => {
                if let LiteralKind::Term(term) = &mut inner.kind {
                    self.term(term);
                }
            }
            LiteralKind::NotBody(body) | LiteralKind::Group(body) => self.body(body),
            LiteralKind::Logical { left, right, .. } => {
                self.literal(left);
                self.literal(right);
            }
        }
    }

    fn term(&mut self, term: &mut Term) {
        let place = term.span;
        match &mut term.kind {
            TermKind::Bool(value) => {
                if self.next(place, format!("`{value}` made `{}`", !*value)) {
                    *value = !*value;
                }
            }
            TermKind::Infix(operator, left, right) => {
                for other in swapped(*operator) {
                    let change = format!("`{}` made `{}`", operator.names().0, other.names().0);
                    if self.next(place, change) {
                        *operator = *other;
                        return;
                    }
                }
                self.term(left);
                self.term(right);
            }
            TermKind::Set(items) => {
                for index in 0..items.len() {
                    if items.len() > 1 && self.next(items[index].span, "left out") {
                        items.remove(index);
                        return;
                    }
                    self.term(&mut items[index]);
                }
            }
            TermKind::Array(items) => items.iter_mut().for_each(|item| self.term(item)),
            TermKind::Object(fields) => fields.iter_mut().for_each(|(_, value)| self.term(value)),
            TermKind::Call { args, .. } => args.iter_mut().for_each(|arg| self.term(arg)),
            TermKind::ArrayOf(term, body) | TermKind::SetOf(term, body) => {
                self.term(term);
                self.body(body);
            }
            TermKind::ObjectOf(_, value, body) => {
                self.term(value);
                self.body(body);
            }
            TermKind::In { collection, .. } => self.term(collection),
            TermKind::Negative(term) => self.term(term),
            TermKind::Ref { .. }
            | TermKind::Null
            | TermKind::Number(_)
            | TermKind::String { .. }
            | TermKind::Template { .. }
            | TermKind::Var(_) => {}
        }
    }
}

/// What an operator is taken for by mistake.
fn swapped(operator: Operator) -> &'static [Operator] {
    match operator {
        Operator::Equal => &[Operator::NotEqual],
        Operator::NotEqual => &[Operator::Equal],
        Operator::Less => &[Operator::LessOrEqual, Operator::Greater],
        Operator::LessOrEqual => &[Operator::Less, Operator::Greater],
        Operator::Greater => &[Operator::GreaterOrEqual, Operator::Less],
        Operator::GreaterOrEqual => &[Operator::Greater, Operator::Less],
        Operator::Add => &[Operator::Subtract],
        Operator::Subtract => &[Operator::Add],
        Operator::Multiply => &[Operator::Divide],
        Operator::Divide => &[Operator::Multiply],
        Operator::Intersect => &[Operator::Unite],
        Operator::Unite => &[Operator::Intersect],
        Operator::Remainder => &[],
    }
}

fn negate(literal: &mut Literal) {
    let span = literal.span;
    let kind = std::mem::replace(&mut literal.kind, LiteralKind::Some(Vec::new()));
    literal.kind = match kind {
        LiteralKind::Not(inner) => inner.kind,
        kind => LiteralKind::Not(Box::new(Literal { kind, with: Vec::new(), span })),
    };
}

fn bool(value: bool, span: Span) -> Term {
    Term { kind: TermKind::Bool(value), span }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rego::ast::Version;
    use crate::rego::parse::parse;

    const TEXT: &str = "package a\n\nok if {\n\tinput.x > 1\n\tnot input.y in {1, 2}\n}\n";

    #[test]
    fn each_mutant_has_one_change_and_says_which() {
        let module = parse("a.rego", TEXT, Version::V1).unwrap();
        let mutants = mutants(&module);
        let said: Vec<String> = mutants
            .iter()
            .map(|mutant| {
                let (start, end) = (mutant.place.start as usize, mutant.place.end as usize);
                format!("{}: {}", &TEXT[start..end], mutant.change)
            })
            .collect();
        assert_eq!(
            said,
            [
                "input.x > 1: dropped",
                "input.x > 1: negated",
                "input.x > 1: `>` made `>=`",
                "input.x > 1: `>` made `<`",
                "not input.y in {1, 2}: dropped",
                "not input.y in {1, 2}: negated",
                "1: left out",
                "2: left out",
            ]
        );
        assert_eq!(mutants[0].module.rules[0].body.as_ref().unwrap().literals.len(), 1);
    }
}

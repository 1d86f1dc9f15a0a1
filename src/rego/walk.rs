//! Going through a program: every literal and every term once, outside in. The parser bounds how deep they nest.

use super::ir::{
    Body, Callee, Clause, Literal, LiteralKind, Output, Replacement, Root, Target, Term, TermKind,
};

/// What is done at each part; what is left out just goes on.
pub trait Visitor {
    /// A literal; calls [`literal`] to go on into it.
    fn literal(&mut self, found: &Literal) {
        literal(self, found);
    }

    /// A term; calls [`term`] to go on into it.
    fn term(&mut self, found: &Term) {
        term(self, found);
    }

    /// Something is called, here or by `with`.
    fn callee(&mut self, _found: Callee) {}
}

/// Goes through a clause, its `else` included.
pub fn clause<V: Visitor + ?Sized>(visitor: &mut V, found: &Clause) {
    let mut next = Some(found);
    while let Some(clause) = next {
        let (Output::Value(output) | Output::Member(output)) = &clause.output;
        clause.params.iter().chain(&clause.keys).for_each(|found| visitor.term(found));
        body(visitor, &clause.body);
        visitor.term(output);
        next = clause.otherwise.as_deref();
    }
}

/// Goes through a body.
pub fn body<V: Visitor + ?Sized>(visitor: &mut V, found: &Body) {
    found.literals.iter().for_each(|found| visitor.literal(found));
}

/// Goes into a literal.
pub fn literal<V: Visitor + ?Sized>(visitor: &mut V, found: &Literal) {
    match &found.kind {
        LiteralKind::Test(found) => visitor.term(found),
        LiteralKind::Unify(left, right) => {
            visitor.term(left);
            visitor.term(right);
        }
        LiteralKind::Iterate { key, value, over } => {
            visitor.term(over);
            key.iter().chain([value]).for_each(|found| visitor.term(found));
        }
        LiteralKind::Every { domain, body: found, .. } => {
            visitor.term(domain);
            body(visitor, found);
        }
        LiteralKind::Not(found) => body(visitor, found),
        LiteralKind::Any(all) => all.iter().for_each(|found| body(visitor, found)),
    }
    for with in &found.with {
        if let Target::Function(callee) = with.target {
            visitor.callee(callee);
        }
        match &with.value {
            Replacement::Value(found) => visitor.term(found),
            Replacement::Function(callee) => visitor.callee(*callee),
        }
    }
}

/// Goes into a term.
pub fn term<V: Visitor + ?Sized>(visitor: &mut V, found: &Term) {
    match &found.kind {
        TermKind::Null
        | TermKind::Bool(_)
        | TermKind::Number(_)
        | TermKind::String(_)
        | TermKind::Local(_) => {}
        TermKind::Array(all) | TermKind::Set(all) | TermKind::Template(all) => {
            all.iter().for_each(|found| visitor.term(found));
        }
        TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
            visitor.term(key);
            visitor.term(value);
        }),
        TermKind::ArrayOf(found, within) | TermKind::SetOf(found, within) => {
            body(visitor, within);
            visitor.term(found);
        }
        TermKind::ObjectOf(key, value, within) => {
            body(visitor, within);
            visitor.term(key);
            visitor.term(value);
        }
        TermKind::Ref(root, steps) => {
            if let Root::Term(found) = root {
                visitor.term(found);
            }
            steps.iter().for_each(|found| visitor.term(found));
        }
        TermKind::Call(callee, args) => {
            visitor.callee(*callee);
            args.iter().for_each(|found| visitor.term(found));
        }
    }
}

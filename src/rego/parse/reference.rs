//! What stands directly behind a term: steps and arguments.

use super::{Kind, Parsed, Parser};
use crate::rego::ast::{Step, Term, TermKind};

impl Parser<'_> {
    pub(super) fn steps(&mut self, start: usize, mut head: Term) -> Parsed<Term> {
        let mut height = self.height;
        let mut steps = Vec::new();
        while self.token().adjacent {
            if self.is(".") || self.is("[") {
                steps.push(self.step()?);
                height = height.max(self.height);
            } else if self.is("(") {
                if !steps.is_empty() {
                    head = self.reference(start, head, std::mem::take(&mut steps), height)?;
                }
                head = self.call(start, head)?;
                height = self.height;
            } else {
                break;
            }
        }
        if steps.is_empty() {
            return Ok(head);
        }
        self.reference(start, head, steps, height)
    }

    fn reference(
        &mut self,
        start: usize,
        head: Term,
        steps: Vec<Step>,
        height: usize,
    ) -> Parsed<Term> {
        let span = self.span_from(start);
        let what = match head.kind {
            TermKind::Null | TermKind::Bool(_) => "a constant",
            TermKind::Number(_) => "a number",
            TermKind::String { .. } | TermKind::Template { .. } => "a string",
            _ => {
                self.grow(height, span)?;
                return Ok(Term { kind: TermKind::Ref { head: Box::new(head), steps }, span });
            }
        };
        self.refuse(
            head.span,
            format!("{what} has no parts"),
            "only objects, arrays and sets have parts",
        )
    }

    /// `.name` or `[term]`.
    pub(super) fn step(&mut self) -> Parsed<Step> {
        if self.take(".") {
            let token = *self.token();
            if token.kind != Kind::Name || !token.adjacent {
                return self.unexpected("a name", "write `[\"…\"]` for anything that is no name");
            }
            let value = self.text_at(self.at).into();
            self.at += 1;
            self.height = 0;
            let kind = TermKind::String { value, raw: false };
            return Ok(Step { term: Term { kind, span: token.span }, dot: true });
        }
        self.at += 1;
        let term = self.term()?;
        self.expect("]", "close the bracket behind one term")?;
        Ok(Step { term, dot: false })
    }

    fn call(&mut self, start: usize, function: Term) -> Parsed<Term> {
        let callable = match &function.kind {
            TermKind::Var(_) => true,
            TermKind::Ref { head, steps } => {
                matches!(head.kind, TermKind::Var(_))
                    && steps.iter().all(|step| matches!(step.term.kind, TermKind::String { .. }))
            }
            _ => false,
        };
        if !callable {
            return self.refuse(
                function.span,
                "this is no function",
                "a call needs the name of a function directly before its parenthesis",
            );
        }
        self.at += 1;
        let args = self.list(")")?;
        let span = self.span_from(start);
        let is_set =
            args.is_empty() && matches!(&function.kind, TermKind::Var(name) if &**name == "set");
        self.grow(self.height, span)?;
        let kind = if is_set {
            TermKind::Set(args)
        } else {
            TermKind::Call { function: Box::new(function), args }
        };
        Ok(Term { kind, span })
    }
}

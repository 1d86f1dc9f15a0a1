//! Terms.

use super::Printer;
use super::module::is_name;
use crate::rego::ast::{Body, Comment, Operator, Span, Step, TemplatePart, Term, TermKind};

/// What is a name only behind a dot, or at the beginning of a condition.
pub(super) const KEYWORDS: [&str; 17] = [
    "and", "as", "contains", "default", "else", "every", "false", "if", "import", "in", "not",
    "null", "or", "package", "some", "true", "with",
];

impl Printer<'_> {
    /// A term that is a condition by itself: its operands have parentheses only where they need them, or, with `guard`,
    /// where a union would be the first thing in a body.
    pub(super) fn top(&mut self, term: &Term, guard: bool) {
        let TermKind::Infix(operator, left, right) = &term.kind else { return self.term(term) };
        let guards_all = guard && *operator == Operator::Unite;
        self.write(if guards_all { "(" } else { "" });
        self.parenthesised(binds_looser(left, *operator, false) || guard && is_union(left), left);
        self.write(&format!(" {} ", operator.names().0));
        self.parenthesised(binds_looser(right, *operator, true), right);
        self.write(if guards_all { ")" } else { "" });
    }

    pub(super) fn parenthesised(&mut self, parentheses: bool, term: &Term) {
        self.write(if parentheses { "(" } else { "" });
        self.term(term);
        self.write(if parentheses { ")" } else { "" });
    }

    /// The operand of another term: what has operators stands in parentheses, as in `opa fmt`.
    pub(super) fn nested(&mut self, term: &Term) {
        self.parenthesised(matches!(term.kind, TermKind::Infix(..) | TermKind::In { .. }), term);
    }

    /// A term where `in` would belong to what stands around it.
    pub(super) fn relation(&mut self, term: &Term) {
        self.parenthesised(matches!(term.kind, TermKind::In { .. }), term);
    }

    /// An element of a collection, where a bare union would look like a comprehension.
    fn element(&mut self, term: &Term) {
        let parentheses = matches!(
            term.kind,
            TermKind::Infix(Operator::Unite, ..) | TermKind::In { key: Some(_), .. }
        );
        self.parenthesised(parentheses, term);
    }

    pub(super) fn term(&mut self, term: &Term) {
        let in_braces = match &term.kind {
            TermKind::Set(items) => !items.is_empty(),
            TermKind::Object(_) | TermKind::SetOf(..) | TermKind::ObjectOf(..) => true,
            _ => false,
        };
        if in_braces && std::mem::take(&mut self.wraps_braces) {
            return self.parenthesised(true, term);
        }
        match &term.kind {
            TermKind::Null
            | TermKind::Bool(_)
            | TermKind::Number(_)
            | TermKind::Var(_)
            | TermKind::String { .. } => {
                self.scalar(term);
            }
            TermKind::Template { parts, .. } => self.template(term.span, parts),
            TermKind::Ref { head, steps } => self.reference(term, head, steps),
            TermKind::Call { function, args } => self.call(term, function, args),
            TermKind::Array(items) => self.list(("[", "]"), term, items),
            TermKind::Set(items) if items.is_empty() => self.write("set()"),
            TermKind::Set(items) => self.list(("{", "}"), term, items),
            TermKind::Object(fields) => self.object(term, fields),
            TermKind::ArrayOf(head, body) => {
                self.write("[");
                self.comprehension(term.span.start, None, head, body, "]");
            }
            TermKind::SetOf(head, body) => {
                self.write("{");
                self.comprehension(term.span.start, None, head, body, "}");
            }
            TermKind::ObjectOf(key, value, body) => {
                self.write("{");
                self.comprehension(term.span.start, Some(key), value, body, "}");
            }
            TermKind::Infix(operator, left, right) => {
                self.nested(left);
                self.write(&format!(" {} ", operator.names().0));
                self.nested(right);
            }
            TermKind::Negative(inner) => {
                self.write("-");
                self.term(inner);
            }
            TermKind::In { key, value, collection } => {
                if let Some(key) = key {
                    self.nested(key);
                    self.write(", ");
                }
                self.nested(value);
                self.write(" in ");
                self.nested(collection);
            }
        }
    }

    fn scalar(&mut self, term: &Term) {
        match &term.kind {
            TermKind::Number(text) | TermKind::Var(text) => self.write(text),
            // In v0, `p.q { … }` adds `"q"` to the set `p`.
            TermKind::String { value, .. } if !self.source(term.span).ends_with(['"', '`']) => {
                self.write(&format!("\"{value}\""));
            }
            _ => self.write(self.source(term.span)),
        }
    }

    /// What stands outside of the holes is kept as it was written.
    fn template(&mut self, span: Span, parts: &[TemplatePart]) {
        let holds = |comment: &Comment| span.range().contains(&comment.span.range().start);
        if self.all.iter().any(holds) {
            return self.verbatim(span);
        }
        let mut at = span.start;
        for part in parts {
            let TemplatePart::Term(term) = part else { continue };
            let hole = self.opening(at, term);
            self.write(self.source(Span { start: at, end: hole }));
            self.top(term, false);
            at = self.closing(term.span.end, "}");
        }
        self.write(self.source(Span { start: at, end: span.end }));
    }

    fn opening(&self, start: u32, term: &Term) -> u32 {
        let before = self.source(Span { start, end: term.span.start });
        let brace = before.trim_end_matches(|c: char| c.is_whitespace() || c == '(').len();
        start + super::narrow(brace)
    }

    fn reference(&mut self, term: &Term, head: &Term, steps: &[Step]) {
        let has_operator =
            matches!(head.kind, TermKind::Infix(..) | TermKind::In { .. } | TermKind::Negative(_));
        let kept = self.in_parentheses(term.span.start, head)
            && matches!(head.kind, TermKind::Call { .. });
        self.parenthesised(has_operator || kept, head);
        for Step { term, dot } in steps {
            self.step(term, *dot);
        }
    }

    /// `.name` where it can be; a keyword stays as it was written.
    pub(super) fn step(&mut self, term: &Term, dot: bool) {
        match &term.kind {
            TermKind::String { value, .. }
                if dot || is_name(value) && !KEYWORDS.contains(&&**value) =>
            {
                self.write(&format!(".{value}"));
            }
            _ => {
                self.write("[");
                self.term(term);
                self.write("]");
            }
        }
    }

    fn call(&mut self, term: &Term, function: &Term, args: &[Term]) {
        self.term(function);
        let spans: Vec<Span> = args.iter().map(|arg| arg.span).collect();
        let inside = Span { start: function.span.end + 1, end: term.span.end - 1 };
        self.items(("(", ")"), inside, &spans, |printer, index| {
            let arg = &args[index];
            let start = if index == 0 { function.span.end + 1 } else { spans[index - 1].end };
            let is_union = is_union(arg);
            let needs = matches!(arg.kind, TermKind::In { key: Some(_), .. });
            let parentheses = needs || is_union && printer.in_parentheses(start, arg);
            printer.parenthesised(parentheses, arg);
        });
    }

    fn list(&mut self, brackets: (&str, &str), term: &Term, items: &[Term]) {
        let spans: Vec<Span> = items.iter().map(|item| item.span).collect();
        self.items(brackets, inside(term), &spans, |printer, index| printer.element(&items[index]));
    }

    fn object(&mut self, term: &Term, fields: &[(Term, Term)]) {
        let spans: Vec<Span> = fields
            .iter()
            .map(|(key, value)| Span { start: key.span.start, end: value.span.end })
            .collect();
        self.items(("{", "}"), inside(term), &spans, |printer, index| {
            let (key, value) = &fields[index];
            printer.element(key);
            printer.write(": ");
            printer.element(value);
        });
    }

    /// A comprehension behind its bracket.
    fn comprehension(
        &mut self,
        open: u32,
        key: Option<&Term>,
        head: &Term,
        body: &Body,
        close: &str,
    ) {
        let first = key.unwrap_or(head);
        if key.is_none() && self.row(first.span.start) > self.row(open) {
            self.end_line(open + 1);
            self.comments_before(first.span.start);
        }
        if let Some(key) = key {
            self.element(key);
            self.write(": ");
        }
        let has_operator = matches!(head.kind, TermKind::Infix(..) | TermKind::In { .. });
        self.parenthesised(has_operator, head);
        self.write(" |");
        let before =
            if key.is_some() { Span { start: open, end: head.span.end } } else { head.span };
        self.inner_body(body, before, close, false);
    }
}

/// What stands between the brackets of a collection.
fn inside(term: &Term) -> Span {
    Span { start: term.span.start + 1, end: term.span.end - 1 }
}

/// Whether a term has to stand in parentheses to be the operand of an operator.
fn binds_looser(term: &Term, outside: Operator, is_right: bool) -> bool {
    match &term.kind {
        TermKind::Infix(inside, ..) => {
            let (inside, outside) = (level(*inside), level(outside));
            inside < outside || inside == outside && is_right
        }
        TermKind::In { .. } => true,
        _ => false,
    }
}

pub(super) fn is_union(term: &Term) -> bool {
    matches!(term.kind, TermKind::Infix(Operator::Unite, ..))
}

fn level(operator: Operator) -> u8 {
    match operator {
        Operator::Unite => 1,
        Operator::Intersect => 2,
        Operator::Add | Operator::Subtract => 3,
        Operator::Multiply | Operator::Divide | Operator::Remainder => 4,
        _ => 0,
    }
}

//! Bodies and their conditions.

use super::Printer;
use super::term::{KEYWORDS, is_union};
use crate::rego::ast::{Body, Literal, LiteralKind, Logical, Name, Span, Term, TermKind};

impl Printer<'_> {
    /// Each on a line of its own; blank lines between them stay. With `guard`, a union at the beginning gets parentheses:
    /// it would make a comprehension of the body.
    pub(super) fn literals(&mut self, body: &Body, guard: bool) {
        let mut last: Option<usize> = None;
        for (index, literal) in body.literals.iter().enumerate() {
            if last.is_some_and(|last| self.row(literal.span.start) > last + 1) {
                self.blank_line();
            }
            self.comments_before(literal.span.start);
            self.guarded(literal, guard && index == 0);
            if body.literals.get(index + 1).is_some_and(goes_on) {
                self.write(";");
            }
            self.end_line(literal.span.end);
            last = Some(self.last_row(literal.span));
        }
    }

    pub(super) fn literal(&mut self, literal: &Literal) {
        self.guarded(literal, false);
    }

    fn guarded(&mut self, literal: &Literal, guard: bool) {
        if matches!(leading(&literal.kind), Some(Term { kind: TermKind::Var(name), .. }) if &**name != "contains" && KEYWORDS.contains(&&**name))
        {
            return self.verbatim(literal.span);
        }
        self.unit(literal.span, |printer| {
            printer.kind(&literal.kind, guard);
            printer.with(literal);
        });
    }

    fn left(&mut self, term: &Term, guard: bool) {
        self.parenthesised(guard && is_union(term), term);
    }

    fn with(&mut self, literal: &Literal) {
        let Some(first) = literal.with.first() else { return };
        let mut last = self.before(first.span.start);
        let indent = self.indent;
        for with in &literal.with {
            if self.row(with.span.start) > self.row(last.saturating_sub(1)) {
                self.end_line(last);
                self.indent = indent + 1;
                self.comments_before(with.span.start);
            } else {
                self.write(" ");
            }
            self.write("with ");
            self.term(&with.target);
            self.write(" as ");
            self.term(&with.value);
            last = with.span.end;
        }
        self.indent = indent;
    }

    fn kind(&mut self, kind: &LiteralKind, guard: bool) {
        match kind {
            LiteralKind::Term(term) => self.top(term, guard),
            LiteralKind::Assign(left, right) => {
                self.left(left, guard);
                self.write(" := ");
                self.term(right);
            }
            LiteralKind::Unify(left, right) => {
                self.left(left, guard);
                self.write(" = ");
                self.term(right);
            }
            LiteralKind::Some(names) => self.names(names),
            LiteralKind::SomeIn { key, value, collection } => {
                self.write("some ");
                if let Some(key) = key {
                    self.nested(key);
                    self.write(", ");
                }
                self.nested(value);
                self.write(" in ");
                self.nested(collection);
            }
            LiteralKind::Every { key, value, domain, body } => {
                self.write("every ");
                if let Some(key) = key {
                    self.write(&format!("{}, ", key.text));
                }
                self.write(&format!("{} in ", value.text));
                self.relation(domain);
                self.write(" {");
                // In one line, `opa fmt` leaves a space before the brace only if there is one condition.
                let ending = if body.literals.len() == 1 { " }" } else { "}" };
                self.inner_body(body, domain.span, ending, false);
            }
            LiteralKind::Not(literal) => {
                self.write("not ");
                self.kind(&literal.kind, false);
            }
            LiteralKind::NotBody(body) => {
                self.write("not ");
                self.operand(body);
            }
            LiteralKind::Logical { .. } => self.chain(kind, guard),
            LiteralKind::Group(body) => self.operand(body),
        }
    }

    fn names(&mut self, names: &[Name]) {
        self.write("some ");
        self.write(&names[0].text);
        for pair in names.windows(2) {
            self.write(",");
            if self.row(pair[1].span.start) > self.row(pair[0].span.start) {
                self.end_line(pair[0].span.end);
                self.write("\t");
            } else {
                self.write(" ");
            }
            self.write(&pair[1].text);
        }
    }

    /// A body behind `{` or `|`: on the same line, with this `ending`, if it was, else line by line.
    pub(super) fn inner_body(&mut self, body: &Body, before: Span, ending: &str, guard: bool) {
        let first = &body.literals[0];
        let opened = if body.braces { body.span.start + 1 } else { self.before(first.span.start) };
        let bracket = ending.trim_start();
        let end =
            if body.braces { body.span.end - 1 } else { self.closing(body.span.end, bracket) };
        let rows = |pair: &[Literal]| self.row(pair[1].span.start) > self.row(pair[0].span.start);
        let is_block = self.row(first.span.start) > self.row(before.start)
            || body.literals.windows(2).any(rows)
            || self.has_comment_in(before.end, first.span.start)
            || self.has_comment_between(body, end);
        if is_block {
            self.end_line(opened);
            self.indent += 1;
            self.literals(body, guard);
            self.comments_up_to(end);
            self.indent -= 1;
            self.write(bracket);
            return;
        }
        self.write(" ");
        for (index, literal) in body.literals.iter().enumerate() {
            self.write(if index == 0 { "" } else { "; " });
            self.guarded(literal, guard && index == 0);
        }
        self.write(ending);
    }

    fn has_comment_between(&self, body: &Body, close: u32) -> bool {
        let ends = body.literals.iter().skip(1).map(|literal| literal.span.start).chain([close]);
        let starts = body.literals.iter().map(|literal| literal.span.end);
        starts.zip(ends).any(|(start, end)| self.has_comment_in(start, end))
    }

    /// What `not`, `and` and `or` take: a body in braces, conditions in parentheses, or one condition.
    fn operand(&mut self, body: &Body) {
        let [literal] = &body.literals[..] else {
            return self.operand_in_braces(body);
        };
        if body.braces {
            return self.operand_in_braces(body);
        }
        let in_parentheses = !literal.with.is_empty()
            || matches!(
                literal.kind,
                LiteralKind::Logical { .. }
                    | LiteralKind::NotBody(_)
                    | LiteralKind::Not(_)
                    | LiteralKind::Group(_)
            );
        self.write(if in_parentheses { "(" } else { "" });
        self.wraps_braces = !in_parentheses && begins_with_brace(&literal.kind);
        self.literal(literal);
        self.wraps_braces = false;
        self.write(if in_parentheses { ")" } else { "" });
    }

    fn operand_in_braces(&mut self, body: &Body) {
        self.write("{");
        let brace = Span { start: body.span.start, end: body.span.start + 1 };
        self.inner_body(body, brace, " }", true);
    }

    /// `a and b or c`, broken after an operator where the author has done so.
    fn chain(&mut self, kind: &LiteralKind, guard: bool) {
        let mut steps = Vec::new();
        let mut first = kind;
        while let LiteralKind::Logical { operator, left, right } = first {
            steps.push((operator, left.span, right));
            first = &left.kind;
        }
        self.logical_operand(first, guard);
        let indent = self.indent;
        for (operator, left, right) in steps.into_iter().rev() {
            self.write(match operator {
                Logical::And => " and",
                Logical::Or => " or",
            });
            if self.row(right.span.start) > self.last_row(left) {
                self.end_line(self.before(right.span.start));
                self.indent = indent + 1;
                self.comments_before(right.span.start);
            } else {
                self.write(" ");
            }
            self.logical_operand(&right.kind, false);
        }
        self.indent = indent;
    }

    fn logical_operand(&mut self, kind: &LiteralKind, guard: bool) {
        self.wraps_braces = begins_with_brace(kind);
        self.kind(kind, guard);
        self.wraps_braces = false;
    }
}

/// Whether the literal would go on with what stands above it.
fn goes_on(literal: &Literal) -> bool {
    leading(&literal.kind).is_some_and(|term| match &term.kind {
        TermKind::Negative(_) => true,
        TermKind::Number(text) => text.starts_with('-'),
        TermKind::Call { function, .. } => {
            matches!(&function.kind, TermKind::Var(name) if matches!(&**name, "and" | "or"))
        }
        _ => false,
    })
}

/// The first thing that is printed of a condition.
fn leading(kind: &LiteralKind) -> Option<&Term> {
    let mut term = match kind {
        LiteralKind::Logical { left, .. } => return leading(&left.kind),
        LiteralKind::Term(term) | LiteralKind::Assign(term, _) | LiteralKind::Unify(term, _) => {
            term
        }
        _ => return None,
    };
    loop {
        term = match &term.kind {
            TermKind::Ref { head, .. } => head,
            TermKind::Infix(_, left, _) => left,
            TermKind::In { key: Some(key), .. } => key,
            TermKind::In { value, .. } => value,
            _ => return Some(term),
        };
    }
}

/// Whether the condition is printed with a brace first.
pub(super) fn opens_with_brace(kind: &LiteralKind) -> bool {
    match kind {
        LiteralKind::Logical { left, .. } => opens_with_brace(&left.kind),
        LiteralKind::Group(body) => body.braces,
        _ => begins_with_brace(kind),
    }
}

fn begins_with_brace(kind: &LiteralKind) -> bool {
    !matches!(kind, LiteralKind::Logical { .. })
        && leading(kind).is_some_and(|term| match &term.kind {
            TermKind::Set(items) => !items.is_empty(),
            TermKind::Object(_) | TermKind::SetOf(..) | TermKind::ObjectOf(..) => true,
            _ => false,
        })
}

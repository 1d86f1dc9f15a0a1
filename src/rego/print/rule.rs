//! Rules.

use super::Printer;
use super::literal::opens_with_brace;
use crate::rego::ast::{
    Body, Else, Head, HeadKind, LiteralKind, Rule, Span, Step, Term, TermKind, Version,
};

impl Printer<'_> {
    pub(super) fn rule(&mut self, rule: &Rule, version: Version) {
        let mut is_block = self.definition(rule, version);
        let mut end = rule.body.as_ref().map_or(rule.head.span, |body| body.span).end;
        for branch in &rule.otherwise {
            let before = is_block.then_some(rule.span);
            self.else_begins(before, end, branch.span.start);
            is_block = self.branch(branch, version);
            end = branch.span.end;
        }
        for body in &rule.chained {
            self.end_line(end);
            self.blank_line();
            self.comments_before(body.span.start);
            self.chained(rule, body, version);
            end = body.span.end;
        }
        self.end_line(end);
    }

    fn branch(&mut self, branch: &Else, version: Version) -> bool {
        let start = branch.span.start;
        let end = branch.body.as_ref().map_or(branch.span.end, |body| {
            let head = self.source(Span { start, end: self.before(body.span.start) });
            start + super::narrow(head.trim_end_matches("if").trim_end().len())
        });
        self.unit(Span { start, end }, |printer| {
            printer.write("else");
            let is_implied = |value: &&Term| branch.body.is_some() && is_true(value);
            if let Some(value) = branch.value.as_ref().filter(|value| !is_implied(value)) {
                printer.write(assignment(branch.assigned, version));
                printer.term(value);
            }
        });
        branch.body.as_ref().is_none_or(|body| self.body_of_rule(end, body, version, true))
    }

    /// Tells whether it ends with a body in braces.
    fn definition(&mut self, rule: &Rule, version: Version) -> bool {
        let span = Span { start: rule.span.start, end: rule.head.span.end };
        self.unit(span, |printer| {
            printer.write(if rule.is_default { "default " } else { "" });
            printer.head(&rule.head, rule.body.is_some(), version);
        });
        rule.body.as_ref().is_some_and(|body| self.body_of_rule(span.end, body, version, false))
    }

    /// A further body is a definition of its own, with the same head.
    fn chained(&mut self, rule: &Rule, body: &Body, version: Version) {
        let comments = std::mem::take(&mut self.comments);
        self.head(&rule.head, true, version);
        self.comments = comments;
        let has_if = rule.body.as_ref().is_some_and(|first| self.has_if(rule.head.span.end, first));
        let has_if = has_if || version == Version::V1;
        self.braces(if has_if { " if {" } else { " {" }, body, has_if);
    }

    /// `else` stands behind the braces before it if it does in the source.
    fn else_begins(&mut self, block: Option<Span>, end: u32, start: u32) {
        let row = self.row(start);
        let line = &self.text[self.lines[row - 1] as usize..];
        let follows = block.is_some_and(|rule| row > self.row(rule.start))
            && !line.trim_start().starts_with("else")
            && !self.has_comment_in(end, start);
        if follows {
            self.write(" ");
            return;
        }
        self.end_line(end);
        self.blank_line();
        self.comments_before(start);
    }

    fn head(&mut self, head: &Head, has_body: bool, version: Version) {
        self.name(head);
        if let Some(params) = &head.params {
            let spans: Vec<Span> = params.iter().map(|param| param.span).collect();
            let name_end = head.path.last().map_or(head.span.start, |step| step.term.span.end);
            let open = self.closing(name_end, "(") + 1;
            let close = params.last().map_or(open, |last| self.closing(last.span.end, ")"));
            self.items(("(", ")"), Span { start: open, end: close }, &spans, |printer, index| {
                printer.term(&params[index]);
            });
        }
        match &head.kind {
            HeadKind::Member(member) => {
                let end = head.path.last().map_or(head.span.start, |step| step.term.span.end);
                let says_contains =
                    self.text[end as usize..member.span.start as usize].contains("contains");
                if version == Version::V1 || says_contains {
                    self.write(" contains ");
                    self.term(member);
                } else {
                    self.write("[");
                    self.term(member);
                    self.write("]");
                }
            }
            HeadKind::Value { value: Some(value), assigned }
                if !(has_body && is_implied(head, value)) =>
            {
                self.write(assignment(*assigned, version));
                self.term(value);
            }
            HeadKind::Value { .. } => {}
        }
    }

    /// A name of two parts has brackets, unless the file has longer ones.
    fn name(&mut self, head: &Head) {
        for (index, Step { term, dot }) in head.path.iter().enumerate() {
            match &term.kind {
                TermKind::String { value, .. } if index == 0 => self.write(value),
                TermKind::String { value, .. } if head.path.len() == 2 && !self.has_long_heads => {
                    let quoted = if *dot {
                        format!("\"{value}\"")
                    } else {
                        self.source(term.span).to_owned()
                    };
                    self.write(&format!("[{quoted}]"));
                }
                _ => self.step(term, *dot),
            }
        }
    }

    fn has_if(&self, head_end: u32, body: &Body) -> bool {
        let between = &self.text[head_end as usize..body.span.start as usize];
        between.lines().any(|line| line.split('#').next().is_some_and(|code| code.contains("if")))
    }

    /// Tells whether it has braces.
    fn body_of_rule(
        &mut self,
        head_end: u32,
        body: &Body,
        version: Version,
        is_else: bool,
    ) -> bool {
        let has_if = version == Version::V1 || self.has_if(head_end, body);
        let fits = match &body.literals[..] {
            [literal] => {
                let is_set = matches!(&literal.kind, LiteralKind::Term(term) if matches!(term.kind, TermKind::Set(_)));
                let starts_braces = is_else && opens_with_brace(&literal.kind);
                self.row(literal.span.start) == self.row(head_end.saturating_sub(1))
                    && !is_set
                    && !starts_braces
                    && !self.has_comment_in(head_end, literal.span.start)
                    && !self.has_comment_beyond(literal.span, body.span)
            }
            _ => false,
        };
        if has_if && fits {
            self.write(" if ");
            self.literal(&body.literals[0]);
            return false;
        }
        let opens_value = has_if && !is_else;
        self.braces(if has_if { " if {" } else { " {" }, body, opens_value);
        true
    }

    /// Whether a comment stands behind the literal, but still in its body, and not on its last line.
    fn has_comment_beyond(&self, literal: Span, body: Span) -> bool {
        let row = self.last_row(literal);
        self.comments.iter().any(|comment| {
            (literal.end..body.end).contains(&comment.start) && self.row(comment.start) > row
        })
    }

    /// A body in braces, line by line. After `if`, a union at its beginning would make it a comprehension.
    pub(super) fn braces(&mut self, opening: &str, body: &Body, opens_value: bool) {
        self.write(opening);
        let first = &body.literals[0];
        let open = if body.braces { body.span.start + 1 } else { self.before(first.span.start) };
        self.end_line(open);
        self.indent += 1;
        self.literals(body, opens_value);
        let close = if body.braces { body.span.end - 1 } else { body.span.end };
        self.comments_up_to(close);
        self.indent -= 1;
        self.write("}");
    }

    /// Where the bracket is that closes what ends here.
    pub(super) fn closing(&self, end: u32, bracket: &str) -> u32 {
        let mut at = end as usize;
        loop {
            let rest = &self.text[at..];
            match rest.chars().next() {
                Some('#') => at += rest.find('\n').unwrap_or(rest.len()),
                Some(found) if !rest.starts_with(bracket) => at += found.len_utf8(),
                _ => return super::narrow(at),
            }
        }
    }
}

fn assignment(assigned: bool, version: Version) -> &'static str {
    if assigned || version == Version::V1 { " := " } else { " = " }
}

fn is_true(term: &Term) -> bool {
    matches!(term.kind, TermKind::Bool(true))
}

/// Whether the head gives `true` without saying so.
fn is_implied(head: &Head, value: &Term) -> bool {
    let is_entry = head.path.len() == 2
        && head.params.is_none()
        && !matches!(head.path[1].term.kind, TermKind::String { .. });
    is_true(value) && !is_entry
}

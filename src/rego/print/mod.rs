//! Syntax to text, in the form of `opa fmt`: the line breaks of the author within brackets and bodies, and everything else
//! as it always is. What has a comment where the form has no place for one is left as it was written.

mod literal;
mod module;
mod rule;
mod same;
mod term;

#[cfg(test)]
mod tests;

use super::ast::{Comment, HeadKind, Module, Rule, Span, Term, Version};
use super::parse::parse;
use std::collections::VecDeque;

/// The file in its canonical form.
pub fn print(module: &Module) -> String {
    let mut printer = Printer::new(module);
    printer.module(module);
    printer.out
}

/// The file in its canonical form; nothing if that, read again, would not say the same with the same comments. `version` is
/// the one that the file was read as.
pub fn print_faithfully(module: &Module, version: Version) -> Option<String> {
    let printed = print(module);
    let again = parse(&module.file.path, &printed, version).ok()?;
    let same = same::shape(module) == same::shape(&again)
        && same::comments(module) == same::comments(&again);
    (same && print(&again) == printed).then_some(printed)
}

struct Printer<'a> {
    text: &'a str,
    /// Where each line begins.
    lines: Vec<u32>,
    /// Every comment.
    all: &'a [Comment],
    /// The comments that are not printed yet.
    comments: VecDeque<Span>,
    out: String,
    indent: usize,
    /// The next collection in braces gets parentheses: it would be taken for a body.
    wraps_braces: bool,
    /// The file has a head with three steps, or a set with two.
    has_long_heads: bool,
}

impl<'a> Printer<'a> {
    fn new(module: &'a Module) -> Self {
        let text: &str = &module.file.text;
        let newlines = text.match_indices('\n').map(|(at, _)| narrow(at + 1));
        Self {
            text,
            lines: std::iter::once(0).chain(newlines).collect(),
            all: &module.comments,
            comments: module.comments.iter().map(|Comment { span }| *span).collect(),
            out: String::with_capacity(text.len()),
            indent: 0,
            wraps_braces: false,
            has_long_heads: module.rules.iter().any(is_long),
        }
    }

    /// The line that a byte of the source stands on.
    fn row(&self, offset: u32) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }

    /// The line that something ends on.
    fn last_row(&self, span: Span) -> usize {
        self.row(span.end.saturating_sub(1).max(span.start))
    }

    fn source(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    fn write(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.out.is_empty() || self.out.ends_with('\n') {
            self.out.extend(std::iter::repeat_n('\t', self.indent));
        }
        self.out.push_str(text);
    }

    fn blank_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Ends a line, with the comment that stands behind what ends it in the source.
    fn end_line(&mut self, end: u32) {
        if let Some(comment) =
            self.comments.front().copied().filter(|comment| self.is_behind(end, *comment))
        {
            self.out.push(' ');
            self.out.push_str(self.source(comment).trim_end());
            self.comments.pop_front();
        }
        self.out.push('\n');
    }

    fn is_behind(&self, end: u32, comment: Span) -> bool {
        let between = self.text.get(end as usize..comment.start as usize);
        between.is_some_and(|between| between.chars().all(|c| " \t\r,;)".contains(c)))
    }

    /// Prints the comments before something that stands at this place, each on a line of its own.
    fn comments_before(&mut self, start: u32) {
        let last = self.comments_up_to(start);
        if last.is_some_and(|row| self.row(start) > row + 1) {
            self.blank_line();
        }
    }

    /// Prints the comments up to this place, and tells the line of the last.
    fn comments_up_to(&mut self, end: u32) -> Option<usize> {
        let mut last = None;
        let mut in_metadata = false;
        while let Some(comment) = self.comments.pop_front_if(|comment| comment.start < end) {
            let row = self.row(comment.start);
            let text = self.source(comment).trim_end();
            let is_title = text[1..].trim_start().starts_with("METADATA");
            if last.is_some_and(|last| row > last + 1 || in_metadata && is_title) {
                self.blank_line();
                in_metadata = false;
            }
            in_metadata |= is_title;
            self.write(text);
            self.out.push('\n');
            last = Some(row);
        }
        last
    }

    fn has_comment_in(&self, start: u32, end: u32) -> bool {
        self.comments.iter().any(|comment| (start..end).contains(&comment.start))
    }

    /// Prints something by `form`, or, if that leaves a comment inside of it without a place, as it was written.
    fn unit(&mut self, span: Span, form: impl FnOnce(&mut Self)) {
        let before = (self.out.len(), self.comments.clone(), self.indent);
        form(self);
        if !self.has_comment_in(span.start, span.end) {
            return;
        }
        let (length, comments, indent) = before;
        self.out.truncate(length);
        self.comments = comments;
        self.indent = indent;
        self.verbatim(span);
    }

    /// Prints something as it was written, comments included.
    fn verbatim(&mut self, span: Span) {
        self.comments.retain(|comment| !(span.start..span.end).contains(&comment.start));
        self.write(self.source(span));
    }

    /// Prints what stands in brackets, line by line as the author has it; `inside` is what stands between the brackets, and
    /// `spans` are the places of the items.
    fn items(
        &mut self,
        brackets: (&str, &str),
        inside: Span,
        spans: &[Span],
        mut item: impl FnMut(&mut Self, usize),
    ) {
        self.write(brackets.0);
        let Some(first) = spans.first() else {
            self.write(brackets.1);
            return;
        };
        let Span { start: open, end: close } = inside;
        let gaps = std::iter::once(open).chain(spans.iter().map(|span| span.end));
        let ends = spans.iter().map(|span| span.start).chain([close]);
        let has_comments = gaps.zip(ends).any(|(start, end)| self.has_comment_in(start, end));
        let breaks = |index: usize| match index {
            0 => self.row(first.start) > self.row(open.saturating_sub(1)),
            _ => self.row(spans[index].start) > self.row(spans[index - 1].start),
        };
        let breaks: Vec<bool> = (0..spans.len()).map(breaks).collect();
        if !has_comments && !breaks.contains(&true) {
            for index in 0..spans.len() {
                self.write(if index == 0 { "" } else { ", " });
                item(self, index);
            }
            self.write(brackets.1);
            return;
        }
        self.end_line(open);
        self.indent += 1;
        for (index, span) in spans.iter().enumerate() {
            self.comments_before(span.start);
            item(self, index);
            let follows = spans.get(index + 1).is_some_and(|next| {
                !breaks[index + 1] && !self.has_comment_in(span.end, next.start)
            });
            self.write(if follows { ", " } else { "," });
            if !follows {
                self.end_line(span.end);
            }
        }
        self.comments_up_to(close);
        self.indent -= 1;
        self.write(brackets.1);
    }

    /// The end of the last token before this place, parentheses around what stands here aside.
    fn before(&self, start: u32) -> u32 {
        let mut end = start;
        loop {
            let comment = self.comments.iter().rev().find(|comment| comment.end <= end);
            let text = &self.text[..end as usize];
            let trimmed = text.trim_end();
            match comment {
                Some(comment) if comment.end as usize == trimmed.len() => end = comment.start,
                _ => return narrow(trimmed.len()),
            }
        }
    }

    /// Whether the term is written in parentheses, where nothing else opens one between `start` and the term.
    fn in_parentheses(&self, start: u32, term: &Term) -> bool {
        self.text[start as usize..term.span.start as usize].contains('(')
    }
}

fn is_long(rule: &Rule) -> bool {
    let is_set = matches!(rule.head.kind, HeadKind::Member(_));
    rule.head.path.len() + usize::from(is_set) > 2
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).expect("a file of 4 GiB has been refused")
}

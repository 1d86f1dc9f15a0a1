//! What a bracket holds, told from its outermost tokens before it is read.

use super::{Kind, Parser};

impl Parser<'_> {
    /// The tokens from `start` up to `end` that stand in no further bracket; what opens one stands for all of it.
    fn outline(&self, start: usize, end: usize) -> impl Iterator<Item = usize> {
        let mut at = start;
        std::iter::from_fn(move || {
            let index = at;
            at = self.after_bracket(index);
            (index < end).then_some(index)
        })
    }

    /// The index behind the token here, or behind the bracket that it opens.
    pub(super) fn after_bracket(&self, index: usize) -> usize {
        self.tokens[index].partner.max(index) + 1
    }

    /// The index behind a term without operators.
    fn after_operand(&self, start: usize) -> usize {
        let negative = usize::from(self.is_at(start, "-"));
        let mut at = self.after_bracket(start + negative);
        while self.tokens[at].adjacent {
            match self.text_at(at) {
                "." => at += 2,
                "[" | "(" => at = self.after_bracket(at),
                _ => break,
            }
        }
        at
    }

    /// A keyword that is not the name of a step.
    fn is_word_at(&self, index: usize, text: &str) -> bool {
        self.is_at(index, text) && !self.is_at(index - 1, ".") && !self.is_reference_at(index)
    }

    fn begins_statement_at(&self, index: usize) -> bool {
        ["some", "every", "not"].iter().any(|keyword| self.is_word_at(index, keyword))
    }

    fn separates_at(&self, index: usize) -> bool {
        [";", ":=", "="].iter().any(|symbol| self.is_at(index, symbol))
            || self.is_word_at(index, "with")
            || self.begins_statement_at(index)
    }

    /// Whether a `|` begins the body of a comprehension, in a collection that ends at `close`. It does unless what follows
    /// has a colon or a comma that no body can have: `{"a": b | c, "d": e}`, `{a | b, c}`.
    pub(super) fn is_comprehension_at(&self, bar: usize, close: usize) -> bool {
        let mut outline = self.outline(bar + 1, close);
        let decisive = outline.find(|index| {
            self.is_at(*index, ",") || self.is_at(*index, ":") || self.separates_at(*index)
        });
        let Some(comma) = decisive.filter(|index| !self.separates_at(*index)) else { return true };
        if self.is_at(comma, ":") || comma + 1 == close {
            return false;
        }
        let mut has_in = false;
        for index in outline {
            if self.is_at(index, ":") || self.is_at(index, ",") {
                return false;
            }
            // After `key, value in collection` a new line begins a new literal.
            if has_in && self.tokens[index].first_on_line || self.separates_at(index) {
                break;
            }
            has_in |= self.is_word_at(index, "in");
        }
        has_in
    }

    /// Whether the `{` here, after `if`, holds a value rather than a body: `if {"a": 1}`, `if {x | some x in y}`.
    pub(super) fn braces_hold_value(&self) -> bool {
        let open = self.at;
        let close = self.tokens[open].partner;
        if open + 1 == close || self.continues_at(close + 1) {
            return true;
        }
        if self.begins_statement_at(open + 1) {
            return false;
        }
        let end = self.after_operand(open + 1);
        if self.is_at(end, "|") {
            return self.is_comprehension_at(end, close);
        }
        self.outline(open + 1, close).any(|index| self.is_at(index, ":"))
    }

    /// Whether the token goes on with the expression that ends before it.
    fn continues_at(&self, index: usize) -> bool {
        const OPERATORS: [&str; 16] =
            ["==", "!=", "<", "<=", ">", ">=", "=", ":=", "+", "-", "*", "/", "%", "&", "|", ","];
        self.is_step_at(index)
            || OPERATORS.iter().any(|operator| self.is_at(index, operator))
            || ["in", "and", "or"].iter().any(|keyword| self.is_word_at(index, keyword))
    }

    /// Whether `and` or `or` stands here between two operands, and not as the name of a function.
    pub(super) fn is_logical_at(&self, index: usize) -> bool {
        (self.is_at(index, "and") || self.is_at(index, "or")) && self.ends_operand_at(index - 1)
    }

    fn ends_operand_at(&self, index: usize) -> bool {
        match self.tokens[index].kind {
            Kind::Name => {
                !self.is_keyword_at(index)
                    || matches!(self.text_at(index), "true" | "false" | "null" | "contains")
                    || self.is_at(index - 1, ".")
            }
            Kind::Symbol => matches!(self.text_at(index), ")" | "]" | "}"),
            Kind::Number | Kind::String | Kind::RawString | Kind::Template | Kind::TemplateEnd => {
                true
            }
            Kind::TemplateStart | Kind::TemplateMiddle | Kind::Bad | Kind::End => false,
        }
    }

    /// Whether the `(` here holds conditions rather than a term: `(a or b)`, `(not a)`, `(a with input as b)`.
    pub(super) fn parenthesis_holds_conditions(&self) -> bool {
        let mut open = self.at;
        loop {
            let close = self.tokens[open].partner;
            if self.is_word_at(open + 1, "not") {
                return true;
            }
            let decisive = |index| self.is_logical_at(index) || self.is_word_at(index, "with");
            if self.outline(open + 1, close).any(decisive) {
                return true;
            }
            if !self.is_at(open + 1, "(") || self.tokens[open + 1].partner + 1 != close {
                return false;
            }
            open += 1;
        }
    }
}

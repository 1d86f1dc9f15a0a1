//! Negations. Under OPA `not f(x)` is undefined where `x` is; the engine calls it true, so a rule fires that should not,
//! or an exception is granted that should not be. What may be undefined has to be named before it is negated.

use super::lex::TokenKind;
use super::module::{Module, Statement};
use super::scope::Definitions;
use crate::rego::mistake::Mistake;
use std::collections::BTreeSet;
use std::ops::Range;

/// Refuses every `not` whose operand could hold something undefined.
pub(super) fn refuse(
    module: &Module,
    statement: &Statement,
    locals: &BTreeSet<&str>,
    definitions: &Definitions<'_>,
    mistakes: &mut Vec<Mistake>,
) {
    for index in statement.tokens.clone().filter(|index| module.text(*index) == "not") {
        let operand = operand(module, statement, index);
        let negation = Negation { module, locals, definitions };
        if negation.is_safe(operand.clone()) {
            continue;
        }
        let last = operand.end.max(index + 1) - 1;
        let span = module.tokens[index].span.start..module.tokens[last].span.end;
        mistakes.push(
            module
                .file
                .mistake(span, "gatewright::rego::negation", "`not` over an expression that may be undefined")
                .label("true here, undefined under OPA, when a part of it is undefined")
                .help(
                    "name the part first, as in `status := case.status` and then `not status in {…}`, or negate a rule \
                     of your own: `not _is_good`",
                ),
        );
    }
}

/// The tokens that the `not` at `index` negates.
fn operand(module: &Module, statement: &Statement, index: usize) -> Range<usize> {
    let depth = module.tokens[index].depth;
    let mut at = index + 1;
    while at < statement.tokens.end {
        let token = &module.tokens[at];
        let text = module.text(at);
        let closes = token.depth < depth
            || (token.depth == depth
                && matches!(text, ")" | "]" | "}")
                && token.partner < Some(index));
        let ends = token.depth == depth && matches!(text, ";" | "," | "|" | "with" | "else");
        let next_line =
            token.depth == depth && token.first_on_line && at > index + 1 && !goes_on(module, at);
        if closes || ends || next_line {
            break;
        }
        at += 1;
    }
    index + 1..at
}

/// Whether the token at the beginning of a line belongs to the expression above it.
fn goes_on(module: &Module, at: usize) -> bool {
    let (before, text) = (module.text(at - 1), module.text(at));
    let operator = |text: &str| {
        matches!(
            text,
            "in" | "=="
                | "!="
                | "<"
                | ">"
                | "<="
                | ">="
                | "="
                | "+"
                | "-"
                | "*"
                | "/"
                | "%"
                | "&"
                | "|"
        )
    };
    operator(before) || operator(text) || matches!(text, ")" | "]" | "}")
}

struct Negation<'a> {
    module: &'a Module,
    locals: &'a BTreeSet<&'a str>,
    definitions: &'a Definitions<'a>,
}

impl Negation<'_> {
    fn is_safe(&self, operand: Range<usize>) -> bool {
        if operand.is_empty() || self.module.text(operand.start) == "{" {
            return false;
        }
        self.is_reference(operand.clone())
            || self.is_call(operand.clone())
            || self.is_defined(operand)
    }

    /// `_rule`, `input.a.b`, `seen[id]`: undefined means not there, and that is what is asked.
    fn is_reference(&self, operand: Range<usize>) -> bool {
        if !self.module.is_name(operand.start) {
            return false;
        }
        let mut at = operand.start + 1;
        while at < operand.end {
            at = match self.module.text(at) {
                "." => at + 2,
                "[" if self.module.tokens[at].partner == Some(at + 2) && self.is_value(at + 1) => {
                    at + 3
                }
                _ => return false,
            };
        }
        at == operand.end
    }

    /// `f(x, 1)`: every argument is there.
    fn is_call(&self, operand: Range<usize>) -> bool {
        let named = self.module.is_name(operand.start);
        let open = if named { self.module.reference(operand.start).1 } else { operand.start + 1 };
        let closes = self.module.tokens.get(open).and_then(|token| token.partner);
        self.module.text(open) == "("
            && closes == Some(operand.end - 1)
            && self.is_defined(open + 1..operand.end - 1)
    }

    /// Operators and literals over values that are there.
    fn is_defined(&self, range: Range<usize>) -> bool {
        range.into_iter().all(|at| match self.module.tokens[at].kind {
            TokenKind::Symbol => !matches!(self.module.text(at), ":=" | ".") && !self.is_index(at),
            TokenKind::Keyword => matches!(self.module.text(at), "in" | "true" | "false" | "null"),
            _ => self.is_value(at),
        })
    }

    /// A `[` or `(` that goes on with what stands before it.
    fn is_index(&self, at: usize) -> bool {
        let before = &self.module.tokens[at - 1];
        let operand_before = before.kind != TokenKind::Keyword
            && (before.kind != TokenKind::Symbol
                || matches!(self.module.text(at - 1), ")" | "]" | "}"));
        matches!(self.module.text(at), "(" | "[")
            && operand_before
            && before.span.end == self.module.tokens[at].span.start
    }

    /// One token that cannot be undefined: a literal, a variable of the rule, or `input` as a whole.
    fn is_value(&self, at: usize) -> bool {
        let name = self.module.text(at);
        match self.module.tokens[at].kind {
            TokenKind::Name => {
                let alone = !matches!(self.module.text(at + 1), "." | "(");
                let import = self.module.imports.iter().any(|import| import.alias == name);
                let variable = self.locals.contains(name)
                    || !(import || self.definitions.has_rule(self.module, name) || name == "data");
                alone && variable
            }
            TokenKind::Keyword => matches!(name, "true" | "false" | "null"),
            TokenKind::Symbol => false,
            TokenKind::Number | TokenKind::String | TokenKind::RawString => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::refuse::refused;

    fn negated(operand: &str) -> Vec<String> {
        let text = format!(
            "package a\nimport data.b\np contains x if {{\n\tsome x in input.a\n\tnot {operand}\n\tx.c\n}}\nr := 1\nf(x) := x\n"
        );
        refused(&[("a.rego", &text), ("b.rego", "package b\nf(x) := x\nr := 1\n")])
    }

    #[test]
    fn what_cannot_be_undefined_may_be_negated() {
        for operand in [
            "r",
            "x",
            "b.r",
            "x.y.z",
            "input.a.b",
            "x[\"y\"]",
            "input.a[x]",
            "f(x)",
            "b.f(x, 1)",
            "startswith(x, \"a\")",
            "x in {1, 2}",
            "\"a\" in [\"b\"]",
            "x == 1",
            "x == \"a\" # no",
            "x in\n\t\t{1}",
            "f(\n\t\tx,\n\t)",
            "r with input as 1",
        ] {
            let mut found = negated(operand);
            found.retain(|mistake| mistake.contains("`not`"));
            assert_eq!(found, [""; 0], "{operand}");
        }
    }

    #[test]
    fn what_may_be_undefined_may_not() {
        for operand in [
            "input.x in {1, 2}",
            "x in input.a",
            "f(x.y)",
            "f(r)",
            "f(b.r)",
            "f(f(x))",
            "f([x.y])",
            "x.y == 1",
            "x[1] == 1",
            "count(x) == 0",
            "r == 1",
            "input.a[x.y]",
            "input.a[r]",
            "input.a[b.r]",
            "data.b.r == 1",
            "{x}",
            "{ x.y; x.z }",
            "{y | y := x.z} == set()",
            "1 + x.y == 2",
            "startswith(x.y, \"a\")",
            "b.f(input.x)",
        ] {
            let found = negated(operand);
            assert!(
                found
                    .iter()
                    .any(|mistake| mistake == "5:2 `not` over an expression that may be undefined"),
                "{operand}: {found:?}"
            );
        }
    }
}

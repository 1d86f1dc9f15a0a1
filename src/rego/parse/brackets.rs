//! Which bracket closes which. Where they do not fit together, what is wrong is looked for in each statement by itself,
//! so that one forgotten bracket does not take the rest of the file with it.

use super::LIMIT;
use crate::rego::lex::{Kind, Token};
use crate::rego::mistake::{File, Mistake};
use std::ops::Range;

/// Pairs the brackets. Statements whose brackets do not fit together become one bad token each.
pub(super) fn pair(file: &File, tokens: &mut Vec<Token>, mistakes: &mut Vec<Mistake>) {
    let whole = 0..tokens.len();
    if pair_range(file, tokens, whole).is_ok() {
        return;
    }
    let mut sound = Vec::with_capacity(tokens.len());
    for part in statements(file, tokens) {
        let mut part = tokens[part].to_vec();
        let shift = sound.len();
        if let Err(mistake) = {
            let all = 0..part.len();
            pair_range(file, &mut part, all)
        } {
            if !part.iter().any(|token| token.kind == Kind::Bad) {
                mistakes.push(mistake);
            }
            let end = part.iter().position(|token| token.kind == Kind::End);
            let keep = end.map(|end| part[end]);
            part.truncate(1);
            part[0].kind = Kind::Bad;
            part.extend(keep);
        }
        sound.extend(
            part.into_iter().map(|token| Token { partner: token.partner + shift, ..token }),
        );
    }
    *tokens = sound;
}

/// The statements of a file as people write them: each begins with a name that is not indented.
fn statements(file: &File, tokens: &[Token]) -> Vec<Range<usize>> {
    let starts_line = |token: &Token| {
        let start = token.span.start as usize;
        start == 0 || file.text.as_bytes()[start - 1] == b'\n'
    };
    let mut parts: Vec<Range<usize>> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match parts.last_mut() {
            Some(part) if token.kind != Kind::Name || !starts_line(token) => part.end = index + 1,
            _ => parts.push(index..index + 1),
        }
    }
    parts
}

fn pair_range(file: &File, tokens: &mut [Token], range: Range<usize>) -> Result<(), Mistake> {
    let text = |token: &Token| &file.text[token.span.range()];
    let mut open: Vec<usize> = Vec::new();
    for index in range {
        let token = tokens[index];
        let wanted = match (token.kind, text(&token)) {
            (Kind::TemplateStart, _) | (Kind::Symbol, "(" | "[" | "{") => {
                if open.len() == LIMIT {
                    return Err(super::too_deep(file, token.span));
                }
                open.push(index);
                continue;
            }
            (Kind::Symbol, ")") => "(",
            (Kind::Symbol, "]") => "[",
            (Kind::Symbol, "}") => "{",
            (Kind::TemplateMiddle | Kind::TemplateEnd, _) => "$",
            _ => continue,
        };
        let partner = open.last().copied().filter(|open| text(&tokens[*open]).starts_with(wanted));
        let Some(partner) = partner else {
            let closed = open.last().map(|open| text(&tokens[*open]));
            return Err(closes_nothing(file, &token, closed));
        };
        if token.kind != Kind::TemplateMiddle {
            open.pop();
            tokens[index].partner = partner;
            tokens[partner].partner = index;
        }
    }
    let Some(last) = open.pop() else { return Ok(()) };
    let span = tokens[last].span;
    let message = format!("`{}` is not closed", &text(&tokens[last]));
    Err(file
        .mistake(span.range(), "gatewright::rego::bracket", message)
        .label("this has no partner")
        .help("add the bracket that closes it"))
}

fn closes_nothing(file: &File, token: &Token, open: Option<&str>) -> Mistake {
    let text = &file.text[token.span.range()];
    let message = match open {
        Some(open) => format!("`{text}` does not close `{open}`"),
        None => format!("`{text}` closes nothing"),
    };
    file.mistake(token.span.range(), "gatewright::rego::bracket", message)
        .help("remove it, or add the bracket that it belongs to")
}

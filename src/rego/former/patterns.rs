//! Regular expressions: the same letters mean ASCII to OPA (RE2) and Unicode to the engine, so a pattern that is written
//! out is written over. `\d` would else accept digits of every script, and a check by pattern let more pass.

use super::lex::TokenKind;
use super::module::Module;
use std::ops::Range;

/// The literal pattern of the call of `regex.FUNCTION` whose bracket is at `open`, if it has to be written differently:
/// its bytes, and what to put there.
pub(super) fn rewritten(
    module: &Module,
    function: &str,
    open: usize,
) -> Option<(Range<usize>, String)> {
    let position = match function {
        "match" | "split" | "find_n" | "is_valid" => 0,
        "replace" => 1,
        _ => return None,
    };
    let close = module.tokens[open].partner?;
    let depth = module.tokens[open].depth + 1;
    let commas =
        (open + 1..close).filter(|at| module.tokens[*at].depth == depth && module.text(*at) == ",");
    let first = std::iter::once(open).chain(commas).nth(position)? + 1;
    let alone = first + 1 == close || module.text(first + 1) == ",";
    let text = module.text(first);
    let pattern = match module.tokens[first].kind {
        TokenKind::String if alone => serde_json::from_str(text).ok()?,
        TokenKind::RawString if alone => text[1..text.len() - 1].to_owned(),
        _ => return None,
    };
    let translated = translate(&pattern);
    (translated != pattern).then(|| {
        (module.tokens[first].span.clone(), serde_json::Value::from(translated).to_string())
    })
}

/// The pattern in the engine's dialect with the meaning that it has in RE2.
fn translate(pattern: &str) -> String {
    let mut translated = String::new();
    let mut in_class = false;
    let mut characters = pattern.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => {
                let escaped = characters.next();
                let class = |members: &str, negated: bool| match (in_class, negated) {
                    (true, false) => members.to_owned(),
                    (_, false) => format!("[{members}]"),
                    (_, true) => format!("[^{members}]"),
                };
                match escaped {
                    Some(letter @ ('d' | 'D')) => translated.push_str(&class("0-9", letter == 'D')),
                    Some(letter @ ('w' | 'W')) => {
                        translated.push_str(&class("0-9A-Za-z_", letter == 'W'));
                    }
                    Some(letter @ ('s' | 'S')) => {
                        translated.push_str(&class("\\t\\n\\f\\r ", letter == 'S'));
                    }
                    Some('b') if !in_class => translated.push_str("(?-u:\\b)"),
                    // The engine may match between bytes of a character only if it is told not to read characters.
                    Some('B') if !in_class => translated.push_str("(?:(?-u:\\B))"),
                    Some(sign @ ('<' | '>')) => translated.push(sign),
                    Some(other) => translated.extend(['\\', other]),
                    None => translated.push('\\'),
                }
            }
            '[' if in_class && characters.peek() != Some(&':') => translated.push_str("\\["),
            '[' if in_class => translated.push('['),
            '[' => {
                in_class = true;
                translated.push('[');
                translated.extend(characters.next_if_eq(&'^'));
                if characters.next_if_eq(&']').is_some() {
                    translated.push_str("\\]");
                }
            }
            ']' if in_class && translated.ends_with(':') => translated.push(']'),
            ']' => {
                in_class = false;
                translated.push(']');
            }
            '&' | '~' if in_class => translated.extend(['\\', c]),
            _ => translated.push(c),
        }
    }
    translated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_mean_ascii_and_brackets_mean_themselves() {
        for (pattern, wanted) in [
            (r"^\d+\.\w$", r"^[0-9]+\.[0-9A-Za-z_]$"),
            (r"[^\d\s]\S", r"[^0-9\t\n\f\r ][^\t\n\f\r ]"),
            (r"[\W]\bfoo", r"[[^0-9A-Za-z_]](?-u:\b)foo"),
            (r"[a&&b~~c]", r"[a\&\&b\~\~c]"),
            (r"[]a[b]\<x", r"[\]a\[b]<x"),
            (r"[[:alpha:]_]é\\d", r"[[:alpha:]_]é\\d"),
        ] {
            assert_eq!(translate(pattern), wanted);
        }
    }
}

//! Text to tokens. Every token keeps its bytes, so that whatever is said about it can be shown where it stands.

use crate::rego::Mistake;
use crate::rego::mistake::File;
use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name that is not a keyword.
    Name,
    /// A keyword of Rego v1.
    Keyword,
    /// A number.
    Number,
    /// A string in double quotes, with escapes as in JSON.
    String,
    /// A string in backquotes.
    RawString,
    /// An operator or a bracket.
    Symbol,
}

/// One token.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Range<usize>,
    /// Whether it is the first on its line.
    pub(crate) first_on_line: bool,
    /// How many brackets are open around it; a bracket counts as outside of itself.
    pub(crate) depth: usize,
    /// For a bracket, the index of its partner.
    pub(crate) partner: Option<usize>,
}

/// A file as tokens and comments.
#[derive(Debug, Default)]
pub(crate) struct Lexed {
    pub(crate) tokens: Vec<Token>,
    /// The comments that have a line to themselves, each from its `#` to the end of the line.
    pub(crate) comments: Vec<Range<usize>>,
    pub(crate) mistakes: Vec<Mistake>,
}

/// The keywords of Rego v1.
pub(crate) const KEYWORDS: [&str; 15] = [
    "as", "contains", "default", "else", "every", "false", "if", "import", "in", "not", "null",
    "package", "some", "true", "with",
];

const SYMBOLS: [&str; 25] = [
    ":=", "==", "!=", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "%", "&", "|", "(", ")", "[",
    "]", "{", "}", ",", ";", ":", ".",
];

/// Splits a file into tokens, and pairs its brackets.
pub(crate) fn lex(file: &File) -> Lexed {
    let mut lexed = Lexed::default();
    let text: &str = &file.text;
    let mut at = 0;
    let mut first_on_line = true;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        if next == '\n' {
            first_on_line = true;
            at += 1;
            continue;
        }
        if next.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        if next == '#' {
            let end = at + rest.find('\n').unwrap_or(rest.len());
            if first_on_line {
                lexed.comments.push(at..end);
            }
            at = end;
            continue;
        }
        match token(rest) {
            Ok((kind, length)) => {
                lexed.tokens.push(Token {
                    kind,
                    span: at..at + length,
                    first_on_line,
                    depth: 0,
                    partner: None,
                });
                at += length;
            }
            Err(trouble) => {
                let span = at..at + trouble.length;
                at = span.end;
                lexed.mistakes.push(
                    file.mistake(span, "gatewright::rego::token", trouble.message)
                        .help(trouble.help),
                );
            }
        }
        first_on_line = false;
    }
    pair_brackets(file, &mut lexed);
    lexed
}

struct Trouble {
    length: usize,
    message: String,
    help: &'static str,
}

/// The token at the beginning of `rest`, and how many bytes it has.
fn token(rest: &str) -> Result<(TokenKind, usize), Trouble> {
    let next = rest.chars().next().unwrap_or_default();
    if next.is_ascii_alphabetic() || next == '_' {
        let length = length_while(rest, |c| c.is_ascii_alphanumeric() || c == '_');
        let keyword = KEYWORDS.contains(&&rest[..length]);
        return Ok((if keyword { TokenKind::Keyword } else { TokenKind::Name }, length));
    }
    if next.is_ascii_digit() {
        return number(rest);
    }
    match next {
        '"' => string(rest),
        '`' => match rest[1..].find('`') {
            Some(end) => Ok((TokenKind::RawString, end + 2)),
            None => Err(unterminated(rest, "close the raw string with a backquote")),
        },
        '$' if rest[1..].starts_with(['"', '`']) => Err(Trouble {
            length: 1,
            message: "template strings are not supported".into(),
            help: "write `sprintf(\"… %v …\", [value])`",
        }),
        _ => match SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            None => Err(Trouble {
                length: next.len_utf8(),
                message: format!("`{}` does not belong to Rego", next.escape_debug()),
                help: "remove the character, or quote the text that it belongs to",
            }),
            Some(symbol) => Ok((TokenKind::Symbol, symbol.len())),
        },
    }
}

fn number(rest: &str) -> Result<(TokenKind, usize), Trouble> {
    let mut length = length_while(rest, |c| c.is_ascii_digit());
    let fraction =
        |at: usize| length_while(rest.get(at..).unwrap_or_default(), |c| c.is_ascii_digit());
    if rest[length..].starts_with('.') && fraction(length + 1) > 0 {
        length += 1 + fraction(length + 1);
    }
    if rest[length..].starts_with(['e', 'E']) {
        let sign = usize::from(rest[length + 1..].starts_with(['+', '-']));
        length += 1 + sign + fraction(length + 1 + sign);
    }
    let tail = length_while(&rest[length..], |c| c.is_ascii_alphanumeric() || c == '_');
    if tail > 0 || serde_json::from_str::<serde_json::Number>(&rest[..length]).is_err() {
        return Err(Trouble {
            length: length + tail,
            message: format!("`{}` is not a number", &rest[..length + tail]),
            help: "write numbers as JSON does: `10`, `1.5`, `1e3`",
        });
    }
    Ok((TokenKind::Number, length))
}

fn string(rest: &str) -> Result<(TokenKind, usize), Trouble> {
    let mut escaped = false;
    for (offset, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => break,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => {
                let length = offset + 1;
                if serde_json::from_str::<String>(&rest[..length]).is_err() {
                    return Err(Trouble {
                        length,
                        message: "the string has an escape that is not one of JSON's".into(),
                        help: "write a raw string in backquotes, as for a regular expression, or double the `\\`",
                    });
                }
                return Ok((TokenKind::String, length));
            }
            _ => {}
        }
    }
    Err(unterminated(rest, "close the string with `\"` on the line where it begins"))
}

fn unterminated(rest: &str, help: &'static str) -> Trouble {
    let length = rest.find('\n').unwrap_or(rest.len());
    Trouble { length, message: "the string has no end".into(), help }
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn pair_brackets(file: &File, lexed: &mut Lexed) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..lexed.tokens.len() {
        let span = lexed.tokens[index].span.clone();
        lexed.tokens[index].depth = open.len();
        if lexed.tokens[index].kind != TokenKind::Symbol {
            continue;
        }
        let text = &file.text[span.clone()];
        match text {
            "(" | "[" | "{" => open.push(index),
            ")" | "]" | "}" => {
                let wanted = match text {
                    ")" => "(",
                    "]" => "[",
                    _ => "{",
                };
                let partner = open.last().copied();
                let Some(partner) =
                    partner.filter(|open| &file.text[lexed.tokens[*open].span.clone()] == wanted)
                else {
                    let message = format!("`{text}` closes nothing");
                    lexed.mistakes.push(file.mistake(span, "gatewright::rego::bracket", message));
                    return;
                };
                open.pop();
                lexed.tokens[index].depth = open.len();
                lexed.tokens[index].partner = Some(partner);
                lexed.tokens[partner].partner = Some(index);
            }
            _ => {}
        }
    }
    for index in open {
        let span = lexed.tokens[index].span.clone();
        let message = format!("`{}` is not closed", &file.text[span.clone()]);
        lexed.mistakes.push(file.mistake(span, "gatewright::rego::bracket", message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let file = File::new("a.rego", text);
        let lexed = lex(&file);
        assert!(lexed.mistakes.is_empty(), "{:?}", lexed.mistakes);
        lexed.tokens.iter().map(|token| text[token.span.clone()].to_owned()).collect()
    }

    fn mistake(text: &str) -> String {
        let lexed = lex(&File::new("a.rego", text));
        let mistakes =
            lexed.mistakes.iter().map(|mistake| format!("{mistake} {:?}", mistake.place()));
        mistakes.collect::<Vec<_>>().concat()
    }

    #[test]
    fn splits_text_into_names_numbers_strings_and_symbols() {
        assert_eq!(
            texts("x:=a.b[0]+1.5e-3 # c\n\"q\\\"\" == `r\n` != {1|y}"),
            [
                "x",
                ":=",
                "a",
                ".",
                "b",
                "[",
                "0",
                "]",
                "+",
                "1.5e-3",
                "\"q\\\"\"",
                "==",
                "`r\n`",
                "!=",
                "{",
                "1",
                "|",
                "y",
                "}"
            ]
        );
    }

    #[test]
    fn points_at_what_is_no_token() {
        assert_eq!(mistake("x := \"abc\ny"), "the string has no end (1, 6)");
        assert_eq!(mistake("\t x := `abc"), "the string has no end (1, 8)");
        assert_eq!(mistake("x := 1 ? 2"), "`?` does not belong to Rego (1, 8)");
        assert_eq!(mistake("x := 1e400"), "`1e400` is not a number (1, 6)");
        assert_eq!(mistake("x := 12ab"), "`12ab` is not a number (1, 6)");
        assert_eq!(
            mistake(r#"x := "\d""#),
            "the string has an escape that is not one of JSON's (1, 6)"
        );
        assert_eq!(mistake("é"), "`é` does not belong to Rego (1, 1)");
        assert_eq!(mistake("x := $\"{y}\""), "template strings are not supported (1, 6)");
    }

    #[test]
    fn points_at_brackets_without_a_partner() {
        assert_eq!(mistake("x := [1, 2"), "`[` is not closed (1, 6)");
        assert_eq!(mistake("x := (1]"), "`]` closes nothing (1, 8)");
    }
}

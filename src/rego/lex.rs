//! Text to tokens. Every token keeps its bytes, so that whatever is said about it can be shown where it stands.

use super::ast::Span;
use super::mistake::{File, Mistake};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name; whether it is a keyword depends on the imports.
    Name,
    /// A number without its sign.
    Number,
    /// A string in double quotes.
    String,
    /// A string in backticks.
    RawString,
    /// A template string without holes.
    Template,
    /// A template string up to its first hole, `{` included.
    TemplateStart,
    /// A template string between two holes, `}` and `{` included.
    TemplateMiddle,
    /// A template string after its last hole, `}` included.
    TemplateEnd,
    /// An operator or a bracket.
    Symbol,
    /// Something about which a mistake has been reported.
    Bad,
    /// The end of the file.
    End,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// There is a line's end between it and the token before it.
    pub(super) first_on_line: bool,
    /// There is nothing between it and the token before it.
    pub(super) adjacent: bool,
    /// For what opens or closes, the index of its partner.
    pub(super) partner: usize,
}

/// A file as tokens and comments.
#[derive(Debug)]
pub(super) struct Lexed {
    /// The last is the end of the file.
    pub(super) tokens: Vec<Token>,
    pub(super) comments: Vec<Span>,
    pub(super) mistakes: Vec<Mistake>,
}

const SYMBOLS: [&str; 25] = [
    ":=", "==", "!=", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "%", "&", "|", "(", ")", "[",
    "]", "{", "}", ",", ";", ":", ".",
];

/// Splits a file into tokens. Their partners are not known yet.
pub(super) fn lex(file: &File) -> Lexed {
    let mut lexer = Lexer {
        file,
        text: &file.text,
        at: 0,
        tokens: Vec::new(),
        comments: Vec::new(),
        mistakes: Vec::new(),
        open: Vec::new(),
        first_on_line: true,
    };
    if lexer.text.starts_with('\u{feff}') {
        lexer.at = '\u{feff}'.len_utf8();
    }
    while lexer.at < lexer.text.len() {
        lexer.next();
    }
    lexer.push(Kind::End, 0);
    Lexed { tokens: lexer.tokens, comments: lexer.comments, mistakes: lexer.mistakes }
}

struct Lexer<'a> {
    file: &'a File,
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    comments: Vec<Span>,
    mistakes: Vec<Mistake>,
    open: Vec<Brace>,
    first_on_line: bool,
}

/// What a `}` closes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Brace {
    Plain,
    Hole { raw: bool },
}

impl Lexer<'_> {
    fn next(&mut self) {
        let rest = &self.text[self.at..];
        let next = rest.chars().next().unwrap_or_default();
        match next {
            '\n' => {
                self.first_on_line = true;
                self.at += 1;
            }
            ' ' | '\t' | '\r' => self.at += 1,
            '#' => self.comment(),
            'a'..='z' | 'A'..='Z' | '_' => {
                let length = length_while(rest, |c| c.is_ascii_alphanumeric() || c == '_');
                self.push(Kind::Name, length);
            }
            '0'..='9' => self.number(),
            '"' => self.string(),
            '`' => match rest[1..].find('`') {
                Some(end) => self.push(Kind::RawString, end + 2),
                None => self.unterminated("close the raw string with a backtick"),
            },
            '$' if rest[1..].starts_with('"') => self.template(2, false, true),
            '$' if rest[1..].starts_with('`') => self.template(2, true, true),
            '}' => match self.open.pop() {
                Some(Brace::Hole { raw }) => self.template(1, raw, false),
                _ => self.push(Kind::Symbol, 1),
            },
            _ => match SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
                Some(symbol) => {
                    if *symbol == "{" {
                        self.open.push(Brace::Plain);
                    }
                    self.push(Kind::Symbol, symbol.len());
                }
                None => self.bad(
                    next.len_utf8(),
                    &format!("`{}` does not belong to Rego", next.escape_debug()),
                    "remove the character, or quote the text that it belongs to",
                ),
            },
        }
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let end = self.tokens.last().map_or(0, |token| token.span.end as usize);
        self.tokens.push(Token {
            kind,
            span: span(self.at, self.at + length),
            first_on_line: self.first_on_line,
            adjacent: end == self.at,
            partner: 0,
        });
        self.at += length;
        self.first_on_line = false;
    }

    fn bad(&mut self, length: usize, message: &str, help: &str) {
        let found = self.at..self.at + length;
        self.mistakes.push(self.file.mistake(found, "gatewright::rego::token", message).help(help));
        self.push(Kind::Bad, length);
    }

    fn unterminated(&mut self, help: &str) {
        let line = self.text[self.at..].find('\n').unwrap_or(self.text.len() - self.at);
        self.bad(line, "the string has no end", help);
    }

    fn comment(&mut self) {
        let rest = &self.text[self.at..];
        let line = rest.find('\n').unwrap_or(rest.len());
        let length = rest[..line].trim_end_matches('\r').len();
        self.comments.push(span(self.at, self.at + length));
        if let Some(odd) = rest[..length].find(['\0', '\u{feff}']) {
            let at = self.at + odd;
            let width = rest[odd..].chars().next().map_or(1, char::len_utf8);
            self.mistakes.push(
                self.file
                    .mistake(
                        at..at + width,
                        "gatewright::rego::token",
                        "an invisible character that no file of Rego may have",
                    )
                    .help("remove the character"),
            );
        }
        self.at += line;
    }

    fn number(&mut self) {
        let rest = &self.text[self.at..];
        let digits = |from: usize| {
            length_while(rest.get(from..).unwrap_or_default(), |c| c.is_ascii_digit())
        };
        let mut length = digits(0);
        let mut good = length == 1 || !rest.starts_with('0');
        if rest[length..].starts_with('.') {
            let fraction = digits(length + 1);
            good &= fraction > 0;
            length += 1 + fraction;
        }
        if rest[length..].starts_with(['e', 'E']) {
            let sign = usize::from(rest[length + 1..].starts_with(['+', '-']));
            let exponent = digits(length + 1 + sign);
            good &= exponent > 0;
            length += 1 + sign + exponent;
        }
        let tail = length_while(&rest[length..], |c| c.is_alphanumeric() || c == '_');
        let number = &rest[..length + tail];
        if !good || tail > 0 {
            self.bad(
                length + tail,
                &format!("`{number}` is not a number"),
                "write numbers as JSON does: `10`, `1.5`, `1e3`",
            );
        } else if is_too_large(number) {
            self.bad(
                length,
                &format!("`{number}` is beyond what a number may be"),
                "OPA reads numbers up to about 1e30000",
            );
        } else {
            self.push(Kind::Number, length);
        }
    }

    fn string(&mut self) {
        let rest = &self.text[self.at..];
        let mut escaped = false;
        for (offset, c) in rest.char_indices().skip(1) {
            match c {
                '\n' => break,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' if unescape(&rest[1..offset]).is_none() => {
                    return self.bad(
                        offset + 1,
                        "the string has an escape that is not one of JSON's",
                        "write a raw string in backticks, as for a regular expression, or double the `\\`",
                    );
                }
                '"' => return self.push(Kind::String, offset + 1),
                _ => {}
            }
        }
        self.unterminated("close the string with `\"` on the line where it begins");
    }

    /// A piece of a template string, from what opens it (`$"`, or the `}` of a hole) up to a hole or its end.
    fn template(&mut self, opening: usize, raw: bool, first: bool) {
        let rest = &self.text[self.at..];
        let mut escaped = false;
        for (offset, c) in rest.char_indices().skip(opening) {
            let at_end = if raw { c == '`' } else { c == '"' && !escaped };
            let at_hole = !escaped && c == '{';
            if at_end || at_hole {
                if template_text(&rest[opening..offset], raw).is_none() {
                    return self.bad(
                        offset + 1,
                        "the template string has an escape that is neither one of JSON's nor `\\{`",
                        "double the `\\`, or write the template string in backticks",
                    );
                }
                if at_hole {
                    self.open.push(Brace::Hole { raw });
                }
                return self.push(
                    match (first, at_hole) {
                        (true, true) => Kind::TemplateStart,
                        (true, false) => Kind::Template,
                        (false, true) => Kind::TemplateMiddle,
                        (false, false) => Kind::TemplateEnd,
                    },
                    offset + 1,
                );
            }
            if c == '\n' && !raw {
                break;
            }
            // A raw template string knows one escape, `\{`; a backslash before anything else is itself.
            escaped = c == '\\' && (!escaped || raw);
        }
        self.unterminated("close the template string with the quote that opens it");
    }
}

/// The text between the quotes of a string.
pub(super) fn unescape(inner: &str) -> Option<String> {
    if inner.contains(['\0', '\u{feff}']) {
        return None;
    }
    if !inner.contains('\\') {
        return Some(inner.to_owned());
    }
    serde_json::from_str(&format!("\"{inner}\"")).ok()
}

/// The text of a piece of a template string, without what opens and closes it.
pub(super) fn template_text(inner: &str, raw: bool) -> Option<String> {
    if raw {
        return Some(inner.replace("\\{", "{"));
    }
    let mut plain = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        let escape = rest[at + 1..].chars().next()?;
        let end = at + 1 + escape.len_utf8();
        plain.push_str(if escape == '{' { &rest[..at] } else { &rest[..=at] });
        plain.push(escape);
        rest = &rest[end..];
    }
    unescape(&(plain + rest))
}

/// OPA keeps the exponent of two below 100,000.
fn is_too_large(number: &str) -> bool {
    const LIMIT: i64 = 30_000;
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i64 = exponent.parse().unwrap_or(i64::MAX / 2);
    let leading = match whole.trim_start_matches('0').len() {
        0 => -length(fraction) + length(fraction.trim_start_matches('0')),
        digits => i64::try_from(digits).unwrap_or(i64::MAX / 2),
    };
    let is_zero = mantissa.bytes().all(|digit| matches!(digit, b'0' | b'.'));
    !is_zero && leading.saturating_add(exponent).abs() > LIMIT
}

fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX / 2)
}

fn length_while(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn span(start: usize, end: usize) -> Span {
    let narrow = |at: usize| u32::try_from(at).expect("a file of 4 GiB has been refused");
    Span { start: narrow(start), end: narrow(end) }
}

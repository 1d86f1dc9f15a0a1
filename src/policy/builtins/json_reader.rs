//! JSON as Go reads it: half of a surrogate pair is U+FFFD, and of two fields with the same name the last wins.

use super::{Failure, Outcome, bounds, number};
use regorus::Value;
use regorus::value::Object;

/// A value that is nested deeper is refused: it would take the stack of whoever looks at it.
const MAX_DEPTH: usize = 128;

/// The value that a text of JSON is.
pub(super) fn read(json: &str) -> Outcome {
    let (value, rest) = first(json)?;
    if rest.is_empty() { Ok(value) } else { Err(wrong(json.len() - rest.len())) }
}

/// The value that a text begins with; and what follows on the space after it.
pub(super) fn first(json: &str) -> Result<(Value, &str), Failure> {
    let mut reader = Reader { json, at: 0, depth: 0, values: 0 };
    reader.space();
    let value = reader.value()?;
    reader.space();
    Ok((value, &json[reader.at..]))
}

struct Reader<'a> {
    json: &'a str,
    at: usize,
    depth: usize,
    values: usize,
}

impl Reader<'_> {
    fn value(&mut self) -> Outcome {
        self.values += 1;
        bounds::items(self.values)?;
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => Ok(Value::from(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.skip("true") => Ok(Value::from(true)),
            _ if self.skip("false") => Ok(Value::from(false)),
            _ if self.skip("null") => Ok(Value::Null),
            _ => Err(self.wrong()),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Outcome) -> Outcome {
        if self.depth == MAX_DEPTH {
            return Err(Failure::Refused(format!("JSON is nested deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        self.at += 1;
        self.space();
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn object(&mut self) -> Outcome {
        let mut fields = Object::new();
        if self.skip("}") {
            return Ok(fields.into_value());
        }
        loop {
            let name = self.string()?;
            self.space();
            self.expect(":")?;
            let value = self.value()?;
            fields.insert(Value::from(name), value);
            self.space();
            if self.skip("}") {
                return Ok(fields.into_value());
            }
            self.expect(",")?;
        }
    }

    fn array(&mut self) -> Outcome {
        let mut items = Vec::new();
        if self.skip("]") {
            return Ok(Value::from(items));
        }
        loop {
            items.push(self.value()?);
            self.space();
            if self.skip("]") {
                return Ok(Value::from(items));
            }
            self.expect(",")?;
        }
    }

    fn number(&mut self) -> Outcome {
        let from = self.at;
        self.skip("-");
        if !self.skip("0") {
            self.digits()?;
        }
        if self.skip(".") {
            self.digits()?;
        }
        if self.skip("e") || self.skip("E") {
            let _signed = self.skip("+") || self.skip("-");
            self.digits()?;
        }
        let literal = &self.json[from..self.at];
        number::parse(literal).ok_or_else(|| {
            Failure::Refused(format!("the number `{literal}` cannot be kept as it is written"))
        })
    }

    fn digits(&mut self) -> Result<(), Failure> {
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at == from { Err(self.wrong()) } else { Ok(()) }
    }

    fn string(&mut self) -> Result<String, Failure> {
        self.quote()?;
        let mut text = String::new();
        loop {
            let rest = &self.json[self.at..];
            let plain =
                rest.find(|c| c < ' ' || c == '"' || c == '\\').ok_or_else(|| self.wrong())?;
            text.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                _ => return Err(self.wrong()),
            }
        }
    }

    fn quote(&mut self) -> Result<(), Failure> {
        if self.skip("\"") { Ok(()) } else { Err(self.wrong()) }
    }

    fn escape(&mut self) -> Result<char, Failure> {
        let code = self.json.as_bytes().get(self.at + 1).copied();
        let c = match code {
            Some(b'"' | b'\\' | b'/') => code.map(char::from),
            Some(b'b') => Some('\u{8}'),
            Some(b'f') => Some('\u{c}'),
            Some(b'n') => Some('\n'),
            Some(b'r') => Some('\r'),
            Some(b't') => Some('\t'),
            Some(b'u') => return self.unicode(),
            _ => None,
        };
        self.at += 2;
        c.ok_or_else(|| self.wrong())
    }

    fn unicode(&mut self) -> Result<char, Failure> {
        let first = self.unit(self.at).ok_or_else(|| self.wrong())?;
        self.at += 6;
        let second = self.unit(self.at).filter(|second| (0xdc00..0xe000).contains(second));
        let pair = match second {
            Some(second) if (0xd800..0xdc00).contains(&first) => {
                self.at += 6;
                0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            _ => first,
        };
        Ok(char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The code that an escape such as `\u00e9` writes.
    fn unit(&self, at: usize) -> Option<u32> {
        let digits = self.json.get(at..at + 6)?.strip_prefix("\\u")?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn skip(&mut self, token: &str) -> bool {
        let found = self.json[self.at..].starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// A token, and the space after it.
    fn expect(&mut self, token: &str) -> Result<(), Failure> {
        if !self.skip(token) {
            return Err(self.wrong());
        }
        self.space();
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    fn wrong(&self) -> Failure {
        wrong(self.at)
    }
}

/// That what is at a place is no JSON.
pub(super) fn wrong(at: usize) -> Failure {
    Failure::Error(format!("the text is not JSON: byte {} is not expected", at + 1))
}

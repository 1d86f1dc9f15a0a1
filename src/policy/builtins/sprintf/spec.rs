use super::super::quote::{is_printable, quote, quote_char};
use super::float;
use num_bigint::{BigInt, Sign};

/// What stands between `%` and the verb.
#[derive(Debug, Clone, Default)]
pub(super) struct Spec {
    /// Those of `#0+- ` that are there.
    pub(super) flags: String,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
}

impl Spec {
    /// A negative width is one with `-`.
    pub(super) fn set_width(&mut self, width: i64) {
        if width < 0 {
            self.flags = self.flags.replace('0', "") + "-";
        }
        self.width = usize::try_from(width.unsigned_abs()).ok();
    }

    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }

    fn without(&self, flags: &[char]) -> Self {
        Self { flags: self.flags.replace(flags, ""), ..self.clone() }
    }

    /// With the verb `v`, `+` asks for names of fields, which no value here has.
    pub(super) fn for_v(&self) -> Self {
        self.without(&['+', '#'])
    }

    /// An integer of at most 64 bits; `None` where it has no such verb.
    pub(super) fn integer(&self, verb: char, value: i64) -> Option<String> {
        let (base, upper) = match verb {
            'v' => return self.for_v().integer('d', value),
            'd' => (10, false),
            'b' => (2, false),
            'o' | 'O' => (8, false),
            'x' => (16, false),
            'X' => (16, true),
            'c' => return Some(self.pad(&character(value).to_string())),
            'q' => return Some(self.pad(&quote_char(character(value), self.has('+')))),
            'U' => return Some(self.code_point(value)),
            _ => return None,
        };
        let spaces = self.without(&['0']);
        if self.precision == Some(0) && value == 0 {
            return Some(spaces.pad(""));
        }
        let sign = self.sign(value < 0);
        let zeros = match self.precision {
            Some(precision) => precision,
            None if self.has('0') && !self.has('-') => {
                self.width.unwrap_or(0).saturating_sub(sign.len())
            }
            None => 0,
        };
        let digits = BigInt::from(value.unsigned_abs()).to_str_radix(base);
        let digits = format!("{digits:0>zeros$}");
        let prefix = match (base, self.has('#')) {
            (2, true) => "0b",
            (8, true) if !digits.starts_with('0') => "0",
            (16, true) => "0x",
            _ => "",
        };
        let octal = if verb == 'O' { "0o" } else { "" };
        let text = format!("{sign}{octal}{prefix}{digits}");
        Some(spaces.pad(&if upper { text.to_uppercase() } else { text }))
    }

    /// An integer of more bits, which has its own ways.
    pub(super) fn big_integer(&self, verb: char, value: &BigInt) -> Option<String> {
        let base = match verb {
            'd' | 's' | 'v' => 10,
            'b' => 2,
            'o' | 'O' => 8,
            'x' | 'X' => 16,
            _ => return None,
        };
        let sign = self.sign(value.sign() == Sign::Minus);
        let prefix = match verb {
            'O' => "0o",
            'b' if self.has('#') => "0b",
            'o' if self.has('#') => "0",
            'x' if self.has('#') => "0x",
            'X' if self.has('#') => "0X",
            _ => "",
        };
        let digits = value.magnitude().to_str_radix(base);
        let digits = if verb == 'X' { digits.to_uppercase() } else { digits };
        let zeros = match (self.precision, self.width) {
            (Some(precision), _) => precision,
            (None, Some(width)) if self.has('0') && !self.has('-') => {
                width.saturating_sub(sign.len() + prefix.len())
            }
            _ => 0,
        };
        Some(self.without(&['0']).pad(&format!("{sign}{prefix}{digits:0>zeros$}")))
    }

    /// `None` where it has no such verb.
    pub(super) fn float(&self, verb: char, value: f64) -> Option<String> {
        let shown = match verb {
            'v' => return self.for_v().float('g', value),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'x' | 'X' | 'b' => {
                float::digits(value.abs(), verb, self.precision, self.has('#'))
            }
            _ => return None,
        };
        let sign = self.sign(value.is_sign_negative());
        if !sign.is_empty() && self.has('0') && !self.has('-') {
            let width = self.width.unwrap_or(0).saturating_sub(sign.len());
            return Some(format!("{sign}{shown:0>width$}"));
        }
        Some(self.pad(&format!("{sign}{shown}")))
    }

    /// `None` where it has no such verb.
    pub(super) fn text(&self, verb: char, value: &str) -> Option<String> {
        let text = match verb {
            'v' if self.has('#') => self.for_v().quoted(value),
            'v' => return self.for_v().text('s', value),
            's' => self.cut(value).to_owned(),
            'q' => self.quoted(value),
            'x' | 'X' => return Some(self.hexadecimal(value, verb == 'X')),
            _ => return None,
        };
        Some(self.pad(&text))
    }

    fn quoted(&self, value: &str) -> String {
        let text = self.cut(value);
        let may_be_raw = |c: char| c == '\t' || !(c < ' ' || "`\u{7f}\u{feff}".contains(c));
        if self.has('#') && text.chars().all(may_be_raw) {
            return format!("`{text}`");
        }
        quote(text, self.has('+'))
    }

    /// Each byte as two digits.
    fn hexadecimal(&self, value: &str, upper: bool) -> String {
        let bytes = &value.as_bytes()[..value.len().min(self.precision.unwrap_or(usize::MAX))];
        let prefix = match (self.has('#'), upper) {
            (false, _) => "",
            (true, true) => "0X",
            (true, false) => "0x",
        };
        let mut text = String::with_capacity(2 * bytes.len());
        for (index, byte) in bytes.iter().enumerate() {
            if index > 0 && self.has(' ') {
                text.push(' ');
            }
            if index == 0 || self.has(' ') {
                text.push_str(prefix);
            }
            let digits = if upper { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
            text.push(digits[usize::from(byte >> 4)].into());
            text.push(digits[usize::from(byte & 15)].into());
        }
        self.pad(&text)
    }

    /// `U+0041`, and where it has `#`, the character.
    fn code_point(&self, value: i64) -> String {
        let digits = self.precision.unwrap_or(0).max(4);
        let shown = u32::try_from(value).ok().and_then(char::from_u32).filter(|c| is_printable(*c));
        let shown = shown.filter(|_| self.has('#')).map_or(String::new(), |c| format!(" '{c}'"));
        self.without(&['0']).pad(&format!("U+{value:0>digits$X}{shown}"))
    }

    fn sign(&self, negative: bool) -> &'static str {
        match () {
            () if negative => "-",
            () if self.has('+') => "+",
            () if self.has(' ') => " ",
            () => "",
        }
    }

    /// As many characters as the precision says.
    fn cut<'a>(&self, text: &'a str) -> &'a str {
        let end = self.precision.and_then(|length| text.char_indices().nth(length));
        end.map_or(text, |(end, _)| &text[..end])
    }

    /// Fills up to the width.
    pub(super) fn pad(&self, text: &str) -> String {
        let missing = self.width.unwrap_or(0).saturating_sub(text.chars().count());
        match () {
            () if self.has('-') => text.to_owned() + &" ".repeat(missing),
            () if self.has('0') => "0".repeat(missing) + text,
            () => " ".repeat(missing) + text,
        }
    }
}

fn character(value: i64) -> char {
    u32::try_from(value).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

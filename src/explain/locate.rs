//! From a locator to bytes: where in the raw text does the JSON value stand that a pointer names?

use crate::evidence::Place;
use std::ops::Range;

/// The bytes of a place in a document's text; `None` where the text has no such place.
pub fn locate(text: &str, place: &Place) -> Option<Range<usize>> {
    match place {
        Place::Bytes(start, end) => {
            let range = *start..(*end).min(text.len());
            text.get(range.clone()).map(|_| range)
        }
        Place::Pointer(pointer) => {
            let mut cursor = Cursor { text, offset: 0 };
            cursor.white_space();
            for step in pointer.split('/').skip(1) {
                cursor.enter(&step.replace("~1", "/").replace("~0", "~"))?;
            }
            let start = cursor.offset;
            cursor.value()?;
            Some(start..cursor.offset)
        }
    }
}

/// A walk over a JSON text that is known to be well-formed.
struct Cursor<'a> {
    text: &'a str,
    offset: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    fn white_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.offset += 1;
        }
    }

    /// Moves over a byte that must be there, and the white space around it.
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.white_space();
        (self.peek()? == byte).then(|| self.offset += 1)?;
        self.white_space();
        Some(())
    }

    /// Moves from the start of an object or array to the start of one of its values.
    fn enter(&mut self, step: &str) -> Option<()> {
        match self.peek()? {
            b'{' => {
                self.expect(b'{')?;
                while self.peek()? != b'}' {
                    let key = self.offset;
                    self.value()?;
                    let key: String =
                        serde_json::from_str(self.text.get(key..self.offset)?).ok()?;
                    self.expect(b':')?;
                    if key == step {
                        return Some(());
                    }
                    self.value()?;
                    self.white_space();
                    if self.peek()? == b',' {
                        self.expect(b',')?;
                    }
                }
                None
            }
            b'[' => {
                self.expect(b'[')?;
                for _ in 0..step.parse::<usize>().ok()? {
                    self.value()?;
                    self.expect(b',')?;
                }
                (self.peek()? != b']').then_some(())
            }
            _ => None,
        }
    }

    /// Moves over one value. Counts brackets instead of calling itself: the depth of the text is not ours to trust.
    fn value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.offset += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.offset += 1;
                }
                b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if depth > 0 => self.offset += 1,
                _ => {
                    let rest = &self.text.as_bytes()[self.offset..];
                    let end =
                        |b: &u8| matches!(b, b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n');
                    self.offset += rest.iter().position(end).unwrap_or(rest.len());
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    fn string(&mut self) -> Option<()> {
        self.offset += 1;
        loop {
            match self.peek()? {
                b'\\' => self.offset += 2,
                b'"' => {
                    self.offset += 1;
                    return Some(());
                }
                _ => self.offset += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(text: &'a str, pointer: &str) -> Option<&'a str> {
        locate(text, &Place::Pointer(pointer.to_owned())).map(|range| &text[range])
    }

    #[test]
    fn finds_values_by_pointer() {
        let text = r#" { "a/b" : [ 1 , {"c":"}]\""} , null ], "\u0064":{} } "#;
        assert_eq!(found(text, "/a~1b/0"), Some("1"));
        assert_eq!(found(text, "/a~1b/1/c"), Some(r#""}]\"""#));
        assert_eq!(found(text, "/a~1b/2"), Some("null"));
        assert_eq!(found(text, "/d"), Some("{}"));
        assert_eq!(found(text, ""), Some(text.trim()));
        assert_eq!(found(text, "/a~1b/3"), None);
        assert_eq!(found(text, "/x"), None);
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i32>().prop_map(Into::into),
            "\\PC{0,6}".prop_map(Into::into),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
                prop::collection::btree_map("[a-z/~\"]{0,3}", inner, 0..4)
                    .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn agrees_with_the_parser(value in any_json(), pretty in any::<bool>(), pointer in "(/[a-z0-3]{1}){0,3}") {
            let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }.unwrap();
            let wanted = value.pointer(&pointer).cloned();
            let got = found(&text, &pointer).map(|text| serde_json::from_str(text).unwrap());
            prop_assert_eq!(got, wanted);
        }

        #[test]
        fn never_panics(text in "\\PC{0,40}", pointer in "(/\\PC{0,3}){0,3}") {
            let _ = found(&text, &pointer);
        }
    }
}

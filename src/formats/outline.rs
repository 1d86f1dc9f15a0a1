//! The first look at a document: whether it is well-formed and within bounds, and its outermost shape, from which
//! formats recognise it. For JSON this is the one strict pass: after it, a parser need not fear duplicate keys,
//! which most readers resolve in silence, each in its own way.

use super::{Limits, Refusal};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;

/// The outermost shape of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Outline {
    /// No bytes, or white space alone.
    Empty,
    /// One JSON value, well-formed, within limits, without duplicate keys.
    Json(JsonShape),
    /// XML: the local name and namespace of the root element, and the local names of its first children.
    Xml {
        /// Local name of the root element.
        root: String,
        /// Its `xmlns`, or the one bound to its prefix.
        namespace: Option<String>,
        /// Local names of the root's first children, in order, at most 16.
        children: Vec<String>,
    },
    /// Anything else.
    Other,
}

/// The shape of a JSON value down to a few levels: enough to tell formats apart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JsonShape {
    /// What the value is.
    pub kind: Kind,
    /// The members of an object, down to `SHAPE_DEPTH` levels.
    pub members: BTreeMap<String, JsonShape>,
    /// The first element of an array.
    pub first: Option<Box<JsonShape>>,
    /// The text of a short string, number or boolean.
    pub text: Option<String>,
}

/// What a JSON value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "JSON's own words")]
pub enum Kind {
    #[default]
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

/// Levels of a document that its shape keeps: `data.repository.pullRequest.reviews` is four.
const SHAPE_DEPTH: usize = 5;

impl Outline {
    /// Looks at a document.
    ///
    /// # Errors
    /// A text that begins as JSON and is not well-formed, repeats a key of an object, or exceeds a limit; XML with a
    /// DOCTYPE or without a root element.
    pub fn of(text: &str, limits: Limits) -> Result<Self, Refusal> {
        let content = text.trim_start();
        match content.as_bytes().first() {
            None => Ok(Self::Empty),
            Some(b'{' | b'[') if begins_json(content) => {
                JsonShape::of(text, limits).map(Self::Json)
            }
            Some(b'<') if !is_html(content) => super::xml::outline(text),
            Some(_) => Ok(Self::Other),
        }
    }

    /// The shape of a JSON object or array.
    pub fn json(&self) -> Option<&JsonShape> {
        match self {
            Self::Json(shape) => Some(shape),
            _ => None,
        }
    }
}

/// Whether what follows the first bracket can be JSON: a build log that begins with `[INFO]` is not a broken report.
fn begins_json(text: &str) -> bool {
    let next = text[1..].trim_start().as_bytes().first();
    match (text.as_bytes().first(), next) {
        (_, None) => true,
        (Some(b'{'), Some(next)) => matches!(next, b'"' | b'}'),
        (_, Some(next)) => {
            matches!(next, b'{' | b'[' | b']' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
        }
    }
}

/// Reports for people often lie beside those for machines.
fn is_html(text: &str) -> bool {
    let head: String = text.chars().take(15).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

impl JsonShape {
    /// The strict pass over a JSON text.
    fn of(text: &str, limits: Limits) -> Result<Self, Refusal> {
        let items = Cell::new(0);
        let strict = Strict { depth: 0, keep: true, items: &items, limits };
        let mut deserializer = serde_json::Deserializer::from_str(text);
        // serde_json's own guard stays on: it is what keeps hostile nesting from the stack.
        let shape = strict
            .deserialize(&mut deserializer)
            .and_then(|shape| deserializer.end().map(|()| shape));
        shape.map_err(|error| {
            let offset = offset_of(text, error.line(), error.column());
            let another = error.to_string().starts_with("trailing characters")
                && text.get(offset..).is_some_and(|rest| rest.starts_with(['{', '[']));
            let refusal = if items.get() > limits.items {
                Refusal::too_large(format!("more than {} values", limits.items))
            } else if another {
                Refusal::unrecognised(
                    "several JSON values in one file (JSON Lines): no known format is written so",
                )
            } else {
                Refusal::malformed(error.to_string())
            };
            refusal.at(offset)
        })
    }

    /// The member of an object, at a path of keys.
    pub fn get(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |shape, key| shape.members.get(*key))
    }

    /// Whether an object has all of these members, whatever they are.
    pub fn has(&self, keys: &[&str]) -> bool {
        self.kind == Kind::Object && keys.iter().all(|key| self.members.contains_key(*key))
    }

    /// The kind of an object's member.
    pub fn kind_of(&self, key: &str) -> Option<Kind> {
        self.members.get(key).map(|member| member.kind)
    }

    /// The text of an object's scalar member.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.members.get(key)?.text.as_deref()
    }
}

/// The byte offset of a line and column, both from 1, as `serde_json` counts them.
pub(super) fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}

/// Walks one value: counts, bounds, refuses repeated keys, and keeps the shape of the outer levels.
#[derive(Clone, Copy)]
struct Strict<'c> {
    depth: usize,
    keep: bool,
    items: &'c Cell<usize>,
    limits: Limits,
}

impl Strict<'_> {
    fn inner<E: serde::de::Error>(self, keep: bool) -> Result<Self, E> {
        let depth = self.depth + 1;
        if depth > self.limits.depth {
            return Err(E::custom(format_args!(
                "nested more than {} levels deep",
                self.limits.depth
            )));
        }
        Ok(Self { depth, keep: self.keep && keep && depth < SHAPE_DEPTH, ..self })
    }

    fn scalar<E: serde::de::Error>(
        self,
        kind: Kind,
        text: impl fmt::Display,
    ) -> Result<JsonShape, E> {
        self.count()?;
        let text = self.keep.then(|| text.to_string());
        Ok(JsonShape { kind, text, ..JsonShape::default() })
    }

    fn count<E: serde::de::Error>(self) -> Result<(), E> {
        self.items.set(self.items.get() + 1);
        if self.items.get() > self.limits.items {
            return Err(E::custom("too many values"));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = JsonShape;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonShape, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = JsonShape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<JsonShape, E> {
        self.count()?;
        Ok(JsonShape::default())
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<JsonShape, E> {
        self.scalar(Kind::Bool, value)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<JsonShape, E> {
        self.scalar(Kind::Number, value)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<JsonShape, E> {
        self.scalar(Kind::Number, value)
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<JsonShape, E> {
        self.scalar(Kind::Number, value)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<JsonShape, E> {
        if value.len() > 256 {
            self.count()?;
            return Ok(JsonShape { kind: Kind::String, ..JsonShape::default() });
        }
        self.scalar(Kind::String, value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<JsonShape, A::Error> {
        self.count()?;
        let first = seq.next_element_seed(self.inner(true)?)?;
        let rest = self.inner(false)?;
        if first.is_some() {
            while seq.next_element_seed(rest)?.is_some() {}
        }
        let first = first.filter(|_| self.keep).map(Box::new);
        Ok(JsonShape { kind: Kind::Array, first, ..JsonShape::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonShape, A::Error> {
        self.count()?;
        let inner = self.inner(true)?;
        let mut keys = Keys::default();
        let mut members = BTreeMap::new();
        while let Some(key) = map.next_key_seed(Key { seen: &mut keys, keep: self.keep })? {
            let shape = map.next_value_seed(inner)?;
            if let Some(key) = key {
                members.insert(key, shape);
            }
        }
        Ok(JsonShape { kind: Kind::Object, members, ..JsonShape::default() })
    }
}

/// One key of an object: refused when it was there before, kept when the shape needs it.
struct Key<'k> {
    seen: &'k mut Keys,
    keep: bool,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Option<String>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Option<String>, E> {
        if self.seen.insert(key) {
            return Err(E::custom(format_args!("the key `{key}` stands twice in one object")));
        }
        Ok(self.keep.then(|| key.to_owned()))
    }
}

/// The keys of one object that were seen. Most objects are small, and a scan of a few hashes beats any set.
#[derive(Default)]
struct Keys {
    few: Vec<u64>,
    many: std::collections::BTreeSet<u64>,
}

impl Keys {
    /// Whether the key was there before.
    fn insert(&mut self, key: &str) -> bool {
        use std::hash::{DefaultHasher, Hasher as _};
        let mut hasher = DefaultHasher::new();
        hasher.write(key.as_bytes());
        let hash = hasher.finish();
        if !self.many.is_empty() {
            return !self.many.insert(hash);
        }
        if self.few.contains(&hash) {
            return true;
        }
        self.few.push(hash);
        if self.few.len() > 32 {
            self.many.extend(self.few.drain(..));
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Outline, String> {
        Outline::of(text, Limits { bytes: 0, depth: 8, items: 50 })
            .map_err(|refusal| refusal.message)
    }

    #[test]
    fn keeps_the_outer_shape() {
        let outline = check(r#"{"runs":[{"tool":{}}],"version":"2.1.0","n":null}"#).unwrap();
        let shape = outline.json().unwrap();
        assert!(shape.has(&["runs", "version", "n"]));
        assert_eq!(shape.text_of("version"), Some("2.1.0"));
        assert_eq!(shape.kind_of("n"), Some(Kind::Null));
        assert!(shape.get(&["runs"]).unwrap().first.as_ref().unwrap().has(&["tool"]));
    }

    #[test]
    fn refuses_a_repeated_key_at_any_depth() {
        for text in [r#"{"a":1,"a":2}"#, r#"[{"b":[{"c":0,"c":0}]}]"#, r#"{"a":1,"\u0061":2}"#] {
            assert!(check(text).unwrap_err().contains("stands twice"), "{text}");
        }
    }

    #[test]
    fn refuses_a_repeated_key_in_a_large_object() {
        let members: Vec<_> = (0..40).map(|n| format!("\"k{n}\":0")).collect();
        let text = format!("{{{},\"k3\":1}}", members.join(","));
        assert!(check(&text).unwrap_err().contains("`k3`"));
    }

    #[test]
    fn refuses_what_is_too_deep_or_too_long() {
        assert!(check("[[[[[[[[[1]]]]]]]]]").unwrap_err().contains("levels deep"));
        let long = format!("[{}1]", "1,".repeat(60));
        assert_eq!(check(&long).unwrap_err(), "more than 50 values");
    }

    #[test]
    fn refuses_what_is_cut_off_or_followed_by_more() {
        assert!(check(r#"{"a":[1,2"#).is_err());
        assert!(check(r#"{"a":1} {"a":2}"#).is_err());
        assert_eq!(check("  \n").unwrap(), Outline::Empty);
        assert_eq!(check("# text").unwrap(), Outline::Other);
    }
}

//! Reads a long array inside a JSON document one element at a time, so that the whole of it takes the memory of one.

use super::{Refusal, json_refusal};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use std::fmt;

/// Hands over each element of the arrays that a path of keys leads to, with its indices: `["runs", "results"]` leads to
/// the results of each run, and `[0, 2]` is the third result of the first run.
pub(super) fn each_element<'t, T: Deserialize<'t>, const N: usize>(
    text: &'t str,
    path: [&str; N],
    mut visit: impl FnMut([usize; N], T),
) -> Result<(), Refusal> {
    let walk = Walk { path, place: [0; N], depth: 0, visit: &mut visit };
    Object(walk)
        .deserialize(&mut serde_json::Deserializer::from_str(text))
        .map_err(|error| json_refusal(text, &error))
}

struct Walk<'w, T, const N: usize> {
    path: [&'w str; N],
    place: [usize; N],
    /// How many arrays it is inside of.
    depth: usize,
    visit: &'w mut dyn FnMut([usize; N], T),
}

impl<T, const N: usize> Walk<'_, T, N> {
    fn inside(&mut self, depth: usize) -> Walk<'_, T, N> {
        Walk { path: self.path, place: self.place, depth, visit: self.visit }
    }
}

/// The next key of the path stands in this object.
struct Object<'w, T, const N: usize>(Walk<'w, T, N>);

impl<'de, T: Deserialize<'de>, const N: usize> DeserializeSeed<'de> for Object<'_, T, N> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>, const N: usize> Visitor<'de> for Object<'_, T, N> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let depth = self.0.depth;
        while let Some(key) = map.next_key::<String>()? {
            if key == self.0.path[depth] {
                map.next_value_seed(Array(self.0.inside(depth)))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// The value of a key of the path: an array, or null for none.
struct Array<'w, T, const N: usize>(Walk<'w, T, N>);

impl<'de, T: Deserialize<'de>, const N: usize> DeserializeSeed<'de> for Array<'_, T, N> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>, const N: usize> Visitor<'de> for Array<'_, T, N> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self(mut walk) = self;
        let depth = walk.depth;
        if depth + 1 < N {
            while seq.next_element_seed(Object(walk.inside(depth + 1)))?.is_some() {
                walk.place[depth] += 1;
            }
        } else {
            while let Some(element) = seq.next_element()? {
                (walk.visit)(walk.place, element);
                walk.place[depth] += 1;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, Refusal> {
        let mut seen = Vec::new();
        each_element(text, ["runs", "results"], |[run, index], value: u8| {
            seen.push(format!("{run}.{index}={value}"));
        })?;
        Ok(seen.join(" "))
    }

    #[test]
    fn hands_over_each_element_with_its_place() {
        let text = r#"{"results":[9],"runs":[{"results":[1,2],"runs":[3]},{},{"results":null},{"a":0,"results":[4]}]}"#;
        assert_eq!(read(text).unwrap(), "0.0=1 0.1=2 3.0=4");
        assert_eq!(read(r#"{"runs":null}"#).unwrap(), "");
    }

    #[test]
    fn refuses_what_has_another_shape() {
        for text in [r#"{"runs":{}}"#, r#"{"runs":[[[1]]]}"#, r#"{"runs":[{"results":0}]}"#] {
            assert!(read(text).is_err(), "{text}");
        }
        let text = r#"{"runs":[{"results":[1,"x"]}]}"#;
        let offset = read(text).unwrap_err().offset.unwrap();
        assert!(text[..offset].ends_with("\"x"), "{offset}");
    }
}

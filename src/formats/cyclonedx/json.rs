//! Where the JSON of a document is not simply the shape of [`super::bom`].

use super::about;
use super::bom::License;
use crate::evidence::Tool;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// Reads `null` as absent.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// `{"license": {"id" | "name"}}` or `{"expression"}`.
#[derive(Deserialize)]
pub(super) struct LicenseChoice {
    #[serde(default, deserialize_with = "or_default")]
    license: NamedLicense,
    expression: Option<String>,
    acknowledgement: Option<String>,
}

#[derive(Default, Deserialize)]
struct NamedLicense {
    id: Option<String>,
    name: Option<String>,
    acknowledgement: Option<String>,
}

impl From<LicenseChoice> for License {
    fn from(choice: LicenseChoice) -> Self {
        let NamedLicense { id, name, acknowledgement } = choice.license;
        let acknowledgement = acknowledgement.or(choice.acknowledgement);
        Self { id, name, expression: choice.expression, acknowledgement }
    }
}

/// The first of `tools`: of a list of tools, or of the components and services of an object.
pub(super) fn tool<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Tool>, D::Error> {
    struct Tools;

    #[derive(Deserialize)]
    struct Named {
        name: Option<String>,
        version: Option<String>,
    }

    fn first(tools: Vec<Named>) -> Option<Tool> {
        let Named { name, version } = tools.into_iter().next()?;
        Some(Tool { name: name?, version: version.filter(|version| !version.is_empty()) })
    }

    impl<'de> Visitor<'de> for Tools {
        type Value = Option<Tool>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list of tools, or an object of components and services")
        }

        fn visit_unit<E>(self) -> Result<Option<Tool>, E> {
            Ok(None)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Option<Tool>, A::Error> {
            Vec::deserialize(serde::de::value::SeqAccessDeserializer::new(seq)).map(first)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Tool>, A::Error> {
            let (mut components, mut services) = (Vec::new(), Vec::new());
            while let Some(key) = map.next_key::<Text<'de>>()? {
                match &*key.0 {
                    "components" => components = map.next_value()?,
                    "services" => services = map.next_value()?,
                    _ => drop(map.next_value::<IgnoredAny>()?),
                }
            }
            Ok(first(components).or_else(|| first(services)))
        }
    }

    deserializer.deserialize_any(Tools)
}

/// A string that is only looked at: borrowed where it can be.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// A member of `properties` or `externalReferences`. There are many, and few are wanted.
#[derive(Deserialize)]
struct Pair<'a> {
    #[serde(borrow, alias = "type")]
    name: Option<Text<'a>>,
    #[serde(borrow, alias = "url")]
    value: Option<Text<'a>>,
}

pub(super) fn subject_digests<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    values(d, about::names_subject)
}

pub(super) fn repository_urls<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    values(d, |kind| kind == "vcs")
}

pub(super) fn fixed_versions<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    values(d, |name| name == super::vulnerabilities::FIXED_VERSIONS)
}

/// The values of the pairs with a wanted name.
fn values<'de, D: Deserializer<'de>>(
    deserializer: D,
    wanted: fn(&str) -> bool,
) -> Result<Vec<String>, D::Error> {
    struct Pairs(fn(&str) -> bool);

    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<String>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_unit<E>(self) -> Result<Vec<String>, E> {
            Ok(Vec::new())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<String>, A::Error> {
            let mut values = Vec::new();
            while let Some(pair) = seq.next_element::<Pair<'de>>()? {
                if let (Some(name), Some(value)) = (pair.name, pair.value)
                    && (self.0)(&name.0)
                {
                    values.push(value.0.into_owned());
                }
            }
            Ok(values)
        }
    }

    deserializer.deserialize_any(Pairs(wanted))
}

//! Reads schemas.

use super::super::regex::{self, Expression};
use super::super::{Failure, number, number::Decimal};
use super::keywords::{Keywords, invalid_type, named, wrong};
use super::model::{Compiled, Dependency, Id, Range, Rest, Schema};
use super::text::canonical;
use regorus::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Schemas are nested no deeper.
const MAX_DEPTH: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Draft {
    Four,
    Six,
    Seven,
    /// Not said: what any of them has.
    Any,
}

impl Compiled {
    /// Reads a schema; the first is the whole.
    pub(super) fn new(document: &Value) -> Result<Self, Failure> {
        let draft = draft(document)?;
        check_identifiers(document)?;
        let mut reader = Reader {
            document,
            draft,
            references: BTreeMap::new(),
            depth: 0,
            read: Self::default(),
        };
        reader.schema(document)?;
        Ok(reader.read)
    }
}

fn draft(document: &Value) -> Result<Draft, Failure> {
    let fields = match document {
        Value::Bool(_) => return Ok(Draft::Any),
        Value::Object(fields) => fields,
        _ => return Err(wrong("schema is invalid")),
    };
    let Some(schema) = fields.get(&Value::from("$schema")) else {
        return Ok(Draft::Any);
    };
    let Value::String(schema) = schema else {
        return Err(wrong("$schema must be of type string"));
    };
    Ok(match schema.strip_suffix('#').unwrap_or(schema) {
        "http://json-schema.org/draft-04/schema" => Draft::Four,
        "http://json-schema.org/draft-06/schema" => Draft::Six,
        "http://json-schema.org/draft-07/schema" => Draft::Seven,
        _ => Draft::Any,
    })
}

/// A reference is looked for below the identifier that is next to it; here only the whole may have one.
fn check_identifiers(document: &Value) -> Result<(), Failure> {
    let (mut inner, mut references) = (0, 0);
    count_identifiers(document, true, &mut inner, &mut references);
    if inner > 0 && references > 0 {
        return Err(Failure::Refused(
            "the schema has references, and parts with an identifier of their own".to_owned(),
        ));
    }
    Ok(())
}

fn count_identifiers(node: &Value, is_root: bool, inner: &mut usize, references: &mut usize) {
    match node {
        Value::Array(items) => {
            items.iter().for_each(|item| count_identifiers(item, false, inner, references));
        }
        Value::Object(fields) => {
            let is_string =
                |name: &str| matches!(fields.get(&Value::from(name)), Some(Value::String(_)));
            *inner += usize::from(!is_root && (is_string("id") || is_string("$id")));
            *references += usize::from(is_string("$ref"));
            for (key, value) in fields.iter() {
                match (key.as_string().map(AsRef::as_ref), value) {
                    (Ok("const" | "enum"), _) => {}
                    (
                        Ok("properties" | "dependencies" | "patternProperties"),
                        Value::Object(of),
                    ) => {
                        of.values().for_each(|value| {
                            count_identifiers(value, false, inner, references);
                        });
                    }
                    _ => count_identifiers(value, false, inner, references),
                }
            }
        }
        _ => {}
    }
}

struct Reader<'a> {
    document: &'a Value,
    draft: Draft,
    /// What references stand for.
    references: BTreeMap<String, Id>,
    depth: usize,
    read: Compiled,
}

impl Reader<'_> {
    fn schema(&mut self, node: &Value) -> Result<Id, Failure> {
        if self.depth == MAX_DEPTH {
            let message = format!("the schema is nested deeper than {MAX_DEPTH} levels");
            return Err(Failure::Refused(message));
        }
        let id = self.read.schemas.len();
        self.read.schemas.push(Schema::default());
        self.depth += 1;
        self.read.schemas[id] = match node {
            Value::Bool(passes) if self.draft >= Draft::Six => {
                Schema { passes: Some(*passes), ..Schema::default() }
            }
            Value::Object(fields) => self.keywords(&Keywords { fields })?,
            _ => return Err(wrong("Expected: Valid Schema, given: Invalid JSON")),
        };
        self.depth -= 1;
        Ok(id)
    }

    fn keywords(&mut self, keywords: &Keywords<'_>) -> Result<Schema, Failure> {
        let mut schema = Schema::default();
        let has_old = keywords.get("id").is_some();
        let is_old = self.draft == Draft::Four || self.draft == Draft::Any && has_old;
        identifier(keywords.string(if is_old { "id" } else { "$id" })?)?;
        for (_, definition) in keywords.definitions()? {
            self.schema(definition)?;
        }
        keywords.string("title")?;
        keywords.string("description")?;
        if let Some(reference) = keywords.string("$ref")? {
            schema.reference = Some(self.reference(reference)?);
            return Ok(schema);
        }
        self.objects(keywords, &mut schema)?;
        self.arrays(keywords, &mut schema)?;
        numbers(keywords, self.draft, &mut schema)?;
        strings(keywords, &mut schema)?;
        self.sizes(keywords, &mut schema)?;
        if let Some(constant) = keywords.get("const").filter(|_| self.draft >= Draft::Six) {
            schema.constant = Some(canonical(constant)?);
        }
        if let Some(choices) = keywords.list("enum")? {
            let choices = choices.iter().map(canonical).collect::<Result<Vec<_>, _>>()?;
            unique(&choices, "enum")?;
            schema.choices = Some(choices);
        }
        schema.one_of = self.schemas(keywords, "oneOf")?;
        schema.any_of = self.schemas(keywords, "anyOf")?;
        schema.all_of = self.schemas(keywords, "allOf")?;
        schema.not = self.part(keywords, "not")?;
        if self.draft >= Draft::Seven {
            schema.condition = self.part(keywords, "if")?;
            schema.then = self.part(keywords, "then")?;
            schema.otherwise = self.part(keywords, "else")?;
        }
        Ok(schema)
    }

    fn objects(&mut self, keywords: &Keywords<'_>, schema: &mut Schema) -> Result<(), Failure> {
        schema.types = types(keywords)?;
        match keywords.get("properties") {
            None => {}
            Some(Value::Object(properties)) => {
                for (name, property) in named(properties) {
                    schema.properties.insert(name.to_owned(), self.schema(property)?);
                }
            }
            Some(_) => return Err(wrong("Properties must be of type object")),
        }
        schema.additional_properties = self.rest(keywords, "additionalProperties")?;
        match keywords.get("patternProperties") {
            None => {}
            Some(Value::Object(properties)) => {
                for (pattern, property) in named(properties) {
                    let invalid = format!("Invalid regex pattern '{pattern}'");
                    let expression = expression(pattern, &invalid)?;
                    schema.pattern_properties.push((expression, self.schema(property)?));
                }
            }
            Some(_) => return Err(invalid_type("Valid Schema", "patternProperties")),
        }
        match keywords.get("propertyNames").filter(|_| self.draft >= Draft::Six) {
            None => {}
            Some(names @ (Value::Bool(_) | Value::Object(_))) => {
                schema.property_names = Some(self.schema(names)?);
            }
            Some(_) => return Err(invalid_type("Valid Schema", "patternProperties")),
        }
        schema.dependencies = self.dependencies(keywords)?;
        Ok(())
    }

    fn dependencies(
        &mut self,
        keywords: &Keywords<'_>,
    ) -> Result<BTreeMap<String, Dependency>, Failure> {
        let mut all = BTreeMap::new();
        let dependencies = match keywords.get("dependencies") {
            None => return Ok(all),
            Some(Value::Object(dependencies)) => dependencies,
            Some(_) => return Err(wrong("dependencies must be of type object")),
        };
        let unknown = || wrong("Dependency must be of type Schema Or Array Of Strings");
        for (name, dependency) in named(dependencies) {
            let dependency = match dependency {
                Value::Array(names) => {
                    let names = names.iter().map(|name| match name {
                        Value::String(name) => Ok(name.to_string()),
                        _ => Err(unknown()),
                    });
                    Dependency::Properties(names.collect::<Result<_, _>>()?)
                }
                Value::Bool(_) | Value::Object(_) => Dependency::Schema(self.schema(dependency)?),
                _ => return Err(unknown()),
            };
            all.insert(name.to_owned(), dependency);
        }
        Ok(all)
    }

    fn arrays(&mut self, keywords: &Keywords<'_>, schema: &mut Schema) -> Result<(), Failure> {
        let unknown = || invalid_type("Valid Schema/Array Of Schemas", "items");
        match keywords.get("items") {
            None => {}
            Some(Value::Array(items)) => {
                for item in items.iter() {
                    if !matches!(item, Value::Bool(_) | Value::Object(_)) {
                        return Err(unknown());
                    }
                    schema.items.push(self.schema(item)?);
                }
            }
            Some(item @ (Value::Bool(_) | Value::Object(_))) => {
                schema.items.push(self.schema(item)?);
                schema.items_are_alike = true;
            }
            Some(_) => return Err(unknown()),
        }
        schema.additional_items = self.rest(keywords, "additionalItems")?;
        Ok(())
    }

    /// How much there has to be of something.
    fn sizes(&mut self, keywords: &Keywords<'_>, schema: &mut Schema) -> Result<(), Failure> {
        schema.property_count = Range {
            least: keywords.count("minProperties")?,
            most: keywords.count("maxProperties")?,
        };
        ordered(schema.property_count, "minProperties", "maxProperties")?;
        for name in keywords.list("required")?.unwrap_or_default() {
            let Value::String(name) = name else {
                return Err(invalid_type("string", "required"));
            };
            schema.required.push(name.to_string());
        }
        unique(&schema.required, "required")?;
        schema.item_count =
            Range { least: keywords.count("minItems")?, most: keywords.count("maxItems")? };
        schema.items_are_unique = match keywords.get("uniqueItems") {
            None => false,
            Some(Value::Bool(are_unique)) => *are_unique,
            Some(_) => return Err(wrong("uniqueItems must be of a boolean")),
        };
        if let Some(contains) = keywords.get("contains").filter(|_| self.draft >= Draft::Six) {
            schema.contains = Some(self.schema(contains)?);
        }
        Ok(())
    }

    fn rest(&mut self, keywords: &Keywords<'_>, name: &str) -> Result<Option<Rest>, Failure> {
        match keywords.get(name) {
            None => Ok(None),
            Some(Value::Bool(allowed)) => Ok(Some(Rest::Allowed(*allowed))),
            Some(rest @ Value::Object(_)) => Ok(Some(Rest::Schema(self.schema(rest)?))),
            Some(_) => Err(invalid_type("boolean/Valid Schema", name)),
        }
    }

    fn schemas(&mut self, keywords: &Keywords<'_>, name: &str) -> Result<Vec<Id>, Failure> {
        let schemas = keywords.list(name)?.unwrap_or_default();
        schemas.iter().map(|schema| self.schema(schema)).collect()
    }

    fn part(&mut self, keywords: &Keywords<'_>, name: &str) -> Result<Option<Id>, Failure> {
        match keywords.get(name) {
            None => Ok(None),
            Some(part @ (Value::Bool(_) | Value::Object(_))) => Ok(Some(self.schema(part)?)),
            Some(_) => Err(wrong(format!("{name} must be of an object"))),
        }
    }

    /// `#` or `#/a/b`, perhaps after the identifier of the whole.
    fn reference(&mut self, reference: &str) -> Result<Id, Failure> {
        let unknown = || {
            Failure::Refused(format!("the schema refers to `{reference}`, which is not part of it"))
        };
        let (base, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let own = self.document.as_object().ok().and_then(|fields| {
            let id = fields.get(&Value::from("id")).or_else(|| fields.get(&Value::from("$id")))?;
            id.as_string().ok().map(|id| id.trim_end_matches('#'))
        });
        let is_pointer = pointer.is_empty() || pointer.starts_with('/');
        if !(base.is_empty() || own == Some(base)) || !is_pointer || pointer.contains('%') {
            return Err(unknown());
        }
        if let Some(id) = self.references.get(pointer) {
            return Ok(*id);
        }
        self.references.insert(pointer.to_owned(), self.read.schemas.len());
        let node = follow(self.document, pointer)?.clone();
        if !matches!(node, Value::Bool(_) | Value::Object(_)) {
            return Err(wrong("Valid Schema must be of type object"));
        }
        self.schema(&node)
    }
}

fn follow<'a>(document: &'a Value, pointer: &str) -> Result<&'a Value, Failure> {
    let mut node = document;
    for key in pointer.split('/').skip(1) {
        let key = key.replace("~1", "/").replace("~0", "~");
        let found = match node {
            Value::Object(fields) => fields.get(&Value::from(key.as_str())),
            Value::Array(items) => key.parse().ok().and_then(|index: usize| items.get(index)),
            _ => None,
        };
        node = found.ok_or_else(|| wrong(format!("Object has no key '{key}'")))?;
    }
    Ok(node)
}

/// An identifier has to be a reference; which is only looked at so far that a wrong one is not taken.
fn identifier(identifier: Option<&str>) -> Result<(), Failure> {
    match identifier {
        Some(text)
            if !text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:/#".contains(&b)) =>
        {
            Err(Failure::Refused(format!("the identifier `{text}` of the schema is unusual")))
        }
        _ => Ok(()),
    }
}

fn types(keywords: &Keywords<'_>) -> Result<Vec<String>, Failure> {
    const TYPES: [&str; 7] = ["array", "boolean", "integer", "number", "null", "object", "string"];
    let unknown = || invalid_type("type", "string/Array Of Strings");
    let listed = match keywords.get("type") {
        None => Vec::new(),
        Some(name @ Value::String(_)) => vec![name.clone()],
        Some(Value::Array(names)) => names.to_vec(),
        Some(_) => return Err(unknown()),
    };
    let mut types: Vec<String> = Vec::new();
    for name in &listed {
        let Value::String(name) = name else {
            return Err(unknown());
        };
        if !TYPES.contains(&&**name) {
            return Err(wrong(format!(
                "has a primitive type that is NOT VALID -- given: /{name}/ Expected valid values are:[{}]",
                TYPES.join(" ")
            )));
        }
        if types.iter().any(|known| **known == **name) {
            return Err(wrong(format!("{name} type is duplicated")));
        }
        types.push(name.to_string());
    }
    Ok(types)
}

fn numbers(keywords: &Keywords<'_>, draft: Draft, schema: &mut Schema) -> Result<(), Failure> {
    if let Some(value) = keywords.get("multipleOf") {
        let number = number::read(value).ok_or_else(|| invalid_type("Number", "multipleOf"))?;
        if number.is_zero() || number.is_negative() {
            return Err(wrong("multipleOf must be strictly greater than 0"));
        }
        schema.multiple_of = Some(number);
    }
    (schema.minimum, schema.exclusive_minimum) =
        limits(keywords, draft, "minimum", "exclusiveMinimum")?;
    (schema.maximum, schema.exclusive_maximum) =
        limits(keywords, draft, "maximum", "exclusiveMaximum")?;
    Ok(())
}

/// A limit and an exclusive one: in draft 4 the latter says whether the former is.
fn limits(
    keywords: &Keywords<'_>,
    draft: Draft,
    name: &str,
    exclusive: &str,
) -> Result<(Option<Decimal>, Option<Decimal>), Failure> {
    let limit = match keywords.get(name) {
        None => None,
        Some(value) => {
            Some(number::read(value).ok_or_else(|| wrong(format!("{name} must be of a Number")))?)
        }
    };
    match (keywords.get(exclusive), draft) {
        (None, _) => Ok((limit, None)),
        (Some(Value::Bool(is_exclusive)), Draft::Four | Draft::Any) => match limit {
            None => Err(wrong(format!("{exclusive} cannot be used without {name}"))),
            limit if *is_exclusive => Ok((None, limit)),
            limit => Ok((limit, None)),
        },
        (Some(value @ Value::Number(_)), Draft::Six | Draft::Seven | Draft::Any) => {
            Ok((limit, number::read(value)))
        }
        (Some(_), Draft::Four) => Err(invalid_type("boolean", exclusive)),
        (Some(_), Draft::Any) => Err(invalid_type("boolean/number", exclusive)),
        (Some(_), _) => Err(invalid_type("number", exclusive)),
    }
}

fn strings(keywords: &Keywords<'_>, schema: &mut Schema) -> Result<(), Failure> {
    schema.length =
        Range { least: keywords.count("minLength")?, most: keywords.count("maxLength")? };
    ordered(schema.length, "minLength", "maxLength")?;
    if let Some(pattern) = keywords.string("pattern")? {
        let expression = expression(pattern, "pattern must be a valid regex")?;
        schema.pattern = Some((pattern.to_owned(), expression));
    }
    schema.format = keywords.string("format")?.map(str::to_owned);
    Ok(())
}

fn expression(pattern: &str, invalid: &str) -> Result<Rc<Expression>, Failure> {
    regex::compile(pattern).map_err(|failure| match failure {
        Failure::Error(_) => wrong(invalid),
        refused @ Failure::Refused(_) => refused,
    })
}

fn ordered(range: Range, least: &str, most: &str) -> Result<(), Failure> {
    match (range.least, range.most) {
        (Some(a), Some(b)) if a > b => Err(wrong(format!("{least} cannot be greater than {most}"))),
        _ => Ok(()),
    }
}

fn unique(items: &[String], name: &str) -> Result<(), Failure> {
    let distinct: BTreeSet<&String> = items.iter().collect();
    if distinct.len() < items.len() {
        return Err(wrong(format!("{name} items must be unique")));
    }
    Ok(())
}

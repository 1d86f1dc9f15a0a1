//! Types from JSON Schemas. As under OPA, an object that lists properties and says nothing of others has no others: so
//! schemas are that are made from types, and a misspelt property is found. Unlike OPA, alternatives, several types and
//! constants are read in full, so that a string is known by all its values.

use super::Type;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Schemas refer to themselves and to others from many places; below so many levels, and after so many schemas, anything
/// can be.
const LEVELS: usize = 32;
const SCHEMAS: usize = 50_000;

impl Type {
    /// The type that a schema describes. What it does not describe, or describes in a way that is not understood here, can
    /// be anything.
    pub fn from_schema(schema: &Value) -> Self {
        Reader { root: schema, inside: Vec::new(), level: 0, left: SCHEMAS }.read(schema)
    }
}

struct Reader<'s> {
    root: &'s Value,
    /// The references that are being followed.
    inside: Vec<&'s str>,
    level: usize,
    left: usize,
}

impl<'s> Reader<'s> {
    fn read(&mut self, schema: &'s Value) -> Type {
        let Value::Object(schema) = schema else { return Type::Any };
        if self.level == LEVELS || self.left == 0 {
            return Type::Any;
        }
        self.level += 1;
        self.left -= 1;
        let read = match schema.get("$ref").and_then(Value::as_str) {
            Some(reference) => self.referred(reference),
            None => self.described(schema),
        };
        self.level -= 1;
        read
    }

    /// Only references into the schema itself are followed: a schema never makes anything reach outside.
    fn referred(&mut self, reference: &'s str) -> Type {
        let target = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
        match target {
            Some(target) if !self.inside.contains(&reference) => {
                self.inside.push(reference);
                let read = self.read(target);
                self.inside.pop();
                read
            }
            _ => Type::Any,
        }
    }

    fn described(&mut self, schema: &'s Map<String, Value>) -> Type {
        let mut read = self.plain(schema);
        for one in list(schema, "allOf").into_iter().flatten() {
            read = read.and(self.read(one));
        }
        for alternatives in
            ["anyOf", "oneOf"].into_iter().filter_map(|keyword| list(schema, keyword))
        {
            read = Type::any_of(alternatives.iter().map(|one| read.clone().and(self.read(one))));
        }
        read
    }

    fn plain(&mut self, schema: &'s Map<String, Value>) -> Type {
        if let Some(constant) = schema.get("const") {
            return constant_type(constant);
        }
        if let Some(values) = list(schema, "enum") {
            return Type::any_of(values.iter().map(constant_type));
        }
        match types(schema)[..] {
            [] if schema.contains_key("properties") => self.object(schema),
            [] if schema.contains_key("items") || schema.contains_key("prefixItems") => {
                self.array(schema)
            }
            ref names => Type::any_of(names.iter().map(|name| self.of_type(name, schema))),
        }
    }

    fn of_type(&mut self, name: &str, schema: &'s Map<String, Value>) -> Type {
        match name {
            "null" => Type::Null,
            "boolean" => Type::Bool,
            "integer" | "number" => Type::Number,
            "string" => Type::String,
            "array" => self.array(schema),
            "object" => self.object(schema),
            _ => Type::Any,
        }
    }

    fn object(&mut self, schema: &'s Map<String, Value>) -> Type {
        let properties = schema.get("properties").and_then(Value::as_object);
        let fields: BTreeMap<_, _> = properties
            .into_iter()
            .flatten()
            .map(|(name, property)| (name.as_str().into(), self.read(property)))
            .collect();
        let others = self.other_properties(schema, fields.is_empty());
        Type::Object { fields, others: others.map(Box::new) }
    }

    fn other_properties(
        &mut self,
        schema: &'s Map<String, Value>,
        none_listed: bool,
    ) -> Option<(Type, Type)> {
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        let others =
            schema.get("additionalProperties").or_else(|| schema.get("unevaluatedProperties"));
        let others = match others {
            Some(Value::Bool(false)) => None,
            None if !none_listed || patterns.is_some() => None,
            None => Some(Type::Any),
            Some(others) => Some(self.read(others)),
        };
        let patterns = patterns.into_iter().flatten().map(|(_, of)| self.read(of));
        patterns.chain(others).reduce(Type::or).map(|of| (Type::String, of))
    }

    fn array(&mut self, schema: &'s Map<String, Value>) -> Type {
        let items = schema.get("items");
        let (first, rest) = match items {
            Some(Value::Array(first)) => (Some(first), schema.get("additionalItems")),
            _ => (list(schema, "prefixItems"), items),
        };
        let first = first.into_iter().flatten().map(|item| self.read(item)).collect();
        let rest = match rest {
            Some(Value::Bool(false)) => None,
            Some(rest) => Some(self.read(rest)),
            None => Some(Type::Any),
        };
        Type::Array(first, rest.map(Box::new))
    }
}

fn types(schema: &Map<String, Value>) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn list<'s>(schema: &'s Map<String, Value>, keyword: &str) -> Option<&'s Vec<Value>> {
    schema.get(keyword).and_then(Value::as_array)
}

fn constant_type(value: &Value) -> Type {
    match value {
        Value::Null => Type::Null,
        Value::Bool(_) => Type::Bool,
        Value::Number(_) => Type::Number,
        Value::String(text) => Type::one_of([text.as_str().into()]),
        Value::Array(items) => Type::Array(items.iter().map(constant_type).collect(), None),
        Value::Object(fields) => {
            let fields =
                fields.iter().map(|(name, value)| (name.as_str().into(), constant_type(value)));
            Type::Object { fields: fields.collect(), others: None }
        }
    }
}

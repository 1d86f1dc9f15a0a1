//! The parameters of policies: declared in the METADATA of packages, each with a JSON Schema, given by the gate file.

use super::PolicySet;
use crate::rego::ast::{Module, Span};
use crate::rego::{File, Mistake, path_name};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// The JSON Schema that a value has to satisfy.
    pub schema: Value,
    /// The value when none is given.
    pub default: Option<Value>,
    /// What it does.
    pub description: Option<String>,
    /// The packages that declare it.
    pub declared_by: Vec<String>,
}

/// The keywords of JSON Schema that a parameter may use. Others would be ignored, and a misspelt limit with them.
const KEYWORDS: [&str; 28] = [
    "type",
    "enum",
    "const",
    "default",
    "description",
    "title",
    "examples",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "required",
    "additionalProperties",
    "propertyNames",
    "anyOf",
    "allOf",
    "oneOf",
    "not",
];

/// The parameters that the packages of these modules declare.
pub(super) fn declared(modules: &[Module], mistakes: &mut Vec<Mistake>) -> BTreeMap<String, Param> {
    let mut params: BTreeMap<String, Param> = BTreeMap::new();
    for module in modules {
        if module.package.path.first().is_some_and(|first| &**first == "params") {
            let message = "a package below `params`, where the parameters of the gate are";
            mistakes.push(module.file.mistake(0..0, "gatewright::policy::params", message));
        }
        for metadata in &module.annotations {
            let Some(declared) = metadata.custom.get("params").and_then(Value::as_object) else {
                continue;
            };
            let mut declaration = Declaration { file: &module.file, span: metadata.span, mistakes };
            for (name, schema) in declared {
                declaration.check(name, schema);
                match params.get_mut(name) {
                    Some(first) if first.schema != *schema => {
                        let by = first.declared_by.join("`, `");
                        declaration.report(format!(
                            "the parameter `{name}` is declared differently by `{by}`"
                        ));
                    }
                    Some(first) => first.declared_by.push(path_name(&module.package.path)),
                    None => {
                        let param = Param {
                            schema: schema.clone(),
                            default: schema.get("default").cloned(),
                            description: schema
                                .get("description")
                                .and_then(Value::as_str)
                                .map(str::to_owned),
                            declared_by: vec![path_name(&module.package.path)],
                        };
                        params.insert(name.clone(), param);
                    }
                }
            }
        }
    }
    params
}

struct Declaration<'a> {
    file: &'a File,
    span: Span,
    mistakes: &'a mut Vec<Mistake>,
}

impl Declaration<'_> {
    fn report(&mut self, message: String) {
        self.mistakes.push(self.file.mistake(
            self.span.start as usize..self.span.end as usize,
            "gatewright::policy::params",
            message,
        ));
    }

    fn check(&mut self, name: &str, schema: &Value) {
        let snake_case = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !snake_case {
            self.report(format!("the parameter `{name}` is not in snake_case"));
        }
        let Some(fields) = schema.as_object() else {
            return self.report(format!("the parameter `{name}` is not declared by a JSON Schema: `{{type: integer, default: 0}}`"));
        };
        for unknown in fields.keys().filter(|key| !KEYWORDS.contains(&key.as_str())) {
            self.report(format!("the parameter `{name}` is declared with `{unknown}`, which is no keyword of JSON Schema"));
        }
        match violation_of(schema, fields.get("default")) {
            Ok(None) => {}
            Ok(Some(reason)) => self.report(format!(
                "the default of the parameter `{name}` breaks its own schema: {reason}"
            )),
            Err(reason) => {
                self.report(format!("the schema of the parameter `{name}` is not valid: {reason}"));
            }
        }
    }
}

/// What is wrong with a value, if it is there; `Err` if it is the schema.
fn violation_of(schema: &Value, value: Option<&Value>) -> Result<Option<String>, String> {
    let validator = jsonschema::validator_for(schema).map_err(|error| error.to_string())?;
    let Some(value) = value else { return Ok(None) };
    let errors: Vec<String> = validator.iter_errors(value).map(|error| error.to_string()).collect();
    Ok((!errors.is_empty()).then(|| errors.join("; ")))
}

impl PolicySet {
    /// The names of the parameters that differ from their default.
    pub fn changed(&self, params: &Map<String, Value>) -> Vec<String> {
        let differs =
            |(name, param): &(&String, &Param)| params.get(*name) != param.default.as_ref();
        self.params.iter().filter(differs).map(|(name, _)| name.clone()).collect()
    }

    /// The parameters as policies see them: what was given, checked, and defaults for the rest.
    ///
    /// # Errors
    /// Every name that nobody declares, and every value that is missing or breaks its schema.
    pub fn resolve_params(
        &self,
        given: &Map<String, Value>,
    ) -> Result<Map<String, Value>, Vec<ParamError>> {
        let mut errors = Vec::new();
        for name in given.keys().filter(|name| !self.params.contains_key(*name)) {
            errors.push(ParamError::Unknown { name: name.clone(), help: self.known_params(name) });
        }
        let mut resolved = Map::new();
        for (name, param) in &self.params {
            let Some(value) = given.get(name).or(param.default.as_ref()) else {
                errors.push(ParamError::Missing {
                    name: name.clone(),
                    declared_by: param.declared_by.join("`, `"),
                });
                continue;
            };
            match violation_of(&param.schema, Some(value)) {
                Ok(None) => {
                    resolved.insert(name.clone(), value.clone());
                }
                Ok(Some(reason)) | Err(reason) => errors.push(ParamError::Invalid {
                    name: name.clone(),
                    reason,
                    help: param
                        .description
                        .clone()
                        .unwrap_or_else(|| format!("its schema is {}", param.schema)),
                }),
            }
        }
        if errors.is_empty() { Ok(resolved) } else { Err(errors) }
    }

    fn known_params(&self, name: &str) -> String {
        match super::select::nearest(name, self.params.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if self.params.is_empty() => {
                "the policies that are loaded declare no parameters".to_owned()
            }
            None => {
                let known: Vec<&str> = self.params.keys().map(String::as_str).collect();
                format!("the parameters are {}", known.join(", "))
            }
        }
    }
}

/// Why a parameter cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, miette::Diagnostic)]
pub enum ParamError {
    /// No package declares it.
    #[error("no policy has a parameter `{name}`")]
    #[diagnostic(code(gatewright::policy::unknown_param), help("{help}"))]
    Unknown {
        /// As it was given.
        name: String,
        /// What may have been meant.
        help: String,
    },
    /// The value breaks the schema.
    #[error("the parameter `{name}` has a value that it cannot have: {reason}")]
    #[diagnostic(code(gatewright::policy::wrong_param), help("{help}"))]
    Invalid {
        /// Its name.
        name: String,
        /// What the schema says of the value.
        reason: String,
        /// What the parameter does.
        help: String,
    },
    /// There is neither a value nor a default.
    #[error("the parameter `{name}` has no value")]
    #[diagnostic(
        code(gatewright::policy::missing_param),
        help("`{declared_by}` needs it, and declares no default")
    )]
    Missing {
        /// Its name.
        name: String,
        /// Who needs it.
        declared_by: String,
    },
}

impl ParamError {
    /// The parameter's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Unknown { name, .. }
            | Self::Invalid { name, .. }
            | Self::Missing { name, .. } => name,
        }
    }
}

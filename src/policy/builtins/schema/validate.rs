//! Holds documents against schemas.

use super::super::Failure;
use super::super::number::{self, Decimal};
use super::finding::{Complaint, Findings, keep_nearest};
use super::format;
use super::model::{Compiled, Dependency, Id, Schema};
use super::text::{canonical, limit};
use regorus::Value;
use regorus::value::Object;

/// Schemas refer to one another no deeper for one document.
const MAX_DEPTH: usize = 300;

impl Compiled {
    /// What is wrong with a document. So many steps may be taken.
    pub(super) fn validate(
        &self,
        document: &Value,
        steps: usize,
    ) -> Result<Vec<Complaint>, Failure> {
        let mut validator = Validator { schemas: &self.schemas, path: Vec::new(), depth: 0, steps };
        Ok(validator.findings(0, document)?.complaints)
    }
}

pub(super) struct Validator<'a> {
    schemas: &'a [Schema],
    /// Where in the document.
    pub(super) path: Vec<String>,
    depth: usize,
    steps: usize,
}

impl<'a> Validator<'a> {
    pub(super) fn findings(&mut self, schema: Id, node: &Value) -> Result<Findings, Failure> {
        let mut findings = Findings::default();
        self.check(schema, node, &mut findings)?;
        Ok(findings)
    }

    pub(super) fn findings_at(
        &mut self,
        key: &str,
        schema: Id,
        node: &Value,
    ) -> Result<Findings, Failure> {
        self.path.push(key.to_owned());
        let findings = self.findings(schema, node);
        self.path.pop();
        findings
    }

    fn check(&mut self, schema: Id, node: &Value, findings: &mut Findings) -> Result<(), Failure> {
        self.steps = self.steps.checked_sub(1).ok_or_else(too_much)?;
        if self.depth == MAX_DEPTH {
            return Err(too_much());
        }
        self.depth += 1;
        let schema = &self.schemas[schema];
        let checked = match (schema.passes, schema.reference) {
            (Some(true), _) => Ok(()),
            (Some(false), _) => {
                findings.add(&self.path, "false", "False always fails validation");
                Ok(())
            }
            (None, Some(reference)) => self.check(reference, node, findings),
            (None, None) => self.check_all(schema, node, findings),
        };
        self.depth -= 1;
        checked
    }

    fn check_all(
        &mut self,
        schema: &'a Schema,
        node: &Value,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let given = kind(node);
        let has = |name: &str| schema.types.iter().any(|known| known == name);
        if !(schema.types.is_empty() || has(given) || given == "integer" && has("number")) {
            let expected = match &schema.types[..] {
                [name] => name.clone(),
                names => format!("[{}]", names.join(",")),
            };
            let message = format!("Invalid type. Expected: {expected}, given: {given}");
            findings.add(&self.path, "invalid_type", message);
            return Ok(());
        }
        self.check_schemas(schema, node, findings)?;
        match node {
            Value::Array(items) => {
                self.check_array(schema, items, findings)?;
                self.check_common(schema, node, findings)?;
            }
            Value::Object(fields) => {
                self.check_object(schema, fields, findings)?;
                self.check_common(schema, node, findings)?;
                for (name, property) in &schema.properties {
                    if let Some(value) = fields.get(&Value::from(name.as_str())) {
                        self.path.push(name.clone());
                        let checked = self.check(*property, value, findings);
                        self.path.pop();
                        checked?;
                    }
                }
            }
            Value::Number(_) => {
                self.check_number(schema, node, findings);
                self.check_common(schema, node, findings)?;
            }
            Value::String(text) => {
                self.check_common(schema, node, findings)?;
                self.check_string(schema, text, findings)?;
            }
            _ => self.check_common(schema, node, findings)?,
        }
        findings.score += 1;
        Ok(())
    }

    /// What other schemas say of the same.
    fn check_schemas(
        &mut self,
        schema: &'a Schema,
        node: &Value,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        self.check_any_of(schema, node, findings)?;
        self.check_one_of(schema, node, findings)?;
        let mut is_every_valid = true;
        for part in &schema.all_of {
            let part = self.findings(*part, node)?;
            is_every_valid &= part.are_none();
            findings.merge(part);
        }
        if !is_every_valid {
            findings.add(&self.path, "number_all_of", "Must validate all the schemas (allOf)");
        }
        if let Some(not) = schema.not
            && self.findings(not, node)?.are_none()
        {
            findings.add(&self.path, "number_not", "Must not validate the schema (not)");
        }
        if let Value::Object(fields) = node {
            self.check_dependencies(schema, fields, node, findings)?;
        }
        if let Some(condition) = schema.condition {
            let (branch, kind, message) = if self.findings(condition, node)?.are_none() {
                (schema.then, "condition_then", "Must validate \"then\" as \"if\" was valid")
            } else {
                (
                    schema.otherwise,
                    "condition_else",
                    "Must validate \"else\" as \"if\" was not valid",
                )
            };
            if let Some(branch) = branch {
                let branch = self.findings(branch, node)?;
                if !branch.are_none() {
                    findings.add(&self.path, kind, message);
                    findings.merge(branch);
                }
            }
        }
        findings.score += 1;
        Ok(())
    }

    fn check_any_of(
        &mut self,
        schema: &Schema,
        node: &Value,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let mut nearest = None;
        for part in &schema.any_of {
            let part = self.findings(*part, node)?;
            if part.are_none() {
                return Ok(());
            }
            keep_nearest(&mut nearest, part);
        }
        if let Some(nearest) = nearest {
            let message = "Must validate at least one schema (anyOf)";
            findings.add(&self.path, "number_any_of", message);
            findings.merge(nearest);
        }
        Ok(())
    }

    fn check_one_of(
        &mut self,
        schema: &Schema,
        node: &Value,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let (mut valid, mut nearest) = (0, None);
        for part in &schema.one_of {
            let part = self.findings(*part, node)?;
            if part.are_none() {
                valid += 1;
            } else {
                keep_nearest(&mut nearest, part);
            }
        }
        if valid != 1 && !schema.one_of.is_empty() {
            let message = "Must validate one and only one schema (oneOf)";
            findings.add(&self.path, "number_one_of", message);
            if let Some(nearest) = nearest.filter(|_| valid == 0) {
                findings.merge(nearest);
            }
        }
        Ok(())
    }

    fn check_dependencies(
        &mut self,
        schema: &Schema,
        fields: &Object,
        node: &Value,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let has = |name: &str| fields.contains_key(&Value::from(name));
        for (_, dependency) in schema.dependencies.iter().filter(|(name, _)| has(name)) {
            match dependency {
                Dependency::Properties(names) => {
                    for name in names.iter().filter(|name| !has(name)) {
                        let message = format!("Has a dependency on {name}");
                        findings.add(&self.path, "missing_dependency", message);
                    }
                }
                Dependency::Schema(schema) => self.check(*schema, node, findings)?,
            }
        }
        Ok(())
    }

    fn check_common(
        &mut self,
        schema: &Schema,
        node: &Value,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let field = || if self.path.is_empty() { "(Root)".to_owned() } else { self.path.join(".") };
        if let Some(constant) = &schema.constant
            && canonical(node)? != *constant
        {
            findings.add(&self.path, "const", format!("{} does not match: {constant}", field()));
        }
        if let Some(choices) = &schema.choices
            && !choices.contains(&canonical(node)?)
        {
            let choices = choices.join(", ");
            let message = format!("{} must be one of the following: {choices}", field());
            findings.add(&self.path, "enum", message);
        }
        if let (Some(format), Value::String(text)) = (&schema.format, node)
            && !format::is_format(format, text)?
        {
            findings.add(&self.path, "format", format!("Does not match format '{format}'"));
        }
        findings.score += 1;
        Ok(())
    }

    fn check_string(
        &mut self,
        schema: &Schema,
        text: &str,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        if let Some(least) = schema.length.least.filter(|least| length < *least) {
            let message = format!("String length must be greater than or equal to {least}");
            findings.add(&self.path, "string_gte", message);
        }
        if let Some(most) = schema.length.most.filter(|most| length > *most) {
            let message = format!("String length must be less than or equal to {most}");
            findings.add(&self.path, "string_lte", message);
        }
        if let Some((pattern, expression)) = &schema.pattern
            && !expression.is_match(text)?
        {
            findings.add(&self.path, "pattern", format!("Does not match pattern '{pattern}'"));
        }
        findings.score += 1;
        Ok(())
    }

    fn check_number(&mut self, schema: &Schema, node: &Value, findings: &mut Findings) {
        let Some(number) = number::read(node) else {
            return;
        };
        if let Some(unit) = &schema.multiple_of
            && !is_multiple(&number, unit)
        {
            findings.add(
                &self.path,
                "multiple_of",
                format!("Must be a multiple of {}", limit(unit)),
            );
        }
        let order = |bound: &Decimal| number.compare(bound);
        let limits = [
            (&schema.maximum, "number_lte", "less than or equal to"),
            (&schema.exclusive_maximum, "number_lt", "less than"),
            (&schema.minimum, "number_gte", "greater than or equal to"),
            (&schema.exclusive_minimum, "number_gt", "greater than"),
        ];
        for (bound, kind, relation) in limits {
            let Some(bound) = bound else {
                continue;
            };
            let holds = match kind {
                "number_lte" => order(bound).is_le(),
                "number_lt" => order(bound).is_lt(),
                "number_gte" => order(bound).is_ge(),
                _ => order(bound).is_gt(),
            };
            if !holds {
                findings.add(&self.path, kind, format!("Must be {relation} {}", limit(bound)));
            }
        }
        findings.score += 1;
    }
}

fn is_multiple(number: &Decimal, unit: &Decimal) -> bool {
    let ((number, number_behind), (unit, unit_behind)) = (number.fraction(), unit.fraction());
    let ten = num_bigint::BigInt::from(10);
    let rest = (number * ten.pow(unit_behind)) % (unit * ten.pow(number_behind));
    rest == num_bigint::BigInt::ZERO
}

/// What a value is to JSON Schema.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null | Value::Undefined => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) if number::read(value).is_some_and(|number| number.is_whole()) => {
            "integer"
        }
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) | Value::Set(_) => "array",
        Value::Object(_) => "object",
    }
}

fn too_much() -> Failure {
    Failure::Refused("the schema takes too long to be held against the document".to_owned())
}

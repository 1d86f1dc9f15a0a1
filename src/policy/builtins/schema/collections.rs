//! Holds arrays and objects against schemas.

use super::super::Failure;
use super::finding::{Findings, keep_nearest};
use super::model::{Rest, Schema};
use super::text::canonical;
use super::validate::Validator;
use regorus::Value;
use regorus::value::{Array, Object};
use std::collections::BTreeMap;

impl Validator<'_> {
    pub(super) fn check_array(
        &mut self,
        schema: &Schema,
        items: &Array,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        for (index, item) in items.iter().enumerate() {
            let of =
                if schema.items_are_alike { schema.items.first() } else { schema.items.get(index) };
            let of = match (of, &schema.additional_items) {
                (None, Some(Rest::Schema(rest))) if !schema.items.is_empty() => Some(rest),
                (of, _) => of,
            };
            if let Some(of) = of {
                findings.merge(self.findings_at(&index.to_string(), *of, item)?);
            }
        }
        let has_rest =
            !schema.items_are_alike && !schema.items.is_empty() && items.len() > schema.items.len();
        if has_rest && matches!(schema.additional_items, Some(Rest::Allowed(false))) {
            let message = "No additional items allowed on array";
            findings.add(&self.path, "array_no_additional_items", message);
        }
        let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
        if let Some(least) = schema.item_count.least.filter(|least| count < *least) {
            let message = format!("Array must have at least {least} items");
            findings.add(&self.path, "array_min_items", message);
        }
        if let Some(most) = schema.item_count.most.filter(|most| count > *most) {
            let message = format!("Array must have at most {most} items");
            findings.add(&self.path, "array_max_items", message);
        }
        if schema.items_are_unique {
            let mut seen = BTreeMap::new();
            for (index, item) in items.iter().enumerate() {
                if let Some(other) = seen.insert(canonical(item)?, index) {
                    let message = format!("array items[{other},{index}] must be unique");
                    findings.add(&self.path, "unique", message);
                }
            }
        }
        self.check_contains(schema, items, findings)?;
        findings.score += 1;
        Ok(())
    }

    fn check_contains(
        &mut self,
        schema: &Schema,
        items: &Array,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let Some(contains) = schema.contains else {
            return Ok(());
        };
        let mut nearest = None;
        for (index, item) in items.iter().enumerate() {
            let part = self.findings_at(&index.to_string(), contains, item)?;
            if part.are_none() {
                return Ok(());
            }
            keep_nearest(&mut nearest, part);
        }
        findings.add(&self.path, "contains", "At least one of the items must match");
        if let Some(nearest) = nearest {
            findings.merge(nearest);
        }
        Ok(())
    }

    pub(super) fn check_object(
        &mut self,
        schema: &Schema,
        fields: &Object,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let count = i64::try_from(fields.len()).unwrap_or(i64::MAX);
        if let Some(least) = schema.property_count.least.filter(|least| count < *least) {
            let message = format!("Must have at least {least} properties");
            findings.add(&self.path, "array_min_properties", message);
        }
        if let Some(most) = schema.property_count.most.filter(|most| count > *most) {
            let message = format!("Must have at most {most} properties");
            findings.add(&self.path, "array_max_properties", message);
        }
        for name in &schema.required {
            if fields.contains_key(&Value::from(name.as_str())) {
                findings.score += 1;
            } else {
                findings.add(&self.path, "required", format!("{name} is required"));
            }
        }
        for (name, value) in fields {
            let name = name.as_string().map(AsRef::as_ref).unwrap_or_default();
            self.check_property(schema, name, value, findings)?;
        }
        if let Some(names) = schema.property_names {
            for name in fields.keys() {
                let part = self.findings(names, name)?;
                if !part.are_none() {
                    let name = name.as_string().map(AsRef::as_ref).unwrap_or_default();
                    let message = format!("Property name of \"{name}\" does not match");
                    findings.add(&self.path, "invalid_property_name", message);
                    findings.merge(part);
                }
            }
        }
        findings.score += 1;
        Ok(())
    }

    /// What patterns say of a property, or else what is said of the rest.
    fn check_property(
        &mut self,
        schema: &Schema,
        name: &str,
        value: &Value,
        findings: &mut Findings,
    ) -> Result<(), Failure> {
        let mut is_known = false;
        for (pattern, property) in &schema.pattern_properties {
            if pattern.is_match(name)? {
                is_known = true;
                findings.merge(self.findings_at(name, *property, value)?);
            }
        }
        findings.score += i64::from(is_known);
        if is_known || schema.properties.contains_key(name) {
            return Ok(());
        }
        match schema.additional_properties {
            Some(Rest::Allowed(false)) => {
                let message = format!("Additional property {name} is not allowed");
                findings.add(&self.path, "additional_property_not_allowed", message);
            }
            Some(Rest::Schema(rest)) => findings.merge(self.findings_at(name, rest, value)?),
            Some(Rest::Allowed(true)) | None => {}
        }
        Ok(())
    }
}

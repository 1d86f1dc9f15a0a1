//! What a schema says, once it is read.

use super::super::number::Decimal;
use super::super::regex::Expression;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A schema among those of a [`Compiled`].
pub(super) type Id = usize;

/// A schema with all that it is made of.
#[derive(Default)]
pub(super) struct Compiled {
    pub(super) schemas: Vec<Schema>,
}

#[derive(Default)]
pub(super) struct Schema {
    /// It is `true` or `false`.
    pub(super) passes: Option<bool>,
    /// It stands for another.
    pub(super) reference: Option<Id>,
    pub(super) types: Vec<String>,
    pub(super) properties: BTreeMap<String, Id>,
    pub(super) additional_properties: Option<Rest>,
    pub(super) pattern_properties: Vec<(Rc<Expression>, Id)>,
    pub(super) property_names: Option<Id>,
    pub(super) dependencies: BTreeMap<String, Dependency>,
    pub(super) items: Vec<Id>,
    /// The one in `items` is for every item.
    pub(super) items_are_alike: bool,
    pub(super) additional_items: Option<Rest>,
    pub(super) multiple_of: Option<Decimal>,
    pub(super) minimum: Option<Decimal>,
    pub(super) exclusive_minimum: Option<Decimal>,
    pub(super) maximum: Option<Decimal>,
    pub(super) exclusive_maximum: Option<Decimal>,
    pub(super) length: Range,
    pub(super) pattern: Option<(String, Rc<Expression>)>,
    pub(super) format: Option<String>,
    pub(super) property_count: Range,
    pub(super) required: Vec<String>,
    pub(super) item_count: Range,
    pub(super) items_are_unique: bool,
    pub(super) contains: Option<Id>,
    pub(super) constant: Option<String>,
    pub(super) choices: Option<Vec<String>>,
    pub(super) one_of: Vec<Id>,
    pub(super) any_of: Vec<Id>,
    pub(super) all_of: Vec<Id>,
    pub(super) not: Option<Id>,
    pub(super) condition: Option<Id>,
    pub(super) then: Option<Id>,
    pub(super) otherwise: Option<Id>,
}

/// What is said of the properties or items that nothing else is said of.
pub(super) enum Rest {
    Allowed(bool),
    Schema(Id),
}

pub(super) enum Dependency {
    Properties(Vec<String>),
    Schema(Id),
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Range {
    pub(super) least: Option<i64>,
    pub(super) most: Option<i64>,
}

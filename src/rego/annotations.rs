//! METADATA: the comments in which a policy says what its rules are called, what they need and how to mend what they find.
//! YAML after `# METADATA`, as OPA reads it, but strictly: what OPA drops in silence is a mistake.

use super::ast::Span;
use serde_json::{Map, Value};

/// What a METADATA block is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The rule that follows.
    Rule,
    /// All rules of the name that follows.
    Document,
    /// The package.
    Package,
    /// The package and those below it.
    Subpackages,
}

/// A METADATA block.
#[derive(Debug, Clone)]
pub struct Annotations {
    /// What it is about.
    pub scope: Scope,
    /// From `# METADATA` up to the end of the block.
    pub span: Span,
    /// A short sentence.
    pub title: Option<String>,
    /// What is demanded, and why.
    pub description: Option<String>,
    /// The first of the related resources: where to read on.
    pub url: Option<String>,
    /// `schemas`: paths such as `input` or `data.acl`, each with the reference of a schema (`schema.acl`) or with one that is
    /// written out.
    pub schemas: Vec<(Vec<Box<str>>, SchemaSource)>,
    /// What the author adds under `custom`.
    pub custom: Map<String, Value>,
    /// What `rego.metadata.rule()` returns under OPA.
    pub json: Value,
}

/// Where a schema of METADATA comes from.
#[derive(Debug, Clone)]
pub enum SchemaSource {
    /// `schema.a.b`, without `schema`.
    Named(Vec<Box<str>>),
    /// Written in place.
    Inline(Value),
}

//! Findings about policies that load, and yet may pass what they should not. Each kind of finding is a file here and a page
//! in `docs/lint/`; style is left to Regal.

mod clock;
mod closed;
mod compare;
mod default_allow;
mod entrypoint;
mod every;
mod metadata;
mod negation;
mod polarity;
mod unreachable;
mod unused;
mod with;

use super::rules::Effect;
use crate::rego::ir::{Document, DocumentId, Place, Program, Root, Term, TermKind};
use crate::rego::types::{Key, Type};
use crate::rego::typing::Types;
use crate::rego::{Mistake, path_name};
use miette::Severity;

/// A kind of finding.
#[derive(Debug)]
pub struct Lint {
    /// How it is named in reports and in `docs/lint/`.
    pub name: &'static str,
    /// What is wrong, in a sentence.
    pub title: &'static str,
    /// How bad it is.
    pub level: Level,
    /// Why it is wrong and what to write instead, in Markdown.
    pub page: &'static str,
    find: fn(&Context<'_>, &mut Vec<Finding>),
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It may be meant.
    Note,
    /// It is probably not meant.
    Warning,
    /// A gate with it can pass what it should stop.
    Error,
}

impl Level {
    /// As SARIF names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    fn severity(self) -> Severity {
        match self {
            Self::Note => Severity::Advice,
            Self::Warning => Severity::Warning,
            Self::Error => Severity::Error,
        }
    }
}

/// Declares lints, each by its module, name, level and title.
macro_rules! lints {
    ($($module:ident, $name:literal, $level:ident, $title:literal;)*) => {
        &[$(Lint {
            name: $name,
            title: $title,
            level: Level::$level,
            page: include_str!(concat!("../../../docs/lint/", $name, ".md")),
            find: $module::find,
        }),*]
    };
}

/// Every kind of finding, sorted by name.
pub const LINTS: &[Lint] = lints![
    closed, "bad-value", Note, "the rule looks for a bad value, not for the absence of the good one";
    clock, "clock", Warning, "the clock is read beside `input.now`";
    compare, "cross-type-comparison", Warning, "values of different types are compared";
    default_allow, "default-allow", Error, "what is not decided is allowed";
    every, "every-without-count", Warning, "`every` holds for a collection that is empty";
    entrypoint, "misnamed-rule", Error, "a name that is nearly that of a rule";
    metadata, "missing-metadata", Note, "a rule without METADATA";
    negation, "not-over-missing", Warning, "a negation over what may be missing";
    unreachable, "unreachable", Warning, "this can never be reached";
    unused, "unused-rule", Warning, "nothing reads this";
    with, "with-outside-tests", Warning, "`with` outside tests";
];

/// One finding.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What kind it is: a [`Lint::name`].
    pub lint: &'static str,
    /// How bad it is.
    pub level: Level,
    /// Where, and what is wrong there.
    pub mistake: Mistake,
}

/// What lints look at.
#[derive(Debug)]
struct Context<'a> {
    program: &'a Program,
    types: &'a Types,
    polarity: polarity::Polarity,
    input: Type,
}

impl Context<'_> {
    /// Every document with its id, but for those of tests and for those that stand for one rule each.
    fn documents(&self) -> impl Iterator<Item = (DocumentId, &Document)> {
        let numbered = (0..).map(DocumentId).zip(&self.program.documents);
        numbered.filter(|(_, document)| {
            !self.is_test(document.place) && !super::rules::is_alone(document)
        })
    }

    /// The type of what a reference leads to; `None` where nobody knows whether there is anything.
    fn type_of(&self, term: &Term) -> Option<Type> {
        let TermKind::Ref(root, steps) = &term.kind else { return None };
        let mut of = match root {
            Root::Input => self.input.clone(),
            Root::Term(of) => match of.kind {
                TermKind::Local(id) => self.types.locals.get(id.0 as usize)?.clone(),
                _ => return None,
            },
            Root::Document(id) => self.types.documents.get(id.0 as usize)?.clone(),
            Root::Data | Root::Package(_) => return None,
        };
        for step in steps {
            of = match &step.kind {
                TermKind::String(name) => of.select(&Key::String(name.clone()))?.into_owned(),
                _ => of.values()?.into_owned(),
            };
        }
        (of != Type::Any).then_some(of)
    }

    /// Whether all values of a reference are known.
    fn is_listed(&self, term: &Term) -> bool {
        matches!(self.type_of(term), Some(Type::OneOf(_) | Type::Bool))
    }

    /// Whether a place is in a file of tests.
    fn is_test(&self, place: Place) -> bool {
        super::is_test_path(&self.program.modules[place.module as usize].file.path)
    }
}

/// Whether a document is asked for by a gate: by its name, or because its METADATA says that it is an entrypoint.
fn is_entrypoint(document: &Document) -> bool {
    let name = document.path.last().map_or("", |name| &**name);
    let declared = document.clauses.iter().flat_map(|clause| &clause.annotations);
    Effect::of(name).is_some()
        || name == "exception"
        || declared.into_iter().any(|annotations| annotations.json["entrypoint"] == true)
}

/// The name of a document, as it is written in references.
fn name_of(document: &Document) -> String {
    path_name(&document.path)
}

/// Every finding about a program whose `input` has this type, as a reader meets them.
pub fn lint(program: &Program, types: &Types, input: Type) -> Vec<Finding> {
    let polarity = polarity::Polarity::of(program, is_entrypoint);
    let context = Context { program, types, polarity, input };
    let mut findings = Vec::new();
    for lint in LINTS {
        (lint.find)(&context, &mut findings);
    }
    findings.sort_by_cached_key(|finding| (finding.mistake.order(), finding.lint));
    findings
}

/// What is so bad that no gate is to run with it.
pub fn worst(program: &Program, types: &Types) -> impl Iterator<Item = Mistake> + use<> {
    let worst = lint(program, types, Type::Any).into_iter();
    worst.filter(|finding| finding.level == Level::Error).map(|finding| finding.mistake)
}

/// A finding at a place.
fn finding(context: &Context<'_>, lint: &str, place: Place, message: impl Into<String>) -> Finding {
    let lint = LINTS.iter().find(|known| known.name == lint).expect("each lint names itself");
    let mistake = context.program.mistake(place, lint.name, message);
    Finding { lint: lint.name, level: lint.level, mistake: mistake.severity(lint.level.severity()) }
}

impl Finding {
    /// Says at the place itself what happens there.
    fn label(self, label: impl Into<String>) -> Self {
        Self { mistake: self.mistake.label(label), ..self }
    }

    /// Says what to write instead.
    fn help(self, help: impl Into<String>) -> Self {
        Self { mistake: self.mistake.help(help), ..self }
    }
}

#[cfg(test)]
mod tests;

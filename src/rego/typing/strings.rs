//! Strings of which all values are known: that nothing is compared with a string that is none of them.

use super::checker::{By, Checker, VALUE};
use super::references::nearest;
use super::unify::Shape;
use crate::rego::ir::{Kind, Output, Root, Term, TermKind};
use crate::rego::types::{Key, Type};
use std::borrow::Cow;

impl Checker<'_> {
    /// Of two terms that are compared.
    pub(super) fn compare_strings(&mut self, left: (&Term, &Shape), right: (&Term, &Shape)) {
        if let Shape::Constant(Key::String(text)) = left.1 {
            self.never_equal(left.0, text, right);
        } else if let Shape::Constant(Key::String(text)) = right.1 {
            self.never_equal(right.0, text, left);
        }
    }

    /// Of a member and the collection in which it is looked for.
    pub(super) fn compare_members(&mut self, member: (&Term, &Shape), collection: (&Term, &Shape)) {
        if let (
            TermKind::Array(terms) | TermKind::Set(terms),
            Shape::Array(shapes) | Shape::Set(shapes),
        ) = (&collection.0.kind, collection.1)
        {
            for item in terms.iter().zip(shapes) {
                self.compare_strings(member, item);
            }
        } else if let Some(values) = self.values(collection.1) {
            self.compare_strings(member, (collection.0, &Shape::Known(values)));
        }
        if let Some(strings) = constant_strings(self, collection.0) {
            self.none_of(member, collection.0, &strings);
        }
    }

    /// Of a step and the keys that there are.
    pub(super) fn compare_step(&mut self, of: &Type, step: (&Term, &Shape)) {
        if let Shape::Constant(Key::String(text)) = step.1 {
            let keys = of.keys().unwrap_or_default().into_owned();
            self.never_equal(step.0, text, (step.0, &Shape::Known(keys)));
        } else if matches!(of, Type::Object { others: None, .. }) {
            let names: Vec<Box<str>> = of.names().into_iter().map(Into::into).collect();
            self.none_of(step, step.0, &names);
        }
    }

    fn values(&self, collection: &Shape) -> Option<Type> {
        self.type_of(collection)?.values().map(Cow::into_owned)
    }

    fn known_strings(&self, of: &Shape) -> Option<Vec<Box<str>>> {
        known_strings(&*self.type_of(of)?)
    }

    fn never_equal(&mut self, place: &Term, text: &str, other: (&Term, &Shape)) {
        let Some(known) = self.known_strings(other.1) else { return };
        if known.iter().any(|string| **string == *text) {
            return;
        }
        let names: Vec<&str> = known.iter().map(|string| &**string).collect();
        let help = nearest(text, &names).map(|near| format!("did you mean `{near}`?"));
        let what = self.text(other.0.place);
        let message = if place.place == other.0.place {
            format!("it is never `{text}`")
        } else {
            format!("`{what}` is never `{text}`")
        };
        let mut mistake = self
            .program
            .mistake(place.place, VALUE, message)
            .label(format!("it is one of {}", names.join(", ")));
        if let Some(help) = help {
            mistake = mistake.help(help);
        }
        self.report(By::Schemas, mistake);
    }

    /// Where not one of the strings is one that it can be.
    fn none_of(&mut self, member: (&Term, &Shape), place: &Term, strings: &[Box<str>]) {
        let Some(known) = self.known_strings(member.1) else { return };
        if known.iter().all(|string| !strings.contains(string)) {
            let what = self.text(member.0.place);
            let mistake = self
                .program
                .mistake(place.place, VALUE, format!("`{what}` is none of {}", strings.join(", ")))
                .label(format!("it is one of {}", known.join(", ")));
            self.report(By::Schemas, mistake);
        }
    }
}

/// The strings that something can be, if it can be a string at all and all are known.
fn known_strings(of: &Type) -> Option<Vec<Box<str>>> {
    let strings = of.members().iter().try_fold(Vec::new(), |mut known, member| match member {
        Type::OneOf(strings) => {
            known.extend(strings.iter().cloned());
            Some(known)
        }
        Type::Any | Type::String => None,
        _ => Some(known),
    })?;
    (!strings.is_empty()).then_some(strings)
}

/// The strings in a document that is a constant set or array of strings.
fn constant_strings(checker: &Checker, term: &Term) -> Option<Vec<Box<str>>> {
    let TermKind::Ref(Root::Document(id), steps) = &term.kind else { return None };
    let document = checker.program.document(*id);
    let ([clause], Kind::Complete, None, true) =
        (&document.clauses[..], document.kind, &document.default, steps.is_empty())
    else {
        return None;
    };
    let Output::Value(Term { kind: TermKind::Set(items) | TermKind::Array(items), .. }) =
        &clause.output
    else {
        return None;
    };
    items
        .iter()
        .map(|item| match &item.kind {
            TermKind::String(text) => Some(text.clone()),
            _ => None,
        })
        .collect()
}

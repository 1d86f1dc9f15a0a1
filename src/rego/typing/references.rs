//! References: that what they lead to can be there.

use super::checker::{By, Checker, INPUT, Known, TYPE};
use super::unify::Shape;
use super::uses::below;
use crate::rego::Mistake;
use crate::rego::ir::{DocumentId, Place, Root, Term};
use crate::rego::types::{Key, Type};
use std::borrow::Cow;

impl Checker<'_> {
    /// Checks a reference and gives the type of what it leads to.
    pub(super) fn reference(&mut self, term: &Term, root: &Root, steps: &[Term]) -> Type {
        let looked = self.looked_at_untyped.replace(false);
        let mut of = self.root(root);
        for step in steps {
            let shape = self.term(step);
            let anything_else = matches!(root, Root::Package(_) | Root::Data)
                && !matches!(shape, Shape::Constant(Key::String(_)) | Shape::Local(_));
            let found = self.step(&of, &shape).or(anything_else.then_some(Type::Any));
            let Some(found) = found else {
                self.undefined(term, root, &of, step, &shape);
                of = Type::Any;
                break;
            };
            self.compare_step(&of, (step, &shape));
            of = found;
        }
        self.looked_at_untyped.set(looked || self.looked_at_untyped.get());
        of
    }

    fn root(&mut self, root: &Root) -> Type {
        match root {
            Root::Input => self.given.input.clone(),
            Root::Data => self.given.data.clone(),
            Root::Document(id) => self.document_type(*id),
            Root::Package(path) => self.package(path),
            Root::Term(term) => match self.term(term) {
                Shape::Local(id) => {
                    if self.local(id).is_none() {
                        self.bind(id, Type::Any);
                    }
                    self.local(id).cloned().unwrap_or_default()
                }
                shape => self.type_of(&shape).unwrap_or_default(),
            },
        }
    }

    fn document_type(&self, id: DocumentId) -> Type {
        let path = &self.program.document(id).path;
        let known = match &self.documents[id.0 as usize] {
            Some(Known::Value(of)) if !self.affected.contains(&id) => of.clone(),
            _ => Type::Any,
        };
        let overridden = self.given.documents.iter();
        let known =
            overridden.fold(known, |known, with| within(&known, path, with).unwrap_or_default());
        let replaced = self.replaced.iter();
        replaced.fold(known, |known, with| match within(&known, path, with) {
            Some(with) => known.or(with),
            None => known,
        })
    }

    /// The documents below a path, and whatever base data there is beside them.
    fn package(&self, path: &[Box<str>]) -> Type {
        let open = || Type::object_of(Type::String, Type::Any);
        below(self.program, path).fold(open(), |all, (id, document)| {
            let mut at = document.path[path.len()..].iter().rev();
            let Some(last) = at.next() else { return all };
            let with = |name: &str, of: Type| open().overridden(&[name.into()], of);
            let nested = at.fold(with(last, self.document_type(id)), |of, name| with(name, of));
            all.and(nested)
        })
    }

    /// What is found by one step; `None` where nothing ever is.
    pub(super) fn step(&mut self, of: &Type, shape: &Shape) -> Option<Type> {
        let keys = of.keys()?;
        let found = match shape {
            Shape::Constant(key) => of.select(key),
            Shape::Known(known) => of.values().filter(|_| known.unifies(&keys)),
            Shape::Local(_) | Shape::Array(_) | Shape::Set(_) | Shape::Object(_) => {
                of.values().filter(|_| self.assign(shape, &keys))
            }
        };
        found.map(Cow::into_owned)
    }

    /// Reports that there is nothing at the last of these steps.
    fn undefined(&mut self, term: &Term, root: &Root, of: &Type, step: &Term, shape: &Shape) {
        let code = if matches!(root, Root::Input) { INPUT } else { TYPE };
        let path = self.path(term.place, step.place);
        let mistake = match (shape, of.keys()) {
            (_, None) => self
                .program
                .mistake(step.place, code, format!("`{path}` is never there"))
                .label(format!("undefined: it is looked for in `{of}`")),
            (Shape::Constant(Key::String(name)), _) => {
                self.never_there(step.place, code, &path, name, of)
            }
            (_, Some(keys)) => self
                .program
                .mistake(step.place, code, format!("`{path}` is never there"))
                .label(format!(
                    "undefined: it is `{}`, and the keys are `{keys}`",
                    self.type_of(shape).unwrap_or_default()
                )),
        };
        let by = if self.looked_at_untyped.get() { By::Schemas } else { By::Opa };
        self.report(by, mistake);
    }

    /// There is nothing of this name.
    pub(super) fn never_there(
        &self,
        place: Place,
        code: &'static str,
        path: &str,
        name: &str,
        of: &Type,
    ) -> Mistake {
        let names = of.names();
        let help = match nearest(name, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => format!("the keys are `{}`", of.keys().unwrap_or_default()),
            None => format!("there is {}", names.join(", ")),
        };
        let label = if self.negated {
            "undefined: this would always hold"
        } else {
            "undefined: the rule would never fire"
        };
        self.program
            .mistake(place, code, format!("`{path}` is never there"))
            .label(label)
            .help(help)
    }

    /// What is written from the start of a reference up to one of its steps.
    fn path(&self, reference: Place, step: Place) -> String {
        let text = &self.program.modules[reference.module as usize].file.text;
        let written =
            text.get(reference.span.start as usize..step.span.end as usize).unwrap_or_default();
        let before = text.get(..step.span.start as usize).unwrap_or_default().trim_end();
        if before.ends_with('[') { format!("{written}]") } else { written.to_owned() }
    }

    /// What is written there.
    pub(super) fn text(&self, place: Place) -> &str {
        let text = &self.program.modules[place.module as usize].file.text;
        text.get(place.span.start as usize..place.span.end as usize).unwrap_or_default()
    }
}

/// A document of this type after something has been put at a path that is at, above or below it; `None` where nothing is
/// left of it.
fn within(known: &Type, path: &[Box<str>], (at, with): &(Vec<Box<str>>, Type)) -> Option<Type> {
    if let Some(below) = at.strip_prefix(path) {
        return Some(known.clone().overridden(below, with.clone()));
    }
    let Some(rest) = path.strip_prefix(&**at) else { return Some(known.clone()) };
    rest.iter().try_fold(with.clone(), |of, name| of.select(&(&**name).into()).map(Cow::into_owned))
}

/// The name that was meant, if one is near.
pub(super) fn nearest<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    let likeness = |known: &str| strsim::jaro_winkler(known, name);
    let near = names.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(near) > 0.8).then_some(near)
}

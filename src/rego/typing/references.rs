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
        for (at, step) in steps.iter().enumerate() {
            let shape = self.term(step);
            let Some(found) = self.step(&of, step, &shape) else {
                self.undefined(term, root, &of, &steps[..=at], &shape);
                of = Type::Any;
                break;
            };
            if matches!(root, Root::Term(_)) || self.schemas.given() {
                self.compare_step(&of, (step, &shape));
            }
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
            Some(Known::Value(of)) => of.clone(),
            _ => Type::Any,
        };
        self.given.documents.iter().fold(known, |known, (overridden, of)| {
            match (overridden.strip_prefix(&**path), path.strip_prefix(&**overridden)) {
                (Some(below), _) => known.overridden(below, of.clone()),
                (_, Some(rest)) => rest.iter().fold(of.clone(), |of, name| {
                    of.select(&(&**name).into()).map(Cow::into_owned).unwrap_or_default()
                }),
                _ => known,
            }
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
    pub(super) fn step(&mut self, of: &Type, step: &Term, shape: &Shape) -> Option<Type> {
        let keys = of.keys()?;
        match shape {
            Shape::Constant(key) => return of.select(key).map(Cow::into_owned),
            Shape::Known(known) if !known.unifies(&keys) => return None,
            Shape::Known(_) => {}
            Shape::Local(_) | Shape::Array(_) | Shape::Set(_) | Shape::Object(_) => {
                if !self.assign(shape, &keys) {
                    return None;
                }
            }
        }
        let _ = step;
        of.values().map(Cow::into_owned)
    }

    fn undefined(&mut self, term: &Term, root: &Root, of: &Type, steps: &[Term], shape: &Shape) {
        let Some(step) = steps.last() else { return };
        let by = if self.looked_at_untyped.get() { By::Schemas } else { By::Opa };
        let path = self.text(term.place, step.place);
        let mistake = match shape {
            _ if of.keys().is_none() => {
                let what = match steps.len() {
                    1 => self.text(term.place, root_place(term, root)),
                    many => self.text(term.place, steps[many - 2].place),
                };
                let what = if what.is_empty() { path } else { what };
                self.program
                    .mistake(step.place, code(root), format!("nothing is in `{what}`"))
                    .label(format!("undefined: it is `{of}`"))
            }
            Shape::Constant(Key::String(name)) => {
                let mut mistake =
                    self.never_there(step.place, of, name, &path, matches!(root, Root::Input));
                if self.negated {
                    mistake = mistake.label("undefined: this would always hold");
                }
                mistake
            }
            _ => {
                let key = self.type_of(shape).unwrap_or_default();
                let keys = of.keys().unwrap_or_default();
                self.program
                    .mistake(step.place, code(root), format!("`{path}` is never there"))
                    .label(format!("undefined: this is `{key}`, and the keys are `{keys}`"))
            }
        };
        self.report(by, mistake);
    }

    /// Something is never there under this name.
    pub(super) fn never_there(
        &self,
        place: Place,
        of: &Type,
        name: &str,
        path: &str,
        input: bool,
    ) -> Mistake {
        let names = of.names();
        let help = match nearest(name, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => format!("the keys are `{}`", of.keys().unwrap_or_default()),
            None => format!("there is {}", names.join(", ")),
        };
        self.program
            .mistake(place, if input { INPUT } else { TYPE }, format!("`{path}` is never there"))
            .label("undefined: the rule would never fire")
            .help(help)
    }

    /// What is written from the start of one place up to the end of another.
    pub(super) fn text(&self, from: Place, to: Place) -> String {
        let text = &self.program.modules[from.module as usize].file.text;
        text.get(from.span.start as usize..to.span.end as usize).unwrap_or_default().to_owned()
    }
}

fn code(root: &Root) -> &'static str {
    if matches!(root, Root::Input) { INPUT } else { TYPE }
}

fn root_place(term: &Term, root: &Root) -> Place {
    match root {
        Root::Term(root) => root.place,
        _ => Place {
            span: crate::rego::ast::Span { end: term.place.span.start, ..term.place.span },
            ..term.place
        },
    }
}

/// The name that was meant, if one is near.
pub(super) fn nearest<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    let likeness = |known: &str| strsim::jaro_winkler(known, name);
    let near = names.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(near) > 0.8).then_some(near)
}

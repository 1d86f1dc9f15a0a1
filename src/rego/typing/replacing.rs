//! `with`: what is replaced while a literal is evaluated. A document that is replaced has its own type or that of what
//! stands in its place, and what needs it can be anything: so OPA sees it.

use super::checker::{By, Checker, INPUT, TYPE};
use crate::rego::ir::{Callee, DocumentId, Place, Replacement, Target, With};
use crate::rego::types::Type;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;

impl Checker<'_> {
    /// Does something while these replacements hold.
    pub(super) fn replacing(&mut self, with: &[With], inside: impl FnOnce(&mut Self)) {
        if with.is_empty() {
            return inside(self);
        }
        let mut documents = Vec::new();
        let mut targets = BTreeSet::new();
        for with in with {
            let value = match &with.value {
                Replacement::Value(term) => self.value(term),
                Replacement::Function(_) => Type::Any,
            };
            match (&with.target, &with.value) {
                (Target::Input(path), _) => self.given_path(with.place, path),
                (Target::Data(path), _) => {
                    targets.extend(self.documents_at(path));
                    documents.push((path.clone(), value));
                }
                (Target::Function(replaced), by) => {
                    if let Replacement::Function(by) = by {
                        self.replaced_function(with.place, *replaced, *by);
                    }
                    if let Callee::Function(id) = replaced {
                        targets.insert(*id);
                    }
                }
            }
        }
        let outside = self.replaced.len();
        self.replaced.append(&mut documents);
        let affected = self.needing(targets);
        let affected = std::mem::replace(&mut self.affected, affected);
        inside(self);
        self.affected = affected;
        self.replaced.truncate(outside);
    }

    /// The documents at, above or below a path. They are sorted, and none is above another.
    fn documents_at(&self, path: &[Box<str>]) -> impl Iterator<Item = DocumentId> {
        let documents = &self.program.documents;
        let first = documents.partition_point(|document| *document.path < *path);
        let above = first.checked_sub(1).filter(|&above| path.starts_with(&documents[above].path));
        let below =
            (first..documents.len()).take_while(move |&at| documents[at].path.starts_with(path));
        above.into_iter().chain(below).filter_map(|at| u32::try_from(at).ok()).map(DocumentId)
    }

    /// What was affected before, and what needs one of these.
    fn needing(&self, targets: BTreeSet<DocumentId>) -> BTreeSet<DocumentId> {
        let mut affected = self.affected.clone();
        let mut open: Vec<_> = targets.into_iter().collect();
        while let Some(target) = open.pop() {
            let new = self.needed_by[target.0 as usize]
                .iter()
                .filter(|&&needing| affected.insert(needing));
            open.extend(new);
        }
        affected
    }

    fn given_path(&mut self, place: Place, path: &[Box<str>]) {
        let input = Rc::clone(&self.given.input);
        let mut of = input.value.as_ref().map_or(Cow::Owned(Type::Any), Cow::Borrowed);
        for (at, name) in path.iter().enumerate() {
            let key = (&**name).into();
            let below = match of {
                Cow::Borrowed(of) => of.select(&key),
                Cow::Owned(ref of) => of.select(&key).map(|below| Cow::Owned(below.into_owned())),
            };
            let Some(below) = below else {
                let path = format!("input.{}", path[..=at].join("."));
                let mistake = self.never_there(place, INPUT, &path, name, &of);
                return self.report(By::Schemas, mistake.label("no policy is given this"));
            };
            of = below;
        }
    }

    fn replaced_function(&mut self, place: Place, replaced: Callee, by: Callee) {
        let (Some((takes, _)), Some((given, _))) = (self.signature(replaced), self.signature(by))
        else {
            return;
        };
        if takes.len() != given.len() || !takes.iter().zip(&given).all(|(a, b)| a.unifies(b)) {
            let list =
                |types: &[Type]| types.iter().map(Type::to_string).collect::<Vec<_>>().join(", ");
            let mistake = self
                .program
                .mistake(place, TYPE, "a function is replaced by one that takes something else")
                .label(format!("it takes ({}), not ({})", list(&given), list(&takes)));
            self.report(By::Opa, mistake);
        }
    }
}

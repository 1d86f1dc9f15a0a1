//! References: that what they lead to can be there.

use super::checker::{By, Checker, INPUT, Known, TYPE};
use super::tree::Tree;
use super::unify::Shape;
use super::uses::below;
use crate::rego::Mistake;
use crate::rego::ir::{DocumentId, Place, Root, Term};
use crate::rego::types::{Key, Type};
use std::borrow::Cow;
use std::rc::Rc;

/// What a reference begins with.
enum Start {
    Tree(Rc<Tree>),
    Type(Rc<Type>),
}

/// How far the steps of a reference have led.
enum At<'t> {
    Tree(&'t Tree),
    Type(Cow<'t, Type>),
}

impl At<'_> {
    const ANYTHING: Self = Self::Type(Cow::Owned(Type::Any));
}

impl Checker<'_> {
    /// Checks a reference and gives the type of what it leads to.
    pub(super) fn reference(&mut self, term: &Term, root: &Root, steps: &[Term]) -> Type {
        let looked = self.looked_at_untyped.replace(false);
        let start = self.start(root);
        let mut at = match &start {
            Start::Tree(tree) => At::Tree(tree),
            Start::Type(of) => At::Type(Cow::Borrowed(of)),
        };
        for step in steps {
            at = self.follow(at, step, (term, root));
        }
        self.looked_at_untyped.set(looked || self.looked_at_untyped.get());
        match at {
            At::Tree(tree) => tree.extent(),
            At::Type(of) => of.into_owned(),
        }
    }

    fn follow<'t>(&mut self, at: At<'t>, step: &Term, reference: (&Term, &Root)) -> At<'t> {
        let shape = self.term(step);
        let of = match at {
            At::Type(of) => of,
            At::Tree(tree) => match (&shape, &tree.value) {
                (Shape::Constant(key), _) if tree.below.contains_key(key) => {
                    return At::Tree(&tree.below[key]);
                }
                (_, Some(value)) => Cow::Borrowed(value),
                (Shape::Local(_) | Shape::Known(_), None) => Cow::Owned(tree.extent()),
                (_, None) => return At::ANYTHING,
            },
        };
        let found = match of {
            Cow::Borrowed(of) => self.step(of, &shape),
            Cow::Owned(ref of) => self.step(of, &shape).map(|found| Cow::Owned(found.into_owned())),
        };
        match found {
            Some(_) => self.compare_step(&of, (step, &shape)),
            None => self.undefined(reference, &of, step, &shape),
        }
        found.map_or(At::ANYTHING, At::Type)
    }

    fn start(&mut self, root: &Root) -> Start {
        Start::Tree(match root {
            Root::Input => Rc::clone(&self.given.input),
            Root::Data => Rc::clone(&self.given.data),
            Root::Document(id) => self.tree(*id),
            Root::Package(path) => {
                let mut tree = Tree::default();
                for (id, document) in below(self.program, path) {
                    tree.graft(&document.path[path.len()..], (*self.tree(id)).clone());
                }
                Rc::new(tree)
            }
            Root::Term(term) => return Start::Type(self.start_at(term)),
        })
    }

    fn start_at(&mut self, term: &Term) -> Rc<Type> {
        let shape = self.term(term);
        let Shape::Local(id) = shape else {
            return Rc::new(self.own_type_of(&shape).unwrap_or_default());
        };
        if self.local(id).is_none() {
            self.bind(id, Type::Any);
        }
        self.local(id).cloned().unwrap_or_default()
    }

    fn tree(&self, id: DocumentId) -> Rc<Tree> {
        let path = &self.program.document(id).path;
        let tree = match &self.documents[id.0 as usize] {
            Known::Value(tree) if !self.affected.contains(&id) => Rc::clone(tree),
            _ => Rc::new(Tree::of(Type::Any)),
        };
        let changes = self.given.documents.iter().chain(&self.replaced);
        if !changes.map(|(at, _)| at).any(|at| at.starts_with(path) || path.starts_with(at)) {
            return tree;
        }
        let overridden = self.given.documents.iter();
        let known = overridden
            .fold(tree.extent(), |known, with| within(&known, path, with).unwrap_or_default());
        let replaced = self.replaced.iter();
        Rc::new(Tree::of(replaced.fold(known, |known, with| match within(&known, path, with) {
            Some(with) => known.or(with),
            None => known,
        })))
    }

    /// What is found by one step; `None` where nothing ever is.
    pub(super) fn step<'t>(&mut self, of: &'t Type, shape: &Shape) -> Option<Cow<'t, Type>> {
        let keys = of.keys()?;
        match shape {
            Shape::Constant(key) => of.select(key),
            Shape::Known(known) => of.values().filter(|_| known.unifies(&keys)),
            Shape::Local(_) | Shape::Array(_) | Shape::Set(_) | Shape::Object(_) => {
                of.values().filter(|_| self.assign(shape, &keys))
            }
        }
    }

    /// Reports that there is nothing at the last of these steps.
    fn undefined(&mut self, (term, root): (&Term, &Root), of: &Type, step: &Term, shape: &Shape) {
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
            None => format!("it has {}", names.join(", ")),
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

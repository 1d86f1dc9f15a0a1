//! Terms. A call within a term is taken out and evaluated in front, as OPA does it: its result has a name of its own there.

use super::tree::{Key, Node};
use super::{CODE_CALL, Resolver, call, declared};
use crate::rego::ast::{self, Span, Step};
use crate::rego::ir::{Body, Kind, Literal, LiteralKind, LocalId, Root, Term, TermKind};
use crate::rego::resolve::visit;

/// Where calls go that are taken out of a term.
pub(super) enum Front<'f> {
    /// In front of the literal that holds the term.
    Literals(&'f mut Vec<Literal>),
    /// Nowhere: what is undefined in the term shall not touch what is around it.
    Nested,
}

impl Front<'_> {
    /// The same place, for a part of the term.
    pub(super) fn again(&mut self) -> Front<'_> {
        match self {
            Self::Literals(literals) => Front::Literals(literals),
            Self::Nested => Front::Nested,
        }
    }
}

impl Resolver<'_> {
    /// A term whose calls stand in front of it.
    pub(super) fn term(&mut self, term: &ast::Term, mut front: Front<'_>) -> Term {
        let place = self.place(term.span);
        let kind = match &term.kind {
            ast::TermKind::Null => TermKind::Null,
            ast::TermKind::Bool(value) => TermKind::Bool(*value),
            ast::TermKind::Number(value) => TermKind::Number(value.clone()),
            ast::TermKind::String { value, .. } => TermKind::String(value.clone()),
            ast::TermKind::Var(name) => self.name(name, term.span),
            ast::TermKind::Ref { head, steps } => self.reference(head, steps, front),
            ast::TermKind::Array(items) => TermKind::Array(self.terms(items, front)),
            ast::TermKind::Set(items) => TermKind::Set(self.terms(items, front)),
            ast::TermKind::Object(fields) => {
                // As under OPA, of two fields with the same name the later one counts.
                let again = |number: usize, key: &ast::Term| {
                    let name = name_of(key);
                    name.is_some()
                        && fields[number + 1..].iter().any(|(later, _)| name_of(later) == name)
                };
                let left: Vec<_> = fields
                    .iter()
                    .enumerate()
                    .filter(|(number, (key, _))| !again(*number, key))
                    .map(|(_, field)| field)
                    .collect();
                let pairs = left.into_iter().map(|(key, value)| {
                    (self.term(key, front.again()), self.term(value, front.again()))
                });
                TermKind::Object(pairs.collect())
            }
            ast::TermKind::ArrayOf(head, body) => {
                let (mut heads, body) = self.comprehension([&**head], body);
                TermKind::ArrayOf(Box::new(heads.remove(0)), body)
            }
            ast::TermKind::SetOf(head, body) => {
                let (mut heads, body) = self.comprehension([&**head], body);
                TermKind::SetOf(Box::new(heads.remove(0)), body)
            }
            ast::TermKind::ObjectOf(key, value, body) => {
                let (mut heads, body) = self.comprehension([&**key, &**value], body);
                let value = heads.remove(1);
                TermKind::ObjectOf(Box::new(heads.remove(0)), Box::new(value), body)
            }
            ast::TermKind::Template { .. }
            | ast::TermKind::Call { .. }
            | ast::TermKind::Infix(..)
            | ast::TermKind::Negative(_)
            | ast::TermKind::In { .. } => {
                let called = self.call(term, call::Use::Value, front.again());
                let is_known = visit::is_constant(&called);
                return if is_known { called } else { self.in_front(called, front) };
            }
        };
        Term { kind, place }
    }

    pub(super) fn terms(&mut self, terms: &[ast::Term], mut front: Front<'_>) -> Vec<Term> {
        terms.iter().map(|term| self.term(term, front.again())).collect()
    }

    /// A name for a term whose value is found in front.
    pub(super) fn in_front(&mut self, term: Term, front: Front<'_>) -> Term {
        let Front::Literals(literals) = front else { return term };
        let place = term.place;
        let name = Term { kind: TermKind::Local(self.fresh("", place)), place };
        let kind = LiteralKind::Unify(name.clone(), term);
        literals.push(Literal { kind, with: Vec::new(), place });
        name
    }

    /// The same, for a term that has to be evaluated; others stay.
    pub(super) fn evaluated(&mut self, term: Term, front: Front<'_>) -> Term {
        if visit::is_evaluated(&term) { self.in_front(term, front) } else { term }
    }

    /// A comprehension: what its head needs becomes a part of its body.
    fn comprehension<const N: usize>(
        &mut self,
        heads: [&ast::Term; N],
        body: &ast::Body,
    ) -> (Vec<Term>, Body) {
        self.declared.push(declared::names(body));
        self.scopes.enter();
        let mut literals = Vec::new();
        self.literals(body, &mut literals);
        let heads = heads.map(|head| {
            let head = self.term(head, Front::Literals(&mut literals));
            self.evaluated(head, Front::Literals(&mut literals))
        });
        self.leave();
        self.declared.pop();
        (heads.into(), Body { literals, open: false })
    }

    /// What a name alone means.
    fn name(&mut self, name: &str, span: Span) -> TermKind {
        match self.path(name) {
            Some(path) => self.rooted(&path, Vec::new(), span),
            None => TermKind::Local(self.local(name, span)),
        }
    }

    /// The full path of a name, if it is no variable here.
    pub(super) fn path(&mut self, name: &str) -> Option<Vec<Box<str>>> {
        if matches!(name, "data" | "input") {
            let free = self.scopes.declared(name).is_none();
            return free.then(|| vec![name.into()]);
        }
        let free = !self.declared.iter().any(|names| names.contains(name));
        if free { self.names.path(name) } else { None }
    }

    /// The variable of a name.
    pub(super) fn local(&mut self, name: &str, span: Span) -> LocalId {
        if name == "_" {
            return self.fresh("_", self.place(span));
        }
        if let Some(local) = self.scopes.used(name) {
            return local;
        }
        let local = match self.undeclared.get(name) {
            Some(local) => *local,
            None => self.fresh(name, self.place(span)),
        };
        self.undeclared.insert(name.into(), local);
        self.scopes.insert(name, local, super::scope::Origin::Seen);
        local
    }

    fn reference(&mut self, head: &ast::Term, steps: &[Step], mut front: Front<'_>) -> TermKind {
        let path = match &head.kind {
            ast::TermKind::Var(name) if name.as_ref() != "_" => self.path(name),
            _ => None,
        };
        let root = match &path {
            Some(_) => None,
            None => Some(self.root(head, front.again())),
        };
        let span = Span {
            start: head.span.start,
            end: steps.last().map_or(head.span, |step| step.term.span).end,
        };
        let steps = steps.iter().map(|step| self.term(&step.term, front.again())).collect();
        match (path, root) {
            (Some(path), _) => self.rooted(&path, steps, span),
            (None, Some(root)) => TermKind::Ref(Root::Term(Box::new(root)), steps),
            (None, None) => unreachable!("a head is a path or a term"),
        }
    }

    /// What a reference begins with that is no name of a document. Anything but a variable is found in front.
    fn root(&mut self, head: &ast::Term, mut front: Front<'_>) -> Term {
        let term = self.term(head, front.again());
        if matches!(term.kind, TermKind::Local(_)) { term } else { self.in_front(term, front) }
    }

    /// A reference from `data` or `input` on.
    pub(super) fn rooted(&mut self, path: &[Box<str>], steps: Vec<Term>, span: Span) -> TermKind {
        let place = self.place(span);
        let names =
            path[1..].iter().map(|name| Term { kind: TermKind::String(name.clone()), place });
        let steps: Vec<Term> = names.chain(steps).collect();
        if &*path[0] == "input" {
            return TermKind::Ref(Root::Input, steps);
        }
        let mut node = &self.tree.root;
        let mut depth = 0;
        while node.document.is_none() {
            let Some(TermKind::String(name)) = steps.get(depth).map(|step| &step.kind) else {
                break;
            };
            let Some(next) = node.children.get(&Key::String(name.clone())) else {
                self.leads_nowhere(&steps, span);
                return TermKind::Ref(Root::Data, steps);
            };
            node = next;
            depth += 1;
        }
        let rest = steps[depth..].to_vec();
        let path = steps[..depth].iter().map(|step| match &step.kind {
            TermKind::String(name) => name.clone(),
            _ => unreachable!("only names lead through the tree"),
        });
        match node.document {
            Some(document) => {
                if let Kind::Function(_) = self.program.document(document).kind {
                    self.function_as_value(node, span);
                }
                TermKind::Ref(Root::Document(document), rest)
            }
            None if depth == 0 && self.tree.root.children.is_empty() => {
                TermKind::Ref(Root::Data, rest)
            }
            None => TermKind::Ref(Root::Package(path.collect()), rest),
        }
    }

    fn function_as_value(&mut self, node: &Node, span: Span) {
        let name = node.rules.first().map_or_else(String::new, |rule| rule.name.clone());
        self.mistake(
            span,
            CODE_CALL,
            format!("`{name}` is a function, and no value"),
            "call it with its arguments",
        );
    }
}

/// What a key that is a string says.
fn name_of(key: &ast::Term) -> Option<&str> {
    match &key.kind {
        ast::TermKind::String { value, .. } => Some(value),
        _ => None,
    }
}

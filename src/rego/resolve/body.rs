//! Literals.

use super::call::Use;
use super::scope::Origin;
use super::term::Front;
use super::{CODE_SCOPE, CODE_UNUSED, Resolver, declared, metadata, visit};
use crate::rego::ast::{self, Logical, Name, Span};
use crate::rego::ir::{Body, Literal, LiteralKind, LocalId, Term, TermKind};
use std::collections::BTreeSet;

const OPERAND: &str = "an operand without braces";

impl Resolver<'_> {
    /// Resolves the literals of a body in the scope around.
    pub(super) fn literals(&mut self, body: &ast::Body, out: &mut Vec<Literal>) {
        for literal in &body.literals {
            self.literal(literal, out);
        }
    }

    /// Leaves a body; what it declared has to be used.
    pub(super) fn leave(&mut self) {
        for (name, variable) in self.scopes.leave() {
            let unused = match variable.origin {
                Origin::Declared => "declared",
                Origin::Assigned if self.options.strict => "assigned",
                _ => continue,
            };
            if variable.uses == 1 {
                let place = self.program.local(variable.local).place;
                self.mistake_at(
                    place,
                    CODE_UNUSED,
                    format!("`{name}` is {unused} and never used"),
                    "delete it, or write `_`",
                );
            }
        }
    }

    fn literal(&mut self, literal: &ast::Literal, out: &mut Vec<Literal>) {
        let place = self.place(literal.span);
        // The value of `with` is found outside, so what it needs stands in front of everything else.
        let mut modifiers: Vec<&ast::With> = literal.with.iter().collect();
        let mut inner = literal;
        while let ast::LiteralKind::Not(negated) = &inner.kind {
            inner = negated;
            modifiers.extend(&inner.with);
        }
        let mut with = Vec::new();
        let assigns = matches!(inner.kind, ast::LiteralKind::Assign(..));
        if assigns {
            with = self.with(&modifiers, out);
        }
        let mut front = Vec::new();
        let kind = self.kind(&literal.kind, &mut front);
        self.where_with_fails(&inner.kind, &modifiers);
        if !assigns {
            with = self.with(&modifiers, out);
        }
        self.calls_what_is_replaced(&front, kind.as_ref(), &with, place);
        out.extend(front.into_iter().map(|literal| Literal { with: with.clone(), ..literal }));
        out.extend(kind.map(|kind| Literal { kind, with, place }));
    }

    /// What a literal says, and in `front` what has to be known before. Nothing remains of a mere declaration.
    fn kind(&mut self, kind: &ast::LiteralKind, front: &mut Vec<Literal>) -> Option<LiteralKind> {
        Some(match kind {
            ast::LiteralKind::Term(term) => self.test(term, front),
            ast::LiteralKind::Unify(left, right) => self.unify(left, right, front),
            ast::LiteralKind::Assign(target, value) => self.assign(target, value, front),
            ast::LiteralKind::Some(names) => {
                for name in names {
                    self.declare(&name.text, name.span, Origin::Declared);
                }
                return None;
            }
            ast::LiteralKind::SomeIn { key, value, collection } => {
                self.some_in(key.as_ref(), value, collection, front)
            }
            ast::LiteralKind::Every { key, value, domain, body } => {
                self.every(key.as_ref(), value, domain, body, front)
            }
            ast::LiteralKind::Not(literal) => return self.not(literal, front),
            ast::LiteralKind::NotBody(body) => self.not_body(body),
            ast::LiteralKind::Logical { operator, left, right } => {
                LiteralKind::Any(self.logical(*operator, left, right))
            }
            ast::LiteralKind::Group(body) => LiteralKind::Any(vec![self.braced(body)]),
        })
    }

    fn test(&mut self, term: &ast::Term, front: &mut Vec<Literal>) -> LiteralKind {
        if let Some((which, [output])) = metadata::called(term)
            && self.path("rego").is_none()
        {
            let output = self.term(output, Front::Literals(front));
            return LiteralKind::Unify(output, self.metadata(which, term.span));
        }
        if !super::call::is_call(term) {
            return LiteralKind::Test(self.term(term, Front::Literals(front)));
        }
        let called = self.call(term, Use::Literal, Front::Literals(front));
        match called.kind {
            TermKind::Call(callee, mut args)
                if self.arity(callee).is_some_and(|arity| args.len() > arity) =>
            {
                let output =
                    args.pop().expect("there is one argument more than the function takes");
                LiteralKind::Unify(output, Term { kind: TermKind::Call(callee, args), ..called })
            }
            _ => LiteralKind::Test(called),
        }
    }

    /// `left = right`. A call may stay on the right if the left is but a pattern.
    fn unify(
        &mut self,
        left: &ast::Term,
        right: &ast::Term,
        front: &mut Vec<Literal>,
    ) -> LiteralKind {
        if super::call::is_call(left) && is_pattern(right) {
            return self.unify(right, left, front);
        }
        let pattern = is_pattern(left);
        let left = self.term(left, Front::Literals(front));
        let pattern = pattern && !visit::is_evaluated(&left);
        let right = self.value(right, pattern, front);
        LiteralKind::Unify(left, right)
    }

    fn assign(
        &mut self,
        target: &ast::Term,
        value: &ast::Term,
        front: &mut Vec<Literal>,
    ) -> LiteralKind {
        if let (true, ast::TermKind::Var(name)) = (self.names.careful, &target.kind)
            && matches!(&**name, "data" | "input")
        {
            self.shadows(name, target.span);
        }
        let value = self.value(value, true, front);
        LiteralKind::Unify(self.target(target), value)
    }

    fn value(&mut self, value: &ast::Term, may_call: bool, front: &mut Vec<Literal>) -> Term {
        if may_call && super::call::is_call(value) {
            self.call(value, Use::Value, Front::Literals(front))
        } else {
            self.term(value, Front::Literals(front))
        }
    }

    /// The left side of `:=`.
    fn target(&mut self, target: &ast::Term) -> Term {
        let place = self.place(target.span);
        let what = match &target.kind {
            ast::TermKind::Var(name) => {
                let local = self.declare(name, target.span, Origin::Assigned);
                return Term { kind: TermKind::Local(local), place };
            }
            ast::TermKind::Array(items) => {
                let items = items.iter().map(|item| self.target(item)).collect();
                return Term { kind: TermKind::Array(items), place };
            }
            ast::TermKind::Object(fields) => {
                let fields = fields.iter().map(|(key, value)| (self.key(key), self.target(value)));
                return Term { kind: TermKind::Object(fields.collect()), place };
            }
            ast::TermKind::Null => "`null`",
            ast::TermKind::Bool(_) => "a boolean",
            ast::TermKind::Number(_) => "a number",
            ast::TermKind::String { .. } | ast::TermKind::Template { .. } => "a string",
            ast::TermKind::Ref { .. } => "a reference",
            ast::TermKind::Set(_) => "a set",
            ast::TermKind::ArrayOf(..) | ast::TermKind::SetOf(..) | ast::TermKind::ObjectOf(..) => {
                "a comprehension"
            }
            _ => "a call",
        };
        self.mistake(
            target.span,
            CODE_SCOPE,
            format!("nothing can be assigned to {what}"),
            "assign to a variable, and compare with `==`",
        );
        Term { kind: TermKind::Null, place }
    }

    /// A key in a pattern of `:=`. OPA does not look up variables there.
    fn key(&mut self, key: &ast::Term) -> Term {
        let mut names = BTreeSet::new();
        declared::variables(key, &mut names);
        if let Some(name) = names.iter().find(|name| self.scopes.declared(name).is_some()) {
            self.mistake(
                key.span,
                CODE_SCOPE,
                format!("`{name}` cannot be a key in a pattern of `:=`"),
                "the key has to be constant; write `value := object[key]`",
            );
        }
        let mut front = Vec::new();
        self.term(key, Front::Literals(&mut front))
    }

    fn some_in(
        &mut self,
        key: Option<&ast::Term>,
        value: &ast::Term,
        collection: &ast::Term,
        front: &mut Vec<Literal>,
    ) -> LiteralKind {
        let mut outside = BTreeSet::new();
        declared::variables(collection, &mut outside);
        let mut pattern = Vec::new();
        key.into_iter().for_each(|key| bound(key, true, &mut pattern));
        bound(value, false, &mut pattern);
        let mut done = BTreeSet::new();
        for (name, span) in pattern {
            if !outside.contains(name) && done.insert(name) {
                self.declare(name, span, Origin::Declared);
            }
        }
        let value = self.term(value, Front::Literals(front));
        let over = self.term(collection, Front::Literals(front));
        let over = match over.kind {
            TermKind::Local(_) | TermKind::Ref(..) => over,
            _ if visit::is_constant(&over) => over,
            _ => self.in_front(over, Front::Literals(front)),
        };
        let key = key.map(|key| self.term(key, Front::Literals(front)));
        LiteralKind::Iterate { key, value, over }
    }

    fn every(
        &mut self,
        key: Option<&Name>,
        value: &Name,
        domain: &ast::Term,
        body: &ast::Body,
        front: &mut Vec<Literal>,
    ) -> LiteralKind {
        let names = key.into_iter().chain([value]);
        self.declared.push(names.map(|name| name.text.clone()).collect());
        let span = domain.span;
        let domain = self.term(domain, Front::Literals(front));
        // OPA takes a variable of `every` for its own in the domain too, unless it is declared around.
        let own = key.into_iter().chain([value]).map(|name| name.text.clone());
        for name in own.chain(declared::names(body)) {
            let Some(local) = self.undeclared.get(&name).copied() else { continue };
            if visit::names(&domain, local)
                || front.iter().any(|literal| visit::literal_names(literal, local))
            {
                let message = format!("`{name}` is needed before `every` binds it");
                self.mistake(
                    span,
                    CODE_SCOPE,
                    message,
                    "give the variable of `every` another name",
                );
            }
        }
        let domain = match domain.kind {
            TermKind::Local(_) => domain,
            _ if visit::is_constant(&domain) => domain,
            _ => self.in_front(domain, Front::Literals(front)),
        };
        self.scopes.enter();
        let mut declare = |name: &Name| {
            if matches!(&*name.text, "data" | "input") {
                self.shadows(&name.text, name.span);
            }
            self.declare(&name.text, name.span, Origin::Declared)
        };
        let key = key.filter(|key| &*key.text != "_").map(&mut declare);
        let value = declare(value);
        let mut literals = Vec::new();
        self.literals(body, &mut literals);
        self.leave();
        self.declared.pop();
        LiteralKind::Every { key, value, domain, body: Body { literals, open: false } }
    }

    /// `not literal`: what its arguments need is found in front, and has to be defined.
    fn not(&mut self, literal: &ast::Literal, front: &mut Vec<Literal>) -> Option<LiteralKind> {
        self.assigns_nothing(literal, "a negation");
        let place = self.place(literal.span);
        if let ast::LiteralKind::Term(term) = &literal.kind
            && (super::call::prints(term) || metadata::called(term).is_some())
        {
            let help = "OPA drops such a negation in silence; write what shall hold";
            self.mistake(literal.span, CODE_SCOPE, "this cannot be negated", help);
        }
        let kind = self.kind(&literal.kind, front)?;
        let literals = vec![Literal { kind, with: Vec::new(), place }];
        Some(LiteralKind::Not(Body { literals, open: true }))
    }

    /// `not { … }`, and every negation under `future.keywords.not`: it keeps to itself what it needs.
    fn not_body(&mut self, body: &ast::Body) -> LiteralKind {
        let span = body.span;
        let body = self.group(body, "a negation");
        if !body.open {
            return LiteralKind::Not(body);
        }
        let place = self.place(span);
        let held = Literal { kind: LiteralKind::Any(vec![body]), with: Vec::new(), place };
        LiteralKind::Not(Body { literals: vec![held], open: false })
    }

    /// A body in braces, whose variables are its own, or one without, which has none.
    fn group(&mut self, body: &ast::Body, what: &str) -> Body {
        if body.braces {
            return self.closed(body);
        }
        body.literals.iter().for_each(|literal| self.assigns_nothing(literal, what));
        let mut literals = Vec::new();
        self.literals(body, &mut literals);
        Body { literals, open: true }
    }

    fn assigns_nothing(&mut self, literal: &ast::Literal, place: &str) {
        if let ast::LiteralKind::Assign(target, _) = &literal.kind {
            self.mistake(
                target.span,
                CODE_SCOPE,
                format!("nothing can be assigned in {place}"),
                "assign before it, or compare with `==`",
            );
        }
    }

    /// The bodies of which one has to hold. A chain of `or` is one list; `and` is one body that holds both.
    fn logical(
        &mut self,
        operator: Logical,
        left: &ast::Literal,
        right: &ast::Literal,
    ) -> Vec<Body> {
        let mut operands = vec![right];
        let mut first = left;
        while let ast::LiteralKind::Logical { operator: inner, left, right } = &first.kind {
            if *inner != operator || !first.with.is_empty() {
                break;
            }
            operands.push(right);
            first = left;
        }
        operands.push(first);
        let bodies: Vec<Body> =
            operands.into_iter().rev().map(|operand| self.operand(operand)).collect();
        match operator {
            Logical::Or => bodies,
            Logical::And => {
                let span = Span { start: left.span.start, end: right.span.end };
                let place = self.place(span);
                let held = bodies.into_iter().map(|body| Literal {
                    kind: LiteralKind::Any(vec![body]),
                    with: Vec::new(),
                    place,
                });
                vec![Body { literals: held.collect(), open: true }]
            }
        }
    }

    fn operand(&mut self, operand: &ast::Literal) -> Body {
        match &operand.kind {
            ast::LiteralKind::Group(body) if operand.with.is_empty() => self.braced(body),
            _ => {
                self.assigns_nothing(operand, OPERAND);
                let mut literals = Vec::new();
                self.literal(operand, &mut literals);
                Body { literals, open: true }
            }
        }
    }

    /// An operand of `and` or `or` in braces. What it names without declaring it counts as named around it too.
    fn braced(&mut self, body: &ast::Body) -> Body {
        let known: BTreeSet<Box<str>> = self.undeclared.keys().cloned().collect();
        let resolved = self.group(body, OPERAND);
        let undeclared = self.undeclared.iter().filter(|(name, _)| !known.contains(*name));
        for (name, local) in undeclared {
            if self.scopes.origin(name).is_none() {
                self.scopes.insert(name, *local, Origin::Seen);
            }
        }
        resolved
    }

    /// A body in braces, whose variables are its own.
    fn closed(&mut self, body: &ast::Body) -> Body {
        self.scopes.enter();
        let mut literals = Vec::new();
        self.literals(body, &mut literals);
        self.leave();
        Body { literals, open: false }
    }

    /// Makes a variable known here; a mistake if the body knows it already.
    pub(super) fn declare(&mut self, name: &str, span: Span, origin: Origin) -> LocalId {
        let local = self.fresh(name, self.place(span));
        self.program.locals[local.0 as usize].assigned = origin == Origin::Assigned;
        if name == "_" {
            return local;
        }
        let message = match self.scopes.origin(name) {
            None => {
                self.scopes.insert(name, local, origin);
                return local;
            }
            Some(Origin::Seen) => format!("`{name}` is used above, before it is declared here"),
            Some(Origin::Parameter) => format!("`{name}` is a parameter, and is declared again"),
            Some(Origin::Assigned) => format!("`{name}` is assigned above, and declared again"),
            Some(Origin::Declared) => format!("`{name}` is declared above, and again here"),
        };
        self.mistake(span, CODE_SCOPE, message, "give it another name, or compare with `==`");
        local
    }

    pub(super) fn shadows(&mut self, name: &str, span: Span) {
        self.mistake(
            span,
            CODE_SCOPE,
            format!("`{name}` is a name of the language, and cannot be taken"),
            "give it another name",
        );
    }
}

/// Whether nothing in a term has to be evaluated, as far as its form tells.
fn is_pattern(term: &ast::Term) -> bool {
    match &term.kind {
        ast::TermKind::Null
        | ast::TermKind::Bool(_)
        | ast::TermKind::Number(_)
        | ast::TermKind::String { .. }
        | ast::TermKind::Var(_) => true,
        ast::TermKind::Array(items) | ast::TermKind::Set(items) => items.iter().all(is_pattern),
        ast::TermKind::Object(fields) => {
            fields.iter().all(|(key, value)| is_pattern(key) && is_pattern(value))
        }
        _ => false,
    }
}

/// The variables that a pattern of `some … in` binds.
fn bound<'t>(term: &'t ast::Term, keys: bool, names: &mut Vec<(&'t str, Span)>) {
    match &term.kind {
        ast::TermKind::Var(name) if matches!(&**name, "_" | "data" | "input") => {}
        ast::TermKind::Var(name) => names.push((name, term.span)),
        ast::TermKind::Ref { steps, .. } if keys => {
            steps.iter().for_each(|step| bound(&step.term, keys, names));
        }
        ast::TermKind::Array(items) | ast::TermKind::Set(items) => {
            items.iter().for_each(|item| bound(item, keys, names));
        }
        ast::TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
            if keys {
                bound(key, keys, names);
            }
            bound(value, keys, names);
        }),
        _ => {}
    }
}

//! Variables that are declared, and what `:=` may assign to.

use super::scope::Origin;
use super::term::Front;
use super::{CODE_SCOPE, Resolver, declared};
use crate::rego::ast::{self, Span};
use crate::rego::ir::{LocalId, Term, TermKind};
use std::collections::BTreeSet;

impl Resolver<'_> {
    /// The left side of `:=`.
    pub(super) fn target(&mut self, target: &ast::Term) -> Term {
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

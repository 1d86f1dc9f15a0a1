//! Calls: of functions and builtins, of operators, and what stands for calls of `rego.metadata`.

use super::term::Front;
use super::tree::Key;
use super::{CODE_CALL, CODE_REFUSED, Resolver, metadata, suggest};
use crate::rego::ast::{self, Span, TemplatePart};
use crate::rego::ir::{Callee, Kind, Term, TermKind};
use crate::rego::signatures::{self, Signature, Standing};

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It is a condition, and may name its result as one argument more.
    Literal,
    /// Its result is used.
    Value,
}

/// What a name means where a function is called.
#[derive(Debug)]
pub(super) enum Function {
    /// What can be called.
    Callee(Callee),
    /// A document that is no function.
    Value(String),
    /// A variable.
    Variable(String),
    /// Nothing. The full name, for the message.
    Unknown(String),
}

/// Whether a term is a call, or is evaluated like one.
pub(super) fn is_call(term: &ast::Term) -> bool {
    matches!(
        term.kind,
        ast::TermKind::Call { .. }
            | ast::TermKind::Infix(..)
            | ast::TermKind::Negative(_)
            | ast::TermKind::In { .. }
            | ast::TermKind::Template { .. }
    )
}

/// Whether a term calls `print`.
pub(super) fn prints(term: &ast::Term) -> bool {
    let ast::TermKind::Call { function, .. } = &term.kind else { return false };
    dotted(function).is_some_and(|names| names == ["print"])
}

/// The names of a dotted path.
pub(super) fn dotted(term: &ast::Term) -> Option<Vec<&str>> {
    match &term.kind {
        ast::TermKind::Var(name) => Some(vec![name]),
        ast::TermKind::Ref { head, steps } => {
            let ast::TermKind::Var(name) = &head.kind else { return None };
            let names = steps.iter().map(|step| super::tree::text(&step.term));
            std::iter::once(Some(&**name)).chain(names).collect()
        }
        _ => None,
    }
}

impl Resolver<'_> {
    /// A call with what its arguments need in front of it.
    pub(super) fn call(&mut self, term: &ast::Term, used: Use, front: Front<'_>) -> Term {
        let place = self.place(term.span);
        let kind = match &term.kind {
            ast::TermKind::Call { function, args } => {
                if let Some((which, args)) = metadata::called(term)
                    && self.path("rego").is_none()
                {
                    if !args.is_empty() {
                        let message = format!("`rego.metadata.{which}` takes no argument");
                        self.mistake(
                            term.span,
                            CODE_CALL,
                            message,
                            "write `name := rego.metadata.rule()`",
                        );
                    }
                    return self.metadata(which, term.span);
                }
                return self.function_call(term.span, function, args, used, front);
            }
            ast::TermKind::Infix(operator, left, right) => {
                self.operator(operator.names().1, &[&**left, &**right], front)
            }
            ast::TermKind::Negative(of) => {
                let zero = Term { kind: TermKind::Number("0".into()), place };
                let args = vec![zero, self.term(of, front)];
                TermKind::Call(Callee::Builtin(builtin("minus")), args)
            }
            ast::TermKind::In { key: None, value, collection } => {
                self.operator("internal.member_2", &[&**value, &**collection], front)
            }
            ast::TermKind::In { key: Some(key), value, collection } => {
                self.operator("internal.member_3", &[&**key, &**value, &**collection], front)
            }
            ast::TermKind::Template { parts, .. } => {
                TermKind::Template(self.template(parts, term.span))
            }
            _ => return self.term(term, front),
        };
        Term { kind, place }
    }

    fn operator(&mut self, name: &str, args: &[&ast::Term], mut front: Front<'_>) -> TermKind {
        let args = args.iter().map(|arg| self.term(arg, front.again())).collect();
        TermKind::Call(Callee::Builtin(builtin(name)), args)
    }

    fn template(&mut self, parts: &[TemplatePart], span: Span) -> Vec<Term> {
        let place = self.place(span);
        let parts = parts.iter().map(|part| match part {
            TemplatePart::Text(text) => Term { kind: TermKind::String(text.clone()), place },
            TemplatePart::Term(term) => {
                self.scopes.enter();
                let part = self.term(term, Front::Nested);
                self.scopes.leave();
                if let TermKind::Call(Callee::Builtin(Signature { name, relation: true, .. }), _) =
                    part.kind
                {
                    self.mistake(
                        term.span,
                        CODE_CALL,
                        format!(
                            "`{name}` can have several results, and a template has room for one"
                        ),
                        "call it before, and put the variable into the template",
                    );
                }
                part
            }
        });
        parts.collect()
    }

    fn function_call(
        &mut self,
        span: Span,
        function: &ast::Term,
        args: &[ast::Term],
        used: Use,
        mut front: Front<'_>,
    ) -> Term {
        let place = self.place(span);
        let names = dotted(function);
        let callee = match names.map(|names| self.function(&names)) {
            Some(Function::Callee(callee)) => Some(callee),
            Some(other) => {
                self.no_function(&other, function.span);
                None
            }
            None => {
                self.no_function(&Function::Unknown(String::new()), function.span);
                None
            }
        };
        let is_print =
            matches!(callee, Some(Callee::Builtin(signature)) if signature.name == "print");
        if is_print {
            front = Front::Nested;
        }
        let args = self.terms(args, front);
        let Some(callee) = callee else { return Term { kind: TermKind::Null, place } };
        if is_print && used == Use::Value {
            self.mistake(span, CODE_CALL, "`print` has no value", "write it on a line of its own");
        }
        self.count_arguments(callee, args.len(), used, span);
        Term { kind: TermKind::Call(callee, args), place }
    }

    /// What a dotted name means where a function is called.
    pub(super) fn function(&mut self, names: &[&str]) -> Function {
        let Some(path) = self.path(names[0]) else {
            if self.scopes.declared(names[0]).is_some() {
                return Function::Variable(names[0].to_owned());
            }
            let name = names.join(".");
            let extra = self.options.extra.iter().find(|signature| signature.name == name);
            return match extra.copied().or_else(|| signatures::find(&name)) {
                Some(signature) => Function::Callee(Callee::Builtin(signature)),
                None => Function::Unknown(name),
            };
        };
        let path = path.iter().map(|name| &**name).chain(names[1..].iter().copied());
        let path: Vec<&str> = path.collect();
        let name = path.join(".");
        if path[0] == "input" {
            return Function::Unknown(name);
        }
        let node = path[1..].iter().try_fold(&self.tree.root, |node, step| {
            node.children.get(&Key::String((*step).into()))
        });
        match node.and_then(|node| node.document) {
            Some(document) => match self.program.document(document).kind {
                Kind::Function(_) => Function::Callee(Callee::Function(document)),
                _ => Function::Value(name),
            },
            None if node.is_some_and(|node| !node.rules.is_empty()) => Function::Value(name),
            None => Function::Unknown(name),
        }
    }

    fn no_function(&mut self, function: &Function, span: Span) {
        match function {
            Function::Callee(_) => {}
            Function::Value(name) => self.mistake(
                span,
                CODE_CALL,
                format!("`{name}` is no function"),
                "name it without parentheses",
            ),
            Function::Variable(name) => self.mistake(
                span,
                CODE_CALL,
                format!("`{name}` is a variable here, and no function"),
                "give the variable another name",
            ),
            Function::Unknown(name) => {
                let builtins = signatures::all().map(|signature| signature.name.to_owned());
                let functions = self
                    .program
                    .documents
                    .iter()
                    .filter(|document| matches!(document.kind, Kind::Function(_)));
                let functions =
                    functions.map(|document| format!("data.{}", document.path.join(".")));
                let own = self.names.all().map(str::to_owned);
                let help = suggest::nearest(name, builtins.chain(functions).chain(own))
                    .map_or_else(
                        || "define it, import its package, or name a builtin".to_owned(),
                        |near| format!("is `{near}` meant?"),
                    );
                self.mistake(span, CODE_CALL, format!("there is no function `{name}`"), help);
            }
        }
    }

    /// How many arguments a function takes; nothing where any number will do.
    pub(super) fn arity(&self, callee: Callee) -> Option<usize> {
        match callee {
            Callee::Builtin(signature) if signature.variadic => None,
            Callee::Builtin(signature) => Some((signature.args)().len()),
            Callee::Function(document) => match self.program.document(document).kind {
                Kind::Function(arity) => Some(arity),
                _ => unreachable!("only functions are callees"),
            },
        }
    }

    /// The name of a function, as it can be called from anywhere.
    pub(super) fn callee_name(&self, callee: Callee) -> String {
        match callee {
            Callee::Builtin(signature) => signature.name.to_owned(),
            Callee::Function(document) => {
                format!("data.{}", self.program.document(document).path.join("."))
            }
        }
    }

    fn count_arguments(&mut self, callee: Callee, given: usize, used: Use, span: Span) {
        let name = self.callee_name(callee);
        if let Callee::Builtin(signature) = callee {
            self.standing(signature, span);
        }
        let Some(arity) = self.arity(callee) else { return };
        let fits = given == arity || (given == arity + 1 && used == Use::Literal);
        if !fits {
            let plural = if arity == 1 { "" } else { "s" };
            self.mistake(
                span,
                CODE_CALL,
                format!("`{name}` takes {arity} argument{plural}, and {given} are given"),
                "a result is named by one argument more, or with `:=`",
            );
        }
    }

    /// Refuses builtins that are not here, that OPA has given up, or that only the compiler may call.
    fn standing(&mut self, signature: &'static Signature, span: Span) {
        let name = signature.name;
        if let Standing::Refused(why, instead) = signature.standing {
            self.mistake(span, CODE_REFUSED, format!("`{name}` is not here: {why}"), instead);
        }
        if signature.deprecated && self.names.careful {
            self.mistake(
                span,
                CODE_REFUSED,
                format!("`{name}` is deprecated, and not in Rego v1"),
                "see OPA's documentation for what stands in its place",
            );
        }
        if matches!(name, "eq" | "assign") {
            self.mistake(
                span,
                CODE_CALL,
                format!("`{name}` is called by name"),
                "write the operator",
            );
        }
    }
}

/// A builtin that an operator calls.
fn builtin(name: &str) -> &'static Signature {
    signatures::find(name).expect("every operator calls a builtin")
}

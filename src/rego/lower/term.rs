//! Terms. What the engine evaluates as OPA does is written as it is; whatever goes through something becomes a statement
//! of its own, `v2 := v1[v3]`, which gives nothing where `v1` is no collection.

use super::constant::{Constant, Use, quoted};
use super::scope::{Expr, Scope, Shape, StatementKind, lines};
use super::world::{Function, Stand};
use super::{Lowering, name};
use crate::rego::ir::{Body, Callee, LocalId, Place, Root, Term, TermKind};
use crate::rego::signatures::Signature;

/// Builtins for whose arguments only the value of a number counts.
const COUNTED: [&str; 14] = [
    "plus", "minus", "mul", "div", "rem", "lt", "lte", "gt", "gte", "equal", "neq", "round",
    "ceil", "floor",
];

/// How deep expressions are nested before a part of them is named.
const DEPTH: usize = 6;

impl Lowering<'_> {
    /// A term as an expression; statements that it needs come before.
    pub(super) fn term(&mut self, scope: &mut Scope, term: &Term) -> Expr {
        self.depth += 1;
        let expr = self.expression(scope, term, Use::Shown);
        self.depth -= 1;
        if self.depth > 0 && self.depth.is_multiple_of(DEPTH) {
            self.named(scope, expr, term.place)
        } else {
            expr
        }
    }

    /// A term as a variable or a scalar.
    pub(super) fn operand(&mut self, scope: &mut Scope, term: &Term) -> String {
        let expr = self.term(scope, term);
        self.named(scope, expr, term.place).text
    }

    /// The expression, or a variable that has its value.
    pub(super) fn named(&mut self, scope: &mut Scope, expr: Expr, place: Place) -> Expr {
        if expr.is_simple() {
            expr
        } else {
            Expr::total(self.assign(scope, expr, place), Shape::Variable)
        }
    }

    /// A variable that has the expression's value.
    pub(super) fn assign(&mut self, scope: &mut Scope, expr: Expr, place: Place) -> String {
        if expr.shape == Shape::Variable {
            return expr.text;
        }
        let variable = self.variable(scope);
        scope.push(StatementKind::Assign, format!("{variable} := {}", right(&expr)), place);
        variable
    }

    /// A new variable, known from here on.
    pub(super) fn variable(&mut self, scope: &mut Scope) -> String {
        self.variables += 1;
        scope.defined.insert(self.variables);
        format!("v{}", self.variables)
    }

    /// Statements in a scope inside, and what is made of them.
    pub(super) fn inside<T>(
        &mut self,
        scope: &Scope,
        write: impl FnOnce(&mut Self, &mut Scope) -> T,
    ) -> (Scope, T) {
        let mut inner = scope.inner();
        let depth = std::mem::take(&mut self.depth);
        let made = write(self, &mut inner);
        self.depth = depth;
        (inner, made)
    }

    fn expression(&mut self, scope: &mut Scope, term: &Term, usage: Use) -> Expr {
        if let Some(constant) = self.constant(term, usage) {
            return constant;
        }
        match &term.kind {
            TermKind::Local(local) => self.local(scope, *local),
            TermKind::Array(items) => self.list(scope, items, "[", "]", Shape::Built),
            TermKind::Set(items) => self.list(scope, items, "{", "}", Shape::Other),
            TermKind::Object(items) => {
                let (mut text, mut total) = (vec![], true);
                for (key, value) in items {
                    let (key, value) = (self.term(scope, key), self.term(scope, value));
                    total &= key.total && value.total;
                    text.push(format!("{}: {}", key.text, value.text));
                }
                Expr { text: format!("{{{}}}", text.join(", ")), shape: Shape::Built, total }
            }
            TermKind::ArrayOf(item, body) => self.comprehension(scope, &[item], body, "[", "]"),
            TermKind::SetOf(item, body) => self.comprehension(scope, &[item], body, "{", "}"),
            TermKind::ObjectOf(key, value, body) => {
                self.comprehension(scope, &[key, value], body, "{", "}")
            }
            TermKind::Ref(root, steps) => self.reference(scope, root, steps, term.place),
            TermKind::Call(callee, args) => self.call(scope, *callee, args, term.place),
            TermKind::Template(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.perhaps(scope, part)).collect();
                Expr::other(format!("x_template([{}])", parts.join(", ")))
            }
            TermKind::Null | TermKind::Bool(_) | TermKind::Number(_) | TermKind::String(_) => {
                unreachable!("scalars are known beforehand")
            }
        }
    }

    fn local(&mut self, scope: &mut Scope, local: LocalId) -> Expr {
        let text = scope.bound.get(&local).cloned();
        let text = text.unwrap_or_else(|| {
            self.defect(self.program.local(local).place, "a variable has no value here");
            "null".to_owned()
        });
        let shape = if text.starts_with('v') { Shape::Variable } else { Shape::Scalar };
        Expr::total(text, shape)
    }

    fn list(
        &mut self,
        scope: &mut Scope,
        items: &[Term],
        open: &str,
        close: &str,
        shape: Shape,
    ) -> Expr {
        let items: Vec<_> = items.iter().map(|item| self.term(scope, item)).collect();
        let total = items.iter().all(|item| item.total);
        let items: Vec<_> = items.into_iter().map(|item| item.text).collect();
        Expr { text: format!("{open}{}{close}", items.join(", ")), shape, total }
    }

    fn comprehension(
        &mut self,
        scope: &Scope,
        output: &[&Term],
        body: &Body,
        open: &str,
        close: &str,
    ) -> Expr {
        let (inner, output) = self.inside(scope, |lowering, inner| {
            lowering.body(inner, body);
            output.iter().map(|term| lowering.term(inner, term).text).collect::<Vec<_>>()
        });
        let text = format!("{open}{} |\n{}{close}", output.join(": "), lines(&inner.statements));
        Expr::total(text, Shape::Other)
    }

    /// A set that has the term's value, or nothing where it is undefined.
    pub(super) fn perhaps(&mut self, scope: &Scope, term: &Term) -> String {
        let (mut inner, expr) = self.inside(scope, |lowering, inner| lowering.term(inner, term));
        if inner.statements.is_empty() && expr.total {
            return format!("{{{}}}", expr.text);
        }
        let value = if inner.statements.is_empty() {
            self.assign(&mut inner, expr, term.place)
        } else {
            expr.text
        };
        format!("{{{value} |\n{}}}", lines(&inner.statements))
    }

    fn call(&mut self, scope: &mut Scope, callee: Callee, args: &[Term], place: Place) -> Expr {
        let stand = self.worlds[scope.world].functions.get(&callee.into()).cloned();
        let counted =
            matches!(callee, Callee::Builtin(signature) if COUNTED.contains(&signature.name));
        let usage = if counted { Use::Counted } else { Use::Shown };
        if let Callee::Builtin(signature) = callee
            && signature.name == "print"
        {
            return self.print(scope, args, place);
        }
        self.depth += 1;
        let texts: Vec<_> = args.iter().map(|arg| self.expression(scope, arg, usage)).collect();
        self.depth -= 1;
        let relation = matches!(callee, Callee::Builtin(Signature { relation: true, .. }));
        let expr = match stand {
            None => self.apply(callee.into(), scope.world, &texts),
            Some(Stand::Function(function)) => {
                let world = self.world_of_stand(scope.world);
                self.apply(function, world, &texts)
            }
            Some(Stand::Value(value)) => {
                // The call is undefined where an argument is.
                let mut items = vec![value];
                items.extend(texts.iter().filter(|text| !text.total).map(|text| text.text.clone()));
                return Expr::other(match items.as_slice() {
                    [value] => value.clone(),
                    _ => format!("[{}][0]", items.join(", ")),
                });
            }
        };
        if !relation {
            return expr;
        }
        let results = self.assign(scope, expr, place);
        let result = self.variable(scope);
        scope.push(StatementKind::Loop, format!("{result} := {results}[_]"), place);
        Expr::total(result, Shape::Variable)
    }

    fn apply(&mut self, function: Function, world: usize, args: &[Expr]) -> Expr {
        let texts: Vec<_> = args.iter().map(|arg| arg.text.as_str()).collect();
        match function {
            Function::Builtin("equal") => Expr::other(format!("({} == {})", texts[0], texts[1])),
            Function::Builtin("neq") => Expr::other(format!("({} != {})", texts[0], texts[1])),
            // The engine has another order for sets and objects than OPA, and for some numbers; with a string there is
            // no difference.
            Function::Builtin(name @ ("lt" | "lte" | "gt" | "gte"))
                if args.iter().any(|arg| arg.text.starts_with('"')) =>
            {
                let operator = match name {
                    "lt" => "<",
                    "lte" => "<=",
                    "gt" => ">",
                    _ => ">=",
                };
                Expr::other(format!("({} {operator} {})", texts[0], texts[1]))
            }
            Function::Builtin(builtin) => {
                self.builtins.insert(builtin);
                Expr::other(format!("{}({})", name(builtin), texts.join(", ")))
            }
            Function::Document(id) => {
                let name = self.document(id, world);
                let args = if texts.is_empty() { "0".to_owned() } else { texts.join(", ") };
                Expr::other(format!("data.g.{name}({args})"))
            }
        }
    }

    fn print(&mut self, scope: &mut Scope, args: &[Term], place: Place) -> Expr {
        let args: Vec<_> = args.iter().map(|arg| self.perhaps(scope, arg)).collect();
        self.prints.push(place);
        Expr::other(format!("x_print({}, [{}])", self.prints.len() - 1, args.join(", ")))
    }

    fn reference(&mut self, scope: &mut Scope, root: &Root, steps: &[Term], place: Place) -> Expr {
        let (mut expr, mut rule) = match root {
            Root::Input => (Expr::other("input.i"), false),
            Root::Data => (Expr::other("input.d"), false),
            Root::Document(id) if self.worlds[scope.world].hides(self.program, *id) => {
                let path = &self.program.document(*id).path;
                (
                    Expr::other(
                        path.iter().fold("input.d".to_owned(), |text, name| text + &step(name)),
                    ),
                    false,
                )
            }
            Root::Document(id) => {
                let name = self.document(*id, scope.world);
                (Expr::other(format!("data.g.{name}")), true)
            }
            Root::Package(path) => {
                let name = self.package(path, scope.world);
                (Expr::other(format!("data.g.{name}")), true)
            }
            Root::Term(term) => {
                let expr = self.term(scope, term);
                let variable = self.forced(scope, expr, term.place);
                (Expr::total(variable, Shape::Variable), false)
            }
        };
        for each in steps {
            expr = match &each.kind {
                TermKind::String(text) => Expr::other(expr.text + &step(text)),
                _ => {
                    if rule {
                        // The engine takes a number for a name where it follows a rule's.
                        expr = Expr::total(self.assign(scope, expr, place), Shape::Variable);
                        rule = false;
                    }
                    self.step(scope, &expr.text, each)
                }
            };
        }
        expr
    }

    /// One step that is no name: it leads on, or goes through everything.
    fn step(&mut self, scope: &mut Scope, from: &str, step: &Term) -> Expr {
        if !self.is_open(scope, step) {
            let key = self.operand(scope, step);
            return Expr::other(format!("{from}[{key}]"));
        }
        let (value, key) = (self.variable(scope), self.key(scope, step));
        let text = key.as_ref().map_or("_", |(key, _)| key);
        scope.push(StatementKind::Loop, format!("{value} := {from}[{text}]"), step.place);
        if let Some((key, true)) = key {
            self.unify_value(scope, step, &Expr::total(key, Shape::Variable));
        }
        Expr::total(value, Shape::Variable)
    }

    /// A variable for a key that is gone through, if it is needed, and whether it still is to be made equal to the term.
    pub(super) fn key(&mut self, scope: &mut Scope, key: &Term) -> Option<(String, bool)> {
        match key.kind {
            TermKind::Local(local) if !self.is_used(local) => None,
            TermKind::Local(local) => {
                let variable = self.variable(scope);
                scope.bound.insert(local, variable.clone());
                Some((variable, false))
            }
            _ => Some((self.variable(scope), true)),
        }
    }

    /// A variable that has the expression's value, a scalar's too.
    pub(super) fn forced(&mut self, scope: &mut Scope, expr: Expr, place: Place) -> String {
        self.assign(scope, expr, place)
    }

    /// A known value as an expression.
    pub(super) fn strings(&mut self, texts: &[Box<str>]) -> Expr {
        self.known_expr(Constant::Array(
            texts.iter().map(|text| Constant::String(text.to_string())).collect(),
        ))
    }
}

/// What may stand at the right of `:=`: the engine orders statements anew where it could mistake the right side for a
/// pattern.
pub(super) fn right(expr: &Expr) -> String {
    match expr.shape {
        Shape::Variable | Shape::Built => format!("[{}][0]", expr.text),
        Shape::Scalar | Shape::Other => expr.text.clone(),
    }
}

/// A step by a name.
pub(super) fn step(name: &str) -> String {
    let mut bytes = name.bytes();
    let plain = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !KEYWORDS.contains(&name);
    if plain { format!(".{name}") } else { format!("[{}]", quoted(name)) }
}

const KEYWORDS: [&str; 19] = [
    "as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input",
    "not", "null", "or", "package", "set", "some", "true", "with",
];

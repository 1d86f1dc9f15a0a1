//! Terms. What the engine evaluates as OPA does is written as it is; whatever goes through something becomes a statement
//! of its own, `v2 := v1[v3]`, which gives nothing where `v1` is no collection.

use super::Lowering;
use super::constant::{Constant, Use};
use super::scope::{Expr, Scope, Shape, StatementKind, lines};
use super::unify::is_open;
use super::world::{Function, Stand};
use crate::rego::ir::{Body, Callee, LocalId, Place, Term, TermKind};
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
        let expr = self.nested(scope, term, Use::Shown);
        self.depth -= 1;
        expr
    }

    fn nested(&mut self, scope: &mut Scope, term: &Term, usage: Use) -> Expr {
        let expr = self.expression(scope, term, usage);
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
        if expr.is_simple() { expr } else { Expr::variable(self.assign(scope, expr, place)) }
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
                // Keys that are equal only when they have their values: OPA keeps the one whose text it sorts last.
                let is_constant = |key: &Term| {
                    matches!(
                        key.kind,
                        TermKind::Null
                            | TermKind::Bool(_)
                            | TermKind::Number(_)
                            | TermKind::String(_)
                    )
                };
                if items.len() > 1 && !items.iter().all(|(key, _)| is_constant(key)) {
                    let mut fields = vec![];
                    for (key, value) in items {
                        let (key, value) = (self.term(scope, key), self.term(scope, value));
                        fields.push(format!("[{}, {}]", key.text, value.text));
                    }
                    return Expr::other(format!("x_object([{}])", fields.join(", ")));
                }
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
                let name = self.builtin("internal.template_string");
                Expr::other(format!("{name}([{}])", parts.join(", ")))
            }
            TermKind::Null | TermKind::Bool(_) | TermKind::Number(_) | TermKind::String(_) => {
                unreachable!("scalars are known beforehand")
            }
        }
    }

    fn local(&mut self, scope: &mut Scope, local: LocalId) -> Expr {
        scope.bound.get(&local).cloned().unwrap_or_else(|| {
            self.defect(self.program.local(local).place, "a variable has no value here");
            Expr::simple("null")
        })
    }

    fn list(
        &mut self,
        scope: &mut Scope,
        items: &[Term],
        open: &str,
        close: &str,
        shape: Shape,
    ) -> Expr {
        self.depth += 1;
        let items = self.all(scope, items, Use::Shown);
        self.depth -= 1;
        let total = items.iter().all(|item| item.total);
        let items: Vec<_> = items.into_iter().map(|item| item.text).collect();
        Expr { text: format!("{open}{}{close}", items.join(", ")), shape, total }
    }

    /// Terms beside one another. What one of them binds by going through something, another may name.
    fn all(&mut self, scope: &mut Scope, terms: &[Term], usage: Use) -> Vec<Expr> {
        let (later, first): (Vec<_>, Vec<_>) =
            terms.iter().enumerate().partition(|(_, term)| is_open(scope, term));
        let mut exprs: Vec<_> = first
            .into_iter()
            .chain(later)
            .map(|(index, term)| (index, self.nested(scope, term, usage)))
            .collect();
        exprs.sort_by_key(|(index, _)| *index);
        exprs.into_iter().map(|(_, expr)| expr).collect()
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
        let texts = self.all(scope, args, usage);
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
        Expr::variable(result)
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
                let name = self.builtin(builtin);
                Expr::other(format!("{name}({})", texts.join(", ")))
            }
            Function::Document(id) => {
                let name = self.document(id, world);
                let args = if texts.is_empty() { "0".to_owned() } else { texts.join(", ") };
                Expr::other(format!("data.g.{name}({args})"))
            }
        }
    }

    /// What the engine calls a builtin, which is now needed.
    fn builtin(&mut self, name: &'static str) -> String {
        self.builtins.insert(name);
        super::name(name)
    }

    fn print(&mut self, scope: &mut Scope, args: &[Term], place: Place) -> Expr {
        let args: Vec<_> = args.iter().map(|arg| self.perhaps(scope, arg)).collect();
        self.prints.push(place);
        let lines = self.builtin("internal.print");
        Expr::other(format!("x_print({}, {lines}([{}]))", self.prints.len() - 1, args.join(", ")))
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

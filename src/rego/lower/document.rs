//! Documents and functions, as rules of the engine. Whatever a rule yields is named in its body first: the engine takes
//! an undefined value at the head for success.

use super::Lowering;
use super::scope::{Expr, Scope, Shape, lines};
use super::world::WorldId;
use crate::rego::emit::mark;
use crate::rego::ir::{Clause, Document, DocumentId, Kind, Output, Place, Term};

impl Lowering<'_> {
    /// Writes a document for a world.
    pub(super) fn write(&mut self, id: DocumentId, world: WorldId, name: &str) {
        let document = self.program.document(id);
        match document.kind {
            Kind::Complete => self.complete(document, world, name, &[]),
            Kind::Function(arity) => {
                let args: Vec<_> = (0..arity.max(1)).map(|_| self.fresh()).collect();
                self.complete(document, world, name, &args);
            }
            Kind::Set => self.set(document, world, name),
            Kind::Object => self.object(document, world, name),
            Kind::Nested => self.nested_object(document, world, name),
        }
        self.points.document = None;
    }

    fn complete(&mut self, document: &Document, world: WorldId, name: &str, args: &[String]) {
        let default = document.default.as_ref().map(|default| {
            let (scope, value) = self.output(world, &default.value);
            branch(&scope, &value)
        });
        let head = if args.is_empty() { String::new() } else { format!("({})", args.join(", ")) };
        match (document.clauses.as_slice(), default) {
            ([], default) => {
                self.line(
                    document.place,
                    &format!("{name}{head} := {}", default.unwrap_or_default()),
                );
            }
            ([clause], default) => {
                let mut branches = self.branches(clause, world, args);
                branches.extend(default);
                self.line(clause.head, &format!("{name}{head} := {}", branches.join(" else := ")));
            }
            (clauses, default) => {
                let tried = if default.is_some() { self.generated() } else { name.to_owned() };
                for clause in clauses {
                    let branches = self.branches(clause, world, args);
                    self.line(
                        clause.head,
                        &format!("{tried}{head} := {}", branches.join(" else := ")),
                    );
                }
                if let Some(default) = default {
                    let value = self.fresh();
                    let first = format!("{value} if {{\n{value} := data.g.{tried}{head}\n}}");
                    self.line(
                        document.place,
                        &format!("{name}{head} := {first} else := {default}"),
                    );
                }
            }
        }
    }

    /// A definition and its `else`s, each as `value if { … }`.
    fn branches(&mut self, clause: &Clause, world: WorldId, args: &[String]) -> Vec<String> {
        let mut branches = vec![];
        let (params, mut next) = (&clause.params, Some(clause));
        while let Some(clause) = next {
            self.points.clause(clause);
            let mut scope = Scope::new(world);
            for arg in args {
                let number = arg.trim_start_matches('v').parse().expect("arguments are variables");
                scope.defined.insert(number);
            }
            for (param, arg) in params.iter().zip(args) {
                self.unify_value(&mut scope, param, &Expr::variable(arg));
            }
            self.body(&mut scope, &clause.body);
            let value = self.value(&mut scope, output(clause));
            branches.push(branch(&scope, &value));
            next = clause.otherwise.as_deref();
        }
        branches
    }

    fn set(&mut self, document: &Document, world: WorldId, name: &str) {
        let only = document.clauses.len() == 1;
        for clause in &document.clauses {
            let mut scope = self.start(clause, world);
            if only {
                let member = self.term(&mut scope, output(clause));
                let text = format!("{name} := {{{} |\n{}}}", member.text, lines(&scope.statements));
                self.line(clause.head, &text);
            } else {
                let member = self.value(&mut scope, output(clause));
                self.line(clause.head, &format!("{name} contains {}", branch(&scope, &member)));
            }
        }
    }

    fn object(&mut self, document: &Document, world: WorldId, name: &str) {
        let only = document.clauses.len() == 1;
        for clause in &document.clauses {
            let (mut scope, [key, value]) = self.pair(clause, world, |lowering, scope, clause| {
                let key = lowering.term(scope, &clause.keys[0]);
                [key, lowering.term(scope, output(clause))]
            });
            if only {
                let text = format!(
                    "{name} := {{{}: {} |\n{}}}",
                    key.text,
                    value.text,
                    lines(&scope.statements)
                );
                self.line(clause.head, &text);
            } else {
                let place = clause.head;
                let value =
                    if value.total { value.text } else { self.assign(&mut scope, value, place) };
                let key = self.assign(&mut scope, key, place);
                self.line(place, &format!("{name}[{key}] := {}", branch(&scope, &value)));
            }
        }
    }

    /// An object of several levels is built from its leaves, each with its path.
    fn nested_object(&mut self, document: &Document, world: WorldId, name: &str) {
        let leaves = self.generated();
        for clause in &document.clauses {
            let (mut scope, [path, value]) = self.pair(clause, world, |lowering, scope, clause| {
                let keys: Vec<_> =
                    clause.keys.iter().map(|key| lowering.term(scope, key).text).collect();
                let value = lowering.term(scope, output(clause));
                [
                    Expr {
                        total: false,
                        ..Expr::total(format!("[{}]", keys.join(", ")), Shape::Built)
                    },
                    value,
                ]
            });
            // A value is wrapped in an array, a member in a set.
            let leaf = match clause.output {
                Output::Value(_) => format!("[{}, [{}]]", path.text, value.text),
                Output::Member(_) => format!("[{}, {{{}}}]", path.text, value.text),
            };
            let leaf = self.assign(
                &mut scope,
                Expr { total: false, ..Expr::total(leaf, Shape::Built) },
                clause.head,
            );
            self.line(clause.head, &format!("{leaves} contains {}", branch(&scope, &leaf)));
        }
        self.line(document.place, &format!("{name} := x_nested(data.g.{leaves})"));
    }

    /// The two parts of what a clause adds. Where it has an `else`, they come from a rule of their own, whose first branch
    /// that holds gives them.
    fn pair(
        &mut self,
        clause: &Clause,
        world: WorldId,
        write: impl Fn(&mut Self, &mut Scope, &Clause) -> [Expr; 2],
    ) -> (Scope, [Expr; 2]) {
        if clause.otherwise.is_none() {
            let mut scope = self.start(clause, world);
            let parts = write(self, &mut scope, clause);
            return (scope, parts);
        }
        let mut branches = vec![];
        let mut next = Some(clause);
        while let Some(each) = next {
            // What follows `else` stands at the place of what stands before it.
            let each_at = Clause { keys: clause.keys.clone(), otherwise: None, ..each.clone() };
            let mut scope = self.start(&each_at, world);
            let parts = write(self, &mut scope, &each_at);
            let built = format!("[{}, {}]", parts[0].text, parts[1].text);
            let pair = self.assign(
                &mut scope,
                Expr { total: false, ..Expr::total(built, Shape::Built) },
                each.head,
            );
            branches.push(branch(&scope, &pair));
            next = each.otherwise.as_deref();
        }
        let name = self.generated();
        self.line(clause.head, &format!("{name} := {}", branches.join(" else := ")));
        let mut scope = Scope::new(world);
        let pair = self.assign(&mut scope, Expr::other(format!("data.g.{name}")), clause.head);
        (scope, [0, 1].map(|index| Expr::other(format!("{pair}[{index}]"))))
    }

    /// A clause's body.
    fn start(&mut self, clause: &Clause, world: WorldId) -> Scope {
        self.points.clause(clause);
        let mut scope = Scope::new(world);
        self.body(&mut scope, &clause.body);
        scope
    }

    /// A term on its own.
    fn output(&mut self, world: WorldId, term: &Term) -> (Scope, String) {
        let mut scope = Scope::new(world);
        let value = self.value(&mut scope, term);
        (scope, value)
    }

    /// What a rule yields: an expression that is never undefined.
    pub(super) fn value(&mut self, scope: &mut Scope, term: &Term) -> String {
        let expr = self.term(scope, term);
        if expr.total { expr.text } else { self.assign(scope, expr, term.place) }
    }

    /// A rule of the engine.
    pub(super) fn line(&mut self, place: Place, text: &str) {
        self.text.push_str(&mark(place));
        self.text.push_str(text);
        self.text.push('\n');
    }
}

fn output(clause: &Clause) -> &Term {
    match &clause.output {
        Output::Value(term) | Output::Member(term) => term,
    }
}

fn branch(scope: &Scope, value: &str) -> String {
    format!("{value} if {{\n{}}}", lines(&scope.statements))
}

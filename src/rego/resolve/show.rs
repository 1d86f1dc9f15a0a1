//! Resolved bodies as text, for tests: close to Rego, with `t1`, `t2` for what the front adds.

use crate::rego::ast::Version;
use crate::rego::ir::{
    Body, Callee, Clause, Literal, LiteralKind, LocalId, Output, Program, Replacement, Root,
    Target, Term, TermKind,
};
use crate::rego::parse;
use crate::rego::resolve::{Options, resolve};
use std::cell::RefCell;

/// A program of these files; the messages of what is wrong with it otherwise.
pub(in crate::rego) fn program(files: &[&str], options: &Options) -> Result<Program, Vec<String>> {
    let modules = files.iter().zip(1..).map(|(text, number)| {
        parse::parse(&format!("{number}.rego"), text, Version::V1).expect("the text is Rego")
    });
    resolve(&modules.collect::<Vec<_>>(), None, options)
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

/// The clauses of a document, one after the other.
pub(in crate::rego) fn document(program: &Program, path: &str) -> String {
    let show = Show { program, added: RefCell::new(Vec::new()) };
    let document = program.documents.iter().find(|document| document.path.join(".") == path);
    let clauses = &document.expect("the document is there").clauses;
    clauses.iter().map(|clause| show.clause(clause)).collect::<Vec<_>>().join(" | ")
}

struct Show<'p> {
    program: &'p Program,
    added: RefCell<Vec<LocalId>>,
}

impl Show<'_> {
    fn clause(&self, clause: &Clause) -> String {
        let body = self.body(&clause.body);
        let params = self.list(&clause.params);
        let params = if params.is_empty() { params } else { format!("({params})") };
        let keys: Vec<String> =
            clause.keys.iter().map(|key| format!("[{}]", self.term(key))).collect();
        let keys = keys.concat();
        let output = match &clause.output {
            Output::Value(value) => self.term(value),
            Output::Member(member) => format!("contains {}", self.term(member)),
        };
        let otherwise = clause.otherwise.as_ref();
        let otherwise =
            otherwise.map_or(String::new(), |next| format!(" else {}", self.clause(next)));
        format!("{params}{keys}{output} if {{{body}}}{otherwise}")
    }

    fn body(&self, body: &Body) -> String {
        body.literals.iter().map(|literal| self.literal(literal)).collect::<Vec<_>>().join("; ")
    }

    fn literal(&self, literal: &Literal) -> String {
        let shown = match &literal.kind {
            LiteralKind::Test(term) => self.term(term),
            LiteralKind::Unify(left, right) => {
                format!("{} = {}", self.term(left), self.term(right))
            }
            LiteralKind::Iterate { key, value, over } => {
                let key = key.as_ref().map_or(String::new(), |key| format!("{}, ", self.term(key)));
                format!("some {key}{} in {}", self.term(value), self.term(over))
            }
            LiteralKind::Every { key, value, domain, body } => {
                let key = key.map_or(String::new(), |key| format!("{}, ", self.local(key)));
                let domain = self.term(domain);
                format!("every {key}{} in {domain} {{{}}}", self.local(*value), self.body(body))
            }
            LiteralKind::Not(body) => format!("not {}", self.operand(body)),
            LiteralKind::Any(bodies) => {
                let bodies: Vec<String> = bodies.iter().map(|body| self.operand(body)).collect();
                format!("any {}", bodies.join(" or "))
            }
        };
        literal.with.iter().fold(shown, |shown, with| {
            let target = match &with.target {
                Target::Input(path) => format!("input.{}", path.join(".")),
                Target::Data(path) => format!("data.{}", path.join(".")),
                Target::Function(callee) => self.callee(*callee),
            };
            let value = match &with.value {
                Replacement::Value(value) => self.term(value),
                Replacement::Function(callee) => self.callee(*callee),
            };
            format!("{shown} with {target} as {value}")
        })
    }

    fn operand(&self, body: &Body) -> String {
        if body.open {
            format!("({})", self.body(body))
        } else {
            format!("{{{}}}", self.body(body))
        }
    }

    fn list(&self, terms: &[Term]) -> String {
        terms.iter().map(|term| self.term(term)).collect::<Vec<_>>().join(", ")
    }

    fn term(&self, term: &Term) -> String {
        match &term.kind {
            TermKind::Null => "null".to_owned(),
            TermKind::Bool(value) => value.to_string(),
            TermKind::Number(value) => value.to_string(),
            TermKind::String(value) => format!("{value:?}"),
            TermKind::Local(local) => self.local(*local),
            TermKind::Array(items) => format!("[{}]", self.list(items)),
            TermKind::Set(items) => format!("{{{}}}", self.list(items)),
            TermKind::Object(fields) => {
                let fields = fields
                    .iter()
                    .map(|(key, value)| format!("{}: {}", self.term(key), self.term(value)));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
            }
            TermKind::ArrayOf(head, body) => {
                let body = self.body(body);
                format!("[{} | {body}]", self.term(head))
            }
            TermKind::SetOf(head, body) => {
                let body = self.body(body);
                format!("{{{} | {body}}}", self.term(head))
            }
            TermKind::ObjectOf(key, value, body) => {
                let body = self.body(body);
                format!("{{{}: {} | {body}}}", self.term(key), self.term(value))
            }
            TermKind::Ref(root, steps) => {
                let root = match root {
                    Root::Input => "input".to_owned(),
                    Root::Document(id) => {
                        format!("<{}>", self.program.document(*id).path.join("."))
                    }
                    Root::Package(path) => format!("<{}.*>", path.join(".")),
                    Root::Data => "data".to_owned(),
                    Root::Term(term) => self.term(term),
                };
                steps.iter().fold(root, |shown, step| match &step.kind {
                    TermKind::String(name) => format!("{shown}.{name}"),
                    _ => format!("{shown}[{}]", self.term(step)),
                })
            }
            TermKind::Call(callee, args) => {
                format!("{}({})", self.callee(*callee), self.list(args))
            }
            TermKind::Template(parts) => format!("$({})", self.list(parts)),
        }
    }

    fn callee(&self, callee: Callee) -> String {
        match callee {
            Callee::Builtin(signature) => signature.name.to_owned(),
            Callee::Function(id) => format!("<{}>", self.program.document(id).path.join(".")),
        }
    }

    fn local(&self, local: LocalId) -> String {
        let name = &self.program.local(local).name;
        if !name.is_empty() {
            return name.to_string();
        }
        let mut added = self.added.borrow_mut();
        let known = added.iter().position(|other| *other == local);
        let number = known.unwrap_or_else(|| {
            added.push(local);
            added.len() - 1
        });
        format!("t{}", number + 1)
    }
}

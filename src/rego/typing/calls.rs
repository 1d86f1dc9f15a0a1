//! Calls: that functions are given what they take.

use super::checker::{By, Checker, Known, TYPE};
use super::unify::Shape;
use crate::rego::ir::{Callee, Term};
use crate::rego::signatures::Signature;
use crate::rego::types::Type;

impl Checker<'_> {
    /// Checks a call and gives the type of its result.
    pub(super) fn call(&mut self, term: &Term, callee: Callee, args: &[Term]) -> Type {
        if let Callee::Builtin(builtin) = callee
            && (builtin.variadic || builtin.name == "internal.print")
        {
            for arg in args {
                self.apart(arg);
            }
            return (builtin.result)();
        }
        let shapes = self.each(args);
        let Some((takes, result)) = self.signature(callee) else { return Type::Any };
        for (at, ((arg, shape), takes)) in args.iter().zip(&shapes).zip(&takes).enumerate() {
            self.compare_strings((arg, shape), (arg, &Shape::Known(takes.clone())));
            if !self.assign(shape, takes) {
                self.wrong_argument(callee, at, arg, shape, takes);
            }
        }
        if let Callee::Builtin(builtin) = callee {
            self.comparison(term, builtin, args, &shapes);
        }
        result
    }

    /// The types of the arguments and of the result; `None` where they are not known.
    pub(super) fn signature(&self, callee: Callee) -> Option<(Vec<Type>, Type)> {
        match callee {
            Callee::Builtin(builtin) => Some(((builtin.args)(), (builtin.result)())),
            Callee::Function(id) if self.affected.contains(&id) => None,
            Callee::Function(id) => match &self.documents[id.0 as usize] {
                Known::Function(args, result) => Some((args.clone(), result.clone())),
                _ => None,
            },
        }
    }

    fn wrong_argument(
        &mut self,
        callee: Callee,
        at: usize,
        arg: &Term,
        shape: &Shape,
        takes: &Type,
    ) {
        let name = match callee {
            Callee::Builtin(Signature { infix: Some(operator), .. }) => (*operator).to_owned(),
            Callee::Builtin(builtin) => builtin.name.to_owned(),
            Callee::Function(id) => self.program.document(id).path.join("."),
        };
        let of = self.own_type_of(shape).unwrap_or_default();
        let mistake = self
            .program
            .mistake(arg.place, TYPE, format!("`{name}` does not take `{of}`"))
            .label(format!("argument {} of `{name}` is `{takes}`", at + 1));
        self.report(self.by(), mistake);
    }

    /// Comparisons that OPA lets pass, although what comes out is always the same.
    fn comparison(&mut self, term: &Term, builtin: &Signature, args: &[Term], shapes: &[Shape]) {
        let ([left, right], [a, b]) = (args, shapes) else { return };
        match builtin.name {
            "equal" | "neq" => self.compare_strings((left, a), (right, b)),
            "internal.member_2" => return self.membership(term, (left, a), (right, b)),
            "lt" | "lte" | "gt" | "gte" => {}
            _ => return,
        }
        let (Some(a), Some(b)) = (self.type_of(a), self.type_of(b)) else { return };
        if !a.unifies(&b) {
            let operator = builtin.infix.unwrap_or(builtin.name);
            let mistake = self
                .program
                .mistake(term.place, TYPE, format!("`{operator}` compares `{a}` with `{b}`"))
                .label("always gives the same")
                .help("compare what is of the same type");
            self.report(By::Nobody, mistake);
        }
    }

    fn membership(&mut self, term: &Term, member: (&Term, &Shape), collection: (&Term, &Shape)) {
        self.compare_members(member, collection);
        let (Some(of), Some(collection)) = (self.type_of(member.1), self.type_of(collection.1))
        else {
            return;
        };
        if collection.values().is_none_or(|values| !of.unifies(&values)) {
            let mistake = self
                .program
                .mistake(term.place, TYPE, format!("`{of}` is never in `{collection}`"))
                .label("never holds");
            self.report(By::Nobody, mistake);
        }
    }
}

//! What a negation needs. OPA evaluates the references in the arguments of a negated literal before the negation, so that
//! `not count(input.x) == 1` is undefined where `input.x` is; only what is negated itself may be undefined.

use crate::rego::ir::{Callee, Literal, LiteralKind, Local, LocalId, Place, Term, TermKind};

/// Takes what has to be evaluated before it out of a negated literal. In a query `==` is a call like others; in a file it is
/// `=`, whose sides are negated themselves.
pub(super) fn take_out(
    negated: &mut Literal,
    is_query: bool,
    locals: &mut Vec<Local>,
) -> Vec<Literal> {
    let mut taken = Taken { locals, literals: Vec::new() };
    match &mut negated.kind {
        LiteralKind::Test(Term { kind: TermKind::Call(callee, args), .. }) => {
            let is_equation =
                matches!(callee, Callee::Builtin(signature) if signature.name == "equal");
            for arg in args {
                if is_equation && !is_query { taken.side(arg) } else { taken.argument(arg) }
            }
        }
        LiteralKind::Test(term) => taken.side(term),
        LiteralKind::Unify(output, Term { kind: TermKind::Call(_, args), .. }) => {
            args.iter_mut().chain([output]).for_each(|arg| taken.argument(arg));
        }
        LiteralKind::Unify(left, right) => {
            taken.side(left);
            taken.side(right);
        }
        _ => {}
    }
    taken.literals
}

struct Taken<'l> {
    locals: &'l mut Vec<Local>,
    literals: Vec<Literal>,
}

impl Taken<'_> {
    /// A term that may itself be undefined, but for the steps within it.
    fn side(&mut self, term: &mut Term) {
        match &mut term.kind {
            TermKind::Ref(_, steps) => steps.iter_mut().for_each(|step| self.argument(step)),
            TermKind::ArrayOf(..) | TermKind::SetOf(..) | TermKind::ObjectOf(..) => {}
            _ => self.argument(term),
        }
    }

    /// A term that has to be defined.
    fn argument(&mut self, term: &mut Term) {
        match &mut term.kind {
            TermKind::Array(items) | TermKind::Set(items) => {
                for item in items.iter_mut() {
                    self.argument(item);
                }
            }
            TermKind::Object(fields) => {
                for (key, value) in fields {
                    self.argument(key);
                    self.argument(value);
                }
            }
            TermKind::Ref(_, steps) => {
                for step in steps.iter_mut() {
                    self.argument(step);
                }
                let place = term.place;
                let name = Term { kind: TermKind::Local(self.name(place)), place };
                let reference = std::mem::replace(term, name.clone());
                let kind = LiteralKind::Unify(name, reference);
                self.literals.push(Literal { kind, with: Vec::new(), place });
            }
            _ => {}
        }
    }

    fn name(&mut self, place: Place) -> LocalId {
        let number =
            u32::try_from(self.locals.len()).expect("a program has fewer than 2³² variables");
        self.locals.push(Local { name: "".into(), place, assigned: false });
        LocalId(number)
    }
}

//! Safety: every variable is bound before it is needed. Goes through all bodies, from the outside to the inside.

use super::{Locals, negation, order, variables};
use crate::rego::Mistake;
use crate::rego::ir::{
    Body, Clause, Literal, LiteralKind, Local, LocalId, Output, Place, Program, Term, TermKind,
};
use crate::rego::resolve::visit::{self, Visit};
use std::collections::BTreeMap;
use variables::Counted;

const CODE: &str = "gatewright::rego::unsafe";

/// Orders every body, and says which variables are never bound.
pub(super) fn check(program: &mut Program) -> Vec<Mistake> {
    let mut documents = std::mem::take(&mut program.documents);
    let mut query = program.query.take();
    let mut safety = Safety {
        locals: &mut program.locals,
        unbound: BTreeMap::new(),
        hidden: Vec::new(),
        entangled: Vec::new(),
        is_query: false,
    };
    for document in &mut documents {
        if let Some(default) = &mut document.default {
            let heads = vec![&mut default.value];
            safety.closure(heads, &mut Body::default(), &mut Locals::new());
        }
        for clause in &mut document.clauses {
            safety.clause(clause);
        }
    }
    safety.is_query = true;
    if let Some(query) = &mut query {
        safety.body(&mut query.body, &mut Locals::new());
    }
    let Safety { unbound, hidden, entangled, .. } = safety;
    program.documents = documents;
    program.query = query;
    mistakes(program, unbound, hidden, &entangled)
}

struct Safety<'l> {
    locals: &'l mut Vec<Local>,
    /// The variables that are never bound, and where the first is needed.
    unbound: BTreeMap<LocalId, Place>,
    /// Literals that need something for which the author has no name.
    hidden: Vec<Place>,
    /// Literals that OPA takes for unsafe, although they are not.
    entangled: Vec<Place>,
    is_query: bool,
}

impl Safety<'_> {
    fn clause(&mut self, clause: &mut Clause) {
        let params = clause.params.iter();
        let params: Locals =
            params.flat_map(|param| variables::of_term(param, Counted::default())).collect();
        let mut next = Some(clause);
        while let Some(clause) = next {
            let (Output::Value(output) | Output::Member(output)) = &mut clause.output;
            let heads = clause.keys.iter_mut().chain([output]).collect();
            self.closure(heads, &mut clause.body, &mut params.clone());
            next = clause.otherwise.as_deref_mut();
        }
    }

    /// A body, and the terms that are made of it.
    fn closure(&mut self, heads: Vec<&mut Term>, body: &mut Body, around: &mut Locals) {
        let literals = body.literals.iter();
        let named: Locals =
            literals.flat_map(|literal| variables::of_literal(literal, self.locals)).collect();
        for head in heads {
            for local in variables::of_term(head, Counted::default()) {
                if !named.contains(&local) && !around.contains(&local) {
                    self.note(local, place_in(head, local));
                }
            }
            visit::closures_of(head, &mut |heads, body| self.closure(heads, body, around));
        }
        self.body(body, around);
    }

    /// Orders a body. `around` is what is bound around it; it is the same again afterwards.
    fn body(&mut self, body: &mut Body, around: &mut Locals) {
        let found = order::order(&body.literals, around, self.locals);
        for (index, missing) in &found.stuck {
            self.stuck(&body.literals[*index], missing);
        }
        for index in &found.entangled {
            self.entangled.push(body.literals[*index].place);
        }
        if !found.stuck.is_empty() || !found.entangled.is_empty() {
            return;
        }
        let mut literals: Vec<Option<Literal>> =
            std::mem::take(&mut body.literals).into_iter().map(Some).collect();
        let mut added = Vec::new();
        for index in found.indices {
            let mut literal =
                literals[index].take().expect("each literal has one place in the order");
            let mut front = Vec::new();
            if let LiteralKind::Not(Body { literals, open: true }) = &mut literal.kind {
                for negated in literals {
                    front.extend(negation::take_out(negated, self.is_query, self.locals));
                }
            }
            for taken in &mut front {
                taken.with.clone_from(&literal.with);
            }
            for mut literal in front.into_iter().chain([literal]) {
                self.within(&mut literal, around);
                let named = variables::of_literal(&literal, self.locals);
                added.extend(named.into_iter().filter(|local| around.insert(*local)));
                body.literals.push(literal);
            }
        }
        for local in added {
            around.remove(&local);
        }
    }

    fn within(&mut self, literal: &mut Literal, around: &mut Locals) {
        let bound: Vec<LocalId> = match &literal.kind {
            LiteralKind::Every { key, value, .. } => key.iter().chain([value]).copied().collect(),
            _ => Vec::new(),
        };
        let added: Vec<LocalId> = bound.into_iter().filter(|local| around.insert(*local)).collect();
        visit::scopes(literal, &mut |heads, body| self.closure(heads, body, around));
        for local in added {
            around.remove(&local);
        }
    }

    fn stuck(&mut self, literal: &Literal, missing: &Locals) {
        let named: Vec<LocalId> =
            missing.iter().copied().filter(|local| !self.is_hidden(*local)).collect();
        if named.is_empty() {
            self.hidden.push(literal.place);
        }
        for local in named {
            let mut first = First { local, place: None };
            visit::walk_literal(&mut first, literal);
            self.note(local, first.place.unwrap_or(literal.place));
        }
    }

    fn is_hidden(&self, local: LocalId) -> bool {
        self.locals[local.0 as usize].name.is_empty()
    }

    fn note(&mut self, local: LocalId, place: Place) {
        if self.is_hidden(local) {
            self.hidden.push(place);
        } else {
            self.unbound.entry(local).or_insert(place);
        }
    }
}

fn place_in(term: &Term, local: LocalId) -> Place {
    let mut first = First { local, place: None };
    visit::walk_term(&mut first, term);
    first.place.unwrap_or(term.place)
}

/// Where a variable is named first.
struct First {
    local: LocalId,
    place: Option<Place>,
}

impl Visit for First {
    fn term(&mut self, term: &Term) -> bool {
        if matches!(term.kind, TermKind::Local(local) if local == self.local) {
            self.place.get_or_insert(term.place);
        }
        self.place.is_none()
    }
}

fn mistakes(
    program: &Program,
    unbound: BTreeMap<LocalId, Place>,
    hidden: Vec<Place>,
    entangled: &[Place],
) -> Vec<Mistake> {
    // What the author has no name for is only worth a word where nothing else is wrong.
    let hidden = if unbound.is_empty() { hidden } else { Vec::new() };
    let of_variables = unbound.into_iter().map(|(local, place)| {
        let name = &program.local(local).name;
        let help = help(program, name, place);
        program.mistake(place, CODE, format!("`{name}` is never bound")).help(help)
    });
    let of_literals = hidden.into_iter().map(|place| {
        program
            .mistake(place, CODE, "this needs a value that is never bound")
            .help("a set or a key in a pattern binds nothing, and a negation neither")
    });
    let of_entangled = entangled.iter().map(|place| {
        program
            .mistake(*place, CODE, "OPA takes this for unsafe: a comprehension and a reference in it need the same variables")
            .help("name the comprehension before, with `:=`")
    });
    of_variables.chain(of_literals).chain(of_entangled).collect()
}

/// A keyword that is not imported, a rule of the package with nearly the same name, or how a variable is bound.
fn help(program: &Program, name: &str, place: Place) -> String {
    if matches!(name, "in" | "every" | "if" | "contains" | "and" | "or" | "not") {
        return format!("`import future.keywords.{name}` makes it a keyword");
    }
    let package = &program.modules[place.module as usize].package;
    let rules = program.documents.iter().filter_map(|document| {
        document.path.strip_prefix(&package[..])?.first().map(ToString::to_string)
    });
    match crate::rego::resolve::nearest(name, rules) {
        Some(near) => format!("is `{near}` meant?"),
        None if name == "_" => "it has to be bound before it is negated, and nothing else can bind it".to_owned(),
        None => "define it as a rule, or bind it with `:=`, `some … in` or a reference that goes through it".to_owned(),
    }
}

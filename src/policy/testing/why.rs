//! Why a test does not hold: the first condition that nothing got past, and the values that it had.
//!
//! The test is run again, with notes of how far each body comes. Then the conditions before the one that stopped it are asked
//! for once more as a query, together with the parts of that one.

use crate::policy::builtins::json_text;
use crate::policy::data::Document;
use crate::policy::program::{Limits, Loaded, Mode, Reached};
use crate::rego::Mistake;
use crate::rego::ir::{
    Body, Callee, Clause, DocumentId, Literal, LiteralKind, Local, LocalId, Place, Program, Query,
    Root, Term, TermKind, With,
};
use crate::rego::signatures::Signature;
use regorus::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

/// How long a value is shown at most.
const MAX_SHOWN: usize = 300;

/// How many times the values at a point are noted: as many as a test may have cases.
const MAX_NOTES: usize = 1_000;

/// How many rules deep it is looked for a reason.
const MAX_DEPTH: usize = 4;

/// Finds reasons in one program.
pub(super) struct Explainer<'a> {
    program: &'a Program,
    extra: &'a [&'static Signature],
    limits: Limits,
    /// The program with notes, made when the first test fails.
    noting: OnceLock<Option<Loaded>>,
}

/// A run of a test, and how far its bodies came.
struct Noted<'a> {
    loaded: &'a Loaded,
    reached: BTreeMap<usize, Reached>,
    data: &'a Document,
    mode: Mode,
    /// The keys of the case that does not hold.
    case: Vec<Value>,
}

/// How far the best way through a body came.
struct Furthest<'a> {
    clause: &'a Clause,
    step: usize,
    locals: Vec<LocalId>,
    /// The values of `locals`, one of the times.
    values: Vec<Value>,
}

/// How evaluation came to a body: what held before it, and what is replaced in it.
#[derive(Clone, Default)]
struct Way {
    held: Vec<Literal>,
    with: Vec<With>,
}

impl Way {
    /// A condition, as it stands on this way.
    fn on(&self, literal: &Literal) -> Literal {
        Literal { with: [self.with.as_slice(), &literal.with].concat(), ..literal.clone() }
    }

    /// The way to a document that a condition asks for, a function with these arguments.
    fn through(&self, literal: &Literal, params: &[Term], args: &[Term]) -> Self {
        let with = [self.with.as_slice(), &literal.with].concat();
        let given = params.iter().zip(args).map(|(param, arg)| Literal {
            kind: LiteralKind::Unify(param.clone(), arg.clone()),
            with: with.clone(),
            place: literal.place,
        });
        Self { held: self.held.iter().cloned().chain(given).collect(), with }
    }
}

impl<'a> Explainer<'a> {
    pub(super) fn new(
        program: &'a Program,
        extra: &'a [&'static Signature],
        limits: Limits,
    ) -> Self {
        Self { program, extra, limits, noting: OnceLock::new() }
    }

    /// Text with frames. `value` is what the test has in place of `true`; `case` the case that does not hold.
    pub(super) fn explain(
        &self,
        id: DocumentId,
        value: Option<&Value>,
        case: Option<&Value>,
        data: &Document,
        mode: Mode,
    ) -> String {
        if let Some(value) = value {
            return format!("its value is {}, and not `true`\n", shown(value));
        }
        let noting = self.noting.get_or_init(|| {
            Some(
                Loaded::declaring(self.program, true, self.extra)
                    .ok()?
                    .limited(Limits { notes: MAX_NOTES, ..self.limits }),
            )
        });
        let Some(loaded) = noting else { return "it is undefined\n".to_owned() };
        let run = loaded.run(None, data.0.clone(), mode);
        // What it gives is known; it is run for its notes.
        let _ = run.document(id);
        let case = case.and_then(|case| case.as_array().ok());
        let case = case.map(|keys| keys.iter().cloned().collect()).unwrap_or_default();
        let noted = Noted { loaded, reached: run.trace(), data, mode, case };
        let mut frames = Vec::new();
        self.frames(id, Way::default(), None, &noted, &mut frames);
        let frames: String = frames.iter().map(|(_, frame)| super::drawn(frame)).collect();
        if frames.is_empty() { "it is undefined\n".to_owned() } else { frames }
    }

    /// The condition that stopped a document, and those that stopped what it asks for.
    fn frames(
        &self,
        id: DocumentId,
        mut way: Way,
        asking: Option<(&Literal, &[Term])>,
        noted: &Noted<'_>,
        frames: &mut Vec<(DocumentId, Mistake)>,
    ) {
        if frames.len() >= MAX_DEPTH || frames.iter().any(|(told, _)| *told == id) {
            return;
        }
        let Some(furthest) = self.furthest(id, noted) else { return };
        let Some(literal) = furthest.clause.body.literals.get(furthest.step) else { return };
        if let Some((literal, args)) = asking {
            way = way.through(literal, &furthest.clause.params, args);
        }
        let before =
            furthest.clause.body.literals[..furthest.step].iter().map(|literal| way.on(literal));
        way.held = way.held.iter().cloned().chain(before.collect::<Vec<_>>()).collect();
        let name = self.program.document(id).path.join(".");
        let message = if frames.is_empty() {
            "nothing gets past this".to_owned()
        } else {
            format!("`data.{name}` needs this")
        };
        let frame = self.program.mistake(literal.place, "gatewright::test::failed", message);
        let values = self.values(&furthest, literal, &way, noted);
        let frame = frame.label("this does not hold");
        frames.push((id, if values.is_empty() { frame } else { frame.help(values) }));
        for (inner, args) in asked_for(literal) {
            self.frames(inner, way.clone(), Some((literal, args)), noted, frames);
        }
    }

    /// The definition of a document that came furthest.
    fn furthest(&self, id: DocumentId, noted: &Noted<'_>) -> Option<Furthest<'a>> {
        let clauses = self.program.document(id).clauses.iter().flat_map(chain);
        let reached = clauses.filter_map(|clause| reached(clause, noted));
        reached.max_by_key(|furthest| furthest.step)
    }

    /// The value of each part of the condition, and of each variable.
    fn values(
        &self,
        furthest: &Furthest<'_>,
        literal: &Literal,
        way: &Way,
        noted: &Noted<'_>,
    ) -> String {
        // What is unnamed stands for a term that was taken apart, and has a value like the named.
        let bound = (0..).map(LocalId).zip(&self.program.locals);
        let bound = bound.filter(|(id, local)| *local.name == *"_" || furthest.locals.contains(id));
        let bound: BTreeSet<LocalId> = bound.map(|(id, _)| id).collect();
        let mut parts = parts(literal);
        parts.retain(|part| is_ready(part, &bound) && !self.is_named(part));
        let asked = self.ask(furthest, literal, &parts, way, noted);
        let (values, locals) = asked.unwrap_or_else(|| (Vec::new(), furthest.values.clone()));
        let mut lines = String::new();
        for (part, value) in parts.iter().zip(values) {
            let value = value.map_or_else(|| "undefined".to_owned(), |value| shown(&value));
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "`{}` is {value}", self.text(part.place));
        }
        for (local, value) in furthest.locals.iter().zip(&locals) {
            let _ = writeln!(lines, "{} = {}", self.program.local(*local).name, shown(value));
        }
        lines.trim_end().to_owned()
    }

    /// The values of parts and of variables, there where the condition stands: a query of what comes before it, and of each.
    fn ask(
        &self,
        furthest: &Furthest<'_>,
        literal: &Literal,
        parts: &[&Term],
        way: &Way,
        noted: &Noted<'_>,
    ) -> Option<(Vec<Option<Value>>, Vec<Value>)> {
        let mut program = self.program.clone();
        let mut literals = way.held.clone();
        let name = |kind: &str, number: usize| -> Box<str> { format!("{kind}{number}").into() };
        let locals = furthest.locals.iter().enumerate();
        let mut variables: Vec<_> =
            locals.map(|(number, local)| (name("local", number), *local)).collect();
        for (number, part) in parts.iter().enumerate() {
            let local = LocalId(u32::try_from(program.locals.len()).ok()?);
            program.locals.push(Local {
                name: name("part", number),
                place: part.place,
                assigned: false,
            });
            variables.push((name("part", number), local));
            let all = TermKind::ArrayOf(Box::new((*part).clone()), Body::default());
            let [local, all] =
                [TermKind::Local(local), all].map(|kind| Term { kind, place: part.place });
            let kind = LiteralKind::Unify(local, all);
            literals.push(way.on(&Literal { kind, with: literal.with.clone(), place: part.place }));
        }
        program.query = Some(Query { body: Body { literals, open: false }, variables });
        let loaded = Loaded::declaring(&program, false, self.extra).ok()?.limited(self.limits);
        let run = loaded.run(None, noted.data.0.clone(), noted.mode);
        let results = run.query().ok()??;
        let result = |result: &Value| {
            let value = |kind, number| result[&Value::from(&*name(kind, number))].clone();
            let locals: Vec<Value> =
                (0..furthest.locals.len()).map(|number| value("local", number)).collect();
            let parts = (0..parts.len())
                .map(|number| value("part", number).as_array().ok()?.first().cloned());
            (parts.collect(), locals)
        };
        let mut results = results.as_array().ok()?.iter().map(result);
        let first = results.next()?;
        Some(if noted.is_of_case(&first.1) {
            first
        } else {
            results.find(|(_, locals)| noted.is_of_case(locals)).unwrap_or(first)
        })
    }

    /// Whether it is a variable of the author's, which is shown in any case.
    fn is_named(&self, term: &Term) -> bool {
        matches!(term.kind, TermKind::Local(local) if *self.program.local(local).name != *"_")
    }

    fn text(&self, place: Place) -> &str {
        let text = &self.program.modules[place.module as usize].file.text;
        text.get(place.span.start as usize..place.span.end as usize).unwrap_or_default()
    }
}

impl Noted<'_> {
    /// Whether these values are those of the case that does not hold, if there are cases.
    fn is_of_case(&self, values: &[Value]) -> bool {
        self.case.iter().all(|key| values.contains(key))
    }
}

/// How far a definition came; with cases, how far the one that does not hold came.
fn reached<'a>(clause: &'a Clause, noted: &Noted<'_>) -> Option<Furthest<'a>> {
    let points = noted.loaded.points().iter().enumerate();
    let own = points.filter(|(_, point)| point.clause == clause.place && !point.nested);
    let furthest = own.filter_map(|(number, point)| {
        let values = &noted.reached.get(&number)?.values;
        let values = values.iter().find(|values| noted.is_of_case(values))?;
        let (locals, values) = (point.locals.clone(), values.clone());
        Some(Furthest { clause, step: point.step, locals, values })
    });
    furthest.max_by_key(|furthest| furthest.step)
}

/// A definition and its `else` branches.
fn chain(clause: &Clause) -> impl Iterator<Item = &Clause> {
    std::iter::successors(Some(clause), |clause| clause.otherwise.as_deref())
}

/// The parts of a condition whose values say why it does not hold.
pub(in crate::policy) fn parts(literal: &Literal) -> Vec<&Term> {
    let terms = match &literal.kind {
        LiteralKind::Test(Term { kind: TermKind::Call(_, args), .. }) => args.iter().collect(),
        LiteralKind::Test(term) => vec![term],
        LiteralKind::Unify(left, right) => vec![left, right],
        LiteralKind::Iterate { over, .. } => vec![over],
        LiteralKind::Every { domain, .. } => vec![domain],
        LiteralKind::Not(_) | LiteralKind::Any(_) => Vec::new(),
    };
    let says_something = |term: &&Term| {
        matches!(
            term.kind,
            TermKind::Local(_)
                | TermKind::Ref(..)
                | TermKind::Call(..)
                | TermKind::ArrayOf(..)
                | TermKind::SetOf(..)
                | TermKind::ObjectOf(..)
        )
    };
    terms.into_iter().filter(says_something).collect()
}

/// Whether a term binds nothing: all its variables have a value.
pub(in crate::policy) fn is_ready(term: &Term, bound: &BTreeSet<LocalId>) -> bool {
    let all = |terms: &[Term]| terms.iter().all(|term| is_ready(term, bound));
    match &term.kind {
        TermKind::Local(local) => bound.contains(local),
        TermKind::Array(items) | TermKind::Set(items) | TermKind::Template(items) => all(items),
        TermKind::Object(fields) => {
            fields.iter().all(|(key, value)| is_ready(key, bound) && is_ready(value, bound))
        }
        TermKind::Ref(Root::Term(root), steps) => is_ready(root, bound) && all(steps),
        TermKind::Ref(_, steps) => all(steps),
        TermKind::Call(_, args) => all(args),
        // What a comprehension has from outside has a value before it is evaluated.
        _ => true,
    }
}

/// The documents that a condition asks for, and functions with their arguments.
fn asked_for(literal: &Literal) -> Vec<(DocumentId, &[Term])> {
    fn of<'a>(term: &'a Term, into: &mut Vec<(DocumentId, &'a [Term])>) {
        match &term.kind {
            TermKind::Ref(Root::Document(id), _) => into.push((*id, &[])),
            TermKind::Ref(Root::Term(root), _) => of(root, into),
            TermKind::Call(callee, args) => {
                if let Callee::Function(id) = callee {
                    into.push((*id, args));
                }
                args.iter().for_each(|arg| of(arg, into));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    match &literal.kind {
        LiteralKind::Test(term) => of(term, &mut found),
        LiteralKind::Unify(left, right) => {
            [left, right].into_iter().for_each(|term| of(term, &mut found));
        }
        _ => {}
    }
    found
}

fn shown(value: &Value) -> String {
    let text = json_text::write(value);
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

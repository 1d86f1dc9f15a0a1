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
    Root, Term, TermKind,
};
use crate::rego::signatures::Signature;
use regorus::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

/// How long a value is shown at most.
const MAX_SHOWN: usize = 300;

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
}

/// How far the best way through a body came.
struct Furthest<'a> {
    clause: &'a Clause,
    step: usize,
    locals: Vec<LocalId>,
    /// The values of `locals`, the first time.
    values: Vec<Value>,
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
            Some(Loaded::new(self.program, true, self.extra).ok()?.limited(self.limits))
        });
        let Some(loaded) = noting else { return "it is undefined\n".to_owned() };
        let run = loaded.run(None, data.0.clone(), mode);
        // What it gives is known; it is run for its notes.
        let _ = run.document(id);
        let noted = Noted { loaded, reached: run.trace(), data, mode };
        let mut told = BTreeSet::new();
        let frames = self.frames(id, case, &noted, &mut told);
        let frames: String = frames.iter().map(|frame| super::drawn(frame)).collect();
        if frames.is_empty() { "it is undefined\n".to_owned() } else { frames }
    }

    /// The condition that stopped a document, and those that stopped what it asks for.
    fn frames(
        &self,
        id: DocumentId,
        case: Option<&Value>,
        noted: &Noted<'_>,
        told: &mut BTreeSet<DocumentId>,
    ) -> Vec<Mistake> {
        if told.len() >= MAX_DEPTH || !told.insert(id) {
            return Vec::new();
        }
        let Some(furthest) = self.furthest(id, noted, case) else { return Vec::new() };
        let Some(literal) = furthest.clause.body.literals.get(furthest.step) else {
            return Vec::new();
        };
        let values = self.values(&furthest, literal, noted);
        let name = self.program.document(id).path.join(".");
        let message = if told.len() == 1 {
            "nothing gets past this".to_owned()
        } else {
            format!("`data.{name}` is undefined")
        };
        let frame = self.program.mistake(literal.place, "gatewright::test::failed", message);
        let frame = frame.label("this does not hold");
        let frame = if values.is_empty() { frame } else { frame.help(values) };
        let mut frames = vec![frame];
        for inner in asked_for(literal) {
            frames.extend(self.frames(inner, None, noted, told));
        }
        frames
    }

    /// The definition of a document that came furthest.
    fn furthest(
        &self,
        id: DocumentId,
        noted: &Noted<'_>,
        case: Option<&Value>,
    ) -> Option<Furthest<'a>> {
        let clauses = self.program.document(id).clauses.iter().flat_map(chain);
        let reached = clauses.filter_map(|clause| self.reached(clause, noted, case));
        reached.max_by_key(|furthest| furthest.step)
    }

    fn reached(
        &self,
        clause: &'a Clause,
        noted: &Noted<'_>,
        case: Option<&Value>,
    ) -> Option<Furthest<'a>> {
        let points = noted.loaded.points().iter().enumerate();
        let own = points.filter(|(_, point)| point.clause == clause.place && !point.nested);
        let reached = own.filter_map(|(number, point)| Some((point, noted.reached.get(&number)?)));
        let (point, reached) = reached.max_by_key(|(point, _)| point.step)?;
        // Of a test with cases, the values of the case that does not hold.
        let of_case = |values: &&Vec<Value>| {
            let keys = case.and_then(|case| case.as_array().ok());
            keys.is_none_or(|keys| keys.iter().all(|key| values.contains(key)))
        };
        let values = reached.values.iter().find(of_case).or(reached.values.first());
        Some(Furthest {
            clause,
            step: point.step,
            locals: point.locals.clone(),
            values: values.cloned().unwrap_or_default(),
        })
    }

    /// `name = value` for each variable that the condition names, and for each of its parts.
    fn values(&self, furthest: &Furthest<'_>, literal: &Literal, noted: &Noted<'_>) -> String {
        let mut lines = String::new();
        let bound: BTreeSet<LocalId> = furthest.locals.iter().copied().collect();
        let parts: Vec<&Term> =
            parts(literal).into_iter().filter(|part| is_ready(part, &bound)).collect();
        let found = self.ask(furthest, literal, &parts, noted).unwrap_or_default();
        for (part, value) in parts.iter().zip(found) {
            let value = value.map_or_else(|| "undefined".to_owned(), |value| shown(&value));
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "`{}` is {value}", self.text(part.place));
        }
        for (local, value) in furthest.locals.iter().zip(&furthest.values) {
            let _ = writeln!(lines, "{} = {}", self.program.local(*local).name, shown(value));
        }
        lines.trim_end().to_owned()
    }

    /// The values of terms, there where the condition stands: a query of what comes before it, and of each term.
    fn ask(
        &self,
        furthest: &Furthest<'_>,
        literal: &Literal,
        parts: &[&Term],
        noted: &Noted<'_>,
    ) -> Option<Vec<Option<Value>>> {
        let mut program = self.program.clone();
        let mut variables = Vec::new();
        let mut literals: Vec<Literal> = furthest.clause.body.literals[..furthest.step].to_vec();
        if !furthest.clause.params.is_empty() {
            return None; // What a function was called with is not known to a query.
        }
        for (number, part) in parts.iter().enumerate() {
            let local = LocalId(u32::try_from(program.locals.len()).ok()?);
            program.locals.push(Local { name: format!("part{number}").into(), place: part.place });
            variables.push((format!("part{number}").into(), local));
            let all = TermKind::ArrayOf(Box::new((*part).clone()), Body::default());
            let [local, all] =
                [TermKind::Local(local), all].map(|kind| Term { kind, place: part.place });
            literals.push(Literal {
                kind: LiteralKind::Unify(local, all),
                with: literal.with.clone(),
                place: part.place,
            });
        }
        program.query = Some(Query { body: Body { literals, open: false }, variables });
        let loaded = Loaded::new(&program, false, self.extra).ok()?.limited(self.limits);
        let run = loaded.run(None, noted.data.0.clone(), noted.mode);
        let results = run.query().ok()??;
        let first = results.as_array().ok()?.first()?.clone();
        let value = |number| {
            Some(first[&Value::from(format!("part{number}"))].as_array().ok()?.first()?.clone())
        };
        Some((0..parts.len()).map(value).collect())
    }

    fn text(&self, place: Place) -> &str {
        let text = &self.program.modules[place.module as usize].file.text;
        text.get(place.span.start as usize..place.span.end as usize).unwrap_or_default()
    }
}

/// A definition and its `else` branches.
fn chain(clause: &Clause) -> impl Iterator<Item = &Clause> {
    std::iter::successors(Some(clause), |clause| clause.otherwise.as_deref())
}

/// The parts of a condition whose values say why it does not hold.
fn parts(literal: &Literal) -> Vec<&Term> {
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
            TermKind::Ref(..)
                | TermKind::Call(..)
                | TermKind::ArrayOf(..)
                | TermKind::SetOf(..)
                | TermKind::ObjectOf(..)
        )
    };
    terms.into_iter().filter(says_something).collect()
}

/// Whether a term binds nothing: all its variables have a value.
fn is_ready(term: &Term, bound: &BTreeSet<LocalId>) -> bool {
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

/// The documents and functions that a condition asks for.
fn asked_for(literal: &Literal) -> Vec<DocumentId> {
    fn of(term: &Term, into: &mut Vec<DocumentId>) {
        match &term.kind {
            TermKind::Ref(Root::Document(id), _) => into.push(*id),
            TermKind::Ref(Root::Term(root), _) => of(root, into),
            TermKind::Call(callee, args) => {
                if let Callee::Function(id) = callee {
                    into.push(*id);
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
            [left, right].into_iter().for_each(|term| of(term, &mut found))
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

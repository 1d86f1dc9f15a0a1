//! How the answer to a query came about: for each document on the way, how far each definition came, what held, and what
//! the first condition that did not hold was missing.

use super::builtins::json_text;
use super::program::{Loaded, Reached, Run};
use super::query::Question;
use super::testing::why::{is_ready, parts};
use crate::rego::ir::{
    Body, Callee, Clause, DocumentId, Kind, Literal, LiteralKind, Local, LocalId, Output, Place,
    Program, Query, Root, Term, TermKind,
};
use crate::rego::lower::Point;
use crate::rego::{path_name, walk};
use regorus::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How many lines are written at most.
const MAX_LINES: usize = 300;

/// How many values of a variable are shown.
const MAX_VALUES: usize = 3;

/// How much of a value, and of a condition, is shown.
const MAX_SHOWN: usize = 80;

/// Where in data the values of variables are kept while the parts of a condition are asked for.
const KEPT: &str = "values of the explanation";

/// A derivation as text. `run` has answered the query with a trace.
pub(super) fn explain(
    program: &Program,
    question: &Question<'_>,
    loaded: &Loaded,
    run: &Run<'_>,
    ways: usize,
) -> String {
    let Some(query) = &program.query else { return String::new() };
    let replaces = is_replacing(program, &query.body);
    let mut derivation = Derivation {
        program,
        question,
        points: loaded.points(),
        reached: run.trace(),
        run,
        replaces,
        told: BTreeSet::new(),
        lines: Vec::new(),
    };
    derivation.say(
        0,
        match ways {
            0 => "the query is undefined".to_owned(),
            1 => "the query holds".to_owned(),
            ways => format!("the query holds in {ways} ways"),
        },
    );
    if replaces {
        derivation.say(
            0,
            "(`with` replaces something on the way: what is said of a document is of all its evaluations together)",
        );
    }
    derivation.body(None, &query.body, 1);
    derivation.text()
}

struct Derivation<'a> {
    program: &'a Program,
    question: &'a Question<'a>,
    points: &'a [Point],
    reached: BTreeMap<usize, Reached>,
    run: &'a Run<'a>,
    /// A document may have been evaluated under `with`, so that what it is outside of it says nothing.
    replaces: bool,
    told: BTreeSet<DocumentId>,
    lines: Vec<String>,
}

/// A condition, and how it was come past, if it was.
struct Step<'a> {
    literal: &'a Literal,
    past: Option<(&'a Point, Reached)>,
}

impl<'a> Derivation<'a> {
    fn say(&mut self, indent: usize, line: impl AsRef<str>) {
        if self.lines.len() <= MAX_LINES {
            self.lines.push("  ".repeat(indent) + line.as_ref());
        }
    }

    fn text(mut self) -> String {
        if self.lines.len() > MAX_LINES {
            self.lines.truncate(MAX_LINES);
            self.lines.push("… and more".to_owned());
        }
        self.lines.join("\n") + "\n"
    }

    /// A document, by its definitions; a second time only its name.
    fn document(&mut self, id: DocumentId, indent: usize) {
        if self.lines.len() > MAX_LINES {
            return;
        }
        let document = self.program.document(id);
        let name = format!("data.{}", path_name(&document.path));
        if !self.told.insert(id) {
            return self.say(indent, format!("{name}: see above"));
        }
        let is_function = matches!(document.kind, Kind::Function(_));
        let value = if is_function || self.replaces {
            String::new()
        } else {
            match self.run.document(id) {
                Ok(Some(value)) => format!(" is {}", shown(&value)),
                Ok(None) => " is undefined".to_owned(),
                Err(complaint) => format!(" cannot be evaluated: {}", complaint.message),
            }
        };
        self.say(indent, format!("{name}{value} ({})", self.place(document.place)));
        let chains = document.clauses.iter().map(|clause| {
            std::iter::successors(Some(clause), |clause| clause.otherwise.as_deref())
        });
        let mut holds = false;
        for chain in chains {
            for (index, clause) in chain.enumerate() {
                holds |= self.clause(clause, index > 0, is_function, indent + 1);
            }
        }
        if let (Some(default), false, false) = (&document.default, holds, self.replaces) {
            let given = if is_function { "where nothing else holds, " } else { "" };
            self.say(
                indent + 1,
                format!("{given}the default is taken ({})", self.place(default.place)),
            );
        }
    }

    /// A definition. Tells whether it held, at least once.
    fn clause(
        &mut self,
        clause: &'a Clause,
        is_else: bool,
        of_function: bool,
        indent: usize,
    ) -> bool {
        let what = if is_else { "else" } else { "definition" };
        let place = if is_else { clause.place } else { clause.head };
        let what = format!("{what} at {}", self.place(place));
        if clause.body.literals.is_empty() {
            let when = if is_else { "where nothing above holds" } else { "without conditions" };
            self.say(indent, format!("{what}: {when}"));
            return !of_function && !is_else;
        }
        let entered =
            self.points.iter().enumerate().find(|(_, point)| {
                point.clause == clause.place && point.step == 0 && !point.nested
            });
        let entered =
            entered.and_then(|(number, point)| Some((point, self.reached.get(&number)?.clone())));
        let Some((point, reached)) = entered else {
            self.say(indent, format!("{what}: not tried"));
            return false;
        };
        let times = if reached.count > 1 {
            format!(", tried {} times", reached.count)
        } else {
            String::new()
        };
        self.say(indent, format!("{what}{times}:"));
        self.bound(&[], point, &reached, indent + 1);
        let holds = self.body(Some(clause.place), &clause.body, indent + 1);
        if holds {
            let (Output::Value(output) | Output::Member(output)) = &clause.output;
            let mut asked = Asked::of(self.program);
            clause
                .keys
                .iter()
                .chain([output])
                .for_each(|term| walk::Visitor::term(&mut asked, term));
            asked.found.into_iter().for_each(|id| self.document(id, indent + 1));
        }
        holds
    }

    /// The conditions of a body up to the first that nothing came past. Tells whether all were come past.
    fn body(&mut self, clause: Option<Place>, body: &'a Body, indent: usize) -> bool {
        let mut known: Option<(&Point, Reached)> = self.at(clause, |point| point.step == 0);
        for Step { literal, past } in self.steps(clause, body) {
            let written = self.written(literal.place);
            let Some((point, reached)) = past else {
                self.say(indent, format!("no  {written}"));
                for line in self.reasons(literal, known.as_ref()) {
                    self.say(indent + 2, line);
                }
                self.asked(literal, indent + 2);
                return false;
            };
            let times = match reached.count {
                1 => String::new(),
                count => format!(" ({count} times)"),
            };
            // What stands in front of a negation or of `every` on its behalf is not the author's.
            if !self.is_added(literal) {
                self.say(indent, format!("yes {written}{times}"));
            }
            if let LiteralKind::Not(_) = literal.kind {
                let mut missing = self.missing(literal, known.as_ref());
                let time = known.as_ref().filter(|_| !missing.is_empty());
                missing.extend(time.and_then(|known| self.time(known)));
                for line in missing {
                    self.say(indent + 2, line);
                }
            }
            let before = known.map(|(point, _)| point.locals.clone()).unwrap_or_default();
            self.bound(&before, point, &reached, indent + 2);
            self.asked(literal, indent + 2);
            known = Some((point, reached));
        }
        true
    }

    /// Whether the front put it there, and not the author.
    fn is_added(&self, literal: &Literal) -> bool {
        matches!(
            &literal.kind,
            LiteralKind::Unify(Term { kind: TermKind::Local(local), .. }, _)
                if self.program.local(*local).name.is_empty()
        )
    }

    fn at(
        &self,
        clause: Option<Place>,
        is: impl Fn(&Point) -> bool,
    ) -> Option<(&'a Point, Reached)> {
        let mut points = self.points.iter().enumerate();
        let (number, point) = points.find(|(_, point)| belongs(point, clause) && is(point))?;
        Some((point, self.reached.get(&number)?.clone()))
    }

    /// The conditions that are evaluated on their own, in the order of evaluation.
    fn steps(&self, clause: Option<Place>, body: &'a Body) -> Vec<Step<'a>> {
        let mut points: Vec<(usize, &'a Point)> = self.points.iter().enumerate().collect();
        points.retain(|(_, point)| belongs(point, clause) && point.step > 0);
        points.sort_by_key(|(_, point)| point.step);
        let mut steps = Vec::new();
        // From behind: a condition that became part of the next has no point of its own, and may stand at the same place.
        for literal in body.literals.iter().rev() {
            let Some((number, point)) = points.pop_if(|(_, point)| point.place == literal.place)
            else {
                continue;
            };
            let past = self.reached.get(&number).map(|reached| (point, reached.clone()));
            steps.push(Step { literal, past });
        }
        steps.reverse();
        steps
    }

    /// The variables that have a value from here on.
    fn bound(&mut self, before: &[LocalId], point: &Point, reached: &Reached, indent: usize) {
        for (index, local) in point.locals.iter().enumerate() {
            if before.contains(local) {
                continue;
            }
            let values: Vec<&Value> = reached.values.iter().map(|values| &values[index]).collect();
            let mut lines: Vec<String> =
                values.iter().take(MAX_VALUES).map(|value| shown(value)).collect();
            lines.dedup();
            if reached.count > values.len().min(MAX_VALUES) {
                lines.push("…".to_owned());
            }
            let name = &self.program.local(*local).name;
            self.say(indent, format!("{name} = {}", lines.join(", ")));
        }
    }

    /// The documents that a condition asks for.
    fn asked(&mut self, literal: &Literal, indent: usize) {
        let mut asked = Asked::of(self.program);
        walk::Visitor::literal(&mut asked, literal);
        asked.found.into_iter().for_each(|id| self.document(id, indent));
    }

    /// Why nothing came past a condition, as far as it can be told.
    fn reasons(&self, literal: &Literal, known: Option<&(&Point, Reached)>) -> Vec<String> {
        let general = match literal.kind {
            LiteralKind::Not(_) => return vec!["what it negates holds".to_owned()],
            LiteralKind::Any(_) => Some("none of them holds"),
            LiteralKind::Every { .. } => Some("it does not hold for every one"),
            _ => None,
        };
        let mut lines = self.missing(literal, known);
        if lines.is_empty() {
            lines.extend(general.map(str::to_owned));
            let parts: Vec<Term> = parts(literal).into_iter().cloned().collect();
            lines.extend(self.values(literal, parts, known).into_iter().map(|(part, value)| {
                let value = value.map_or_else(|| "undefined".to_owned(), |value| shown(&value));
                format!("`{}` is {value}", self.written(part.place))
            }));
        }
        if lines.is_empty() {
            lines.extend(self.collections(literal, known));
        }
        lines.extend(known.filter(|_| !lines.is_empty()).and_then(|known| self.time(known)));
        lines
    }

    /// What a condition looks through: its references, as far as their variables have values.
    fn collections(&self, literal: &Literal, known: Option<&(&Point, Reached)>) -> Vec<String> {
        let mut references = References::default();
        walk::literal(&mut references, literal);
        let values = self.values(literal, references.0, known);
        let named: Vec<(String, &Value)> = values
            .iter()
            .filter_map(|(reference, value)| Some((self.name(reference), value.as_ref()?)))
            .collect();
        let goes_on =
            |name: &str| named.iter().any(|(other, _)| is_below(other, name) && other != name);
        let last = named.iter().filter(|(name, _)| !goes_on(name));
        last.map(|(name, value)| format!("`{name}` is {}", shown(value))).collect()
    }

    /// Which of several times it is that values are of.
    fn time(&self, (point, reached): &(&Point, Reached)) -> Option<String> {
        if reached.count < 2 {
            return None;
        }
        let values = point.locals.iter().zip(reached.values.first()?);
        let values = values.map(|(local, value)| {
            format!("{} = {}", self.program.local(*local).name, shown(value))
        });
        let values: Vec<String> = values.collect();
        Some(format!("the first of {} times: {}", reached.count, values.join(", ")))
    }

    /// The references of a condition that are undefined, each by the first step that is.
    fn missing(&self, literal: &Literal, known: Option<&(&Point, Reached)>) -> Vec<String> {
        let mut references = References::default();
        walk::literal(&mut references, literal);
        let values = self.values(literal, references.0, known);
        let mut lines: Vec<String> = Vec::new();
        let mut missing: Vec<String> = Vec::new();
        for (reference, _) in values.iter().filter(|(_, value)| value.is_none()) {
            let name = self.name(reference);
            if !missing.iter().any(|above| is_below(&name, above)) {
                lines.push(format!("`{name}` is undefined"));
                missing.push(name);
            }
        }
        lines
    }

    /// The values of those terms that have all their variables, there where the condition stands.
    fn values(
        &self,
        literal: &Literal,
        terms: Vec<Term>,
        known: Option<&(&Point, Reached)>,
    ) -> Vec<(Term, Option<Value>)> {
        let Some((locals, values)) = known.map_or(Some((&[][..], &[][..])), |(point, reached)| {
            Some((&point.locals[..], &reached.values.first()?[..]))
        }) else {
            return Vec::new();
        };
        if self.replaces {
            return Vec::new();
        }
        let bound: BTreeSet<LocalId> = locals.iter().copied().collect();
        let terms: Vec<Term> = terms.into_iter().filter(|term| is_ready(term, &bound)).collect();
        let found = self.ask(literal, &terms, locals, values).unwrap_or_default();
        terms.into_iter().zip(found).collect()
    }

    /// Asks for terms, with the values that variables had.
    fn ask(
        &self,
        literal: &Literal,
        terms: &[Term],
        locals: &[LocalId],
        values: &[Value],
    ) -> Option<Vec<Option<Value>>> {
        let mut program = self.program.clone();
        let here = |kind| Term { kind, place: literal.place };
        let unify = |left, right| Literal {
            kind: LiteralKind::Unify(here(left), here(right)),
            with: Vec::new(),
            place: literal.place,
        };
        let mut literals = Vec::new();
        for (number, local) in locals.iter().enumerate() {
            let steps =
                [TermKind::String(KEPT.into()), TermKind::Number(number.to_string().into())];
            let kept = TermKind::Ref(Root::Data, steps.map(here).into());
            literals.push(unify(TermKind::Local(*local), kept));
        }
        let mut variables = Vec::new();
        for (number, term) in terms.iter().enumerate() {
            let local = LocalId(u32::try_from(program.locals.len()).ok()?);
            let name: Box<str> = format!("part{number}").into();
            program.locals.push(Local {
                name: name.clone(),
                place: literal.place,
                assigned: false,
            });
            variables.push((name, local));
            let all = TermKind::ArrayOf(Box::new(term.clone()), Body::default());
            literals.push(unify(TermKind::Local(local), all));
        }
        program.query = Some(Query { body: Body { literals, open: false }, variables });
        let loaded = Loaded::declaring(&program, false, &self.question.language.extra).ok()?;
        let mut data = self.question.data.0.clone();
        data.as_object_mut().ok()?.insert(Value::from(KEPT), Value::from(values.to_vec()));
        let input = self.question.input.clone().map(|input| input.0);
        let results = loaded.run(input, data, self.question.mode()).query().ok()??;
        let result = results.as_array().ok()?.first()?.clone();
        let value = |number| {
            result[&Value::from(format!("part{number}"))].as_array().ok()?.first().cloned()
        };
        Some((0..terms.len()).map(value).collect())
    }

    /// A reference with its names looked up.
    fn name(&self, term: &Term) -> String {
        let TermKind::Ref(root, steps) = &term.kind else { return self.written(term.place) };
        let mut name = match root {
            Root::Input => "input".to_owned(),
            Root::Data => "data".to_owned(),
            Root::Document(id) => format!("data.{}", path_name(&self.program.document(*id).path)),
            Root::Package(path) => format!("data.{}", path_name(path)),
            Root::Term(term) => match term.kind {
                TermKind::Local(local) => self.program.local(local).name.to_string(),
                _ => self.written(term.place),
            },
        };
        name.extend(steps.iter().map(|step| match &step.kind {
            TermKind::String(text) => {
                let text = path_name(&[text]);
                if text.starts_with('[') { text } else { format!(".{text}") }
            }
            TermKind::Number(number) => format!("[{number}]"),
            TermKind::Local(local) => format!("[{}]", self.program.local(*local).name),
            _ => format!("[{}]", self.written(step.place)),
        }));
        name
    }

    fn place(&self, place: Place) -> String {
        let file = &self.program.modules[place.module as usize].file;
        format!("{}:{}", file.path, file.place(place.span.start as usize).0)
    }

    /// What stands at a place, as one line.
    fn written(&self, place: Place) -> String {
        let text = &self.program.modules[place.module as usize].file.text;
        let text = text.get(place.span.range()).unwrap_or_default();
        shortened(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

fn belongs(point: &Point, clause: Option<Place>) -> bool {
    let same = match clause {
        Some(clause) => point.clause == clause,
        None => point.document.is_none(),
    };
    same && !point.nested
}

/// Whether a reference is another, or goes on from it.
fn is_below(name: &str, above: &str) -> bool {
    name.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The references of a condition, and those that they go through.
#[derive(Default)]
struct References(Vec<Term>);

impl walk::Visitor for References {
    fn term(&mut self, found: &Term) {
        walk::term(self, found);
        let TermKind::Ref(root, steps) = &found.kind else { return };
        let first = match root {
            Root::Document(_) => 0,
            Root::Package(_) => steps.len(),
            Root::Input | Root::Data | Root::Term(_) => 1,
        };
        self.0.extend((first..=steps.len()).map(|end| Term {
            kind: TermKind::Ref(root.clone(), steps[..end].to_vec()),
            place: found.place,
        }));
    }
}

/// The documents that something asks for, in its order.
struct Asked<'a> {
    program: &'a Program,
    found: Vec<DocumentId>,
    replaces: bool,
}

impl<'a> Asked<'a> {
    fn of(program: &'a Program) -> Self {
        Self { program, found: Vec::new(), replaces: false }
    }

    fn add(&mut self, id: DocumentId) {
        if !self.found.contains(&id) {
            self.found.push(id);
        }
    }
}

impl walk::Visitor for Asked<'_> {
    fn literal(&mut self, found: &Literal) {
        self.replaces |= !found.with.is_empty();
        walk::literal(self, found);
    }

    fn term(&mut self, found: &Term) {
        if let TermKind::Ref(root, _) = &found.kind {
            match root {
                Root::Document(id) => self.add(*id),
                Root::Package(path) => {
                    for (id, document) in (0..).map(DocumentId).zip(&self.program.documents) {
                        let is_value = !matches!(document.kind, Kind::Function(_));
                        if is_value && document.path.starts_with(path) {
                            self.add(id);
                        }
                    }
                }
                Root::Input | Root::Data | Root::Term(_) => {}
            }
        }
        walk::term(self, found);
    }

    fn callee(&mut self, found: Callee) {
        if let Callee::Function(id) = found {
            self.add(id);
        }
    }
}

/// Whether a body, or a document that it can come to, replaces anything.
fn is_replacing(program: &Program, body: &Body) -> bool {
    let mut asked = Asked::of(program);
    walk::body(&mut asked, body);
    let mut done = 0;
    while let Some(id) = asked.found.get(done).copied() {
        done += 1;
        program.document(id).clauses.iter().for_each(|clause| walk::clause(&mut asked, clause));
    }
    asked.replaces
}

fn shown(value: &Value) -> String {
    shortened(json_text::write(value))
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

//! Writes a program in the few forms that the engine evaluates as OPA would evaluate the whole: rules with flat names in
//! one package, bodies in their order, every call one of ours, and what is known beforehand as data. Each file writes one
//! kind of thing, and says what the engine would do otherwise.
//!
//! Everything that is given to the engine stands in its `input`, which it reads fastest: `i` is the author's `input`, `d`
//! base data, `c` the constants, `m` values that stand in for functions.

mod constant;
mod document;
mod inline;
mod literal;
mod package;
mod reference;
mod scope;
mod term;
mod trace;
mod unify;
mod visit;
mod with;
mod world;

#[cfg(test)]
mod tests;

pub use constant::{Constant, Number};
pub use trace::Point;

use super::Mistake;
use super::emit::Emitted;
use super::ir::{DocumentId, Kind, LocalId, Place, Program, TermKind};
use constant::quoted;
use scope::{Scope, lines};
use std::collections::{BTreeMap, BTreeSet};
use trace::Points;
use visit::Node;
use world::{Reach, World, WorldId};

/// How a program is lowered.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Note how far evaluation comes.
    pub trace: bool,
}

/// A lowered program.
#[derive(Debug, Clone, Default)]
pub struct Lowered {
    /// The text for the engine.
    pub text: Emitted,
    /// The constants, by their numbers: `input.c.k0`, `input.c.k1`, ….
    pub constants: Vec<Constant>,
    /// The numbers that are not small integers.
    pub numbers: Vec<Number>,
    /// The builtins that are called.
    pub builtins: BTreeSet<&'static str>,
    /// The rule of each document that is no function.
    pub documents: BTreeMap<DocumentId, String>,
    /// The rule of the query.
    pub query: Option<String>,
    /// Where each `print` stands.
    pub prints: Vec<Place>,
    /// The points of which it is noted that they are reached.
    pub points: Vec<Point>,
    /// What cannot be said to the engine.
    pub mistakes: Vec<Mistake>,
}

/// `with` makes no more copies of documents than this.
const MAX_COPIES: usize = 20_000;

/// `with` makes no more combinations of what it replaces than this: each holds all that is replaced in it.
const MAX_WORLDS: usize = 5_000;

/// What the engine calls a builtin of ours.
pub fn name(builtin: &str) -> String {
    format!("b_{}", builtin.replace('.', "_"))
}

/// Lowers a program that has been checked.
pub fn lower(program: &Program, options: &Options) -> Lowered {
    let mut lowering = Lowering {
        program,
        options: *options,
        text: "package g\nready := true\n".to_owned(),
        uses: uses(program, *options),
        worlds: vec![World::default()],
        world_ids: BTreeMap::from([(World::default(), 0)]),
        ..Lowering::empty(program)
    };
    let mut lowered = Lowered::default();
    for index in
        0..u32::try_from(program.documents.len()).expect("documents are counted in 32 bits")
    {
        let id = DocumentId(index);
        let name = lowering.document(id, 0);
        if !matches!(program.document(id).kind, Kind::Function(_)) {
            lowered.documents.insert(id, name);
        }
    }
    lowered.query = program.query.as_ref().map(|_| lowering.query());
    lowering.rest();
    lowered.text = Emitted::new(&lowering.text);
    lowered.constants = lowering.constants;
    lowered.numbers = lowering.numbers;
    lowered.builtins = lowering.builtins;
    lowered.prints = lowering.prints;
    lowered.points = lowering.points.all;
    lowered.mistakes = lowering.mistakes;
    lowered
}

/// A program that is being lowered.
struct Lowering<'a> {
    program: &'a Program,
    options: Options,
    /// The text so far, with marks.
    text: String,
    /// How often each variable is named.
    uses: BTreeMap<LocalId, usize>,
    /// The last variable of the engine.
    variables: u32,
    /// The last rule that has no document.
    rules: usize,
    /// The last value that stands in for a function.
    stands: usize,
    /// How deep in an expression this is.
    depth: usize,
    worlds: Vec<World>,
    world_ids: BTreeMap<World, WorldId>,
    reaches: BTreeMap<DocumentId, Reach>,
    documents: BTreeMap<(DocumentId, WorldId), String>,
    /// Documents that have a name and are not yet written.
    open: Vec<(DocumentId, WorldId)>,
    packages: BTreeMap<(Vec<Box<str>>, WorldId), String>,
    constants: Vec<Constant>,
    constant_ids: BTreeMap<Constant, usize>,
    numbers: Vec<Number>,
    builtins: BTreeSet<&'static str>,
    prints: Vec<Place>,
    points: Points,
    mistakes: Vec<Mistake>,
}

impl<'a> Lowering<'a> {
    fn empty(program: &'a Program) -> Self {
        Self {
            program,
            options: Options::default(),
            text: String::new(),
            uses: BTreeMap::new(),
            variables: 0,
            rules: 0,
            stands: 0,
            depth: 0,
            worlds: vec![],
            world_ids: BTreeMap::new(),
            reaches: BTreeMap::new(),
            documents: BTreeMap::new(),
            open: vec![],
            packages: BTreeMap::new(),
            constants: vec![],
            constant_ids: BTreeMap::new(),
            numbers: vec![],
            builtins: BTreeSet::new(),
            prints: vec![],
            points: Points::default(),
            mistakes: vec![],
        }
    }

    /// The rule that a document is in a world.
    fn document(&mut self, id: DocumentId, world: WorldId) -> String {
        let world = self.world_of(id, world);
        if let Some(name) = self.documents.get(&(id, world)) {
            return name.clone();
        }
        let kind =
            if matches!(self.program.document(id).kind, Kind::Function(_)) { 'f' } else { 'r' };
        let name = match world {
            0 => format!("{kind}{}", id.0),
            _ => format!("{kind}{}w{world}", id.0),
        };
        self.documents.insert((id, world), name.clone());
        self.open.push((id, world));
        name
    }

    /// Writes what has a name and is not yet written.
    fn rest(&mut self) {
        while let Some((id, world)) = self.open.pop() {
            let copies = self.documents.len().saturating_sub(self.program.documents.len());
            if copies > MAX_COPIES || self.worlds.len() > MAX_WORLDS {
                let place = self.program.document(id).place;
                return self.combinations(place);
            }
            let name = self.documents[&(id, world)].clone();
            self.points.document = Some(id);
            self.write(id, world, &name);
        }
    }

    fn query(&mut self) -> String {
        let query = self.program.query.as_ref().expect("there is a query");
        let mut scope = Scope::new(0);
        self.body(&mut scope, &query.body);
        let variables: Vec<_> = query
            .variables
            .iter()
            .filter_map(|(name, local)| {
                Some(format!("{}: {}", quoted(name), scope.bound.get(local)?.text))
            })
            .collect();
        let name = self.generated();
        let text =
            format!("{name} := [{{{}}} |\n{}]\n", variables.join(", "), lines(&scope.statements));
        self.text.push_str(&text);
        name
    }

    /// The name of a rule that has no document.
    fn generated(&mut self) -> String {
        self.rules += 1;
        format!("g{}", self.rules)
    }

    /// A variable that is only known where it is written.
    fn fresh(&mut self) -> String {
        self.variables += 1;
        format!("v{}", self.variables)
    }

    fn combinations(&mut self, place: Place) {
        let message = format!(
            "`with` replaces rules and functions in more than {MAX_WORLDS} combinations, or in more than {MAX_COPIES} copies of rules"
        );
        let mistake = self.program.mistake(place, "gatewright::rego::with", message);
        let help = "replace fewer of them, or replace `input` and data instead";
        self.mistakes.push(mistake.help(help));
    }

    /// Something that the checks should have refused.
    fn defect(&mut self, place: Place, message: &str) {
        self.mistakes.push(self.program.mistake(place, "gatewright::rego::lower", message));
    }
}

/// How often each variable is named. What is shown counts as named.
fn uses(program: &Program, options: Options) -> BTreeMap<LocalId, usize> {
    let mut uses = BTreeMap::new();
    let mut see = |node: Node<'_>| {
        if let Node::Term(term) = node
            && let TermKind::Local(local) = term.kind
        {
            *uses.entry(local).or_default() += 1;
        }
    };
    for document in &program.documents {
        document.clauses.iter().for_each(|clause| visit::clause(clause, &mut see));
    }
    if let Some(query) = &program.query {
        visit::body(&query.body, &mut see);
        for (_, local) in &query.variables {
            *uses.entry(*local).or_default() += 1;
        }
    }
    if options.trace {
        for (index, local) in program.locals.iter().enumerate() {
            let id = LocalId(u32::try_from(index).expect("variables are counted in 32 bits"));
            *uses.entry(id).or_default() += usize::from(local.is_named());
        }
    }
    uses
}

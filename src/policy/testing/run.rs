//! Runs tests, on all cores.

use super::cases::{self, Test};
use super::coverage::Coverage;
use super::reach::Reach;
use super::why::Explainer;
use super::{Outcome, Outcomes, Status};
use crate::policy::Source;
use crate::policy::builtins::json_text;
use crate::policy::compile::{self, Language};
use crate::policy::data::Document;
use crate::policy::program::{Limits, Loaded, Mode, Run};
use crate::rego::ast::Module;
use crate::rego::ir::{DocumentId, Program};
use crate::rego::{File, Mistake, Mistakes};
use jiff::Timestamp;
use regex::Regex;
use regorus::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How tests are run.
#[derive(Debug, Clone)]
pub struct Options {
    /// How files are read.
    pub language: Language,
    /// Base data.
    pub data: Document,
    /// The tests that are run, by their full names; `None` is all.
    pub filter: Option<Regex>,
    /// What a test may take.
    pub limits: Limits,
    /// The only clock.
    pub now: Timestamp,
    /// Whether it is noted what the tests reach.
    pub coverage: bool,
}

/// A file that was read, or what is wrong with it.
pub(super) type Parsed = Result<Module, Vec<Mistake>>;

/// A test, and where it stands.
struct Planned {
    test: Test,
    group: String,
    file: File,
    /// The index of its module among those that were given.
    module: usize,
}

/// Runs every test of these files.
pub fn run(files: &[Source], options: &Options) -> Outcomes {
    run_parsed(files, compile::parse(files, &options.language), options)
}

/// Parses files, as they are before their tests are found.
pub(super) fn parse(files: &[Source], language: &Language) -> Vec<Parsed> {
    compile::parse(files, language)
}

/// Whether a test of these files fails, looking no further than the first that does; none where they do not load.
pub(super) fn fails(mut parsed: Vec<Parsed>, options: &Options) -> Option<bool> {
    let planned = planned(&mut parsed, options);
    let modules: Vec<Module> = parsed.into_iter().collect::<Result<_, _>>().ok()?;
    let program = compile::compile(&modules, None, &options.language).ok()?;
    let prepared = Prepared::new(&program, options).ok()?;
    let sound = Sound { program: None, mistakes: Vec::new(), out: BTreeSet::new() };
    Some(planned.iter().any(|planned| !prepared.holds(planned, &sound)))
}

fn planned(parsed: &mut [Parsed], options: &Options) -> Vec<Planned> {
    let mut seen = BTreeMap::new();
    let mut planned = Vec::new();
    for (module, parsed) in parsed.iter_mut().enumerate() {
        let Ok(parsed) = parsed else { continue };
        let (group, file) = (parsed.package.path.join("."), parsed.file.clone());
        for test in cases::prepare(parsed, &mut seen) {
            planned.push(Planned { test, group: group.clone(), file: file.clone(), module });
        }
    }
    planned.retain(|planned| planned.is_wanted(options.filter.as_ref()));
    planned
}

fn run_parsed(files: &[Source], mut parsed: Vec<Parsed>, options: &Options) -> Outcomes {
    let started = Instant::now();
    let planned = planned(&mut parsed, options);
    let mut coverage = None;
    let sound = Sound::new(files, parsed, &options.language);
    let tests = match sound.program.as_ref().map(|program| Prepared::new(program, options)) {
        Some(Ok(prepared)) => {
            let tests = prepared.all(&planned, &sound);
            coverage = prepared.coverage();
            tests
        }
        Some(Err(mistakes)) => {
            let broken = Some(super::drawn(&mistakes));
            let tests = planned.iter().map(|planned| planned.not_run("the policies do not load"));
            return Outcomes { tests: tests.collect(), broken, coverage, took: started.elapsed() };
        }
        None => planned.iter().map(|planned| planned.not_run("the policies do not load")).collect(),
    };
    let broken = Mistakes::check(sound.mistakes).err().map(|mistakes| super::drawn(&mistakes));
    Outcomes { tests, broken, coverage, took: started.elapsed() }
}

impl Planned {
    fn full_name(&self) -> String {
        format!("data.{}.{}", self.group, self.test.name)
    }

    fn is_wanted(&self, filter: Option<&Regex>) -> bool {
        filter.is_none_or(|filter| filter.is_match(&self.full_name()))
    }

    fn outcome(&self, status: Status, why: Option<String>) -> Outcome {
        Outcome {
            group: self.group.clone(),
            name: self.test.name.clone(),
            path: self.file.path.to_string(),
            line: self.file.place(self.test.span.start as usize).0,
            status,
            why,
            prints: Vec::new(),
            took: Duration::ZERO,
        }
    }

    fn not_run(&self, why: &str) -> Outcome {
        let status = if self.test.skipped { Status::Skipped } else { Status::NotRun };
        self.outcome(status, (status == Status::NotRun).then(|| why.to_owned()))
    }
}

/// The files that load together, without those that have mistakes and those that lead to them.
struct Sound {
    program: Option<Program>,
    mistakes: Vec<Mistake>,
    /// The files that are left out.
    out: BTreeSet<usize>,
}

impl Sound {
    fn new(
        files: &[Source],
        parsed: Vec<Result<Module, Vec<Mistake>>>,
        language: &Language,
    ) -> Self {
        let texts = files.iter().zip(&parsed);
        let known: Vec<_> =
            texts.map(|(file, parsed)| parsed.as_ref().map_err(|_| &*file.text)).collect();
        let reach = Reach::new(&known);
        let mut mistakes = Vec::new();
        let mut bad = BTreeSet::new();
        let mut modules = Vec::new();
        for (index, parsed) in parsed.into_iter().enumerate() {
            match parsed {
                Ok(module) => modules.push((index, module)),
                Err(found) => {
                    bad.insert(index);
                    mistakes.extend(found);
                }
            }
        }
        loop {
            let out = reach.spread(&bad);
            modules.retain(|(index, _)| !out.contains(index));
            let rest: Vec<Module> = modules.iter().map(|(_, module)| module.clone()).collect();
            let found = match compile::compile(&rest, None, language) {
                Ok(program) => return Self { program: Some(program), mistakes, out },
                Err(found) => found,
            };
            let before = bad.len();
            let named = |path: &str| files.iter().position(|file| file.path == path);
            bad.extend(found.iter().filter_map(|mistake| named(mistake.path())));
            mistakes.extend(found);
            if bad.len() == before {
                return Self { program: None, mistakes, out: (0..files.len()).collect() };
            }
        }
    }
}

/// A program that is ready to be run.
struct Prepared<'a> {
    program: &'a Program,
    loaded: Loaded,
    options: &'a Options,
    documents: BTreeMap<&'a [Box<str>], DocumentId>,
    why: Explainer<'a>,
    /// How often each point was reached.
    reached: Mutex<BTreeMap<usize, usize>>,
}

impl<'a> Prepared<'a> {
    fn new(program: &'a Program, options: &'a Options) -> Result<Self, Mistakes> {
        let limits = options.limits;
        let extra = &options.language.extra;
        let loaded = Loaded::declaring(program, options.coverage, extra)?.limited(limits);
        let documents = (0..).map(DocumentId).zip(&program.documents);
        Ok(Self {
            program,
            loaded,
            options,
            documents: documents.map(|(id, document)| (&*document.path, id)).collect(),
            why: Explainer::new(program, &options.language.extra, limits),
            reached: Mutex::default(),
        })
    }

    /// What the tests that were run reached, if that was noted.
    fn coverage(&self) -> Option<Coverage> {
        let counts = self.reached.lock().expect("no test panics with it");
        self.options.coverage.then(|| Coverage::new(self.program, &self.loaded, &counts))
    }

    /// Whether a test passes. It is not asked why where it does not.
    fn holds(&self, planned: &Planned, sound: &Sound) -> bool {
        let plain = planned.test.cases.is_none() && !planned.test.skipped;
        let Some(id) = self.documents.get(&*planned.test.path).filter(|_| plain) else {
            return self.one(planned, sound).iter().all(|outcome| outcome.status.is_good());
        };
        matches!(self.run().document(*id), Ok(Some(value)) if value == Value::from(true))
    }

    /// Every test, in its order; each core takes the next that is left.
    fn all(&self, planned: &[Planned], sound: &Sound) -> Vec<Outcome> {
        let next = AtomicUsize::new(0);
        let done = Mutex::new(BTreeMap::new());
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        std::thread::scope(|scope| {
            for _ in 0..cores.min(planned.len()) {
                scope.spawn(|| {
                    while let Some((number, planned)) = {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        planned.get(number).map(|planned| (number, planned))
                    } {
                        let outcomes = self.one(planned, sound);
                        done.lock().expect("no test panics with it").insert(number, outcomes);
                    }
                });
            }
        });
        done.into_inner().expect("no test panics with it").into_values().flatten().collect()
    }

    fn one(&self, planned: &Planned, sound: &Sound) -> Vec<Outcome> {
        if planned.test.skipped {
            return vec![planned.outcome(Status::Skipped, None)];
        }
        if sound.out.contains(&planned.module) {
            return vec![planned.not_run("a file that it leads to does not load")];
        }
        let Some(id) = self.documents.get(&*planned.test.path) else {
            let why = "it is no rule with one value, or it takes arguments".to_owned();
            return vec![planned.outcome(Status::Fail, Some(why))];
        };
        let started = Instant::now();
        let run = self.run();
        let value = run.document(*id);
        let took = started.elapsed();
        if self.options.coverage {
            let mut reached = self.reached.lock().expect("no test panics with it");
            for (point, how) in run.trace() {
                *reached.entry(point).or_default() += how.count;
            }
        }
        let outcomes = match value {
            Err(complaint) => vec![planned.outcome(
                Status::Error,
                Some(super::complaint(&complaint, planned.file.clone(), planned.test.span)),
            )],
            Ok(value) => self.judge(planned, *id, value.as_ref(), &run),
        };
        let prints: Vec<String> = run.prints().iter().map(ToString::to_string).collect();
        outcomes
            .into_iter()
            .map(|outcome| Outcome { took, prints: prints.clone(), ..outcome })
            .collect()
    }

    fn run(&self) -> Run<'_> {
        self.loaded.run(None, self.options.data.0.clone(), self.mode())
    }

    fn mode(&self) -> Mode {
        Mode { now: self.options.now, strict_builtin_errors: false }
    }

    fn judge(
        &self,
        planned: &Planned,
        id: DocumentId,
        value: Option<&Value>,
        run: &Run<'_>,
    ) -> Vec<Outcome> {
        if let Some(cases) = &planned.test.cases {
            return self.cases(planned, id, value, cases, run);
        }
        if value == Some(&Value::from(true)) {
            return vec![planned.outcome(Status::Pass, None)];
        }
        vec![planned.outcome(Status::Fail, Some(self.explain(id, value, None)))]
    }

    fn explain(&self, id: DocumentId, value: Option<&Value>, case: Option<&Value>) -> String {
        self.why.explain(id, value, case, &self.options.data, self.mode())
    }

    /// Each case of a test that has some: those that hold, and those of which only the name was reached.
    fn cases(
        &self,
        planned: &Planned,
        id: DocumentId,
        value: Option<&Value>,
        cases: &[Box<str>],
        run: &Run<'_>,
    ) -> Vec<Outcome> {
        let named = |name: &str, outcome: Outcome| Outcome {
            name: format!("{}{name}", planned.test.name),
            ..outcome
        };
        let mut found: BTreeMap<String, (bool, Option<Value>)> = BTreeMap::new();
        if let Some(value) = value {
            leaves(value, &mut String::new(), &mut |name, good| {
                found.insert(name.to_owned(), (good, None));
            });
        }
        let known = self.documents.get(cases).map(|cases| run.document(*cases));
        if let Some(Ok(Some(Value::Set(known)))) = &known {
            for case in known.iter() {
                let keys = case.as_array().map(|keys| keys.iter().map(key).collect::<String>());
                let failed = || (false, Some(case.clone()));
                found.entry(keys.unwrap_or_default()).or_insert_with(failed);
            }
        }
        if found.is_empty() {
            let why = "it has no case: nothing was tested".to_owned();
            return vec![planned.outcome(Status::Fail, Some(why))];
        }
        let outcome = |(name, (good, case)): (String, (bool, Option<Value>))| {
            let outcome = if good {
                planned.outcome(Status::Pass, None)
            } else {
                planned.outcome(Status::Fail, Some(self.explain(id, None, case.as_ref())))
            };
            named(&name, outcome)
        };
        found.into_iter().map(outcome).collect()
    }
}

/// `["key"]` for each key down to a value that is no object, and whether that is `true`.
fn leaves(value: &Value, name: &mut String, see: &mut dyn FnMut(&str, bool)) {
    let Value::Object(fields) = value else {
        see(name, *value == Value::from(true));
        return;
    };
    for (field, value) in fields.iter() {
        let length = name.len();
        name.push_str(&key(field));
        leaves(value, name, see);
        name.truncate(length);
    }
}

fn key(value: &Value) -> String {
    format!("[{}]", json_text::write(value))
}

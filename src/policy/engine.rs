//! The engine, with the policies in it. It reports in text, about the text that it was given; here that becomes a
//! message about a byte of the author's file.

use super::extensions;
use super::rules::Draft;
use crate::rego::{Emitted, File, Mistake, Module, Program, path_name};
use jiff::Timestamp;
use regorus::{Engine, PolicyLengthConfig, Value};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::num::{NonZeroU32, NonZeroUsize};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// How long one rule may take; tests do not wait so long.
const TIME_LIMIT: Duration = Duration::from_secs(if cfg!(test) { 1 } else { 5 });

/// How long it is waited for a rule. The engine looks at its clock between steps, and a builtin can be one long step.
const WAIT: Duration = Duration::from_secs(if cfg!(test) { 3 } else { 10 });

/// Stack for one evaluation: policies may call far deeper than the main thread's stack allows.
const STACK: usize = 256 << 20;

/// A rule that is there to have the engine analyse all others.
const PROBE: &str = "package gatewright__probe\n\nready := true\n";

/// An engine that has read all policies, and the way back from its positions.
#[derive(Clone)]
pub(super) struct Prepared {
    engine: Engine,
    texts: Vec<Emitted>,
    rules: BTreeMap<String, Entrypoint>,
}

/// How a rule is asked for, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Entrypoint {
    pub(super) reference: String,
    pub(super) file: File,
    pub(super) offset: usize,
}

/// What the engine said, put in terms of the author's file.
#[derive(Debug, Clone)]
pub(super) struct Complaint {
    pub(super) message: String,
    pub(super) place: Option<(File, usize)>,
}

impl Prepared {
    /// Reads the modules, and each rule on its own beside them.
    pub(super) fn new(modules: &[Module], drafts: &[Draft]) -> Result<Self, Box<Mistake>> {
        let program = Program::new(modules);
        let mut texts: Vec<Emitted> = modules.iter().map(|module| program.module(module)).collect();
        let mut rules = BTreeMap::new();
        for draft in drafts {
            for (module, statements) in &draft.parts {
                let module = &modules[*module];
                let statements: Vec<_> =
                    statements.iter().map(|index| &module.statements[*index]).collect();
                texts.push(program.rule(module, &statements, &draft.entrypoint));
            }
            let path = [
                &["data".to_owned()],
                draft.package_path.as_slice(),
                std::slice::from_ref(&draft.entrypoint),
            ]
            .concat();
            let (file, offset) = (draft.file.clone(), draft.span.start);
            rules.insert(
                draft.rule.id.clone(),
                Entrypoint { reference: path_name(&path), file, offset },
            );
        }
        let mut engine = Engine::new();
        engine.set_policy_length_config(PolicyLengthConfig {
            max_col: NonZeroU32::new(10_000_000).expect("it is not zero"),
            max_file_bytes: NonZeroUsize::new(64 << 20).expect("it is not zero"),
            max_lines: NonZeroUsize::new(1_000_000).expect("it is not zero"),
        });
        engine.set_strict_builtin_errors(true);
        engine.set_execution_timer_config(regorus::utils::limits::ExecutionTimerConfig {
            limit: TIME_LIMIT,
            check_interval: NonZeroU32::new(256).expect("it is not zero"),
        });
        extensions::register(&mut engine);
        let mut prepared = Self { engine, texts, rules };
        prepared.read()?;
        Ok(prepared)
    }

    fn read(&mut self) -> Result<(), Box<Mistake>> {
        for (number, text) in self.texts.iter().enumerate() {
            if let Err(error) = self.engine.add_policy(name(number), text.text.clone()) {
                return Err(Box::new(self.mistake(&error.to_string())));
            }
        }
        let read = self.engine.add_policy("probe".to_owned(), PROBE.to_owned());
        read.map_err(|error| Box::new(self.mistake(&error.to_string())))?;
        let mut analysed = self.engine.clone();
        probe(&mut analysed).map_err(|error| Box::new(self.mistake(&error)))?;
        Ok(())
    }

    /// An engine for one run: the same policies, with these parameters, this input and this clock.
    pub(super) fn for_run(
        &self,
        params: Value,
        input: Value,
        now: Timestamp,
    ) -> Result<Run<'_>, Complaint> {
        let mut engine = self.engine.clone();
        extensions::register_clock(&mut engine, now);
        let data = Value::from(BTreeMap::from([(Value::from("params"), params)]));
        let added = engine.add_data(data).map_err(|error| error.to_string());
        engine.set_input(input);
        added.and_then(|()| probe(&mut engine)).map_err(|error| self.complaint(&error))?;
        Ok(Run { prepared: self, engine, stuck: Cell::new(false) })
    }

    /// How to ask for a rule of this set.
    pub(super) fn rule(&self, id: &str) -> Option<&Entrypoint> {
        self.rules.get(id)
    }

    /// The text with this name.
    pub(super) fn text(&self, name: &str) -> Option<&Emitted> {
        self.texts.get(name.strip_prefix(PREFIX)?.parse::<usize>().ok()?)
    }

    pub(super) fn watch_coverage(&mut self) {
        self.engine.set_enable_coverage(true);
    }

    fn mistake(&self, error: &str) -> Mistake {
        let Complaint { message, place } = self.complaint(error);
        let (file, offset) = place.unwrap_or_else(|| (self.texts[0].file.clone(), 0));
        file.mistake(offset..offset, "gatewright::policy::engine", message)
    }

    /// What an error of the engine says: `\n--> FILE:LINE:COLUMN`, a frame, and `error: MESSAGE`.
    fn complaint(&self, error: &str) -> Complaint {
        let place = error.split_once("--> ").and_then(|(_, rest)| self.place(rest));
        let message = error.split_once("error: ").map_or(error, |(_, message)| message);
        let message = message
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("the engine failed")
            .trim();
        // The engine says how long it took, which differs from run to run.
        let message = if message.contains("exceeded time limit") {
            format!("the time limit of {} s is exceeded", TIME_LIMIT.as_secs())
        } else {
            self.with_own_places(message)
        };
        Complaint { message, place: place.map(|(file, offset, _)| (file, offset)) }
    }

    /// The place at the beginning of `text`, and how long its description is.
    fn place(&self, text: &str) -> Option<(File, usize, usize)> {
        let end = text.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(text.len());
        let mut parts = text[..end].split(':');
        let emitted = self.text(parts.next()?)?;
        let line = parts.next()?.parse().ok()?;
        let column = parts.next()?.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
        Some((emitted.file.clone(), emitted.offset(line, column), end))
    }

    /// The message with places in our texts replaced by places in the author's.
    fn with_own_places(&self, message: &str) -> String {
        let mut said = String::new();
        let mut rest = message;
        while let Some(start) = rest.find(PREFIX) {
            said.push_str(&rest[..start]);
            rest = &rest[start..];
            let end = if let Some((file, offset, end)) = self.place(rest) {
                let (line, column) = file.place(offset);
                said.extend([&*file.path, ":", &line.to_string(), ":", &column.to_string()]);
                end
            } else {
                said.push_str(PREFIX);
                PREFIX.len()
            };
            rest = &rest[end..];
        }
        said + rest
    }
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// An engine that has been told everything about a run.
pub(super) struct Run<'a> {
    prepared: &'a Prepared,
    engine: Engine,
    /// A rule did not end, and still runs: nothing else is begun beside it, so that the program can end.
    stuck: Cell<bool>,
}

impl Run<'_> {
    /// The value of a rule. Each evaluation has a copy of the engine, for one that fails leaves it in disorder, and a
    /// thread of its own, for one that does not end cannot be stopped: it is left behind, and ends with the program.
    pub(super) fn value(&self, reference: &str) -> Result<(Value, Engine), Complaint> {
        let elsewhere = |message: &str| Complaint { message: message.to_owned(), place: None };
        if self.stuck.get() {
            return Err(elsewhere("not evaluated, since a rule before it did not end"));
        }
        let mut engine = self.engine.clone();
        let reference = reference.to_owned();
        let (send, receive) = mpsc::channel();
        let evaluation = move || {
            let value = catch_unwind(AssertUnwindSafe(|| engine.eval_rule(reference)));
            // Nobody listens any more when it took too long.
            let _ = send.send((value, engine));
        };
        let thread = std::thread::Builder::new().stack_size(STACK).spawn(evaluation);
        thread.map_err(|error| elsewhere(&format!("no thread for it: {error}")))?;
        match receive.recv_timeout(WAIT) {
            Ok((Ok(Ok(value)), engine)) => Ok((value, engine)),
            Ok((Ok(Err(error)), _)) => Err(self.prepared.complaint(&error.to_string())),
            Ok((Err(_), _)) | Err(RecvTimeoutError::Disconnected) => {
                Err(elsewhere("the engine panicked"))
            }
            Err(RecvTimeoutError::Timeout) => {
                self.stuck.set(true);
                Err(elsewhere(&format!("it did not end within {} seconds", WAIT.as_secs())))
            }
        }
    }
}

const PREFIX: &str = "policy#";

fn name(number: usize) -> String {
    format!("{PREFIX}{number}")
}

fn probe(engine: &mut Engine) -> Result<(), String> {
    let reference = "data.gatewright__probe.ready".to_owned();
    match catch_unwind(AssertUnwindSafe(|| engine.eval_rule(reference))) {
        Ok(Ok(value)) if value == Value::from(true) => Ok(()),
        Ok(Ok(_)) => Err("the engine does not work".to_owned()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the engine panicked".to_owned()),
    }
}

//! A program in the engine: loaded once, and run for one input after another. The engine gets nothing but what
//! [`crate::rego::lower`] writes, and says nothing that does not go through here.

mod calls;
mod complaint;
mod constants;
mod limits;
mod memory;
mod objects;
mod run;
mod watch;

#[cfg(test)]
mod tests;

pub use complaint::Complaint;
pub use limits::Limits;
pub use run::Run;
pub use watch::{Print, Reached};

use super::builtins::{self, Builtin};
use crate::rego::lower::{self, Lowered, Options, Point};
use crate::rego::signatures::Signature;
use crate::rego::{File, Mistake, Mistakes, ir};
use jiff::Timestamp;
use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, PolicyLengthConfig, Value};
use std::num::{NonZeroU32, NonZeroUsize};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A program that can be run.
#[derive(Clone)]
pub struct Loaded {
    engine: Engine,
    lowered: Lowered,
    builtins: Vec<&'static Builtin>,
    /// Builtins that are declared and not here.
    extra: Vec<&'static Signature>,
    /// The files that places are in.
    files: Vec<File>,
    /// The paths of the documents, none of which base data may have.
    paths: Vec<Vec<Box<str>>>,
    constants: Value,
    limits: Limits,
}

/// How a program is run.
#[derive(Debug, Clone, Copy)]
pub struct Mode {
    /// The only clock.
    pub now: Timestamp,
    /// Whether a builtin that fails ends the evaluation; otherwise it is undefined.
    pub strict_builtin_errors: bool,
}

impl Loaded {
    /// Lowers a program that has been checked, and gives it to the engine.
    pub fn new(program: &ir::Program, trace: bool) -> Result<Self, Mistakes> {
        Self::declaring(program, trace, &[])
    }

    /// The same, with builtins that are declared and not here: they are undefined.
    pub fn declaring(
        program: &ir::Program,
        trace: bool,
        extra: &[&'static Signature],
    ) -> Result<Self, Mistakes> {
        let mut lowered = lower::lower(program, &Options { trace });
        let mut mistakes = std::mem::take(&mut lowered.mistakes);
        let mut found = vec![];
        for name in &lowered.builtins {
            match builtins::ALL.iter().copied().flatten().find(|builtin| builtin.name == *name) {
                Some(builtin) => found.push(builtin),
                None if extra.iter().any(|declared| declared.name == *name) => {}
                None => mistakes.push(missing(program, name)),
            }
        }
        mistakes.extend(
            lowered.numbers.iter().filter_map(|number| constants::mistake(program, number)),
        );
        Mistakes::check(mistakes)?;
        let limits = Limits::default();
        let engine = prepare(&lowered, &limits)
            .map_err(|message| Mistakes::of(broken(program, &message)))?;
        let documents = program.documents.iter().map(|document| document.path.clone());
        Ok(Self {
            engine,
            constants: constants::values(&lowered.constants),
            lowered,
            builtins: found,
            extra: extra.to_vec(),
            files: program.modules.iter().map(|module| module.file.clone()).collect(),
            paths: documents.collect(),
            limits,
        })
    }

    /// The same program under other limits.
    #[must_use]
    pub fn limited(mut self, limits: Limits) -> Self {
        set_time(&mut self.engine, &limits);
        Self { limits, ..self }
    }

    /// The program with this input (or none), base data and clock.
    pub fn run(&self, input: Option<Value>, data: Value, mode: Mode) -> Run<'_> {
        Run::new(self, input, data, mode)
    }

    /// The points whose being reached a traced run notes.
    pub fn points(&self) -> &[Point] {
        &self.lowered.points
    }
}

impl std::fmt::Debug for Loaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Loaded").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// The name under which the engine knows the text.
const TEXT: &str = "p";

fn prepare(lowered: &Lowered, limits: &Limits) -> Result<Engine, String> {
    let mut engine = Engine::new();
    let all = u32::MAX >> 1;
    engine.set_policy_length_config(PolicyLengthConfig {
        max_col: NonZeroU32::new(all).expect("it is not zero"),
        max_file_bytes: NonZeroUsize::new(1 << 30).expect("it is not zero"),
        max_lines: NonZeroUsize::new(1 << 28).expect("it is not zero"),
    });
    engine.set_strict_builtin_errors(true);
    set_time(&mut engine, limits);
    let ready = catch_unwind(AssertUnwindSafe(|| {
        engine.add_policy(TEXT.to_owned(), lowered.text.text.clone())?;
        engine.eval_rule("data.g.ready".to_owned())
    }));
    match ready {
        Ok(Ok(value)) if value == Value::from(true) => Ok(engine),
        Ok(Ok(_)) => Err("the engine does not work".to_owned()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the engine panicked".to_owned()),
    }
}

fn set_time(engine: &mut Engine, limits: &Limits) {
    let check_interval = NonZeroU32::new(256).expect("it is not zero");
    engine.set_execution_timer_config(ExecutionTimerConfig { limit: limits.time, check_interval });
}

fn missing(program: &ir::Program, name: &str) -> Mistake {
    first(program)
        .mistake(0..0, "gatewright::policy::builtin", format!("`{name}` is declared but not here"))
        .help("this is a defect of gatewright; please report it")
}

fn broken(program: &ir::Program, message: &str) -> Mistake {
    first(program)
        .mistake(
            0..0,
            "gatewright::policy::engine",
            format!("the engine does not take the policy: {message}"),
        )
        .help("this is a defect of gatewright; please report it")
}

fn first(program: &ir::Program) -> File {
    program.modules.first().map_or_else(|| File::new("", ""), |module| module.file.clone())
}

//! One run of a program. Each evaluation has a copy of the engine, for one that fails leaves it in disorder, and a thread
//! of its own, for one that does not end cannot be stopped: it is left behind, and ends with the process.

use super::calls::{self, Shared};
use super::complaint::Complaint;
use super::memory;
use super::watch::{Print, Reached};
use super::{Loaded, Mode};
use crate::rego::ir::DocumentId;
use regorus::{Engine, Value};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread::Builder;
use std::time::{Duration, Instant};

/// How often it is looked how much memory an evaluation takes.
const LOOK: Duration = Duration::from_millis(5);

/// A program with its input.
pub struct Run<'a> {
    loaded: &'a Loaded,
    engine: Engine,
    shared: Arc<Shared>,
    /// Why nothing can be evaluated.
    refused: Option<Complaint>,
    /// An evaluation did not end, and still runs: nothing else is begun beside it, so that the process can end.
    stuck: Cell<bool>,
}

impl<'a> Run<'a> {
    pub(super) fn new(loaded: &'a Loaded, input: Option<Value>, data: Value, mode: Mode) -> Self {
        let shared = Shared::new(mode, loaded.limits);
        let refused = conflict(loaded, &data);
        let mut given = BTreeMap::from([
            (Value::from("c"), loaded.constants.clone()),
            (Value::from("d"), data),
        ]);
        given.extend(input.map(|input| (Value::from("i"), input)));
        let mut engine = loaded.engine.clone();
        calls::register(&mut engine, loaded, &shared);
        engine.set_input(Value::from(given));
        Self { loaded, engine, shared, refused, stuck: Cell::new(false) }
    }

    /// The value of a document; none where it is undefined, and for functions.
    pub fn document(&self, id: DocumentId) -> Result<Option<Value>, Complaint> {
        self.loaded.lowered.documents.get(&id).map_or(Ok(None), |rule| self.value(rule))
    }

    /// The answers to the query: an array of objects with its variables.
    pub fn query(&self) -> Result<Option<Value>, Complaint> {
        self.loaded.lowered.query.as_ref().map_or(Ok(None), |rule| self.value(rule))
    }

    /// What has been printed so far.
    pub fn prints(&self) -> Vec<Print> {
        calls::prints(&self.shared, self.loaded)
    }

    /// The points that have been reached so far, by their index in [`Loaded::points`].
    pub fn trace(&self) -> BTreeMap<usize, Reached> {
        self.shared.trace.lock().expect("nothing panics while it notes").clone()
    }

    fn value(&self, rule: &str) -> Result<Option<Value>, Complaint> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone());
        }
        if self.stuck.get() {
            return Err(Complaint::elsewhere(
                "not evaluated, since something before it did not end",
            ));
        }
        let limits = &self.loaded.limits;
        let (mut engine, rule) = (self.engine.clone(), format!("data.g.{rule}"));
        let (send, receive) = mpsc::channel();
        let values = limits.values;
        let evaluation = move || {
            let result = catch_unwind(AssertUnwindSafe(|| {
                let value = engine.eval_rule(rule)?;
                let fits = fits(&value, &mut { values });
                Ok::<_, Box<dyn std::error::Error + Send + Sync>>((value, fits))
            }));
            let result = result.map(|result| result.map_err(|error| error.to_string()));
            // Nobody listens any more when it took too long.
            let _ = send.send(result);
        };
        let thread = Builder::new().stack_size(limits.stack).spawn(evaluation);
        thread.map_err(|error| Complaint::elsewhere(format!("no thread for it: {error}")))?;
        match self.wait(&receive) {
            Ok(Ok(Ok((Value::Undefined, _)))) => Ok(None),
            Ok(Ok(Ok((value, true)))) => Ok(Some(value)),
            Ok(Ok(Ok((_, false)))) => {
                Err(Complaint::elsewhere(format!("the result has more than {values} values")))
            }
            Ok(Ok(Err(error))) => Err(Complaint::of_engine(&error, self.loaded)),
            Ok(Err(_)) => Err(Complaint::elsewhere("the engine panicked")),
            Err(stopped) => Err(stopped),
        }
    }

    /// What an evaluation comes to; or why it is not waited for any more.
    fn wait<T>(&self, receive: &Receiver<T>) -> Result<T, Complaint> {
        let limits = &self.loaded.limits;
        let (until, before) = (Instant::now() + limits.wait(), memory::resident());
        let most = before.map(|before| before.saturating_add(limits.memory));
        loop {
            match receive.recv_timeout(LOOK) {
                Ok(result) => return Ok(result),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Complaint::elsewhere("the engine panicked"));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            let exceeded = if Instant::now() >= until {
                limits.time_exceeded()
            } else if most.zip(memory::resident()).is_some_and(|(most, now)| now > most) {
                limits.memory_exceeded()
            } else {
                continue;
            };
            self.stuck.set(true);
            self.shared.abandon();
            return Err(Complaint::elsewhere(exceeded));
        }
    }
}

impl std::fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run").field("loaded", self.loaded).finish_non_exhaustive()
    }
}

/// Whether there are no more values in this one than are left.
fn fits(value: &Value, left: &mut usize) -> bool {
    let Some(less) = left.checked_sub(1) else { return false };
    *left = less;
    match value {
        Value::Array(items) => items.iter().all(|item| fits(item, left)),
        Value::Set(items) => items.iter().all(|item| fits(item, left)),
        Value::Object(items) => items.iter().all(|(key, item)| fits(key, left) && fits(item, left)),
        _ => true,
    }
}

/// Data may not have a value where a rule defines one: OPA refuses it, and here one would silently hide the other.
fn conflict(loaded: &Loaded, data: &Value) -> Option<Complaint> {
    let found = loaded.paths.iter().find(|path| {
        let mut value = data;
        for (depth, name) in path.iter().enumerate() {
            value = &value[&Value::from(&**name)];
            match value {
                Value::Undefined => return false,
                Value::Object(_) if depth + 1 < path.len() => {}
                _ => return true,
            }
        }
        false
    })?;
    Some(Complaint::elsewhere(format!(
        "the data has a value where rules define `data.{}`",
        found.join(".")
    )))
}

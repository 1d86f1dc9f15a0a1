//! The functions that lowered text calls: builtins, and what stands in for forms that the engine does not have.

use super::watch::{Print, Reached};
use super::{Limits, Loaded, Mode, memory, objects};
use crate::policy::builtins::{Context, Failure, Outcome};
use crate::rego::lower;
use regorus::{Engine, Value};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// What the calls of one run share.
pub(super) struct Shared {
    context: Context,
    strict: bool,
    limits: Limits,
    /// Nobody waits for the evaluation any more.
    abandoned: AtomicBool,
    /// How many bytes builtins have made.
    made: AtomicU64,
    pub(super) prints: Mutex<Vec<(usize, String)>>,
    pub(super) trace: Mutex<BTreeMap<usize, Reached>>,
}

/// What is printed at most.
const MAX_PRINTS: usize = 100_000;

impl Shared {
    pub(super) fn new(mode: Mode, limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            context: Context { now: mode.now },
            strict: mode.strict_builtin_errors,
            limits,
            abandoned: AtomicBool::new(false),
            made: AtomicU64::new(0),
            prints: Mutex::default(),
            trace: Mutex::default(),
        })
    }

    /// Ends the evaluation at its next call.
    pub(super) fn abandon(&self) {
        self.abandoned.store(true, Ordering::Relaxed);
    }

    /// Whether there may be more.
    fn go_on(&self) -> Result<(), Failure> {
        if self.abandoned.load(Ordering::Relaxed) {
            return Err(Failure::Refused("nobody waits for it any more".to_owned()));
        }
        Ok(())
    }

    /// Counts what a builtin has made.
    fn charge(&self, value: Value) -> Outcome {
        let bytes = memory::made(&value);
        if self.made.fetch_add(bytes, Ordering::Relaxed) + bytes > self.limits.made {
            return Err(Failure::Refused(self.limits.made_exceeded()));
        }
        Ok(value)
    }
}

/// Makes the functions known to the engine.
pub(super) fn register(engine: &mut Engine, loaded: &Loaded, shared: &Arc<Shared>) {
    for builtin in &loaded.builtins {
        let arity =
            crate::rego::signatures::find(builtin.name).map_or(0, |found| (found.args)().len());
        let (builtin, shared) = (*builtin, shared.clone());
        add(engine, &lower::name(builtin.name), arity, move |args| {
            shared.go_on()?;
            match (builtin.call)(&shared.context, args) {
                Err(Failure::Error(_)) if !shared.strict => Ok(Value::Undefined),
                Err(Failure::Error(message)) => {
                    Err(Failure::Error(format!("{}: {message}", builtin.name)))
                }
                Err(refused) => Err(refused),
                Ok(value) => shared.charge(value),
            }
        });
    }
    for declared in &loaded.extra {
        let arity = (declared.args)().len();
        add(engine, &lower::name(declared.name), arity, |_| Ok(Value::Undefined));
    }
    add(engine, "x_package", 3, objects::package);
    add(engine, "x_nested", 1, objects::nested);
    add(engine, "x_object", 1, objects::written);
    add(engine, "x_fields", 2, |args| {
        let fields = args[0].as_object().map(|object| Value::from(object.len()));
        Ok(Value::from(fields.is_ok_and(|fields| fields == args[1])))
    });
    add(engine, "x_at", 2, objects::at);
    let printing = shared.clone();
    add(engine, "x_print", 2, move |args| {
        let mut prints = printing.prints.lock().expect("nothing panics while it prints");
        for line in args[1].as_array().into_iter().flat_map(|lines| lines.iter()) {
            if let (Value::String(line), true) = (line, prints.len() < MAX_PRINTS) {
                prints.push((index(&args[0]), line.to_string()));
            }
        }
        Ok(Value::from(true))
    });
    let tracing = shared.clone();
    add(engine, "x_reach", 2, move |args| {
        let mut reached_points = tracing.trace.lock().expect("nothing panics while it notes");
        let reached = reached_points.entry(index(&args[0])).or_default();
        reached.count += 1;
        if reached.values.len() < tracing.limits.notes {
            reached.values.push(
                args[1]
                    .as_array()
                    .map(|values| values.iter().cloned().collect())
                    .unwrap_or_default(),
            );
        }
        Ok(Value::from(true))
    });
}

fn index(value: &Value) -> usize {
    value.as_u64().ok().and_then(|index| index.try_into().ok()).unwrap_or(usize::MAX)
}

fn add(
    engine: &mut Engine,
    name: &str,
    arity: usize,
    call: impl Fn(&[Value]) -> Outcome + Clone + Send + Sync + 'static,
) {
    let arity = u8::try_from(arity).expect("builtins take few arguments");
    let call = move |args: Vec<Value>| call(&args).map_err(Into::into);
    engine
        .add_extension(name.to_owned(), arity, Box::new(call))
        .expect("each function has a name of its own");
}

/// What was printed, with where.
pub(super) fn prints(shared: &Shared, loaded: &Loaded) -> Vec<Print> {
    let prints = shared.prints.lock().expect("nothing panics while it prints");
    let found = prints.iter().filter_map(|(index, text)| {
        let place = loaded.lowered.prints.get(*index)?;
        let file = loaded.files.get(place.module as usize)?.clone();
        Some(Print { file, offset: place.span.start as usize, text: text.clone() })
    });
    found.collect()
}

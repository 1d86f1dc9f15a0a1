//! Functions that replace the engine's own: correct where those are wrong, bounded where those are not. To add one,
//! write it as a function from values to a value, and register it here.

mod collections;
mod sprintf;
mod strings;
mod time;

use jiff::Timestamp;
use regorus::{Engine, Value};

/// Why a function has no result.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failure(String);

type Outcome = Result<Value, Failure>;

/// Puts the functions in the place of the engine's.
pub(super) fn register(engine: &mut Engine) {
    replace(engine, "sprintf", 2, |args| sprintf::sprintf(&args[0], &args[1]));
    replace(engine, "replace", 3, |args| strings::replace(&args[0], &args[1], &args[2]));
    replace(engine, "strings.count", 2, |args| strings::count(&args[0], &args[1]));
    replace(engine, "strings.replace_n", 2, |args| strings::replace_n(&args[0], &args[1]));
    replace(engine, "lower", 1, |args| strings::lower(&args[0]));
    replace(engine, "upper", 1, |args| strings::upper(&args[0]));
    replace(engine, "json.marshal", 1, |args| strings::marshal(&args[0]));
    replace(engine, "time.add_date", 4, time::add_date);
    replace(engine, "time.parse_rfc3339_ns", 1, |args| time::parse_rfc3339(&args[0]));
    replace(engine, "object.subset", 2, |args| collections::subset(&args[0], &args[1]));
    replace(engine, "numbers.range", 2, |args| collections::range(&args[0], &args[1], None));
    replace(engine, "numbers.range_step", 3, |args| {
        collections::range(&args[0], &args[1], Some(&args[2]))
    });
}

/// Makes `time.now_ns` the instant of the run.
pub(super) fn register_clock(engine: &mut Engine, now: Timestamp) {
    replace(engine, "time.now_ns", 0, move |_| {
        let nanoseconds = i64::try_from(now.as_nanosecond());
        nanoseconds.map(Value::from).map_err(|_| Failure("`now` is out of range".into()))
    });
}

fn replace(
    engine: &mut Engine,
    name: &str,
    arguments: u8,
    function: impl Fn(&[Value]) -> Outcome + Clone + Send + Sync + 'static,
) {
    let call = move |args: Vec<Value>| function(&args).map_err(Into::into);
    engine
        .add_extension(name.to_owned(), arguments, Box::new(call))
        .expect("each function is registered once");
}

/// The text that an argument has to be.
fn text<'a>(function: &str, value: &'a Value) -> Result<&'a str, Failure> {
    value
        .as_string()
        .map(AsRef::as_ref)
        .map_err(|_| Failure(format!("`{function}` takes a string, not `{value}`")))
}

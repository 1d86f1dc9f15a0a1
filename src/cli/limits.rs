//! `--limit NAME=VALUE`: what an evaluation may take.

use crate::policy::program::Limits;
use std::str::FromStr;
use std::time::Duration;

/// The limits of a command line, over the default ones.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Limiting {
    /// What an evaluation may take: `time=10s`, `memory=1GiB`, `made=16GiB` (by all builtins together), `values=1000000` (in a
    /// result). Repeatable [default: time=5s, memory=512MiB, made=8GiB, values=10000000].
    #[arg(long, value_name = "NAME=VALUE", value_parser = super::nonempty::value::<Limit>)]
    limit: Vec<Limit>,
}

impl Limiting {
    /// The limits: of several of one name the last.
    pub(super) fn over(&self, limits: Limits) -> Limits {
        self.limit.iter().fold(limits, |limits, limit| match *limit {
            Limit::Time(time) => Limits { time, ..limits },
            Limit::Memory(memory) => Limits { memory, ..limits },
            Limit::Made(made) => Limits { made, ..limits },
            Limit::Values(values) => Limits { values, ..limits },
        })
    }
}

/// One limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limit {
    Time(Duration),
    Memory(u64),
    Made(u64),
    Values(usize),
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some(("time", value)) => duration(value).map(Self::Time),
            Some(("memory", value)) => bytes(value).map(Self::Memory),
            Some(("made", value)) => bytes(value).map(Self::Made),
            Some(("values", value)) => {
                let values = value.parse().ok().filter(|values| *values > 0);
                values.map(Self::Values).ok_or_else(|| "write a number: `values=1000000`".into())
            }
            Some((name, _)) => Err(format!(
                "there is no limit `{name}`: `time`, `memory`, `made` and `values` are"
            )),
            None => Err("write NAME=VALUE".to_owned()),
        }
    }
}

/// `500ms`, `5s`, `2m`.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    match quantity(text) {
        Some((count, "ms")) => Ok(Duration::from_millis(count)),
        Some((count, "s")) => Ok(Duration::from_secs(count)),
        Some((count, "m")) => Ok(Duration::from_secs(count * 60)),
        _ if text.trim().is_empty() => Err("it is empty; is a variable not set?".to_owned()),
        _ => Err("write a number and a unit: `500ms`, `5s`, `2m`".to_owned()),
    }
}

/// `64MiB`, `2GiB`.
fn bytes(text: &str) -> Result<u64, String> {
    match quantity(text) {
        Some((count, "MiB")) => Ok(count << 20),
        Some((count, "GiB")) => Ok(count << 30),
        _ => Err("write a number and a unit: `64MiB`, `2GiB`".to_owned()),
    }
}

fn quantity(text: &str) -> Option<(u64, &str)> {
    let (digits, unit) =
        text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let count = digits.parse().ok().filter(|count| (1..=1_000_000).contains(count))?;
    Some((count, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_written_with_their_units() {
        for (text, limit) in [
            ("time=500ms", Limit::Time(Duration::from_millis(500))),
            ("time=2m", Limit::Time(Duration::from_mins(2))),
            ("memory=64MiB", Limit::Memory(64 << 20)),
            ("made=2GiB", Limit::Made(2 << 30)),
            ("values=7", Limit::Values(7)),
        ] {
            assert_eq!(text.parse(), Ok(limit), "{text}");
        }
    }

    #[test]
    fn what_is_no_limit_is_refused() {
        for text in [
            "time",
            "time=",
            "time=0s",
            "time=5",
            "time=-1s",
            "time=1.5s",
            "memory=1GB",
            "memory=0MiB",
            "values=0",
            "values=many",
            "stack=1GiB",
            "time=99999999999999999999s",
        ] {
            assert!(text.parse::<Limit>().is_err(), "{text}");
        }
    }
}

//! Runs tests again whenever a file changes: looks at the times of files twice a second, which works everywhere.

use super::{Arguments, once};
use crate::cli::Failure;
use crate::decide::Exit;
use crate::policy::data::find;
use crate::report;
use camino::Utf8PathBuf;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

const PAUSE: Duration = Duration::from_millis(500);

/// The files, and when each was changed.
type Times = BTreeMap<Utf8PathBuf, Option<SystemTime>>;

pub(super) fn run(arguments: &Arguments, now: Timestamp) -> Result<Exit, Failure> {
    loop {
        let seen = times(arguments);
        if let Err(failure) = once(arguments, now) {
            report::warn(&report::diagnostic::render(failure.error.as_ref()));
        }
        report::print("\nwaiting for a file to change; end it with ctrl-c\n")?;
        while times(arguments) == seen {
            std::thread::sleep(PAUSE);
        }
    }
}

fn times(arguments: &Arguments) -> Times {
    let paths = arguments.paths.iter().chain(&arguments.data).chain(&arguments.capabilities);
    let found = paths.flat_map(|path| find(path).unwrap_or_default());
    found.map(|found| (found.path.clone(), modified(&found.path))).collect()
}

fn modified(path: &Utf8PathBuf) -> Option<SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

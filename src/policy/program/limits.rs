//! What an evaluation may take. Whatever exceeds a limit ends with a complaint that names it, and is never a pass.

use std::time::Duration;

/// What an evaluation may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long the value of one document may take. The engine looks at its clock between steps; a builtin can be one
    /// long step, so that it is waited for half as long again.
    pub time: Duration,
    /// By how many bytes the process may grow while an evaluation runs. Seen only where there is `/proc`.
    pub memory: u64,
    /// How many bytes builtins may make in one run, whether they are kept or not: the bound that holds everywhere.
    pub made: u64,
    /// Stack, in bytes: policies may call far deeper than the main thread's allows.
    pub stack: usize,
    /// How many values a result may have in it.
    pub values: usize,
    /// How many times the values at a point are noted.
    pub notes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(5),
            memory: 512 << 20,
            made: 8 << 30,
            stack: 256 << 20,
            values: 10_000_000,
            notes: 8,
        }
    }
}

impl Limits {
    /// How long it is waited for.
    pub(super) fn wait(&self) -> Duration {
        self.time + self.time / 2
    }

    pub(super) fn time_exceeded(&self) -> String {
        format!("the time limit of {} s is exceeded", self.time.as_secs_f32())
    }

    pub(super) fn memory_exceeded(&self) -> String {
        format!("the memory limit of {} MiB is exceeded", self.memory >> 20)
    }

    pub(super) fn made_exceeded(&self) -> String {
        format!("builtins have made more than {} MiB", self.made >> 20)
    }
}

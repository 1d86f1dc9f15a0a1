//! How much memory is taken: what builtins make is counted, and what the process has is looked up.

use regorus::Value;
use std::mem::size_of;
use std::sync::Arc;

/// How many bytes a value takes that a builtin has just made; nothing for one that is there already. Only its outermost
/// level is counted: what is below was made before, or is bounded by what the builtin has read.
pub(super) fn made(value: &Value) -> u64 {
    const ONE: usize = size_of::<Value>();
    let bytes = match value {
        Value::String(text) if Arc::strong_count(text) == 1 => text.len(),
        Value::Array(items) if Arc::strong_count(items) == 1 => items.len() * ONE,
        Value::Set(items) if Arc::strong_count(items) == 1 => items.len() * ONE,
        Value::Object(items) if Arc::strong_count(items) == 1 => items.len() * ONE * 2,
        _ => 0,
    };
    bytes as u64
}

/// How many bytes of memory the process has; none where that cannot be told.
pub(super) fn resident() -> Option<u64> {
    /// As every machine has them on which this is seen as it is on Linux; larger ones only make the bound stricter.
    const PAGE: u64 = 4096;
    #[expect(
        clippy::disallowed_methods,
        reason = "it says what this process takes, and nothing of the world"
    )]
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split_ascii_whitespace().nth(1)?.parse::<u64>().ok()? * PAGE)
}

//! What is refused because it would be too large.

use super::{Failure, MAX_ITEMS, MAX_TEXT};

/// A text of so many bytes can be had.
pub(super) fn text(bytes: usize) -> Result<(), Failure> {
    if bytes > MAX_TEXT {
        return Err(Failure::Refused(format!("the result would be longer than {MAX_TEXT} bytes")));
    }
    Ok(())
}

/// A collection of so many items can be had.
pub(super) fn items(count: usize) -> Result<(), Failure> {
    if count > MAX_ITEMS {
        return Err(Failure::Refused(format!("the result would have more than {MAX_ITEMS} items")));
    }
    Ok(())
}

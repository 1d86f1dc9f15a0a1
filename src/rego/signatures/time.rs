//! Time.

use super::{NUMBER, STRING, Signature, either, signature, tuple};
use crate::rego::types::Type;

/// Nanoseconds since 1970, alone or with a time zone.
fn moment() -> Type {
    either([NUMBER, tuple([NUMBER, STRING])])
}

/// A moment, or one with a time zone and a layout.
fn moment_with_layout() -> Type {
    either([moment(), tuple([NUMBER, STRING, STRING])])
}

pub(super) static TABLE: &[Signature] = &[
    signature!("time.add_date", [NUMBER, NUMBER, NUMBER, NUMBER] => NUMBER),
    signature!("time.clock", [moment()] => tuple([NUMBER, NUMBER, NUMBER])),
    signature!("time.date", [moment()] => tuple([NUMBER, NUMBER, NUMBER])),
    signature!("time.diff", [moment(), moment()] => tuple([NUMBER, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER])),
    signature!("time.format", [moment_with_layout()] => STRING),
    signature!("time.now_ns", [] => NUMBER).nondeterministic(),
    signature!("time.parse_duration_ns", [STRING] => NUMBER),
    signature!("time.parse_ns", [STRING, STRING] => NUMBER),
    signature!("time.parse_rfc3339_ns", [STRING] => NUMBER),
    signature!("time.weekday", [moment()] => STRING),
];

//! `uuid.parse`: what a UUID says of itself.

use super::operand::string;
use super::{Builtin, Context, Outcome};
use regorus::Value;
use std::collections::BTreeMap;

pub(super) const BUILTINS: &[Builtin] = &[Builtin { name: "uuid.parse", call: parse }];

/// From the start of the Gregorian calendar to 1970, in units of 100 nanoseconds.
const GREGORIAN: i64 = 122_192_928_000_000_000;

/// Undefined for what is no UUID.
fn parse(_: &Context, operands: &[Value]) -> Outcome {
    Ok(bytes(string(1, &operands[0])?.as_bytes()).map_or(Value::Undefined, |uuid| fields(&uuid)))
}

/// The bytes of a UUID in any of the forms that are in use: plain, without hyphens, as a URN, or between braces, which may
/// be any two characters.
fn bytes(text: &[u8]) -> Option<[u8; 16]> {
    let text = match text.len() {
        32 => return hex(text),
        36 => text,
        38 => &text[1..37],
        45 if text[..9].eq_ignore_ascii_case(b"urn:uuid:") => &text[9..],
        _ => return None,
    };
    let hyphens = [8, 13, 18, 23];
    if hyphens.iter().any(|place| text[*place] != b'-') {
        return None;
    }
    let digits = text.iter().enumerate().filter(|(place, _)| !hyphens.contains(place));
    hex(&digits.map(|(_, digit)| *digit).collect::<Vec<u8>>())
}

fn hex(digits: &[u8]) -> Option<[u8; 16]> {
    data_encoding::HEXLOWER_PERMISSIVE.decode(digits).ok()?.try_into().ok()
}

fn fields(uuid: &[u8; 16]) -> Value {
    let version = uuid[6] >> 4;
    let variant = match uuid[8] >> 5 {
        0b100 | 0b101 => "RFC4122",
        0b110 => "Microsoft",
        0b111 => "Future",
        _ => "Reserved",
    };
    let mut fields: BTreeMap<&str, Value> =
        BTreeMap::from([("version", u64::from(version).into()), ("variant", variant.into())]);
    if matches!(version, 1 | 2) {
        let node: Vec<String> = uuid[10..].iter().map(|byte| format!("{byte:02x}")).collect();
        let kind = match uuid[10] & 0b11 {
            0b11 => "local:multicast",
            0b01 => "global:multicast",
            0b10 => "local:unicast",
            _ => "global:unicast",
        };
        let sequence = u16::from_be_bytes([uuid[8], uuid[9]]) & 0x3fff;
        fields.insert("time", nanoseconds(uuid).into());
        fields.insert("nodeid", node.join("-").into());
        fields.insert("macvariables", kind.into());
        fields.insert("clocksequence", u64::from(sequence).into());
    }
    if version == 2 {
        let domain = match uuid[9] {
            0 => "Person".to_owned(),
            1 => "Group".to_owned(),
            2 => "Org".to_owned(),
            other => format!("Domain{other}"),
        };
        let id = u32::from_be_bytes([uuid[0], uuid[1], uuid[2], uuid[3]]);
        fields.insert("domain", domain.into());
        fields.insert("id", u64::from(id).into());
    }
    fields
        .into_iter()
        .map(|(name, value)| (name.into(), value))
        .collect::<BTreeMap<Value, Value>>()
        .into()
}

/// The time, as nanoseconds since 1970. Far from there it wraps around, as OPA's does.
fn nanoseconds(uuid: &[u8; 16]) -> i64 {
    let [low, middle, high] = [&uuid[0..4], &uuid[4..6], &uuid[6..8]]
        .map(|bytes| bytes.iter().fold(0_i64, |number, byte| number << 8 | i64::from(*byte)));
    let time = (high & 0xfff) << 48 | middle << 32 | low;
    (time - GREGORIAN).wrapping_mul(100)
}

#[cfg(test)]
mod tests;

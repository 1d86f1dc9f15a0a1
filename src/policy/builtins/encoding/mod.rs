//! `base64.*`, `base64url.*`, `hex.*` and `urlquery.*`. What decodes to bytes that are no text is refused, for OPA's
//! strings may hold any bytes, and the engine's may not.

use super::operand::{object, string};
use super::uri::{Part, escape, unescape};
use super::{Builtin, Context, Failure, Outcome, bounds};
use data_encoding::{
    BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, Encoding, HEXLOWER, HEXLOWER_PERMISSIVE,
};
use regorus::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin {
        name: "base64.encode",
        call: |_, operands| encode(operands, |bytes| BASE64.encode(bytes)),
    },
    Builtin {
        name: "base64.decode",
        call: |_, operands| text_of(base64(string(1, &operands[0])?)?),
    },
    Builtin {
        name: "base64.is_valid",
        call: |_, operands| Ok(base64_is_valid(&operands[0]).into()),
    },
    Builtin {
        name: "base64url.encode",
        call: |_, operands| encode(operands, |bytes| BASE64URL.encode(bytes)),
    },
    Builtin {
        name: "base64url.encode_no_pad",
        call: |_, operands| encode(operands, |bytes| BASE64URL_NOPAD.encode(bytes)),
    },
    Builtin {
        name: "base64url.decode",
        call: |_, operands| text_of(base64url(string(1, &operands[0])?)?),
    },
    Builtin {
        name: "hex.encode",
        call: |_, operands| encode(operands, |bytes| HEXLOWER.encode(bytes)),
    },
    Builtin { name: "hex.decode", call: hex_decode },
    Builtin { name: "urlquery.encode", call: query_encode },
    Builtin { name: "urlquery.decode", call: query_decode },
    Builtin { name: "urlquery.encode_object", call: query_encode_object },
    Builtin { name: "urlquery.decode_object", call: query_decode_object },
];

/// No query has more parts than this.
const MAX_QUERY_PARTS: usize = 10_000;

/// Bytes as text, which they have to be.
pub(super) fn text_of(bytes: Vec<u8>) -> Outcome {
    String::from_utf8(bytes)
        .map(Value::from)
        .map_err(|_| Failure::Refused("what was decoded is not text in UTF-8".to_owned()))
}

/// The bytes of base 64 with padding, as Go reads it: breaks of lines do not count, nor do left-over bits.
pub(super) fn base64(text: &str) -> Result<Vec<u8>, Failure> {
    static LENIENT: LazyLock<Encoding> = LazyLock::new(|| lenient(&BASE64_NOPAD));
    padded(text, &LENIENT)
}

/// The bytes of base 64 for URLs, of which the padding may be missing.
pub(super) fn base64url(text: &str) -> Result<Vec<u8>, Failure> {
    static LENIENT: LazyLock<Encoding> = LazyLock::new(|| lenient(&BASE64URL_NOPAD));
    match text.len() % 4 {
        _ if text.ends_with('=') => padded(text, &LENIENT),
        0 => padded(text, &LENIENT),
        2 => padded(&format!("{text}=="), &LENIENT),
        3 => padded(&format!("{text}="), &LENIENT),
        _ => Err(is_not("base 64")),
    }
}

fn lenient(encoding: &Encoding) -> Encoding {
    let mut specification = encoding.specification();
    specification.check_trailing_bits = false;
    specification.encoding().expect("the alphabet stays as it is")
}

fn padded(text: &str, alphabet: &Encoding) -> Result<Vec<u8>, Failure> {
    let text: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let padding = text.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    if !text.len().is_multiple_of(4) {
        return Err(is_not("base 64"));
    }
    alphabet.decode(&text[..text.len() - padding]).map_err(|_| is_not("base 64"))
}

fn is_not(what: &str) -> Failure {
    Failure::Error(format!("the text is not {what}"))
}

fn encode(operands: &[Value], encode: fn(&[u8]) -> String) -> Outcome {
    let text = string(1, &operands[0])?;
    bounds::text(text.len().saturating_mul(2))?;
    Ok(encode(text.as_bytes()).into())
}

fn base64_is_valid(value: &Value) -> bool {
    matches!(value, Value::String(text) if base64(text).is_ok())
}

fn hex_decode(_: &Context, operands: &[Value]) -> Outcome {
    let bytes = HEXLOWER_PERMISSIVE.decode(string(1, &operands[0])?.as_bytes());
    text_of(bytes.map_err(|_| is_not("hexadecimal"))?)
}

fn query_encode(_: &Context, operands: &[Value]) -> Outcome {
    let text = string(1, &operands[0])?;
    bounds::text(text.len().saturating_mul(3))?;
    Ok(escape(text).into())
}

fn query_decode(_: &Context, operands: &[Value]) -> Outcome {
    text_of(unescape(string(1, &operands[0])?, Part::Query)?)
}

/// The names in their order, each with all of its values.
fn query_encode_object(_: &Context, operands: &[Value]) -> Outcome {
    let value = |value: &Value| match value {
        Value::String(value) => Ok(escape(value)),
        _ => Err(Failure::Error(
            "the values have to be strings, or arrays or sets of them".to_owned(),
        )),
    };
    let mut query = String::new();
    for (name, values) in object(1, &operands[0])?.iter() {
        let Value::String(name) = name else {
            return Err(Failure::Refused("names that are no strings cannot be encoded".to_owned()));
        };
        let values: Vec<String> = match values {
            Value::Array(values) => values.iter().map(value).collect::<Result<_, _>>()?,
            Value::Set(values) => values.iter().map(value).collect::<Result<_, _>>()?,
            one => vec![value(one)?],
        };
        for value in values {
            if !query.is_empty() {
                query.push('&');
            }
            query.extend([&escape(name), "=", &value]);
            bounds::text(query.len())?;
        }
    }
    Ok(query.into())
}

fn query_decode_object(_: &Context, operands: &[Value]) -> Outcome {
    let query = string(1, &operands[0])?;
    let mut fields: BTreeMap<Value, Vec<Value>> = BTreeMap::new();
    if query.split('&').count() > MAX_QUERY_PARTS {
        return Err(Failure::Error(format!("the query has more than {MAX_QUERY_PARTS} parts")));
    }
    for part in query.split('&').filter(|part| !part.is_empty()) {
        if part.contains(';') {
            return Err(Failure::Error("a query has no semicolons".to_owned()));
        }
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let [name, value] = [name, value].map(|text| unescape(text, Part::Query));
        fields.entry(text_of(name?)?).or_default().push(text_of(value?)?);
    }
    let fields = fields.into_iter().map(|(name, values)| (name, values.into()));
    Ok(fields.collect::<BTreeMap<Value, Value>>().into())
}

#[cfg(test)]
mod tests;

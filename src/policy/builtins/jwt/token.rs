//! A token in its three parts, and its header.

use super::super::{Failure, Outcome, encoding, json_reader};
use regorus::Value;

/// No longer token is read.
const MAX_TOKEN: usize = 1 << 20;

/// A token whose parts are still encoded.
#[derive(Debug)]
pub(super) struct Token<'a> {
    header: &'a str,
    payload: &'a str,
    signature: &'a str,
    /// What the signature is of.
    pub(super) signed: &'a [u8],
}

impl<'a> Token<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, Failure> {
        if text.len() > MAX_TOKEN {
            return Err(Failure::Refused(format!("the token has more than {MAX_TOKEN} bytes")));
        }
        let parts: Vec<&str> = text.split('.').collect();
        let [header, payload, signature] = parts[..] else {
            return Err(Failure::Error("the token does not have three parts".to_owned()));
        };
        let signed = &text.as_bytes()[..=header.len() + payload.len()];
        Ok(Self { header, payload, signature, signed })
    }

    /// The header, which is not that of an encrypted token.
    pub(super) fn header(&self) -> Outcome {
        let header = object(self.header, "header")?;
        if field(&header, "enc").is_some() {
            return Err(Failure::Error("the token is encrypted".to_owned()));
        }
        Ok(header)
    }

    pub(super) fn payload(&self) -> Outcome {
        object(self.payload, "payload")
    }

    pub(super) fn payload_text(&self) -> Result<String, Failure> {
        decoded(self.payload, "payload")
    }

    pub(super) fn signature(&self) -> Result<Vec<u8>, Failure> {
        encoding::base64url(self.signature)
    }
}

fn decoded(part: &str, name: &str) -> Result<String, Failure> {
    String::from_utf8(encoding::base64url(part)?)
        .map_err(|_| Failure::Refused(format!("the {name} of the token is not text in UTF-8")))
}

fn object(part: &str, name: &str) -> Outcome {
    match json_reader::read(&decoded(part, name)?)? {
        object @ Value::Object(_) => Ok(object),
        _ => Err(Failure::Error(format!("the {name} of the token is not an object"))),
    }
}

/// A field of an object.
pub(super) fn field<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    object.as_object().ok()?.get(&Value::from(name))
}

/// What a header says of how the token is to be read. What it does not say is empty.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) algorithm: String,
    pub(super) kid: String,
    pub(super) content_type: String,
    /// The header has a field that is critical, and that nobody here knows.
    unknown_critical: bool,
}

impl Header {
    const KNOWN: [&'static str; 5] = ["alg", "crit", "cty", "kid", "typ"];

    pub(super) fn read(object: &Value) -> Result<Self, Failure> {
        let text = |name: &str| match field(object, name) {
            None => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.to_string()),
            Some(_) => Err(Failure::Error(format!("`{name}` in the header is not a string"))),
        };
        text("typ")?;
        Ok(Self {
            algorithm: text("alg")?,
            kid: text("kid")?,
            content_type: text("cty")?,
            unknown_critical: match field(object, "crit") {
                None => false,
                Some(critical) => has_unknown(object, critical)?,
            },
        })
    }

    /// As far as that can be told without the key.
    pub(super) fn is_valid(&self) -> bool {
        !self.algorithm.is_empty() && !self.unknown_critical
    }
}

/// Whether a critical field is there and is not known. As OPA has it, names end before the first that is no string.
fn has_unknown(header: &Value, critical: &Value) -> Result<bool, Failure> {
    let wrong = || Failure::Error("`crit` in the header is not a list of names".to_owned());
    let Value::Array(names) = critical else { return Err(wrong()) };
    let names: Vec<&str> = names
        .iter()
        .map_while(|name| match name {
            Value::String(name) => Some(name.as_ref()),
            _ => None,
        })
        .collect();
    if names.is_empty() {
        return Err(wrong());
    }
    Ok(names.iter().any(|name| !Header::KNOWN.contains(name) && field(header, name).is_some()))
}

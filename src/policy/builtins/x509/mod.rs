//! `crypto.x509.*` and `crypto.parse_private_keys`: certificates, requests for them and keys, as Go's structs are in JSON.
//! What would have to be guessed is refused: keys of DSA and on P-224, mappings of policies, times that are not in UTC.

mod algorithm;
mod alternative_names;
mod certificate;
mod extensions;
mod hostname;
mod json;
mod name;
mod name_constraints;
mod private_key;
mod request;
mod validity;
mod verify;

use super::crypto::public_key::PublicKey;
use super::operand::{index, object, string};
use super::{Builtin, Context, Failure, Outcome, encoding, pem};
use certificate::Certificate;
use jiff::Timestamp;
use regorus::Value;
use verify::Options;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin {
        name: "crypto.parse_private_keys",
        call: |_, operands| private_key::parse_all(string(1, &operands[0])?),
    },
    Builtin { name: "crypto.x509.parse_and_verify_certificates", call: parse_and_verify },
    Builtin {
        name: "crypto.x509.parse_and_verify_certificates_with_options",
        call: parse_and_verify_with_options,
    },
    Builtin {
        name: "crypto.x509.parse_certificate_request",
        call: |_, operands| request::parse(string(1, &operands[0])?),
    },
    Builtin { name: "crypto.x509.parse_certificates", call: parse_certificates },
    Builtin { name: "crypto.x509.parse_keypair", call: parse_keypair },
    Builtin {
        name: "crypto.x509.parse_rsa_private_key",
        call: |_, operands| private_key::as_json_web_key(string(1, &operands[0])?),
    },
];

/// No more certificates are read at once, nor from a longer text.
const MAX_CERTIFICATES: usize = 64;
const MAX_TEXT: usize = 4 << 20;

/// The key of the one certificate that the bytes are, if it is of a known algorithm.
pub(super) fn public_key(bytes: &[u8]) -> Result<Option<PublicKey>, Failure> {
    Ok(Certificate::parse(bytes)?.key)
}

/// A text of PEM, or the base 64 of one or of what PEM would hold.
enum Armoured {
    Pem(String),
    Der(Vec<u8>),
}

fn unarmour(text: &str) -> Result<Armoured, Failure> {
    if text.len() > MAX_TEXT {
        return Err(Failure::Refused(format!("the text has more than {MAX_TEXT} bytes")));
    }
    if text.starts_with("-----BEGIN") {
        return Ok(Armoured::Pem(text.to_owned()));
    }
    let bytes = encoding::base64(text)?;
    if !bytes.starts_with(b"-----BEGIN") {
        return Ok(Armoured::Der(bytes));
    }
    String::from_utf8(bytes)
        .map(Armoured::Pem)
        .map_err(|_| Failure::Refused("the PEM is not text in UTF-8".to_owned()))
}

fn certificates(text: &str) -> Result<Vec<Certificate>, Failure> {
    let text = match unarmour(text)? {
        Armoured::Der(bytes) => return Certificate::parse_all(&bytes),
        Armoured::Pem(text) => text,
    };
    let mut bytes = Vec::new();
    let mut rest = text.as_str();
    while let Some((block, after)) = pem::next(rest)? {
        if block.label != "CERTIFICATE" {
            return Err(Failure::Error(format!("a block `{}` is no certificate", block.label)));
        }
        bytes.extend(block.bytes);
        rest = after;
    }
    Certificate::parse_all(&bytes)
}

fn parse_certificates(_: &Context, operands: &[Value]) -> Outcome {
    all(
        &certificates(string(1, &operands[0])?)?.iter().collect::<Vec<_>>(),
        json::extended_certificate,
    )
}

fn all(certificates: &[&Certificate], show: fn(&Certificate) -> Outcome) -> Outcome {
    let shown: Vec<Value> =
        certificates.iter().map(|certificate| show(certificate)).collect::<Result<_, _>>()?;
    Ok(shown.into())
}

fn parse_and_verify(context: &Context, operands: &[Value]) -> Outcome {
    let certificates = readable(certificates(string(1, &operands[0])?))?;
    let options = Options { host: None, time: context.now, usages: vec![verify::SERVER] };
    verified(&certificates, &options, json::extended_certificate)
}

fn parse_and_verify_with_options(context: &Context, operands: &[Value]) -> Outcome {
    let text = string(1, &operands[0])?;
    object(2, &operands[1])?;
    let certificates = readable(certificates(text))?;
    if certificates.is_empty() {
        return Ok(unverified());
    }
    let options = read_options(context, &operands[1])?;
    verified(&certificates, &options, json::certificate)
}

/// Certificates that are malformed are certificates that do not verify.
fn readable(certificates: Result<Vec<Certificate>, Failure>) -> Result<Vec<Certificate>, Failure> {
    match certificates {
        Err(Failure::Error(_)) => Ok(Vec::new()),
        other => other,
    }
}

fn unverified() -> Value {
    vec![false.into(), Value::new_array()].into()
}

/// `[true, chain]`, or `[false, []]`.
fn verified(
    certificates: &[Certificate],
    options: &Options,
    show: fn(&Certificate) -> Outcome,
) -> Outcome {
    Ok(match verify::verify(certificates, options)? {
        Some(chain) => vec![true.into(), all(&chain, show)?].into(),
        None => unverified(),
    })
}

fn read_options(context: &Context, operand: &Value) -> Result<Options, Failure> {
    let wrong = |name: &str| Failure::Error(format!("the option `{name}` is not as it has to be"));
    let mut options = Options { host: None, time: context.now, usages: Vec::new() };
    for (name, value) in object(2, operand)?.iter() {
        let Value::String(name) = name else { continue };
        match (name.as_ref(), value) {
            ("DNSName", Value::String(host)) => {
                options.host =
                    Some(host.trim_matches('"').to_owned()).filter(|host| !host.is_empty());
            }
            ("CurrentTime", Value::Number(_)) => {
                let nanoseconds = index(2, value).map_err(|_| wrong(name))?;
                options.time =
                    Timestamp::from_nanosecond(nanoseconds.into()).map_err(|_| wrong(name))?;
            }
            ("MaxConstraintComparisons", Value::Number(_)) => {
                index(2, value).map_err(|_| wrong(name))?;
            }
            ("KeyUsages", Value::Array(usages)) => options.usages = read_usages(usages.iter())?,
            ("KeyUsages", Value::Set(usages)) => options.usages = read_usages(usages.iter())?,
            _ => return Err(wrong(name)),
        }
    }
    if options.usages.is_empty() {
        options.usages.push(verify::SERVER);
    }
    Ok(options)
}

/// The numbers of usages, by the names that OPA has for them. What is no text is overlooked.
fn read_usages<'a>(names: impl Iterator<Item = &'a Value>) -> Result<Vec<u8>, Failure> {
    const NAMES: [&str; 14] = [
        "KeyUsageAny",
        "KeyUsageServerAuth",
        "KeyUsageClientAuth",
        "KeyUsageCodeSigning",
        "KeyUsageEmailProtection",
        "KeyUsageIPSECEndSystem",
        "KeyUsageIPSECTunnel",
        "KeyUsageIPSECUser",
        "KeyUsageTimeStamping",
        "KeyUsageOCSPSigning",
        "KeyUsageMicrosoftServerGatedCrypto",
        "KeyUsageNetscapeServerGatedCrypto",
        "KeyUsageMicrosoftCommercialCodeSigning",
        "KeyUsageMicrosoftKernelCodeSigning",
    ];
    let number = |name: &str| {
        let name = name.trim_matches('"');
        let known = (0..).zip(NAMES).find(|(_, known)| *known == name);
        known
            .map(|(number, _)| number)
            .ok_or_else(|| Failure::Error(format!("the usage `{name}` is not known")))
    };
    let texts = names.filter_map(|name| match name {
        Value::String(name) => Some(name.as_ref()),
        _ => None,
    });
    texts.map(number).collect()
}

/// A certificate with its chain, and the private key that it is for.
fn parse_keypair(_: &Context, operands: &[Value]) -> Outcome {
    let (chain, key) = (string(1, &operands[0])?, string(2, &operands[1])?);
    let chain = match unarmour(chain)? {
        Armoured::Der(bytes) => vec![bytes],
        Armoured::Pem(text) => blocks(&text, "CERTIFICATE")?,
    };
    let leaf = chain.first().ok_or_else(|| Failure::Error("there is no certificate".to_owned()))?;
    let leaf = Certificate::parse(leaf)?;
    let key = match unarmour(key)? {
        Armoured::Der(bytes) => private_key::PrivateKey::of_any(&bytes)?,
        Armoured::Pem(text) => private_key::first(&text)?,
    };
    if leaf.key.as_ref() != Some(&key.public()) {
        return Err(Failure::Error("the key is not that of the certificate".to_owned()));
    }
    Ok(json::object([
        ("Certificate", chain.iter().map(|bytes| json::bytes(bytes)).collect::<Vec<_>>().into()),
        ("Leaf", json::certificate(&leaf)?),
        ("OCSPStaple", Value::Null),
        ("PrivateKey", key.json()?),
        ("SignedCertificateTimestamps", Value::Null),
        ("SupportedSignatureAlgorithms", Value::Null),
    ]))
}

/// The bytes of all blocks with this label.
fn blocks(text: &str, label: &str) -> Result<Vec<Vec<u8>>, Failure> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((block, after)) = pem::next(rest)? {
        if block.label == label {
            found.push(block.bytes);
        }
        rest = after;
    }
    Ok(found)
}

#[cfg(test)]
mod tests;

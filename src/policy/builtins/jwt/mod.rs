//! `io.jwt.*`: tokens as RFC 7515 and RFC 7519 have them, decoded and verified. The algorithm that a token names says how
//! to verify it only in `decode_verify`, and there only among those that fit the key.

mod constraints;
mod key;
mod token;

use super::crypto::Hash;
use super::operand::string;
use super::{Builtin, Context, Failure, Outcome};
use constraints::Constraints;
use data_encoding::HEXLOWER;
use key::{Key, VerificationKey};
use regorus::Value;
use token::{Header, Token};

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin { name: "io.jwt.decode", call: |_, operands| decode(string(1, &operands[0])?) },
    Builtin { name: "io.jwt.decode_verify", call: decode_verify },
    Builtin { name: "io.jwt.verify_hs256", call: |_, operands| verify_mac(operands, Hash::Sha256) },
    Builtin { name: "io.jwt.verify_hs384", call: |_, operands| verify_mac(operands, Hash::Sha384) },
    Builtin { name: "io.jwt.verify_hs512", call: |_, operands| verify_mac(operands, Hash::Sha512) },
    Builtin {
        name: "io.jwt.verify_rs256",
        call: |_, operands| verify(operands, Scheme::Pkcs1(Hash::Sha256)),
    },
    Builtin {
        name: "io.jwt.verify_rs384",
        call: |_, operands| verify(operands, Scheme::Pkcs1(Hash::Sha384)),
    },
    Builtin {
        name: "io.jwt.verify_rs512",
        call: |_, operands| verify(operands, Scheme::Pkcs1(Hash::Sha512)),
    },
    Builtin {
        name: "io.jwt.verify_ps256",
        call: |_, operands| verify(operands, Scheme::Pss(Hash::Sha256)),
    },
    Builtin {
        name: "io.jwt.verify_ps384",
        call: |_, operands| verify(operands, Scheme::Pss(Hash::Sha384)),
    },
    Builtin {
        name: "io.jwt.verify_ps512",
        call: |_, operands| verify(operands, Scheme::Pss(Hash::Sha512)),
    },
    Builtin {
        name: "io.jwt.verify_es256",
        call: |_, operands| verify(operands, Scheme::Ecdsa(Hash::Sha256)),
    },
    Builtin {
        name: "io.jwt.verify_es384",
        call: |_, operands| verify(operands, Scheme::Ecdsa(Hash::Sha384)),
    },
    Builtin {
        name: "io.jwt.verify_es512",
        call: |_, operands| verify(operands, Scheme::Ecdsa(Hash::Sha512)),
    },
    Builtin { name: "io.jwt.verify_eddsa", call: |_, operands| verify(operands, Scheme::Ed25519) },
];

/// How a signature is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Mac(Hash),
    Pkcs1(Hash),
    Pss(Hash),
    Ecdsa(Hash),
    Ed25519,
}

impl Scheme {
    /// The scheme of an algorithm, as tokens name it.
    fn named(algorithm: &str) -> Option<Self> {
        if matches!(algorithm, "EdDSA" | "Ed25519") {
            return Some(Self::Ed25519);
        }
        let (family, hash) = algorithm.split_at_checked(2)?;
        let hash = match hash {
            "256" => Hash::Sha256,
            "384" => Hash::Sha384,
            "512" => Hash::Sha512,
            _ => return None,
        };
        match family {
            "HS" => Some(Self::Mac(hash)),
            "RS" => Some(Self::Pkcs1(hash)),
            "PS" => Some(Self::Pss(hash)),
            "ES" => Some(Self::Ecdsa(hash)),
            _ => None,
        }
    }

    /// Whether the key verifies the signature. Where it is strict, lengths have to be those of RFC 7518.
    fn verifies(self, key: &Key, message: &[u8], signature: &[u8], strict: bool) -> bool {
        match (self, key) {
            (Self::Mac(hash), Key::Secret(secret)) => hash.mac(secret, message) == signature,
            (Self::Pkcs1(hash), Key::Public(key)) => key.verify_pkcs1(hash, message, signature),
            (Self::Pss(hash), Key::Public(key)) => {
                key.verify_pss(hash, strict.then(|| hash.size()), message, signature)
            }
            (Self::Ecdsa(hash), Key::Public(key)) => {
                let whole =
                    key.point().is_some_and(|(curve, _)| signature.len() == 2 * curve.size());
                let (r, s) = signature.split_at(signature.len() / 2);
                (whole || !strict) && key.verify_ecdsa(hash, message, r, s)
            }
            (Self::Ed25519, Key::Public(key)) => key.verify_ed25519(message, signature),
            (Self::Mac(_), Key::Public(_)) | (_, Key::Secret(_)) => false,
        }
    }
}

/// What the token says, whoever says it.
fn decode(text: &str) -> Outcome {
    let token = Token::parse(text)?;
    let header = token.header()?;
    match token::field(&header, "cty") {
        Some(Value::String(kind)) if kind.as_ref() == "JWT" => {
            let inner = token.payload_text()?;
            return decode(inner.trim_matches(['"', '\'']));
        }
        None | Some(Value::String(_)) => {}
        Some(_) => return Err(Failure::Error("`cty` in the header is not a string".to_owned())),
    }
    let payload = token.payload()?;
    let signature = HEXLOWER.encode(&token.signature()?);
    Ok(vec![header, payload, signature.into()].into())
}

fn verify_mac(operands: &[Value], hash: Hash) -> Outcome {
    let token = Token::parse(string(1, &operands[0])?)?;
    let secret = Key::Secret(string(2, &operands[1])?.as_bytes().to_vec());
    Ok(Scheme::Mac(hash).verifies(&secret, token.signed, &token.signature()?, false).into())
}

fn verify(operands: &[Value], scheme: Scheme) -> Outcome {
    let token = Token::parse(string(1, &operands[0])?)?;
    let keys = key::read(string(2, &operands[1])?)?;
    let signature = token.signature()?;
    let header = Header::read(&token.header()?)?;
    Ok(verified_by_any(&keys, &header, |key| scheme.verifies(key, token.signed, &signature, false))
        .into())
}

/// Whether the key that the header names verifies; or, where it names none of these, any that is for its algorithm.
fn verified_by_any(
    keys: &[VerificationKey],
    header: &Header,
    verifies: impl Fn(&Key) -> bool,
) -> bool {
    if let Some(named) = keys.iter().find(|key| !header.kid.is_empty() && key.id == header.kid) {
        return verifies(&named.key);
    }
    keys.iter()
        .filter(|key| key.algorithm.is_empty() || key.algorithm == header.algorithm)
        .any(|key| verifies(&key.key))
}

/// `[true, header, payload]` if the token holds, or `[false, {}, {}]`.
fn decode_verify(context: &Context, operands: &[Value]) -> Outcome {
    let constraints = Constraints::read(context, &operands[1])?;
    let mut text = string(1, &operands[0])?.to_owned();
    let unverified = || vec![false.into(), Value::new_object(), Value::new_object()].into();
    loop {
        let token = Token::parse(&text)?;
        let object = token.header()?;
        let header = Header::read(&object)?;
        if !header.is_valid()
            || constraints.algorithm.is_some_and(|wanted| wanted != header.algorithm)
        {
            return Ok(unverified());
        }
        let signature = token.signature()?;
        let verified = Scheme::named(&header.algorithm).is_some_and(|scheme| {
            verified_by_any(&constraints.keys, &header, |key| {
                scheme.verifies(key, token.signed, &signature, true)
            })
        });
        if !verified {
            return Ok(unverified());
        }
        if header.content_type.eq_ignore_ascii_case("JWT") {
            text = token.payload_text()?;
            continue;
        }
        let payload = token.payload()?;
        if !constraints.are_met_by(&payload)? {
            return Ok(unverified());
        }
        return Ok(vec![true.into(), object, payload].into());
    }
}

#[cfg(test)]
mod tests;

//! The algorithms of keys and signatures, as Go numbers them.

use super::super::Failure;
use super::super::crypto::{Hash, public_key::PublicKey};
use super::super::der::{Der, constructed};
use super::certificate::malformed;

/// How a certificate is signed: Go's number, and what verifies it, if anything does that is still safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signature {
    pub(super) number: u8,
    pub(super) scheme: Option<Scheme>,
}

/// What verifies a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    Pkcs1(Hash),
    Pss(Hash),
    Ecdsa(Hash),
    Ed25519,
}

const UNKNOWN: Signature = Signature { number: 0, scheme: None };

/// The algorithm of an `AlgorithmIdentifier`, by its content.
pub(super) fn signature(content: &[u8]) -> Result<Signature, Failure> {
    let wrong = || malformed("its algorithm");
    let mut der = Der(content);
    let oid = der.oid().ok_or_else(wrong)?.to_string();
    let parameters = if der.is_empty() { &[] } else { der.element().ok_or_else(wrong)?.whole };
    let (number, scheme) = match oid.as_str() {
        "1.2.840.113549.1.1.2" => {
            return Err(Failure::Refused("certificates signed with MD2 are not read".to_owned()));
        }
        "1.2.840.113549.1.1.4" => (2, None),
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => (3, None),
        "1.2.840.113549.1.1.11" => (4, Some(Scheme::Pkcs1(Hash::Sha256))),
        "1.2.840.113549.1.1.12" => (5, Some(Scheme::Pkcs1(Hash::Sha384))),
        "1.2.840.113549.1.1.13" => (6, Some(Scheme::Pkcs1(Hash::Sha512))),
        "1.2.840.10040.4.3" => (7, None),
        "2.16.840.1.101.3.4.3.2" => (8, None),
        "1.2.840.10045.4.1" => (9, None),
        "1.2.840.10045.4.3.2" => (10, Some(Scheme::Ecdsa(Hash::Sha256))),
        "1.2.840.10045.4.3.3" => (11, Some(Scheme::Ecdsa(Hash::Sha384))),
        "1.2.840.10045.4.3.4" => (12, Some(Scheme::Ecdsa(Hash::Sha512))),
        "1.2.840.113549.1.1.10" => return Ok(pss(parameters).unwrap_or(UNKNOWN)),
        "1.3.101.112" if parameters.is_empty() => (16, Some(Scheme::Ed25519)),
        _ => return Ok(UNKNOWN),
    };
    Ok(Signature { number, scheme })
}

/// RSASSA-PSS, where everything is of one hash.
fn pss(parameters: &[u8]) -> Option<Signature> {
    const MGF1: &str = "1.2.840.113549.1.1.8";
    let mut der = Der(parameters).sequence()?;
    let mut field = |number: u8| der.content(constructed(number)).map(Der);
    let hash = hash_of(field(0)?)?;
    let mut mask = field(1)?.sequence()?;
    let salt = usize::try_from(field(2)?.integer()?).ok()?;
    let by_default = field(3).is_none_or(|mut trailer| trailer.integer() == Some(1.into()));
    let is_same = mask.oid()?.to_string() == MGF1 && hash_of(mask)? == hash;
    let number = match hash {
        Hash::Sha256 => 13,
        Hash::Sha384 => 14,
        Hash::Sha512 => 15,
    };
    (is_same && by_default && salt == hash.size())
        .then_some(Signature { number, scheme: Some(Scheme::Pss(hash)) })
}

/// The hash that an `AlgorithmIdentifier` names, without parameters or with none.
fn hash_of(mut der: Der<'_>) -> Option<Hash> {
    let mut identifier = der.sequence()?;
    let hash = match identifier.oid()?.to_string().as_str() {
        "2.16.840.1.101.3.4.2.1" => Hash::Sha256,
        "2.16.840.1.101.3.4.2.2" => Hash::Sha384,
        "2.16.840.1.101.3.4.2.3" => Hash::Sha512,
        _ => return None,
    };
    (identifier.is_empty() || identifier.0 == [5, 0]).then_some(hash)
}

/// The key of a `SubjectPublicKeyInfo`, if it is of an algorithm that certificates are known to have.
pub(super) fn public_key(info: &[u8]) -> Result<Option<PublicKey>, Failure> {
    let key = PublicKey::of_info(info)?;
    Ok(key.filter(|key| !matches!(key, PublicKey::X25519(_))))
}

/// Go's number of a key's algorithm.
pub(super) fn number_of(key: Option<&PublicKey>) -> u8 {
    match key {
        None | Some(PublicKey::X25519(_)) => 0,
        Some(PublicKey::Rsa(_)) => 1,
        Some(PublicKey::P256(_) | PublicKey::P384(_) | PublicKey::P521(_)) => 3,
        Some(PublicKey::Ed25519(_)) => 4,
    }
}

/// Whether a signature is one that the key made.
pub(super) fn verifies(
    algorithm: Signature,
    key: &PublicKey,
    message: &[u8],
    signature: &[u8],
) -> bool {
    match algorithm.scheme {
        None => false,
        Some(Scheme::Pkcs1(hash)) => key.verify_pkcs1(hash, message, signature),
        Some(Scheme::Pss(hash)) => key.verify_pss(hash, Some(hash.size()), message, signature),
        Some(Scheme::Ed25519) => key.verify_ed25519(message, signature),
        Some(Scheme::Ecdsa(hash)) => {
            numbers(signature).is_some_and(|[r, s]| key.verify_ecdsa(hash, message, &r, &s))
        }
    }
}

/// The two numbers of a signature of ECDSA.
fn numbers(signature: &[u8]) -> Option<[Vec<u8>; 2]> {
    let mut der = Der(signature);
    let mut pair = der.sequence()?;
    let numbers = [pair.positive_integer()?, pair.positive_integer()?];
    (der.is_empty() && pair.is_empty()).then(|| numbers.map(|number| number.to_bytes_be()))
}

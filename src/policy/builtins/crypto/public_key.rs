//! Keys that verify signatures, and how they are written in certificates and PEM (RFC 5280, RFC 5480, RFC 8410).

use super::super::Failure;
use super::super::der::{Der, Oid};
use super::{Hash, rsa::RsaKey};
use num_bigint::BigUint;
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;

/// Larger keys are refused: they take too long.
pub(in super::super) const MAX_RSA_BITS: u64 = 8_192;

/// A key, as its kind needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum PublicKey {
    Rsa(RsaKey),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(p521::ecdsa::VerifyingKey),
    Ed25519([u8; 32]),
    X25519([u8; 32]),
}

/// A curve that keys may be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Curve {
    P256,
    P384,
    P521,
}

impl Curve {
    /// The bytes of a coordinate.
    pub(in super::super) fn size(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    pub(in super::super) fn of(oid: &Oid) -> Result<Self, Failure> {
        match oid.to_string().as_str() {
            "1.2.840.10045.3.1.7" => Ok(Self::P256),
            "1.3.132.0.34" => Ok(Self::P384),
            "1.3.132.0.35" => Ok(Self::P521),
            "1.3.132.0.33" => {
                Err(Failure::Refused("keys of the curve P-224 are not read".to_owned()))
            }
            _ => Err(Failure::Error("the curve of the key is not known".to_owned())),
        }
    }
}

impl PublicKey {
    /// The key of a point, which is written without compression.
    pub(in super::super) fn on(curve: Curve, point: &[u8]) -> Option<Self> {
        if point.first() != Some(&4) || point.len() != 1 + 2 * curve.size() {
            return None;
        }
        match curve {
            Curve::P256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::P256),
            Curve::P384 => p384::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::P384),
            Curve::P521 => p521::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::P521),
        }
    }

    /// The curve of a key of ECDSA, and its point as [`Self::on`] takes it.
    pub(in super::super) fn point(&self) -> Option<(Curve, Vec<u8>)> {
        match self {
            Self::P256(key) => Some((Curve::P256, key.to_sec1_point(false).as_bytes().to_vec())),
            Self::P384(key) => Some((Curve::P384, key.to_sec1_point(false).as_bytes().to_vec())),
            Self::P521(key) => Some((Curve::P521, key.to_sec1_point(false).as_bytes().to_vec())),
            Self::Rsa(_) | Self::Ed25519(_) | Self::X25519(_) => None,
        }
    }

    /// The key that belongs to a private one.
    pub(in super::super) fn of_scalar(curve: Curve, scalar: &[u8]) -> Option<Self> {
        match curve {
            Curve::P256 => p256::SecretKey::from_slice(scalar)
                .ok()
                .map(|key| Self::P256(key.public_key().into())),
            Curve::P384 => p384::SecretKey::from_slice(scalar)
                .ok()
                .map(|key| Self::P384(key.public_key().into())),
            Curve::P521 => p521::SecretKey::from_slice(scalar)
                .ok()
                .map(|key| Self::P521(key.public_key().into())),
        }
    }

    /// A `SubjectPublicKeyInfo`. `None` for algorithms that Go does not know either.
    pub(in super::super) fn of_info(info: &[u8]) -> Result<Option<Self>, Failure> {
        let malformed = || Failure::Error("the public key is malformed".to_owned());
        let mut whole = Der(info);
        let mut info = whole.sequence().filter(|_| whole.is_empty()).ok_or_else(malformed)?;
        let mut algorithm = info.sequence().ok_or_else(malformed)?;
        let oid = algorithm.oid().ok_or_else(malformed)?;
        let parameters = if algorithm.0.is_empty() {
            &[]
        } else {
            algorithm.element().ok_or_else(malformed)?.whole
        };
        let key = info.bit_string().ok_or_else(malformed)?.right_aligned();
        Self::read(&oid, parameters, &key).map_err(|failure| failure.unwrap_or_else(malformed))
    }

    fn read(oid: &Oid, parameters: &[u8], key: &[u8]) -> Result<Option<Self>, Option<Failure>> {
        let raw = || <[u8; 32]>::try_from(key).ok().filter(|_| parameters.is_empty()).ok_or(None);
        Ok(Some(match oid.to_string().as_str() {
            "1.2.840.113549.1.1.1" if parameters == [5, 0] => Self::Rsa(read_rsa(key)?),
            "1.2.840.113549.1.1.1" => return Err(None),
            "1.2.840.10045.2.1" => {
                let curve = Der(parameters).oid().ok_or(None)?;
                Self::on(Curve::of(&curve)?, key).ok_or(None)?
            }
            "1.3.101.112" => Self::Ed25519(raw()?),
            "1.3.101.110" => Self::X25519(raw()?),
            "1.2.840.10040.4.1" => {
                return Err(Some(Failure::Refused("keys of DSA are not read".to_owned())));
            }
            _ => return Ok(None),
        }))
    }

    pub(in super::super) fn verify_pkcs1(
        &self,
        hash: Hash,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        matches!(self, Self::Rsa(key) if key.verify_pkcs1(hash, message, signature))
    }

    /// With a salt of this length, or of any.
    pub(in super::super) fn verify_pss(
        &self,
        hash: Hash,
        salt: Option<usize>,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        matches!(self, Self::Rsa(key) if key.verify_pss(hash, salt, message, signature))
    }

    /// A signature of two numbers, of whatever length.
    pub(in super::super) fn verify_ecdsa(
        &self,
        hash: Hash,
        message: &[u8],
        r: &[u8],
        s: &[u8],
    ) -> bool {
        let digest = hash.digest(message);
        let both = |size: usize| Some([fixed(r, size)?, fixed(s, size)?].concat());
        match self {
            Self::P256(key) => both(32)
                .and_then(|both| p256::ecdsa::Signature::from_slice(&both).ok())
                .is_some_and(|signature| key.verify_prehash(&digest, &signature).is_ok()),
            Self::P384(key) => both(48)
                .and_then(|both| p384::ecdsa::Signature::from_slice(&both).ok())
                .is_some_and(|signature| key.verify_prehash(&digest, &signature).is_ok()),
            Self::P521(key) => both(66)
                .and_then(|both| p521::ecdsa::Signature::from_slice(&both).ok())
                .is_some_and(|signature| key.verify_prehash(&digest, &signature).is_ok()),
            Self::Rsa(_) | Self::Ed25519(_) | Self::X25519(_) => false,
        }
    }

    pub(in super::super) fn verify_ed25519(&self, message: &[u8], signature: &[u8]) -> bool {
        let Self::Ed25519(key) = self else { return false };
        let key = ed25519_dalek::VerifyingKey::from_bytes(key);
        let signature = ed25519_dalek::Signature::from_slice(signature);
        key.is_ok_and(|key| {
            signature.is_ok_and(|signature| {
                ed25519_dalek::Verifier::verify(&key, message, &signature).is_ok()
            })
        })
    }
}

/// A number in so many bytes, if it fits.
fn fixed(number: &[u8], size: usize) -> Option<Vec<u8>> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let number = &number[zeros..];
    let mut fixed = vec![0; size.checked_sub(number.len())?];
    fixed.extend(number);
    Some(fixed)
}

fn read_rsa(key: &[u8]) -> Result<RsaKey, Option<Failure>> {
    let mut key = Der(key).sequence().ok_or(None)?;
    let modulus = key.positive_integer().ok_or(None)?;
    let exponent = key.positive_integer().filter(|exponent| exponent.bits() < 64).ok_or(None)?;
    bounded(&modulus)?;
    Ok(RsaKey { modulus, exponent })
}

/// Refuses a modulus that would take too long.
pub(in super::super) fn bounded(modulus: &BigUint) -> Result<(), Failure> {
    if modulus.bits() > MAX_RSA_BITS {
        return Err(Failure::Refused(format!("the key has more than {MAX_RSA_BITS} bits")));
    }
    Ok(())
}

//! Verifying signatures of RSA (RFC 8017), which knows only public values, so that there is nothing for timing to tell.

use super::Hash;
use num_bigint::BigUint;

/// Go verifies with no smaller modulus.
const LEAST_BITS: u64 = 1_024;

/// A modulus, and an exponent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct RsaKey {
    pub(in super::super) modulus: BigUint,
    pub(in super::super) exponent: BigUint,
}

impl RsaKey {
    /// EMSA-PKCS1-v1_5: the one encoding of the digest is written and compared, so that none is parsed.
    pub(super) fn verify_pkcs1(&self, hash: Hash, message: &[u8], signature: &[u8]) -> bool {
        let digest = [hash.der_prefix(), &hash.digest(message)].concat();
        let Some(encoded) = self.open(signature) else { return false };
        let Some(padding) =
            encoded.len().checked_sub(digest.len() + 3).filter(|length| *length >= 8)
        else {
            return false;
        };
        let wanted = [&[0, 1], vec![0xff; padding].as_slice(), &[0], &digest].concat();
        encoded == wanted
    }

    /// EMSA-PSS, with a salt of this length, or of any.
    pub(super) fn verify_pss(
        &self,
        hash: Hash,
        salt: Option<usize>,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        self.open(signature).is_some_and(|encoded| {
            let bits = usize::try_from(self.modulus.bits() - 1).unwrap_or(usize::MAX);
            is_pss(hash, salt, &hash.digest(message), &encoded, bits).unwrap_or(false)
        })
    }

    /// What was signed, as long as the modulus; of a key that Go would verify with.
    fn open(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let bits = self.modulus.bits();
        let length = usize::try_from(bits.div_ceil(8)).ok()?;
        let odd = self.modulus.bit(0) && self.exponent.bit(0);
        let exponent = u32::try_from(&self.exponent).ok().filter(|exponent| *exponent > 1)?;
        let signature_number = BigUint::from_bytes_be(signature);
        if bits < LEAST_BITS
            || !odd
            || exponent > 1 << 31
            || signature.len() != length
            || signature_number >= self.modulus
        {
            return None;
        }
        let opened = signature_number.modpow(&self.exponent, &self.modulus).to_bytes_be();
        let mut encoded = vec![0; length - opened.len()];
        encoded.extend(opened);
        Some(encoded)
    }
}

/// RFC 8017, 9.1.2. `None` where it is too short.
fn is_pss(
    hash: Hash,
    salt: Option<usize>,
    digest: &[u8],
    encoded: &[u8],
    bits: usize,
) -> Option<bool> {
    let length = bits.div_ceil(8);
    let (leading, encoded) = encoded.split_at_checked(encoded.len().checked_sub(length)?)?;
    let (&trailer, encoded) = encoded.split_last()?;
    let (masked, expected) = encoded.split_at_checked(encoded.len().checked_sub(digest.len())?)?;
    let unused = length * 8 - bits;
    let unused_mask = !(0xff_u8 >> unused);
    if leading.iter().any(|byte| *byte != 0)
        || trailer != 0xbc
        || masked.first()? & unused_mask != 0
    {
        return Some(false);
    }
    let mut block: Vec<u8> =
        masked.iter().zip(mask(hash, expected, masked.len())).map(|(a, b)| a ^ b).collect();
    block[0] &= !unused_mask;
    let separator = block.iter().position(|byte| *byte != 0)?;
    let found = &block[separator + 1..];
    if block[separator] != 1 || salt.is_some_and(|length| length != found.len()) {
        return Some(false);
    }
    Some(hash.digest(&[&[0; 8], digest, found].concat()) == expected)
}

/// MGF1.
fn mask(hash: Hash, seed: &[u8], length: usize) -> Vec<u8> {
    let mut mask = Vec::new();
    for counter in 0_u32.. {
        if mask.len() >= length {
            break;
        }
        mask.extend(hash.digest(&[seed, &counter.to_be_bytes()].concat()));
    }
    mask
}

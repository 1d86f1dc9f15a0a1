//! `crypto.*` of hashes and of codes that authenticate messages; and the keys and signatures that others verify with.

pub(super) mod public_key;
mod rsa;

use super::operand::string;
use super::{Builtin, Context, Outcome};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use regorus::Value;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

pub(super) use rsa::RsaKey;

pub(super) const BUILTINS: &[Builtin] = &[
    Builtin {
        name: "crypto.md5",
        call: |_, args| hash(args, |bytes| HEXLOWER.encode(&Md5::digest(bytes))),
    },
    Builtin {
        name: "crypto.sha1",
        call: |_, args| hash(args, |bytes| HEXLOWER.encode(&Sha1::digest(bytes))),
    },
    Builtin {
        name: "crypto.sha256",
        call: |_, args| hash(args, |bytes| HEXLOWER.encode(&Sha256::digest(bytes))),
    },
    Builtin { name: "crypto.hmac.md5", call: |_, args| keyed_hash(args, hex_mac::<Hmac<Md5>>) },
    Builtin { name: "crypto.hmac.sha1", call: |_, args| keyed_hash(args, hex_mac::<Hmac<Sha1>>) },
    Builtin {
        name: "crypto.hmac.sha256",
        call: |_, args| keyed_hash(args, hex_mac::<Hmac<Sha256>>),
    },
    Builtin {
        name: "crypto.hmac.sha512",
        call: |_, args| keyed_hash(args, hex_mac::<Hmac<Sha512>>),
    },
    Builtin { name: "crypto.hmac.equal", call: equal },
];

fn hash(operands: &[Value], hash: fn(&[u8]) -> String) -> Outcome {
    Ok(hash(string(1, &operands[0])?.as_bytes()).into())
}

fn keyed_hash(operands: &[Value], mac: fn(&[u8], &[u8]) -> String) -> Outcome {
    let message = string(1, &operands[0])?;
    Ok(mac(string(2, &operands[1])?.as_bytes(), message.as_bytes()).into())
}

/// The code by which who knows the key knows the message.
fn mac<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = <M as KeyInit>::new_from_slice(key).expect("a key may have any length");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

fn hex_mac<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> String {
    HEXLOWER.encode(&mac::<M>(key, message))
}

fn equal(_: &Context, operands: &[Value]) -> Outcome {
    Ok((string(1, &operands[0])? == string(2, &operands[1])?).into())
}

/// A hash that signatures are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(super) fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }

    pub(super) fn mac(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => mac::<Hmac<Sha256>>(key, message),
            Self::Sha384 => mac::<Hmac<Sha384>>(key, message),
            Self::Sha512 => mac::<Hmac<Sha512>>(key, message),
        }
    }

    /// The bytes of a digest.
    pub(super) fn size(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// What stands before a digest in `DigestInfo` (RFC 8017, 9.2).
    fn der_prefix(self) -> &'static [u8] {
        const fn prefix(total: u8, algorithm: u8, size: u8) -> [u8; 19] {
            [
                0x30, total, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04,
                0x02, algorithm, 0x05, 0x00, 0x04, size,
            ]
        }
        match self {
            Self::Sha256 => const { &prefix(0x31, 1, 32) },
            Self::Sha384 => const { &prefix(0x41, 2, 48) },
            Self::Sha512 => const { &prefix(0x51, 3, 64) },
        }
    }
}

#[cfg(test)]
mod tests;

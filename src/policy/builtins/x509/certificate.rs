//! Certificates (RFC 5280), read as strictly and as leniently as Go's package `crypto/x509` reads them.

use super::super::Failure;
use super::super::crypto::public_key::PublicKey;
use super::super::der::{Der, Oid, SEQUENCE, constructed, context};
use super::algorithm::{self, Signature};
use super::extensions::{Extension, Extensions};
use super::name::Name;
use super::validity::Validity;
use num_bigint::BigInt;

/// A certificate, and those bytes of it that others look at.
#[derive(Debug, Clone)]
pub(super) struct Certificate {
    pub(super) raw: Vec<u8>,
    pub(super) raw_tbs: Vec<u8>,
    pub(super) raw_issuer: Vec<u8>,
    pub(super) raw_subject: Vec<u8>,
    pub(super) raw_key: Vec<u8>,
    pub(super) version: i64,
    pub(super) serial: BigInt,
    pub(super) issuer: Name,
    pub(super) subject: Name,
    pub(super) validity: Validity,
    /// Of an algorithm that Go knows.
    pub(super) key: Option<PublicKey>,
    pub(super) extensions: Extensions,
    pub(super) algorithm: Signature,
    pub(super) signature: Vec<u8>,
}

/// That something is not as it should be.
pub(super) fn malformed(what: &str) -> Failure {
    Failure::Error(format!("the certificate is malformed: {what}"))
}

impl Certificate {
    /// The one certificate that the bytes are.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Failure> {
        let mut der = Der(bytes);
        let certificate = Self::read(&mut der)?;
        if !der.is_empty() {
            return Err(malformed("something follows it"));
        }
        Ok(certificate)
    }

    /// The certificates that follow each other.
    pub(super) fn parse_all(bytes: &[u8]) -> Result<Vec<Self>, Failure> {
        let mut der = Der(bytes);
        let mut certificates = Vec::new();
        while !der.is_empty() {
            if certificates.len() == super::MAX_CERTIFICATES {
                return Err(Failure::Refused(format!(
                    "there are more than {} certificates",
                    super::MAX_CERTIFICATES
                )));
            }
            certificates.push(Self::read(&mut der)?);
        }
        Ok(certificates)
    }

    fn read(der: &mut Der<'_>) -> Result<Self, Failure> {
        let whole = der.element().filter(|element| element.tag == SEQUENCE);
        let whole = whole.ok_or_else(|| malformed("it is no sequence"))?;
        let mut outer = Der(whole.content);
        let tbs = outer.element().filter(|element| element.tag == SEQUENCE);
        let tbs = tbs.ok_or_else(|| malformed("its body is no sequence"))?;
        let mut body = Der(tbs.content);
        let version = read_version(&mut body).ok_or_else(|| malformed("its version"))?;
        let serial = body.integer().ok_or_else(|| malformed("its serial number"))?;
        if serial < BigInt::ZERO {
            return Err(malformed("its serial number is negative"));
        }
        let inner = body.content(SEQUENCE).ok_or_else(|| malformed("its algorithm"))?;
        let named = outer.content(SEQUENCE).ok_or_else(|| malformed("its algorithm"))?;
        if inner != named {
            return Err(malformed("it names two algorithms"));
        }
        let algorithm = algorithm::signature(inner)?;
        let mut sequence = |what: &str| {
            let element = body.element().filter(|element| element.tag == SEQUENCE);
            element.ok_or_else(|| malformed(what))
        };
        let issuer = sequence("its issuer")?;
        let validity = sequence("its validity")?;
        let subject = sequence("its subject")?;
        let key = sequence("its key")?;
        Ok(Self {
            raw: whole.whole.to_vec(),
            raw_tbs: tbs.whole.to_vec(),
            raw_issuer: issuer.whole.to_vec(),
            raw_subject: subject.whole.to_vec(),
            raw_key: key.whole.to_vec(),
            version,
            serial,
            issuer: Name::read(issuer.content)?,
            validity: Validity::read(validity.content)?,
            subject: Name::read(subject.content)?,
            key: algorithm::public_key(key.whole)?,
            extensions: read_extensions(&mut body, version)?,
            algorithm,
            signature: outer
                .bit_string()
                .ok_or_else(|| malformed("its signature"))?
                .right_aligned(),
        })
    }
}

/// The version, from 1.
fn read_version(body: &mut Der<'_>) -> Option<i64> {
    let Some(version) = body.optional(constructed(0)).ok()? else { return Some(1) };
    let mut version = Der(version);
    let number = i64::try_from(version.integer()?).ok()?;
    (version.is_empty() && (0..3).contains(&number)).then_some(number + 1)
}

fn read_extensions(body: &mut Der<'_>, version: i64) -> Result<Extensions, Failure> {
    let wrong = || malformed("its extensions");
    if version > 1 {
        body.optional(context(1)).map_err(|_| wrong())?;
        body.optional(context(2)).map_err(|_| wrong())?;
    }
    if version < 3 {
        return Ok(Extensions::default());
    }
    let Some(list) = body.optional(constructed(3)).map_err(|_| wrong())? else {
        return Ok(Extensions::default());
    };
    let mut list = Der(list).sequence().ok_or_else(wrong)?;
    let mut found: Vec<Extension> = Vec::new();
    while !list.is_empty() {
        let extension = list.sequence().and_then(Extension::read).ok_or_else(wrong)?;
        if found.iter().any(|other| other.id == extension.id) {
            return Err(malformed("an extension is there twice"));
        }
        found.push(extension);
    }
    Extensions::read(found)
}

/// What an object identifier is, as text.
pub(super) fn is(oid: &Oid, text: &str) -> bool {
    oid.to_string() == text
}

//! Alternative names of a subject.

use super::super::Failure;
use super::super::der::{Der, context};
use super::super::uri::Uri;
use super::certificate::malformed;
use std::net::IpAddr;

/// The names of the kinds that Go knows.
#[derive(Debug, Clone, Default)]
pub(super) struct AlternativeNames {
    pub(super) dns: Vec<String>,
    pub(super) emails: Vec<String>,
    pub(super) addresses: Vec<IpAddr>,
    pub(super) uris: Vec<Uri>,
}

impl AlternativeNames {
    pub(super) fn is_empty(&self) -> bool {
        self.dns.is_empty()
            && self.emails.is_empty()
            && self.addresses.is_empty()
            && self.uris.is_empty()
    }

    pub(super) fn read(mut der: Der<'_>) -> Result<Self, Failure> {
        let wrong = || malformed("its alternative names");
        let mut list = der.sequence().ok_or_else(wrong)?;
        let mut names = Self::default();
        while !list.is_empty() {
            let name = list.element().ok_or_else(wrong)?;
            let text = || ascii(name.content).ok_or_else(wrong);
            match name.tag {
                tag if tag == context(1) => names.emails.push(text()?),
                tag if tag == context(2) => names.dns.push(text()?),
                tag if tag == context(6) => names.uris.push(read_uri(&text()?)?),
                tag if tag == context(7) => {
                    names.addresses.push(address(name.content).ok_or_else(wrong)?);
                }
                _ => {}
            }
        }
        Ok(names)
    }
}

pub(super) fn ascii(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok().filter(|text| text.is_ascii())
}

/// An address of four or of sixteen bytes.
fn address(bytes: &[u8]) -> Option<IpAddr> {
    match bytes.len() {
        4 => <[u8; 4]>::try_from(bytes).ok().map(IpAddr::from),
        16 => <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from),
        _ => None,
    }
}

/// A URI, whose host Go wants to be a name. What it thinks of odd ones is not known here.
fn read_uri(text: &str) -> Result<Uri, Failure> {
    let uri = Uri::parse(text)?;
    let plain = |label: &[u8]| {
        (1..=63).contains(&label.len())
            && label.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(byte))
    };
    if !uri.host.is_empty()
        && (uri.host.len() > 253 || !uri.host.split(|byte| *byte == b'.').all(plain))
    {
        return Err(Failure::Refused(
            "a URI of the certificate has a host that is no plain name".to_owned(),
        ));
    }
    Ok(uri)
}

//! Distinguished names.

use super::super::Failure;
use super::super::der::{Der, Oid, SET};
use super::certificate::malformed;

/// The attributes of a name in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Name(pub(super) Vec<(Oid, String)>);

impl Name {
    /// The content of an `RDNSequence`.
    pub(super) fn read(content: &[u8]) -> Result<Self, Failure> {
        read(content).map(Self).ok_or_else(|| malformed("a name in it"))
    }

    /// The values of an attribute of X.520.
    pub(super) fn values(&self, attribute: u32) -> impl Iterator<Item = &str> {
        let id = [2, 5, 4, attribute];
        self.0.iter().filter(move |(oid, _)| oid.0 == id).map(|(_, value)| value.as_str())
    }
}

fn read(content: &[u8]) -> Option<Vec<(Oid, String)>> {
    let mut names = Vec::new();
    let mut sets = Der(content);
    while !sets.is_empty() {
        let mut set = Der(sets.content(SET)?);
        while !set.is_empty() {
            let mut attribute = set.sequence()?;
            let oid = attribute.oid()?;
            let value = attribute.element()?;
            names.push((oid, text(value.tag, value.content)?));
        }
    }
    Some(names)
}

/// A text of one of the types that ASN.1 has for them.
fn text(tag: u8, bytes: &[u8]) -> Option<String> {
    const UTF8: u8 = 0x0c;
    const NUMERIC: u8 = 0x12;
    const PRINTABLE: u8 = 0x13;
    const T61: u8 = 0x14;
    const IA5: u8 = 0x16;
    const BMP: u8 = 0x1e;
    let all = |allowed: fn(u8) -> bool| {
        bytes
            .iter()
            .all(|byte| allowed(*byte))
            .then(|| bytes.iter().copied().map(char::from).collect())
    };
    match tag {
        UTF8 => String::from_utf8(bytes.to_vec()).ok(),
        NUMERIC => all(|byte| byte.is_ascii_digit() || byte == b' '),
        PRINTABLE => all(|byte| byte.is_ascii_alphanumeric() || b" '()+,-./:=?*&".contains(&byte)),
        // As Latin-1, which it nearly is.
        T61 => all(|_| true),
        IA5 => all(|byte| byte.is_ascii()),
        BMP => basic_plane(bytes),
        _ => None,
    }
}

/// Characters of two bytes each, less a last one that is zero.
fn basic_plane(bytes: &[u8]) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let pairs = pairs.strip_suffix(&[[0, 0]]).unwrap_or(pairs);
    let character = |pair: &[u8; 2]| {
        let code = u16::from_be_bytes(*pair);
        let reserved = matches!(code, 0xfffe | 0xffff | 0xfdd0..=0xfdef);
        char::from_u32(code.into()).filter(|_| !reserved)
    };
    if rest.is_empty() { pairs.iter().map(character).collect() } else { None }
}

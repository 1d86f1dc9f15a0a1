//! DER, read as strictly as Go's package `cryptobyte` does: no padded lengths, no padded integers, no long tags.

use num_bigint::{BigInt, BigUint};
use std::fmt;

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// The tag of a field that has its number in place of a type.
pub(super) const fn context(number: u8) -> u8 {
    0x80 | number
}

/// The same, of a field that holds others.
pub(super) const fn constructed(number: u8) -> u8 {
    0xa0 | number
}

/// What is left to read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Der<'a>(pub(super) &'a [u8]);

/// That an element is not whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut;

/// One element: its tag, its content, and all of its bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) content: &'a [u8],
    pub(super) whole: &'a [u8],
}

impl<'a> Der<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an element with this tag is next.
    pub(super) fn is_next(&self, tag: u8) -> bool {
        self.0.first() == Some(&tag)
    }

    pub(super) fn element(&mut self) -> Option<Element<'a>> {
        let tag = *self.0.first()?;
        let short = *self.0.get(1)?;
        let (header, length) = match short {
            _ if tag & 0x1f == 0x1f => return None,
            0..=0x7f => (2, usize::from(short)),
            0x81..=0x84 => {
                let bytes = self.0.get(2..2 + usize::from(short & 0x7f))?;
                let length =
                    bytes.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
                if length < 0x80 || bytes[0] == 0 {
                    return None;
                }
                (2 + bytes.len(), length)
            }
            _ => return None,
        };
        let (whole, rest) = self.0.split_at_checked(header.checked_add(length)?)?;
        self.0 = rest;
        Some(Element { tag, content: &whole[header..], whole })
    }

    /// The content of the next element, which has to have this tag.
    pub(super) fn content(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.is_next(tag).then(|| self.element())?.map(|element| element.content)
    }

    /// The same where the element may be missing, or else has to be whole.
    pub(super) fn optional(&mut self, tag: u8) -> Result<Option<&'a [u8]>, Cut> {
        if self.is_next(tag) { self.content(tag).map(Some).ok_or(Cut) } else { Ok(None) }
    }

    pub(super) fn sequence(&mut self) -> Option<Self> {
        self.content(SEQUENCE).map(Self)
    }

    pub(super) fn integer(&mut self) -> Option<BigInt> {
        let content = self.content(INTEGER)?;
        let padded = match content {
            [] => return None,
            [0x00, next, ..] => *next < 0x80,
            [0xff, next, ..] => *next >= 0x80,
            _ => false,
        };
        (!padded).then(|| BigInt::from_signed_bytes_be(content))
    }

    /// An integer that is greater than zero.
    pub(super) fn positive_integer(&mut self) -> Option<BigUint> {
        self.integer()?.to_biguint().filter(|number| number.bits() > 0)
    }

    pub(super) fn boolean(&mut self) -> Option<bool> {
        match self.content(BOOLEAN)? {
            [0x00] => Some(false),
            [0xff] => Some(true),
            _ => None,
        }
    }

    pub(super) fn oid(&mut self) -> Option<Oid> {
        Oid::read(self.content(OID)?)
    }

    pub(super) fn bit_string(&mut self) -> Option<BitString<'a>> {
        let (&unused, bytes) = self.content(BIT_STRING)?.split_first()?;
        let unused_mask = 1_u8.checked_shl(unused.into())?.wrapping_sub(1);
        match bytes.last() {
            None if unused == 0 => {}
            Some(last) if last & unused_mask == 0 => {}
            _ => return None,
        }
        Some(BitString { bytes, unused })
    }
}

/// Bits, of which the last few may not count.
#[derive(Debug, Clone, Copy)]
pub(super) struct BitString<'a> {
    pub(super) bytes: &'a [u8],
    unused: u8,
}

impl BitString<'_> {
    /// The bytes, so that the last bit is the last that counts.
    pub(super) fn right_aligned(&self) -> Vec<u8> {
        if self.unused == 0 {
            return self.bytes.to_vec();
        }
        let mut before = 0;
        let shift = |byte: &u8| {
            let byte_and_before = u16::from_be_bytes([before, *byte]);
            before = *byte;
            (byte_and_before >> self.unused).to_be_bytes()[1]
        };
        self.bytes.iter().map(shift).collect()
    }

    /// Whether a bit is set. Those that are not there are not.
    pub(super) fn has(&self, bit: usize) -> bool {
        self.bytes.get(bit / 8).is_some_and(|byte| byte & (0x80 >> (bit % 8)) != 0)
    }
}

/// An object identifier, none of whose arcs has more than 31 bits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Oid(pub(super) Vec<u32>);

impl Oid {
    pub(super) fn read(content: &[u8]) -> Option<Self> {
        let mut arcs: Vec<u32> = Vec::new();
        let mut rest = content;
        while !rest.is_empty() {
            let length = 1 + rest.iter().position(|byte| byte & 0x80 == 0)?;
            let (arc, after) = rest.split_at(length);
            if arc[0] == 0x80 || length > 5 {
                return None;
            }
            let arc = arc.iter().fold(0_u64, |arc, byte| arc << 7 | u64::from(byte & 0x7f));
            let arc = u32::try_from(arc).ok().filter(|arc| *arc < 1 << 31)?;
            match (arcs.is_empty(), arc) {
                (false, _) => arcs.push(arc),
                (true, 0..80) => arcs.extend([arc / 40, arc % 40]),
                (true, _) => arcs.extend([2, arc - 80]),
            }
            rest = after;
        }
        (!arcs.is_empty()).then_some(Self(arcs))
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arcs: Vec<String> = self.0.iter().map(u32::to_string).collect();
        f.write_str(&arcs.join("."))
    }
}

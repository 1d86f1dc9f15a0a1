//! The names that a certificate allows in those below it.

use super::super::Failure;
use super::super::der::{Der, constructed, context};
use super::alternative_names::ascii;
use super::certificate::malformed;

/// Names that are permitted, and names that are excluded.
#[derive(Debug, Clone, Default)]
pub(super) struct NameConstraints {
    pub(super) critical: bool,
    pub(super) permitted: Subtrees,
    pub(super) excluded: Subtrees,
    /// Some are of a kind that nobody knows.
    pub(super) has_unknown: bool,
}

/// Names of the kinds that Go knows.
#[derive(Debug, Clone, Default)]
pub(super) struct Subtrees {
    pub(super) dns: Vec<String>,
    /// An address and its mask.
    pub(super) ranges: Vec<(Vec<u8>, Vec<u8>)>,
    pub(super) emails: Vec<String>,
    pub(super) uri_domains: Vec<String>,
}

impl Subtrees {
    fn is_empty(&self) -> bool {
        self.dns.is_empty()
            && self.ranges.is_empty()
            && self.emails.is_empty()
            && self.uri_domains.is_empty()
    }
}

impl NameConstraints {
    pub(super) fn is_empty(&self) -> bool {
        self.permitted.is_empty() && self.excluded.is_empty()
    }

    pub(super) fn read(mut der: Der<'_>, critical: bool) -> Result<Self, Failure> {
        let wrong = || malformed("its constraints of names");
        let mut list = der.sequence().filter(|_| der.is_empty()).ok_or_else(wrong)?;
        let permitted = list.optional(constructed(0)).map_err(|_| wrong())?.unwrap_or_default();
        let excluded = list.optional(constructed(1)).map_err(|_| wrong())?.unwrap_or_default();
        if !list.is_empty() || (permitted.is_empty() && excluded.is_empty()) {
            return Err(wrong());
        }
        let mut has_unknown = false;
        let mut read = |subtrees| read_subtrees(Der(subtrees), &mut has_unknown);
        let (permitted, excluded) = (read(permitted)?, read(excluded)?);
        Ok(Self { critical, permitted, excluded, has_unknown })
    }
}

fn read_subtrees(mut der: Der<'_>, has_unknown: &mut bool) -> Result<Subtrees, Failure> {
    let wrong = || malformed("its constraints of names");
    let mut subtrees = Subtrees::default();
    while !der.is_empty() {
        let base = der.sequence().and_then(|mut subtree| subtree.element()).ok_or_else(wrong)?;
        let domain = || ascii(base.content).ok_or_else(wrong).and_then(plain);
        match base.tag {
            tag if tag == context(1) => subtrees.emails.push(domain()?),
            tag if tag == context(2) => subtrees.dns.push(domain()?),
            tag if tag == context(6) => subtrees.uri_domains.push(domain()?),
            tag if tag == context(7) => {
                subtrees.ranges.push(range(base.content).ok_or_else(wrong)?);
            }
            _ => *has_unknown = true,
        }
    }
    Ok(subtrees)
}

/// A domain of plain labels, perhaps after a dot. What Go thinks of others is not known here.
fn plain(domain: String) -> Result<String, Failure> {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            && label.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let bare = domain.strip_prefix('.').unwrap_or(&domain);
    if bare.len() > 253 || !bare.split('.').all(label) {
        return Err(Failure::Refused("a constraint of names is no plain domain".to_owned()));
    }
    Ok(domain)
}

/// An address and a mask whose ones come first.
fn range(bytes: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (address, mask) = match bytes.len() {
        8 | 32 => bytes.split_at(bytes.len() / 2),
        _ => return None,
    };
    let ones: u32 = mask.iter().map(|byte| byte.count_ones()).sum();
    let leading = mask.iter().take_while(|byte| **byte == 0xff).count();
    let partial = mask.get(leading).map_or(0, |byte| byte.leading_ones());
    let contiguous = ones == 8 * u32::try_from(leading).ok()? + partial;
    contiguous.then(|| (address.to_vec(), mask.to_vec()))
}

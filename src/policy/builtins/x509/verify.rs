//! Chains of certificates, from a leaf to a root, as Go builds and checks them.

use super::super::Failure;
use super::algorithm;
use super::certificate::Certificate;
use super::hostname;
use jiff::Timestamp;

/// Go tries no more signatures.
const MAX_SIGNATURES: usize = 100;

/// The usage of a key that signs certificates.
const CERTIFICATE_SIGN: u16 = 1 << 5;

/// What any usage of a key is numbered, and that of servers, which is asked for by default.
const ANY: u8 = 0;
pub(super) const SERVER: u8 = 1;

/// What a chain has to be good for.
#[derive(Debug)]
pub(super) struct Options {
    pub(super) host: Option<String>,
    pub(super) time: Timestamp,
    /// At least one of these.
    pub(super) usages: Vec<u8>,
}

/// The first chain from the last certificate to the first, over any of those between, if there is one.
pub(super) fn verify<'a>(
    certificates: &'a [Certificate],
    options: &Options,
) -> Result<Option<Vec<&'a Certificate>>, Failure> {
    let [root, intermediates @ .., leaf] = certificates else { return Ok(None) };
    if certificates.iter().any(|certificate| certificate.extensions.constrain_policies()) {
        return Err(Failure::Refused("constraints of policies are not evaluated".to_owned()));
    }
    let mut search = Search { root, intermediates, options, signatures: 0, found: Vec::new() };
    let is_named = options
        .host
        .as_ref()
        .is_none_or(|host| hostname::is_of(&leaf.extensions.alternative_names, host));
    if !search.is_valid(leaf, &[], false)? || !is_named {
        return Ok(None);
    }
    if leaf.raw == root.raw {
        search.found.push(vec![leaf]);
    } else {
        search.build(&[leaf])?;
    }
    Ok(search.found.into_iter().find(|chain| is_for_usage(chain, &options.usages)))
}

struct Search<'a, 'b> {
    root: &'a Certificate,
    intermediates: &'a [Certificate],
    options: &'b Options,
    signatures: usize,
    found: Vec<Vec<&'a Certificate>>,
}

impl<'a> Search<'a, '_> {
    /// Finds all ways to complete a chain.
    fn build(&mut self, chain: &[&'a Certificate]) -> Result<(), Failure> {
        let child = *chain.last().expect("chains begin with a leaf");
        let (root, intermediates) = (self.root, self.intermediates);
        for candidate in parents(child, std::slice::from_ref(root)) {
            if self.takes(candidate, child, chain)? && self.is_valid(candidate, chain, false)? {
                self.found.push([chain, &[candidate]].concat());
            }
        }
        for candidate in parents(child, intermediates) {
            if self.takes(candidate, child, chain)? && self.is_valid(candidate, chain, true)? {
                self.build(&[chain, &[candidate]].concat())?;
            }
        }
        Ok(())
    }

    /// Whether the candidate signed the child, and is not in the chain already.
    fn takes(
        &mut self,
        candidate: &Certificate,
        child: &Certificate,
        chain: &[&Certificate],
    ) -> Result<bool, Failure> {
        let Some(key) = &candidate.key else {
            return Err(Failure::Refused("an issuer has a key of an unknown kind".to_owned()));
        };
        let names = candidate.extensions.raw_alternative_names();
        for other in chain.iter().filter(|other| {
            other.raw_subject == candidate.raw_subject && other.key.as_ref() == Some(key)
        }) {
            match (names, other.extensions.raw_alternative_names()) {
                (None, None) => return Ok(false),
                (Some(one), Some(other)) if one == other => return Ok(false),
                (Some(_), Some(_)) => {}
                (None, Some(_)) | (Some(_), None) => break,
            }
        }
        self.signatures += 1;
        if self.signatures > MAX_SIGNATURES {
            return Ok(false);
        }
        let extensions = &candidate.extensions;
        let may_sign = match extensions.basic_constraints {
            Some(basic) => basic.is_ca,
            None => candidate.version != 3,
        };
        let for_signing = extensions.key_usage == 0 || extensions.key_usage & CERTIFICATE_SIGN != 0;
        Ok(may_sign
            && for_signing
            && algorithm::verifies(child.algorithm, key, &child.raw_tbs, &child.signature))
    }

    /// Whether a certificate may stand at the end of a chain.
    fn is_valid(
        &self,
        certificate: &Certificate,
        chain: &[&Certificate],
        intermediate: bool,
    ) -> Result<bool, Failure> {
        let extensions = &certificate.extensions;
        if !extensions.unhandled_critical.is_empty() || !certificate.validity.has(self.options.time)
        {
            return Ok(false);
        }
        let has_names =
            |certificate: &Certificate| certificate.extensions.raw_alternative_names().is_some();
        let names = chain.first().is_some_and(|leaf| has_names(leaf)) || has_names(certificate);
        if !chain.is_empty() && !extensions.name_constraints.is_empty() && names {
            return Err(Failure::Refused("constraints of names are not evaluated".to_owned()));
        }
        let basic = extensions.basic_constraints;
        let is_ca = basic.is_some_and(|basic| basic.is_ca);
        let between = i64::try_from(chain.len()).unwrap_or(i64::MAX) - 1;
        let is_too_long =
            basic.and_then(|basic| basic.path_length).is_some_and(|length| between > length);
        Ok((is_ca || !intermediate) && !is_too_long)
    }
}

/// The certificates with the name of the issuer, those first whose key it names.
fn parents<'a>(child: &Certificate, pool: &'a [Certificate]) -> Vec<&'a Certificate> {
    let wanted = child.extensions.authority_key_id.as_deref().unwrap_or_default();
    let mut parents: Vec<&Certificate> = Vec::new();
    for candidate in pool.iter().filter(|candidate| candidate.raw_subject == child.raw_issuer) {
        if parents.iter().all(|other| other.raw != candidate.raw) {
            parents.push(candidate);
        }
    }
    parents.sort_by_key(|candidate| {
        let id = candidate.extensions.subject_key_id.as_deref().unwrap_or_default();
        match id {
            _ if id == wanted => 0,
            _ if id.is_empty() || wanted.is_empty() => 1,
            _ => 2,
        }
    });
    parents
}

/// Whether there is a usage that each certificate allows that names any.
fn is_for_usage(chain: &[&Certificate], usages: &[u8]) -> bool {
    if usages.contains(&ANY) {
        return true;
    }
    let allows = |certificate: &Certificate, usage: u8| {
        let extensions = &certificate.extensions;
        let named = &extensions.extended_key_usage;
        (named.is_empty() && extensions.unknown_extended_key_usage.is_empty())
            || named.contains(&ANY)
            || named.contains(&usage)
    };
    usages.iter().any(|usage| chain.iter().all(|certificate| allows(certificate, *usage)))
}

//! What the extensions of a certificate say, as far as Go knows them.

use super::super::Failure;
use super::super::der::{
    BOOLEAN, Cut, Der, INTEGER, OCTET_STRING, OID, Oid, SEQUENCE, constructed, context,
};
use super::alternative_names::AlternativeNames;
use super::certificate::{is, malformed};
use super::name_constraints::NameConstraints;

/// An extension as it stands.
#[derive(Debug, Clone)]
pub(super) struct Extension {
    pub(super) id: Oid,
    pub(super) critical: bool,
    pub(super) value: Vec<u8>,
}

impl Extension {
    /// The content of a sequence.
    pub(super) fn read(mut der: Der<'_>) -> Option<Self> {
        let id = der.oid()?;
        let critical = if der.is_next(BOOLEAN) { der.boolean()? } else { false };
        Some(Self { id, critical, value: der.content(OCTET_STRING)?.to_vec() })
    }
}

/// All extensions, and what is known of them. What is not there is empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Extensions {
    pub(super) all: Vec<Extension>,
    pub(super) key_usage: u16,
    pub(super) basic_constraints: Option<BasicConstraints>,
    pub(super) alternative_names: AlternativeNames,
    pub(super) name_constraints: NameConstraints,
    pub(super) crl_distribution_points: Vec<String>,
    pub(super) authority_key_id: Option<Vec<u8>>,
    pub(super) subject_key_id: Option<Vec<u8>>,
    pub(super) require_explicit_policy: Option<i64>,
    pub(super) inhibit_policy_mapping: Option<i64>,
    pub(super) inhibit_any_policy: Option<i64>,
    pub(super) extended_key_usage: Vec<u8>,
    pub(super) unknown_extended_key_usage: Vec<Oid>,
    pub(super) policies: Option<Vec<Oid>>,
    pub(super) ocsp_servers: Vec<String>,
    pub(super) issuing_certificate_urls: Vec<String>,
    pub(super) unhandled_critical: Vec<Oid>,
}

/// Whether a certificate may sign others, and how many may come between.
#[derive(Debug, Clone, Copy)]
pub(super) struct BasicConstraints {
    pub(super) is_ca: bool,
    pub(super) path_length: Option<i64>,
}

impl Extensions {
    pub(super) fn read(all: Vec<Extension>) -> Result<Self, Failure> {
        let mut extensions = Self::default();
        for extension in &all {
            let handled = extensions.read_one(extension)?;
            if extension.critical && !handled {
                extensions.unhandled_critical.push(extension.id.clone());
            }
        }
        Ok(Self { all, ..extensions })
    }

    /// The bytes of the extension of alternative names.
    pub(super) fn raw_alternative_names(&self) -> Option<&[u8]> {
        let found = self.all.iter().find(|extension| is(&extension.id, "2.5.29.17"));
        found.map(|extension| extension.value.as_slice())
    }

    /// Whether policies are asked for in a way that only Go's verifier understands.
    pub(super) fn constrain_policies(&self) -> bool {
        self.all.iter().any(|extension| {
            ["2.5.29.33", "2.5.29.36", "2.5.29.54"].iter().any(|id| is(&extension.id, id))
        })
    }

    /// Whether the extension is one that is known, and its content too.
    fn read_one(&mut self, extension: &Extension) -> Result<bool, Failure> {
        let der = Der(&extension.value);
        let id = extension.id.to_string();
        let wrong = || malformed(&format!("its extension {id}"));
        let never_critical = || if extension.critical { Err(wrong()) } else { Ok(()) };
        match id.as_str() {
            "2.5.29.14" => {
                never_critical()?;
                let id = { der }.content(OCTET_STRING).ok_or_else(wrong)?;
                self.subject_key_id = Some(id.to_vec());
            }
            "2.5.29.15" => {
                let usage = { der }.bit_string().ok_or_else(wrong)?;
                self.key_usage = (0..9).filter(|bit| usage.has(*bit)).map(|bit| 1 << bit).sum();
            }
            "2.5.29.17" => {
                self.alternative_names = AlternativeNames::read(der)?;
                return Ok(!self.alternative_names.is_empty());
            }
            "2.5.29.19" => {
                self.basic_constraints = Some(read_basic_constraints(der).ok_or_else(wrong)?);
            }
            "2.5.29.30" => {
                self.name_constraints = NameConstraints::read(der, extension.critical)?;
                return Ok(!self.name_constraints.has_unknown);
            }
            "2.5.29.31" => {
                self.crl_distribution_points =
                    texts(read_distribution_points(der).ok_or_else(wrong)?)?;
            }
            "2.5.29.32" => self.policies = Some(read_policies(der).ok_or_else(wrong)?),
            "2.5.29.33" => {
                return Err(Failure::Refused("mappings of policies are not read".to_owned()));
            }
            "2.5.29.35" => {
                never_critical()?;
                let mut der = { der }.sequence().ok_or_else(wrong)?;
                let id = der.optional(context(0)).map_err(|_| wrong())?;
                self.authority_key_id = id.map(<[u8]>::to_vec);
            }
            "2.5.29.36" => {
                let mut der = { der }.sequence().ok_or_else(wrong)?;
                self.require_explicit_policy = small(&mut der, 0).map_err(|_| wrong())?;
                self.inhibit_policy_mapping = small(&mut der, 1).map_err(|_| wrong())?;
            }
            "2.5.29.37" => self.read_extended_key_usage(der).ok_or_else(wrong)?,
            "2.5.29.54" => {
                let certificates = { der }.integer().ok_or_else(wrong)?;
                let certificates = i64::try_from(certificates).map_err(|_| wrong())?;
                self.inhibit_any_policy = Some(certificates);
            }
            "1.3.6.1.5.5.7.1.1" => {
                never_critical()?;
                let [ocsp, issuers] = read_authority_information(der).ok_or_else(wrong)?;
                self.ocsp_servers = texts(ocsp)?;
                self.issuing_certificate_urls = texts(issuers)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn read_extended_key_usage(&mut self, mut der: Der<'_>) -> Option<()> {
        let mut usages = der.sequence()?;
        while !usages.is_empty() {
            let usage = usages.oid()?;
            match number_of_usage(&usage) {
                Some(number) => self.extended_key_usage.push(number),
                None => self.unknown_extended_key_usage.push(usage),
            }
        }
        Some(())
    }
}

/// Go's number of an extended usage of a key.
fn number_of_usage(usage: &Oid) -> Option<u8> {
    const USAGES: [&str; 14] = [
        "2.5.29.37.0",
        "1.3.6.1.5.5.7.3.1",
        "1.3.6.1.5.5.7.3.2",
        "1.3.6.1.5.5.7.3.3",
        "1.3.6.1.5.5.7.3.4",
        "1.3.6.1.5.5.7.3.5",
        "1.3.6.1.5.5.7.3.6",
        "1.3.6.1.5.5.7.3.7",
        "1.3.6.1.5.5.7.3.8",
        "1.3.6.1.5.5.7.3.9",
        "1.3.6.1.4.1.311.10.3.3",
        "2.16.840.1.113730.4.1",
        "1.3.6.1.4.1.311.2.1.22",
        "1.3.6.1.4.1.311.61.1.1",
    ];
    (0..).zip(USAGES).find(|(_, id)| is(usage, id)).map(|(number, _)| number)
}

fn read_basic_constraints(mut der: Der<'_>) -> Option<BasicConstraints> {
    let mut der = der.sequence()?;
    let is_ca = if der.is_next(BOOLEAN) { der.boolean()? } else { false };
    let path_length = if der.is_next(INTEGER) {
        Some(i64::try_from(der.integer()?).ok().filter(|length| *length >= 0)?)
    } else {
        None
    };
    Some(BasicConstraints { is_ca, path_length })
}

/// The full names of the points, as far as they are URIs.
fn read_distribution_points(mut der: Der<'_>) -> Option<Vec<&[u8]>> {
    let mut points = der.sequence()?;
    let mut uris = Vec::new();
    while !points.is_empty() {
        let mut point = points.sequence()?;
        let Some(name) = point.optional(constructed(0)).ok()? else { continue };
        let mut names = Der(Der(name).content(constructed(0))?);
        while names.is_next(context(6)) {
            uris.push(names.content(context(6))?);
        }
    }
    Some(uris)
}

/// URIs of servers of OCSP, and of the certificates of issuers.
fn read_authority_information(mut der: Der<'_>) -> Option<[Vec<&[u8]>; 2]> {
    let mut descriptions = der.sequence()?;
    let (mut ocsp, mut issuers) = (Vec::new(), Vec::new());
    while !descriptions.is_empty() {
        let mut description = descriptions.sequence()?;
        let method = description.oid()?;
        if !description.is_next(context(6)) {
            continue;
        }
        let uri = description.content(context(6))?;
        match method.to_string().as_str() {
            "1.3.6.1.5.5.7.48.1" => ocsp.push(uri),
            "1.3.6.1.5.5.7.48.2" => issuers.push(uri),
            _ => {}
        }
    }
    Some([ocsp, issuers])
}

fn read_policies(mut der: Der<'_>) -> Option<Vec<Oid>> {
    let mut list = der.sequence()?;
    let mut policies: Vec<Oid> = Vec::new();
    while !list.is_empty() {
        let policy = Oid::read(Der(list.content(SEQUENCE)?).content(OID)?)?;
        if policies.contains(&policy) {
            return None;
        }
        policies.push(policy);
    }
    Some(policies)
}

/// An integer in place of whose type there is a number.
fn small(der: &mut Der<'_>, number: u8) -> Result<Option<i64>, Cut> {
    let Some(content) = der.optional(context(number))? else { return Ok(None) };
    let length = u8::try_from(content.len()).ok().filter(|length| *length < 0x80).ok_or(Cut)?;
    let integer = [&[INTEGER, length], content].concat();
    let integer = Der(&integer).integer().and_then(|integer| i64::try_from(integer).ok());
    integer.map(Some).ok_or(Cut)
}

/// The bytes as texts, which Go takes them for without a look.
fn texts(bytes: Vec<&[u8]>) -> Result<Vec<String>, Failure> {
    let text = |bytes: &[u8]| {
        String::from_utf8(bytes.to_vec()).map_err(|_| {
            Failure::Refused("a URI of the certificate is not text in UTF-8".to_owned())
        })
    };
    bytes.into_iter().map(text).collect()
}

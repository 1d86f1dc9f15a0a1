//! Certificates, keys and names as Go's structs are in JSON. What Go has no value for is null.

use super::super::crypto::public_key::PublicKey;
use super::super::der::Oid;
use super::super::encoding::text_of;
use super::super::uri::Uri;
use super::super::{Failure, Outcome};
use super::algorithm;
use super::alternative_names::AlternativeNames;
use super::certificate::Certificate;
use super::extensions::Extension;
use super::name::Name;
use super::name_constraints::Subtrees;
use data_encoding::BASE64;
use num_bigint::{BigInt, BigUint};
use regorus::Value;
use std::collections::BTreeMap;
use std::net::IpAddr;

pub(super) fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    fields
        .into_iter()
        .map(|(name, value)| (name.into(), value))
        .collect::<BTreeMap<Value, Value>>()
        .into()
}

/// A list, which is null if it is empty.
pub(super) fn list(values: impl IntoIterator<Item = Value>) -> Value {
    let values: Vec<Value> = values.into_iter().collect();
    if values.is_empty() { Value::Null } else { values.into() }
}

fn texts(texts: &[String]) -> Value {
    list(texts.iter().map(|text| text.as_str().into()))
}

pub(super) fn bytes(bytes: &[u8]) -> Value {
    BASE64.encode(bytes).into()
}

fn optional_bytes(content: Option<&Vec<u8>>) -> Value {
    content.map_or(Value::Null, |content| bytes(content))
}

pub(super) fn integer(integer: &BigUint) -> Value {
    Value::Number(BigInt::from(integer.clone()).into())
}

pub(super) fn id(oid: &Oid) -> Value {
    oid.0.iter().map(|arc| u64::from(*arc).into()).collect::<Vec<Value>>().into()
}

/// All fields of a certificate, without those that OPA adds.
pub(super) fn certificate(certificate: &Certificate) -> Outcome {
    let extensions = &certificate.extensions;
    let names = &extensions.alternative_names;
    let constraints = &extensions.name_constraints;
    let (permitted, excluded) = (&constraints.permitted, &constraints.excluded);
    let basic = extensions.basic_constraints;
    let path_length = basic.map_or(0, |basic| basic.path_length.unwrap_or(-1));
    let number = |number: Option<i64>| number.unwrap_or(0).into();
    let is_zero = |number: Option<i64>| (number == Some(0)).into();
    Ok(object([
        ("AuthorityKeyId", optional_bytes(extensions.authority_key_id.as_ref())),
        ("BasicConstraintsValid", basic.is_some().into()),
        ("CRLDistributionPoints", texts(&extensions.crl_distribution_points)),
        ("DNSNames", texts(&names.dns)),
        ("EmailAddresses", texts(&names.emails)),
        ("ExcludedDNSDomains", texts(&excluded.dns)),
        ("ExcludedEmailAddresses", texts(&excluded.emails)),
        ("ExcludedIPRanges", ranges(excluded)),
        ("ExcludedURIDomains", texts(&excluded.uri_domains)),
        (
            "ExtKeyUsage",
            list(extensions.extended_key_usage.iter().map(|usage| u64::from(*usage).into())),
        ),
        ("Extensions", list(extensions.all.iter().map(extension))),
        ("ExtraExtensions", Value::Null),
        ("IPAddresses", addresses(names)),
        ("InhibitAnyPolicy", number(extensions.inhibit_any_policy)),
        ("InhibitAnyPolicyZero", is_zero(extensions.inhibit_any_policy)),
        ("InhibitPolicyMapping", number(extensions.inhibit_policy_mapping)),
        ("InhibitPolicyMappingZero", is_zero(extensions.inhibit_policy_mapping)),
        ("IsCA", basic.is_some_and(|basic| basic.is_ca).into()),
        ("Issuer", name(&certificate.issuer)),
        ("IssuingCertificateURL", texts(&extensions.issuing_certificate_urls)),
        ("KeyUsage", u64::from(extensions.key_usage).into()),
        ("MaxPathLen", path_length.into()),
        ("MaxPathLenZero", (basic.is_some() && path_length == 0).into()),
        ("NotAfter", format!("{}Z", certificate.validity.until).into()),
        ("NotBefore", format!("{}Z", certificate.validity.from).into()),
        ("OCSPServer", texts(&extensions.ocsp_servers)),
        ("PermittedDNSDomains", texts(&permitted.dns)),
        ("PermittedDNSDomainsCritical", constraints.critical.into()),
        ("PermittedEmailAddresses", texts(&permitted.emails)),
        ("PermittedIPRanges", ranges(permitted)),
        ("PermittedURIDomains", texts(&permitted.uri_domains)),
        ("Policies", list(extensions.policies.iter().flatten().map(|oid| oid.to_string().into()))),
        (
            "PolicyIdentifiers",
            extensions.policies.as_ref().map_or(Value::Null, |policies| {
                policies.iter().map(id).collect::<Vec<Value>>().into()
            }),
        ),
        ("PolicyMappings", Value::Null),
        ("PublicKey", public_key(certificate.key.as_ref())?),
        ("PublicKeyAlgorithm", u64::from(algorithm::number_of(certificate.key.as_ref())).into()),
        ("Raw", bytes(&certificate.raw)),
        ("RawIssuer", bytes(&certificate.raw_issuer)),
        ("RawSubject", bytes(&certificate.raw_subject)),
        ("RawSubjectPublicKeyInfo", bytes(&certificate.raw_key)),
        ("RawTBSCertificate", bytes(&certificate.raw_tbs)),
        ("RequireExplicitPolicy", number(extensions.require_explicit_policy)),
        ("RequireExplicitPolicyZero", is_zero(extensions.require_explicit_policy)),
        ("SerialNumber", Value::Number(certificate.serial.clone().into())),
        ("Signature", bytes(&certificate.signature)),
        ("SignatureAlgorithm", u64::from(certificate.algorithm.number).into()),
        ("Subject", name(&certificate.subject)),
        ("SubjectKeyId", optional_bytes(extensions.subject_key_id.as_ref())),
        ("URIs", uris(names)?),
        ("UnhandledCriticalExtensions", list(extensions.unhandled_critical.iter().map(id))),
        ("UnknownExtKeyUsage", list(extensions.unknown_extended_key_usage.iter().map(id))),
        ("Version", certificate.version.into()),
    ]))
}

/// The same with the URIs as text, as OPA adds them.
pub(super) fn extended_certificate(extended: &Certificate) -> Outcome {
    let mut value = certificate(extended)?;
    let uris = &extended.extensions.alternative_names.uris;
    value
        .as_object_mut()
        .expect("certificates are objects")
        .insert("URIStrings".into(), list(uris.iter().map(|uri| uri.text().into())));
    Ok(value)
}

/// A public key. Curves have no fields that Go would show.
pub(super) fn public_key(key: Option<&PublicKey>) -> Outcome {
    let Some(key) = key else { return Ok(Value::Null) };
    if let Some((curve, point)) = key.point() {
        let (x, y) = point[1..].split_at(curve.size());
        return Ok(object([
            ("Curve", Value::new_object()),
            ("X", integer(&BigUint::from_bytes_be(x))),
            ("Y", integer(&BigUint::from_bytes_be(y))),
        ]));
    }
    match key {
        PublicKey::Rsa(key) => Ok(object([
            ("E", integer(&key.exponent)),
            ("N", integer(&representable(&key.modulus)?)),
        ])),
        PublicKey::Ed25519(key) => Ok(bytes(key)),
        PublicKey::X25519(_) | PublicKey::P256(_) | PublicKey::P384(_) | PublicKey::P521(_) => {
            Ok(Value::Null)
        }
    }
}

/// A modulus that no decimal is kept as: see [`super::super::number`].
pub(super) fn representable(modulus: &BigUint) -> Result<BigUint, Failure> {
    if (1_280..1_290).contains(&modulus.bits()) {
        return Err(Failure::Refused(format!("a key of {} bits cannot be shown", modulus.bits())));
    }
    Ok(modulus.clone())
}

pub(super) fn name(name: &Name) -> Value {
    let all = |attribute: u32| list(name.values(attribute).map(Value::from));
    let last = |attribute: u32| name.values(attribute).last().unwrap_or_default().into();
    object([
        ("CommonName", last(3)),
        ("Country", all(6)),
        ("ExtraNames", Value::Null),
        ("Locality", all(7)),
        (
            "Names",
            list(
                name.0.iter().map(|(oid, value)| {
                    object([("Type", id(oid)), ("Value", value.as_str().into())])
                }),
            ),
        ),
        ("Organization", all(10)),
        ("OrganizationalUnit", all(11)),
        ("PostalCode", all(17)),
        ("Province", all(8)),
        ("SerialNumber", last(5)),
        ("StreetAddress", all(9)),
    ])
}

pub(super) fn extension(extension: &Extension) -> Value {
    object([
        ("Critical", extension.critical.into()),
        ("Id", id(&extension.id)),
        ("Value", bytes(&extension.value)),
    ])
}

/// The names by their kinds.
pub(super) fn alternative_names(
    names: &AlternativeNames,
) -> Result<[(&'static str, Value); 4], Failure> {
    Ok([
        ("DNSNames", texts(&names.dns)),
        ("EmailAddresses", texts(&names.emails)),
        ("IPAddresses", addresses(names)),
        ("URIs", uris(names)?),
    ])
}

fn addresses(names: &AlternativeNames) -> Value {
    list(names.addresses.iter().map(|address| show(*address).into()))
}

/// An address of IPv4 is shown as one even where it is mapped into IPv6.
fn show(address: IpAddr) -> String {
    address.to_canonical().to_string()
}

fn ranges(subtrees: &Subtrees) -> Value {
    let range = |(address, mask): &(Vec<u8>, Vec<u8>)| {
        let short = <[u8; 4]>::try_from(address.as_slice()).map(IpAddr::from);
        let address = short.unwrap_or_else(|_| {
            let long = <[u8; 16]>::try_from(address.as_slice());
            IpAddr::from(long.expect("addresses have four or sixteen bytes"))
        });
        object([("IP", show(address).into()), ("Mask", bytes(mask))])
    };
    list(subtrees.ranges.iter().map(range))
}

fn uris(names: &AlternativeNames) -> Outcome {
    Ok(list(names.uris.iter().map(uri).collect::<Result<Vec<Value>, Failure>>()?))
}

fn uri(uri: &Uri) -> Outcome {
    Ok(object([
        ("ForceQuery", uri.empty_query.into()),
        ("Fragment", text_of(uri.fragment.clone())?),
        ("Host", text_of(uri.host.clone())?),
        ("OmitHost", uri.omits_host.into()),
        ("Opaque", uri.opaque.as_str().into()),
        ("Path", text_of(uri.path.clone())?),
        ("RawFragment", uri.raw_fragment.as_str().into()),
        ("RawPath", uri.raw_path.as_str().into()),
        ("RawQuery", uri.query.as_str().into()),
        ("Scheme", uri.scheme.as_str().into()),
        ("User", uri.user.as_ref().map_or(Value::Null, |_| Value::new_object())),
    ]))
}

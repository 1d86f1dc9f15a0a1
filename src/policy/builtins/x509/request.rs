//! Requests for certificates (PKCS #10).

use super::super::der::{BOOLEAN, Der, OCTET_STRING, SEQUENCE, SET, constructed};
use super::super::{Failure, Outcome, encoding, pem};
use super::alternative_names::AlternativeNames;
use super::certificate::is;
use super::extensions::Extension;
use super::name::Name;
use super::{algorithm, json};
use regorus::Value;

const EXTENSION_REQUEST: &str = "1.2.840.113549.1.9.14";

fn malformed() -> Failure {
    Failure::Error("the request for a certificate is malformed".to_owned())
}

/// In names and attributes, Go overlooks what it does not understand.
fn lenient(failure: &Failure) -> Failure {
    Failure::Refused(failure.to_string())
}

/// A request in PEM, or in base 64 as PEM or as DER.
pub(super) fn parse(text: &str) -> Outcome {
    if text.len() > super::MAX_TEXT {
        return Err(Failure::Refused(format!("the text has more than {} bytes", super::MAX_TEXT)));
    }
    let bytes = if text.starts_with("-----BEGIN CERTIFICATE REQUEST-----") {
        text.as_bytes().to_vec()
    } else {
        encoding::base64(text)?
    };
    let block = match str::from_utf8(&bytes) {
        Ok(text) => pem::next(text)?.map(|(block, _)| block),
        Err(_) => None,
    };
    match block {
        None => request(&bytes),
        Some(block) if block.label == "CERTIFICATE REQUEST" => request(&block.bytes),
        Some(_) => Err(malformed()),
    }
}

fn request(bytes: &[u8]) -> Outcome {
    let mut der = Der(bytes);
    let whole = der.element().filter(|element| element.tag == SEQUENCE && der.is_empty());
    let whole = whole.ok_or_else(malformed)?;
    let mut outer = Der(whole.content);
    let body = outer.element().filter(|body| body.tag == SEQUENCE).ok_or_else(malformed)?;
    let algorithm = outer.content(SEQUENCE).ok_or_else(malformed)?;
    let algorithm = algorithm::signature(algorithm)?;
    let signature = outer.bit_string().ok_or_else(malformed)?.right_aligned();

    let mut fields = Der(body.content);
    let version = fields.integer().and_then(|version| i64::try_from(version).ok());
    let version = version.ok_or_else(malformed)?;
    let subject =
        fields.element().filter(|subject| subject.tag == SEQUENCE).ok_or_else(malformed)?;
    let info = fields.element().filter(|info| info.tag == SEQUENCE).ok_or_else(malformed)?;
    let attributes = fields.content(constructed(0)).ok_or_else(malformed)?;
    let key = algorithm::public_key(info.whole)?;
    let (attributes, extensions) =
        read_attributes(attributes).map_err(|failure| lenient(&failure))?;
    let names = extensions.iter().find(|extension| is(&extension.id, "2.5.29.17"));
    let names = match names {
        None => AlternativeNames::default(),
        Some(extension) => AlternativeNames::read(Der(&extension.value))?,
    };
    let mut value = json::object([
        ("Attributes", json::list(attributes)),
        ("Extensions", json::list(extensions.iter().map(json::extension))),
        ("ExtraExtensions", Value::Null),
        ("PublicKey", json::public_key(key.as_ref())?),
        ("PublicKeyAlgorithm", u64::from(algorithm::number_of(key.as_ref())).into()),
        ("Raw", json::bytes(whole.whole)),
        ("RawSubject", json::bytes(subject.whole)),
        ("RawSubjectPublicKeyInfo", json::bytes(info.whole)),
        ("RawTBSCertificateRequest", json::bytes(body.whole)),
        ("Signature", json::bytes(&signature)),
        ("SignatureAlgorithm", u64::from(algorithm.number).into()),
        ("Subject", json::name(&Name::read(subject.content).map_err(|failure| lenient(&failure))?)),
        ("Version", version.into()),
    ]);
    let fields = value.as_object_mut().expect("it was just made as an object");
    for (name, names) in json::alternative_names(&names)? {
        fields.insert(name.into(), names);
    }
    Ok(value)
}

/// The attributes that Go has a form for, which are those that ask for extensions; and the extensions.
fn read_attributes(content: &[u8]) -> Result<(Vec<Value>, Vec<Extension>), Failure> {
    let mut rest = Der(content);
    let (mut shown, mut extensions) = (Vec::new(), Vec::new());
    while !rest.is_empty() {
        let mut attribute = rest.sequence().ok_or_else(malformed)?;
        let id = attribute.oid().ok_or_else(malformed)?;
        let mut values = Der(attribute.content(SET).ok_or_else(malformed)?);
        if !is(&id, EXTENSION_REQUEST) {
            // Of the others, those of plain values have no form.
            if values.is_next(SEQUENCE) || values.is_empty() {
                return Err(Failure::Refused(format!(
                    "the attribute {id} of a request is not read"
                )));
            }
            continue;
        }
        if !extensions.is_empty() {
            return Err(Failure::Refused("a request asks for extensions twice".to_owned()));
        }
        let mut list = values.sequence().filter(|_| values.is_empty()).ok_or_else(malformed)?;
        let mut parts = Vec::new();
        while !list.is_empty() {
            let extension = list.sequence().ok_or_else(malformed)?;
            parts.push(show_part(extension).ok_or_else(malformed)?);
            let extension = Extension::read(extension).ok_or_else(malformed)?;
            if extensions.iter().any(|other: &Extension| other.id == extension.id) {
                return Err(malformed());
            }
            extensions.push(extension);
        }
        let parts: Vec<Value> = vec![parts.into()];
        shown.push(json::object([("Type", json::id(&id)), ("Value", parts.into())]));
    }
    Ok((shown, extensions))
}

/// An extension as if it were an attribute: its second field counts, which is not always its value.
fn show_part(mut extension: Der<'_>) -> Option<Value> {
    let id = extension.oid()?;
    let value = extension.element()?;
    let shown = match value.tag {
        OCTET_STRING => json::bytes(value.content),
        BOOLEAN => (value.content == [0xff]).into(),
        _ => return None,
    };
    Some(json::object([("Type", json::id(&id)), ("Value", shown)]))
}

//! Keys that a policy trusts: a certificate or a public key in PEM, or a JSON Web Key or a set of them (RFC 7517).

use super::super::crypto::{
    RsaKey,
    public_key::{self, Curve, PublicKey},
};
use super::super::{Failure, encoding, pem, x509};
use num_bigint::BigUint;
use serde::{Deserialize, Deserializer};

/// No longer text is read for keys, nor are there more of them.
const MAX_TEXT: usize = 1 << 20;
const MAX_KEYS: usize = 64;

/// What verifies a signature.
#[derive(Debug)]
pub(super) enum Key {
    Public(PublicKey),
    Secret(Vec<u8>),
}

/// A key, and what it says of itself. What it does not say is empty.
#[derive(Debug)]
pub(super) struct VerificationKey {
    pub(super) key: Key,
    pub(super) id: String,
    pub(super) algorithm: String,
}

impl VerificationKey {
    pub(super) fn of(key: Key) -> Self {
        Self { key, id: String::new(), algorithm: String::new() }
    }
}

/// The keys in a text.
pub(super) fn read(text: &str) -> Result<Vec<VerificationKey>, Failure> {
    if text.len() > MAX_TEXT {
        return Err(Failure::Refused(format!(
            "the text of the keys has more than {MAX_TEXT} bytes"
        )));
    }
    let Some((block, rest)) = pem::next(text)? else { return read_json(text) };
    let key = match block.label {
        _ if !rest.is_empty() => {
            Err(Failure::Error("there is more than one block of PEM".to_owned()))
        }
        "CERTIFICATE" => x509::public_key(&block.bytes),
        "PUBLIC KEY" => PublicKey::of_info(&block.bytes)?.map(Some).ok_or_else(|| {
            Failure::Error("the algorithm of the public key is not known".to_owned())
        }),
        other => Err(Failure::Error(format!("a block `{other}` of PEM is no key to verify with"))),
    }?;
    Ok(key.map(|key| VerificationKey::of(Key::Public(key))).into_iter().collect())
}

/// A JSON Web Key: the fields that say what it is, and those that have to be of their type all the same.
#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "a field that nobody reads is one whose type is checked")]
struct JsonWebKey {
    kty: Option<String>,
    /// The only field that may be missing and not be null.
    #[serde(default, deserialize_with = "given")]
    alg: Option<String>,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
    k: Option<String>,
    /// What makes a key private.
    d: Option<String>,
    x5u: Option<String>,
    x5t: Option<String>,
    #[serde(rename = "x5t#S256")]
    x5t_s256: Option<String>,
    x5c: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct JsonWebKeySet {
    keys: Option<Vec<JsonWebKey>>,
}

fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(Some)
}

fn read_json(text: &str) -> Result<Vec<VerificationKey>, Failure> {
    let set: JsonWebKeySet = from_json(text)?;
    let keys = match set.keys {
        Some(keys) => keys,
        None => vec![from_json(text)?],
    };
    if keys.len() > MAX_KEYS {
        return Err(Failure::Refused(format!("there are more than {MAX_KEYS} keys")));
    }
    keys.iter().filter_map(|key| read_key(key).transpose()).collect()
}

/// Go overlooks what would be a mistake: fields that are there twice, and what follows the value.
fn from_json<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|error| {
        let message = format!("the text is neither PEM nor a JSON Web Key: {error}");
        let text = error.to_string();
        let overlooked = text.starts_with("duplicate field") || text.starts_with("trailing");
        if overlooked { Failure::Refused(message) } else { Failure::Error(message) }
    })
}

/// One key of a set, if it is for an algorithm that tokens are signed with.
fn read_key(json: &JsonWebKey) -> Result<Option<VerificationKey>, Failure> {
    if json.d.is_some() {
        return Err(Failure::Refused("a private key is not one to verify with".to_owned()));
    }
    check_certificates(json.x5c.as_deref().unwrap_or_default())?;
    let key = match json.kty.as_deref() {
        Some("RSA") => Key::Public(PublicKey::Rsa(read_rsa(json)?)),
        Some("EC") => Key::Public(read_ec(json)?),
        Some("OKP") => Key::Public(read_okp(json)?),
        Some("oct") => Key::Secret(bytes(json.k.as_ref())?),
        _ => return Err(malformed("its `kty` is not known")),
    };
    let algorithm = json.alg.clone().unwrap_or_default();
    Ok(is_for_tokens(json.alg.as_deref())?.then(|| VerificationKey {
        key,
        id: json.kid.clone().unwrap_or_default(),
        algorithm,
    }))
}

/// Whether an algorithm signs tokens. Those that nobody knows are refused.
fn is_for_tokens(algorithm: Option<&str>) -> Result<bool, Failure> {
    match algorithm {
        None
        | Some(
            "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" | "ES256" | "ES384" | "ES512"
            | "HS256" | "HS384" | "HS512" | "EdDSA",
        ) => Ok(true),
        Some(
            "ES256K" | "Ed25519" | "none" | "RSA1_5" | "RSA-OAEP" | "RSA-OAEP-256" | "RSA-OAEP-384"
            | "RSA-OAEP-512" | "A128KW" | "A192KW" | "A256KW" | "dir" | "ECDH-ES"
            | "ECDH-ES+A128KW" | "A128GCMKW" | "PBES2-HS256+A128KW" | "A128CBC-HS256" | "A128GCM"
            | "A256GCM",
        ) => Ok(false),
        Some(other) => Err(Failure::Refused(format!("a key is for the algorithm `{other}`"))),
    }
}

fn read_rsa(json: &JsonWebKey) -> Result<RsaKey, Failure> {
    let [modulus, exponent] = [bytes(json.n.as_ref())?, bytes(json.e.as_ref())?]
        .map(|bytes| BigUint::from_bytes_be(&bytes));
    if modulus.bits() == 0 || !exponent.bit(0) || exponent.bits() >= 64 {
        return Err(malformed("its `n` or `e` is none of RSA"));
    }
    public_key::bounded(&modulus)?;
    Ok(RsaKey { modulus, exponent })
}

fn read_ec(json: &JsonWebKey) -> Result<PublicKey, Failure> {
    let curve = match json.crv.as_deref() {
        Some("P-256") => Curve::P256,
        Some("P-384") => Curve::P384,
        Some("P-521") => Curve::P521,
        _ => return Err(malformed("its `crv` is not known")),
    };
    let (x, y) = (bytes(json.x.as_ref())?, bytes(json.y.as_ref())?);
    if x.len() != curve.size() || y.len() != curve.size() {
        return Err(malformed("its `x` or `y` is of the wrong length"));
    }
    PublicKey::on(curve, &[&[4], x.as_slice(), &y].concat())
        .ok_or_else(|| malformed("its point is not on the curve"))
}

fn read_okp(json: &JsonWebKey) -> Result<PublicKey, Failure> {
    let key = <[u8; 32]>::try_from(bytes(json.x.as_ref())?);
    let key = key.map_err(|_| malformed("its `x` is of the wrong length"))?;
    match json.crv.as_deref() {
        Some("Ed25519") => Ok(PublicKey::Ed25519(key)),
        Some("X25519") => Ok(PublicKey::X25519(key)),
        _ => Err(malformed("its `crv` is not known")),
    }
}

/// A key may bring certificates, which verify nothing here but have to be some.
fn check_certificates(certificates: &[String]) -> Result<(), Failure> {
    for certificate in certificates {
        let bytes = encoding::base64(certificate)?;
        x509::public_key(&bytes).map_err(|failure| Failure::Refused(failure.to_string()))?;
    }
    Ok(())
}

/// The bytes of a field, in either alphabet of base 64, padded or not.
fn bytes(field: Option<&String>) -> Result<Vec<u8>, Failure> {
    let text =
        field.filter(|text| !text.is_empty()).ok_or_else(|| malformed("a field is missing"))?;
    let text = text.replace(['\r', '\n'], "");
    if text.contains(['+', '/']) && !text.contains(['-', '_']) {
        return encoding::base64url(&text.replace('+', "-").replace('/', "_"));
    }
    encoding::base64url(&text)
}

fn malformed(why: &str) -> Failure {
    Failure::Error(format!("a JSON Web Key is malformed: {why}"))
}

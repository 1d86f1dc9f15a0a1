//! Private keys of PKCS #1, PKCS #8 and SEC 1, as Go's structs and as JSON Web Keys. A key of RSA whose numbers do not fit
//! each other is refused, and so are those of more than two primes.

use super::super::crypto::{
    RsaKey,
    public_key::{self, Curve, PublicKey},
};
use super::super::der::{Der, OCTET_STRING, OID, Oid, constructed};
use super::super::{Failure, Outcome, pem};
use super::{Armoured, json, unarmour};
use data_encoding::BASE64URL_NOPAD;
use num_bigint::BigUint;
use regorus::Value;

/// A key, with what its kind has beside the public one.
pub(super) enum PrivateKey {
    Rsa(Box<Rsa>),
    Ec { public: PublicKey, scalar: Vec<u8> },
    Ed25519 { seed: [u8; 32], public: [u8; 32] },
}

/// The numbers of a key of RSA, in the order of PKCS #1.
pub(super) struct Rsa {
    public: RsaKey,
    exponent: BigUint,
    primes: [BigUint; 2],
    exponents: [BigUint; 2],
    coefficient: BigUint,
}

fn malformed() -> Failure {
    Failure::Error("the private key is malformed".to_owned())
}

/// `null` of nothing, or a list of all keys in a text of PEM or the base 64 of one.
pub(super) fn parse_all(text: &str) -> Outcome {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let text = match super::encoding::base64(text) {
        Err(_) => text.to_owned(),
        Ok(bytes) => String::from_utf8(bytes)
            .map_err(|_| Failure::Refused("the PEM is not text in UTF-8".to_owned()))?,
    };
    let keys = read_all(&text)?;
    Ok(keys.iter().map(PrivateKey::json).collect::<Result<Vec<Value>, Failure>>()?.into())
}

/// The first key as a JSON Web Key, or `null`.
pub(super) fn as_json_web_key(text: &str) -> Outcome {
    if text.is_empty() {
        return Err(Failure::Error("there is no PEM".to_owned()));
    }
    let text = match unarmour(text)? {
        Armoured::Pem(text) => text,
        Armoured::Der(bytes) => String::from_utf8(bytes)
            .map_err(|_| Failure::Refused("the PEM is not text in UTF-8".to_owned()))?,
    };
    Ok(read_all(&text)?.first().map_or(Value::Null, PrivateKey::json_web_key))
}

/// The first key in a text of PEM, whatever its block is called.
pub(super) fn first(text: &str) -> Result<PrivateKey, Failure> {
    let mut rest = text;
    while let Some((block, after)) = pem::next(rest)? {
        if block.label == "PRIVATE KEY" || block.label.ends_with(" PRIVATE KEY") {
            return PrivateKey::of_any(&block.bytes);
        }
        rest = after;
    }
    Err(Failure::Error("there is no private key".to_owned()))
}

fn read_all(text: &str) -> Result<Vec<PrivateKey>, Failure> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some((block, after)) = pem::next(rest)? {
        match block.label {
            "RSA PRIVATE KEY" => keys.push(PrivateKey::of_rsa(&block.bytes)?),
            "PRIVATE KEY" => keys.push(PrivateKey::of_info(&block.bytes)?),
            "EC PRIVATE KEY" => keys.push(PrivateKey::of_ec(&block.bytes, None)?),
            _ => {}
        }
        rest = after;
    }
    Ok(keys)
}

impl PrivateKey {
    pub(super) fn of_any(bytes: &[u8]) -> Result<Self, Failure> {
        let mut result = Self::of_rsa(bytes);
        for read in [Self::of_info, |bytes: &[u8]| Self::of_ec(bytes, None)] {
            match result {
                Err(Failure::Error(_)) => result = read(bytes),
                other => return other,
            }
        }
        result
    }

    /// PKCS #8.
    pub(super) fn of_info(bytes: &[u8]) -> Result<Self, Failure> {
        let mut der = Der(bytes);
        let mut info = der.sequence().filter(|_| der.is_empty()).ok_or_else(malformed)?;
        info.integer().ok_or_else(malformed)?;
        let mut algorithm = info.sequence().ok_or_else(malformed)?;
        let oid = algorithm.oid().ok_or_else(malformed)?.to_string();
        let key = info.content(OCTET_STRING).ok_or_else(malformed)?;
        match oid.as_str() {
            "1.2.840.113549.1.1.1" => Self::of_rsa(key),
            "1.2.840.10045.2.1" => Self::of_ec(key, algorithm.oid()),
            "1.3.101.112" if algorithm.is_empty() => {
                let mut der = Der(key);
                let seed = der.content(OCTET_STRING).filter(|_| der.is_empty());
                let seed =
                    seed.and_then(|seed| <[u8; 32]>::try_from(seed).ok()).ok_or_else(malformed)?;
                let public =
                    ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key().to_bytes();
                Ok(Self::Ed25519 { seed, public })
            }
            "1.3.101.110" => {
                Err(Failure::Refused("private keys of X25519 are not read".to_owned()))
            }
            _ => Err(Failure::Error(format!("private keys of the algorithm {oid} are not known"))),
        }
    }

    /// PKCS #1.
    fn of_rsa(bytes: &[u8]) -> Result<Self, Failure> {
        let mut der = Der(bytes);
        let mut key = der.sequence().filter(|_| der.is_empty()).ok_or_else(malformed)?;
        let version = key.integer().ok_or_else(malformed)?;
        let mut number = || key.positive_integer().ok_or_else(malformed);
        let public = RsaKey { modulus: number()?, exponent: number()? };
        let rsa = Rsa {
            public,
            exponent: number()?,
            primes: [number()?, number()?],
            exponents: [number()?, number()?],
            coefficient: number()?,
        };
        public_key::bounded(&rsa.public.modulus)?;
        if version != 0.into() || !key.is_empty() || !rsa.is_consistent() {
            return Err(Failure::Refused(
                "the numbers of a private key of RSA do not fit".to_owned(),
            ));
        }
        Ok(Self::Rsa(Box::new(rsa)))
    }

    /// SEC 1, where the curve may be named outside.
    fn of_ec(bytes: &[u8], curve: Option<Oid>) -> Result<Self, Failure> {
        let mut der = Der(bytes);
        let mut key = der.sequence().filter(|_| der.is_empty()).ok_or_else(malformed)?;
        if key.integer() != Some(1.into()) {
            return Err(malformed());
        }
        let scalar = key.content(OCTET_STRING).ok_or_else(malformed)?;
        let inner = key.optional(constructed(0)).map_err(|_| malformed())?;
        let inner = inner.and_then(|inner| Der(inner).content(OID).and_then(Oid::read));
        let curve = Curve::of(&curve.or(inner).ok_or_else(malformed)?)?;
        if scalar.len() != curve.size() {
            return Err(Failure::Refused("a private key is not as long as its curve".to_owned()));
        }
        let public = PublicKey::of_scalar(curve, scalar).ok_or_else(malformed)?;
        Ok(Self::Ec { public, scalar: scalar.to_vec() })
    }

    pub(super) fn public(&self) -> PublicKey {
        match self {
            Self::Rsa(rsa) => PublicKey::Rsa(rsa.public.clone()),
            Self::Ec { public, .. } => public.clone(),
            Self::Ed25519 { public, .. } => PublicKey::Ed25519(*public),
        }
    }

    pub(super) fn json(&self) -> Outcome {
        let mut value = json::public_key(Some(&self.public()))?;
        let scalar = match self {
            Self::Ed25519 { seed, public } => return Ok(json::bytes(&[*seed, *public].concat())),
            Self::Ec { scalar, .. } => BigUint::from_bytes_be(scalar),
            Self::Rsa(rsa) => json::representable(&rsa.exponent)?,
        };
        let fields = value.as_object_mut().expect("keys of RSA and ECDSA are objects");
        fields.insert("D".into(), json::integer(&scalar));
        if let Self::Rsa(rsa) = self {
            for number in rsa.primes.iter().chain(&rsa.exponents).chain([&rsa.coefficient]) {
                json::representable(number)?;
            }
            let precomputed = json::object([
                ("CRTValues", Value::new_array()),
                ("Dp", json::integer(&rsa.exponents[0])),
                ("Dq", json::integer(&rsa.exponents[1])),
                ("Qinv", json::integer(&rsa.coefficient)),
            ]);
            fields.insert("Precomputed".into(), precomputed);
            let primes: Vec<Value> = rsa.primes.iter().map(json::integer).collect();
            fields.insert("Primes".into(), primes.into());
        }
        Ok(value)
    }

    fn json_web_key(&self) -> Value {
        let text = |bytes: &[u8]| Value::from(BASE64URL_NOPAD.encode(bytes));
        match self {
            Self::Rsa(rsa) => {
                let number = |number: &BigUint| text(&number.to_bytes_be());
                json::object([
                    ("d", number(&rsa.exponent)),
                    ("dp", number(&rsa.exponents[0])),
                    ("dq", number(&rsa.exponents[1])),
                    ("e", number(&rsa.public.exponent)),
                    ("kty", "RSA".into()),
                    ("n", number(&rsa.public.modulus)),
                    ("p", number(&rsa.primes[0])),
                    ("q", number(&rsa.primes[1])),
                    ("qi", number(&rsa.coefficient)),
                ])
            }
            Self::Ec { public, scalar } => {
                let (curve, point) = public.point().expect("keys on curves have a point");
                let (x, y) = point[1..].split_at(curve.size());
                let name = match curve {
                    Curve::P256 => "P-256",
                    Curve::P384 => "P-384",
                    Curve::P521 => "P-521",
                };
                json::object([
                    ("crv", name.into()),
                    ("d", text(scalar)),
                    ("kty", "EC".into()),
                    ("x", text(x)),
                    ("y", text(y)),
                ])
            }
            Self::Ed25519 { seed, public } => json::object([
                ("crv", "Ed25519".into()),
                ("d", text(seed)),
                ("kty", "OKP".into()),
                ("x", text(public)),
            ]),
        }
    }
}

impl Rsa {
    /// Whether all numbers are those that the primes and the public exponent make.
    fn is_consistent(&self) -> bool {
        let one = BigUint::from(1_u8);
        let [p, q] = &self.primes;
        let fits = |prime: &BigUint, exponent: &BigUint| {
            let order = prime - &one;
            *prime > one
                && exponent == &(&self.exponent % &order)
                && (exponent * &self.public.exponent) % &order == one
        };
        p * q == self.public.modulus
            && fits(p, &self.exponents[0])
            && fits(q, &self.exponents[1])
            && self.coefficient < *p
            && (&self.coefficient * q) % p == one
    }
}

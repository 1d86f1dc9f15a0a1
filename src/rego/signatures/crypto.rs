//! Digests, certificates, keys and tokens.

use super::{ANY, BOOL, NUMBER, STRING, Signature, array, object, signature, tuple};
use crate::rego::types::Type;

fn claims() -> Type {
    object(ANY, ANY)
}

fn options() -> Type {
    object(STRING, ANY)
}

const WHY_NOT_SIGN: &str = "a policy judges signatures, it makes none";
const INSTEAD_OF_SIGNING: &str =
    "sign in a step of the pipeline, and give what it signed as evidence";

pub(super) static TABLE: &[Signature] = &[
    signature!("crypto.hmac.equal", [STRING, STRING] => BOOL),
    signature!("crypto.hmac.md5", [STRING, STRING] => STRING),
    signature!("crypto.hmac.sha1", [STRING, STRING] => STRING),
    signature!("crypto.hmac.sha256", [STRING, STRING] => STRING),
    signature!("crypto.hmac.sha512", [STRING, STRING] => STRING),
    signature!("crypto.md5", [STRING] => STRING),
    signature!("crypto.parse_private_keys", [STRING] => array(options())),
    signature!("crypto.sha1", [STRING] => STRING),
    signature!("crypto.sha256", [STRING] => STRING),
    signature!("crypto.x509.parse_and_verify_certificates", [STRING] => tuple([BOOL, array(options())])),
    signature!(
        "crypto.x509.parse_and_verify_certificates_with_options",
        [STRING, options()] => tuple([BOOL, array(options())])
    ),
    signature!("crypto.x509.parse_certificate_request", [STRING] => options()),
    signature!("crypto.x509.parse_certificates", [STRING] => array(options())),
    signature!("crypto.x509.parse_keypair", [STRING, STRING] => options()),
    signature!("crypto.x509.parse_rsa_private_key", [STRING] => options()),
    signature!("io.jwt.decode", [STRING] => tuple([claims(), claims(), STRING])),
    signature!("io.jwt.decode_verify", [STRING, options()] => tuple([BOOL, claims(), claims()]))
        .nondeterministic(),
    signature!("io.jwt.encode_sign", [options(), options(), options()] => STRING)
        .nondeterministic()
        .refused(WHY_NOT_SIGN, INSTEAD_OF_SIGNING),
    signature!("io.jwt.encode_sign_raw", [STRING, STRING, STRING] => STRING)
        .nondeterministic()
        .refused(WHY_NOT_SIGN, INSTEAD_OF_SIGNING),
    signature!("io.jwt.verify_eddsa", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_es256", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_es384", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_es512", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_hs256", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_hs384", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_hs512", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_ps256", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_ps384", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_ps512", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_rs256", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_rs384", [STRING, STRING] => BOOL),
    signature!("io.jwt.verify_rs512", [STRING, STRING] => BOOL),
    signature!("providers.aws.sign_req", [options(), options(), NUMBER] => claims())
        .refused(WHY_NOT_SIGN, INSTEAD_OF_SIGNING),
];

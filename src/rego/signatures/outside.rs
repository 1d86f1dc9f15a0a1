//! The network, the machine, and addresses on it.

use super::{ANY, BOOL, STRING, Signature, array, either, object, set, signature, tuple};
use crate::rego::types::Type;

/// Addresses in any form that `net.cidr_contains_matches` takes.
fn addresses() -> Type {
    let item = || either([STRING, array(ANY)]);
    either([STRING, array(item()), object(STRING, item()), set(item())])
}

const WHY_NO_NETWORK: &str = "a policy does not reach the network: what answered would decide, and nobody could check it later";
const INSTEAD_OF_NETWORK: &str =
    "fetch it in a step of the pipeline, give it as evidence, and read it in `input`";

pub(super) static TABLE: &[Signature] = &[
    signature!("http.send", [object(STRING, ANY)] => object(ANY, ANY))
        .nondeterministic()
        .refused(WHY_NO_NETWORK, INSTEAD_OF_NETWORK),
    signature!("net.cidr_contains", [STRING, STRING] => BOOL),
    signature!("net.cidr_contains_matches", [addresses(), addresses()] => set(tuple([ANY, ANY]))),
    signature!("net.cidr_expand", [STRING] => set(STRING)),
    signature!("net.cidr_intersects", [STRING, STRING] => BOOL),
    signature!("net.cidr_is_valid", [STRING] => BOOL),
    signature!("net.cidr_merge", [either([array(STRING), set(STRING)])] => set(STRING)),
    signature!("net.cidr_overlap", [STRING, STRING] => BOOL).deprecated(),
    signature!("net.lookup_ip_addr", [STRING] => set(STRING))
        .nondeterministic()
        .refused(WHY_NO_NETWORK, INSTEAD_OF_NETWORK),
    signature!("opa.runtime", [] => object(STRING, ANY)).nondeterministic().refused(
        "a verdict does not depend on the machine that it is made on",
        "put what the policy has to know into `params`, and read it in `data.params`",
    ),
    signature!("uuid.parse", [STRING] => object(STRING, ANY)),
    signature!("uuid.rfc4122", [STRING] => STRING).nondeterministic().refused(
        "a verdict does not depend on chance",
        "use a name that the evidence has, such as the digest of the subject",
    ),
];

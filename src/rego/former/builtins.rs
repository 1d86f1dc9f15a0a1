//! The functions that policies may call: those that give here what they give under OPA. Everything else is refused at
//! load, because the engine would find out only when a rule's body comes to the call.

/// A function and the number of its arguments.
pub(super) const BUILTINS: &[(&str, usize)] = &[
    ("abs", 1),
    ("array.concat", 2),
    ("array.reverse", 1),
    ("array.slice", 3),
    ("base64.decode", 1),
    ("base64.encode", 1),
    ("base64.is_valid", 1),
    ("base64url.decode", 1),
    ("base64url.encode", 1),
    ("base64url.encode_no_pad", 1),
    ("bits.and", 2),
    ("bits.negate", 1),
    ("bits.or", 2),
    ("bits.xor", 2),
    ("ceil", 1),
    ("concat", 2),
    ("contains", 2),
    ("count", 1),
    ("endswith", 2),
    ("floor", 1),
    ("format_int", 2),
    ("glob.match", 3),
    ("glob.quote_meta", 1),
    ("graph.reachable", 2),
    ("graph.reachable_paths", 2),
    ("hex.decode", 1),
    ("hex.encode", 1),
    ("indexof", 2),
    ("indexof_n", 2),
    ("intersection", 1),
    ("is_array", 1),
    ("is_boolean", 1),
    ("is_null", 1),
    ("is_number", 1),
    ("is_object", 1),
    ("is_set", 1),
    ("is_string", 1),
    ("json.is_valid", 1),
    ("json.marshal", 1),
    ("json.unmarshal", 1),
    ("lower", 1),
    ("max", 1),
    ("min", 1),
    ("net.cidr_contains", 2),
    ("net.cidr_is_valid", 1),
    ("numbers.range", 2),
    ("numbers.range_step", 3),
    ("object.filter", 2),
    ("object.get", 3),
    ("object.keys", 1),
    ("object.remove", 2),
    ("object.subset", 2),
    ("object.union", 2),
    ("object.union_n", 1),
    ("regex.find_n", 3),
    ("regex.is_valid", 1),
    ("regex.match", 2),
    ("regex.replace", 3),
    ("regex.split", 2),
    ("rego.metadata.chain", 0),
    ("rego.metadata.rule", 0),
    ("replace", 3),
    ("round", 1),
    ("semver.compare", 2),
    ("semver.is_valid", 1),
    ("set", 0),
    ("sort", 1),
    ("split", 2),
    ("sprintf", 2),
    ("startswith", 2),
    ("strings.any_prefix_match", 2),
    ("strings.any_suffix_match", 2),
    ("strings.count", 2),
    ("strings.replace_n", 2),
    ("strings.reverse", 1),
    ("substring", 3),
    ("sum", 1),
    ("time.add_date", 4),
    ("time.clock", 1),
    ("time.date", 1),
    ("time.diff", 2),
    ("time.format", 1),
    ("time.now_ns", 0),
    ("time.parse_duration_ns", 1),
    ("time.parse_ns", 2),
    ("time.parse_rfc3339_ns", 1),
    ("time.weekday", 1),
    ("to_number", 1),
    ("trim", 2),
    ("trim_left", 2),
    ("trim_prefix", 2),
    ("trim_right", 2),
    ("trim_space", 1),
    ("trim_suffix", 2),
    ("type_name", 1),
    ("union", 1),
    ("upper", 1),
    ("walk", 2),
];

/// The number of arguments of the builtin with this name.
pub(super) fn arity(name: &str) -> Option<usize> {
    let index = BUILTINS.binary_search_by_key(&name, |(name, _)| name).ok()?;
    Some(BUILTINS[index].1)
}

/// Why a function that OPA has is not available, and what to do instead.
pub(super) fn refusal(name: &str) -> Option<&'static str> {
    Some(match name {
        "http.send" | "net.lookup_ip_addr" | "providers.aws.sign_req" => {
            "a verdict reads nothing but the evidence it is given: gather it before the gate, and read it from `input`"
        }
        "opa.runtime" => {
            "a verdict does not depend on the environment: declare a parameter, and read it from `data.params`"
        }
        "rand.intn" | "uuid.rfc4122" => "a verdict is the same each time: there is no randomness",
        "print" | "trace" => "nothing reads it here: remove it, or move it into a test",
        "json.remove" | "json.filter" => {
            "write `object.remove` or `object.filter`, or build the object that is meant"
        }
        "bits.lsh" | "bits.rsh" | "product" | "units.parse" | "units.parse_bytes" => {
            "a number out of evidence could keep it busy for ever: compare numbers that the evidence states"
        }
        "net.cidr_expand" => "use `net.cidr_contains`",
        "any" => "write `true in collection`",
        "all" => "write `every x in collection { x }`",
        "re_match" => "write `regex.match`",
        "json.match_schema" | "json.verify_schema" => {
            "evidence has one shape, which is checked before policies see it"
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builtins_are_sorted_so_that_they_can_be_searched() {
        assert!(BUILTINS.is_sorted_by_key(|(name, _)| name));
        assert_eq!(arity("walk"), Some(2));
        assert_eq!(arity("opa.runtime"), None);
    }
}

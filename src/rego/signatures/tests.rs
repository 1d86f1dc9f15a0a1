use super::{ALL, Standing, all, find};
use insta::assert_snapshot;

#[test]
fn every_builtin_of_opa_is_there_once() {
    let mut names: Vec<_> = all().map(|signature| signature.name).collect();
    assert_eq!(names.len(), 206);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 206);
}

#[test]
fn tables_are_sorted_so_that_a_name_is_found_by_eye() {
    for table in ALL {
        assert!(table.is_sorted_by_key(|signature| signature.name), "{}", table[0].name);
    }
}

#[test]
fn a_builtin_is_found_by_its_name_only() {
    assert_eq!(find("strings.replace_n").map(|found| found.name), Some("strings.replace_n"));
    assert!(find("strings").is_none());
}

#[test]
fn nothing_that_reaches_outside_is_here() {
    let refused: Vec<_> = all()
        .filter(|signature| signature.standing != Standing::Same)
        .map(|signature| signature.name)
        .collect();
    assert_snapshot!(textwrap::fill(&refused.join(" "), 110), @"
    io.jwt.encode_sign io.jwt.encode_sign_raw providers.aws.sign_req graphql.is_valid graphql.parse
    graphql.parse_and_verify graphql.parse_query graphql.parse_schema graphql.schema_is_valid rand.intn http.send
    net.lookup_ip_addr opa.runtime uuid.rfc4122 rego.parse_module
    ");
}

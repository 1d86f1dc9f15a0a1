use super::super::oracle::check;

#[test]
fn finds_addresses_and_networks_in_networks() {
    check(&[
        ("net.cidr_contains", r#"["10.0.0.0/8","10.1.2.3"]"#, "true"),
        ("net.cidr_contains", r#"["10.0.0.0/8","11.1.2.3"]"#, "false"),
        ("net.cidr_contains", r#"["10.0.0.0/8","10.1.0.0/16"]"#, "true"),
        ("net.cidr_contains", r#"["10.0.0.0/16","10.0.0.0/8"]"#, "false"),
        ("net.cidr_contains", r#"["2001:db8::/32","2001:db8::1"]"#, "true"),
        ("net.cidr_contains", r#"["::/0","10.0.0.1"]"#, "false"),
        ("net.cidr_contains", r#"["::ffff:10.0.0.0/104","10.0.0.1"]"#, "true"),
        ("net.cidr_contains", r#"["::/0","::fffe:0:0/95"]"#, "false"),
        ("net.cidr_contains", r#"["10.0.0.5/8","10.0.0.0/08"]"#, "true"),
        ("net.cidr_contains", r#"["10.0.0.0/8","010.0.0.1"]"#, "error"),
        ("net.cidr_contains", r#"["10.0.0.0/8","fe80::1%eth0"]"#, "error"),
        ("net.cidr_contains", r#"["10.0.0.0","10.0.0.1"]"#, "error"),
        ("net.cidr_contains", r#"["10.0.0.0/33","10.0.0.1"]"#, "error"),
        ("net.cidr_contains", r#"[1,"10.0.0.1"]"#, "error"),
        ("net.cidr_overlap", r#"["10.0.0.0/8","10.1.2.3"]"#, "true"),
    ]);
}

#[test]
fn tells_whether_networks_share_addresses() {
    check(&[
        ("net.cidr_intersects", r#"["10.0.0.0/8","10.1.0.0/16"]"#, "true"),
        ("net.cidr_intersects", r#"["10.1.0.0/16","10.0.0.0/8"]"#, "true"),
        ("net.cidr_intersects", r#"["10.0.0.0/8","11.0.0.0/8"]"#, "false"),
        ("net.cidr_intersects", r#"["::/0","10.0.0.0/8"]"#, "false"),
        ("net.cidr_intersects", r#"["10.0.0.0/8","10.0.0.1"]"#, "error"),
    ]);
}

#[test]
fn knows_what_is_a_network() {
    check(&[
        ("net.cidr_is_valid", r#"["10.0.0.0/8"]"#, "true"),
        ("net.cidr_is_valid", r#"["::/128"]"#, "true"),
        ("net.cidr_is_valid", r#"["10.0.0.0"]"#, "false"),
        ("net.cidr_is_valid", r#"["::/129"]"#, "false"),
        ("net.cidr_is_valid", r#"["1.2.3.4/-1"]"#, "false"),
        ("net.cidr_is_valid", r#"["1.2.3.4/"]"#, "false"),
        ("net.cidr_is_valid", r#"["/8"]"#, "false"),
        ("net.cidr_is_valid", r#"["1.2.3.4/99999999999"]"#, "false"),
        ("net.cidr_is_valid", "[1]", "false"),
        ("net.cidr_is_valid", "[null]", "false"),
    ]);
}

#[test]
fn expands_only_networks_that_are_small() {
    check(&[
        (
            "net.cidr_expand",
            r#"["10.0.0.1/30"]"#,
            r#"["10.0.0.0","10.0.0.1","10.0.0.2","10.0.0.3"]"#,
        ),
        (
            "net.cidr_expand",
            r#"["255.255.255.254/31"]"#,
            r#"["255.255.255.254","255.255.255.255"]"#,
        ),
        ("net.cidr_expand", r#"["::ffff:10.0.0.0/127"]"#, r#"["10.0.0.0","10.0.0.1"]"#),
        ("net.cidr_expand", r#"["1:0:0:2::3/127"]"#, r#"["1:0:0:2::2","1:0:0:2::3"]"#),
        (
            "net.cidr_expand",
            r#"["ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127"]"#,
            r#"["ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe","ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]"#,
        ),
        ("net.cidr_expand", r#"["10.0.0.0/33"]"#, "error"),
    ]);
}

#[test]
fn matches_each_network_with_each_address_that_it_has() {
    check(&[
        (
            "net.cidr_contains_matches",
            r#"["10.0.0.0/8","10.1.2.3"]"#,
            r#"[["10.0.0.0/8","10.1.2.3"]]"#,
        ),
        (
            "net.cidr_contains_matches",
            r#"[["10.0.0.0/8",["11.0.0.0/8","n"]],{"a":"10.1.2.3","b":["11.0.0.0/16"]}]"#,
            r#"[[0,"a"],[1,"b"]]"#,
        ),
        ("net.cidr_contains_matches", r#"[["x"],[]]"#, "[]"),
        ("net.cidr_contains_matches", r#"[[],["x"]]"#, "[]"),
        ("net.cidr_contains_matches", r#"[["x"],["10.0.0.0"]]"#, "error"),
        ("net.cidr_contains_matches", r#"[1,"10.0.0.0"]"#, "[]"),
        ("net.cidr_contains_matches", "[[1],[]]", "error"),
        ("net.cidr_contains_matches", r#"[[[]],["10.0.0.0"]]"#, "error"),
        ("net.cidr_contains_matches", r#"["10.0.0.0/8",[1]]"#, "error"),
        ("net.cidr_contains_matches", r#"[[[1]],["10.0.0.0"]]"#, "error"),
    ]);
}

#[test]
fn merges_networks_that_touch() {
    check(&[
        ("net.cidr_merge", r#"[["192.0.128.0/24","192.0.129.0/24"]]"#, r#"["192.0.128.0/23"]"#),
        (
            "net.cidr_merge",
            r#"[["192.0.129.0/24","192.0.130.0/24"]]"#,
            r#"["192.0.129.0/24","192.0.130.0/24"]"#,
        ),
        (
            "net.cidr_merge",
            r#"[["10.0.0.1/32","10.0.0.2/32","10.0.0.3/32"]]"#,
            r#"["10.0.0.1/32","10.0.0.2/31"]"#,
        ),
        ("net.cidr_merge", r#"[["10.0.0.0/8","10.1.0.0/16","11.0.0.0/8"]]"#, r#"["10.0.0.0/7"]"#),
        (
            "net.cidr_merge",
            r#"[["2001:db8::/33","2001:db8:8000::/33","10.0.0.0/8"]]"#,
            r#"["10.0.0.0/8","2001:db8::/32"]"#,
        ),
        ("net.cidr_merge", r#"[["0.0.0.0/1","128.0.0.0/1"]]"#, r#"["0.0.0.0/0"]"#),
        ("net.cidr_merge", r#"[["10.1.2.3"]]"#, r#"["10.1.2.3/8"]"#),
        ("net.cidr_merge", r#"[["200.1.2.3","150.1.2.3"]]"#, r#"["150.1.2.3/16","200.1.2.3/24"]"#),
        ("net.cidr_merge", r#"[["10.1.2.3","10.0.0.0/9"]]"#, r#"["10.0.0.0/8"]"#),
        ("net.cidr_merge", r#"[["2001:db8::1"]]"#, "error"),
        ("net.cidr_merge", r#"[["x"]]"#, "error"),
        ("net.cidr_merge", "[[1]]", "error"),
        ("net.cidr_merge", "[[]]", "[]"),
        ("net.cidr_merge", r#"["x"]"#, "error"),
        ("net.cidr_merge", r#"[["::ffff:10.0.0.0/104"]]"#, r#"["10.0.0.0/8"]"#),
        ("net.cidr_merge", r#"[["::ffff:10.0.0.0/104","10.0.0.0/8"]]"#, "refused"),
        ("net.cidr_merge", r#"[["1::/17","1:8000::/17"]]"#, "refused"),
    ]);
}

#[test]
fn refuses_what_would_be_too_much() {
    check(&[
        ("net.cidr_expand", r#"["10.0.0.0/8"]"#, "refused"),
        ("net.cidr_expand", r#"["::/0"]"#, "refused"),
    ]);
}

use super::super::oracle::check;

#[test]
fn tells_what_a_uuid_says_of_itself() {
    check(&[
        (
            "uuid.parse",
            r#"["6ba7b810-9dad-11d1-80b4-00c04fd430c8"]"#,
            r#"{"clocksequence":180,"macvariables":"global:unicast","nodeid":"00-c0-4f-d4-30-c8","time":886630433151182400,"variant":"RFC4122","version":1}"#,
        ),
        (
            "uuid.parse",
            r#"["{6BA7B810-9DAD-11D1-80B4-00C04FD430C8}"]"#,
            r#"{"clocksequence":180,"macvariables":"global:unicast","nodeid":"00-c0-4f-d4-30-c8","time":886630433151182400,"variant":"RFC4122","version":1}"#,
        ),
        (
            "uuid.parse",
            r#"["URN:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"]"#,
            r#"{"clocksequence":180,"macvariables":"global:unicast","nodeid":"00-c0-4f-d4-30-c8","time":886630433151182400,"variant":"RFC4122","version":1}"#,
        ),
        (
            "uuid.parse",
            r#"["6ba7b8109dad11d180b400c04fd430c8"]"#,
            r#"{"clocksequence":180,"macvariables":"global:unicast","nodeid":"00-c0-4f-d4-30-c8","time":886630433151182400,"variant":"RFC4122","version":1}"#,
        ),
        (
            "uuid.parse",
            r#"["000003e8-48b9-21ee-b200-325096b39f47"]"#,
            r#"{"clocksequence":12800,"domain":"Person","id":1000,"macvariables":"local:unicast","nodeid":"32-50-96-b3-9f-47","time":1693566990121469600,"variant":"RFC4122","version":2}"#,
        ),
        (
            "uuid.parse",
            r#"["000003e8-48b9-21ee-b2ff-315096b39f47"]"#,
            r#"{"clocksequence":13055,"domain":"Domain255","id":1000,"macvariables":"global:multicast","nodeid":"31-50-96-b3-9f-47","time":1693566990121469600,"variant":"RFC4122","version":2}"#,
        ),
        (
            "uuid.parse",
            r#"["a3bb189e-8bf9-3888-9912-ace4e6543002"]"#,
            r#"{"variant":"RFC4122","version":3}"#,
        ),
        (
            "uuid.parse",
            r#"["16fd2706-8baf-433b-82eb-8c7fada847da"]"#,
            r#"{"variant":"RFC4122","version":4}"#,
        ),
        (
            "uuid.parse",
            r#"["886313e1-3b8a-5372-9b90-0c9aee199e5d"]"#,
            r#"{"variant":"RFC4122","version":5}"#,
        ),
        (
            "uuid.parse",
            r#"["1ec9414c-232a-6b00-b3c8-9e6bdeced846"]"#,
            r#"{"variant":"RFC4122","version":6}"#,
        ),
        (
            "uuid.parse",
            r#"["017f22e2-79b0-7cc3-98c4-dc0c0c07398f"]"#,
            r#"{"variant":"RFC4122","version":7}"#,
        ),
        (
            "uuid.parse",
            r#"["00000000-0000-0000-0000-000000000000"]"#,
            r#"{"variant":"Reserved","version":0}"#,
        ),
        (
            "uuid.parse",
            r#"["ffffffff-ffff-ffff-ffff-ffffffffffff"]"#,
            r#"{"variant":"Future","version":15}"#,
        ),
        (
            "uuid.parse",
            r#"["ffffffff-ffff-1fff-bfff-ffffffffffff"]"#,
            r#"{"clocksequence":16383,"macvariables":"local:multicast","nodeid":"ff-ff-ff-ff-ff-ff","time":-7607606781572612196,"variant":"RFC4122","version":1}"#,
        ),
        (
            "uuid.parse",
            r#"["00000000-0000-1000-8000-000000000000"]"#,
            r#"{"clocksequence":0,"macvariables":"global:unicast","nodeid":"00-00-00-00-00-00","time":6227451273709551616,"variant":"RFC4122","version":1}"#,
        ),
        (
            "uuid.parse",
            r#"["6ba7b810-9dad-11d1-c0b4-00c04fd430c8"]"#,
            r#"{"clocksequence":180,"macvariables":"global:unicast","nodeid":"00-c0-4f-d4-30-c8","time":886630433151182400,"variant":"Microsoft","version":1}"#,
        ),
    ]);
}

#[test]
fn gives_nothing_for_what_is_no_uuid() {
    check(&[
        ("uuid.parse", r#"[""]"#, "undefined"),
        ("uuid.parse", r#"["x"]"#, "undefined"),
        ("uuid.parse", r#"["6ba7b810x9dad-11d1-80b4-00c04fd430c8"]"#, "undefined"),
        ("uuid.parse", r#"["gggggggggggggggggggggggggggggggg"]"#, "undefined"),
        ("uuid.parse", r#"["6ba7b810-9dad-11d1-80b4-00c04fd430c"]"#, "undefined"),
        ("uuid.parse", "[1]", "error"),
    ]);
}

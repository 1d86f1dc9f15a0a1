use super::*;
use crate::evidence::sboms::{Dependencies, Sbom};
use crate::evidence::vulnerabilities::{FixState, State, Vulnerability};
use crate::evidence::{Severity, SuppressionKind};
use crate::formats::read;

/// A JSON document with some members.
fn json(members: &str) -> Statement {
    let text = format!(r#"{{"bomFormat":"CycloneDX","specVersion":"1.6",{members}}}"#);
    read_text(&text)
}

/// An XML document with some elements, and attributes on its root.
fn xml(attributes: &str, elements: &str) -> Statement {
    let namespace = r#"xmlns="http://cyclonedx.org/schema/bom/1.6""#;
    read_text(&format!("<bom {namespace} {attributes}>{elements}</bom>"))
}

fn read_text(text: &str) -> Statement {
    let (format, statement) = read(text.as_bytes(), None, Limits::DEFAULT);
    assert!(format.is_none_or(|format| format.name == "cyclonedx"));
    statement
}

fn sbom(statement: &Statement) -> &Sbom {
    let found = statement.records.iter().find_map(|records| match records {
        Records::Sbom(sbom) => Some(sbom),
        _ => None,
    });
    found.unwrap()
}

fn vulnerabilities(statement: &Statement) -> &[Vulnerability] {
    let found = statement.records.iter().find_map(|records| match records {
        Records::Vulnerabilities(all) => Some(&all.findings),
        _ => None,
    });
    found.map_or(&[], Vec::as_slice)
}

fn names(statement: &Statement) -> Vec<&str> {
    sbom(statement).components.iter().map(|component| component.name.as_str()).collect()
}

fn problems(statement: &Statement) -> Vec<(ProblemKind, &str)> {
    statement.problems.iter().map(|p| (p.kind, p.message.as_str())).collect()
}

const LIBRARY: &str = r#""components":[{"type":"library","name":"a","bom-ref":"a"}]"#;

#[test]
fn another_bom_format_is_not_recognised() {
    for text in [
        r#"{"bomFormat":"AnotherFormat","specVersion":"1.6","components":[]}"#,
        r#"{"specVersion":"1.6","components":[]}"#,
        r#"<bom xmlns="http://example.org/bom/1.6"/>"#,
        r"<bom/>",
        r#"<components xmlns="http://cyclonedx.org/schema/bom/1.6"/>"#,
    ] {
        assert_eq!(problems(&read_text(text))[0].0, ProblemKind::Unrecognised, "{text}");
    }
}

#[test]
fn a_version_that_is_not_known_is_refused() {
    for version in [r#""specVersion":"1.8","#, r#""specVersion":"","#, ""] {
        let statement = read_text(&format!(r#"{{"bomFormat":"CycloneDX",{version}{LIBRARY}}}"#));
        assert_eq!(problems(&statement)[0].0, ProblemKind::Malformed, "{version}");
        assert!(statement.records.is_empty());
    }
    let text = r#"<bom xmlns="http://cyclonedx.org/schema/bom/2.0"/>"#;
    assert_eq!(
        problems(&read_text(text)),
        [(ProblemKind::Malformed, "version `2.0` of CycloneDX is not known: 1.7 is the latest")]
    );
}

#[test]
fn a_document_that_says_that_components_are_missing_is_partial() {
    let kinds = |composition: &str| {
        let statement = json(&format!(r#"{LIBRARY},"compositions":[{composition}]"#));
        problems(&statement).iter().map(|(kind, _)| *kind).collect::<Vec<_>>()
    };
    for partial in [
        r#"{"aggregate":"incomplete"}"#,
        r#"{"aggregate":"incomplete_third_party_only"}"#,
        r#"{"aggregate":"incomplete","assemblies":["a"],"vulnerabilities":["v"]}"#,
    ] {
        assert_eq!(kinds(partial), [ProblemKind::Partial], "{partial}");
    }
    for whole in [
        r#"{"aggregate":"complete"}"#,
        r#"{"aggregate":"unknown","assemblies":["a"]}"#,
        r#"{"aggregate":"incomplete","dependencies":["a"]}"#,
        r#"{"aggregate":"incomplete_first_party_only","vulnerabilities":["v"]}"#,
    ] {
        assert_eq!(kinds(whole), [], "{whole}");
    }
}

#[test]
fn a_document_without_a_component_is_empty() {
    for statement in [json(r#""components":[]"#), json(r#""components":null"#), xml("", "")] {
        assert_eq!(problems(&statement)[0].0, ProblemKind::Empty);
        assert!(statement.records.is_empty());
    }
    let services = json(r#""services":[{"name":"s"}]"#);
    assert_eq!(problems(&services)[0].0, ProblemKind::Empty);
}

#[test]
fn nested_components_are_components_also_those_of_the_primary() {
    let statement = json(
        r#""metadata":{"component":{"type":"application","name":"app",
             "components":[{"type":"library","name":"inner"}]}},
           "components":[{"type":"container","name":"image",
             "components":[{"type":"library","name":"deep","components":[{"type":"file","name":"deeper"}]}]}]"#,
    );
    assert_eq!(names(&statement), ["inner", "image", "deep", "deeper"]);
    let sbom = sbom(&statement);
    assert_eq!(sbom.primary.as_ref().unwrap().name, "app");
    let places = sbom.components.iter().map(|c| c.at.as_ref().unwrap().place.to_string());
    assert_eq!(
        places.collect::<Vec<_>>(),
        [
            "/metadata/component/components/0",
            "/components/0",
            "/components/0/components/0",
            "/components/0/components/0/components/0"
        ]
    );
}

#[test]
fn a_component_without_a_name_keeps_the_document_from_counting() {
    let statement = json(r#""components":[{"type":"library"},{"type":"library","name":""}]"#);
    assert_eq!(
        problems(&statement),
        [(ProblemKind::Malformed, "a component has no `name`: `library`, and 1 more")]
    );
}

#[test]
fn what_the_specification_forbids_is_noted() {
    let check = |members: &str, message: &str| {
        assert_eq!(problems(&json(members)), [(ProblemKind::Note, message)], "{members}");
    };
    let component = |members: &str| format!(r#""components":[{{"name":"a",{members}}}]"#);
    check(&component(r#""group":"g""#), "not a type of component: ``");
    check(&component(r#""type":"foo""#), "not a type of component: `foo`");
    let component = |members: &str| component(&format!(r#""type":"library",{members}"#));
    check(
        &component(r#""licenses":[{"license":{"id":"Apache-2"}}]"#),
        "a licence `id` is not on the SPDX list: `Apache-2`",
    );
    check(
        &component(r#""licenses":[{"license":{}}]"#),
        "a licence has no `id`, `name` or `expression`: `licenses`",
    );
    check(
        &component(r#""licenses":[{"expression":"MIT"},{"expression":"ISC"}]"#),
        "a licence is stated in several ways where one is allowed: `MIT`, and 1 more",
    );
    check(
        &component(r#""hashes":[{"alg":"SHA-256","content":"abcd"}]"#),
        "not an algorithm and a digest of its length; left out: `SHA-256`",
    );
    check(
        &component(r#""version":"1","versionRange":"vers:npm/*""#),
        "a component has both `version` and `versionRange`: `a`",
    );
    check(
        &format!(r#""serialNumber":"urn:uuid:3e671687-395b-41f5-a30f",{LIBRARY}"#),
        "`serialNumber` is not `urn:uuid:` and a UUID: `urn:uuid:3e671687-395b-41f5-a30f`",
    );
    check(
        &format!(r#""metadata":{{"timestamp":"2020-04-13"}},{LIBRARY}"#),
        "`timestamp` is not a date and time of RFC 3339: `2020-04-13`",
    );
}

#[test]
fn a_bare_date_is_no_time() {
    assert!(
        json(&format!(r#""metadata":{{"timestamp":"2020-04-13"}},{LIBRARY}"#)).made_at.is_none()
    );
}

#[test]
fn the_tool_is_the_first_of_a_list_or_of_an_object() {
    let tool = |tools: &str| {
        let statement = json(&format!(r#""metadata":{{"tools":{tools}}},{LIBRARY}"#));
        statement.tool.map(|tool| (tool.name, tool.version.unwrap_or_default()))
    };
    let syft = Some(("syft".to_owned(), "1.2".to_owned()));
    let named = r#"{"name":"syft","version":"1.2"}"#;
    assert_eq!(tool(&format!(r#"[{named},{{"name":"other"}}]"#)), syft);
    assert_eq!(tool(&format!(r#"{{"components":[{named}]}}"#)), syft);
    assert_eq!(tool(&format!(r#"{{"services":[{named}],"components":[]}}"#)), syft);
    assert_eq!(tool("null"), None);
}

#[test]
fn identity_is_a_purl_a_cpe_or_a_swid_tag() {
    let statement = json(
        r#""components":[{"type":"library","name":"a","purl":"pkg:npm/a@1"},
           {"type":"library","name":"b","cpe":"cpe:2.3:a:b:b:1"},
           {"type":"library","name":"c","swid":{"tagId":"c","name":"c"}},
           {"type":"library","name":"d","purl":"","version":""}]"#,
    );
    let summary = &sbom(&statement).summary;
    assert_eq!((summary.components, summary.without_identity, summary.without_version), (4, 1, 4));
    assert!(!sbom(&statement).ntia.unique_id);
}

#[test]
fn dependencies_are_complete_only_when_all_of_it_says_so() {
    let check = |members: &str, expected: Dependencies| {
        let statement = json(&format!("{LIBRARY}{members}"));
        assert_eq!(sbom(&statement).dependencies, expected, "{members}");
    };
    let graph = r#","dependencies":[{"ref":"a"}]"#;
    let with = |compositions: &str| format!(r#"{graph},"compositions":[{compositions}]"#);
    check("", Dependencies::Unknown);
    check(r#","dependencies":[]"#, Dependencies::Unknown);
    check(r#","compositions":[{"aggregate":"complete"}]"#, Dependencies::Unknown);
    check(graph, Dependencies::Stated);
    check(&with(r#"{"aggregate":"complete"}"#), Dependencies::Complete);
    check(&with(r#"{"aggregate":"complete","dependencies":["a"]}"#), Dependencies::Complete);
    check(&with(r#"{"aggregate":"complete","assemblies":["a"]}"#), Dependencies::Stated);
    check(&with(r#"{"aggregate":"unknown","dependencies":["a"]}"#), Dependencies::Stated);
    check(
        &with(r#"{"aggregate":"complete"},{"aggregate":"unknown","dependencies":["a"]}"#),
        Dependencies::Stated,
    );
    check(
        &with(r#"{"aggregate":"complete"},{"aggregate":"incomplete_first_party_only"}"#),
        Dependencies::Incomplete,
    );
    check(
        &with(r#"{"aggregate":"complete"},{"aggregate":"incomplete","vulnerabilities":["v"]}"#),
        Dependencies::Complete,
    );
    let hole = r#","dependencies":[{"ref":"a","dependsOn":["gone"]}]"#;
    check(&format!(r#"{hole},"compositions":[{{"aggregate":"complete"}}]"#), Dependencies::Stated);
}

#[test]
fn a_component_that_no_reference_reaches_is_not_covered() {
    let statement = json(
        r#""components":[{"type":"library","name":"a"}],"dependencies":[{"ref":"urn:cdx:x/1#a"}],
           "compositions":[{"aggregate":"complete","assemblies":["x"]}]"#,
    );
    assert_eq!(sbom(&statement).dependencies, Dependencies::Stated);
}

#[test]
fn ntia_elements_must_be_there_for_every_component() {
    let document = |supplier: &str| {
        json(&format!(
            r#""metadata":{{"timestamp":"2024-01-02T03:04:05Z","authors":[{{"name":"Ann"}}],
                 "supplier":{{"name":"Acme"}},"component":{{"type":"application","name":"app","version":"1"}}}},
               "components":[{{"type":"library","name":"a","version":"1","purl":"pkg:npm/a@1"{supplier}}}]"#
        ))
    };
    let ntia = sbom(&document(r#","publisher":"P""#)).ntia;
    assert!(ntia.supplier && ntia.name && ntia.version && ntia.unique_id);
    assert!(ntia.author && ntia.timestamp && !ntia.dependencies);
    assert!(!sbom(&document("")).ntia.supplier);
}

/// A vulnerability with some members, beside a component `a` and a vulnerability that is open.
fn vulnerable(members: &str) -> Statement {
    json(&format!(
        r#""serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
           "components":[{{"type":"library","name":"a","version":"1","bom-ref":"pkg:npm/a@1","purl":"pkg:npm/a@1"}}],
           "vulnerabilities":[{{"id":"CVE-1",{members}}},{{"id":"CVE-2"}}]"#
    ))
}

#[test]
fn only_the_words_of_the_specification_close_a_vulnerability() {
    let check = |word: &str, expected: State| {
        let members =
            format!(r#""analysis":{{"state":"{word}","justification":"j","detail":"d"}}"#);
        let statement = vulnerable(&members);
        let found = &vulnerabilities(&statement)[0];
        assert_eq!(found.state, expected, "{word}");
        let reason = found.suppression.as_ref().map(|s| (s.kind, s.justification.as_deref()));
        let vex = Some((SuppressionKind::Vex, Some("j: d")));
        assert_eq!(reason, if expected.is_open() { None } else { vex }, "{word}");
        reason.is_some()
    };
    assert!(!check("exploitable", State::Open));
    assert!(!check("in_triage", State::UnderInvestigation));
    assert!(check("not_affected", State::NotAffected));
    assert!(check("false_positive", State::FalsePositive));
    assert!(check("resolved", State::Fixed));
    assert!(check("resolved_with_pedigree", State::Fixed));
    assert!(!check("Not_Affected", State::Open));
    assert!(!check("", State::Open));
    assert_eq!(vulnerabilities(&vulnerable(r#""analysis":null"#))[0].state, State::Open);
}

#[test]
fn the_rating_of_the_own_source_decides_and_then_the_worst() {
    let check = |ratings: &str, severity: Severity, raw: &str| {
        let members = format!(r#""source":{{"name":"debian"}},"ratings":[{ratings}]"#);
        let statement = vulnerable(&members);
        let found = &vulnerabilities(&statement)[0];
        assert_eq!((found.severity, found.severity_raw.as_str()), (severity, raw), "{ratings}");
        assert_eq!(found.severity_id, severity.id());
    };
    let nvd = r#"{"source":{"name":"nvd"},"severity":"critical"}"#;
    let debian = r#"{"source":{"name":"debian"},"severity":"low"}"#;
    let own = r#"{"severity":"medium"},{"severity":"high"}"#;
    let other = r#"{"source":{"name":"other"},"severity":"low"}"#;
    check(&format!("{nvd},{debian},{own}"), Severity::Low, "low");
    check(&format!("{nvd},{own}"), Severity::High, "high");
    check(&format!("{other},{nvd}"), Severity::Critical, "critical");
    check(r#"{"severity":"unknown"},{"score":7.5,"method":"CVSSv31"}"#, Severity::High, "");
    check(r#"{"score":10,"method":"CVSSv2"}"#, Severity::High, "");
    check(r#"{"score":10,"method":"OWASP"}"#, Severity::Unknown, "");
    check("", Severity::Unknown, "");
}

#[test]
fn cvss_ratings_keep_version_vector_score_and_source() {
    let statement = vulnerable(
        r#""ratings":[{"score":9.8,"method":"CVSSv3","vector":"AV:N"},
           {"score":9.1,"method":"other","vector":"CVSS:4.0/AV:N","source":{"name":"x"}},
           {"score":1,"method":"SSVC"}]"#,
    );
    let cvss = &vulnerabilities(&statement)[0].cvss;
    let versions: Vec<_> = cvss.iter().map(|cvss| cvss.version.as_deref().unwrap()).collect();
    assert_eq!(versions, ["3.0", "4.0"]);
    assert_eq!((cvss[1].score, cvss[1].source.as_deref()), (Some(9.1), Some("x")));
}

#[test]
fn one_record_for_each_component_that_is_affected() {
    let check = |affects: &str, expected: &[(&str, Option<&str>)]| {
        let statement = vulnerable(&format!(r#""affects":[{affects}]"#));
        let (_, found) = vulnerabilities(&statement).split_last().unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|v| (v.component.name.as_str(), v.component.purl.as_deref()))
            .collect();
        assert_eq!(found, expected, "{affects}");
        statement.problems.len()
    };
    let a = ("a", Some("pkg:npm/a@1"));
    assert_eq!(check("", &[("", None)]), 0);
    assert_eq!(check(r#"{"ref":"pkg:npm/a@1"},{"ref":"pkg:npm/a@1"}"#, &[a, a]), 0);
    let own = "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg%3Anpm/a%401";
    assert_eq!(check(&format!(r#"{{"ref":"{own}"}}"#), &[a]), 0);
    let other = "urn:cdx:00000000-395b-41f5-a30f-a58921a69b79/1#pkg:npm/b@1";
    let b = ("pkg:npm/b@1", Some("pkg:npm/b@1"));
    assert_eq!(check(&format!(r#"{{"ref":"{other}"}}"#), &[b]), 0);
    assert_eq!(check(r#"{"ref":"gone"}"#, &[("gone", None)]), 1);
}

#[test]
fn a_repeated_bom_ref_loses_no_affected_component() {
    let statement = json(
        r#""components":[{"type":"library","name":"a","bom-ref":"x"},{"type":"library","name":"b","bom-ref":"x"}],
           "services":[{"name":"s","bom-ref":"x"}],
           "vulnerabilities":[{"id":"CVE-1","affects":[{"ref":"x"}]}]"#,
    );
    let found = vulnerabilities(&statement).iter().map(|found| found.component.name.as_str());
    assert_eq!(found.collect::<Vec<_>>(), ["a", "b", "s"]);
    assert_eq!(
        problems(&statement),
        [(ProblemKind::Note, "a `bom-ref` stands for several things: `x`")]
    );
}

#[test]
fn the_cve_is_the_id_and_the_others_are_aliases() {
    let statement = json(
        r#""vulnerabilities":[{"id":"GHSA-1","references":[{"id":"CVE-2"},{"id":"SNYK-3"},{"id":"GHSA-1"}]}]"#,
    );
    let found = &vulnerabilities(&statement)[0];
    assert_eq!(
        (found.id.as_str(), &found.aliases[..]),
        ("CVE-2", &["GHSA-1".to_owned(), "SNYK-3".to_owned()][..])
    );
}

#[test]
fn a_fix_is_what_is_stated_and_not_advice() {
    let check = |members: &str, state: FixState, versions: &[&str]| {
        let statement = vulnerable(members);
        let fix = &vulnerabilities(&statement)[0].fix;
        assert_eq!(fix.state, state, "{members}");
        assert_eq!(fix.versions, versions, "{members}");
    };
    check(r#""recommendation":"Upgrade to 2.0""#, FixState::Unknown, &[]);
    check(r#""analysis":{"response":["will_not_fix"]}"#, FixState::WontFix, &[]);
    check(r#""analysis":{"response":["can_not_fix"]}"#, FixState::NotFixed, &[]);
    check(
        r#""properties":[{"name":"grype:fixed_versions","value":"2.0"}]"#,
        FixState::Fixed,
        &["2.0"],
    );
    check(
        r#""affects":[{"ref":"pkg:npm/a@1","versions":[{"version":"1"},{"version":"2","status":"unaffected"}]}]"#,
        FixState::Fixed,
        &["2"],
    );
}

#[test]
fn an_empty_list_of_vulnerabilities_is_no_scan() {
    let statement = json(&format!(r#"{LIBRARY},"vulnerabilities":[]"#));
    assert_eq!(statement.records.len(), 1);
    assert_eq!(problems(&statement)[0].0, ProblemKind::Note);
}

#[test]
fn a_vex_alone_is_no_scan() {
    let closed = r#"{"id":"CVE-1","analysis":{"state":"not_affected"}}"#;
    let of = |list: &str| json(&format!(r#"{LIBRARY},"vulnerabilities":[{list}]"#));
    let vex = of(closed);
    assert_eq!(vex.records.iter().map(Records::family).collect::<Vec<_>>(), [Family::Sboms]);
    assert_eq!(problems(&vex)[0].0, ProblemKind::Note);
    assert!(vex.complete());
    for open in ["exploitable", "in_triage"] {
        let open = format!(r#"{{"id":"CVE-2","analysis":{{"state":"{open}"}}}}"#);
        assert_eq!(vulnerabilities(&of(&format!("{closed},{open}"))).len(), 2, "{open}");
    }
    let without_component = json(&format!(r#""vulnerabilities":[{closed}]"#));
    assert!(!without_component.complete());
}

#[test]
fn more_pairs_than_can_be_meant_are_refused() {
    let component = r#"{"type":"library","name":"a","bom-ref":"x"}"#;
    let vulnerability = r#"{"id":"CVE-1","affects":[{"ref":"x"}]}"#;
    let statement = json(&format!(
        r#""components":[{}],"vulnerabilities":[{}]"#,
        vec![component; 500].join(","),
        vec![vulnerability; 500].join(",")
    ));
    assert_eq!(problems(&statement)[0].0, ProblemKind::Unreadable);
    assert!(statement.records.is_empty());
}

#[test]
fn vulnerabilities_need_no_component() {
    let statement = json(r#""vulnerabilities":[{"id":"CVE-1"}]"#);
    assert!(statement.complete());
    let families: Vec<_> = statement.records.iter().map(Records::family).collect();
    assert_eq!(families, [Family::Vulnerabilities]);
}

#[test]
fn elements_of_other_vocabularies_are_skipped_with_all_that_they_hold() {
    let statement = xml(
        r#"xmlns:x="http://example.org/x""#,
        r#"<components>
             <x:component type="library"><name>foreign</name></x:component>
             <component xmlns="http://example.org/y" type="library"><name>foreign</name></component>
             <component type="library"><x:name>foreign</x:name><name>own</name>
               <x:wrapper><components><component type="library"><name>wrapped</name></component></components></x:wrapper>
             </component>
           </components>"#,
    );
    assert_eq!(names(&statement), ["own"]);
    assert!(statement.complete());
}

#[test]
fn a_prefix_is_as_good_as_the_default_namespace() {
    let statement = read_text(
        r#"<c:bom xmlns:c="http://cyclonedx.org/schema/bom/1.4"><c:components>
             <c:component type="library"><c:name>a</c:name></c:component></c:components></c:bom>"#,
    );
    assert_eq!(names(&statement), ["a"]);
    assert_eq!(sbom(&statement).spec_version, "1.4");
}

#[test]
fn a_repeated_list_is_read_whole_and_a_repeated_element_refused() {
    let component = |name: &str| {
        format!(
            r#"<components><component type="library"><name>{name}</name></component></components>"#
        )
    };
    let statement = xml("", &(component("a") + &component("b")));
    assert_eq!(names(&statement), ["a", "b"]);
    let statement = xml("", &component("a</name><name>b"));
    assert_eq!(problems(&statement)[0].0, ProblemKind::Malformed);
}

#[test]
fn the_vulnerability_extension_is_read_wherever_it_stands() {
    let statement = xml(
        "",
        r#"<components><component type="library" bom-ref="a"><name>a</name>
             <v:vulnerabilities xmlns:v="http://cyclonedx.org/schema/ext/vulnerability/1.0">
               <v:vulnerability ref="a"><v:id>CVE-1</v:id><v:source name="NVD"><v:url>u</v:url></v:source>
                 <v:ratings><v:rating><v:score><v:base>9.8</v:base></v:score><v:severity>Critical</v:severity>
                   <v:method>CVSSv3</v:method></v:rating></v:ratings>
                 <v:advisories><v:advisory>w</v:advisory></v:advisories></v:vulnerability>
             </v:vulnerabilities></component></components>"#,
    );
    let found = &vulnerabilities(&statement)[0];
    assert_eq!((found.id.as_str(), found.component.name.as_str()), ("CVE-1", "a"));
    assert_eq!((found.severity, found.cvss[0].score), (Severity::Critical, Some(9.8)));
    assert_eq!(found.url.as_deref(), Some("u"));
}

#[test]
fn json_and_xml_of_one_document_say_the_same() {
    let digest = "ab".repeat(32);
    let in_json = json(&format!(
        r#""serialNumber":"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "metadata":{{"timestamp":"2024-01-02T03:04:05Z","tools":{{"components":[{{"type":"application","name":"t","version":"2"}}]}},
          "authors":[{{"name":"Ann"}}],"supplier":{{"name":"Acme"}},
          "component":{{"type":"application","name":"app","bom-ref":"app","hashes":[{{"alg":"SHA-256","content":"{digest}"}}],
            "externalReferences":[{{"type":"vcs","url":"git+https://host/app@{commit}"}}],
            "properties":[{{"name":"aquasecurity:trivy:ImageID","value":"sha256:{other}"}},{{"name":"x","value":"y"}}]}}}},
        "components":[{{"type":"library","bom-ref":"a","supplier":{{"name":"S"}},"group":"g","name":"a & b","version":"1",
            "scope":"optional","purl":"pkg:npm/a@1","hashes":[{{"alg":"MD5","content":"{md5}"}}],
            "licenses":[{{"license":{{"id":"MIT","acknowledgement":"declared"}}}},{{"license":{{"name":"Acme"}}}}],
            "components":[{{"type":"file","name":"inner","cpe":"cpe:2.3:a"}}]}}],
        "services":[{{"bom-ref":"s","name":"svc"}}],
        "dependencies":[{{"ref":"app","dependsOn":["a","gone"]}},{{"ref":"a"}}],
        "compositions":[{{"aggregate":"incomplete","dependencies":["app"]}}],
        "vulnerabilities":[{{"bom-ref":"v","id":"GHSA-1","source":{{"name":"G","url":"u"}},"references":[{{"id":"CVE-1"}}],
            "ratings":[{{"source":{{"name":"nvd"}},"score":9.8,"severity":"critical","method":"CVSSv31","vector":"CVSS:3.1/X"}}],
            "cwes":[79],"description":"one\ntwo","published":"2024-01-01T00:00:00Z",
            "advisories":[{{"url":"w"}}],"analysis":{{"state":"in_triage","justification":"j","response":["update"],"detail":"d"}},
            "affects":[{{"ref":"a","versions":[{{"version":"2","status":"unaffected"}}]}},{{"ref":"s"}}],
            "properties":[{{"name":"grype:fixed_versions","value":"3"}}]}}]"#,
        commit = "c".repeat(40),
        other = "d".repeat(64),
        md5 = "E".repeat(32),
    ));
    let in_xml = xml(
        r#"serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79""#,
        &format!(
            r#"<metadata><timestamp>2024-01-02T03:04:05Z</timestamp>
          <tools><components><component type="application"><name>t</name><version>2</version></component></components></tools>
          <authors><author><name>Ann</name></author></authors><component type="application" bom-ref="app"><name>app</name>
            <hashes><hash alg="SHA-256">{digest}</hash></hashes>
            <externalReferences><reference type="vcs"><url>git+https://host/app@{commit}</url></reference></externalReferences>
            <properties><property name="aquasecurity:trivy:ImageID">sha256:{other}</property><property name="x">y</property></properties>
          </component><supplier><name>Acme</name></supplier></metadata>
        <components><component type="library" bom-ref="a"><supplier><name>S</name></supplier><group>g</group>
            <name>a &amp; <![CDATA[b]]></name><version> 1 </version><scope>optional</scope>
            <hashes><hash alg="MD5">{md5}</hash></hashes>
            <licenses><license acknowledgement="declared"><id>MIT</id></license><license><name>Acme</name></license></licenses>
            <purl>pkg:npm/a@1</purl>
            <components><component type="file"><name>inner</name><cpe>cpe:2.3:a</cpe></component></components></component></components>
        <services><service bom-ref="s"><name>svc</name></service></services>
        <dependencies><dependency ref="app"><dependency ref="a"/><dependency ref="gone"/></dependency></dependencies>
        <compositions><composition><aggregate>incomplete</aggregate><dependencies><dependency ref="app"/></dependencies></composition></compositions>
        <vulnerabilities><vulnerability bom-ref="v"><id>GHSA-1</id><source><name>G</name><url>u</url></source>
            <references><reference><id>CVE-1</id><source><name>N</name></source></reference></references>
            <ratings><rating><source><name>nvd</name></source><score>9.8</score><severity>critical</severity>
              <method>CVSSv31</method><vector>CVSS:3.1/X</vector></rating></ratings>
            <cwes><cwe>79</cwe></cwes><description>one&#10;two</description><advisories><advisory><url>w</url></advisory></advisories>
            <published>2024-01-01T00:00:00Z</published><analysis><state>in_triage</state><justification>j</justification>
              <responses><response>update</response></responses><detail>d</detail></analysis>
            <affects><target><ref>a</ref><versions><version><version>2</version><status>unaffected</status></version></versions></target>
              <target><ref>s</ref></target></affects>
            <properties><property name="grype:fixed_versions">3</property></properties></vulnerability></vulnerabilities>"#,
            commit = "c".repeat(40),
            other = "d".repeat(64),
            md5 = "E".repeat(32),
        ),
    );
    assert_eq!(in_json.about.len(), 3);
    assert_eq!(vulnerabilities(&in_json).len(), 2);
    assert_eq!(without_places(in_json), without_places(in_xml));
}

/// A statement, printed without its places.
fn without_places(mut statement: Statement) -> String {
    for records in &mut statement.records {
        match records {
            Records::Sbom(sbom) => {
                let components = sbom.components.iter_mut().chain(&mut sbom.primary);
                components.for_each(|component| component.at = None);
            }
            Records::Vulnerabilities(all) => {
                all.findings.iter_mut().for_each(|finding| finding.at = None);
            }
            _ => {}
        }
    }
    statement.problems.iter_mut().for_each(|problem| problem.at = None);
    format!("{statement:#?}")
}

#[test]
fn places_in_xml_are_start_tags() {
    let elements =
        r#"<components><component type="library"><name>a</name></component></components>"#;
    let text = format!(r#"<bom xmlns="http://cyclonedx.org/schema/bom/1.6">{elements}</bom>"#);
    let statement = read_text(&text);
    let at = sbom(&statement).components[0].at.clone().unwrap();
    let crate::evidence::Place::Bytes(start, end) = at.place else { panic!("{at}") };
    assert_eq!(&text[start..end], r#"<component type="library">"#);
}

#[test]
fn the_described_artifact_is_what_the_document_is_about() {
    let statement = json(&format!(
        r#""metadata":{{"component":{{"type":"container","name":"app","version":"sha256:{}"}}}}"#,
        "ab".repeat(32)
    ));
    assert_eq!(statement.about.len(), 1);
    assert!(json(LIBRARY).about.is_empty());
}

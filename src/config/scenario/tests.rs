use super::*;

const WHOLE: &str = "\
version: 1
gate_file: ../gatewright.yaml
gate: production
now: 2026-01-31T12:00:00Z
subject: {name: shop, commit: abcabc1111111111111111111111111111111111}
params: {min_approvals: 2, strict: true}
evidence: {unit-tests: [good.xml], sbom: [sbom.json]}
scenarios:
  - name: all is well
    expect: {verdict: pass}
  - name: a test failed
    now: 2026-02-01T00:00:00Z
    params: {min_approvals: 1}
    evidence: {unit-tests: [bad.xml], sbom: []}
    expect:
      verdict: fail
      rulings: {release.tests.no_failures: fail}
";

fn mistakes(text: &str) -> Vec<String> {
    match parse(Utf8Path::new("x_gate_test.yaml"), text) {
        Ok(scenarios) => panic!("{text}\nwas read as {scenarios:?}"),
        Err(error) => error.mistakes().iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_scenario_has_what_holds_for_all_unless_it_says_otherwise() {
    let file = parse(Utf8Path::new("x_gate_test.yaml"), WHOLE).unwrap();
    let [first, second] = &file.scenarios[..] else { panic!("{file:?}") };
    let files = |scenario: &Scenario| -> Vec<(String, Vec<String>)> {
        let evidence = scenario.evidence.iter().flatten();
        let files =
            |files: &[Spanned<glob::Pattern>]| files.iter().map(|file| file.to_string()).collect();
        evidence.map(|(id, patterns)| (id.value.clone(), files(patterns))).collect()
    };
    let item = |id: &str, files: &[&str]| {
        (id.to_owned(), files.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    assert_eq!(files(first), [item("unit-tests", &["good.xml"]), item("sbom", &["sbom.json"])]);
    assert_eq!(files(second), [item("unit-tests", &["bad.xml"]), item("sbom", &[])]);
    assert_eq!(
        (first.now.to_string(), second.now.to_string()),
        ("2026-01-31T12:00:00Z".into(), "2026-02-01T00:00:00Z".into())
    );
    let params = |scenario: &Scenario| {
        scenario
            .params
            .iter()
            .map(|it| format!("{}={}", it.name.value, it.value.value))
            .collect::<Vec<_>>()
    };
    assert_eq!(params(second), ["strict=true", "min_approvals=1"]);
    assert!(first.subject.is_some());
}

#[test]
fn every_mistake_is_reported_at_once() {
    for (from, to, expected) in [
        ("gate_file: ../gatewright.yaml\ngate: production\n", "", "nothing judges"),
        ("gate_file: ../gatewright.yaml\n", "", "`gate` is a gate of no gate file"),
        ("gate: production\n", "policies: {directories: [p]}\n", "two things judge"),
        ("now: 2026-01-31T12:00:00Z\n", "", "the scenario has no time"),
        ("now: 2026-01-31T12:00:00Z\n", "now: yesterday\n", "`yesterday` is not a time"),
        ("verdict: pass", "verdict: go", "`go` is not a verdict"),
        ("no_failures: fail", "no_failures: failed", "`failed` is not what becomes of a rule"),
        (
            "      rulings: {release.tests.no_failures: fail}\n",
            "",
            "it is not said what stands in the way",
        ),
        ("a test failed", "all is well", "two scenarios have one name"),
        ("expect: {verdict: pass}", "expects: {verdict: pass}", "unknown key `expects`"),
        ("version: 1", "version: 2", "the file is of version 2"),
    ] {
        assert!(WHOLE.contains(from), "{from}");
        let found = mistakes(&WHOLE.replacen(from, to, 1));
        assert!(found.iter().any(|mistake| mistake == expected), "{found:?} lacks {expected}");
    }
    assert_eq!(mistakes("version: 1\ngate_file: x\nscenarios: []\n"), ["`scenarios` is empty"]);
}

#[test]
fn the_schema_accepts_what_is_accepted() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let value: serde_json::Value = serde_saphyr::from_str(WHOLE).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    for (from, to) in [
        ("verdict: pass", "verdict: go"),
        ("gate_file", "gate_fil"),
        ("no_failures: fail", "no_failures: failed"),
        ("      rulings", "      rules"),
    ] {
        let value: serde_json::Value =
            serde_saphyr::from_str(&WHOLE.replacen(from, to, 1)).unwrap();
        assert!(!validator.is_valid(&value), "{to} is valid");
    }
}

//! How fast policies are loaded and evaluated: many rules over a small release, a join of components with
//! vulnerabilities by an index and without one, and many small inputs. The floor in the same run is the conversion of the
//! same input into the engine's values, which every evaluation needs.

use divan::Bencher;
use gatewright::policy::{self, PolicySet, Source};
use gatewright::rego::ast::Version;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

fn main() {
    divan::main();
}

const COMPONENTS: usize = 5_000;
const FINDINGS: usize = 2_000;

/// For each finding, the components of its package by an object that is built once.
const INDEXED: &str = r#"package bench
by_name[name] contains component if {
	some sbom in input.sboms
	some component in sbom.components
	name := component.name
}
deny contains msg if {
	some report in input.vulnerabilities
	some finding in report.findings
	some component in by_name[finding.package.name]
	component.version == finding.package.version
	msg := sprintf("%s in %s", [finding.id, component.name])
}
"#;

/// For each finding, every component.
const NAIVE: &str = r#"package bench
deny contains msg if {
	some report in input.vulnerabilities
	some finding in report.findings
	some sbom in input.sboms
	some component in sbom.components
	component.name == finding.package.name
	component.version == finding.package.version
	msg := sprintf("%s in %s", [finding.id, component.name])
}
"#;

/// The library, as every run loads it.
#[divan::bench(sample_count = 20)]
fn load_library(bencher: Bencher) {
    bencher.bench_local(|| PolicySet::load(&policy::library()).expect("it loads"));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn load_1000_rules(bencher: Bencher) {
    let rules = many_rules();
    bencher.bench_local(|| load(&rules));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn evaluate_1000_rules(bencher: Bencher) {
    let policies = load(&many_rules());
    let input = release(20, 5);
    bencher.bench_local(|| evaluate(&policies, &input));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn join_by_index(bencher: Bencher) {
    let policies = load(INDEXED);
    let input = release(COMPONENTS, FINDINGS);
    bencher.bench_local(|| evaluate(&policies, &input));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn join_by_search(bencher: Bencher) {
    let policies = load(NAIVE);
    let input = release(COMPONENTS, FINDINGS / 10);
    bencher.bench_local(|| evaluate(&policies, &input));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn small_inputs_500(bencher: Bencher) {
    let policies = load(INDEXED);
    let input = release(20, 5);
    bencher.bench_local(|| (0..500).map(|_| evaluate(&policies, &input)).sum::<usize>());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn floor_convert_input(bencher: Bencher) {
    let input = release(COMPONENTS, FINDINGS);
    bencher.bench_local(|| regorus::Value::from(input.clone()));
}

fn load(text: &str) -> PolicySet {
    let source = Source {
        path: "bench.rego".into(),
        text: text.into(),
        built_in: false,
        version: Version::V1,
    };
    PolicySet::load(&[source]).expect("it loads")
}

/// How many violations there are.
fn evaluate(policies: &PolicySet, input: &Value) -> usize {
    let rules: Vec<_> = policies.rules().iter().collect();
    let evaluated = policies.evaluate(&rules, input.clone(), &Map::new(), Timestamp::UNIX_EPOCH);
    evaluated.into_iter().map(|evaluation| evaluation.outcome.expect("it evaluates").len()).sum()
}

fn many_rules() -> String {
    let mut text = "package bench\n".to_owned();
    for number in 0..1000 {
        let _ = write!(
            text,
            "# METADATA\n# title: Rule {number}\n# custom:\n#   short_name: rule_{number}\n\
             deny contains msg if {{\n\tsome report in input.vulnerabilities\n\tsome finding in report.findings\n\
             \tfinding.id == \"CVE-{number}\"\n\tmsg := sprintf(\"%s\", [finding.id])\n}}\n\n"
        );
    }
    text
}

/// The parts of `input` that the rules read.
fn release(components: usize, findings: usize) -> Value {
    let component = |number: usize| json!({"name": format!("package-{number}"), "version": "1.2.3", "purl": format!("pkg:npm/package-{number}@1.2.3"), "licenses": ["MIT"]});
    let finding = |number: usize| json!({"id": format!("CVE-{number}"), "package": {"name": format!("package-{}", number * 2), "version": "1.2.3"}, "severity": "high"});
    json!({
        "sboms": [{"id": "sbom", "components": (0..components).map(component).collect::<Vec<_>>()}],
        "vulnerabilities": [{"id": "scan", "findings": (0..findings).map(finding).collect::<Vec<_>>()}],
    })
}

//! What is known of the `cyclonedx` files of the corpus.

use crate::corpus::Corpus;
use gatewright::evidence::{Problem, ProblemKind, Records, Statement};
use libtest_mimic::{Failed, Trial};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Files of the folder that are not CycloneDX: another `bomFormat`, and a Trivy report about a bill of materials.
const NOT_CYCLONEDX: [&str; 4] = [
    "cdxspec__invalid-bomformat-1.4.json",
    "cdxspec__invalid-bomformat-1.6.json",
    "cdxspec__invalid-bomformat-1.7.json",
    "trivy__license-cyclonedx.json",
];

/// Valid by the schema, and without a component: they show metadata, attestations or services alone.
const EMPTY: [&str; 16] = [
    "cdxspec__valid-attestation-1.7.json",
    "cdxspec__valid-empty-components-1.5.json",
    "cdxspec__valid-empty-components-1.6.json",
    "cdxspec__valid-metadata-license-1.6.json",
    "cdxspec__valid-metadata-license-1.6.xml",
    "cdxspec__valid-metadata-license-1.7.json",
    "cdxspec__valid-metadata-license-1.7.xml",
    "cdxspec__valid-metadata-lifecycle-1.6.json",
    "cdxspec__valid-metadata-lifecycle-1.7.json",
    "cdxspec__valid-metadata-timestamp-1.5.json",
    "cdxspec__valid-metadata-timestamp-1.6.json",
    "cdxspec__valid-metadata-tool-1.5.json",
    "cdxspec__valid-metadata-tool-1.6.json",
    "cdxspec__valid-metadata-tool-1.7.json",
    "cdxspec__valid-metadata-tool-deprecated-1.5.json",
    "cdxspec__valid-metadata-tool-deprecated-1.6.json",
];

/// Invalid by the schema, in a part that no field of the evidence model is read from.
const UNNOTICED: [(&str, &str); 6] = [
    ("cdxspec__invalid-issue-type-1.5.json", "pedigree patches are not read"),
    ("cdxspec__invalid-issue-type-1.6.json", "pedigree patches are not read"),
    ("cdxspec__invalid-issue-type-1.7.json", "pedigree patches are not read"),
    ("cdxspec__invalid-license-encoding-1.5.json", "licence texts are not read"),
    ("cdxspec__invalid-properties-1.6.json", "of properties, only known names are read"),
    ("cdxspec__invalid-properties-1.7.json", "of properties, only known names are read"),
];

/// Twins that their authors wrote differently, and in what.
const DIFFERENT: [(&str, &str); 12] = [
    ("cdxspec__invalid-dependency-1.5", "names of the components"),
    ("cdxspec__invalid-dependency-1.6", "names of the components"),
    ("cdxspec__invalid-license-choice-1.6", "type, scope, hashes, purl, the licence"),
    ("cdxspec__invalid-license-id-1.4", "type, scope, hashes, purl"),
    ("cdxspec__invalid-license-id-1.5", "type, scope, hashes, purl"),
    ("cdxspec__invalid-license-id-1.6", "type, scope, hashes, purl"),
    ("cdxspec__valid-bom-1.4", "two components or three"),
    ("cdxspec__valid-bom-1.5", "two components or three"),
    ("cdxspec__valid-dependency-1.5", "names of the components"),
    ("cdxspec__valid-license-expression-1.5", "type, scope, hashes, purl"),
    ("cdxspec__valid-license-id-1.4", "type, scope, hashes, purl"),
    ("dojo__cyclonedx__log4j", "serial number and timestamp: two runs"),
];

struct Reading {
    name: String,
    bytes: Vec<u8>,
    format: Option<&'static str>,
    statement: Statement,
    schema_valid: Option<bool>,
    findings: Option<usize>,
}

type Test = fn(&[Reading]) -> Result<(), Failed>;

pub(crate) fn trials(corpus: &Corpus) -> Vec<Trial> {
    let readings: Vec<_> = corpus
        .of_kind("sbom-cyclonedx")
        .iter()
        .map(|file| {
            let (format, statement) = corpus.read(file);
            Reading {
                name: file.split('/').next_back().unwrap().to_owned(),
                bytes: corpus.bytes(file),
                format,
                statement,
                schema_valid: corpus
                    .expected(file, "CycloneDX spec tests", "schema_valid")
                    .map(|value| value == "true"),
                findings: corpus
                    .expected(file, "DefectDojo test", "findings")
                    .map(|value| value.parse().unwrap()),
            }
        })
        .collect();
    let readings = Arc::new(readings);
    let tests: [(&str, Test); 6] = [
        ("cyclonedx::every_document_is_recognised", every_document_is_recognised),
        ("cyclonedx::valid_documents_count", valid_documents_count),
        ("cyclonedx::invalid_documents_are_noticed", invalid_documents_are_noticed),
        ("cyclonedx::finds_as_many_vulnerabilities_as_defectdojo", as_many_as_defectdojo),
        ("cyclonedx::json_and_xml_of_a_document_say_the_same", twins_say_the_same),
        ("cyclonedx::no_component_is_lost", no_component_is_lost),
    ];
    let trial = |(name, test): (&str, Test)| {
        let readings = readings.clone();
        Trial::test(name, move || test(&readings))
    };
    tests.into_iter().map(trial).collect()
}

fn expect<T: PartialEq + std::fmt::Debug>(found: &T, wanted: &T) -> Result<(), Failed> {
    if found == wanted { Ok(()) } else { Err(format!("{found:#?}\nis not\n{wanted:#?}").into()) }
}

fn every_document_is_recognised(readings: &[Reading]) -> Result<(), Failed> {
    // The one file whose `components` is no list is CycloneDX, and refused.
    let refused = |reading: &&Reading| {
        let kinds: Vec<_> = reading.statement.problems.iter().map(|problem| problem.kind).collect();
        reading.format != Some("cyclonedx") && kinds != [ProblemKind::Malformed]
    };
    let names = readings.iter().filter(refused).map(|reading| reading.name.as_str());
    expect(&names.collect(), &NOT_CYCLONEDX.to_vec())
}

fn valid_documents_count(readings: &[Reading]) -> Result<(), Failed> {
    let mut empty = Vec::new();
    let mut fatal = Vec::new();
    for reading in readings.iter().filter(|reading| reading.schema_valid == Some(true)) {
        for problem in reading.statement.problems.iter().filter(|problem| problem.is_fatal()) {
            match problem.kind {
                ProblemKind::Empty => empty.push(reading.name.as_str()),
                _ => fatal.push(format!("{}: {problem:?}", reading.name)),
            }
        }
    }
    expect(&fatal, &Vec::new())?;
    expect(&empty, &EMPTY.to_vec())
}

fn invalid_documents_are_noticed(readings: &[Reading]) -> Result<(), Failed> {
    let invalid: Vec<_> = readings.iter().filter(|r| r.schema_valid == Some(false)).collect();
    let (noticed, unnoticed): (Vec<&Reading>, Vec<_>) =
        invalid.iter().partition(|reading| !reading.statement.problems.is_empty());
    let unnoticed: Vec<_> = unnoticed.iter().map(|reading| reading.name.as_str()).collect();
    expect(&unnoticed, &UNNOTICED.iter().map(|(name, _)| *name).collect())?;
    expect(&(noticed.len(), invalid.len()), &(41, 47))
}

fn as_many_as_defectdojo(readings: &[Reading]) -> Result<(), Failed> {
    let rows = readings.iter().filter_map(|reading| Some((reading, reading.findings?)));
    let count = |reading: &Reading| {
        let counts = reading.statement.records.iter().map(|records| match records {
            Records::Vulnerabilities(all) => all.findings.len(),
            _ => 0,
        });
        counts.sum::<usize>()
    };
    let (found, wanted): (Vec<_>, Vec<_>) = rows
        .map(|(reading, wanted)| ((&reading.name, count(reading)), (&reading.name, wanted)))
        .unzip();
    expect(&found, &wanted)
}

/// Two files of the same stem are one document, written in both ways.
fn twins_say_the_same(readings: &[Reading]) -> Result<(), Failed> {
    let mut twins: BTreeMap<&str, Vec<&Reading>> = BTreeMap::new();
    for reading in readings {
        if let Some((stem, _)) = reading.name.rsplit_once('.') {
            twins.entry(stem).or_default().push(reading);
        }
    }
    twins.retain(|_, twins| twins.len() == 2);
    let (same, different): (Vec<_>, Vec<_>) =
        twins.iter().partition(|(_, twins)| said(twins[0]) == said(twins[1]));
    let different: Vec<_> = different.into_iter().map(|(stem, _)| *stem).collect();
    expect(&different, &DIFFERENT.iter().map(|(stem, _)| *stem).collect())?;
    expect(&same.len(), &23)
}

/// What a document says, without the places, line by line.
fn said(reading: &Reading) -> String {
    let mut records = serde_json::to_value(&reading.statement.records).unwrap();
    remove_places(&mut records);
    let Statement { tool, made_at, newest, about, problems, records: _ } = &reading.statement;
    let messages: Vec<_> =
        problems.iter().map(|Problem { kind, message, at: _ }| (kind, message)).collect();
    format!("{records:#}\n{tool:?}\n{made_at:?}\n{newest:?}\n{about:?}\n{messages:#?}")
}

fn remove_places(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("at");
            members.values_mut().for_each(remove_places);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_places),
        _ => {}
    }
}

/// An independent walk over the JSON finds the components that the product finds, in the same places.
fn no_component_is_lost(readings: &[Reading]) -> Result<(), Failed> {
    let mut documents = 0;
    for reading in readings.iter().filter(|reading| reading.format == Some("cyclonedx")) {
        let Ok(document) = serde_json::from_slice::<Value>(&reading.bytes) else { continue };
        documents += 1;
        let mut walked = BTreeSet::new();
        walk(&document, "", &mut walked);
        walk(&document["metadata"]["component"], "/metadata/component", &mut walked);
        let read: BTreeSet<_> = reading.statement.records.iter().flat_map(places).collect();
        if read != walked {
            return Err(format!("{}: {read:?} is not {walked:?}", reading.name).into());
        }
    }
    expect(&documents, &99)
}

fn walk(value: &Value, pointer: &str, places: &mut BTreeSet<String>) {
    for (index, component) in value["components"].as_array().into_iter().flatten().enumerate() {
        let place = format!("{pointer}/components/{index}");
        walk(component, &place, places);
        places.insert(place);
    }
}

fn places(records: &Records) -> Vec<String> {
    let Records::Sbom(sbom) = records else { return Vec::new() };
    let at = sbom.components.iter().filter_map(|component| component.at.as_ref());
    at.map(|at| at.place.to_string()).collect()
}

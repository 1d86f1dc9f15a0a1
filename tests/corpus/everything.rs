//! What must hold for every file, whatever it is: reading it ends, does not panic, and takes it for nothing that it is not.

use crate::corpus::Corpus;
use gatewright::evidence::Statement;
use libtest_mimic::{Failed, Trial};
use std::panic::catch_unwind;

/// Format → the kinds of files in the corpus that it may recognise.
const MAY_BE: &[(&str, &[&str])] = &[
    ("cyclonedx", &["sbom-cyclonedx", "cross-format-trivy-alpine310"]),
    ("github-review", &["review-github", "review-scm-multi"]),
    ("grype", &["vuln-grype"]),
    (
        "junit",
        &[
            "junit-xml",
            "cross-format-trivy-alpine310",
            "dart-json",
            "go-test-json",
            "nunit-xml",
            "other-test-xml",
            "trx",
            "xunit-net-xml",
        ],
    ),
    ("sarif", &["sarif", "cross-format-trivy-alpine310", "sast-snyk-code", "vuln-govulncheck"]),
    ("trivy", &["vuln-trivy", "cross-format-trivy-alpine310", "sbom-cyclonedx"]),
];

pub(crate) fn trials(corpus: &Corpus) -> Vec<Trial> {
    let readings: Vec<_> = corpus
        .files
        .iter()
        .map(|file| {
            let bytes = corpus.bytes(file);
            let read = catch_unwind(|| {
                gatewright::formats::read(&bytes, None, gatewright::formats::Limits::DEFAULT)
            });
            (
                file.clone(),
                read.map(|(format, statement)| (format.map(|format| format.name), statement)).ok(),
            )
        })
        .collect();
    let taken = readings.clone();
    vec![
        Trial::test("everything::no_file_panics", move || no_file_panics(&readings)),
        Trial::test("everything::no_file_is_taken_for_what_it_is_not", move || {
            none_is_mistaken(&taken)
        }),
    ]
}

type Reading = (String, Option<(Option<&'static str>, Statement)>);

fn no_file_panics(readings: &[Reading]) -> Result<(), Failed> {
    let panicked: Vec<_> =
        readings.iter().filter(|(_, read)| read.is_none()).map(|(file, _)| file).collect();
    if panicked.is_empty() { Ok(()) } else { Err(format!("panicked: {panicked:#?}").into()) }
}

fn none_is_mistaken(readings: &[Reading]) -> Result<(), Failed> {
    let mistaken: Vec<_> = readings
        .iter()
        .filter_map(|(file, read)| {
            let format = read.as_ref()?.0?;
            let kind = file.split('/').next()?;
            let (_, kinds) = MAY_BE.iter().find(|(name, _)| *name == format)?;
            (!kinds.contains(&kind)).then(|| format!("{file} taken for {format}"))
        })
        .collect();
    if mistaken.is_empty() { Ok(()) } else { Err(format!("{mistaken:#?}").into()) }
}

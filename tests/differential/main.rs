//! Every case means here what it means under OPA, or is refused. What OPA says of each stands beside it, in
//! `NAME.expected.json`, written by `opa.py`. Where OPA has an error or nothing, there must be no value.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads its cases and shows a table"
)]

mod case;
mod json;

use case::Case;
use gatewright::policy::data::Document;
use gatewright::policy::program::Limits;
use gatewright::policy::query::{self, Question};
use gatewright::policy::{Language, Source};
use gatewright::rego::ast::Version;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// What OPA says of a case.
#[derive(Debug, Deserialize)]
struct Expected {
    /// The bindings of the query, as JSON.
    results: Option<String>,
    /// The complaint.
    error: Option<String>,
}

/// How we compare to OPA.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Same,
    Refused,
    Different,
}

#[test]
fn every_case_means_what_it_means_under_opa_or_is_refused() {
    let mut table = format!("{:<16} {:>6} {:>8} {:>10}\n", "", "same", "refused", "different");
    let (mut refused, mut different) = (String::new(), String::new());
    let mut all = [0; 3];
    for path in case::files() {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut counts = [0; 3];
        let expected = expectations(&path);
        for case in case::read(&path) {
            let expected = expected
                .get(&case.name)
                .unwrap_or_else(|| panic!("{name}: OPA was not asked: {}", case.name));
            let ours = ask(&case);
            let standing = compare(&ours, expected);
            counts[standing as usize] += 1;
            match (standing, &ours) {
                (Standing::Refused, Err(why)) => {
                    let why = why.lines().next().unwrap_or_default();
                    let _ = writeln!(refused, "{name}: {}\n    {why}", case.name);
                }
                (Standing::Different, _) => {
                    let _ = writeln!(
                        different,
                        "{name}: {}\n    OPA:  {expected:?}\n    ours: {ours:?}",
                        case.name
                    );
                }
                _ => {}
            }
        }
        let _ = writeln!(table, "{name:<16} {:>6} {:>8} {:>10}", counts[0], counts[1], counts[2]);
        (0..3).for_each(|index| all[index] += counts[index]);
    }
    let _ = writeln!(table, "{:<16} {:>6} {:>8} {:>10}", "all", all[0], all[1], all[2]);
    println!("{table}");
    assert!(different.is_empty(), "{table}\n{different}");
    insta::assert_snapshot!("refused", refused);
}

fn expectations(path: &Path) -> BTreeMap<String, Expected> {
    let path = path.with_extension("expected.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// The results as JSON; or the first line of what is wrong.
fn ask(case: &Case) -> Result<String, String> {
    let source = |(path, text): &(String, String)| Source {
        path: path.clone(),
        text: text.clone(),
        built_in: false,
        version: Version::V1,
    };
    let policies: Vec<Source> = case.modules.iter().map(source).collect();
    let document = |name, text: &String| Document::parse(name, text).map_err(said);
    let question = Question {
        policies: &policies,
        language: Language {
            version: if case.v0 { Version::V0 } else { Version::V1 },
            ..Language::default()
        },
        query: &case.query,
        input: case.input.as_ref().map(|text| document("input", text)).transpose()?,
        data: case
            .data
            .as_ref()
            .map(|text| document("data", text))
            .transpose()?
            .unwrap_or_default(),
        now: Timestamp::from_second(1_767_225_600).unwrap(),
        strict_builtin_errors: true,
        limits: Limits::default(),
    };
    let answer = query::ask(&question).map_err(|mistakes| {
        let all: Vec<String> = mistakes.all().iter().map(ToString::to_string).collect();
        all.join("; ")
    })?;
    let text = answer.to_json();
    let results = text.strip_prefix("{\"results\": ").and_then(|text| text.strip_suffix("}\n"));
    Ok(results.unwrap().to_owned())
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn compare(ours: &Result<String, String>, expected: &Expected) -> Standing {
    match (ours, &expected.results, &expected.error) {
        (Err(_), None, Some(_)) => Standing::Same,
        (Err(_), Some(_), None) => Standing::Refused,
        (Ok(ours), Some(theirs), None) if bag(ours) == bag(theirs) => Standing::Same,
        _ => Standing::Different,
    }
}

/// The results in an order of their own: OPA promises none.
fn bag(results: &str) -> Vec<String> {
    let text = json::normal(results);
    let mut depth = 0_i32;
    let mut quoted = false;
    let mut escaped = false;
    let inner = text.trim_start_matches('[').strip_suffix(']').unwrap_or_default().to_owned();
    let mut all = vec![String::new()];
    for character in inner.chars() {
        match character {
            '"' if !escaped => quoted = !quoted,
            '{' | '[' if !quoted => depth += 1,
            '}' | ']' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                all.push(String::new());
                continue;
            }
            _ => {}
        }
        escaped = character == '\\' && !escaped;
        all.last_mut().unwrap().push(character);
    }
    all.sort();
    all
}

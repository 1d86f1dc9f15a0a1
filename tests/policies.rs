//! The tests of the policies in `policies/`, and what is true of all of them.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files as it likes"
)]

use gatewright::policy::data::Document;
use gatewright::policy::program::Limits;
use gatewright::policy::testing::{self, Outcomes};
use gatewright::policy::{self, Language, PolicySet, Source};
use gatewright::rego::annotations::Annotations;
use gatewright::rego::ast::Version;
use gatewright::rego::parse;
use jiff::Timestamp;
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let sources = sources();
    let mut trials = vec![
        {
            let sources = sources.clone();
            Trial::test("the library holds every file of the folder", move || {
                library_is_whole(&sources)
            })
        },
        Trial::test(
            "the library loads, and every package and rule is described",
            library_is_described,
        ),
    ];
    let options = testing::Options {
        language: Language::default(),
        data: Document::default(),
        filter: None,
        limits: Limits::default(),
        now: Timestamp::UNIX_EPOCH,
        coverage: true,
    };
    trials.extend(trials_of(testing::run(&sources, &options)));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trials_of(outcomes: Outcomes) -> Vec<Trial> {
    let broken = outcomes.broken;
    let load = Trial::test("the policies and their tests load", move || match broken {
        None => Ok(()),
        Some(why) => Err(why.into()),
    });
    let coverage = outcomes.coverage.unwrap_or_default();
    let reached = Trial::test("every condition of every policy holds in a test", move || {
        let missed = coverage.files.iter().flat_map(|(path, file)| {
            let lines = file.lines.iter().filter(|(_, count)| **count == 0);
            lines.map(move |(line, _)| format!("{path}:{line}"))
        });
        let missed: Vec<String> = missed.collect();
        if missed.is_empty() { Ok(()) } else { Err(missed.join("\n").into()) }
    });
    let tests = outcomes.tests.into_iter().map(|test| {
        let name = format!("{}.{}", test.group, test.name);
        let outcome = if test.status.is_good() {
            Ok(())
        } else {
            Err(Failed::from(test.why.unwrap_or_default()))
        };
        Trial::test(name, move || outcome)
    });
    tests.chain([load, reached]).collect()
}

fn library_is_whole(sources: &[Source]) -> Result<(), Failed> {
    let library = policy::library();
    let folder: Vec<&Source> =
        sources.iter().filter(|source| !source.path.ends_with("_test.rego")).collect();
    let paths =
        |sources: &[&Source]| sources.iter().map(|source| source.path.clone()).collect::<Vec<_>>();
    let listed: Vec<&Source> = library.iter().collect();
    if listed == folder {
        return Ok(());
    }
    Err(format!(
        "the list in src/policy/library.rs is {:#?}, the folder {:#?}",
        paths(&listed),
        paths(&folder)
    )
    .into())
}

fn library_is_described() -> Result<(), Failed> {
    let library = policy::library();
    for source in &library {
        let module = parse::parse(&source.path, &source.text, Version::V1).unwrap();
        let described =
            |metadata: &Annotations| metadata.title.is_some() && metadata.description.is_some();
        if !module.annotations.iter().any(described) {
            return Err(
                format!("{} has no title and description of its package", source.path).into()
            );
        }
    }
    let policies =
        PolicySet::load(&library).map_err(|error| format!("{:?}", miette::Report::new(error)))?;
    for rule in policies.rules() {
        if rule.solution.is_none() {
            return Err(format!("{} does not say how to mend what it finds", rule.id).into());
        }
    }
    Ok(())
}

/// Every file of `policies/`, in the order of their paths.
fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    gather(Path::new("policies"), &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn gather(folder: &Path, sources: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rego") {
            let text = std::fs::read_to_string(&path).unwrap();
            sources.push(Source {
                path: path.to_str().unwrap().replace('\\', "/"),
                text,
                built_in: true,
                version: Version::V1,
            });
        }
    }
}

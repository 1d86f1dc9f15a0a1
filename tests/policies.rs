//! The tests of the policies in `policies/`, and what is true of all of them.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files as it likes"
)]

use gatewright::policy::{self, PolicySet, Source, Suite};
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
    match policy::test_rules(&sources) {
        Ok(suite) => trials.extend(trials_of(suite)),
        Err(error) => {
            let report = format!("{:?}", miette::Report::new(error));
            trials
                .push(Trial::test("the policies and their tests load", move || Err(report.into())));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trials_of(suite: Suite) -> Vec<Trial> {
    let unreached = suite.unreached;
    let coverage = Trial::test("every line of every policy is reached by a test", move || {
        let lines = unreached
            .iter()
            .flat_map(|(path, lines)| lines.iter().map(move |line| format!("{path}:{line}")));
        let lines: Vec<String> = lines.collect();
        if lines.is_empty() { Ok(()) } else { Err(lines.join("\n").into()) }
    });
    let tests = suite.tests.into_iter().map(|test| {
        let outcome = test.failure.map_or(Ok(()), |failure| Err(Failed::from(failure)));
        Trial::test(test.name, move || outcome)
    });
    tests.chain([coverage]).collect()
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
        let module = gatewright::rego::parse(&source.path, &source.text).unwrap();
        let described = |metadata: &gatewright::rego::Metadata| {
            metadata.title.is_some() && metadata.description.is_some()
        };
        if !module.metadata.iter().any(described) {
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
            });
        }
    }
}

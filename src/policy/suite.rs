//! The tests that policies bring: every `test_…` rule in files that end in `_test.rego`, as `opa test` has it.

use super::engine::Prepared;
use super::{PolicyError, Source, parse, rules};
use crate::rego::{self, Kind, Mistakes, Module, path_name};
use jiff::Timestamp;
use regorus::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What became of a set of tests.
#[derive(Debug, Clone)]
pub struct Suite {
    /// Each test, in the order of the files.
    pub tests: Vec<TestOutcome>,
    /// The lines, by file, that hold something to evaluate and that no test reached.
    pub unreached: BTreeMap<String, BTreeSet<usize>>,
}

/// What became of one test.
#[derive(Debug, Clone)]
pub struct TestOutcome {
    /// Package and name.
    pub name: String,
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// Why it failed, if it did.
    pub failure: Option<String>,
}

/// Runs the tests of policies.
///
/// # Errors
/// Policies or tests that do not load.
pub fn test_rules(sources: &[Source]) -> Result<Suite, PolicyError> {
    let (modules, mut mistakes) = parse(sources);
    let built_in: Vec<bool> =
        modules.iter().map(|(module, built_in)| *built_in && !module.is_test()).collect();
    let modules: Vec<Module> = modules.into_iter().map(|(module, _)| module).collect();
    mistakes.extend(rego::refuse(&modules, mistakes.is_empty()));
    rules::collect(&modules, &built_in, &mut mistakes);
    Mistakes::check(mistakes)?;

    let mut prepared = Prepared::new(&modules, &[]).map_err(|mistake| Mistakes::of(*mistake))?;
    prepared.watch_coverage();
    let nothing = Value::new_object();
    let run = prepared.for_run(nothing.clone(), nothing, Timestamp::UNIX_EPOCH);
    let run = run.map_err(|complaint| PolicyError::NoRules { files: complaint.message })?;
    let mut suite = Suite { tests: Vec::new(), unreached: BTreeMap::new() };
    let mut reached: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for module in modules.iter().filter(|module| module.is_test()) {
        let tests =
            module.statements.iter().filter(|statement| statement.name.starts_with("test_"));
        for statement in tests.filter(|statement| statement.kind == Kind::Complete) {
            let (line, _) = module.file.place(statement.name_span.start);
            let name = path_name(
                &[module.package.as_slice(), std::slice::from_ref(&statement.name)].concat(),
            );
            let failure = match run.value(&format!("data.{name}")) {
                Ok((value, engine)) => {
                    note_coverage(&prepared, &engine, &mut reached, &mut suite.unreached);
                    (value != Value::from(true))
                        .then(|| format!("{}:{line}: is not true", module.file.path))
                }
                Err(complaint) => {
                    Some(complaint.place.map_or(complaint.message.clone(), |(file, offset)| {
                        let (line, column) = file.place(offset);
                        format!("{}:{line}:{column}: {}", file.path, complaint.message)
                    }))
                }
            };
            suite.tests.push(TestOutcome {
                name,
                path: module.file.path.to_string(),
                line,
                failure,
            });
        }
    }
    for (path, lines) in &mut suite.unreached {
        lines.retain(|line| !reached.get(path).is_some_and(|reached| reached.contains(line)));
    }
    suite.unreached.retain(|path, lines| !lines.is_empty() && !rego::is_test_path(path));
    Ok(suite)
}

fn note_coverage(
    prepared: &Prepared,
    engine: &regorus::Engine,
    reached: &mut BTreeMap<String, BTreeSet<usize>>,
    unreached: &mut BTreeMap<String, BTreeSet<usize>>,
) {
    let report = engine.get_coverage_report();
    for file in report.map(|report| report.files).unwrap_or_default() {
        let Some(text) = prepared.text(&file.path) else { continue };
        let lines =
            |lines: BTreeSet<u32>| lines.into_iter().filter_map(|line| usize::try_from(line).ok());
        reached.entry(text.file.path.to_string()).or_default().extend(lines(file.covered));
        unreached.entry(text.file.path.to_string()).or_default().extend(lines(file.not_covered));
    }
}

//! Whether tests notice when a condition changes: each mutant of each file of policy is tested, and those that pass all tests
//! are reported.

use super::Options;
use super::run::{self, Parsed};
use crate::policy::{Source, is_test_path};
use crate::rego::Mistake;
use crate::rego::mutate::{self, Mutant};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What became of mutants.
#[derive(Debug, Clone, Default)]
pub struct Mutants {
    /// How many were made that load.
    pub tried: usize,
    /// Those that no test noticed, in the order of the files.
    pub unnoticed: Vec<Mistake>,
}

/// Tries every mutant of every file that is no test. The tests have to pass without any.
pub fn mutate(files: &[Source], options: &Options) -> Mutants {
    let parsed = run::parse(files, &options.language);
    let policies =
        parsed.iter().enumerate().filter(|(index, _)| !is_test_path(&files[*index].path));
    let mutants: Vec<(usize, Mutant)> = policies
        .filter_map(|(index, parsed)| Some((index, parsed.as_ref().ok()?)))
        .flat_map(|(index, module)| {
            mutate::mutants(module).into_iter().map(move |mutant| (index, mutant))
        })
        .collect();
    let (next, tried) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let unnoticed = Mutex::new(Vec::new());
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some((index, mutant)) = mutants.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let Some(noticed) = is_noticed(&parsed, *index, mutant, options) else {
                        continue;
                    };
                    tried.fetch_add(1, Ordering::Relaxed);
                    if !noticed {
                        unnoticed.lock().expect("no test panics with it").push(mistake(mutant));
                    }
                }
            });
        }
    });
    let mut unnoticed = unnoticed.into_inner().expect("no test panics with it");
    unnoticed.sort_by_cached_key(Mistake::order);
    Mutants { tried: tried.into_inner(), unnoticed }
}

/// Whether a test fails with the mutant; none where it does not load, and so nobody could run it.
fn is_noticed(parsed: &[Parsed], index: usize, mutant: &Mutant, options: &Options) -> Option<bool> {
    let mut changed = parsed.to_vec();
    changed[index] = Ok(mutant.module.clone());
    run::fails(changed, options)
}

fn mistake(mutant: &Mutant) -> Mistake {
    let span = mutant.place.start as usize..mutant.place.end as usize;
    mutant
        .module
        .file
        .mistake(
            span,
            "gatewright::test::mutant",
            format!("no test notices this {}", mutant.change),
        )
        .label(mutant.change.clone())
        .help("add a test that fails with the change: a case on the other side of the condition")
}

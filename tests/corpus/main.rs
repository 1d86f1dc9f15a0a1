//! Real evidence: every file of the corpus beside the checkout is read, and what is known of it must come out. Without the
//! corpus, which is other people's data and not part of the project, there is one ignored test that says so.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files as it likes"
)]

mod corpus;
mod cyclonedx;
mod everything;
mod github_review;
mod grype;
mod junit;
mod sarif;
mod trivy;

use libtest_mimic::{Arguments, Trial};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let Some(corpus) = corpus::Corpus::open() else {
        let absent =
            Trial::test("no corpus at ../shared/corpus", || Ok(())).with_ignored_flag(true);
        return libtest_mimic::run(&arguments, vec![absent]).exit_code();
    };
    let parts = [
        everything::trials,
        cyclonedx::trials,
        github_review::trials,
        grype::trials,
        junit::trials,
        sarif::trials,
        trivy::trials,
    ];
    let trials = parts.iter().flat_map(|trials| trials(&corpus)).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

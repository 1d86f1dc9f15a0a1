//! Where the action takes the binary from, and that it never runs one that it cannot vouch for.

use super::runner::{Run, Runner};
use super::scripts;
use gatewright::evidence::Digest;
use std::fs::{self, OpenOptions};
use std::io::Write as _;

const CACHED: &str = concat!("tools/gatewright/", env!("CARGO_PKG_VERSION"), "/X64/gatewright");
const ASSET: &str = concat!("gatewright-", env!("CARGO_PKG_VERSION"), "-linux-x64");

fn sha256(text: &str) -> String {
    Digest::sha256(text.as_bytes()).hex().to_owned()
}

fn passing() -> String {
    scripts::verdict("pass", "exit 0")
}

/// Lists the hash of this asset as a release of the action would.
fn list(runner: &Runner, hash: &str, asset: &str) {
    let path = runner.path("action/action/checksums.txt");
    let mut file = OpenOptions::new().append(true).open(path).unwrap();
    writeln!(file, "{hash}  {asset}").unwrap();
}

/// Lets `curl` bring `asset`, and write down what it was asked for.
fn serve(runner: &Runner, asset: &str) {
    fs::write(runner.path("asset"), asset).unwrap();
    let script = r#"#!/usr/bin/env bash
printf '%s\0' "$@" >"$0.arguments"
while [[ $1 != --output ]]; do shift; done
cp "${0%/bin/curl}/asset" "$2"
"#;
    runner.executable("bin/curl", script);
}

fn refused(run: &Run, why: &str) {
    assert!(run.is_error(), "{run:?}");
    assert_eq!(run.outputs["exit-code"], "5", "{run:?}");
    let [own] = &run.commands[..] else { panic!("{:?}", run.commands) };
    assert!(own.data.contains(why), "{run:?}");
}

#[test]
fn a_cached_binary_runs_if_its_hash_is_listed() {
    let runner = Runner::new("cached");
    runner.executable(CACHED, &passing());
    list(&runner, &sha256(&passing()), ASSET);
    assert!(runner.run(&[]).succeeded);
}

#[test]
fn a_cached_binary_with_another_hash_is_refused() {
    let runner = Runner::new("cached-other");
    runner.executable(CACHED, &passing());
    list(&runner, &sha256("another"), ASSET);
    refused(&runner.run(&[]), "not the expected one");
    assert_eq!(scripts::arguments_of(&runner, CACHED), None);
}

#[test]
fn a_cached_binary_without_a_known_hash_is_refused() {
    let runner = Runner::new("cached-unknown");
    runner.executable(CACHED, &passing());
    list(&runner, &sha256(&passing()), "gatewright-9.9.9-linux-x64");
    refused(&runner.run(&[]), "no SHA-256 is known");
    assert_eq!(scripts::arguments_of(&runner, CACHED), None);
}

#[test]
fn a_given_checksum_goes_before_the_listed_one() {
    let runner = Runner::new("checksum");
    runner.executable(CACHED, &passing());
    list(&runner, &sha256("another"), ASSET);
    assert!(runner.run(&[("checksum", &sha256(&passing()))]).succeeded);
}

#[test]
fn the_release_of_this_version_is_downloaded_checked_and_kept() {
    let runner = Runner::new("download");
    serve(&runner, &passing());
    list(&runner, &sha256(&passing()), ASSET);
    assert!(runner.run(&[]).succeeded);
    let version = env!("CARGO_PKG_VERSION");
    let url = format!(
        "https://github.example/gatewright/gatewright/releases/download/v{version}/{ASSET}"
    );
    assert_eq!(scripts::arguments_of(&runner, "bin/curl").unwrap().last(), Some(&url));
    assert!(runner.path(CACHED).exists());
}

#[test]
fn a_download_with_another_hash_is_neither_run_nor_kept() {
    let runner = Runner::new("download-other");
    serve(&runner, &passing());
    list(&runner, &sha256("another"), ASSET);
    refused(&runner.run(&[]), "not the expected one");
    assert!(!runner.path(CACHED).exists());
}

#[test]
fn without_a_known_hash_nothing_is_downloaded() {
    let runner = Runner::new("download-unknown");
    serve(&runner, &passing());
    refused(&runner.run(&[]), "no SHA-256 is known");
    assert_eq!(scripts::arguments_of(&runner, "bin/curl"), None);
}

#[test]
fn a_failed_download_is_an_error() {
    let runner = Runner::new("download-failed");
    runner.executable("bin/curl", "#!/usr/bin/env bash\nexit 22\n");
    list(&runner, &sha256(&passing()), ASSET);
    let run = runner.run(&[]);
    assert!(run.is_error(), "{run:?}");
    assert_eq!(run.outputs["exit-code"], "2");
}

#[test]
fn another_version_needs_its_checksum() {
    let runner = Runner::new("other-version");
    runner.executable("tools/gatewright/9.9.9-rc.1/X64/gatewright", &passing());
    refused(&runner.run(&[("version", "9.9.9-rc.1")]), "no SHA-256 is known");
    let checksum = sha256(&passing());
    assert!(runner.run(&[("version", "9.9.9-rc.1"), ("checksum", &checksum)]).succeeded);
}

#[test]
fn a_binary_that_is_already_there_is_checked_against_a_given_checksum() {
    let runner = Runner::new("binary-path");
    let binary = runner.executable("gatewright", &passing());
    let checksum = sha256(&passing());
    assert!(runner.run(&[("binary-path", &binary), ("checksum", &checksum)]).succeeded);
    let other = sha256("another");
    let run = runner.run(&[("binary-path", &binary), ("checksum", &other)]);
    refused(&run, "not the expected one");
}

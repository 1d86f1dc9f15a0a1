//! The README is true: its gate file is the demo's, and its command prints what it shows.
#![expect(clippy::disallowed_methods, reason = "a test reads the repository")]

#[test]
fn the_verdict_is_printed_as_shown() {
    trycmd::TestCases::new().env("NO_COLOR", "1").case("README.md");
}

#[test]
fn the_gate_file_is_the_demos() {
    let file = |path: &str| {
        std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let readme = file("README.md");
    let shown = readme.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    assert_eq!(shown.trim(), file("fixtures/demo/stopped/gatewright.yaml").trim());
}

//! Evidence from an attacker: whatever the bytes are, reading them ends, within bounds, and what is not a whole and
//! unambiguous report of one format does not count.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes files and runs the program"
)]

mod support;

use gatewright::evidence::{ProblemKind, Statement};
use gatewright::formats::{self, FORMATS, Limits};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;
use std::fmt::Write as _;
use std::sync::LazyLock;
use support::{Workspace, run};

/// The samples of every format, as `(FORMAT/NAME, bytes)`.
static SAMPLES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut samples = Vec::new();
    for format in FORMATS {
        let folder = format!("{}/fixtures/formats/{}", env!("CARGO_MANIFEST_DIR"), format.name);
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            samples.push((format!("{}/{name}", format.name), std::fs::read(&path).unwrap()));
        }
    }
    samples.sort();
    samples
});

fn json_samples() -> impl Iterator<Item = (&'static str, Value)> {
    let parsed = |(name, bytes): &'static (String, Vec<u8>)| {
        Some((name.as_str(), serde_json::from_slice(bytes).ok()?))
    };
    SAMPLES.iter().filter_map(parsed)
}

fn read(bytes: &[u8]) -> (Option<&'static str>, Statement) {
    let (format, statement) = formats::read(bytes, None, Limits::DEFAULT);
    (format.map(|format| format.name), statement)
}

/// Why bytes are refused; panics if they are not.
fn refusal(bytes: &[u8]) -> (ProblemKind, String) {
    let (format, statement) = read(bytes);
    assert_eq!(format, None, "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(2000)]));
    assert!(statement.records.is_empty() && !statement.complete());
    let problem = statement.problems.into_iter().next().unwrap();
    (problem.kind, problem.message)
}

fn assert_refused(bytes: &[u8], kind: ProblemKind, why: &str) {
    let (found, message) = refusal(bytes);
    assert!(found == kind && message.contains(why), "{found:?}: {message}");
}

/// Bytes are cut out, put in or changed, at a place between 0 and 1.
#[derive(Debug, Clone)]
enum Damage {
    Cut(f64, usize),
    Insert(f64, Vec<u8>),
    Flip(f64, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = 0.0..1.0_f64;
    let syntax =
        prop::sample::select(vec!["<", "</", "]]>", "&#0;", "\"", "{", "[", "\\u", ",", "\0"]);
    let text = syntax.prop_map(|text| text.as_bytes().to_vec());
    prop_oneof![
        (place.clone(), 1..200_usize).prop_map(|(at, length)| Damage::Cut(at, length)),
        (place.clone(), prop_oneof![text, prop::collection::vec(any::<u8>(), 1..8)])
            .prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (place, 1..=255_u8).prop_map(|(at, mask)| Damage::Flip(at, mask)),
    ]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "samples are small, and places are between 0 and 1"
)]
fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    let place = |at: f64| (bytes.len() as f64 * at) as usize;
    match damage {
        Damage::Cut(at, length) => {
            let start = place(*at);
            bytes.drain(start..(start + length).min(bytes.len()));
        }
        Damage::Insert(at, more) => {
            let start = place(*at);
            bytes.splice(start..start, more.iter().copied());
        }
        Damage::Flip(at, mask) => {
            let place = place(*at);
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= mask;
            }
        }
    }
}

/// The same cases in every run: what a gate's tests say must not depend on luck.
fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn damage_never_panics_and_never_leaves_records_without_a_format(
        sample in 0..SAMPLES.len(),
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        let mut bytes = SAMPLES[sample].1.clone();
        for damage in &damages {
            apply(&mut bytes, damage);
        }
        let (format, statement) = read(&bytes);
        prop_assert!(format.is_some() || (statement.records.is_empty() && !statement.complete()));
        for format in FORMATS {
            let (taken, _) = formats::read(&bytes, Some(format), Limits::DEFAULT);
            prop_assert!(taken.is_none_or(|taken| taken.name == format.name));
        }
    }

    #[test]
    fn a_report_with_its_end_cut_off_is_never_complete(
        sample in 0..SAMPLES.len(),
        length in any::<prop::sample::Index>(),
    ) {
        let whole = SAMPLES[sample].1.trim_ascii_end();
        let (format, statement) = read(&whole[..length.index(whole.len())]);
        prop_assert!(format.is_none() || !statement.complete(), "{}", SAMPLES[sample].0);
    }

    #[test]
    fn a_report_with_more_behind_its_end_is_never_complete(
        sample in 0..SAMPLES.len(),
        more in "[^\\s][\\PC]{0,8}",
    ) {
        let bytes = [&SAMPLES[sample].1, more.as_bytes()].concat();
        let (format, statement) = read(&bytes);
        prop_assert!(format.is_none() || !statement.complete(), "{}", SAMPLES[sample].0);
    }
}

/// Writes a JSON value, and the `nth` member of all its objects twice.
fn with_repeated_member(value: &Value, nth: &mut isize, out: &mut String) {
    let comma = |out: &mut String| {
        if !out.ends_with(['{', '[']) {
            out.push(',');
        }
    };
    match value {
        Value::Object(members) => {
            out.push('{');
            for (key, value) in members {
                comma(out);
                let _ = write!(out, "{}:", Value::from(key.as_str()));
                *nth -= 1;
                let repeat = *nth == -1;
                with_repeated_member(value, nth, out);
                if repeat {
                    let _ = write!(out, ",{}:null", Value::from(key.as_str()));
                }
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for item in items {
                comma(out);
                with_repeated_member(item, nth, out);
            }
            out.push(']');
        }
        scalar => {
            let _ = write!(out, "{scalar}");
        }
    }
}

#[test]
fn a_repeated_key_is_refused_wherever_it_is() {
    for (name, value) in json_samples() {
        let mut members = isize::MAX;
        with_repeated_member(&value, &mut members, &mut String::new());
        for mut nth in 0..isize::MAX - members {
            let mut text = String::new();
            with_repeated_member(&value, &mut nth, &mut text);
            let (kind, message) = refusal(text.as_bytes());
            assert!(
                kind == ProblemKind::Malformed && message.contains("twice"),
                "{name}: {message}"
            );
        }
    }
    assert_refused(br#"{"version": 1, "v\u0065rsion": 2}"#, ProblemKind::Malformed, "twice");
}

#[test]
fn a_doctype_is_refused_whatever_it_declares() {
    let laughs: String = (1..10).fold(r#"<!ENTITY l0 "ha">"#.to_owned(), |all, level| {
        let inner = format!("&l{};", level - 1).repeat(10);
        format!("{all}<!ENTITY l{level} \"{inner}\">")
    });
    for doctype in [
        "<!DOCTYPE testsuite>".to_owned(),
        "<!DOCTYPE testsuite SYSTEM \"file:///etc/passwd\">".to_owned(),
        "<!doctype testsuite [<!ENTITY a SYSTEM 'http://example.org/'>]>".to_owned(),
        format!("<!DOCTYPE testsuite [{laughs}]>"),
    ] {
        for head in ["", "<?xml version='1.0'?>\n<!-- a -->"] {
            let report = format!(
                "{head}{doctype}<testsuite><testcase classname='c' name='&l9;'/></testsuite>"
            );
            assert_refused(report.as_bytes(), ProblemKind::Malformed, "DOCTYPE");
        }
    }
}

#[test]
fn an_entity_that_nobody_declared_stays_as_it_is() {
    let (format, statement) =
        read(b"<testsuite><testcase classname='c' name='&xxe;&#0;&#xFFFFFFFF;'/></testsuite>");
    assert_eq!((format, statement.complete()), (Some("junit"), true));
    let shown = format!("{:?}", statement.records);
    assert!(shown.contains("&xxe;") && !shown.contains("\\0"), "{shown}");
}

#[test]
fn nesting_is_bounded() {
    for depth in [100, 100_000] {
        let many = |text: &str| text.repeat(depth);
        for report in [
            many("["),
            many("[") + &many("]"),
            many("{\"a\":") + "1" + &many("}"),
            format!("{{\"bomFormat\":\"CycloneDX\",\"components\":{}{}}}", many("["), many("]")),
            format!("<testsuite>{}{}</testsuite>", many("<testsuite>"), many("</testsuite>")),
            format!("<testsuite><testcase name='a'>{}", many("<failure>")),
        ] {
            refusal(report.as_bytes());
        }
    }
}

/// Of XML, the elements are: `formats/xml.rs` shows it.
#[test]
fn values_are_counted() {
    let limits = Limits { items: 100, ..Limits::DEFAULT };
    let report = format!("{{\"bomFormat\":\"CycloneDX\",\"components\":[{}1]}}", "1,".repeat(200));
    let (format, statement) = formats::read(report.as_bytes(), None, limits);
    assert!(format.is_none() && statement.problems[0].kind == ProblemKind::Unreadable);
    assert!(statement.problems[0].message.contains("more than 100 values"), "{statement:?}");
}

#[test]
fn attributes_are_counted() {
    let mut wide = String::from("<testsuite");
    for number in 0..80_000 {
        let _ = write!(wide, " a{number}=''");
    }
    let wide = wide + "><testcase name='a'/></testsuite>";
    assert_refused(wide.as_bytes(), ProblemKind::Unreadable, "attributes");
    let twice = b"<testsuite><testcase name='a' name='b'/></testsuite>";
    assert_refused(twice, ProblemKind::Malformed, "duplicate");
}

#[test]
fn a_huge_file_is_not_read() {
    let workspace = Workspace::new();
    let file = std::fs::File::create(workspace.path().join("huge.xml")).unwrap();
    file.set_len(Limits::DEFAULT.bytes + 1).unwrap();
    let run = workspace.run(&["check", "--evidence", "huge.xml"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stdout.contains("and the limit is"), "{}", run.stdout);
}

#[test]
fn numbers_that_are_none_are_refused_or_left_out() {
    for number in ["NaN", "Infinity", "1e999", "-1e999", "01", "1.", "+1", "0x10"] {
        let report = format!(
            r#"{{"version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"a"}}}},"results":[],"rank":{number}}}]}}"#
        );
        assert_eq!(refusal(report.as_bytes()).0, ProblemKind::Malformed, "{number}");
    }
    for number in ["NaN", "inf", "-inf", "1e999", "-1", "1,000.5", "", "99999999999999999999999"] {
        let report = format!(
            "<testsuite tests='{number}' failures='{number}' time='{number}'>\
             <testcase classname='c' name='a' time='{number}'/></testsuite>"
        );
        let workspace = Workspace::new();
        workspace.write("junit.xml", report.as_bytes());
        let run = workspace.run(&["inspect", "--output", "json", "junit.xml"]);
        let seen: Value = serde_json::from_str(&run.stdout).unwrap();
        let seconds = &seen[0]["summary"]["tests"]["duration_s"];
        assert!(seconds.as_f64().is_none_or(|it| it >= 0.0), "{number}: {seconds}");
        assert_eq!(seen[0]["summary"]["tests"]["tests"], 1, "{number}: {}", run.stdout);
    }
}

#[test]
fn utf_16_is_read_as_what_it_says() {
    for (name, bytes) in SAMPLES.iter() {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let text = text.replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
        let little = || text.encode_utf16().flat_map(u16::to_le_bytes);
        let expected = read(bytes).1.records.len();
        for wide in [
            [0xff, 0xfe].into_iter().chain(little()).collect::<Vec<u8>>(),
            [0xfe, 0xff]
                .into_iter()
                .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
                .collect(),
        ] {
            let (format, statement) = read(&wide);
            assert!(format.is_some_and(|format| name.starts_with(format)), "{name}: {statement:?}");
            assert_eq!(statement.records.len(), expected, "{name}");
            refusal(&wide[..wide.len() - 1]);
        }
        refusal(&little().collect::<Vec<u8>>());
    }
}

#[test]
fn a_file_that_is_two_formats_at_once_is_neither() {
    let objects: Vec<(&str, Value)> =
        json_samples().filter(|(_, value)| value.is_object()).collect();
    let format = |name: &'static str| name.split('/').next().unwrap();
    let mut tried = 0;
    for (first, one) in &objects {
        for (second, other) in objects.iter().filter(|(second, _)| format(second) != format(first))
        {
            let mut both = other.as_object().unwrap().clone();
            both.extend(one.as_object().unwrap().clone());
            let both = Value::Object(both).to_string();
            let (taken, statement) = read(both.as_bytes());
            assert!(taken.is_none_or(|taken| taken == format(first)), "{first} and {second}");
            if taken.is_none() {
                tried += 1;
                assert_refused(both.as_bytes(), ProblemKind::Malformed, "both");
                let wanted = formats::by_name(format(first));
                let (taken, _) = formats::read(both.as_bytes(), wanted, Limits::DEFAULT);
                assert!(taken.is_none(), "{first} and {second}: {statement:?}");
            }
        }
    }
    assert!(tried > 20, "{tried}");
    assert_refused(
        b"{\"version\":\"2.1.0\",\"runs\":[]}<testsuite/>",
        ProblemKind::Malformed,
        "trailing",
    );
    assert_refused(
        b"<testsuite><testcase name='a'/></testsuite>{}",
        ProblemKind::Malformed,
        "outside",
    );
}

#[test]
fn a_file_name_with_control_characters_is_shown_without_them() {
    for name in ["\u{1b}[2J\u{1b}[1;1H.xml", "a\nNO-GO\r.xml", "\u{202e}lmx.xml", "\u{9b}31m.xml"] {
        let workspace = Workspace::new();
        workspace.write(name, b"<testsuite><testcase name='a'><failure/></testcase></testsuite>");
        for arguments in [
            &["check", "--evidence", "*.xml", "--color", "never", "-v"][..],
            &["check", "--evidence", name, "--output", "json"],
            &["check", "--evidence", name, "--gate", name],
            &["inspect", name],
            &["inspect", "--output", "json", name],
        ] {
            let run = workspace.run(arguments);
            let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            assert!(!run.stdout.contains(bad) && !run.stderr.contains(bad), "{name:?}: {run:?}");
            assert!(!run.stdout.lines().any(|line| line.starts_with("NO-GO\r")), "{run:?}");
        }
    }
}

#[cfg(unix)]
mod files {
    use super::*;
    use std::os::unix::fs::symlink;
    use std::process::Command;
    use std::sync::mpsc;
    use std::time::Duration;

    /// The exit code and the output of a check of `evidence`; panics if it waits for something.
    fn check(workspace: &Workspace, evidence: &str) -> (i32, String) {
        let command = workspace.command(&["check", "--evidence", evidence]);
        let (sender, receiver) = mpsc::channel();
        std::thread::spawn(move || sender.send(run(command)));
        let run = receiver.recv_timeout(Duration::from_secs(30)).expect("it does not hang");
        (run.code, run.stdout + &run.stderr)
    }

    fn assert_refused(workspace: &Workspace, evidence: &str, code: i32, why: &str) {
        let (found, said) = check(workspace, evidence);
        assert_eq!(found, code, "{evidence}: {said}");
        assert!(said.contains(why), "{evidence}: {said}");
    }

    #[test]
    fn pipes_and_devices_and_folders_are_not_opened() {
        let workspace = Workspace::new();
        let made = Command::new("mkfifo").arg(workspace.path().join("pipe.xml")).status();
        assert!(made.unwrap().success());
        std::fs::create_dir(workspace.path().join("folder.xml")).unwrap();
        symlink("/dev/zero", workspace.path().join("device.xml")).unwrap();
        for evidence in ["pipe.xml", "pipe*", "device.xml", "/dev/zero"] {
            assert_refused(&workspace, evidence, 3, "not a regular file");
        }
        assert_refused(&workspace, "folder.xml", 3, "it is a folder");
        assert_refused(&workspace, "folder*", 3, "no file matches");
    }

    #[test]
    fn a_link_does_not_lead_a_pattern_out_of_its_folder() {
        let outside = Workspace::new();
        outside.write("junit.xml", b"<testsuite><testcase name='a'/></testsuite>");
        let workspace = Workspace::new();
        workspace.write("reports/own.xml", b"<testsuite><testcase name='a'/></testsuite>");
        symlink(outside.path().join("junit.xml"), workspace.path().join("reports/junit.xml"))
            .unwrap();
        assert_refused(&workspace, "reports/*", 2, "a link to somewhere outside");
        assert_refused(&workspace, "reports/**", 2, "a link to somewhere outside");
        let folder = Workspace::new();
        folder.write("reports/own.xml", b"<testsuite><testcase name='a'/></testsuite>");
        symlink(outside.path(), folder.path().join("reports/linked")).unwrap();
        for pattern in ["reports/linked/*", "reports/*/junit.xml", "reports/**"] {
            let (code, said) = check(&folder, pattern);
            assert_ne!(code, 0, "{pattern}: {said}");
        }
    }

    #[test]
    fn a_link_to_itself_or_to_nothing_is_refused() {
        let workspace = Workspace::new();
        symlink("loop.xml", workspace.path().join("loop.xml")).unwrap();
        symlink("gone", workspace.path().join("dangling.xml")).unwrap();
        for evidence in ["loop.xml", "dangling.xml", "loop*", "dangling*"] {
            assert_refused(&workspace, evidence, 3, "");
        }
    }
}

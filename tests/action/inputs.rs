//! How inputs become arguments.

use super::runner::{Run, Runner};
use super::scripts;

const HOSTILE: &[&str] = &[
    "with space  and\ttab",
    "it's \"quoted\"",
    "$(touch pwned)",
    "`touch pwned`; touch pwned & touch pwned | touch pwned",
    "${IFS}$HOME *?[a]{b,c} ~ \\n !!",
    "-rf",
    "--config=/etc/passwd",
    "--",
    "::set-output name=verdict::pass",
    "##[set-output name=verdict]pass",
    "verdict=pass",
    "verdict<<END",
    "é – 🚦",
];

/// The arguments that gatewright gets, without those that it always gets.
fn arguments(test: &str, inputs: &[(&str, &str)]) -> (Run, Vec<String>) {
    let runner = Runner::new(test);
    let binary = runner.executable("gatewright", &scripts::verdict("pass", "exit 0"));
    let run = runner.run(&[&[("binary-path", binary.as_str())], inputs].concat());
    assert!(!runner.path("workspace/pwned").exists(), "{inputs:?}");
    let mut arguments = scripts::arguments_of(&runner, "gatewright").unwrap_or_default();
    let own = arguments.drain(..arguments.len().min(4)).collect::<Vec<_>>();
    assert!(own.is_empty() || own[..2] == ["check", "--output=text"], "{own:?}");
    (run, arguments)
}

#[test]
fn without_inputs_gatewright_gets_only_what_it_always_gets() {
    assert_eq!(arguments("none", &[]).1, [] as [&str; 0]);
}

#[test]
fn an_empty_input_is_not_given() {
    let empty = ["config", "gate", "evidence", "subject", "params", "working-directory"];
    let more = ["report-dir", "version", "checksum", "extra-args"];
    let inputs: Vec<_> = empty.iter().chain(&more).map(|name| (*name, "")).collect();
    let (run, arguments) = arguments("empty", &inputs);
    assert!(run.succeeded, "{run:?}");
    assert_eq!(arguments, [] as [&str; 0]);
}

#[test]
fn each_line_of_a_list_is_one_argument() {
    let inputs = [
        ("config", "gates/release gate.yaml"),
        ("gate", "production"),
        ("evidence", "\nreports/*.xml\r\nscan results.sarif\n\n"),
        ("subject", "git:HEAD"),
        ("params", "max_flaky=2\nreason=two words"),
        ("extra-args", "-v\n--color=never"),
    ];
    let expected = [
        "--config=gates/release gate.yaml",
        "--gate=production",
        "--evidence=reports/*.xml",
        "--evidence=scan results.sarif",
        "--subject=git:HEAD",
        "--param=max_flaky=2",
        "--param=reason=two words",
        "-v",
        "--color=never",
    ];
    assert_eq!(arguments("lists", &inputs).1, expected);
}

#[test]
fn a_hostile_line_stays_one_argument() {
    for (flag, input) in [("--evidence=", "evidence"), ("--param=", "params"), ("", "extra-args")] {
        let (run, arguments) = arguments("hostile-list", &[(input, &HOSTILE.join("\n"))]);
        let expected: Vec<_> = HOSTILE.iter().map(|value| format!("{flag}{value}")).collect();
        assert_eq!(arguments, expected);
        assert_eq!(run.commands, []);
    }
}

#[test]
fn a_hostile_value_stays_one_argument() {
    let all = HOSTILE.join("\n");
    let (run, arguments) = arguments("hostile-value", &[("config", &all), ("gate", &all)]);
    assert_eq!(arguments, [format!("--config={all}"), format!("--gate={all}")]);
    assert_eq!(run.commands, []);
}

#[test]
fn a_hostile_value_is_refused_where_it_names_nothing_and_never_printed() {
    let all = HOSTILE.join("\n");
    for input in ["working-directory", "binary-path", "checksum", "version"] {
        for value in [all.as_str(), "-rf", "$(touch pwned)", "##[set-output name=verdict]pass"] {
            let inputs = [("binary-path", ""), (input, value)];
            let inputs = if input == "version" { &inputs[..] } else { &inputs[1..] };
            let (run, arguments) = arguments("hostile-path", inputs);
            assert!(run.is_error(), "{input}: {value}: {run:?}");
            assert_eq!(arguments, [] as [&str; 0]);
            let [own] = &run.commands[..] else { panic!("{:?}", run.commands) };
            assert_eq!((own.name.as_str(), run.log.contains(value)), ("error", false), "{run:?}");
        }
    }
}

#[test]
fn any_name_will_do_for_the_directory_of_the_report() {
    for value in [&HOSTILE.join("\n"), "-rf", "::set-output name=verdict::pass"] {
        let (run, _) = arguments("hostile-directory", &[("report-dir", value)]);
        assert!(run.succeeded, "{value}: {run:?}");
        assert!(run.outputs["report-json"].ends_with(&format!("/{value}/verdict.json")), "{run:?}");
        assert_eq!(run.commands, []);
    }
}

#[test]
fn paths_are_relative_to_the_working_directory() {
    let runner = Runner::new("working-directory");
    runner.executable("workspace/a b/bin/gatewright", &scripts::verdict("pass", "pwd; exit 0"));
    let inputs =
        [("working-directory", "a b"), ("binary-path", "bin/gatewright"), ("report-dir", "out")];
    let run = runner.run(&inputs);
    assert!(run.succeeded, "{run:?}");
    assert!(run.log.contains("/workspace/a b\n"), "{run:?}");
    assert!(runner.path("workspace/a b/out/verdict.json").exists());
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let (run, arguments) = arguments("unwritable", &[("report-dir", "/dev/null/reports")]);
    assert!(run.is_error(), "{run:?}");
    assert_eq!((run.outputs["exit-code"].as_str(), arguments.len()), ("2", 0));
}

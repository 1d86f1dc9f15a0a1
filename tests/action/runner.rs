//! The parts of GitHub's runner on which a composite action depends: expressions, the environment and the files of a
//! step, and the commands in its log.

use super::metadata;
use super::runner_commands::{Command, commands};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process;

/// A machine with a workspace, a tool cache and a copy of the action.
pub(crate) struct Runner {
    home: PathBuf,
}

/// What became of a run of the action.
#[derive(Debug)]
pub(crate) struct Run {
    /// Whether no step failed.
    pub(crate) succeeded: bool,
    /// The outputs of the action. One that no step wrote is empty.
    pub(crate) outputs: BTreeMap<String, String>,
    /// Everything printed.
    pub(crate) log: String,
    /// What the runner would take for a command in it.
    pub(crate) commands: Vec<Command>,
}

impl Run {
    /// Whether the run is red, and the action says for certain that there is no verdict.
    pub(crate) fn is_error(&self) -> bool {
        !self.succeeded && self.outputs["verdict"] == "error"
    }
}

impl Runner {
    /// A new machine. `test` names it, so that no two tests share one.
    pub(crate) fn new(test: &str) -> Self {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("action").join(test);
        if home.exists() {
            fs::remove_dir_all(&home).unwrap();
        }
        let runner = Self { home };
        for folder in ["workspace", "temp", "tools", "bin", "action/action"] {
            fs::create_dir_all(runner.path(folder)).unwrap();
        }
        let source = Path::new(env!("CARGO_MANIFEST_DIR"));
        for file in ["action.yml", "action/check.sh", "action/checksums.txt"] {
            fs::copy(source.join(file), runner.path("action").join(file)).unwrap();
        }
        runner
    }

    /// A path on the machine. `workspace` is where steps start, `bin` comes first in their `PATH`.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.home.join(relative)
    }

    /// Writes a file that can be executed, and names it as an input does.
    pub(crate) fn executable(&self, relative: &str, text: &str) -> String {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Runs the action.
    pub(crate) fn run(&self, inputs: &[(&str, &str)]) -> Run {
        let action = metadata::load(&self.path("action"));
        let mut context = BTreeMap::from([(
            "github.action_repository".to_owned(),
            "gatewright/gatewright".to_owned(),
        )]);
        for name in action["inputs"].as_object().unwrap().keys() {
            context.insert(format!("inputs.{name}"), String::new());
        }
        for (name, value) in inputs {
            let known = context.insert(format!("inputs.{name}"), (*value).to_owned());
            assert!(known.is_some(), "there is no input `{name}`");
        }
        let mut succeeded = true;
        let mut log = String::new();
        for step in action["runs"]["steps"].as_array().unwrap() {
            if !succeeded {
                break;
            }
            let (status, printed, outputs) = self.step(step, &context);
            succeeded = status.success();
            log.push_str(&printed);
            for (name, value) in outputs {
                let id = step["id"].as_str().unwrap();
                context.insert(format!("steps.{id}.outputs.{name}"), value);
            }
        }
        let outputs = action["outputs"].as_object().unwrap().iter();
        let outputs = outputs.map(|(name, output)| {
            (name.clone(), substitute(output["value"].as_str().unwrap(), &context))
        });
        Run { succeeded, outputs: outputs.collect(), commands: commands(&log), log }
    }

    fn step(
        &self,
        step: &Value,
        context: &BTreeMap<String, String>,
    ) -> (process::ExitStatus, String, BTreeMap<String, String>) {
        let script = step["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "an expression becomes part of the script: {script}");
        let file = self.path("temp/step.sh");
        fs::write(&file, script).unwrap();
        let written = self.path("temp/output");
        fs::write(&written, "").unwrap();

        let mut bash = process::Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&file);
        bash.current_dir(self.path("workspace")).env_clear();
        let search = std::env::var("PATH").unwrap();
        bash.env("PATH", format!("{}:{search}", self.path("bin").display()));
        bash.envs([("CI", "true"), ("GITHUB_ACTIONS", "true"), ("RUNNER_OS", "Linux")]);
        bash.envs([("RUNNER_ARCH", "X64"), ("GITHUB_SERVER_URL", "https://github.example")]);
        bash.env("RUNNER_TEMP", self.path("temp")).env("RUNNER_TOOL_CACHE", self.path("tools"));
        bash.env("GITHUB_WORKSPACE", self.path("workspace"));
        bash.env("GITHUB_ACTION_PATH", self.path("action")).env("GITHUB_OUTPUT", &written);
        bash.env("GITHUB_STEP_SUMMARY", self.path("temp/summary"));
        for (name, value) in step["env"].as_object().unwrap() {
            bash.env(name, substitute(value.as_str().unwrap(), context));
        }
        let done = bash.stdin(process::Stdio::null()).output().unwrap();

        let printed =
            [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let log = printed.join("\n");
        let mut outputs: BTreeMap<_, _> = commands(&log)
            .into_iter()
            .filter(|command| command.name == "set-output")
            .map(|mut command| {
                (command.properties.remove("name").unwrap_or_default(), command.data)
            })
            .collect();
        // The file is read when the step has ended, so it has the last word.
        outputs.extend(entries(&fs::read_to_string(written).unwrap()));
        (done.status, log, outputs)
    }
}

/// Replaces each `${{ name }}`. A step's output that was never written is empty; any other unknown name is a mistake.
fn substitute(text: &str, context: &BTreeMap<String, String>) -> String {
    let Some((before, rest)) = text.split_once("${{") else { return text.to_owned() };
    let (name, after) = rest.split_once("}}").unwrap();
    let name = name.trim();
    let value = match context.get(name) {
        Some(value) => value,
        None if name.starts_with("steps.") => "",
        None => panic!("there is no `{name}`"),
    };
    format!("{before}{value}{}", substitute(after, context))
}

/// The entries of a file such as `$GITHUB_OUTPUT`: `name=value`, or `name<<END`, lines, `END`.
fn entries(text: &str) -> BTreeMap<String, String> {
    let mut entries = BTreeMap::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let heredoc = line.find("<<").filter(|at| line[..*at].find('=').is_none());
        let (name, value) = match heredoc {
            Some(at) => (&line[..at], heredoc_value(&mut lines, &line[at + 2..])),
            None if line.is_empty() => continue,
            None => line.split_once('=').map(|(name, value)| (name, value.to_owned())).unwrap(),
        };
        entries.insert(name.to_owned(), value);
    }
    entries
}

fn heredoc_value<'a>(lines: &mut impl Iterator<Item = &'a str>, end: &str) -> String {
    let mut value = Vec::new();
    loop {
        match lines.next() {
            Some(line) if line == end => return value.join("\n"),
            Some(line) => value.push(line),
            None => panic!("no line `{end}` ends the value {value:?}"),
        }
    }
}

#[test]
fn reads_the_files_of_a_step_as_the_runner_does() {
    let read = entries("a=1\nb<<END\ntwo\n\nlines=x\nEND\n\na=c<<d\n");
    let expected = [("a", "c<<d"), ("b", "two\n\nlines=x")];
    assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
}

#[test]
#[should_panic(expected = "there is no `inputs.evidense`")]
fn an_expression_with_a_typo_is_not_empty_in_silence() {
    substitute("${{ inputs.evidense }}", &BTreeMap::new());
}

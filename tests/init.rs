//! `gatewright init`: what it writes for a repository is a gate file that `check` accepts, and a workflow that fails closed.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes files and runs the program"
)]

mod support;

use serde_json::Value;
use support::Workspace;

/// A repository: its build files, and where its tests write.
struct Stack {
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    report: &'static str,
}

const STACKS: &[Stack] = &[
    Stack {
        name: "Maven",
        files: &[("pom.xml", "<project/>")],
        report: "target/surefire-reports/TEST-a.xml",
    },
    Stack {
        name: "Maven, several modules",
        files: &[("pom.xml", "<project/>"), ("core/pom.xml", "<project/>")],
        report: "core/target/surefire-reports/TEST-a.xml",
    },
    Stack {
        name: "Gradle",
        files: &[("build.gradle.kts", "")],
        report: "build/test-results/test/TEST-a.xml",
    },
    Stack {
        name: "npm",
        files: &[("package.json", "{\"name\": \"a\", \"version\": \"1.0.0\"}")],
        report: "reports/junit.xml",
    },
    Stack {
        name: "npm without a version",
        files: &[("package.json", "{\"private\": true}")],
        report: "reports/junit.xml",
    },
    Stack {
        name: "Python",
        files: &[("pyproject.toml", "[project]\nname = \"a\"\n")],
        report: "reports/junit.xml",
    },
    Stack {
        name: "Rust",
        files: &[("Cargo.toml", "[package]\nname = \"a\"\nversion = \"0.1.0\"\n")],
        report: "target/nextest/ci/junit.xml",
    },
    Stack {
        name: "a Rust workspace",
        files: &[("Cargo.toml", "[workspace]\nmembers = [\"a\"]\n")],
        report: "target/nextest/ci/junit.xml",
    },
    Stack { name: "Go", files: &[("go.mod", "module a\n")], report: "reports/junit.xml" },
    Stack { name: "GitLab", files: &[(".gitlab-ci.yml", "")], report: "reports/junit.xml" },
    Stack { name: "nothing known", files: &[], report: "reports/junit.xml" },
];

const REPORT: &[u8] = b"<testsuite name='s'><testcase classname='c' name='a'/></testsuite>";

impl Stack {
    fn repository(&self) -> Workspace {
        let workspace = Workspace::new();
        for (name, text) in self.files {
            workspace.write(name, text.as_bytes());
        }
        workspace
    }
}

/// The exit code of a check of the gate file that lies here.
fn check(workspace: &Workspace) -> i32 {
    const COMMIT: &str = "commit=1111111111111111111111111111111111111111";
    let run = workspace.run(&["check", "--subject", COMMIT, "--now", "2026-11-24T00:00:00Z"]);
    assert!([0, 1, 3].contains(&run.code), "{run:?}");
    run.code
}

fn init(workspace: &Workspace) -> String {
    let run = workspace.run(&["init"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.stderr, "");
    run.stdout
}

fn yaml(workspace: &Workspace, name: &str) -> Value {
    serde_saphyr::from_str(&workspace.read(name)).unwrap()
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/fixtures/formats/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn the_gate_waits_for_the_reports_of_the_stack() {
    for stack in STACKS {
        let workspace = stack.repository();
        let said = init(&workspace);
        assert!(said.contains("not here yet"), "{}: {said}", stack.name);
        assert_eq!(check(&workspace), 3, "{}", stack.name);
        workspace.write(stack.report, REPORT);
        assert_eq!(check(&workspace), 0, "{}:\n{}", stack.name, workspace.read("gatewright.yaml"));
    }
}

#[test]
fn the_gate_judges_reports_that_lie_about() {
    for stack in STACKS.iter().filter(|stack| stack.report.contains("TEST")) {
        let workspace = stack.repository();
        workspace.write(stack.report, REPORT);
        let said = init(&workspace);
        assert!(
            said.contains("found here") && !said.contains("not here"),
            "{}: {said}",
            stack.name
        );
        assert_eq!(check(&workspace), 0, "{}", stack.name);
    }
}

#[test]
fn each_kind_of_report_is_listed_and_judged() {
    let workspace = Workspace::new();
    for (name, sample_name) in [
        ("reports/junit.xml", "junit/pytest.xml"),
        ("reports/coverage.xml", "cyclonedx/cyclonedx-py-1.6.xml"),
        ("scan/a.sarif", "sarif/bandit.sarif"),
        ("scan/b.sarif", "sarif/ruff.sarif"),
        ("bom.json", "cyclonedx/trivy-1.6.json"),
        ("reports/trivy.json", "trivy/misconfigurations.json"),
        ("reports/grype.json", "grype/clean.json"),
        ("reports/pull-request.json", "github-review/pull-request.json"),
        ("reports/[1] reviews.json", "github-review/reviews.json"),
        ("node_modules/left-pad/junit.xml", "junit/pytest.xml"),
        ("tests/fixtures/junit.xml", "junit/pytest.xml"),
    ] {
        workspace.write(name, &sample(sample_name));
    }
    workspace.write("package.json", b"{}");
    init(&workspace);
    let gate_file = yaml(&workspace, "gatewright.yaml");
    let listed: Vec<String> = gate_file["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            format!("{} {} {}", entry["id"], entry["format"], entry["files"]).replace('"', "")
        })
        .collect();
    assert_eq!(
        listed,
        [
            "unit-tests junit [reports/junit.xml]",
            "grype grype [reports/grype.json]",
            "code-scan sarif [scan/*.sarif]",
            "trivy trivy [reports/trivy.json]",
            "sbom cyclonedx [bom.json,reports/coverage.xml]",
            "review github-review [reports/[[]1[]] reviews.json,reports/pull-request.json]",
        ]
    );
    let included = gate_file["gates"]["production"]["rules"]["include"].to_string();
    for package in ["approvals", "findings", "sbom", "tests", "vulnerabilities"] {
        assert!(included.contains(&format!("release.{package}")), "{included}");
    }
    assert_ne!(check(&workspace), 0);
}

#[test]
fn the_gate_file_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../schemas/gatewright.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for stack in STACKS {
        let workspace = stack.repository();
        init(&workspace);
        let gate_file = yaml(&workspace, "gatewright.yaml");
        let mistakes: Vec<_> = schema.iter_errors(&gate_file).map(|it| it.to_string()).collect();
        assert!(mistakes.is_empty(), "{}: {mistakes:?}", stack.name);
    }
}

/// Every line that is commented out can be put in.
#[test]
fn the_gate_file_is_in_order_with_all_that_it_suggests() {
    let workspace = STACKS[0].repository();
    init(&workspace);
    let put_in = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        let text = line.trim_start().strip_prefix("# ")?;
        let first_word = text.split(' ').next()?;
        let is_yaml = first_word.is_empty() || first_word == "-" || first_word.ends_with(':');
        (indent > 0 && is_yaml).then(|| " ".repeat(indent) + text)
    };
    let text: String = workspace
        .read("gatewright.yaml")
        .lines()
        .map(|line| put_in(line).unwrap_or_else(|| line.to_owned()) + "\n")
        .collect();
    let all = text.replace("- release.tests", "- release");
    assert!(all.contains("\n  - id: review") && all.contains("\n    params:"), "{all}");
    workspace.write("gatewright.yaml", all.as_bytes());
    workspace.write("dist/app.tar.gz", b"app");
    assert_eq!(check(&workspace), 3, "{all}");
}

#[test]
fn the_name_of_the_folder_is_quoted() {
    let workspace = Workspace::new();
    for (folder, name) in
        [("1.10", "1.10"), ("null", "null"), ("a: b\u{1b}[2J#", "ab2J"), ("!", "my-service")]
    {
        workspace.write(&format!("{folder}/go.mod"), b"");
        assert_eq!(workspace.run(&["init", folder]).code, 0);
        assert_eq!(yaml(&workspace, &format!("{folder}/gatewright.yaml"))["subject"]["name"], name);
    }
}

#[test]
fn nothing_is_overwritten() {
    for there in ["gatewright.yaml", ".github/workflows/gatewright.yml"] {
        let workspace = Workspace::new();
        workspace.write(there, b"mine");
        let run = workspace.run(&["init"]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains("is there already"), "{run:?}");
        assert_eq!(workspace.read(there), "mine");
        let gate_file = workspace.path().join("gatewright.yaml");
        assert_eq!(gate_file.exists(), there == "gatewright.yaml", "half of it is written");
    }
}

#[test]
fn what_cannot_be_written_as_a_whole_is_not_written() {
    let workspace = Workspace::new();
    workspace.write(".github", b"a file where a folder should be");
    let run = workspace.run(&["init"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("cannot be written"), "{run:?}");
    assert!(!workspace.path().join("gatewright.yaml").exists());
}

#[test]
fn a_misspelt_folder_is_not_made() {
    let workspace = Workspace::new();
    let run = workspace.run(&["init", "servcie"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("there is no folder `servcie`"), "{run:?}");
    assert!(!workspace.path().join("servcie").exists());
}

#[test]
fn the_workflow_runs_even_after_a_failure_and_names_no_hash_that_nobody_looked_up() {
    let workspace = Workspace::new();
    let said = init(&workspace);
    assert!(said.contains("Finish .github/workflows/gatewright.yml"), "{said}");
    let text = workspace.read(".github/workflows/gatewright.yml");
    for line in text.lines().filter(|line| line.contains("uses:")) {
        assert!(line.trim_start().starts_with('#') && line.ends_with("@<commit>"), "{line}");
    }
    assert!(text.contains("Pin every action by the full hash of a commit"), "{text}");
    let workflow = yaml(&workspace, ".github/workflows/gatewright.yml");
    assert_eq!(workflow["permissions"], serde_json::json!({}));
    let gate = &workflow["jobs"]["gate"];
    assert_eq!(gate["if"], "${{ always() }}");
    assert_eq!(gate["permissions"], serde_json::json!({"contents": "read"}));
    let run = gate["steps"].as_array().unwrap().last().unwrap()["run"].as_str().unwrap();
    assert_runs(&workspace, run);
}

#[test]
fn gitlab_gets_a_job_to_include() {
    let workspace = Workspace::new();
    workspace.write(".gitlab-ci.yml", b"");
    init(&workspace);
    assert!(!workspace.path().join(".github").exists());
    let job = &yaml(&workspace, ".gitlab/gatewright.yml")["gatewright"];
    assert_runs(&workspace, job["script"][0].as_str().unwrap());
}

/// The command of a workflow is one that this version takes, with the gate file that lies beside it.
fn assert_runs(workspace: &Workspace, command: &str) {
    let arguments: Vec<&str> = command.split(' ').skip(1).collect();
    let run = workspace.run(&arguments);
    assert_eq!(run.code, 3, "{command}: {run:?}");
}

//! The matrix: whatever is wrong with a piece of required evidence, the gate does not say go.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes files and runs the program"
)]

mod support;

use support::{Run, Workspace};

/// A kind of evidence: the entry's format, the rule that needs it, and a sample that makes that rule pass.
struct Kind {
    format: &'static str,
    package: &'static str,
    good: fn() -> String,
}

/// The subject of every run.
const COMMIT: &str = "1111111111111111111111111111111111111111";
const OTHER: &str = "2222222222222222222222222222222222222222";
const NOW: &str = "2026-03-01T12:00:00Z";
const MADE: &str = "2026-03-01T11:00:00Z";

const KINDS: &[Kind] = &[
    Kind { format: "junit", package: "release.tests", good: junit },
    Kind { format: "sarif", package: "release.findings", good: sarif },
    Kind { format: "cyclonedx", package: "release.sbom", good: cyclonedx },
    Kind { format: "trivy", package: "release.vulnerabilities", good: trivy },
    Kind { format: "grype", package: "release.vulnerabilities", good: grype },
    Kind { format: "github-review", package: "release.approvals", good: review },
];

fn junit() -> String {
    format!(
        "<testsuite name='s' timestamp='{MADE}'><properties><property name='git.commit' value='{COMMIT}'/></properties>\
         <testcase classname='c' name='a'/></testsuite>"
    )
}

fn sarif() -> String {
    format!(
        r#"{{"version":"2.1.0","runs":[{{"tool":{{"driver":{{"name":"scanner"}}}},"results":[],
        "invocations":[{{"executionSuccessful":true,"endTimeUtc":"{MADE}"}}],
        "versionControlProvenance":[{{"repositoryUri":"https://example.org/a","revisionId":"{COMMIT}"}}]}}]}}"#
    )
}

fn cyclonedx() -> String {
    let digest = ARTIFACT.strip_prefix("sha256:").unwrap();
    format!(
        r#"{{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":{{"timestamp":"{MADE}",
        "component":{{"type":"application","name":"app","version":"1.0.0","hashes":[{{"alg":"SHA-256","content":"{digest}"}}]}}}},
        "components":[{{"type":"library","name":"lib","version":"1.0","purl":"pkg:npm/lib@1.0","licenses":[{{"license":{{"id":"MIT"}}}}]}}]}}"#
    )
}

fn trivy() -> String {
    format!(
        r#"{{"SchemaVersion":2,"CreatedAt":"{MADE}","ArtifactName":"app","ArtifactType":"container_image",
        "Metadata":{{"RepoDigests":["app@{ARTIFACT}"]}},"Results":[{{"Target":"app","Class":"lang-pkgs","Type":"npm"}}]}}"#
    )
}

fn grype() -> String {
    format!(
        r#"{{"matches":[],"source":{{"type":"image","target":{{"userInput":"app","repoDigests":["app@{ARTIFACT}"]}}}},
        "descriptor":{{"name":"grype","version":"0.90.0","timestamp":"{MADE}"}}}}"#
    )
}

fn review() -> String {
    format!(
        r#"{{"pull_request":{{"url":"https://api.github.com/repos/a/b/pulls/1","_links":{{}},"html_url":"https://github.com/a/b/pull/1","number":1,"state":"open",
        "draft":false,"title":"t","user":{{"login":"author","id":1,"type":"User"}},"head":{{"sha":"{COMMIT}","ref":"x"}},"base":{{"ref":"main","sha":"{OTHER}"}},
        "created_at":"{MADE}","updated_at":"{MADE}"}},
        "reviews":[{{"id":1,"body":"","user":{{"login":"reviewer","id":2,"type":"User"}},"state":"APPROVED","commit_id":"{COMMIT}","submitted_at":"{MADE}",
        "pull_request_url":"https://api.github.com/repos/a/b/pulls/1","html_url":"https://github.com/a/b/pull/1#r1"}}]}}"#
    )
}

/// The digest of the artifact that each run releases: its bytes are `artifact`.
const ARTIFACT: &str = "sha256:c7c5c1d70c5dec4416ab6158afd0b223ef40c29b1dc1f97ed9428b94d4cadb1c";

fn gate_file(kind: &Kind) -> String {
    format!(
        "version: 1\nsubject:\n  name: app\n  version: \"1.0.0\"\n  commit: \"{COMMIT}\"\n  author: author\n  artifacts:\n    - path: artifact\n\
         evidence:\n  - id: it\n    files: [report]\n    format: {}\n    max_age: 24h\n\
         gates:\n  g:\n    rules:\n      include: [{}]\n",
        kind.format, kind.package
    )
}

fn judge(kind: &Kind, report: Option<&[u8]>) -> Run {
    let workspace = Workspace::new();
    workspace.write("artifact", b"artifact");
    workspace.write("gatewright.yaml", gate_file(kind).as_bytes());
    if let Some(bytes) = report {
        workspace.write("report", bytes);
    }
    workspace.run(&["check", "--now", NOW])
}

#[test]
fn good_evidence_goes() {
    for kind in KINDS {
        let run = judge(kind, Some((kind.good)().as_bytes()));
        assert_eq!(run.code, 0, "{}:\n{}{}", kind.format, run.stdout, run.stderr);
    }
}

#[test]
fn nothing_else_does() {
    for kind in KINDS {
        let good = (kind.good)();
        let old = good.replace(MADE, "2026-02-01T11:00:00Z");
        let future = good.replace(MADE, "2026-03-03T11:00:00Z");
        let other_commit = good.replace(COMMIT, OTHER);
        let other_digest = good.replace(&ARTIFACT[7..], &"0".repeat(64));
        let undated = good.replace(MADE, "");
        let wrong_format = if kind.format == "junit" { sarif() } else { junit() };
        let mut cases: Vec<(&str, Option<Vec<u8>>)> = vec![
            ("absent", None),
            ("zero bytes", Some(Vec::new())),
            ("white space", Some(b" \n".to_vec())),
            ("{}", Some(b"{}".to_vec())),
            ("[]", Some(b"[]".to_vec())),
            ("null", Some(b"null".to_vec())),
            ("wrong format", Some(wrong_format.into_bytes())),
            ("not text", Some(vec![0xff, 0x00, 0x80])),
            ("stale", Some(old.into_bytes())),
            ("future", Some(future.into_bytes())),
            ("undated", Some(undated.into_bytes())),
        ];
        if other_commit != good {
            cases.push(("other commit", Some(other_commit.into_bytes())));
        }
        if other_digest != good {
            cases.push(("other digest", Some(other_digest.into_bytes())));
        }
        for cut in 1..8 {
            cases.push(("truncated", Some(good.as_bytes()[..good.len() * cut / 8].to_vec())));
        }
        for (name, report) in cases {
            let run = judge(kind, report.as_deref());
            assert_eq!(run.code, 3, "{} {name}:\n{}{}", kind.format, run.stdout, run.stderr);
        }
    }
}

/// Whatever is cut off the end of any good report, it does not go.
#[test]
fn no_prefix_of_a_report_goes() {
    for kind in KINDS {
        let good = (kind.good)();
        for length in (0..good.len()).step_by(97) {
            let (format, statement) = gatewright::formats::read(
                &good.as_bytes()[..length],
                None,
                gatewright::formats::Limits::DEFAULT,
            );
            assert!(
                format.is_none() || !statement.complete(),
                "{} cut to {length} bytes",
                kind.format
            );
        }
    }
}

/// The gate needs two kinds; leaving either out never helps.
#[test]
fn less_evidence_is_never_better() {
    let gate = format!(
        "version: 1\nsubject: {{name: app, version: \"1.0.0\", commit: \"{COMMIT}\"}}\n\
         evidence:\n  - {{id: tests, files: [\"t*\"], format: junit}}\n  - {{id: scan, files: [\"s*\"], format: sarif}}\n\
         gates: {{g: {{rules: {{include: [release.tests, release.findings]}}}}}}\n"
    );
    let failing = junit().replace("name='a'/>", "name='a'><failure message='no'/></testcase>");
    let files = [("t1", junit()), ("t2", failing), ("s1", sarif())];
    let code = |present: u8| {
        let workspace = Workspace::new();
        workspace.write("gatewright.yaml", gate.as_bytes());
        for (bit, (name, text)) in files.iter().enumerate() {
            if present & (1 << bit) != 0 {
                workspace.write(name, text.as_bytes());
            }
        }
        workspace.run(&["check", "--now", NOW]).code
    };
    assert_eq!(code(0b101), 0);
    for present in [0b000, 0b001, 0b100, 0b010, 0b011, 0b110, 0b111] {
        assert_ne!(code(present), 0, "{present:03b}");
    }
}

#[test]
fn a_run_over_nothing_does_not_go() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(&["check"]).code, 2);
    assert_eq!(workspace.run(&["check", "--evidence", "reports/**"]).code, 3);
    workspace.write("notes.txt", b"hello");
    assert_eq!(workspace.run(&["check", "--evidence", "*"]).code, 3);
    workspace.write("junit.xml", junit().as_bytes());
    let no_subject = workspace.run(&["check", "--evidence", "junit.xml"]);
    assert_eq!(no_subject.code, 3, "{}", no_subject.stdout);
    assert!(no_subject.stdout.contains("gate.subject"), "{}", no_subject.stdout);
    let with_subject = workspace.run(&[
        "check",
        "--evidence",
        "junit.xml",
        "--subject",
        &format!("commit={COMMIT}"),
        "--now",
        NOW,
    ]);
    assert_eq!(with_subject.code, 0, "{}", with_subject.stdout);
}

//! What is known of build tools and of reports: where a stack's tests write theirs, what an entry is called, and which
//! entries a gate may want.

use crate::evidence::Family;
use camino::Utf8Path;

/// A build tool, known by the file that it reads.
#[derive(Debug)]
pub(super) struct Stack {
    pub(super) file: &'static str,
    /// Where its tests write their reports.
    pub(super) reports: &'static str,
    /// What makes them do so.
    pub(super) how: &'static str,
}

/// The tools, in the order in which they are looked for: the first build file counts.
const STACKS: &[Stack] = &[
    Stack {
        file: "pom.xml",
        reports: "target/surefire-reports/TEST-*.xml",
        how: "`mvn test` writes them",
    },
    Stack { file: "build.gradle", ..GRADLE },
    Stack { file: "build.gradle.kts", ..GRADLE },
    Stack {
        file: "Cargo.toml",
        reports: "target/nextest/ci/junit.xml",
        how: "`cargo nextest run --profile ci` writes it, if .config/nextest.toml says `[profile.ci.junit]` and `path = \"junit.xml\"`",
    },
    Stack {
        file: "go.mod",
        reports: JUNIT,
        how: "`gotestsum --junitfile reports/junit.xml` writes it",
    },
    Stack { file: "pyproject.toml", ..PYTEST },
    Stack { file: "setup.py", ..PYTEST },
    Stack { file: "requirements.txt", ..PYTEST },
    Stack {
        file: "package.json",
        reports: JUNIT,
        how: "`vitest --reporter=junit --outputFile=reports/junit.xml` writes it, or jest-junit, or mocha-junit-reporter",
    },
    Stack {
        file: "composer.json",
        reports: JUNIT,
        how: "`phpunit --log-junit reports/junit.xml` writes it",
    },
];

const JUNIT: &str = "reports/junit.xml";

const GRADLE: Stack = Stack {
    file: "",
    reports: "build/test-results/**/TEST-*.xml",
    how: "`gradle test` writes them",
};

const PYTEST: Stack =
    Stack { file: "", reports: JUNIT, how: "`pytest --junitxml=reports/junit.xml` writes it" };

/// A repository that shows none of these.
const UNKNOWN: Stack =
    Stack { file: "", reports: JUNIT, how: "put the path of your JUnit report here" };

impl Stack {
    /// The stack of a repository.
    pub(super) fn of(root: &Utf8Path) -> &'static Self {
        STACKS.iter().find(|stack| root.join(stack.file).is_file()).unwrap_or(&UNKNOWN)
    }

    /// The pattern for the reports of this repository: of all its modules, where it has some.
    pub(super) fn pattern(&self, root: &Utf8Path) -> String {
        let has_modules = self.reports.contains('*')
            && root.read_dir_utf8().is_ok_and(|entries| {
                entries.flatten().any(|entry| entry.path().join(self.file).is_file())
            });
        if has_modules { format!("**/{}", self.reports) } else { self.reports.to_owned() }
    }
}

/// What a gate file calls the evidence of a format: by what it is for where that is plain, else by its format.
pub(super) fn id(format: &'static str) -> &'static str {
    match format {
        "junit" => UNIT_TESTS,
        "sarif" => "code-scan",
        "cyclonedx" => "sbom",
        "github-review" => "review",
        other => other,
    }
}

/// The one entry that every gate file has.
pub(super) const UNIT_TESTS: &str = "unit-tests";

/// An entry that a gate file may want.
#[derive(Debug)]
pub(super) struct Suggestion {
    pub(super) family: Family,
    pub(super) format: &'static str,
    pub(super) files: &'static [&'static str],
    /// Who writes such files.
    pub(super) tools: &'static str,
}

/// One suggestion for each family that is not here yet; tests always are.
pub(super) const SUGGESTIONS: &[Suggestion] = &[
    Suggestion {
        family: Family::Vulnerabilities,
        format: "trivy",
        files: &["reports/trivy.json"],
        tools: "trivy --format json",
    },
    Suggestion {
        family: Family::Findings,
        format: "sarif",
        files: &["reports/scan.sarif"],
        tools: "CodeQL, Semgrep, Bandit",
    },
    Suggestion {
        family: Family::Sboms,
        format: "cyclonedx",
        files: &["reports/bom.json"],
        tools: "cdxgen, syft, trivy",
    },
    Suggestion {
        family: Family::Approvals,
        format: "github-review",
        files: &["reports/pull-request.json", "reports/reviews.json"],
        tools: "gh api repos/{owner}/{repo}/pulls/N, and …/N/reviews",
    },
];

/// The package of built-in rules that judges a family.
pub(super) fn package(family: Family) -> &'static str {
    match family {
        Family::Tests => "release.tests",
        Family::Vulnerabilities => "release.vulnerabilities",
        Family::Findings => "release.findings",
        Family::Sboms => "release.sbom",
        Family::Approvals => "release.approvals",
    }
}

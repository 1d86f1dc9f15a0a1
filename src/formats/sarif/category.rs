//! What kind of scanner a result comes from. SARIF does not say; the name of the tool and the tags of the rule do.

use super::log::ReportingDescriptor;
use crate::evidence::findings::Category;

/// Names of tools, in lower case: a tool is of the category when one of them stands in its name as a word.
const TOOLS: &[(Category, &[&str])] = &[
    (
        Category::Secret,
        &[
            "gitleaks",
            "trufflehog",
            "detect-secrets",
            "ggshield",
            "gitguardian",
            "noseyparker",
            "nosey parker",
            "secretlint",
            "kingfisher",
            "whispers",
            "git-secrets",
            "betterleaks",
            "talisman",
        ],
    ),
    (
        Category::Iac,
        &[
            "checkov",
            "tfsec",
            "kics",
            "terrascan",
            "hadolint",
            "dockle",
            "kubescape",
            "kube-linter",
            "kubelinter",
            "kube-score",
            "polaris",
            "cfn-lint",
            "cfn_nag",
            "cfn-nag",
            "tflint",
            "regula",
            "psrule",
            "snyk iac",
            "templateanalyzer",
            "datree",
            "conftest",
            "kubesec",
        ],
    ),
    (
        Category::Vulnerability,
        &[
            "trivy",
            "grype",
            "snyk open source",
            "snyk container",
            "osv-scanner",
            "osv scanner",
            "dependency-check",
            "pip-audit",
            "cargo-audit",
            "cargo-deny",
            "govulncheck",
            "npm audit",
            "npm-audit",
            "docker scout",
            "anchore",
            "clair",
            "retire.js",
            "xray",
            "bundler-audit",
            "auditjs",
            "nancy",
            "bomber",
        ],
    ),
    (
        Category::Dast,
        &[
            "zap",
            "nuclei",
            "stackhawk",
            "hawkscan",
            "burp",
            "dastardly",
            "nikto",
            "wapiti",
            "arachni",
        ],
    ),
    (
        Category::Lint,
        &[
            "eslint",
            "ruff",
            "clippy",
            "golangci-lint",
            "shellcheck",
            "pylint",
            "flake8",
            "stylelint",
            "rubocop",
            "ktlint",
            "detekt",
            "checkstyle",
            "swiftlint",
            "pmd",
            "biome",
            "oxlint",
            "markdownlint",
            "yamllint",
            "staticcheck",
            "phpstan",
            "psalm",
            "mypy",
            "pyright",
            "actionlint",
            "clang-tidy",
            "cppcheck",
            "psscriptanalyzer",
            "android lint",
            "jshint",
            "tslint",
            "ansible-lint",
            "revive",
            "vale",
        ],
    ),
];

/// The category of a tool's results where their rules do not say otherwise.
pub(super) fn of_tool(name: &str) -> Category {
    let name = name.to_ascii_lowercase();
    let is_of = |tools: &[&str]| tools.iter().any(|tool| has_word(&name, tool));
    TOOLS.iter().find(|(_, tools)| is_of(tools)).map_or(Category::Sast, |(category, _)| *category)
}

/// The category of a result: a tool of many trades tags its rules, or tells by their ids.
pub(super) fn of_result(
    tool: Category,
    rule_id: &str,
    rule: Option<&ReportingDescriptor>,
) -> Category {
    let tags = rule.and_then(|rule| rule.properties.as_ref()?.tags.as_ref()?.as_array());
    for tag in tags.into_iter().flatten().filter_map(|tag| tag.as_str()) {
        match tag.to_ascii_lowercase().as_str() {
            "secret" | "secrets" => return Category::Secret,
            "misconfiguration" => return Category::Iac,
            "license" => return Category::License,
            "vulnerability" if tool == Category::Vulnerability => return Category::Vulnerability,
            _ => {}
        }
    }
    let is_advisory = ["CVE-", "GHSA-", "RUSTSEC-", "PYSEC-", "GO-20"];
    if rule_id.starts_with("CKV_SECRET_") || rule_id.contains(".secrets.") {
        Category::Secret
    } else if is_advisory.iter().any(|prefix| rule_id.starts_with(prefix)) {
        Category::Vulnerability
    } else {
        tool
    }
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_trade_of_a_tool_by_its_name() {
        for (name, category) in [
            ("gitleaks", Category::Secret),
            ("Checkov", Category::Iac),
            ("Snyk Open Source", Category::Vulnerability),
            ("SnykCode", Category::Sast),
            ("OWASP ZAP", Category::Dast),
            ("Zapper", Category::Sast),
            ("ESLint", Category::Lint),
            ("CodeQL", Category::Sast),
        ] {
            assert_eq!(of_tool(name), category, "{name}");
        }
    }

    #[test]
    fn a_rule_knows_better_than_the_name_of_its_tool() {
        let tagged = |tag: &str| -> ReportingDescriptor {
            serde_json::from_str(&format!(
                r#"{{"id":"R","properties":{{"tags":["security","{tag}"]}}}}"#
            ))
            .unwrap()
        };
        let of = |tag| of_result(Category::Vulnerability, "R", Some(&tagged(tag)));
        assert_eq!(of("secret"), Category::Secret);
        assert_eq!(of("misconfiguration"), Category::Iac);
        assert_eq!(of("vulnerability"), Category::Vulnerability);
        assert_eq!(of_result(Category::Iac, "CKV_SECRET_6", None), Category::Secret);
        assert_eq!(of_result(Category::Sast, "generic.secrets.aws", None), Category::Secret);
        assert_eq!(of_result(Category::Iac, "CVE-2020-1", None), Category::Vulnerability);
    }
}

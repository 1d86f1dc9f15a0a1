# METADATA
# title: Findings
# description: >-
#   What scanners of code, secrets and configuration may report for a release. Suppressed and fixed findings, and those
#   that are in the baseline only, are not open. A severity that is not known counts as critical, except for findings
#   of code scanners: they are judged by their level too.
# custom:
#   params:
#     finding_severity:
#       enum: [informational, low, medium, high, critical]
#       default: high
#       description: Severity from which on a misconfiguration, or a vulnerability reported as a finding, is denied.
package release.findings

import data.lib.gate
import data.lib.severity

# METADATA
# title: No new errors from scanners
# description: >-
#   No finding of level `error`, or of high or critical severity, is open that was not in the baseline already. Holds
#   for static and dynamic analysis, linters, licences, and every category that no other rule judges.
# custom:
#   short_name: no_errors
#   severity: high
#   requires: [findings]
#   solution: >-
#     Fix the code at the place named. If the finding is wrong, suppress it where the scanner reads it, with a
#     justification, and scan again.
deny contains result if {
	some finding in _open
	not _has_own_rule(finding)
	not _known_before(finding)
	_serious(finding)
	result := gate.violation(rego.metadata.rule(), _violation(finding))
}

# METADATA
# title: No secrets
# description: No secret is open, whatever its severity and whether or not it was in the baseline already.
# custom:
#   short_name: no_secrets
#   severity: critical
#   requires: [findings]
#   solution: >-
#     Revoke the secret at its issuer first: removing it from the code does not make it secret again. Then remove it,
#     read the new one from the secret store, and scan again. A value that is no secret is suppressed in the scanner,
#     with a justification.
deny contains result if {
	some finding in _open
	finding.category == "secret"
	result := gate.violation(rego.metadata.rule(), _violation(finding))
}

# METADATA
# title: No serious misconfigurations
# description: No misconfiguration of the given severity or above is open, in the baseline or not.
# custom:
#   short_name: no_misconfigurations
#   severity: high
#   requires: [findings]
#   solution: >-
#     Change the setting as the scanner's rule says, and scan again. If the setting is meant so, suppress the finding
#     where the scanner reads it, with a justification.
deny contains result if {
	some finding in _open
	finding.category == "iac"
	severity.at_least(finding.severity, data.params.finding_severity)
	result := gate.violation(rego.metadata.rule(), _violation(finding))
}

# METADATA
# title: No serious vulnerabilities among the findings
# description: >-
#   No vulnerability of the given severity or above is open in a report of findings, as scanners write it in SARIF. Such
#   a report does not say what a vulnerability scan does (fixed versions, dates), so it gives no grace.
# custom:
#   short_name: no_vulnerabilities
#   severity: high
#   requires: [findings]
#   solution: >-
#     Upgrade the component, rebuild and scan again. Hand the scanner's own JSON report to the gate instead of SARIF to
#     have it judged by `release.vulnerabilities`.
deny contains result if {
	some finding in _open
	finding.category == "vulnerability"
	severity.at_least(finding.severity, data.params.finding_severity)
	result := gate.violation(rego.metadata.rule(), _violation(finding))
}

_open := [finding | some report in input.findings; some finding in report.findings; not _settled(finding)]

_settled(finding) if finding.state in {"suppressed", "fixed", "not_a_finding"}

_settled(finding) if finding.baseline == "absent"

_known_before(finding) if finding.baseline == "unchanged"

_has_own_rule(finding) if finding.category in {"secret", "iac", "vulnerability"}

_serious(finding) if not _below_error(finding)

_serious(finding) if finding.severity in {"high", "critical"}

_below_error(finding) if finding.level in {"none", "note", "warning"}

_violation(finding) := {
	"msg": sprintf("%s: %s", [_place(finding), finding.message]),
	"at": finding.at,
	"found": sprintf("%s, level %s, severity %s", [finding.rule_id, _level(finding), finding.severity]),
	"wanted": "no such finding",
}

_level(finding) := object.get(finding, "level", "not stated")

_place(finding) := sprintf("%s:%d", [finding.location.uri, finding.location.start_line])

_place(finding) := finding.location.uri if not finding.location.start_line

_place(finding) := "somewhere" if not finding.location

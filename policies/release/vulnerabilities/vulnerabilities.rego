# METADATA
# title: Vulnerabilities
# description: >-
#   Which known vulnerabilities a release may have. Suppressed ones, and those that VEX or triage settled, are not open;
#   those under investigation are. A severity that is not known counts as critical.
# custom:
#   params:
#     critical_grace_days:
#       type: integer
#       minimum: 0
#       default: 0
#       description: Days after its publication for which an open critical vulnerability is accepted.
#     high_grace_days:
#       type: integer
#       minimum: 0
#       default: 0
#       description: Days after its publication for which an open high vulnerability is accepted.
#     fixable_severity:
#       enum: [informational, low, medium, high, critical]
#       default: medium
#       description: Severity from which on a vulnerability with a fix has to be fixed.
#     max_epss:
#       type: number
#       minimum: 0
#       maximum: 1
#       default: 0.5
#       description: Probability of exploitation (EPSS) that a vulnerability has to stay below.
package release.vulnerabilities

import data.lib.gate
import data.lib.severity
import data.lib.vulnerability

# METADATA
# title: No open critical vulnerability
# description: No critical vulnerability is open for longer than the grace, counted from its publication.
# custom:
#   short_name: no_critical
#   severity: critical
#   requires: [vulnerabilities]
#   solution: >-
#     Upgrade the component to a fixed version, rebuild and scan again. Without a fix, remove the component; if the
#     vulnerability cannot be reached, say so in a VEX statement; otherwise ask for a waiver with an expiry.
deny contains result if {
	some record in _open
	severity.at_least(record.severity, "critical")
	grace := data.params.critical_grace_days
	not _within_grace(record, grace)
	result := gate.violation(rego.metadata.rule(), _overdue(record, grace))
}

# METADATA
# title: No open high vulnerability
# description: No high vulnerability is open for longer than the grace, counted from its publication.
# custom:
#   short_name: no_high
#   severity: high
#   requires: [vulnerabilities]
#   solution: >-
#     Upgrade the component to a fixed version, rebuild and scan again. Without a fix, remove the component; if the
#     vulnerability cannot be reached, say so in a VEX statement; otherwise ask for a waiver with an expiry.
deny contains result if {
	some record in _open
	record.severity == "high"
	grace := data.params.high_grace_days
	not _within_grace(record, grace)
	result := gate.violation(rego.metadata.rule(), _overdue(record, grace))
}

# METADATA
# title: Available fixes are taken
# description: No vulnerability of the given severity or above is open although there is a version without it.
# custom:
#   short_name: fix_available
#   severity: high
#   requires: [vulnerabilities]
#   solution: Upgrade the component to a fixed version, rebuild and scan again.
deny contains result if {
	some record in _open
	severity.at_least(record.severity, data.params.fixable_severity)
	vulnerability.fixable(record)
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("%s in %s has a fix", [record.id, vulnerability.component(record)]),
		"at": record.at,
		"found": object.get(record.component, "version", "version not stated"),
		"wanted": vulnerability.fixed_version(record),
		"fix": _upgrade(record),
	})
}

# METADATA
# title: No exploited vulnerability
# description: No open vulnerability of any severity is known to be exploited (CISA KEV), or likely to be (EPSS).
# custom:
#   short_name: known_exploited
#   severity: critical
#   requires: [vulnerabilities]
#   solution: >-
#     Treat it as an incident: find out whether what runs now is affected too, upgrade or remove the component, rebuild
#     and scan again. Call the security team before you ask for a waiver.
deny contains result if {
	some record in _open
	signs := _exploitation(record)
	count(signs) > 0
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("%s in %s is exploited, or likely to be", [record.id, vulnerability.component(record)]),
		"at": record.at,
		"found": concat(", ", signs),
		"wanted": sprintf("not in KEV, EPSS below %v", [data.params.max_epss]),
		"fixed_in": record.fix.versions,
	})
}

# METADATA
# title: No open medium vulnerability
# description: No medium vulnerability is open. It does not block the release.
# custom:
#   short_name: no_medium
#   severity: medium
#   requires: [vulnerabilities]
#   solution: Plan the upgrade of the component for one of the next releases.
warn contains result if {
	some record in _open
	record.severity == "medium"
	result := gate.violation(rego.metadata.rule(), _overdue(record, 0))
}

_open := [record | some scan in input.vulnerabilities; some record in scan.findings; vulnerability.is_open(record)]

# One step for each component, whatever number of its vulnerabilities it settles.
_upgrade(record) := sprintf("Upgrade %s; fixes are in %s.", [component, concat(", ", sort(_fixes[component]))]) if {
	component := vulnerability.component(record)
}

_upgrade(record) := sprintf("Upgrade %s to a fixed version.", [component]) if {
	component := vulnerability.component(record)
	not _fixes[component]
}

_fixes[component] contains version if {
	some record in _open
	component := vulnerability.component(record)
	some version in record.fix.versions
}

_within_grace(record, days) if vulnerability.age_in_days(record, input.now) < days

_overdue(record, days) := {
	"msg": sprintf("%s in %s is %s", [record.id, vulnerability.component(record), vulnerability.rating(record)]),
	"at": record.at,
	"found": sprintf("%s, published %s", [record.state, object.get(record, "published_at", "on an unknown date")]),
	"wanted": _allowance(days),
	"fixed_in": record.fix.versions,
}

_allowance(0) := "not open"

_allowance(days) := sprintf("open for less than %d days after publication", [days]) if days > 0

_exploitation(record) := union({
	{"known to be exploited (KEV)" | record.kev},
	{sprintf("EPSS %v", [record.epss]) | record.epss >= data.params.max_epss},
})

package release.vulnerabilities_test

import data.release.vulnerabilities

test_a_clean_scan_and_an_absent_one_are_not_denied if {
	_denied([], {}) == set()
	_warned([]) == set()
	params := _params
	absent := vulnerabilities.deny with input as {"now": "2026-03-01T00:00:00Z"} with data.params as params
	absent == set()
	warnings := vulnerabilities.warn with input as {} with data.params as params
	warnings == set()
}

# no_critical, no_high

test_denies_an_open_critical_vulnerability if {
	_denied([_record("CVE-1", "critical")], {}) == {{
		"rule": "no_critical",
		"title": "No open critical vulnerability",
		"msg": "CVE-1 in zlib 1.2 is critical",
		"at": "scan#CVE-1",
		"found": "open, published on an unknown date",
		"wanted": "not open",
		"fixed_in": [],
	}}
}

test_denies_critical_high_and_unknown_severities if {
	records := [_record(concat("-", ["CVE", word]), word) |
		some word in ["critical", "high", "medium", "low", "informational", "unknown"]
	]
	_rules(_denied(records, {})) == {
		["no_critical", "scan#CVE-critical"],
		["no_critical", "scan#CVE-unknown"],
		["no_high", "scan#CVE-high"],
	}
}

test_denies_what_is_under_investigation_and_not_what_is_settled if {
	words := [
		"open", "under_investigation", "unknown",
		"suppressed", "not_affected", "fixed", "false_positive", "risk_accepted",
	]
	records := [object.union(_record(word, "high"), {"state": word}) | some word in words]
	_rules(_denied(records, {})) == {
		["no_high", "scan#open"],
		["no_high", "scan#under_investigation"],
		["no_high", "scan#unknown"],
	}
}

test_a_grace_ends_on_its_last_day if {
	records := [
		_published("CVE-1", "high", "2026-02-20T00:00:00Z"),
		_published("CVE-2", "high", "2026-02-19T00:00:00Z"),
	]
	results := _denied(records, {"high_grace_days": 10})
	{[result.msg, result.found, result.wanted] | some result in results} == {[
		"CVE-2 in zlib 1.2 is high",
		"open, published 2026-02-19T00:00:00Z",
		"open for less than 10 days after publication",
	]}
}

test_no_grace_without_a_publication_in_the_past if {
	records := [_published("CVE-1", "critical", "2026-03-02T00:00:00Z"), _record("CVE-2", "unknown")]
	_rules(_denied(records, {"critical_grace_days": 10})) == {
		["no_critical", "scan#CVE-1"],
		["no_critical", "scan#CVE-2"],
	}
}

test_the_grace_of_high_is_not_that_of_critical if {
	records := [
		_published("CVE-1", "critical", "2026-02-28T00:00:00Z"),
		_published("CVE-2", "high", "2026-02-28T00:00:00Z"),
	]
	_rules(_denied(records, {"high_grace_days": 10})) == {["no_critical", "scan#CVE-1"]}
	_rules(_denied(records, {"critical_grace_days": 10})) == {["no_high", "scan#CVE-2"]}
}

# fix_available

test_denies_a_vulnerability_whose_fix_is_not_taken if {
	_denied([_fixed("CVE-1", "medium")], {}) == {{
		"rule": "fix_available",
		"title": "Available fixes are taken",
		"msg": "CVE-1 in zlib 1.2 has a fix",
		"at": "scan#CVE-1",
		"found": "1.2",
		"wanted": "1.3",
		"fix": "Upgrade zlib 1.2; fixes are in 1.3.",
	}}
}

test_a_fix_below_the_severity_may_wait if {
	_denied([_fixed("CVE-1", "low"), _fixed("CVE-2", "medium")], {"fixable_severity": "high"}) == set()
}

test_a_fix_of_unknown_severity_may_not_wait if {
	results := _denied([_fixed("CVE-1", "unknown")], {"fixable_severity": "critical"})
	{result.rule | some result in results} == {"fix_available", "no_critical"}
}

test_denies_a_fix_of_a_component_without_a_version if {
	record := object.union(object.remove(_fixed("CVE-1", "medium"), ["component"]), {"component": {"name": "zlib"}})
	results := _denied([record], {})
	{[result.rule, result.found] | some result in results} == {["fix_available", "version not stated"]}
}

test_the_fixes_of_a_component_are_one_step if {
	records := [
		_fixed("CVE-1", "medium"),
		object.union(_fixed("CVE-2", "medium"), {"fix": {"state": "fixed", "versions": ["1.4", "1.3"]}}),
		object.union(_fixed("CVE-3", "medium"), {"fix": {"state": "fixed", "versions": []}}),
		object.union(_fixed("CVE-4", "medium"), {"component": {"name": "curl"}}),
	]
	{[result.at, result.fix] | some result in _denied(records, {})} == {
		["scan#CVE-1", "Upgrade zlib 1.2; fixes are in 1.3, 1.4."],
		["scan#CVE-2", "Upgrade zlib 1.2; fixes are in 1.3, 1.4."],
		["scan#CVE-3", "Upgrade zlib 1.2; fixes are in 1.3, 1.4."],
		["scan#CVE-4", "Upgrade curl 1.2; fixes are in 1.3."],
	}
}

test_a_fix_without_versions_is_an_upgrade_to_some_fixed_version if {
	record := object.union(_record("CVE-1", "medium"), {"fix": {"state": "fixed", "versions": []}})
	{[result.wanted, result.fix] | some result in _denied([record], {})} == {[
		"a fixed version",
		"Upgrade zlib 1.2 to a fixed version.",
	]}
}

# known_exploited

test_denies_what_is_exploited_or_likely_to_be_whatever_its_severity if {
	records := [
		object.union(_record("CVE-1", "low"), {"kev": true, "epss": 0.75}),
		object.union(_record("CVE-2", "low"), {"epss": 0.5}),
	]
	results := _denied(records, {})
	{[result.rule, result.msg, result.found, result.wanted] | some result in results} == {
		[
			"known_exploited", "CVE-1 in zlib 1.2 is exploited, or likely to be",
			"EPSS 0.75, known to be exploited (KEV)", "not in KEV, EPSS below 0.5",
		],
		[
			"known_exploited", "CVE-2 in zlib 1.2 is exploited, or likely to be",
			"EPSS 0.5", "not in KEV, EPSS below 0.5",
		],
	}
}

test_what_is_hardly_exploited_is_no_exploited_vulnerability if {
	_denied([object.union(_record("CVE-1", "low"), {"kev": false, "epss": 0.49})], {}) == set()
}

# no_medium

test_warns_of_an_open_medium_vulnerability if {
	records := [_record("CVE-1", "medium"), _record("CVE-2", "high"), _record("CVE-3", "low")]
	_rules(_warned(records)) == {["no_medium", "scan#CVE-1"]}
}

_denied(records, params) := results if {
	inp := _input(records)
	all_params := object.union(_params, params)
	results := vulnerabilities.deny with input as inp with data.params as all_params
}

_warned(records) := results if {
	inp := _input(records)
	params := _params
	results := vulnerabilities.warn with input as inp with data.params as params
}

_rules(results) := {[result.rule, result.at] | some result in results}

_input(records) := {
	"now": "2026-03-01T00:00:00Z",
	"vulnerabilities": [{"id": "scan", "complete": true, "findings": records}],
}

_record(id, severity) := {
	"id": id,
	"severity": severity,
	"component": {"name": "zlib", "version": "1.2"},
	"fix": {"state": "unknown", "versions": []},
	"state": "open",
	"at": concat("#", ["scan", id]),
}

_published(id, severity, time) := object.union(_record(id, severity), {"published_at": time})

_fixed(id, severity) := object.union(_record(id, severity), {"fix": {"state": "fixed", "versions": ["1.3"]}})

_params := {
	"critical_grace_days": 0,
	"high_grace_days": 0,
	"fixable_severity": "medium",
	"max_epss": 0.5,
}

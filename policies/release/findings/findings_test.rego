package release.findings_test

import data.release.findings

test_a_clean_report_and_an_absent_one_are_not_denied if {
	_deny([]) == set()
	params := {"finding_severity": "high"}
	absent := findings.deny with input as {} with data.params as params
	absent == set()
}

# no_errors

test_denies_an_open_error_and_says_where_it_is if {
	_deny([_finding("F1", {"level": "error"})]) == {{
		"rule": "no_errors",
		"title": "No new errors from scanners",
		"msg": "src/app.js:7: tainted input",
		"at": "scan#F1",
		"found": "F1, level error, severity medium",
		"wanted": "no such finding",
	}}
}

test_denies_an_error_without_a_line_or_a_place if {
	nowhere := object.remove(_finding("F2", {"level": "error"}), ["location"])
	no_line := object.union(nowhere, {"location": {"uri": "src/app.js"}})
	{result.msg | some result in _deny([nowhere, no_line])} == {
		"somewhere: tainted input",
		"src/app.js: tainted input",
	}
}

test_denies_errors_of_every_category_without_a_rule_of_its_own if {
	categories := ["sast", "dast", "lint", "license", "quality"]
	_rules(_deny([_finding(word, {"level": "error", "category": word}) | some word in categories])) == {
		["no_errors", "scan#sast"],
		["no_errors", "scan#dast"],
		["no_errors", "scan#lint"],
		["no_errors", "scan#license"],
		["no_errors", "scan#quality"],
	}
}

test_a_high_severity_is_an_error_whatever_its_level if {
	severities := ["informational", "low", "medium", "high", "critical", "unknown"]
	_rules(_deny([_finding(word, {"severity": word}) | some word in severities])) == {
		["no_errors", "scan#high"],
		["no_errors", "scan#critical"],
	}
}

test_only_levels_below_error_are_accepted if {
	levels := ["none", "note", "warning", "error"]
	_rules(_deny([_finding(word, {"level": word}) | some word in levels])) == {["no_errors", "scan#error"]}
}

test_a_level_that_is_not_known_or_not_stated_is_an_error if {
	unstated := object.remove(_finding("F1", {}), ["level"])
	{result.found | some result in _deny([unstated, _finding("F2", {"level": "odd"})])} == {
		"F1, level not stated, severity medium",
		"F2, level odd, severity medium",
	}
}

test_an_error_is_new_unless_the_baseline_has_it if {
	baselines := ["none", "new", "unchanged", "updated", "absent"]
	_rules(_deny([_finding(word, {"level": "error", "baseline": word}) | some word in baselines])) == {
		["no_errors", "scan#none"],
		["no_errors", "scan#new"],
		["no_errors", "scan#updated"],
	}
}

test_a_settled_error_is_not_denied_and_one_of_unknown_state_is if {
	states := ["open", "suppressed", "fixed", "not_a_finding", "odd"]
	_rules(_deny([_finding(word, {"level": "error", "state": word}) | some word in states])) == {
		["no_errors", "scan#open"],
		["no_errors", "scan#odd"],
	}
}

# no_secrets

test_denies_a_secret_of_any_level_also_one_of_the_baseline if {
	_rules(_deny([
		_finding("S1", {"category": "secret", "level": "note", "severity": "low"}),
		_finding("S3", {"category": "secret", "level": "error"}),
		_finding("S2", {"category": "secret", "baseline": "unchanged"}),
	])) == {["no_secrets", "scan#S1"], ["no_secrets", "scan#S2"], ["no_secrets", "scan#S3"]}
}

test_a_suppressed_secret_is_not_denied if {
	_deny([_finding("S1", {"category": "secret", "state": "suppressed"})]) == set()
}

# no_misconfigurations, no_vulnerabilities

test_denies_misconfigurations_and_vulnerabilities_of_the_severity_or_above if {
	words := ["low", "medium", "high", "critical", "unknown"]
	_rules(_deny(array.concat(
		[_finding(word, {"category": "iac", "severity": word}) | some word in words],
		[_finding(word, {"category": "vulnerability", "severity": word}) | some word in words],
	))) == {
		["no_misconfigurations", "scan#high"],
		["no_misconfigurations", "scan#critical"],
		["no_misconfigurations", "scan#unknown"],
		["no_vulnerabilities", "scan#high"],
		["no_vulnerabilities", "scan#critical"],
		["no_vulnerabilities", "scan#unknown"],
	}
}

test_the_severity_is_a_parameter if {
	inp := _input([
		_finding("M1", {"category": "iac", "severity": "medium"}),
		_finding("V1", {"category": "vulnerability", "severity": "medium"}),
	])
	params := {"finding_severity": "medium"}
	results := findings.deny with input as inp with data.params as params
	_rules(results) == {["no_misconfigurations", "scan#M1"], ["no_vulnerabilities", "scan#V1"]}
}

_deny(records) := results if {
	inp := _input(records)
	params := {"finding_severity": "high"}
	results := findings.deny with input as inp with data.params as params
}

_rules(results) := {[result.rule, result.at] | some result in results}

_input(records) := {"findings": [{"id": "scan", "complete": true, "findings": records}]}

_finding(id, fields) := object.union(
	{
		"category": "sast",
		"rule_id": id,
		"message": "tainted input",
		"severity": "medium",
		"level": "warning",
		"location": {"uri": "src/app.js", "start_line": 7},
		"state": "open",
		"baseline": "none",
		"at": concat("#", ["scan", id]),
	},
	fields,
)

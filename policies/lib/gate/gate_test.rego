package lib.gate_test

import data.lib.gate

test_a_violation_carries_the_name_and_title_of_its_rule if {
	meta := {"title": "No failing tests", "custom": {"short_name": "no_failures"}}
	gate.violation(meta, {"msg": "login failed", "at": "unit#/0"}) == {
		"rule": "no_failures",
		"title": "No failing tests",
		"msg": "login failed",
		"at": "unit#/0",
	}
}

test_a_violation_cannot_take_the_name_of_another_rule if {
	meta := {"title": "No failing tests", "custom": {"short_name": "no_failures"}}
	result := gate.violation(meta, {"msg": "login failed", "rule": "ran"})
	result.rule == "no_failures"
}

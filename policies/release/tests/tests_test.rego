package release.tests_test

import data.release.tests

# no_failures

test_passed_and_skipped_cases_are_no_failures if {
	_deny([_case("a", "passed"), _case("b", "skipped")]) == set()
}

test_denies_a_failed_case_and_says_why_it_failed if {
	failed := object.union(_case("login", "failed"), {"message": "expected 200, got 500"})
	_deny([failed, _case("b", "passed")]) == {{
		"rule": "no_failures",
		"title": "No failing tests",
		"msg": "login failed",
		"at": "unit#login",
		"found": "failed: expected 200, got 500",
		"wanted": "passed",
	}}
}

test_denies_each_case_that_failed_errored_or_has_no_known_outcome if {
	silent := object.remove(_case("case", ""), ["status"])
	cases := [_case("case", word) | some word in ["passed", "failed", "errored", "unknown", "odd"]]
	{[result.rule, result.msg, result.found] | some result in _deny(array.concat(cases, [silent]))} == {
		["no_failures", "case failed", "failed: no message"],
		["no_failures", "case could not be run to its end", "errored: no message"],
		["no_failures", "case has no known outcome", "unknown: no message"],
		["no_failures", "case has no known outcome", "odd: no message"],
	}
}

test_denies_a_failed_case_of_an_incomplete_report if {
	results := _deny_reports([_report([_case("a", "passed")]), _incomplete([_case("b", "failed")])], _params)
	{[result.rule, result.at] | some result in results} == {["no_failures", "unit#b"]}
}

test_a_summary_that_does_not_add_up_hides_no_failure if {
	sums := {"tests": 1, "passed": 1, "failed": 0, "errored": 0, "skipped": 0, "flaky": 0}
	summaries := [
		sums,
		object.union(sums, {"tests": 2}),
		object.union(sums, {"passed": 2}),
		object.remove(sums, ["errored"]),
	]
	reports := [_summed([_case("a", "passed"), _case("b", "failed")], summary) | some summary in summaries]
	every report in reports {
		{result.at | some result in _deny_reports([report], _params)} == {"unit#b"}
	}
}

test_failures_are_found_in_a_report_whose_summary_names_them if {
	sums := {"tests": 2, "passed": 1, "failed": 0, "errored": 1, "skipped": 0, "flaky": 0}
	cases := [_case("a", "passed"), _case("b", "unknown")]
	{result.at | some result in _deny_reports([_summed(cases, sums)], _params)} == {"unit#b"}
	failures := object.union(sums, {"failed": 1, "errored": 0})
	failed := _summed([_case("a", "passed"), _case("b", "failed")], failures)
	{result.at | some result in _deny_reports([failed], _params)} == {"unit#b"}
}

# ran

test_denies_when_there_is_no_report if {
	_deny_reports([], _params) == {{
		"rule": "ran",
		"title": "Tests ran",
		"msg": "0 test cases ran; at least 1 must",
		"found": 0,
		"wanted": 1,
	}}
}

test_denies_a_report_without_cases if {
	_found(_deny([])) == {["ran", 0, 1]}
}

test_denies_when_the_tests_family_is_absent if {
	params := _params
	results := tests.deny with input as {} with data.params as params
	_found(results) == {["ran", 0, 1]}
}

test_skipped_and_unknown_cases_and_incomplete_reports_do_not_count_as_run if {
	cases := [_case("a", "skipped"), _case("b", "passed"), _case("c", "passed")]
	reports := [_report(cases), _incomplete([_case("d", "passed")])]
	_found(_deny_reports(reports, _with({"min_tests": 3}))) == {["ran", 2, 3]}
}

test_failed_and_errored_cases_count_as_run if {
	results := _deny_reports([_report([_case("a", "failed"), _case("b", "errored")])], _with({"min_tests": 2}))
	{result.rule | some result in results} == {"no_failures"}
}

test_a_case_that_two_reports_name_ran_once if {
	reports := [_report([_case("a", "passed")]), _report([_case("a", "passed")])]
	_found(_deny_reports(reports, _with({"min_tests": 2}))) == {["ran", 1, 2]}
}

test_the_summary_of_one_complete_report_tells_that_enough_ran if {
	cases := [_case("a", "passed"), _case("b", "failed"), _case("c", "unknown"), _case("d", "skipped")]
	sums := {"tests": 4, "passed": 1, "failed": 1, "errored": 1, "skipped": 1, "flaky": 0}
	rules := [
		{result.rule | some result in _deny_reports([report], _with({"min_tests": least}))} |
			some [report, least] in [
				[_summed(cases, sums), 2],
				[_summed(cases, sums), 3],
				[object.union(_summed(cases, sums), {"complete": false}), 2],
				[_summed(cases, object.union(sums, {"passed": 9, "tests": 12})), 3],
			]
	]
	rules == [{"no_failures"}, {"no_failures", "ran"}, {"no_failures", "ran"}, {"no_failures", "ran"}]
}

# Evidence has one entry for a case, whatever number of its runs a report names.
test_the_cases_of_one_report_are_taken_to_differ if {
	sums := {"tests": 2, "passed": 1, "failed": 1, "errored": 0, "skipped": 0, "flaky": 0}
	report := _summed([_case("a", "passed"), _case("a", "failed")], sums)
	{result.rule | some result in _deny_reports([report], _with({"min_tests": 2}))} == {"no_failures"}
}

test_says_how_many_ran_in_the_singular_too if {
	results := _deny_reports([_report([_case("a", "passed")])], _with({"min_tests": 2}))
	{result.msg | some result in results} == {"1 test case ran; at least 2 must"}
}

test_enough_cases_may_stand_in_several_reports if {
	reports := [_report([_case("a", "passed")]), _report([_case("b", "passed")])]
	_deny_reports(reports, _with({"min_tests": 2})) == set()
}

# flaky_limit

test_denies_more_flaky_cases_than_accepted_and_lists_them if {
	flaky := [_flaky("a"), _flaky("b"), _case("c", "passed")]
	_deny_reports([_report(flaky)], _with({"max_flaky": 1})) == {{
		"rule": "flaky_limit",
		"title": "Few flaky tests",
		"msg": "2 test cases passed only after a failure; at most 1 may",
		"at": "unit#a",
		"found": 2,
		"wanted": 1,
		"cases": ["a", "b"],
	}}
}

test_as_many_flaky_cases_as_accepted_are_accepted if {
	_deny_reports([_report([_flaky("a")])], _with({"max_flaky": 1})) == set()
}

test_a_report_whose_summary_has_no_flaky_and_no_skipped_case_is_within_the_limits if {
	sums := {"tests": 1, "passed": 1, "failed": 0, "errored": 0, "skipped": 0, "flaky": 0}
	_deny_reports([_summed([_case("a", "passed")], sums)], _params) == set()
	flaky := _deny_reports([_summed([_flaky("a")], object.union(sums, {"flaky": 1}))], _params)
	{result.msg | some result in flaky} == {"1 test case passed only after a failure; at most 0 may"}
	skipped := _summed([_case("a", "skipped")], object.union(sums, {"passed": 0, "skipped": 1}))
	{result.rule | some result in _deny_reports([skipped], _params)} == {"ran", "skipped_limit"}
}

test_a_summary_that_does_not_add_up_hides_no_flaky_and_no_skipped_case if {
	sums := {"tests": 2, "passed": 3, "failed": 0, "errored": 0, "skipped": 0, "flaky": 0}
	cases := [_flaky("a"), object.union(_flaky("b"), {"status": "skipped"})]
	every kind in ["failed", "errored", "skipped"] {
		report := _summed(cases, object.union(sums, {kind: 1}))
		results := _deny_reports([report], _with({"max_skipped_percent": 0}))
		{[result.rule, result.found] | some result in results} == {["flaky_limit", 2], ["skipped_limit", 50]}
	}
	without := _summed([_flaky("a"), _case("b", "passed")], object.remove(object.union(sums, {"passed": 2}), ["flaky"]))
	{result.rule | some result in _deny_reports([without], _params)} == {"flaky_limit"}
}

# skipped_limit

test_denies_a_larger_part_of_skipped_cases_than_accepted if {
	cases := [_case("a", "skipped"), _case("b", "skipped"), _case("c", "passed")]
	_deny(cases) == {{
		"rule": "skipped_limit",
		"title": "Few skipped tests",
		"msg": "2 of 3 test cases were skipped",
		"at": "unit#a",
		"found": 67,
		"wanted": 50,
	}}
}

test_says_how_many_were_skipped_in_the_singular_too if {
	results := _deny_reports([_report([_case("a", "skipped"), _case("b", "passed")])], _with({"max_skipped_percent": 0}))
	{result.msg | some result in results} == {"1 of 2 test cases was skipped"}
}

test_as_large_a_part_of_skipped_cases_as_accepted_is_accepted if {
	_deny([_case("a", "skipped"), _case("b", "passed")]) == set()
}

_deny(cases) := _deny_reports([_report(cases)], _params)

_deny_reports(reports, params) := results if {
	inp := {"tests": reports}
	results := tests.deny with input as inp with data.params as params
}

_found(results) := {[result.rule, result.found, result.wanted] | some result in results}

_report(cases) := {"id": "unit", "complete": true, "cases": cases}

_summed(cases, summary) := object.union(_report(cases), {"summary": summary})

_incomplete(cases) := {"id": "unit", "complete": false, "cases": cases}

_case(id, status) := {"id": id, "status": status, "flaky": false, "at": concat("#", ["unit", id])}

_flaky(id) := object.union(_case(id, "passed"), {"flaky": true})

_with(params) := object.union(_params, params)

_params := {"min_tests": 1, "max_flaky": 0, "max_skipped_percent": 50}

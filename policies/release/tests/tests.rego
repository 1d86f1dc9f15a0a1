# METADATA
# title: Tests
# description: What has to be true of the test reports of a release.
# custom:
#   params:
#     min_tests:
#       type: integer
#       minimum: 1
#       default: 1
#       description: Different test cases that have to have run, in all reports together.
#     max_flaky:
#       type: integer
#       minimum: 0
#       default: 0
#       description: Flaky cases that are accepted, in all reports together.
#     max_skipped_percent:
#       type: number
#       minimum: 0
#       maximum: 100
#       default: 50
#       description: Percentage of the cases that may be skipped, over all reports together.
package release.tests

import data.lib.gate

# METADATA
# title: No failing tests
# description: Every test case that ran for this subject passed. A case that does not say how it ended did not pass.
# custom:
#   short_name: no_failures
#   severity: high
#   requires: [tests]
#   solution: >-
#     Run the case alone on this commit. If it fails again, fix the code or the test, or revert the change that broke
#     it; if it passes, it is flaky: run the suite again and file the flaky case with an owner.
deny contains result if {
	some report in input.tests
	some case in _cases(report, {"failed": 0, "errored": 0})
	outcome := object.get(case, "status", "unknown")
	not _harmless(outcome)
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("%s %s", [case.id, object.get(_verbs, outcome, "has no known outcome")]),
		"at": case.at,
		"found": concat(": ", [outcome, object.get(case, "message", "no message")]),
		"wanted": "passed",
	})
}

# METADATA
# title: Tests ran
# description: >-
#   Enough different test cases really ran, over all complete reports together: skipped ones, and runs of the same case
#   in a second report, do not count.
# custom:
#   short_name: ran
#   severity: critical
#   requires: [tests]
#   solution: >-
#     Look in the log of the test job for the step that selects the tests: a filter, a wrong path or an early exit
#     leaves them out. Run the whole suite and hand its report to the gate. Set `min_tests` lower if tests were removed
#     on purpose.
deny contains result if {
	not _enough_ran
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("%s ran; at least %d must", [_number(count(_ran)), data.params.min_tests]),
		"found": count(_ran),
		"wanted": data.params.min_tests,
	})
}

# METADATA
# title: Few flaky tests
# description: Not more cases than accepted passed only after a failure.
# custom:
#   short_name: flaky_limit
#   severity: medium
#   requires: [tests]
#   solution: >-
#     Make the cases listed repeatable (time, order, shared state, network), or quarantine them with an owner and a date
#     and run the suite again. Raise `max_flaky` only by as many as have a ticket.
deny contains result if {
	count(_flaky) > data.params.max_flaky
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("%s passed only after a failure; at most %d may", [_number(count(_flaky)), data.params.max_flaky]),
		"at": _flaky[0].at,
		"found": count(_flaky),
		"wanted": data.params.max_flaky,
		"cases": [case.id | some case in _flaky],
	})
}

# METADATA
# title: Few skipped tests
# description: Not more of the cases than accepted were left out.
# custom:
#   short_name: skipped_limit
#   severity: medium
#   requires: [tests]
#   solution: >-
#     Look at the reasons of the skipped cases: a missing service or variable in the test job skips whole suites. Put it
#     back and run the suite again, or delete the cases that are never going to run.
deny contains result if {
	100 * count(_skipped) > data.params.max_skipped_percent * _total
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("%d of %s %s skipped", [count(_skipped), _number(_total), _were(count(_skipped))]),
		"at": _skipped[0].at,
		"found": ceil((100 * count(_skipped)) / _total),
		"wanted": data.params.max_skipped_percent,
	})
}

_harmless(outcome) if outcome in {"passed", "skipped"}

_verbs := {
	"failed": "failed",
	"errored": "could not be run to its end",
}

# Reports may have a great many cases: where a report's summary has the counts that leave nothing to find, none of its
# cases is looked at.
_cases(report, counts) := [] if {
	_is_summed_up(report)
	object.subset(report.summary, counts)
} else := report.cases

_is_summed_up(report) if {
	sums := report.summary
	sums.passed + sums.failed + sums.errored + sums.skipped == count(report.cases)
	sums.tests == count(report.cases)
}

# The cases of one report differ. Those without a known outcome are among the errored ones, which therefore are not
# counted by the summary.
_enough_ran if {
	some report in input.tests
	report.complete
	_is_summed_up(report)
	report.summary.passed + report.summary.failed >= data.params.min_tests
} else if {
	count(_ran) >= data.params.min_tests
}

_ran contains case.id if {
	some report in input.tests
	report.complete
	some case in report.cases
	case.status in {"passed", "failed", "errored"}
}

_total := sum([count(report.cases) | some report in input.tests])

_flaky := [case | some report in input.tests; some case in _cases(report, {"flaky": 0}); case.flaky]

_skipped := [case | some report in input.tests; some case in _cases(report, {"skipped": 0}); case.status == "skipped"]

_number(1) := "1 test case"

_number(number) := sprintf("%d test cases", [number]) if number != 1

_were(1) := "was"

_were(number) := "were" if number != 1

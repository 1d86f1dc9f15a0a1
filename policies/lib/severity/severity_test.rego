package lib.severity_test

import data.lib.severity

test_a_severity_reaches_its_own_limit_and_those_below if {
	reached := {limit | some limit in _words; severity.at_least("medium", limit)}
	reached == {"informational", "low", "medium"}
}

test_a_severity_that_is_not_known_counts_as_critical if {
	reached := {limit | some limit in _words; severity.at_least("unknown", limit)}
	reached == {"informational", "low", "medium", "high", "critical"}
}

test_a_word_that_is_not_a_severity_counts_as_critical if severity.rank("catastrophic") == 5

_words := ["informational", "low", "medium", "high", "critical"]

# METADATA
# title: Severities
# description: Compares how bad records are.
package lib.severity

# METADATA
# title: At least
# description: Whether a severity is as bad as a limit, or worse. One that is not known counts as the worst.
at_least(severity, limit) if rank(severity) >= rank(limit)

# METADATA
# title: Rank
# description: A severity as a number, 1 informational to 5 critical. One that is not known counts as the worst.
rank(severity) := object.get(_ranks, severity, 5)

_ranks := {
	"informational": 1,
	"low": 2,
	"medium": 3,
	"high": 4,
	"critical": 5,
}

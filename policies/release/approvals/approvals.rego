# METADATA
# title: Approvals
# description: Whether other people than those who made the change have agreed to its release.
# custom:
#   params:
#     min_approvals:
#       type: integer
#       minimum: 1
#       default: 1
#       description: Different people who have to have approved this commit.
package release.approvals

import data.lib.gate

# METADATA
# title: Enough approvals
# description: >-
#   Enough different people approved exactly this commit, all on one change. An approval does not count if it is a
#   machine's, of whoever opened this or another change with this commit, wrote or committed the commit, for an older
#   commit, or not known to be about this one. Reviewers are often known by a login only, and authors of commits by an
#   e-mail only: whether they are two people cannot be told then. Such an approval counts only where a person opened the
#   change, whom the service knows by login and who is not the reviewer; where a machine opened it, nobody vouches that
#   the reviewer did not make the commit.
# custom:
#   short_name: enough
#   severity: critical
#   requires: [approvals]
#   solution: >-
#     Ask somebody who did not work on the change to review the newest commit and approve it, then fetch the reviews
#     again. An approval from before the last push has to be given anew.
deny contains result if {
	not _enough
	missing := data.params.min_approvals - _count
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("%s, %d needed", [_counted(_count), data.params.min_approvals]),
		"found": _count,
		"wanted": data.params.min_approvals,
		"pending": array.concat([sprintf("%d more to approve", [missing])], sort(_discounted)),
	})
}

# METADATA
# title: No changes requested
# description: Nobody's last word is a request for changes, on whichever commit, or a word that is not known.
# custom:
#   short_name: no_changes_requested
#   severity: high
#   requires: [approvals]
#   solution: >-
#     Make the changes, or agree with the reviewer that they are not needed; then the reviewer approves the newest
#     commit or dismisses the request. Fetch the reviews again.
deny contains result if {
	some approval in input.approvals
	some decision in approval.decisions
	not _unopposed(decision)
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("%s does not agree to %s", [_name(decision.actor), _change(approval)]),
		"at": decision.at,
		"found": decision.state,
		"wanted": "approved, or no request for changes",
	})
}

# METADATA
# title: Change is ready
# description: The change is open and no draft, or merged. One that was closed unmerged is not released.
# custom:
#   short_name: target_open_or_merged
#   severity: high
#   requires: [approvals]
#   solution: >-
#     Mark the draft as ready for review, or reopen the change, and have its newest commit approved. If the commit came
#     in by another change, hand that one's reviews to the gate.
deny contains result if {
	some approval in input.approvals
	target := approval.target
	not _ready(target)
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("%s is not ready", [_change(approval)]),
		"at": object.get(approval, ["decisions", 0, "at"], null),
		"found": _readiness(approval.target),
		"wanted": "open and no draft, or merged",
	})
}

_enough if _count >= data.params.min_approvals

# Two changes with the same commit do not add up: their openers would approve each other.
_count := max({0} | {count(people) | some people in _approvers})

_approvers[change] contains person if {
	some approval in input.approvals
	some decision in approval.decisions
	decision.state == "approved"
	not _objection(approval, decision)
	change := _key(approval)
	person := _identity(decision.actor)
}

_counted(1) := "1 approval counts"

_counted(number) := sprintf("%d approvals count", [number]) if number != 1

# Reviews and their change may stand in several documents.
_key(approval) := lower(approval.target.url)

_key(approval) := _change(approval) if not approval.target.url

_openers contains identity if {
	some approval in input.approvals
	_about_subject(approval)
	some identity in _identities(approval.target.author)
}

_discounted contains sprintf("the approval of %s does not count: %s", [_name(decision.actor), objection]) if {
	some approval in input.approvals
	some decision in approval.decisions
	decision.state == "approved"
	objection := _objection(approval, decision)
}

# Each step asks for something good that is known: what is not known does not count.
_objection(approval, decision) := "it stands in an incomplete document" if {
	not approval.complete
} else := "it is not known to be about this commit" if {
	not _about_subject(approval)
} else := "not known to be a person" if {
	not _by_person(decision)
} else := "not known to be another than who opened the change" if {
	not _by_other(decision)
} else := "not known to be another than who made the commit" if {
	not _by_reviewer(approval, decision)
} else := "it is not known to be for the newest commit" if {
	not _of_head(approval, decision)
}

_about_subject(approval) if approval.subject_match == "matched"

_by_person(decision) if decision.actor.type == "user"

_by_other(decision) if {
	decision.self == false
	count(_identities(decision.actor) & _openers) == 0
}

_by_reviewer(approval, decision) if {
	_identity(decision.actor)
	count(_identities(input.subject.commit.author)) > 0
	made := _identities(input.subject.commit.author) | _identities(input.subject.commit.committer)
	count(_identities(decision.actor) & made) == 0
	_told_apart(approval, decision.actor)
}

_told_apart(approval, _) if approval.target.author.type == "user"

_told_apart(_, actor) if {
	_comparable(actor, input.subject.commit.author)
	_comparable(actor, _committer)
}

_comparable(actor, maker) if {
	some key in ["username", "email"]
	is_string(actor[key])
	is_string(maker[key])
}

# What GitHub commits itself, as the merge of a change, it does for the author.
_committer := input.subject.commit.author if _committed_by_github

_committer := input.subject.commit.committer if not _committed_by_github

_committed_by_github if input.subject.commit.committer.email == "noreply@github.com"

_of_head(approval, decision) if {
	decision.stale == false
	decision.commit == approval.target.head
}

_unopposed(decision) if decision.state in {"approved", "commented", "dismissed", "pending"}

_ready(target) if target.state == "merged"

_ready(target) if {
	target.state == "open"
	target.draft == false
}

_readiness(target) := object.get({"open": "a draft, or not known to be none"}, state, state) if {
	state := object.get(target, "state", "state not stated")
}

_change(approval) := concat(" ", [approval.target.type, object.get(approval.target, "id", approval.id)])

_identities(actor) := {[key, lower(actor[key])] | some key in ["id", "username", "email"]}

_identity(actor) := [lower(actor[key]) | some key in ["username", "email"]][0]

_name(actor) := object.get(actor, "username", object.get(actor, "email", "somebody unnamed"))

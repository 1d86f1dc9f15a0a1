package release.approvals_test

import data.release.approvals

test_an_approval_of_the_newest_commit_by_another_person_is_enough if {
	_deny([_approval([_decision("bob", {})])]) == set()
}

# enough

test_denies_when_nobody_approved_and_says_how_many_are_needed if {
	missing := {{
		"rule": "enough",
		"title": "Enough approvals",
		"msg": "0 approvals count, 1 needed",
		"found": 0,
		"wanted": 1,
		"pending": ["1 more to approve"],
	}}
	_deny([]) == missing
	_deny([_approval([])]) == missing
	params := {"min_approvals": 1}
	absent := approvals.deny with input as {} with data.params as params
	absent == missing
}

test_a_comment_is_no_approval if {
	comments := [_decision("bob", {"state": "commented"}), _decision("opener", {"state": "commented", "self": true})]
	_pending(_deny([_approval(comments)])) == {["1 more to approve"]}
}

test_says_who_does_not_count_and_why if {
	decisions := [
		_decision_by({"username": "robot", "type": "bot"}, {}),
		_decision_by({"username": "somebody", "type": "unknown"}, {}),
		_decision("opener", {"self": true}),
		_decision("AUTHOR", {}),
		_decision_by({"email": "Committer@example.org", "type": "user"}, {}),
		_decision_by({"name": "No One", "type": "user"}, {}),
		_decision("dave", {"stale": true, "commit": "aaaa"}),
	]
	_pending(_deny([_approval(decisions)])) == {[
		"1 more to approve",
		"the approval of AUTHOR does not count: not known to be another than who made the commit",
		"the approval of Committer@example.org does not count: not known to be another than who made the commit",
		"the approval of dave does not count: it is not known to be for the newest commit",
		"the approval of opener does not count: not known to be another than who opened the change",
		"the approval of robot does not count: not known to be a person",
		"the approval of somebody does not count: not known to be a person",
		"the approval of somebody unnamed does not count: not known to be another than who made the commit",
	]}
}

test_what_a_decision_does_not_say_does_not_count if {
	lacking := [object.remove(_decision("bob", {}), [key]) | some key in ["stale", "self", "commit"]]
	every decision in lacking {
		{result.found | some result in _deny([_approval([decision])])} == {0}
	}
}

test_an_approval_of_an_unknown_commit_or_in_an_incomplete_document_does_not_count if {
	approval := _approval([_decision("bob", {})])
	documents := [
		object.union(approval, {"subject_match": "unstated"}),
		object.union(approval, {"complete": false}),
		object.union(approval, {"target": {"head": "aaaa"}}),
	]
	_pending(_deny(documents)) == {[
		"1 more to approve",
		"the approval of bob does not count: it is not known to be about this commit",
		"the approval of bob does not count: it is not known to be for the newest commit",
		"the approval of bob does not count: it stands in an incomplete document",
	]}
}

test_nobody_counts_when_it_is_not_known_who_made_the_commit if {
	nameless := {"type": "unknown"}
	commits := [null, {"author": nameless, "committer": nameless}, {"author": {"email": "a@example.org"}}]
	every commit in commits {
		{result.found | some result in _deny_for(commit, [_approval([_decision("bob", {})])], 1)} == {0}
	}
}

test_a_person_counts_once if {
	both := [_approval([_decision("bob", {})]), _approval([_decision("Bob", {})])]
	{[result.rule, result.msg, result.wanted] | some result in _deny_for(_commit, both, 2)} == {
		["enough", "1 approval counts, 2 needed", 2],
	}
	carol := _decision_by({"email": "carol@example.org", "type": "user"}, {})
	_deny_for(_commit, [_approval([_decision("bob", {}), carol])], 2) == set()
}

test_approvals_of_several_changes_do_not_add_up if {
	bob := [_decision("bob", {})]
	carol := [_decision("carol", {})]
	{result.found | some result in _deny_for(_commit, [_change("1", bob, {}), _change("2", carol, {})], 2)} == {1}
	_deny_for(_commit, [_change("1", bob, {}), _change("1", carol, {})], 2) == set()
	{result.found | some result in _deny_for(_commit, [_at_url("A", bob), _at_url("b", carol)], 2)} == {1}
	_deny_for(_commit, [_at_url("A", bob), _at_url("a", carol)], 2) == set()
}

test_whoever_opened_another_change_with_this_commit_does_not_approve if {
	other := _change("8", [], {"username": "Bob", "type": "user"})
	_pending(_deny([_approval([_decision("bob", {})]), other])) == {[
		"1 more to approve",
		"the approval of bob does not count: not known to be another than who opened the change",
	]}
	_deny([_approval([_decision("bob", {})]), object.union(other, {"subject_match": "unstated"})]) == set()
}

test_a_reviewer_who_cannot_be_compared_counts_only_where_a_person_opened_the_change if {
	commit := object.union(object.remove(_commit, ["author"]), {"author": {"email": "bob@example.org"}})
	decisions := [_decision("bob", {})]
	_deny_for(commit, [_change("7", decisions, {})], 1) == set()
	openers := [{"username": "renovate", "type": "bot"}, {"username": "someone", "type": "unknown"}]
	every opener in openers {
		_pending(_deny_for(commit, [_change("7", decisions, opener)], 1)) == {[
			"1 more to approve",
			"the approval of bob does not count: not known to be another than who made the commit",
		]}
	}
	unopened := object.remove(_approval(decisions), ["target"])
	target := {"target": {"type": "pull_request", "id": "7", "state": "merged", "head": "cccc"}}
	{result.found | some result in _deny_for(commit, [object.union(unopened, target)], 1)} == {0}
}

test_a_machines_change_is_approved_by_whoever_can_be_told_from_all_who_made_the_commit if {
	machine := {"username": "renovate", "type": "bot"}
	documents := [_change("7", [_decision("bob", {})], machine)]
	committers := [
		{"email": "noreply@github.com", "type": "unknown"},
		{"username": "carol", "type": "unknown"},
		{"email": "carol@example.org", "type": "unknown"},
		{"username": "BOB", "type": "unknown"},
	]
	commits := [{"author": machine, "committer": committer} | some committer in committers]
	[count(_deny_for(commit, documents, 1)) | some commit in commits] == [0, 0, 1, 1]
}

test_the_same_account_is_the_same_person_whatever_its_login if {
	renamed := _decision_by({"id": "12", "username": "new", "type": "user"}, {})
	commit := object.union(_commit, {"author": {"id": "12", "username": "old", "type": "unknown"}})
	{result.found | some result in _deny_for(commit, [_approval([renamed])], 1)} == {0}
}

test_a_machines_change_is_not_approved_by_whoever_can_be_told_from_the_committer_only if {
	machine := {"username": "renovate", "type": "bot"}
	commit := {"author": {"email": "bob@example.org"}, "committer": {"username": "carol"}}
	{result.found | some result in _deny_for(commit, [_change("7", [_decision("bob", {})], machine)], 1)} == {0}
}

test_says_how_many_more_have_to_approve_when_some_did if {
	_pending(_deny_for(_commit, [_approval([_decision("bob", {})])], 3)) == {["2 more to approve"]}
}

# no_changes_requested

test_denies_a_request_for_changes_on_any_commit if {
	request := _decision("carol", {"state": "changes_requested", "stale": true, "commit": "aaaa"})
	_deny([_approval([_decision("bob", {}), request])]) == {{
		"rule": "no_changes_requested",
		"title": "No changes requested",
		"msg": "carol does not agree to pull_request 7",
		"at": "pr#carol",
		"found": "changes_requested",
		"wanted": "approved, or no request for changes",
	}}
}

test_only_known_words_are_no_request_for_changes if {
	words := ["approved", "commented", "dismissed", "pending", "changes_requested", "unknown", "odd"]
	decisions := [_decision(word, {"state": word}) | some word in words]
	{[result.rule, result.found] | some result in _deny([_approval(decisions)])} == {
		["no_changes_requested", "changes_requested"],
		["no_changes_requested", "unknown"],
		["no_changes_requested", "odd"],
	}
}

# target_open_or_merged

test_denies_a_draft_a_closed_change_and_one_whose_state_is_not_known if {
	targets := [{"state": "open", "draft": true}, {"state": "open"}, {"state": "closed", "draft": false}, {"draft": false}]
	found := ["a draft, or not known to be none", "a draft, or not known to be none", "closed", "state not stated"]
	[result | some target in targets; some result in _deny([_targeting(target)])] == [_unready(text) | some text in found]
}

test_a_merged_change_is_ready if _deny([_targeting({"state": "merged"})]) == set()

_unready(found) := {
	"rule": "target_open_or_merged",
	"title": "Change is ready",
	"msg": "pull_request pr is not ready",
	"at": "pr#bob",
	"found": found,
	"wanted": "open and no draft, or merged",
}

_deny(documents) := _deny_for(_commit, documents, 1)

_deny_for(commit, documents, least) := results if {
	inp := {"subject": {"commit": commit}, "approvals": documents}
	params := {"min_approvals": least}
	results := approvals.deny with input as inp with data.params as params
}

_pending(results) := {result.pending | some result in results}

_commit := {
	"sha": "cccc",
	"author": {"username": "author", "email": "author@example.org", "type": "unknown"},
	"committer": {"email": "committer@example.org", "type": "unknown"},
}

_approval(decisions) := {
	"id": "pr",
	"complete": true,
	"subject_match": "matched",
	"target": {
		"type": "pull_request",
		"id": "7",
		"state": "open",
		"draft": false,
		"head": "cccc",
		"author": _opener,
	},
	"decisions": decisions,
}

_opener := {"username": "opener", "type": "user"}

_change(id, decisions, opener) := object.union(_approval(decisions), {"target": {"id": id, "author": opener}})

_at_url(url, decisions) := object.union(_approval(decisions), {"target": {"url": url}})

_targeting(target) := object.union(
	object.remove(_approval([_decision("bob", {})]), ["target"]),
	{"target": object.union({"type": "pull_request", "head": "cccc", "author": _opener}, target)},
)

_decision(username, fields) := _decision_by({"username": username, "type": "user"}, fields)

_decision_by(actor, fields) := object.union(
	{
		"actor": actor,
		"state": "approved",
		"commit": "cccc",
		"stale": false,
		"self": false,
		"at": concat("#", ["pr", object.get(actor, "username", "")]),
	},
	fields,
)

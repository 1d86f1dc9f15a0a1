package lib.license_test

import data.lib.license

test_one_permitted_alternative_is_enough if {
	_refused([_spdx("MIT OR AGPL-3.0-only", [["AGPL-3.0-only"], ["MIT"]])]) == set()
	_refused([_spdx("AGPL-3.0-only", [["AGPL-3.0-only"]])]) == {"AGPL-3.0-only"}
}

test_an_alternative_is_permitted_as_a_whole if {
	expression := "MIT AND AGPL-3.0-only"
	_refused([_spdx(expression, [["AGPL-3.0-only", "MIT"]])]) == {expression}
}

test_all_statements_of_a_component_apply if {
	_refused([_spdx("MIT", [["MIT"]]), _spdx("AGPL-3.0-only", [["AGPL-3.0-only"]])]) == {"AGPL-3.0-only"}
}

test_an_expression_without_alternatives_is_refused if {
	_refused([_spdx("odd", []), _spdx("odder", [[]])]) == {"odd", "odder"}
}

test_ids_are_compared_without_case if {
	_refused([_spdx("agpl-3.0-ONLY", [["agpl-3.0-ONLY"]])]) == {"agpl-3.0-ONLY"}
}

test_a_list_of_allowed_licences_leaves_out_all_others if {
	terms := license.terms(["mit", "AGPL-3.0-only", "Public Domain"], ["AGPL-3.0-only"], false)
	licenses := [
		_spdx("MIT", [["MIT"]]),
		_spdx("ISC", [["ISC"]]),
		_spdx("AGPL-3.0-only", [["AGPL-3.0-only"]]),
		_name("public domain"),
	]
	_found(license.refused({"licenses": licenses}, terms)) == {"ISC", "AGPL-3.0-only"}
}

test_a_name_is_not_judged_as_an_expression_nor_an_expression_as_a_name if {
	terms := license.terms(["MIT", "odd"], [], false)
	name := object.union(_name("see file"), {"alternatives": [["MIT"]]})
	_found(license.refused({"licenses": [name, _spdx("odd", [["ISC"]])]}, terms)) == {"see file", "odd"}
}

test_what_cannot_be_judged_is_refused if {
	_refused([]) == {"no licence stated"}
	_refused([_name("see file")]) == {"see file"}
	_refused([{"expression": "MIT"}]) == {"MIT"}
}

test_what_cannot_be_judged_may_be_accepted_but_not_a_forbidden_name if {
	terms := license.terms([], ["Commercial"], true)
	_found(license.refused({"licenses": []}, terms)) == set()
	_found(license.refused({"licenses": [_name("see file"), _name("commercial")]}, terms)) == {"commercial"}
}

test_what_is_forbidden_is_so_with_an_exception_or_a_plus_sign if {
	with_exception := "AGPL-3.0-only WITH Autoconf-exception-3.0"
	licenses := [_spdx(with_exception, [[with_exception]]), _spdx("AGPL-1.0+", [["AGPL-1.0+"]])]
	terms := license.terms([], ["AGPL-3.0-only", "AGPL-1.0"], false)
	_found(license.refused({"licenses": licenses}, terms)) == {with_exception, "AGPL-1.0+"}
	exempt := license.terms([with_exception, "AGPL-1.0"], ["AGPL-3.0-only", "AGPL-1.0"], false)
	_found(license.refused({"licenses": licenses}, exempt)) == {"AGPL-1.0+"}
}

test_a_text_that_names_a_forbidden_licence_is_refused_also_where_it_cannot_be_judged if {
	terms := license.terms([], ["AGPL-3.0-only", "Commercial Use"], true)
	bad := [
		"AGPL-3.0-only AND foo bar",
		"see (agpl-3.0-ONLY).",
		"AGPL-3.0-only+",
		"foo/AGPL-3.0-only",
		"for commercial,\n use",
	]
	_found(license.refused({"licenses": [_name(text) | some text in bad]}, terms)) == {text | some text in bad}
	good := ["not-AGPL-3.0-only", "AGPL-3.0-only-or-so", "commercial", ""]
	_found(license.refused({"licenses": [_name(text) | some text in good]}, terms)) == set()
}

test_says_what_would_be_accepted_instead if {
	terms := license.terms([], ["AGPL-3.0-only"], false)
	licenses := [_spdx("AGPL-3.0-only", [["AGPL-3.0-only"]]), _name("see file")]
	license.refused({"licenses": licenses}, terms) == {
		{"found": "AGPL-3.0-only", "wanted": "an allowed licence"},
		{"found": "see file", "wanted": "an SPDX licence, which can be judged"},
	}
	license.refused({"licenses": []}, terms) == {{"found": "no licence stated", "wanted": "a licence"}}
}

_refused(licenses) := _found(license.refused({"licenses": licenses}, license.terms([], ["AGPL-3.0-only"], false)))

_found(refused) := {statement.found | some statement in refused}

_spdx(expression, alternatives) := {"expression": expression, "spdx": true, "alternatives": alternatives}

_name(name) := {"expression": name, "spdx": false, "alternatives": []}

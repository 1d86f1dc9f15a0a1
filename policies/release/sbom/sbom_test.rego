package release.sbom_test

import data.release.sbom

test_a_good_sbom_and_an_absent_one_are_not_denied if {
	_deny([_sbom({})], {}) == set()
	_deny([], {}) == set()
	params := _params
	absent := sbom.deny with input as {} with data.params as params
	absent == set()
}

# has_components

test_denies_an_sbom_without_components if {
	_deny([_sbom({"components": []})], {}) == {{
		"rule": "has_components",
		"title": "SBOM has components",
		"msg": "SBOM bom does not list what the release is made of",
		"at": "bom#main",
		"found": "no components",
		"wanted": "a complete document with components",
	}}
}

test_denies_an_sbom_that_is_cut_off if {
	results := _deny([_sbom({"complete": false}), _sbom({})], {})
	{[result.rule, result.found] | some result in results} == {["has_components", "an incomplete document"]}
}

# describes_subject

test_denies_an_sbom_of_another_version if {
	primary := {"name": "shop", "version": "1.1", "at": "bom#main"}
	_deny([_sbom({"primary": primary})], {}) == {{
		"rule": "describes_subject",
		"title": "SBOM describes this release",
		"msg": "SBOM bom does not describe this release",
		"at": "bom#main",
		"found": "shop 1.1",
		"wanted": "shop 1.2",
	}}
}

test_denies_an_sbom_that_describes_something_else_or_says_too_little if {
	nothing := object.remove(_sbom({}), ["primary"])
	other := _sbom({"primary": {"name": "basket", "version": "1.2", "at": "bom#main"}})
	no_version := object.union(nothing, {"primary": {"name": "shop", "at": "bom#main"}})
	results := _deny([nothing, no_version, other], {})
	{[result.rule, result.at, result.found] | some result in results} == {
		["describes_subject", null, "nothing"],
		["describes_subject", "bom#main", "shop"],
		["describes_subject", "bom#main", "basket 1.2"],
	}
}

test_denies_an_sbom_when_the_release_has_no_version if {
	subjects := [{"name": "shop", "version": null}, {"name": "shop", "version": ""}, {"name": "shop"}]
	unversioned := _sbom({"primary": {"name": "shop", "version": "", "at": "bom#main"}})
	rules := [rule | some subject in subjects; some result in _deny_for(subject, [unversioned], {}); rule := result.rule]
	rules == ["describes_subject", "describes_subject", "describes_subject"]
}

test_says_what_to_state_when_the_release_has_no_name if {
	subjects := [{"name": null, "version": "1.2"}, {"version": "1.2"}]
	wanted := {result.wanted | some subject in subjects; some result in _deny_for(subject, [_sbom({})], {})}
	wanted == {"the release's name and version, which the gate was not told: name them under `subject`"}
}

test_an_sbom_that_names_the_digest_need_not_name_the_version if {
	_deny([object.remove(_sbom({"subject_match": "matched"}), ["primary"])], {}) == set()
}

# licenses_allowed

test_denies_each_refused_licence_of_a_component if {
	unstated := object.union(_component("left-pad"), {"licenses": []})
	agpl := {"expression": "AGPL-3.0-only", "spdx": true, "alternatives": [["AGPL-3.0-only"]]}
	copyleft := object.union(_component("ghost"), {"licenses": [agpl]})
	results := _deny([_sbom({"components": [unstated, copyleft, _component("react")]})], {})
	{[result.rule, result.msg, result.at, result.found] | some result in results} == {
		["licenses_allowed", "left-pad 1.0: no licence stated", "bom#left-pad", "no licence stated"],
		["licenses_allowed", "ghost 1.0: AGPL-3.0-only", "bom#ghost", "AGPL-3.0-only"],
	}
}

test_licences_are_judged_by_the_parameters if {
	unstated := object.union(_component("left-pad"), {"licenses": []})
	components := [unstated, _component("react")]
	_deny([_sbom({"components": components})], {"allow_unlicensed": true}) == set()
	results := _deny([_sbom({"components": components})], {"allow_unlicensed": true, "allowed_licenses": ["ISC"]})
	{[result.rule, result.at] | some result in results} == {["licenses_allowed", "bom#react"]}
}

# components_identified

test_denies_too_many_components_that_cannot_be_looked_up if {
	components := [
		_component("a"),
		object.remove(_component("b"), ["version"]),
		object.remove(_component("c"), ["purl"]),
		object.union(_component("d"), {"name": ""}),
	]
	_deny([_sbom({"components": components})], {}) == {{
		"rule": "components_identified",
		"title": "Components are identified",
		"msg": "3 components of SBOM bom cannot be looked up",
		"at": "bom#b",
		"found": 25,
		"wanted": 90,
	}}
}

test_denies_an_sbom_none_of_whose_components_can_be_looked_up if {
	results := _deny([_sbom({"components": [object.remove(_component("a"), ["purl"])]})], {})
	{[result.rule, result.found] | some result in results} == {["components_identified", 0]}
}

test_the_percentage_of_identified_components_is_rounded_down if {
	components := [_component("a"), _component("b"), object.remove(_component("c"), ["purl"])]
	{result.found | some result in _deny([_sbom({"components": components})], {})} == {66}
}

test_as_many_unidentified_components_as_accepted_are_accepted if {
	components := [_component("a"), object.remove(_component("b"), ["purl"])]
	_deny([_sbom({"components": components})], {"min_identified_percent": 50}) == set()
	results := _deny([_sbom({"components": components})], {"min_identified_percent": 50.5})
	{result.found | some result in results} == {50}
}

_deny(sboms, params) := _deny_for({"name": "shop", "version": "1.2"}, sboms, params)

_deny_for(subject, sboms, params) := results if {
	inp := {"subject": subject, "sboms": sboms}
	all_params := object.union(_params, params)
	results := sbom.deny with input as inp with data.params as all_params
}

_sbom(fields) := object.union(
	{
		"id": "bom",
		"complete": true,
		"subject_match": "unstated",
		"primary": {"name": "shop", "version": "1.2", "at": "bom#main"},
		"components": [_component("react")],
	},
	fields,
)

_component(name) := {
	"name": name,
	"version": "1.0",
	"purl": sprintf("pkg:npm/%s@1.0", [name]),
	"licenses": [{"expression": "MIT", "spdx": true, "alternatives": [["MIT"]]}],
	"at": concat("#", ["bom", name]),
}

_params := {
	"min_identified_percent": 90,
	"forbidden_licenses": ["AGPL-3.0-only"],
	"allowed_licenses": [],
	"allow_unlicensed": false,
}

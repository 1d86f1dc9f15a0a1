# METADATA
# title: Licences
# description: Which licences of a component the terms of a gate refuse.
package lib.license

# METADATA
# title: Terms
# description: >-
#   What a gate accepts. Ids are compared in lower case. No allowed ids means that all are allowed but the forbidden;
#   `unlicensed` accepts components whose licence cannot be judged.
terms(allowed, forbidden, unlicensed) := {
	"allowed": _lower(allowed) - _lower(forbidden),
	"forbidden": _lower(forbidden),
	"listed": count(allowed) > 0,
	"unlicensed": unlicensed,
}

_lower(ids) := {lower(id) | some id in ids}

# METADATA
# title: Refused
# description: >-
#   The licence statements of a component that do not meet the terms, each with what would. All statements apply.
refused(component, conditions) := union({
	{{"found": "no licence stated", "wanted": "a licence"} | count(component.licenses) == 0; not conditions.unlicensed},
	{{"found": license.expression, "wanted": _wanted(license)} |
		some license in component.licenses
		not _meets(license, conditions)
	},
})

_wanted(license) := "an allowed licence" if license.spdx

_wanted(license) := "an SPDX licence, which can be judged" if not license.spdx

# Of an SPDX expression, one alternative has to be permitted as a whole.
_meets(license, terms) if {
	license.spdx
	some alternative in license.alternatives
	count(alternative) > 0
	every id in alternative {
		_permitted(id, terms)
	}
}

# A name that is no SPDX expression is permitted if it is listed; else it cannot be judged.
_meets(license, terms) if {
	not license.spdx
	lower(license.expression) in terms.allowed
}

_meets(license, terms) if {
	not license.spdx
	terms.unlicensed
	name := license.expression
	not _forbidden(name, terms)
}

_permitted(id, terms) if lower(id) in terms.allowed

_permitted(id, terms) if {
	not terms.listed
	not _forbidden(id, terms)
}

_forbidden(id, terms) if lower(id) in terms.forbidden

# METADATA
# title: Licences
# description: Which licences of a component the terms of a gate refuse.
package lib.license

# METADATA
# title: Terms
# description: >-
#   What a gate accepts. Ids are compared in lower case. No allowed ids means that all are allowed but the forbidden;
#   what is forbidden is so with an exception (`X WITH Y`) and as a part of a text too, unless just that is allowed.
#   `unlicensed` accepts components whose licence cannot be judged.
terms(allowed, forbidden, unlicensed) := {
	"allowed": _lower(allowed) - _lower(forbidden),
	"forbidden": _lower(forbidden),
	"forbidden_words": {_words(id) | some id in forbidden},
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
	words := _words(license.expression)
	not _names_forbidden(words, terms)
}

_permitted(id, terms) if lower(id) in terms.allowed

_permitted(id, terms) if {
	not terms.listed
	not _forbidden(id, terms)
}

_forbidden(id, terms) if lower(id) in terms.forbidden

# An exception or a `+` only adds to what the licence itself asks for.
_forbidden(id, terms) if {
	some part in split(lower(id), " with ")
	trim_suffix(part, "+") in terms.forbidden
}

_names_forbidden(words, terms) if {
	some forbidden in terms.forbidden_words
	contains(words, forbidden)
}

# The words of a text between single spaces. A dot or plus sign is part of a word only inside of it.
_words(text) := sprintf(" %s ", [trim_space(regex.replace(lower(text), `[.+]*([^a-z0-9.+-]+|$)`, " "))])

# METADATA
# title: Software bill of materials
# description: Whether it is known what a release is made of, and under which licences.
# custom:
#   params:
#     min_identified_percent:
#       type: number
#       minimum: 0
#       maximum: 100
#       default: 90
#       description: Percentage of the components of an SBOM that have to have a name, a version and a package URL.
#     forbidden_licenses:
#       type: array
#       items: {type: string}
#       default:
#         - AGPL-1.0
#         - AGPL-1.0-only
#         - AGPL-1.0-or-later
#         - AGPL-3.0
#         - AGPL-3.0-only
#         - AGPL-3.0-or-later
#         - SSPL-1.0
#         - BUSL-1.1
#         - Elastic-2.0
#       description: Licences (SPDX ids) that no component may require; by default network copyleft and non-open ones.
#     allowed_licenses:
#       type: array
#       items: {type: string}
#       default: []
#       description: Licences (SPDX ids or names) that components may require; empty allows all that are not forbidden.
#     allow_unlicensed:
#       type: boolean
#       default: false
#       description: Accept components whose licence cannot be judged, as it is not stated or no SPDX expression.
package release.sbom

import data.lib.gate
import data.lib.license

# METADATA
# title: SBOM has components
# description: No SBOM is empty or cut off. An empty one comes from a generator that looked in the wrong place.
# custom:
#   short_name: has_components
#   severity: high
#   requires: [sboms]
#   solution: >-
#     Look in the log of the job that generates the SBOM for the path or image that it read, point it to the built
#     artifact, and hand the new SBOM to the gate.
deny contains result if {
	some sbom in input.sboms
	not _has_components(sbom)
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("SBOM %s does not list what the release is made of", [sbom.id]),
		"at": object.get(sbom, ["primary", "at"], null),
		"found": _extent(sbom),
		"wanted": "a complete document with components",
	})
}

# METADATA
# title: SBOM describes this release
# description: Every SBOM names this commit or artifact, or describes a component of this release's name and version.
# custom:
#   short_name: describes_subject
#   severity: high
#   requires: [sboms]
#   solution: >-
#     Generate the SBOM from the artifact that is released, not from an older build. Set the name and version of its
#     main component to those of the release, or let the generator record the artifact's digest.
deny contains result if {
	some sbom in input.sboms
	not _describes_subject(sbom)
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("SBOM %s does not describe this release", [sbom.id]),
		"at": object.get(sbom, ["primary", "at"], null),
		"found": _described(sbom),
		"wanted": _wanted_subject,
	})
}

# METADATA
# title: Licences are allowed
# description: >-
#   Each licence statement of each component can be met without a forbidden licence, and with allowed ones only where
#   these are listed; of a choice, one alternative is enough. A licence that cannot be judged is not allowed.
# custom:
#   short_name: licenses_allowed
#   severity: high
#   requires: [sboms]
#   solution: >-
#     Replace the component. If the SBOM states its licence wrongly or not at all, correct that in the generator. If the
#     legal team accepts it, list it in `allowed_licenses`, take it out of `forbidden_licenses`, or let the gate pass
#     over what cannot be judged with `allow_unlicensed`.
deny contains result if {
	some sbom in input.sboms
	some component in sbom.components
	some refused in _refused[component.licenses]
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("%s: %s", [_label(component), refused.found]),
		"at": component.at,
		"found": refused.found,
		"wanted": refused.wanted,
	})
}

# METADATA
# title: Components are identified
# description: Enough components of each SBOM have a name, a version and a package URL, so that they can be looked up.
# custom:
#   short_name: components_identified
#   severity: medium
#   requires: [sboms]
#   solution: >-
#     Generate the SBOM from lock files or the package manager rather than from bare files: these know versions and
#     package URLs. The first component that lacks them is shown.
deny contains result if {
	some sbom in input.sboms
	unidentified := [component | some component in sbom.components; not _identified(component)]
	identified := count(sbom.components) - count(unidentified)
	100 * identified < data.params.min_identified_percent * count(sbom.components)
	result := gate.violation(rego.metadata.rule(), {
		"msg": sprintf("%d components of SBOM %s cannot be looked up", [count(unidentified), sbom.id]),
		"at": unidentified[0].at,
		"found": floor((100 * identified) / count(sbom.components)),
		"wanted": data.params.min_identified_percent,
	})
}

_has_components(sbom) if {
	sbom.complete
	count(sbom.components) > 0
}

_extent(sbom) := "an incomplete document" if not sbom.complete

_extent(sbom) := "no components" if sbom.complete

_describes_subject(sbom) if sbom.subject_match == "matched"

_describes_subject(sbom) if {
	sbom.primary.name == input.subject.name
	sbom.primary.version == input.subject.version
	sbom.primary.version != ""
}

_wanted_subject := _label(input.subject) if _subject_is_named

_wanted_subject := "the release's name and version, which the gate was not told: name them under `subject`" if {
	not _subject_is_named
}

_subject_is_named if is_string(input.subject.name)

_described(sbom) := _label(sbom.primary)

_described(sbom) := "nothing" if not sbom.primary

_label(thing) := concat(" ", [part | some key in ["name", "version"]; part := thing[key]; is_string(part)])

_identified(component) if {
	component.name != ""
	component.version != ""
	component.purl != ""
}

# Many components have the same licences, which are judged once.
_refused := {licenses: license.refused({"licenses": licenses}, _terms) | some licenses in _licenses}

_licenses := {component.licenses | some sbom in input.sboms; some component in sbom.components}

_terms := license.terms(data.params.allowed_licenses, data.params.forbidden_licenses, data.params.allow_unlicensed)

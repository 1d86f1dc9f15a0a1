# METADATA
# title: Results of rules
# description: What every rule of the library hands to the gate.
package lib.gate

# METADATA
# title: Violation
# description: >-
#   The result of a rule: the fields that the rule gives, and its own short name and title out of its METADATA.
violation(meta, fields) := object.union(fields, {
	"rule": meta.custom.short_name,
	"title": meta.title,
})

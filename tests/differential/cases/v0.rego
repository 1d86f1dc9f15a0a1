# Files of before OPA 1.0. OPA's bindings read none, so each case says in v1 what it means.

# case: a rule without if
# v0
# input: {"x": 1}
p { input.x == 1 }
q = 5 { input.x == 1 }
# oracle
p if { input.x == 1 }
q := 5 if { input.x == 1 }

# case: a partial set by brackets
# v0
p[x] { x := [1, 2][_] }
q["a"]
# oracle
p contains x if { x := [1, 2][_] }
q contains "a"

# case: a partial object by brackets
# v0
p[k] = v { v := {"a": 1}[k] }
# oracle
p[k] := v if { v := {"a": 1}[k] }

# case: deny with a message
# v0
# input: {"kind": "Pod"}
deny[msg] {
	input.kind == "Pod"
	not input.metadata.name
	msg := sprintf("%s has no name", [input.kind])
}
# oracle
deny contains msg if {
	input.kind == "Pod"
	not input.metadata.name
	msg := sprintf("%s has no name", [input.kind])
}

# case: chained bodies
# v0
# input: {"a": 2}
p { input.a == 1 } { input.a == 2 }
# oracle
p if { input.a == 1 }
p if { input.a == 2 }

# case: else without if
# v0
# input: {"a": 2}
p = "one" { input.a == 1 } else = "two" { input.a == 2 } else = "many" { true }
# oracle
p := "one" if { input.a == 1 }
else := "two" if { input.a == 2 }
else := "many"

# case: a function without if
# v0
f(x) = y { y := x + 1 }
g(x) { x > 1 }
p := f(1)
q := g(2)
# oracle
f(x) := y if { y := x + 1 }
g(x) if { x > 1 }
p := f(1)
q := g(2)

# case: names that are keywords only since
# v0
contains(x) = y { y := x }
q := contains(2)
# oracle
xcontains(x) := y if { y := x }
q := xcontains(2)

# case: the words of the future
# v0
import future.keywords.in
import future.keywords.if
import future.keywords.contains
p contains x if { some x in [1, 2] }
q { every_one := 1; every_one == 1 }
# oracle
p contains x if { some x in [1, 2] }
q if { every_one := 1; every_one == 1 }

# case: import rego.v1 makes it v1
# v0
import rego.v1
p contains x if some x in [1]
# oracle
p contains x if some x in [1]

# case: every by its import
# v0
import future.keywords.every
p { every x in [1, 2] { x > 0 } }
# oracle
p if { every x in [1, 2] { x > 0 } }

# case: a default
# v0
default allow = false
allow { input.x }
# oracle
default allow := false
allow if { input.x }

# case: functions that are no longer there
# v0
p := re_match("^a", "abc")
q := set_diff({1, 2}, {2})
r := all([true, true])
s := any([false, true])
t := cast_string("a")
# oracle
p := regex.match("^a", "abc")
q := {1, 2} - {2}
r := true
s := true
t := "a"

# case: wildcards over references
# v0
# input: {"xs": [{"n": "a"}, {"n": "b"}]}
names[n] { n := input.xs[_].n }
count_of = c { c := count(names) }
# oracle
names contains n if { n := input.xs[_].n }
count_of := c if { c := count(names) }

# case: negation of undefined
# v0
# input: {}
p { not startswith(input.x, "a") }
q { not input.x }
# oracle
p if { not startswith(input.x, "a") }
q if { not input.x }

# case: a set of rules with several packages
# v0
p { data.lib.ok[_] == 2 }
# module: lib.rego
package lib

ok[x] { x := 2 }
# oracle
p if { data.lib.ok[_] == 2 }
# module: lib.rego
package lib

ok contains x if { x := 2 }

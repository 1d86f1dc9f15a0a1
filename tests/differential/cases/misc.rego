# print, METADATA, errors of builtins, logic words, and what is refused.

# case: print does nothing to the result
# input: {}
p if {
	print("value", input.x, 1)
	true
}

# case: print of undefined does not stop
# input: {}
p := 1 if print(input.nope)

# case: print with several values
p if {
	some x in [1, 2]
	print(x)
	x == 2
}

# case: print in a function
f(x) := x if print("f", x)
p := f(1)

# case: trace
p if trace("note")

# case: METADATA of the rule
# METADATA
# title: A title
# custom:
#   severity: high
p := rego.metadata.rule().title
# case: METADATA of the rule with custom values
# METADATA
# title: A title
# custom:
#   severity: high
#   n: 5
p := rego.metadata.rule().custom

# case: METADATA of the rule without any
p := rego.metadata.rule()

# case: METADATA of the chain
# METADATA
# title: The package
package test

# METADATA
# title: The rule
p := [x.annotations.title | some x in rego.metadata.chain()]
q := [x.path | some x in rego.metadata.chain()]

# case: METADATA with a document scope
# METADATA
# scope: document
# description: All of them
p contains rego.metadata.chain()[i].annotations.description if some i, _ in rego.metadata.chain()

# case: METADATA above a function
# METADATA
# description: A function
f(x) := [x, rego.metadata.rule().description]
p := f(1)

# case: METADATA that is no YAML
# METADATA
# title: [
p := 1

# case: METADATA with an unknown scope
# METADATA
# scope: nowhere
p := 1

# case: an error of a builtin in a rule that is not asked for
# input: {"s": "x"}
# query: x := data.test.q
p := to_number(input.s)
q := 1

# case: an error of a builtin in a negation
# input: {"s": "x"}
p if not to_number(input.s) == 1

# case: an error of a builtin in a comprehension
# input: {"xs": ["1", "x"]}
p := [n | some x in input.xs; n := to_number(x)]

# case: an error of a builtin in a partial set
# input: {"xs": ["1", "x"]}
p contains to_number(x) if some x in input.xs

# case: an error behind a condition that does not hold
# input: {"s": "x"}
p if {
	false
	to_number(input.s)
}

# case: an error of json.unmarshal
# input: {"s": "{"}
p := json.unmarshal(input.s)

# case: an error of a pattern
# input: {"re": "["}
p := regex.match(input.re, "a")

# case: or
import future.keywords.or
p if {
	1 == 2 or 2 == 2
}

# case: and
import future.keywords.and
p if {
	1 == 1 and 2 == 2
}

# case: and with or
import future.keywords.and
import future.keywords.or
p if 1 == 2 or 1 == 1 and 2 == 2
q if (1 == 2 or 1 == 1) and 2 == 3

# case: or over undefined
# input: {"a": 1}
import future.keywords.or
p if input.b or input.a
q if input.b or input.c

# case: or binds in each branch
import future.keywords.or
p contains x if { x := 1 or x := 2 }

# case: not body of several
import future.keywords.not
# input: {"xs": [1, 2]}
p if not { some x in [1, 2]; x > 2 }
q if not { some x in [1, 2]; x > 1 }

# case: not body over undefined
# input: {}
import future.keywords.not
p if not { startswith(input.x, "a") }

# case: a name that is not defined is refused
p := nothing

# case: a name that is not defined in a reference is refused
p := nothing.at.all

# case: a type error is refused
p := "a" + 1

# case: a type error in a comparison is no error
p := "a" == 1

# case: a rule that can never be is refused
p if count(1) == 1

# case: an object without a field is refused
o := {"a": 1}
p := o.b

# case: an array with an index beyond is refused
a := [1, 2]
p := a[5]

# case: an output variable that is used in not
p if {
	not f(y)
	y = 1
}
f(x) if x == 2

# case: braces with nothing in them are an object
p if {}

# case: an empty module
# query: x := data

# case: a package alone
# query: x := data
package lonely

# case: a module without a package is refused
# query: x := 1
# module: second.rego
p := 1

# case: text that is no Rego is refused
this is not rego

# case: an unclosed string is refused
p := "abc

# case: an unclosed brace is refused
p if {
	true

# case: a body without if is refused
p { true }

# case: a partial set without contains is refused
p[x] { x := 1 }

# case: an assignment to data is refused
data := 1

# case: an assignment to input is refused
input := 1

# case: a rule named as a keyword is refused
in := 1

# case: two packages are refused
package test
p := 1
package other
q := 2

# case: deep nesting
p := [[[[[[[[[[1]]]]]]]]]]
q := {"a": {"a": {"a": {"a": {"a": {"a": {"a": {"a": 1}}}}}}}}

# case: deep parentheses
p := ((((((1))))))

# case: a long chain of sums
p := 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1

# case: random numbers are the same for one key in one query
p if rand.intn("a", 10) == rand.intn("a", 10)

# case: opa.runtime
p := is_object(opa.runtime())

# case: time of the query is one
p if time.now_ns() == time.now_ns()

# case: semver
p := [semver.compare("1.2.3", "1.10.0"), semver.is_valid("1.0.0"), semver.is_valid("1.0"), semver.compare("1.0.0-alpha", "1.0.0")]

# case: type names
p := [type_name(null), type_name(true), type_name(1), type_name("a"), type_name([]), type_name({}), type_name(set())]

# case: is checks
# input: {"v": [null, true, 1, "a", [], {}]}
p := [[is_null(x), is_boolean(x), is_number(x), is_string(x), is_array(x), is_object(x), is_set(x)] | some x in input.v]

# case: cidr
p := [net.cidr_contains("10.0.0.0/8", "10.1.2.3"), net.cidr_contains("10.0.0.0/8", "11.0.0.0"), net.cidr_intersects("10.0.0.0/8", "10.1.0.0/16"), net.cidr_is_valid("10.0.0.0/33")]

# case: conflicts in a package are met when it is taken as a whole
# query: x := data.lib
p := 1
# module: lib.rego
package lib

a := 1
b := 1
b := 2

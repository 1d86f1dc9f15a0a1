# Imports, names that hide others, spellings of the syntax.

# case: an import of input
# input: {"a": {"b": 1}}
import input.a
import input.a.b as c
p := [a.b, c]

# case: an import that a variable hides
# input: {"x": 1}
import input.x
p := y if {
	y := [x | some x in [5]]
}

# case: an import of a rule that is not there
import data.nothing.here
p if not here.x

# case: an import of a package with a rule that conflicts elsewhere
import data.lib
p := lib.good
# module: lib.rego
package lib

good := 1
bad := 1
bad := 2

# case: a conflict beside what is asked for is not met
# query: x := data.test.p
import data.lib.good
p := good
# module: lib.rego
package lib

good := 1
bad := 1
bad := 2

# case: an import of a whole package and tests beside it
import data.lib
p := lib.f(1)
# module: lib.rego
package lib

f(x) := x
# module: lib_test.rego
package lib_test

import data.lib
test_f if lib.f(2) == 2

# case: imports that refer to each other are no recursion
import data.other
p := other.q
r := 1
# module: other.rego
package other

import data.test
q := test.r

# case: import rego.v1
import rego.v1
p if 1 == 1

# case: future keywords
import future.keywords
import future.keywords.in
import future.keywords.every
import future.keywords.if
import future.keywords.contains
p contains x if some x in [1]

# case: two imports of one name are refused
import data.a
import data.b.a
p := 1

# case: an import after a rule
p := lib.x
import data.lib
# module: lib.rego
package lib

x := 1

# case: an import that is not used
import data.nothing
p := 1

# case: a comprehension's variable hides an import
import data.lib
p := [lib | some lib in [1, 2]]
# module: lib.rego
package lib

x := 1

# case: a function's parameter hides an import
import data.lib
f(lib) := lib + 1
p := f(1)
q := lib.x
# module: lib.rego
package lib

x := 1

# case: a some in with a variable named as a rule of the package
version := 1
p contains version if some version in [5, 6]
q := version

# case: a key variable named as a rule of the package
name := "outer"
p contains [name, v] if some name, v in {"a": 1}

# case: a parenthesis on a new line does not call
p if {
	x := [1]
	(count(x) == 1)
}

# case: a bracket on a new line is no index
p := y if {
	x := [1]
	y := x
	[1] == x
}

# case: a minus on a new line
p := x if {
	x := 1
	-1 < x
}

# case: an operator at the end of a line
p := 1 +
	2
q := [
	1,
	2,
]
r := {
	"a": 1,
}

# case: a set with a trailing comma and over lines
p := {
	1,
	2,
}

# case: semicolons and braces on one line
p if { x := 1; y := 2; x < y }

# case: comments everywhere
# first
p := [ # a
	1, # b
	# c
	2 # d
] # e

# case: raw strings
p := `a\nb"c`
q := "a\nb\"c\t\\"
r := "\u00e9\u20ac"

# case: strings with escapes of astral characters
p := "\ud83e\udd80"
q := count("🦀é")

# case: numbers in many spellings
p := [0, -0, 1.0, 1.50, 1e2, 1E2, 1e+2, 1e-2, 0.1, -1.5e3]

# case: a leading plus is refused
p := +1

# case: a leading zero is refused
p := 01

# case: a hexadecimal number is refused
p := 0x1

# case: a name with digits and underscores
_a1 := 1
b_2 := _a1
p := [_a1, b_2]

# case: a rule named as a type
string := 1
object := 2
p := string + object

# case: a variable named as a builtin's namespace
p := x if {
	json := {"a": 1}
	x := json.a
}

# case: the package's name with brackets
p := data["test"].q
q := 5

# case: a package with a dotted and quoted name
# query: x := data
package a["b-c"].d

p := 1

# case: data by brackets
# data: {"a-b": {"c": 1}, "1": "one"}
p := data["a-b"].c
q := data["1"]

# case: two modules with one package and different imports
# input: {"x": 1}
import data.one as lib
p := lib.v
# module: b.rego
package test

import data.two as lib
q := lib.v
# module: c.rego
package one

v := 1
# module: d.rego
package two

v := 2

# case: private names across packages
p := data.lib._hidden
# module: lib.rego
package lib

_hidden := 1

# case: an object with duplicate keys that agree
p := {"a": 1, "a": 1}

# case: an object with duplicate keys that differ
p := {"a": 1, "a": 2}

# case: an object with duplicate keys that differ at run time
# input: {"x": "a"}
p := {"a": 1, input.x: 2}

# case: a set with duplicates
p := {1, 1, 1.0}

# case: an empty set and an empty object
p := set()
q := {}
r := count(set()) + count({})

# case: a query of several expressions
# query: x := data.test.xs[_]; y := x * 2
xs := [1, 2]

# case: a query with some
# query: some x in data.test.xs; y := x + 1
xs := [1, 2]

# case: a query without variables
# query: data.test.p == 1
p := 1

# case: a query without variables that does not hold
# query: data.test.p == 2
p := 1

# case: a query that is undefined
# query: x := data.test.nothing
p := 1

# case: a query that is false
# query: data.test.p
p := false

# case: a query over input
# input: {"xs": [{"id": 1}, {"id": 2}]}
# query: input.xs[i].id = id

# case: a query with a wildcard
# query: data.test.xs[_] > 1
xs := [1, 2, 3]

# case: a query with a negation
# query: x := 1; not data.test.p
p := false

# case: a query with an unsafe variable is refused
# query: x > 1

# case: a query that names an unknown function is refused
# query: x := nosuch(1)

# case: a query with a comprehension
# query: x := [y | some y in data.test.xs; y > 1]
xs := [1, 2, 3]

# case: a query with with
# query: x := data.test.p with input as {"a": 5}
p := input.a

# case: a query with a function of the package
# query: x := data.test.f(2)
f(x) := x * 10

# case: a query with a set pattern and object pattern
# query: {"a": x} = data.test.p
p := {"a": 1}

# case: a query with a rego keyword import is possible only by parts
# query: every x in [1, 2] { x > 0 }

# case: the whole of data
# query: x := data
# data: {"base": {"v": 1}}
p := 1
# module: other.rego
package a.b

q := 2

# case: a query for data by a variable
# query: x := data[k]
# data: {"base": {"v": 1}}
p := 1

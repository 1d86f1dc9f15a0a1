# Complete rules, partial rules, heads with references, conflicts.

# case: two values of a complete rule are an error
p := 1
p := 2

# case: two definitions with one value
p := 1 if true
p := 1 if 1 == 1

# case: true and false of one rule are an error
p := true if true
p := false if true

# case: a partial set
p contains 1
p contains "a" if true
p contains 2 if false
p contains x if some x in [3, 1]

# case: a partial object
p["a"] := 1
p["b"] := 2 if true
p["c"] := 3 if false
p[k] := v if some k, v in {"d": 4}

# case: a partial object with two values of a key is an error
p["a"] := 1
p["a"] := 2

# case: a partial object with one value of a key twice
p["a"] := 1
p["a"] := 1 if true

# case: a partial object from an iteration that conflicts
p[k] := v if some [k, v] in [["a", 1], ["a", 2]]

# case: a head with a dotted path
a.b.c := 1
a.b.d := 2
a.x if true

# case: a head with a dotted path and contains
a.b contains 1
a.b contains 2
a.c := 3

# case: a head with a variable in its path
# input: {"xs": ["p", "q"]}
a[x].n := i if some i, x in input.xs

# case: a head with two variables
m[x][y] := 1 if {
	some x in ["a", "b"]
	some y in ["c"]
}

# case: a head with a variable and contains
m[x] contains y if some [x, y] in [["a", 1], ["a", 2], ["b", 3]]

# case: a head with a variable in the middle and contains
m.k[x].s contains y if some [x, y] in [["a", 1], ["a", 2], ["b", 3]]

# case: constant and variable keys side by side
m.a := 1
m[x] := 2 if some x in ["b", "c"]

# case: constant and variable keys that conflict
m.a := 1
m[x] := 2 if some x in ["a", "c"]

# case: a path that goes through a value is an error
m.a := {"b": 1}
m.a.c := 2

# case: nested objects merge
m.a.b := 1
m[x].c := 2 if some x in ["a"]

# case: a boolean head without if
p.q
p.r := 5

# case: a head with a number key
m[1] := "one"
m[2] := "two"
q := m[1]

# case: a head with an array key
m[[1, 2]] := "pair"
q := m[[1, 2]]

# case: a head with a null and boolean key
m[null] := "n"
m[true] := "t"
q := [m[null], m[true]]

# case: a bracketed string in a head
m["x-y"].z := 1
q := m["x-y"].z

# case: a set and a value of one name are refused
p contains 1
p := 2

# case: a set and an object of one name are refused
p contains 1
p["a"] := 2

# case: a member that is undefined is left out
# input: {}
p contains input.x
p contains 1

# case: a value that is undefined leaves the rule undefined
# input: {}
p := input.x
q := [input.x]
r := {"a": input.x}
s := 1 if input.x

# case: a key that is undefined leaves the entry out
# input: {}
p[input.x] := 1
p["a"] := 2

# case: an empty partial set is a set
p contains x if some x in []
q := count(p)

# case: an empty partial object is an object
p[x] := 1 if some x in []
q := count(p)

# case: a rule that is false is defined
p := false
q if p
r := p

# case: a rule that is null is defined
p := null
q if p == null
r if p

# case: a set of sets and objects
p contains {1, 2}
p contains {2, 1}
p contains {"a": {3}}
p contains [1]

# case: rules of one package in two files
p := q
# module: other.rego
package test

q := 7

# case: a partial set in two files
p contains 1
# module: other.rego
package test

p contains 2

# case: a package as a whole
q := data.lib
# module: lib.rego
package lib

a := 1
b contains 2
f(x) := x
c if false

# case: a package with packages below it
q := data.lib
# module: a.rego
package lib.a

x := 1
# module: b.rego
package lib.b.c

y := 2

# case: a package taken by a variable
q := [k | data.lib[k]]
r := {k: v | v := data.lib[k].x}
# module: a.rego
package lib.a

x := 1
# module: b.rego
package lib.b

x := 2

# case: a package merged with base data
# data: {"lib": {"d": 1, "a": {"z": 9}}}
q := data.lib
# module: a.rego
package lib.a

x := 1

# case: base data under a rule's name
# data: {"test": {"extra": 1}}
# query: x := data.test
p := data.test.extra

# case: base data that a rule hides
# data: {"lib": {"x": 1}}
q := data.lib.x
# module: a.rego
package lib

x := 2

# case: base data by a variable path
# data: {"servers": [{"id": "a", "ports": [80]}, {"id": "b", "ports": [80, 443]}]}
p contains s.id if {
	some s in data.servers
	443 in s.ports
}
q contains data.servers[i].id if data.servers[i].ports[_] == 80

# case: the whole of data without cycles is refused from inside
p := data

# case: a rule that refers to its own package is refused
p := data.test.q
q := count(data.test)

# case: a rule referred to by its full path
p := data.test.q
q := 3

# case: input as a whole
# input: {"a": [1, {"b": null}]}
p := input

# case: input that is no object
# input: [1, 2]
p := input[1]
q := count(input)

# case: input that is a string
# input: "text"
p := input
q := input.a

# case: input that is false
# input: false
p := input
q if input
r if not input

# case: input that is null
# input: null
p := input
q if input == null

# case: no input at all
p := input
q if not input
r if not input.x

# case: an index on a wrong kind is undefined
# input: {"s": "abc", "n": 5, "a": [1], "o": {"1": 2}}
p := input.s[0]
q := input.n.x
r := input.a.b
s := input.a["0"]
t := input.o[1]
u := input.a[1]
v := input.a[-1]
w := input.a[0.5]
x := input.a[0.0]
y := input.a[1e0]

# case: a rule by a name that is a keyword
if.x := 1
p := data.test["if"].x

# case: keyword names in references
a.not := 1
a.if.contains := 2
p := data.test.a.not
q := data.test.a["if"].contains

# case: a dotted reference with a keyword to input
# input: {"in": 1, "some": {"every": 2}, "default": 3, "else": 4, "package": 5, "with": 6, "as": 7, "import": 8}
p := [input.in, input.some.every, input.default, input.else, input.package, input.with, input.as, input.import]

# case: a set rule as an object in another
p contains 1
q := {"s": p}
r := [x | some x in p]

# case: iteration over a rule's own output of another
a contains x if some x in [1, 2]
b contains x + 10 if some x in a
c := sum(b)

# case: a deeply nested reference
# input: {"a": {"b": [{"c": {"d": [0, 1, {"e": "deep"}]}}]}}
p := input.a.b[0].c.d[2].e
q := input["a"]["b"][0]["c"].d[2]["e"]

# case: reference into an object literal
p := {"a": 1}.a
q := {"a": {"b": 2}}["a"].b
r := [10, 20][1]
s := {"x", "y"}.x

# case: reference into a comprehension
p := [x | some x in [3, 4]][1]
q := {k: v | some k, v in {"a": 5}}.a

# case: a rule that gives a generated object
# input: {"items": [{"k": "a", "v": 1}, {"k": "b", "v": 2}]}
p := {item.k: item.v | some item in input.items}

# case: chained bodies
p contains 1 if { true } { true }

# case: several bodies for one head in two definitions
p if { 1 == 2 }
p if { 2 == 2 }

# case: a rule with a body of several lines and semicolons
p if { 1 == 1; 2 == 2
	3 == 3 }

# case: unused function and rules do not matter
f(x) := x + "a" if false
p := 1

# case: a ground path into a partial object skips its other conflicts
# query: x := data.test.q
p["a"] := 1
p["b"] := 2
q := p.a

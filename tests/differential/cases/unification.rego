# `=`, `:=`, `==`, patterns.

# case: a pattern of an array
p := [a, b] if [a, b] = [1, 2]
q := a if [a, 2] = [1, 2]
r := a if [a, 3] = [1, 2]

# case: a pattern of an array of another length is refused
p := a if [a] = [1, 2]

# case: a pattern of an object
p := a if {"x": a} = {"x": 1}
r := [a, b] if {"x": a, "y": {"z": b}} = {"x": 1, "y": {"z": 2}}

# case: a pattern of an object with other keys is refused
q := a if {"x": a} = {"x": 1, "y": 2}

# case: patterns over what is known only at run time
# input: {"a": [1, 2], "o": {"x": 1, "y": 2}}
p := a if [a] = input.a
q := a if [a, 2] = input.a
r := a if {"x": a} = input.o
s := a if {"x": a, "y": _} = input.o

# case: assignment of patterns
p := [a, b] if [a, b] := [1, 2]
q := a if {"x": a} := {"x": 1}
r := [a, b] if [a, [b, _]] := [1, [2, 3]]

# case: both sides have variables
p := [x, y] if [x, 2] = [1, y]
q := [x, y] if {
	[x, y] = [y, 1]
}

# case: a variable bound twice alike
p if {
	x = 1
	x = 1
}
q if {
	x = 1
	x = 2
}

# case: a variable assigned twice is refused
p if {
	x := 1
	x := 1
}

# case: order does not matter for unification
p := x if {
	y = x
	y = 3
}

# case: a use before a unification
p := x if {
	y = x + 1
	x = 2
	y == 3
}

# case: a use before an assignment is refused
p := x if {
	y := x + 1
	x := 2
	y == 3
}

# case: comparison with an unbound variable is refused
p if x == 1

# case: an unbound variable in a head is refused
p := x

# case: unification with a reference
# input: {"a": {"b": 5}}
p := x if input.a = {"b": x}
q := k if input.a[k] = 5
r if input.a.b = 5

# case: unification over collections
# input: {"xs": [{"k": "a", "v": 1}, {"k": "b", "v": 2}]}
p := v if input.xs[_] = {"k": "b", "v": v}
q contains k if input.xs[_] = {"k": k, "v": _}

# case: unification with a call
p := x if x = count([1, 2])
q if 2 = count([1, 2])
r := [a, b] if [a, b] = split("x-y", "-")

# case: unification of sets needs ground sets
p if {1, 2} = {2, 1}
q if {1, 2} = {1}

# case: a set with a variable in a pattern is refused
p := x if {x} = {1}

# case: two references
# input: {"a": 1, "b": 1, "c": 2}
p if input.a = input.b
q if input.a = input.c
r if input.a = input.nope

# case: joins by a shared variable
# input: {"users": [{"id": 1, "n": "a"}, {"id": 2, "n": "b"}], "roles": [{"id": 2, "r": "x"}]}
p contains [n, r] if {
	some i, j
	input.users[i].id = id
	input.roles[j].id = id
	n := input.users[i].n
	r := input.roles[j].r
}

# case: wildcards are all different
p if [_, _] = [1, 2]
q if {
	_ = 1
	_ = 2
}

# case: numbers that are equal in value
p if 1 = 1.0
q if [1] = [1.0]
r if {"a": 1} = {"a": 1.0}
s if 1 == 1e0
t if {1: "a"} = {1.0: "a"}

# case: a string is no number
p if 1 = "1"

# case: a string is no number at run time
# input: {"n": 1, "s": "1"}
p if input.n = input.s
q if input.n == input.s
r if input.n != input.s

# case: assignment shadows a rule
x := 10
p := y if {
	x := 1
	y := x
}
q := x

# case: assignment shadows input is refused
p if input := 1

# case: some shadows a rule
x := 10
p := y if {
	some x
	x = 3
	y := x
}

# case: some declares an index
# input: {"xs": ["a", "b"]}
p contains i if {
	some i
	input.xs[i] == "b"
}
q contains [i, v] if {
	some i, v
	input.xs[i] = v
}

# case: a some variable that is not used is refused or harmless
p if {
	some x
	1 == 1
}

# case: a bare assignment at the end
p if x := 1
q if x := false
r if x = false

# case: a pattern in a function's head
# input: {"one": {"a": 1, "b": [2]}, "two": {"a": 1, "b": [2, 3]}}
f({"a": x, "b": [y, _]}) := [x, y]
p := f({"a": 1, "b": [2, 3]})
q := f(input.one)
r := f(input.two)

# case: an object pattern with a key that is a variable
# input: {"k": "x"}
p := v if {
	k := input.k
	{k: v} = {"x": 1}
}

# case: nested patterns over iteration
p contains x if [[x, 1], _] = [[["a", 1], 5], [["b", 2], 5], [["c", 1], 7]][_]

# case: an array pattern longer than the array
# input: {"two": [1, 2]}
p := x if [x, _, _] = input.two
q := x if [x, _, _] = [1, 2, 3]

# case: the empty patterns
p if [] = []
q if {} = {}
s if set() = set()

# case: an empty array is no empty object
# input: {"a": [], "o": {}}
p if input.a = input.o
q if input.a = input.a
r := input.a == {}

# case: occurs check
p if {
	x = [x]
}

# case: a chain of equalities
p := z if {
	x = y
	y = z
	x = 7
}

# case: comparison chains are calls of booleans
p if (1 < 2) == true
q if (1 == 2) == false

# case: unification with null and booleans
# input: {"n": null, "t": true}
p if input.n = null
q if input.t = true
r := x if [x, null] = [input.t, input.n]

# case: unification through a rule's output
m["a"] := 1
m["b"] := 2
p := k if m[k] = 2
q := v if m.a = v

# case: partial set membership binds
s contains 1
s contains 2
p contains x if s[x]
q if s[1]
r if s[3]

# case: composite members of a set by pattern
s contains ["a", 1]
s contains ["b", 2]
p contains x if s[["a", x]]
q contains x if s[[x, 2]]

# case: an equality that is a value
p := x if x := (1 == 1)
q := x if x := 1 == 2

# case: assignment in a rule's value
p := [x, y] if {
	x := 1
	y := x + 1
}

# case: an assignment that hides a parameter
f(x) := y if {
	y := x
	z := [x | x := 5]
	z == [5]
}
p := f(1)

# case: a ground set pattern in an array
p := x if [{1, 2}, x] = [{2, 1}, 3]

# case: an undefined side
# input: {}
p if x = input.a
q := x if x := input.a
r if [1, input.a] = [1, x]

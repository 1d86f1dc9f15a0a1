# `some … in`, `in`, `every`.

# case: some in an array, a set, an object
a contains x if some x in [1, 2]
s contains x if some x in {"p", "q"}
o contains x if some x in {"k": "v"}
ai contains [i, x] if some i, x in ["a", "b"]
si contains [i, x] if some i, x in {"p"}
oi contains [i, x] if some i, x in {"k": "v"}

# case: some in what is no collection
# input: {"n": 5, "s": "abc", "b": true, "z": null}
n contains x if some x in input.n
s contains x if some x in input.s
b contains x if some x in input.b
z contains x if some x in input.z
u contains x if some x in input.u

# case: some in with patterns
p contains x if some [x, 1] in [["a", 1], ["b", 2]]
q contains v if some {"k": "b", "v": v} in [{"k": "a", "v": 1}, {"k": "b", "v": 2}]
r contains i if some i, {"on": true} in [{"on": false}, {"on": true}]

# case: some in with a constant
p if some 1 in [1, 2]
q if some 3 in [1, 2]
r if some "a", 1 in {"a": 1}

# case: some in with a bound outer variable is shadowed
x := 1
p contains x if some x in [5, 6]

# case: some in over a rule
s contains "a"
s contains "b"
p contains x if some x in s

# case: some in over base data
# data: {"users": {"ann": {"age": 40}, "bob": {"age": 20}}}
p contains name if {
	some name, user in data.users
	user.age > 30
}

# case: some in over a call
p contains x if some x in split("a,b", ",")
q contains x if some x in numbers.range(1, 3)

# case: two some in make pairs
p contains [x, y] if {
	some x in [1, 2]
	some y in [x, 10]
}

# case: some key in an object that has other kinds of keys
p contains k if some k, _ in {1: "a", "b": "c", [1]: "d"}

# case: in as an expression
p := 1 in [1, 2]
q := 3 in [1, 2]
r := "a" in {"a"}
s := "v" in {"k": "v"}
t := "k", "v" in {"k": "v"}
u := 0, "a" in ["a"]
v := 1 in "abc"

# case: in over undefined
# input: {}
p := 1 in input.xs
q := input.x in [1]
r if 1 in input.xs

# case: in with what is no collection
# input: {"n": 5}
p := 1 in input.n
q if 1 in input.n
r if not 1 in input.n

# case: in with composites
p if [1, 2] in [[1, 2]]
q if {"a": 1} in [{"a": 1}]
r if {1} in [{1}]
s if {1} in {{1}}

# case: in inside of arrays and calls
p := [1 in [1], 2 in [1]]
q := [(0, 1 in [1])]
r := {1 in [1]}
s := {"a": 1 in [1]}

# case: in with three operands in an array literal
p := [0, 1 in [1]]

# case: every
p if every x in [1, 2] { x > 0 }
q if every x in [1, 2] { x > 1 }
r if every x in [] { x > 1 }
s if every x in {} { x > 1 }
t if every x in set() { x }

# case: every with a variable that is not used is refused
p if every x in [] { false }

# case: every with keys
p if every k, v in {"a": 1, "b": 2} { v > 0; k != "c" }
q if every i, v in [0, 1] { i == v }
r if every i, v in [0, 2] { i == v }

# case: every over undefined
# input: {}
p if every x in input.xs { x > 0 }
q if not r
r if every x in input.xs { x > 0 }

# case: every over what is no collection
# input: {"n": 5, "s": "abc", "z": null}
p if every x in input.n { x > 0 }
q if every x in input.s { x > 0 }
r if every x in input.z { x > 0 }

# case: every with an undefined body
# input: {"xs": [{"a": 1}, {}]}
p if every x in input.xs { x.a }
q if every x in input.xs { not x.b }

# case: every with a false member
# input: {"xs": [true, false]}
p if every x in input.xs { x }
q if every x in input.xs { x == x }

# case: every nested
p if every x in [[1, 2], [3]] { every y in x { y > 0 } }
q if every x in [[1, 2], [0]] { every y in x { y > 0 } }

# case: every with outer variables
p contains n if {
	some n in [0, 1, 2]
	every x in [2, 3] { x > n }
}

# case: every with some inside
p if every x in [1, 2] { some y in [1, 2, 3]; y > x }
q if every x in [1, 3] { some y in [1, 2, 3]; y > x }

# case: every with an assignment inside
p if every x in [1, 2] { y := x * 2; y < 5 }

# case: every over a rule
s contains 2
s contains 4
p if every x in s { x % 2 == 0 }

# case: every over a comprehension
p if every x in [y | some y in [1, 2, 3]; y > 1] { x > 1 }

# case: every in a function
all_positive(xs) if every x in xs { x > 0 }
p if all_positive([1, 2])
q if all_positive([1, -2])
r if all_positive([])

# case: every with a call of undefined in its body
# input: {"xs": [{"n": "a"}, {}]}
p if every x in input.xs { startswith(x.n, "a") }
q if every x in input.xs { not startswith(x.n, "b") }

# case: every with a negated rule
bad if { some x in [1, 2]; x > 5 }
p if not bad

# case: every with a key that shadows
k := 5
p if every k, v in {"a": 1} { k == "a"; v == 1 }

# case: every with a variable of its body outside is refused
p if {
	every x in [1] { y := x }
	y == 1
}

# case: every over with
# input: {"xs": [0]}
q if every x in input.xs { x > 0 }
p if q with input.xs as [1]

# case: a loop by reference with some
# input: {"m": {"a": {"x": 1}, "b": {"x": 2}}}
p contains k if {
	some k
	input.m[k].x == 2
}

# case: a loop by reference with wildcards
# input: {"m": {"a": [1, 2], "b": [3]}}
p contains x if x := input.m[_][_]
q := count([1 | input.m[_][_]])

# case: a loop over a set's members
s := {1, 2, 3}
p contains x if {
	s[x]
	x > 1
}
q contains x if x := s[_]

# case: a reference with a variable over what is no collection
# input: {"s": "abc", "n": 1}
p contains i if input.s[i]
q contains i if input.n[i]

# case: an index that is a float
# input: {"xs": ["a", "b"], "i": 1.0}
p := input.xs[input.i]
q := input.xs[1.0]

# case: false members are not found by a bare reference
# input: {"xs": [true, false, null, 0]}
p contains i if input.xs[i]
q contains i if input.xs[i] == false
r contains i if _ = input.xs[i]

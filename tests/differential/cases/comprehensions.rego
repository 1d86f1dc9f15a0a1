# Comprehensions.

# case: of arrays, sets and objects
xs := [3, 1, 2, 1]
a := [y | some x in xs; y := x + 1]
s := {x | some x in xs}
o := {x: i | some i, x in [5, 6]}

# case: that are empty
# input: {}
a := [x | some x in input.xs]
s := {x | some x in input.xs}
o := {k: v | some k, v in input.xs}
n := [count(a), count(s), count(o)]

# case: that are nested
p := [[y | some y in x; y > 1] | some x in [[1, 2], [3]]]
q := {x: [y | some y in numbers.range(1, x)] | some x in [1, 2]}

# case: over a key of an outer variable
# input: {"groups": {"a": [1, 2], "b": [3]}}
p := {g: sum([m | some m in ms]) | some g, ms in input.groups}

# case: an object with two values of one key is an error
p := {k: v | some [k, v] in [["a", 1], ["a", 2]]}

# case: an object with one value of a key twice
p := {k: v | some [k, v] in [["a", 1], ["a", 1]]}

# case: with a false condition
p := [x | some x in [1, 2]; false]
q := {x | some x in [1, 2]; x > 5}

# case: with an undefined head
# input: {"xs": [{"a": 1}, {"b": 2}]}
p := [x.a | some x in input.xs]

# case: with several solutions for one value
p := [x | some x in [1, 2]; some _ in ["a", "b"]]
q := {x | some x in [1, 2]; some _ in ["a", "b"]}

# case: with a variable that shadows a rule
x := 100
p := [x | some x in [1, 2]]
q := [x | x := 5]
r := x

# case: with an old variable by reference
xs := ["a", "b"]
p := [i | xs[i]]
q := [[i, v] | v := xs[i]]
r := {v: i | xs[i] = v}

# case: an infix call in a head is read as a union and refused
p := [x + 1 | some x in [1]]

# case: an infix call in parentheses in a head
p := [(x + 1) | some x in [1]]

# case: with an outer variable that is assigned later is refused
p := ys if {
	ys := [x | some x in zs]
	zs := [1, 2]
}

# case: with an outer variable that is unified later
p := ys if {
	ys = [x | some x in zs]
	zs = [1, 2]
}

# case: as an argument
p := count([x | some x in [1, 2, 3]; x > 1])
q := sum({x | some x in [1, 1, 2]})
r := concat(",", [x | some x in ["a", "b"]])

# case: in a reference
p := {"a": [y | some y in [1]]}.a[0]

# case: in a comparison
p if [x | some x in [1, 2]] == [1, 2]
q if {x | some x in [2, 1]} == {1, 2}

# case: in a negation
# input: {"xs": [1]}
p if not [x | some x in input.xs] == [1]
q if not {x | some x in input.xs} == {2}

# case: of objects with keys of other kinds
p := {[x, 1]: x | some x in ["a", "b"]}
q := count({{x}: x | some x in ["a", "b"]})

# case: in braces over several lines
p := {
	x |
	some x in [1, 2]
	x > 1
}

# case: with negation inside
bad := {"b"}
p := [x | some x in ["a", "b", "c"]; not x in bad]

# case: with with inside
# input: {"a": 1}
q := input.a
p := [y | some x in [1, 2]; y := q with input.a as x]

# case: with a function call as its head
f(x) := x * x
p := {f(x) | some x in [1, -1, 2]}

# case: with an unsafe head is refused
p := [y | some x in [1]]

# case: with a union in its head
p := [a | b] if {
	a := {1}
	b := {2}
}

# case: grouping
# input: {"people": [{"n": "a", "t": 1}, {"n": "b", "t": 2}, {"n": "c", "t": 1}]}
p := {t: names | some person in input.people; t := person.t; names := {q.n | some q in input.people; q.t == t}}

# case: over characters by an index
p := [c | c := ["x", "y"][_]]

# case: over a set by reference
s := {"a", "b"}
p := [x | s[x]]
q := {x | s[x] == x}

# case: over an object by reference
o := {"a": 1, "b": 2}
p := [[k, v] | v := o[k]]
q := [v | v := o[_]]

# case: deep references
# input: {"a": [{"b": [1, 2]}, {"b": [3]}, {"c": 1}]}
p := [x | x := input.a[_].b[_]]
q := [[i, j] | input.a[i].b[j]]

# case: closures over function arguments
f(xs, n) := [x | some x in xs; x > n]
p := f([1, 2, 3], 1)

# case: a comprehension whose term is the outer body's output
p contains y if {
	some x in [1, 2]
	y := [z | z := x * 10]
}

# case: an array of comprehension in a set
p := {[x | some x in [2, 1]], [1]}

# `with` in every form.

# case: with input as a whole
# input: {"x": 1}
q := input.x
p := result if result := q with input as {"x": 2}
r := result if result := input.x with input as {"x": 3}
s := [q, p, r]

# case: with a part of input
# input: {"x": 1, "y": {"z": 2}}
q := input
p := result if result := q with input.y.z as 5
r := result if result := q with input.y as 6
s := result if result := q with input.new as 7
t := result if result := q with input.y.deep.er as 8

# case: with a part of input where there is no input
q := input
p := result if result := q with input.a.b as 1

# case: with a part of input that is a scalar
# input: {"x": 1}
q := input
p := result if result := q with input.x.y as 2

# case: with input that is undefined
# input: {"x": 1}
q := input.x
p := result if result := q with input.x as input.nope
r if not q with input.x as input.nope

# case: with a value from a rule
# input: {"x": 1}
v := 9
q := input.x
p := result if result := q with input.x as v

# case: with a value from a comprehension over rules
# input: {"x": 1}
vs contains x if some x in [1, 2]
q := input.x
p := result if result := q with input.x as [v | some v in vs]

# case: with a value from a call
# input: {"x": 1}
f(x) := x + 41
q := input.x
p := result if result := q with input.x as f(1)
r := result if result := q with input.x as count([1, 2])

# case: with a value that is false
# input: {"x": 1}
q := input.x
p := result if result := q with input.x as false
r if not q with input.x as false

# case: with data that is base data
# data: {"limits": {"max": 5}}
q := data.limits.max
p := result if result := q with data.limits.max as 7
r := result if result := q with data.limits as {"max": 8}
s := result if result := data.limits with data.limits.min as 1

# case: with data that is not there
q := data.limits.max
p := result if result := q with data.limits.max as 7

# case: with a rule
limit := 5
ok if 6 < limit
p if ok with limit as 10
q if ok

# case: with a rule by its full path
limit := 5
big := limit * 2
p := result if result := big with data.test.limit as 10

# case: with a partial set
bad contains "a"
n := count(bad)
p := result if result := n with bad as {"x", "y", "z"}
q := result if result := n with bad as set()

# case: with a partial object
m["a"] := 1
n := count(m)
p := result if result := n with m as {}

# case: with an element of a partial object
m["a"] := 1
m["b"] := 2
n := m
p := result if result := n with m.a as 5

# case: with a whole package
v := data.lib.x
p := result if result := v with data.lib as {"x": "mocked"}
q := result if result := v with data.lib.x as "one"
# module: lib.rego
package lib

x := "real"

# case: with a whole package and a rule beside it
v := [data.lib.x, data.lib.y]
p := result if result := v with data.lib as {"x": "mocked"}
q := result if result := v with data.lib.x as "one"
# module: lib.rego
package lib

x := "real"
y := "other"

# case: with a function by a value
f(x) := x + 1
q := f(1)
p := result if result := q with f as 100

# case: with a function by a function
f(x) := x + 1
g(x) := x * 1000
q := f(1)
p := result if result := q with f as g

# case: with a function by a function of another number of arguments is refused
f(x) := x + 1
g(x, y) := x * y
q := f(1)
p := result if result := q with f as g

# case: with a builtin by a value
q := count([1, 2])
p := result if result := q with count as 42

# case: with a builtin by a function
mine(x) := [x, "mine"]
q := lower("ABC")
p := result if result := q with lower as mine

# case: with a builtin by a builtin
q := lower("Abc")
p := result if result := q with lower as upper

# case: with a builtin in its own replacement
mine(x) := upper(x) if true
q := lower("Abc")
p := result if result := q with lower as mine

# case: with time
# query: x := [data.test.p, data.test.q]
t := time.now_ns()
p := result if result := t with time.now_ns as 1700000000000000000
q := result if result := time.date(t) with time.now_ns as 1700000000000000000

# case: with http.send by a function
# query: x := data.test.p
answer(req) := {"status_code": 200, "body": req.url}
q := http.send({"method": "get", "url": "http://example.com"}).body
p := result if result := q with http.send as answer

# case: with a function in another package by its full path
q := data.lib.f(1)
p := result if result := q with data.lib.f as 5
# module: lib.rego
package lib

f(x) := x

# case: with a function by an import's name
import data.lib.f
q := f(1)
p := result if result := q with f as 5
# module: lib.rego
package lib

f(x) := x

# case: with several
# input: {"a": 1, "b": 2}
q := [input.a, input.b, data.c]
p := result if result := q with input.a as 10 with input.b as 20 with data.c as 30

# case: with twice on the same place
# input: {"a": 1}
q := input.a
p := result if result := q with input.a as 10 with input.a as 20

# case: with a wide and a narrow replacement
# input: {"a": {"b": 1, "c": 2}}
q := input.a
p := result if result := q with input.a as {"x": 1} with input.a.y as 2
r := result if result := q with input.a.y as 2 with input.a as {"x": 1}

# case: with that nests through rules
# input: {"a": 1}
q := input.a
inner := result if result := q with input.a as 2
outer := result if result := [q, inner] with input.a as 3

# case: with on one expression only
# input: {"a": 1}
p if {
	input.a == 2 with input.a as 2
	input.a == 1
}

# case: with a variable from the body
# input: {"a": 0}
q := input.a
p contains r if {
	some x in [1, 2, 3]
	r := q with input.a as x
}

# case: with on a comprehension
# input: {"xs": [1]}
p := result if result := [x | some x in input.xs] with input.xs as [5, 6]

# case: with on an every
# input: {"xs": [1]}
p if {
	every x in input.xs { x > 4 } with input.xs as [5, 6]
}

# case: with on a some in
# input: {"xs": [1]}
p contains x if {
	some x in input.xs with input.xs as [5, 6]
}

# case: with on a negation
# input: {"role": "guest"}
admin if input.role == "admin"
p if not admin with input.role as "admin"
q if not admin with input.role as "user"

# case: with a rule that would conflict
v := 1 if input.a
v := 2 if input.b
p := result if result := v with input as {"a": true}
q := result if result := v with input as {"b": true}

# case: with an else
v := "a" if input.a
else := "b" if input.b
else := "c"
p := result if result := [x | x := v with input as {"a": true}]
q := result if result := [x | x := v with input as {"b": true}]
r := result if result := [x | x := v with input as {}]

# case: with a default
default v := "none"
v := "some" if input.a
p := result if result := v with input as {}
q := result if result := v with input as {"a": 1}

# case: with a default mocked away
default v := "none"
w := v
p := result if result := w with v as "mocked"

# case: with an undefined value makes the literal undefined
p := 1 if true with input.a as data.nope
default q := "none"
q := 1 if true with input.a as data.nope

# case: with a target that is a local is refused
p if {
	x := 1
	x == 1 with x as 2
}

# case: with a target with a variable step is refused
# input: {"a": 1}
p if {
	some k in ["a"]
	input[k] == 2 with input[k] as 2
}

# case: with an unknown function is refused
p := result if result := 1 with nosuch.function as 2

# case: with a target in a bracket
# input: {"a-b": 1}
q := input["a-b"]
p := result if result := q with input["a-b"] as 2

# case: with a function mocked in a partial set
f(x) := x
s contains f(x) if some x in [1, 2]
p := result if result := s with f as 5

# case: with a function replaced by one that calls it
f(x) := x + 1
g(x) := f(x) * 10
q := f(1)
p := result if result := q with f as g

# case: with a builtin of several arguments
fake(a, b) := concat("-", [a, b])
q := startswith("abc", "a")
p := result if result := q with startswith as fake

# case: with a mocked function that is undefined
fake(x) := 1 if x == "nope"
q := lower("ABC")
p := result if result := q with lower as fake
r if not q with lower as fake

# case: with a rule whose other users are not touched
a := 1
b := a + 1
c := a + 2
p := result if result := [b, c] with a as 10
q := [b, c]

# case: with data over a rule that reads the whole package
a := data.lib
p := result if result := a with data.lib.x as 5
# module: lib.rego
package lib

x := 1
y := 2

# case: with input in a function's body
# input: {"n": 1}
f(x) := input.n + x
p := result if result := f(10) with input.n as 100

# case: with input in a function's body, written as its own literal
# input: {"n": 1}
f(x) := input.n + x
q := r if {
	a := f(10)
	b := f(10) with input.n as 5
	r := [a, b]
}

# case: with an object that has keys of other kinds
q := input
p := result if result := q with input as {"s": {1, 2}, "n": null}

# case: with a set as input
q := input
p if 2 in q with input as {1, 2}

# case: with an array element of input
# input: {"xs": [1, 2, 3]}
q := input.xs
p := result if result := q with input.xs[1] as 20

# case: with the value of another with
# input: {"a": 1, "b": 2}
q := input.a
p := result if result := q with input.b as 5 with input.a as input.b

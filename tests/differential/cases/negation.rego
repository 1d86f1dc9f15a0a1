# Negation over what is undefined, in every form: under OPA an undefined argument makes `not f(x)` undefined, an undefined
# expression makes `not` hold.

# case: not in over an undefined value is undefined
# input: {}
p if not input.x in {1, 2}

# case: not in over a defined value that is not a member
# input: {"x": 3}
p if not input.x in {1, 2}

# case: not in over a member
# input: {"x": 1}
p if not input.x in {1, 2}

# case: not in over an undefined collection
# input: {"x": 1}
p if not input.x in input.allowed

# case: not startswith of undefined
# input: {}
p if not startswith(input.nope, "a")

# case: not startswith of null
# input: {"nope": null}
# query: x := data.test.p
p if not startswith(input.nope, "a")

# case: not count equals over undefined
# input: {}
p if not count(input.nope) == 1

# case: not comparison of undefined
# input: {}
p if not input.nope == 1
q if not input.nope != 1
r if not input.nope > 1

# case: not comparison with a call inside
# input: {}
p if not count(input.nope) > 1

# case: not of an undefined reference holds
# input: {"a": {}}
p if not input.a.b
q if not input.a.b.c
r if not input.z[0]

# case: not of false, null, zero, empty
# input: {"f": false, "n": null, "z": 0, "e": "", "a": [], "o": {}}
f if not input.f
n if not input.n
z if not input.z
e if not input.e
a if not input.a
o if not input.o

# case: not of an undefined rule holds
p if not q
q if false
r if not s
s := false if true

# case: not of a user's function of undefined
# input: {}
p if not f(input.x)
f(x) if x == 1

# case: not of a user's function that is undefined for the value
# input: {"x": 2}
p if not f(input.x)
f(x) if x == 1

# case: not of a user's function that is false
p if not f(2)
f(x) := x == 1

# case: not of a function with two arguments of which one is undefined
# input: {"a": 1}
p if not f(input.a, input.b)
f(a, b) if a == b

# case: not of a nested call of undefined
# input: {}
p if not startswith(lower(input.x), "a")

# case: not of a call on a comprehension over undefined
# input: {}
p if not count([x | x := input.xs[_]]) > 0

# case: not with a reference into a call's result
p if not split("a.b", ".")[5]
q if not split("a.b", ".")[0] == "b"

# case: not with an array that holds undefined
# input: {}
p if not [input.x] == [1]
q if not {"a": input.x} == {"a": 1}
r if not {input.x} == {1}

# case: not with arithmetic on undefined
# input: {}
p if not input.a + 1 == 2
q if not -input.a == 2

# case: not with a bound variable
p if {
	x := 1
	not x == 2
}

# case: not with a pattern that does not match
# input: {"x": [1, 2]}
p if not [1, 3] = input.x
q if not [1, 2] = input.x

# case: not over a reference by a bound key
# input: {"roles": {"ann": "admin"}, "user": "bob"}
p if not input.roles[input.user]
q if not input.roles[input.user] == "admin"
r if not input.roles["ann"] == "guest"

# case: not over a reference by an undefined key
# input: {"roles": {"ann": "admin"}}
p if not input.roles[input.user]
q if not input.roles[input.user] == "admin"

# case: not over a set's member
# input: {"user": "bob"}
admins := {"ann"}
p if not admins[input.user]
q if not admins.ann
r if not input.user in admins

# case: not over an undefined key of a set
# input: {}
admins := {"ann"}
p if not admins[input.user]

# case: not over a wildcard finds none
# input: {"xs": [1, 2]}
p if not input.xs[_] == 3
q if not input.xs[_] == 2
r if not input.ys[_] == 2

# case: a variable in not that nothing binds is refused
# input: {"xs": [1, 2]}
p if not input.xs[i] == 3

# case: not not is refused
p if not not true

# case: not of not in a function
p if not q(1)
q(x) if not x == 1

# case: not over every
p if not every x in [1, 2] { x > 1 }

# case: not over some in is refused or means none
# input: {"xs": [1, 2]}
p if not some x in input.xs

# case: not over in with key and value
# input: {"o": {"a": 1}}
p if not "a", 1 in input.o
q if not "a", 2 in input.o
r if not "a", 2 in input.nope

# case: not over contains with undefined needle
# input: {}
p if not contains("abc", input.x)

# case: not over an assignment binds nothing outside
p if {
	not x = 2
	x := 1
}

# case: not over is_string of undefined
# input: {}
p if not is_string(input.x)

# case: not over is_null of null
# input: {"x": null}
p if not is_null(input.x)
q if is_null(input.x)

# case: not over glob with undefined
# input: {}
p if not glob.match("a*", [], input.x)

# case: not over regex with undefined
# input: {}
p if not regex.match("^a", input.x)

# case: not over an object get default
# input: {}
p if not object.get(input, "x", false)
q if not object.get(input, ["x", "y"], "d") == "d"

# case: not with a call of an unknown function is refused
p if not nosuch(1)

# case: negated template
# input: {}
p if not $"{input.x}" == "a"

# case: not over a rule that needs input that is not there
# input: {}
allowed if input.role == "admin"
p if not allowed

# case: not over a partial set's emptiness
# input: {"xs": []}
bad contains x if some x in input.xs
p if not bad
q if not bad["a"]
r if count(bad) == 0

# case: not over data that is not there
p if not data.nothing.here
q if not data.nothing.here == 1

# case: not body
import future.keywords.not
p if not { 1 == 2 }

# case: not over with
# input: {"x": 1}
q if input.x == 2
p if not q with input.x as 3
r if not q with input.x as 2

# case: not over a with that is undefined
# input: {"x": 1}
q if input.x == 2
p if not q with input.x as input.nope

# case: not over an error in strict builtins
# input: {"s": "abc"}
p if not to_number(input.s)

# case: not over division by zero
# input: {"n": 0}
p if not 1 / input.n == 1

# case: not over nested reference with call in the middle
# input: {"names": ["a"]}
m := {"a": 1}
p if not m[lower(input.names[0])] == 2
q if not m[lower(input.names[1])] == 2

# case: not over a boolean call without comparison
p if not is_string("a")
q if not is_string(1)

# case: not over a chain of infix calls
# input: {"a": 1}
p if not input.a + input.b > 2
q if not input.a + input.a > 2

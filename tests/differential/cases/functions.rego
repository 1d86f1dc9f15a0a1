# Functions, else, defaults.

# case: a function with several definitions
f(x) := "one" if x == 1
f(x) := "two" if x == 2
p := [f(1), f(2)]
q := f(3)

# case: a function with literal patterns
f("a") := 1
f("b") := 2
f([x, _]) := x
f({"k": v}) := v
p := [f("a"), f("b"), f([5, 6]), f({"k": 7})]
q if f("c")

# case: a function that two definitions answer differently is an error
f(x) := 1 if x > 0
f(x) := 2 if x > 1
p := f(2)

# case: a function that two definitions answer alike
f(x) := 1 if x > 0
f(x) := 1 if x > 1
p := f(2)

# case: a function without a value is true
f(x) if x > 1
p := f(2)
q := f(1)

# case: a bodyless function with wildcards
f("a", _, _) := true
p := f("a", 1, 2)
q := f("b", 1, 2)

# case: the result of a function as its last argument
# input: {"s": "a,b"}
p if split(input.s, ",", ["a", "b"])
q := parts if split(input.s, ",", parts)

# case: a user's function with an output argument
f(x) := x + 1
p := y if f(1, y)
q if f(1, 2)
r if f(1, 3)

# case: else
# input: {"n": 5}
size := "small" if input.n < 3
else := "medium" if input.n < 10
else := "large"

# case: else that is not reached
# input: {"n": 1}
size := "small" if input.n < 3
else := "medium" if input.n < 10
else := "large"

# case: else at the end
# input: {"n": 100}
size := "small" if input.n < 3
else := "medium" if input.n < 10
else := "large"

# case: else without an end is undefined
# input: {"n": 100}
size := "small" if input.n < 3
else := "medium" if input.n < 10

# case: else in a function
f(x) := "neg" if x < 0
else := "zero" if x == 0
else := "pos"
p := [f(-1), f(0), f(1)]

# case: else where the first is false
p := false if true
else := true

# case: else where a value is undefined
# input: {}
p := input.x if true
else := "none"

# case: else without a value is true
# input: {}
p if input.x
else if not input.y

# case: else with several definitions
# input: {"a": 2}
p := 1 if input.a == 1
else := 2 if input.a == 2
p := 2 if input.a > 0

# case: else in two chains that differ is an error
# input: {"a": 2}
p := 1 if input.a == 1
else := 2 if input.a == 2
p := 3 if input.a > 0

# case: a default rule
# input: {}
default allow := false
allow if input.admin
default n := 3
n := 4 if false

# case: a default that is not used
# input: {"admin": true}
default allow := false
allow if input.admin

# case: a default alone
default p := {"a": [1, null]}

# case: a default that is an expression is refused
default p := 1 + 1

# case: a default that is a reference is refused
# input: {"x": 1}
default p := input.x

# case: a default that is a comprehension
default p := [x | some x in [1, 2]]

# case: two defaults are refused
default p := 1
default p := 2

# case: a default function
default f(_) := 0
f(x) := 10 if x > 5
p := [f(1), f(9)]

# case: a default function with an undefined argument
# input: {}
default f(_) := 0
f(x) := 10 if x > 5
p := f(input.x)
q := [f(input.x)]

# case: a default function with a literal argument is refused
default f("a") := 0
f(x) := 1 if x == "b"

# case: a default function with another number of arguments is refused
default f(_, _) := 0
f(x) := 1 if x == "b"

# case: a default of a partial set is refused
default p := {1}
p contains 2

# case: false and default
default p := true
p := false if true

# case: functions call functions
double(x) := x * 2
quad(x) := double(double(x))
p := quad(3)

# case: recursion is refused
f(x) := f(x - 1) if x > 0
p := f(3)

# case: recursion through rules is refused
p if q
q if r
r if p

# case: a function called with too many arguments is refused
f(x) := x
p := f(1, 2, 3)

# case: a function called with too few arguments is refused
f(x, y) := x
p := f(1)

# case: a function over the elements of an array
f(x) := x * 10
p := [f(x) | some x in [1, 2, 3]]
q := {f(x) | some x in [1, 2, 3]}

# case: a function argument that iterates
f(x) := x * 10
xs := [1, 2]
p contains f(xs[_])

# case: a function that returns false in a body
f(x) := false if x
p if f(true)
q := f(true)

# case: a function in another package
p := data.lib.add(1, 2)
# module: lib.rego
package lib

add(x, y) := x + y

# case: a function by an import
import data.lib
p := lib.add(1, 2)
# module: lib.rego
package lib

add(x, y) := x + y

# case: a function by an import with an alias
import data.lib.add as plus
p := plus(1, 2)
# module: lib.rego
package lib

add(x, y) := x + y

# case: a function that shadows nothing but has a parameter named as a rule
x := 5
f(x) := x + 1
p := f(1)

# case: a function whose parameters repeat
f(x, x) := x
p := f(1, 1)
q := f(1, 2)

# case: a function with a destructured array and a literal inside
f([1, x]) := x
f([2, x]) := x * 2
p := [f([1, 10]), f([2, 10])]
q := f([3, 10])

# case: a function of zero arguments
f() := 1
p := f()

# case: a function and a rule of one name are refused
f(x) := x
f := 1

# case: a function that is used as a value is refused
f(x) := x
p := f

# case: arguments are evaluated also when they are not used
# input: {}
f(_) := 1
p := f(input.x)

# case: a function with a comprehension in its head
f(xs) := [x * 2 | some x in xs]
p := f([1, 2])

# case: a function with an undefined body step
# input: {"a": {"b": 1}}
f(o) := o.b.c
p := f(input.a)
q := [x | x := f(input.a)]

# case: builtin names may be shadowed by rules
count := 5
p := count

# case: a function that is named as a builtin is taken
startswith(_, _) := "mine"
p := startswith("a", "b")

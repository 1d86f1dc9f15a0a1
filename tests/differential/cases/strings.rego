# Template strings, and text.

# case: a template
# input: {"name": "ann", "n": 5}
p := $"hello {input.name}, {input.n + 1} times"
q := $"{1}{2}"
r := $""

# case: a template of undefined
# input: {}
p := $"a{input.nope}b"

# case: a template of all kinds
p := $"{null} {true} {1.5} {"s"} {[1, "a"]} {{"k": "v"}} {{1, 2}}"

# case: a template with braces
p := $"a\{b}"
q := $`raw {1} \n`

# case: a template in a call
p := upper($"a{1}b")
q if $"{1}" == "1"

# case: a template with a comprehension
p := $"{[x | some x in [1, 2]]}"

# case: a template with a reference and call
# input: {"xs": ["b", "a"]}
p := $"{concat(",", sort(input.xs))} {input.xs[0]}"

# case: a template with several values of a variable
# input: {"xs": ["a", "b"]}
p contains $"<{x}>" if some x in input.xs

# case: a template that iterates is refused or gives the first
# input: {"xs": ["a", "b"]}
p contains $"<{input.xs[_]}>"

# case: a template with an unsafe variable is refused
p := $"{x}"

# case: a template with a nested template
p := $"a{$"b{1}"}"

# case: sprintf of every kind
p := [
	sprintf("%d %s %v", [1, "a", [1, "b"]]),
	sprintf("%v %v %v", [null, true, {"a": 1}]),
	sprintf("%.2f %5d|%-5d|%05d", [1.005, 42, 42, 42]),
	sprintf("%x %X %o %b %c", [255, 255, 8, 5, 65]),
	sprintf("%q", ["a\"b"]),
	sprintf("%e", [12345.678]),
	sprintf("%%", []),
	sprintf("%5s|%-5s|", ["ab", "ab"]),
	sprintf("%t", [true]),
]

# case: sprintf with too few and too many
p := sprintf("%d %d", [1])
q := sprintf("%d", [1, 2])
r := sprintf("no verbs", [])

# case: sprintf of wrong kinds
p := sprintf("%d", ["a"])
q := sprintf("%s", [1])
r := sprintf("%d", [1.5])
s := sprintf("%s", [[1, 2]])
t := sprintf("%s", [{"a": 1}])
u := sprintf("%s", [{1, 2}])
v := sprintf("%s", [null])
w := sprintf("%s", [true])
x := sprintf("%d", [null])

# case: sprintf of numbers by %v
p := sprintf("%v %v %v %v", [1, 1.0, 1e3, 0.1])
q := sprintf("%v %v", [1000000, 1e21])
r := sprintf("%v", [123456789])

# case: sprintf of strings in collections
p := sprintf("%v", [["a", "b c", "d\"e"]])
q := sprintf("%v", [{"a", 1, null}])
r := sprintf("%v", [{"k": {"n": [1]}}])

# case: sprintf with a flag for signs and alternate forms
p := sprintf("%+d % d %+.1f %#x", [5, 5, 1.25, 255])

# case: sprintf with explicit indexes
p := sprintf("%[2]s %[1]s", ["a", "b"])

# case: comparison of strings is by bytes
p := ["a" < "b", "a" < "B", "é" < "z", "10" < "9", "" < "a", "a" < "aa"]

# case: sorting of strings
p := sort(["b", "a", "B", "é", "10", "9", ""])

# case: count counts characters
p := [count("abc"), count("é"), count("🦀"), count("")]

# case: substring by characters
p := [substring("héllo", 1, 3), substring("abc", 1, -1), substring("abc", 5, 1), substring("abc", 0, 100)]

# case: indexof by characters
p := [indexof("héllo", "l"), indexof("abc", "x"), indexof("abc", "")]

# case: format of numbers in concatenation
p := concat(" ", [sprintf("%v", [x]) | some x in [1, 1.5, 2.0, 1e2]])

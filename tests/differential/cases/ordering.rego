# The order of values of different kinds, and collections with odd members.

# case: sort over kinds
p := sort([{1}, {"a": 1}, [1], "a", 1, true, null, false, {}, [], set(), ""])

# case: sort of arrays
p := sort([[2], [1, 2], [1], [], [1, 1]])

# case: sort of objects
p := sort([{"b": 1}, {"a": 2}, {"a": 1}, {"a": 1, "b": 0}, {}])

# case: sort of sets
p := sort([{2}, {1, 2}, {1}, set(), {1, 3}])

# case: sort of numbers
p := sort([10, 9, 1.5, -1, 0, 1e2, 0.1])

# case: sort of a set
p := sort({3, 1, 2})

# case: a set prints in order
p := {[1], {"a": 1}, {1}, "b", 2, null, true, "a", 10, 9}

# case: keys that are no text print as JSON
p := {1: "a", null: "b", true: "c", [1]: "d", {1}: "e", {"x": 1}: "f", 1.5: "g"}

# case: keys that print alike
p := {1: "a", "1": "b"}

# case: object keys and iteration order
p := [k | {"b": 1, "a": 2, 1: 3}[k]]
q := [k | some k, _ in {"b": 1, "a": 2, 1: 3, null: 4, [1]: 5}]

# case: set iteration order
p := [x | some x in {"b", 2, null, "a", [1], 1}]

# case: equality of collections
p := [[1, 2] == [1, 2], {1, 2} == {2, 1}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, [1, 2] == [2, 1]]

# case: comparison of collections
p := [[1, 2] < [1, 3], [1] < [1, 0], {1} < {2}, {"a": 1} < {"a": 2}, {"a": 1} < {"b": 0}]

# case: comparison of strings with numbers
# input: {"a": "5", "b": 5}
p := [input.a > input.b, input.a == input.b, input.a >= input.b]

# case: comparison with null
# input: {"a": null}
p := [input.a < 1, input.a == null, input.a != null, input.a <= false]

# case: max over dates as text
p := max(["2024-01-02", "2024-01-10", "2023-12-31"])

# case: array functions
p := [array.concat([1], [2]), array.slice([1, 2, 3], 1, 2), array.slice([1, 2, 3], -1, 5), array.slice([1, 2, 3], 2, 1), array.reverse([1, 2, 3])]

# case: object functions
p := object.union({"a": 1, "b": {"c": 1}}, {"b": {"d": 2}})
q := object.union({"a": {"b": 1}}, {"a": 2})
r := object.union_n([{"a": 1}, {"b": 2}, {"a": 3}])
s := object.remove({"a": 1, "b": 2}, ["a"])
t := object.filter({"a": 1, "b": 2}, ["a"])
u := object.keys({"a": 1, "b": 2})
v := object.remove({"a": 1, "b": 2}, {"a"})
w := object.remove({"a": 1, "b": 2}, {"a": "x"})

# case: object.get
o := {"a": {"b": [10, 20]}}
p := [object.get(o, "a", 0), object.get(o, ["a", "b", 1], 0), object.get(o, ["a", "z"], "d"), object.get(o, "z", null), object.get(o, [], 1)]

# case: object.subset
p := [object.subset({"a": 1, "b": 2}, {"a": 1}), object.subset([1, 2, 3], [2, 3]), object.subset([1, 2], []), object.subset({1, 2}, {1}), object.subset({"a": {"b": 1, "c": 2}}, {"a": {"b": 1}}), object.subset([1, 2, 3], {2})]

# case: json paths
o := {"a": {"b": 1, "c": 2}, "d": [1, 2, 3]}
p := [json.remove(o, ["a/b"]), json.remove(o, ["/a/b"]), json.remove(o, [["a", "b"]]), json.remove(o, ["d/0"]), json.filter(o, ["a/b"]), json.filter(o, ["/a/b"]), json.filter(o, ["d/1"])]

# case: json.remove with a set of paths
p := json.remove({"a": 1, "b": 2, "c": 3}, {"a", "b"})

# case: json.patch
p := json.patch({"a": [1]}, [{"op": "add", "path": "/a/-", "value": 2}])
q := json.patch({"a": 1}, [{"op": "replace", "path": "/a", "value": 2}])
r := json.patch({"a": 1}, [{"op": "remove", "path": "a"}])
s := json.patch({"a": {"b": 1}}, [{"op": "move", "from": "/a/b", "path": "/c"}])
t := json.patch({"a": {"b": 1}}, [{"op": "copy", "from": "/a/b", "path": "/c"}])
u := json.patch({"a": 1}, [{"op": "test", "path": "/a", "value": 1}])

# case: set functions
p := [intersection({{1, 2}, {2, 3}}), union({{1}, {2}}), union(set()), intersection(set()), {1, 2} - {1}, {1} | {2}, {1, 2} & {2}]

# case: graph functions
g := {"a": ["b", "c"], "b": ["d"], "c": [], "d": ["a"]}
p := graph.reachable(g, ["a"])
q := graph.reachable(g, {"c"})
r := graph.reachable_paths({"a": ["b"], "b": ["c"], "c": []}, ["a"])

# case: walk as a relation
p contains [path, value] if walk({"a": [1, {"b": null}]}, [path, value])

# case: walk with a pattern
p contains v if walk({"a": {"name": "x"}, "b": {"name": "y"}}, [_, {"name": v}])
q contains path if walk({"a": [1, 2]}, [path, 2])

# case: walk assigned
p contains path if [path, 2] = walk({"a": [1, 2]})
q contains x if x := walk([1])

# case: walk with a destructuring assignment
p contains v if {
	[path, v] := walk({"a": {"b": 1}})
	count(path) == 2
}

# case: walk with some in is one pair
p contains x if some x in walk([1])

# case: walk over a set
p contains [path, value] if walk({1, 2}, [path, value])

# case: walk in a comprehension
p := [v | walk([1, [2, 3]], [_, v]); is_number(v)]
q := count([1 | walk({"a": {"b": {"c": 1}}})])

# case: walk over a scalar
p contains [path, v] if walk(1, [path, v])

# case: walk over undefined
# input: {}
p contains v if walk(input.x, [_, v])

# case: walk with a key in the path
# input: {"spec": {"containers": [{"image": "a"}, {"image": "b"}]}}
p contains v if {
	walk(input, [path, v])
	path[count(path) - 1] == "image"
}

"""Random programs, under OPA and under ours, side by side. What is generated is well-formed and mostly well-typed, so that most
of it means something; negation, undefined input, `with`, iteration and odd keys are frequent, for they are where engines differ."""

import json
import random
import subprocess
import tempfile
from pathlib import Path

from case import Case

INPUT = {
    "n": 3,
    "m": -1,
    "s": "text",
    "b": False,
    "z": None,
    "xs": [1, 2, 3, "a"],
    "names": ["ann", "bob"],
    "o": {"a": 1, "b": {"c": [1, 2]}},
    "users": [{"name": "ann", "roles": ["admin"], "age": 40}, {"name": "bob", "roles": [], "age": None}],
}
UNDEFINED = ["input.nope", "input.nope.deep", "input.o.nope", "input.xs[9]", "data.test.never", "data.nothing"]
LEAVES = {
    "number": ["0", "1", "2", "-1", "1.5", "input.n", "input.m", "input.xs[0]", "data.test.r1", "input.users[0].age"],
    "string": ['"a"', '"ann"', '""', "input.s", "input.names[0]", "input.users[1].name"],
    "array": ["[]", "[1, 2]", "input.xs", "input.names", "input.o.b.c", "input.users", "input.users[0].roles"],
    "set": ["set()", '{1, "a"}', "data.test.set", "{input.n, 1}"],
    "object": ["{}", '{"a": 1}', "input.o", "input.users[0]", "data.test.object", "{1: input.n}"],
    "other": ["true", "false", "null", "input.b", "input.z", "input.users[1].age"],
}
TYPES = list(LEAVES)
CONSTANTS = [leaf for leaves in LEAVES.values() for leaf in leaves if "input" not in leaf and "data" not in leaf]
# What is called, with the types of its arguments, by the type of its result.
CALLS = {
    "number": [("count(%s)", "array"), ("count(%s)", "set"), ("count(%s)", "string"), ("abs(%s)", "number"), ("(%s + %s)", "number", "number"),
               ("(%s - %s)", "number", "number"), ("(%s * %s)", "number", "number"), ("data.test.f(%s)", "number"), ("indexof(%s, \"a\")", "string")],
    "string": [("lower(%s)", "string"), ("type_name(%s)", "any"), ("sprintf(\"%%v\", [%s])", "string"), ("trim(%s, \"a\")", "string"),
               ("json.marshal(%s)", "any"), ("$\"<{%s}>\"", "any"), ("data.test.f(%s)", "string")],
    "array": [("array.concat(%s, %s)", "array", "array"), ("[%s, %s]", "any", "any"), ("sort(%s)", "array"), ("sort(%s)", "set"), ("split(%s, \"n\")", "string"),
              ("array.reverse(%s)", "array")],
    "set": [("(%s | %s)", "set", "set"), ("(%s & %s)", "set", "set"), ("(%s - %s)", "set", "set"), ("{%s, %s}", "any", "any"), ("object.keys(%s)", "object")],
    "object": [("object.union(%s, %s)", "object", "object"), ("{\"k\": %s}", "any"), ("{%s: %s}", "any", "any"), ("object.remove(%s, %s)", "object", "array")],
    "other": [("(%s == %s)", "any", "any"), ("(%s < %s)", "any", "any"), ("(%s in %s)", "any", "array"), ("(%s in %s)", "any", "set"), ("is_string(%s)", "any"),
              ("is_number(%s)", "any"), ("startswith(%s, %s)", "string", "string"), ("object.get(%s, %s, 0)", "object", "any"), ("contains(%s, %s)", "string", "string")],
}


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.fresh = 0

    def pick(self, items):
        return self.random.choice(items)

    def variable(self):
        self.fresh += 1
        return f"v{self.fresh}"

    def term(self, known, depth=2, type="any"):
        roll = self.random.random()
        if roll < 0.08:
            return self.pick(UNDEFINED)
        if type == "any":
            if known and roll < 0.45:
                return self.pick(known)
            type = self.pick(TYPES)
        if depth == 0 or roll < 0.5:
            return self.pick(LEAVES[type])
        if type in ("array", "set") and roll < 0.7:
            body, inner = self.body(known, depth - 1, 2)
            value = self.pick(inner) if inner else "1"
            return f"[{value} | {body}]" if type == "array" else f"{{{value} | {body}}}"
        form, *types = self.pick(CALLS[type])
        return form % tuple(self.term(known, depth - 1, each) for each in types)

    def collection(self, known, depth):
        return self.term(known, depth, self.pick(["array", "array", "set", "object", "any"]))

    def literal(self, known, depth):
        """A condition, and the variables that it binds."""
        roll = self.random.random()
        if roll < 0.2:
            name = self.variable()
            return f"{name} := {self.term(known, depth)}", [name]
        if roll < 0.4:
            name = self.variable()
            return f"some {name} in {self.collection(known, depth)}", [name]
        if roll < 0.47:
            key, name = self.variable(), self.variable()
            return f"some {key}, {name} in {self.collection(known, depth)}", [key, name]
        if roll < 0.52:
            name = self.variable()
            return f"{name} = input.{self.pick(['xs', 'names', 'o', 'users'])}[_]", [name]
        if roll < 0.75:
            # Of `not true` alone OPA 1.20.2 lets a rule hold whose head has a call in it.
            term = self.term(known, depth)
            return ("true" if term in CONSTANTS else f"not {term}"), []
        if roll < 0.8:
            name = self.variable()
            inner = f"{name} {self.pick(['==', '!=', '<'])} {self.term(known, 1)}"
            return f"every {name} in {self.collection(known, depth)} {{ {inner} }}", []
        if roll < 0.9:
            target = self.pick(["input.n", "input.xs", "input.nope", "input.o.a", "data.test.r1", "data.test.set"])
            return f"{self.term(known, depth)} with {target} as {self.term(known, 1)}", []
        return self.term(known, depth), []

    def body(self, known, depth, most):
        known = list(known)
        literals = []
        for _ in range(self.random.randint(1, most)):
            literal, bound = self.literal(known, depth)
            literals.append(literal)
            known += bound
        return "; ".join(literals), known

    def rule(self, name):
        body, known = self.body([], 2, 4)
        value = self.term(known, 1)
        return self.pick(
            [
                f"{name} if {{ {body} }}",
                f"{name} := {value} if {{ {body} }}",
                f"{name} contains {value} if {{ {body} }}",
                f"default {name} := 0\n{name} := {value} if {{ {body} }}",
                f"{name} := {value} if {{ {body} }}\nelse := {self.term([], 1)}",
                f"{name} := [{value} | {body}]",
            ]
        )

    def program(self):
        fixed = 'package test\n\nset contains x if some x in input.names\n\nobject[k] := v if some k, v in input.o\n\nf(x) := x + 1 if is_number(x)\n\nf(x) := x if is_string(x)\n\nnever if input.nope\n\nr1 := input.n\n'
        rules = "\n".join(self.rule(f"p{number}") + "\n" for number in range(self.random.randint(1, 3)))
        return f"{fixed}\n{rules}"


def fuzz(count, seed, binary, ask):
    from collections import Counter

    counts = Counter()
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "input.json")
        given.write_text(json.dumps(INPUT))
        for number in range(count):
            program = Generator(seed * 1_000_000 + number).program()
            case = Case(name=str(number), modules=[["test.rego", program]], input=json.dumps(INPUT))
            theirs = ask(case)
            ours = evaluate(binary, program, given, folder)
            standing = compare(ours, theirs)
            counts[standing] += 1
            if standing == "different":
                print(f"--- program {number} of seed {seed}\n{program}\nOPA:  {theirs}\nours: {ours}\n")
            elif standing == "refused":
                counts["refused: " + ours["error"][:70]] += 1
    for standing, number in sorted(counts.items(), key=lambda item: -item[1]):
        print(f"{number:6} {standing}")
    return 1 if counts["different"] else 0


def evaluate(binary, program, given, folder):
    path = Path(folder, "test.rego")
    path.write_text(program)
    line = [binary, "eval", "x := data.test", "--policy", path, "--input", given, "--output", "json", "--strict-builtin-errors"]
    run = subprocess.run(line, capture_output=True, text=True, timeout=60)
    if run.returncode == 0:
        return {"results": run.stdout}
    complaints = [text.strip(" ×") for text in run.stderr.splitlines() if "×" in text]
    return {"error": complaints[-1] if complaints else f"exit code {run.returncode}: {run.stderr[:200]}"}


def compare(ours, theirs):
    """A crash is no refusal."""
    if "exit code" in ours.get("error", ""):
        return "different"
    if theirs.get("error") == "panic":
        return "no answer of OPA's: it panicked"
    if "error" in theirs:
        return "same: an error" if "error" in ours else "different"
    if "error" in ours:
        return "refused"
    expected = json.loads(theirs["results"])
    return "same: a value" if json.loads(ours["results"])["results"] == expected else "different"

"""Reads the cases: `cases/*.rego`, with comments that divide them, and `cases/*.txt`, with an expression on each line.

A case of a `.rego` file begins with `# case: NAME`. Then may follow `# input: JSON`, `# data: JSON`, `# query: QUERY`
(otherwise the package `test` is asked for), `# v0`, and the text of a module; without a package it is of `test`. Further modules
begin with `# module: NAME`. Of v0 OPA's bindings know nothing, so `# oracle` begins what says the same in v1.

In a `.txt` file each line is a case, `x := LINE`; empty lines and comments are none. `# input: JSON` holds from there on.
"""

from dataclasses import dataclass, field
from pathlib import Path

FILES = sorted(
    path for path in (Path(__file__).parent / "cases").iterdir() if path.suffix in (".rego", ".txt")
)


@dataclass
class Case:
    name: str
    modules: list = field(default_factory=list)
    oracle: list = field(default_factory=list)
    input: str = ""
    data: str = ""
    query: str = "x := data.test"
    v0: bool = False

    def __str__(self):
        texts = "".join(f"--- {name}\n{text}\n" for name, text in self.modules)
        return f"{self.name}\ninput {self.input}\ndata {self.data}\n{self.query}\n{texts}"


def read(path):
    text = path.read_text(encoding="utf-8")
    found = list(expressions(text) if path.suffix == ".txt" else programs(text))
    names = [case.name for case in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"{path}: stands twice: {twice}")
    return found


def expressions(text):
    given = ""
    for line in text.splitlines():
        if line.startswith("# input: "):
            given = line.removeprefix("# input: ")
        elif line.strip() and not line.startswith("#"):
            yield Case(name=line, input=given, query=f"x := {line}")


def programs(text):
    case = None
    into = None
    for line in text.splitlines():
        if line.startswith("# case: "):
            if case:
                yield whole(case)
            case = Case(name=line.removeprefix("# case: "))
            case.modules.append(["test.rego", ""])
            into = case.modules
        elif case is None:
            continue
        elif line.startswith("# input: "):
            case.input = line.removeprefix("# input: ")
        elif line.startswith("# data: "):
            case.data = line.removeprefix("# data: ")
        elif line.startswith("# query: "):
            case.query = line.removeprefix("# query: ")
        elif line == "# v0":
            case.v0 = True
        elif line.startswith("# module: "):
            into.append([line.removeprefix("# module: "), ""])
        elif line == "# oracle":
            case.oracle.append(["test.rego", ""])
            into = case.oracle
        else:
            into[-1][1] += line + "\n"
    if case:
        yield whole(case)


def whole(case):
    for modules in (case.modules, case.oracle):
        for module in modules:
            module[1] = module[1].strip("\n") + "\n"
        if modules and not any(line.startswith("package ") for line in modules[0][1].splitlines()):
            modules[0][1] = "package test\n\n" + modules[0][1]
    case.modules = [module for module in case.modules if module[1].strip() != "package test"]
    return case

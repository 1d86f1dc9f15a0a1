#!/usr/bin/env python3
"""Asks OPA what our cases mean, and writes it down beside them.

OPA comes as the Python package `opa-golib-python-bindings`, which carries its engine as a shared library. Name the folder in
which it is unpacked in OPA_BINDINGS, or have it on PYTHONPATH. Its wheel is tagged for a newer Python than it needs:

    pip download --no-deps --python-version 3.14 --platform manylinux_2_34_x86_64 --implementation py --abi none \\
        --only-binary=:all: opa-golib-python-bindings==0.4.4
    python3 -m zipfile -e opa_golib_python_bindings-*.whl target/opa

    opa.py expect              write `NAME.expected.json` for each file of cases
    opa.py check               say where what is written differs from what OPA says; 1 if it does anywhere
    opa.py ask FILE NAME       show one case and OPA's answer
    opa.py fuzz N [--seed S] --binary GATEWRIGHT
                               N random programs, under OPA and under ours; 1 if a result differs
"""

import argparse
import json
import multiprocessing
import os
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from case import FILES, Case, read  # noqa: E402

if "OPA_BINDINGS" in os.environ:
    sys.path.insert(0, os.environ["OPA_BINDINGS"])


class Number:
    """A number as it was written: Python's own would lose digits."""

    def __init__(self, text):
        self.text = text


def load(text):
    return json.loads(text, parse_int=Number, parse_float=Number)


def dump(value):
    """JSON with sorted keys, and each number as OPA wrote it."""
    match value:
        case Number():
            return value.text
        case list():
            return "[" + ",".join(map(dump, value)) + "]"
        case dict():
            return "{" + ",".join(f"{dump(key)}:{dump(value[key])}" for key in sorted(value)) + "}"
        case _:
            return json.dumps(value, ensure_ascii=False)


def ask(case: Case):
    """The bindings of the query's variables for each way in which it holds, as JSON; or OPA's complaint."""
    import ctypes

    from opa_bindings import OpaEngine

    def call(engine, function, *arguments):
        answer = function(engine._handle, *(text.encode() for text in arguments[:2]), *arguments[2:])
        try:
            envelope = load(ctypes.string_at(answer).decode("utf-8", "surrogatepass"))
        finally:
            engine._lib.OpaFreeString(answer)
        error = envelope.get("error")
        if error is not None:
            raise ValueError(error.get("code", "") + ": " + error.get("message", ""))
        return envelope.get("result")

    with OpaEngine() as engine:
        native = engine._lib
        try:
            for name, text in case.oracle or case.modules:
                call(engine, native.OpaAddPolicy, name, text)
            if case.data:
                call(engine, native.OpaAddData, "", case.data)
            results = call(engine, native.OpaEvalQuery, case.query, case.input or "", 0, 0)
        except ValueError as complaint:
            return {"error": short(str(complaint))}
    return {"results": dump([result.get("bindings") or {} for result in results or [] if holds(result)])}


def holds(result):
    """OPA also lists a query that is one expression and false."""
    return all(expression.get("value") is not False for expression in result.get("expressions", []))


def short(complaint):
    """The kind of complaint: which of several comes first, and its words, are not what is compared."""
    found = re.search(r"(rego|eval)_[a-z_]+_error", complaint)
    return found.group() if found else complaint.split(":")[0]


def answers(path):
    return path, {case.name: ask(case) for case in read(path)}


def everything():
    """The answers to all cases, each file in a process of its own: OPA's memory goes back with it."""
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        yield from pool.imap(answers, FILES, chunksize=1)


def expected_path(path):
    return path.with_suffix(".expected.json")


def expect():
    for path, found in everything():
        text = json.dumps(found, indent=1, ensure_ascii=False)
        expected_path(path).write_text(text + "\n", encoding="utf-8")
        errors = sum("error" in answer for answer in found.values())
        undefined = sum(answer.get("results") == "[]" for answer in found.values())
        print(f"{path.stem:24} {len(found):4} cases, {errors:3} errors, {undefined:3} undefined")
    return 0


def check():
    drifted = 0
    for path, found in everything():
        written = json.loads(expected_path(path).read_text(encoding="utf-8"))
        for name in sorted(found.keys() | written.keys()):
            if found.get(name) != written.get(name):
                drifted += 1
                print(f"{path.stem}: {name}\n  written: {written.get(name)}\n  OPA:     {found.get(name)}")
    print(f"{drifted} cases drifted")
    return 1 if drifted else 0


def show(file, name):
    path = next(path for path in FILES if path.stem == file)
    for case in read(path):
        if name in case.name:
            print(case)
            print(json.dumps(ask(case), ensure_ascii=False))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("expect")
    commands.add_parser("check")
    one = commands.add_parser("ask")
    one.add_argument("file")
    one.add_argument("name")
    random = commands.add_parser("fuzz")
    random.add_argument("count", type=int)
    random.add_argument("--seed", type=int, default=1)
    random.add_argument("--binary", required=True)
    arguments = parser.parse_args()
    match arguments.command:
        case "expect":
            return expect()
        case "check":
            return check()
        case "ask":
            return show(arguments.file, arguments.name)
        case "fuzz":
            from fuzz import fuzz

            return fuzz(arguments.count, arguments.seed, arguments.binary, ask)


if __name__ == "__main__":
    sys.exit(main())

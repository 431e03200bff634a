# SPDX-License-Identifier: MIT
"""Runs a module that holds a grid of hypnettorch, and prints what it holds as JSON; what it prints itself goes to stderr.

Prints {"lines": [[a line of JSON, the line of the module it stands for], ...]}, or {"error": words, "line": n}.
"""
import ast
import importlib.util
import json
import math
import os
import re
import sys

NAMES = re.compile(r"_(SUMMARY|PERFORMANCE|SCRIPT|OUT|ARGPARSE)_[A-Z_]+")
MOST_VALUES = 100000


class Refused(Exception):
    def __init__(self, words, line):
        super().__init__(words)
        self.words = words
        self.line = line


class Lines:
    """Where in the module its names, and the keys of their dictionaries, are written; the line of what is around else."""

    def __init__(self, path):
        self.names = {}
        self.nodes = {}
        try:
            with open(path, "rb") as file:
                tree = ast.parse(file.read(), path)
        except (SyntaxError, ValueError, OSError):
            return
        for statement in tree.body:
            targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
            for target in targets:
                if isinstance(target, ast.Name):
                    self.names[target.id] = statement.lineno
                    self.nodes[target.id] = getattr(statement, "value", None)

    @staticmethod
    def of_keys(node):
        if not isinstance(node, ast.Dict):
            return {}
        return {key.value: key.lineno for key in node.keys if isinstance(key, ast.Constant)}

    @staticmethod
    def of_items(node):
        return node.elts if isinstance(node, (ast.List, ast.Tuple)) else []


def scalar_text(value, where, line):
    """A value as JSON has it; None where it is no single value."""
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is int:
        return str(value)
    if type(value) is float:
        return json.dumps(value)
    if type(value) is str:
        return json.dumps(value, ensure_ascii=False)
    if hasattr(value, "dtype") and getattr(value, "ndim", None) == 0:
        kind = value.dtype.kind
        if kind == "b":
            return "true" if value else "false"
        if kind in "iu":
            return str(int(value))
        if kind == "f":
            # A float32 has the digits that it prints, not those of the double it is widened to.
            return str(value) if math.isfinite(value) else json.dumps(float(value))
        if kind == "U":
            return json.dumps(str(value), ensure_ascii=False)
    return None


def value_text(value, where, line, depth=0):
    text = scalar_text(value, where, line)
    if text is not None:
        return text
    if isinstance(value, tuple) and depth < 20:
        return "[" + ", ".join(value_text(item, where, line, depth + 1) for item in value) + "]"
    if isinstance(value, list):
        raise Refused(f"a value of {where} is a list, which hypnettorch cannot tell from others: write a tuple", line)
    raise Refused(f"a value of {where} is a {type(value).__name__}: only numbers, texts, True, False, None and tuples are values", line)


def sequence(values, where, line):
    is_row = isinstance(values, (list, tuple, range)) or (hasattr(values, "dtype") and getattr(values, "ndim", None) == 1)
    if not is_row:
        raise Refused(f"{where} has a {type(values).__name__} where a list of values is needed", line)
    if len(values) > MOST_VALUES:
        raise Refused(f"{where} has {len(values):,} values, more than {MOST_VALUES:,}", line)
    return values


def pairs(mapping, what, line, key_lines):
    if not isinstance(mapping, dict):
        raise Refused(f"{what} is a {type(mapping).__name__}, and a dictionary is needed", line)
    found = []
    for key, values in mapping.items():
        here = key_lines.get(key, line) if isinstance(key, str) else line
        if not isinstance(key, str):
            raise Refused(f"{what} has the key {key!r}, which is no text", here)
        texts = [value_text(value, key, here) for value in sequence(values, key, here)]
        found.append((json.dumps(key, ensure_ascii=False) + ": [" + ", ".join(texts) + "]", here))
    return found


def condition_line(condition, number, line, node):
    if not (isinstance(condition, (tuple, list)) and len(condition) == 2):
        raise Refused(f"condition {number} is no pair of dictionaries", line)
    nodes = Lines.of_items(node)
    halves = []
    for half, part in enumerate(condition):
        key_lines = Lines.of_keys(nodes[half] if len(nodes) == 2 else None)
        halves.append("{" + ", ".join(text for text, _ in pairs(part, f"condition {number}", line, key_lines)) + "}")
    return "[" + ", ".join(halves) + "]"


def name_text(module, name, line):
    value = getattr(module, name)
    if callable(value):
        return json.dumps(getattr(value, "__name__", name))
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(value_text(item, name, line) for item in value) + "]"
    return value_text(value, name, line)


def lines_of(module, lines):
    if not hasattr(module, "grid"):
        raise Refused("the module has no grid: of Python code, modules of hypnettorch with grid and conditions are read", 1)
    at = lines.names.get("grid", 1)
    grid = pairs(module.grid, "grid", at, Lines.of_keys(lines.nodes.get("grid")))
    out = [["{", 1], ['"grid": {', at]]
    out += [[text + ("," if i + 1 < len(grid) else ""), line] for i, (text, line) in enumerate(grid)]
    out.append(["}", at])
    if hasattr(module, "conditions"):
        at = lines.names.get("conditions", 1)
        conditions = sequence(module.conditions, "conditions", at)
        nodes = Lines.of_items(lines.nodes.get("conditions"))
        out += [[', "conditions": [', at]]
        for i, condition in enumerate(conditions):
            node = nodes[i] if len(nodes) == len(conditions) else None
            line = at if node is None else node.lineno
            out.append([condition_line(condition, i + 1, line, node) + ("," if i + 1 < len(conditions) else ""), line])
        out.append(["]", at])
    for name in sorted(vars(module), key=lambda name: lines.names.get(name, 0)):
        if NAMES.fullmatch(name):
            line = lines.names.get(name, 1)
            out.append([", " + json.dumps(name) + ": " + name_text(module, name, line), line])
    out.append(["}", 1])
    return out


def line_in(path, error):
    """The last line of the module itself on the way to an error."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return error.lineno or 1
    line = 1
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def in_words(error):
    words = error.msg if isinstance(error, SyntaxError) else str(error)
    words = " ".join(words.split())[:300]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def answer(path):
    sys.path[:0] = [os.path.dirname(path), os.getcwd()]
    name = os.path.splitext(os.path.basename(path))[0]
    try:
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return {"lines": lines_of(module, Lines(path))}
    except Refused as refused:
        return {"error": refused.words, "line": refused.line}
    except BaseException as error:  # whatever the module does, the caller gets one sentence
        return {"error": f"running it ends in {in_words(error)}", "line": line_in(path, error), "ran": False}


def main():
    out = os.dup(1)
    os.dup2(2, 1)
    text = json.dumps(answer(os.path.abspath(sys.argv[1])))
    sys.stdout.flush()
    with os.fdopen(out, "w") as file:
        file.write(text)
    # What the module started in the background does not hold the answer up.
    sys.stderr.flush()
    os._exit(0)


main()

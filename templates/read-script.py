# SPDX-License-Identifier: MIT
"""Reads the parameters of a Python script without running it: its text comes on standard input, JSON goes out.

Only the parser of Python is used (ast); nothing of the script is imported or evaluated but literals.
"""
import ast
import json
import re
import sys

TEXT = sys.stdin.read()
try:
    TREE = ast.parse(TEXT)
except SyntaxError as error:
    json.dump({"trouble": f"line {error.lineno}: {error.msg}"}, sys.stdout)
    sys.exit(0)

CONSTANTS = {}
for node in TREE.body:
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        CONSTANTS[node.targets[0].id] = node.value

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
FOLDED = {ast.Add: lambda a, b: a + b, ast.Sub: lambda a, b: a - b, ast.Mult: lambda a, b: a * b, ast.Div: lambda a, b: a / b}


def literal(node, depth=0):
    """The value of a literal, of a name of one, and of simple arithmetic on numbers. Raises ValueError for anything else."""
    if isinstance(node, ast.Name) and node.id in CONSTANTS and depth < 5:
        return literal(CONSTANTS[node.id], depth + 1)
    if isinstance(node, ast.BinOp):
        left, right = literal(node.left, depth + 1), literal(node.right, depth + 1)
        numbers = all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in (left, right))
        if numbers and type(node.op) in FOLDED:
            try:
                return FOLDED[type(node.op)](left, right)
            except ZeroDivisionError as error:
                raise ValueError(str(error)) from error
        if numbers and isinstance(node.op, ast.Pow) and abs(left) <= 100 and abs(right) <= 100:
            try:
                return left**right
            except (ZeroDivisionError, OverflowError) as error:
                raise ValueError(str(error)) from error
        raise ValueError("no literal")
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError) as error:
        raise ValueError("no literal") from error


def source(node):
    return (ast.get_source_segment(TEXT, node) or "").strip()


def value_of(node):
    """{t, s} of a default: number, text, bool, list, none, or code that only running would tell."""
    if node is None:
        return {"t": "none"}
    try:
        value = literal(node)
    except ValueError:
        return {"t": "code", "s": source(node)[:80]}
    written = source(node)
    if value is None:
        return {"t": "none"}
    if isinstance(value, bool):
        return {"t": "bool", "s": str(value).lower()}
    if isinstance(value, (int, float)):
        if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
            return {"t": "text", "s": str(value)}
        return {"t": "number", "s": written if NUMBER.fullmatch(written) else repr(value)}
    if isinstance(value, str):
        return {"t": "text", "s": value}
    if isinstance(value, (list, tuple)):
        try:
            return {"t": "list", "s": json.dumps(list(value), separators=(",", ":"), allow_nan=False)}
        except (TypeError, ValueError):
            pass
    return {"t": "code", "s": written[:80]}


def name_of(node):
    """Dotted name of what is called or decorates: click.option, parser.add_argument."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    if isinstance(node, ast.Attribute):
        before = name_of(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def keyword(call, name):
    for item in call.keywords:
        if item.arg == name:
            return item.value
    return None


def text_of(node):
    try:
        value = literal(node)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def choices_of(node):
    if node is None:
        return None
    try:
        values = literal(node)
    except ValueError:
        return None
    if not isinstance(values, (list, tuple, set)):
        return None
    return [value_of(ast.Constant(value=v)) if not isinstance(v, (str,)) else {"t": "text", "s": v} for v in values]


def parameter(flag, line, **more):
    return {"flag": flag, "line": line, "default": {"t": "none"}, "kind": "", "choices": None, "action": "", "list": "", **more}


def kind_of(node):
    """int, float, str, bool, path or the name of whatever turns the word into a value."""
    return name_of(node).split(".")[-1].lower() if node is not None else ""


def read_argparse(call):
    flags = [text for text in (text_of(arg) for arg in call.args) if text is not None]
    if not flags:
        return None
    long = [flag for flag in flags if flag.startswith("--")]
    flag = (long or flags)[0]
    action = keyword(call, "action")
    action = text_of(action) or name_of(action).split(".")[-1] if action is not None else ""
    nargs = keyword(call, "nargs")
    nargs = source(nargs).strip("\"'") if nargs is not None else ""
    if action in ("help", "version", "count"):
        return None
    more = {
        "default": value_of(keyword(call, "default")),
        "kind": kind_of(keyword(call, "type")),
        "choices": choices_of(keyword(call, "choices")),
        "action": action,
        "list": "repeat" if action in ("append", "extend") and nargs in ("", "None") else "words" if nargs in ("+", "*") or nargs.isdigit() else "",
        "required": source(keyword(call, "required")) == "True" if keyword(call, "required") is not None else False,
        "positional": not flag.startswith("-"),
    }
    if action in ("store_true", "store_false") and more["default"]["t"] == "none":
        more["default"] = {"t": "bool", "s": "false" if action == "store_true" else "true"}
    return parameter(flag, call.lineno, **more)


def read_click(call):
    flags = [text for text in (text_of(arg) for arg in call.args) if text is not None]
    what = name_of(call).split(".")[-1]
    if what == "argument":
        if not flags:
            return None
        return parameter(flags[0], call.lineno, default=value_of(keyword(call, "default")), kind=kind_of(keyword(call, "type")), positional=True)
    long = [flag for flag in flags if flag.startswith("--")]
    if not long:
        return parameter(flags[0], call.lineno) if flags and flags[0].startswith("-") else None
    kind = keyword(call, "type")
    choices = choices_of(kind.args[0]) if isinstance(kind, ast.Call) and name_of(kind).endswith("Choice") and kind.args else None
    default = value_of(keyword(call, "default"))
    pair = long[0].split("/")
    is_flag = keyword(call, "is_flag")
    is_flag = len(pair) == 2 or (is_flag is not None and source(is_flag) == "True")
    if is_flag and default["t"] == "none":
        default = {"t": "bool", "s": "false"}
    multiple = keyword(call, "multiple")
    nargs = keyword(call, "nargs")
    return parameter(
        pair[0].strip(),
        call.lineno,
        default=default,
        kind="" if choices else kind_of(kind),
        choices=choices,
        action="pair" if len(pair) == 2 and pair[1].strip() == "--no-" + pair[0].strip()[2:] else "store_true" if is_flag else "",
        list="repeat" if multiple is not None and source(multiple) == "True" else "words" if nargs is not None else "",
        required=keyword(call, "required") is not None and source(keyword(call, "required")) == "True",
    )


def read_fields(cls, prefix, dashes):
    """Fields of a dataclass as options: HfArgumentParser keeps the underscores, tyro writes dashes."""
    found = []
    for item in cls.body:
        if not isinstance(item, ast.AnnAssign) or not isinstance(item.target, ast.Name):
            continue
        name = item.target.id
        default = item.value
        if isinstance(default, ast.Call) and name_of(default).split(".")[-1] in ("field", "Field"):
            factory = keyword(default, "default_factory")
            default = keyword(default, "default") or (factory.body if isinstance(factory, ast.Lambda) else factory)
        kind = source(item.annotation)
        value = value_of(default)
        is_flag = kind == "bool"
        found.append(
            parameter(
                prefix + (name.replace("_", "-") if dashes else name),
                item.lineno,
                default=value,
                kind=kind.split("[")[0].split(".")[-1].lower(),
                action=("pair" if dashes else "word") if is_flag else "",
                list="words" if value["t"] == "list" or re.match(r"(typing\.)?(list|List|tuple|Tuple)\b", kind) else "",
            )
        )
    return found


def is_dataclass(node):
    return isinstance(node, ast.ClassDef) and any(name_of(d).split(".")[-1] in ("dataclass", "define", "attrs") for d in node.decorator_list)


def read_function(function):
    """Arguments of a typer command."""
    found = []
    args = function.args.args
    defaults = [None] * (len(args) - len(function.args.defaults)) + list(function.args.defaults)
    for arg, default in list(zip(args, defaults)) + list(zip(function.args.kwonlyargs, function.args.kw_defaults)):
        kind = source(arg.annotation) if arg.annotation is not None else ""
        positional = default is None
        if isinstance(default, ast.Call) and name_of(default).split(".")[-1] in ("Option", "Argument"):
            positional = name_of(default).endswith("Argument")
            default = default.args[0] if default.args else keyword(default, "default")
        flag = arg.arg if positional else "--" + arg.arg.replace("_", "-")
        action = "pair" if kind == "bool" and not positional else ""
        found.append(parameter(flag, arg.lineno, default=value_of(default), kind=kind.lower(), action=action, positional=positional))
    return found


def index_of(node):
    """n of sys.argv[n]."""
    if isinstance(node, ast.Subscript) and name_of(node.value) in ("sys.argv", "argv"):
        try:
            at = literal(node.slice)
        except ValueError:
            return None
        return at if isinstance(at, int) else None
    return None


def read_word(node):
    """(place in sys.argv, what turns it into a value, default) of an expression; None for any other."""
    if isinstance(node, ast.IfExp):
        for one, other in ((node.body, node.orelse), (node.orelse, node.body)):
            found = read_word(one)
            if found is not None:
                return found[0], found[1], value_of(other)
    if isinstance(node, ast.Call) and len(node.args) == 1:
        inner = read_word(node.args[0])
        if inner is not None:
            return inner[0], kind_of(node.func), inner[2]
    at = index_of(node)
    return None if at is None else (at, "", {"t": "none"})


def read_argv():
    places = {}
    for node in ast.walk(TREE):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target, value = node.targets[0], node.value
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = list(zip(target.elts, value.elts))
        for name, word in pairs:
            found = read_word(word)
            if isinstance(name, ast.Name) and found is not None and found[0] > 0:
                places.setdefault(found[0], parameter(name.id, node.lineno, kind=found[1], default=found[2], positional=True))
        start = None
        if name_of(value) == "sys.argv":
            start = 0
        elif isinstance(value, ast.Subscript) and name_of(value.value) == "sys.argv" and isinstance(value.slice, ast.Slice):
            start = literal(value.slice.lower) if value.slice.lower is not None else 0
        if isinstance(target, ast.Tuple) and start is not None:
            for i, name in enumerate(target.elts):
                if isinstance(name, ast.Name) and start + i > 0:
                    places.setdefault(start + i, parameter(name.id, node.lineno, positional=True))
    return [places[at] for at in sorted(places)]


def read_environ(node):
    name = name_of(node) if isinstance(node, ast.Call) else ""
    if name in ("os.environ.get", "environ.get", "os.getenv", "getenv") and node.args:
        text = text_of(node.args[0])
        if text and re.fullmatch(r"[A-Za-z_]\w*", text):
            default = value_of(node.args[1] if len(node.args) > 1 else None)
            if default["t"] == "text" and NUMBER.fullmatch(default["s"]):
                default["t"] = "number"
            return parameter(text, node.lineno, default=default, environ=True)
    return None


found = {"argparse": [], "click": [], "dataclass": [], "typer": [], "environ": []}
hydra = None
files = []
structured = None
classes = {node.name: node for node in ast.walk(TREE) if is_dataclass(node)}
typer_functions = set()
unknown = []
for node in ast.walk(TREE):
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for decorator in node.decorator_list:
            what = name_of(decorator)
            if isinstance(decorator, ast.Call) and what.split(".")[-1] in ("option", "argument") and "click" in TEXT:
                found["click"].append((decorator.lineno, read_click(decorator)))
            elif what.endswith(".command") and "typer" in TEXT:
                typer_functions.add(node.name)
            elif what in ("hydra.main", "main") and "hydra" in TEXT and isinstance(decorator, ast.Call):
                path = keyword(decorator, "config_path")
                name = keyword(decorator, "config_name")
                hydra = {"path": text_of(path) if path is not None else None, "name": text_of(name) if name is not None else None, "line": decorator.lineno}
    if not isinstance(node, ast.Call):
        continue
    what = name_of(node)
    if what.endswith("add_argument"):
        one = read_argparse(node)
        if one is not None:
            found["argparse"].append((node.lineno, one))
        elif not any(text_of(arg) for arg in node.args):
            unknown.append({"line": node.lineno, "what": source(node)[:80]})
    elif what.split(".")[-1] in ("HfArgumentParser", "ArgumentParser") and node.args and "HfArgumentParser" in what:
        names = node.args[0].elts if isinstance(node.args[0], (ast.Tuple, ast.List)) else [node.args[0]]
        for name in names:
            short = name_of(name).split(".")[-1]
            if short in classes:
                found["dataclass"] += [(f["line"], f) for f in read_fields(classes[short], "--", False)]
            else:
                unknown.append({"line": node.lineno, "what": f"the options of {short}, which is not in this file"})
                if short.endswith("TrainingArguments"):
                    found["dataclass"].append((node.lineno, parameter("--output_dir", node.lineno, required=True)))
    elif what in ("tyro.cli", "simple_parsing.parse") and node.args:
        short = name_of(node.args[0]).split(".")[-1]
        if short in classes:
            found["dataclass"] += [(f["line"], f) for f in read_fields(classes[short], "--", what == "tyro.cli")]
    elif what == "typer.run" and node.args:
        typer_functions.add(name_of(node.args[0]))
    elif what.endswith("OmegaConf.load") or what in ("yaml.safe_load", "json.load"):
        inner = node.args[0] if node.args else None
        if isinstance(inner, ast.Call) and name_of(inner) == "open" and inner.args:
            inner = inner.args[0]
        if text_of(inner) if inner is not None else None:
            files.append({"path": text_of(inner), "line": node.lineno})
    elif what.endswith(".store") and keyword(node, "node") is not None:
        short = name_of(keyword(node, "node")).split(".")[-1]
        if short in classes and keyword(node, "group") is None:
            structured = short
    one = read_environ(node)
    if one is not None:
        found["environ"].append((node.lineno, one))
for node in ast.walk(TREE):
    if isinstance(node, ast.FunctionDef) and node.name in typer_functions:
        found["typer"] += [(p["line"], p) for p in read_function(node)]


def in_order(pairs):
    seen = {}
    for _, one in sorted((p for p in pairs if p[1] is not None), key=lambda p: p[0]):
        seen.setdefault(one["flag"], one)
    return list(seen.values())


result = {
    "argparse": in_order(found["argparse"]),
    "click": in_order(found["click"]),
    "dataclass": in_order(found["dataclass"]),
    "typer": in_order(found["typer"]),
    "environ": in_order(found["environ"]),
    "argv": read_argv(),
    "hydra": hydra,
    "structured": read_fields(classes[structured], "", False) if structured is not None else [],
    "cli": "from_cli" in TEXT,
    "files": files,
    "unknown": unknown,
}
json.dump(result, sys.stdout)

# SPDX-License-Identifier: MIT
"""An independent restatement of the search of hypnettorch: reads grids with conditions as JSON, one a line, and prints the
commands that each comes to, as sorted lists of the words that a program gets behind its shell."""
import itertools
import json
import shlex
import sys


def frozen(value):
    return tuple(frozen(v) for v in value) if isinstance(value, list) else value


def products(options):
    names = list(options)
    for values in itertools.product(*(options[name] for name in names)):
        yield dict(zip(names, map(frozen, values)))


def commands(search):
    grid = search["grid"]
    found = list(products(grid))
    for tests, sets in search["conditions"]:
        if any(key not in grid for key in tests):
            continue
        kept, replaced = [], []
        for command in found:
            if all(command[key] in [frozen(v) for v in values] for key, values in tests.items()):
                replaced += [{**command, **new} for new in products(sets)]
            else:
                kept.append(command)
        found = kept + replaced
    return found


def last_of_equal(found):
    """Equal commands are one, the last of them: 1 == True == 1.0."""
    kept = []
    for i, command in enumerate(found):
        if not any(command == later for later in found[i + 1 :]):
            kept.append(command)
    return kept


def words(command):
    line = []
    for key, value in command.items():
        if isinstance(value, bool):
            line += [f"--{key}"] if value else []
        elif isinstance(value, str):
            line += shlex.split(f"--{key}={value}")
        else:
            line.append(f"--{key}={value}")
    return sorted(line)


for text in sys.stdin:
    found = commands(json.loads(text))
    print(json.dumps(sorted({tuple(words(command)) for command in last_of_equal(found)})))

# SPDX-License-Identifier: MIT
"""Recomputes failure rates and the expected best of sweep_statistics.json with scipy and statsmodels, and compares.

Reads from standard input a list of {"name", "runs": [{"values", "y"}], "statistics"}; y is null for a run without a value.
Prints one line for each number that differs by more than 1e-9 of its size, then how many were compared.
"""
import json
import math
import sys

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

compared = 0
troubles = []


def same(where, ours, theirs):
    global compared
    compared += 1
    if ours is None or theirs is None:
        if ours is not theirs:
            troubles.append(f"{where}: {ours} but python has {theirs}")
    elif not abs(ours - theirs) <= 1e-9 * max(abs(theirs), 1e-300):
        troubles.append(f"{where}: {ours} but python has {theirs}")


def setting_of(run):
    return tuple(sorted((k, v) for k, v in run["values"].items() if k != "CONFIG_SEED"))


def clustering(parts):
    """The design effect: by how much settings of a part differ beyond the chance of their runs."""
    groups = []
    for part in parts:
        own = {}
        for level, run in part:
            own.setdefault((level, setting_of(run)), []).append(run["y"] is None)
        groups.append([np.array(f) for f in own.values() if len(f) > 1])
    every = [f for group in groups for f in group]
    if not every:
        return 1
    size = np.mean([len(f) for f in every])
    if all(f.all() or not f.any() for f in every):
        return size
    squares, degrees = 0.0, 0
    for group in groups:
        if not group:
            continue
        rate = np.concatenate(group).mean()
        if 0 < rate < 1:
            squares += sum((f.sum() - len(f) * rate) ** 2 / (len(f) * rate * (1 - rate)) for f in group)
            degrees += len(group) - 1
    return 1 if degrees == 0 else min(size, max(1, squares / degrees))


def tests_of(runs, symbol):
    """All values, and all thresholds that are no value: (value, above, below) with the runs inside and outside."""
    texts = [r["values"][symbol] for r in runs]
    numbers = all(t.replace(".", "", 1).replace("-", "", 1).isdigit() for t in texts)
    levels = sorted(set(map(float, texts))) if numbers else list(dict.fromkeys(texts))
    level = [float(t) if numbers else t for t in texts]
    found = []

    def add(which, inside):
        parts = [[(x, r) for x, r in zip(level, runs) if inside(x) == side] for side in (True, False)]
        weight = clustering(parts)
        counts = [(sum(r["y"] is None for _, r in part), len(part)) for part in parts]
        (a, n), (c, m) = [(math.floor(f / weight + 0.5), math.floor(t / weight + 0.5)) for f, t in counts]
        p = stats.fisher_exact([[a, n - a], [c, m - c]], alternative="greater")[1]
        found.append(((symbol, *which), counts, float(p)))

    listed = len(levels) <= 12
    if listed:
        for v in levels:
            add((v, None, None), lambda x: x == v)
    if numbers and len(levels) >= 3:
        inner = 1 if listed else 0
        count = len(levels) - 1 - inner
        steps = [i * count // min(count, 40) for i in range(min(count, 40))]
        for i in steps:
            add((None, levels[i], None), lambda x: x > levels[i])
        for i in steps:
            add((None, None, levels[i + inner + 1]), lambda x: x < levels[i + inner + 1])
    return found


def check(case):
    name, told, runs = case["name"], case["statistics"], case["runs"]
    symbols = [s for s in runs[0]["values"] if len({r["values"][s] for r in runs}) > 1]
    tests = [t for s in symbols for t in tests_of(runs, s)]
    adjusted = multipletests([p for _, _, p in tests], method="holm")[1]
    by = {which: (counts, p, q) for (which, counts, p), q in zip(tests, adjusted)}
    assert told["failures"], name
    for entry in told["failures"]:
        [symbol] = entry["symbols"]
        (inside, outside), p, q = by[symbol, entry["value"], entry["above"], entry["below"]]
        where = f"{name} {symbol} {entry['value']} {entry['above']} {entry['below']}"
        same(f"{where} failed", entry["failed"], inside[0])
        same(f"{where} runs", entry["runs"], inside[1])
        same(f"{where} others", entry["other_failed"], outside[0])
        same(f"{where} other runs", entry["other_runs"], outside[1])
        same(f"{where} p", entry["p"], p)
        same(f"{where} p_adjusted", entry["p_adjusted"], q)
        assert entry["shown"] == (q < 0.05) or abs(q - 0.05) < 1e-12, where
    sign = 1 if told["goal"] == "max" else -1
    means = sorted(sign * s["adjusted_mean"] for s in told["settings"] if s["adjusted_mean"] is not None)
    n, each = len(means), sum(s["n"] for s in told["settings"]) / len(means)
    for entry in told["more_runs"]:
        if entry["extrapolated"]:
            continue
        k = next(k for k in [2**i for i in range(20)] + [n] if math.floor(k * each + 0.5) == entry["runs"])
        chances = [math.comb(i, k - 1) / math.comb(n, k) for i in range(n)]
        same(f"{name} best of {k}", entry["expected"], sign * sum(c * m for c, m in zip(chances, means)))
        reached = np.cumsum(chances)
        ends = [sign * means[int(np.argmax(reached >= q - 1e-12))] for q in (0.05, 0.95)]
        same(f"{name} low of {k}", entry["low"], min(ends))
        same(f"{name} high of {k}", entry["high"], max(ends))


for case in json.load(sys.stdin):
    check(case)
for trouble in troubles:
    print(trouble)
print(f"{compared} numbers compared")

# SPDX-License-Identifier: MIT
"""Recomputes what sweep_statistics.json says of effects by least squares, with numpy, scipy and statsmodels, and compares.

Reads from standard input a list of {"name", "runs": [{"values", "y"}], "statistics"}; y is null for a run without a value.
Settings that it calls too wild for one spread (comparison.own_spread) are left out of the model, as if they had not been run.
Effects are differences of the residual sums of squares of numpy.linalg.lstsq (type II), and where no factor is conditional those of
statsmodels' anova_lm as well. Prints one line for each number that differs by more than 1e-9, then how many were compared.
"""
import itertools
import json
import math
import re
import sys

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from scipy import stats
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.multitest import multipletests

compared = 0
troubles = []


def same(where, ours, theirs, size=0.0):
    global compared
    compared += 1
    if ours is None or theirs is None:
        if ours is not theirs:
            troubles.append(f"{where}: {ours} but python has {theirs}")
    elif not abs(ours - theirs) <= 1e-9 * max(abs(theirs), size, 1e-300):
        troubles.append(f"{where}: {ours} but python has {theirs}")


def holds(condition, values):
    return condition is None or any(
        str(values.get(symbol)) == wanted.strip('"')
        for symbol, wanted in re.findall(r"(\w+)=(\"[^\"]*\"|[^ |]+)", condition)
    )


class Model:
    """Columns of blocks and terms over the runs; a level is the tuple of the values of a factor's symbols."""

    def __init__(self, runs, factors, blocks):
        self.runs, self.factors, self.blocks = runs, factors, blocks
        self.levels = [
            list(dict.fromkeys(self.level(f, r) for r in runs if self.level(f, r) is not None)) for f in factors
        ]

    def level(self, factor, values):
        found = tuple(values.get(s) for s in factor["symbols"])
        return None if all(v is None for v in found) else found

    def term(self, places, rows):
        """Products of the dummies (all levels but the first) of some factors for rows of level tuples by factor."""
        columns = [np.ones((len(rows), 1))]
        for p in places:
            own = np.array([[float(row[p] == level) for level in self.levels[p][1:]] for row in rows])
            columns.append(own.reshape(len(rows), -1))
        out = columns[0]
        for c in columns[1:]:
            out = np.einsum("ij,ik->ijk", out, c).reshape(len(rows), -1)
        return out

    def rows(self):
        return [[self.level(f, r) for f in self.factors] for r in self.runs]

    def matrix(self, terms):
        return np.hstack([self.block_columns()] + [self.term(t, self.rows()) for t in terms])

    def block_columns(self):
        if not self.blocks:
            return np.ones((len(self.runs), 1))
        seeds = list(dict.fromkeys(r[self.blocks] for r in self.runs))
        return np.array([[float(r[self.blocks] == s) for s in seeds] for r in self.runs])


def residual(x, y):
    fitted = x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return float(np.sum((y - fitted) ** 2)), int(np.linalg.matrix_rank(x))


def reference(model, kind, held):
    """Rows of the reference grid with their weights, some factors held at levels."""
    factors = model.factors
    if kind == "one_at_a_time":
        rows = model.rows()
        row = [max(set(r[p] for r in rows), key=lambda v, p=p: sum(r[p] == v for r in rows)) for p in range(len(factors))]
        for p, level in held.items():
            row[p] = level
        return [row], [1.0]
    free = [p for p, f in enumerate(factors) if f["condition"] is None]
    nested = [p for p, f in enumerate(factors) if f["condition"] is not None]
    cells, weights = [], []
    for choice in itertools.product(*[model.levels[p] for p in free]):
        row = [None] * len(factors)
        for p, level in zip(free, choice):
            row[p] = level
        values = {s: v for p in free for s, v in zip(factors[p]["symbols"], row[p])}
        present = [p for p in nested if holds(factors[p]["condition"], values)]
        for inner in itertools.product(*[model.levels[p] for p in present]):
            full = list(row)
            for p, level in zip(present, inner):
                full[p] = level
            if all(full[p] == level for p, level in held.items()):
                cells.append(full)
                weights.append(1 / math.prod(len(model.levels[p]) for p in present))
    return cells, np.array(weights) / sum(weights)


def check(case):
    name, told = case["name"], case["statistics"]
    all_runs = [dict(r["values"], y=r["y"]) for r in case["runs"]]
    wild = [
        {k: to_text(v) for k, v in s["values"].items()}
        for s in told["settings"]
        if s["rank"] in told["comparison"]["own_spread"]
    ]
    apart = [r for r in all_runs if any(all(r.get(k) == v for k, v in w.items()) for w in wild)]
    runs = [r for r in all_runs if r["y"] is not None and r not in apart]
    y = np.array([r["y"] for r in runs])
    blocks, how = told["design"]["blocks"], told["effects_model"]
    model = Model(runs, told["design"]["factors"], blocks)
    place = {tuple(f["symbols"]): p for p, f in enumerate(model.factors)}
    entries = {tuple(sorted(place[tuple(s)] for s in e["factors"])): e for e in told["effects"]}
    terms = sorted(entries, key=lambda t: (len(t), t))
    full = model.matrix(terms)
    left, rank = residual(full, y)
    degrees = len(runs) - rank
    # Runs of one setting, beyond their blocks.
    own = [tuple(sorted((k, v) for k, v in r.items() if k not in ("y", blocks, "CONFIG_SEED"))) for r in runs]
    settings = list(dict.fromkeys(own))
    kind = told["design"]["kind"]
    if wild and kind != "one_at_a_time":
        grid = len(reference(model, kind, {})[0])
        kind = "full" if len(settings) == grid else "holes" if len(settings) >= 2 / 3 * grid else "fraction"
    cells = np.array([[float(o == s) for s in settings] for o in own])
    pure, pure_rank = residual(np.hstack([model.block_columns(), cells]), y)
    pure_degrees = len(runs) - pure_rank
    error, term, df = left / degrees, "runs", degrees
    if 0 < pure_degrees < degrees:
        misfit = (left - pure) / (degrees - pure_degrees)
        p = stats.f.sf(misfit / (pure / pure_degrees), degrees - pure_degrees, pure_degrees)
        if kind == "full":
            if p < 0.001 and pure_degrees >= 5:
                error, term, df = pure / pure_degrees, "seeds", pure_degrees
        elif p < 0.1:
            error, term, df = misfit, "settings", degrees - pure_degrees
    same(f"{name} degrees", how["degrees"], df)
    same(f"{name} sd", how["sd"], math.sqrt(error))
    if how["error"] != term:
        troubles.append(f"{name}: error {how['error']} but python has {term}")
    total = float(np.sum((y - y.mean()) ** 2))
    ps = {}
    for t in terms:
        before = [u for u in terms if not set(t) <= set(u)]
        (a, ra), (b, rb) = residual(model.matrix(before), y), residual(model.matrix(before + [t]), y)
        e, where = entries[t], f"{name} {'x'.join(map(str, t))}"
        squares, own_df = a - b, rb - ra
        same(f"{where} squares", e["sum_of_squares"], squares, total)
        same(f"{where} degrees", e["degrees"], own_df)
        f = squares / own_df / error
        same(f"{where} f", e["f"], f, 1)
        ps[t] = stats.f.sf(f, own_df, df)
        same(f"{where} p", e["p"], ps[t], 1)
        same(f"{where} share", e["share"], squares / total if e["shown"] else None, 1)
    for size in (1, 2):
        family = [t for t in terms if len(t) == size]
        if not family:
            continue
        for t, p in zip(family, multipletests([ps[t] for t in family], method="holm")[1]):
            same(f"{name} {t} adjusted", entries[t]["p_adjusted"], p, 1)
            if entries[t]["shown"] != (p < 0.05):
                troubles.append(f"{name} {t}: shown is {entries[t]['shown']}")
    for t in terms:
        check_levels(f"{name} {t}", entries[t], (model, all_runs, y, kind, t), (error, df), apart)
    if all(f["condition"] is None for f in model.factors):
        usual(name, runs, model, terms, entries, blocks, error)


def check_levels(where, entry, data, noise, apart):
    model, all_runs, y, kind, t = data
    error, df = noise
    mains = [(p,) for p in range(len(model.factors))]
    used = mains if len(t) == 1 else mains + [t]
    x = model.matrix(used)
    beta = np.linalg.lstsq(x, y, rcond=None)[0]
    inverse = np.linalg.pinv(x.T @ x)
    blocks = model.block_columns().shape[1]
    for level in entry["levels"]:
        held = {p: tuple(to_text(level["values"][s]) for s in model.factors[p]["symbols"]) for p in t}
        here = [all(model.level(model.factors[p], r) == v for p, v in held.items()) for r in model.runs]
        failed = [r for r in all_runs if r["y"] is None]
        alone = [
            r["y"] for r in apart if r["y"] is not None and all(model.level(model.factors[p], r) == v for p, v in held.items())
        ]
        same(f"{where} n", level["n"], sum(here) or len(alone))
        same(f"{where} failed", level["failed"], sum(all(model.level(model.factors[p], r) == v for p, v in held.items()) for r in failed))
        if level["n"] == 0:
            continue
        if not any(here):
            same(f"{where} mean of what is apart", level["mean"], float(np.mean(alone)), 1)
            for field in ("adjusted_mean", "ci_low", "ci_high"):
                same(f"{where} {field}", level[field], None)
            continue
        same(f"{where} mean", level["mean"], float(y[here].mean()), 1)
        cells, weights = reference(model, kind if len(t) == 1 else "full", held)
        row = np.concatenate([np.full(blocks, 1 / blocks), weights @ np.hstack([model.term(u, cells) for u in used])])
        value = float(row @ beta)
        half = stats.t.ppf(0.975, df) * math.sqrt(error * (row @ inverse @ row))
        same(f"{where} adjusted", level["adjusted_mean"], value, 1)
        same(f"{where} low", level["ci_low"], value - half, 1)
        same(f"{where} high", level["ci_high"], value + half, 1)


def to_text(value):
    return value if value is None or isinstance(value, str) else repr(value)


def usual(name, runs, model, terms, entries, blocks, error):
    frame = pd.DataFrame([{f"f{p}": str(v) for p, v in enumerate(row)} for row in model.rows()])
    frame["y"] = [r["y"] for r in runs]
    parts = [":".join(f"C(f{p})" for p in t) for t in terms]
    if blocks:
        frame["seed"] = [r[blocks] for r in runs]
        parts.append("C(seed)")
    table = anova_lm(smf.ols("y ~ " + " + ".join(parts), frame).fit(), typ=2)
    total = float(np.sum((frame["y"] - frame["y"].mean()) ** 2))
    for t, part in zip(terms, parts):
        if abs(table.loc[part, "df"] - entries[t]["degrees"]) < 1e-9:  # of missing cells statsmodels counts the columns
            same(f"{name} {t} anova_lm", entries[t]["sum_of_squares"], float(table.loc[part, "sum_sq"]), total)


for case in json.load(sys.stdin):
    check(case)
for trouble in troubles:
    print(trouble)
print(f"{compared} numbers compared")

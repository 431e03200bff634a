# SPDX-License-Identifier: MIT
"""Recomputes every number of sweep_statistics.json that is not drawn, with numpy, scipy and statsmodels, and compares.

Reads from standard input a list of {"name", "runs": [{"setting", "seed", "y", "test"}], "statistics"}; y is null for a run
without a value. Prints one line for each number that differs by more than 1e-9 of its size (or of the metric's spread),
then how many numbers were compared.
"""
import json
import math
import sys
from fractions import Fraction

import numpy as np
import statsmodels.api as sm
from scipy import stats

compared = 0
troubles = []


def same(where, ours, theirs, size=0.0):
    """Records a difference; size is what rounding may be measured against beside the number itself."""
    global compared
    compared += 1
    if ours is None or theirs is None:
        if ours is not theirs:
            troubles.append(f"{where}: {ours} but python has {theirs}")
    elif not abs(ours - theirs) <= 1e-9 * max(abs(theirs), size, 1e-300):
        troubles.append(f"{where}: {ours} but python has {theirs}")


def resolution(values):
    """The step of all differences, exactly: the values are what was written, so their decimals are fractions."""
    distinct = list(dict.fromkeys(values))
    if len(distinct) < 6:
        places = [Fraction(1, 10 ** max(0, -Fraction_exponent(v))) for v in distinct]
        if places and min(places) > 0 and all(len(repr(v).replace("-", "").replace(".", "").lstrip("0")) <= 12 for v in distinct):
            return float(min(places))
    step = Fraction(0)
    for v in distinct[1:]:
        a, b = abs(Fraction(repr(v)) - Fraction(repr(distinct[0]))), step
        while b:
            a, b = b, a % b
        step = a
    size = max((abs(v) for v in distinct), default=0)
    return float(step) if step > Fraction(1e-6) * Fraction(size) else 0.0


def Fraction_exponent(value):
    """Power of ten of the last digit that a number is written with."""
    text = repr(float(value))
    mantissa, _, exponent = text.partition("e")
    decimals = mantissa.partition(".")[2].rstrip("0")
    return int(exponent or 0) - len(decimals)


def design_matrix(runs, settings, seeds):
    x = np.zeros((len(runs), len(settings) + len(seeds) - 1))
    for i, run in enumerate(runs):
        x[i, settings.index(run["setting"])] = 1
        j = seeds.index(run["seed"])
        if j > 0:
            x[i, len(settings) + j - 1] = 1
    return x


def posterior_mean_of_first(means, variances, squares, degrees):
    """The corrected winner before the mean of all: a grid over the spread, everything else in closed form."""
    logs = np.log(0.01) + np.log(1000 / 0.01) * np.arange(120) / 119
    belief = 0.9 * stats.norm.pdf((logs - np.log(0.55)) / 0.9) / 0.9 + 0.1 / np.log(1e5)
    total, shrunk = [], []
    for log, prior in zip(logs, belief):
        ratio = np.exp(2 * log)
        weights = 1 / (variances + ratio)
        centre = np.sum(weights * means) / np.sum(weights)
        between = np.sum(weights * (means - centre) ** 2)
        total.append(
            np.log(prior) + 0.5 * np.sum(np.log(weights)) - 0.5 * np.log(np.sum(weights))
            - (degrees + len(means) - 1) / 2 * np.log(squares + between)
        )
        shrunk.append(centre + ratio * weights * (means - centre))
    chances = np.exp(np.array(total) - max(total))
    chances /= chances.sum()
    posterior = chances @ np.array(shrunk)
    return posterior[0] - posterior.mean()


def check(case):
    name, told = case["name"], case["statistics"]
    runs = [r for r in case["runs"] if r["y"] is not None]
    sign = 1 if told["goal"] == "max" else -1
    values = [r["y"] for r in runs]
    spread = float(np.ptp(values)) if values else 0.0
    settings = list(dict.fromkeys(r["setting"] for r in case["runs"]))
    with_value = [s for s in settings if any(r["setting"] == s for r in runs)]
    of = {s: [r["y"] for r in runs if r["setting"] == s] for s in settings}
    entries = {e["values"]["CONFIG_A"]: e for e in told["settings"]}
    compare = told["comparison"]
    same(f"{name} resolution", compare["resolution"] or 0.0, resolution(values))
    for s in settings:
        e, y = entries[s], np.array(of[s])
        same(f"{name} {s} n", e["n"], len(y))
        same(f"{name} {s} failed", e["failed"], sum(r["setting"] == s for r in case["runs"]) - len(y))
        same(f"{name} {s} mean", e["mean"], float(y.mean()) if len(y) else None, spread)
        same(f"{name} {s} median", e["median"], float(np.median(y)) if len(y) else None, spread)
        same(f"{name} {s} iqm", e["iqm"], float(stats.trim_mean(y, 0.25)) if len(y) else None, spread)
        same(f"{name} {s} sd", e["sd"], float(y.std(ddof=1)) if len(y) > 1 else None, spread)
    if compare["method"] == "none":
        for s in settings:
            same(f"{name} {s} p", entries[s]["p_adjusted"], None)
        return
    blocked = compare["model"] == "setting+seed"
    wild = [s for s in with_value if entries[s]["rank"] in compare["own_spread"]]
    everyone, with_value = with_value, [s for s in with_value if s not in wild]
    tame = [r for r in runs if r["setting"] not in wild]
    seeds = list(dict.fromkeys(r["seed"] for r in tame)) if blocked else ["all"]
    x = design_matrix([{**r, "seed": r["seed"] if blocked else "all"} for r in tame], with_value, seeds)
    fit = sm.OLS(np.array([r["y"] for r in tame]), x).fit()
    k, j = len(with_value), len(seeds)
    degrees = len(tame) - np.linalg.matrix_rank(x)
    floor = resolution(values) / math.sqrt(12)
    seen = math.sqrt(max(0.0, fit.ssr) / degrees)
    error = max(seen, floor)
    same(f"{name} degrees", compare["degrees"], degrees)
    same(f"{name} sd_rest", compare["sd_rest"], error, 1e-3 * spread)
    assert compare["floored"] == (floor > seen), name
    cov = np.linalg.inv(x.T @ x)
    adjust = {s: np.concatenate([np.eye(k)[i], np.full(j - 1, 1 / j)]) for i, s in enumerate(with_value)}
    mean = {s: float(adjust[s] @ fit.params) for s in with_value}
    var = {s: float(adjust[s] @ cov @ adjust[s]) for s in with_value}
    for s in wild:
        mean[s], var[s] = float(np.mean(of[s])), float(np.var(of[s], ddof=1) / len(of[s]) / error**2)
    # Equal means stand in the order that they came in, whatever the last digit of the sums.
    order = sorted(everyone, key=lambda s: -sign * round((mean[s] - mean[with_value[0]]) / (spread or 1), 10))
    best = order[0]
    crit = stats.studentized_range.ppf(0.95, len(order), degrees)
    for place, s in enumerate(order):
        e = entries[s]
        same(f"{name} {s} rank", e["rank"], place + 1)
        same(f"{name} {s} adjusted", e["adjusted_mean"], mean[s], spread)
        half = stats.t.ppf(0.975, len(of[s]) - 1 if s in wild else degrees) * error * math.sqrt(var[s])
        same(f"{name} {s} ci_low", e["ci_low"], mean[s] - half, spread)
        same(f"{name} {s} ci_high", e["ci_high"], mean[s] + half, spread)
        if s == best:
            continue
        diff = mean[s] - mean[best]
        if (compare["method"] == "tukey" or blocked) and s not in wild and best not in wild:
            c = adjust[s] - adjust[best]
            se, df, q = error * math.sqrt(c @ cov @ c), degrees, crit
        else:
            parts = [max(np.std(of[a], ddof=1), floor) ** 2 / len(of[a]) for a in (s, best)]
            se = math.sqrt(sum(parts))
            df = sum(parts) ** 2 / sum(p**2 / (len(of[a]) - 1) for p, a in zip(parts, (s, best)))
            q = stats.studentized_range.ppf(0.95, len(order), df)
            if floor == 0:
                same(f"{name} {s} welch", e["p"], stats.ttest_ind(of[s], of[best], equal_var=False).pvalue, 1)
        t = abs(diff) / se
        same(f"{name} {s} diff", e["diff"], diff, spread)
        same(f"{name} {s} p", e["p"], 2 * stats.t.sf(t, df), 1)
        same(f"{name} {s} p_adjusted", e["p_adjusted"], stats.studentized_range.sf(t * math.sqrt(2), len(order), df), 1)
        same(f"{name} {s} diff_low", e["diff_low"], diff - q / math.sqrt(2) * se, spread)
        same(f"{name} {s} diff_high", e["diff_high"], diff + q / math.sqrt(2) * se, spread)
        assert e["verdict"] != "worse" or (e["p_adjusted"] < 0.05 and sign * diff < 0), f"{name} {s} verdict"
    spreads(name, compare, (x, cov, fit, error, k, j, blocked), ({s: mean[s] for s in with_value}, with_value, adjust))
    plan = sorted((len(of[s]) for s in everyone))
    usual = plan[len(plan) // 2]
    for n in (usual, 2 * usual + 1, 4 * usual + 3):
        df = (len(order) - 1) * (n - 1) if blocked else len(order) * (n - 1)
        if df >= 1:
            needed = stats.studentized_range.ppf(0.95, len(order), df) / math.sqrt(2) + stats.t.ppf(0.8, df)
            same(f"{name} detectable {n}", compare["detectable"][str(n)], needed * error * math.sqrt(2 / n), spread)
    known = [s for s in order if s not in wild]
    lead = posterior_mean_of_first(
        sign * np.array([mean[s] for s in known]), np.array([var[s] for s in known]), error**2 * degrees, degrees
    )
    winner = told["winner"]
    same(f"{name} raw", winner["raw"], mean[best], spread)
    same(f"{name} corrected", winner["corrected"], np.mean([mean[s] for s in known]) + sign * lead, spread)
    tests = [r["test"] for r in runs if r["setting"] == best]
    interval = stats.t.interval(0.95, len(tests) - 1, np.mean(tests), stats.sem(tests)) if len(tests) > 1 else (None, None)
    same(f"{name} test mean", winner["test"]["mean"], float(np.mean(tests)), 1)
    same(f"{name} test low", winner["test"]["ci_low"], interval[0], 1)
    same(f"{name} test high", winner["test"]["ci_high"], interval[1], 1)


def spreads(name, compare, model, levels):
    x, cov, fit, error, k, j, blocked = model
    mean, with_value, adjust = levels
    seed_sd = None
    if blocked:
        centre = np.eye(j) - 1 / j
        effects = centre @ np.concatenate([[0.0], fit.params[k:]])
        own = np.zeros((j, j))
        own[1:, 1:] = cov[k:, k:]
        noise = np.trace(centre @ own @ centre)
        seed_sd = math.sqrt(max(0.0, (effects @ effects - error**2 * noise) / (j - 1)))
    rows = [adjust[with_value[i]] - adjust[with_value[0]] for i in range(1, k)]
    noise = sum(c @ cov @ c for c in rows) / (2 * (k - 1))
    setting_sd = math.sqrt(max(0.0, np.var(list(mean.values()), ddof=1) - error**2 * noise))
    size = 1e-3 * max(mean.values()) - 1e-3 * min(mean.values())
    same(f"{name} sd_seed", compare["sd_seed"], seed_sd, max(size, error))
    same(f"{name} sd_setting", compare["sd_setting"], setting_sd, max(size, error))
    squares = [(seed_sd or 0.0) ** 2, setting_sd**2, error**2]
    same(f"{name} share of seeds", compare["shares"]["seed"], squares[0] / sum(squares) if blocked else None, 1)
    same(f"{name} share of settings", compare["shares"]["setting"], squares[1] / sum(squares), 1)
    same(f"{name} share of the rest", compare["shares"]["rest"], squares[2] / sum(squares), 1)


for case in json.load(sys.stdin):
    check(case)
for trouble in troubles:
    print(trouble)
print(f"{compared} numbers compared")

# SPDX-License-Identifier: MIT
"""Independent restatements of what pycls draws: one JSON question a line, one JSON answer a line.

{"law": TYPE, "low": l, "high": h, "q": q}   the probability of each multiple of q, from the definition of the law
{"regnet": [depth, w0, wa, wm], ...}         [stages, possible stages] of a RegNet, by numpy
"""
import json
import math
import sys
from fractions import Fraction

import numpy as np


def multiples(low, high, q):
    step = Fraction(q)
    first, last = Fraction(low) / step, Fraction(high) / step
    assert first.denominator == last.denominator == 1
    return [k * step for k in range(int(first), int(last) + 1)]


def normal_cdf(x, mean, sd):
    return 0.5 * math.erfc(-(x - mean) / (sd * math.sqrt(2)))


def rounded_bell(values, q, low, high, scale):
    """A bell in the middle with a sixth of the width, cut off at both ends, then rounded to the nearest multiple."""
    a, b = scale(low), scale(high)
    mean, sd = (a + b) / 2, (b - a) / 6
    cdf = lambda x: normal_cdf(min(max(scale(x), a), b), mean, sd) if x > 0 or scale is not math.log else normal_cdf(a, mean, sd)
    whole = cdf(high) - cdf(low)
    return {float(v): (cdf(float(v) + q / 2) - cdf(float(v) - q / 2)) / whole for v in values}


def log_shares(values, low, high, q):
    """A number is drawn on a logarithmic scale above low - min(q, low / 2), and goes up to the next multiple."""
    bottom = low - min(q, low / 2)
    width = math.log(high) - math.log(bottom)
    return {float(v): (math.log(float(v)) - math.log(max(float(v) - q, bottom))) / width for v in values}


def shares(kind, low, high, q):
    l, h, s = float(low), float(high), float(q)
    if kind == "power2_uniform":
        powers = [2.0**k for k in range(round(math.log2(l)), round(math.log2(h)) + 1)]
        return {p: 1 / len(powers) for p in powers}
    if kind == "power2_or_log_uniform":
        powers = [2.0**k for k in range(round(math.log2(l)), round(math.log2(h)) + 1)]
        small = {p: 1 / len(powers) for p in powers if p < s}
        if h < s:
            return small
        rest = 1 - sum(small.values())
        start = low if l >= s else q
        large = log_shares(multiples(start, high, q), float(start), h, min(h, s))
        return {**small, **{v: rest * p for v, p in large.items()}}
    values = multiples(low, high, q)
    if kind == "uniform":
        return {float(v): 1 / len(values) for v in values}
    if kind == "log_uniform":
        return log_shares(values, l, h, s)
    if kind == "normal":
        return rounded_bell(values, s, l, h, lambda x: x)
    return rounded_bell(values, s, l, h, math.log)


def stages(depth, w0, wa, wm):
    blocks = np.arange(depth) * wa + w0
    powers = np.round(np.log(blocks / w0) / np.log(wm))
    widths = (np.round(w0 * np.power(wm, powers) / 8) * 8).astype(int)
    exact = np.log(blocks / w0) / np.log(wm)
    near = bool(np.any(np.abs(exact - np.floor(exact) - 0.5) < 1e-9))
    return [len(np.unique(widths)), int(powers.max()) + 1, near]


for line in sys.stdin:
    asked = json.loads(line)
    if "regnet" in asked:
        print(json.dumps([stages(*one) for one in asked["regnet"]]))
    else:
        found = shares(asked["law"], asked["low"], asked["high"], asked["q"])
        print(json.dumps([[v, p] for v, p in found.items()]))

// SPDX-License-Identifier: MIT
// Random searches of W&B: what is drawn here follows the distributions as its documentation writes them, worked out by scipy.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { needs } from '../../../rig/needs.ts';
import { openImported, valuesOf } from '../../../rig/imports.ts';

const SAMPLES = 4000;

/** Least probability that a right law is let to fail with, for all of them together. */
const LEAST = 1e-4;

/** A parameter of W&B, its law in scipy before rounding, and its q. */
const LAWS: readonly (readonly [parameter: string, law: string, q?: number])[] = [
  ['{min: 0.0, max: 2.5}', 'stats.uniform(0, 2.5)'],
  ['{distribution: uniform, min: 1, max: 3}', 'stats.uniform(1, 2)'],
  ['{distribution: log_uniform, min: -9.2, max: 1}', 'stats.loguniform(np.exp(-9.2), np.exp(1))'],
  ['{distribution: log_uniform_values, min: 1.0e-5, max: 0.1}', 'stats.loguniform(1e-5, 0.1)'],
  ['{distribution: inv_log_uniform, min: -1, max: 3}', 'stats.loguniform(np.exp(-3), np.exp(1))'],
  ['{distribution: inv_log_uniform_values, min: 0.001, max: 1}', 'stats.loguniform(0.001, 1)'],
  ['{distribution: normal}', 'stats.norm(0, 1)'],
  ['{distribution: normal, mu: 100, sigma: 10}', 'stats.norm(100, 10)'],
  ['{distribution: log_normal, mu: -3, sigma: 0.5}', 'stats.lognorm(0.5, scale=np.exp(-3))'],
  ['{distribution: beta, a: 2, b: 5}', 'stats.beta(2, 5)'],
  ['{min: 1, max: 8}', 'stats.randint(1, 9)', 1],
  ['{distribution: int_uniform, min: -3, max: 3}', 'stats.randint(-3, 4)', 1],
  ['{distribution: q_uniform, min: 0, max: 10}', 'stats.uniform(0, 10)', 1],
  ['{distribution: q_uniform, min: 0.05, max: 0.42, q: 0.1}', 'stats.uniform(0.05, 0.37)', 0.1],
  ['{distribution: q_uniform, min: 3, max: 50, q: 8}', 'stats.uniform(3, 47)', 8],
  [
    '{distribution: q_log_uniform, min: 3.4657359027997265, max: 5.545177444479562, q: 16}',
    'stats.loguniform(32, 256)',
    16,
  ],
  ['{distribution: q_log_uniform, min: 0, max: 3}', 'stats.loguniform(1, np.exp(3))', 1],
  ['{distribution: q_log_uniform_values, min: 0.3, max: 30, q: 2}', 'stats.loguniform(0.3, 30)', 2],
  ['{distribution: q_normal, mu: 1, sigma: 2, q: 0.5}', 'stats.norm(1, 2)', 0.5],
  ['{distribution: q_log_normal, sigma: 0.5, q: 0.25}', 'stats.lognorm(0.5)', 0.25],
  ['{distribution: q_beta, a: 2, b: 5, q: 0.1}', 'stats.beta(2, 5)', 0.1],
  ['{distribution: q_beta, a: 2, b: 3, q: 0.3}', 'stats.beta(2, 3)', 0.3],
  ['{distribution: q_beta, a: 1, b: 2}', 'stats.beta(1, 2)', 1],
  ['{values: [1, 2, 4], probabilities: [0.5, 0.25, 0.25]}', 'listed({1: 0.5, 2: 0.25, 4: 0.25})', 1],
  ['{values: [1, 2, 1, 4]}', 'listed({1: 0.5, 2: 0.25, 4: 0.25})', 1],
  ['{values: [3, 5, 7], probabilities: [0, 3, 1]}', 'listed({5: 0.75, 7: 0.25})', 1],
];

const JUDGE = `
import json, sys
import numpy as np
from scipy import stats

def listed(shares):
    return shares

def shares_of(law, q):
    if isinstance(law, dict):
        return law
    lo, hi = law.ppf(1e-9), law.ppf(1 - 1e-9)
    keys = range(int(np.floor(lo / q)) - 1, int(np.ceil(hi / q)) + 2)
    shares = {k: law.cdf((k + 0.5) * q) - law.cdf((k - 0.5) * q) for k in keys}
    return {k: p for k, p in shares.items() if p > 0}

answers = []
for text, q, samples in json.load(sys.stdin):
    law = eval(text)
    numbers = [float(s) for s in samples]
    if q is None:
        answers.append(float(stats.kstest(numbers, law.cdf).pvalue))
        continue
    shares = shares_of(law, q)
    counts = {k: 0 for k in shares}
    for number in numbers:
        assert abs(number / q - round(number / q)) < 1e-9, (text, number)
        counts[round(number / q)] += 1
    big = {k: p for k, p in shares.items() if p * len(numbers) >= 5}
    observed = [counts[k] for k in big] + [sum(counts[k] for k in shares if k not in big)]
    expected = [p * len(numbers) for p in big.values()] + [max(0, 1 - sum(big.values())) * len(numbers)]
    if expected[-1] < 1:
        assert observed[-1] <= 5, (text, observed)
        observed, total = observed[:-1], sum(expected[:-1])
        expected = [e * sum(observed) / total for e in expected[:-1]]
    answers.append(float(stats.chisquare(observed, expected).pvalue) if len(observed) > 1 else 1.0)
print(json.dumps(answers))
`;

function drawn(parameter: string): string[] {
  const text = `method: random\nrun_cap: ${SAMPLES}\nparameters:\n  x: ${parameter}\n  z: {min: 0, max: 1000000000}\n`;
  return valuesOf(openImported({ 'sweep.yaml': text }, 'sweep.yaml', { SEED: 'wandb' })).map(({ x = '' }) => x);
}

test('draws follow the laws of W&B, rounding and bounds that are no multiples of q included', (t) => {
  if (!needs(t, 'python3-scipy')) return;
  const cases = LAWS.map(([parameter, law, q]) => [law, q ?? null, drawn(parameter)] as const);
  const { status, stdout, stderr } = spawnSync('python3', ['-c', JUDGE], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0, stderr);
  const chances = JSON.parse(stdout) as number[];
  assert.equal(chances.length, LAWS.length);
  for (const [i, chance] of chances.entries())
    assert.ok(chance > LEAST / LAWS.length, `${LAWS[i]?.[0]}: such draws happen with a chance of ${chance}`);
});

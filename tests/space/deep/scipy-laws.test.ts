// SPDX-License-Identifier: MIT
// The laws without bounds, rounding to the nearest and weighted choices, against scipy's distributions.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import type { Mode } from '../../../scripts/lib/space/designs/index.ts';
import { needs } from '../../rig/needs.ts';
import { pointsOf, spaceOf, valuesOf } from '../open-space.ts';

const SAMPLES = 4000;

/** Least probability that a right law is let to fail with, for all cases together: 40 of them. */
const LEAST = 1e-4;

function draw(law: string, mode: Mode, samples = SAMPLES): string[] {
  return valuesOf(pointsOf(spaceOf(`CONFIG_X=~${law}\nCONFIG_Z=0:1:1e9\n`), mode, samples, 'scipy'), 'CONFIG_X');
}

/** Laws with a distribution function of scipy: Kolmogorov and Smirnov. */
const CONTINUOUS: readonly (readonly [string, string])[] = [
  ['gauss(0,1)', 'stats.norm(0, 1)'],
  ['gauss(-3,0.25)', 'stats.norm(-3, 0.25)'],
  ['loggauss(0,1)', 'stats.lognorm(1)'],
  ['loggauss(-7,1.5)', 'stats.lognorm(1.5, scale=np.exp(-7))'],
  ['beta(2,5)', 'stats.beta(2, 5)'],
  ['beta(0.5,0.5)', 'stats.beta(0.5, 0.5)'],
  ['beta(0.05,3)', 'stats.beta(0.05, 3)'],
  ['beta(40,1)', 'stats.beta(40, 1)'],
  ['choice(uniform(0,1), uniform(5,6), w=1:3)', 'Mixture'],
];

/** Laws of few values with their shares: chi-square. A distribution is rounded up or to the nearest multiple of q. */
const DISCRETE: readonly (readonly [string, string])[] = [
  ['gauss(0,1,q=0.5)', 'rounded(stats.norm(0, 1), 0.5, "up")'],
  ['gauss(0,1,q=0.5,round=nearest)', 'rounded(stats.norm(0, 1), 0.5, "nearest")'],
  ['loggauss(0,0.5,q=1,round=nearest)', 'rounded(stats.lognorm(0.5), 1, "nearest")'],
  ['beta(2,2,q=0.25)', 'rounded(stats.beta(2, 2), 0.25, "up")'],
  ['beta(2,2,q=0.25,round=nearest)', 'rounded(stats.beta(2, 2), 0.25, "nearest")'],
  ['uniform(0,1,q=0.25,round=nearest)', 'rounded(stats.uniform(0, 1), 0.25, "nearest")'],
  ['int(0,20,q=5,round=nearest)', 'rounded(stats.uniform(0, 20), 5, "nearest")'],
  ['loguniform(1,16,q=1,round=nearest)', 'rounded(stats.loguniform(1, 16), 1, "nearest")'],
  ['logint(2,32,q=2,round=nearest)', 'rounded(stats.loguniform(2, 32), 2, "nearest")'],
  ['choice(a,b,c,w=3:1:0.5)', '{"a": 3/4.5, "b": 1/4.5, "c": 0.5/4.5}'],
  ['choice(adam, 5, true, null, [1,2], "x,y")', '{k: 1/6 for k in ["adam", "5", "true", "null", "[1,2]", "x,y"]}'],
  ['choice(a,b,w=0:1e-3)', '{"b": 1}'],
  ['choice(off, int(1,3), w=1:3)', '{"off": 0.25, "1": 0.25, "2": 0.25, "3": 0.25}'],
  ['list(2, choice(a,1))', '{k: 0.25 for k in [\'["a","a"]\', \'["a",1]\', \'[1,"a"]\', "[1,1]"]}'],
  ['list(1, choice(y, n, None, [2], w=1:1:1:3))', '{"[true]": 1/6, "[false]": 1/6, "[null]": 1/6, "[[2]]": 0.5}'],
];

const JUDGE = `
import sys, json, numpy as np
from scipy import stats
class Mixture:
    def cdf(self, x): return 0.25 * stats.uniform(0, 1).cdf(x) + 0.75 * stats.uniform(5, 1).cdf(x)
def rounded(law, q, way):
    lo, hi = law.ppf(1e-9), law.ppf(1 - 1e-9)
    shift = 1 if way == 'up' else 0.5
    keys = range(int(np.floor(lo / q)) - 1, int(np.ceil(hi / q)) + 2)
    return {k: law.cdf((k - shift + 1) * q) - law.cdf((k - shift) * q) for k in keys}, q
answers = []
for kind, law, samples in json.load(sys.stdin):
    if kind == 'continuous':
        law = Mixture() if law == 'Mixture' else eval(law)
        answers.append(float(stats.kstest([float(s) for s in samples], law.cdf).pvalue))
        continue
    shares = eval(law)
    if isinstance(shares, tuple):
        shares, q = shares
        samples = [round(float(s) / q) for s in samples]
    counts = {k: 0 for k in shares}
    for s in samples: counts[s] += 1
    # values that are met too rarely for the test count together
    big = {k: p for k, p in shares.items() if p * len(samples) >= 5}
    observed = [counts[k] for k in big] + [sum(counts[k] for k in shares if k not in big)]
    expected = [p * len(samples) for p in big.values()] + [max(0, 1 - sum(big.values())) * len(samples)]
    if expected[-1] < 1:
        assert observed[-1] <= 5, observed
        observed, expected = observed[:-1], [e * sum(observed[:-1]) / sum(expected[:-1]) for e in expected[:-1]]
    answers.append(float(stats.chisquare(observed, expected).pvalue) if len(observed) > 1 else 1.0)
print(json.dumps(answers))
`;

for (const mode of ['random', 'sobol', 'latin'] as const) {
  test(`${CONTINUOUS.length + DISCRETE.length} laws follow scipy's in MODE=${mode}`, (t) => {
    if (!needs(t, 'python3-scipy')) return;
    const asked = [
      ...CONTINUOUS.map(([law, theirs]) => ['continuous', theirs, draw(law, mode)]),
      ...DISCRETE.map(([law, theirs]) => ['discrete', theirs, draw(law, mode)]),
    ];
    const run = spawnSync('python3', ['-c', JUDGE], { input: JSON.stringify(asked), encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    const answers = JSON.parse(run.stdout) as number[]; // the program above prints a list of probabilities
    for (const [i, [law]] of [...CONTINUOUS, ...DISCRETE].entries())
      assert.ok((answers[i] ?? 0) > LEAST, `~${law}: p = ${answers[i]}`);
    assert.equal(answers.length, CONTINUOUS.length + DISCRETE.length);
  });
}

test('the test sees a law that is a little wrong', (t) => {
  if (!needs(t, 'python3-scipy')) return;
  const asked = [['continuous', 'stats.norm(0.1, 1)', draw('gauss(0,1)', 'random')]];
  const run = spawnSync('python3', ['-c', JUDGE], { input: JSON.stringify(asked), encoding: 'utf8' });
  assert.ok((JSON.parse(run.stdout) as number[]).every((p) => p < LEAST));
});

test('a choice knows which values it has, also those of its laws and as items of a list', () => {
  const space = spaceOf(
    'CONFIG_X=~choice(a, 5, loguniform(1e-3,1e-1), w=1:1:0)\nCONFIG_L=~list(2, choice(a, int(1,3)))\n',
  );
  const [x, l] = space.model.levels.map((level) => level.lines[0]?.values);
  assert.ok(x?.kind === 'law' && l?.kind === 'law');
  assert.equal(x.law.supports({ kind: 'text', text: 'a' }), true);
  assert.equal(x.law.supports({ kind: 'number', text: '5.0' }), true);
  assert.equal(x.law.supports({ kind: 'number', text: '0.01' }), false);
  assert.equal(l.law.supports({ kind: 'list', text: '["a",2]' }), true);
  assert.equal(l.law.supports({ kind: 'list', text: '["a",4]' }), false);
  assert.equal(l.law.supports({ kind: 'list', text: '["a"]' }), false);
  assert.equal(x.law.size, 2);
  assert.equal(l.law.size, 16);
});

test('laws without bounds stay within doubles, however far out they are drawn', () => {
  for (const law of ['gauss(1e308,1e308)', 'loggauss(0,1e3)', 'loggauss(700,50,q=0.001)', 'gauss(0,1e300,q=1e-9)']) {
    for (const value of draw(law, 'random', 200)) assert.ok(Number.isFinite(Number(value)), `${law}: ${value}`);
  }
});

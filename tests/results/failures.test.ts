// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRng } from '../../scripts/lib/core/rng.ts';
import type { FailureEntry } from '../../scripts/lib/report/outlook-form.ts';
import { statisticsOf } from '../../scripts/lib/report/statistics-of.ts';
import { fisherGreater } from '../../scripts/lib/results/stats/fisher.ts';
import { sharedValues } from '../../scripts/lib/run/failures.ts';
import { assignments } from '../rig/sweep-rig.ts';
import { type SimulatedRun, simulatedView } from '../truth/simulated-view.ts';

function failuresOf(runs: readonly SimulatedRun[]): readonly FailureEntry[] {
  const statistics = statisticsOf(simulatedView(runs), { seedSymbol: 'CONFIG_SEED' });
  assert.ok(statistics !== undefined);
  return statistics.failures;
}
const shown = (runs: readonly SimulatedRun[]): readonly FailureEntry[] => failuresOf(runs).filter((f) => f.shown);

test("Fisher's exact test by counting all ways to deal the failures", () => {
  const [of, otherOf, all] = [4, 6, 3];
  const dealt = new Map<number, number>();
  for (let a = 0; a < 10; a += 1)
    for (let b = a + 1; b < 10; b += 1)
      for (let c = b + 1; c < 10; c += 1) {
        const inside = [a, b, c].filter((place) => place < of).length;
        dealt.set(inside, (dealt.get(inside) ?? 0) + 1);
      }
  for (let hits = 0; hits <= all; hits += 1) {
    let ways = 0;
    for (let k = hits; k <= all; k += 1) ways += dealt.get(k) ?? 0;
    const chance = fisherGreater({ hits, of, otherHits: all - hits, otherOf });
    assert.ok(Math.abs(chance - ways / 120) < 1e-12, `${hits}: ${chance}`);
  }
});

test('a value at which nearly all runs diverge is shown, with its rate and that of the others', () => {
  const runs = ['0.1', '1', '10'].flatMap((lr) =>
    ['a', 'b'].flatMap((opt) =>
      [1, 2, 3, 4, 5].map((seed): SimulatedRun => {
        const isLost = lr === '10' && !(opt === 'a' && seed === 1);
        return {
          values: { CONFIG_LR: lr, CONFIG_OPT: opt, CONFIG_SEED: String(seed) },
          metric: isLost ? null : seed + Number(lr),
        };
      }),
    ),
  );
  const [first, ...others] = shown(runs);
  assert.deepEqual(others, []);
  assert.ok(first !== undefined);
  assert.deepEqual(
    [first.symbols, first.value, first.failed, first.runs, first.other_failed, first.other_runs],
    [['CONFIG_LR'], 10, 9, 10, 0, 20],
  );
  assert.ok(first.p_adjusted < 1e-4);
});

test('numbers that no two runs share fail beyond a threshold', () => {
  const rng = createRng('thresholds');
  const runs = Array.from({ length: 50 }, (): SimulatedRun => {
    const [lr, wd] = [rng.float(), rng.float()];
    return { values: { CONFIG_LR: lr.toFixed(6), CONFIG_WD: wd.toFixed(6) }, metric: lr > 0.7 ? undefined : wd };
  });
  const lrs = runs.map((run) => Number(run.values['CONFIG_LR'])).sort((a, b) => a - b);
  const [first, ...others] = shown(runs);
  assert.deepEqual(others, []);
  assert.ok(first?.above !== null && first?.above !== undefined && first.value === null && first.below === null);
  assert.equal(first.failed, first.runs, 'all beyond it failed');
  assert.ok(Math.abs(first.above - (lrs.filter((x) => x <= 0.7).at(-1) ?? 0)) < 0.06, String(first.above));
});

test('settings that fail with all of their seeds or with none count once', () => {
  // Two of eight settings fail with all five seeds; that both have A=1 is chance of 1 in 5.
  const runs = ['0', '1'].flatMap((a) =>
    ['0', '1', '2', '3'].flatMap((b) =>
      [1, 2, 3, 4, 5].map((seed): SimulatedRun => {
        const isLost = a === '1' && (b === '0' || b === '3');
        return { values: { CONFIG_A: a, CONFIG_B: b, CONFIG_SEED: String(seed) }, metric: isLost ? undefined : seed };
      }),
    ),
  );
  assert.deepEqual(shown(runs), []);
  assert.ok(failuresOf(runs).length > 0, 'the rates are told all the same');
});

test('nothing is said of failures where nothing failed, or nothing else', () => {
  const runs = (metric: number | undefined): readonly SimulatedRun[] =>
    ['a', 'b', 'c'].map((opt) => ({ values: { CONFIG_OPT: opt }, metric }));
  assert.deepEqual(failuresOf(runs(1)), []);
  assert.deepEqual(failuresOf(runs(undefined)), []);
});

test('what failed runs share is found for numbers beyond a threshold too', () => {
  const run = (lr: number, opt: string) => ({ values: assignments({ LR: String(lr), OPT: opt }) });
  const failed = [0.5, 0.6, 0.9, 0.7].map((lr, i) => run(lr, i % 2 === 0 ? 'a' : 'b'));
  const others = [0.1, 0.2, 0.3, 0.4, 0.45, 0.05, 0.15, 0.22, 0.33].map((lr, i) => run(lr, i % 2 === 0 ? 'a' : 'b'));
  assert.deepEqual(sharedValues(failed, others, ['LR', 'OPT']), ['LR>=0.5']);
  assert.deepEqual(sharedValues(others, failed, ['LR', 'OPT']), ['LR<=0.45']);
  assert.deepEqual(sharedValues(failed.slice(0, 1), others, ['LR', 'OPT']), ['LR=0.5'], 'one run is beyond by chance');
  assert.deepEqual(sharedValues(failed, [...others, run(0.8, 'a')], ['LR', 'OPT']), []);
});

// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recommendedSetting } from '../../scripts/lib/report/recommended.ts';
import type { SweepView } from '../../scripts/lib/report/view.ts';
import { type SimulatedRun, simulatedView } from '../truth/simulated-view.ts';

/** A parabola with its top between the values that ran; with a symbol that goes along with the seed, and without. */
function view(dataSeeds: readonly string[], diverged?: number): SweepView {
  const runs = Array.from({ length: 12 }, (_, i): SimulatedRun => {
    const x = i / 11;
    const dataSeed = dataSeeds[i % dataSeeds.length];
    return {
      values: {
        CONFIG_X: String(x),
        CONFIG_SEED: '1',
        ...(dataSeed === undefined ? {} : { CONFIG_DATA_SEED: dataSeed }),
      },
      metric: i === 1 && diverged !== undefined ? diverged : 80 - 10 * (x - 0.6) ** 2 + ((i * 7) % 5) / 20,
    };
  });
  const made = simulatedView(runs);
  const mark = <Run>(run: Run): Run => (dataSeeds.length === 0 ? run : { ...run, seedWith: ['CONFIG_DATA_SEED'] });
  return {
    ...made,
    runs: made.runs.map(mark),
    ranked: made.ranked.map(mark),
    varying: made.varying.filter((name) => name === 'CONFIG_X'),
  };
}

const recommended = (own: SweepView, before: SweepView): ReturnType<typeof recommendedSetting> => {
  const [metric] = own.metrics;
  assert.ok(metric !== undefined);
  const earlier = [{ name: 'before', runs: before.runs, varying: before.varying }];
  return recommendedSetting(
    { ...own, earlier },
    own.ranked.map((run) => [run]),
    metric,
  );
};

test('what goes along with the seed is no coordinate of the model, though it differs between the sweeps', () => {
  const plain = recommended(view([]), view([]));
  assert.ok(plain !== undefined);
  assert.deepEqual([plain.settings, plain.sweeps], [24, ['before']]);
  assert.deepEqual(recommended(view(['7']), view(['8'])), plain);
});

test('how badly one run diverged changes nothing of what is recommended', () => {
  const [bad, worse] = [-1e3, -1e9].map((value) => recommended(view([]), view([], value)));
  assert.ok(bad !== undefined && worse !== undefined);
  assert.deepEqual(worse, bad);
  assert.ok(bad.expected > 79.5 && bad.spread < 1, `${bad.expected} ${bad.spread}`);
});

test('a sweep that refines none, or has fewer than eight settings with the earlier one, has no model', () => {
  const own = view([]);
  const [metric] = own.metrics;
  assert.ok(metric !== undefined);
  assert.equal(
    recommendedSetting(
      own,
      own.ranked.map((run) => [run]),
      metric,
    ),
    undefined,
  );
  const few = { ...own, runs: own.runs.slice(0, 3), ranked: own.ranked.slice(0, 3) };
  assert.equal(recommended(few, few), undefined);
});

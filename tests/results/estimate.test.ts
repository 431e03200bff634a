// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '../../scripts/lib/core/hash.ts';
import { estimateText } from '../../scripts/lib/commands/estimate/estimate-text.ts';
import { estimateRuns, type TimedRun, timedRuns } from '../../scripts/lib/results/estimate.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import type { Outcome } from '../../scripts/lib/run/outcome.ts';
import { outcomeOf } from '../../scripts/lib/run/outcome-of.ts';
import type { RunState } from '../../scripts/lib/run/state.ts';
import { assignments } from '../rig/sweep-rig.ts';

const timed = (seconds: number, values: Readonly<Record<string, string>> = { A: '1' }, devices = 1): TimedRun => ({
  values: assignments(values),
  seconds,
  devices,
});
const wanted = (count: number) => Array.from({ length: count }, () => assignments({ A: '1' }));
const runState = (number: number, outcome: Outcome): RunState => {
  const run = sha256(String(number)) as RunState['run'];
  const { runs } = foldEvents([
    {
      kind: 'added',
      t: 0,
      run,
      config: run as never,
      number,
      folder: `f${number}`,
      values: assignments({ A: '1' }),
      swept: [],
    },
    { kind: 'imported', t: 0, run, from: '../other', outcome },
  ]);
  return runs.get(run) as RunState; // it was just added
};
const plan = { lanes: 2, basis: 'x' };

test('an estimate knows which symbol matters and stays honest about the rest', () => {
  const runs = [1, 2, 3].flatMap((a) =>
    [-6, 0, 6].map((noise, b) => timed(a * 100 + noise, { A: String(a), B: String((a + b) % 3) }, 2)),
  );
  const { matters, wallS, deviceHours } = estimateRuns(
    runs.slice(6).map((r) => r.values),
    runs,
    plan,
  );
  assert.deepEqual(
    matters.map((m) => m.symbol),
    ['A'],
  );
  assert.equal(Math.round(wallS.likely), 600, 'three runs of 300 s on two lanes: two rounds');
  assert.ok(
    wallS.low !== null &&
      wallS.high !== null &&
      wallS.low > 550 &&
      wallS.low < 600 &&
      wallS.high > 600 &&
      wallS.high < 650,
    JSON.stringify(wallS),
  );
  assert.equal(deviceHours.likely.toFixed(2), '0.50');
});

test('one finished run tells no interval', () => {
  const { wallS, perRunS, deviceHours } = estimateRuns(wanted(10), [timed(60)], plan);
  for (const { low, high } of [wallS, perRunS, deviceHours]) assert.deepEqual([low, high], [null, null]);
  assert.equal(wallS.likely, 300);
});

test('runs too short for the clock count as long as it can tell, and have an interval when there are several', () => {
  const outcome = outcomeOf({ exit: 0, startedAtMs: 5, endedAtMs: 5, host: '', devices: [], cause: null });
  const finished = timedRuns([1, 2, 3, 4].map((n) => runState(n, outcome)));
  assert.deepEqual(
    finished.map((run) => run.seconds),
    [0.001, 0.001, 0.001, 0.001],
  );
  const short = estimateRuns(wanted(20_000), finished, { lanes: 1, basis: '4 finished runs of 1 earlier sweep' });
  const text = estimateText(short);
  assert.match(text, /a run: +under 0\.1s\n {2}wall time: +20s\n/);
  assert.doesNotMatch(text, /one run/);
  assert.match(text, /note: runs of a few milliseconds: starting each takes longer, and is not in these figures/);
  assert.match(
    estimateText(estimateRuns(wanted(2), finished.slice(1, 2), plan)),
    /no interval can be told from one run/,
  );
  assert.doesNotMatch(estimateText(estimateRuns(wanted(2), [timed(60), timed(61)], plan)), /milliseconds|under/);
});

test('a known time is taken as it is', () => {
  const { wallS, deviceHours } = estimateRuns(wanted(3), [timed(60)], { ...plan, isKnown: true });
  assert.deepEqual(wallS, { low: 120, likely: 120, high: 120 });
  assert.deepEqual(deviceHours, { low: 0.05, likely: 0.05, high: 0.05 });
});

test("two finished runs give Student's interval of the total, and it holds in about nine of ten cases", () => {
  // 20 possible times; every pair is a pilot. The interval must hold the true total for at least 85 % of the pairs.
  const times = Array.from({ length: 20 }, (_, i) => 50 + ((i * 37) % 20) * 5);
  const truth = times.reduce((a, b) => a + b, 0);
  let [held, pairs] = [0, 0];
  for (const [i, a] of times.entries()) {
    for (const b of times.slice(i + 1)) {
      const { wallS } = estimateRuns(wanted(20), [timed(a), timed(b)], { lanes: 1, basis: 'x' });
      pairs += 1;
      if (wallS.low !== null && wallS.high !== null && wallS.low <= truth && truth <= wallS.high) held += 1;
    }
  }
  assert.ok(held / pairs > 0.85, `${held} of ${pairs}`);
  assert.ok(held / pairs < 1, 'and is not simply endless');
});

test('a value that matters but was never run is told', () => {
  const runs = [1, 2].flatMap((a) => [0, 1, 2].map((noise) => timed(a * 100 + noise, { A: String(a) })));
  assert.deepEqual(estimateRuns([assignments({ A: '3' })], runs, plan).notes, [
    'no finished run has A=3: its time is a guess',
  ]);
  assert.deepEqual(estimateRuns([assignments({ A: '2' })], runs, plan).notes, []);
});

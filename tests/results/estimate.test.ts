// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '../../scripts/lib/core/hash.ts';
import { estimateText } from '../../scripts/lib/commands/estimate/estimate-text.ts';
import { estimateRuns } from '../../scripts/lib/results/estimate/estimate.ts';
import { makespan, makespanWithNeeds } from '../../scripts/lib/results/estimate/makespan.ts';
import { type TimedRun, timedRuns } from '../../scripts/lib/results/estimate/timed-run.ts';
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
const wanted = (count: number) => Array.from({ length: count }, () => ({ values: assignments({ A: '1' }) }));
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
    runs.slice(6).map(({ values }) => ({ values })),
    runs,
    plan,
  );
  assert.deepEqual(
    matters.map((m) => m.symbol),
    ['A'],
  );
  assert.ok(Math.abs(wallS.likely - 605) < 15, `three runs of 300 s on two lanes: two rounds, ${wallS.likely}`);
  assert.ok(wallS.low !== null && wallS.low > 500 && wallS.low < wallS.likely, JSON.stringify(wallS));
  assert.equal(wallS.high, null, 'nine finished runs promise no upper bound');
  assert.ok(Math.abs(deviceHours.likely - 0.5) < 0.02, String(deviceHours.likely));
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
  const short = estimateRuns(wanted(200), finished, { lanes: 1, basis: '4 finished runs of 1 earlier sweep' });
  const text = estimateText(short);
  assert.match(text, /a run: +under 0\.1s\n {2}wall time: +0\.2s\n/);
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

test('with a known time nothing is said of stages that have not run', () => {
  const ofStages = wanted(2).map((one, i) => ({ ...one, stage: i === 0 ? 'target' : 'sample' }));
  assert.deepEqual(estimateRuns(ofStages, [timed(60)], { ...plan, isKnown: true }).notes, []);
  assert.equal(estimateRuns(ofStages, [timed(60)], plan).notes.length, 2);
});

test('below ten finished runs no upper bound is promised, and the text says from when', () => {
  const nine = Array.from({ length: 9 }, (_, i) => timed(50 + i));
  const few = estimateRuns(wanted(4), nine, plan);
  for (const { low, high } of [few.wallS, few.perRunS, few.deviceHours])
    assert.deepEqual([low === null, high], [false, null]);
  assert.match(estimateText(few), /wall time: .*\(at least \S+\)[\s\S]*told from 10 finished runs on/);
  const enough = estimateRuns(wanted(4), [...nine, timed(60)], plan);
  assert.ok(enough.wallS.high !== null && enough.wallS.high > enough.wallS.likely);
  assert.doesNotMatch(estimateText(enough), /at least|told from/);
  const staged = [...nine, ...nine].map((one, i) => ({ ...one, stage: i < nine.length ? 'target' : 'sample' }));
  const both = ['target', 'sample'].flatMap((stage) => wanted(2).map((one) => ({ ...one, stage })));
  assert.match(estimateText(estimateRuns(both, staged, plan)), /told from 10 finished runs of each stage on/);
});

test('the same answer each time', () => {
  const runs = Array.from({ length: 12 }, (_, i) => timed(10 + ((i * 7) % 5)));
  assert.deepEqual(estimateRuns(wanted(9), runs, plan), estimateRuns(wanted(9), runs, plan));
});

test('one value that is written in two ways is one level of time', () => {
  const runs = ['0.1', '1e-1', '0.10', '0.2', '2e-1', '0.20'].flatMap((lr, i) =>
    [0, 1, 2].map((k) => timed((i < 3 ? 10 : 30) * (1 + k / 100), { LR: lr })),
  );
  const written = estimateRuns([{ values: assignments({ LR: '20e-2' }) }], runs, plan);
  assert.deepEqual(
    written.matters.map(({ symbol, secondsOf }) => ({ symbol, levels: Object.keys(secondsOf) })),
    [{ symbol: 'LR', levels: ['0.1', '0.2'] }],
  );
  assert.deepEqual(written.notes, []);
  assert.ok(Math.abs(written.wallS.likely / 30.3 - 1) < 0.05, String(written.wallS.likely));
});

test('symbols that change together count once', () => {
  const rows = [1, 2, 3, 4].flatMap((a) => [0, 1, 2].map((seed) => ({ a, seed })));
  const runs = rows.map(({ a, seed }) =>
    timed(a * (1 + seed / 100), { A: String(a), B: `b${a}`, C: String(10 * a), SEED: String(seed) }),
  );
  const truth = runs.reduce((sum, run) => sum + run.seconds, 0);
  const { wallS, matters } = estimateRuns(
    runs.map(({ values }) => ({ values })),
    runs,
    { lanes: 1, basis: 'x' },
  );
  assert.ok(Math.abs(wallS.likely / truth - 1) < 0.03, `${wallS.likely} for ${truth}`);
  assert.deepEqual(matters[0]?.symbols, ['A', 'B', 'C']);
});

test('a symbol that only some runs have is not multiplied with the one that decides over it', () => {
  const rows = [
    ...[1, 2, 3, 4].flatMap((seed) => [{ values: { OPT: 'sgd', SEED: String(seed) }, seconds: 10 }]),
    ...[1, 2].flatMap((beta) =>
      [1, 2, 3, 4].map((seed) => ({
        values: { OPT: 'adam', BETA: String(beta), SEED: String(seed) },
        seconds: 20 * beta,
      })),
    ),
  ];
  const runs = rows.map(({ values, seconds }, i) => timed(seconds * (1 + (i % 3) / 100), values));
  const truth = runs.reduce((sum, run) => sum + run.seconds, 0);
  const { wallS } = estimateRuns(
    runs.map(({ values }) => ({ values })),
    runs,
    { lanes: 1, basis: 'x' },
  );
  assert.ok(Math.abs(wallS.likely / truth - 1) < 0.03, `${wallS.likely} for ${truth}`);
});

test('numbers that were never run lie on the line of those that were, and it is told', () => {
  const runs = [10, 20, 30, 40, 50, 60].flatMap((epochs) =>
    [0, 1].map((noise) => timed(epochs * (1 + noise / 50), { EPOCHS: String(epochs) })),
  );
  const { wallS, notes } = estimateRuns([{ values: assignments({ EPOCHS: '120' }) }], runs, plan);
  assert.ok(Math.abs(wallS.likely / 121 - 1) < 0.05, String(wallS.likely));
  assert.deepEqual(notes, ['no finished run has EPOCHS=120: its time is a guess']);
  assert.deepEqual(estimateRuns([{ values: assignments({ EPOCHS: '35' }) }], runs, plan).notes, []);
});

test('each stage has times of its own, and runs wait for what they need', () => {
  const runs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((i) => [
    { ...timed(100 + i / 10), stage: 'target' },
    { ...timed(1 + i / 1000), stage: 'sample' },
  ]);
  const values = assignments({ A: '1' });
  const two = [
    { values, stage: 'target', needs: [] },
    { values, stage: 'sample', needs: [0] },
    { values, stage: 'sample', needs: [0] },
  ];
  const { wallS, perRunS } = estimateRuns(two, runs, plan);
  assert.ok(Math.abs(wallS.likely - 101.5) < 1, `a target, then two samplers at once: ${wallS.likely}`);
  assert.ok((perRunS.low ?? 0) < 2 && (perRunS.high ?? 0) > 90);
  const unknown = estimateRuns([...two, { values, stage: 'plot', needs: [1] }], runs, plan);
  assert.match(unknown.notes[0] ?? '', /no run of stage plot has finished/);
  assert.equal(unknown.wallS.high, null, 'what was never seen has no upper bound');
});

test('lanes take runs as they become free, and runs wait for their needs', () => {
  assert.equal(makespan([3, 1, 1, 1], 2), 3);
  assert.equal(makespan([1, 1, 1, 3], 2), 4);
  assert.equal(makespan([], 2), 0);
  const times = Array.from({ length: 200 }, (_, i) => 1 + ((i * 37) % 11));
  const busy = [0, 0, 0, 0, 0];
  for (const time of times) {
    const lane = busy.indexOf(Math.min(...busy));
    busy[lane] = (busy[lane] ?? 0) + time;
  }
  assert.equal(makespan(times, 5), Math.max(...busy), 'by trying');
  assert.equal(makespanWithNeeds(times, new Array<readonly number[]>(200).fill([]), 5), Math.max(...busy));
  // 0 takes 5; 1 takes 1 and lets 3 start at 1; 2 waits for 0.
  assert.equal(makespanWithNeeds([5, 1, 2, 3], [[], [], [0], [1]], 2), 7);
});

test('a value that matters but was never run is told', () => {
  const runs = ['a', 'b'].flatMap((a, i) => [0, 1, 2].map((noise) => timed(i * 100 + 100 + noise, { A: a })));
  assert.deepEqual(estimateRuns([{ values: assignments({ A: 'c' }) }], runs, plan).notes, [
    'no finished run has A=c: its time is a guess',
  ]);
  assert.deepEqual(estimateRuns([{ values: assignments({ A: 'b' }) }], runs, plan).notes, []);
});

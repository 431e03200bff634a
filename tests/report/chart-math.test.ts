// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestAfter } from '../../scripts/lib/report/charts/best-after.ts';
import { bandOf, smoothed } from '../../scripts/lib/report/charts/curve-math.ts';
import { rangeLines, rerunCommand } from '../../scripts/lib/report/page/run-lines.ts';
import { runAttempts } from '../../scripts/lib/report/page/run-attempts.ts';
import { curveOf } from '../../scripts/lib/report/page/run-curve.ts';
import { tableCsv } from '../../scripts/lib/report/page/table-csv.ts';
import { buildPageData, NO_RECORDS } from '../../scripts/lib/report/page/build-data.ts';
import { renderSummaryCsv } from '../../scripts/lib/report/csv.ts';
import { parseRangeFile } from '../../scripts/lib/range/parse.ts';
import { simulatedView } from '../truth/simulated-view.ts';

/** Every set of n of the values. */
function draws(values: readonly (number | null)[], n: number): readonly (readonly (number | null)[])[] {
  if (n === 0) return [[]];
  return values.flatMap((v, i) => draws(values.slice(i + 1), n - 1).map((rest) => [v, ...rest]));
}

test('the expected best of n runs is the mean over all sets of n, those of failures alone left out', () => {
  const [values, failed] = [[9, 7, 7, 4, 1], 2];
  const all = [...values, ...Array.from({ length: failed }, () => null)];
  for (const { runs, expected } of bestAfter(values, failed)) {
    const bests = draws(all, runs).flatMap((set) => {
      const numbers = set.filter((v) => v !== null);
      return numbers.length === 0 ? [] : [Math.max(...numbers)];
    });
    const mean = bests.reduce((a, b) => a + b, 0) / bests.length;
    assert.ok(Math.abs(mean - expected) < 1e-12, `${runs}: ${expected} is not ${mean}`);
  }
  assert.deepEqual(bestAfter([], 3), []);
});

test('half of the draws lie between the quartiles', () => {
  const [one] = bestAfter([8, 7, 6, 5, 4, 3, 2, 1], 0);
  assert.deepEqual([one?.low, one?.high], [3, 7]);
});

test('smoothing is corrected for its start, passes over gaps, and 0 changes nothing', () => {
  const points = [
    [1, 4],
    [2, null],
    [3, 4],
    [4, 8],
  ] as const;
  assert.equal(smoothed(points, 0), points);
  const last = (0.5 * 8 + 0.25 * 4 + 0.125 * 4) / (0.5 + 0.25 + 0.125);
  assert.deepEqual(
    smoothed(points, 0.5).map(([, y]) => y),
    [4, null, 4, last],
  );
});

test('a band is the range of the curves that reach a step, between their points too', () => {
  const { mean, range } = bandOf([
    [
      [1, 0],
      [3, 2],
    ],
    [
      [1, 4],
      [2, 5],
    ],
  ]);
  assert.deepEqual(mean, [
    [1, 2],
    [2, 3],
    [3, 2],
  ]);
  assert.deepEqual(range, [
    [1, 0, 4],
    [2, 1, 5],
    [3, 2, 2],
  ]);
});

test('a curve takes steps and times of the same length, dates count from the first one', () => {
  const series = new Map([
    ['acc', [1, 2, 3]],
    ['step', [100, 200, 300]],
    ['timestamp', [1_700_000_000, 1_700_000_010, 1_700_000_030]],
    ['epoch', [1, 2]],
  ]);
  assert.deepEqual(curveOf('a', { series, name: 'acc', points: 10 }), {
    run: 'a',
    values: [1, 2, 3],
    steps: [100, 200, 300],
    seconds: [0, 10, 30],
  });
  assert.deepEqual(curveOf('a', { series, name: 'acc', points: 2 })?.steps, [100, 300]);
  assert.equal(curveOf('a', { series, name: 'loss', points: 10 }), undefined);
});

const VIEW = simulatedView([
  { values: { CONFIG_OPT: 'adam', CONFIG_LR: '0.10', CONFIG_N: '3' }, metric: 1 },
  { values: { CONFIG_OPT: 'a "b", c', CONFIG_N: '3' }, metric: undefined },
  { values: { CONFIG_OPT: 'sgd', CONFIG_LR: '1e-3', CONFIG_N: '3' }, metric: 0.5, others: { loss: 2 } },
]);
const DATA = buildPageData({ view: VIEW, study: undefined, records: NO_RECORDS });

test('the table of the page is sweep_summary.csv, byte by byte', () => {
  assert.equal(tableCsv(DATA, [0, 1, 2]), renderSummaryCsv(VIEW));
});

test('range lines of some runs are read again as these runs', () => {
  const text = rangeLines(DATA, [0, 2]);
  assert.equal(text, 'CONFIG_OPT,CONFIG_LR=adam,0.10|sgd,1e-3\nCONFIG_N=3\n');
  const { value, diagnostics } = parseRangeFile({ path: 'copied', text }, () => ({ unreadable: 'no file' }));
  assert.deepEqual(
    diagnostics.map((d) => d.message),
    [],
  );
  assert.ok(value !== undefined);
  assert.equal(rangeLines(DATA, [1]), 'CONFIG_OPT="a \\"b\\", c"\nCONFIG_N=3\n');
  assert.equal(rerunCommand(DATA, [2, 0, 1]), 'make sweep-resume SWEEP=runs/simulated RERUN=1-3');
});

test('runs that are run again are named by their stage where calls mean another, and by the folder of each sweep', () => {
  const stage = { name: 'target', isLast: false, others: ['sample'] };
  const staged = buildPageData({ view: { ...VIEW, stage }, study: undefined, records: NO_RECORDS });
  assert.equal(rerunCommand(staged, [0, 2]), 'make sweep-resume SWEEP=runs/simulated RERUN=target/1,target/3');
  const sweeps = { names: ['a', 'b'], places: ['runs/a', 'my runs/b'], of: [0, 0, 1] };
  assert.equal(
    rerunCommand({ ...DATA, sweeps }, [0, 1, 2]),
    "make sweep-resume SWEEP=runs/a RERUN=1-2\nmake sweep-resume SWEEP='my runs/b' RERUN=3",
  );
});

test('nothing was tried of runs that a journal does not know', () => {
  assert.equal(runAttempts(VIEW, new Map()), null);
});

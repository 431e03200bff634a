// SPDX-License-Identifier: MIT
// seeds_summary_text.txt and search_results.csv of a sweep that stands on the disk.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeReports } from '../../../scripts/lib/edge/page/report-writer.ts';
import { settingsFor, type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../../rig/synthetic-sweep.ts';

/** Two settings of three seeds each, one of them without a result, and a setting of one seed. */
const RUNS: readonly SyntheticRun[] = [
  ['1', '0', 1, 0.5],
  ['1', '1', 2, 0.25],
  ['1', '2', undefined, undefined],
  ['2', '0', 10, 0.125],
  ['2', '1', 10.25, 0.125],
  ['2', '2', 10.125, 0.125],
  ['3', '0', 99, 0],
].map(([a, seed, acc, loss]) => ({
  values: { a: String(a), random_seed: String(seed), data_seed: String(seed) },
  files: { 'training_metrics.json': acc === undefined ? {} : { acc, loss } },
}));

const SETTINGS = { METRIC: 'acc max; loss min', SEED_SYMBOL: 'random_seed', SEED_WITH: 'data_seed' };

function written(t: { after(fn: () => void): void }, more: Readonly<Record<string, string>>): (name: string) => string {
  const sweep = writeSyntheticSweep(join(temporaryFolder(t), 'sweep'), { runs: RUNS });
  writeReports(sweep, settingsFor({ ...SETTINGS, ...more }));
  return (name) => (existsSync(join(sweep, name)) ? readFileSync(join(sweep, name), 'utf8') : 'none');
}

test('each setting with two seeds has its block, best first, with the decimals of UNITS', (t) => {
  const read = written(t, { REPORTS: 'seeds-summary', UNITS: 'loss=.3' });
  const block = (title: string, acc: string, loss: string, n: number): string =>
    `${title}\nacc (mean +/- std): ${acc}\nloss (mean +/- std): ${loss}\nNumber of seeds: ${n} \n\nPublication tables style: \n` +
    `['acc', 'loss'] \n${acc.replace(' +- ', ' $\\pm$  ')}  & ${loss.replace(' +- ', ' $\\pm$  ')}  \n\n`;
  // Of 10, 10.25 and 10.125: numpy's std is 0.102; 10.125 is in the middle, and Python prints it 10.12.
  assert.equal(
    read('seeds_summary_text.txt'),
    block('a=2', '10.12 +- 0.10', '0.125 +- 0.000', 3) + block('a=1', '1.50 +- 0.50', '0.375 +- 0.125', 2),
  );
  assert.equal(read('search_results.csv'), 'none');
});

test('they are written for sweeps of hypnettorch, and for others where they are named', (t) => {
  const ours = written(t, { REPORTS: 'all' });
  assert.deepEqual([ours('search_results.csv'), ours('seeds_summary_text.txt')], ['none', 'none']);
  const theirs = written(t, { REPORTS: 'search-results all', LAYOUT: 'hypnettorch' });
  assert.match(theirs('seeds_summary_text.txt'), /^a=2\nacc \(mean/);
  const [head, first, ...rest] = theirs('search_results.csv').trim().split('\n');
  assert.equal(head, 'a;random_seed;data_seed;out_dir;acc;loss');
  assert.match(first ?? '', /^3;0;0;[^;]+;99;0$/);
  assert.equal(rest.length, 5, 'a run without a summary has no row');
});

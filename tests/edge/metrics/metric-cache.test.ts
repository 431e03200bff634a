// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openMetricCache } from '../../../scripts/lib/edge/metrics/metric-cache.ts';
import { openRunFiles } from '../../../scripts/lib/edge/run-folder/run-files.ts';
import { parseMetricSpec } from '../../../scripts/lib/results/readers/metric-spec.ts';
import { readRunMetrics } from '../../../scripts/lib/results/read-run.ts';
import { parseLogPattern } from '../../../scripts/lib/results/readers/log-regex.ts';
import { temporaryFolder } from '../../rig/synthetic-sweep.ts';

const NOW_MS = Date.UTC(2026, 0, 2);
const OLD_S = NOW_MS / 1000 - 100;

/** Looks at a run that lies alone in a sweep folder; tells the value of a metric and whether files were read for it. */
function glance(
  sweepDir: string,
  metric: string,
  regex?: string,
  sinceMs: number | null = null,
): { readonly value: unknown; readonly wasRead: boolean } {
  const folder = join(sweepDir, 'run');
  const cache = openMetricCache(sweepDir, metric, NOW_MS);
  const logPattern = regex === undefined ? undefined : parseLogPattern(regex).value;
  let wasRead = false;
  const metrics = cache.get('run', folder, () => {
    wasRead = true;
    return readRunMetrics(openRunFiles(folder), {
      specs: parseMetricSpec(metric, 'max').value ?? [],
      logPattern,
      sinceMs,
    });
  });
  cache.save();
  return { value: metrics?.values[metric], wasRead };
}

/** A sweep folder with the folder of one run, all of it written long ago. */
function someRun(t: TestContext, ...folders: readonly string[]): string {
  const sweepDir = temporaryFolder(t);
  for (const name of ['', ...folders]) mkdirSync(join(sweepDir, 'run', name), { recursive: true });
  return sweepDir;
}

function settle(sweepDir: string, ...names: readonly string[]): void {
  for (const name of [...names, '']) utimesSync(join(sweepDir, 'run', name), OLD_S, OLD_S);
}

test('a log that has grown is read again, though nothing came or went in the folder of the run', (t) => {
  const sweepDir = someRun(t, 'attempts/1');
  const log = join(sweepDir, 'run', 'attempts/1/output.log');
  writeFileSync(log, 'acc 1\n');
  symlinkSync('attempts/1/output.log', join(sweepDir, 'run', 'output.log'));
  settle(sweepDir, 'attempts/1/output.log');
  assert.deepEqual(glance(sweepDir, 'acc', 'acc (?<acc>\\d+)'), { value: 1, wasRead: true });
  assert.deepEqual(glance(sweepDir, 'acc', 'acc (?<acc>\\d+)'), { value: 1, wasRead: false });
  appendFileSync(log, 'acc 2\n');
  settle(sweepDir, 'attempts/1/output.log');
  assert.deepEqual(glance(sweepDir, 'acc', 'acc (?<acc>\\d+)'), { value: 2, wasRead: true });
});

test('a file of the metric that comes into a folder of its own is read, and one that goes is no longer', (t) => {
  const sweepDir = someRun(t, 'eval');
  const path = join(sweepDir, 'run', 'eval/scores.json');
  settle(sweepDir, 'eval');
  const metric = 'eval/scores.json:f1';
  assert.deepEqual(glance(sweepDir, metric), { value: undefined, wasRead: true });
  assert.deepEqual(glance(sweepDir, metric), { value: undefined, wasRead: false });
  writeFileSync(path, '{"f1": 0.5}');
  settle(sweepDir, 'eval/scores.json', 'eval');
  assert.deepEqual(glance(sweepDir, metric), { value: 0.5, wasRead: true });
  assert.deepEqual(glance(sweepDir, metric), { value: 0.5, wasRead: false });
  rmSync(path);
  settle(sweepDir, 'eval');
  assert.deepEqual(glance(sweepDir, metric), { value: undefined, wasRead: true });
});

test('a log in which a metric was sought in vain is read again when it has grown', (t) => {
  const sweepDir = someRun(t, 'attempts/1');
  const log = join(sweepDir, 'run', 'attempts/1/output.log');
  writeFileSync(log, 'begun\n');
  symlinkSync('attempts/1/output.log', join(sweepDir, 'run', 'output.log'));
  settle(sweepDir, 'attempts/1/output.log');
  assert.deepEqual(glance(sweepDir, 'acc'), { value: undefined, wasRead: true });
  assert.deepEqual(glance(sweepDir, 'acc'), { value: undefined, wasRead: false });
  appendFileSync(log, 'json_stats: {"acc": 3}\n');
  settle(sweepDir, 'attempts/1/output.log');
  assert.deepEqual(glance(sweepDir, 'acc'), { value: 3, wasRead: true });
});

test('a file that an earlier attempt left is read when this one has written it in its place', (t) => {
  const sweepDir = someRun(t);
  const path = join(sweepDir, 'run', 'training_metrics.json');
  writeFileSync(path, '{"acc": 1}');
  settle(sweepDir, 'training_metrics.json');
  const sinceMs = 1000 * OLD_S + 20_000;
  assert.deepEqual(glance(sweepDir, 'acc', undefined, sinceMs), { value: undefined, wasRead: true });
  writeFileSync(path, '{"acc": 2}');
  utimesSync(path, OLD_S + 30, OLD_S + 30);
  settle(sweepDir);
  assert.deepEqual(glance(sweepDir, 'acc', undefined, sinceMs), { value: 2, wasRead: true });
});

test('a report that goes on while another asks something else leaves it no answers to its own question', (t) => {
  const sweepDir = someRun(t);
  for (const name of ['run', 'later']) {
    mkdirSync(join(sweepDir, name), { recursive: true });
    writeFileSync(join(sweepDir, name, 'training_metrics.json'), '{"acc": [3, 1]}');
    for (const path of [`${name}/training_metrics.json`, name]) utimesSync(join(sweepDir, path), OLD_S, OLD_S);
  }
  const ask = (name: string, metric: string) => () =>
    readRunMetrics(openRunFiles(join(sweepDir, name)), {
      specs: parseMetricSpec(metric, 'max').value ?? [],
      sinceMs: null,
    });
  glance(sweepDir, 'acc');
  const watching = openMetricCache(sweepDir, 'acc', NOW_MS);
  watching.get('run', join(sweepDir, 'run'), ask('run', 'acc'));
  watching.get('later', join(sweepDir, 'later'), ask('later', 'acc'));
  glance(sweepDir, 'max(acc)');
  watching.save();
  const reporting = openMetricCache(sweepDir, 'max(acc)', NOW_MS);
  assert.equal(reporting.get('run', join(sweepDir, 'run'), () => assert.fail('read again'))?.values['max(acc)'], 3);
  assert.equal(reporting.get('later', join(sweepDir, 'later'), ask('later', 'max(acc)'))?.values['max(acc)'], 3);
});

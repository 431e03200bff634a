// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gatherView } from '../../scripts/lib/edge/gather-view.ts';
import { seedReportOf } from '../../scripts/lib/report/seeds.ts';
import { needs } from '../rig/needs.ts';
import { settingsFor, temporaryFolder } from '../rig/synthetic-sweep.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const RANGE = `SWEEP_COMMAND="node --import tsx examples/mnist/train.ts --config {{config}} --out {{out_dir}}"
SWEEP_CWD="${ROOT}"
SWEEP_METRIC=test_acc
SWEEP_REPEATS=5
CONFIG_EPOCHS=1
CONFIG_HIDDEN=8
CONFIG_LEARNING_RATE=5e-3|1e-4
`;

/** Reads the run folders by itself: the configuration file, the metrics file, and nothing of ours. */
const SCRIPT = `
import glob, json, re, statistics, sys
groups = {}
for folder in glob.glob(sys.argv[1] + "/config_*"):
    text = open(folder + "/config.txt").read()
    rate = re.search(r"^CONFIG_LEARNING_RATE=(.*)$", text, re.M).group(1)
    groups.setdefault(rate, []).append(json.load(open(folder + "/training_metrics.json"))["test_acc"][-1])
print(json.dumps({rate: [len(v), statistics.mean(v), statistics.stdev(v)] for rate, v in groups.items()}))
`;

test('the means and deviations over five seeds are those that python computes from the run folders', (t) => {
  if (!needs(t, 'python3')) return;
  const folder = temporaryFolder(t);
  const range = join(folder, 'seeds-range');
  writeFileSync(range, RANGE);
  const out = join(folder, 'results');
  const configs = join(folder, 'configs');
  const env = { ...process.env, SWEEP_PARALLEL: '2' };
  const run = (...args: string[]) => spawnSync(process.execPath, ['--import', 'tsx', ...args], { cwd: ROOT, encoding: 'utf8', env });
  const generated = run('scripts/generate-configs.ts', range, configs);
  assert.equal(generated.status, 0, generated.stderr);
  const swept = run('scripts/run-test-matrix.ts', '--config-dir', configs, '--output-dir', out);
  assert.equal(swept.status, 0, swept.stderr);
  const sweep = realpathSync(join(out, 'latest'));
  assert.equal(readdirSync(sweep).filter((n) => n.startsWith('config_')).length, 10);

  const python = spawnSync('python3', ['-c', SCRIPT, sweep], { encoding: 'utf8' });
  assert.equal(python.stderr, '');
  const expected = JSON.parse(python.stdout) as Record<string, readonly [count: number, mean: number, sd: number]>;
  const report = seedReportOf(gatherView(sweep, settingsFor({ METRIC: 'test_acc' }), Date.now()), 'CONFIG_SEED');
  assert.equal(report?.groups.length, 2);
  for (const { item, values } of report?.groups ?? []) {
    const rate = item.runs[0]?.values.find((v) => v.name === 'CONFIG_LEARNING_RATE')?.value.text ?? '';
    const [count, mean, sd] = expected[rate] ?? [0, 0, 0];
    assert.equal(values.count, count);
    assert.ok(Math.abs((values.mean ?? 0) - mean) < 1e-9);
    assert.ok(Math.abs((values.sd ?? 0) - sd) < 1e-9);
  }
  assert.match(readFileSync(join(sweep, 'sweep_analysis.txt'), 'utf8'), /OVER SEEDS:\n-+\nMean \+- standard deviation of test_acc over CONFIG_SEED/);
});

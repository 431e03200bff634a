// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SettingEntry, Statistics } from '../../scripts/lib/report/statistics-form.ts';
import { needs } from '../rig/needs.ts';
import { temporaryFolder } from '../rig/synthetic-sweep.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const RANGE = `SWEEP_COMMAND="node --import tsx examples/mnist/train.ts --config {{config}} --out {{out_dir}}"
SWEEP_CWD="${ROOT}"
SWEEP_METRIC=test_acc
SWEEP_REPEATS=5
CONFIG_EPOCHS=1
CONFIG_HIDDEN=8
CONFIG_LEARNING_RATE=5e-3|4e-3|1e-4
`;

/** Reads the run folders by itself, and nothing of ours: least squares on setting and seed, Tukey's test, with statsmodels and scipy. */
const SCRIPT = `
import glob, json, re, sys
import numpy as np
import statsmodels.api as sm
from scipy import stats
rows = []
for folder in glob.glob(sys.argv[1] + "/config_*"):
    text = open(folder + "/config.txt").read()
    value = lambda name: re.search("^CONFIG_" + name + "=(.*)$", text, re.M).group(1)
    rows.append((value("LEARNING_RATE"), int(value("SEED")), json.load(open(folder + "/training_metrics.json"))["test_acc"][-1]))
rates, seeds = sorted({r[0] for r in rows}), sorted({r[1] for r in rows})
x = np.array([[float(r[0] == rate) for rate in rates] + [float(r[1] == seed) - float(r[1] == seeds[0]) for seed in seeds[1:]] for r in rows])
fit = sm.OLS([r[2] for r in rows], x).fit()
error, degrees = np.sqrt(fit.mse_resid), fit.df_resid
means = dict(zip(rates, fit.params))
best = max(means, key=means.get)
half = stats.t.ppf(0.975, degrees) * error / np.sqrt(len(seeds))
def pair(rate):
    t = abs(means[rate] - means[best]) / (error * np.sqrt(2 / len(seeds)))
    return None if rate == best else stats.studentized_range.sf(t * np.sqrt(2), len(rates), degrees)
print(json.dumps({rate: {"n": len(seeds), "adjusted_mean": means[rate], "ci_low": means[rate] - half, "ci_high": means[rate] + half,
    "diff": means[rate] - means[best], "p_adjusted": pair(rate)} for rate in rates}))
`;

type Expected = Readonly<Record<'n' | 'adjusted_mean' | 'ci_low' | 'ci_high' | 'diff' | 'p_adjusted', number | null>>;

function assertSame(entry: SettingEntry, python: Expected): void {
  for (const name of ['n', 'adjusted_mean', 'ci_low', 'ci_high', 'diff', 'p_adjusted'] as const) {
    const [ours, theirs] = [entry[name], python[name]];
    if (theirs === null) assert.equal(ours, null, name);
    else assert.ok(ours !== null && Math.abs(ours - theirs) < 1e-9, `${name}: ${ours}, python says ${theirs}`);
  }
}

test('all numbers over five seeds are those that python computes from the run folders', (t) => {
  if (!needs(t, 'python3-statsmodels')) return;
  const folder = temporaryFolder(t);
  const range = join(folder, 'seeds-range');
  writeFileSync(range, RANGE);
  const out = join(folder, 'results');
  const configs = join(folder, 'configs');
  const env = { ...process.env, SWEEP_PARALLEL: '2' };
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', ...args], { cwd: ROOT, encoding: 'utf8', env });
  const generated = run('scripts/generate-configs.ts', range, configs);
  assert.equal(generated.status, 0, generated.stderr);
  const swept = run('scripts/run-test-matrix.ts', '--config-dir', configs, '--output-dir', out);
  assert.equal(swept.status, 0, swept.stderr);
  const sweep = realpathSync(join(out, 'latest'));
  assert.equal(readdirSync(sweep).filter((n) => n.startsWith('config_')).length, 15);

  const python = spawnSync('python3', ['-c', SCRIPT, sweep], { encoding: 'utf8' });
  assert.equal(python.stderr, '');
  const expected = JSON.parse(python.stdout) as Record<string, Expected>;
  const statistics = JSON.parse(readFileSync(join(sweep, 'sweep_statistics.json'), 'utf8')) as Statistics;
  assert.equal(statistics.settings.length, 3);
  for (const entry of statistics.settings) {
    // The range file writes 5e-3, a program reads 0.005.
    const [, own] =
      Object.entries(expected).find(([rate]) => Number(rate) === entry.values['CONFIG_LEARNING_RATE']) ?? [];
    assert.ok(own !== undefined, JSON.stringify(entry.values));
    assertSame(entry, own);
  }
  assert.match(
    readFileSync(join(sweep, 'sweep_analysis.txt'), 'utf8'),
    /OVER SEEDS:\n-+\nA full grid of 3 settings in CONFIG_LEARNING_RATE; settings are compared by least squares on setting and CONFIG_SEED/,
  );
});

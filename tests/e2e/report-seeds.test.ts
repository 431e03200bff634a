// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gatherView } from '../../scripts/lib/edge/metrics/gather-view.ts';
import { type SeedGroup, seedReportOf } from '../../scripts/lib/report/seeds.ts';
import type { Comparison } from '../../scripts/lib/results/seeds.ts';
import { needs } from '../rig/needs.ts';
import { settingsFor, temporaryFolder } from '../rig/synthetic-sweep.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const RANGE = `SWEEP_COMMAND="node --import tsx examples/mnist/train.ts --config {{config}} --out {{out_dir}}"
SWEEP_CWD="${ROOT}"
SWEEP_METRIC=test_acc
SWEEP_REPEATS=5
CONFIG_EPOCHS=1
CONFIG_HIDDEN=8
CONFIG_LEARNING_RATE=5e-3|4e-3|1e-4
`;

/**
 * Reads the run folders by itself: the configuration file, the metrics file, and nothing of ours. Five seeds have four
 * degrees of freedom, for which Student's t has a distribution in closed form; its quantile is found by halving.
 */
const SCRIPT = `
import glob, json, math, re, statistics, sys
groups = {}
for folder in glob.glob(sys.argv[1] + "/config_*"):
    text = open(folder + "/config.txt").read()
    value = lambda name: re.search("^CONFIG_" + name + "=(.*)$", text, re.M).group(1)
    result = json.load(open(folder + "/training_metrics.json"))["test_acc"][-1]
    groups.setdefault(value("LEARNING_RATE"), {})[value("SEED")] = result

def cdf(t):
    r = t / math.sqrt(1 + t * t / 4)
    return 0.5 + 0.375 * r * (1 - r * r / 12)
def density(t):
    return 0.375 * (1 + t * t / 4) ** -2.5
low, high = 0.0, 100.0
for _ in range(200):
    middle = (low + high) / 2
    low, high = (middle, high) if cdf(middle) < 0.975 else (low, middle)
QUANTILE = low

def interval(values):
    half = QUANTILE * statistics.stdev(values) / math.sqrt(5)
    return [statistics.mean(values) - half, statistics.mean(values) + half]

means = {rate: statistics.mean(seeds.values()) for rate, seeds in groups.items()}
errors = {rate: statistics.stdev(seeds.values()) / math.sqrt(5) for rate, seeds in groups.items()}
best = max(means, key=means.get)
pairs = {rate: [seeds[s] - groups[best][s] for s in seeds] for rate, seeds in groups.items() if rate != best}
chances = {rate: 2 * (1 - cdf(abs(statistics.mean(d)) / (statistics.stdev(d) / math.sqrt(5)))) for rate, d in pairs.items()}
adjusted, floor = {}, 0.0
for place, rate in enumerate(sorted(chances, key=chances.get)):
    floor = max(floor, min(1, chances[rate] * (len(chances) - place)))
    adjusted[rate] = floor

def probability(rate):
    # Simpson's rule over the posterior of this mean, times the chance that every other one lies below.
    total, steps, reach = 0.0, 40000, 200.0
    for i in range(steps + 1):
        t = -reach + 2 * reach * i / steps
        x = means[rate] + errors[rate] * t
        below = math.prod(cdf((x - means[o]) / errors[o]) for o in means if o != rate)
        total += density(t) * below * (1 if i in (0, steps) else 4 if i % 2 else 2)
    return total * (2 * reach / steps) / 3

print(json.dumps({rate: {
    "count": len(seeds), "mean": means[rate], "sd": statistics.stdev(seeds.values()), "interval": interval(list(seeds.values())),
    "difference": 0 if rate == best else statistics.mean(pairs[rate]), "differenceInterval": None if rate == best else interval(pairs[rate]),
    "p": adjusted.get(rate), "probability": probability(rate),
} for rate, seeds in groups.items()}))
`;

interface Expected {
  readonly count: number;
  readonly mean: number;
  readonly sd: number;
  readonly interval: readonly [low: number, high: number];
  readonly difference: number;
  readonly differenceInterval: readonly [low: number, high: number] | null;
  readonly p: number | null;
  readonly probability: number;
}

/** The report draws this many times from the posteriors: what it counts is as exact as that. */
const DRAWS = 4000;

function assertNear(actual: number | undefined, expected: number, what: string): void {
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 1e-9, `${what}: ${actual}, python says ${expected}`);
}

function assertSame(group: Comparison<SeedGroup>, python: Expected): void {
  const { values, difference, differenceInterval, p, probabilityBest = -1 } = group;
  assert.equal(values.count, python.count);
  assertNear(values.mean, python.mean, 'mean');
  assertNear(values.sd, python.sd, 'sd');
  assertNear(values.interval?.low, python.interval[0], 'low end of the mean');
  assertNear(values.interval?.high, python.interval[1], 'high end of the mean');
  assertNear(difference, python.difference, 'difference');
  if (python.differenceInterval !== null) {
    assertNear(differenceInterval?.low, python.differenceInterval[0], 'low end of the difference');
    assertNear(differenceInterval?.high, python.differenceInterval[1], 'high end of the difference');
  }
  if (python.p !== null) assertNear(p, python.p, 'p of Holm');
  const spread = Math.sqrt((python.probability * (1 - python.probability)) / DRAWS);
  assert.ok(
    Math.abs(probabilityBest - python.probability) < 4 * spread + 1 / DRAWS,
    `chance of being best: ${probabilityBest}, python says ${python.probability}`,
  );
}

test('all numbers over five seeds are those that python computes from the run folders', (t) => {
  if (!needs(t, 'python3')) return;
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
  const report = seedReportOf(gatherView(sweep, settingsFor({ METRIC: 'test_acc' }), Date.now()), 'CONFIG_SEED');
  assert.equal(report?.groups.length, 3);
  for (const group of report?.groups ?? []) {
    const rate = group.item.runs[0]?.values.find((v) => v.name === 'CONFIG_LEARNING_RATE')?.value.text ?? '';
    const python = expected[rate];
    assert.ok(python !== undefined, rate);
    assertSame(group, python);
  }
  assert.match(
    readFileSync(join(sweep, 'sweep_analysis.txt'), 'utf8'),
    /OVER SEEDS:\n-+\nMean \+- standard deviation of test_acc over CONFIG_SEED/,
  );
});

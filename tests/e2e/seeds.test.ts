// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sandbox } from '../rig/sandbox.ts';

/** A is worth 10; the seed moves the result by up to 2. */
const RANGE = `SWEEP_COMMAND="echo acc=$(( 10 * CONFIG_A + (CONFIG_SEED * 7) % 3 ))"
SWEEP_METRIC="acc max"
SWEEP_METRIC_REGEX='acc=(?<acc>[0-9]+)'
SWEEP_REPEATS=3
CONFIG_A=1|2|3
`;

interface Summary {
  readonly config_file: string;
  readonly status: string;
  readonly CONFIG_A: number;
  readonly CONFIG_SEED: number;
}

test('sweep-seeds brings the best settings to so many seeds, which no resume retires', async (t) => {
  const box = sandbox(t);
  box.write('range', RANGE);
  const ran = await box.make(['sweep', 'RANGE_CONFIG=range', 'REPORTS=statistics']);
  assert.equal(ran.code, 0, ran.stderr);
  const dry = await box.make(['sweep-seeds', 'TOP=2', 'SEEDS=6', 'DRY_RUN=1']);
  assert.equal(dry.code, 0, dry.stderr);
  assert.equal(dry.stdout.trim().split('\n').length, 6);
  const { code, stdout, stderr } = await box.make(['sweep-seeds', 'TOP=2', 'SEEDS=6']);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /6 runs bring the best 2 settings to 6 seeds each \(CONFIG_SEED\)/);
  assert.match(stdout, /By its 3 fresh seeds, which did not pick it: \S+ \(95 %: \S+ to \S+\); all together \S+\./);
  const folder = 'test_matrix_results/latest';
  const manifest = JSON.parse(box.read(`${folder}/sweep.json`)) as { count: number; extra: { seeds: string[] }[] };
  assert.deepEqual(
    [manifest.count, manifest.extra.map((e) => e.seeds)],
    [
      9,
      [
        ['4', '5', '6'],
        ['4', '5', '6'],
      ],
    ],
  );
  const statistics = JSON.parse(box.read(`${folder}/sweep_statistics.json`)) as {
    settings: { values: { CONFIG_A: number }; n: number }[];
    winner: { fresh: { n: number } };
  };
  assert.deepEqual(
    statistics.settings.map((s) => [s.values.CONFIG_A, s.n]),
    [
      [3, 6],
      [2, 6],
      [1, 3],
    ],
  );
  assert.equal(statistics.winner.fresh.n, 3);
  const journal = box.read(`${folder}/journal.jsonl`);
  assert.equal(journal.match(/"kind":"added"[^\n]*"extra":true/g)?.length, 6);

  const again = await box.make(['sweep-seeds', 'TOP=2', 'SEEDS=6']);
  assert.match(again.stdout, /have 6 seeds each already; nothing was started/);
  for (const further of [['sweep-resume'], ['sweep-resume', 'RANGE_CONFIG=range']]) {
    const resumed = await box.make(further);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.doesNotMatch(box.read(`${folder}/journal.jsonl`), /"kind":"retired"/, further.join(' '));
  }
  const report = await box.script('report', ['--json', '--reports=csv']);
  assert.equal((JSON.parse(report.stdout) as Summary[]).length, 15);
});

test('a sweep without seeds gets them as a last symbol', async (t) => {
  const box = sandbox(t);
  box.write(
    'range',
    `SWEEP_COMMAND="echo acc=$(( 10 * CONFIG_A + \${CONFIG_SEED:-0} ))"
SWEEP_METRIC="acc max"
SWEEP_METRIC_REGEX='acc=(?<acc>[0-9]+)'
CONFIG_A=1|2|3
`,
  );
  assert.equal((await box.make(['sweep', 'RANGE_CONFIG=range', 'REPORTS=csv'])).code, 0);
  const { code, stderr } = await box.make(['sweep-seeds', 'TOP=1', 'SEEDS=3', 'REPORTS=csv']);
  assert.equal(code, 0, stderr);
  const report = await box.script('report', ['--json', '--reports=csv']);
  const rows = JSON.parse(report.stdout) as Summary[];
  assert.deepEqual(
    rows.filter((row) => row.CONFIG_A === 3).map((row) => row.CONFIG_SEED ?? null),
    [null, 1, 2],
  );
});

test('a base that stands at an absolute path is found again in what the sweep folder records', async (t) => {
  const box = sandbox(t);
  box.write('base.yaml', 'keep: 1\na: 0\n');
  box.write(
    'range',
    `SWEEP_FORMAT=yaml
SWEEP_BASE="${box.path('base.yaml')}"
SWEEP_COMMAND="echo acc=$(( 10 * a + (SEED * 7) % 3 ))"
SWEEP_METRIC="acc max"
SWEEP_METRIC_REGEX='acc=(?<acc>[0-9]+)'
SWEEP_REPEATS=2
SWEEP_SEED_SYMBOL=SEED
a=1|2|3|4|5
`,
  );
  const ran = await box.make(['sweep', 'RANGE_CONFIG=range', 'REPORTS=statistics']);
  assert.equal(ran.code, 0, ran.stderr);
  const seeds = await box.make(['sweep-seeds', 'TOP=1', 'SEEDS=3', 'DRY_RUN=1']);
  assert.equal(seeds.code, 0, seeds.stderr);
  const plain = await box.make(['sweep-refine']);
  assert.equal(plain.code, 0, plain.stderr);
});

// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { type SyntheticRun, temporaryFolder, writeSyntheticSweep } from '../rig/synthetic-sweep.ts';
import { script, scored, RUNS } from '../rig/scored-runs.ts';

test('diff joins by configuration, names what got worse and exits with 1', (t) => {
  const base = temporaryFolder(t);
  const a = writeSyntheticSweep(join(base, 'a'), { runs: [...RUNS, scored('0.4', 50)] });
  const crash: SyntheticRun = {
    ...scored('0.3', 90),
    end: { status: 'failed', reason: 'exit code', detail: 'exit code 1' },
  };
  const b = writeSyntheticSweep(join(base, 'b'), {
    runs: [crash, scored('0.1', 79.5), scored('0.2', 75), scored('0.5', 1)],
  });
  const strict = script('diff', a, b, '--metric', 'acc');
  assert.equal(strict.status, 1, strict.stderr);
  assert.equal(
    strict.stdout,
    `REGRESSIONS (acc):
  config_001: 80 -> 79.5 (-0.5)  CONFIG_LR=0.1 CONFIG_OPT=adam
  config_003: 90 -> - (exit code 1)  CONFIG_LR=0.3 CONFIG_OPT=sgd
IMPROVEMENTS (acc):
  config_002: 70 -> 75 (+5)  CONFIG_LR=0.2 CONFIG_OPT=adam
3 configurations in both: 2 worse, 1 better, 0 the same, 1 only in A, 1 only in B.
`,
  );
  const same = script('diff', a, a, '--metric', 'acc');
  assert.equal(same.status, 0);
  assert.match(script('diff', a, b, '--metric', 'acc', '--tolerance', '1%').stdout, /1 worse, 1 better, 1 the same/);
  const rows = JSON.parse(script('diff', a, b, '--metric', 'acc', '--json').stdout) as { verdict: string }[];
  assert.deepEqual(
    rows.map((row) => row.verdict),
    ['regression', 'improvement', 'regression'],
    'without a tolerance the answer is the list',
  );
});

test('diff within a tolerance says in JSON too whether the sweeps are equivalent', (t) => {
  const base = temporaryFolder(t);
  const of = (name: string, change: number): string =>
    writeSyntheticSweep(join(base, name), {
      runs: [80, 81, 82, 83, 84].map((acc, i) => scored(`0.${i + 1}`, acc + change + 0.01 * (i % 2))),
    });
  const [a, near, far] = [of('a', 0), of('near', 0.02), of('far', -3)];
  const asked = (b: string): { configurations: unknown[]; equivalence: Record<string, unknown> } =>
    JSON.parse(script('diff', a, b, '--metric', 'acc', '--tolerance', '0.5', '--json').stdout) as ReturnType<
      typeof asked
    >;
  const { configurations, equivalence } = asked(near);
  assert.equal(configurations.length, 5);
  const { mean_change: change, ...rest } = equivalence;
  assert.ok(Math.abs(Number(change) - 0.02) < 1e-9);
  assert.deepEqual([rest['pairs'], rest['delta'], rest['equivalent']], [5, 0.5, true]);
  assert.deepEqual([asked(far).equivalence['equivalent'], asked(far).configurations.length], [false, 5]);
});

test('diff says why a result is gone, and takes a loss of just the tolerance for none', (t) => {
  const base = temporaryFolder(t);
  const of = (lr: string, text: string): SyntheticRun => ({
    values: { CONFIG_LR: lr },
    files: { 'training_metrics.json': text },
  });
  const a = writeSyntheticSweep(join(base, 'a'), { runs: ['1', '2', '3', '4'].map((lr) => of(lr, '{"acc": 0.8}')) });
  const b = writeSyntheticSweep(join(base, 'b'), {
    runs: [of('1', '{"acc": 0.7}'), of('2', '{"acc": NaN}'), of('3', '{"acc": 0.'), of('4', '{"ac": 1}')],
  });
  const run = script('diff', a, b, '--metric', 'acc', '--tolerance', '0.1');
  assert.equal(
    run.stdout,
    `REGRESSIONS (acc):
  config_002: 0.8 -> - (acc is NaN or infinite now)  CONFIG_LR=2
  config_003: 0.8 -> - (training_metrics.json:1:9: found "0."; expected a value)  CONFIG_LR=3
  config_004: 0.8 -> - (no acc now (done))  CONFIG_LR=4
4 configurations in both: 3 worse, 0 better, 1 the same.
`,
  );
  const [both, one] = ['{"acc": 0.8, "size": 3}', '{"acc": 0.9}'].map((text, i) =>
    writeSyntheticSweep(join(base, String(i)), { runs: [of('1', text)] }),
  );
  assert.match(
    script('diff', both ?? '', one ?? '', '--metric', 'acc; size').stdout,
    /0\.8 -> 0\.9 \(\+0\.1\)[\s\S]*0 worse, 1 better/,
  );
});

test('diff of sweeps that cannot be compared is no diff without regressions', (t) => {
  const base = temporaryFolder(t);
  const a = writeSyntheticSweep(join(base, 'a'), { runs: RUNS });
  const b = writeSyntheticSweep(join(base, 'b'), { runs: [scored('0.5', 80)] });
  const apart = script('diff', a, b, '--metric', 'acc');
  assert.equal(apart.status, 2);
  assert.match(apart.stderr, /A and B have no configuration in common \(3 in A, 1 in B\)/);
  const misspelt = script('diff', a, a, '--metric', 'acx max');
  assert.equal(misspelt.status, 2);
  assert.match(misspelt.stderr, /no configuration that both have has a result of acx in A[\s\S]*did you mean acc\?/);
});

test('diff without a metric says so', (t) => {
  const a = writeSyntheticSweep(temporaryFolder(t), { runs: RUNS });
  const run = script('diff', a, a);
  assert.equal(run.status, 2);
  assert.match(run.stderr, /no metric says what better is/);
});

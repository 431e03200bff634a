// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { sandbox } from '../rig/sandbox.ts';

const RANGE = `SWEEP_COMMAND="echo acc=$(( 100 - (CONFIG_A - 3) * (CONFIG_A - 3) * 4 - CONFIG_B ))"
SWEEP_METRIC="acc max"
SWEEP_METRIC_REGEX='acc=(?<acc>[0-9]+)'
CONFIG_A=1:1:5
CONFIG_B=1|4
depends on CONFIG_A < 100
`;

test('sweep-refine writes the next range file, which runs, and overwrites nothing', async (t) => {
  const box = sandbox(t);
  box.write('range', RANGE);
  const ran = await box.make(['sweep', 'RANGE_CONFIG=range', 'REPORTS=csv']);
  assert.equal(ran.code, 0, ran.stderr);
  const shown = await box.make(['sweep-refine']);
  assert.equal(shown.code, 0, shown.stderr);
  assert.match(shown.stdout, /^# Goes on from sweep_\S+: the best acc of 10 settings was 99 \(A=3 B=1\)\.$/m);
  assert.match(shown.stdout, /^# the model has its best near 3(\.\d+)?, half the step\nCONFIG_A=/m);
  assert.match(shown.stdout, /^depends on CONFIG_A < 100$/m);
  const written = await box.script('refine', ['--to', 'next', '--json']);
  assert.equal(written.code, 0, written.stderr);
  const { configurations } = JSON.parse(written.stdout) as { configurations: number };
  assert.ok(configurations > 0 && configurations <= 10, `${configurations} of at most 10`);
  assert.equal(box.read('next'), shown.stdout);
  const again = await box.script('refine', ['--to', 'next']);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /next is there already/);
  const listed = await box.script('list-configs', ['next', '--json']);
  assert.equal(listed.code, 0, listed.stderr);
  assert.equal(
    (JSON.parse(listed.stdout) as { configurations: { count: number } }).configurations.count,
    configurations,
  );
});

test('sweep-refine says why it can tell nothing, and writes nothing', async (t) => {
  const box = sandbox(t);
  box.write('range', `SWEEP_COMMAND="true"\nCONFIG_A=1|2|3|4|5\n`);
  assert.equal((await box.make(['sweep', 'RANGE_CONFIG=range', 'REPORTS=csv'])).code, 0);
  const { code, stderr } = await box.script('refine', ['--to', 'next']);
  assert.equal(code, 2);
  assert.match(stderr, /nothing says which setting is best[\s\S]*METRIC=NAME/);
  assert.ok(!existsSync(box.path('next')));
});

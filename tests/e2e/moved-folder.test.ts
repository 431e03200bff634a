// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { JOURNAL_NAME, readJournal } from '../../scripts/lib/edge/journal/journal-file.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

const RUN = ['run-test-matrix', ['--config-dir', 'configs', '--output-dir', 'out']] as const;

/** Runs a sweep of two whose first job moves the sweep folder away, once, and does something else before it ends. */
async function movedSweep(t: TestContext, and: string): Promise<{ readonly box: Sandbox; readonly stderr: string }> {
  const box = sandbox(t, 'moved');
  box.write(
    'job.sh',
    `if [ "$CONFIG_A" = 1 ] && mkdir moved; then mv out moved/; ${and}; fi
echo "$CONFIG_A" >>begun
echo "{\\"acc\\": $CONFIG_A}" >"$SWEEP_OUT_DIR/training_metrics.json"
`,
  );
  box.write('a.range', 'CONFIG_A=1|2\nSWEEP_COMMAND="bash job.sh"\nSWEEP_METRIC=acc\n');
  assert.equal((await box.script('generate-configs', ['a.range', 'configs'])).code, 0);
  const ran = await box.script(...RUN);
  assert.equal(ran.code, 1, `${ran.stdout}${ran.stderr}`);
  assert.match(ran.stdout, /Sweep stopped \(\S+ was moved or removed while it ran; sweep-resume SWEEP= with its new/);
  assert.doesNotMatch(`${ran.stdout}${ran.stderr}`, /internal error|\n {4}at /);
  return { box, stderr: ran.stderr };
}

for (const [what, and] of [
  ['cannot write its metrics any more', ':'],
  ['makes its folder anew where it was', 'mkdir -p "$SWEEP_OUT_DIR"'],
  ['ends badly', 'exit 3'],
] as const) {
  test(`a job whose sweep folder is moved away and that ${what} runs again where that is now`, async (t) => {
    const { box } = await movedSweep(t, and);
    const home = box.path('moved/out');
    const [name = ''] = readdirSync(home).filter((one) => one.startsWith('sweep_'));
    const state = foldEvents(readJournal(join(home, name, JOURNAL_NAME)));
    const runs = [...state.runs.values()];
    assert.deepEqual(
      runs.map(({ status, retries }) => [status, retries]),
      [
        ['pending', 0],
        ['pending', 0],
      ],
    );
    assert.equal(runs[0]?.attempts[0]?.outcome?.reason, 'vanished');
    const resumed = await box.script('run-test-matrix', ['--resume', join(home, name)]);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.match(resumed.stdout, /Sweep complete: 2 done\n$/);
    const begun = box.read('begun').trim().split('\n');
    assert.deepEqual(begun.slice(-2), ['1', '2']);
  });
}

test('a sweep folder that is removed while it runs is said, and nothing is made in its place', async (t) => {
  const { box } = await movedSweep(t, 'rm -r moved');
  assert.deepEqual(
    box.list().filter((name) => name === 'out' || name === 'moved'),
    [],
  );
});

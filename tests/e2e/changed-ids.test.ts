// SPDX-License-Identifier: MIT
// A resume that meets ids of ksweep 0.1 says which configurations it wrote otherwise, and why. An unquoted true was a text
// for 0.1: the folder of a sweep over "true" in quotes holds the very ids that 0.1 gave to true.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sandbox } from '../rig/sandbox.ts';

const SETTINGS = `SWEEP_FORMAT=yaml
SWEEP_COMMAND="bash job.sh"
SWEEP_METRIC="score max"
lr=0.1|0.2
`;
const JOB = `echo "$SWEEP_NUMBER" >>started
echo "{\\"score\\": 1}" >"$SWEEP_OUT_DIR/training_metrics.json"
`;

test('a resume of a folder whose ids changed says which and why, and runs those anew', async (t) => {
  const box = sandbox(t);
  box.write('job.sh', JOB);
  box.write('range', `${SETTINGS}amp="true"|x\n`);
  assert.equal((await box.make(['sweep', 'RANGE_CONFIG=range'])).code, 0);
  box.write('range', `${SETTINGS}amp=true|x\n`);
  const resumed = await box.script('run-test-matrix', ['--resume-latest', '--range-config', 'range']);
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.match(
    resumed.stderr,
    /^note: 2 configurations have new ids, since their files or commands hold other values than ksweep 0\.1 wrote into this folder; they run anew:\n {2}config_001: amp=true is a boolean, and was a text\n {2}config_003: amp=true is a boolean, and was a text$/m,
  );
  assert.equal(box.read('started').trim().split('\n').length, 6, 'only the two of four run again');
  const again = await box.script('run-test-matrix', ['--resume-latest', '--range-config', 'range']);
  assert.doesNotMatch(again.stderr, /new ids/);
});

test('a command that reads false as false since is another run too, whatever its file holds', async (t) => {
  const box = sandbox(t);
  const settings = `SWEEP_COMMAND="bash job.sh {{#if AMP}}--amp{{/if}}"\nSWEEP_METRIC="score max"\n`;
  box.write(
    'job.sh',
    `echo "$SWEEP_NUMBER $*" >>started\necho '{"score": 1}' >"$SWEEP_OUT_DIR/training_metrics.json"\n`,
  );
  box.write('range', `${settings}AMP="true"|"false"\n`);
  assert.equal((await box.make(['sweep', 'RANGE_CONFIG=range'])).code, 0);
  box.write('range', `${settings}AMP=true|false\n`);
  const resumed = await box.script('run-test-matrix', ['--resume-latest', '--range-config', 'range']);
  assert.match(
    resumed.stderr,
    /^note: 1 configuration has a new id, since its file or command holds other .*\n {2}config_002: AMP=false is a boolean, and was a text$/m,
  );
  assert.equal(box.read('started'), '1 --amp\n2 --amp\n3 \n');
});

// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProgram } from '../../../scripts/lib/exec/cluster/run-program.ts';

const SCRIPT = { program: 'bash', args: ['--norc', '-c', 'sleep 600 & echo "$!"; wait'] };
const env = { PATH: process.env['PATH'] };

/** What such a script of a site leaves behind when it is killed. */
function endSleep(stdout: string): void {
  process.kill(Number(stdout.trim()), 'SIGKILL');
}

test('a program that is late is left, also when what it started holds its output', async () => {
  const result = await runProgram(SCRIPT, { env, timeoutMs: 3000 });
  endSleep(result.stdout);
  assert.deepEqual([result.code, result.stderr], [null, 'bash did not answer in 3 s']);
});

test('when the runner must end, what has not answered is left and nothing more is asked', async () => {
  const ending = new AbortController();
  const options = { env, timeoutMs: 600_000, ending: ending.signal };
  const asked = runProgram({ program: 'bash', args: ['--norc', '-c', 'exec sleep 600'] }, options);
  setImmediate(() => ending.abort());
  assert.match((await asked).stderr, /did not answer before the runner had to end/);
  assert.match((await runProgram(SCRIPT, options)).stderr, /was not asked: the runner ends/);
});

test('what a program says is kept, with its exit code', async () => {
  const result = await runProgram(
    { program: 'bash', args: ['--norc', '-c', 'cat; echo no >&2; exit 3'], input: 'in' },
    { env, timeoutMs: 60_000 },
  );
  assert.deepEqual(result, { code: 3, stdout: 'in', stderr: 'no\n', isAbsent: false });
});

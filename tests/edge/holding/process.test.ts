// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { askToEnd } from '../../../scripts/lib/edge/holding/process.ts';

test('a process that is stopped is asked to end all the same; one that is gone is told so', async () => {
  const child = spawn('sleep', ['600']);
  await once(child, 'spawn');
  child.kill('SIGSTOP');
  assert.equal(askToEnd(child.pid ?? 0), true);
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGTERM']);
  assert.equal(askToEnd(child.pid ?? 0), false);
});

test('a process of another user is an error that says so', (t) => {
  t.mock.method(process, 'kill', () => {
    throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
  });
  assert.throws(() => askToEnd(77), {
    message: 'process 77 belongs to another user and cannot be ended',
    hint: 'only that user and root can',
  });
});

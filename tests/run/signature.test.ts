// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastLines, signatureOf } from '../../scripts/lib/run/signature.ts';
import { ended } from '../rig/run-ends.ts';

test('equal failures have equal signatures, whatever numbers, paths and texts they hold', () => {
  const log = (n: number): string =>
    `Traceback\n  File "/tmp/run${n}/x.py", line ${n}\nValueError: bad '${n}' at 0x7f${n}a in /home/u/${n}/f: ${n}.5e-3\n\n`;
  assert.equal(signatureOf(ended(1), log(1)), signatureOf(ended(1), log(22)));
  assert.notEqual(signatureOf(ended(1), log(1)), signatureOf(ended(2), log(1)));
  assert.notEqual(signatureOf(ended(1), 'KeyError: x'), signatureOf(ended(1), 'TypeError: x'));
  assert.equal(signatureOf(ended(0), log(1)), null);
  assert.equal(signatureOf(ended(255), ''), 'exit code 255', 'no signal has a number that high');
  assert.deepEqual([ended(192).exitCode, ended(193).exitCode], [null, 193]);
  assert.deepEqual(
    [ended(137), ended(137, 'timeout'), ended(137, 'out of memory')].map((end) => signatureOf(end, '')),
    ['SIGKILL', 'timeout', 'out of memory'],
  );
});

test('the end of a log is shown as a terminal would, without its control characters', () => {
  assert.deepEqual(lastLines('a\n10%\r50%\rdone\n\u001b[31mred\u001b[0m\u0007\n\n', 2), ['done', 'red?']);
});

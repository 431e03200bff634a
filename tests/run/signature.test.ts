// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastLines, saidBy, sharedEnding, signatureOf } from '../../scripts/lib/run/signature.ts';
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

test('equal failures are called with all that is the same in each of them', () => {
  const endings = (lines: readonly string[]): string =>
    sharedEnding(
      lines.map((line) => {
        const [outcome, said] = [ended(1), saidBy(ended(1), line)];
        return { ...outcome, signature: signatureOf(outcome, line), ...(said === undefined ? {} : { said }) };
      }),
    );
  const missing = "ModuleNotFoundError: No module named 'torch'";
  assert.equal(endings([missing, missing]), `exit code 1: ${missing}`);
  assert.equal(
    endings([missing, missing.replace('torch', 'jax')]),
    "exit code 1: ModuleNotFoundError: No module named '...'",
  );
  const memory = (gib: string, card: number): string =>
    `CUDA out of memory. Tried to allocate ${gib} GiB. GPU ${card} has a total capacity of 139.80 GiB (/a/b.cu:${card})`;
  assert.equal(
    endings([memory('136.00', 0), memory('120.50', 0)]),
    'exit code 1: CUDA out of memory. Tried to allocate <n> GiB. GPU 0 has a total capacity of 139.80 GiB (/a/b.cu:0)',
  );
  assert.match(
    endings([memory('1', 0), memory('1', 3)]),
    /allocate 1 GiB\. GPU <n> has .* 139\.80 GiB \(\/a\/b\.cu:<n>\)$/,
  );
  assert.equal(
    endings(['KeyError', 'KeyError']),
    'exit code 1: KeyError',
    'nothing was left out, so nothing more is kept',
  );
  assert.equal(saidBy(ended(1), 'KeyError'), undefined);
  assert.equal(endings(['at <n>', 'at 5']), 'exit code 1: at <n>');
  // A journal of an earlier version has the signature alone.
  assert.equal(sharedEnding([{ ...ended(1), signature: "exit code 1: '...'" }]), "exit code 1: '...'");
});

test('the end of a log is shown as a terminal would, without its control characters', () => {
  assert.deepEqual(lastLines('a\n10%\r50%\rdone\n\u001b[31mred\u001b[0m\u0007\n\n', 2), ['done', 'red?']);
});

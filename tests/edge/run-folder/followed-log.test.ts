// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { followedLog } from '../../../scripts/lib/edge/run-folder/followed-log.ts';
import { openBoundedLog } from '../../../scripts/lib/edge/run-folder/log-limit.ts';

interface Rig {
  readonly path: string;
  /** Lines `from` to `to` come to the log. */
  put(from: number, to: number): void;
  /** LOG_LIMIT is held. */
  cut(): void;
  /** What following the log prints next. */
  next(): string;
}

function rig(t: TestContext): Rig {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'output.log');
  writeFileSync(path, '');
  const [bounded, followed] = [openBoundedLog(path, 4000), followedLog(path)];
  return {
    path,
    put: (from, to) => appendFileSync(path, lines(from, to)),
    cut: () => bounded.look(0),
    next: () => {
      const got: Buffer[] = [];
      followed.copyNew((bytes) => got.push(bytes));
      return Buffer.concat(got).toString();
    },
  };
}

function lines(from: number, to: number): string {
  return Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i} of a log\n`).join('');
}

test('a log is followed as it grows', (t) => {
  const { put, next } = rig(t);
  assert.equal(next(), '');
  put(1, 3);
  assert.equal(next(), lines(1, 3));
  assert.equal(next(), '');
  put(4, 9000);
  assert.equal(next(), lines(4, 9000));
});

test('cuts by LOG_LIMIT behind the reader lose nothing of what comes next', (t) => {
  const { put, cut, next } = rig(t);
  let printed = '';
  for (let n = 1; n <= 2000; n += 20) {
    put(n, n + 19);
    cut();
    printed += next();
  }
  assert.equal(printed, lines(1, 2000));
});

test('what a cut took before it was read is told, and the newest end follows', (t) => {
  const { put, cut, next } = rig(t);
  put(1, 150);
  assert.equal(next(), lines(1, 150));
  put(151, 900);
  cut();
  put(901, 905);
  assert.match(
    next(),
    /^\n\[\.\.\. \d+ bytes left out by SWEEP_LOG_LIMIT \.\.\.\]\n[^\n]*\n(line \d+ of a log\n)+line 905 of a log\n$/,
  );
  put(906, 906);
  assert.equal(next(), lines(906, 906));
});

test('a log that its job begins anew is read from its begin, and one that is a folder is named', (t) => {
  const { path, put, next } = rig(t);
  put(1, 50);
  next();
  writeFileSync(path, 'anew\n');
  assert.equal(next(), 'anew\n');
  rmSync(path);
  mkdirSync(path);
  assert.throws(next, { message: `${path} cannot be read: it is a folder` });
});

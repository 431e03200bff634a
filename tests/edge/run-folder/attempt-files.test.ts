// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readLogEnd } from '../../../scripts/lib/edge/run-folder/attempt-files.ts';

test('the end of a log is read alone, however large the log is', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'output.log');
  writeFileSync(path, 'begin\n');
  assert.equal(readLogEnd(path, 100), 'begin\n');
  truncateSync(path, 5 * 2 ** 30); // a hole: more than a buffer can hold, and no room on the disk
  appendFileSync(path, 'ValueError: end\n');
  assert.equal(readLogEnd(path, 16), 'ValueError: end\n');
  assert.equal(readLogEnd(join(folder, 'none'), 16), '');
});

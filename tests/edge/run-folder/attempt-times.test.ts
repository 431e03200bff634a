// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bootId } from '../../../scripts/lib/edge/holding/process.ts';
import { beganMs, setBackMs } from '../../../scripts/lib/edge/run-folder/attempt-times.ts';

const dir = mkdtempSync(join(tmpdir(), 'ksweep-times-'));
after(() => rmSync(dir, { recursive: true }));

function write(claim: object, outcome?: object): void {
  const process = { pid: 1, start: '1', boot: bootId(), host: 'h', job: null, devices: '' };
  writeFileSync(join(dir, 'claim'), `${JSON.stringify({ ...process, ...claim })}\n`);
  rmSync(join(dir, 'outcome'), { force: true });
  if (outcome !== undefined) writeFileSync(join(dir, 'outcome'), `${JSON.stringify(outcome)}\n`);
}

const clock = { nowMs: () => 20_000_000, steadyMs: () => 900_000 };

test('an attempt is as old as the uptime says, whatever the clock was set to; of another boot as the clock says', () => {
  write({ at: 5, up: 890 });
  assert.equal(beganMs(dir, 0, clock), 890_000);
  write({ at: 19_990, up: 890, boot: 'another' });
  assert.equal(beganMs(dir, 0, clock), 890_000);
  write({ at: 99_999, up: 890, boot: 'another' });
  assert.equal(beganMs(dir, 0, clock), 900_000, 'the clock was set back: it began now at the latest');
  write({ at: 19_980 });
  assert.equal(beganMs(dir, 0, clock), 880_000, 'a claim of an older version tells no uptime');
  assert.equal(beganMs(join(dir, 'nowhere'), 19_999_000, clock), 899_000);
});

test('how far the clock was set back while an attempt ran', () => {
  write({ at: 10_000, up: 100 }, { exit: 0, at: 2810, up: 110, cause: null });
  assert.equal(setBackMs(dir), 7_200_000);
  write({ at: 10_000, up: 100 }, { exit: 0, at: 30_000, up: 110, cause: null });
  assert.equal(setBackMs(dir), 0, 'set on: nothing looks older than it is');
  write({ at: 10_000, up: 100 });
  assert.equal(setBackMs(dir), 0);
});

// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uptime } from 'node:os';
import { SYSTEM_CLOCK } from '../../scripts/lib/edge/clock.ts';

test('the steady clock tells what the system tells, to a few hundredths of a second, and never goes back', () => {
  let before = 0;
  for (let i = 0; i < 20_000; i += 1) {
    const now = SYSTEM_CLOCK.steadyMs();
    assert.ok(now >= before, `${now} after ${before}`);
    before = now;
    if (i % 1000 !== 0) continue;
    const [least, told, most] = [uptime() * 1000, SYSTEM_CLOCK.steadyMs(), uptime() * 1000];
    assert.ok(told >= least - 11 && told <= most + 11, `${least} ${told} ${most}`);
  }
});

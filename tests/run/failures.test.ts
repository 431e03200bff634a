// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '../../scripts/lib/core/hash.ts';
import type { Event } from '../../scripts/lib/run/event.ts';
import { describeFailures } from '../../scripts/lib/run/failures.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import { ended, id } from '../rig/run-ends.ts';
import { assignments } from '../rig/sweep-rig.ts';

test('failures are grouped, with the values that all of them and no finished run have', () => {
  const events: Event[] = [{ kind: 'opened', t: 0, host: 'h', pid: 1, command: '' }];
  for (let n = 1; n <= 6; n += 1) {
    const values = assignments({ CONFIG_A: n <= 2 ? 'bad' : 'good', CONFIG_I: String(n), CONFIG_SAME: '1' });
    events.push({
      kind: 'added',
      t: 0,
      run: id(n),
      config: sha256(String(n)) as never,
      number: n,
      folder: `f${n}`,
      values,
      swept: ['CONFIG_A', 'CONFIG_I'],
    });
    events.push({ kind: 'starting', t: 1, run: id(n), attempt: 1, devices: [] });
    const outcome = n <= 2 ? { ...ended(1), signature: 'boom' } : ended(0);
    events.push({ kind: 'ended', t: 2, run: id(n), attempt: 1, outcome });
  }
  assert.deepEqual(describeFailures(foldEvents(events)), [
    {
      signature: 'boom',
      said: 'boom',
      count: 2,
      first: 1,
      numbers: [1, 2],
      names: ['1', '2'],
      folder: 'f1',
      shared: ['CONFIG_A=bad'],
    },
  ]);
});

test('failures of stages are named with their stage, as RERUN= takes them', () => {
  const [run, t] = [id(1), 1];
  const folder = 'target/config_002_0a';
  const [failure] = describeFailures(
    foldEvents([
      { kind: 'added', t, run, config: run as never, number: 2, folder, values: [], swept: [], stage: 'target' },
      { kind: 'starting', t, run, attempt: 1, devices: [] },
      { kind: 'ended', t, run, attempt: 1, outcome: { ...ended(1), signature: 'boom' } },
    ]),
  );
  assert.deepEqual(failure?.names, ['target/2']);
});

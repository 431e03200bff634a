// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../scripts/lib/run/event.ts';
import { foldEvents } from '../../scripts/lib/run/fold.ts';
import { ended, id } from '../rig/run-ends.ts';

test('a note on a run whose end is unknown goes with its end; other notes stay', () => {
  const [run, t] = [id(1), 1];
  const events: readonly Event[] = [
    { kind: 'added', t, run, config: run as never, number: 1, folder: 'f', values: [], swept: [] },
    { kind: 'starting', t, run, attempt: 1, devices: [] },
    { kind: 'note', t, run, topic: 'gpu memory', text: 'moved to a larger card' },
    { kind: 'note', t, run, topic: 'unknown', text: 'there is no room to write its outcome' },
  ];
  const notes = (...further: readonly Event[]): readonly string[] =>
    foldEvents([...events, ...further]).runs.get(run)?.notes ?? [];
  assert.deepEqual(notes(), ['moved to a larger card', 'there is no room to write its outcome']);
  assert.deepEqual(notes({ kind: 'ended', t, run, attempt: 1, outcome: ended(0) }), ['moved to a larger card']);
});

test('a journal that contradicts itself is refused', () => {
  assert.throws(() => foldEvents([{ kind: 'starting', t: 1, run: id(1), attempt: 1, devices: [] }]), /was never added/);
});

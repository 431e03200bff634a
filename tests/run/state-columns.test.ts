// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ConfigId, type RunId, sha256 } from '../../scripts/lib/core/hash.ts';
import { createRng, type Rng } from '../../scripts/lib/core/rng.ts';
import type { Assignment, Value } from '../../scripts/lib/core/value.ts';
import type { Event, Reported } from '../../scripts/lib/run/event.ts';
import { foldEvents, startFolding } from '../../scripts/lib/run/fold.ts';
import { outcomeOf } from '../../scripts/lib/run/outcome-of.ts';
import { columnsOf, type StateColumns, stateOf } from '../../scripts/lib/run/state-columns.ts';

const VALUES: readonly Value[] = [
  { kind: 'number', text: '1e-3' },
  { kind: 'hex', text: '0x1f' },
  { kind: 'tristate', text: 'm' },
  { kind: 'text', text: 'a "b"\n' },
  { kind: 'list', text: '[1,2]' },
];

const SEED: Assignment = { name: 'CONFIG_SEED', value: { kind: 'number', text: '1' } };

function reportedAt(t: number): Reported {
  return { metrics: { acc: t, loss: null }, files: [{ path: 'm.csv', size: 3, mtimeMs: t }], outputs: [] };
}

/** Events of every kind in an order that a journal may have. */
function someEvents(rng: Rng, count: number): readonly Event[] {
  const events: Event[] = [{ kind: 'opened', t: 1, host: 'h', pid: 7, command: 'make sweep' }];
  const ids: RunId[] = [];
  const attempts = new Map<RunId, number>();
  while (events.length < count) {
    const t = events.length + rng.float();
    const run = ids[rng.below(ids.length || 1)];
    const attempt = run === undefined ? 0 : (attempts.get(run) ?? 0);
    const ended = outcomeOf({
      exit: rng.below(3) === 0 ? 1 : 0,
      startedAtMs: rng.below(2) === 0 ? null : t,
      endedAtMs: t + rng.float(),
      host: `node${rng.below(2)}`,
      devices: rng.below(2) === 0 ? [] : ['0', '1'],
      cause: rng.below(2) === 0 ? null : 'timeout',
    });
    const outcome = rng.below(2) === 0 ? ended : { ...ended, durationS: t, unranked: 'no metric' as const };
    const which = rng.below(12);
    if (which < 3 || run === undefined) {
      const added = sha256(`${ids.length} ${rng.float()}`) as RunId;
      const config = (rng.below(2) === 0 ? added : sha256(String(rng.float()))) as unknown as ConfigId;
      const values = VALUES.slice(rng.below(3)).map((value, i) => ({ name: `CONFIG_${i}`, value }));
      events.push({
        kind: 'added',
        t,
        run: added,
        config,
        number: ids.length + 1,
        folder: `config_${ids.length + 1}_x`,
        values,
        swept: values.slice(1).map((v) => v.name),
        ...(rng.below(2) === 0 ? {} : { stage: `s${rng.below(2)}`, needs: run === undefined ? [] : [run] }),
        ...(rng.below(4) > 0 ? {} : { extra: true as const, requested: [{ ...(values[0] ?? SEED), why: 'clamped' }] }),
      });
      ids.push(added);
    } else if (which === 3) {
      attempts.set(run, attempt + 1);
      events.push({
        kind: 'starting',
        t,
        run,
        attempt: attempt + 1,
        devices: rng.below(2) === 0 ? [] : ['0'],
        ...(rng.below(2) === 0 ? {} : { place: 'apart' as const }),
      });
    } else if (which === 4 && attempt > 0) {
      events.push({
        kind: 'started',
        t,
        run,
        attempt,
        host: 'h',
        ...(rng.below(2) === 0 ? { pid: 5, pidStart: '12', boot: 'b1' } : { job: '77_1' }),
      });
    } else if (which === 5 && attempt > 0) {
      events.push({
        kind: 'ended',
        t,
        run,
        attempt: 1 + rng.below(attempt),
        outcome,
        ...(rng.below(2) === 0 ? {} : { reported: reportedAt(t) }),
      });
    } else if (which === 6) {
      events.push({ kind: 'imported', t, run, from: '../older', outcome });
    } else if (which === 7) {
      events.push({
        kind: 'requeued',
        t,
        run,
        cause: rng.below(2) === 0 ? { kind: 'rerun' } : { kind: 'retry', retry: 1, of: 3 },
      });
    } else if (which === 8) {
      const text = `note ${rng.below(4)}`;
      events.push(
        rng.below(3) === 0
          ? { kind: 'note', t, topic: 'other', text }
          : { kind: 'note', t, run, topic: rng.below(2) === 0 ? 'unknown' : 'gpu memory', text },
      );
    } else if (which === 11) {
      events.push({ kind: 'blocked', t, run, by: ids.slice(0, 2) });
    } else if (which === 9) {
      events.push({ kind: rng.below(2) === 0 ? 'retired' : 'revived', t, run });
    } else {
      events.push(
        rng.below(2) === 0
          ? { kind: 'closed', t, why: 'interrupted', text: 'x' }
          : { kind: 'opened', t, host: 'h', pid: 8, command: 'make sweep-resume' },
      );
    }
  }
  return events;
}

/** As it is read back from a file. */
function again(columns: StateColumns): StateColumns {
  return JSON.parse(JSON.stringify(columns)) as StateColumns;
}

test('a state is the same after it was columns, and goes on the same', () => {
  const rng = createRng('columns');
  for (let i = 0; i < 200; i += 1) {
    const events = someEvents(rng, 80);
    const cut = rng.below(events.length + 1);
    const before = startFolding();
    for (const event of events.slice(0, cut)) before.apply(event);
    const after = startFolding(stateOf(again(columnsOf(before.state))));
    assert.deepEqual(after.state, before.state, `${i}: cut at ${cut}`);
    assert.deepEqual([...after.state.runs.keys()], [...before.state.runs.keys()]);
    for (const event of events.slice(cut)) after.apply(event);
    assert.deepEqual(after.state, foldEvents(events), `${i}: gone on from ${cut}`);
  }
});

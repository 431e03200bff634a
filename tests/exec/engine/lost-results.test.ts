// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { configIdOf, runIdOf } from '../../../scripts/lib/config/identity.ts';
import { bootId } from '../../../scripts/lib/edge/holding/process.ts';
import { lostResults } from '../../../scripts/lib/exec/engine/lost-results.ts';
import type { Event, Reported } from '../../../scripts/lib/run/event.ts';
import { foldEvents } from '../../../scripts/lib/run/fold.ts';
import { outcomeOf } from '../../../scripts/lib/run/outcome-of.ts';
import type { RunState } from '../../../scripts/lib/run/state.ts';

const dir = mkdtempSync(join(tmpdir(), 'ksweep-lost-'));
const config = configIdOf([], { format: 'kconfig' });
const run = runIdOf(config, { command: 'true' });
beforeEach(() => {
  rmSync(dir, { recursive: true });
  write('config_001/metrics.json', '{"acc": 1}');
});

function write(name: string, text: string): void {
  mkdirSync(dirname(join(dir, name)), { recursive: true });
  writeFileSync(join(dir, name), text);
}

/** A run that is done, and where its only attempt ran. */
function done(where: { readonly host?: string; readonly boot?: string }, metrics?: Reported['metrics']): RunState {
  const { size, mtimeMs } = statSync(join(dir, 'config_001/metrics.json'));
  const reported = { metrics: metrics ?? {}, files: [{ path: 'metrics.json', size, mtimeMs }], outputs: [] };
  const ended = outcomeOf({ exit: 0, startedAtMs: 1, endedAtMs: 2, host: '', devices: [], cause: null });
  const events: readonly Event[] = [
    { kind: 'added', t: 0, run, config, number: 1, folder: 'config_001', values: [], swept: [] },
    { kind: 'starting', t: 0, run, attempt: 1, devices: [], place: 'apart' },
    { kind: 'started', t: 1, run, attempt: 1, host: hostname(), boot: 'earlier', ...where },
    { kind: 'ended', t: 2, run, attempt: 1, outcome: ended, reported },
  ];
  return [...foldEvents(events).runs.values()][0] as RunState; // there is one
}

const lose = {
  emptied: () => write('config_001/metrics.json', ''),
  gone: () => rmSync(join(dir, 'config_001/metrics.json')),
  'folder gone': () => rmSync(join(dir, 'config_001'), { recursive: true }),
};

for (const [how, lost] of Object.entries(lose)) {
  test(`a result that is nowhere any more (${how}) runs again, one that the journal has is told`, () => {
    const [without, having] = [done({}), done({}, { acc: 1 })];
    lost();
    assert.equal(lostResults(dir, [without]).again.get(run)?.kind, 'lost result');
    const told = lostResults(dir, [having]);
    assert.equal(told.again.size, 0);
    assert.match(told.notes.join(), /config_001 lost .*results are in the journal, so they stay done/);
  });

  test(`in the same boot, on another machine, or where prune put it, nothing is lost (${how})`, () => {
    const others = [done({ boot: bootId() }), done({ host: 'another' })];
    const pruned = done({});
    lost();
    for (const one of others) assert.deepEqual(lostResults(dir, [one]), { again: new Map(), notes: [] });
    if (how !== 'folder gone') return;
    write('TO_BE_DELETED/config_001/metrics.json', 'x');
    assert.deepEqual(lostResults(dir, [pruned]), { again: new Map(), notes: [] });
  });
}

test('files that changed are told of, no more', () => {
  const one = done({});
  write('config_001/metrics.json', '{"acc": 2.5}');
  const { again, notes } = lostResults(dir, [one]);
  assert.equal(again.size, 0);
  assert.match(notes.join(), /config_001 has files that changed since/);
});

// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { ownIdentity } from '../../scripts/lib/edge/holding/process.ts';
import type { LaunchSpec, Observation } from '../../scripts/lib/exec/engine/backend.ts';
import { adoptAttempt } from '../../scripts/lib/exec/local/adopted.ts';
import { until } from '../rig/live-script.ts';

const dir = join(mkdtempSync(join(tmpdir(), 'ksweep-torn-')), '1');
beforeEach(() => {
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir);
});
// What a look asks of an attempt: its folder and its devices.
const spec = { attemptDir: dir, attempt: 1, devices: [] as readonly string[] } as LaunchSpec;
const now = { atMs: 0, upMs: 0 };

test('a claim whose text is still to come is waited for, and then the attempt runs', () => {
  writeFileSync(join(dir, 'claim'), '');
  const adopted = adoptAttempt(spec);
  assert.equal(adopted.look(now, null), undefined);
  assert.equal(adopted.startedAt, null);
  writeFileSync(join(dir, 'claim'), `${JSON.stringify({ ...ownIdentity(), at: 5, up: 4, job: null, devices: '' })}\n`);
  assert.deepEqual(adopted.look(now, null)?.kind, 'running');
  assert.deepEqual(adopted.startedAt, { atMs: 5000, upMs: 4000 });
});

/** Looks until there is something to be seen. */
async function firstSeen(): Promise<Observation> {
  const adopted = adoptAttempt(spec);
  const seen: Observation[] = [];
  await until(() => {
    const news = adopted.look(now, null);
    if (news !== undefined) seen.push(news);
    return seen.length > 0;
  });
  return seen[0] as Observation; // there is one
}

test('a claim without text stays one that could not be written, in the end', async () => {
  writeFileSync(join(dir, 'claim'), '{"pid":');
  assert.equal(adoptAttempt(spec).look(now, null), undefined);
  const seen = await firstSeen();
  assert.equal(seen.kind === 'ended' && seen.outcome.reason, 'launch failure');
});

test('an end that was written counts although the text of the claim is lost', async () => {
  writeFileSync(join(dir, 'claim'), '');
  writeFileSync(join(dir, 'outcome'), '{"exit":3,"at":7,"up":6,"cause":null}\n');
  const seen = await firstSeen();
  assert.equal(seen.kind === 'ended' && seen.outcome.exitCode, 3);
});

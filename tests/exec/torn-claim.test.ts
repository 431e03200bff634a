// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { ownIdentity } from '../../scripts/lib/edge/holding/process.ts';
import { readClaim, revokeAttempt, revokeTorn } from '../../scripts/lib/edge/run-folder/attempt-files.ts';
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

test('a claim without text that is given up is written by the runner: a wrapper that comes late finds another line first', async () => {
  writeFileSync(join(dir, 'claim'), '');
  const seen = await firstSeen();
  assert.equal(seen.kind === 'ended' && seen.outcome.reason, 'launch failure');
  appendFileSync(join(dir, 'claim'), `${JSON.stringify({ ...ownIdentity(), at: 5, up: 4, job: null, devices: '' })}\n`);
  const claim = readClaim(dir);
  assert.equal(typeof claim === 'object' && claim.revoked, true);
});

test('a wrapper that wrote its line first has the attempt, whoever writes behind it', () => {
  const line = `${JSON.stringify({ ...ownIdentity(), at: 5, up: 4, job: null, devices: '' })}\n`;
  writeFileSync(join(dir, 'claim'), line);
  const claim = revokeTorn(dir, 0);
  assert.deepEqual(typeof claim === 'object' && [claim.at, claim.revoked], [5, undefined]);
});

test('a revoked claim appears with its text, and only where there is none', () => {
  rmSync(dir, { recursive: true });
  assert.equal(revokeAttempt(dir, 0), true);
  assert.equal(revokeAttempt(dir, 0), false);
  assert.deepEqual(readdirSync(dir), ['claim']);
});

// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { inTurn } from '../../../scripts/lib/edge/holding/folder-turn.ts';
import { ownIdentity } from '../../../scripts/lib/edge/holding/process.ts';
import { ROOT } from '../../rig/sandbox.ts';

function place(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ksweep-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('of many processes at once each has its turn, alone', async (t) => {
  const folder = place(t);
  const script = `
    import { inTurn } from '${join(ROOT, 'scripts/lib/edge/holding/folder-turn.ts')}';
    import { mkdirSync, rmdirSync, appendFileSync } from 'node:fs';
    for (let i = 0; i < 20; i += 1) inTurn('configs', () => {
      mkdirSync('alone'); // fails when another is inside
      appendFileSync('turns', 'x');
      rmdirSync('alone');
    });`;
  const children = Array.from({ length: 4 }, () =>
    spawn(
      process.execPath,
      ['--import', join(ROOT, 'node_modules/tsx/dist/loader.mjs'), '--input-type=module', '-e', script],
      { cwd: folder, stdio: 'inherit' },
    ),
  );
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'close'))[0] as number));
  assert.deepEqual(codes, [0, 0, 0, 0]);
  assert.equal(readFileSync(join(folder, 'turns'), 'utf8').length, 80);
  assert.deepEqual(readdirSync(folder), ['turns'], 'no ticket is left');
});

test('the ticket of a dead process, or one that was never written whole, is taken away', (t) => {
  const folder = place(t);
  writeFileSync(
    join(folder, `.configs.turn-999999999-${hostname()}`),
    `${JSON.stringify({ ...ownIdentity(), pid: 999999999 })}\n`,
  );
  writeFileSync(join(folder, `.configs.turn-999999998-${hostname()}`), '');
  const old = join(folder, '.configs.turn-7-elsewhere');
  writeFileSync(old, `${JSON.stringify({ ...ownIdentity(), pid: 7, host: 'elsewhere' })}\n`);
  utimesSync(old, 1, 1);
  assert.equal(
    inTurn(join(folder, 'configs'), () => 'mine', { patienceMs: 0 }),
    'mine',
  );
  assert.deepEqual(readdirSync(folder), []);
});

test('a living process is named when waiting for it takes too long; its ticket stays', (t) => {
  const folder = place(t);
  const other = `.configs.turn-1-${hostname()}`;
  const start =
    readFileSync('/proc/1/stat', 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')[19] ?? '';
  writeFileSync(join(folder, other), `${JSON.stringify({ ...ownIdentity(), pid: 1, start })}\n`);
  assert.throws(
    () => inTurn(join(folder, 'configs'), () => assert.fail('not its turn'), { patienceMs: 50 }),
    /configs is in use by process 1, which generates/,
  );
  assert.deepEqual(readdirSync(folder), [other]);
});

test('what fails in its turn leaves no ticket, and a place that cannot be written needs no turn', (t) => {
  const folder = place(t);
  assert.throws(
    () =>
      inTurn(join(folder, 'configs'), () => {
        throw new Error('no');
      }),
    /^Error: no$/,
  );
  assert.deepEqual(readdirSync(folder), []);
  mkdirSync(join(folder, 'closed'));
  chmodSync(join(folder, 'closed'), 0o555);
  assert.equal(
    inTurn(join(folder, 'closed', 'configs'), () => 'read'),
    'read',
  );
  chmodSync(join(folder, 'closed'), 0o755);
});

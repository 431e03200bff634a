// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runLocked } from '../rig/locked-room.ts';
import { needs } from '../rig/needs.ts';
import { ROOT, sandbox } from '../rig/sandbox.ts';

/** Each case takes a start of a program: every sixth is tried, from HOSTILE_PART (0 to 5) on, and all of them with HOSTILE=all. */
const PARTS = process.env['HOSTILE'] === 'all' ? 1 : 6;

test('sweep folders that somebody made to lead out, to hang or to break lead nowhere, and every command ends', async (t) => {
  if (!needs(t, 'namespaces')) return;
  // In the room nothing of the project can be written: the programs are made before the door is locked.
  const box = sandbox(t);
  const scripts = [
    'status',
    'report',
    'logs',
    'diff',
    'prune',
    'promote',
    'archive',
    'merge',
    'run-test-matrix',
    'cancel',
  ];
  for (const script of scripts) assert.equal((await box.script(script, ['--help'])).code, 0);
  const part = PARTS === 1 ? 0 : Number(process.env['HOSTILE_PART'] ?? 0);
  const inner = ['--import', 'tsx', 'tests/rig/hostile-room.ts', String(part), String(PARTS)];
  const { code, stdout, stderr } = await runLocked([process.execPath, ...inner], ROOT, 1_200_000);
  assert.equal(code, 0, `${stdout}${stderr}`);
  const { tried, total, failures } = JSON.parse(stdout) as {
    tried: number;
    total: number;
    failures: readonly string[];
  };
  const which = PARTS === 1 ? 'all' : `part ${part} of ${PARTS}; HOSTILE=all tries all`;
  t.diagnostic(`${tried} of ${total} cases (${which}), ${failures.length} failures`);
  assert.ok(tried > 50 && tried >= Math.floor(total / PARTS));
  assert.equal(failures.length, 0, failures.join('\n\n'));
});

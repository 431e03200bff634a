// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT, sandbox } from '../rig/sandbox.ts';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const SESSIONS = [...README.matchAll(/```console\n\$ (.+)\n([\s\S]*?)```/g)].map((m) => ({
  command: m[1] ?? '',
  output: m[2] ?? '',
}));

/** Times, dates and the widths they give to a table differ from run to run; accuracies do not. */
function normalized(text: string): string {
  return text
    .replace(/\d+(\.\d+)?s\b/g, 'Ts')
    .replace(/sweep_\d{8}_\d{6}/g, 'sweep_DATE')
    .replace(/[ ─]+/g, ' ')
    .trim();
}

test('the README shows a session', () => assert.ok(SESSIONS.length > 0));

for (const { command, output } of SESSIONS) {
  test(`the README's \`${command}\` prints what the README shows`, async (t) => {
    const box = sandbox(t, 'clone');
    for (const name of [
      'Makefile',
      'defconfigs',
      'examples',
      'node_modules',
      'package.json',
      'package-lock.json',
      'scripts',
      'templates',
      'tsconfig.json',
    ])
      symlinkSync(join(ROOT, name), box.path(name));
    const { code, stdout, stderr } = await box.run('bash', ['-c', `${command} 2>&1`]);
    assert.equal(code, 0, stdout + stderr);
    assert.equal(normalized(stdout), normalized(output));
  });
}

test('the two commands of the README stand in it as they are', () => {
  assert.match(README, /^make sweep RANGE_CONFIG=defconfigs\/mnist-adamwprune-range\nmake test$/m);
  assert.ok(readFileSync(join(ROOT, '.ci/run'), 'utf8').endsWith('\nmake test\n'));
});

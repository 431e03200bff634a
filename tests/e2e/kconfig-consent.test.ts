// SPDX-License-Identifier: MIT
// Commands of a Kconfig tree run where the call itself allows it, whichever command is called, and nowhere else.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { type Sandbox, sandbox } from '../rig/sandbox.ts';

const RANGE = 'SWEEP_KCONFIG=project/Kconfig\nSWEEP_COMMAND="true"\nCONFIG_A=y|n\n';
const CALLS = {
  'list-configs': ['r'],
  estimate: ['r', '--run-time', '1m'],
  'generate-configs': ['r', 'out'],
} as const;

function withCommand(box: Sandbox): void {
  box.write('r', RANGE);
  const command = '$(shell,touch ran; echo one)';
  box.write('project/Kconfig', `config A\n\tbool "A"\n\nconfig HOST\n\tstring\n\tdefault "${command}"\n`);
}

/** Whether the tree's command has run since this was asked last. */
function hasRun(box: Sandbox): boolean {
  const ran = existsSync(box.path('project/ran'));
  rmSync(box.path('project/ran'), { force: true });
  return ran;
}

test('list, estimate and generate run the commands of a tree when their call says so', async (t) => {
  const box = sandbox(t);
  withCommand(box);
  for (const [script, args] of Object.entries(CALLS)) {
    const refused = await box.script(script, [...args]);
    assert.equal(refused.code, 2, script);
    assert.match(refused.stderr, /^project\/Kconfig:6:11: error: .*\[E_KCONFIG_SHELL\]/, script);
    assert.equal(hasRun(box), false, script);
    const allowed = await box.script(script, [...args, '--allow-shell']);
    assert.equal(allowed.code, 0, `${script}: ${allowed.stderr}`);
    assert.equal(hasRun(box), true, script);
  }
});

test('no file and no environment gives consent', async (t) => {
  const box = sandbox(t);
  withCommand(box);
  const refuses = async (what: string, args: readonly string[], env: Record<string, string> = {}): Promise<void> => {
    const { code, stderr } = await box.script('list-configs', [...args], { env });
    assert.equal(code, 2, what);
    assert.match(stderr, /SWEEP_ALLOW_SHELL (?:belongs to one call|means one call only)/, what);
    assert.equal(hasRun(box), false, what);
  };
  await refuses('environment', ['r'], { SWEEP_ALLOW_SHELL: '1' });
  await refuses('SET', ['r', '--set', 'SWEEP_ALLOW_SHELL=1']);
  box.write('allowing', `${RANGE}SWEEP_ALLOW_SHELL=1\n`);
  await refuses('range file', ['allowing']);
  box.write('.env', 'SWEEP_ALLOW_SHELL=1\n');
  await refuses('.env', ['r']);
});

test('a folder of configurations that was tampered with gives none either', async (t) => {
  const box = sandbox(t);
  withCommand(box);
  const made = await box.script('generate-configs', ['r', 'out', '--allow-shell']);
  assert.equal(made.code, 0, made.stderr);
  assert.equal(hasRun(box), true);
  const manifest = JSON.parse(box.read('out/sweep.json')) as {
    settings: Record<string, string>;
    sources: { path: string }[];
  };
  assert.equal('ALLOW_SHELL' in manifest.settings, false);
  manifest.settings['ALLOW_SHELL'] = '1';
  const answers = manifest.sources.filter(({ path }) => path.includes('kconfig-answers'));
  assert.equal(answers.length, 1);
  manifest.sources = manifest.sources.filter((one) => !answers.includes(one));
  box.write('out/sweep.json', JSON.stringify(manifest));
  const { code, stderr } = await box.script('run-test-matrix', ['--config-dir', 'out', '--output-dir', 'results']);
  assert.equal(code, 2);
  assert.match(stderr, /ALLOW_SHELL|E_KCONFIG_SHELL/);
  assert.equal(hasRun(box), false);
});

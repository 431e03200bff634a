// SPDX-License-Identifier: MIT
// Sweeps of public repositories, re-expressed: how many configurations they have, and what is in them, is worked out from
// the figures of the other files by tests/fixtures/real-files/check.py.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import type { GivenSetting } from '../../scripts/lib/core/settings/resolve.ts';
import { openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { needs } from '../rig/needs.ts';
import { rangeOfText } from '../rig/range-text.ts';

const FOLDER = new URL('../fixtures/real-files/', import.meta.url).pathname;

function read(name: string): string {
  return existsSync(`${FOLDER}${name}`) ? readFileSync(`${FOLDER}${name}`, 'utf8') : '';
}

function filesOf(name: string, settings: Readonly<Record<string, string>> = {}): string[] {
  const given = Object.entries(settings).map(([key, text]): GivenSetting => ({ name: key, text, layer: 'flag' }));
  const text = read(`${name}.range`);
  const listed = settings['MODE'] === 'combination' ? text.replace(/^SWEEP_SAMPLES=.*$/m, '') : text;
  const sweep = openSweep(rangeOfText(listed, { [`${name}.yaml`]: read(`${name}.yaml`) }), given);
  assert.equal(formatDiagnostics(sweep.warnings), '', name);
  return [...sweep.configurations()].map((c) => {
    const rendered = sweep.renderer.render(c);
    return 'text' in rendered ? rendered.text : assert.fail(rendered.diagnostic.message);
  });
}

/** The laws of the PPO space as single values, so that what remains can be listed whole. */
const LISTED =
  'let one_minus_gamma=0.01; let one_minus_gae_lambda=0.05; learning_rate=1e-3; ent_coef=1e-4; max_grad_norm=0.5';

const STATED = { ppo: 200, 'ppo listed': 2400, ray: 20, wandb: 144, isaac: 24, lightning: 25 };

test('real sweeps of other tools have the stated numbers of configurations, with the stated contents', (t) => {
  if (!needs(t, 'python3-yaml') || !needs(t, 'python3-omegaconf')) return;
  const inputs = {
    ppo: filesOf('ppo'),
    'ppo listed': filesOf('ppo', { SET: LISTED, MODE: 'combination' }),
    ray: filesOf('ray'),
    wandb: filesOf('wandb'),
    isaac: filesOf('isaac'),
    lightning: filesOf('lightning'),
    'isaac base': read('isaac.yaml'),
    'lightning base': read('lightning.yaml'),
  };
  for (const [name, count] of Object.entries(STATED))
    assert.equal(inputs[name as keyof typeof STATED].length, count, name); // the names are those of the object
  const run = spawnSync('python3', [`${FOLDER}check.py`], { input: JSON.stringify(inputs), encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
  assert.equal(run.stdout, 'as stated\n');
});

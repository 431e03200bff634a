// SPDX-License-Identifier: MIT
// Spaces as public repositories have them, which could not be said before: counts and contents are worked out by Python.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import type { GivenSetting } from '../../../scripts/lib/core/settings/resolve.ts';
import { openSweep } from '../../../scripts/lib/edge/definition/sweep-definition.ts';
import { needs } from '../../rig/needs.ts';
import { rangeOfText } from '../../rig/range-text.ts';

/** The files of a sweep in yaml. */
function filesOf(text: string, settings: Record<string, string>): string[] {
  const given: GivenSetting[] = Object.entries({ FORMAT: 'yaml', ...settings }).map(([name, value]) => ({
    name,
    text: value,
    layer: 'flag',
  }));
  const sweep = openSweep(rangeOfText(text), given);
  return [...sweep.configurations()].map((c) => {
    const rendered = sweep.renderer.render(c);
    return 'text' in rendered ? rendered.text : assert.fail(rendered.diagnostic.message);
  });
}

/** Runs Python statements that see the files, read by PyYAML, as `configs`. */
function judge(files: readonly string[], program: string): void {
  const head = 'import sys, json, yaml, itertools, math\nconfigs = [yaml.safe_load(t) for t in json.load(sys.stdin)]\n';
  const run = spawnSync('python3', ['-c', head + program], { input: JSON.stringify(files), encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
}

test('a space of PPO: gamma is 1 - x, a batch is no larger than a rollout, a policy is a choice', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const text = [
    'let x=~loguniform(1e-4,1e-1)',
    'gamma := 1 - x',
    'n_steps=~pow2(8,4096)',
    'batch_size=~pow2(8,1024)',
    'ent_coef=~loguniform(1e-8,1e-1)',
    'net_arch=~choice([64,64], [256,256], null)',
    'ortho_init=true|false',
    'depends on batch_size <= n_steps',
    '',
  ].join('\n');
  judge(
    filesOf(text, { MODE: 'random', SAMPLES: '300' }),
    `
assert len(configs) == 300
for c in configs:
    assert set(c) == {'gamma', 'n_steps', 'batch_size', 'ent_coef', 'net_arch', 'ortho_init'}, c
    assert 0.9 <= c['gamma'] <= 0.9999 and c['batch_size'] <= c['n_steps'], c
    assert math.log2(c['n_steps']).is_integer() and 8 <= c['n_steps'] <= 4096
    assert c['net_arch'] in ([64, 64], [256, 256], None) and type(c['ortho_init']) is bool
    assert type(c['ent_coef']) is float
# 1 - gamma is even on a logarithmic scale: as many below as above the middle
low = sum(1 - c['gamma'] < 10 ** -2.5 for c in configs)
assert 110 < low < 190, low`,
  );
});

test('a grid by random file of Ray: the same draws in each of its cells', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const text = 'width=64|128|256\nact=relu|tanh\nlr=~loguniform(1e-4,1e-1)\nbatch=~choice(16,32)\n';
  judge(
    filesOf(text, { SAMPLES: '10' }),
    `
cells = {}
for c in configs: cells.setdefault((c['width'], c['act']), []).append((c['lr'], c['batch']))
assert list(cells) == list(itertools.product([64, 128, 256], ['relu', 'tanh']))
draws = cells[(64, 'relu')]
assert len(draws) == 10 and len(set(draws)) == 10 and all(d == draws for d in cells.values())`,
  );
});

test('a grid of W&B with booleans, null and nested parameters', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const text = 'amp=true|false\nsched=null|cosine\noptim.lr=0.1|1e-2\noptim.nesterov=True\nseed=1:1:3\n';
  judge(
    filesOf(text, {}),
    `
expected = [{'amp': a, 'sched': s, 'optim': {'lr': lr, 'nesterov': True}, 'seed': n}
  for a, s, lr, n in itertools.product([True, False], [None, 'cosine'], [0.1, 0.01], [1, 2, 3])]
assert configs == expected and len(configs) == 24`,
  );
});

test('lists of dicts, as IsaacLab-like configurations have them, with names of hyphens', (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const text = [
    'rewards=[{"name":"alive","weight":1.0},{"name":"torque","weight":-1e-5,"params":{"joints":[".*"]}}]|[]',
    'num-envs=1024|4096',
    'terrain.levels={"flat":0.5,"stairs":null}',
    '',
  ].join('\n');
  judge(
    filesOf(text, {}),
    `
rewards = [[{'name': 'alive', 'weight': 1.0}, {'name': 'torque', 'weight': -1e-5, 'params': {'joints': ['.*']}}], []]
expected = [{'rewards': r, 'num-envs': n, 'terrain': {'levels': {'flat': 0.5, 'stairs': None}}}
  for r, n in itertools.product(rewards, [1024, 4096])]
assert configs == expected, configs
assert type(configs[0]['rewards'][1]['weight']) is float`,
  );
});

// SPDX-License-Identifier: MIT
// sweep-list reads the base: kinds, what moves along, what goes; and it refuses what generate refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sandbox } from '../rig/sandbox.ts';

const BASE = `size: &s 10
crop: *s
defaults: &d {lr: 0.1, momentum: 0.9}
train:
  <<: *d
  amp: no
  resume: null
`;
const RANGE = `SWEEP_FORMAT=yaml
SWEEP_BASE=base.yaml
SWEEP_BASE_NEW_KEYS="tag"
size=224|300
train.amp=true|false
defaults.momentum=0.8 if train.amp
train.resume=1
tag=x
unset defaults.lr if !train.amp
`;

test('sweep-list says what the sweep does to its base', async (t) => {
  const box = sandbox(t);
  box.write('base.yaml', BASE);
  box.write('range', RANGE);
  const listed = await box.script('list-configs', ['range']);
  assert.equal(listed.code, 0, listed.stderr);
  assert.match(
    listed.stdout,
    /^OVER base\.yaml:\n {2}size +whole number, 10\n {2}train\.amp +boolean, no\n {2}defaults\.momentum +number, 0\.9\n {2}train\.resume +takes any kind, null\n {2}tag +new\n {2}defaults\.lr +number, 0\.1\n/m,
  );
  for (const line of [
    '  size takes along crop: they are aliases of it, or merge it',
    '  defaults.momentum takes along train.momentum: they are aliases of it, or merge it',
    '  defaults.momentum is absent where none of its lines holds, and then goes from the base (0.9); defaults.momentum=0.9 as its last line would keep it',
    '  defaults.lr goes from the base where its unset line holds',
  ])
    assert.ok(listed.stdout.includes(`${line}\n`), `${line}\n${listed.stdout}`);
  const json = await box.script('list-configs', ['range', '--json']);
  const { bases } = JSON.parse(json.stdout) as {
    bases: { path: string; effects: { name: string; goes?: string }[] }[];
  }; // as listingJson prints it
  assert.deepEqual(
    bases.map((b) => [b.path, b.effects.filter((e) => e.goes !== undefined).map((e) => `${e.name} ${e.goes}`)]),
    [['base.yaml', ['defaults.momentum absent', 'defaults.lr unset']]],
  );
});

test('sweep-list refuses a base as generate does, also one that a value chooses', async (t) => {
  const box = sandbox(t);
  box.write('conf/a.yaml', 'model: a\nlr: 0.1\n');
  box.write('conf/b.yaml', 'model: b\n');
  box.write('range', 'SWEEP_FORMAT=yaml\nSWEEP_BASE=conf/{{model}}.yaml\nmodel=a|b\nlr=0.2|0.3\n');
  const listed = await box.script('list-configs', ['range']);
  const generated = await box.script('generate-configs', ['range', 'out']);
  assert.deepEqual([listed.code, generated.code], [2, 2]);
  assert.match(
    listed.stderr,
    /the base file has no lr \[E_BASE_KEY\][\s\S]*conf\/b\.yaml:1:1: note: conf\/b\.yaml has model/,
  );
  assert.equal(generated.stderr, listed.stderr);
});

test('what a chosen base held when the configurations were generated is what runs, from the folder alone', async (t) => {
  const box = sandbox(t);
  box.write('conf/a.yaml', 'model: a\nlr: 1.0\n');
  box.write('range', 'SWEEP_FORMAT=yaml\nSWEEP_COMMAND="cp {{config}} {{out_dir}}/seen"\nmodel=a\nlr=2\n');
  const made = await box.script('generate-configs', ['range', 'sweep_configs', '--base', 'conf/{{model}}.yaml']);
  assert.equal(made.code, 0, made.stderr);
  box.write('conf/a.yaml', 'changed: yes\n');
  await box.script('run-test-matrix', []);
  const [folder = ''] = box.list('test_matrix_results/latest').filter((name) => name.startsWith('config_001'));
  assert.equal(box.read(`test_matrix_results/latest/${folder}/seen`), '# config_001 of range\nmodel: a\nlr: 2.0\n');
});

test('sweep-list says what the template of the sweep gets wrong, as generate does', async (t) => {
  const box = sandbox(t);
  box.write('t.hbs', 'n={{number}}\n');
  box.write('r', 'number=1|2\nSWEEP_TEMPLATE=t.hbs\n');
  const listed = await box.script('list-configs', ['r']);
  assert.equal(listed.code, 0, listed.stderr);
  assert.match(listed.stderr, /t\.hbs:1:3: warning: \{\{number\}\} is a word of templates, not the symbol number/);
  box.write('r', 'a=1|2\nSWEEP_TEMPLATE=missing.hbs\n');
  const missing = await box.script('list-configs', ['r']);
  assert.deepEqual([missing.code, missing.stdout], [2, '']);
  assert.match(missing.stderr, /missing\.hbs/);
});

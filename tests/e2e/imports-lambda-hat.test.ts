// SPDX-License-Identifier: MIT
// experiments.yaml of Lambda-Hat with its presets, run with stand-ins for its two stages.
import assert from 'node:assert/strict';
import { existsSync, lstatSync, readdirSync, realpathSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { needs } from '../rig/needs.ts';
import { type StandIn, standIn } from '../rig/standins.ts';

const COMMANDS = `source "documented/config/experiments.yaml"
SWEEP_QUIET=W_IMPORT_LEFT_OUT
stage "target"
  SWEEP_COMMAND="python build.py --config-yaml {{config}} --target-dir {{out_dir}}"
  SWEEP_OUTPUTS="params.npz, meta.json"
endstage
stage "sample"
  SWEEP_COMMAND="python sample.py --config-yaml {{config}} --target-dir {{target.out_dir}} --run-dir {{out_dir}}"
  SWEEP_METRIC="llc_mean min"
endstage
`;
const THREE_BY_THREE = `jax_enable_x64: false
targets:
  - { model: small, data: small, teacher: _null, seed: 42 }
  - { model: base,  data: base,  teacher: _null, seed: 43 }
  - { model: base,  data: base,  seed: 44, overrides: { model: { depth: 8, activation: gelu } } }
samplers:
  - { name: hmc }
  - { name: sgld, overrides: { step_size: 1e-6 }, seed: 7 }
  - { name: vi, overrides: { M: 8, r: 2 } }
`;
const LATEST = 'test_matrix_results/latest';

function box(t: TestContext): StandIn {
  const made = standIn(t, 'lambda-hat', ['imports/lambda-hat/documented']);
  made.write('mine', COMMANDS);
  return made;
}

function count(made: StandIn, log: string): number {
  return existsSync(made.path(log)) ? made.read(log).trim().split('\n').length : 0;
}

test('three targets and three samplers are twelve runs, laid out as Lambda-Hat does', async (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const made = box(t);
  made.write('documented/config/experiments.yaml', THREE_BY_THREE);
  const { code, stdout, stderr } = await made.sweep(['sweep', 'RANGE_CONFIG=mine', 'PARALLEL=4']);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Sweep complete: 12 done/);
  assert.deepEqual(made.read('builds.log').trim().split('\n').sort(), ['2 5000 42', '4 5000 43', '8 5000 44']);
  assert.deepEqual([...new Set(made.read('samples.log').trim().split('\n'))].sort(), [
    'hmc 12345',
    'sgld 7',
    'vi 12345',
  ]);
  const targets = readdirSync(made.path(LATEST, 'targets')).sort();
  assert.equal(targets.length, 3);
  for (const target of targets) {
    assert.match(target, /^tgt_[0-9a-f]{12}$/);
    const inside = made.list(`${LATEST}/targets/${target}`);
    for (const file of ['params.npz', 'meta.json', 'config.yaml']) assert.ok(inside.includes(file), `${inside}`);
    const runs = inside.filter((name) => name.startsWith('run_'));
    assert.deepEqual(runs.map((name) => name.replace(/_[0-9a-f]{8}$/, '')).sort(), ['run_hmc', 'run_sgld', 'run_vi']);
    for (const run of runs) {
      const path = made.path(LATEST, 'targets', target, run);
      assert.ok(lstatSync(path).isSymbolicLink() && existsSync(`${realpathSync(path)}/analysis.json`), run);
    }
  }
});

test('an edited preset makes its own target again, another place of results makes nothing again', async (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const made = box(t);
  await made.sweep(['sweep', 'RANGE_CONFIG=mine', 'PARALLEL=4']);
  assert.deepEqual([count(made, 'builds.log'), count(made, 'samples.log')], [2, 8]);
  const path = 'documented/config/experiments.yaml';
  made.write(path, made.read(path).replace('store_root: "runs"', 'store_root: "/elsewhere"'));
  const same = await made.sweep(['sweep-resume', 'RANGE_CONFIG=mine', 'PARALLEL=4']);
  assert.equal(same.code, 0, same.stderr);
  assert.deepEqual([count(made, 'builds.log'), count(made, 'samples.log')], [2, 8]);
  const preset = 'documented/conf/model/small.yaml';
  made.write(preset, made.read(preset).replace('depth: 2', 'depth: 3'));
  const dry = await made.sweep(['sweep-resume', 'RANGE_CONFIG=mine', 'DRY_RUN=1']);
  assert.match(dry.stdout + dry.stderr, /changed|new/);
  await made.sweep(['sweep-resume', 'RANGE_CONFIG=mine', 'PARALLEL=4']);
  assert.deepEqual([count(made, 'builds.log'), count(made, 'samples.log')], [3, 12]);
  made.write(path, made.read(path).replace('jax_enable_x64: true', 'jax_enable_x64: false'));
  await made.sweep(['sweep-resume', 'RANGE_CONFIG=mine', 'PARALLEL=4']);
  assert.deepEqual([count(made, 'builds.log'), count(made, 'samples.log')], [5, 20]);
});

test('parts of a sweep run by target and by sampler, and a stage is forced', async (t) => {
  if (!needs(t, 'python3-yaml')) return;
  const made = box(t);
  const run = (...more: string[]): ReturnType<StandIn['sweep']> =>
    made.sweep(['sweep-resume', 'RANGE_CONFIG=mine', 'PARALLEL=4', ...more]);
  const first = await made.sweep([
    'sweep',
    'RANGE_CONFIG=mine',
    'PARALLEL=4',
    'ONLY=target.model.depth=2 && sampler.name="hmc"',
  ]);
  assert.equal(first.code, 0, first.stderr);
  assert.deepEqual([count(made, 'builds.log'), made.read('samples.log')], [1, 'hmc 12345\n']);
  await run();
  assert.deepEqual([count(made, 'builds.log'), count(made, 'samples.log')], [2, 8]);
  await run('FORCE=sample');
  assert.deepEqual([count(made, 'builds.log'), count(made, 'samples.log')], [2, 16]);
});

test('without commands the file is refused with the way to give them, and presets may lie elsewhere', async (t) => {
  const made = box(t);
  const bare = await made.sweep(['sweep', 'RANGE_CONFIG=documented']);
  assert.equal(bare.code, 2);
  assert.match(bare.stderr, /SWEEP_COMMAND/);
  await made.run('mv', ['documented/conf', 'elsewhere']);
  const lost = await made.sweep(['sweep-list', 'RANGE_CONFIG=documented']);
  assert.match(lost.stderr, /there is no folder conf with presets .*\n(.*\n)*.*SWEEP_PRESETS=DIR/);
  const named = await made.sweep(['sweep-list', 'RANGE_CONFIG=documented', 'PRESETS=elsewhere']);
  assert.equal(named.code, 0, named.stderr);
  made.write('sub/mine', `SWEEP_PRESETS=../elsewhere\n${COMMANDS.replace('documented/', '../documented/')}`);
  const inFile = await made.sweep(['sweep-list', 'RANGE_CONFIG=sub/mine']);
  assert.equal(inFile.code, 0, inFile.stderr);
  const generated = await made.sweep(['sweep-generate', 'RANGE_CONFIG=mine', 'PRESETS=elsewhere']);
  assert.equal(generated.code, 0, generated.stderr);
  await made.run('rm', ['-r', 'elsewhere', 'documented']);
  const dry = await made.sweep(['sweep-run', 'DRY_RUN=1']);
  assert.equal(dry.code, 0, dry.stderr);
});

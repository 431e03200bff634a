// SPDX-License-Identifier: MIT
// What holds for a range file must hold for each of its stages: bases, helpers, computed values, kinds of values, styles of arguments.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { runMaking } from '../../scripts/lib/commands/run/run-making.ts';
import { wantedRuns } from '../../scripts/lib/commands/run/wanted-runs.ts';
import { stageSettings } from '../../scripts/lib/config/stage-definition.ts';
import { type OpenSweep, openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import { parseRunName } from '../../scripts/lib/run/stages/run-name.ts';

function open(text: string, files: Readonly<Record<string, string>> = {}): OpenSweep {
  const source = { path: 'x.range', text };
  const loadNamed = (path: string): { path: string; text: string } => ({
    path,
    text: files[path] ?? assert.fail(path),
  });
  const range = { source, load: assert.fail, loadNamed, name: 'x', folder: '/', records: () => [] };
  return openSweep({ ...range, record: () => undefined }, []);
}

/** The files of a sweep by stage/name, read back. */
function filesOf(sweep: OpenSweep): ReadonlyMap<string, unknown> {
  return new Map(
    [...sweep.configurations()].map((c) => {
      const rendered = sweep.renderer.render(c);
      return [`${c.stage}/${c.number}`, 'text' in rendered ? parse(rendered.text) : assert.fail(c.name)] as const;
    }),
  );
}

const BASED = `SWEEP_FORMAT=yaml
SWEEP_BASE=base.yaml
stage "train"
size=n|s
endstage
stage "sample"
needs "train"
let half=1|2
depth := half * 2 if train.size = n
endstage
`;

test('each stage merges its own symbols into the base, and computes with helpers', () => {
  const files = filesOf(open(BASED, { 'base.yaml': 'size: m\ndepth: 7\n' }));
  assert.deepEqual(files.get('train/1'), { size: 'n', depth: 7 }, 'n beside s is a word');
  assert.deepEqual(files.get('sample/1'), { size: 'm', depth: 2 });
  assert.deepEqual(files.get('sample/2'), { size: 'm', depth: 4 });
  assert.deepEqual(
    files.get('sample/3'),
    { size: 'm' },
    'train.size = n asks for the word; an absent symbol has no key',
  );
  const plain = filesOf(
    open('SWEEP_FORMAT=yaml\nSWEEP_BASE=b\nsize=n|s\ndepth := 2 if size = n\n', { b: 'size: m\ndepth: 7\n' }),
  );
  assert.deepEqual(plain.get('undefined/2'), { size: 's' }, 'the same without stages');
  assert.equal(files.size, 5, 'runs that differ in helpers only are one');
});

test('a key that the base lacks is an error in a stage too', () => {
  assert.throws(() => open(BASED, { 'base.yaml': 'size: m\n' }), /depth/);
});

test('unset takes a key from the files of its stage only', () => {
  const text = 'SWEEP_FORMAT=yaml\nSWEEP_BASE=b\nstage "a"\nx=1|2\nunset w\nendstage\nstage "b"\nneeds "a"\nendstage\n';
  const files = filesOf(open(text, { b: 'x: 0\nw: 5\n' }));
  assert.deepEqual(files.get('a/1'), { x: 1 });
  assert.deepEqual(files.get('b/1'), { x: 0, w: 5 });
});

test('in independent mode the baseline of a stage, and of what all share, is what the base holds', () => {
  const files = filesOf(
    open(
      'SWEEP_MODE=independent\nSWEEP_FORMAT=yaml\nSWEEP_BASE=b\nseed=1|2\nstage "a"\nx=1|2|3\nz=1|2\nendstage\nstage "b"\nneeds "a"\nw=5|6\nendstage\n',
      { b: 'seed: 2\nx: 3\nz: 2\nw: 6\n' },
    ),
  );
  assert.deepEqual(files.get('a/1'), { seed: 2, x: 3, z: 2, w: 6 });
  const ofA = [...files].filter(([name]) => name.startsWith('a/')).map(([, file]) => file);
  assert.deepEqual(ofA.slice(0, 4), [
    { seed: 2, x: 3, z: 2, w: 6 },
    { seed: 2, x: 1, z: 2, w: 6 },
    { seed: 2, x: 2, z: 2, w: 6 },
    { seed: 2, x: 3, z: 1, w: 6 },
  ]);
  assert.equal(ofA.length, 8, 'once more with the other seed');
  assert.deepEqual(files.get('b/1'), { seed: 2, x: 3, z: 2, w: 6 });
  assert.deepEqual(files.get('b/2'), { seed: 2, x: 3, z: 2, w: 5 });
  assert.equal(files.size, 8 + 16);
});

test('a helper above all stages makes one run where nothing else differs, and as many as differ of what is computed with it', () => {
  const sweep = open(
    'let scale=1|2\nstage "a"\nx=1|2\nendstage\nstage "b"\nneeds "a"\nw := a.x * scale\nendstage\nstage "c"\nneeds "b"\nendstage\n',
  );
  const runs = [...sweep.configurations()].map(
    ({ stage, number, assignments, needs = [] }) =>
      `${stage}/${number} ${assignments.map(({ name, value }) => `${name}=${value.text}`).join()} ${needs.map((n) => `${n.stage}/${n.number}`).join()}`,
  );
  assert.deepEqual(runs, [
    'a/1 x=1 ',
    'a/2 x=2 ',
    'b/1 w=1 a/1',
    'b/2 w=2 a/2',
    'b/3 w=2 a/1',
    'b/4 w=4 a/2',
    'c/1  b/1',
    'c/2  b/2',
    'c/3  b/3',
    'c/4  b/4',
  ]);
});

test('a style of arguments in a stage makes other runs of it, and of what needs it, and of nothing else', () => {
  const runsOf = (style: string): ReadonlyMap<string, string> => {
    const sweep = open(
      `SWEEP_COMMAND="t {{args}}"\nstage "a"\nx=1\nendstage\nstage "b"\n${style}w=2\nendstage\nstage "c"\nneeds "b"\nz=3\nendstage\n`,
    );
    const { settings, stages } = sweep.definition;
    const making = runMaking({ settings, stages: stages?.stages ?? [] }, 'config.txt');
    return new Map(wantedRuns(sweep, making).map(({ stage = '', run }) => [stage, run]));
  };
  const [plain, hydra] = [runsOf(''), runsOf('SWEEP_ARGS=hydra\n')];
  assert.equal(hydra.get('a'), plain.get('a'));
  assert.notEqual(hydra.get('b'), plain.get('b'));
  assert.notEqual(hydra.get('c'), plain.get('c'));
  assert.equal(stageSettings({ settings: [] }, []).settings.get('ARGS'), 'underscores');
});

test('# NAME is not set in a stage is a value beside others of its family', () => {
  const sweep = open('stage "a"\n# BR2_A is not set\nBR2_B=y|n\nendstage\n');
  const [first] = sweep.configurations();
  assert.deepEqual(
    first?.assignments.map(({ name, value }) => `${name}=${value.text}`),
    ['BR2_A=n', 'BR2_B=y'],
  );
});

test('N names a run by its number or name, in a stage too', () => {
  for (const text of ['17', 'config_017', ' 017 ']) assert.deepEqual(parseRunName(text), { number: 17 });
  for (const text of ['sample/17', 'sample/config_017'])
    assert.deepEqual(parseRunName(text), { number: 17, stage: 'sample' });
  for (const text of [undefined, '', '0', 'x', 'sample/', '/17']) assert.throws(() => parseRunName(text));
});

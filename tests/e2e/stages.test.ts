// SPDX-License-Identifier: MIT
// Three targets and three samplers: what runs is told by the jobs' own marks, never by what ksweep says of itself.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { type Ended, type Sandbox, sandbox } from '../rig/sandbox.ts';

const RANGE = `SWEEP_METRIC="score max"
stage "target"
  SWEEP_COMMAND="bash target.sh {{CONFIG_MODEL}} {{out_dir}}"
  SWEEP_OUTPUTS="model.txt"
  SWEEP_INPUTS="conf/{{CONFIG_MODEL}}.txt"
  CONFIG_MODEL=small|base|large
endstage
stage "sample"
  needs "target"
  SWEEP_COMMAND="bash sample.sh {{CONFIG_SAMPLER}} {{target.out_dir}} {{target.CONFIG_MODEL}} {{out_dir}}"
  CONFIG_SAMPLER=hmc|sgld|nuts
endstage
`;

/** Each job appends one line; a sampler fails when its target is not there or is told otherwise in its environment. */
function prepare(box: Sandbox): void {
  box.write('x.range', RANGE);
  for (const model of ['small', 'base', 'large', 'huge']) box.write(`conf/${model}.txt`, `${model}\n`);
  box.write('target.sh', 'echo "$1" >> targets\n[ -e "broken-$1" ] && exit 7\necho "$1" > "$2/model.txt"\n');
  box.write(
    'sample.sh',
    '[ "$(cat "$2/model.txt")" = "$3" ] && [ "$SWEEP_NEED_TARGET_OUT_DIR" = "$2" ] || exit 3\necho "$3 $1" >> samples\necho "score ${#1}" > "$4/performance_overview.txt"\n',
  );
}

function run(box: Sandbox, ...args: readonly string[]): Promise<Ended> {
  return box.script('run-test-matrix', args);
}

const first = (box: Sandbox): Promise<Ended> => run(box, '--as-named', '--range-config', 'x.range', '--parallel', '2');
const again = (box: Sandbox, ...args: readonly string[]): Promise<Ended> => run(box, '--resume-latest', ...args);
const extend = (box: Sandbox, ...args: readonly string[]): Promise<Ended> =>
  again(box, '--range-config', 'x.range', ...args);

/** The marks that jobs have left since the last look, sorted. */
function marks(box: Sandbox): { targets: readonly string[]; samples: readonly string[] } {
  const take = (name: string): readonly string[] => {
    const lines = existsSync(box.path(name)) ? box.read(name).trim().split('\n').sort() : [];
    rmSync(box.path(name), { force: true });
    return lines;
  };
  return { targets: take('targets'), samples: take('samples') };
}

function edit(box: Sandbox, from: string, to: string): void {
  const text = box.read('x.range');
  assert.ok(text.includes(from));
  box.write('x.range', text.replace(from, to));
}

interface DryStep {
  readonly stage: string;
  readonly config: string;
  readonly needs: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly reason: string;
  readonly why: string;
  readonly starts: boolean;
}

async function dry(box: Sandbox, ...args: readonly string[]): Promise<readonly DryStep[]> {
  const { stdout, stderr, code } = await again(box, ...args, '--dry-run', '--json');
  assert.equal(code, 0, stderr);
  return (JSON.parse(stdout) as { runs: DryStep[] }).runs;
}

const starting = (steps: readonly DryStep[]): readonly string[] =>
  steps.filter((s) => s.starts).map((s) => `${s.stage}: ${s.why}`);

test('three targets and three samplers are twelve jobs; a fourth target adds four, a fourth sampler four', async (t) => {
  const box = sandbox(t);
  prepare(box);
  const ended = await first(box);
  assert.equal(ended.code, 0, ended.stderr);
  const names = ['base', 'large', 'small'];
  assert.deepEqual(marks(box), {
    targets: names,
    samples: names.flatMap((model) => ['hmc', 'nuts', 'sgld'].map((sampler) => `${model} ${sampler}`)),
  });
  assert.deepEqual(box.list('test_matrix_results/latest/sample').length, 9);
  edit(box, 'small|base|large', 'small|base|large|huge');
  assert.equal((await extend(box)).code, 0);
  assert.deepEqual(marks(box), { targets: ['huge'], samples: ['huge hmc', 'huge nuts', 'huge sgld'] });
  edit(box, 'hmc|sgld|nuts', 'hmc|sgld|nuts|mala');
  assert.equal((await extend(box)).code, 0);
  assert.deepEqual(marks(box), { targets: [], samples: ['base mala', 'huge mala', 'large mala', 'small mala'] });
});

test('make sweep runs stages that each have their own command; one without is refused before anything is written', async (t) => {
  const box = sandbox(t);
  prepare(box);
  const ended = await box.make(['sweep', 'RANGE_CONFIG=x.range', 'PARALLEL=2']);
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(marks(box).samples.length, 9);
  const other = sandbox(t);
  other.write('x.range', RANGE.replace(/^.*SWEEP_COMMAND="bash sample.*$/m, ''));
  for (const model of ['small', 'base', 'large']) other.write(`conf/${model}.txt`, '');
  const refused = await other.make(['sweep', 'RANGE_CONFIG=x.range']);
  assert.notEqual(refused.code, 0);
  assert.match(refused.stderr, /stage "sample" has no SWEEP_COMMAND/);
  assert.ok(!existsSync(other.path('sweep_configs')));
});

test('a target that fails blocks its samplers by name; mended and resumed, those four run', async (t) => {
  const box = sandbox(t);
  prepare(box);
  box.write('broken-base', '');
  const failed = await first(box);
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /3 runs are blocked by target\/config_002_/);
  assert.match(failed.stdout, /8 done, 1 failed, 3 blocked/);
  assert.equal(marks(box).samples.length, 6);
  const blocked = (await dry(box)).filter((s) => s.reason === 'blocked');
  assert.deepEqual(
    blocked.map((s) => [s.stage, s.why]),
    new Array(3).fill(['sample', 'blocked by target/config_002']),
  );
  const status = await box.script('status', []);
  assert.match(status.stdout, /Blocked:\n {2}3 by target\/config_002_[0-9a-f]{8}\n/);
  const rows = JSON.parse(box.read('test_matrix_results/latest/sweep_summary.json')) as Record<string, unknown>[];
  assert.deepEqual(
    rows.filter((row) => row.status === 'blocked').map((row) => [row['target.CONFIG_MODEL'], row.reason]),
    new Array(3).fill(['base', 'dependency']),
  );
  rmSync(box.path('broken-base'));
  const mended = await again(box, '--retry-failed');
  assert.equal(mended.code, 0, mended.stderr);
  assert.deepEqual(marks(box), { targets: ['base'], samples: ['base hmc', 'base nuts', 'base sgld'] });
});

test('FORCE with ONLY runs one target and its samplers, whatever they were', async (t) => {
  const box = sandbox(t);
  prepare(box);
  await first(box);
  marks(box);
  const forced = await again(box, '--force', 'target', '--only', 'CONFIG_MODEL="base"');
  assert.equal(forced.code, 0, forced.stderr);
  assert.deepEqual(marks(box), { targets: ['base'], samples: ['base hmc', 'base nuts', 'base sgld'] });
  assert.deepEqual(starting(await dry(box)), []);
});

test('a lost output is made again only when a run needs it, and what is done stays done', async (t) => {
  const box = sandbox(t);
  prepare(box);
  await first(box);
  marks(box);
  const folder = box.list('test_matrix_results/latest/target').find((name) => name.startsWith('config_')) ?? '';
  rmSync(box.path('test_matrix_results/latest/target', folder, 'model.txt'));
  assert.deepEqual(starting(await dry(box)), []);
  edit(box, 'hmc|sgld|nuts', 'hmc|sgld|nuts|mala');
  assert.deepEqual(starting(await dry(box, '--range-config', 'x.range')), [
    'target: missing output: model.txt',
    'sample: new',
    'sample: new',
    'sample: new',
  ]);
  await extend(box);
  assert.deepEqual(marks(box), { targets: ['small'], samples: ['base mala', 'large mala', 'small mala'] });
});

test('a comment or a blank plans nothing; an edited preset plans what is built upon it, and says why', async (t) => {
  const box = sandbox(t);
  prepare(box);
  await first(box);
  marks(box);
  edit(box, '  CONFIG_MODEL=', '\n  # the models\n      CONFIG_MODEL=');
  assert.deepEqual(starting(await dry(box, '--range-config', 'x.range')), []);
  box.write('conf/base.txt', 'base, edited\n');
  const planned = (await dry(box, '--range-config', 'x.range')).filter((s) => s.starts);
  assert.deepEqual(
    planned.map((s) => [s.stage, s.reason, s.values.CONFIG_MODEL ?? s.values.CONFIG_SAMPLER]),
    [
      ['target', 'changed', 'base'],
      ['sample', 'changed', 'hmc'],
      ['sample', 'changed', 'sgld'],
      ['sample', 'changed', 'nuts'],
    ],
  );
  assert.equal(planned[0]?.why, 'changed: conf/base.txt');
  await extend(box);
  assert.deepEqual(marks(box), { targets: ['base'], samples: ['base hmc', 'base nuts', 'base sgld'] });
});

test('a run that leaves less than it must has failed, and says what is missing', async (t) => {
  const box = sandbox(t);
  prepare(box);
  box.write('target.sh', 'true\n');
  const ended = await first(box);
  assert.match(ended.stderr, /target\/config_001 failed: it did not leave model.txt in its folder \(SWEEP_OUTPUTS\)/);
  assert.match(ended.stdout, /3 failed, 9 blocked/);
});

test('ORDER=depth goes on with a target before it begins the next, breadth begins all', async (t) => {
  for (const [order, expected] of [
    ['depth', 'T S S T S S'],
    ['breadth', 'T T S S S S'],
  ] as const) {
    const box = sandbox(t);
    box.write(
      'y.range',
      'stage "a"\nSWEEP_COMMAND="echo T >> order"\nA=1|2\nendstage\nstage "b"\nneeds "a"\nSWEEP_COMMAND="echo S >> order"\nB=1|2\nendstage\n',
    );
    const ended = await run(box, '--as-named', '--range-config', 'y.range', '--order', order);
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(box.read('order').trim().split('\n').join(' '), expected);
  }
});

// SPDX-License-Identifier: MIT
// The table of calls in docs/stages.md: each starts what it says, on the file at the top of that page.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ROOT, type Sandbox, sandbox } from '../rig/sandbox.ts';

const PAGE = readFileSync(join(ROOT, 'docs/stages.md'), 'utf8');
const FILE = (/^```\n(CONFIG_SEED=[\s\S]*?)```$/m.exec(PAGE)?.[1] ?? assert.fail('the page has no file at its top'))
  .replace(/^ +SWEEP_COMMAND="python train.*$/m, `  SWEEP_COMMAND='echo m >"$SWEEP_OUT_DIR/model.pt"'`)
  .replace(
    /^ +SWEEP_COMMAND="python sample.*$/m,
    `  SWEEP_COMMAND='test -e {{target.out_dir}}/model.pt && echo "score 1" >"$SWEEP_OUT_DIR/performance_overview.txt"'`,
  );

interface Row {
  readonly call: string;
  readonly before: string;
  readonly targets: number;
  readonly samplers: number;
}

const ROWS: readonly Row[] = [
  ...PAGE.matchAll(/^\| `((?:[^`\\]|\\.)+)` \| ([^|]+) \| (\d+) targets?, (\d+) samplers?/gm),
].map(([, call = '', before = '', targets, samplers]) => ({
  call: call.replaceAll('\\|', '|'),
  before: before.trim(),
  targets: Number(targets),
  samplers: Number(samplers),
}));

function boxOf(t: TestContext): Sandbox {
  const box = sandbox(t);
  box.write('x.range', FILE);
  for (const model of ['small', 'base', 'huge', 'tiny']) box.write(`conf/${model}.yaml`, `name: ${model}\n`);
  return box;
}

/** NAME=VALUE words of a call of make, as flags. */
function flagsOf(call: string): readonly string[] {
  return [...call.matchAll(/([A-Z_]+)=('[^']*'|\S+)/g)].flatMap(([, name = '', value = '']) => [
    `--${name.toLowerCase().replaceAll('_', '-')}`,
    value === 'FILE' ? 'x.range' : value.replace(/^'|'$/g, ''),
  ]);
}

async function starting(box: Sandbox, args: readonly string[]): Promise<{ targets: number; samplers: number }> {
  const { stdout, stderr, code } = await box.script('run-test-matrix', [...args, '--dry-run', '--json']);
  assert.equal(code, 0, stderr);
  const { runs } = JSON.parse(stdout) as { runs: { stage: string; starts: boolean }[] };
  const count = (stage: string): number => runs.filter((run) => run.starts && run.stage === stage).length;
  return { targets: count('target'), samplers: count('sample') };
}

test('what the page says of a new sweep', async (t) => {
  const box = boxOf(t);
  const rows = ROWS.filter(({ before }) => before === 'nothing');
  for (const { call, targets, samplers } of rows)
    assert.deepEqual(
      await starting(box, ['--as-named', '--range-config', 'x.range', ...flagsOf(call)]),
      { targets, samplers },
      call,
    );
  assert.equal(rows.length, 7);
});

test('what the page says of a sweep that is done, and of files that were edited or lost', async (t) => {
  const box = boxOf(t);
  assert.equal((await box.script('run-test-matrix', ['--as-named', '--range-config', 'x.range'])).code, 0);
  const changes: Readonly<Record<string, () => void>> = {
    'all done': () => undefined,
    'all done, a comment added': () => box.write('x.range', `# about\n${FILE}`),
    'all done, `conf/base.yaml` edited': () => box.write('conf/base.yaml', 'name: base\nlayers: 3\n'),
    'all done, `model.pt` of target/1 deleted': () => {
      const folder = box.list('test_matrix_results/latest/target').find((name) => name.startsWith('config_001')) ?? '';
      rmSync(box.path('test_matrix_results/latest/target', folder, 'model.pt'));
    },
  };
  const rows = ROWS.filter(({ before }) => before !== 'nothing');
  // Those that change files come last; what one changes the next puts back, but for the file that is lost.
  const ordered = Object.keys(changes).flatMap((before) => rows.filter((row) => row.before === before));
  assert.equal(ordered.length, rows.length, 'every state that the page names is played');
  for (const { call, before, targets, samplers } of ordered) {
    box.write('x.range', FILE);
    box.write('conf/base.yaml', 'name: base\n');
    changes[before]?.();
    const found = await starting(box, ['--resume-latest', ...flagsOf(call)]);
    assert.deepEqual(found, { targets, samplers }, `${call} (${before})`);
  }
  assert.equal(rows.length, 9);
});

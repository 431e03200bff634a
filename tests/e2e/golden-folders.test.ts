// SPDX-License-Identifier: MIT
// Sweep folders of version 0.1.0 go on working: each command of today does with them what that version would have done.
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import {
  copyGolden,
  GOLDEN_NAMES,
  goldenFolders,
  type GoldenName,
  goldenText,
  runFolderOf,
  startedSince,
} from '../rig/golden-folder.ts';
import { type Ended, ROOT, type RunOptions, type Sandbox, sandbox } from '../rig/sandbox.ts';

type Json = Readonly<Record<string, unknown>>;

/** Runs a script with --json and returns its answer; it must end with this exit code. */
async function answer(box: Sandbox, args: readonly string[], code = 0, options: RunOptions = {}): Promise<Json> {
  const [script = '', ...rest] = args;
  const ended = await box.script(script, [...rest, '--json'], options);
  assert.equal(ended.code, code, `${args.join(' ')}: ${ended.stderr}`);
  return JSON.parse(ended.stdout) as Json; // an object or a list: what a program reads
}

const rowsOf = (text: string): Json[] => JSON.parse(text) as Json[];
const column = (rows: readonly Json[], name: string): unknown[] => rows.map((row) => row[name]);
const goldenRows = (name: GoldenName): Json[] => rowsOf(goldenText(name, 'sweep_summary.json'));
const newRows = (box: Sandbox, copy: string): Json[] => rowsOf(box.read(join(copy, 'sweep_summary.json')));

/** What sweep-status counts in each. */
const COUNTS: { readonly [K in GoldenName]: Json } = {
  cancelled: { done: 2, cancelled: 1, pending: 2 },
  cluster: { done: 4, failed: 1 },
  detached: { running: 3 },
  // The run that 0.1 called failed for its missing metric is done since, and not ranked.
  failed: { done: 3, failed: 4 },
  local: { done: 4 },
  merged: { done: 6 },
  pruned: { done: 4 },
  seeds: { done: 6 },
  shard: { done: 2, pending: 4 },
};

const FAILURES: { readonly [K in GoldenName]?: readonly (readonly unknown[])[] } = {
  cluster: [['exit code 3: on a node', [2]]],
  failed: [
    ['exit code 3: ValueError: no <n>', [2]],
    ['missing metric: no score (no metrics file was written)', [3]],
    ['exit code 127: bash: line <n>: no_such_program_here: command not found', [4]],
    ['SIGKILL', [5]],
    ['timeout', [7]],
  ],
};

/** Number, what its folder says, attempt. Run 2 has a heartbeat, from a node and from long ago. */
const HANDED_OVER = [
  [1, 'ended', 1],
  [2, 'elsewhere', 1],
  [3, 'not started', 1],
];

/** Returns some fields of each object of a list. */
function listed(list: unknown, ...fields: readonly string[]): unknown[][] {
  return (list as Json[]).map((entry) => fields.map((field) => entry[field]));
}

test('the golden folders are those that are tested', () => {
  assert.deepEqual(goldenFolders(), [...GOLDEN_NAMES]);
});

for (const name of GOLDEN_NAMES) {
  test(`${name}: status counts its runs, and the report is what 0.1.0 wrote`, async (t) => {
    const box = sandbox(t);
    const copy = copyGolden(box, name);
    const [status, report] = await Promise.all([answer(box, ['status', copy]), answer(box, ['report', copy])]);
    assert.deepEqual(status['counts'], COUNTS[name]);
    assert.equal(status['runner'], null, 'the runner of then is gone');
    assert.deepEqual(listed(status['failures'], 'signature', 'numbers'), FAILURES[name] ?? []);
    assert.deepEqual(listed(status['running'], 'number', 'live', 'attempt'), name === 'detached' ? HANDED_OVER : []);
    // Run 1 ended after the report of then was written, and nobody has collected it yet.
    const expected = name === 'detached' ? rowsToday(name).map(withAccuracy) : rowsToday(name);
    assert.deepEqual(report, expected);
    assert.deepEqual(newRows(box, copy), expected);
    if (name !== 'detached')
      assert.equal(
        box.read(join(copy, 'sweep_summary.csv')),
        goldenText(name, 'sweep_summary.csv').replace(',failed,missing metric,', ',done,no metric,'),
      );
    assert.match(box.read(join(copy, 'analysis.html')), /<html/);
    if (name === 'pruned') assert.deepEqual(column(newRows(box, copy), 'acc'), [20, 40, 60, 80], 'moved runs count');
    assert.deepEqual(startedSince(box, name, copy), []);
  });
}

/** The rows that 0.1.0 wrote, with what has another name since. */
function rowsToday(name: GoldenName): readonly Json[] {
  return goldenRows(name).map((row) =>
    row['reason'] === 'missing metric' ? { ...row, status: 'done', reason: 'no metric' } : row,
  );
}

function withAccuracy(row: Json): Json {
  const { total_time, ...before } = row;
  return { ...before, acc: row['number'] === 1 ? 0.1 : null, total_time };
}

for (const name of ['local', 'seeds', 'failed', 'cluster', 'merged', 'pruned'] as const) {
  test(`${name}: a resume has nothing to start`, async (t) => {
    const box = sandbox(t);
    const copy = copyGolden(box, name);
    const isFailed = 'failed' in COUNTS[name];
    const ended = await answer(box, ['run-test-matrix', '--resume', copy], isFailed ? 1 : 0);
    assert.deepEqual([ended['ended'], ended['counts']], ['complete', COUNTS[name]]);
    assert.deepEqual(startedSince(box, name, copy), []);
    assert.deepEqual(newRows(box, copy), rowsToday(name));
  });
}

test('cancelled: a resume runs what was stopped and what was left, and no more', async (t) => {
  const box = sandbox(t);
  const copy = copyGolden(box, 'cancelled');
  box.write(join(copy, 'go'), '');
  const ended = await answer(box, ['run-test-matrix', '--resume', copy]);
  assert.deepEqual(ended['counts'], { done: 5 });
  assert.deepEqual(startedSince(box, 'cancelled', copy), [3, 4, 5]);
  const rows = newRows(box, copy);
  assert.deepEqual(column(rows, 'loss'), [0.1, 0.2, 0.3, 0.4, 0.5]);
  assert.deepEqual(rows.slice(0, 2), goldenRows('cancelled').slice(0, 2));
  assert.equal(
    box.read(join(runFolderOf(box, copy, 5), 'config.yaml')),
    goldenText('cancelled', 'config_005_084a1d51/config.yaml'),
  );
});

test('merged: a longer range file adds its runs; those of 0.1.0 keep their ids, numbers and results', async (t) => {
  const box = sandbox(t);
  const copy = copyGolden(box, 'merged');
  const { sources } = JSON.parse(goldenText('merged', 'sweep.json')) as { sources: { text: string }[] };
  const range = sources[0]?.text ?? '';
  assert.match(range, /^CONFIG_A=1:1:6$/m);
  box.write('range', range.replace('1:1:6', '1:1:8'));
  const ended = await answer(box, ['run-test-matrix', '--resume', copy, '--range-config', 'range']);
  assert.deepEqual(ended['counts'], { done: 8 });
  assert.deepEqual(startedSince(box, 'merged', copy), [7, 8]);
  assert.deepEqual(newRows(box, copy).slice(0, 6), goldenRows('merged'));
});

test('failed: RETRY_FAILED runs the five that failed, and a diff tells what that changed', async (t) => {
  const box = sandbox(t);
  const [copy, before] = [copyGolden(box, 'failed'), copyGolden(box, 'failed', 'before')];
  box.write(join(copy, 'fixed'), '');
  const ended = await answer(box, ['run-test-matrix', '--resume', copy, '--retry-failed']);
  assert.deepEqual(ended['counts'], { done: 7 });
  assert.deepEqual(startedSince(box, 'failed', copy), [2, 3, 4, 5, 7]);
  assert.deepEqual(column(newRows(box, copy), 'score'), [2, 4, 6, 8, 10, 12, 14]);
  const diff = (await answer(box, ['diff', before, copy])) as unknown as Json[];
  assert.deepEqual(column(diff, 'change'), [0, null, null, null, null, 0, null], JSON.stringify(diff));
  const log = await answer(box, ['logs', '2', '--folder', before]);
  assert.deepEqual([log['attempt'], log['status'], log['text']], [2, 'failed', 'ValueError: no 2\n']);
});

test('detached: a resume collects what jobs of 0.1.0 have left, and hands nothing over again', async (t) => {
  const box = sandbox(t);
  const copy = copyGolden(box, 'detached');
  // Runs 2 and 3 end as their jobs end: the outcome last, by the task script that 0.1.0 left in the folder.
  for (const number of [2, 3]) endAsTask(box, runFolderOf(box, copy, number), number);
  const fake = fakeSlurm(box);
  const ended = await answer(box, ['run-test-matrix', '--resume', copy, '--poll', '0.1s'], 0, { env: fake });
  assert.deepEqual(ended['counts'], { done: 3 });
  assert.deepEqual(startedSince(box, 'detached', copy), []);
  assert.deepEqual(column(newRows(box, copy), 'acc'), [0.1, 0.2, 0.3]);
  assert.deepEqual(readdirSync(box.path(copy, 'cluster')).sort(), ['b001', 'task-8596a6f9.sh']);
  const unexpected = box.list('fake').includes('unexpected') ? box.read('fake/unexpected') : '';
  assert.equal(unexpected, '', 'sbatch was not called');
});

function endAsTask(box: Sandbox, folder: string, number: number): void {
  const attempt = join(folder, 'attempts', '1');
  const claim = goldenText('detached', 'config_001_5fe50d45/attempts/1/claim').replace('_0"', `_${number - 1}"`);
  box.write(join(attempt, 'claim'), claim);
  box.write(join(folder, 'training_metrics.json'), `{"acc": 0.${number}}\n`);
  box.write(join(attempt, 'outcome'), '{"exit":0,"at":1795791400.5,"cause":null}\n');
}

/** A SLURM that knows no job any more, and takes none. */
function fakeSlurm(box: Sandbox): Record<string, string> {
  const rules = [
    { program: 'scontrol', args: '^show config', stdout: 'MaxArraySize            = 1001\n' },
    { program: 'squeue', stdout: '' },
    { program: 'sacct', code: 1, stderr: 'Slurm accounting storage is disabled\n' },
  ];
  box.write('fake/scenario.json', JSON.stringify(rules));
  return {
    PATH: `${join(ROOT, 'tests', 'bin')}:${dirname(process.execPath)}:/usr/bin:/bin`,
    FAKE_DIR: box.path('fake'),
  };
}

test('shard: the runs it lacks are merged from the whole sweep, and a diff finds no difference then', async (t) => {
  const box = sandbox(t);
  const [shard, whole] = [copyGolden(box, 'shard'), copyGolden(box, 'merged')];
  const before = (await answer(box, ['diff', whole, shard])) as unknown as Json[];
  assert.deepEqual(column(before, 'change'), [0, null, null, 0, null, null]);
  const merged = await answer(box, ['merge', shard, '--from', whole]);
  assert.deepEqual([merged['imported'], merged['open']], [4, 0]);
  assert.deepEqual(startedSince(box, 'shard', shard), []);
  assert.deepEqual(column(newRows(box, shard), 'score'), [1, 2, 3, 4, 5, 6]);
  const after = (await answer(box, ['diff', whole, shard])) as unknown as Json[];
  assert.deepEqual(column(after, 'change'), [0, 0, 0, 0, 0, 0]);
});

test('local: a diff with a copy that got worse ends with 1 and names the run', async (t) => {
  const box = sandbox(t);
  const [good, worse] = [copyGolden(box, 'local'), copyGolden(box, 'local', 'worse')];
  writeFileSync(
    box.path(runFolderOf(box, worse, 4), 'training_metrics.json'),
    '{"acc": [10.5, 30, 20], "loss": 0.01, "model": {"size": 12}}\n',
  );
  const rows = (await answer(box, ['diff', good, worse], 1)) as unknown as Json[];
  assert.deepEqual(
    rows.map((row) => [row['change'], row['verdict']]),
    [
      [0, 'same'],
      [0, 'same'],
      [0, 'same'],
      [-50, 'regression'],
    ],
  );
});

test('make: archive packs a golden folder whole, logs follow their links, also to what was moved away', async (t) => {
  const box = sandbox(t);
  const [cluster, pruned, merged] = (['cluster', 'pruned', 'merged'] as const).map((name) => copyGolden(box, name));
  const told = (ended: Ended): string => {
    assert.equal(ended.code, 0, ended.stderr);
    return ended.stdout;
  };
  told(await box.make(['sweep-archive', `SWEEP=${cluster}`, 'TO=cluster.tar.gz']));
  const listed = await box.run('tar', ['--list', '--gzip', '--file=cluster.tar.gz']);
  const names = listed.stdout.trimEnd().split('\n');
  for (const name of ['journal.jsonl', 'sweep.json', 'config_004_99448d63/output.log', 'cluster/b003/script.sh'])
    assert.ok(names.includes(`cluster/${name}`), `${name} is not in the archive:\n${listed.stdout}`);
  assert.equal(told(await box.make(['sweep-logs', 'N=3', `SWEEP=${cluster}`])), 'on a node\n');
  const moved = await answer(box, ['logs', '1', '--folder', pruned ?? '']);
  assert.match(String(moved['path']), /\/TO_BE_DELETED\/config_001_73302de9\/output\.log$/);
  const taken = await answer(box, ['logs', '1', '--folder', merged ?? '']);
  assert.deepEqual([taken['status'], taken['bytes']], ['done', 0]);
});

// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT, sandbox } from '../rig/sandbox.ts';

interface Call {
  readonly script: string;
  readonly args?: readonly string[];
  readonly code?: number;
  /** Dotted path into the answer and the text its value has there; undefined: any. */
  readonly has: Readonly<Record<string, string | undefined>>;
}

const SWEEP = 'test_matrix_results/latest';
/** Every script, in one folder, in this order. */
const CALLS: readonly Call[] = [
  { script: 'settings', args: ['range'], has: { '0.name': undefined, length: undefined } },
  { script: 'list-configs', args: ['range'], has: { range: 'range' } },
  {
    script: 'list-configs',
    args: ['range', '--explain', '2'],
    has: { number: '2', 'values.0.name': 'CONFIG_A', 'values.0.value': '2', 'values.0.from': undefined },
  },
  { script: 'list-configs', args: ['range', '--why-not', 'CONFIG_A=9'], has: { 'answer.0': undefined } },
  { script: 'init', args: ['job.sh'], has: { range: undefined, 'parameters.0.flag': 'RATE' } },
  {
    script: 'check',
    args: ['range'],
    has: { works: 'true', 'runs.0.metrics.score': '2', 'runs.0.config_file': 'config_002' },
  },
  { script: 'estimate', args: ['range', '--run-time', '5m'], has: { runs: '3', 'wallS.likely': '900' } },
  { script: 'generate-configs', args: ['range'], has: { folder: 'sweep_configs', count: '3' } },
  { script: 'run-test-matrix', args: ['--dry-run'], has: { 'runs.2.name': 'config_003', 'runs.2.command': undefined } },
  {
    script: 'run-test-matrix',
    args: ['--on-done', 'echo noise'],
    code: 1,
    has: {
      exitCode: '1',
      ended: 'complete',
      'counts.done': '2',
      'counts.failed': '1',
      total: '3',
      'best.config_file': 'config_002',
      'best.score': '2',
      summary: 'Sweep complete: 2 done, 1 failed',
      folder: undefined,
    },
  },
  { script: 'run-test-matrix', args: ['--resume-latest', '--rerun', '1'], code: 1, has: { 'counts.done': '2' } },
  { script: 'status', has: { 'counts.done': '2', total: '3' } },
  { script: 'logs', args: ['3'], has: { number: '3', status: 'failed', text: 'this is 3\n', path: undefined } },
  { script: 'report', has: { length: '3', '1.score': '2' } },
  { script: 'diff', args: [SWEEP, SWEEP], has: { length: '3' } },
  {
    script: 'diff',
    args: [SWEEP, SWEEP, '--tolerance', '0.5'],
    has: { 'configurations.length': '3', equivalence: 'null' },
  },
  { script: 'merge', args: ['--from', 'other'], has: { imported: '0', open: '0', folder: undefined } },
  { script: 'prune', args: ['--keep', 'score>1'], has: { done: 'false' } },
  { script: 'promote', args: ['--to', 'best'], has: { 'runs.0': 'config_002' } },
  { script: 'import', args: ['theirs.yaml'], has: { range: undefined } },
  { script: 'seeds', args: ['--dry-run'], has: { added: undefined } },
  {
    script: 'refine',
    args: ['wide/latest'],
    has: {
      range: undefined,
      configurations: '3',
      'factors.0.symbols.0': 'CONFIG_A',
      'factors.0.best': undefined,
      'factors.0.edge': 'high',
    },
  },
  { script: 'archive', has: { path: undefined } },
  { script: 'cancel', has: { runner: 'null', cancelled: '0', folder: undefined } },
  { script: 'clean', has: { removed: '6' } },
];

const WIDE = `CONFIG_A=1|2|3|4|5
SWEEP_METRIC="score max"
SWEEP_COMMAND="echo score $CONFIG_A >{{out_dir}}/performance_overview.txt"
`;

function at(answer: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      answer,
    );
}

/** One stands in for another program and answers in its words, one serves pages until it is ended. */
const FRONTS: ReadonlySet<string> = new Set(['olddefconfig', 'serve']);

test('every script is in the table of JSON answers', () => {
  const scripts = readdirSync(join(ROOT, 'scripts'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -3))
    .filter((name) => !FRONTS.has(name));
  assert.deepEqual([...new Set(CALLS.map((c) => c.script))].sort(), scripts.sort());
});

test('with --json each script prints one JSON value and nothing else to standard output', async (t) => {
  const box = sandbox(t);
  box.write(
    'range',
    `CONFIG_A=1|2|3
SWEEP_METRIC="score max"
SWEEP_COMMAND="echo this is $CONFIG_A; echo score $CONFIG_A >{{out_dir}}/performance_overview.txt; [ $CONFIG_A != 3 ]"
`,
  );
  box.write('job.sh', 'echo ${RATE:-1}\n');
  box.write('theirs.yaml', 'program: t.py\nmethod: grid\nparameters:\n  lr: {values: [0.1, 0.01]}\n');
  for (const { script, args = [], code = 0, has } of CALLS) {
    if (script === 'merge') {
      mkdirSync(box.path('other'));
      await box.run('cp', ['-r', `${SWEEP}/.`, 'other']);
    }
    if (script === 'refine') {
      // Where the best lies is told of four settings or more.
      box.write('wide-range', WIDE);
      assert.equal((await box.script('generate-configs', ['wide-range', 'wide-configs'])).code, 0);
      assert.equal(
        (await box.script('run-test-matrix', ['--config-dir', 'wide-configs', '--output-dir', 'wide'])).code,
        0,
      );
    }
    const call = `${script} ${args.join(' ')}`;
    const ended = await box.script(script, [...args, '--json']);
    assert.equal(ended.code, code, `${call}: ${ended.stderr}`);
    let answer: unknown;
    assert.doesNotThrow(() => {
      answer = JSON.parse(ended.stdout);
    }, `${call} printed: ${ended.stdout}`);
    assert.ok(ended.stdout.endsWith('\n'), call);
    for (const [path, expected] of Object.entries(has)) {
      const value = at(answer, path);
      assert.notEqual(value, undefined, `${call}: no ${path} in ${ended.stdout}`);
      if (expected !== undefined) assert.equal(String(value), expected, `${call}: ${path}`);
    }
  }
});

test('what goes wrong is told on standard error, and standard output stays empty', async (t) => {
  const box = sandbox(t);
  box.write('range', 'CONFIG_A=1|\n');
  for (const [script, ...args] of [
    ['generate-configs', 'range'],
    ['run-test-matrix'],
    ['status'],
    ['logs', '1'],
    ['cancel'],
    ['estimate', 'range'],
    ['list-configs', 'range'],
  ] as const) {
    const ended = await box.script(script, [...args, '--json']);
    assert.deepEqual([ended.code, ended.stdout], [2, ''], script);
    assert.notEqual(ended.stderr, '');
  }
});

test('a live view or a log that goes on is no single answer: --json is refused', async (t) => {
  const box = sandbox(t);
  box.write('range', 'CONFIG_A=1\nSWEEP_COMMAND="true"\n');
  await box.script('generate-configs', ['range']);
  await box.script('run-test-matrix', []);
  for (const [script, ...args] of [
    ['status', '--watch'],
    ['logs', '1', '--follow'],
  ] as const) {
    const ended = await box.script(script, [...args, '--json']);
    assert.deepEqual([ended.code, ended.stdout], [2, ''], script);
    assert.match(ended.stderr, /--json prints one answer/);
  }
});

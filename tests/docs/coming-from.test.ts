// SPDX-License-Identifier: MIT
// What other tools would run, worked out from their own files by tests/docs/other-tools.py, against what ours give.
import { jsonText } from '../../scripts/lib/core/value.ts';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test, type TestContext } from 'node:test';
import { DiagnosticsError, formatDiagnostics } from '../../scripts/lib/core/diagnostic.ts';
import { type OpenSweep, openSweep } from '../../scripts/lib/edge/definition/sweep-definition.ts';
import type { Drawn } from '../../scripts/lib/range/tree.ts';
import { needs } from '../rig/needs.ts';
import { rangeOfText } from '../rig/range-text.ts';
import { type Example, examplesOf } from './examples.ts';

type Values = Readonly<Record<string, unknown>>;

interface Theirs {
  /** All configurations, where the tool lists them. */
  readonly grid?: readonly Values[];
  /** The law of each parameter that is drawn, and the listed ones beside them. */
  readonly laws?: Readonly<Record<string, unknown>>;
  readonly cells?: readonly Values[];
  readonly samples?: number;
  /** Which parameters there are beside which choices. */
  readonly asked?: readonly (readonly [Values, readonly string[]])[];
}

interface Pair {
  readonly theirs: Theirs;
  readonly files: readonly Values[];
}

const PAIRS = examplesOf('docs/coming-from.md');

function open({ text, files, place }: Example): OpenSweep {
  try {
    return openSweep(rangeOfText(text, Object.fromEntries(files)), []);
  } catch (error) {
    if (error instanceof DiagnosticsError) assert.fail(`${place}\n${formatDiagnostics(error.diagnostics)}`);
    throw error;
  }
}

const sweeps = new Map(PAIRS.map((example) => [example, open(example)]));

function filesOf(sweep: OpenSweep): string[] {
  return [...sweep.configurations()].map((c) => {
    const rendered = sweep.renderer.render(c);
    return 'text' in rendered ? rendered.text : assert.fail(rendered.diagnostic.message);
  });
}

let worked: readonly Pair[] | undefined;

/** What Python makes of all pairs; undefined where a tool is missing, which is said. */
function pairOf(t: TestContext, example: Example): Pair | undefined {
  if (!needs(t, 'python3-yaml') || !needs(t, 'python3-hydra') || !needs(t, 'parallel')) return undefined;
  if (worked === undefined) {
    const input = PAIRS.map((one) => ({ ...one.theirs, files: filesOf(sweeps.get(one) ?? assert.fail()) }));
    const program = new URL('other-tools.py', import.meta.url).pathname;
    const run = spawnSync('python3', [program], { input: JSON.stringify(input), encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    worked = JSON.parse(run.stdout) as Pair[]; // as the program prints them
  }
  return worked[PAIRS.indexOf(example)];
}

/** Our lines as the laws that Python names: lists of values are chosen from. */
function lawsOf(sweep: OpenSweep): Record<string, unknown> {
  const laws: Record<string, unknown> = {};
  for (const axis of sweep.definition.space.axes) {
    const [name = ''] = axis.names;
    const line = sweep.definition.file.definitions.find((d) => d.names.some((n) => n.name === name));
    if (line?.right.kind === 'sampled') laws[name] = lawOfLine(line.right.distribution);
    else {
      const rows = axis.lines.flatMap((l) => Array.from({ length: l.size }, (_, i) => l.row(i)[0]));
      laws[name] = {
        law: 'choice',
        values: rows.map((value) => (value === undefined ? undefined : (JSON.parse(jsonText(value)) as unknown))),
        weights: null,
      };
    }
  }
  return laws;
}

function lawOfLine(drawn: Drawn): unknown {
  if ('items' in drawn) {
    const weights = drawn.weights?.map(Number);
    const total = weights?.reduce((sum, w) => sum + w, 0) ?? 1;
    return {
      law: 'choice',
      values: drawn.items.map((item) =>
        item.kind === 'value' ? (JSON.parse(jsonText(item.value)) as unknown) : undefined,
      ),
      weights: weights?.map((w) => w / total) ?? null,
    };
  }
  const { name, low, high, step, round } = drawn;
  return {
    law: name,
    low: Number(low),
    high: Number(high),
    q: step === undefined ? null : Number(step),
    round: round ?? null,
  };
}

function sorted(values: readonly Values[]): string[] {
  return values
    .map((one) => JSON.stringify(Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))))
    .sort();
}

for (const example of PAIRS) {
  const { tool } = example.theirs ?? assert.fail(`${example.place} says what no other tool would`);
  test(`${example.place} is what ${tool} would run`, (t) => {
    const sweep = sweeps.get(example) ?? assert.fail();
    assert.equal(formatDiagnostics(sweep.warnings), '');
    assert.equal(sweep.count, Number(example.claims.count));
    const pair = pairOf(t, example);
    if (pair === undefined) return;
    const { theirs, files } = pair;
    assert.equal(files.length, sweep.count);
    const { grid, laws, cells = [], samples, asked } = theirs;
    if (grid !== undefined) {
      const named = new Set(grid.flatMap((one) => Object.keys(one)));
      const swept = files.map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => named.has(name))));
      assert.deepEqual(sorted(swept), sorted(grid));
      return;
    }
    const listed = new Set(cells.flatMap((one) => Object.keys(one)));
    const ours = Object.entries(lawsOf(sweep)).filter(([name]) => !listed.has(name));
    assert.deepEqual(Object.fromEntries(ours), laws);
    if (samples !== undefined) assert.equal(sweep.count, samples * Math.max(1, cells.length));
    const inCells = files.map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => listed.has(name))));
    if (cells.length > 0) assert.deepEqual(new Set(sorted(inCells)), new Set(sorted(cells)));
    for (const [choices, names] of asked ?? []) {
      const such = files.filter((one) => Object.entries(choices).every(([name, value]) => one[name] === value));
      assert.ok(such.length > 0);
      for (const one of such) assert.deepEqual(Object.keys(one).sort(), names);
    }
  });
}

test('the page has a pair for each tool it names', () => {
  assert.deepEqual([...new Set(PAIRS.map((e) => e.theirs?.tool))].sort(), [
    'dvc',
    'hydra',
    'nni',
    'optuna',
    'parallel',
    'ray',
    'wandb',
  ]);
});

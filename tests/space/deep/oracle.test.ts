// SPDX-License-Identifier: MIT
// Thousands of random range files: the engine must find the same configurations as the brute-force oracle, in the same
// order, with the same counts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDiagnostics } from '../../../scripts/lib/core/diagnostic.ts';
import { type Assignment, valueKey } from '../../../scripts/lib/core/value.ts';
import { parseRangeFile } from '../../../scripts/lib/range/parse.ts';
import { buildSpace } from '../../../scripts/lib/space/build.ts';
import { countSpace } from '../../../scripts/lib/space/count.ts';
import { openDesign, type Mode, type Point } from '../../../scripts/lib/space/designs/index.ts';
import type { Space } from '../../../scripts/lib/space/space.ts';
import { bruteForce } from './brute-force.ts';
import { type RandomSpace, randomSpace } from './random-space.ts';

const SPACES = 3000;

function openSpace(random: RandomSpace): Space {
  const read = (path: string): { path: string; text: string } => ({
    path,
    text: random.files.get(path) ?? assert.fail(`no file ${path}`),
  });
  const file = parseRangeFile(read('main.range'), read, random.set);
  assert.ok(file.value !== undefined, formatDiagnostics(file.diagnostics));
  const space = buildSpace(file.value);
  assert.ok(space.value !== undefined, formatDiagnostics(space.diagnostics));
  return space.value;
}

function pointsOf(space: Space, mode: Mode, samples?: number): Point[] {
  const design = openDesign(space, { mode, seed: '7', ...(samples === undefined ? {} : { samples }) });
  assert.ok(design.value !== undefined, formatDiagnostics(design.diagnostics));
  return [...design.value.points()];
}

function valueText({ kind, text }: Assignment['value']): string {
  if (kind === 'number') return `number ${Number(Number(text).toPrecision(12)) + 0}`;
  if (kind === 'null') return 'null';
  return `${kind} ${kind === 'boolean' ? text.toLowerCase() : text}`;
}

/** The oracle's way to write a configuration. */
function keyOf(assignments: readonly Assignment[]): string {
  return assignments.map(({ name, value }) => `${name}=${valueText(value)}`).join('\n');
}

test(`${SPACES} random spaces: same configurations, same order, same counts as brute force`, () => {
  const seen = {
    words: 0,
    computed: 0,
    helpers: 0,
    rules: 0,
    conditions: 0,
    zips: 0,
    includes: 0,
    sets: 0,
    absent: 0,
    empty: 0,
  };
  for (let i = 0; i < SPACES; i += 1) {
    const random = randomSpace(String(i));
    const expected = bruteForce(random);
    const space = openSpace(random);
    const shown =
      [...random.files].map(([path, text]) => `--- ${path}\n${text}`).join('\n') +
      (random.set === undefined ? '' : `\n--- SET\n${random.set}`);
    const found = pointsOf(space, 'combination');
    assert.deepEqual(
      found.map((p) => keyOf(p.assignments)),
      expected.configurations,
      `space ${i}\n${shown}`,
    );
    const counts = countSpace(space);
    assert.deepEqual(
      [counts.raw.value, counts.conditioned.value, ...counts.rules.map((r) => r.count.value), counts.final.value].map(
        Number,
      ),
      [expected.raw, expected.conditioned, ...expected.afterRules, expected.final],
      `counts of space ${i}\n${shown}`,
    );
    for (const point of found) assert.equal(point.lines.length, point.assignments.length);
    seen.words += random.lines.some(
      (l) => l.names.some((n) => random.words.has(n)) && /(^|[|,])[ynm]([|,]|$)/.test(l.text),
    )
      ? 1
      : 0;
    seen.computed += random.lines.some((l) => l.computed !== undefined) ? 1 : 0;
    seen.helpers += random.lines.some((l) => l.isHelper === true) ? 1 : 0;
    seen.rules += random.rules.length > 0 ? 1 : 0;
    seen.conditions += random.lines.some((l) => l.condition !== undefined) ? 1 : 0;
    seen.zips += random.lines.some((l) => l.names.length > 1) ? 1 : 0;
    seen.includes += random.files.size > 1 ? 1 : 0;
    seen.sets += random.set === undefined ? 0 : 1;
    seen.absent += found.some((p) => p.assignments.length < space.symbols.length) ? 1 : 0;
    seen.empty += found.length === 0 ? 1 : 0;
  }
  for (const [what, count] of Object.entries(seen))
    assert.ok(count > SPACES / 50, `too few random spaces with ${what}: ${count}`);
});

test('drawing more configurations than there are gives exactly the valid ones, in every drawing mode', () => {
  for (let i = 0; i < 150; i += 1) {
    const random = randomSpace(`draw/${i}`);
    const { configurations, final } = bruteForce(random);
    const expected = [...configurations].sort();
    const space = openSpace(random);
    for (const mode of ['random', 'sobol', 'latin'] as const) {
      const found = pointsOf(space, mode, final + 5).map((p) => keyOf(p.assignments));
      assert.deepEqual([...found].sort(), expected, `${mode} in space draw/${i}`);
    }
  }
});

test('pairwise meets every pair of values that stands in some valid configuration, and only valid configurations', () => {
  for (let i = 0; i < 150; i += 1) {
    const random = randomSpace(`pairs/${i}`);
    const valid = bruteForce(random).configurations;
    const found = pointsOf(openSpace(random), 'pairwise').map((p) => keyOf(p.assignments));
    for (const configuration of found) assert.ok(valid.includes(configuration), configuration);
    const names = random.lines.flatMap((line) => (line.computed === undefined ? line.names : []));
    const missing = [...pairsOf(valid, names)].filter((pair) => !pairsOf(found, names).has(pair));
    assert.deepEqual(missing, [], `pairs of space pairs/${i}`);
  }
});

/** Every pair of values of two symbols, absent ones too. */
function pairsOf(configurations: readonly string[], names: readonly string[]): Set<string> {
  const pairs = new Set<string>();
  for (const configuration of configurations) {
    const values = new Map(configuration.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line]));
    const all = [...new Set(names)].map((name) => values.get(name) ?? `${name} absent`);
    for (const [k, a] of all.entries()) for (const b of all.slice(k + 1)) pairs.add(`${a} & ${b}`);
  }
  return pairs;
}

test('equal values have one key, whatever their notation', () => {
  const space = openSpace({
    files: new Map([['main.range', 'CONFIG_A=0.5|0.50|5e-1\n']]),
    lines: [],
    rules: [],
    words: new Set(),
    quoted: new Set(),
  });
  const [only, ...others] = pointsOf(space, 'combination');
  assert.equal(others.length, 0);
  assert.equal(only?.assignments[0]?.value.text, '0.5');
  assert.equal(valueKey({ kind: 'number', text: '5e-1' }), valueKey({ kind: 'number', text: '0.50' }));
});
